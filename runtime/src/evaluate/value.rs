//! What an expression may come to.

use num_rational::BigRational;
use num_traits::Zero;

use super::operand::Operand;
use super::spot::{Place, Spot};
use super::standing::{Filed, Standing};
use crate::interval::{End, Interval};
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
    pub(crate) fn exact(written: Interval) -> Self {
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
        Expr::Cell(cell) => of_spot(filed, filed.spot(*cell, false)),
        Expr::Prior(cell) => of_spot(filed, filed.spot(*cell, true)),
        // Rows stand in lists of operands only, where they are taken one by one.
        Expr::Rows { .. } => None,
        Expr::Scale { by, of } => Some(value(filed, of)?.scaled(by.as_big())),
        Expr::Minus(of) => Some(value(filed, of)?.negative()),
        Expr::Abs(of) => Some(value(filed, of)?.abs()),
        Expr::Sum(all) => {
            let mut sum = Value::exact(Interval::point(BigRational::zero()));
            for term in terms(filed, all)? {
                sum = sum.sum(&term.in_sum(filed)?);
            }
            Some(sum)
        }
        Expr::Product(a, b) => Some(value(filed, a)?.product(&value(filed, b)?)),
        Expr::Quotient(a, b) => {
            if is_not_applicable(filed, b) {
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

/// What a cell may come to; none where it is not applicable and that is no 0.
pub(crate) fn of_spot(filed: &Filed<'_>, spot: Spot) -> Option<Value> {
    let standing = filed.standing(spot);
    if standing == Standing::NotApplicable && !adds(filed.plan, spot.cell) {
        return None;
    }
    let written = filed.interval(spot, &standing);
    let half = match standing {
        Standing::Figure(_) => filed.half_unit(spot.cell),
        _ => None,
    };
    let reach =
        half.map(|half| Reach { interval: written.widened(&half, &half), down: Some(half.clone()), up: Some(half) });
    Some(Value { written, reach, doubtful: false })
}

/// Whether an operand, perhaps converted, is one cell that is not applicable.
fn is_not_applicable(filed: &Filed<'_>, expr: &Expr) -> bool {
    Operand::beneath(expr)
        .filter(|operand| operand.along.is_empty())
        .is_some_and(|operand| filed.standing(filed.spot(operand.cell, operand.prior)) == Standing::NotApplicable)
}

/// One of a list of operands: an expression, or one cell of those along which it runs.
struct Term<'e> {
    expr: &'e Expr,
    /// The cell, where the expression is one, perhaps converted.
    spot: Option<Spot>,
}

/// The operands of a list, row by row where they run through rows; none where one does and there are no rows.
fn terms<'e>(filed: &Filed<'_>, all: &'e [Expr]) -> Option<Vec<Term<'e>>> {
    let mut terms = Vec::with_capacity(all.len());
    for expr in all {
        match operand_in(expr) {
            Some(operand) => {
                let spots = filed.spots(&operand);
                if spots.is_empty() {
                    return None;
                }
                terms.extend(spots.into_iter().map(|spot| Term { expr, spot: Some(spot) }));
            }
            None => terms.push(Term { expr, spot: None }),
        }
    }
    Some(terms)
}

/// The cell that an operand of a list is, with a sign or converted.
fn operand_in(expr: &Expr) -> Option<Operand<'_>> {
    match expr {
        Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => operand_in(of),
        _ => Operand::beneath(expr),
    }
}

impl Term<'_> {
    /// Whether it is a cell that is not applicable, which `min`, `max` and `count` pass over.
    fn is_passed_over(&self, filed: &Filed<'_>) -> bool {
        let is_cell = Operand::beneath(self.expr).is_some();
        self.spot.is_some_and(|spot| is_cell && filed.standing(spot) == Standing::NotApplicable)
    }

    fn value(&self, filed: &Filed<'_>) -> Option<Value> {
        match self.spot {
            Some(spot) => around(self.expr, of_spot(filed, spot)?),
            None => value(filed, self.expr),
        }
    }

    /// The value in a sum, where any number of cells adds up.
    fn in_sum(&self, filed: &Filed<'_>) -> Option<Value> {
        match self.spot {
            Some(spot @ Spot { place: Place::Any, .. }) => {
                let one = filed.interval(spot, &filed.standing(spot));
                around(self.expr, Value::exact(one.any_number()))
            }
            _ => self.value(filed),
        }
    }
}

/// An operand with `value` in the place of its cell.
fn around(expr: &Expr, value: Value) -> Option<Value> {
    match expr {
        Expr::Scale { by, of } => Some(around(of, value)?.scaled(by.as_big())),
        Expr::Minus(of) => Some(around(of, value)?.negative()),
        Expr::Abs(of) => Some(around(of, value)?.abs()),
        _ => Some(value),
    }
}

fn extreme(filed: &Filed<'_>, all: &[Expr], of: impl Fn(&Interval, &Interval) -> Interval + Copy) -> Option<Value> {
    let mut best: Option<Value> = None;
    for term in terms(filed, all)? {
        if term.is_passed_over(filed) {
            continue;
        }
        let next = term.value(filed)?;
        best = Some(match best {
            Some(best) => best.apply(&next, of),
            None => next,
        });
    }
    best
}

fn count(filed: &Filed<'_>, cells: &[Expr]) -> Option<Value> {
    let (mut sure, mut perhaps, mut passed, mut is_open) = (0_i64, 0_i64, 0_i64, false);
    for spot in terms(filed, cells)?.into_iter().filter_map(|term| term.spot) {
        match filed.standing(spot) {
            Standing::Figure(_) | Standing::Range(_) | Standing::Value => sure += 1,
            Standing::NotReported | Standing::Unread => perhaps += 1,
            Standing::NotApplicable => passed += 1,
        }
        is_open |= spot.place == Place::Any;
    }
    if passed > 0 && sure + perhaps == 0 {
        return None;
    }
    let number = |n: i64| BigRational::from_integer(n.into());
    let end = |n: i64| Some(End { value: number(n), open: false });
    let most = if is_open { None } else { end(sure + perhaps) };
    Some(Value::exact(Interval::new(end(sure), most)?))
}
