//! Periods: which one comes before, and on which days one runs.

use super::{Every, Period};
use crate::cell::Date;

impl Period {
    /// The name of the period before the one of this name; none where the name is none, or there is nothing before it.
    #[must_use]
    pub fn before(&self, name: &str) -> Option<String> {
        if self.every == Every::Day {
            return Some(date(number(Date::parse(name)?)?.checked_sub(1)?)?.to_string());
        }
        let (year, number) = parts(self.every, name)?;
        let (year, number) = if number > 1 {
            (year, number - 1)
        } else {
            let year = year.checked_sub(1)?;
            (year, self.in_year(year))
        };
        Some(match self.every {
            Every::Half => format!("{year:04}-H{number}"),
            Every::Quarter => format!("{year:04}-Q{number}"),
            Every::Month => format!("{year:04}-{number:02}"),
            Every::Week => format!("{year:04}-W{number:02}"),
            Every::Year | Every::Day => format!("{year:04}"),
        })
    }

    /// The first and the last day of the period of this name; none where the name is none.
    ///
    /// A year that does not begin with the calendar's bears the name of the year in which it ends.
    #[must_use]
    pub fn days(&self, name: &str) -> Option<(Date, Date)> {
        if self.every == Every::Day {
            let day = Date::parse(name)?;
            return Some((day, day));
        }
        let (year, part) = parts(self.every, name)?;
        if part > self.in_year(year) {
            return None;
        }
        let (month, day) = self.starts.as_deref().and_then(month_and_day).unwrap_or((1, 1));
        let year = if (month, day) == (1, 1) { year } else { year.checked_sub(1)? };
        let (first, next) = if self.every == Every::Week {
            let first = if (month, day) == (1, 1) { monday(year)? } else { ordinal(year, month, day)? };
            let first = first.checked_add((part - 1).checked_mul(7)?)?;
            (first, first.checked_add(7)?)
        } else {
            let months = match self.every {
                Every::Half => 6,
                Every::Quarter => 3,
                Every::Month => 1,
                Every::Year | Every::Week | Every::Day => 12,
            };
            let begin = |part: u32| {
                let months = month - 1 + part * months;
                ordinal(year + months / 12, months % 12 + 1, day)
            };
            (begin(part - 1)?, begin(part)?)
        };
        Some((date(first)?, date(next.checked_sub(1)?)?))
    }

    /// How many periods the year of this name has.
    fn in_year(&self, year: u32) -> u32 {
        match self.every {
            Every::Year | Every::Day => 1,
            Every::Half => 2,
            Every::Quarter => 4,
            Every::Month => 12,
            Every::Week if self.starts.is_some() => 52,
            Every::Week => match (monday(year), monday(year + 1)) {
                (Some(first), Some(next)) => (next - first) / 7,
                _ => 52,
            },
        }
    }
}

/// Year and number within the year of a name, the number from 1.
fn parts(every: Every, name: &str) -> Option<(u32, u32)> {
    let whole = |text: &str, digits: usize| {
        let is_number = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    if every == Every::Year {
        return Some((whole(name, 4)?, 1));
    }
    let (year, rest) = name.split_once('-')?;
    let (prefix, digits, most) = match every {
        Every::Half => ("H", 1, 2),
        Every::Quarter => ("Q", 1, 4),
        Every::Week => ("W", 2, 53),
        Every::Month | Every::Year | Every::Day => ("", 2, 12),
    };
    let number = whole(rest.strip_prefix(prefix)?, digits).filter(|number| (1..=most).contains(number))?;
    Some((whole(year, 4)?, number))
}

/// Reads `MM-DD`.
fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))
}

/// The number of a day, from a day before all others; of the last day of its month where that has no such day.
fn ordinal(year: u32, month: u32, day: u32) -> Option<u32> {
    // Years are alike after 400, and one may be asked for that no date has.
    let (same, short) = (u16::try_from(year % 400).ok()?, u8::try_from(month).ok()?);
    let day = (1..=u8::try_from(day).ok()?).rev().find(|day| Date::new(same, short, *day).is_some())?;
    // The year begins in March, so that a leap day is its last.
    let (months, years) = ((month + 9) % 12, year + 400 - u32::from(month < 3));
    Some(365 * years + years / 4 - years / 100 + years / 400 + (months * 306 + 5) / 10 + u32::from(day) - 1)
}

