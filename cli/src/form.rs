//! A form as the commands need it: its plan, and its text where that is at hand.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tallyform::plan::Plan;
use tallyform_schema::{Diagnostic, FileId, Form, Severity, SourceMap, limits};

use crate::console::Console;
use crate::diagnostics;
use crate::failure::{self, Failure, Result};
use crate::files;

/// A form that can be used.
pub(crate) struct Loaded {
    pub(crate) plan: Plan,
    pub(crate) text: FormText,
    /// The plans of the revisions before, the nearest first, where they are at hand.
    pub(crate) predecessors: Vec<Plan>,
}

/// Reads a form from YAML, or from a `plan.json`.
///
/// A form with errors is unreadable; they are the failure. Warnings are for `tallyform check` to tell.
pub(crate) fn load(path: &Path, console: &Console) -> Result<Loaded> {
    if files::has_extension(path, &["json"]) {
        return load_plan(path);
    }
    let mut sources = SourceMap::new();
    let file = add(&mut sources, files::name(path), path, Path::new(""))?;
    compiled(&sources, file, console)
}

/// Makes a form of a file that was read.
pub(crate) fn compiled(sources: &SourceMap, file: FileId, console: &Console) -> Result<Loaded> {
    let compiled = tallyform_codegen::compile(sources, file);
    let predecessors = compiled.predecessors().cloned().collect();
    match compiled.plan {
        Some(plan) => {
            let text = FormText::of_sources(sources, compiled.form.as_ref());
            Ok(Loaded { plan, text, predecessors })
        }
        None => Err(refused(&errors(compiled.diagnostics), sources, console.error_color())),
    }
}

/// Reads a form file into a map, and those that it revises. Its name counts from the folder `from`.
pub(crate) fn add(sources: &mut SourceMap, name: String, path: &Path, from: &Path) -> Result<FileId> {
    let bytes = files::read(path, limits::MAX_BYTES)?;
    let mut read = |name: &str| {
        let bytes = std::fs::File::open(from.join(name)).and_then(|file| {
            let mut bytes = Vec::new();
            file.take(limits::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        });
        bytes.map_err(|error| failure::reason(&error))
    };
    Ok(sources.load(name, bytes, &mut read))
}

/// The errors among some diagnostics.
pub(crate) fn errors(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect()
}

/// A failure that shows why a form cannot be used.
pub(crate) fn refused(errors: &[Diagnostic], sources: &SourceMap, color: bool) -> Failure {
    let mut text = diagnostics::text(errors, sources, color);
    let s = if errors.len() == 1 { "" } else { "s" };
    text.push_str(&format!(
        "\nerror: the form has {} error{s}\n  help: nothing was done; mend the form first",
        errors.len()
    ));
    Failure::Rendered(text)
}

fn load_plan(path: &Path) -> Result<Loaded> {
    of_plan(path, &files::read(path, tallyform::validator::MAX_PLAN_BYTES)?)
}

/// Makes a form of the bytes of a `plan.json`.
pub(crate) fn of_plan(path: &Path, bytes: &[u8]) -> Result<Loaded> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let plan = Plan::from_json(bytes).map_err(|error| bad_plan(path, &error))?;
    let text = FormText::beside(&plan, path);
    Ok(Loaded { plan, text, predecessors: Vec::new() })
}

/// A plan that is none, or is not sound.
pub(crate) fn bad_plan(path: &Path, error: &tallyform::PlanError) -> Failure {
    Failure::new(format!("{} is no sound plan: {}: {}", files::name(path), error.at, error.message))
        .help("make it again with `tallyform generate plan`, or name the form's YAML file")
}

/// The text of a form's files, so that a finding can show the line that it comes from.
#[derive(Debug, Default)]
pub(crate) struct FormText {
    files: Vec<(String, String)>,
    /// How many bytes the thing at a place takes, where that is known.
    lengths: BTreeMap<(String, u32, u32), usize>,
}

