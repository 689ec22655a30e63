//! The checked form: every name resolved, every attribute settled, every check typed.
//!
//! After the front end: ids are unique and valid, every figure has a unit, every relation has its whole and its parts,
//! every name in a check is a node, and the units of every comparison agree.

mod cell;
mod check;
mod dimension;
mod expression;
mod lineage;
mod unit;

pub use cell::{Cell, CodesOf, Content, Figure, Placeholder, Remark};
pub use check::{Check, CheckKind, ExplainedBy, Over, Severities, Severity, SwitchedOff};
pub use dimension::{Columns, Dimension, EVERY_ROW, Key, Member, Rows};
pub use expression::{Expr, Operator, Statement};
pub use lineage::{Lineage, Link, LinkKind};
pub use unit::{CodeList, Kind, Mark, Meaning, Unit};

use crate::source::Span;

/// A text in each language of the form, in the order of [`Form::languages`]. None where the author gave none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<Option<String>>);

/// Index into [`Form::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Index into [`Form::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// Index into [`Form::marks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId(pub u32);

/// Index into [`Form::dimensions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DimensionId(pub u32);

/// What dimensions are bound to: each to its whole (none) or to a member, by its number in [`Dimension::members`].
pub type Where = Vec<(DimensionId, Option<usize>)>;

/// One revision of one form, checked.
#[derive(Clone, Debug)]
pub struct Form {
    /// Identity of the form.
    pub id: String,
    /// Name of the revision.
    pub revision: String,
    /// What it was before, where it revises another form.
    pub lineage: Option<Lineage>,
    /// Title.
    pub title: Texts,
    /// Languages; the first is the fallback.
    pub languages: Vec<String>,
    /// Address under which files are published, without a trailing slash.
    pub base: Option<String>,
    /// How often a report is made: the word of `every`, and `starts`.
    pub period: Option<(Every, Option<String>)>,
    /// Header fields that name a report.
    pub identity: Vec<NodeId>,
    /// What the head of the form prints, in file order.
    pub imprint: Vec<(String, Texts)>,
    /// Units in file order.
    pub units: Vec<Unit>,
    /// Marks in file order.
    pub marks: Vec<Mark>,
    /// Code lists in file order.
    pub codes: Vec<CodeList>,
    /// States of a report, from the first to the last.
    pub states: Vec<String>,
    /// Dimensions in file order.
    pub dimensions: Vec<Dimension>,
    /// The author's templates of the tree's own messages, by key.
    pub messages: Vec<(String, Texts)>,
    /// The root, then (if there is a header) the heading `header` and its fields, then every node of the form, each
    /// before what is beneath it.
    pub nodes: Vec<Node>,
    /// Checks over figures, in form order: those that the tree makes and those of the author, without those switched off.
    pub checks: Vec<Check>,
    /// Checks that the tree would make and the author has switched off, in form order.
    pub switched_off: Vec<SwitchedOff>,
}

impl Form {
    /// A node of this form.
    ///
    /// # Panics
    ///
    /// Where `id` comes from another form.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

/// Length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Every {
    Year,
    Half,
    Quarter,
    Month,
    Week,
    Day,
}

/// A node of the form.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id; empty for the root, `header` for the heading of the header.
    pub id: String,
    /// Ids from the root down, joined by dots; empty for the root.
    pub path: String,
    /// The node above.
    pub parent: Option<NodeId>,
    /// The nodes beneath, in form order.
    pub children: Vec<NodeId>,
    /// Label.
    pub label: Texts,
    /// Label of the own figure.
    pub total_label: Option<Texts>,
    /// Where the own figure is printed.
    pub total_at: Option<At>,
    /// Explanation of the indicator.
    pub definition: Option<Texts>,
    /// Official number.
    pub code: Option<String>,
    /// The own cell: a figure or another field. None for headings and the root.
    pub cell: Option<Cell>,
    /// How the children stand to this figure, or, with `whole`, to that one.
    pub relation: Option<Relation>,
    /// The figure that this heading's children break down, where it stands elsewhere.
    pub whole: Option<NodeId>,
    /// Deducted in its whole.
    pub minus: bool,
    /// No part of the figure above.
    pub apart: bool,
    /// Where it is printed among its siblings.
    pub at: Option<At>,
    /// Whether the form prints the label.
    pub printed: bool,
    /// The dimensions of a figure, in the order of `by` from the root down.
    pub by: Vec<DimensionId>,
    /// Rows that stand at the node: one entry for each open dimension that its `by` adds, in that order. Empty for places in
    /// a matrix.
    pub rows: Vec<Rows>,
    /// Which way the printed table runs.
    pub columns: Option<Columns>,
    /// The node is the note of the node above.
    pub is_note: bool,
    /// Where in the matrix of which figure the node stands. A figure of one dimension that has nothing else beneath it
    /// holds its whole itself.
    pub coordinate: Option<Coordinate>,
    /// Where its id stands; for the root and the header the key that makes them.
    pub span: Span,
}

/// A place in the matrix of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordinate {
    /// The figure.
    pub figure: NodeId,
    /// What the first of its dimensions are bound to; all of them at a cell.
    pub at: Where,
}

/// Where something is printed among its siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum At {
    First,
    Last,
    Foot,
}

/// How children stand to their whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Relation {
    Parts,
    SomeParts,
    OfWhich,
    CoveredBy,
}
