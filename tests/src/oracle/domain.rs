//! The true values that a cell stands for, and the points that stand for them.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use tallyform::plan::{Bound, Content as Holds, Figure, Meaning, Plan};

use super::content::{Content, power_of_ten};

/// An end of a set of values, and whether it is open.
pub type End = Option<(BigRational, bool)>;

/// What a cell stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// One value. Where the figure was rounded, half a unit of its last place.
    Point {
        /// The value.
        value: BigRational,
        /// Half a unit of the place that it was rounded to.
        half: Option<BigRational>,
    },
    /// Everything between two ends.
    Between {
        /// The lower one.
        lower: End,
        /// The upper one.
        upper: End,
        /// A range mark: a figure all the same.
        reported: bool,
    },
    /// Nothing to report.
    NotApplicable {
        /// The unit adds, so that it is exactly 0.
        adds: bool,
    },
    /// No number.
    Other,
}

/// How near to an open end the value is that stands for it.
#[must_use]
pub fn close() -> BigRational {
    BigRational::new(BigInt::one(), power_of_ten(18))
}

/// What stands for infinity.
#[must_use]
pub fn far() -> BigRational {
    BigRational::from_integer(power_of_ten(40))
}

/// What a cell stands for with this content. A blank that the form reads as 'not applicable' is not known here.
#[must_use]
pub fn standing(plan: &Plan, cell: usize, content: &Content) -> Standing {
    let Holds::Figure(figure) = &plan.cells[cell].content else {
        return match content {
            // A text that is not applicable, or that is not there, is so whatever it is a text of.
            Content::Mark(_) => Standing::NotApplicable { adds: false },
            Content::Other | Content::Day(_) => Standing::Other,
            _ => Standing::Between { lower: None, upper: None, reported: false },
        };
    };
    let adds = plan.units[figure.unit as usize].kind.adds();
    match content {
        Content::Figure(value) => Standing::Point { value: value.clone(), half: figure.rounded.map(half_unit) },
        Content::Mark(mark) => match &plan.marks[*mark].meaning {
            Meaning::NotApplicable => Standing::NotApplicable { adds },
            Meaning::Suppressed { lower: None, upper: None } => Standing::Between {
                lower: end(figure.lower.as_ref()),
                upper: end(figure.upper.as_ref()),
                reported: true,
            },
            Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper } => {
                Standing::Between { lower: end(lower.as_ref()), upper: end(upper.as_ref()), reported: true }
            }
        },
        _ => unknown(figure),
    }
}

/// Everything that a cell allows.
#[must_use]
pub fn allowed(plan: &Plan, cell: usize) -> Standing {
    match &plan.cells[cell].content {
        Holds::Figure(figure) => unknown(figure),
        _ => Standing::Between { lower: None, upper: None, reported: false },
    }
}

fn unknown(figure: &Figure) -> Standing {
    Standing::Between { lower: end(figure.lower.as_ref()), upper: end(figure.upper.as_ref()), reported: false }
}

fn end(bound: Option<&Bound>) -> End {
    bound.map(|bound| (bound.value.as_big().clone(), bound.open))
}

fn half_unit(places: u8) -> BigRational {
    BigRational::new(BigInt::one(), power_of_ten(usize::from(places)) * 2)
}

impl Standing {
    /// Whether it is more than one value.
    #[must_use]
    pub fn is_open_question(&self) -> bool {
        match self {
            Self::Between { lower: Some((lower, false)), upper: Some((upper, false)), .. } => lower != upper,
            Self::Between { .. } => true,
            _ => false,
        }
    }

    /// Points to try: both ends, and with `rich` some between.
    #[must_use]
    pub fn points(&self, rich: bool) -> Vec<BigRational> {
        let Self::Between { lower, upper, .. } = self else { return Vec::new() };
        let low = match lower {
            Some((value, false)) => value.clone(),
            Some((value, true)) => value + close(),
            None => -far(),
        };
        let high = match upper {
            Some((value, false)) => value.clone(),
            Some((value, true)) => value - close(),
            None => far(),
        };
        let mut points = vec![low.clone(), high.clone()];
        if rich {
            let two = BigRational::from_integer(2.into());
            let steps =
                [BigRational::zero(), BigRational::one(), -BigRational::one(), &low + BigRational::one() / &two];
            points.extend(steps.into_iter().filter(|step| *step > low && *step < high));
            points.push((&low + &high) / two);
        }
        points.sort();
        points.dedup();
        points
    }
}
