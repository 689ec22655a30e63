//! A plan made ready to judge reports.

mod codes;
mod judging;
mod lists;
mod pattern;
mod rule;
mod single;
mod structure;
mod table;
mod validation;
mod whole_report;

pub use codes::{ExternalCode, ExternalCodes};
pub use structure::{MAX_ENTRIES, MAX_PLAN_BYTES, MAX_PLAN_DEPTH, MAX_PRODUCTS, MAX_STATEMENT_SIZE, PlanError};
pub use validation::{Scratch, Validation};

pub(crate) use structure::beneath;
pub(crate) use table::{
    CellTable, Object, SectionTable, Shape, Table, Target, adds, greatest_digits, is_not_applicable,
};

use std::collections::BTreeMap;

use regex_lite::Regex;

use self::single::Bounds;
use crate::cell::Cell;
use crate::evaluate::Rules;
use crate::finding::Finding;
use crate::plan::{Content, Period, Plan};
use crate::read::{self, Seen};
use crate::report::Report;
use crate::tally::Tally;
use crate::write::literal;

/// A plan made ready to judge reports: checked, with everything that is looked up worked out once.
#[derive(Debug)]
pub struct Validator {
    plan: Plan,
    table: Table,
    rules: Rules,
    bounds: Vec<Bounds>,
    /// The patterns of text fields, by cell.
    patterns: BTreeMap<usize, Regex>,
    list_undetermined: bool,
    /// The state of reports that say none, as an index into those of the form.
    state: Option<usize>,
    /// Codes from outside the form, by the name of their list.
    codes: BTreeMap<String, ExternalCodes>,
}

impl Validator {
    /// Checks a plan from anywhere and makes it ready.
    ///
    /// # Errors
    /// Where the plan is not sound: an index out of range, nodes out of order, sizes beyond the limits of this module.
    pub fn new(plan: Plan) -> Result<Self, PlanError> {
        structure::check(&plan)?;
        let table = Table::new(&plan);
        let rules = Rules::new(&plan);
        let bounds = single::bounds(&plan);
        let patterns = patterns(&plan)?;
        Ok(Self { plan, table, rules, bounds, patterns, list_undetermined: false, state: None, codes: BTreeMap::new() })
    }

    /// Whether checks that are undetermined are listed among the findings. They are counted either way.
    #[must_use]
    pub fn list_undetermined(mut self, list: bool) -> Self {
        self.list_undetermined = list;
        self
    }

    /// Says in which state reports are that say none themselves; else they are in the last one. None where the form has
    /// no such state.
    #[must_use]
    pub fn in_state(mut self, state: &str) -> Option<Self> {
        self.state = Some(self.plan.states.iter().position(|known| known == state)?);
        Some(self)
    }

    /// Gives the codes of a list that the form does not have itself. Without them, what stands in cells of that list is
    /// not judged. None where the form has no external list of this name.
    #[must_use]
    pub fn with_codes(mut self, name: &str, codes: ExternalCodes) -> Option<Self> {
        self.plan.codes.get(name).filter(|list| list.external)?;
        self.codes.insert(name.to_owned(), codes);
        Some(self)
    }

