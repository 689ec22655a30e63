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
use crate::validator::is_not_applicable;

use super::rows::Keys;
use super::spot::{Place, Side, Spot};
use super::tables::Tables;

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
    pub(crate) now: Side<'a>,
    /// The report of one period earlier.
    pub(crate) prior: Option<Side<'a>>,
    pub(crate) keys: &'a Keys<'a>,
    /// The key to which each dimension is bound, by dimension, or [`UNBOUND`](super::UNBOUND).
    pub(crate) bound: &'a [u32],
    pub(crate) filled: &'a Filled,
}

/// Which tables of a report hold anything, by node and row, as far as it was asked: a table is looked through once.
#[derive(Debug, Default)]
pub(crate) struct Filled(RefCell<BTreeMap<Table, bool>>);

/// A table, in a report or the earlier one, in a row of a section or in none.
type Table = (u32, bool, Option<u32>, Place);

impl Filled {
    fn holds(&self, table: Table, look: impl FnOnce() -> bool) -> bool {
        if let Some(known) = self.0.borrow().get(&table) {
            return *known;
        }
        let holds = look();
        self.0.borrow_mut().insert(table, holds);
        holds
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

    /// The report, or the earlier one, where there is one.
    pub(crate) fn side(&self, prior: bool) -> Option<Side<'a>> {
        if prior { self.prior } else { Some(self.now) }
    }

    /// What the cell says that an operand is.
    pub(crate) fn standing_of(&self, operand: &Expr) -> Standing {
        match operand {
            Expr::Cell(cell) => self.standing(self.spot(*cell, false)),
            Expr::Prior(cell) => self.standing(self.spot(*cell, true)),
            _ => Standing::NotReported,
        }
    }

    /// What a cell says.
    pub(crate) fn standing(&self, spot: Spot) -> Standing {
        match spot.place {
            Place::Absent => return Standing::NotApplicable,
            Place::Unreported | Place::Any => return Standing::NotReported,
            Place::Plain | Place::Row(_) => {}
        }
        let cell = spot.cell;
        match self.content(spot) {
            Cell::Blank if self.blank_is_not_applicable(spot) => Standing::NotApplicable,
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
    pub(crate) fn interval(&self, spot: Spot, standing: &Standing) -> Interval {
        let cell = spot.cell;
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
    pub(crate) fn blank_is_not_applicable(&self, spot: Spot) -> bool {
        let planned = self.plan.cells.get(spot.cell as usize);
        let Some((planned, blank)) = planned.and_then(|cell| Some((cell, cell.blank.as_ref()?))) else {
            return false;
        };
        let Some(side) = self.side(spot.prior) else {
            return false;
        };
        let row = match (spot.place, planned.section) {
            (Place::Plain, _) => None,
            (Place::Row(row), Some(section)) => Some((section, row)),
            _ => return false,
        };
        let look = || match row {
            // Cells in rows are blank here: a table's whole is a row of its own.
            None => self.tables.cells_of(blank.table).any(|other| !side.report.cell(other).is_blank()),
            // In rows it is what stands there of the table, without the rows in them.
            Some((section, row)) => self.tables.cells_of(blank.table).any(|other| {
                let stands_there =
                    self.plan.cells.get(other as usize).is_some_and(|cell| cell.section == Some(section));
                stands_there && !self.content_in_row(side, other, row).is_blank()
            }),
        };
        let holds_something = self.filled.holds((blank.table, spot.prior, planned.section, spot.place), look);
        let is_other_than_zero = |cell: &Cell| is_other_than_zero(self.plan, cell);
        holds_something && !blank.beneath.iter().any(|other| self.any_beneath(side, *other, row, &is_other_than_zero))
    }
}

/// Whether a cell holds a figure that is other than 0.
fn is_other_than_zero(plan: &Plan, cell: &Cell) -> bool {
    match cell {
        Cell::Figure(digits) => *digits != 0,
        Cell::Wide(value) => value.mantissa() != 0,
        Cell::Other(other) => other.value.is_some_and(|value| value.mantissa() != 0),
        // A range mark counts as a figure.
        Cell::Mark(mark) => !is_not_applicable(plan, *mark),
        _ => false,
    }
}
