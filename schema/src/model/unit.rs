//! Units, marks and code lists.

use num_rational::BigRational;

use super::{NodeId, Texts};
use crate::source::Span;

/// A unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Id.
    pub id: String,
    /// Label; in the first language the id unless said.
    pub label: Texts,
    /// What it measures.
    pub kind: Kind,
    /// Multiple of what.
    pub of: Option<String>,
    /// How much of the base unit.
    pub factor: BigRational,
    /// Decimal places of its figures.
    pub decimals: u8,
    /// Whether the form prints it.
    pub printed: bool,
    /// Where its id stands.
    pub span: Span,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Kind {
    Count,
    Amount,
    Money,
    Duration,
    Ratio,
}

impl Kind {
    /// Whether figures of this kind add up.
    #[must_use]
    pub const fn adds(self) -> bool {
        matches!(self, Self::Count | Self::Amount | Self::Money)
    }
}

/// A mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Token.
    pub token: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// Meaning.
    pub meaning: Meaning,
    /// Where its token stands.
    pub span: Span,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Not applicable.
    NotApplicable,
    /// Within this range; `withheld` where it is suppressed. Ends are value and 'open'.
    Range {
        /// Lower end.
        lower: Option<(BigRational, bool)>,
        /// Upper end.
        upper: Option<(BigRational, bool)>,
        /// Withheld.
        withheld: bool,
    },
}

/// A code list.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeList {
    /// Name.
    pub id: String,
    /// Codes and labels.
    pub codes: Vec<(String, Texts)>,
    /// The codes come from outside.
    pub external: bool,
    /// The field of the header with the code to which those of this list belong.
    pub within: Option<NodeId>,
    /// A code must be valid in the report's period.
    pub dated: bool,
}
