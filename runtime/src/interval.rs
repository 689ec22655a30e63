//! Sets of true values: every number between two ends.

use std::cmp::Ordering;
use std::fmt;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::exact::write_exact;
use crate::plan::Bound;

/// One end of an [`Interval`]. None in its place is infinite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// The end.
    pub value: BigRational,
    /// The end itself is not in the set.
    pub open: bool,
}

/// All numbers between two ends; never empty. Its text is `(0,1)`, `[9,+inf)`, or a plain number for a single point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    lower: Option<End>,
    upper: Option<End>,
}

impl Interval {
    /// Every number.
    pub const ALL: Self = Self { lower: None, upper: None };

    /// One number.
    #[must_use]
    pub fn point(value: BigRational) -> Self {
        let end = End { value, open: false };
        Self { lower: Some(end.clone()), upper: Some(end) }
    }

    /// The numbers between two ends; none where there are no such numbers.
    #[must_use]
    pub fn new(lower: Option<End>, upper: Option<End>) -> Option<Self> {
        if let (Some(a), Some(b)) = (&lower, &upper) {
            match a.value.cmp(&b.value) {
                Ordering::Greater => return None,
                Ordering::Equal if a.open || b.open => return None,
                _ => {}
            }
        }
        Some(Self { lower, upper })
    }

    /// The numbers between two bounds; every number where no number lies between them.
    #[must_use]
    pub fn between(lower: Option<&Bound>, upper: Option<&Bound>) -> Self {
        let end = |bound: &Bound| End { value: bound.value.as_big().clone(), open: bound.open };
        Self::new(lower.map(end), upper.map(end)).unwrap_or(Self::ALL)
    }

    /// The lower end; none is infinite.
    #[must_use]
    pub fn lower(&self) -> Option<&End> {
        self.lower.as_ref()
    }

    /// The upper end; none is infinite.
    #[must_use]
    pub fn upper(&self) -> Option<&End> {
        self.upper.as_ref()
    }

    /// The one number of the set, where it has just one.
    #[must_use]
    pub fn as_point(&self) -> Option<&BigRational> {
        match (&self.lower, &self.upper) {
            (Some(a), Some(b)) if a.value == b.value => Some(&a.value),
            _ => None,
        }
    }

    /// Whether the number is in the set.
    #[must_use]
    pub fn contains(&self, value: &BigRational) -> bool {
        let above = self.lower.as_ref().is_none_or(|end| match value.cmp(&end.value) {
            Ordering::Greater => true,
            Ordering::Equal => !end.open,
            Ordering::Less => false,
        });
        let below = self.upper.as_ref().is_none_or(|end| match value.cmp(&end.value) {
            Ordering::Less => true,
            Ordering::Equal => !end.open,
            Ordering::Greater => false,
        });
        above && below
    }

