//! What a run comes to.

use serde::Serialize;
use tallyform::plan::Severity;
use tallyform::tally::Line;
use tallyform::{Finding, Outcome};

use super::wheres::{Place, Wheres};

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
    /// How many reports have one of a period earlier beside them, where such reports were given.
    pub(super) priors: Option<u64>,
    /// Where checks were violated.
    pub(super) wheres: &'a Wheres,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    reports_with_prior: Option<u64>,
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violated_in: Vec<ViolatedIn<'a>>,
}

/// How often a check was violated at a place.
#[derive(Serialize)]
struct ViolatedIn<'a> {
    #[serde(rename = "where")]
    place: &'a Place,
    violated: u64,
    reports: u64,
}

impl<'a> Check<'a> {
    fn of(line: &'a Line, wheres: &'a Wheres) -> Self {
        let places = wheres.of(&line.check).into_iter();
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
            violated_in: places
                .map(|(place, one)| ViolatedIn { place, violated: one.findings, reports: one.reports })
                .collect(),
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
            reports_with_prior: self.priors,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            infos: self.counts.infos,
            explained: self.counts.explained,
            undetermined: self.undetermined(),
            findings_left_out: self.left_out(),
            checks: self.checks.iter().map(|line| Check::of(line, self.wheres)).collect(),
        }
    }
}
