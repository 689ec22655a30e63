//! The checks of a single cell, read straight off the JSON value.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};
use serde_json::Value;
use tallyform::Outcome;
use tallyform::plan::{Bound, Content as Holds, Figure, Meaning, Plan, Severities, Severity};

use super::content::{Content, decimal, power_of_ten, read};
use super::domain::{End, blank_is_not_applicable};

/// A single cell's check that is not satisfied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellFinding {
    /// JSON Pointer of the cell.
    pub at: String,
    /// Last part of the check's id.
    pub check: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// How grave it is.
    pub severity: Severity,
}

/// What is wrong with the cells of a report, each alone, in no particular order.
#[must_use]
pub fn cell_findings(plan: &Plan, report: &Value) -> Vec<CellFinding> {
    let contents = read(plan, report);
    let mut findings = Vec::new();
    for (index, cell) in plan.cells.iter().enumerate() {
        let value = report.pointer(&cell.pointer).unwrap_or(&Value::Null);
        let content = &contents[index];
        let checks = cell.checks;
        let mut say = |check, severity: Option<Severities>, outcome: Option<Outcome>| {
            if let (Some(severity), Some(outcome)) = (severity, outcome) {
                findings.push(CellFinding { at: cell.pointer.clone(), check, outcome, severity: severity.at(None) });
            }
        };
        let violated = |is: bool| is.then_some(Outcome::Violated);
        let missing = *content == Content::Blank && !blank_is_not_applicable(plan, &contents, index);
        say("required", checks.required, violated(missing));
        say("marks", checks.marks, violated(*content == Content::ForeignMark));
        match &cell.content {
            Holds::Figure(figure) => {
                let kind = kind_of(figure, value, content);
                say("type", checks.kind, violated(kind == Kind::Wrong));
                say("places", checks.places, violated(kind == Kind::TooFine));
                say("bounds", checks.bounds, bounds(plan, figure, content));
            }
            Holds::Text { .. } | Holds::Date {} | Holds::Year {} | Holds::Bool {} | Holds::Code { .. } => {
                let fits = match &cell.content {
                    Holds::Text { .. } => value.is_string(),
                    Holds::Bool {} => value.is_boolean(),
                    // Dates, years and codes are not invented here.
                    _ => true,
                };
                say("type", checks.kind, violated(*content == Content::Other && !fits));
            }
        }
    }
    findings
}

#[derive(PartialEq)]
enum Kind {
    Right,
    Wrong,
    TooFine,
}

fn kind_of(figure: &Figure, value: &Value, content: &Content) -> Kind {
    let Content::Figure(number) = content else {
        return if *content == Content::Unreadable { Kind::Wrong } else { Kind::Right };
    };
    let step = power_of_ten(usize::from(figure.decimals));
    if !(number * BigRational::from_integer(step)).is_integer() {
        return Kind::TooFine;
    }
    let greatest = BigRational::from_integer((BigInt::one() << 53) - 1);
    let right = match value {
        Value::Number(_) => figure.decimals == 0 && number.abs() <= greatest,
        Value::String(_) => figure.decimals > 0,
        _ => false,
    };
    if right { Kind::Right } else { Kind::Wrong }
}

fn bounds(plan: &Plan, figure: &Figure, content: &Content) -> Option<Outcome> {
    let end = |bound: &Option<Bound>| -> End { bound.as_ref().map(|bound| (bound.value.as_big().clone(), bound.open)) };
    let (lower, upper) = match content {
        Content::Figure(value) => (Some((value.clone(), false)), Some((value.clone(), false))),
        Content::Mark(mark) => match &plan.marks[*mark].meaning {
            // A figure withheld without a range is one that the cell allows.
            Meaning::NotApplicable | Meaning::Suppressed { lower: None, upper: None } => return None,
            Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper } => (end(lower), end(upper)),
        },
        _ => return None,
    };
    let (least, greatest) = (end(&figure.lower), end(&figure.upper));
    // The set and the bounds have a value in common if neither ends before the other begins.
    let apart = ends_before(&upper, &least) || ends_before(&greatest, &lower);
    let inside = begins_within(&lower, &least) && mirrored_within(&upper, &greatest);
    match (apart, inside) {
        (true, _) => Some(Outcome::Violated),
        (false, true) => None,
        (false, false) => Some(Outcome::Undetermined),
    }
}

fn ends_before(upper: &End, lower: &End) -> bool {
    match (upper, lower) {
        (Some((upper, upper_open)), Some((lower, lower_open))) => {
            upper < lower || upper == lower && (*upper_open || *lower_open)
        }
        _ => false,
    }
}

fn begins_within(lower: &End, least: &End) -> bool {
    match (lower, least) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some((lower, lower_open)), Some((least, least_open))) => {
            lower > least || lower == least && (*lower_open || !least_open)
        }
    }
}

fn mirrored_within(upper: &End, greatest: &End) -> bool {
    let mirror = |end: &End| end.as_ref().map(|(value, open)| (-value.clone(), *open));
    begins_within(&mirror(upper), &mirror(greatest))
}

/// Reads a figure as findings print it.
#[must_use]
pub fn printed(text: &str) -> Option<BigRational> {
    match text.split_once('/') {
        Some((numerator, denominator)) => Some(decimal(numerator)? / decimal(denominator)?),
        None => decimal(text),
    }
}
