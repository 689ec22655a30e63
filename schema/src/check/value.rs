//! Ranges of numbers.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::One;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::Scalar;

/// One end of a range and whether it is open.
pub(crate) type End = (BigRational, bool);

/// Whether no number lies between the ends; of those with at most `places` decimal places where that is said.
pub(crate) fn nothing_between(lower: Option<&End>, upper: Option<&End>, places: Option<u8>) -> bool {
    let (Some((low, low_open)), Some((high, high_open))) = (lower, upper) else { return false };
    if low > high || (low == high && (*low_open || *high_open)) {
        return true;
    }
    let Some(places) = places else { return false };
    let scale = BigRational::from_integer(BigInt::from(10).pow(u32::from(places)));
    let one = BigRational::one();
    let (low, high) = (low * &scale, high * &scale);
    let first = if *low_open { low.floor() + &one } else { low.ceil() };
    let last = if *high_open { high.ceil() - &one } else { high.floor() };
    first > last
}

/// Whether the value lies between the ends.
pub(crate) fn holds(lower: Option<&End>, upper: Option<&End>, value: &BigRational) -> bool {
    let above = lower.is_none_or(|(end, open)| if *open { value > end } else { value >= end });
    let below = upper.is_none_or(|(end, open)| if *open { value < end } else { value <= end });
    above && below
}

/// Both kinds of bound at one place.
pub(crate) fn two_bounds(first: &Scalar, second: &Scalar, words: &str) -> Diagnostic {
    Diagnostic::new(Code::TwoBounds, format!("{words} are both said here"), second.span, "a second bound")
        .also(first.span, "the first one")
        .help("keep one of them: `min` and `max` are closed, `above` and `below` are open")
}
