//! Tree to syntax types, with everything that has the wrong shape reported.

mod attributes;
mod check;
mod file;
mod node;
mod reader;
mod tables;
mod value;
pub(crate) mod words;

use super::{FormFile, Scalar};
use crate::diagnostic::Diagnostic;
use crate::yaml::Tree;

use reader::Decoder;

/// Reads a full form file: tree to syntax types.
///
/// Everything wrong with its shape is added to `out`. None where there is nothing to go on with; otherwise what is missing
/// from the result has been reported. A `form`, `revision`, `kind` or `id` that is missing has an empty text, so that what
/// stands beside it can still be judged.
#[must_use]
pub(crate) fn read(tree: &Tree, out: &mut Vec<Diagnostic>) -> Option<FormFile> {
    file::decode(tree, out)
}

/// Reports what `tree`, which is `what`, says beside the keys in `known`. None where it is no mapping.
pub(crate) fn keys(
    tree: &Tree,
    what: &'static str,
    known: &[&[&'static str]],
    out: &mut Vec<Diagnostic>,
) -> Option<()> {
    Decoder::new(out).fields(tree, what, known).map(|_| ())
}

/// A single value.
pub(crate) fn scalar(tree: &Tree, what: &str, out: &mut Vec<Diagnostic>) -> Option<Scalar> {
    Decoder::new(out).scalar(tree, what)
}

/// One of these words.
pub(crate) fn word(tree: &Tree, what: &str, known: &[&str], out: &mut Vec<Diagnostic>) -> Option<Scalar> {
    Decoder::new(out).word(tree, what, known)
}

/// How many there are in a list.
pub(crate) fn sequence(tree: &Tree, what: &str, out: &mut Vec<Diagnostic>) -> Option<usize> {
    Decoder::new(out).sequence(tree, what).map(<[Tree]>::len)
}

/// Reports what is no mapping.
pub(crate) fn mapping(tree: &Tree, what: &str, out: &mut Vec<Diagnostic>) -> Option<()> {
    Decoder::new(out).mapping(tree, what).map(|_| ())
}
