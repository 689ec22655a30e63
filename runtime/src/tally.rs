//! What became of each check over many reports.

use std::collections::BTreeMap;

use crate::finding::Outcome;
use crate::plan::{Content, Plan};
use crate::validator::Validator;

/// How often each of the five outcomes came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How often the check was satisfied.
    pub satisfied: u64,
    /// How often it was violated.
    pub violated: u64,
    /// How often it was undetermined.
    pub undetermined: u64,
    /// How often it was violated and explained.
    pub explained: u64,
    /// How often it did not apply.
    pub not_applicable: u64,
}

impl Counts {
    pub(crate) fn add(&mut self, outcome: Outcome, times: u64) {
        let count = match outcome {
            Outcome::Satisfied => &mut self.satisfied,
            Outcome::Violated => &mut self.violated,
            Outcome::Undetermined => &mut self.undetermined,
            Outcome::Explained => &mut self.explained,
            Outcome::NotApplicable => &mut self.not_applicable,
        };
        *count = count.saturating_add(times);
    }

    fn merge(&mut self, other: &Self) {
        self.add(Outcome::Satisfied, other.satisfied);
        self.add(Outcome::Violated, other.violated);
        self.add(Outcome::Undetermined, other.undetermined);
        self.add(Outcome::Explained, other.explained);
        self.add(Outcome::NotApplicable, other.not_applicable);
    }

    /// Whether the check was ever decided.
    #[must_use]
    pub const fn was_judged(&self) -> bool {
        self.satisfied > 0 || self.violated > 0 || self.explained > 0
    }

    /// All outcomes together.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.satisfied
            .saturating_add(self.violated)
            .saturating_add(self.undetermined)
            .saturating_add(self.explained)
            .saturating_add(self.not_applicable)
    }
}

/// The checks of a single cell, in the order in which they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellCheck {
    Bounds,
    Marks,
    Places,
    Required,
    Type,
}

impl CellCheck {
    pub(crate) const ALL: [Self; 5] = [Self::Bounds, Self::Marks, Self::Places, Self::Required, Self::Type];

    /// Whether the check is on in a cell and has something to judge in a plain figure.
    fn judges_plain_figures(self, cell: &crate::plan::Cell) -> bool {
        let Content::Figure(figure) = &cell.content else {
            return false;
        };
        match self {
            Self::Bounds => cell.checks.bounds.is_some() && (figure.lower.is_some() || figure.upper.is_some()),
            Self::Marks => false,
            Self::Places => cell.checks.places.is_some(),
            Self::Required => cell.checks.required.is_some(),
            Self::Type => cell.checks.kind.is_some(),
        }
    }

    /// The last part of the check's id.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Bounds => "bounds",
            Self::Marks => "marks",
            Self::Places => "places",
            Self::Required => "required",
            Self::Type => "type",
        }
    }
}

/// The checks of a list of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListCheck {
    Key,
    Rows,
}

impl ListCheck {
    pub(crate) const ALL: [Self; 2] = [Self::Key, Self::Rows];

    /// The check's id, of the rows of a dimension at the node of a path.
    pub(crate) fn id(self, plan: &Plan, path: &str, dimension: u32) -> String {
        let dimension = plan.dimensions.get(dimension as usize).map_or("", |dimension| &dimension.id);
        let word = match self {
            Self::Key => "key",
            Self::Rows => "rows",
        };
        format!("{path}:{word}.{dimension}")
    }
}

/// Checks of the report as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportCheck {
    Stray,
    Unknown,
    Unreadable,
}

impl ReportCheck {
    pub(crate) const ALL: [Self; 3] = [Self::Stray, Self::Unknown, Self::Unreadable];

    /// The check's id, which is the key of its message too; that of `unreadable` has one for every fault.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Stray => "stray",
            Self::Unknown => "unknown",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What became of each check over many reports of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    reports: u64,
    rules: Vec<Counts>,
    cells: Vec<[Counts; 5]>,
    /// Plain figures within bounds, by cell: nearly all that reports hold.
    plain: Vec<u64>,
    lists: Vec<[Counts; 2]>,
    whole: [Counts; 3],
}

/// One line of a [`Tally`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Id of the check.
    pub check: String,
    /// Whether it is a check over several cells.
    pub over_cells: bool,
    /// What became of it.
    pub counts: Counts,
}

impl Tally {
    pub(crate) fn new(validator: &Validator) -> Self {
        let plan = validator.plan();
        Self {
            reports: 0,
            rules: vec![Counts::default(); plan.rules.len()],
            cells: vec![[Counts::default(); 5]; plan.cells.len()],
            plain: vec![0; plan.cells.len()],
            lists: vec![[Counts::default(); 2]; plan.sections.len()],
            whole: [Counts::default(); 3],
        }
    }

