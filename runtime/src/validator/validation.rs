//! What was found in a report.

use std::fmt;

use crate::finding::{Finding, Outcome};
use crate::plan::{Plan, Severity, message_key};
use crate::read::{self, Fault, Seen, Unreadable};
use crate::report::Report;
use crate::tally::{Counts, ReportCheck, Tally};

use super::{Validator, judging};

/// What was found in a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validation {
    /// The findings: in form order, then by check id; what concerns the whole report comes last.
    pub findings: Vec<Finding>,
    /// What became of the checks over several cells, comparison by comparison.
    pub counts: Counts,
    /// Whether the report could be read.
    pub is_readable: bool,
    /// Where each of the findings stands of a report that could not be read: line and column in characters, both from 1.
    pub places: Vec<(u64, u64)>,
}

impl Validation {
    /// Forgets what was found and keeps the memory.
    pub(super) fn clear(&mut self) {
        self.findings.clear();
        self.places.clear();
        self.counts = Counts::default();
        self.is_readable = false;
    }

    /// Whether some check of severity `error` is violated, or the report could not be read.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|one| one.severity == Severity::Error && one.outcome == Outcome::Violated)
    }
}

/// Memory for one report after the other.
#[derive(Debug, Default)]
pub struct Scratch {
    lines_before: u64,
    seen: Seen,
    report: Report,
    validation: Validation,
}

impl Scratch {
    /// Says on which line of its file the next report begins, from 1. A report that cannot be read is shown there.
    pub fn begin_at_line(&mut self, line: u64) {
        self.lines_before = line.saturating_sub(1);
    }

    /// The report that was read last; meaningless where it could not be read.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    pub(super) fn validation(&self) -> &Validation {
        &self.validation
    }

    pub(super) fn into_validation(self) -> Validation {
        self.validation
    }

    /// Reads the next report; whether it could be read. Where it could not, the validation says why.
    pub(super) fn read(&mut self, validator: &Validator, json: &[u8]) -> bool {
        let Self { lines_before, seen, report, validation } = self;
        validation.clear();
        match read::read_into(validator.plan(), validator.table(), json, seen, report) {
            Ok(()) => validation.is_readable = true,
            Err(mut reasons) => {
                reasons.iter_mut().for_each(|reason| reason.line = reason.line.saturating_add(*lines_before));
                validation.findings = unreadable(validator.plan(), &reasons);
                validation.places = reasons.iter().map(|reason| (reason.line, reason.column)).collect();
            }
        }
        validation.is_readable
    }

    /// Judges what was read, and counts it.
    pub(super) fn judge(&mut self, validator: &Validator, prior: Option<&Report>, tally: Option<&mut Tally>) {
        if self.validation.is_readable {
            judging::judge(validator, &self.report, prior, &mut self.validation, tally);
        } else if let Some(tally) = tally {
            tally.one_report();
            tally.whole(ReportCheck::Unreadable);
        }
    }
}

/// The findings of a report that cannot be read.
pub(super) fn unreadable(plan: &Plan, reasons: &[Unreadable]) -> Vec<Finding> {
    reasons.iter().map(|reason| reason.finding(plan)).collect()
}

/// The finding for a report that was passed over because of its length.
pub(super) fn too_long(plan: &Plan, limit: usize, line: u64, tally: Option<&mut Tally>) -> Finding {
    if let Some(tally) = tally {
        tally.one_report();
        tally.whole(ReportCheck::Unreadable);
    }
    let fault = Fault::new(message_key::TOO_LONG).expected(limit);
    Unreadable { line, column: 1, fault, ..Unreadable::default() }.finding(plan)
}

impl fmt::Display for Validation {
    /// One line a finding.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}

impl IntoIterator for Validation {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    /// The findings, in their order.
    fn into_iter(self) -> Self::IntoIter {
        self.findings.into_iter()
    }
}

impl<'a> IntoIterator for &'a Validation {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    /// The findings, in their order.
    fn into_iter(self) -> Self::IntoIter {
        self.findings.iter()
    }
}
