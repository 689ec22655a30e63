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
    /// A text, truth or code in a cell for such.
    Other,
    /// A day or a year in a cell for such: a number that grows with time.
    Day(i64),
    /// A mark that the cell does not take.
    ForeignMark,
    /// What cannot be understood.
    Unreadable,
}

/// What stands in a cell that holds this value.
#[must_use]
pub fn content(plan: &Plan, cell: &Cell, value: &Value) -> Content {
    if value.is_null() {
        return Content::Blank;
    }
    if let Value::String(text) = value
        && let Some(mark) = plan.marks.iter().position(|mark| mark.token == *text)
    {
        if cell.takes.iter().any(|&taken| taken as usize == mark) {
            return Content::Mark(mark);
        }
        // A text that is no mark here is a text, or a code.
        if !matches!(cell.content, Holds::Text { .. } | Holds::Code { many: false, .. }) {
            return Content::ForeignMark;
        }
    }
    let other = |fits: bool| if fits { Content::Other } else { Content::Unreadable };
    match &cell.content {
        Holds::Figure(_) => match value {
            Value::Number(number) => decimal(&number.to_string()).map_or(Content::Unreadable, Content::Figure),
            Value::String(text) => decimal(text).map_or(Content::Unreadable, Content::Figure),
            _ => Content::Unreadable,
        },
        Holds::Text { .. } | Holds::Code { many: false, .. } => other(value.is_string()),
        Holds::Code { many: true, .. } => {
            other(value.as_array().is_some_and(|codes| codes.iter().all(Value::is_string)))
        }
        Holds::Bool {} => other(value.is_boolean()),
        Holds::Year {} => match value.as_i64() {
            Some(year @ 0..=9999) => Content::Day(year),
            _ => Content::Unreadable,
        },
        Holds::Date {} => value.as_str().and_then(day).map_or(Content::Unreadable, Content::Day),
    }
}

/// A day `YYYY-MM-DD` as a number that grows from day to day.
fn day(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let number = |digits: &str, length: usize| -> Option<i64> {
        (digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let leap = year % 400 == 0 || year % 4 == 0 && year % 100 != 0;
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let last = *days.get(usize::try_from(month - 1).ok()?)?;
    (1..=last).contains(&day).then_some(year * 400 + month * 32 + day)
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
