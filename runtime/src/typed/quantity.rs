//! An exact figure with its unit in its type.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::Sum;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use crate::exact::{Decimal, NotANumber};
use crate::typed::unit::{ConvertsTo, Counts, ExactlyTo, Unit};

/// An exact decimal number in the unit `U`.
///
/// Figures of one unit add, subtract and compare; figures of two units do not compile together. Trailing zeros are no
/// places: `1.50` and `1.5` are one figure.
pub struct Quantity<U> {
    // The two halves of the mantissa, because a 128-bit integer would align every cell of every report to 16 bytes.
    high: i64,
    low: u64,
    // A `char`, because a byte has no spare values in which `Cell` could say that it holds something else.
    places: char,
    unit: PhantomData<fn() -> U>,
}

impl<U> Quantity<U> {
    /// No more and no less than nothing.
    pub const ZERO: Self = Self::new(0, 0);

    /// `mantissa` with the decimal point before its last `places` digits: `new(1605964, 4)` is 160.5964.
    #[must_use]
    pub const fn new(mantissa: i128, places: u8) -> Self {
        Self::from_decimal(Decimal::new(mantissa, places))
    }

    /// A number that becomes a figure in this unit.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the two halves of a 128-bit integer")]
    pub const fn from_decimal(number: Decimal) -> Self {
        let mantissa = number.mantissa();
        Self { high: (mantissa >> 64) as i64, low: mantissa as u64, places: number.places() as char, unit: PhantomData }
    }

    /// The number without its unit.
    #[must_use]
    pub const fn decimal(self) -> Decimal {
        Decimal::new(((self.high as i128) << 64) | self.low as i128, self.places as u8)
    }

    /// The number as an integer, where it is one that fits.
    #[must_use]
    pub fn to_integer(self) -> Option<i64> {
        let number = self.decimal();
        if number.places() == 0 { i64::try_from(number.mantissa()).ok() } else { None }
    }

    /// The sum; none where it has more than 38 digits.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.decimal().checked_add(other.decimal()).map(Self::from_decimal)
    }

    /// The difference; none where it has more than 38 digits.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(-other)
    }
}

impl<U: Unit> Quantity<U> {
    /// The same figure in another unit, exactly.
    ///
    /// # Panics
    /// Where it has more than 38 digits there. No figure of a report has.
    #[must_use]
    #[track_caller]
    pub fn convert<V: Unit>(self) -> Quantity<V>
    where
        U: ExactlyTo<V>,
    {
        self.try_convert().unwrap_or_else(|| panic!("{self} has more than 38 digits in {}", V::ID))
    }

    /// The same figure in another unit; none where it has no exact decimal of at most 38 digits there.
    #[must_use]
    pub fn try_convert<V: Unit>(self) -> Option<Quantity<V>>
    where
        U: ConvertsTo<V>,
    {
        let number = self.decimal();
        let mut mantissa = number.mantissa().checked_mul(U::NUMERATOR)?;
        let mut places = number.places();
        // A power of ten of at most 38 digits ends every quotient that ends within them.
        while mantissa % U::DENOMINATOR != 0 {
            mantissa = mantissa.checked_mul(10)?;
            places = places.checked_add(1).filter(|places| *places <= 38)?;
        }
        Some(Quantity::new(mantissa / U::DENOMINATOR, places))
    }

    /// The same number of things, counted in another unit: what a check spells `x as UNIT`. That both units count the
    /// same things is for the caller to know.
    #[must_use]
    pub fn counted_as<V: Counts>(self) -> Quantity<V>
    where
        U: Counts,
    {
        Quantity::from_decimal(self.decimal())
    }
}

impl<U> Clone for Quantity<U> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<U> Copy for Quantity<U> {}

impl<U> Default for Quantity<U> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<U> PartialEq for Quantity<U> {
    fn eq(&self, other: &Self) -> bool {
        self.decimal() == other.decimal()
    }
}

impl<U> Eq for Quantity<U> {}

impl<U> Hash for Quantity<U> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.decimal().hash(state);
    }
}

impl<U> PartialOrd for Quantity<U> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<U> Ord for Quantity<U> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.decimal().cmp(&other.decimal())
    }
}

impl<U> Neg for Quantity<U> {
    type Output = Self;

    fn neg(self) -> Self {
        let number = self.decimal();
        // Numbers have at most 38 digits, which is less than the least 128-bit integer has.
        Self::new(number.mantissa().saturating_neg(), number.places())
    }
}

impl<U> Add for Quantity<U> {
    type Output = Self;

    /// # Panics
    /// Where the sum has more than 38 digits; [`Quantity::checked_add`] does not. Figures of reports have at most 25.
    #[track_caller]
    fn add(self, other: Self) -> Self {
        self.checked_add(other).expect("a sum of at most 38 digits")
    }
}

impl<U> Sub for Quantity<U> {
    type Output = Self;

    /// # Panics
    /// Where the difference has more than 38 digits; [`Quantity::checked_sub`] does not.
    #[track_caller]
    fn sub(self, other: Self) -> Self {
        self.checked_sub(other).expect("a difference of at most 38 digits")
    }
}

impl<U> AddAssign for Quantity<U> {
    #[track_caller]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl<U> SubAssign for Quantity<U> {
    #[track_caller]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl<U> Sum for Quantity<U> {
    fn sum<I: Iterator<Item = Self>>(figures: I) -> Self {
        figures.fold(Self::ZERO, Add::add)
    }
}

impl<'a, U: 'a> Sum<&'a Self> for Quantity<U> {
    fn sum<I: Iterator<Item = &'a Self>>(figures: I) -> Self {
        figures.copied().sum()
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl<U> From<$integer> for Quantity<U> {
            fn from(number: $integer) -> Self {
                Self::new(number.into(), 0)
            }
        }
    )*};
}

from_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

impl<U> FromStr for Quantity<U> {
    type Err = NotANumber;

    /// Reads `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, of at most 38 digits.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        text.parse().map(Self::from_decimal)
    }
}

/// The number alone; `{:#}` adds the unit.
impl<U: Unit> fmt::Display for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return write!(f, "{} {}", self.decimal(), U::ID);
        }
        f.pad(&self.decimal().to_string())
    }
}

impl<U: Unit> fmt::Debug for Quantity<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.decimal(), U::ID)
    }
}
