//! Checks over cells.

use std::collections::{BTreeMap, BTreeSet};

use crate::cell::Cell;
use crate::evaluate::{
    Comparison, Filed, Operand, Pair, Place, Quick, Spot, Spread, Truth, UNBOUND, Verdict, culprit, of_expr,
    operands_of, pairs, truth,
};
use crate::exact::Ratio;
use crate::finding::{Finding, Outcome};
use crate::message::{self, Filling};
use crate::plan::{EVERY_ROW, ExplainedBy, Expr, Operator, Rule, Statement, TOTAL, Where, message_key};
use crate::write::literal;

use super::judging::{Judging, Level, Order, cell_value, first_language, place};

/// The order of the keys of one rule: a number for those of every dimension beneath those of the slower ones.
pub(super) struct Ranks {
    rule: usize,
    of: BTreeMap<Vec<u32>, usize>,
}

/// One statement of a rule where it is judged.
struct Here<'r> {
    rule: &'r Rule,
    number: usize,
    index: usize,
    statement: &'r Statement,
    quick: Option<&'r Quick>,
}

impl<'a> Judging<'a, '_> {
    pub(super) fn rule(&mut self, number: usize, rule: &'a Rule) {
        let rules = self.validator.rules();
        let quick = rules.quick.get(number).map_or(&[][..], Vec::as_slice);
        for (index, statement) in rule.statements.iter().enumerate() {
            let here = Here { rule, number, index, statement, quick: quick.get(index).and_then(Option::as_ref) };
            match rules.spreads.of(number, index) {
                Some((at, spread)) => self.in_rows(&here, at, spread),
                None => self.statement(&self.filed.clone(), &here),
            }
        }
    }

    /// Judges a statement for every row.
    fn in_rows(&mut self, here: &Here<'_>, at: usize, spread: &Spread) {
        let tuples = self.tuples(at, spread);
        let mut bound = vec![UNBOUND; self.plan().dimensions.len()];
        for keys in tuples.iter() {
            for (dimension, key) in spread.open.iter().zip(keys) {
                if let Some(slot) = bound.get_mut(*dimension as usize) {
                    *slot = *key;
                }
            }
            let filed = Filed { bound: &bound, ..self.filed };
            self.statement(&filed, here);
        }
    }

    /// Judges a statement at the keys that are bound: the quick way, then in full.
    fn statement(&mut self, filed: &Filed<'_>, here: &Here<'_>) {
        let verdict =
            here.quick.map_or(Verdict::Unsettled, |quick| quick.verdict(&self.validator.rules().cells, filed));
        match verdict {
            Verdict::Satisfied => self.count(here.number, Outcome::Satisfied),
            Verdict::Undetermined if !self.validator.lists_undetermined() => {
                self.count(here.number, Outcome::Undetermined);
            }
            _ => self.in_full(filed, here),
        }
    }

    fn count(&mut self, rule: usize, outcome: Outcome) {
        self.validation.counts.add(outcome, 1);
        if let Some(tally) = &mut self.tally {
            tally.rule(rule, outcome);
        }
    }

    /// Judges a statement in full and lists what is to be listed.
    fn in_full(&mut self, filed: &Filed<'_>, here: &Here<'_>) {
        if let Statement::Ordered { op, cells } = here.statement {
            for (part, pair) in pairs(filed, *op, cells).into_iter().enumerate() {
                match pair {
                    Pair::Nothing => self.count(here.number, Outcome::NotApplicable),
                    Pair::Blank(spot) => self.outcome(filed, here, Truth::Unknown, part, Shown::Spots(&[spot], None)),
                    Pair::Compared(truth, spots) => {
                        self.outcome(filed, here, truth, part, Shown::Spots(&spots, Some(*op)));
                    }
                }
            }
            return;
        }
        let truth = truth(filed, here.statement);
        self.outcome(filed, here, truth, 0, Shown::Statement);
    }

    fn outcome(&mut self, filed: &Filed<'_>, here: &Here<'_>, truth: Truth, part: usize, shown: Shown<'_>) {
        let outcome = match truth {
            Truth::True => Outcome::Satisfied,
            Truth::NotApplicable => Outcome::NotApplicable,
            Truth::Unknown => Outcome::Undetermined,
            Truth::False if self.is_explained(filed, here) => Outcome::Explained,
            Truth::False => Outcome::Violated,
        };
        self.count(here.number, outcome);
        let is_listed = match outcome {
            Outcome::Satisfied | Outcome::NotApplicable => false,
            Outcome::Undetermined => self.validator.lists_undetermined(),
            Outcome::Violated | Outcome::Explained => true,
        };
        if is_listed {
            let finding = self.finding(filed, here, outcome, shown);
            let levels = self.levels(filed, here);
            self.push(Order { node: here.rule.node, levels, number: here.index, part }, finding);
        }
    }

    /// Whether the filer explains a statement of a rule: in a note, or at its place, or, of a check without dimensions,
    /// at none. A dimension that the explanation leaves out is at its whole.
    fn is_explained(&self, filed: &Filed<'_>, here: &Here<'_>) -> bool {
        match here.rule.explained_by {
            None => false,
            Some(ExplainedBy::Note(cell)) => {
                let note = filed.content(filed.spot(self.validator.rules().note(filed, cell), false));
                match note {
                    Cell::Blank => false,
                    Cell::Text(text) => !text.trim().is_empty(),
                    _ => true,
                }
            }
            Some(ExplainedBy::Explanation) => {
                let place = place_of(filed, here.rule, here.index);
                let is_here = |row: &BTreeMap<String, String>| match &place {
                    Some(place) => {
                        row.keys().all(|dimension| place.contains_key(dimension))
                            && place
                                .iter()
                                .all(|(dimension, at)| row.get(dimension).map_or(TOTAL, String::as_str) == at)
                    }
                    None => row.is_empty(),
                };
                let mut explanations = filed.now.report.explanations.iter();
                explanations.any(|one| one.check == here.rule.id && is_here(&one.row) && !one.text.trim().is_empty())
            }
        }
    }

    /// Where a finding stands among those of its rule.
    fn levels(&mut self, filed: &Filed<'_>, here: &Here<'_>) -> Vec<Level> {
        let Some(place) = here.rule.wheres.get(here.index) else {
            return Vec::new();
        };
        let plan = self.plan();
        let mut keys = Vec::new();
        let mut levels = Vec::new();
        for number in &here.rule.free {
            let Some(dimension) = plan.dimensions.get(*number as usize) else {
                continue;
            };
            let level = match place.get(&dimension.id).map(String::as_str) {
                Some(EVERY_ROW) => {
                    keys.push(filed.key(*number));
                    let ranks = self.ranks(here.rule, here.number);
                    Level::Row(ranks.of.get(&keys).copied().unwrap_or(usize::MAX))
                }
                Some(TOTAL) | None => Level::Whole,
                Some(at) => {
                    let member = dimension.members.iter().position(|member| member.id == *at);
                    Level::Member(member.unwrap_or(usize::MAX))
                }
            };
            if !matches!(level, Level::Row(_)) {
                keys.push(UNBOUND);
            }
            levels.push(level);
        }
        levels
    }

    /// The order of the keys of a rule: as they first appear among those of its statements.
    fn ranks(&mut self, rule: &Rule, number: usize) -> &Ranks {
        if self.ranks.as_ref().is_none_or(|ranks| ranks.rule != number) {
            let mut of = BTreeMap::new();
            let mut seen = BTreeSet::new();
            let spreads = &self.validator.rules().spreads;
            for index in 0..rule.statements.len() {
                let Some((at, spread)) = spreads.of(number, index).filter(|(at, _)| seen.insert(*at)) else {
                    continue;
                };
                for tuple in self.tuples(at, spread).iter() {
                    let mut keys = Vec::new();
                    for number in &rule.free {
                        let bound = spread.open.iter().position(|open| open == number);
                        let key = bound.and_then(|at| tuple.get(at)).copied();
                        keys.push(key.unwrap_or(UNBOUND));
                        let next = of.len();
                        if key.is_some() {
                            of.entry(keys.clone()).or_insert(next);
                        }
                    }
                }
            }
            self.ranks = Some(Ranks { rule: number, of });
        }
        self.ranks.get_or_insert_with(|| Ranks { rule: number, of: BTreeMap::new() })
    }

    /// What a rule says of a statement that fails or is undetermined.
    fn finding(&self, filed: &Filed<'_>, here: &Here<'_>, outcome: Outcome, shown: Shown<'_>) -> Finding {
        let plan = self.plan();
        let rule = here.rule;
        let bindings = place_of(filed, rule, here.index);
        let mut filling =
            Filling { node: Some(rule.node), place: bindings.clone(), check: rule.text.clone(), ..Filling::default() };
        let spots = match shown {
            Shown::Spots(spots, op) => {
                of_pair(filed, spots, op, &mut filling);
                spots.to_vec()
            }
            Shown::Statement => {
                of_comparison(filed, here.statement, &mut filling);
                spots_of(filed, here.statement)
            }
        };
        let cells: Vec<_> = spots.iter().filter_map(|spot| cell_value(filed, *spot)).collect();
        if let [spot] = spots.as_slice() {
            filling.cell = Some(*spot);
        }
        filling.at = cells.first().map(|cell| cell.at.clone()).unwrap_or_default();
        let message = if outcome == Outcome::Undetermined {
            message::of_plan(plan, Some(filed), message_key::UNDETERMINED, &filling)
        } else if rule.message.is_empty() {
            message::of_plan(plan, Some(filed), rule.message_key(here.index), &filling)
        } else {
            message::fill(plan, Some(filed), &rule.message, &filling)
        };
        Finding {
            check: rule.id.clone(),
            severity: self.severity(rule.severity),
            outcome,
            bindings: bindings.unwrap_or_default(),
            cells,
            left: filling.left,
            op: filling.op,
            right: filling.right,
            difference: filling.difference,
            tolerance: filling.tolerance,
            message,
            place: place(plan, rule.place),
            language: first_language(plan),
        }
    }
}

