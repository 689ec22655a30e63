//! `published.lock`: the revisions that are published, each with the forms it was made from and the files it consists of.
//!
//! A published file keeps every byte, the line that says which version of the tool made it among them. The lock says for
//! each revision what its files were made from, so that a newer tool, which may make them otherwise, leaves them be, while a
//! form that was changed is a mistake that is said.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tallyform::plan::Plan;

use crate::failure::{Failure, Result};
use crate::files;

/// The name of the lock, beside `tallyform.toml`.
pub(crate) const NAME: &str = "published.lock";

const HEAD: &str = "\
# Revisions that are published: the form files that each was made from, and the files that never change again.
# `tallyform publish` adds to it; `tallyform generate --check` holds the files to it.
";

/// What the lock says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lock {
    /// By `form/revision`.
    pub(crate) revisions: BTreeMap<String, Published>,
}

/// A revision that is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Published {
    /// Hashes of the form files that it was made from, by name.
    pub(crate) forms: BTreeMap<String, String>,
    /// Hashes of its files, by path from the folder of the lock.
    pub(crate) files: BTreeMap<String, String>,
}

/// What is the matter with a published file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The form says something else than when it was published.
    Changed,
    /// The file is not what was published.
    Damaged,
}

impl Lock {
    /// Reads the lock of a folder; an empty one where there is none.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&text).map_err(|line| {
                Failure::new(format!("{}:{line}: not a line of a lock", path.display()))
                    .help("restore the file from version control; `tallyform publish` writes it")
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::reading(&path, &error)),
        }
    }

    /// The lock that a text holds, or the number of the first line that is wrong.
    fn parse(text: &str) -> std::result::Result<Self, usize> {
        let mut lock = Self::default();
        let mut open: Option<&mut Published> = None;
        for (line, number) in text.lines().zip(1..) {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix("revision ") {
                open = Some(lock.revisions.entry(name.to_owned()).or_default());
                continue;
            }
            let published = open.as_deref_mut().ok_or(number)?;
            let (what, rest) = line.trim_start().split_once(' ').ok_or(number)?;
            let (hash, name) = rest.split_once(' ').ok_or(number)?;
            let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
            let entries = match what {
                "form" if is_hash => &mut published.forms,
                "file" if is_hash => &mut published.files,
                _ => return Err(number),
            };
            entries.insert(name.to_owned(), hash.to_owned());
        }
        Ok(lock)
    }

    /// The text of the lock.
    pub(crate) fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        for (name, published) in &self.revisions {
            let _ = write!(text, "\nrevision {name}\n");
            for (what, entries) in [("form", &published.forms), ("file", &published.files)] {
                for (name, hash) in entries {
                    let _ = writeln!(text, "  {what} {hash} {name}");
                }
            }
        }
        text
    }

    /// What stands at the path of a file that would be made, where that is published: the bytes that stay, or what is the
    /// matter. None of a file that is not published.
    pub(crate) fn keep(
        &self,
        folder: &Path,
        path: &Path,
        made: &[u8],
        plan: &Plan,
    ) -> Option<std::result::Result<Vec<u8>, Fault>> {
        let published = self.revisions.get(&name(plan))?;
        let hash = published.files.get(&relative(folder, path))?;
        // What is lost and would be made to the byte as it was is made again.
        let there = Some(fs::read(path).unwrap_or_else(|_| made.to_vec())).filter(|there| sha256(there) == *hash);
        let says_the_same = || there.as_deref().is_some_and(|there| essence(there) == essence(made));
        Some(if forms(plan) == published.forms || says_the_same() {
            there.ok_or(Fault::Damaged)
        } else {
            Err(Fault::Changed)
        })
    }
}

/// The name of a revision in the lock.
pub(crate) fn name(plan: &Plan) -> String {
    format!("{}/{}", plan.form, plan.revision)
}

/// The hashes of the form files of a plan.
pub(crate) fn forms(plan: &Plan) -> BTreeMap<String, String> {
    plan.sources.iter().map(|source| (source.file.clone(), source.sha256.clone())).collect()
}

/// A path as the lock names it, the same on every system.
pub(crate) fn relative(folder: &Path, path: &Path) -> String {
    files::stable_name(path.strip_prefix(folder).unwrap_or(path))
}

/// The hash of some bytes, in lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A generated file without what says from which bytes and by which version it was made: words that begin like the tool's
/// version, and hashes.
fn essence(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let is_hash = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "\":,".contains(c)).filter(|word| !word.is_empty()) {
        let is_version =
            words.last().is_some_and(|before| before == "tallyform") && word.starts_with(|c: char| c.is_ascii_digit());
        words.push(if is_version || is_hash(word) { String::new() } else { word.to_owned() });
    }
    words
}

/// What is said of published files that are not as they should be.
pub(crate) fn explain(faults: &[(PathBuf, String, Fault)]) -> Failure {
    let mut message = String::from("published files never change:");
    for (path, revision, fault) in faults.iter().take(10) {
        let why = match fault {
            Fault::Changed => format!("the form of {revision} has changed since it was published"),
            Fault::Damaged => "it is no longer what was published".to_owned(),
        };
        let _ = write!(message, "\n  {}: {why}", path.display());
    }
    if faults.len() > 10 {
        let _ = write!(message, "\n  and {} more", faults.len() - 10);
    }
    let help = match faults.iter().find(|(_, _, fault)| *fault == Fault::Changed) {
        None => "restore the files from version control".to_owned(),
        Some((_, name, _)) => format!(
            "make the change in a new revision, and restore the form from version control; if nobody relies on what was \
             published, `tallyform publish --again {name}` replaces it"
        ),
    };
    Failure::new(message).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let hash = "0".repeat(64);
        let mut lock = Lock::default();
        let published = lock.revisions.entry("org.example/1".to_owned()).or_default();
        published.forms.insert("forms/a b.yaml".to_owned(), hash.clone());
        published.files.insert("generated/plan.json".to_owned(), hash.clone());
        assert_eq!(Lock::parse(&lock.text()), Ok(lock));
        assert_eq!(Lock::parse(&format!("form {hash} a\n")), Err(1), "no revision is open");
        assert_eq!(Lock::parse("revision a/1\n  file 00 x\n"), Err(2), "no hash");
    }

    #[test]
    fn files_that_differ_in_version_and_hash_alone_say_the_same() {
        let (one, other) = ("a".repeat(64), "b".repeat(64));
        let file = |version: &str, hash: &str, text: &str| {
            essence(format!("generated by tallyform {version}. Do. x.yaml sha256:{hash}\n{text}").as_bytes())
        };
        assert_eq!(file("0.1.0", &one, "{\"a\": 1}"), file("0.2.0", &other, "{\"a\": 1}"));
        assert_ne!(file("0.1.0", &one, "{\"a\": 1}"), file("0.1.0", &one, "{\"a\": 2}"));
    }
}
