//! A form as it was at a revision of git.

use std::path::Path;
use std::process::Command;

use tallyform_schema::{SourceMap, limits};

use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::{files, form};

/// Reads the form that a file held at a revision, with the forms that it revised then.
pub(crate) fn form(path: &Path, revision: &str, console: &Console) -> Result<form::Loaded> {
    if files::is_stdin(path) {
        return Err(Failure::new("standard input has no earlier revision in git").help("name the file of the form"));
    }
    known(path, revision)?;
    let bytes = show(path, revision).map_err(|message| {
        Failure::new(format!("cannot read {} as it was at `{revision}`: {message}", files::name(path)))
            .help("the file must be there at that revision, under the same name")
    })?;
    if files::has_extension(path, &["json"]) {
        return form::of_plan(path, &bytes);
    }
    let mut sources = SourceMap::new();
    let mut read = |name: &str| show(Path::new(name), revision);
    let file = sources.load(files::name(path), bytes, &mut read);
    form::compiled(&sources, file, console)
}

/// Sees to it that git is there, the file lies in a repository and the revision exists.
fn known(path: &Path, revision: &str) -> Result<()> {
    if revision.is_empty() || revision.starts_with('-') || revision.contains(':') {
        return Err(Failure::new(format!("`{revision}` is no revision of git"))
            .help("name a branch, a tag or a commit, such as `main`"));
    }
    let inside = git(path, &["rev-parse", "--is-inside-work-tree"]).map_err(|message| {
        Failure::new(format!("git cannot be run: {message}")).help("name two forms instead of `--against`")
    })?;
    if !inside.status.success() {
        return Err(Failure::new(format!("{} does not lie in a repository of git", files::name(path)))
            .help("name two forms instead of `--against`"));
    }
    let commit = format!("{revision}^{{commit}}");
    match git(path, &["rev-parse", "--verify", "--quiet", &commit]) {
        Ok(output) if output.status.success() => Ok(()),
        _ => Err(Failure::new(format!("git knows no revision `{revision}`"))
            .help("`git log --oneline` and `git branch --all` list them")),
    }
}

/// The bytes of a file at a revision, or why they cannot be had.
fn show(path: &Path, revision: &str) -> std::result::Result<Vec<u8>, String> {
    let name = path.file_name().and_then(|name| name.to_str()).ok_or("it has no name that git could be asked for")?;
    let output = git(path, &["show", "--no-textconv", &format!("{revision}:./{name}")])?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said.lines().next().unwrap_or("git does not say why");
        return Err(line.strip_prefix("fatal: ").unwrap_or(line).to_owned());
    }
    let mut bytes = output.stdout;
    // What is longer is left to the reader to refuse.
    bytes.truncate(limits::MAX_BYTES.max(tallyform::validator::MAX_PLAN_BYTES) + 1);
    Ok(bytes)
}

/// Runs git in the folder of a file.
fn git(path: &Path, arguments: &[&str]) -> std::result::Result<std::process::Output, String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    output.map_err(|error| crate::failure::reason(&error))
}
