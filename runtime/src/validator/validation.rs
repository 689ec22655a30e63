//! What was found in a report.

use std::collections::BTreeMap;
use std::fmt;

use crate::evaluate::{Comparison, Filed, Filled, Truth, Verdict, cells_of, culprit, of_expr, truth};
use crate::exact::Ratio;
use crate::finding::{CellValue, Finding, Literal, Outcome};
use crate::message::{self, Filling};
use crate::plan::{ExplainedBy, Node, Plan, Rule, Severity, Statement, message_key};
use crate::read::{self, Fault, Seen, Unreadable};
use crate::report::Report;
use crate::tally::{Counts, ReportCheck, Tally};
use crate::write::literal;

use super::{Validator, single};

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

    pub(super) fn judge_json(&mut self, validator: &Validator, json: &[u8], mut tally: Option<&mut Tally>) {
        let Self { lines_before, seen, report, validation } = self;
        match read::read_into(validator.plan(), validator.table(), json, seen, report) {
            Ok(()) => judge(validator, report, validation, tally),
            Err(mut reasons) => {
                reasons.iter_mut().for_each(|reason| reason.line = reason.line.saturating_add(*lines_before));
                validation.findings = unreadable(validator.plan(), &reasons);
                validation.places = reasons.iter().map(|reason| (reason.line, reason.column)).collect();
                validation.counts = Counts::default();
                validation.is_readable = false;
                if let Some(tally) = &mut tally {
                    tally.one_report();
                    tally.whole(ReportCheck::Unreadable);
                }
            }
        }
    }
}

/// Judges a report.
pub(super) fn judge(validator: &Validator, report: &Report, validation: &mut Validation, tally: Option<&mut Tally>) {
    validation.findings.clear();
    validation.places.clear();
    validation.counts = Counts::default();
    validation.is_readable = true;
    let plan = validator.plan();
    let filled = Filled::default();
    let filed = Filed { plan, tables: &validator.rules().tables, report, filled: &filled };
    let mut judging = Judging { validator, filed, validation, tally, order: Vec::new() };
    if let Some(tally) = &mut judging.tally {
        tally.one_report();
    }
    single::judge(&mut judging);
    for (number, rule) in plan.rules.iter().enumerate() {
        judging.rule(number, rule);
    }
    judging.whole_report();
    judging.sort();
}

/// Where a finding stands in the order of findings: node (the whole report last) and comparison. In between, its check
/// decides.
type Order = (u32, usize);

fn rank<'f>(order: &Order, finding: &'f Finding) -> (u32, &'f str, usize) {
    (order.0, &finding.check, order.1)
}

/// A report being judged.
pub(super) struct Judging<'a, 'o> {
    pub(super) validator: &'a Validator,
    pub(super) filed: Filed<'a>,
    validation: &'o mut Validation,
    pub(super) tally: Option<&'o mut Tally>,
    order: Vec<Order>,
}

impl Judging<'_, '_> {
    pub(super) fn plan(&self) -> &Plan {
        self.validator.plan()
    }

    /// Adds a finding about a node, or about the whole report.
    pub(super) fn push(&mut self, node: Option<u32>, number: usize, finding: Finding) {
        self.order.push((node.unwrap_or(u32::MAX), number));
        self.validation.findings.push(finding);
    }

    fn sort(&mut self) {
        let ranks = self.order.iter().zip(&self.validation.findings).map(|(order, finding)| rank(order, finding));
        if ranks.is_sorted() {
            return;
        }
        let findings = std::mem::take(&mut self.validation.findings);
        let mut ordered: Vec<(Order, Finding)> = std::mem::take(&mut self.order).into_iter().zip(findings).collect();
        ordered.sort_by(|a, b| rank(&a.0, &a.1).cmp(&rank(&b.0, &b.1)));
        self.validation.findings.extend(ordered.into_iter().map(|(_, finding)| finding));
    }

