//! Exact numbers. No binary floats, no silent rounding, no overflow.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Greatest magnitude of a figure, 2^53 - 1: what every JSON reader keeps exactly.
pub const MAX_FIGURE: i64 = 9_007_199_254_740_991;

/// Most decimal places that a figure may have.
pub const MAX_DECIMALS: u8 = 9;

/// Most digits in the text of a [`Ratio`], of numerator and denominator together.
pub const MAX_RATIO_DIGITS: usize = 64;

/// Most digits of a numeral in a report that is kept as a number.
pub const MAX_NUMERAL_DIGITS: usize = 38;

/// An exact rational number.
///
/// Its text is the shortest decimal where that ends (`0.01`), else `p/q`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(BigRational);

/// What is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a number: expected digits such as `12`, `-0.5` or `1/3`, at most {MAX_RATIO_DIGITS} of them")
    }
}

impl std::error::Error for NotANumber {}

impl Ratio {
    /// The number as a fraction in lowest terms.
    #[must_use]
    pub fn as_big(&self) -> &BigRational {
        &self.0
    }

    /// The fraction itself.
    #[must_use]
    pub fn into_big(self) -> BigRational {
        self.0
    }

    /// Whether it is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is less than 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }
}

impl From<BigRational> for Ratio {
    fn from(value: BigRational) -> Self {
        Self(value)
    }
}

impl From<i64> for Ratio {
    fn from(value: i64) -> Self {
        Self(BigRational::from_integer(value.into()))
    }
}

impl From<Decimal> for Ratio {
    fn from(value: Decimal) -> Self {
        Self(value.to_big())
    }
}

impl FromStr for Ratio {
    type Err = NotANumber;

    /// Reads `-?digits`, `-?digits.digits` or `-?digits/digits`, of at most [`MAX_RATIO_DIGITS`] digits.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        if digits.bytes().filter(u8::is_ascii_digit).count() > MAX_RATIO_DIGITS {
            return Err(NotANumber);
        }
        let value = if let Some((numerator, denominator)) = digits.split_once('/') {
            let denominator = whole(denominator)?;
            if denominator.is_zero() {
                return Err(NotANumber);
            }
            BigRational::new(whole(numerator)?, denominator)
        } else if let Some((before, after)) = digits.split_once('.') {
            let scale = num_traits::pow(BigInt::from(10), after.len());
            BigRational::new(whole(before)? * &scale + whole(after)?, scale)
        } else {
            BigRational::from_integer(whole(digits)?)
        };
        Ok(Self(if negative { -value } else { value }))
    }
}

/// Reads ASCII digits, at least one.
fn whole(digits: &str) -> Result<BigInt, NotANumber> {
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NotANumber);
    }
    digits.parse().map_err(|_| NotANumber)
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_exact(&self.0, f)
    }
}

/// Writes a number as the shortest decimal, or as `p/q` where its decimal does not end.
pub(crate) fn write_exact(value: &BigRational, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if value.is_integer() {
        return write!(f, "{}", value.numer());
    }
    let mut rest = value.denom().clone();
    let mut count = |factor: u32| {
        let factor = BigInt::from(factor);
        let mut times = 0_usize;
        while (&rest % &factor).is_zero() {
            rest /= &factor;
            times += 1;
        }
        times
    };
    let places = count(2).max(count(5));
    if !rest.is_one() {
        return write!(f, "{}/{}", value.numer(), value.denom());
    }
    let mantissa = (value * BigRational::from_integer(num_traits::pow(BigInt::from(10), places))).to_integer();
    if mantissa.sign() == Sign::Minus {
        f.write_str("-")?;
    }
    let digits = mantissa.magnitude().to_string();
    write_point(f, &digits, places)
}

/// Writes digits with a decimal point before the last `places` of them.
fn write_point(f: &mut fmt::Formatter<'_>, digits: &str, places: usize) -> fmt::Result {
    match digits.len().checked_sub(places) {
        Some(at) if at > 0 => {
            let (before, after) = digits.split_at(at);
            write!(f, "{before}.{after}")
        }
        _ => write!(f, "0.{digits:0>places$}"),
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Ratio {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ratio".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$",
            "description": "An exact number: `12`, `-0.5` or `1/3`."
        })
    }
}

