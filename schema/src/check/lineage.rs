//! What the form was before.
//!
//! After this: every address of the lineage is one of the base or of this form, no node of the base goes on twice, and
//! what is merged or split adds.

mod address;
mod link;
mod measure;
mod origin;
mod part;
mod unverified;

pub(super) use part::View;

use super::text::Languages;
use super::tree::Tree;
use crate::diagnostic::Diagnostic;
use crate::model::{Form, Lineage};
use crate::suggest::Effort;
use crate::syntax::FormFile;

use address::Before;
use part::Parts;

/// The lineage of a form that names a base, or says of something what it was.
pub(super) fn lineage(
    file: &FormFile,
    base: Option<&Form>,
    form: View<'_>,
    tree: &Tree<'_>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Option<Lineage> {
    let now = Parts::new(form, Some(tree));
    let because = languages.maybe(file.because.as_ref(), out);
    let Some(base) = base else {
        // A base that could not be had has been reported.
        let links = if file.revises.is_none() { unverified::links(file, &now, languages, out) } else { Vec::new() };
        return (because.is_some() || !links.is_empty()).then_some(Lineage { revision: None, because, links });
    };
    let view = View { nodes: &base.nodes, dimensions: &base.dimensions, units: &base.units };
    let before =
        Before { form: view, parts: Parts::new(view, None), revision: &base.revision, effort: Effort::default() };
    let origins = origin::origins(&now, &before, out);
    let sources = link::Sources { file, base, now: &now, before: &before, origins: &origins };
    let links = link::links(&sources, languages, out);
    Some(Lineage { revision: Some(base.revision.clone()), because, links })
}
