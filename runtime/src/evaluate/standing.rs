//! What each cell stands for.

use std::cell::RefCell;
use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use crate::cell::{Cell, Other};
use crate::exact::Decimal;
use crate::interval::Interval;
use crate::plan::{Content, Expr, Figure, Meaning, Plan};
use crate::report::Report;
use crate::validator::is_not_applicable;

use super::Tables;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A figure.
    Figure(Decimal),
    /// A mark that stands for a range.
    Range(Interval),
    /// There is nothing to report here.
    NotApplicable,
    /// A blank.
    NotReported,
    /// A mark that the cell does not take, or what cannot be read.
    Unread,
    /// A text, a date or another value that is no number.
    Value,
}

/// A report with what is needed to tell what its cells say.
#[derive(Clone, Copy)]
pub(crate) struct Filed<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) tables: &'a Tables,
    pub(crate) report: &'a Report,
    pub(crate) filled: &'a Filled,
}

/// Which tables of a report hold anything, by node, as far as it was asked: a table is looked through once.
#[derive(Debug, Default)]
pub(crate) struct Filled(RefCell<BTreeMap<u32, bool>>);

impl Filled {
    fn holds(&self, table: u32, look: impl FnOnce() -> bool) -> bool {
        *self.0.borrow_mut().entry(table).or_insert_with(look)
    }
}

impl<'a> Filed<'a> {
    /// The figure that the plan knows in a cell.
    pub(crate) fn figure(&self, cell: u32) -> Option<&'a Figure> {
        match &self.plan.cells.get(cell as usize)?.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// What the cell says that an operand is.
    pub(crate) fn standing_of(&self, operand: &Expr) -> Standing {
        match operand {
            Expr::Cell(cell) => self.standing(*cell),
            _ => Standing::NotReported,
        }
    }

    /// What a cell says.
    pub(crate) fn standing(&self, cell: u32) -> Standing {
        match self.report.cell(cell) {
            Cell::Blank if self.blank_is_not_applicable(cell) => Standing::NotApplicable,
            Cell::Blank => Standing::NotReported,
            Cell::Figure(digits) => {
                Standing::Figure(Decimal::new((*digits).into(), self.figure(cell).map_or(0, |figure| figure.decimals)))
            }
            Cell::Wide(value) => Standing::Figure(**value),
            Cell::Mark(mark) => match self.plan.marks.get(*mark as usize).map(|mark| &mark.meaning) {
                Some(Meaning::NotApplicable) => Standing::NotApplicable,
                // Withheld, and nothing is told of it: any figure that the cell allows.
                Some(Meaning::Suppressed { lower: None, upper: None }) => Standing::Range(self.allowed(cell)),
                Some(Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper }) => {
                    Standing::Range(Interval::between(lower.as_ref(), upper.as_ref()))
                }
                None => Standing::Unread,
            },
            Cell::Other(other) => match &**other {
                Other { value: Some(value), .. } => Standing::Figure(*value),
                Other { .. } => Standing::Unread,
            },
            Cell::Text(_) | Cell::Date(_) | Cell::Year(_) | Cell::Bool(_) | Cell::Codes(_) => Standing::Value,
        }
    }

    /// The set of true values that a cell of figures allows.
    pub(crate) fn interval(&self, cell: u32, standing: &Standing) -> Interval {
        match standing {
            Standing::Figure(value) => Interval::point(value.to_big()),
            Standing::Range(range) => range.clone(),
            Standing::NotApplicable => Interval::point(BigRational::zero()),
            Standing::NotReported | Standing::Unread | Standing::Value => self.allowed(cell),
        }
    }

    /// Everything within the bounds of a cell.
    fn allowed(&self, cell: u32) -> Interval {
        match self.figure(cell) {
            Some(figure) => Interval::between(figure.lower.as_ref(), figure.upper.as_ref()),
            None => Interval::ALL,
        }
    }

    /// Half a unit of the place to which a cell's figures are rounded.
    pub(crate) fn half_unit(&self, cell: u32) -> Option<BigRational> {
        let places = self.figure(cell)?.rounded?;
        let scale = num_traits::pow(BigInt::from(10), places.into());
        Some(BigRational::new(BigInt::from(1), scale * BigInt::from(2)))
    }

    /// Whether the form says that a blank here is 'not applicable', and the report does not say otherwise.
    pub(crate) fn blank_is_not_applicable(&self, cell: u32) -> bool {
        let Some(blank) = self.plan.cells.get(cell as usize).and_then(|cell| cell.blank.as_ref()) else {
            return false;
        };
        let look = || self.tables.cells_of(blank.table).any(|other| !self.report.cell(other).is_blank());
        let holds_something = self.filled.holds(blank.table, look);
        holds_something && !blank.beneath.iter().any(|other| self.is_other_than_zero(*other))
    }

    /// Whether a cell holds a figure that is other than 0.
    fn is_other_than_zero(&self, cell: u32) -> bool {
        match self.report.cell(cell) {
            Cell::Figure(digits) => *digits != 0,
            Cell::Wide(value) => value.mantissa() != 0,
            Cell::Other(other) => other.value.is_some_and(|value| value.mantissa() != 0),
            // A range mark counts as a figure.
            Cell::Mark(mark) => !is_not_applicable(self.plan, *mark),
            _ => false,
        }
    }
}
