//! Tree to syntax types, with everything that has the wrong shape reported.

mod attributes;
mod check;
mod file;
mod node;
mod reader;
mod tables;
mod value;
pub(crate) mod words;

use super::FormFile;
use crate::diagnostic::Diagnostic;
use crate::yaml::Tree;

/// Reads a full form file: tree to syntax types.
///
/// Everything wrong with its shape is added to `out`. None where there is nothing to go on with; otherwise what is missing
/// from the result has been reported. A `form`, `revision`, `kind` or `id` that is missing has an empty text, so that what
/// stands beside it can still be judged.
#[must_use]
pub(crate) fn read(tree: &Tree, out: &mut Vec<Diagnostic>) -> Option<FormFile> {
    file::decode(tree, out)
}
