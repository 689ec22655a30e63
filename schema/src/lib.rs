//! The form language of Tallyform: text in, a checked form and everything wrong with it out.
//!
//! ```text
//! source ──► yaml ──► revision ──► syntax ──► model
//! bytes      spanned   in full      spanned    checked
//!            tree      tree         types      form
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
mod revision;
pub mod source;
pub mod suggest;
pub mod syntax;
mod written;
mod yaml;

pub use check::MESSAGE_KEYS;
pub use diagnostic::{Code, Diagnostic, Severity};
pub use model::Form;
pub use revision::changes;
pub use source::{Base, FileId, SourceMap, Span};
pub use syntax::language_schema;
pub use written::{in_full, next_revision};

/// What came of checking one form file.
#[derive(Debug)]
pub struct Checked {
    /// The form, where one could be made: only if no diagnostic is an error.
    pub form: Option<Form>,
    /// Everything wrong with the file, sorted by place. Of a form that it revises the errors are here too, and the warnings
    /// with that form.
    pub diagnostics: Vec<Diagnostic>,
    /// The form that this one revises, where the file names one and it could be read.
    pub base: Option<Box<Checked>>,
    /// The file with what it revises made one, where that could be done.
    tree: Option<yaml::Tree>,
}

/// Checks the form in one file of `sources`. Forms that it revises are found there where the file was
/// [loaded](SourceMap::load).
#[must_use]
pub fn check(sources: &SourceMap, file: FileId) -> Checked {
    let mut diagnostics = Vec::new();
    let own = yaml::read(sources, file, &mut diagnostics);
    let base = revision::base(sources, file, own.as_ref(), &mut diagnostics);
    let base = base.map(|base| Box::new(check(sources, base)));
    let full = own.and_then(|own| revision::full(own, base.as_deref(), &mut diagnostics));
    let (tree, blame) = full.map_or((None, None), |(tree, blame)| (Some(tree), blame));
    let syntax = tree.as_ref().and_then(|tree| syntax::read(tree, &mut diagnostics));
    let before = base.as_ref().and_then(|base| base.form.as_ref());
    let form = syntax.and_then(|syntax| check::resolve(&syntax, before, &mut diagnostics));
    if let (Some(blame), Some(base)) = (blame, &base) {
        diagnostics = blame.assign(sources, file, base, diagnostics);
    }
    Checked { form, diagnostics: diagnostic::arrange(diagnostics), base, tree }
}

#[cfg(test)]
mod tests;
