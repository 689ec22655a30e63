//! What stands in one cell of a report.

use std::fmt;
use std::ops::Deref;

use crate::exact::Decimal;

/// What stands in one cell of a report. 16 bytes, so that a report is one short array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cell {
    /// Nothing: not reported.
    #[default]
    Blank,
    /// A figure, as its digits at the decimal places of the cell: `160.5964` of four places is `1605964`.
    Figure(i64),
    /// A figure that fits the cell and has more digits than [`Cell::Figure`] holds.
    Wide(Box<Decimal>),
    /// A mark that the cell takes, as an index into [`crate::plan::Plan::marks`].
    Mark(u32),
    /// A text or a code.
    Text(Text),
    /// A day.
    Date(Date),
    /// A year, 0 to 9999.
    Year(u16),
    /// Yes or no.
    Bool(bool),
    /// Several codes.
    Codes(Box<Vec<String>>),
    /// What does not fit the cell, kept as it stood.
    Other(Box<Other>),
}

const _: () = assert!(size_of::<Cell>() == 16, "a cell takes 16 bytes");

impl Cell {
    /// Whether nothing stands here.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }
}

/// A text in a cell.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Boxed, because a string's own three words would double the size of every cell of every report.
#[expect(clippy::box_collection, reason = "a cell has 8 bytes for its content")]
pub struct Text(Box<String>);

impl Text {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as a string of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        *self.0
    }

    /// Puts another text in its place and keeps the memory.
    pub fn set(&mut self, text: &str) {
        self.0.clear();
        self.0.push_str(text);
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Box::new(text.to_owned()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Box::new(text))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// A day of the Gregorian calendar, year 0 to 9999. Its text is `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day; none where the calendar has no such day.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (year <= 9999 && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut part = |length: usize| {
            parts.next().filter(|digits| digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit()))
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What does not fit its cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The JSON text as it stood.
    pub json: String,
    /// Why it does not fit.
    pub misfit: Misfit,
    /// The number that it says all the same; checks over cells read it.
    pub value: Option<Decimal>,
}

/// Why something does not fit its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// Of another type, of another JSON type, past [`crate::exact::MAX_FIGURE`], or not to be read at all.
    Type,
    /// More decimal places than the cell has.
    Places,
    /// A mark that the cell does not take, as an index into [`crate::plan::Plan::marks`].
    Mark(u32),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for text in ["2017-01-31", "2000-02-29", "2016-02-29", "0000-12-31", "9999-12-31"] {
            assert_eq!(Date::parse(text).map(|d| d.to_string()), Some(text.to_owned()));
        }
        for text in ["2017-02-29", "1900-02-29", "2017-13-01", "2017-00-01", "2017-1-01", "2017-01-01-", "", "二〇一七"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
}
