//! Why a report cannot be read.

use std::collections::BTreeMap;

use crate::finding::{CellValue, Finding, Literal, Outcome};
use crate::message::{self, Filling};
use crate::plan::{Plan, Severity};
use crate::tally::ReportCheck;

/// Most characters of what stands in the report that a finding shows.
const MAX_FOUND: usize = 200;

/// Why a report cannot be read, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// JSON Pointer of what is wrong, as far as that is known.
    pub(crate) pointer: String,
    /// Line in the report, from 1; 0 where the report has no lines.
    pub(crate) line: u64,
    /// Column in characters, from 1; 0 where the report has no lines.
    pub(crate) column: u64,
    /// What stands there, as JSON text; empty where the report is no JSON.
    pub(crate) found: String,
    /// What is wrong.
    pub(crate) fault: Fault,
}

/// What is wrong with a report that cannot be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Key of the message, one of those that [`crate::plan::message_key`] has for reports that cannot be read.
    pub(crate) key: &'static str,
    /// What the message shows as `value`, where that is not what stands in the report.
    pub(crate) value: Option<String>,
    /// What would have to stand there, or the limit, where there is one to say.
    pub(crate) expected: Option<String>,
}

impl Fault {
    pub(crate) fn new(key: &'static str) -> Self {
        Self { key, value: None, expected: None }
    }

    pub(crate) fn value(self, value: impl Into<String>) -> Self {
        Self { value: Some(value.into()), ..self }
    }

    pub(crate) fn expected(self, expected: impl ToString) -> Self {
        Self { expected: Some(expected.to_string()), ..self }
    }
}

impl Unreadable {
    /// What is wrong at a byte of the report.
    pub(super) fn at(bytes: &[u8], offset: usize, fault: Fault) -> Self {
        let (line, column) = line_and_column(bytes, offset);
        Self { line, column, fault, ..Self::default() }
    }

    /// What is wrong with a value of the report.
    pub(super) fn value(self, pointer: &str, json: &str) -> Self {
        Self { pointer: pointer.to_owned(), found: json.chars().take(MAX_FOUND).collect(), ..self }
    }

    /// The finding for a report that cannot be read.
    pub(crate) fn finding(&self, plan: &Plan) -> Finding {
        let line = (self.line > 0).then(|| format!("{}:{}", self.line, self.column));
        let found = (!self.found.is_empty()).then(|| Literal::of_json(&self.found));
        let value = self.fault.value.clone().or_else(|| found.as_ref().map(ToString::to_string));
        let filling = Filling {
            at: line.unwrap_or_else(|| self.pointer.clone()),
            value,
            expected: self.fault.expected.clone(),
            path: Some(self.pointer.clone()),
            ..Filling::default()
        };
        Finding {
            check: ReportCheck::Unreadable.key().to_owned(),
            severity: Severity::Error,
            outcome: Outcome::Violated,
            bindings: BTreeMap::new(),
            cells: found.into_iter().map(|value| CellValue { at: self.pointer.clone(), value, prior: false }).collect(),
            left: None,
            op: None,
            right: None,
            difference: None,
            tolerance: None,
            message: message::of_plan(plan, None, self.fault.key, &filling),
            place: String::new(),
            language: plan.languages.first().cloned().unwrap_or_default(),
        }
    }
}

/// Line and column in characters of a byte, both from 1.
fn line_and_column(bytes: &[u8], offset: usize) -> (u64, u64) {
    let before = bytes.get(..offset.min(bytes.len())).unwrap_or(bytes);
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let tail = before.get(start..).unwrap_or_default();
    // A byte that goes on with a character begins none.
    let column = tail.iter().filter(|b| **b & 0xC0 != 0x80).count() + 1;
    (line as u64, column as u64)
}
