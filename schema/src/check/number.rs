//! Numbers of a form file, read exactly.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::Scalar;

/// Most digits of a number.
const MAX_DIGITS: usize = 40;

/// Most decimal places of a figure.
pub(crate) const MAX_PLACES: u8 = 9;

/// Reads `-?digits`, `-?digits.digits` or `-?digits/digits`.
pub(crate) fn exact(text: &str) -> Option<BigRational> {
    if text.len() > 2 * MAX_DIGITS + 2 {
        return None;
    }
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let digits = |text: &str| -> Option<BigInt> {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().ok() } else { None }
    };
    let value = if let Some((above, below)) = rest.split_once('/') {
        let below = digits(below).filter(|below| !below.is_zero())?;
        BigRational::new(digits(above)?, below)
    } else if let Some((whole, fraction)) = rest.split_once('.') {
        digits(fraction)?;
        let places = u32::try_from(fraction.len()).ok()?;
        BigRational::new(digits(&format!("{}{fraction}", digits(whole)?))?, BigInt::from(10).pow(places))
    } else {
        BigRational::from_integer(digits(rest)?)
    };
    Some(if negative { -value } else { value })
}

/// Reads a number.
pub(crate) fn rational(scalar: &Scalar, out: &mut Vec<Diagnostic>) -> Option<BigRational> {
    let value = exact(&scalar.text);
    if value.is_none() {
        out.push(
            Diagnostic::new(
                Code::NotANumber,
                format!("`{}` is no number", scalar.text),
                scalar.span,
                "a number is expected",
            )
            .help(format!("write digits such as `12`, `-0.5` or `1/3`, at most {MAX_DIGITS} of them")),
        );
    }
    value
}

/// Reads a count of decimal places.
pub(crate) fn places(scalar: &Scalar, out: &mut Vec<Diagnostic>) -> Option<u8> {
    let value = scalar.text.parse::<u8>().ok().filter(|places| *places <= MAX_PLACES);
    if value.is_none() {
        let code = if exact(&scalar.text).is_some() { Code::BadDecimals } else { Code::NotANumber };
        out.push(
            Diagnostic::new(
                code,
                format!("`{}` is no number of decimal places", scalar.text),
                scalar.span,
                format!("0 to {MAX_PLACES} is expected"),
            )
            .help(format!("write a whole number from 0 to {MAX_PLACES}")),
        );
    }
    value
}

/// Reads a whole number above zero.
pub(crate) fn length(scalar: &Scalar, out: &mut Vec<Diagnostic>) -> Option<u32> {
    let value = scalar.text.parse::<u32>().ok().filter(|length| *length > 0);
    if value.is_none() {
        out.push(
            Diagnostic::new(
                Code::NotANumber,
                format!("`{}` is no length", scalar.text),
                scalar.span,
                "a whole number above 0 is expected",
            )
            .help("write how many characters the text may have"),
        );
    }
    value
}

/// How many decimal places the number has; none if it does not end.
pub(crate) fn places_of(value: &BigRational) -> Option<u32> {
    let mut denominator = value.denom().clone();
    let mut counts = [0u32; 2];
    for (prime, count) in [2u32, 5].into_iter().zip(&mut counts) {
        while (&denominator % prime).is_zero() {
            denominator /= prime;
            *count += 1;
        }
    }
    (denominator == BigInt::from(1)).then_some(counts[0].max(counts[1]))
}

/// As a message shows it: the decimal where that ends, else `p/q`.
pub(crate) fn show(value: &BigRational) -> String {
    match places_of(value) {
        Some(0) => value.numer().to_string(),
        Some(places) => {
            let scaled = (value * BigInt::from(10).pow(places)).to_integer().to_string();
            let (sign, digits) = match scaled.strip_prefix('-') {
                Some(digits) => ("-", digits),
                None => ("", scaled.as_str()),
            };
            let places = places as usize;
            let padded = format!("{digits:0>width$}", width = places + 1);
            let (whole, fraction) = padded.split_at(padded.len() - places);
            format!("{sign}{whole}.{fraction}")
        }
        None => format!("{}/{}", value.numer(), value.denom()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_and_shown_exactly() {
        for text in ["0", "12", "-0.5", "1/3", "0.0001", "-7/3", "123456789012345678901234567890.5"] {
            assert_eq!(exact(text).map(|value| show(&value)).as_deref(), Some(text));
        }
        for text in ["", "-", "1.", ".5", "1e3", "1/0", "0x1", "1_000", "１"] {
            assert_eq!(exact(text), None, "{text}");
        }
    }
}
