//! Input: files, folders, and standard input.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Result};

/// How standard input is named where a file is.
pub(crate) const STDIN: &str = "-";

/// Whether this argument stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

/// How a file is named in output.
pub(crate) fn name(path: &Path) -> String {
    if is_stdin(path) { "<stdin>".to_owned() } else { path.display().to_string() }
}

/// How a file is named in generated files: the same on every system.
pub(crate) fn stable_name(path: &Path) -> String {
    let name = name(path).replace('\\', "/");
    name.strip_prefix("./").map(str::to_owned).unwrap_or(name)
}

/// A path as one writes it in a shell.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// How a file names another one: its path from the folder of the first on, or the whole path where there is no way.
pub(crate) fn from_folder_of(file: &Path, other: &Path) -> Result<String> {
    let whole = |path: &Path| std::path::absolute(path).map_err(|error| Failure::reading(path, &error));
    let (file, other) = (normal(&whole(file)?), normal(&whole(other)?));
    let (folder, other): (Vec<_>, Vec<_>) = (file.iter().rev().skip(1).rev().collect(), other.iter().collect());
    let shared = folder.iter().zip(&other).take_while(|(one, two)| one == two).count();
    let up = folder.iter().skip(shared).map(|_| "..".to_owned());
    let down = other.iter().skip(shared).map(|part| part.display().to_string());
    // Nothing is shared by two drives.
    let name = if shared == 0 {
        other.iter().map(|part| part.display().to_string()).collect()
    } else {
        up.chain(down).collect::<Vec<_>>()
    };
    Ok(name.join("/"))
}

/// A whole path without `.` and `..`, as it is written: links are not followed.
fn normal(path: &Path) -> Vec<std::ffi::OsString> {
    let mut parts: Vec<std::ffi::OsString> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if parts.len() > 1 => {
                parts.pop();
            }
            std::path::Component::ParentDir => {}
            part => parts.push(part.as_os_str().to_owned()),
        }
    }
    parts
}

/// Standard input can be read but once.
pub(crate) fn stdin_at_most_once<'a>(paths: impl IntoIterator<Item = &'a PathBuf>) -> Result<()> {
    match paths.into_iter().filter(|path| is_stdin(path)).count() {
        0 | 1 => Ok(()),
        _ => {
            Err(Failure::new("standard input (`-`) is named more than once")
                .help("name it once, and files for the rest"))
        }
    }
}

/// Opens a file, or standard input.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read + Send>> {
    if is_stdin(path) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path).map_err(|error| Failure::reading(path, &error))?;
    // A folder opens as a file on some systems and fails only when read.
    if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(Failure::new(format!("cannot read {}: it is a folder", path.display())));
    }
    Ok(Box::new(file))
}

/// Reads a whole file, or standard input, of at most `limit` bytes and one: what is longer is left to the reader to refuse.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    open(path)?.take(limit).read_to_end(&mut bytes).map_err(|error| Failure::reading(path, &error))?;
    Ok(bytes)
}

/// The files that some arguments name.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files, those of each folder in order of name; each once.
    pub(crate) files: Vec<PathBuf>,
    /// How many files of the folders were passed over.
    pub(crate) passed_over: usize,
}

