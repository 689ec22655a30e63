//! The habits of `CONTRIBUTING.md` that a program can check.

use tallyform_tests::house;

/// Lines after which a file holds more than one concept.
const LONGEST: usize = 500;

/// Text files that people write. Generated files answer to their generator.
fn written() -> Vec<(String, String)> {
    let endings = ["rs", "toml", "md", "yaml", "yml", "json", "py", "mjs", "sh"];
    house::tracked()
        .into_iter()
        .filter(|path| endings.iter().any(|ending| path.ends_with(&format!(".{ending}"))) || !path.contains('.'))
        .filter(|path| !path.starts_with("generated/") || path.ends_with(".rs") || path.ends_with(".toml"))
        .filter(|path| !path.ends_with(".lock"))
        .filter_map(|path| {
            let text = std::fs::read_to_string(house::root().join(&path)).ok()?;
            (!text.contains("@generated")).then_some((path, text))
        })
        .collect()
}

/// Fails with all complaints at once.
fn none(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn no_line_ends_in_blanks() {
    let mut complaints = Vec::new();
    for (path, text) in written() {
        let lines = text.lines().enumerate().filter(|(_, line)| line.ends_with([' ', '\t']));
        complaints.extend(lines.map(|(number, _)| format!("{path}:{}: blanks at the end of the line", number + 1)));
        if !text.is_empty() && (!text.ends_with('\n') || text.ends_with("\n\n")) && !path.starts_with("fuzz/seeds/") {
            complaints.push(format!("{path}: a file ends with one line break"));
        }
    }
    none(&complaints);
}

#[test]
fn every_module_says_what_it_is_for() {
    let rust = written().into_iter().filter(|(path, _)| path.ends_with(".rs") && !path.contains("/ui/"));
    let silent = rust.filter(|(_, text)| !text.starts_with("//!") && !text.starts_with("#!"));
    none(&silent.map(|(path, _)| format!("{path}: begins without `//!`")).collect::<Vec<_>>());
}

#[test]
fn a_file_holds_one_concept() {
    let long = written().into_iter().filter(|(path, _)| path.ends_with(".rs"));
    let long = long.map(|(path, text)| (path, text.lines().count())).filter(|(_, lines)| *lines > LONGEST);
    none(&long.map(|(path, lines)| format!("{path}: {lines} lines, {LONGEST} are the limit")).collect::<Vec<_>>());
}

#[test]
fn the_repository_knows_no_machine_and_no_registry() {
    // Written in pieces, so that this file does not find itself.
    let foreign: Vec<String> = [
        ["/ro", "ot/"],
        ["/ho", "me/"],
        ["/wo", "rk/"],
        ["/tm", "p/"],
        ["crates", ".io/api"],
        ["registry.npm", "js.org"],
        ["pypi", ".org"],
        ["static.crates", ".io"],
        ["files.python", "hosted"],
    ]
    .iter()
    .map(|pieces| pieces.concat())
    .collect();
    let mut complaints = Vec::new();
    for path in house::tracked() {
        // Lock files of package managers name where they fetch from; that of cargo is the one we keep.
        if path.ends_with("Cargo.lock") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(house::root().join(&path)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for word in foreign.iter().filter(|word| line.contains(word.as_str())) {
                complaints.push(format!("{path}:{}: `{word}`", number + 1));
            }
        }
    }
    none(&complaints);
}

#[test]
fn nothing_is_commented_out_or_fenced_off() {
    let mut complaints = Vec::new();
    for (path, text) in written().into_iter().filter(|(path, _)| path.ends_with(".rs")) {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            let banner = line.starts_with("//")
                && line.trim_matches('/').trim().len() > 4
                && line.trim_matches('/').trim().chars().all(|c| "-=*#─━".contains(c));
            let ignored = line.starts_with(concat!("#[", "ignore"));
            let code =
                line.starts_with("// ") && (line.ends_with(';') && line.contains(" = ") || line.starts_with("// let "));
            if banner || ignored || code {
                complaints.push(format!("{path}:{}: {line}", number + 1));
            }
        }
    }
    none(&complaints);
}

#[test]
fn the_licences_are_there_and_every_crate_names_them() {
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        assert!(house::text(file).len() > 500, "{file} is too short to be the licence");
    }
    for path in house::tracked().iter().filter(|path| path.ends_with("Cargo.toml") && path.as_str() != "Cargo.toml") {
        let text = house::text(path);
        let named = text.contains("license.workspace = true") || text.contains("license = \"MIT OR Apache-2.0\"");
        assert!(named || text.contains("publish = false"), "{path} names no licence");
    }
}