/// An exact decimal number of at most [`MAX_NUMERAL_DIGITS`] digits, without trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    places: u8,
}

impl Decimal {
    /// `mantissa` with the decimal point before its last `places` digits.
    #[must_use]
    pub const fn new(mut mantissa: i128, mut places: u8) -> Self {
        while places > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            places -= 1;
        }
        Self { mantissa, places }
    }

    /// The digits without the decimal point.
    #[must_use]
    pub const fn mantissa(self) -> i128 {
        self.mantissa
    }

    /// How many of the digits stand after the point. Trailing zeros are no places.
    #[must_use]
    pub const fn places(self) -> u8 {
        self.places
    }

    /// The mantissa of the same number with `places` decimal places; none where it has more of them or is too big.
    #[must_use]
    pub fn at(self, places: u8) -> Option<i128> {
        let more = places.checked_sub(self.places)?;
        self.mantissa.checked_mul(10_i128.checked_pow(more.into())?)
    }

    /// The sum; none where it needs more digits than the type holds.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        Some(Self::new(self.at(places)?.checked_add(other.at(places)?)?, places))
    }

    /// The same number as a fraction.
    #[must_use]
    pub fn to_big(self) -> BigRational {
        if self.places == 0 {
            return BigRational::from_integer(BigInt::from(self.mantissa));
        }
        let scale = num_traits::pow(BigInt::from(10), usize::from(self.places));
        BigRational::new(BigInt::from(self.mantissa), scale)
    }

    /// Whether the magnitude is at most [`MAX_FIGURE`].
    #[must_use]
    pub fn is_in_range(self) -> bool {
        let limit = i128::from(MAX_FIGURE);
        match 10_i128.checked_pow(self.places.into()).and_then(|scale| limit.checked_mul(scale)) {
            Some(limit) => self.mantissa.unsigned_abs() <= limit.unsigned_abs(),
            // So many places that any mantissa is below the limit.
            None => true,
        }
    }

    /// Reads a JSON number, exponent included, exactly.
    ///
    /// # Errors
    /// Where the text is no JSON number or has more digits than [`MAX_NUMERAL_DIGITS`], with the zeros that an
    /// exponent adds.
    pub fn from_json_number(text: &str) -> Result<Self, NotANumber> {
        let (number, exponent) = match text.split_once(['e', 'E']) {
            Some((number, exponent)) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
                    return Err(NotANumber);
                }
                (number, exponent.parse::<i64>().map_err(|_| NotANumber)?)
            }
            None => (text, 0),
        };
        let value: Self = number.parse()?;
        if value.mantissa == 0 {
            return Ok(value);
        }
        let places = i64::from(value.places) - exponent;
        if let Ok(places) = u8::try_from(places) {
            return if usize::from(places) <= MAX_NUMERAL_DIGITS {
                Ok(Self::new(value.mantissa, places))
            } else {
                Err(NotANumber)
            };
        }
        let zeros = places.checked_neg().and_then(|zeros| u32::try_from(zeros).ok()).ok_or(NotANumber)?;
        let scale = 10_i128.checked_pow(zeros).ok_or(NotANumber)?;
        Ok(Self::new(value.mantissa.checked_mul(scale).ok_or(NotANumber)?, 0))
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self::new(value.into(), 0)
    }
}

impl TryFrom<&Ratio> for Decimal {
    type Error = NotANumber;

    fn try_from(value: &Ratio) -> Result<Self, NotANumber> {
        let mut scaled = value.0.clone();
        for places in 0..=MAX_NUMERAL_DIGITS {
            if scaled.is_integer() {
                let mantissa = scaled.numer().to_i128().ok_or(NotANumber)?;
                return Ok(Self::new(mantissa, u8::try_from(places).map_err(|_| NotANumber)?));
            }
            scaled *= BigInt::from(10);
        }
        Err(NotANumber)
    }
}

impl FromStr for Decimal {
    type Err = NotANumber;

