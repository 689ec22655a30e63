//! What stands around the cells of a report: period and state, what the form lacks, and what filers explain.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::follow::Follow;
use super::kin::{Half, Kin};
use super::left::{Left, Why};
use super::lineage::Lineage;
use super::migration::Migration;
use super::place::Placed;
use super::rows::Rows;
use crate::plan::{Plan, TOTAL};
use crate::report::{Explanation, Report, Stray, Unknown};
use crate::write::{explanation, push_text, stray};

/// What is looked up for what stands around the cells of a report.
#[derive(Debug)]
pub(super) struct Around {
    kin: Kin,
    follow: Follow,
    /// Ids of checks here, and of those there.
    checks: (BTreeSet<String>, BTreeSet<String>),
    /// Nodes of the form here, by path.
    paths: HashMap<String, u32>,
    /// By node here, whether its figures can be compared with those there.
    broken: Vec<bool>,
}

/// What stands around the cells of the report there, and what was left of it.
#[derive(Debug, Default)]
pub(super) struct Carried {
    pub(super) period: Option<String>,
    pub(super) state: Option<String>,
    pub(super) stray: Vec<Stray>,
    pub(super) explanations: Vec<Explanation>,
    pub(super) unknown: Vec<Unknown>,
    pub(super) left: Vec<Left>,
}

impl Around {
    pub(super) fn new(lineage: &Lineage, kin: Kin, (here, there): (&Half, &Half), is_onward: bool) -> Self {
        let checks = |plan: &Plan| plan.rules.iter().map(|rule| rule.id.clone()).collect();
        let plan = here.plan();
        let subjects = (0..).zip(&plan.nodes).filter(|(number, _)| plan.is_subject(*number));
        let is_broken = |later: u32| lineage.nodes.get(later as usize).is_some_and(|one| one.broken);
        let broken = (0..).take(plan.nodes.len()).map(|number: u32| {
            let there = || kin.same.get(number as usize).copied().flatten();
            if is_onward { there().is_some_and(is_broken) } else { is_broken(number) }
        });
        Self {
            broken: broken.collect(),
            paths: subjects.map(|(number, node)| (node.path.clone(), number)).collect(),
            checks: (checks(plan), checks(there.plan())),
            follow: Follow::new(there),
            kin,
        }
    }

    /// What stands around the cells of a report. `into` is the report there as far as it is made, and the strays of the
    /// numbers in `returned` went back into their cells.
    pub(super) fn carry(
        &self,
        placed: &Placed<'_>,
        (rows, migration): (&Rows, &Migration),
        into: &Report,
        returned: &[usize],
    ) -> Carried {
        let (from, to, report) = (migration.from(), migration.to(), placed.report);
        let mut carried = Carried::default();
        if let Some(period) = &report.period {
            let every = |plan: &Plan| plan.period.as_ref().map(|period| (period.every, period.starts.clone()));
            if every(from) == every(to) {
                carried.period = Some(period.clone());
            } else {
                carried.leave("/period", quoted(period), Why::Period);
            }
        }
        if let Some(state) = &report.state {
            if to.states.contains(state) {
                carried.state = Some(state.clone());
            } else {
                carried.leave("/state", quoted(state), Why::State);
            }
        }
        if report.unknown.is_empty() && report.stray.is_empty() && report.explanations.is_empty() {
            return carried;
        }
        let there = Placed::new(&migration.there, into);
        let follow =
            |pointer: &str| self.follow.pointer((placed, &there), &self.kin, (rows, &migration.feeds), pointer);
        self.unknown(report, migration, &follow, &mut carried);
        for (number, one) in report.stray.iter().enumerate().filter(|(number, _)| !returned.contains(number)) {
            let mut one = one.clone();
            if let Some(there) = follow(&one.at) {
                if !there.is_exact {
                    let mut value = String::new();
                    stray(&mut value, &one);
                    carried.leave(&format!("/stray/{number}"), value, Why::Gone);
                }
                one.at = there.pointer;
            }
            carried.stray.push(one);
        }
        for (number, one) in report.explanations.iter().enumerate() {
            match self.explanation(from, to, one) {
                Ok(one) => carried.explanations.push(one),
                Err(why) => {
                    let mut value = String::new();
                    explanation(&mut value, one);
                    carried.leave(&format!("/explanations/{number}"), value, why);
                }
            }
        }
        carried
    }

