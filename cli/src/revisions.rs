//! Revisions of a form that are at hand, and the ways between them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tallyform::plan::Plan;
use tallyform::revision::{Left, Migration};
use tallyform::{Report, Scratch, Validator};

use crate::failure::{Failure, Result};

/// Revisions of one form, each once.
#[derive(Debug, Default)]
pub(crate) struct Revisions {
    plans: Vec<Plan>,
}

impl Revisions {
    /// Takes in a plan. One that is there already is not taken twice.
    pub(crate) fn add(&mut self, plan: Plan) -> Result<()> {
        // Where a plan comes from a file, that says whether two are the same, by whatever name the file was read.
        let hash = |plan: &Plan| plan.sources.first().map(|source| source.sha256.clone());
        let same = |known: &Plan| *known == plan || (hash(known).is_some() && hash(known) == hash(&plan));
        match self.plans.iter().find(|known| known.revision == plan.revision) {
            Some(known) if same(known) => {}
            Some(known) => {
                let file = |plan: &Plan| plan.sources.first().map_or("a plan", |source| &source.file).to_owned();
                let (one, other) = (file(known), file(&plan));
                let message = format!("two different forms are revision `{}`: {one} and {other}", plan.revision);
                return Err(Failure::new(message).help("name only one of them"));
            }
            None => self.plans.push(plan),
        }
        Ok(())
    }

    /// The names of all revisions.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.plans.iter().map(|plan| plan.revision.as_str())
    }

    /// The revisions that no other one revises.
    pub(crate) fn latest(&self) -> Vec<&str> {
        let is_revised = |name: &str| self.plans.iter().any(|plan| plan.revises() == Some(name));
        self.names().filter(|name| !is_revised(name)).collect()
    }

    /// A revision, the one that it revises, and so on, as far as they are at hand.
    fn line<'a>(&'a self, from: &'a Plan) -> Vec<&'a Plan> {
        let mut line = vec![from];
        while let Some(next) = line.last().and_then(|last| last.revises()) {
            match self.plans.iter().find(|plan| plan.revision == next) {
                // Plans come from anywhere, and might go round.
                Some(plan) if !line.iter().any(|known| known.revision == plan.revision) => line.push(plan),
                _ => break,
            }
        }
        line
    }

    /// The plans from one to another, each a neighbour of the next, both of them included: forward, back, or back to
    /// what both come from and forward again. None where nothing at hand links them.
    fn between<'a>(&'a self, from: &'a Plan, to: &'a Plan) -> Option<Vec<&'a Plan>> {
        let (back, forth) = (self.line(from), self.line(to));
        let is_in = |line: &[&Plan], plan: &Plan| line.iter().position(|known| known.revision == plan.revision);
        let (down, up) = back.iter().enumerate().find_map(|(down, plan)| Some((down, is_in(&forth, plan)?)))?;
        let first = back.get(..=down)?.iter();
        Some(first.chain(forth.get(..up)?.iter().rev()).copied().collect())
    }

    /// The ways from all revisions to one of these; none where it is none of these.
    pub(crate) fn ways(&self, to: &str) -> Result<Option<Ways>> {
        let Some(target) = self.plans.iter().find(|plan| plan.revision == to) else { return Ok(None) };
        let mut ways = Ways { target: Way::new(target, &[target])?, others: BTreeMap::new(), unlinked: Vec::new() };
        for from in self.plans.iter().filter(|plan| plan.revision != to) {
            match self.between(from, target) {
                Some(plans) => {
                    ways.others.insert(from.revision.clone(), Way::new(from, &plans)?);
                }
                None => ways.unlinked.push(from.revision.clone()),
            }
        }
        Ok(Some(ways))
    }
}

/// Ways from revisions of a form to one of them.
#[derive(Debug)]
pub(crate) struct Ways {
    /// From the wanted revision to itself.
    pub(crate) target: Way,
    others: BTreeMap<String, Way>,
    /// Revisions from which no way leads there.
    unlinked: Vec<String>,
}

impl Ways {
    /// The way from a revision.
    pub(crate) fn from(&self, revision: &str) -> Option<&Way> {
        if revision == self.target.revision() { Some(&self.target) } else { self.others.get(revision) }
    }

    /// The way from another revision than the wanted one.
    pub(crate) fn other(&self, revision: &str) -> Option<&Way> {
        self.others.get(revision)
    }