    fn rule(&mut self, number: usize, rule: &Rule) {
        let rules = self.validator.rules();
        let quick = rules.quick.get(number).map_or(&[][..], Vec::as_slice);
        for (index, statement) in rule.statements.iter().enumerate() {
            let verdict = match quick.get(index) {
                Some(Some(quick)) => quick.verdict(&rules.cells, &self.filed.report.cells),
                _ => Verdict::Unsettled,
            };
            let outcome = match verdict {
                Verdict::Satisfied => Outcome::Satisfied,
                Verdict::Undetermined if !self.validator.lists_undetermined() => Outcome::Undetermined,
                _ => self.in_full(rule, index, statement),
            };
            self.validation.counts.add(outcome, 1);
            if let Some(tally) = &mut self.tally {
                tally.rule(number, outcome);
            }
        }
    }

    /// Judges a statement in full and lists what is to be listed.
    fn in_full(&mut self, rule: &Rule, index: usize, statement: &Statement) -> Outcome {
        let outcome = match truth(&self.filed, statement) {
            Truth::True => return Outcome::Satisfied,
            Truth::NotApplicable => return Outcome::NotApplicable,
            Truth::Unknown => Outcome::Undetermined,
            Truth::False if rule.explained_by == Some(ExplainedBy::Explanation) && self.is_explained(rule, index) => {
                Outcome::Explained
            }
            Truth::False => Outcome::Violated,
        };
        if outcome != Outcome::Undetermined || self.validator.lists_undetermined() {
            let finding = finding(&self.filed, rule, index, statement, outcome);
            self.push(Some(rule.node), index, finding);
        }
        outcome
    }

    /// Whether the filer explains a statement of a rule: at its place, or, of a check without dimensions, at none. A
    /// dimension that the explanation leaves out is at its whole.
    fn is_explained(&self, rule: &Rule, index: usize) -> bool {
        let place = rule.wheres.get(index);
        let is_here = |row: &BTreeMap<String, String>| match place {
            Some(place) => {
                row.keys().all(|dimension| place.contains_key(dimension))
                    && place.iter().all(|(dimension, at)| row.get(dimension).map_or("total", String::as_str) == at)
            }
            None => row.is_empty(),
        };
        let explanations = &self.filed.report.explanations;
        explanations.iter().any(|one| one.check == rule.id && is_here(&one.row) && !one.text.trim().is_empty())
    }

    /// What stands where the form has no place for it.
    fn whole_report(&mut self) {
        let report = self.filed.report;
        for (number, stray) in report.stray.iter().enumerate() {
            let cell = CellValue { at: stray.at.clone(), value: Literal::Text(stray.cell.clone()), prior: false };
            // Without the report's own label it is the node's, and where there is none either, the pointer says most.
            let own = stray.label.clone().filter(|label| !label.is_empty());
            let node = self.node_at(&stray.at);
            let label = own.or_else(|| node.is_none().then(|| stray.at.clone()));
            self.one_of_report(ReportCheck::Stray, Severity::Warning, number, cell, (label, node));
        }
        for (number, unknown) in report.unknown.iter().enumerate() {
            let cell = CellValue { at: unknown.at.clone(), value: Literal::of_json(&unknown.json), prior: false };
            self.one_of_report(ReportCheck::Unknown, Severity::Error, number, cell, (None, None));
        }
    }

    /// The node whose JSON Pointer this is.
    fn node_at(&self, pointer: &str) -> Option<u32> {
        let path = if pointer.is_empty() { pointer } else { pointer.strip_prefix('/')? };
        let is_it = |node: &Node| node.path.split('.').eq(path.split('/'));
        self.plan().nodes.iter().position(is_it).and_then(|node| u32::try_from(node).ok())
    }

