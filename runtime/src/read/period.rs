//! How the period of a report is spelt.

use crate::cell::Date;
use crate::plan::Every;

/// Whether the text names a period of this length: `2017`, `2017-H1`, `2017-Q1`, `2017-01`, `2017-W01`, `2017-01-31`.
pub(super) fn is_period(every: Every, text: &str) -> bool {
    let numbered = |prefix: &str, digits: usize, most: u32| {
        let Some((year, rest)) = text.split_once('-') else {
            return false;
        };
        let number = rest.strip_prefix(prefix).filter(|number| number.len() == digits).and_then(whole);
        is_year(year) && number.is_some_and(|number| (1..=most).contains(&number))
    };
    match every {
        Every::Year => is_year(text),
        Every::Half => numbered("H", 1, 2),
        Every::Quarter => numbered("Q", 1, 4),
        Every::Month => numbered("", 2, 12),
        Every::Week => numbered("W", 2, 53),
        Every::Day => Date::parse(text).is_some(),
    }
}

/// How a period of this length is spelt, for messages.
pub(super) const fn example(every: Every) -> &'static str {
    match every {
        Every::Year => "2017",
        Every::Half => "2017-H1",
        Every::Quarter => "2017-Q1",
        Every::Month => "2017-01",
        Every::Week => "2017-W01",
        Every::Day => "2017-01-31",
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && whole(text).is_some()
}

fn whole(text: &str) -> Option<u32> {
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_spelt_for_its_length() {
        let all = [Every::Year, Every::Half, Every::Quarter, Every::Month, Every::Week, Every::Day];
        for every in all {
            for other in all {
                assert_eq!(is_period(every, example(other)), every == other, "{every:?} {}", example(other));
            }
        }
        for text in
            ["", "17", "02017", "2017-13", "2017-H3", "2017-Q0", "2017-W54", "2017-Q11", "2017-02-30", "２０１７"]
        {
            assert!(!all.into_iter().any(|every| is_period(every, text)), "{text}");
        }
    }
}
