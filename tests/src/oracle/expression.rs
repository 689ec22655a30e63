//! The value of an expression where every cell is one value.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use tallyform::plan::Expr;

use super::comparison::{cell_of, unflattened};
use super::domain::Standing;

/// One choice of true values.
pub struct Point<'a> {
    /// What the cells stand for.
    pub standings: &'a [Standing],
    /// The value of each cell that stands for more than one, by cell.
    pub values: Vec<Option<BigRational>>,
    /// Whether each blank that is counted holds a figure: 0 or 1, by cell.
    pub counted: Vec<Option<BigRational>>,
}

/// By how much each occurrence of a rounded figure is off, in the order in which an expression names them.
pub struct Shifts<'a> {
    /// -1, 0 or 1 halves of a unit, one an occurrence.
    pub signs: &'a [i8],
    /// How many have been used.
    pub used: usize,
}

impl Shifts<'_> {
    fn next(&mut self, half: Option<&BigRational>) -> BigRational {
        let Some(half) = half else { return BigRational::zero() };
        let sign = self.signs.get(self.used).copied().unwrap_or(0);
        self.used += 1;
        half * BigRational::from_integer(sign.into())
    }
}

/// The value, or nothing where the comparison around it does not apply.
#[must_use]
pub fn value(expr: &Expr, point: &Point<'_>, shifts: &mut Shifts<'_>) -> Option<BigRational> {
    match expr {
        Expr::Number(number) => Some(number.as_big().clone()),
        Expr::Cell(cell) => cell_value(*cell as usize, point, shifts),
        Expr::Scale { by, of } => value(of, point, shifts).map(|of| of * by.as_big()),
        Expr::Minus(of) => value(of, point, shifts).map(|of| -of),
        Expr::Abs(of) => value(of, point, shifts).map(|of| of.abs()),
        Expr::Sum(of) => {
            all(of, point, shifts).map(|of| of.into_iter().fold(BigRational::zero(), |sum, part| sum + part))
        }
        Expr::Product(left, right) => {
            let (left, right) = (value(left, point, shifts), value(right, point, shifts));
            Some(left? * right?)
        }
        Expr::Quotient(left, right) => {
            let not_applicable = is_not_applicable(right, point);
            let (left, right) = (value(left, point, shifts)?, value(right, point, shifts)?);
            (!not_applicable && !right.is_zero()).then(|| left / right)
        }
        Expr::Min(of) => extreme(of, point, shifts, BigRational::min),
        Expr::Max(of) => extreme(of, point, shifts, BigRational::max),
        Expr::Count(cells) => count(cells, point),
        Expr::Prior(_) | Expr::Rows { .. } => unflattened(),
    }
}

fn cell_value(cell: usize, point: &Point<'_>, shifts: &mut Shifts<'_>) -> Option<BigRational> {
    match &point.standings[cell] {
        Standing::Point { value, half } => Some(value + shifts.next(half.as_ref())),
        Standing::NotApplicable { adds } => adds.then(BigRational::zero),
        Standing::Between { lower, .. } => match &point.values[cell] {
            Some(value) => Some(value.clone()),
            None => lower.as_ref().map(|(value, _)| value.clone()),
        },
        Standing::Other => None,
    }
}

fn all(of: &[Expr], point: &Point<'_>, shifts: &mut Shifts<'_>) -> Option<Vec<BigRational>> {
    let values: Vec<_> = of.iter().map(|of| value(of, point, shifts)).collect();
    values.into_iter().collect()
}

fn extreme(
    of: &[Expr],
    point: &Point<'_>,
    shifts: &mut Shifts<'_>,
    better: fn(BigRational, BigRational) -> BigRational,
) -> Option<BigRational> {
    let values: Vec<_> = of.iter().map(|of| (is_not_applicable(of, point), value(of, point, shifts))).collect();
    let judged = values.into_iter().filter(|(passed_over, _)| !passed_over).map(|(_, value)| value);
    judged.collect::<Option<Vec<_>>>()?.into_iter().reduce(better)
}

fn count(cells: &[Expr], point: &Point<'_>) -> Option<BigRational> {
    let standing = |cell: usize| &point.standings[cell];
    let judged: Vec<usize> =
        cells.iter().map(cell_of).filter(|&cell| !matches!(standing(cell), Standing::NotApplicable { .. })).collect();
    if judged.is_empty() {
        return None;
    }
    let of_one = |cell: usize| match standing(cell) {
        Standing::Point { .. } | Standing::Between { reported: true, .. } | Standing::Other => BigRational::one(),
        _ => point.counted[cell].clone().unwrap_or_else(BigRational::zero),
    };
    Some(judged.into_iter().map(of_one).fold(BigRational::zero(), |sum, one| sum + one))
}

/// Whether the expression is a cell that is not applicable, be it converted to another unit.
fn is_not_applicable(expr: &Expr, point: &Point<'_>) -> bool {
    match expr {
        Expr::Cell(cell) => matches!(point.standings[*cell as usize], Standing::NotApplicable { .. }),
        Expr::Scale { of, .. } => is_not_applicable(of, point),
        _ => false,
    }
}
