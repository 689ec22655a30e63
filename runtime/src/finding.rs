//! What is wrong with a report, as values.

use serde::{Deserialize, Serialize};

use crate::plan::{Operator, Severity, Texts};

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every choice of true values satisfies it.
    Satisfied,
    /// No choice of true values satisfies it.
    Violated,
    /// Some do and some do not.
    Undetermined,
    /// Violated, and the filer says why.
    Explained,
    /// It says nothing here.
    NotApplicable,
}

/// One thing found in a report.
///
/// Serialises to the same bytes in every target: keys in this order, nothing left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable id of the check, such as `requests.received:parts`.
    pub check: String,
    /// How grave it is.
    pub severity: Severity,
    /// What became of the check.
    pub outcome: Outcome,
    /// Which member or row, per free dimension; empty where there is none.
    #[serde(rename = "where")]
    pub place_in_report: std::collections::BTreeMap<String, String>,
    /// The cells that the comparison reads, in the order in which it names them, each once.
    pub cells: Vec<CellValue>,
    /// Left side of the comparison that failed: a number or a range.
    pub left: Option<String>,
    /// The comparison.
    pub op: Option<Operator>,
    /// Right side.
    pub right: Option<String>,
    /// `left - right`, where both are points.
    pub difference: Option<String>,
    /// By how much the comparison might miss: the author's tolerance and that of rounding; none where it is 0.
    pub tolerance: Option<String>,
    /// What to tell people, in each language of the form.
    pub message: Texts,
    /// Place in the form file, `file:line:column`; empty for findings that no line of the form makes.
    pub place: String,
}

/// A cell that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellValue {
    /// JSON Pointer into the report.
    pub at: String,
    /// What stands there.
    pub value: Literal,
}

/// A JSON value as a report has it. Numbers that are no 64-bit integers keep their text, as a string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Literal {
    /// `null`, or nothing there.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A text, or the JSON text of anything else.
    Text(String),
}
