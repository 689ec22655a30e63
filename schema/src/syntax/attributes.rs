//! Attributes that hold beneath the node that says them.

use super::{LangText, Scalar};
use crate::source::{Span, Spanned};

/// One word for all (without a name), or a word for each of several names.
pub type Choices = Vec<(Option<Scalar>, Scalar)>;

/// What is inherited. A nearer value replaces the whole of a farther one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// Unit of figures.
    pub unit: Option<Scalar>,
    /// Decimal places.
    pub decimals: Option<Scalar>,
    /// Tokens of the marks that cells take.
    pub takes: Option<Spanned<Vec<Scalar>>>,
    /// What a blank means: `not_reported` (default) or `not_applicable`.
    pub blank: Option<Scalar>,
    /// Whether a cell must be filled in.
    pub required: Option<Spanned<bool>>,
    /// Whether figures may be negative.
    pub signed: Option<Spanned<bool>>,
    /// To which place figures were rounded.
    pub rounded: Option<Scalar>,
    /// Severity of checks: one word, or a word a state.
    pub severity: Option<Spanned<Choices>>,
    /// How a whole follows from its parts along a dimension: one word, or a word a dimension.
    pub over: Option<Over>,
    /// Footnote of items with `by`; carries at least a label.
    pub note: Option<Spanned<Option<LangText>>>,
    /// Which way a printed table runs.
    pub columns: Option<Scalar>,
}

/// `over: sum` or `over: {component: min}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// Dimension (none: the one with a whole) and word.
    pub entries: Choices,
    /// All of it.
    pub span: Span,
}