/// Files as they are named, and of folders the files beneath that `wanted` takes.
///
/// Hidden files and folders are passed over, links to folders too. A folder without a wanted file is misuse.
pub(crate) fn find(arguments: &[PathBuf], what: &str, wanted: &dyn Fn(&Path) -> Wanted) -> Result<Found> {
    let mut found = Found::default();
    for argument in arguments {
        if !is_stdin(argument) && argument.is_dir() {
            let before = (found.files.len(), found.passed_over);
            walk(argument, wanted, &mut found)?;
            if found.files.len() == before.0 {
                let passed_over = match found.passed_over - before.1 {
                    0 => String::new(),
                    1 => "; one file was passed over".to_owned(),
                    n => format!("; {n} files were passed over"),
                };
                return Err(Failure::new(format!("there is no {what} in {}{passed_over}", argument.display()))
                    .help("name the file itself"));
            }
        } else {
            found.files.push(argument.clone());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    // One file may be named in several ways, and may not be there at all.
    found.files.retain(|file| is_stdin(file) || seen.insert(fs::canonicalize(file).unwrap_or_else(|_| file.clone())));
    Ok(found)
}

/// The wanted files beneath a folder, in order of name.
pub(crate) fn within(folder: &Path, wanted: &dyn Fn(&Path) -> Wanted) -> Result<Vec<PathBuf>> {
    let mut found = Found::default();
    walk(folder, wanted, &mut found)?;
    Ok(found.files)
}

/// What a walk does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is one of those.
    Yes,
    /// It is not, and nobody would expect it to be.
    No,
    /// It is not, but looks as if it might be.
    PassedOver,
}

fn walk(folder: &Path, wanted: &dyn Fn(&Path) -> Wanted, found: &mut Found) -> Result<()> {
    let failed = |error: io::Error| Failure::reading(folder, &error);
    let mut entries = fs::read_dir(folder).map_err(failed)?.collect::<io::Result<Vec<_>>>().map_err(failed)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        let path = entry.path();
        if entry.file_type().map_err(failed)?.is_dir() {
            walk(&path, wanted, found)?;
        } else {
            match wanted(&path) {
                Wanted::Yes => found.files.push(path),
                Wanted::No => {}
                Wanted::PassedOver => found.passed_over += 1,
            }
        }
    }
    Ok(())
}

/// Whether the name of a file ends so, in any case.
pub(crate) fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|found| extensions.iter().any(|extension| found.eq_ignore_ascii_case(extension)))
}

/// How a file says that this tool generated it: in the comment at the head of code, in the `tool` of a plan.
const SIGNS: [&[u8]; 2] = [b"@generated by tallyform ", b"\"tool\": \"tallyform "];

/// A sign stands within so many bytes of the start.
const HEAD: u64 = 4096;

/// How a file says that it is a JSON Schema, or an index of forms or schemas.
const SCHEMA: [&[u8]; 3] = [
    b"\"https://json-schema.org/draft/",
    b"\"https://json.schemastore.org/schema-catalog.json\"",
    b"{\n  \"catalog\": 1,",
];

/// Whether a file says that this tool generated it.
pub(crate) fn is_generated(path: &Path) -> bool {
    has_sign(path, &SIGNS)
}

/// Whether a file says that this tool generated it, or that it is a JSON Schema or an index of them.
pub(crate) fn is_generated_or_schema(path: &Path) -> bool {
    has_sign(path, &SIGNS) || has_sign(path, &SCHEMA)
}

fn has_sign(path: &Path, signs: &[&[u8]]) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok() && signs.iter().any(|sign| head.windows(sign.len()).any(|window| window == *sign))
}

/// A JSON file that may hold reports. Plans and schemas are JSON too, and may well lie beside the reports.
pub(crate) fn is_report(path: &Path) -> Wanted {
    match has_extension(path, &["json", "ndjson", "jsonl"]) {
        false => Wanted::No,
        true if is_generated_or_schema(path) => Wanted::PassedOver,
        true => Wanted::Yes,
    }
}

/// A YAML file in which some line begins with the key `tallyform` is a form.
pub(crate) fn is_form(path: &Path) -> Wanted {
    if !has_extension(path, &["yaml", "yml"]) {
        return Wanted::No;
    }
    // A file that cannot be read is wanted, so that somebody says why.
    let Ok(bytes) = fs::read(path) else { return Wanted::Yes };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let says_so = bytes
        .split(|byte| *byte == b'\n')
        .any(|line| line.strip_prefix(b"tallyform").is_some_and(|rest| rest.trim_ascii_start().starts_with(b":")));
    if says_so { Wanted::Yes } else { Wanted::PassedOver }
}