    /// How many reports were counted.
    #[must_use]
    pub const fn reports(&self) -> u64 {
        self.reports
    }

    pub(crate) fn one_report(&mut self) {
        self.reports = self.reports.saturating_add(1);
    }

    pub(crate) fn rule(&mut self, rule: usize, outcome: Outcome) {
        if let Some(counts) = self.rules.get_mut(rule) {
            counts.add(outcome, 1);
        }
    }

    /// A plain figure within the bounds of its cell, which satisfies every check of the cell but that of marks.
    pub(crate) fn plain_figure(&mut self, cell: usize) {
        if let Some(count) = self.plain.get_mut(cell) {
            *count = count.saturating_add(1);
        }
    }

    pub(crate) fn cell(&mut self, cell: usize, check: CellCheck, outcome: Outcome) {
        if let Some(counts) = self.cells.get_mut(cell).and_then(|all| all.get_mut(check as usize)) {
            counts.add(outcome, 1);
        }
    }

    pub(crate) fn list(&mut self, section: usize, check: ListCheck, outcome: Outcome) {
        if let Some(counts) = self.lists.get_mut(section).and_then(|all| all.get_mut(check as usize)) {
            counts.add(outcome, 1);
        }
    }

    pub(crate) fn whole(&mut self, check: ReportCheck) {
        if let Some(counts) = self.whole.get_mut(check as usize) {
            counts.add(Outcome::Violated, 1);
        }
    }

    /// Adds what another tally of the same plan has counted.
    pub fn merge(&mut self, other: &Self) {
        self.reports = self.reports.saturating_add(other.reports);
        let mine = self.rules.iter_mut().chain(self.cells.iter_mut().flatten());
        let mine = mine.chain(self.lists.iter_mut().flatten()).chain(&mut self.whole);
        let theirs = other.rules.iter().chain(other.cells.iter().flatten());
        let theirs = theirs.chain(other.lists.iter().flatten()).chain(&other.whole);
        for (mine, theirs) in mine.zip(theirs) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.plain.iter_mut().zip(&other.plain) {
            *mine = mine.saturating_add(*theirs);
        }
    }

    /// Every check over cells, and every check of a cell or of the whole report that had something to judge: first
    /// the checks over cells that were never decided, then all in form order.
    #[must_use]
    pub fn lines(&self, validator: &Validator) -> Vec<Line> {
        let plan = validator.plan();
        let mut lines: Vec<(u8, u32, Line)> = Vec::new();
        for (rule, counts) in plan.rules.iter().zip(&self.rules) {
            let rank = u8::from(counts.was_judged());
            lines.push((rank, rule.node, Line { check: rule.id.clone(), over_cells: true, counts: *counts }));
        }
        // The cells of one matrix are counted together, check by check, and so are those of one node of the form that
        // stands in several places.
        let mut cells: BTreeMap<(u32, usize), Counts> = BTreeMap::new();
        for ((cell, all), plain) in plan.cells.iter().zip(&self.cells).zip(&self.plain) {
            let figure = plan.figure_of(cell).map_or(cell.node, |(figure, _)| figure);
            for (check, mut counts) in CellCheck::ALL.into_iter().zip(*all) {
                if check.judges_plain_figures(cell) {
                    counts.add(Outcome::Satisfied, *plain);
                }
                if counts.total() > 0 {
                    cells.entry((figure, check as usize)).or_default().merge(&counts);
                }
            }
        }
        let path = |node: u32| plan.nodes.get(node as usize).map_or("", |node| &node.path);
        for ((figure, check), counts) in cells {
            let key = CellCheck::ALL.get(check).map_or("", |check| check.key());
            lines.push((1, figure, Line { check: format!("{}:{key}", path(figure)), over_cells: false, counts }));
        }
        let mut lists: BTreeMap<(u32, String), Counts> = BTreeMap::new();
        for (section, all) in plan.sections.iter().zip(&self.lists) {
            let node = plan.subject(section.node);
            for (check, counts) in ListCheck::ALL.into_iter().zip(all).filter(|(_, counts)| counts.total() > 0) {
                lists.entry((node, check.id(plan, path(node), section.dimension))).or_default().merge(counts);
            }
        }
        let lists = lists.into_iter();
        lines.extend(lists.map(|((node, check), counts)| (1, node, Line { check, over_cells: false, counts })));
        for (check, counts) in ReportCheck::ALL.into_iter().zip(&self.whole).filter(|(_, counts)| counts.total() > 0) {
            let check = check.key().to_owned();
            lines.push((1, u32::MAX, Line { check, over_cells: false, counts: *counts }));
        }
        lines.sort_by(|a, b| (a.0, a.1, &a.2.check).cmp(&(b.0, b.1, &b.2.check)));
        lines.into_iter().map(|(_, _, line)| line).collect()
    }
}
