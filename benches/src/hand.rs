//! The 2017 form as one would write it by hand: typed structs read by `serde_json`, then every sum and comparison.
//!
//! It is written to be fast, and checks less than the form says: a comparison with a blank in it is passed over, and a
//! finding is the name of a check. Nothing of Tallyform is used.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// What stands in a cell for a count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Count {
    #[default]
    Blank,
    NotApplicable,
    Figure(u64),
}

/// What stands in a cell for an amount, in ten-thousandths.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Amount {
    #[default]
    Blank,
    NotApplicable,
    Figure(u64),
}

const GREATEST: u64 = (1 << 53) - 1;

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfCount;
        impl Visitor<'_> for OfCount {
            type Value = Count;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a count, `/` or null")
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Count, E> {
                if value > GREATEST { Err(E::custom("too large")) } else { Ok(Count::Figure(value)) }
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Count, E> {
                if text == "/" { Ok(Count::NotApplicable) } else { Err(E::custom("not a mark of this form")) }
            }
            fn visit_unit<E: Error>(self) -> Result<Count, E> {
                Ok(Count::Blank)
            }
        }
        deserializer.deserialize_any(OfCount)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfAmount;
        impl Visitor<'_> for OfAmount {
            type Value = Amount;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount as a text, `/` or null")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Amount, E> {
                if text == "/" {
                    return Ok(Amount::NotApplicable);
                }
                let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
                if fraction.len() > 4 {
                    return Err(E::custom("more than four places"));
                }
                let whole: u64 = whole.parse().map_err(E::custom)?;
                let places = format!("{fraction:0<4}").parse::<u64>().map_err(E::custom)?;
                let value = whole.checked_mul(10_000).and_then(|whole| whole.checked_add(places));
                value.map(Amount::Figure).ok_or_else(|| E::custom("too large"))
            }
            fn visit_unit<E: Error>(self) -> Result<Amount, E> {
                Ok(Amount::Blank)
            }
        }
        deserializer.deserialize_any(OfAmount)
    }
}

/// Structs with the fields of the form: each field of the given type, blank where it is missing.
macro_rules! objects {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $(
            #[derive(Debug, Default, serde::Deserialize)]
            #[serde(default, deny_unknown_fields)]
            pub(crate) struct $name<'a> {
                $(#[serde(borrow)] pub(crate) $field: $type,)*
            }
        )*
    };
}

/// The same without borrowed texts.
macro_rules! figures {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $(
            #[derive(Debug, Default, serde::Deserialize)]
            #[serde(default, deny_unknown_fields)]
            pub(crate) struct $name {
                $(pub(crate) $field: $type,)*
            }
        )*
    };
}

type Text<'a> = Option<Cow<'a, str>>;

objects! {
    Header { reporting_unit: Text<'a>, head: Text<'a>, reviewer: Text<'a>, compiler: Text<'a> }
    Stray { at: Text<'a>, label: Text<'a>, cell: Text<'a> }
}

/// A report.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "every field is read from JSON; no check of the form concerns some of them")]
pub(crate) struct Report<'a> {
    form: Cow<'a, str>,
    revision: Cow<'a, str>,
    #[serde(borrow)]
    period: Cow<'a, str>,
    #[serde(borrow)]
    header: Header<'a>,
    #[serde(default)]
    disclosure: Disclosure,
    #[serde(default)]
    response: Response,
    #[serde(default)]
    requests: Requests,
    #[serde(default)]
    reviews: Cases,
    #[serde(default)]
    lawsuits: Cases,
    #[serde(default)]
    complaints: Count,
    #[serde(default)]
    fees: Amount,
    #[serde(default)]
    organisation: Organisation,
    #[serde(default)]
    meetings: Meetings,
    #[serde(borrow, default)]
    stray: Vec<Stray<'a>>,
}

