//! What becomes of a value in a cell.

use crate::cell::{Cell, Date, Misfit, Other};
use crate::exact::{Decimal, MAX_FIGURE};
use crate::plan::Plan;
use crate::validator::{CellTable, Shape, greatest_digits};

/// A text that fits the cell; none where it does not.
pub(crate) fn text(table: &CellTable, text: &str) -> Option<Cell> {
    if let Some(mark) = table.mark(text) {
        return Some(Cell::Mark(mark));
    }
    match table.shape {
        Shape::Figure { decimals: 0 } | Shape::Year | Shape::Bool | Shape::Codes => None,
        Shape::Figure { decimals } => match quick_digits(text, decimals) {
            Some(digits) => Some(Cell::Figure(digits)),
            None => figure(text.parse().ok()?, decimals),
        },
        Shape::Text | Shape::Code => Some(Cell::Text(text.into())),
        Shape::Date => Date::parse(text).map(Cell::Date),
    }
}

/// Whether an integer is no greater than the greatest figure, either way.
pub(super) const fn is_in_range(value: i64) -> bool {
    value.unsigned_abs() <= MAX_FIGURE.unsigned_abs()
}

/// An integer that fits the cell; none where it does not.
pub(super) fn integer(table: &CellTable, value: i64) -> Option<Cell> {
    match table.shape {
        Shape::Figure { decimals: 0 } if is_in_range(value) => Some(Cell::Figure(value)),
        Shape::Year => u16::try_from(value).ok().filter(|year| *year <= 9999).map(Cell::Year),
        _ => None,
    }
}

/// A number as JSON spells it.
pub(super) fn number(table: &CellTable, json: &str) -> Cell {
    let value = Decimal::from_json_number(json).ok();
    let fitting = value.and_then(|value| match table.shape {
        Shape::Figure { decimals: 0 } => figure(value, 0),
        Shape::Year => integer(table, i64::try_from(value.at(0)?).ok()?),
        _ => None,
    });
    fitting.unwrap_or_else(|| misfit(table, json, value))
}

/// A figure within range and places; none where it is not.
pub(crate) fn figure(value: Decimal, decimals: u8) -> Option<Cell> {
    if !value.is_in_range() || value.places() > decimals {
        return None;
    }
    Some(match value.at(decimals).and_then(|digits| i64::try_from(digits).ok()) {
        Some(digits) => Cell::Figure(digits),
        None => Cell::Wide(Box::new(value)),
    })
}

/// What a text that does not fit its cell becomes.
pub(super) fn other_text(plan: &Plan, table: &CellTable, text: &str, json: &str) -> Cell {
    if let Some(mark) = plan.marks.iter().position(|mark| mark.token == text)
        && let Ok(mark) = u32::try_from(mark)
    {
        return Cell::Other(Box::new(Other { json: json.to_owned(), misfit: Misfit::Mark(mark), value: None }));
    }
    misfit(table, json, text.parse().ok())
}

/// What is no value of the cell. The number that it says is kept where the cell is for figures.
pub(super) fn misfit(table: &CellTable, json: &str, value: Option<Decimal>) -> Cell {
    let (misfit, value) = match (table.shape, value) {
        (Shape::Figure { decimals }, Some(value)) if value.is_in_range() && value.places() > decimals => {
            (Misfit::Places, Some(value))
        }
        (Shape::Figure { .. }, value) => (Misfit::Type, value),
        _ => (Misfit::Type, None),
    };
    Cell::Other(Box::new(Other { json: json.to_owned(), misfit, value }))
}

/// The digits of a plain numeral with at most `decimals` places; none where a closer look is needed.
fn quick_digits(text: &str, decimals: u8) -> Option<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        all => (false, all),
    };
    if digits.len() > 18 || (digits.len() > 1 && digits.first() == Some(&b'0') && digits.get(1) != Some(&b'.')) {
        return None;
    }
    let mut value = 0_i64;
    let mut places: Option<u8> = None;
    for (i, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => {
                // At most 18 digits always fit.
                value = value * 10 + i64::from(byte - b'0');
                if let Some(places) = &mut places {
                    *places += 1;
                }
            }
            b'.' if i > 0 && places.is_none() => places = Some(0),
            _ => return None,
        }
    }
    if digits.is_empty() || places == Some(0) {
        return None;
    }
    let more = decimals.checked_sub(places.unwrap_or(0))?;
    let value = value.checked_mul(10_i64.checked_pow(more.into())?)?;
    (value <= greatest_digits(decimals)).then_some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_quick_reading_of_a_numeral_is_the_exact_one(text in "-?[0-9]{0,17}(\\.[0-9]{0,10})?", decimals in 1_u8..=9) {
            if let Some(digits) = quick_digits(&text, decimals) {
                let exact = text.parse::<Decimal>().ok().and_then(|value| figure(value, decimals));
                prop_assert_eq!(exact, Some(Cell::Figure(digits)));
            }
        }
    }

    #[test]
    fn plain_numerals_are_read_quickly() {
        assert_eq!(quick_digits("160.5964", 4), Some(1_605_964));
        assert_eq!(quick_digits("-0.5", 4), Some(-5_000));
        assert_eq!(quick_digits("12", 2), Some(1_200));
    }
}
