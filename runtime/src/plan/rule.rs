//! Checks over cells.

use std::collections::BTreeMap;

use super::serde_impl::{names, record, tagged};
use super::{Place, Severities, Statement, Template, Texts, Where};

/// A check over cells.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Rule {
    /// Stable id: `requests.received:parts`, `PATH:check`, `PATH:<id>`; `:check` or `:<id>` at the root;
    /// `PATH:over.DIMENSION` along a dimension.
    pub id: String,
    /// What made it.
    pub kind: RuleKind,
    /// The node that says it.
    pub node: u32,
    /// How grave a violation is.
    pub severity: Severities,
    /// What must hold. Each is judged, counted and reported alone.
    pub statements: Vec<Statement>,
    /// Free dimensions, as indices into [`Plan::dimensions`](super::Plan::dimensions), in the order in which findings
    /// run through them.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub free: Vec<u32>,
    /// What the free dimensions are bound to in each statement; empty where none is free. A statement with
    /// [`EVERY_ROW`](super::EVERY_ROW) is judged for each row.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub wheres: Vec<Where>,
    /// The author's own message; else the template of `kind` in [`Plan::messages`].
    #[cfg_attr(feature = "schemars", serde(default))]
    pub message: BTreeMap<String, Template>,
    /// Why the check is as it is.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub because: Option<Texts>,
    /// The check as the author wrote it, or as the tree says it, in the form's own paths.
    pub text: String,
    /// What makes a violation 'explained'.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub explained_by: Option<ExplainedBy>,
    /// Where the form file says it.
    pub place: Place,
}

impl Rule {
    /// The key in [`Plan::messages`](super::Plan::messages) of what is said when this statement is violated and the
    /// author gives no message.
    #[must_use]
    pub fn message_key(&self, statement: usize) -> &'static str {
        // Each child is compared with the whole as in `of_which`; the last statement compares the whole with their sum.
        let is_last = statement + 1 >= self.statements.len()
            || self.wheres.get(statement).is_some_and(|here| self.wheres.get(statement + 1) != Some(here));
        let is_child = self.kind == RuleKind::CoveredBy && !is_last;
        if is_child { RuleKind::OfWhich.key() } else { self.kind.key() }
    }
}

/// What makes a violation 'explained'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum ExplainedBy {
    /// An explanation of the filer under the check's id, for the member or row.
    Explanation,
    /// A note: the cell of this number is not blank.
    Note(u32),
}

/// What made a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum RuleKind {
    /// `parts`.
    Parts,
    /// `some_parts`.
    SomeParts,
    /// `of_which`.
    OfWhich,
    /// `covered_by`.
    CoveredBy,
    /// `over: sum`.
    OverSum,
    /// `over: min`.
    OverMin,
    /// `over: max`.
    OverMax,
    /// `over: between`.
    OverBetween,
    /// `over: rising`.
    OverRising,
    /// `over: falling`.
    OverFalling,
    /// A `check` of the author.
    Check,
}

impl RuleKind {
    /// The rule kinds, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Parts,
        Self::SomeParts,
        Self::OfWhich,
        Self::CoveredBy,
        Self::OverSum,
        Self::OverMin,
        Self::OverMax,
        Self::OverBetween,
        Self::OverRising,
        Self::OverFalling,
        Self::Check,
    ];

    /// The key of the kind's template in [`Plan::messages`]; of relations also the last part of their ids.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Parts => "parts",
            Self::SomeParts => "some_parts",
            Self::OfWhich => "of_which",
            Self::CoveredBy => "covered_by",
            Self::OverSum => "over_sum",
            Self::OverMin => "over_min",
            Self::OverMax => "over_max",
            Self::OverBetween => "over_between",
            Self::OverRising => "over_rising",
            Self::OverFalling => "over_falling",
            Self::Check => "check",
        }
    }
}

record!(Rule {
    id: needed,
    kind: needed,
    node: needed,
    severity: needed,
    statements: needed,
    free: optional,
    wheres: optional,
    message: optional,
    because: optional,
    text: needed,
    explained_by: optional,
    place: needed
});
names!(RuleKind { Parts = "parts", SomeParts = "some_parts", OfWhich = "of_which", CoveredBy = "covered_by", OverSum = "over_sum", OverMin = "over_min", OverMax = "over_max", OverBetween = "over_between", OverRising = "over_rising", OverFalling = "over_falling", Check = "check" });
tagged!(ExplainedBy { Explanation = "explanation" [unit], Note = "note" [one] });
