//! Names in a check of a dimension: its members, and `total` for its whole.

use super::Formulas;
use crate::check::dimension::{Dimension, Dimensions, Slot};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Reference, ReferenceKind};
use crate::model::NodeId;
use crate::source::Span;
use crate::suggest;

/// What the names in a check of a dimension mean: the cells of one figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Members {
    pub(crate) figure: NodeId,
    pub(crate) dimension: usize,
}

impl Members {
    /// The member, or the whole, that a reference names.
    pub(crate) fn slot(self, dimensions: &Dimensions<'_>, reference: &Reference) -> Result<Slot, Box<Diagnostic>> {
        let Some(dimension) = dimensions.get(self.dimension) else {
            return Err(Box::new(unknown_name("", reference.span)));
        };
        match &reference.kind {
            ReferenceKind::Code(code) => {
                let coded = |member: &crate::check::dimension::Member<'_>| {
                    member.says.and_then(|says| says.code.as_ref()).is_some_and(|said| said.text == code.text)
                };
                let found = dimension.members.iter().position(coded).map(Some);
                found.ok_or_else(|| Box::new(unknown(dimension, &code.text, code.span)))
            }
            ReferenceKind::Path(path) => match path.words.as_slice() {
                [word] => dimension.find(&word.text).ok_or_else(|| Box::new(unknown(dimension, &word.text, word.span))),
                _ => Err(Box::new(unknown_name(&dimension.id, path.span))),
            },
        }
    }
}

fn unknown(dimension: &Dimension<'_>, text: &str, span: Span) -> Diagnostic {
    let id = &dimension.id;
    let diagnostic =
        Diagnostic::new(Code::UnknownMember, format!("`{id}` has no member `{text}`"), span, "no such member");
    if dimension.is_open() {
        return diagnostic.help("rows come with the report and have no names in a form; only `total` has one");
    }
    let names = || dimension.slots().map(|slot| dimension.key(slot));
    match suggest::nearest(text, names()) {
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), span, near),
        None => diagnostic.help(format!(
            "names in a check of a dimension are its members: {}; say checks between figures at the figures",
            suggest::list(names())
        )),
    }
}

fn unknown_name(id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownMember, format!("this names no member of `{id}`"), span, "more than one name")
        .help("names in a check of a dimension are its members, and `total`; say checks between figures at the figures")
}

impl Formulas<'_> {
    /// The parts of `x.*` in a check of a dimension: the members that a member, or the whole, is broken down into.
    pub(super) fn parts_of_member(
        &self,
        members: Members,
        reference: &Reference,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(bool, Slot)>> {
        let dimensions = &self.scope.tree.dimensions;
        let slot = members.slot(dimensions, reference).map_err(|diagnostic| out.push(*diagnostic)).ok()?;
        let dimension = dimensions.get(members.dimension)?;
        let split = dimension.splits.iter().find(|split| split.whole == slot);
        let Some(split) = split else {
            out.push(
                Diagnostic::new(
                    Code::NoPartsInExpression,
                    format!("`{}` has no parts", dimension.key(slot)),
                    reference.span,
                    "`.*` of nothing",
                )
                .help("write the member itself, or name one with members beneath"),
            );
            return None;
        };
        Some(split.parts.iter().map(|part| (part.minus, Some(part.member))).collect())
    }
}
