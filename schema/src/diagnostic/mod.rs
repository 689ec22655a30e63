//! What is wrong with a form file, as values. Rendering is done at the edge.

mod code;
mod list;
pub mod render;

pub use code::{Code, UnknownCode};
pub use list::arrange;

use crate::source::Span;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The form cannot be used until it is mended.
    Error,
    /// The form can be used; most likely it does not say what was meant.
    Warning,
}

/// One thing wrong with a form file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule of the catalogue.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// One sentence, lower case, without a full stop.
    pub message: String,
    /// The place and what is to be said right there.
    pub primary: Label,
    /// Other ends: the first definition, the row that a sum names.
    pub secondary: Vec<Label>,
    /// Whole sentences beneath.
    pub notes: Vec<String>,
    /// The way out.
    pub fix: Option<Fix>,
}

/// A place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// The remark; may be empty.
    pub text: String,
}

/// A suggested change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to do, one sentence.
    pub message: String,
    /// The change itself, where it can be written down.
    pub edits: Vec<Edit>,
}

/// A replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Diagnostic {
    /// A diagnostic of this code, of the severity that the catalogue gives it.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: Label { span, text: label.into() },
            secondary: Vec::new(),
            notes: Vec::new(),
            fix: None,
        }
    }

    /// Adds a secondary label.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: label.into() });
        self
    }

    /// Adds a note.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says the way out in words.
    #[must_use]
    pub fn help(mut self, message: impl Into<String>) -> Self {
        self.fix = Some(Fix { message: message.into(), edits: Vec::new() });
        self
    }

    /// Says the way out as a replacement of text.
    #[must_use]
    pub fn replace(mut self, message: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { message: message.into(), edits: vec![Edit { span, text: text.into() }] });
        self
    }
}

/// Adds to a list of diagnostics, up to a bound that keeps memory small whatever the file is.
pub(crate) fn report(out: &mut Vec<Diagnostic>, diagnostic: Diagnostic) {
    if out.len() < crate::limits::MAX_COLLECTED {
        out.push(diagnostic);
    }
}
