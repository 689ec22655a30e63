//! What an expression may come to.

use num_rational::BigRational;
use num_traits::Zero;

use super::standing::{Filed, Standing};
use crate::interval::Interval;
use crate::plan::Expr;
use crate::validator::adds;

/// All that an expression may come to.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    /// With every figure as written.
    pub(crate) written: Interval,
    /// With every rounded figure as all that it may have been rounded from; none where nothing is rounded.
    pub(crate) reach: Option<Reach>,
    /// Some choice of true values divides by 0.
    pub(crate) doubtful: bool,
}

/// What rounding adds to a [`Value`].
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// All values with rounding.
    pub(crate) interval: Interval,
    /// How far rounding reaches below any value as written, at least; none is without end.
    pub(crate) down: Option<BigRational>,
    /// How far it reaches above.
    pub(crate) up: Option<BigRational>,
}

impl Value {
    fn exact(written: Interval) -> Self {
        Self { written, reach: None, doubtful: false }
    }

    /// All values with rounding.
    pub(crate) fn reached(&self) -> &Interval {
        self.reach.as_ref().map_or(&self.written, |reach| &reach.interval)
    }

    /// How far rounding reaches below and above.
    pub(crate) fn slack(&self) -> (Option<BigRational>, Option<BigRational>) {
        match &self.reach {
            Some(reach) => (reach.down.clone(), reach.up.clone()),
            None => (Some(BigRational::zero()), Some(BigRational::zero())),
        }
    }

    fn is_rounded(&self) -> bool {
        self.reach.is_some()
    }

    pub(crate) fn sum(&self, other: &Self) -> Self {
        let reach = (self.is_rounded() || other.is_rounded()).then(|| {
            let ((down_a, up_a), (down_b, up_b)) = (self.slack(), other.slack());
            let add = |a: Option<BigRational>, b: Option<BigRational>| Some(a? + b?);
            Reach { interval: self.reached().sum(other.reached()), down: add(down_a, down_b), up: add(up_a, up_b) }
        });
        Self { written: self.written.sum(&other.written), reach, doubtful: self.doubtful || other.doubtful }
    }

    pub(crate) fn negative(&self) -> Self {
        let turn = |reach: &Reach| Reach {
            interval: reach.interval.negative(),
            down: reach.up.clone(),
            up: reach.down.clone(),
        };
        Self { written: self.written.negative(), reach: self.reach.as_ref().map(turn), doubtful: self.doubtful }
    }

    fn scaled(&self, by: &BigRational) -> Self {
        if *by < BigRational::zero() {
            return self.negative().scaled(&-by);
        }
        let times = |slack: &Option<BigRational>| match slack {
            Some(slack) => Some(slack * by),
            None if by.is_zero() => Some(BigRational::zero()),
            None => None,
        };
        let scale = |reach: &Reach| Reach {
            interval: reach.interval.scaled(by),
            down: times(&reach.down),
            up: times(&reach.up),
        };
        Self { written: self.written.scaled(by), reach: self.reach.as_ref().map(scale), doubtful: self.doubtful }
    }

    /// Works a function of two intervals out, as written and with rounding.
    fn apply(&self, other: &Self, of: impl Fn(&Interval, &Interval) -> Interval) -> Self {
        let written = of(&self.written, &other.written);
        let reach = (self.is_rounded() || other.is_rounded())
            .then(|| Reach::around(&written, of(self.reached(), other.reached())));
        Self { written, reach, doubtful: self.doubtful || other.doubtful }
    }

    fn abs(&self) -> Self {
        self.apply(&Self::exact(Interval::point(BigRational::zero())), |a, _| a.abs())
    }

    fn product(&self, other: &Self) -> Self {
        // A factor that is one exact number leaves the reach of rounding exact.
        for (factor, of) in [(self, other), (other, self)] {
            if let (Some(by), false) = (factor.written.as_point(), factor.is_rounded()) {
                return Self { doubtful: self.doubtful || other.doubtful, ..of.scaled(by) };
            }
        }
        self.apply(other, Interval::product)
    }

    /// The quotient; none where it divides by 0 and nothing else.
    fn quotient(&self, by: &Self) -> Option<Self> {
        if let Some(divisor) = by.written.as_point() {
            if divisor.is_zero() {
                return None;
            }
            if !by.is_rounded() {
                let quotient = self.scaled(&divisor.recip());
                return Some(Self { doubtful: self.doubtful || by.doubtful, ..quotient });
            }
        }
        if by.written.contains_zero() {
            return Some(Self { written: Interval::ALL, reach: None, doubtful: true });
        }
        Some(self.apply(by, |a, b| a.quotient(b).unwrap_or(Interval::ALL)))
    }
}

