//! The form language of Tallyform: text in, a checked form and everything wrong with it out.
//!
//! ```text
//! source ──► yaml ──► syntax ──► model
//! bytes      spanned   spanned    checked
//!            tree      types      form
//! ```
//!
//! Reading and checking never fails and never panics: every stage returns what it could make and adds what is wrong to
//! a list of [`Diagnostic`]s. Nothing here does IO.

mod check;
pub mod diagnostic;
mod expression;
pub mod limits;
pub mod model;
pub mod names;
mod resolved;
pub mod source;
pub mod suggest;
pub mod syntax;
mod yaml;

pub use check::MESSAGE_KEYS;
pub use diagnostic::{Code, Diagnostic, Severity};
pub use model::Form;
pub use resolved::resolved;
pub use source::{FileId, SourceMap, Span};
pub use syntax::language_schema;

/// What came of checking one form file.
#[derive(Debug)]
pub struct Checked {
    /// The form, where one could be made: only if no diagnostic is an error.
    pub form: Option<Form>,
    /// Everything wrong with the file, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks the form in one file of `sources`.
#[must_use]
pub fn check(sources: &SourceMap, file: FileId) -> Checked {
    let mut diagnostics = Vec::new();
    let syntax = syntax::read(sources, file, &mut diagnostics);
    let form = syntax.and_then(|syntax| check::resolve(&syntax, &mut diagnostics));
    Checked { form, diagnostics: diagnostic::arrange(diagnostics) }
}

#[cfg(test)]
mod tests;
