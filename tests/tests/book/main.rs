//! Every example of the book is run.
//!
//! A chapter is run from top to bottom in a folder of its own. The language and the words after it say what a block is:
//!
//! | block | what the test does |
//! | --- | --- |
//! | `yaml file=NAME` (`json`, `toml`) | writes the file; a later command must use it, a form without one is checked |
//! | `yaml prelude` | keeps it: the head that the fragments of this chapter share |
//! | `yaml part=NAME` | writes a form: the block, then what the prelude says of other keys |
//! | `diff file=NAME` | changes the file: lines with `+` and `-`, `…` between two changes |
//! | `rs excerpt=NAME` (`json`, `yaml`) | must stand in the file, where `…` leaves lines out |
//! | `console` | runs the lines with `$`; what stands beneath must be the output; `exit=1` where a command fails |
//! | `rust` | is compiled and run as a test of the documentation (`tests/src/book.rs`) |
//! | `text` | is no example |
//!
//! A comment `<!-- files: FROM=TO … -->` copies files or folders of the repository into the folder first.
//! `UPDATE_BOOK=1 cargo test -p tallyform-tests --test book` writes the outputs as they are into the chapters.

mod chapter;
mod contents;
mod edit;
mod fence;
mod shell;

/// Whether outputs are to be written into the chapters.
fn update() -> bool {
    std::env::var_os("UPDATE_BOOK").is_some()
}

#[test]
fn every_example_runs() {
    let program = shell::program();
    let mut wrong = Vec::new();
    for name in contents::chapters() {
        if name.starts_with("diagnostics/") {
            continue;
        }
        let path = contents::source().join(&name);
        let text = contents::read(&path);
        match chapter::run(&name, &text, &program) {
            Ok(outcome) => {
                if update() && outcome.text != text {
                    std::fs::write(&path, &outcome.text).expect("the chapter can be written");
                }
                wrong.extend(outcome.wrong);
            }
            Err(message) => wrong.push(format!("docs/src/{name}: {message}")),
        }
    }
    assert!(wrong.is_empty(), "{}\n\n{} examples are not true", wrong.join("\n\n"), wrong.len());
}