    /// Whether the two have a number in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let apart = |a: &Self, b: &Self| match (&a.upper, &b.lower) {
            (Some(upper), Some(lower)) => {
                upper.value < lower.value || (upper.value == lower.value && (upper.open || lower.open))
            }
            _ => false,
        };
        !apart(self, other) && !apart(other, self)
    }

    /// Whether every number of this set is in the other.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let below = match (&self.upper, &other.upper) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => a.value < b.value || (a.value == b.value && (a.open || !b.open)),
        };
        let above = match (&self.lower, &other.lower) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(a), Some(b)) => a.value > b.value || (a.value == b.value && (a.open || !b.open)),
        };
        above && below
    }

    /// Whether 0 is in the set.
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        self.contains(&BigRational::zero())
    }

    /// Every sum of a number of one and a number of the other.
    #[must_use]
    pub fn sum(&self, other: &Self) -> Self {
        Self {
            lower: add(self.lower.as_ref(), other.lower.as_ref()),
            upper: add(self.upper.as_ref(), other.upper.as_ref()),
        }
    }

    /// The negative of every number.
    #[must_use]
    pub fn negative(&self) -> Self {
        let turn = |end: &End| End { value: -&end.value, open: end.open };
        Self { lower: self.upper.as_ref().map(turn), upper: self.lower.as_ref().map(turn) }
    }

    /// Every number times a factor.
    #[must_use]
    pub fn scaled(&self, by: &BigRational) -> Self {
        if by.is_zero() {
            return Self::point(BigRational::zero());
        }
        let times = |end: &End| End { value: &end.value * by, open: end.open };
        let (lower, upper) = (self.lower.as_ref().map(times), self.upper.as_ref().map(times));
        if by.is_negative() { Self { lower: upper, upper: lower } } else { Self { lower, upper } }
    }

    /// Every product of a number of one and a number of the other.
    #[must_use]
    pub fn product(&self, other: &Self) -> Self {
        let mut lower: Option<Corner> = None;
        let mut upper: Option<Corner> = None;
        for a in self.corners() {
            for b in other.corners() {
                let corner = a.times(&b);
                if lower.as_ref().is_none_or(|best| corner.is_below(best)) {
                    lower = Some(corner.clone());
                }
                if upper.as_ref().is_none_or(|best| best.is_below_from_above(&corner)) {
                    upper = Some(corner);
                }
            }
        }
        Self { lower: lower.and_then(Corner::into_end), upper: upper.and_then(Corner::into_end) }
    }

    /// Every quotient of a number of one by a number of the other; none where the other holds 0.
    #[must_use]
    pub fn quotient(&self, other: &Self) -> Option<Self> {
        if other.contains_zero() {
            return None;
        }
        let turned = |end: Option<&End>| match end {
            // 1/x nears 0 and does not reach it.
            None => Some(End { value: BigRational::zero(), open: true }),
            // 1/x has no end where x nears 0.
            Some(end) if end.value.is_zero() => None,
            Some(end) => Some(End { value: end.value.recip(), open: end.open }),
        };
        // As 0 is outside, 1/x falls all the way.
        let inverse = Self { lower: turned(other.upper.as_ref()), upper: turned(other.lower.as_ref()) };
        Some(self.product(&inverse))
    }

    /// Every sum of any number of numbers of the set, none of them included.
    pub(crate) fn any_number(&self) -> Self {
        let zero = || Some(End { value: BigRational::zero(), open: false });
        Self {
            lower: self.lower.as_ref().filter(|end| !end.value.is_negative()).and_then(|_| zero()),
            upper: self.upper.as_ref().filter(|end| !end.value.is_positive()).and_then(|_| zero()),
        }
    }

    /// Every least number of a number of one and a number of the other.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        Self {
            lower: match (&self.lower, &other.lower) {
                (Some(a), Some(b)) => Some(lesser(a, b, Side::Lower).clone()),
                _ => None,
            },
            upper: match (&self.upper, &other.upper) {
                (Some(a), Some(b)) => Some(lesser(a, b, Side::Upper).clone()),
                (one, None) | (None, one) => one.clone(),
            },
        }
    }

    /// Every greatest number of a number of one and a number of the other.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        self.negative().min(&other.negative()).negative()
    }

    /// The absolute value of every number.
    #[must_use]
    pub fn abs(&self) -> Self {
        let negative = self.negative();
        let at_least_zero = self.lower.as_ref().is_some_and(|end| !end.value.is_negative());
        let at_most_zero = self.upper.as_ref().is_some_and(|end| !end.value.is_positive());
        if at_least_zero {
            return self.clone();
        }
        if at_most_zero {
            return negative;
        }
        Self { lower: Some(End { value: BigRational::zero(), open: false }), upper: self.max(&negative).upper }
    }

    /// Every number that lies within `down` below or `up` above a number of the set.
    #[must_use]
    pub fn widened(&self, down: &BigRational, up: &BigRational) -> Self {
        Self {
            lower: self.lower.as_ref().map(|end| End { value: &end.value - down, open: end.open }),
            upper: self.upper.as_ref().map(|end| End { value: &end.value + up, open: end.open }),
        }
    }
}