impl Reach {
    /// The reach around values as written. For one value it is exact; among several, what rounding adds to each may
    /// differ, and none of it is counted on.
    fn around(written: &Interval, interval: Interval) -> Self {
        let Some(point) = written.as_point() else {
            return Self { interval, down: Some(BigRational::zero()), up: Some(BigRational::zero()) };
        };
        let down = interval.lower().map(|end| point - &end.value);
        let up = interval.upper().map(|end| &end.value - point);
        Self { interval, down, up }
    }
}

/// What an expression may come to; none where it does not apply.
pub(crate) fn value(filed: &Filed<'_>, expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Number(number) => Some(Value::exact(Interval::point(number.as_big().clone()))),
        Expr::Cell(cell) => of_cell(filed, *cell),
        // There is no earlier report yet, and there are no rows.
        Expr::Prior(_) | Expr::Rows { .. } => Some(Value::exact(Interval::ALL)),
        Expr::Scale { by, of } => Some(value(filed, of)?.scaled(by.as_big())),
        Expr::Minus(of) => Some(value(filed, of)?.negative()),
        Expr::Abs(of) => Some(value(filed, of)?.abs()),
        Expr::Sum(all) => {
            let mut sum = Value::exact(Interval::point(BigRational::zero()));
            for one in all {
                sum = sum.sum(&value(filed, one)?);
            }
            Some(sum)
        }
        Expr::Product(a, b) => Some(value(filed, a)?.product(&value(filed, b)?)),
        Expr::Quotient(a, b) => {
            if cell_beneath(b).is_some_and(|cell| filed.standing(cell) == Standing::NotApplicable) {
                return None;
            }
            let divisor = value(filed, b)?;
            value(filed, a)?.quotient(&divisor)
        }
        Expr::Min(all) => extreme(filed, all, Interval::min),
        Expr::Max(all) => extreme(filed, all, Interval::max),
        Expr::Count(cells) => count(filed, cells),
    }
}

fn of_cell(filed: &Filed<'_>, cell: u32) -> Option<Value> {
    let standing = filed.standing(cell);
    if standing == Standing::NotApplicable && !adds(filed.plan, cell) {
        return None;
    }
    let written = filed.interval(cell, &standing);
    let half = match standing {
        Standing::Figure(_) => filed.half_unit(cell),
        _ => None,
    };
    let reach =
        half.map(|half| Reach { interval: written.widened(&half, &half), down: Some(half.clone()), up: Some(half) });
    Some(Value { written, reach, doubtful: false })
}

/// The cell that an operand is, perhaps converted.
fn cell_beneath(expr: &Expr) -> Option<u32> {
    match expr {
        Expr::Cell(cell) => Some(*cell),
        Expr::Scale { of, .. } => cell_beneath(of),
        _ => None,
    }
}

fn extreme(filed: &Filed<'_>, all: &[Expr], of: impl Fn(&Interval, &Interval) -> Interval + Copy) -> Option<Value> {
    let mut best: Option<Value> = None;
    for one in all {
        if cell_beneath(one).is_some_and(|cell| filed.standing(cell) == Standing::NotApplicable) {
            continue;
        }
        let next = value(filed, one)?;
        best = Some(match best {
            Some(best) => best.apply(&next, of),
            None => next,
        });
    }
    best
}

fn count(filed: &Filed<'_>, cells: &[Expr]) -> Option<Value> {
    let (mut sure, mut perhaps, mut passed) = (0_i64, 0_i64, 0_i64);
    for cell in cells {
        match filed.standing_of(cell) {
            Standing::Figure(_) | Standing::Range(_) | Standing::Value => sure += 1,
            Standing::NotReported | Standing::Unread => perhaps += 1,
            Standing::NotApplicable => passed += 1,
        }
    }
    if passed > 0 && sure + perhaps == 0 {
        return None;
    }
    let number = |n: i64| BigRational::from_integer(n.into());
    let range =
        Interval::point(number(sure)).sum(&Interval::point(BigRational::zero()).widened(&number(0), &number(perhaps)));
    Some(Value::exact(range))
}
