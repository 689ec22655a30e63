//! Reports of one revision as reports of the next, or of the one before.

use super::around::Around;
use super::joined::{Group, Joined};
use super::kin::{Half, Kin};
use super::left::{Migrated, Why};
use super::lineage::{Lineage, NotNext};
use super::rows::{self, Feed};
use super::sums::{self, Name, Part, Sum};
use super::way::Way;
use super::work::Work;
use crate::plan::Plan;
use crate::report::Report;

/// The way of reports from one revision to its neighbour, either way, with everything that is looked up worked out once.
///
/// *What goes on* takes its content along: a figure exactly converted into the unit there, a mark as the mark of the same
/// meaning. *What was merged* is added up where all of it is known. *What was split* is not known in its parts: they stay
/// blank, and the figure is kept as [stray](Report::stray) beneath their heading, from where it comes back when the report
/// does. *A dimension* that a figure gains or loses leaves it its whole. Rows go by their keys. Whatever holds something and
/// has no place there is listed, and nothing is rounded or made up.
#[derive(Debug)]
pub struct Migration {
    pub(super) here: Half,
    pub(super) there: Half,
    pub(super) groups: Vec<Group>,
    /// By cell here.
    pub(super) steps: Vec<Step>,
    pub(super) ways: Vec<Way>,
    pub(super) sums: Vec<Sum>,
    /// By cell here that is split, what is kept of it.
    pub(super) kept: Vec<(u32, Name)>,
    /// Cells there whose figures may have been kept, and what they are called then.
    pub(super) returns: Vec<(u32, Name)>,
    pub(super) feeds: Vec<Feed>,
    pub(super) around: Around,
}

/// What becomes of what stands in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// It goes to a cell there; of one in rows, on the way of these.
    Carry { to: u32, way: u32, feed: Option<u32> },
    /// It is part of a sum.
    Add { feed: Option<u32> },
    /// It is one of several there; the number of its group.
    Split(u32),
    /// It goes along with its row.
    Key,
    /// It has no place there.
    Leave(Why),
}

impl Migration {
    /// The way from one revision to another, of which one revises the other.
    ///
    /// # Errors
    /// Where neither says that it revises the other, a link between them names what is not there, or a plan is not sound.
    pub fn between(from: &Plan, to: &Plan) -> Result<Self, NotNext> {
        match Lineage::between(from, to) {
            Ok(lineage) => Self::new(&lineage, (from, to), true),
            Err(onward) => match Lineage::between(to, from) {
                Ok(lineage) => Self::new(&lineage, (from, to), false),
                Err(back) => Err(neither((from, to), onward, back)),
            },
        }
    }

    /// The ways between neighbours, in their order.
    ///
    /// # Errors
    /// Where one of the plans and the next are no neighbours.
    pub fn chain(plans: &[&Plan]) -> Result<Vec<Self>, NotNext> {
        plans.windows(2).filter_map(|two| Some(Self::between(two.first()?, two.get(1)?))).collect()
    }

    /// The plan of the reports that are carried over.
    #[must_use]
    pub fn from(&self) -> &Plan {
        self.here.plan()
    }

    /// The plan of what they become.
    #[must_use]
    pub fn to(&self) -> &Plan {
        self.there.plan()
    }

    /// A report as one of the other revision.
    #[must_use]
    pub fn report(&self, report: &Report) -> Migrated {
        Work::new(self, report).finish()
    }

