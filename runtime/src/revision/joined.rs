//! Which cells of two neighbouring revisions hold the same, or sums of one another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::kin::{Half, Kin};
use super::left::Why;
use super::lineage::Lineage;
use crate::plan::Bind;
use crate::validator::adds;

/// Most pairs of cells of two plans.
const MAX_PAIRS: usize = 1 << 24;

/// Cells that together hold the same in both revisions: one and one that go on as each other, or sums.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// The cells of this side, in form order, and those of the other.
    pub(super) here: Vec<u32>,
    pub(super) there: Vec<u32>,
    /// The one cannot be compared with the other.
    pub(super) broken: bool,
    /// The sums are not equal: some of the cells have a part here that is no part there.
    pub(super) partial: bool,
    /// What is here is one of several there.
    pub(super) splits: bool,
}

/// Where the cells and rows of one side go.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) groups: Vec<Group>,
    /// By cell of this side: its group, or why it has none.
    pub(super) cells: Vec<Result<u32, Why>>,
    /// Sections of this side, and those of the other whose rows have their keys.
    pub(super) feeds: Vec<(u32, u32)>,
}

/// What is joined, as it is found out: `old` and `new` are the sides, `onward` and `back` the ways between them.
struct Joining<'a> {
    old: &'a Half,
    new: &'a Half,
    onward: &'a Kin,
    back: &'a Kin,
    /// The trees of cells that are joined: old ones first, then new ones.
    above: Vec<u32>,
    partial: Vec<bool>,
    broken: Vec<bool>,
    has_pair: Vec<bool>,
    /// Cells that would be joined with one in rows that have other keys.
    apart: BTreeSet<u32>,
    feeds: BTreeSet<(u32, u32)>,
    pairs: usize,
}

impl Joined {
    /// What joins the cells of the earlier plan with those of the later one, from either side.
    ///
    /// # Errors
    /// Where there are too many pairs of cells: a sentence that says so.
    pub(super) fn both(
        lineage: &Lineage,
        (old, new): (&Half, &Half),
        (onward, back): (&Kin, &Kin),
    ) -> Result<(Self, Self), String> {
        let cells = old.plan().cells.len() + new.plan().cells.len();
        let mut joining = Joining {
            old,
            new,
            onward,
            back,
            above: (0..).take(cells).collect(),
            partial: vec![false; cells],
            broken: vec![false; cells],
            has_pair: vec![false; cells],
            apart: BTreeSet::new(),
            feeds: BTreeSet::new(),
            pairs: 0,
        };
        joining.pair(lineage)?;
        joining.note_partial();
        joining.feed_by_nodes();
        Ok(joining.finish())
    }

    /// One side of what is joined.
    fn side(groups: Vec<Group>, feeds: Vec<(u32, u32)>, why: impl Fn(u32) -> Why, cells: usize) -> Self {
        let mut cells: Vec<Result<u32, Why>> = (0..).take(cells).map(|cell| Err(why(cell))).collect();
        for (number, group) in (0..).zip(&groups) {
            for cell in &group.here {
                if let Some(slot) = cells.get_mut(*cell as usize) {
                    *slot = Ok(number);
                }
            }
        }
        Self { groups, cells, feeds }
    }
}

