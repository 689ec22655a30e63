//! What stands in each cell of a report.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use serde_json::Value;
use tallyform::plan::{Cell, Content as Holds, Plan};

/// What stands in a cell, as far as it can be understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// A figure, be it of the wrong JSON kind or with too many places.
    Figure(BigRational),
    /// A mark that the cell takes, by its index in the plan.
    Mark(usize),
    /// Some text, date, truth or code in a cell that is no figure.
    Other,
    /// A mark that the cell does not take.
    ForeignMark,
    /// What cannot be understood.
    Unreadable,
}

/// The content of every cell, in the order of the plan.
#[must_use]
pub fn read(plan: &Plan, report: &Value) -> Vec<Content> {
    plan.cells.iter().map(|cell| content(plan, cell, report.pointer(&cell.pointer).unwrap_or(&Value::Null))).collect()
}

fn content(plan: &Plan, cell: &Cell, value: &Value) -> Content {
    if value.is_null() {
        return Content::Blank;
    }
    if let Value::String(text) = value
        && let Some(mark) = plan.marks.iter().position(|mark| mark.token == *text)
    {
        if cell.takes.iter().any(|&taken| taken as usize == mark) {
            return Content::Mark(mark);
        }
        if matches!(cell.content, Holds::Figure(_)) {
            return Content::ForeignMark;
        }
    }
    if !matches!(cell.content, Holds::Figure(_)) {
        return Content::Other;
    }
    match value {
        Value::Number(number) => decimal(&number.to_string()).map_or(Content::Unreadable, Content::Figure),
        Value::String(text) => decimal(text).map_or(Content::Unreadable, Content::Figure),
        _ => Content::Unreadable,
    }
}

/// Reads `-?digits` or `-?digits.digits`.
#[must_use]
pub fn decimal(text: &str) -> Option<BigRational> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((_, "")) => return None,
        Some((whole, fraction)) => (whole, fraction),
        None => (digits, ""),
    };
    if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return None;
    }
    let number: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let value = BigRational::new(number, power_of_ten(fraction.len()));
    Some(if negative { -value } else { value })
}

/// 10 to this power.
#[must_use]
pub fn power_of_ten(exponent: usize) -> BigInt {
    (0..exponent).fold(BigInt::one(), |power, _| power * 10)
}

/// Whether the content is a figure other than 0. A range mark counts as one.
#[must_use]
pub fn is_more_than_nothing(plan: &Plan, content: &Content) -> bool {
    match content {
        Content::Figure(value) => !value.is_zero(),
        Content::Mark(mark) => !matches!(plan.marks[*mark].meaning, tallyform::plan::Meaning::NotApplicable),
        _ => false,
    }
}