fn number(date: Date) -> Option<u32> {
    ordinal(date.year().into(), date.month().into(), date.day().into())
}

/// The day of a number.
fn date(day: u32) -> Option<Date> {
    let (mut low, mut high) = (0_u16, 10_000_u16);
    let begin = |year: u16| ordinal(year.into(), 1, 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if begin(middle).is_some_and(|begin| begin <= day) { low = middle } else { high = middle }
    }
    let mut rest = day.checked_sub(begin(low)?)?;
    for month in 1..=12 {
        let length = (1..=31).rev().find(|day| Date::new(low, month, *day).is_some())?;
        if rest < u32::from(length) {
            return Date::new(low, month, u8::try_from(rest + 1).ok()?);
        }
        rest -= u32::from(length);
    }
    None
}

/// The number of the Monday with which the first week of a year begins: that with the fourth of January.
fn monday(year: u32) -> Option<u32> {
    let fourth = ordinal(year, 1, 4)?;
    // The third of January 2000 was a Monday.
    let known = ordinal(2000, 1, 3)?;
    Some(fourth - (fourth + 7 - known % 7) % 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(every: Every, starts: Option<&str>) -> Period {
        Period { every, starts: starts.map(str::to_owned) }
    }

    #[test]
    fn days_are_numbered_one_after_the_other() {
        let mut last = None;
        for year in [0, 3, 4, 99, 100, 399, 400, 1899, 1900, 1999, 2000, 2001, 2016, 9998, 9999] {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(one) = Date::new(year, month, day) else { continue };
                    let day = number(one).unwrap();
                    assert_eq!(date(day), Some(one), "{one}");
                    if let Some((before, last)) = last
                        && before == year
                    {
                        assert_eq!(day, last + 1, "{one}");
                    }
                    last = Some((year, day));
                }
            }
        }
        assert_eq!(ordinal(1999, 12, 31).map(|end| end + 1), ordinal(2000, 1, 1));
        assert_eq!(date(0), None);
    }

    #[test]
    fn a_period_has_one_before() {
        for (every, name, before) in [
            (Every::Year, "2017", Some("2016")),
            (Every::Year, "0000", None),
            (Every::Year, "17", None),
            (Every::Half, "2017-H1", Some("2016-H2")),
            (Every::Quarter, "2017-Q3", Some("2017-Q2")),
            (Every::Month, "2017-01", Some("2016-12")),
            (Every::Month, "2017-13", None),
            (Every::Week, "2017-W01", Some("2016-W52")),
            (Every::Week, "2016-W01", Some("2015-W53")),
            (Every::Week, "2016-W53", Some("2016-W52")),
            (Every::Day, "2016-03-01", Some("2016-02-29")),
            (Every::Day, "2016-01-01", Some("2015-12-31")),
            (Every::Day, "0000-01-01", None),
        ] {
            assert_eq!(period(every, None).before(name).as_deref(), before, "{name}");
        }
        assert_eq!(period(Every::Year, Some("10-01")).before("2016").as_deref(), Some("2015"));
    }

    #[test]
    fn a_period_runs_from_day_to_day() {
        for (every, starts, name, days) in [
            (Every::Year, None, "2016", "2016-01-01 2016-12-31"),
            (Every::Year, Some("01-01"), "2016", "2016-01-01 2016-12-31"),
            (Every::Year, Some("10-01"), "2016", "2015-10-01 2016-09-30"),
            (Every::Half, None, "2016-H2", "2016-07-01 2016-12-31"),
            (Every::Quarter, Some("10-01"), "2016-Q2", "2016-01-01 2016-03-31"),
            (Every::Month, None, "2016-02", "2016-02-01 2016-02-29"),
            (Every::Week, None, "2016-W01", "2016-01-04 2016-01-10"),
            (Every::Week, None, "2015-W53", "2015-12-28 2016-01-03"),
            (Every::Week, None, "2016-W53", "none"),
            (Every::Day, None, "2016-02-29", "2016-02-29 2016-02-29"),
            (Every::Year, Some("10-01"), "0000", "none"),
            (Every::Year, None, "9999", "9999-01-01 9999-12-31"),
            (Every::Month, None, "2016-1", "none"),
        ] {
            let found = period(every, starts).days(name);
            let found = found.map_or_else(|| "none".to_owned(), |(first, last)| format!("{first} {last}"));
            assert_eq!(found, days, "{name} {starts:?}");
        }
    }
}
