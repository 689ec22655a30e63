//! Cells that rise or fall.

use num_rational::BigRational;

use super::spot::Spot;
use super::standing::{Filed, Standing};
use super::statement::{Comparison, Truth};
use super::value::{Value, of_spot};
use crate::cell::Cell;
use crate::interval::Interval;
use crate::plan::Operator;

/// One thing that becomes of cells in an order.
#[derive(Debug)]
pub(crate) enum Pair {
    /// A figure, date or range compared with the next one that is there.
    Compared(Truth, [Spot; 2]),
    /// A blank.
    Blank(Spot),
    /// There is nothing to compare, and no blank.
    Nothing,
}

/// Compares each figure, date or range with the next one that is there. What is not applicable is passed over.
pub(crate) fn pairs(filed: &Filed<'_>, op: Operator, cells: &[u32]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut last: Option<(Spot, Value)> = None;
    for cell in cells {
        let spot = filed.spot(*cell, false);
        let next = match filed.standing(spot) {
            Standing::NotApplicable => continue,
            Standing::NotReported | Standing::Unread => {
                pairs.push(Pair::Blank(spot));
                continue;
            }
            Standing::Figure(_) | Standing::Range(_) => of_spot(filed, spot),
            Standing::Value => of_day(filed.content(spot)),
        };
        let Some(next) = next else {
            continue;
        };
        if let Some((before, value)) = last {
            let truth = Comparison::of(value, next.clone(), None).truth(op);
            pairs.push(Pair::Compared(truth, [before, spot]));
        }
        last = Some((spot, next));
    }
    if pairs.is_empty() {
        pairs.push(Pair::Nothing);
    }
    pairs
}

/// A number that grows from day to day, or from year to year; none of what has no order.
fn of_day(cell: &Cell) -> Option<Value> {
    let number = match cell {
        Cell::Date(date) => u32::from(date.year()) * 10_000 + u32::from(date.month()) * 100 + u32::from(date.day()),
        Cell::Year(year) => u32::from(*year),
        _ => return None,
    };
    Some(Value::exact(Interval::point(BigRational::from_integer(number.into()))))
}
