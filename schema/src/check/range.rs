//! What a number in a check can be at all, from the bounds of its figures. Exact for sums, sound for everything else.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::mark::Marks;
use super::relation::Cells;
use super::unit::Units;
use super::value::End;
use crate::model::{Expr, Meaning, NodeId, Operator};

/// All numbers between two ends; no end is no bound.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) lower: Option<End>,
    pub(crate) upper: Option<End>,
}

/// Whether something holds whatever the figures are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Always,
    Never,
    Depends,
}

impl Range {
    /// Every number.
    pub(crate) const ALL: Self = Self { lower: None, upper: None };

    pub(crate) fn point(value: BigRational) -> Self {
        Self { lower: Some((value.clone(), false)), upper: Some((value, false)) }
    }

    /// The one number that it holds.
    pub(crate) fn as_point(&self) -> Option<&BigRational> {
        match (&self.lower, &self.upper) {
            (Some((low, false)), Some((high, false))) if low == high => Some(low),
            _ => None,
        }
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        let add = |a: &Option<End>, b: &Option<End>| match (a, b) {
            (Some((a, a_open)), Some((b, b_open))) => Some((a + b, *a_open || *b_open)),
            _ => None,
        };
        Self { lower: add(&self.lower, &other.lower), upper: add(&self.upper, &other.upper) }
    }

    pub(crate) fn times(&self, factor: &BigRational) -> Self {
        if factor.is_zero() {
            return Self::point(BigRational::zero());
        }
        let scale = |end: &Option<End>| end.as_ref().map(|(value, open)| (value * factor, *open));
        if factor.is_positive() {
            Self { lower: scale(&self.lower), upper: scale(&self.upper) }
        } else {
            Self { lower: scale(&self.upper), upper: scale(&self.lower) }
        }
    }

    /// The smallest range that holds both.
    pub(crate) fn hull(&self, other: &Self) -> Self {
        let wider = |a: &Option<End>, b: &Option<End>, low: bool| match (a, b) {
            (Some(a), Some(b)) if a.0 == b.0 => Some((a.0.clone(), a.1 && b.1)),
            (Some(a), Some(b)) => Some(if (a.0 < b.0) == low { a.clone() } else { b.clone() }),
            _ => None,
        };
        Self { lower: wider(&self.lower, &other.lower, true), upper: wider(&self.upper, &other.upper, false) }
    }

    /// What the sum of any number of such numbers can be, none among them.
    pub(crate) fn over_rows(&self) -> Self {
        let zero = || Some((BigRational::zero(), false));
        let is_never_positive = self.upper.as_ref().is_some_and(|(high, _)| !high.is_positive());
        Self { lower: zero().filter(|_| self.is_never_negative()), upper: zero().filter(|_| is_never_positive) }
    }

    fn is_never_negative(&self) -> bool {
        self.lower.as_ref().is_some_and(|(low, _)| !low.is_negative())
    }

    /// Whether a number of this range compares with 0 as `op` says, where it may miss by `tolerance`.
    pub(crate) fn compares(&self, op: Operator, tolerance: &BigRational) -> Verdict {
        let minus = -tolerance.clone();
        // Everything at or below, strictly below, at or above, strictly above a number.
        let at_most = |value: &BigRational| self.upper.as_ref().is_some_and(|(high, _)| high <= value);
        let below = |value: &BigRational| {
            self.upper.as_ref().is_some_and(|(high, open)| high < value || (high == value && *open))
        };
        let at_least = |value: &BigRational| self.lower.as_ref().is_some_and(|(low, _)| low >= value);
        let above =
            |value: &BigRational| self.lower.as_ref().is_some_and(|(low, open)| low > value || (low == value && *open));
        let zero = BigRational::zero();
        let (always, never) = match op {
            Operator::Equal => (at_most(tolerance) && at_least(&minus), above(tolerance) || below(&minus)),
            Operator::NotEqual => (above(&zero) || below(&zero), at_most(&zero) && at_least(&zero)),
            Operator::AtMost => (at_most(tolerance), above(tolerance)),
            Operator::Less => (below(tolerance), at_least(tolerance)),
            Operator::AtLeast => (at_least(&minus), below(&minus)),
            Operator::Greater => (above(&minus), at_most(&minus)),
        };
        match (always, never) {
            (true, _) => Verdict::Always,
            (_, true) => Verdict::Never,
            _ => Verdict::Depends,
        }
    }
}

