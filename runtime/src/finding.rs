//! What is wrong with a report, as values.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::plan::serde_impl::{names, written};
use crate::plan::{Operator, Severity, Texts};

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable id of the check, such as `requests.received:parts`.
    pub check: String,
    /// How grave it is.
    pub severity: Severity,
    /// What became of the check.
    pub outcome: Outcome,
    /// Which member or row, per free dimension; empty where there is none.
    pub bindings: BTreeMap<String, String>,
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
    /// The language in which `Display` speaks: the first of the form. Not serialised.
    pub language: String,
}

impl fmt::Display for Finding {
    /// One line: severity, check, message in the form's first language, place in the form file.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.severity, self.check)?;
        match self.outcome {
            Outcome::Violated => {}
            Outcome::Explained => f.write_str(" (explained)")?,
            Outcome::Undetermined => f.write_str(" (undetermined)")?,
            Outcome::Satisfied => f.write_str(" (satisfied)")?,
            Outcome::NotApplicable => f.write_str(" (not applicable)")?,
        }
        let message = self.message.get(&self.language).or_else(|| self.message.values().next());
        // A report may put a line break into a message.
        let message = message.map(|text| text.replace(['\n', '\r'], " ")).unwrap_or_default();
        write!(f, ": {message}")?;
        if self.place.is_empty() { Ok(()) } else { write!(f, " ({})", self.place) }
    }
}

/// A cell that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellValue {
    /// JSON Pointer into the report.
    pub at: String,
    /// What stands there.
    pub value: Literal,
    /// The cell is one of the report of one period earlier. In JSON then `report: prior`.
    pub prior: bool,
}

/// A JSON value as a report has it. Numbers that are no 64-bit integers keep their text, as a string.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl Literal {
    /// The literal of a JSON text.
    pub(crate) fn of_json(json: &str) -> Self {
        match json {
            "null" => Self::Null,
            "true" => Self::Bool(true),
            "false" => Self::Bool(false),
            _ => match (json.parse(), serde_json::from_str(json)) {
                // A minus before a 0 would be lost in an integer.
                (Ok(number), _) if json != "-0" => Self::Integer(number),
                (_, Ok(text)) => Self::Text(text),
                _ => Self::Text(json.to_owned()),
            },
        }
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

names!(Outcome {
    Satisfied = "satisfied",
    Violated = "violated",
    Undetermined = "undetermined",
    Explained = "explained",
    NotApplicable = "not_applicable",
});
written!(Finding {
    check,
    severity,
    outcome,
    bindings = "where",
    cells,
    left,
    op,
    right,
    difference,
    tolerance,
    message,
    place,
});

impl Serialize for CellValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("CellValue", 2 + usize::from(self.prior))?;
        fields.serialize_field("at", &self.at)?;
        fields.serialize_field("value", &self.value)?;
        if self.prior {
            fields.serialize_field("report", "prior")?;
        }
        fields.end()
    }
}

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}
