//! Dimensions: what figures are repeated for.

use super::{At, Cell, DimensionId, Severities, Texts};
use crate::source::Span;

/// A dimension: what figures are repeated for.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Id.
    pub id: String,
    /// Label, of its whole where it has one.
    pub label: Texts,
    /// Label of the whole where it is said apart.
    pub total_label: Option<Texts>,
    /// Explanation.
    pub definition: Option<Texts>,
    /// Whether it has a whole.
    pub has_whole: bool,
    /// Where the whole is printed.
    pub at: Option<At>,
    /// Members in file order, each before its parts. Of an open dimension one, [`EVERY_ROW`], which stands for each row.
    pub members: Vec<Member>,
    /// The key of its rows, where its members come with the report.
    pub key: Option<Key>,
    /// Where its id stands.
    pub span: Span,
}

/// The id of the one member of an open dimension.
pub const EVERY_ROW: &str = "*";

/// The key of the rows of an open dimension.
#[derive(Clone, Debug)]
pub struct Key {
    /// What a key is called.
    pub label: Texts,
    /// What it may be.
    pub cell: Cell,
    /// Fewest rows.
    pub min: Option<u32>,
    /// Most rows.
    pub max: Option<u32>,
    /// Where it stands.
    pub span: Span,
}

/// Rows of an open dimension where a node gives that dimension to the figures beneath it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The dimension.
    pub dimension: DimensionId,
    /// The cell of the key, as it is judged here.
    pub key: Cell,
    /// Severity of `:key.DIMENSION`.
    pub keys: Severities,
    /// Severity of `:rows.DIMENSION`.
    pub counts: Severities,
}

/// Which way a printed table runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Columns {
    Items,
    Members,
    Both,
}

/// A member of a dimension.
#[derive(Clone, Debug)]
pub struct Member {
    /// Id, unique in the dimension.
    pub id: String,
    /// Label.
    pub label: Texts,
    /// Explanation.
    pub definition: Option<Texts>,
    /// Official number.
    pub code: Option<String>,
    /// The member that it is part of.
    pub above: Option<usize>,
    /// Deducted in its whole.
    pub minus: bool,
    /// No part of the whole.
    pub apart: bool,
}
