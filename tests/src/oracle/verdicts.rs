//! Everything that is to be said of a report, in order: one verdict for each check, at each place where it is judged.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tallyform::Outcome;
use tallyform::plan::{EVERY_ROW, ExplainedBy, Expr, Layout, Operator, Plan, Rule, Severity, Statement, TOTAL, Where};

use super::content::Content;
use super::flat::{Flat, is_nothing};
use super::rows::{Keys, Lists, Part, Place, Row, Side, dimension};
use super::spread;
use super::statement::{Truth, Truths, judge};
use super::written::{Pair, Written, pairs, written};
use super::{lists, single};

/// What may become of one check at one place.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Id of the check.
    pub check: String,
    /// What the free dimensions are bound to.
    pub place: Where,
    /// How grave it is.
    pub severity: Severity,
    /// The outcomes that a correct evaluator may give.
    pub allowed: BTreeSet<Outcome>,
    /// The cells that it is about: JSON Pointers, and whether it is that of the earlier report.
    pub cells: Vec<(String, bool)>,
    /// The rule of the plan that it is of; none of a check of a single cell or a list.
    pub rule: Option<usize>,
    /// The comparison that the finding shows, over the cells that were written out; none where that is not known.
    pub shown: Option<Statement>,
    /// The comparison of those.
    pub op: Option<Operator>,
    pub(super) order: Order,
}

/// Where a finding stands among the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Order {
    pub(super) node: u32,
    pub(super) check: String,
    pub(super) levels: Vec<Level>,
    pub(super) number: usize,
    pub(super) part: Vec<usize>,
}

/// What a dimension is bound to, in the order of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Whole,
    Member(usize),
    Row(usize),
}

/// Verdicts and what they were found from.
pub struct Verdicts<'a> {
    /// In the order of findings.
    pub all: Vec<Verdict>,
    /// The report, written out.
    pub flat: Flat<'a>,
}

/// Judges a report beside the earlier one.
#[must_use]
pub fn verdicts<'a>(plan: &'a Plan, now: &'a Side<'a>, before: Option<&'a Side<'a>>) -> Verdicts<'a> {
    let state = now.report["state"].as_str();
    let state = state.and_then(|state| plan.states.iter().position(|known| known == state));
    let mut judging = Judging { flat: Flat::new(plan, now, before), state, all: Vec::new() };
    judging.cells(&now.lists, None);
    lists::judge(&mut judging);
    for (number, rule) in plan.rules.iter().enumerate() {
        judging.rule(number, rule);
    }
    judging.all.sort_by(|one, other| one.order.cmp(&other.order));
    Verdicts { all: judging.all, flat: judging.flat }
}

pub(super) struct Judging<'a> {
    pub(super) flat: Flat<'a>,
    pub(super) state: Option<usize>,
    pub(super) all: Vec<Verdict>,
}

impl<'a> Judging<'a> {
    /// The checks of single cells, of those in no row or in one.
    fn cells(&mut self, lists: &'a Lists<'a>, row: Option<(usize, &'a Row<'a>)>) {
        let plan = self.flat.plan;
        let section = row.map(|(section, _)| section);
        let keyless = row.is_some_and(|(_, row)| row.part == Part::Keyless);
        for (number, cell) in plan.cells.iter().enumerate() {
            let is_key = section.is_some_and(|section| plan.sections[section].key as usize == number);
            if cell.section.map(|section| section as usize) == section && (is_key || !keyless) {
                self.cell(number, row.map(|(_, row)| row));
            }
        }
        for (&section, rows) in lists {
            for row in rows.iter().filter(|row| !matches!(row.part, Part::Double(_))) {
                self.cells(&row.lists, Some((section, row)));
            }
        }
    }

    fn cell(&mut self, number: usize, row: Option<&'a Row<'a>>) {
        let (plan, now) = (self.flat.plan, self.flat.now);
        let cell = &plan.cells[number];
        let (place, above, within) = match row {
            Some(row) => (Place::Row(row), row.pointer.as_str(), row.value),
            None => (Place::Plain, "", now.report),
        };
        let value = within.pointer(&cell.pointer).unwrap_or(&Value::Null);
        let content = super::content::content(plan, cell, value);
        let nothing = content == Content::Blank && is_nothing(plan, now, number, &place);
        let (figure, node) = plan.figure_of(cell).unwrap_or((cell.node, &plan.nodes[cell.node as usize]));
        let figure = plan.nodes[figure as usize].first.unwrap_or(figure);
        let keys = keys_at(plan, now, above);
        let place = cell_place(plan, number, &keys);
        let levels = cell_levels(plan, number, &keys);
        for (check, severity, outcome) in single::checks(plan, now.report, cell, (value, &content), nothing) {
            let check = format!("{}:{check}", node.path);
            self.all.push(Verdict {
                order: Order {
                    node: figure,
                    check: check.clone(),
                    levels: levels.clone(),
                    number,
                    part: numbers(above),
                },
                check,
                place: place.clone(),
                severity: severity.at(self.state),
                allowed: BTreeSet::from([outcome]),
                cells: vec![(format!("{above}{}", cell.pointer), false)],
                rule: None,
                shown: None,
                op: None,
            });
        }
    }