    fn new(lineage: &Lineage, (from, to): (&Plan, &Plan), is_onward: bool) -> Result<Self, NotNext> {
        let half = |plan: &Plan| {
            Half::new(plan).map_err(|why| NotNext { message: format!("revision `{}`: {why}", plan.revision) })
        };
        let (here, there) = (half(from)?, half(to)?);
        let joined = |old: &Half, new: &Half| {
            let (onward, back) = Kin::both(lineage, old.plan(), new.plan());
            let both = Joined::both(lineage, (old, new), (&onward, &back));
            let (forth, turned) = both.map_err(|message| NotNext { message })?;
            Ok((onward, back, forth, turned))
        };
        let (kin, own, other) = if is_onward {
            let (onward, _, forth, turned) = joined(&here, &there)?;
            (onward, forth, turned)
        } else {
            let (_, back, forth, turned) = joined(&there, &here)?;
            (back, turned, forth)
        };
        let feeds = rows::feeds(&own, &here, &there);
        let around = Around::new(lineage, kin, (&here, &there), is_onward);
        let mut migration = Self {
            steps: Vec::with_capacity(own.cells.len()),
            ways: Vec::new(),
            sums: Vec::new(),
            kept: sums::names(&own, &here, &there).into_iter().collect(),
            returns: sums::names(&other, &there, &here).into_iter().collect(),
            here,
            there,
            groups: Vec::new(),
            feeds,
            around,
        };
        for (cell, group) in (0..).zip(&own.cells) {
            let step = migration.step(cell, *group, &own.groups);
            migration.steps.push(step);
        }
        migration.groups = own.groups;
        migration.add_sums();
        Ok(migration)
    }

    /// What becomes of a cell here.
    fn step(&mut self, cell: u32, group: Result<u32, Why>, groups: &[Group]) -> Step {
        if self.here.is_key(cell) {
            return Step::Key;
        }
        let number = match group {
            Ok(number) => number,
            Err(why) => return Step::Leave(why),
        };
        let Some(group) = groups.get(number as usize) else { return Step::Leave(Why::Gone) };
        let (Some(to), false) = (group.there.first().copied(), group.broken) else {
            return Step::Leave(Why::Broken);
        };
        if sums::is_kept(group) {
            return Step::Split(number);
        }
        let feed = self.feed(cell, to);
        if group.here.len() > 1 {
            return Step::Add { feed };
        }
        if group.partial {
            return Step::Leave(Why::Merged);
        }
        let way = self.way(cell, to);
        Step::Carry { to, way, feed }
    }

    fn way(&mut self, cell: u32, to: u32) -> u32 {
        self.ways.push(Way::new((self.here.plan(), cell), (self.there.plan(), to)));
        u32::try_from(self.ways.len() - 1).unwrap_or(u32::MAX)
    }

    /// The way of the rows in which a cell here and one there stand.
    pub(super) fn feed(&self, cell: u32, to: u32) -> Option<u32> {
        let here = self.here.stand(cell)?.section?;
        let there = self.there.stand(to)?.section?;
        let at = self.feeds.binary_search_by_key(&(there, here), |feed| (feed.there, feed.here)).ok()?;
        u32::try_from(at).ok()
    }

    fn add_sums(&mut self) {
        for at in 0..self.groups.len() {
            let Some(group) = self.groups.get(at).filter(|group| {
                group.here.len() > 1 && group.there.len() == 1 && !group.broken && !sums::is_kept(group)
            }) else {
                continue;
            };
            let (cells, partial) = (group.here.clone(), group.partial);
            let Some(to) = group.there.first().copied() else { continue };
            let part = |cell: u32| Part { cell, way: self.way(cell, to), feed: self.feed(cell, to) };
            let of = cells.into_iter().map(part).collect();
            self.sums.push(Sum { to, of, partial });
        }
    }
}

/// Why there is no way either way: what the revision says that speaks of the other, or both.
fn neither((from, to): (&Plan, &Plan), onward: NotNext, back: NotNext) -> NotNext {
    let named = |plan: &Plan| plan.predecessor.as_ref().map(|predecessor| predecessor.revision.clone());
    let speaks_of = |plan: &Plan, other: &Plan| {
        named(plan).is_some_and(|named| named.is_none_or(|revision| revision == other.revision))
    };
    if onward == back || named(from).is_none() || speaks_of(to, from) {
        return onward;
    }
    if named(to).is_none() || speaks_of(from, to) {
        return back;
    }
    NotNext { message: format!("{onward}, and {back}") }
}
