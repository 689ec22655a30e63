//! A report being judged: its cells, its rows, its checks over cells, and what stands in no cell.

use std::cmp::Ordering;
use std::rc::Rc;

use crate::evaluate::{Filed, Filled, Keys, Rows, Side, Spot, Spread, Tuples, UNBOUND};
use crate::finding::{CellValue, Finding};
use crate::plan::{Place, Plan, Severities, Severity};
use crate::report::Report;
use crate::tally::Tally;
use crate::write::literal;

use super::validation::Validation;
use super::{Validator, lists, single};

/// Judges a report beside that of one period earlier.
pub(super) fn judge(
    validator: &Validator,
    report: &Report,
    prior: Option<&Report>,
    validation: &mut Validation,
    tally: Option<&mut Tally>,
) {
    validation.clear();
    validation.is_readable = true;
    let plan = validator.plan();
    let rules = validator.rules();
    // A form without rows has no keys, and nothing is allocated for them.
    let dimensions = if plan.sections.is_empty() { 0 } else { plan.dimensions.len() };
    let mut keys = Keys::new(dimensions);
    let rows = Rows::new(&rules.tables, report, &mut keys);
    let rows_before = prior.map(|report| Rows::new(&rules.tables, report, &mut keys));
    let bound = vec![UNBOUND; dimensions];
    let filled = Filled::default();
    let filed = Filed {
        plan,
        tables: &rules.tables,
        now: Side { report, rows: &rows },
        prior: prior.zip(rows_before.as_ref()).map(|(report, rows)| Side { report, rows }),
        keys: &keys,
        bound: &bound,
        filled: &filled,
    };
    let mut judging = Judging {
        validator,
        filed,
        validation,
        tally,
        state: validator.state_of(report),
        order: Vec::new(),
        tuples: vec![None; rules.spreads.len()],
        ranks: None,
    };
    if let Some(tally) = &mut judging.tally {
        tally.one_report();
    }
    single::judge(&mut judging);
    lists::judge(&mut judging);
    for (number, rule) in plan.rules.iter().enumerate() {
        judging.rule(number, rule);
    }
    judging.whole_report();
    judging.sort();
}

/// Where a finding stands in the order of findings: by node (the whole report last), by check, by what the dimensions
/// are bound to, and by comparison.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub(super) node: u32,
    pub(super) levels: Vec<Level>,
    /// The statement or cell.
    pub(super) number: usize,
    /// The comparison among those of one statement, or the row.
    pub(super) part: usize,
}

/// What a dimension is bound to, in the order of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Whole,
    Member(usize),
    Row(usize),
}

fn compare(a: (&Order, &Finding), b: (&Order, &Finding)) -> Ordering {
    let rank = |of: (&Order, &Finding)| (of.0.number, of.0.part);
    (a.0.node.cmp(&b.0.node))
        .then_with(|| a.1.check.cmp(&b.1.check))
        .then_with(|| a.0.levels.cmp(&b.0.levels))
        .then_with(|| rank(a).cmp(&rank(b)))
}

/// A report being judged.
pub(super) struct Judging<'a, 'o> {
    pub(super) validator: &'a Validator,
    pub(super) filed: Filed<'a>,
    pub(super) validation: &'o mut Validation,
    pub(super) tally: Option<&'o mut Tally>,
    /// The state of the report, as an index into the states of the form.
    state: Option<usize>,
    order: Vec<Order>,
    /// The keys for which statements are judged, by spread, as far as they were asked for.
    tuples: Vec<Option<Rc<Tuples>>>,
    /// The order of the keys of the rule that last had a finding in rows.
    pub(super) ranks: Option<super::rule::Ranks>,
}

impl<'a> Judging<'a, '_> {
    pub(super) fn plan(&self) -> &'a Plan {
        self.validator.plan()
    }

    pub(super) fn severity(&self, severities: Severities) -> Severity {
        severities.at(self.state)
    }

    /// Adds a finding.
    pub(super) fn push(&mut self, order: Order, finding: Finding) {
        self.order.push(order);
        self.validation.findings.push(finding);
    }

    /// The keys for which the statements of a spread are judged.
    pub(super) fn tuples(&mut self, number: usize, spread: &Spread) -> Rc<Tuples> {
        if let Some(Some(known)) = self.tuples.get(number) {
            return Rc::clone(known);
        }
        let tuples = Rc::new(Tuples::new(spread, self.filed.tables, self.filed.now));
        if let Some(slot) = self.tuples.get_mut(number) {
            *slot = Some(Rc::clone(&tuples));
        }
        tuples
    }

    fn sort(&mut self) {
        // Mostly they are in order, and the memory for them stays.
        if self.order.iter().zip(&self.validation.findings).is_sorted_by(|a, b| compare(*a, *b).is_le()) {
            return;
        }
        let findings = std::mem::take(&mut self.validation.findings);
        let mut ordered: Vec<(Order, Finding)> = std::mem::take(&mut self.order).into_iter().zip(findings).collect();
        ordered.sort_by(|a, b| compare((&a.0, &a.1), (&b.0, &b.1)));
        self.validation.findings.extend(ordered.into_iter().map(|(_, finding)| finding));
    }
}

pub(super) fn first_language(plan: &Plan) -> String {
    plan.languages.first().cloned().unwrap_or_default()
}

/// The text of a place in a form file.
pub(super) fn place(plan: &Plan, place: Place) -> String {
    let file = plan.sources.get(place.file as usize).map_or("", |source| source.file.as_str());
    format!("{file}:{}:{}", place.line, place.column)
}

/// A cell as a finding shows it; none of one that is in no report.
pub(super) fn cell_value(filed: &Filed<'_>, spot: Spot) -> Option<CellValue> {
    let at = filed.pointer(spot)?;
    Some(CellValue { at, value: literal(filed.plan, spot.cell, filed.content(spot)), prior: spot.prior })
}