fn add(a: Option<&End>, b: Option<&End>) -> Option<End> {
    let (a, b) = (a?, b?);
    Some(End { value: plus(&a.value, &b.value), open: a.open || b.open })
}

/// The sum. That of integers, which most figures are, is not reduced to lowest terms in vain.
fn plus(a: &BigRational, b: &BigRational) -> BigRational {
    if a.is_integer() && b.is_integer() { BigRational::from_integer(a.numer() + b.numer()) } else { a + b }
}

/// Which end of an interval.
#[derive(Clone, Copy)]
enum Side {
    Lower,
    Upper,
}

/// The lesser of two ends of the same side. Of equal ones, below, the closed one reaches further down; above, the
/// least of two numbers stays below an open end as soon as one of them does.
fn lesser<'a>(a: &'a End, b: &'a End, side: Side) -> &'a End {
    match a.value.cmp(&b.value) {
        Ordering::Less => a,
        Ordering::Greater => b,
        Ordering::Equal => match side {
            Side::Lower => {
                if a.open {
                    b
                } else {
                    a
                }
            }
            Side::Upper => {
                if a.open {
                    a
                } else {
                    b
                }
            }
        },
    }
}

/// An end of an interval with its infinities, for products.
#[derive(Clone)]
enum Corner {
    Below,
    Number(End),
    Above,
}

impl Corner {
    fn sign(&self) -> Ordering {
        match self {
            Self::Below => Ordering::Less,
            Self::Above => Ordering::Greater,
            Self::Number(end) => end.value.cmp(&BigRational::zero()),
        }
    }

    fn times(&self, other: &Self) -> Self {
        if let (Self::Number(a), Self::Number(b)) = (self, other) {
            // A closed 0 gives 0 whatever the other is.
            let zero = |end: &End| end.value.is_zero() && !end.open;
            return Self::Number(End { value: &a.value * &b.value, open: (a.open || b.open) && !zero(a) && !zero(b) });
        }
        match (self.sign(), other.sign()) {
            // 0 times a number without end: 0, reached where the 0 is.
            (Ordering::Equal, _) => self.clone(),
            (_, Ordering::Equal) => other.clone(),
            (a, b) if a == b => Self::Above,
            _ => Self::Below,
        }
    }

    /// Whether it is the lower one of two lower ends.
    fn is_below(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.value < b.value || (a.value == b.value && !a.open && b.open),
            (Self::Below, Self::Number(_) | Self::Above) | (Self::Number(_), Self::Above) => true,
            _ => false,
        }
    }

    /// Whether `other` is the upper one of two upper ends.
    fn is_below_from_above(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.value < b.value || (a.value == b.value && a.open && !b.open),
            (Self::Below, Self::Number(_) | Self::Above) | (Self::Number(_), Self::Above) => true,
            _ => false,
        }
    }

    fn into_end(self) -> Option<End> {
        match self {
            Self::Number(end) => Some(end),
            Self::Below | Self::Above => None,
        }
    }
}

impl Interval {
    fn corners(&self) -> [Corner; 2] {
        [
            self.lower.clone().map_or(Corner::Below, Corner::Number),
            self.upper.clone().map_or(Corner::Above, Corner::Number),
        ]
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(point) = self.as_point() {
            return write_exact(point, f);
        }
        match &self.lower {
            None => f.write_str("(-inf")?,
            Some(end) => {
                f.write_str(if end.open { "(" } else { "[" })?;
                write_exact(&end.value, f)?;
            }
        }
        f.write_str(",")?;
        match &self.upper {
            None => f.write_str("+inf)"),
            Some(end) => {
                write_exact(&end.value, f)?;
                f.write_str(if end.open { ")" } else { "]" })
            }
        }
    }
}
