//! What could not be carried over: as a list for programs, and counted for people.

use std::collections::BTreeMap;

use serde::Serialize;
use tallyform::revision::{Left, Migration};

use crate::console::{Console, harmless};

/// Lines of a summary that are printed; all is counted.
const MAX_LINES: usize = 30;

/// Something that a report has and its successor has not.
pub(super) struct LeftOver<'a> {
    step: &'a Migration,
    left: Left,
    /// Its line of the list, where there is a list.
    pub(super) json: String,
}

/// A line of the list.
#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: Option<u64>,
    from: &'a str,
    to: &'a str,
    #[serde(flatten)]
    left: &'a Left,
}

impl<'a> LeftOver<'a> {
    /// What a step left. Where it is to be listed, the file and line of its report are given.
    pub(super) fn new(step: &'a Migration, left: Left, listed: Option<(&str, Option<u64>)>) -> Self {
        let json = listed.map(|(file, line)| {
            let entry = Entry { file, line, from: &step.from().revision, to: &step.to().revision, left: &left };
            // Its keys are texts and its numbers integers, so that it cannot fail to be JSON.
            let mut json = serde_json::to_string(&entry).unwrap_or_default();
            json.push('\n');
            json
        });
        Self { step, json: json.unwrap_or_default(), left }
    }
}

/// What was left of many reports, counted by step, path and reason.
#[derive(Debug, Default)]
pub(super) struct Count<'a> {
    counted: BTreeMap<Key<'a>, Counted>,
}

/// The step, the path, and the reason.
type Key<'a> = (&'a str, &'a str, String, String);

/// How often something was left.
#[derive(Debug)]
struct Counted {
    cells: u64,
    reports: u64,
    /// Number of the report that was counted last.
    last: u64,
    /// Where it was left first: the report and the place in it.
    first: String,
}

impl<'a> Count<'a> {
    /// Counts what was left of a report, which has this number among all.
    pub(super) fn add(&mut self, number: u64, report: &str, all: &[LeftOver<'a>]) {
        for one in all {
            let Left { at, path, why, .. } = &one.left;
            let key =
                (one.step.from().revision.as_str(), one.step.to().revision.as_str(), path.clone(), why.to_string());
            let counted = self.counted.entry(key).or_insert_with(|| Counted {
                cells: 0,
                reports: 0,
                last: 0,
                first: format!("{report}, {at}"),
            });
            counted.cells += 1;
            counted.reports += u64::from(counted.last != number);
            counted.last = number;
        }
    }

    /// Whether nothing was left.
    pub(super) fn is_nothing(&self) -> bool {
        self.counted.is_empty()
    }

    /// Says what was left.
    pub(super) fn tell(&self, console: &mut Console) {
        let mut step = None;
        for ((from, to, path, why), counted) in self.counted.iter().take(MAX_LINES) {
            if step != Some((from, to)) {
                console.note(&format!("left behind from {from} to {to}:"));
                step = Some((from, to));
            }
            let Counted { cells, reports, first, .. } = counted;
            let cells = number(*cells, "value", "values");
            let many = if *reports > 1 { format!(" in {reports} reports, first") } else { String::new() };
            console.note(&harmless(&format!("  {path}: {why}: {cells}{many} at {first}")));
        }
        if self.counted.len() > MAX_LINES {
            let more = self.counted.len() - MAX_LINES;
            console.note(&format!("  and at {more} more places; --left FILE lists all"));
        }
    }
}

fn number(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
