//! Bytes to a spanned tree: the one place that knows the YAML crate.
//!
//! A plain scalar is its text, never a YAML type. Aliases are expanded: an aliased node is a node of its own whose spans
//! stand where the text of its anchor is. After this stage every key of a mapping is a scalar and stands once.

mod builder;
mod reader;
mod recovery;
mod scalar;

use std::rc::Rc;

pub(crate) use reader::read;
pub use scalar::Scalar;

use crate::source::Span;

/// A YAML value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// What it is.
    pub(crate) value: Value,
    /// All of it, without its anchor.
    pub(crate) span: Span,
}

/// What a YAML value is. Children are shared between an anchor and its aliases.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Nothing stands here; the span is empty.
    Missing,
    /// What stood here has been reported and cannot be used.
    Broken,
    /// A scalar.
    Scalar(Scalar),
    /// A list.
    Sequence(Rc<Vec<Tree>>),
    /// A mapping.
    Mapping(Rc<Vec<Entry>>),
}

/// A key of a mapping and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: Scalar,
    /// The value.
    pub(crate) value: Tree,
}