    /// The revisions from which a way leads there.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.others.keys().map(String::as_str).chain([self.target.revision()])
    }

    /// Whether a revision is at hand, and nothing links it with the wanted one.
    pub(crate) fn is_unlinked(&self, revision: &str) -> bool {
        self.unlinked.iter().any(|known| known == revision)
    }
}

/// The way from one revision to another.
#[derive(Debug)]
pub(crate) struct Way {
    /// Reads the reports of the first.
    pub(crate) validator: Validator,
    /// From neighbour to neighbour; none where the two are one.
    steps: Vec<Migration>,
}

impl Way {
    /// The way over plans of which each is a neighbour of the next, `from` the first.
    fn new(from: &Plan, plans: &[&Plan]) -> Result<Self> {
        let steps = Migration::chain(plans).map_err(|error| {
            Failure::new(format!("the revisions do not fit each other: {error}"))
                .help("make their plans again, from form files of which one revises the other")
        })?;
        let validator = Validator::new(from.clone()).map_err(|error| {
            Failure::new(format!("revision `{}` is no sound plan: {}: {}", from.revision, error.at, error.message))
        })?;
        Ok(Self { validator, steps })
    }

    /// The revision that the way comes from.
    pub(crate) fn revision(&self) -> &str {
        &self.validator.plan().revision
    }

    /// Carries a report over, and gives away what is left at each step.
    pub(crate) fn carry<'r, 'w>(
        &'w self,
        report: &'r Report,
        mut left: impl FnMut(&'w Migration, Vec<Left>),
    ) -> Cow<'r, Report> {
        let mut carried = Cow::Borrowed(report);
        for step in &self.steps {
            let migrated = step.report(&carried);
            if !migrated.left.is_empty() {
                left(step, migrated.left);
            }
            carried = Cow::Owned(migrated.report);
        }
        carried
    }
}

/// Memory to read reports into: for each revision its own, since a report leaves things where another form has no cell.
#[derive(Debug, Default)]
pub(crate) struct Desk(BTreeMap<String, Scratch>);

impl Desk {
    /// The memory for reports of the revision that a way comes from.
    pub(crate) fn of(&mut self, way: &Way) -> &mut Scratch {
        self.0.entry(way.revision().to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(revision: &str, revises: Option<&str>) -> Plan {
        let predecessor = revises.map(|revision| tallyform::plan::Predecessor {
            revision: Some(revision.to_owned()),
            ..tallyform::plan::Predecessor::default()
        });
        Plan { revision: revision.to_owned(), predecessor, ..blank() }
    }

    fn blank() -> Plan {
        let text = "tallyform: 1\nform: a.b\nrevision: \"1\"\ntitle: T\nlanguages: [en]\nunits: {loan: {kind: count}}\nitems: [{id: loans, label: Loans, unit: loan}]\n";
        let mut sources = tallyform_schema::SourceMap::new();
        let file = sources.add("a.yaml", text);
        tallyform_codegen::compile(&sources, file).plan.expect("a form without errors")
    }

    fn way(revisions: &Revisions, from: &str, to: &str) -> Option<Vec<String>> {
        let of = |name: &str| revisions.plans.iter().find(|plan| plan.revision == name).expect("a revision");
        let plans = revisions.between(of(from), of(to))?;
        Some(plans.into_iter().map(|plan| plan.revision.clone()).collect())
    }

    #[test]
    fn a_way_leads_forward_and_back_and_over_what_two_revisions_come_from() {
        let all =
            [("3", Some("2")), ("2", Some("1")), ("1", Some("0")), ("2a", Some("1")), ("x", None), ("y", Some("y"))];
        let revisions = Revisions { plans: all.map(|(revision, revises)| plan(revision, revises)).into() };
        let names = |names: &[&str]| Some(names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>());
        assert_eq!(way(&revisions, "1", "3"), names(&["1", "2", "3"]));
        assert_eq!(way(&revisions, "3", "1"), names(&["3", "2", "1"]));
        assert_eq!(way(&revisions, "3", "2a"), names(&["3", "2", "1", "2a"]));
        assert_eq!(way(&revisions, "2", "2"), names(&["2"]));
        assert_eq!(way(&revisions, "y", "y"), names(&["y"]));
        for (from, to) in [("x", "3"), ("3", "x"), ("y", "1")] {
            assert_eq!(way(&revisions, from, to), None, "{from} to {to}");
        }
        assert_eq!(revisions.latest(), ["3", "2a", "x"]);
    }
}
