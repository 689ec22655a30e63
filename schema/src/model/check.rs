//! Checks over figures, and how grave they are.

use super::{DimensionId, NodeId, Placeholder, Relation, Statement, Texts, Where};
use crate::source::Span;

/// How grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// How grave, in each state of the form from the first to the last; one where it has no states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severities(pub Vec<Severity>);

impl Severities {
    /// The same in each of `states` states.
    #[must_use]
    pub fn same(severity: Severity, states: usize) -> Self {
        Self(vec![severity; states.max(1)])
    }

    /// Whether in no state they are less grave than the others.
    #[must_use]
    pub fn cover(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(one, other)| one >= other)
    }

    /// The least of them.
    #[must_use]
    pub fn least(&self) -> Severity {
        self.0.iter().copied().min().unwrap_or(Severity::Error)
    }
}

/// What makes a violation 'explained'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplainedBy {
    /// An explanation of the filer under the check's id.
    Explanation,
    /// The note of this node.
    Note(NodeId),
}

/// A check over figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Stable id, such as `requests.received:parts`.
    pub id: String,
    /// What made it.
    pub kind: CheckKind,
    /// The node that says it.
    pub node: NodeId,
    /// Severity.
    pub severity: Severities,
    /// What must hold, each judged alone. One for a check of the author; for a relation one a comparison.
    pub statements: Vec<Statement>,
    /// Free dimensions, the slowest first.
    pub free: Vec<DimensionId>,
    /// What the free dimensions are bound to in each statement; empty where no dimension is free.
    pub wheres: Vec<Where>,
    /// The author's message template.
    pub message: Option<Texts>,
    /// Figures that placeholders of the message name, by the text in braces.
    pub placeholders: Vec<(String, Placeholder)>,
    /// Why.
    pub because: Option<Texts>,
    /// As written; for a relation as one would write it.
    pub text: String,
    /// `explained_by`.
    pub explained_by: Option<ExplainedBy>,
    /// The check, or the key of the relation.
    pub span: Span,
}

/// A check of the tree that the author has switched off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchedOff {
    /// The node.
    pub node: NodeId,
    /// The last part of the check's id, such as `parts`.
    pub check: String,
    /// Why.
    pub because: Texts,
}

/// What made a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// The relation of a node.
    Relation(Relation),
    /// A dimension of a figure.
    Over(Over),
    /// The author.
    Author,
}

/// How a whole follows from its parts along a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It is their sum.
    Sum,
    /// It is the least of them.
    Min,
    /// It is the greatest of them.
    Max,
    /// It lies within the extremes of them.
    Between,
    /// Ordered members do not fall.
    Rising,
    /// Ordered members do not rise.
    Falling,
}
