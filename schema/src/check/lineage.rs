//! What the form was before.
//!
//! After this: every address of the lineage is one of the base or of this form, no node of the base goes on twice, and
//! what is merged or split adds.

use super::text::Languages;
use super::tree::Tree;
use crate::diagnostic::Diagnostic;
use crate::model::{Form, Lineage};
use crate::syntax::FormFile;

/// The lineage of a form that names a base, or says of something what it was.
pub(super) fn lineage(
    file: &FormFile,
    base: Option<&Form>,
    _tree: &Tree<'_>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Option<Lineage> {
    let base = base?;
    let because = file.because.as_ref().map(|because| languages.texts(because, out));
    Some(Lineage { revision: Some(base.revision.clone()), because, links: Vec::new() })
}
