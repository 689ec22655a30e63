//! Diagnostics as data.

use serde::Serialize;

use super::word;
use crate::diagnostic::{Diagnostic, Edit, Label};
use crate::source::{SourceMap, Span};

/// A diagnostic as it is written to JSON.
#[derive(Clone, Debug, Serialize)]
pub struct Record {
    /// Code, such as `F0103`.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// One sentence.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What is said right there; may be empty.
    pub label: String,
    /// Other ends.
    pub related: Vec<Related>,
    /// Whole sentences beneath.
    pub notes: Vec<String>,
    /// The way out.
    pub fix: Option<SuggestedFix>,
}

/// A part of a file.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Its first character.
    pub start: Position,
    /// The character behind its last one.
    pub end: Position,
}

/// A place between two characters.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Position {
    /// Offset in bytes, from 0.
    pub byte: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Another end.
#[derive(Clone, Debug, Serialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is said of it.
    pub label: String,
}

/// A suggested change.
#[derive(Clone, Debug, Serialize)]
pub struct SuggestedFix {
    /// What to do.
    pub message: String,
    /// Replacements of text that do it; empty where only words help.
    pub edits: Vec<Replacement>,
}

/// A replacement of text.
#[derive(Clone, Debug, Serialize)]
pub struct Replacement {
    /// What is replaced; empty to insert.
    pub place: Place,
    /// By what.
    pub text: String,
}

/// All diagnostics as data, in the order given.
#[must_use]
pub fn json(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Vec<Record> {
    diagnostics.iter().map(|diagnostic| record(sources, diagnostic)).collect()
}

fn record(sources: &SourceMap, diagnostic: &Diagnostic) -> Record {
    let related = |label: &Label| Related { place: place(sources, label.span), label: label.text.clone() };
    let replacement = |edit: &Edit| Replacement { place: place(sources, edit.span), text: edit.text.clone() };
    Record {
        code: diagnostic.code.as_str(),
        severity: word(diagnostic.severity),
        message: diagnostic.message.clone(),
        place: place(sources, diagnostic.primary.span),
        label: diagnostic.primary.text.clone(),
        related: diagnostic.secondary.iter().map(related).collect(),
        notes: diagnostic.notes.clone(),
        fix: diagnostic.fix.as_ref().map(|fix| SuggestedFix {
            message: fix.message.clone(),
            edits: fix.edits.iter().map(replacement).collect(),
        }),
    }
}

fn place(sources: &SourceMap, span: Span) -> Place {
    let source = sources.get(span.file);
    let position = |byte: u32| {
        let at = source.locate(byte);
        Position { byte, line: at.line, column: at.column }
    };
    Place { file: source.name.clone(), start: position(span.start), end: position(span.end) }
}