    /// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?`: a JSON number without an exponent.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (before, after) = match digits.split_once('.') {
            Some((before, after)) if !after.is_empty() => (before, after),
            Some(_) => return Err(NotANumber),
            None => (digits, ""),
        };
        let after = after.trim_end_matches('0');
        if before.is_empty() || (before.len() > 1 && before.starts_with('0')) {
            return Err(NotANumber);
        }
        if before.len() + after.len() > MAX_NUMERAL_DIGITS {
            return Err(NotANumber);
        }
        let mut mantissa = 0_i128;
        for byte in before.bytes().chain(after.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(NotANumber);
            }
            // At most 38 digits always fit.
            mantissa = mantissa * 10 + i128::from(byte - b'0');
        }
        let places = u8::try_from(after.len()).map_err(|_| NotANumber)?;
        Ok(Self::new(if negative { -mantissa } else { mantissa }, places))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let places = self.places.max(other.places);
        match (self.at(places), other.at(places)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ => self.to_big().cmp(&other.to_big()),
        }
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return write!(f, "{}", self.mantissa);
        }
        if self.mantissa < 0 {
            f.write_str("-")?;
        }
        write_point(f, &self.mantissa.unsigned_abs().to_string(), self.places.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> String {
        text.parse::<Ratio>().map_or_else(|_| "no number".to_owned(), |r| r.to_string())
    }

    #[test]
    fn a_ratio_prints_as_the_shortest_decimal_or_as_a_fraction() {
        for (text, printed) in [
            ("0", "0"),
            ("-0", "0"),
            ("0.50", "0.5"),
            ("-0.05", "-0.05"),
            ("6/4", "1.5"),
            ("-1/3", "-1/3"),
            ("2/6", "1/3"),
            ("1/8", "0.125"),
            ("1/50", "0.02"),
            ("10000", "10000"),
        ] {
            assert_eq!(ratio(text), printed, "{text}");
        }
    }

    #[test]
    fn what_is_no_ratio_is_refused() {
        let long = "1".repeat(MAX_RATIO_DIGITS + 1);
        for text in ["", "-", "1.", ".5", "1/0", "1/", "+1", "1e3", "1/-2", " 1", "१", "--1", long.as_str()] {
            assert_eq!(ratio(text), "no number", "{text}");
        }
        assert_eq!(ratio(&"1".repeat(MAX_RATIO_DIGITS)).len(), MAX_RATIO_DIGITS);
    }

    #[test]
    fn a_decimal_is_read_exactly() {
        for (text, printed) in
            [("160.50", "160.5"), ("-0.05", "-0.05"), ("0", "0"), ("-0", "0"), ("12", "12"), ("0.0", "0")]
        {
            assert_eq!(text.parse::<Decimal>().map(|d| d.to_string()), Ok(printed.to_owned()), "{text}");
        }
        for text in ["", "-", "01", ".5", "5.", "1e3", "+1", " 1", "1 ", "1,000", "NaN", &"9".repeat(39)] {
            assert_eq!(text.parse::<Decimal>(), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn an_exponent_is_worked_out() {
        for (text, printed) in
            [("1e3", "1000"), ("1.50E+1", "15"), ("5e-1", "0.5"), ("0e999999999", "0"), ("12.5e2", "1250")]
        {
            assert_eq!(Decimal::from_json_number(text).map(|d| d.to_string()), Ok(printed.to_owned()), "{text}");
        }
        for text in ["1e40", "1e-40", "1e", "1e+", "1e9999999999", "e5"] {
            assert_eq!(Decimal::from_json_number(text), Err(NotANumber), "{text}");
        }
    }

    #[test]
    fn decimals_add_and_compare() {
        let d = |text: &str| text.parse::<Decimal>().unwrap();
        assert_eq!(d("0.1").checked_add(d("0.2")), Some(d("0.3")));
        assert!(d("0.5") > d("0.49"));
        assert!(d("-3") < d("0.1"));
        assert!(Decimal::from(MAX_FIGURE).is_in_range());
        assert!(!Decimal::from(MAX_FIGURE + 1).is_in_range());
        assert!(!d("9007199254740991.5").is_in_range());
    }
}