figures! {
    Disclosure { disclosed: Disclosed, channels: Channels }
    Disclosed { total: Count, normative: Count, normative_issued: Count }
    Channels { gazette: Count, website: Count, weibo: Count, wechat: Count, other: Count }
    Response { responses: Count, channels: ResponseChannels }
    ResponseChannels { press: Attended, interviews: Attended, articles: Count, social_media: Count, other: Count }
    Attended { total: Count, by_head: Count }
    Requests { received: Received, completed: Completed, replied: Replied }
    Received { total: Count, in_person: Count, fax: Count, online: Count, letter: Count }
    Completed { total: Count, on_time: Count, extended: Count }
    Replied {
        total: Count, already_public: Count, granted: Count, granted_in_part: Count, refused: Refused,
        not_this_body: Count, not_existing: Count, to_be_amended: Count, other_route: Count,
    }
    Refused {
        total: Count, state_secret: Count, trade_secret: Count, privacy: Count, security_and_stability: Count,
        not_government_information: Count, other_law: Count,
    }
    Cases { total: Count, upheld: Count, corrected: Count, other: Count }
    Organisation { bodies: Count, reading_points: Count, staff: Staff, budget: Amount }
    Staff { total: Count, full_time: Count, part_time: Count }
    Meetings { meetings_held: Count, courses: Count, people_trained: Count }
}

/// Reads a report and gives the names of the checks that it violates.
pub(crate) fn validate(json: &[u8]) -> Result<Vec<&'static str>, serde_json::Error> {
    let report: Report<'_> = serde_json::from_slice(json)?;
    let mut violated = Vec::new();
    let mut say = |name, holds: Option<bool>| {
        if holds == Some(false) {
            violated.push(name);
        }
    };
    say("form", Some(report.form == "cn.gov-info-disclosure" && report.revision == "2017"));
    let digits = report.period.len() == 4 && report.period.bytes().all(|byte| byte.is_ascii_digit());
    say("period", Some(digits));
    say("header.reporting_unit", Some(report.header.reporting_unit.is_some()));
    for stray in &report.stray {
        say("stray", Some(stray.cell.is_none()));
    }

    let disclosed = &report.disclosure.disclosed;
    say("disclosed:of_which", at_most(disclosed.normative, disclosed.total));
    say("disclosed:check", at_most(disclosed.normative, disclosed.normative_issued));
    let channels = &report.disclosure.channels;
    let channels = [channels.gazette, channels.website, channels.weibo, channels.wechat, channels.other];
    for channel in channels {
        say("channels:covered_by", at_most(channel, disclosed.total));
    }
    say("channels:covered_by", both(disclosed.total, sum(&channels), |whole, sum| whole <= sum));

    for attended in [&report.response.channels.press, &report.response.channels.interviews] {
        say("attended:of_which", at_most(attended.by_head, attended.total));
    }
    let requests = &report.requests;
    let received = &requests.received;
    say(
        "received:parts",
        is_sum(received.total, &[received.in_person, received.fax, received.online, received.letter]),
    );
    say(
        "completed:parts",
        is_sum(requests.completed.total, &[requests.completed.on_time, requests.completed.extended]),
    );
    let replied = &requests.replied;
    let parts = [
        replied.already_public,
        replied.granted,
        replied.granted_in_part,
        replied.refused.total,
        replied.not_this_body,
        replied.not_existing,
        replied.to_be_amended,
        replied.other_route,
    ];
    say("replied:parts", is_sum(replied.total, &parts));
    let refused = &replied.refused;
    let reasons = [
        refused.state_secret,
        refused.trade_secret,
        refused.privacy,
        refused.security_and_stability,
        refused.not_government_information,
        refused.other_law,
    ];
    say("refused:some_parts", both(refused.total, sum(&reasons), |whole, sum| sum <= whole));
    say("refused:check", is_sum(refused.total, &reasons));
    for (name, cases) in [("reviews:parts", &report.reviews), ("lawsuits:parts", &report.lawsuits)] {
        say(name, is_sum(cases.total, &[cases.upheld, cases.corrected, cases.other]));
    }
    let staff = &report.organisation.staff;
    say("staff:parts", is_sum(staff.total, &[staff.full_time, staff.part_time]));
    Ok(violated)
}

fn value(count: Count) -> Option<u64> {
    match count {
        Count::Blank => None,
        Count::NotApplicable => Some(0),
        Count::Figure(value) => Some(value),
    }
}

fn sum(counts: &[Count]) -> Option<u64> {
    counts.iter().try_fold(0_u64, |sum, &count| sum.checked_add(value(count)?))
}

fn both(count: Count, other: Option<u64>, holds: impl Fn(u64, u64) -> bool) -> Option<bool> {
    Some(holds(value(count)?, other?))
}

fn at_most(part: Count, whole: Count) -> Option<bool> {
    both(whole, value(part), |whole, part| part <= whole)
}

fn is_sum(whole: Count, parts: &[Count]) -> Option<bool> {
    both(whole, sum(parts), |whole, sum| whole == sum)
}