impl Joining<'_> {
    /// Finds all pairs of cells.
    fn pair(&mut self, lineage: &Lineage) -> Result<(), String> {
        let (old, new, back) = (self.old, self.new, self.back);
        for later in (0..).take(new.plan().cells.len()).filter(|cell| !new.is_key(*cell)) {
            let Some(stand) = new.stand(later) else { continue };
            let is_broken = lineage.nodes.get(stand.of as usize).is_some_and(|one| one.broken)
                || stand.at.iter().any(|(dimension, bound)| is_broken(lineage, *dimension, *bound));
            for was in back.nodes.get(stand.of as usize).into_iter().flatten() {
                let Some(dimensions) = old.dimensions(*was) else { continue };
                let Some(places) = back.places(&stand.at, old.plan(), dimensions) else { continue };
                for earlier in places.iter().filter_map(|place| old.cell(*was, place)) {
                    self.pairs += 1;
                    if self.pairs > MAX_PAIRS {
                        return Err(format!("more than {MAX_PAIRS} pairs of cells"));
                    }
                    self.join(earlier, later, is_broken);
                }
            }
        }
        Ok(())
    }

    fn join(&mut self, earlier: u32, later: u32, is_broken: bool) {
        let sections = (
            self.old.stand(earlier).and_then(|stand| stand.section),
            self.new.stand(later).and_then(|stand| stand.section),
        );
        match sections {
            (None, None) => {}
            (Some(old), Some(new)) if self.is_alike(old, new) => self.feed(old, new),
            _ => {
                self.apart.insert(earlier);
                self.apart.insert(self.of_new(later));
                return;
            }
        }
        let later = self.of_new(later);
        for cell in [earlier, later] {
            mark(&mut self.has_pair, cell);
        }
        let (a, b) = (self.root(earlier), self.root(later));
        let (low, high) = (a.min(b), a.max(b));
        if let Some(slot) = self.above.get_mut(high as usize) {
            *slot = low;
        }
        if is_broken {
            mark(&mut self.broken, later);
        }
    }

    /// The number of a new cell among all.
    fn of_new(&self, cell: u32) -> u32 {
        u32::try_from(self.old.plan().cells.len()).unwrap_or(u32::MAX).saturating_add(cell)
    }

    fn root(&mut self, cell: u32) -> u32 {
        let mut at = cell;
        while let Some(above) = self.above.get(at as usize).copied().filter(|above| *above != at) {
            // Halves the way for the next one who goes it.
            let further = self.above.get(above as usize).copied().unwrap_or(above);
            if let Some(slot) = self.above.get_mut(at as usize) {
                *slot = further;
            }
            at = further;
        }
        at
    }

    /// Whether rows of two sections have keys of the same dimensions, from the outermost on.
    fn is_alike(&self, old: u32, new: u32) -> bool {
        let (old, new) = (self.old.chain(old), self.new.chain(new));
        let onward = |dimension: &u32| self.onward.dimensions.get(*dimension as usize).copied().flatten();
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| onward(old) == Some(*new))
    }

    /// Rows of one section have the keys of another's, and so have those around them.
    fn feed(&mut self, old: u32, new: u32) {
        let (mut old, mut new) = (Some(old), Some(new));
        while let (Some(a), Some(b)) = (old, new) {
            if !self.feeds.insert((a, b)) {
                return;
            }
            old = self.old.plan().sections.get(a as usize).and_then(|section| section.above);
            new = self.new.plan().sections.get(b as usize).and_then(|section| section.above);
        }
    }

    /// Rows of what goes on go on, whatever becomes of the figures in them.
    fn feed_by_nodes(&mut self) {
        let mut by_subject: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, section) in (0..).zip(&self.new.plan().sections) {
            by_subject.entry(self.new.plan().subject(section.node)).or_default().push(number);
        }
        for (number, section) in (0..).zip(&self.old.plan().sections) {
            let Some(stand) = self.old.nodes.get(section.node as usize) else { continue };
            let there = self.onward.nodes.get(stand.of as usize).into_iter().flatten();
            for other in there.filter_map(|node| by_subject.get(node)).flatten() {
                let node = self.new.plan().sections.get(*other as usize).map(|section| section.node);
                let Some(at) = node.and_then(|node| self.new.nodes.get(node as usize)).map(|stand| &stand.at) else {
                    continue;
                };
                let dimensions: Vec<u32> = at.iter().map(|(dimension, _)| *dimension).collect();
                let places = self.onward.places(&stand.at, self.new.plan(), &dimensions);
                if self.is_alike(number, *other) && places.is_some_and(|places| places.contains(at)) {
                    self.feed(number, *other);
                }
            }
        }
    }

    /// Notes which cells have parts on the other side that do not stand beside them: their sums are not equal then.
    fn note_partial(&mut self) {
        let (old, new) = (self.old, self.new);
        let count = |half: &Half| (0_u32..).take(half.plan().cells.len());
        for cell in count(old).filter(|cell| is_partial(*cell, old, new, self.onward)) {
            mark(&mut self.partial, cell);
        }
        for cell in count(new).filter(|cell| is_partial(*cell, new, old, self.back)) {
            let cell = self.of_new(cell);
            mark(&mut self.partial, cell);
        }
    }

    fn finish(mut self) -> (Joined, Joined) {
        let olds = u32::try_from(self.old.plan().cells.len()).unwrap_or(u32::MAX);
        let mut groups: Vec<Group> = Vec::new();
        let mut by_root: HashMap<u32, usize> = HashMap::new();
        let all = u32::try_from(self.above.len()).unwrap_or(u32::MAX);
        let is = |all: &[bool], cell: u32| all.get(cell as usize).copied().unwrap_or_default();
        for cell in 0..all {
            if !is(&self.has_pair, cell) {
                continue;
            }
            let root = self.root(cell);
            let at = *by_root.entry(root).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Group::default());
            }
            let Some(group) = groups.get_mut(at) else { continue };
            if cell < olds {
                group.here.push(cell);
            } else {
                group.there.push(cell - olds);
            }
            group.broken |= is(&self.broken, cell);
            group.partial |= is(&self.partial, cell);
        }
        for group in &mut groups {
            let is_sum = group.here.len() > 1 || group.there.len() > 1;
            let add = group.here.iter().all(|cell| adds(self.old.plan(), *cell))
                && group.there.iter().all(|cell| adds(self.new.plan(), *cell));
            group.partial |= is_sum && !add;
            group.splits = group.here.first().is_some_and(|cell| splits(*cell, (self.old, self.new), self.onward));
        }
        let turned = groups.iter().map(|group| Group {
            here: group.there.clone(),
            there: group.here.clone(),
            splits: group.there.first().is_some_and(|cell| splits(*cell, (self.new, self.old), self.back)),
            ..*group
        });
        let (old, new) = (self.old, self.new);
        let turned = turned.collect();
        let feeds: Vec<(u32, u32)> = self.feeds.iter().copied().collect();
        let mut fed: Vec<(u32, u32)> = feeds.iter().map(|(old, new)| (*new, *old)).collect();
        fed.sort_unstable();
        let why = |cell: u32| lone(cell, (old, new), self.onward, self.apart.contains(&cell));
        let why_back = |cell: u32| lone(cell, (new, old), self.back, self.apart.contains(&self.of_new(cell)));
        (
            Joined::side(groups, feeds, why, old.plan().cells.len()),
            Joined::side(turned, fed, why_back, new.plan().cells.len()),
        )
    }
}