    fn one_of_report(
        &mut self,
        check: ReportCheck,
        severity: Severity,
        number: usize,
        cell: CellValue,
        (own_label, node): (Option<String>, Option<u32>),
    ) {
        if let Some(tally) = &mut self.tally {
            tally.whole(check);
        }
        let filling =
            Filling { at: cell.at.clone(), value: Some(cell.value.to_string()), own_label, node, ..Filling::default() };
        let plan = self.plan();
        let message = message::of_plan(plan, Some(&self.filed), check.key(), &filling);
        let finding = Finding {
            check: check.key().to_owned(),
            severity,
            outcome: Outcome::Violated,
            bindings: BTreeMap::new(),
            cells: vec![cell],
            left: None,
            op: None,
            right: None,
            difference: None,
            tolerance: None,
            message,
            place: String::new(),
            language: first_language(plan),
        };
        self.push(None, number, finding);
    }
}

pub(super) fn first_language(plan: &Plan) -> String {
    plan.languages.first().cloned().unwrap_or_default()
}

/// The text of a place in a form file.
pub(super) fn place(plan: &Plan, place: crate::plan::Place) -> String {
    let file = plan.sources.get(place.file as usize).map_or("", |source| source.file.as_str());
    format!("{file}:{}:{}", place.line, place.column)
}

/// What a rule says of a statement that fails or is undetermined.
fn finding(filed: &Filed<'_>, rule: &Rule, index: usize, statement: &Statement, outcome: Outcome) -> Finding {
    let plan = filed.plan;
    let shown = match (culprit(filed, statement), statement) {
        (Some(culprit), _) => Some(culprit),
        (None, Statement::Compare { .. }) => Some(statement),
        (None, _) => None,
    };
    let cells = cells_of(statement);
    let place_of = rule.wheres.get(index);
    let mut filling =
        Filling { node: Some(rule.node), place: place_of.cloned(), check: rule.text.clone(), ..Filling::default() };
    let mut compared = None;
    if let Some(Statement::Compare { op, left, right, tolerance }) = shown {
        compared = Some(*op);
        let tolerance = tolerance.as_ref().map(Ratio::as_big);
        if let Some(sides) = Comparison::new(filed, left, right, tolerance) {
            filling.left = Some(sides.left.written.to_string());
            filling.right = Some(sides.right.written.to_string());
            filling.difference = sides.difference().map(|difference| Ratio::from(difference).to_string());
            filling.tolerance = match sides.allowance(*op).map(Ratio::from) {
                Some(allowance) if allowance.is_zero() => None,
                Some(allowance) => Some(allowance.to_string()),
                None => Some("+inf".to_owned()),
            };
        }
        let first = |side| {
            let mut cells = Vec::new();
            of_expr(side, &mut cells);
            cells.first().copied()
        };
        (filling.op, filling.left_cell, filling.right_cell) = (Some(*op), first(left), first(right));
    }
    if let [cell] = cells.as_slice() {
        filling.cell = Some(*cell);
    }
    filling.at = cells.first().and_then(|cell| plan.cells.get(*cell as usize)).map_or("", |cell| &cell.pointer).into();
    let message = if outcome == Outcome::Undetermined {
        message::of_plan(plan, Some(filed), message_key::UNDETERMINED, &filling)
    } else if rule.message.is_empty() {
        message::of_plan(plan, Some(filed), rule.message_key(index), &filling)
    } else {
        message::fill(plan, Some(filed), &rule.message, &filling)
    };
    Finding {
        check: rule.id.clone(),
        severity: rule.severity.at(None),
        outcome,
        bindings: place_of.cloned().unwrap_or_default(),
        cells: cells.into_iter().map(|cell| cell_value(filed, cell)).collect(),
        left: filling.left,
        op: compared,
        right: filling.right,
        difference: filling.difference,
        tolerance: filling.tolerance,
        message,
        place: place(plan, rule.place),
        language: first_language(plan),
    }
}

/// A cell as a finding shows it.
pub(super) fn cell_value(filed: &Filed<'_>, cell: u32) -> CellValue {
    let at = filed.plan.cells.get(cell as usize).map(|cell| cell.pointer.clone()).unwrap_or_default();
    CellValue { at, value: literal(filed.plan, cell, filed.report.cell(cell)), prior: false }
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
