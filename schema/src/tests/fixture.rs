//! Fixtures: YAML with what is expected written beneath the lines, as comments.
//!
//! ```yaml
//! items:
//!   - {id: received, lable: Received}
//! #                  ^^^^^ F0103 has no key `lable`
//! ```
//!
//! The carets stand under the primary span, counted in columns of a terminal, where a Chinese character is two wide; a
//! span that ends in a further line is marked to the end of its first one. Behind them stand the code and any part of
//! the message or of the label. Where the `#` itself stands under the first character of the span, the carets follow it
//! at once. Several diagnostics of one line stand beneath it in the order of their places.

use unicode_width::UnicodeWidthStr;

use crate::{Checked, Diagnostic, SourceMap, check as check_form};

/// Checks a fixture: the diagnostics must be those that it announces, no more and no fewer.
///
/// A fixture without `tallyform:` is the end of a form: the head is put before it.
#[track_caller]
pub(crate) fn check(fixture: &str) -> Checked {
    check_beside(fixture, &[])
}

/// Checks a fixture that revises others, which are given with their names. Only what stands in the fixture itself is
/// announced there; nothing may be found in the others.
#[track_caller]
pub(crate) fn check_beside(fixture: &str, others: &[(&str, &str)]) -> Checked {
    let full = |text: &str| if text.contains("tallyform:") { text.to_owned() } else { format!("{HEAD}{text}") };
    let text = full(fixture);
    let mut sources = SourceMap::new();
    let mut read = |name: &str| {
        let other = others.iter().find(|(other, _)| *other == name);
        other.map(|(_, text)| full(text).into_bytes()).ok_or_else(|| "there is no such file".to_owned())
    };
    let file = sources.load("form.yaml", text.as_bytes(), &mut read);
    let checked = check_form(&sources, file);
    let expected = expectations(&text);
    let elsewhere: Vec<_> = checked.diagnostics.iter().filter(|found| found.primary.span.file != file).collect();
    assert!(elsewhere.is_empty(), "nothing stands in another file: {elsewhere:#?}");
    let found: Vec<Mark> = checked.diagnostics.iter().map(|diagnostic| mark(&sources, diagnostic)).collect();
    let agree =
        expected.len() == found.len() && expected.iter().zip(&found).all(|(expected, found)| found.meets(expected));
    assert!(agree, "the fixture should read:\n{}", annotated(&text, &found));
    checked
}

/// Checks that a form has no diagnostics and gives it.
#[track_caller]
pub(crate) fn form(fixture: &str) -> crate::Form {
    check(fixture).form.expect("a form without diagnostics is made")
}

/// What a form starts with: its identity and one language.
pub(crate) const HEAD: &str = "\
tallyform: 1
form: example.form
revision: \"2020\"
title: Form
languages: [en]
";

/// A place in a line and what is said of it.
#[derive(Debug)]
struct Mark {
    /// Line, from 1.
    line: usize,
    /// Column of the first caret, from 0.
    column: usize,
    width: usize,
    /// Code, then what is said.
    text: String,
}

impl Mark {
    fn meets(&self, expected: &Self) -> bool {
        // The `#` of the comment may stand for the first caret.
        let behind_hash = expected.column == 1 && self.column == 0 && expected.width + 1 == self.width.max(2);
        let place = (self.column, self.width) == (expected.column, expected.width) || behind_hash;
        let (code, part) = expected.text.split_once(' ').unwrap_or((&expected.text, ""));
        self.line == expected.line && place && self.text.starts_with(code) && self.text.contains(part)
    }
}

fn expectations(text: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut above = 0;
    for (index, line) in text.lines().enumerate() {
        match line.strip_prefix('#').filter(|rest| rest.trim_start().starts_with('^')) {
            None => above = index + 1,
            Some(rest) => {
                let column = 1 + rest.len() - rest.trim_start().len();
                let carets = rest.trim_start();
                let text = carets.trim_start_matches('^');
                marks.push(Mark {
                    line: above,
                    column,
                    width: carets.len() - text.len(),
                    text: text.trim().to_owned(),
                });
            }
        }
    }
    marks
}

fn mark(sources: &SourceMap, diagnostic: &Diagnostic) -> Mark {
    let span = diagnostic.primary.span;
    let text = &sources.get(span.file).text;
    let start = span.start as usize;
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let end = (span.end as usize).min(line_start + line.len()).max(start);
    Mark {
        line: sources.locate(span).line as usize,
        column: text[line_start..start].width(),
        width: text[start..end].width().max(1),
        text: format!("{} {}; {}", diagnostic.code.as_str(), diagnostic.message, diagnostic.primary.text),
    }
}

/// The fixture with what was found instead of what it announces.
fn annotated(text: &str, found: &[Mark]) -> String {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.strip_prefix('#').is_some_and(|rest| rest.trim_start().starts_with('^')) {
            continue;
        }
        lines.push(line.to_owned());
        for mark in found.iter().filter(|mark| mark.line == index + 1) {
            let (column, width) =
                if mark.column == 0 { (1, (mark.width - 1).max(1)) } else { (mark.column, mark.width) };
            lines.push(format!("#{}{} {}", " ".repeat(column - 1), "^".repeat(width), mark.text));
        }
    }
    lines.join("\n")
}
