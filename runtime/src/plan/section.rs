//! Dimensions, and the rows of those whose members come with the report.

use super::serde_impl::record;
use super::{At, Series, Severities, Texts};

/// A dimension: what figures are repeated for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Dimension {
    /// Id.
    pub id: String,
    /// Label, of the whole where it has one.
    pub label: Texts,
    /// Explanation.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub definition: Option<Texts>,
    /// Whether it has a whole.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub has_whole: bool,
    /// Where the whole is printed among the members.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub at: Option<At>,
    /// Members in form order, each before its parts; none where they come with the report.
    pub members: Vec<Member>,
    /// What a key is called where the members are rows that come with the report: the dimension is open then.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub key: Option<Texts>,
    /// The series of a dimension that was there in a revision before, or whose id was another's then. Else it is its id,
    /// since this revision.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub series: Option<Series>,
}

/// A member of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Member {
    /// Id as the form says it; the key in JSON.
    pub id: String,
    /// Label.
    pub label: Texts,
    /// Explanation.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub definition: Option<Texts>,
    /// Official number.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub code: Option<String>,
    /// Id of the member that it is part of.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub above: Option<String>,
    /// Deducted in its whole.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub minus: bool,
    /// No part of the whole.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub apart: bool,
    /// The series of a member that was there in a revision before, or whose id was another series' then. Else it is its
    /// id, since this revision.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub series: Option<Series>,
}

/// Rows of an open dimension at one place of a report: a list of JSON objects with a key each.
///
/// The cells of a row are those beneath the section's node. Their pointers, and the pointers of sections among them, are
/// those within the row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Section {
    /// The node of the rows.
    pub node: u32,
    /// Index into [`Plan::dimensions`](super::Plan::dimensions).
    pub dimension: u32,
    /// JSON Pointer of the list.
    pub pointer: String,
    /// The section in whose rows this one stands.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub above: Option<u32>,
    /// The cell of the key.
    pub key: u32,
    /// Fewest rows.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub min: Option<u32>,
    /// Most rows.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub max: Option<u32>,
    /// Severity of `PATH:key.DIMENSION`: a key is there twice.
    pub keys: Severities,
    /// Severity of `PATH:rows.DIMENSION`: too few rows, or too many.
    pub counts: Severities,
}

record!(Section {
    node: needed,
    dimension: needed,
    pointer: needed,
    above: optional,
    key: needed,
    min: optional,
    max: optional,
    keys: needed,
    counts: needed
});
record!(Dimension {
    id: needed,
    label: needed,
    definition: optional,
    has_whole: optional,
    at: optional,
    members: needed,
    key: optional,
    series: optional
});
record!(Member {
    id: needed,
    label: needed,
    definition: optional,
    code: optional,
    above: optional,
    minus: optional,
    apart: optional,
    series: optional
});
