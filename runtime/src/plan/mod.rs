//! The plan: one revision of one form as plain data.
//!
//! Everything below the front end reads this and nothing else. The evaluator runs it, every back end prints it, and
//! `plan.json` is its serialised form, so that a program can load a form at run time without a YAML reader.

mod cell;
mod expression;
mod message;
mod node;
mod period;
mod predecessor;
mod rule;
mod section;
pub(crate) mod serde_impl;
mod severity;
mod stand;
mod unit;

pub use cell::{BlankIsNotApplicable, Bound, Cell, CellChecks, CodesOf, Content, Figure, Remark};
pub use expression::{Expr, Operator, Statement};
pub use message::{Segment, Slot, Template, Texts};
pub use node::{At, Columns, Coordinate, EVERY_ROW, Layout, Node, Relation, TOTAL, Where};
pub use predecessor::{Link, LinkKind, Predecessor, Series};
pub use rule::{ExplainedBy, Rule, RuleKind};
pub use section::{Dimension, Member, Section};
pub use severity::{MAX_STATES, Severities, Severity};
pub(crate) use stand::{Bind, Stand};
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
    /// The revision before this one, where the form file names one or says what things were.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub predecessor: Option<Predecessor>,
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
    /// States of a report, from the first to the last, such as `draft` and `submitted`.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub states: Vec<String>,
    /// Dimensions, along which figures are repeated, in the order of the form file.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub dimensions: Vec<Dimension>,
    /// Rows of open dimensions, each section before those in its rows.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub sections: Vec<Section>,
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
    /// A key is there in two rows.
    pub const KEY: &str = "key";
    /// There are too few rows, or too many.
    pub const ROWS: &str = "rows";
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
    /// The state of the report is none of the form.
    pub const NO_STATE: &str = "unreadable.state";
    /// The rows of the report have more cells than a report may have in rows.
    pub const TOO_MANY_ROWS: &str = "unreadable.rows";
    /// `stray`, `explanations` or `rows` is no list of what it must hold.
    pub const NO_LIST: &str = "unreadable.list";
    /// How a blank is named where a message shows the content of a cell.
    pub const BLANK: &str = "blank";

    /// All of them, in the order of the documentation.
    pub const ALL: [&str; 25] = [
        REQUIRED,
        MARKS,
        PLACES,
        BOUNDS,
        TYPE,
        PATTERN,
        CODES,
        KEY,
        ROWS,
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
        NO_STATE,
        TOO_MANY_ROWS,
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
    #[cfg_attr(feature = "schemars", serde(default))]
    pub codes: Vec<Code>,
    /// The codes are none of the form's: they are given to whoever validates.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub external: bool,
    /// The cell (of the header) with the code to which those of this list belong.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub within: Option<u32>,
    /// A code must be valid in the report's period.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub dated: bool,
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

impl Plan {
    /// The name of the revision that this one says it revises.
    #[must_use]
    pub fn revises(&self) -> Option<&str> {
        self.predecessor.as_ref()?.revision.as_deref()
    }

    /// The node of the form that a node stands for: not one that only the JSON of a report has, and the first of those
    /// that stand for the same one.
    #[must_use]
    pub fn subject(&self, node: u32) -> u32 {
        let (mut at, mut steps) = (node, self.nodes.len());
        while let Some(node) = self.nodes.get(at as usize).filter(|_| steps > 0) {
            at = match (node.layout, node.parent, node.first) {
                (Some(Layout::Whole(_) | Layout::Rows(_)), Some(parent), _) => parent,
                (_, _, Some(first)) => first,
                _ => return at,
            };
            steps -= 1;
        }
        at
    }

    /// Whether a node is one of the form's own, at the first of its places: none that only the JSON of a report has, save a
    /// note, and no place in a matrix.
    #[must_use]
    pub fn is_subject(&self, node: u32) -> bool {
        self.nodes.get(node as usize).is_some_and(|node| {
            matches!(node.layout, None | Some(Layout::Note))
                && node.first.is_none()
                && (node.coordinate.is_none() || !node.by.is_empty())
        })
    }

    /// The codes of a cell where they are in the plan; none where they come from outside or stand in the report.
    #[must_use]
    pub fn code_list(&self, of: &CodesOf) -> Option<&CodeList> {
        match of {
            CodesOf::List(name) => self.codes.get(name).filter(|list| !list.external),
            CodesOf::Field(_) => None,
        }
    }

    /// The figure that a cell belongs to: the node of the cell, or that of the matrix that it stands in; of those that
    /// stand for the same node of the form the first.
    #[must_use]
    pub fn figure_of(&self, cell: &Cell) -> Option<(u32, &Node)> {
        let node = self.nodes.get(cell.node as usize)?;
        let figure = match &node.coordinate {
            Some(coordinate) => coordinate.figure,
            None => self.subject(cell.node),
        };
        Some((figure, self.nodes.get(figure as usize)?))
    }
}

record!(Plan {
    plan: needed,
    tool: needed,
    form: needed,
    revision: needed,
    predecessor: optional,
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
    states: optional,
    dimensions: optional,
    sections: optional,
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
record!(CodeList { codes: optional, external: optional, within: optional, dated: optional });
record!(Code { id: needed, label: needed });