    /// Keys that the form lacks stay beside the same ones, if the form there lacks them too.
    fn unknown(
        &self,
        report: &Report,
        migration: &Migration,
        follow: &dyn Fn(&str) -> Option<super::follow::There>,
        carried: &mut Carried,
    ) {
        let mut seen = BTreeSet::new();
        for one in &report.unknown {
            let there = one.at.rsplit_once('/').and_then(|(above, key)| {
                let there = follow(above).filter(|there| there.is_exact && there.is_object)?;
                let object = migration.there.validator.table().objects.get(there.node as usize)?;
                let text = key.replace("~1", "/").replace("~0", "~");
                object.find(0, &text).is_none().then(|| format!("{}/{key}", there.pointer))
            });
            match there.filter(|at| seen.insert(at.clone())) {
                Some(at) => carried.unknown.push(Unknown { at, json: one.json.clone() }),
                None => carried.leave(&one.at, one.json.clone(), Why::Unknown),
            }
        }
    }

    /// What filers say of a check follows it where its node goes on.
    fn explanation(&self, from: &Plan, to: &Plan, one: &Explanation) -> Result<Explanation, Why> {
        let mut row = BTreeMap::new();
        for (dimension, member) in &one.row {
            if let Some((dimension, member)) = self.bound(from, to, dimension, member)? {
                row.insert(dimension, member);
            }
        }
        // What explains no check of the form does not explain one there either.
        if !self.checks.0.contains(&one.check) {
            let is_known = self.checks.1.contains(&one.check);
            return if is_known { Err(Why::Check) } else { Ok(Explanation { row, ..one.clone() }) };
        }
        let (path, id) = one.check.split_once(':').ok_or(Why::Check)?;
        let node = self.paths.get(path).copied().ok_or(Why::Check)?;
        if self.broken.get(node as usize).copied().unwrap_or_default() {
            return Err(Why::Broken);
        }
        let there = self.kin.same.get(node as usize).copied().flatten().ok_or(Why::Check)?;
        let path = to.nodes.get(there as usize).map_or("", |node| node.path.as_str());
        let ids = [format!("{path}:{id}"), format!("{path}:{}", self.renamed(from, to, id))];
        let check = ids.into_iter().find(|id| self.checks.1.contains(id)).ok_or(Why::Check)?;
        Ok(Explanation { check, row, text: one.text.clone() })
    }

    /// The id of a check of a dimension or member, which has their names in it.
    fn renamed(&self, from: &Plan, to: &Plan, id: &str) -> String {
        let mut dimension = None;
        let words = id.split('.').map(|word| {
            let known = from.dimensions.iter().position(|dimension| dimension.id == word);
            let renamed = match (dimension, known) {
                (None, Some(at)) => {
                    dimension = Some(at);
                    self.dimension(to, at).map(|dimension| dimension.id.as_str())
                }
                (Some(at), _) => self.member(from, to, at, word),
                (None, None) => None,
            };
            renamed.unwrap_or(word)
        });
        words.collect::<Vec<_>>().join(".")
    }

    fn dimension<'p>(&self, to: &'p Plan, at: usize) -> Option<&'p crate::plan::Dimension> {
        let there = self.kin.dimensions.get(at).copied().flatten()?;
        to.dimensions.get(there as usize)
    }

    fn member<'p>(&self, from: &Plan, to: &'p Plan, at: usize, id: &str) -> Option<&'p str> {
        let member = from.dimensions.get(at)?.members.iter().position(|member| member.id == id)?;
        let there = self.kin.members.get(at)?.get(member)?;
        let [there] = there.as_slice() else { return None };
        self.dimension(to, at)?.members.get(*there as usize).map(|member| member.id.as_str())
    }

    /// What a dimension is bound to there; none where it is at its whole and has gone.
    fn bound(&self, from: &Plan, to: &Plan, id: &str, member: &str) -> Result<Option<(String, String)>, Why> {
        let Some(at) = from.dimensions.iter().position(|dimension| dimension.id == id) else {
            return Ok(Some((id.to_owned(), member.to_owned())));
        };
        let is_open = from.dimensions.get(at).is_some_and(|dimension| dimension.key.is_some());
        let Some(there) = self.dimension(to, at) else {
            return if member == TOTAL { Ok(None) } else { Err(Why::Dimension) };
        };
        let member = if member == TOTAL || (is_open && there.key.is_some()) {
            member
        } else {
            self.member(from, to, at, member).ok_or(Why::Dimension)?
        };
        Ok(Some((there.id.clone(), member.to_owned())))
    }
}

impl Carried {
    fn leave(&mut self, at: &str, value: String, why: Why) {
        self.left.push(Left { at: at.to_owned(), path: String::new(), row: BTreeMap::new(), value, why });
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    push_text(&mut json, text);
    json
}