    /// Lowers the limit of the cells that all rows of a report have together, [`read::MAX_ROW_CELLS`]: for whoever has
    /// less memory than that takes.
    #[must_use]
    pub fn with_row_cells(mut self, most: usize) -> Self {
        self.table.row_cells = most.min(read::MAX_ROW_CELLS);
        self
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    pub(crate) fn bounds(&self) -> &[Bounds] {
        &self.bounds
    }

    /// Whether the text of a cell matches the pattern that the form gives it.
    pub(crate) fn matches(&self, cell: usize, text: &str) -> bool {
        self.patterns.get(&cell).is_none_or(|pattern| pattern.is_match(text))
    }

    /// The codes that were given for a list.
    pub(crate) fn external_codes(&self, name: &str) -> Option<&ExternalCodes> {
        self.codes.get(name)
    }

    /// The state of a report, as an index into those of the form.
    pub(crate) fn state_of(&self, report: &Report) -> Option<usize> {
        match &report.state {
            Some(state) => self.plan.states.iter().position(|known| known == state),
            None => self.state,
        }
    }

    pub(crate) fn lists_undetermined(&self) -> bool {
        self.list_undetermined
    }

    /// Reads a report from JSON.
    ///
    /// # Errors
    /// Where the report cannot be read at all: the findings say why, each under the check id `unreadable`.
    pub fn read(&self, json: &[u8]) -> Result<Report, Vec<Finding>> {
        let mut report = Report::default();
        match read::read_into(&self.plan, &self.table, json, &mut Seen::default(), &mut report) {
            Ok(()) => Ok(report),
            Err(reasons) => Err(validation::unreadable(&self.plan, &reasons)),
        }
    }

    /// Reads a report from JSON and judges it.
    #[must_use]
    pub fn validate_json(&self, json: &[u8]) -> Validation {
        let mut scratch = Scratch::default();
        self.validate_json_with(json, &mut scratch, None);
        scratch.into_validation()
    }

    /// The same with memory that is used again, for many reports: nothing is allocated for a report without findings and
    /// without rows. What becomes of the checks is added to the tally, if there is one.
    pub fn validate_json_with<'s>(
        &self,
        json: &[u8],
        scratch: &'s mut Scratch,
        tally: Option<&mut Tally>,
    ) -> &'s Validation {
        self.read_with(json, scratch);
        self.judge_with(scratch, None, tally)
    }

    /// Reads a report into memory that is used again; whether it could be read. [`Validator::judge_with`] does the rest,
    /// also where it could not.
    pub fn read_with(&self, json: &[u8], scratch: &mut Scratch) -> bool {
        scratch.read(self, json)
    }

    /// Judges the report that [`Validator::read_with`] read, beside that of one period earlier, if there is one.
    pub fn judge_with<'s>(
        &self,
        scratch: &'s mut Scratch,
        prior: Option<&Report>,
        tally: Option<&mut Tally>,
    ) -> &'s Validation {
        scratch.judge(self, prior, tally);
        scratch.validation()
    }

    /// The finding for a report that nobody read because it has more than `limit` bytes, and counts it. It begins at a
    /// line of its file, from 1.
    pub fn too_long(&self, limit: usize, line: u64, tally: Option<&mut Tally>) -> Finding {
        validation::too_long(&self.plan, limit, line, tally)
    }

    /// Judges a report. One with another number of cells than the plan is judged as if the rest were blank.
    #[must_use]
    pub fn validate(&self, report: &Report) -> Validation {
        self.validate_beside(report, None)
    }

    /// Judges a report beside that of one period earlier. Without one, whatever is asked of it is not reported.
    #[must_use]
    pub fn validate_beside(&self, report: &Report, prior: Option<&Report>) -> Validation {
        let mut validation = Validation::default();
        judging::judge(self, report, prior, &mut validation, None);
        validation
    }

    /// Judges a report and adds what becomes of the checks to the tally.
    #[must_use]
    pub fn validate_and_tally(&self, report: &Report, tally: &mut Tally) -> Validation {
        let mut validation = Validation::default();
        judging::judge(self, report, None, &mut validation, Some(tally));
        validation
    }

    /// What names a report: what stands in the cells of the form's identity, then the period where the form has any.
    /// None where one of them is not there or cannot be read.
    #[must_use]
    pub fn identity(&self, report: &Report) -> Option<Vec<String>> {
        self.identity_in(report, |_, period| Some(period.to_owned()))
    }

    /// What names the report of one period earlier.
    #[must_use]
    pub fn prior_identity(&self, report: &Report) -> Option<Vec<String>> {
        self.plan.period.as_ref()?;
        self.identity_in(report, Period::before)
    }

    fn identity_in(&self, report: &Report, at: impl Fn(&Period, &str) -> Option<String>) -> Option<Vec<String>> {
        let text = |cell: &u32| match report.cell(*cell) {
            Cell::Blank | Cell::Other(_) => None,
            content => Some(literal(&self.plan, *cell, content).to_string()),
        };
        let mut identity: Vec<String> = self.plan.identity.iter().map(text).collect::<Option<_>>()?;
        if let Some(period) = &self.plan.period {
            identity.push(at(period, report.period.as_deref()?)?);
        }
        Some(identity)
    }

    /// An empty tally for reports of this plan.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::new(self)
    }
}

/// Makes the patterns of a plan ready, by cell.
fn patterns(plan: &Plan) -> Result<BTreeMap<usize, Regex>, PlanError> {
    let mut patterns = BTreeMap::new();
    for (number, cell) in plan.cells.iter().enumerate() {
        if let Content::Text { pattern: Some(text), .. } = &cell.content {
            let pattern = pattern::compile(text).map_err(|message| PlanError {
                at: format!("/cells/{number}/content/text/pattern"),
                message: format!("`{text}` is no pattern: {message}"),
            })?;
            patterns.insert(number, pattern);
        }
    }
    Ok(patterns)
}

impl Plan {
    /// Reads a `plan.json`. Whether the plan is sound is for [`Validator::new`] to say.
    ///
    /// # Errors
    /// Where the text is no plan, with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, PlanError> {
        if json.len() > MAX_PLAN_BYTES {
            let message = format!("it has {} bytes, {MAX_PLAN_BYTES} are the limit", json.len());
            return Err(PlanError { at: "1:1".to_owned(), message });
        }
        serde_json::from_slice(json).map_err(|error| {
            let text = error.to_string();
            let message = text.rfind(" at line ").and_then(|at| text.get(..at)).unwrap_or(&text).to_owned();
            PlanError { at: format!("{}:{}", error.line(), error.column()), message }
        })
    }

    /// The text of `plan.json`: indented, in the order of the types, with a line break at its end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Maps of a plan have text keys and its numbers are integers, so nothing in it can fail to be written.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
