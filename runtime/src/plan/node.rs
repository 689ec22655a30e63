//! Nodes: what the form is made of, in the shape in which a report's JSON has it.

use std::collections::BTreeMap;

use super::serde_impl::{names, record, tagged};
use super::{Place, Series, Texts};

/// A node of the form: the root, a heading or a figure; or one that only the JSON of a report has ([`Layout`]).
///
/// Nodes stand as the JSON of a report does. What stands both in the whole and in the rows of an open dimension is there
/// twice, the second time with [`Node::first`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Node {
    /// Id as the form says it; the key in JSON. Empty for the root.
    pub id: String,
    /// Name of a field, attribute or column for this node in every language that is generated. Reserved words carry a
    /// trailing underscore.
    pub name: String,
    /// Name of a type for this node: `name` in upper camel case, with the same escape.
    pub type_name: String,
    /// Ids from the root down, joined by dots, without those of nodes that only the JSON has. Empty for the root.
    pub path: String,
    /// Index of the node above; none for the root.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub parent: Option<u32>,
    /// Indices of the nodes beneath, in form order.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub children: Vec<u32>,
    /// The node's own cell. With children beneath, JSON has it under `total`.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub cell: Option<u32>,
    /// Label as the form prints it.
    pub label: Texts,
    /// Label of the node's own figure where the form prints it apart (`total: {label: …}`).
    #[cfg_attr(feature = "schemars", serde(default))]
    pub total_label: Option<Texts>,
    /// Explanation of the indicator.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub definition: Option<Texts>,
    /// Official number of the row.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub code: Option<String>,
    /// Relation of the node to its children, or, for a heading with `whole`, of its children to that figure.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub relation: Option<Relation>,
    /// The node (a figure) that this heading's children break down, where it stands elsewhere.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub whole: Option<u32>,
    /// Deducted in its whole.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub minus: bool,
    /// Printed here, no part of the figure above.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub apart: bool,
    /// Where the node is printed among its siblings, if not where it stands.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub at: Option<At>,
    /// Where the node's own figure is printed among its children (`total: {at: …}`).
    #[cfg_attr(feature = "schemars", serde(default))]
    pub total_at: Option<At>,
    /// The form prints no label here.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub unprinted: bool,
    /// The dimensions of a figure, as indices into [`Plan::dimensions`]. Its cells stand at and beneath it, dimension in
    /// dimension, the whole before the members.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub by: Vec<u32>,
    /// Where in the matrix of a figure the node stands.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub coordinate: Option<Coordinate>,
    /// What the node is that the form does not have, but the JSON of its reports.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub layout: Option<Layout>,
    /// The place where the same node of the form stands first.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub first: Option<u32>,
    /// Which way the printed table runs beneath the node.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub columns: Option<Columns>,
    /// The series of a figure or field that was there in a revision before, or whose path was another series' then. Else it
    /// is its path, since this revision.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub series: Option<Series>,
    /// Where the form file says it.
    pub place: Place,
}

/// What a node is that only the JSON of a report has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Layout {
    /// `total`: the whole of an open dimension, as an index into [`Plan::dimensions`](super::Plan::dimensions).
    Whole(u32),
    /// `rows`: a list of objects, each with what is beneath this node; an index into
    /// [`Plan::sections`](super::Plan::sections).
    Rows(u32),
    /// The key of a row; the index of its section.
    Key(u32),
    /// `note`.
    Note,
}

/// Which way a printed table runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Columns {
    /// Items run across and members down.
    Items,
    /// Members run across and items down.
    Members,
    /// Both run across.
    Both,
}

/// A place in the matrix of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Coordinate {
    /// The node of the figure, where it stands first.
    pub figure: u32,
    /// What the dimensions are bound to; of a cell, all dimensions of its figure.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub at: Where,
}

/// What dimensions are bound to: the id of a member, [`TOTAL`] or [`EVERY_ROW`], by the dimension's id.
pub type Where = BTreeMap<String, String>;

/// The whole of a dimension.
pub const TOTAL: &str = "total";

/// Every row of an open dimension, one after the other.
pub const EVERY_ROW: &str = "*";

/// How the children of a figure stand to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Relation {
    /// They do not overlap and cover it: it is their sum.
    Parts,
    /// They do not overlap: their sum is at most it.
    SomeParts,
    /// Each is at most it.
    OfWhich,
    /// Each is at most it, and it is at most their sum.
    CoveredBy,
}

/// Where a node is printed among its siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum At {
    /// Before its siblings.
    First,
    /// After its siblings.
    Last,
    /// At the foot of the form.
    Foot,
}

record!(Node {
    id: needed,
    name: needed,
    type_name: needed,
    path: needed,
    parent: optional,
    children: optional,
    cell: optional,
    label: needed,
    total_label: optional,
    definition: optional,
    code: optional,
    relation: optional,
    whole: optional,
    minus: optional,
    apart: optional,
    at: optional,
    total_at: optional,
    unprinted: optional,
    by: optional,
    coordinate: optional,
    layout: optional,
    first: optional,
    columns: optional,
    series: optional,
    place: needed
});
tagged!(Layout { Whole = "whole" [one], Rows = "rows" [one], Key = "key" [one], Note = "note" [unit] });
names!(Columns { Items = "items", Members = "members", Both = "both" });
record!(Coordinate { figure: needed, at: optional });
names!(Relation { Parts = "parts", SomeParts = "some_parts", OfWhich = "of_which", CoveredBy = "covered_by" });
names!(At { First = "first", Last = "last", Foot = "foot" });
