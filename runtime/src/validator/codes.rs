//! The codes that a cell may hold.

use std::collections::BTreeMap;

use crate::cell::{Cell, Date};
use crate::evaluate::Filed;
use crate::message;
use crate::plan::{CodeList, CodesOf};

use super::Validator;

/// A list of codes from outside a form, such as a register of agencies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExternalCodes {
    entries: BTreeMap<String, Vec<ExternalCode>>,
}

/// One code of a list from outside a form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExternalCode {
    /// The code as it stands in a report.
    pub code: String,
    /// The code to which it belongs, for lists with [`CodeList::within`].
    pub within: Option<String>,
    /// The first day on which it is valid; none where there is no first one.
    pub valid_from: Option<Date>,
    /// The last day on which it is valid; none where there is no last one.
    pub valid_to: Option<Date>,
}

impl FromIterator<ExternalCode> for ExternalCodes {
    /// Takes all of them. A code may be there several times, within others or at other times.
    fn from_iter<I: IntoIterator<Item = ExternalCode>>(entries: I) -> Self {
        let mut codes = Self::default();
        for entry in entries {
            codes.entries.entry(entry.code.clone()).or_default().push(entry);
        }
        codes
    }
}

/// The codes that a cell of a report may hold.
#[derive(Debug)]
pub(super) enum Allowed<'a> {
    /// Nobody says which.
    Any,
    /// Those of a list in the form.
    List(&'a CodeList),
    /// Those of a list from outside, as far as they belong to a code and are valid on one of these days.
    External { codes: &'a ExternalCodes, within: Option<&'a str>, days: Option<(Date, Date)> },
    /// Those that stand in another cell.
    Field(&'a [String]),
}

impl<'a> Allowed<'a> {
    /// The codes of a list, or of a field of the report.
    pub(super) fn new(validator: &'a Validator, filed: &Filed<'a>, of: &CodesOf) -> Self {
        let plan = validator.plan();
        let report = filed.now.report;
        match of {
            CodesOf::Field(cell) => match report.cell(*cell) {
                Cell::Codes(codes) => Self::Field(codes),
                _ => Self::Any,
            },
            CodesOf::List(name) => {
                let Some(list) = plan.codes.get(name) else {
                    return Self::Any;
                };
                if !list.external {
                    return Self::List(list);
                }
                let Some(codes) = validator.external_codes(name) else {
                    return Self::Any;
                };
                let within = match list.within.map(|cell| report.cell(cell)) {
                    Some(Cell::Text(code)) => Some(code.as_str()),
                    _ => None,
                };
                let period = plan.period.as_ref().filter(|_| list.dated);
                let days = period.and_then(|period| period.days(report.period.as_deref()?));
                Self::External { codes, within, days }
            }
        }
    }

    /// Whether a code is one of them.
    pub(super) fn has(&self, code: &str) -> bool {
        match self {
            Self::Any => true,
            Self::List(list) => list.codes.iter().any(|known| known.id == code),
            Self::External { codes, .. } => {
                codes.entries.get(code).is_some_and(|entries| entries.iter().any(|entry| self.admits(entry)))
            }
            Self::Field(codes) => codes.iter().any(|known| known == code),
        }
    }

    /// Whether an entry belongs to the code that is asked for, and is valid on one of the days.
    fn admits(&self, entry: &ExternalCode) -> bool {
        let Self::External { within, days, .. } = self else {
            return true;
        };
        let belongs = within.is_none_or(|within| entry.within.as_deref() == Some(within));
        let is_valid = days.is_none_or(|(first, last)| {
            entry.valid_from.is_none_or(|from| from <= last) && entry.valid_to.is_none_or(|to| to >= first)
        });
        belongs && is_valid
    }

    /// The codes, for a message.
    pub(super) fn list(&self) -> String {
        match self {
            Self::Any => String::new(),
            Self::List(list) => message::list(list.codes.iter().map(|code| code.id.as_str())),
            Self::External { codes, .. } => {
                let is_one = |entries: &&Vec<ExternalCode>| entries.iter().any(|entry| self.admits(entry));
                let codes = codes.entries.iter().filter(|(_, entries)| is_one(entries));
                message::list(codes.map(|(code, _)| code.as_str()))
            }
            Self::Field(codes) => message::list(codes.iter().map(String::as_str)),
        }
    }
}
