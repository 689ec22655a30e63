//! Comparisons of sums of cells in whole numbers.
//!
//! The quick way says 'satisfied' or 'undetermined', or says nothing; whoever asks then judges in full.

use std::ops::ControlFlow;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use crate::cell::Cell;
use crate::plan::{Bound, Content, Expr, Operator, Plan, Statement};
use crate::validator::{adds, is_not_applicable};

/// Greatest magnitude of a coefficient. With figures of 64 bits and [`crate::validator::MAX_RULE_SIZE`] terms, sums
/// stay within 128 bits.
const MAX_COEFFICIENT: i128 = 1 << 40;

/// What the quick way says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Satisfied,
    Undetermined,
    /// Nothing: judge in full.
    Unsettled,
}

/// What the quick way knows of a cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct QuickCell {
    /// What a blank allows, in digits at the cell's places; none where the quick way cannot say.
    blank: Option<(Option<i64>, Option<i64>)>,
    /// The marks that stand for exactly 0.
    zero_marks: Vec<u32>,
}

/// Works out what the quick way needs to know of every cell.
pub(crate) fn cells(plan: &Plan) -> Vec<QuickCell> {
    let quick = |(number, cell): (usize, &crate::plan::Cell)| {
        let Content::Figure(figure) = &cell.content else {
            return QuickCell::default();
        };
        // A bound that is open or has more places than the cell is left to the full way.
        let digits = |bound: &Option<Bound>| match bound {
            None => Some(None),
            Some(bound) if bound.open => None,
            Some(bound) => {
                let digits = bound.value.as_big() * power_of_ten(figure.decimals);
                digits.is_integer().then(|| digits.to_integer().to_i64()).flatten().map(Some)
            }
        };
        let blank = match (&cell.blank, digits(&figure.lower), digits(&figure.upper)) {
            (None, Some(lower), Some(upper)) => Some((lower, upper)),
            _ => None,
        };
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let zero_marks = if adds(plan, number) {
            cell.takes.iter().copied().filter(|mark| is_not_applicable(plan, *mark)).collect()
        } else {
            Vec::new()
        };
        QuickCell { blank, zero_marks }
    };
    plan.cells.iter().enumerate().map(quick).collect()
}

fn power_of_ten(places: u8) -> BigRational {
    BigRational::from_integer(num_traits::pow(BigInt::from(10), places.into()))
}

/// `constant + sum of coefficient * digits` compared with 0.
#[derive(Debug)]
pub(crate) struct Quick {
    op: Operator,
    terms: Vec<(i64, u32)>,
    constant: i128,
    /// By how much the sum may miss.
    tolerance: i128,
    /// Some cell is rounded: only 'satisfied' as written is sure.
    rounded: bool,
}

impl Quick {
    /// The quick form of a statement; none where it is no comparison of sums of cells.
    pub(crate) fn new(plan: &Plan, statement: &Statement) -> Option<Self> {
        let Statement::Compare { op, left, right, tolerance } = statement else {
            return None;
        };
        let mut linear = Linear { plan, terms: Vec::new(), constant: BigRational::zero(), rounded: false };
        let one = BigRational::from_integer(1.into());
        linear.add(left, &one)?;
        linear.add(right, &-one)?;
        let tolerance = tolerance.as_ref().map_or_else(BigRational::zero, |tolerance| tolerance.as_big().clone());
        let numbers = linear.terms.iter().map(|(factor, _)| factor).chain([&linear.constant, &tolerance]);
        let common = numbers.fold(BigInt::from(1), |common, number| common.lcm(number.denom()));
        let whole = |number: &BigRational| (number * &common).to_integer().to_i128();
        let small = |number: &BigRational| whole(number).filter(|n| n.abs() <= MAX_COEFFICIENT).map(|n| n as i64);
        let terms = linear.terms.iter().map(|(factor, cell)| Some((small(factor)?, *cell))).collect::<Option<_>>()?;
        // Far from the ends of 128 bits, so that adding the terms never leaves them.
        let bounded = |number: &BigRational| whole(number).filter(|n| n.abs() <= i128::MAX >> 8);
        let (constant, tolerance) = (bounded(&linear.constant)?, bounded(&tolerance)?);
        Some(Self { op: *op, terms, constant, tolerance, rounded: linear.rounded })
    }

    /// Judges a report's cells.
    pub(crate) fn verdict(&self, known: &[QuickCell], cells: &[Cell]) -> Verdict {
        if let Some(sum) = self.plain_sum(cells) {
            return if self.holds(sum) { Verdict::Satisfied } else { Verdict::Unsettled };
        }
        // All that the sum may be, with ends that may be infinite.
        let (mut low, mut high) = (Some(self.constant), Some(self.constant));
        for (factor, number) in &self.terms {
            let index = *number as usize;
            match cells.get(index) {
                Some(Cell::Figure(digits)) => {
                    let term = i128::from(*factor) * i128::from(*digits);
                    low = low.map(|low| low + term);
                    high = high.map(|high| high + term);
                }
                other => {
                    let Some(known) = known.get(index) else {
                        return Verdict::Unsettled;
                    };
                    match known.unusual(other, *factor, &mut low, &mut high) {
                        ControlFlow::Continue(()) => {}
                        ControlFlow::Break(()) => return Verdict::Unsettled,
                    }
                }
            }
        }
        self.compare(low, high)
    }

