//! Units and marks.

use super::serde_impl::{names, record, tagged};
use super::{Bound, Texts};
use crate::exact::Ratio;

/// A unit of figures.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Unit {
    /// Id as the form says it, and as it is printed.
    pub id: String,
    /// Name of a type for this unit in every language that is generated.
    pub type_name: String,
    /// What it is called.
    pub label: Texts,
    /// What it measures.
    pub kind: Kind,
    /// The currency, or whatever else the unit is a multiple of.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub of: Option<String>,
    /// How much of the base unit it is.
    pub factor: Ratio,
    /// Decimal places that figures in this unit have unless they say otherwise.
    pub decimals: u8,
    /// The form does not print it.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub unprinted: bool,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Kind {
    /// Things counted.
    Count,
    /// A quantity that adds and is not counted.
    Amount,
    /// A sum of money.
    Money,
    /// A length of time. Does not add.
    Duration,
    /// A share or rate. Does not add.
    Ratio,
}

impl Kind {
    /// Whether figures of this kind add up. Where they do, 'not applicable' counts as exactly 0.
    #[must_use]
    pub const fn adds(self) -> bool {
        matches!(self, Self::Count | Self::Amount | Self::Money)
    }
}

/// A token that may stand in a cell instead of a figure.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Mark {
    /// The token as canonical reports have it.
    pub token: String,
    /// Other spellings that readers of printed reports accept.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub also: Vec<String>,
    /// What it means.
    pub meaning: Meaning,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Meaning {
    /// There is nothing to report here: exactly 0 where the unit adds.
    NotApplicable,
    /// A figure within this range.
    Range {
        /// Lower end; none is no bound.
        #[cfg_attr(feature = "schemars", serde(default))]
        lower: Option<Bound>,
        /// Upper end; none is no bound.
        #[cfg_attr(feature = "schemars", serde(default))]
        upper: Option<Bound>,
    },
    /// A figure within this range, withheld.
    Suppressed {
        /// Lower end; none is no bound.
        #[cfg_attr(feature = "schemars", serde(default))]
        lower: Option<Bound>,
        /// Upper end; none is no bound.
        #[cfg_attr(feature = "schemars", serde(default))]
        upper: Option<Bound>,
    },
}

record!(Unit {
    id: needed,
    type_name: needed,
    label: needed,
    kind: needed,
    of: optional,
    factor: needed,
    decimals: needed,
    unprinted: optional
});
names!(Kind { Count = "count", Amount = "amount", Money = "money", Duration = "duration", Ratio = "ratio" });
record!(Mark { token: needed, also: optional, meaning: needed });
tagged!(Meaning {
    NotApplicable = "not_applicable" [unit],
    Range = "range" { lower: optional, upper: optional },
    Suppressed = "suppressed" { lower: optional, upper: optional },
});