/// What a finding shows.
#[derive(Clone, Copy)]
enum Shown<'s> {
    /// The comparison that fails, and all cells of the statement.
    Statement,
    /// These cells, and how two of them compare.
    Spots(&'s [Spot], Option<Operator>),
}

/// What the free dimensions of a statement are bound to, with the keys of rows; none where none is free.
fn place_of(filed: &Filed<'_>, rule: &Rule, index: usize) -> Option<Where> {
    let mut place = rule.wheres.get(index)?.clone();
    for number in &rule.free {
        let dimension = filed.plan.dimensions.get(*number as usize);
        if let Some(at) = dimension.and_then(|dimension| place.get_mut(&dimension.id)).filter(|at| *at == EVERY_ROW) {
            *at = filed.keys.text(*number, filed.key(*number)).to_owned();
        }
    }
    Some(place)
}

/// The cells that a statement reads, in the order in which it names them, each once.
fn spots_of(filed: &Filed<'_>, statement: &Statement) -> Vec<Spot> {
    let operands = operands_of(statement);
    // Each operand is there once, so that only those that run through rows can name a cell twice.
    if operands.iter().all(|operand| operand.along.is_empty()) {
        return operands.iter().map(|operand| filed.spot(operand.cell, operand.prior)).collect();
    }
    let mut seen = BTreeSet::new();
    let spots = operands.into_iter().flat_map(|operand| filed.spots(&operand));
    spots.filter(|spot| seen.insert(*spot)).collect()
}