    /// The sum where every cell holds a plain figure.
    fn plain_sum(&self, cells: &[Cell]) -> Option<i128> {
        let mut sum = self.constant;
        for (factor, number) in &self.terms {
            match cells.get(*number as usize) {
                Some(Cell::Figure(digits)) => sum += i128::from(*factor) * i128::from(*digits),
                _ => return None,
            }
        }
        Some(sum)
    }

    /// Whether the comparison holds for a sum that is one number.
    fn holds(&self, sum: i128) -> bool {
        match self.op {
            Operator::Equal => (-self.tolerance..=self.tolerance).contains(&sum),
            Operator::NotEqual => sum != 0,
            Operator::Less => sum < self.tolerance,
            Operator::AtMost => sum <= self.tolerance,
            Operator::Greater => sum > -self.tolerance,
            Operator::AtLeast => sum >= -self.tolerance,
        }
    }

    fn compare(&self, low: Option<i128>, high: Option<i128>) -> Verdict {
        let tolerance = self.tolerance;
        let at_most = |end: Option<i128>, limit: i128| end.is_some_and(|end| end <= limit);
        let at_least = |end: Option<i128>, limit: i128| end.is_some_and(|end| end >= limit);
        let (always, never) = match self.op {
            Operator::Equal => (
                at_least(low, -tolerance) && at_most(high, tolerance),
                at_least(low, tolerance + 1) || at_most(high, -tolerance - 1),
            ),
            Operator::NotEqual => (at_least(low, 1) || at_most(high, -1), at_least(low, 0) && at_most(high, 0)),
            Operator::Less => (at_most(high, tolerance - 1), at_least(low, tolerance)),
            Operator::AtMost => (at_most(high, tolerance), at_least(low, tolerance + 1)),
            Operator::Greater => (at_least(low, 1 - tolerance), at_most(high, -tolerance)),
            Operator::AtLeast => (at_least(low, -tolerance), at_most(high, -tolerance - 1)),
        };
        match (always, never || self.rounded) {
            (true, _) => Verdict::Satisfied,
            (false, true) => Verdict::Unsettled,
            (false, false) => Verdict::Undetermined,
        }
    }
}

impl QuickCell {
    /// Adds a cell that holds no plain figure.
    fn unusual(
        &self,
        cell: Option<&Cell>,
        factor: i64,
        low: &mut Option<i128>,
        high: &mut Option<i128>,
    ) -> ControlFlow<()> {
        match cell {
            None | Some(Cell::Blank) => {
                let Some((lower, upper)) = self.blank else {
                    return ControlFlow::Break(());
                };
                let (down, up) = if factor < 0 { (upper, lower) } else { (lower, upper) };
                let add = |sum: Option<i128>, end: Option<i64>| match (sum, end) {
                    _ if factor == 0 => sum,
                    (Some(sum), Some(end)) => Some(sum + i128::from(factor) * i128::from(end)),
                    _ => None,
                };
                *low = add(*low, down);
                *high = add(*high, up);
                ControlFlow::Continue(())
            }
            Some(Cell::Mark(mark)) if self.zero_marks.contains(mark) => ControlFlow::Continue(()),
            Some(_) => ControlFlow::Break(()),
        }
    }
}

/// A sum of cells in the making.
struct Linear<'a> {
    plan: &'a Plan,
    terms: Vec<(BigRational, u32)>,
    constant: BigRational,
    rounded: bool,
}

impl Linear<'_> {
    /// Adds `factor` times an expression; none where that is no sum of cells.
    fn add(&mut self, expr: &Expr, factor: &BigRational) -> Option<()> {
        match expr {
            Expr::Number(number) => self.constant += number.as_big() * factor,
            Expr::Cell(cell) => {
                let planned = self.plan.cells.get(*cell as usize)?;
                let (Content::Figure(figure), None) = (&planned.content, planned.section) else {
                    return None;
                };
                self.rounded |= figure.rounded.is_some();
                self.terms.push((factor / power_of_ten(figure.decimals), *cell));
            }
            Expr::Scale { by, of } => self.add(of, &(factor * by.as_big()))?,
            Expr::Minus(of) => self.add(of, &-factor)?,
            Expr::Sum(all) => all.iter().try_for_each(|one| self.add(one, factor).ok_or(())).ok()?,
            Expr::Prior(_)
            | Expr::Rows { .. }
            | Expr::Product(..)
            | Expr::Quotient(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Count(_)
            | Expr::Abs(_) => {
                return None;
            }
        }
        Some(())
    }
}
