//! Syntax errors in our own words, and further ones behind the first.

use granit_parser::{ErrorKind, Event, Parser, ScanError, options};

use super::builder::span;
use crate::diagnostic::{Code, Diagnostic, report};
use crate::limits::MAX_RECOVERIES;
use crate::source::{FileId, Span};

/// Where an error is, in bytes.
pub(super) fn offset(text: &str, error: &ScanError) -> usize {
    let at = error
        .marker()
        .byte_offset()
        .unwrap_or_else(|| text.char_indices().nth(error.marker().index()).map_or(text.len(), |(at, _)| at));
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// An error as a diagnostic. `open` is the start of the flow collection it stands in.
pub(super) fn diagnostic(file: FileId, text: &str, error: &ScanError, open: Option<Span>) -> Diagnostic {
    let at = offset(text, error);
    if let Some(tab) = tab_in_indentation(text, at) {
        let span = span(file, tab.start, tab.end);
        let message = "a tab stands where YAML wants spaces";
        return Diagnostic::new(Code::YamlSyntax, message, span, "").replace("indent with spaces", span, "  ");
    }
    // The parser points to the start of the text in which it does not like a character.
    let line = text.get(at..).map_or("", |rest| rest.split('\n').next().unwrap_or_default());
    let control = line.char_indices().find(|(_, next)| next.is_control() && !matches!(next, '\t' | '\r'));
    if let Some((offset, found)) = control {
        let span = span(file, at + offset, at + offset + found.len_utf8());
        let message = "a control character stands here, which YAML does not allow";
        return Diagnostic::new(Code::YamlSyntax, message, span, "")
            .help("take it away; in double quotes it may be written as an escape");
    }
    // The parser points before the blanks that lead to what it did not expect.
    let blanks = text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches(' ').len());
    let at = if text.get(at + blanks..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\n')) {
        at
    } else {
        at + blanks
    };
    let width =
        text.get(at..).and_then(|rest| rest.chars().next()).filter(|next| *next != '\n').map_or(0, char::len_utf8);
    let (message, help) = explain(error.kind());
    let message = message.map_or_else(|| error.info(), str::to_owned);
    let mut diagnostic = Diagnostic::new(Code::YamlSyntax, message, span(file, at, at + width), "");
    if behind_brackets(text, at) {
        return Diagnostic { message: "text stands behind a list in brackets".to_owned(), ..diagnostic }
            .help("put the whole value in quotes: what begins with `[` or `{` is a list or a mapping");
    }
    if let Some(open) = open.filter(|open| open.start as usize != at) {
        let bracket = text.get(open.start as usize..open.end as usize).unwrap_or_default();
        diagnostic = diagnostic.also(open, format!("inside this `{bracket}`, which is not closed before"));
    }
    match help {
        Some(help) => diagnostic.help(help),
        None if open.is_some() => diagnostic.help("close the bracket or brace, or put the text in quotes"),
        None => diagnostic.help("compare the indentation and the punctuation with the lines around"),
    }
}

/// The first tab that indents the line of an error, or the one behind it, to which the parser often has not come yet.
fn tab_in_indentation(text: &str, at: usize) -> Option<std::ops::Range<usize>> {
    let first = text.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
    let second = text.get(at..)?.find('\n').map(|line| at + line + 1);
    [Some(first), second].into_iter().flatten().find_map(|line| {
        let rest = text.get(line..)?;
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let tab = rest.get(..blanks)?.find('\t')?;
        Some(line + tab..line + tab + 1)
    })
}

/// Whether the line up to `at` is a key with a closed list or mapping in brackets behind it.
fn behind_brackets(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().trim_end();
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim_start());
    value.starts_with(['[', '{']) && line.ends_with([']', '}'])
}

fn explain(kind: &ErrorKind) -> (Option<&'static str>, Option<&'static str>) {
    match kind {
        ErrorKind::MappingValueNotAllowed => (
            Some("a colon starts a value where none may stand"),
            Some("put the text in quotes if the colon belongs to it, or indent the line if it is a key"),
        ),
        ErrorKind::UnclosedQuotedScalar => {
            (Some("a quoted text is not closed"), Some("put the same quote at the end of the text"))
        }
        ErrorKind::UnexpectedCharacter { .. } => {
            (Some("a text cannot start with this character"), Some("put the text in quotes"))
        }
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation => {
            (Some("a tab stands where YAML wants spaces"), Some("indent with spaces"))
        }
        ErrorKind::UnclosedFlowCollection { .. } => {
            (Some("a bracket or brace is not closed"), Some("close it, or put the text in quotes if it belongs to it"))
        }
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            (Some("the file ends inside brackets or braces"), Some("close the bracket or brace"))
        }
        ErrorKind::ExpectedFlowMappingSeparator => (
            Some("a comma or the closing brace is missing"),
            Some("put a comma between two keys, or the text in quotes if it holds a comma, a colon or a bracket"),
        ),
        ErrorKind::ExpectedFlowSequenceSeparator => (
            Some("a comma or the closing bracket is missing"),
            Some("put a comma between two entries, or the text in quotes if it holds a comma, a colon or a bracket"),
        ),
        ErrorKind::ExpectedBlockSequenceEntry => (
            Some("an entry of the list, starting with `-`, is wanted here"),
            Some("start the line with `- `, or indent it differently"),
        ),
        ErrorKind::ExpectedBlockMappingKey => {
            (Some("a key is wanted here"), Some("compare the indentation with the keys above"))
        }
        ErrorKind::SimpleKeyExpected => {
            (Some("a colon is missing behind a key"), Some("write `key: value`, with a space behind the colon"))
        }
        _ => (None, None),
    }
}

/// Adds the syntax errors behind the one at `first`.
///
/// A parser cannot go on inside a broken document. So everything before the next line that starts with a key in the
/// first column is blanked out, which keeps all places, and the rest is parsed on its own.
pub(super) fn further_errors(file: FileId, text: &str, first: usize, out: &mut Vec<Diagnostic>) {
    let mut from = first;
    for _ in 0..MAX_RECOVERIES {
        let Some(restart) = next_key(text, from) else {
            return;
        };
        let blanked = blank(text, restart);
        let Some((error, open)) = first_error(file, &blanked) else {
            return;
        };
        let at = offset(&blanked, &error).max(restart);
        report(out, diagnostic(file, text, &error, open));
        from = at;
    }
}

/// Start of the first line behind `from` that starts with a key in the first column.
fn next_key(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('\n')? + 1;
        let line = text.get(at..)?.lines().next()?;
        let starts_key =
            line.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '_' || first == '"');
        if starts_key && line.contains(':') {
            return Some(at);
        }
    }
}

/// The text with everything before `end` but line breaks replaced by spaces.
fn blank(text: &str, end: usize) -> String {
    let (before, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let mut blanked: String = before.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    blanked.push_str(rest);
    blanked
}

fn first_error(file: FileId, text: &str) -> Option<(ScanError, Option<Span>)> {
    let mut flow = Vec::new();
    let options = options! { emit_unresolved_aliases: true, emit_comments: false };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Err(error) => return Some((error, flow.iter().rev().copied().flatten().next())),
            Ok((Event::SequenceStart(..) | Event::MappingStart(..), place)) => {
                // A block collection starts with an empty span.
                let range = place.byte_range().unwrap_or(0..0);
                flow.push((!range.is_empty()).then(|| span(file, range.start, range.end)));
            }
            Ok((Event::SequenceEnd | Event::MappingEnd, _)) => {
                flow.pop();
            }
            Ok(_) => {}
        }
    }
    None
}