/// Says how two cells compare.
fn of_pair(filed: &Filed<'_>, spots: &[Spot], op: Option<Operator>, filling: &mut Filling) {
    let ([left, right], Some(op)) = (spots, op) else {
        return;
    };
    let side = |spot: Spot| match filed.content(spot) {
        content @ (Cell::Date(_) | Cell::Year(_)) => Some(literal(filed.plan, spot.cell, content).to_string()),
        _ => None,
    };
    let (one, other) = (Expr::Cell(left.cell), Expr::Cell(right.cell));
    match (side(*left), side(*right)) {
        (None, None) => of_sides(filed, op, &one, &other, None, filling),
        (one, other) => (filling.left, filling.right) = (one, other),
    }
    (filling.op, filling.left_cell, filling.right_cell) = (Some(op), Some(*left), Some(*right));
}

/// Says how the two sides compare of the comparison that makes a statement fail, or that it is.
fn of_comparison(filed: &Filed<'_>, statement: &Statement, filling: &mut Filling) {
    let shown = match (culprit(filed, statement), statement) {
        (Some(culprit), _) => culprit,
        (None, Statement::Compare { .. }) => statement,
        (None, _) => return,
    };
    let Statement::Compare { op, left, right, tolerance } = shown else {
        return;
    };
    of_sides(filed, *op, left, right, tolerance.as_ref(), filling);
    (filling.op, filling.left_cell, filling.right_cell) = (Some(*op), first_of(filed, left), first_of(filed, right));
}

fn of_sides(
    filed: &Filed<'_>,
    op: Operator,
    left: &Expr,
    right: &Expr,
    tolerance: Option<&Ratio>,
    filling: &mut Filling,
) {
    let Some(sides) = Comparison::new(filed, left, right, tolerance.map(Ratio::as_big)) else {
        return;
    };
    filling.left = Some(sides.left.written.to_string());
    filling.right = Some(sides.right.written.to_string());
    filling.difference = sides.difference().map(|difference| Ratio::from(difference).to_string());
    filling.tolerance = match sides.allowance(op).map(Ratio::from) {
        Some(allowance) if allowance.is_zero() => None,
        Some(allowance) => Some(allowance.to_string()),
        None => Some("+inf".to_owned()),
    };
}

/// The first cell of a side; of one that runs through rows none of them, but what they have in common.
fn first_of(filed: &Filed<'_>, side: &Expr) -> Option<Spot> {
    let mut operands: Vec<Operand<'_>> = Vec::new();
    of_expr(side, &mut operands);
    let Operand { cell, prior, along } = *operands.first()?;
    if along.is_empty() { Some(filed.spot(cell, prior)) } else { Some(Spot { cell, prior, place: Place::Any }) }
}
