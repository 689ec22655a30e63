//! The checks of a single cell, read straight off the JSON value.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed};
use serde_json::Value;
use tallyform::Outcome;
use tallyform::plan::{Bound, Cell, CodesOf, Content as Holds, Figure, Meaning, Plan, Severities};

use super::content::{Content, decimal, power_of_ten};
use super::domain::End;

/// What becomes of the checks of a cell alone: the last part of each check's id, how grave it is, and whether it is
/// violated or undetermined; what is satisfied is left out. `nothing`: a blank here is 'not applicable'.
#[must_use]
pub fn checks(
    plan: &Plan,
    report: &Value,
    cell: &Cell,
    (value, content): (&Value, &Content),
    nothing: bool,
) -> Vec<(&'static str, Severities, Outcome)> {
    let mut found = Vec::new();
    let mut say = |check, severity: Option<Severities>, outcome: Option<Outcome>| {
        if let (Some(severity), Some(outcome)) = (severity, outcome) {
            found.push((check, severity, outcome));
        }
    };
    let violated = |is: bool| is.then_some(Outcome::Violated);
    let checks = cell.checks;
    say("required", checks.required, violated(*content == Content::Blank && !nothing));
    say("marks", checks.marks, violated(*content == Content::ForeignMark));
    match &cell.content {
        Holds::Figure(figure) => {
            let kind = kind_of(figure, value, content);
            say("type", checks.kind, violated(kind == Kind::Wrong));
            say("places", checks.places, violated(kind == Kind::TooFine));
            say("bounds", checks.bounds, bounds(plan, figure, content));
        }
        other => {
            let unknown = *content == Content::Other && !are_known(plan, report, other, value);
            say("type", checks.kind, violated(*content == Content::Unreadable || unknown));
            let too_long = |most: u32| value.as_str().is_some_and(|text| text.chars().count() > most as usize);
            let Holds::Text { max_length, .. } = other else { return found };
            say("bounds", checks.bounds, violated(*content == Content::Other && max_length.is_some_and(too_long)));
        }
    }
    found
}

/// Whether codes are those that a cell may hold, as far as the report and the plan tell.
fn are_known(plan: &Plan, report: &Value, content: &Holds, value: &Value) -> bool {
    let Holds::Code { of, .. } = content else { return true };
    let known: Vec<&str> = match of {
        CodesOf::List(name) => match plan.codes.get(name) {
            Some(list) if !list.external => list.codes.iter().map(|code| code.id.as_str()).collect(),
            _ => return true,
        },
        CodesOf::Field(cell) => match report.pointer(&plan.cells[*cell as usize].pointer) {
            Some(Value::Array(codes)) if codes.iter().all(Value::is_string) => {
                codes.iter().filter_map(Value::as_str).collect()
            }
            Some(Value::String(code)) => vec![code],
            _ => return true,
        },
    };
    match value {
        Value::Array(codes) => codes.iter().filter_map(Value::as_str).all(|code| known.contains(&code)),
        one => one.as_str().is_none_or(|code| known.contains(&code)),
    }
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
