//! Whether a statement holds.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::Zero;

use super::standing::{Filed, Standing};
use super::value::{Value, value};
use crate::interval::Interval;
use crate::plan::{Expr, Operator, Statement};

/// Whether a statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    True,
    False,
    Unknown,
    NotApplicable,
}

impl Truth {
    const fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    const fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            other => other,
        }
    }
}

/// Whether a statement holds.
pub(crate) fn truth(filed: &Filed<'_>, statement: &Statement) -> Truth {
    match statement {
        Statement::Compare { op, left, right, tolerance } => {
            let tolerance = tolerance.as_ref().map(|tolerance| tolerance.as_big());
            Comparison::new(filed, left, right, tolerance).map_or(Truth::NotApplicable, |one| one.truth(*op))
        }
        Statement::And(all) => junction(filed, all, Truth::False),
        Statement::Or(all) => junction(filed, all, Truth::True),
        Statement::Not(one) => truth(filed, one).not(),
        Statement::If { condition, then, otherwise } => {
            let branch = |holds: bool| match (holds, otherwise) {
                (true, _) => truth(filed, then),
                (false, Some(otherwise)) => truth(filed, otherwise),
                (false, None) => Truth::True,
            };
            match truth(filed, condition) {
                Truth::NotApplicable => Truth::NotApplicable,
                Truth::True => branch(true),
                Truth::False => branch(false),
                Truth::Unknown => match (branch(true), branch(false)) {
                    (a, b) if a == b => a,
                    _ => Truth::Unknown,
                },
            }
        }
        Statement::Same(a, b) => same(truth(filed, a), truth(filed, b)),
        Statement::Differ(a, b) => same(truth(filed, a), truth(filed, b)).not(),
        Statement::Reported(cell) => {
            Truth::of(!matches!(filed.standing_of(cell), Standing::NotReported | Standing::Unread))
        }
        Statement::Applies(cell) => match filed.standing_of(cell) {
            Standing::NotApplicable => Truth::False,
            Standing::NotReported | Standing::Unread => Truth::Unknown,
            Standing::Figure(_) | Standing::Range(_) | Standing::Value => Truth::True,
        },
        // Its comparisons are judged one by one.
        Statement::Ordered { .. } => Truth::Unknown,
        Statement::Constant(holds) => Truth::of(*holds),
    }
}

/// `and` with `deciding` false, `or` with `deciding` true: one deciding statement decides, else one that does not
/// apply, else one that is unknown.
fn junction(filed: &Filed<'_>, all: &[Statement], deciding: Truth) -> Truth {
    let mut result = deciding.not();
    for one in all {
        let next = truth(filed, one);
        if next == deciding {
            return deciding;
        }
        result = match (result, next) {
            (Truth::NotApplicable, _) | (_, Truth::NotApplicable) => Truth::NotApplicable,
            (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
            (result, _) => result,
        };
    }
    result
}

fn same(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Truth::NotApplicable, _) | (_, Truth::NotApplicable) => Truth::NotApplicable,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        (a, b) => Truth::of(a == b),
    }
}

/// The comparison that makes a statement fail: the first in reading order that fails itself; none where none does.
pub(crate) fn culprit<'s>(filed: &Filed<'_>, statement: &'s Statement) -> Option<&'s Statement> {
    match statement {
        Statement::Compare { .. } => (truth(filed, statement) == Truth::False).then_some(statement),
        Statement::And(all) | Statement::Or(all) => all.iter().find_map(|one| match truth(filed, one) {
            Truth::False => culprit(filed, one),
            _ => None,
        }),
        Statement::If { condition, then, otherwise } => {
            let (then, otherwise) = (Some(&**then), otherwise.as_deref());
            let branches = match truth(filed, condition) {
                Truth::True => [then, None],
                Truth::False => [None, otherwise],
                _ => [then, otherwise],
            };
            branches.into_iter().flatten().find_map(|branch| culprit(filed, branch))
        }
        _ => None,
    }
}

