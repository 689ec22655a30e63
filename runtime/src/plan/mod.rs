//! The plan: one revision of one form as plain data.
//!
//! Everything below the front end reads this and nothing else. The evaluator runs it, every back end prints it, and
//! `plan.json` is its serialised form, so that a program can load a form at run time without a YAML reader.

mod cell;
mod expression;
mod message;
mod rule;
pub(crate) mod serde_impl;
mod unit;

pub use cell::{BlankIsNotApplicable, Bound, Cell, CellChecks, Content, Figure};
pub use expression::{Expr, Operator, Statement};
pub use message::{Segment, Slot, Template, Texts};
pub use rule::{Rule, RuleKind, Severity};
pub use unit::{Kind, Mark, Meaning, Unit};

use std::collections::BTreeMap;

use serde_impl::{names, record};

/// The version of the plan's own format that this crate reads and writes.
pub const FORMAT: u32 = 1;

/// One revision of one form, checked and ready to run or to print.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Plan {
    /// The version of this format, [`FORMAT`].
    pub plan: u32,
    /// The tool that made the plan and its version.
    pub tool: String,
    /// Identity of the form, the same in every revision.
    pub form: String,
    /// Name of this revision, unique within the form.
    pub revision: String,
    /// Title of the form.
    pub title: Texts,
    /// Languages of the form; the first is the fallback of the others.
    pub languages: Vec<String>,
    /// Address under which the form's files are published, without a trailing slash.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub base: Option<String>,
    /// How often a report is made.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub period: Option<Period>,
    /// Cells (of the header) that name one report, together with the period.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub identity: Vec<u32>,
    /// What the head of the form must print, in the order of the form file.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub imprint: Vec<Imprint>,
    /// The files that the plan was made from; a [`Place`] counts in this list.
    pub sources: Vec<Source>,
    /// Units, in the order of the form file.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub units: Vec<Unit>,
    /// Marks that a cell may hold instead of a figure.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub marks: Vec<Mark>,
    /// Code lists of the file, by name, for cells of type [`Content::Code`].
    #[cfg_attr(feature = "schemars", serde(default))]
    pub codes: BTreeMap<String, CodeList>,
    /// Dimensions, along which figures are repeated, in the order of the form file.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub dimensions: Vec<Dimension>,
    /// Headings and figures in form order, each before what is beneath it. The first is the root of the form.
    pub nodes: Vec<Node>,
    /// Every cell of a report in form order, the fields of the header among them.
    pub cells: Vec<Cell>,
    /// Checks over cells, in form order. Checks of a single cell ([`Cell::checks`]) are not repeated here.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub rules: Vec<Rule>,
    /// Message templates of the tree's own checks, by [`RuleKind::key`] and by the names in [`message_key`].
    pub messages: BTreeMap<String, BTreeMap<String, Template>>,
}

/// Keys of [`Plan::messages`] beside those of the rule kinds.
pub mod message_key {
    /// A required cell is blank.
    pub const REQUIRED: &str = "required";
    /// A mark stands in a cell that does not take it.
    pub const MARKS: &str = "marks";
    /// A figure has more decimal places than its cell.
    pub const PLACES: &str = "places";
    /// A figure lies outside the bounds of its cell.
    pub const BOUNDS: &str = "bounds";
    /// A cell holds what is no value of its type.
    pub const TYPE: &str = "type";
    /// A text does not match the pattern of its field, or is too long.
    pub const PATTERN: &str = "pattern";
    /// A code is none of its list.
    pub const CODES: &str = "codes";
    /// A check over cells is undetermined.
    pub const UNDETERMINED: &str = "undetermined";
    /// Something stood where the form has no cell.
    pub const STRAY: &str = "stray";
    /// The report has a key that the form lacks.
    pub const UNKNOWN: &str = "unknown";
    /// The report has more bytes than a report may have.
    pub const TOO_LONG: &str = "unreadable.size";
    /// The report is no UTF-8 text.
    pub const NO_TEXT: &str = "unreadable.text";
    /// The report has more levels than a report may have.
    pub const TOO_DEEP: &str = "unreadable.depth";
    /// The report is no JSON text.
    pub const NO_JSON: &str = "unreadable.json";
    /// Something stands where the report must have an object.
    pub const NO_OBJECT: &str = "unreadable.object";
    /// A key is there twice.
    pub const DUPLICATE: &str = "unreadable.duplicate";
    /// The report is of another form.
    pub const OTHER_FORM: &str = "unreadable.form";
    /// The report is of another revision.
    pub const OTHER_REVISION: &str = "unreadable.revision";
    /// The period of the report is none of this form.
    pub const NO_PERIOD: &str = "unreadable.period";
    /// `stray` or `explanations` is no list of what it must hold.
    pub const NO_LIST: &str = "unreadable.list";
    /// How a blank is named where a message shows the content of a cell.
    pub const BLANK: &str = "blank";