/// A line of a form with the part of it that matters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Excerpt<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: usize,
    pub(crate) text: &'a str,
    pub(crate) span: std::ops::Range<usize>,
}

impl FormText {
    fn of_sources(sources: &SourceMap, form: Option<&Form>) -> Self {
        let files = sources.iter().map(|source| (source.name.clone(), source.text.clone())).collect();
        let spans = form
            .into_iter()
            .flat_map(|form| form.nodes.iter().map(|node| node.span).chain(form.checks.iter().map(|check| check.span)));
        let lengths = spans
            .map(|span| {
                let at = sources.locate(span);
                let name = sources.get(span.file).name.clone();
                ((name, at.line, at.column), sources.slice(span).lines().next().map_or(0, str::len))
            })
            .collect();
        Self { files, lengths }
    }

    /// The files that a plan was made from, where they still are as they were: as named, or beside the plan.
    fn beside(plan: &Plan, plan_file: &Path) -> Self {
        let mut files = Vec::new();
        for source in &plan.sources {
            let named = PathBuf::from(&source.file);
            let beside = named.file_name().map(|name| plan_file.with_file_name(name));
            let text = [Some(named), beside]
                .into_iter()
                .flatten()
                .filter_map(|path| files::read(&path, limits::MAX_BYTES).ok())
                .find(|bytes| hex(&Sha256::digest(bytes)) == source.sha256)
                .and_then(|bytes| String::from_utf8(bytes).ok());
            files.extend(text.map(|text| (source.file.clone(), text)));
        }
        Self { files, lengths: BTreeMap::new() }
    }

    /// The line at a place, `file:line:column`.
    pub(crate) fn excerpt(&self, place: &str) -> Option<Excerpt<'_>> {
        let (name, line, column) = split(place)?;
        let (file, text) = self.files.iter().find(|(file, _)| file == name)?;
        let line_text = text.lines().nth((line as usize).checked_sub(1)?)?;
        let start = line_text.char_indices().nth((column as usize).checked_sub(1)?)?.0;
        let rest = line_text.get(start..)?;
        let known = self.lengths.get(&(name.to_owned(), line, column)).copied();
        // A caret has at least one character, whatever that is.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = known.filter(|known| rest.is_char_boundary(*known)).unwrap_or_else(|| word(rest)).max(first);
        Some(Excerpt { file, line: line as usize, text: line_text, span: start..start + length })
    }
}

/// The parts of `file:line:column`.
pub(crate) fn split(place: &str) -> Option<(&str, u32, u32)> {
    let (rest, column) = place.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some((file, line.parse().ok()?, column.parse().ok()?))
}

/// Bytes of the word at the start of a line's rest.
fn word(rest: &str) -> usize {
    let end = |c: char| c.is_whitespace() || ",:[]{}#\"'".contains(c);
    match rest.find(end) {
        Some(0) | None => rest.trim_end().len(),
        Some(end) => end,
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_shows_its_line_and_the_word_that_stands_there() {
        let text = FormText {
            files: vec![("a:b.yaml".to_owned(), "items:\n  - id: 申请\n    parts: []\n".to_owned())],
            lengths: BTreeMap::new(),
        };
        let excerpt = text.excerpt("a:b.yaml:2:9").unwrap();
        assert_eq!((excerpt.line, &excerpt.text[excerpt.span.clone()]), (2, "申请"));
        let excerpt = text.excerpt("a:b.yaml:3:5").unwrap();
        assert_eq!(&excerpt.text[excerpt.span.clone()], "parts");
        let blank = FormText { files: vec![("a".to_owned(), "\u{3000}".to_owned())], lengths: BTreeMap::new() };
        assert_eq!(blank.excerpt("a:1:1").unwrap().span, 0..3);
        for nowhere in ["a:b.yaml:9:1", "a:b.yaml:1:99", "a:b.yaml:0:0", "other.yaml:1:1", "", "stray"] {
            assert_eq!(text.excerpt(nowhere), None, "{nowhere}");
        }
    }
}
