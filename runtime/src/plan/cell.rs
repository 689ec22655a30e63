//! Cells and what they hold.

use std::collections::BTreeMap;

use super::serde_impl::{record, tagged};
use super::{Severities, Severity, Template, Texts};
use crate::exact::Ratio;

/// One cell of a report.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Cell {
    /// The node that the cell belongs to.
    pub node: u32,
    /// JSON Pointer of the cell in the canonical report; of a cell in rows, within its row.
    pub pointer: String,
    /// The section in whose rows the cell stands.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub section: Option<u32>,
    /// What the cell holds.
    pub content: Content,
    /// Marks that the cell takes, as indices into [`Plan::marks`].
    #[cfg_attr(feature = "schemars", serde(default))]
    pub takes: Vec<u32>,
    /// What a blank means here.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub blank: Option<BlankIsNotApplicable>,
    /// Severity of the checks that concern this cell alone.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub checks: CellChecks,
    /// What the author says of them.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub remarks: Vec<Remark>,
}

/// What the author says of one check of a single cell.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Remark {
    /// The last part of the check's id, such as `bounds`.
    pub check: String,
    /// The author's own message.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub message: BTreeMap<String, Template>,
    /// Why the check is as it is.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub because: Option<Texts>,
}

/// What a cell holds where it holds no mark.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Content {
    /// A number with a unit.
    Figure(Figure),
    /// A text.
    Text {
        /// Regular expression (ECMA-262, Unicode) that the whole text matches.
        #[cfg_attr(feature = "schemars", serde(default))]
        pattern: Option<String>,
        /// Greatest length in Unicode scalar values.
        #[cfg_attr(feature = "schemars", serde(default))]
        max_length: Option<u32>,
    },
    /// A day, `YYYY-MM-DD`.
    Date {},
    /// A year of four digits, as a JSON integer.
    Year {},
    /// `true` or `false`.
    Bool {},
    /// A code.
    Code {
        /// Which codes it may be.
        of: CodesOf,
        /// Several codes, as a JSON array.
        #[cfg_attr(feature = "schemars", serde(default))]
        many: bool,
    },
}

/// The codes that a cell may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum CodesOf {
    /// Those of a list in [`Plan::codes`](super::Plan::codes), by its name.
    List(String),
    /// Those that stand in the cell of this number, a field of the header with several codes.
    Field(u32),
}

/// The number in a cell.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Figure {
    /// Index into [`Plan::units`].
    pub unit: u32,
    /// Decimal places. With none, JSON holds an integer; with some, a string.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub decimals: u8,
    /// Lower bound; none is no bound.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub lower: Option<Bound>,
    /// Upper bound; none is no bound.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub upper: Option<Bound>,
    /// The figure was rounded to this many places: it stands for half a unit of that place either way.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub rounded: Option<u8>,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Bound {
    /// The end.
    pub value: Ratio,
    /// The end itself is not in the range.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub open: bool,
}

/// Said of a cell whose blank means 'not applicable' (`blank: not_applicable`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct BlankIsNotApplicable {
    /// Cells beneath: where one holds a figure other than 0, the blank is 'not reported' all the same.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub beneath: Vec<u32>,
    /// The node whose cells are the table; where all of them are blank, the blank is 'not reported' all the same.
    /// The root stands for the figures that are its children.
    pub table: u32,
}

/// Severity of the checks of a single cell; none is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(default, deny_unknown_fields))]
pub struct CellChecks {
    /// `PATH:required`: the cell may not be blank.
    pub required: Option<Severities>,
    /// `PATH:type`.
    #[cfg_attr(feature = "schemars", serde(rename = "type"))]
    pub kind: Option<Severities>,
    /// `PATH:marks`.
    pub marks: Option<Severities>,
    /// `PATH:places`.
    pub places: Option<Severities>,
    /// `PATH:bounds`; of texts, pattern and length.
    pub bounds: Option<Severities>,
}

impl Default for CellChecks {
    fn default() -> Self {
        let error = Some(Severity::Error.into());
        Self { required: None, kind: error, marks: error, places: error, bounds: error }
    }
}

record!(Cell {
    node: needed,
    pointer: needed,
    section: optional,
    content: needed,
    takes: optional,
    blank: optional,
    checks: optional,
    remarks: optional
});
record!(Remark { check: needed, message: optional, because: optional });
tagged!(CodesOf { List = "list" [one], Field = "field" [one] });
tagged!(Content {
    Figure = "figure" [one],
    Text = "text" { pattern: optional, max_length: optional },
    Date = "date" {},
    Year = "year" {},
    Bool = "bool" {},
    Code = "code" { of: needed, many: optional },
});
record!(Figure { unit: needed, decimals: optional, lower: optional, upper: optional, rounded: optional });
record!(Bound { value: needed, open: optional });
record!(BlankIsNotApplicable { beneath: optional, table: needed });
record!(CellChecks or default { required, kind = "type", marks, places, bounds });
