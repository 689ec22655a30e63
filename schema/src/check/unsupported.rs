//! Parts of the language that the model does not build yet. Each is said where it stands, so that nothing is passed
//! over in silence.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{Check, FormFile};

use super::tree::Tree;

/// One part of the language at one place.
pub(crate) fn diagnostic(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotSupportedYet, format!("{what}: not supported yet"), span, "not built in this version")
        .help("take it away for now, or wait for a later version")
}

/// What the top level and the nodes say beyond the model.
pub(crate) fn report(file: &FormFile, tree: &Tree<'_>, out: &mut Vec<Diagnostic>) {
    for list in &file.codes {
        if list.external.as_ref().is_some_and(|external| external.value) {
            out.push(diagnostic("code lists from outside", list.id.span));
        } else if let Some(within) = &list.within {
            out.push(diagnostic("`within` of a code list", within.span));
        } else if let Some(dated) = &list.dated {
            out.push(diagnostic("`dated` of a code list", dated.span));
        }
    }
    for check in &file.checks {
        checks(check, out);
    }
    for says in tree.nodes.iter().filter_map(|entry| entry.says) {
        out.extend(says.was.as_ref().map(|was| diagnostic("`was`", was.span)));
        for check in &says.checks {
            checks(check, out);
        }
    }
}

fn checks(check: &Check, out: &mut Vec<Diagnostic>) {
    if let Some(explained) = check.explained_by.as_ref().filter(|explained| explained.text == "note") {
        out.push(diagnostic("`explained_by: note`", explained.span));
    }
}