/// Two sides of a comparison worked out.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    pub(crate) left: Value,
    pub(crate) right: Value,
    difference: Value,
    tolerance: BigRational,
}

impl Comparison {
    /// Works both sides out; none where the comparison does not apply.
    pub(crate) fn new(filed: &Filed<'_>, left: &Expr, right: &Expr, tolerance: Option<&BigRational>) -> Option<Self> {
        let (left, right) = (value(filed, left), value(filed, right));
        Some(Self::of(left?, right?, tolerance))
    }

    /// Two sides that are worked out.
    pub(crate) fn of(left: Value, right: Value, tolerance: Option<&BigRational>) -> Self {
        let difference = left.sum(&right.negative());
        Self { left, right, difference, tolerance: tolerance.cloned().unwrap_or_else(BigRational::zero) }
    }

    /// `left - right` where both are one number.
    pub(crate) fn difference(&self) -> Option<BigRational> {
        Some(self.left.written.as_point()? - self.right.written.as_point()?)
    }

    /// By how much the comparison might miss, the author's tolerance and that of rounding; none is without end.
    pub(crate) fn allowance(&self, op: Operator) -> Option<BigRational> {
        if op == Operator::NotEqual {
            return Some(BigRational::zero());
        }
        let (down, up) = self.difference.slack();
        let rounding = match op {
            Operator::Equal => down?.max(up?),
            Operator::Less | Operator::AtMost | Operator::NotEqual => down?,
            Operator::Greater | Operator::AtLeast => up?,
        };
        Some(&self.tolerance + rounding)
    }

    /// Whether the comparison holds.
    pub(crate) fn truth(&self, op: Operator) -> Truth {
        if self.difference.doubtful {
            return Truth::Unknown;
        }
        let turned;
        let (difference, op) = match op {
            Operator::Greater | Operator::AtLeast => {
                turned = self.difference.negative();
                (&turned, if op == Operator::Greater { Operator::Less } else { Operator::AtMost })
            }
            _ => (&self.difference, op),
        };
        let (never, always) = match op {
            Operator::Equal => {
                let band = Interval::point(BigRational::zero()).widened(&self.tolerance, &self.tolerance);
                (!difference.reached().meets(&band), self.always_equal(difference))
            }
            Operator::NotEqual => {
                let written = &difference.written;
                (written.as_point().is_some_and(Zero::is_zero), !written.contains_zero())
            }
            Operator::Less | Operator::Greater => (
                difference.reached().lower().is_some_and(|end| end.value >= self.tolerance),
                self.always_below(difference, |order, open| {
                    order == Ordering::Less || (order == Ordering::Equal && open)
                }),
            ),
            Operator::AtMost | Operator::AtLeast => (
                difference
                    .reached()
                    .lower()
                    .is_some_and(|end| end.value > self.tolerance || (end.value == self.tolerance && end.open)),
                self.always_below(difference, |order, _| order != Ordering::Greater),
            ),
        };
        match (never, always) {
            (true, _) => Truth::False,
            (_, true) => Truth::True,
            _ => Truth::Unknown,
        }
    }

    /// Whether every difference comes within the tolerance as far as rounding reaches.
    fn always_equal(&self, difference: &Value) -> bool {
        let (down, up) = difference.slack();
        let below =
            down.is_none_or(|down| difference.written.upper().is_some_and(|end| end.value <= &self.tolerance + down));
        let above =
            up.is_none_or(|up| difference.written.lower().is_some_and(|end| -&end.value <= &self.tolerance + up));
        below && above
    }

    /// Whether the upper end of the difference is below the tolerance, as far as rounding reaches.
    fn always_below(&self, difference: &Value, below: impl Fn(Ordering, bool) -> bool) -> bool {
        let (down, _) = difference.slack();
        let Some(down) = down else { return true };
        difference.written.upper().is_some_and(|end| below(end.value.cmp(&(&self.tolerance + down)), end.open))
    }
}
