//! Runs one chapter.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tallyform_tests::house;

use crate::edit;
use crate::fence::{Fence, fences};
use crate::shell;

/// What became of a chapter.
pub(crate) struct Outcome {
    /// The chapter with the outputs as they are.
    pub(crate) text: String,
    /// What is not true, with its place.
    pub(crate) wrong: Vec<String>,
}

/// Runs all examples of a chapter from top to bottom in a folder of its own.
pub(crate) fn run(name: &str, text: &str, program: &Path) -> Result<Outcome, String> {
    let folder = folder(name, text)?;
    let fences = fences(text)?;
    let mut prelude = None;
    let mut wrong = Vec::new();
    let mut outputs: BTreeMap<usize, String> = BTreeMap::new();
    for (number, fence) in fences.iter().enumerate() {
        let body = &text[fence.body.clone()];
        let result = match fence.language.as_str() {
            "console" => console(fence, body, &folder, program).and_then(|output| {
                if edit::same_output(&output, body) {
                    return Ok(());
                }
                let report = if crate::update() { Ok(()) } else { Err(format!("the output is now\n{output}")) };
                outputs.insert(number, output);
                report
            }),
            "yaml" if fence.word("prelude").is_some() => {
                prelude = Some(body);
                Ok(())
            }
            "sh" if name == "README.md" => Ok(()),
            "text" => Ok(()),
            language if language.starts_with("rust") => Ok(()),
            _ => file(fence, body, prelude, &folder)
                .and_then(|written| used(written.as_deref(), &fences[number + 1..], text, &folder, program)),
        };
        if let Err(message) = result {
            wrong.push(format!("{name}:{}: {message}", fence.line));
        }
    }
    let mut text = text.to_owned();
    for (number, output) in outputs.iter().rev() {
        text.replace_range(fences[*number].body.clone(), output);
    }
    Ok(Outcome { text, wrong })
}

/// Makes the folder of a chapter and copies what the chapter asks for.
fn folder(name: &str, text: &str) -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book").join(name.trim_end_matches(".md"));
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let wanted =
        text.split("<!-- files: ").nth(1).and_then(|rest| rest.split_once(" -->")).map_or("", |(list, _)| list);
    for entry in wanted.split_whitespace() {
        let (from, to) = entry.split_once('=').unwrap_or((entry, entry));
        copy(&house::root().join(from), &folder.join(to)).map_err(|error| format!("{from}: {error}"))?;
    }
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_dir() {
        for entry in std::fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::copy(from, to).map(|_| ())
}

/// Runs the commands of a block and returns the block as it ought to be.
fn console(fence: &Fence, body: &str, folder: &Path, program: &Path) -> Result<String, String> {
    let mut shown = String::new();
    let mut code = 0;
    let mut lines = body.lines().peekable();
    if !body.starts_with("$ ") {
        return Err("a console block begins with `$ `".to_owned());
    }
    while let Some(line) = lines.next() {
        let Some(mut command) = line.strip_prefix("$ ").map(str::to_owned) else { continue };
        while command.ends_with('\\') {
            command.push('\n');
            command.push_str(lines.next().ok_or("a command ends with `\\` and does not go on")?);
        }
        if code != 0 {
            return Err(format!("a command before the last one ends with {code}:\n{shown}"));
        }
        shown.push_str(&format!("$ {command}\n"));
        let output = shell::run(&command, folder, program)?;
        let text = output.text.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
        if text.contains("```") {
            return Err(format!("`{command}` prints a fence, which would end this block"));
        }
        let mut expected = String::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
            expected.push_str(line);
            expected.push('\n');
        }
        let kept = edit::same_output(&text, expected.trim_end_matches('\n')) && expected.contains('…');
        shown.push_str(if kept { &expected } else { &text });
        code = output.code;
    }
    let wanted = fence.word("exit").unwrap_or("0");
    if wanted != code.to_string() {
        return Err(format!("the last command ends with {code}, not with {wanted}; the output is\n{shown}"));
    }
    Ok(shown)
}

/// Writes or changes the file of a block, or compares an excerpt. Returns the name of a file that was written.
fn file(fence: &Fence, body: &str, prelude: Option<&str>, folder: &Path) -> Result<Option<String>, String> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let (name, text) = if let Some(name) = fence.word("excerpt") {
        let stands = edit::stands_in(&read(name)?, body);
        return if stands { Ok(None) } else { Err(format!("this does not stand in {}", folder.join(name).display())) };
    } else if let Some(name) = fence.word("part") {
        (name, edit::complete(body, prelude.ok_or("a part of a form, but the chapter has no prelude before it")?))
    } else if let Some(name) = fence.word("file") {
        (name, if fence.language == "diff" { edit::apply(&read(name)?, body)? } else { body.to_owned() })
    } else {
        return Err(format!("an example of {} that is not run; say file=, part= or excerpt=", fence.language));
    };
    let path = folder.join(name);
    let parent = path.parent().ok_or("a file without a folder")?;
    std::fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Some(name.to_owned()))
}

/// Sees to it that a file is used before it is changed again: by a command, or, if it is a form, by a check.
fn used(name: Option<&str>, later: &[Fence], text: &str, folder: &Path, program: &Path) -> Result<(), String> {
    let Some(name) = name else { return Ok(()) };
    let (parent, extension) =
        (name.rsplit_once('/').map(|(parent, _)| parent), name.rsplit_once('.').map(|(_, end)| end));
    for fence in later {
        let body = &text[fence.body.clone()];
        let configures = name == "tallyform.toml" && body.contains("tallyform generate");
        let of_all = extension.is_some_and(|extension| body.contains(&format!("*.{extension}")));
        let of_folder = parent.is_some_and(|parent| body.contains(parent));
        if fence.language == "console" && (body.contains(name) || configures || of_all || of_folder) {
            return Ok(());
        }
        if fence.word("file") == Some(name) || fence.word("part") == Some(name) {
            break;
        }
    }
    if extension != Some("yaml") {
        return Err(format!("no command uses {name}"));
    }
    let output = shell::run(&format!("tallyform check {name}"), folder, program)?;
    if output.code == 0 && !output.text.contains("warning") {
        return Ok(());
    }
    Err(format!("`tallyform check {name}` says\n{}", output.text))
}
