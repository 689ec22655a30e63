//! The struct of a whole report.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::finding::Finding;
use crate::read::ReportSeed;
use crate::report::{self, Explanation, Nesting, Stray};
use crate::typed::{Findings, Form, Part, entry, part, tree};
use crate::validator::{Validation, Validator};

/// A generated `Report`: all cells of the form, and what stands around them.
pub trait Whole: Part {
    /// The form's identity.
    const FORM: &'static str;
    /// The form's revision.
    const REVISION: &'static str;
    /// The revision that this one revises, where it revises one; empty where the form does not say which.
    const REVISES: Option<&'static str>;

    /// The form.
    fn form() -> &'static Form;

    /// What stands around the cells.
    fn around(&self) -> Around<'_>;

    /// The same, to be changed.
    fn around_mut(&mut self) -> AroundMut<'_>;
}

/// What stands around the cells of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Around<'a> {
    /// The period.
    pub period: &'a Option<String>,
    /// The state, of forms that have states.
    pub state: Option<&'a Option<String>>,
    /// What stood where the form has no cell.
    pub stray: &'a Vec<Stray>,
    /// What the filer says of checks that fail.
    pub explanations: &'a Vec<Explanation>,
}

/// What stands around the cells of a report, to be changed.
#[derive(Debug, PartialEq, Eq)]
pub struct AroundMut<'a> {
    /// The period.
    pub period: &'a mut Option<String>,
    /// The state, of forms that have states.
    pub state: Option<&'a mut Option<String>>,
    /// What stood where the form has no cell.
    pub stray: &'a mut Vec<Stray>,
    /// What the filer says of checks that fail.
    pub explanations: &'a mut Vec<Explanation>,
}

/// The report as the flat array.
#[must_use]
pub fn flat<W: Whole>(report: &W) -> report::Report {
    let Around { period, state, stray, explanations } = report.around();
    report::Report {
        period: period.clone(),
        state: state.cloned().flatten(),
        stray: stray.clone(),
        explanations: explanations.clone(),
        ..part::flat(report)
    }
}

/// The flat array with names.
///
/// # Errors
/// Findings on what the typed report cannot hold.
pub fn typed<W: Whole>(flat: report::Report) -> Result<W, Findings> {
    fits(W::form(), &flat)?;
    Ok(named(flat))
}

/// The flat array with names; what typed cells cannot hold is blank in them.
pub(super) fn named<W: Whole>(flat: report::Report) -> W {
    let mut report: W = part::from_flat(&flat);
    let around = report.around_mut();
    *around.period = flat.period;
    if let Some(state) = around.state {
        *state = flat.state;
    }
    *around.stray = flat.stray;
    *around.explanations = flat.explanations;
    report
}

/// Whether typed cells can hold all that is in a report.
pub(super) fn fits(form: &'static Form, flat: &report::Report) -> Result<(), Findings> {
    let mut in_rows = flat.rows.iter().flatten().flat_map(|row| &row.cells);
    let is_other = |cell: &Cell| matches!(cell, Cell::Other(_));
    if !flat.unknown.is_empty() || flat.cells.iter().any(is_other) || in_rows.any(is_other) {
        let mut findings = form.validator().validate(flat).findings;
        findings.retain(is_of_shape);
        if !findings.is_empty() {
            return Err(Findings::new(findings));
        }
    }
    Ok(())
}

/// Whether a finding is on something that is no value of its cell, or has no cell.
fn is_of_shape(finding: &Finding) -> bool {
    let Some((_, check)) = finding.check.rsplit_once(':') else { return finding.check == "unknown" };
    matches!(check, "type" | "marks" | "places")
}

/// Reads a report from JSON.
///
/// # Errors
/// Findings on what cannot be read, or is nothing that the typed report can hold.
pub fn from_json<W: Whole>(json: &[u8]) -> Result<W, Findings> {
    typed(W::form().validator().read(json).map_err(Findings::new)?)
}

/// The canonical JSON of a report.
#[must_use]
pub fn to_json<W: Whole>(report: &W) -> String {
    W::form().validator().write(&flat(report))
}

/// Judges a report.
#[must_use]
pub fn validate<W: Whole>(report: &W) -> Validation {
    W::form().validator().validate(&flat(report))
}

/// Judges a report beside that of one period earlier.
#[must_use]
pub fn validate_beside<W: Whole>(report: &W, prior: &W) -> Validation {
    W::form().validator().validate_beside(&flat(report), Some(&flat(prior)))
}

/// All cells of a report, one after the other.
#[must_use]
pub fn entries<W: Whole>(report: &W) -> entry::Entries {
    entry::Entries::new(W::form(), flat(report))
}

/// Writes a report for any format: the tree of canonical JSON where people read the format, its text where they do not,
/// because such formats need not say what follows.
///
/// # Errors
/// Where the serializer does.
pub fn serialize<W: Whole, S: Serializer>(report: &W, serializer: S) -> Result<S::Ok, S::Error> {
    let validator = W::form().validator();
    let flat = flat(report);
    if serializer.is_human_readable() {
        tree::Tree::new(validator, &flat, &Nesting::of(&flat), 0).serialize(serializer)
    } else {
        serializer.serialize_str(&validator.write(&flat))
    }
}

/// Reads a report from any format, as [`serialize`] writes it.
///
/// # Errors
/// Where the deserializer does, and where there is what the typed report cannot hold: its first finding.
pub fn deserialize<'de, W: Whole, D: Deserializer<'de>>(deserializer: D) -> Result<W, D::Error> {
    let validator: &Validator = W::form().validator();
    let report = if deserializer.is_human_readable() {
        typed(ReportSeed(validator).deserialize(deserializer)?)
    } else {
        from_json(String::deserialize(deserializer)?.as_bytes())
    };
    report.map_err(|findings| de::Error::custom(OneLine(&findings)))
}

/// Findings where an error has one line.
pub(super) struct OneLine<'a>(pub(super) &'a Findings);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.0.iter().next() else { return Ok(()) };
        let pointer = first.cells.first().map_or("", |cell| &cell.at);
        let message = first.message.get(&first.language).map_or("", String::as_str);
        write!(f, "{}: {message} (at `{pointer}`)", first.check)?;
        match self.0.len() {
            0 | 1 => Ok(()),
            all => write!(f, ", and {} more", all - 1),
        }
    }
}
