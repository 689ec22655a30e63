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
//! | `sh` | is a command to start with: only the README has them, and a test of its own |
//! | `text` | is no example |
//!
//! A comment `<!-- files: FROM=TO … -->` copies files or folders of the repository into the folder first.
//! `UPDATE_BOOK=1 cargo test -p tallyform-tests --test book` writes the outputs as they are into the chapters.

mod chapter;
mod contents;
mod edit;
mod fence;
mod shell;

use tallyform_tests::house;

/// Whether outputs are to be written into the chapters.
fn update() -> bool {
    std::env::var_os("UPDATE_BOOK").is_some()
}

#[test]
fn every_example_runs() {
    let program = shell::program();
    let mut wrong = Vec::new();
    let chapters = contents::chapters().into_iter().filter(|name| !name.starts_with("diagnostics/"));
    for name in chapters.map(|name| format!("docs/src/{name}")).chain(["README.md".to_owned()]) {
        let path = house::root().join(&name);
        let text = contents::read(&path);
        match chapter::run(&name, &text, &program) {
            Ok(outcome) => {
                if update() && outcome.text != text {
                    std::fs::write(&path, &outcome.text).expect("the chapter can be written");
                }
                wrong.extend(outcome.wrong);
            }
            Err(message) => wrong.push(format!("{name}: {message}")),
        }
    }
    assert!(wrong.is_empty(), "{}\n\n{} examples are not true", wrong.join("\n\n"), wrong.len());
}

#[test]
fn the_readme_starts_with_two_commands() {
    let text = contents::read(&house::root().join("README.md"));
    let fences = fence::fences(&text).expect("the fences of the README are closed");
    let commands = fences.iter().filter(|fence| fence.language == "sh").map(|fence| text[fence.body.clone()].trim());
    let commands: Vec<&str> = commands.collect();
    let [judge, test] = commands[..] else {
        panic!("the README has {} commands to start with", commands.len());
    };
    let judged = shell::run(judge, &house::root(), &shell::program()).expect("a shell");
    assert_eq!(judged.code, 0, "{}", judged.text);
    assert!(judged.text.contains("373") && !judged.text.contains("error"), "{}", judged.text);
    let run = contents::read(&house::root().join(".ci/run"));
    assert_eq!(run.trim().lines().last(), Some(test), ".ci/run runs what the README says");
}