    fn rule(&mut self, number: usize, rule: &'a Rule) {
        let plan = self.flat.plan;
        let tuples: Vec<Vec<Keys>> =
            (0..rule.statements.len()).map(|index| spread::tuples(plan, self.flat.now, rule, index)).collect();
        let ranks = spread::ranks(rule, &tuples);
        for (index, statement) in rule.statements.iter().enumerate() {
            for keys in &tuples[index] {
                let mut place = rule.wheres.get(index).cloned().unwrap_or_default();
                let mut levels = Vec::new();
                let mut prefix = Vec::new();
                for &free in &rule.free {
                    let dimension = &plan.dimensions[free as usize];
                    let at = place.get(&dimension.id).cloned().unwrap_or_else(|| TOTAL.to_owned());
                    let key = keys.get(&(free as usize)).filter(|_| at == EVERY_ROW);
                    prefix.push(key.cloned());
                    levels.push(match (key, at.as_str()) {
                        (Some(key), _) => {
                            place.insert(dimension.id.clone(), key.clone());
                            Level::Row(ranks.get(&prefix).copied().unwrap_or(usize::MAX))
                        }
                        (None, TOTAL) => Level::Whole,
                        (None, at) => Level::Member(member(plan, free as usize, at)),
                    });
                }
                let order = |part| Order {
                    node: rule.node,
                    check: rule.id.clone(),
                    levels: levels.clone(),
                    number: index,
                    part: vec![part],
                };
                let explained = self.is_explained(rule, &place, keys);
                let state = self.state;
                let verdict =
                    |order, truths: &Truths, named: Vec<usize>, shown: Option<Statement>, flat: &Flat<'_>| Verdict {
                        check: rule.id.clone(),
                        place: place.clone(),
                        severity: rule.severity.at(state),
                        allowed: outcomes(truths, explained),
                        cells: named
                            .into_iter()
                            .filter_map(|cell| Some((flat.cells[cell].at.clone()?, flat.cells[cell].prior)))
                            .collect(),
                        rule: Some(number),
                        op: match &shown {
                            Some(Statement::Compare { op, .. }) => Some(*op),
                            _ => None,
                        },
                        // Days and years are shown as such.
                        shown: shown
                            .filter(|shown| !matches!(statement, Statement::Ordered { .. }) || is_of_figures(shown)),
                        order,
                    };
                let mut found = Vec::new();
                if let Statement::Ordered { op, cells } = statement {
                    for (part, pair) in pairs(&mut self.flat, *op, cells, keys).into_iter().enumerate() {
                        let (truths, named, shown) = match pair {
                            Pair::Nothing => (Truths::one(Truth::NotApplicable), Vec::new(), None),
                            Pair::Blank(cell) => (Truths::one(Truth::Unknown), vec![cell], None),
                            Pair::Compared(two, statement) => {
                                (judge(&statement, &self.flat.standings), two.to_vec(), Some(*statement))
                            }
                        };
                        found.push(verdict(order(part), &truths, named, shown, &self.flat));
                    }
                } else {
                    let Written { statement, without, named } = written(&mut self.flat, statement, keys);
                    let truths = truths(&self.flat, &statement, without.as_ref());
                    let shown = Some(statement).filter(|shown| matches!(shown, Statement::Compare { .. }));
                    found.push(verdict(order(0), &truths, named, shown, &self.flat));
                }
                self.all.extend(found);
            }
        }
    }

    fn is_explained(&self, rule: &Rule, place: &Where, keys: &Keys) -> bool {
        let report = self.flat.now.report;
        match rule.explained_by {
            None => false,
            Some(ExplainedBy::Explanation) => report["explanations"].as_array().into_iter().flatten().any(|one| {
                let row = one["row"].as_object();
                let row: BTreeMap<&str, &str> =
                    row.into_iter().flatten().filter_map(|(id, at)| Some((id.as_str(), at.as_str()?))).collect();
                let is_here = row.keys().all(|id| place.contains_key(*id))
                    && place.iter().all(|(id, at)| row.get(id.as_str()).copied().unwrap_or(TOTAL) == at);
                let said = one["text"].as_str().is_some_and(|text| !text.trim().is_empty());
                one["check"] == rule.id && is_here && said
            }),
            Some(ExplainedBy::Note(note)) => lists::note(&self.flat, note as usize, place, keys),
        }
    }
}

