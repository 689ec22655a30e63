//! Where in matrices and rows checks are violated: in wholes, for members, or in rows.

use std::collections::BTreeMap;

use tallyform::plan::{Plan, TOTAL};
use tallyform::{Finding, Outcome};

/// What the rows of an open dimension are called together, whatever their keys.
pub(super) const ROWS: &str = "rows";

/// Where a finding is, with all rows of an open dimension as one.
pub(super) type Place = BTreeMap<String, String>;

/// How often a check was violated at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Violations {
    pub(super) findings: u64,
    pub(super) reports: u64,
}

/// Violations by check and place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wheres(BTreeMap<String, BTreeMap<Place, Violations>>);

impl Wheres {
    /// Counts what was found in one report.
    pub(super) fn report(&mut self, plan: &Plan, findings: &[Finding]) {
        let mut here: BTreeMap<(&str, Place), u64> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.outcome == Outcome::Violated) {
            if !finding.bindings.is_empty() {
                *here.entry((&finding.check, place(plan, finding))).or_default() += 1;
            }
        }
        for ((check, place), findings) in here {
            let violations = self.0.entry(check.to_owned()).or_default().entry(place).or_default();
            violations.findings += findings;
            violations.reports += 1;
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        for (check, places) in other.0 {
            let known = self.0.entry(check).or_default();
            for (place, violations) in places {
                let known = known.entry(place).or_default();
                known.findings += violations.findings;
                known.reports += violations.reports;
            }
        }
    }

    /// The places of a check, those with most violations first.
    pub(super) fn of(&self, check: &str) -> Vec<(&Place, Violations)> {
        let mut places: Vec<_> = self.0.get(check).into_iter().flatten().map(|(place, one)| (place, *one)).collect();
        places.sort_by_key(|(_, violations)| std::cmp::Reverse(violations.findings));
        places
    }
}

fn place(plan: &Plan, finding: &Finding) -> Place {
    let one = |(dimension, member): (&String, &String)| {
        let is_open = plan.dimensions.iter().any(|known| known.id == *dimension && known.key.is_some());
        let member = if is_open && member != TOTAL { ROWS } else { member };
        (dimension.clone(), member.to_owned())
    };
    finding.bindings.iter().map(one).collect()
}

/// A place in words: `component rows, track simple`.
pub(super) fn in_words(place: &Place) -> String {
    place.iter().map(|(dimension, member)| format!("{dimension} {member}")).collect::<Vec<_>>().join(", ")
}
