//! What a run comes to.

use serde::Serialize;
use tallyform::plan::Severity;
use tallyform::tally::Line;
use tallyform::{Finding, Outcome};

/// How many reports there were and what was found in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) reports: u64,
    /// Reports with an error.
    pub(super) failed: u64,
    pub(super) errors: u64,
    pub(super) warnings: u64,
    pub(super) infos: u64,
    /// Findings whose check the filer explains.
    pub(super) explained: u64,
    /// Findings, whatever they are.
    pub(super) findings: u64,
}

impl Counts {
    /// Counts one report.
    pub(super) fn report(&mut self, findings: &[Finding]) {
        let errors = self.errors;
        for finding in findings {
            self.findings += 1;
            match (finding.outcome, finding.severity) {
                (Outcome::Violated, Severity::Error) => self.errors += 1,
                (Outcome::Violated, Severity::Warning) => self.warnings += 1,
                (Outcome::Violated, Severity::Info) => self.infos += 1,
                (Outcome::Explained, _) => self.explained += 1,
                _ => {}
            }
        }
        self.reports += 1;
        self.failed += u64::from(self.errors > errors);
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.reports += other.reports;
        self.failed += other.failed;
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.infos += other.infos;
        self.explained += other.explained;
        self.findings += other.findings;
    }
}

/// The end of a run.
pub(super) struct Summary<'a> {
    pub(super) counts: &'a Counts,
    /// Files that could not be read, or not to their end.
    pub(super) unreadable: usize,
    /// Findings that were printed.
    pub(super) printed: usize,
    /// What became of each check, those over several cells that were never decided first.
    pub(super) checks: &'a [Line],
    /// Whether a text shows them.
    pub(super) table: bool,
}

/// A summary as data.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    reports: u64,
    reports_with_errors: u64,
    unreadable_files: usize,
    errors: u64,
    warnings: u64,
    infos: u64,
    explained: u64,
    undetermined: u64,
    findings_left_out: u64,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    check: &'a str,
    over_cells: bool,
    judged: bool,
    satisfied: u64,
    violated: u64,
    undetermined: u64,
    explained: u64,
    not_applicable: u64,
}

impl<'a> Check<'a> {
    fn of(line: &'a Line) -> Self {
        let counts = &line.counts;
        Self {
            check: &line.check,
            over_cells: line.over_cells,
            judged: counts.was_judged(),
            satisfied: counts.satisfied,
            violated: counts.violated,
            undetermined: counts.undetermined,
            explained: counts.explained,
            not_applicable: counts.not_applicable,
        }
    }
}

impl Summary<'_> {
    /// Findings that were counted and not printed.
    pub(super) fn left_out(&self) -> u64 {
        self.counts.findings.saturating_sub(self.printed as u64)
    }

    /// How often a check was undetermined.
    pub(super) fn undetermined(&self) -> u64 {
        self.checks.iter().fold(0, |sum, line| sum.saturating_add(line.counts.undetermined))
    }

    pub(super) fn data(&self) -> Data<'_> {
        Data {
            reports: self.counts.reports,
            reports_with_errors: self.counts.failed,
            unreadable_files: self.unreadable,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            infos: self.counts.infos,
            explained: self.counts.explained,
            undetermined: self.undetermined(),
            findings_left_out: self.left_out(),
            checks: self.checks.iter().map(Check::of).collect(),
        }
    }
}