fn is_of_figures(pair: &Statement) -> bool {
    matches!(pair, Statement::Compare { left: Expr::Cell(_), right: Expr::Cell(_), .. })
}

fn truths(flat: &Flat<'_>, statement: &Statement, without: Option<&Statement>) -> Truths {
    let with = judge(statement, &flat.standings);
    let Some(without) = without else { return with };
    let without = judge(without, &flat.standings);
    // Whether there are such rows is not known: only what holds either way is certain.
    let both = with.0.iter().filter(|truth| without.0.contains(truth) || without.0.contains(&Truth::NotApplicable));
    Truths(both.copied().chain([Truth::Unknown]).collect())
}

fn outcomes(truths: &Truths, explained: bool) -> BTreeSet<Outcome> {
    let outcome = |truth: &Truth| match truth {
        Truth::True => Outcome::Satisfied,
        Truth::False if explained => Outcome::Explained,
        Truth::False => Outcome::Violated,
        Truth::Unknown => Outcome::Undetermined,
        Truth::NotApplicable => Outcome::NotApplicable,
    };
    truths.0.iter().map(outcome).collect()
}

/// The place of a member in its dimension.
fn member(plan: &Plan, dimension: usize, id: &str) -> usize {
    plan.dimensions[dimension].members.iter().position(|member| member.id == id).unwrap_or(usize::MAX)
}

/// The numbers of the rows in a pointer.
pub(super) fn numbers(pointer: &str) -> Vec<usize> {
    pointer.split('/').filter_map(|key| key.parse().ok()).collect()
}

/// The keys of the rows in which the row of this pointer stands, its own among them, each with its place in its list.
pub(super) fn keys_at(plan: &Plan, side: &Side<'_>, pointer: &str) -> BTreeMap<usize, (Option<String>, usize)> {
    let mut keys = BTreeMap::new();
    let mut lists = &side.lists;
    'down: loop {
        for (&section, rows) in lists {
            let inside = |row: &&Row<'_>| pointer == row.pointer || pointer.starts_with(&format!("{}/", row.pointer));
            if let Some(row) = rows.iter().find(inside) {
                let key = match &row.part {
                    Part::Key(key) | Part::Double(key) => Some(key.clone()),
                    Part::Keyless => None,
                };
                let at = numbers(&row.pointer).pop().unwrap_or(0);
                keys.insert(dimension(plan, section), (key, at));
                lists = &row.lists;
                continue 'down;
            }
        }
        return keys;
    }
}

/// What the dimensions of a cell are bound to.
pub(super) fn cell_place(plan: &Plan, cell: usize, keys: &BTreeMap<usize, (Option<String>, usize)>) -> Where {
    let node = plan.cells[cell].node as usize;
    let coordinate = plan.nodes[node].coordinate.as_ref();
    let mut place = coordinate.map_or_else(|| wholes_above(plan, node), |coordinate| coordinate.at.clone());
    for (&dimension, (key, _)) in keys {
        let id = &plan.dimensions[dimension].id;
        match key {
            Some(key) => place.insert(id.clone(), key.clone()),
            None => place.remove(id),
        };
    }
    place
}

/// The wholes of open dimensions in which a node stands.
fn wholes_above(plan: &Plan, node: usize) -> Where {
    let mut wholes = Where::new();
    let mut here = Some(node);
    while let Some(node) = here {
        if let Some(Layout::Whole(dimension)) = plan.nodes[node].layout {
            wholes.insert(plan.dimensions[dimension as usize].id.clone(), TOTAL.to_owned());
        }
        here = plan.nodes[node].parent.map(|parent| parent as usize);
    }
    wholes
}

fn cell_levels(plan: &Plan, cell: usize, keys: &BTreeMap<usize, (Option<String>, usize)>) -> Vec<Level> {
    let Some((_, figure)) = plan.figure_of(&plan.cells[cell]) else { return Vec::new() };
    let coordinate = plan.nodes[plan.cells[cell].node as usize].coordinate.as_ref();
    let level = |&dimension: &u32| match keys.get(&(dimension as usize)) {
        Some((_, at)) => Level::Row(*at),
        None => {
            let at = coordinate.and_then(|coordinate| coordinate.at.get(&plan.dimensions[dimension as usize].id));
            match at.map(String::as_str) {
                None | Some(TOTAL) => Level::Whole,
                Some(at) => Level::Member(member(plan, dimension as usize, at)),
            }
        }
    };
    if figure.by.iter().all(|&of| plan.dimensions[of as usize].key.is_none()) && !keys.is_empty() {
        // Keys of rows have no dimensions.
        return super::rows::chain(plan, cell)
            .into_iter()
            .filter_map(|section| keys.get(&dimension(plan, section)))
            .map(|(_, at)| Level::Row(*at))
            .collect();
    }
    figure.by.iter().map(level).collect()
}