/// What figures can be.
pub(crate) struct Ranges<'a> {
    pub(crate) cells: &'a Cells<'a>,
    pub(crate) units: &'a Units,
    pub(crate) marks: &'a Marks,
}

impl Ranges<'_> {
    /// What the cell of a node can stand for: its bounds, its marks, and 0 where it may be not applicable.
    pub(crate) fn of_node(&self, node: NodeId) -> Range {
        let (Some(figure), Some(made)) = (self.cells.figure(node), self.cells.get(node)) else { return Range::ALL };
        if made.unit_is_broken {
            return Range::ALL;
        }
        let mut range = Range { lower: figure.lower.clone(), upper: figure.upper.clone() };
        let adds = self.units.get(figure.unit).is_none_or(|unit| unit.kind.adds());
        let mut not_applicable = made.cell.blank_is_not_applicable;
        for mark in made.cell.takes.iter().filter_map(|id| self.marks.get(*id)) {
            match &mark.meaning {
                Meaning::NotApplicable => not_applicable = true,
                Meaning::Range { lower, upper, .. } => {
                    range = range.hull(&Range { lower: lower.clone(), upper: upper.clone() });
                }
            }
        }
        if not_applicable && adds {
            range = range.hull(&Range::point(BigRational::zero()));
        }
        range
    }

    /// What an expression can come to. Figures that stand in it more than once count as independent.
    pub(crate) fn of(&self, expr: &Expr) -> Range {
        match expr {
            Expr::Number(value) => Range::point(value.clone()),
            // What an earlier report may hold is what this one may.
            Expr::Figure(node) | Expr::Prior(node) => self.of_node(*node),
            Expr::Scale { by, of } => self.of(of).times(by),
            Expr::Minus(inner) => self.of(inner).times(&-BigRational::one()),
            Expr::Sum(terms) => {
                let one = |term: &Expr| match term {
                    Expr::Rows { of, .. } => self.of(of).over_rows(),
                    term => self.of(term),
                };
                terms.iter().fold(Range::point(BigRational::zero()), |range, term| range.plus(&one(term)))
            }
            Expr::Min(terms) | Expr::Max(terms) => {
                // Between the extremes of all; cells that are passed over do not widen that.
                let mut ranges = terms.iter().map(|term| self.of(term));
                let first = ranges.next().unwrap_or(Range::ALL);
                ranges.fold(first, |range, other| range.hull(&other))
            }
            // Between the extremes of all rows; in a sum they are met above.
            Expr::Rows { of, .. } => self.of(of),
            Expr::Count(nodes) if nodes.iter().any(|node| matches!(node, Expr::Rows { .. })) => {
                Range { lower: Some((BigRational::zero(), false)), upper: None }
            }
            Expr::Count(nodes) => Range {
                lower: Some((BigRational::zero(), false)),
                upper: Some((BigRational::from_integer(nodes.len().into()), false)),
            },
            Expr::Abs(inner) => {
                let range = self.of(inner);
                if range.is_never_negative() {
                    return range;
                }
                let upper = match (&range.lower, &range.upper) {
                    (Some((low, low_open)), Some((high, high_open))) => {
                        let low = -low.clone();
                        Some(if low > *high { (low, *low_open) } else { (high.clone(), *high_open) })
                    }
                    _ => None,
                };
                Range { lower: Some((BigRational::zero(), false)), upper }
            }
            Expr::Product(left, right) => {
                let (left, right) = (self.of(left), self.of(right));
                match (left.as_point(), right.as_point()) {
                    (Some(factor), _) => right.times(factor),
                    (_, Some(factor)) => left.times(factor),
                    _ => non_negative(&left, &right),
                }
            }
            Expr::Quotient(left, right) => {
                let (left, right) = (self.of(left), self.of(right));
                match right.as_point().filter(|divisor| !divisor.is_zero()) {
                    Some(divisor) => left.times(&divisor.recip()),
                    None => non_negative(&left, &right),
                }
            }
        }
    }

    /// Whether a figure was rounded: a comparison may then miss by more than the author says.
    pub(crate) fn is_rounded(&self, node: NodeId) -> bool {
        self.cells.figure(node).is_some_and(|figure| figure.rounded.is_some())
    }
}

/// At least 0 where both are.
fn non_negative(left: &Range, right: &Range) -> Range {
    if left.is_never_negative() && right.is_never_negative() {
        Range { lower: Some((BigRational::zero(), false)), upper: None }
    } else {
        Range::ALL
    }
}