    /// All of them, in the order of the documentation.
    pub const ALL: [&str; 21] = [
        REQUIRED,
        MARKS,
        PLACES,
        BOUNDS,
        TYPE,
        PATTERN,
        CODES,
        UNDETERMINED,
        STRAY,
        UNKNOWN,
        TOO_LONG,
        NO_TEXT,
        TOO_DEEP,
        NO_JSON,
        NO_OBJECT,
        DUPLICATE,
        OTHER_FORM,
        OTHER_REVISION,
        NO_PERIOD,
        NO_LIST,
        BLANK,
    ];
}

/// How often a report is made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Period {
    /// Length of a period.
    pub every: Every,
    /// First day of the period, as `MM-DD`, where that is not the calendar's.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub starts: Option<String>,
}

/// Length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Every {
    /// `2017`.
    Year,
    /// `2017-H1`.
    Half,
    /// `2017-Q1`.
    Quarter,
    /// `2017-01`.
    Month,
    /// `2017-W01`.
    Week,
    /// `2017-01-31`.
    Day,
}

/// A line that the head of the form must print, such as who issued it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Imprint {
    /// What it says, such as `issued_by`.
    pub key: String,
    /// The text.
    pub text: Texts,
}

/// A file that the plan was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Source {
    /// Path of the file as it was named to the tool.
    pub file: String,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// A place in a form file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Place {
    /// Index into [`Plan::sources`].
    pub file: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A list of codes that a cell of type code takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct CodeList {
    /// Each code with its label, in the order of the file.
    pub codes: Vec<Code>,
}

/// One code of a [`CodeList`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Code {
    /// The code as it stands in a report.
    pub id: String,
    /// What it stands for.
    pub label: Texts,
}

/// A node of the form: the root, a heading or a figure.
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
    /// Ids from the root down, joined by dots. Empty for the root.
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
    /// Where the form file says it.
    pub place: Place,
}

/// A place in the matrix of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Coordinate {
    /// The node of the figure.
    pub figure: u32,
    /// The member, or `total` for the whole, by dimension; of a cell, for all dimensions of its figure.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub at: Where,
}

/// What dimensions are bound to: the id of a member, or `total` for the whole, by the dimension's id.
pub type Where = BTreeMap<String, String>;

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
    /// Members in form order, each before its parts.
    pub members: Vec<Member>,
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
}

impl Plan {
    /// The figure that a cell belongs to: the node of the cell, or that of the matrix that it stands in.
    #[must_use]
    pub fn figure_of(&self, cell: &Cell) -> Option<(u32, &Node)> {
        let node = self.nodes.get(cell.node as usize)?;
        match &node.coordinate {
            Some(coordinate) => Some((coordinate.figure, self.nodes.get(coordinate.figure as usize)?)),
            None => Some((cell.node, node)),
        }
    }
}

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

record!(Plan {
    plan: needed,
    tool: needed,
    form: needed,
    revision: needed,
    title: needed,
    languages: needed,
    base: optional,
    period: optional,
    identity: optional,
    imprint: optional,
    sources: needed,
    units: optional,
    marks: optional,
    codes: optional,
    dimensions: optional,
    nodes: needed,
    cells: needed,
    rules: optional,
    messages: needed
});
record!(Period { every: needed, starts: optional });
names!(Every { Year = "year", Half = "half", Quarter = "quarter", Month = "month", Week = "week", Day = "day" });
record!(Imprint { key: needed, text: needed });
record!(Source { file: needed, sha256: needed });
record!(Place { file: needed, line: needed, column: needed });
record!(CodeList { codes: needed });
record!(Code { id: needed, label: needed });
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
    place: needed
});
record!(Coordinate { figure: needed, at: optional });
record!(Dimension {
    id: needed,
    label: needed,
    definition: optional,
    has_whole: optional,
    at: optional,
    members: needed
});
record!(Member {
    id: needed,
    label: needed,
    definition: optional,
    code: optional,
    above: optional,
    minus: optional,
    apart: optional
});
names!(Relation { Parts = "parts", SomeParts = "some_parts", OfWhich = "of_which", CoveredBy = "covered_by" });
names!(At { First = "first", Last = "last", Foot = "foot" });
