//! Parts of the language that the model does not build yet. Each is said where it stands, so that nothing is passed
//! over in silence.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

use super::tree::Tree;

/// One part of the language at one place.
pub(crate) fn diagnostic(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotSupportedYet, format!("{what}: not supported yet"), span, "not built in this version")
        .help("take it away for now, or wait for a later version")
}

/// What the nodes say beyond the model.
pub(crate) fn report(tree: &Tree<'_>, out: &mut Vec<Diagnostic>) {
    for says in tree.nodes.iter().filter_map(|entry| entry.says) {
        out.extend(says.was.as_ref().map(|was| diagnostic("`was`", was.span)));
    }
}