fn mark(all: &mut [bool], cell: u32) {
    if let Some(slot) = all.get_mut(cell as usize) {
        *slot = true;
    }
}

/// Whether what a dimension of the later plan is bound to cannot be compared.
fn is_broken(lineage: &Lineage, dimension: u32, bound: Bind) -> bool {
    match bound {
        Bind::Whole => false,
        Bind::Row => lineage.dimensions.get(dimension as usize).is_some_and(|one| one.broken),
        Bind::Member(member) => {
            let members = lineage.members.get(dimension as usize);
            members.and_then(|members| members.get(member as usize)).is_some_and(|one| one.broken)
        }
    }
}

/// The figures and fields that a cell's own one is on the other side.
fn related<'a>(cell: u32, here: &Half, there: &'a Half, kin: &'a Kin) -> impl Iterator<Item = (u32, &'a [u32])> {
    let of = here.stand(cell).map(|stand| stand.of);
    let nodes = of.and_then(|of| kin.nodes.get(of as usize)).into_iter().flatten();
    nodes.filter_map(|node| Some((*node, there.dimensions(*node)?)))
}

/// Whether a cell is, on the other side, of several figures or members.
fn splits(cell: u32, (here, there): (&Half, &Half), kin: &Kin) -> bool {
    let at = here.stand(cell).map_or(&[][..], |stand| stand.at.as_slice());
    let several = at.iter().any(|(dimension, bound)| match bound {
        Bind::Member(member) => {
            let members = kin.members.get(*dimension as usize).and_then(|all| all.get(*member as usize));
            members.is_some_and(|members| members.len() > 1)
        }
        Bind::Whole | Bind::Row => false,
    });
    several || related(cell, here, there, kin).count() > 1
}

/// Whether a cell is of several figures on the other side of which some say nothing of its place.
fn is_partial(cell: u32, here: &Half, there: &Half, kin: &Kin) -> bool {
    let Some(stand) = here.stand(cell).filter(|_| !here.is_key(cell)) else { return false };
    let nodes: Vec<_> = related(cell, here, there, kin).collect();
    nodes.len() > 1 && nodes.iter().any(|(_, dimensions)| kin.places(&stand.at, there.plan(), dimensions).is_none())
}

/// Why a cell has nothing on the other side.
fn lone(cell: u32, (here, there): (&Half, &Half), kin: &Kin, apart: bool) -> Why {
    let Some(stand) = here.stand(cell) else { return Why::Gone };
    if apart || here.is_key(cell) {
        return Why::Rows;
    }
    let Some((_, dimensions)) = related(cell, here, there, kin).next() else { return Why::Gone };
    let lacks_whole = |(dimension, bound): &(u32, Bind)| {
        let there_is = kin.dimensions.get(*dimension as usize).copied().flatten();
        let there_is = there_is.and_then(|dimension| there.plan().dimensions.get(dimension as usize));
        *bound == Bind::Whole && there_is.is_some_and(|dimension| !dimension.has_whole)
    };
    let opens = |(dimension, bound): &(u32, Bind)| {
        let there_is = kin.dimensions.get(*dimension as usize).copied().flatten();
        let there_is = there_is.and_then(|dimension| there.plan().dimensions.get(dimension as usize));
        *bound == Bind::Row && there_is.is_some_and(|dimension| dimension.key.is_none())
    };
    match kin.places(&stand.at, there.plan(), dimensions) {
        None => Why::Dimension,
        Some(_) if stand.at.iter().any(lacks_whole) => Why::Dimension,
        Some(_) if stand.at.iter().any(opens) => Why::Rows,
        Some(_) => Why::Gone,
    }
}
