//! Changes of headings, figures and fields.

mod dimension;
mod same;

use std::collections::{BTreeMap, BTreeSet};

use tallyform::plan::{Content, Layout, Plan};

use crate::cells::Cells;
use crate::change::{Change, Kind, Reach, Spot, Subject};
use crate::kin::{Kin, Kinship};

/// Two plans with what links them.
#[derive(Clone, Copy)]
struct Both<'a> {
    old: &'a Plan,
    new: &'a Plan,
    kinship: &'a Kinship,
    cells_before: &'a Cells<'a>,
    cells_now: &'a Cells<'a>,
}

/// All changes of the tree.
pub(crate) fn changes(old: &Plan, new: &Plan, kinship: &Kinship) -> Vec<Change> {
    let (cells_before, cells_now) = (Cells::new(old), Cells::new(new));
    let both = Both { old, new, kinship, cells_before: &cells_before, cells_now: &cells_now };
    let mut changes = both.gone();
    for (number, kin) in (0_u32..).zip(&kinship.nodes).filter(|(number, _)| new.is_subject(*number)) {
        both.node(number, kin, &mut changes);
    }
    both.order(&mut changes);
    dimension::changes(both, &mut changes);
    changes
}

/// What a node is.
fn subject(plan: &Plan, node: u32, cells: &Cells<'_>) -> Subject {
    if plan.nodes.get(node as usize).is_some_and(|node| node.layout == Some(Layout::Note)) {
        return Subject::Field;
    }
    match cells.of(node).first().map(|cell| &cell.content) {
        None => Subject::Heading,
        Some(Content::Figure(_)) => Subject::Figure,
        Some(_) => Subject::Field,
    }
}

/// The nodes of a form beneath a node of it, that one included.
fn beneath(plan: &Plan, node: u32) -> Vec<u32> {
    let is_beneath = |number: &u32| {
        let (mut at, mut steps) = (*number, plan.nodes.len());
        while at != node && steps > 0 {
            let Some(parent) = plan.nodes.get(at as usize).and_then(|node| node.parent) else { return false };
            (at, steps) = (plan.subject(parent), steps - 1);
        }
        at == node
    };
    let all = 0..u32::try_from(plan.nodes.len()).unwrap_or(u32::MAX);
    all.filter(|number| plan.is_subject(*number)).filter(is_beneath).collect()
}

impl Both<'_> {
    fn parent(plan: &Plan, node: u32) -> Option<u32> {
        plan.nodes.get(node as usize)?.parent.map(|parent| plan.subject(parent))
    }

    fn path(plan: &Plan, node: u32) -> &str {
        plan.nodes.get(node as usize).map_or("", |node| node.path.as_str())
    }

    fn figures(plan: &Plan, cells: &Cells<'_>, nodes: &[u32]) -> Option<usize> {
        let figures = nodes.iter().filter(|node| subject(plan, **node, cells) == Subject::Figure).count();
        (figures > 0).then_some(figures)
    }

    /// What is gone, with all that was beneath it and does not go on.
    fn gone(&self) -> Vec<Change> {
        let old = self.old;
        let goes_on: BTreeSet<u32> = self
            .kinship
            .nodes
            .iter()
            .flat_map(|kin| kin.from.iter().chain(&kin.same).chain(&kin.split))
            .copied()
            .collect();
        let all = 0..u32::try_from(old.nodes.len()).unwrap_or(u32::MAX);
        let gone: Vec<u32> = all.filter(|node| old.is_subject(*node) && !goes_on.contains(node)).collect();
        let mut changes = Vec::new();
        for node in gone.iter().copied() {
            if Self::parent(old, node).is_some_and(|above| gone.contains(&above)) {
                continue;
            }
            let Some(said) = old.nodes.get(node as usize) else { continue };
            let with: Vec<u32> = beneath(old, node).into_iter().filter(|node| gone.contains(node)).collect();
            let (because, place) = self.why_gone(&said.path);
            changes.push(Change {
                from: vec![said.path.clone()],
                label: said.label.clone(),
                figures: Self::figures(old, self.cells_before, &with),
                reach: Some(Reach::Narrower),
                because,
                place: place.or_else(|| Spot::of(old, said.place)),
                ..Change::bare(Kind::Gone, subject(old, node, self.cells_before))
            });
        }
        changes
    }

    /// What a form file says of what is gone, here or above.
    fn why_gone(&self, path: &str) -> (Option<tallyform::plan::Texts>, Option<Spot>) {
        let mut address = path;
        loop {
            if let Some(said) = self.kinship.gone.get(address) {
                return said.clone();
            }
            match address.rsplit_once('.') {
                Some((above, _)) => address = above,
                None => return (None, None),
            }
        }
    }

    fn node(&self, number: u32, kin: &Kin, changes: &mut Vec<Change>) {
        let (old, new) = (self.old, self.new);
        let Some(node) = new.nodes.get(number as usize) else { return };
        let of = subject(new, number, self.cells_now);
        let old_paths = || kin.from.iter().map(|from| Self::path(old, *from).to_owned()).collect::<Vec<_>>();
        let place = kin.place.clone().or_else(|| Spot::of(new, node.place));
        let start = changes.len();
        let parts: Vec<&str> = (0_u32..)
            .zip(&self.kinship.nodes)
            .filter(|(part, other)| {
                new.is_subject(*part) && *part != number && other.split.is_some_and(|split| kin.from.contains(&split))
            })
            .map(|(part, _)| Self::path(new, part))
            .collect();
        if of == Subject::Heading && !parts.is_empty() {
            let to = std::iter::once(node.path.as_str()).chain(parts).map(str::to_owned).collect();
            changes.push(Change { from: old_paths(), to, ..Change::bare(Kind::Split, of) });
            self.finish(number, kin, place, start, changes);
            return;
        }
        if kin.from.len() > 1 {
            let (from, to) = (old_paths(), vec![node.path.clone()]);
            changes.push(Change { from, to, ..Change::bare(Kind::Merged, of) });
        }
        let Some(same) = kin.same else {
            let above = Self::parent(new, number).and_then(|above| self.kinship.nodes.get(above as usize));
            let is_topmost = above.is_none_or(|above| !above.from.is_empty() || above.split.is_some());
            if kin.from.is_empty() && kin.split.is_none() && is_topmost {
                let with = beneath(new, number);
                let is_new = |node: &u32| self.kinship.nodes.get(*node as usize).is_some_and(|kin| kin.from.is_empty());
                let with: Vec<u32> = with.into_iter().filter(is_new).collect();
                changes.push(Change {
                    to: vec![node.path.clone()],
                    figures: Self::figures(new, self.cells_now, &with),
                    reach: self.is_required(&with).then_some(Reach::Narrower),
                    ..Change::bare(Kind::Added, of)
                });
            }
            self.finish(number, kin, place, start, changes);
            return;
        };
        let from = Self::path(old, same);
        let change = |kind| Change::new(kind, of, from, &node.path);
        let above_before = Self::parent(old, same);
        let above =
            Self::parent(new, number).and_then(|above| self.kinship.nodes.get(above as usize)).and_then(|kin| kin.same);
        let id_before = old.nodes.get(same as usize).map_or("", |node| node.id.as_str());
        if above != above_before {
            changes.push(change(Kind::Moved));
        } else if id_before != node.id {
            changes.push(change(Kind::Renamed));
        }
        if kin.broken && of != Subject::Heading {
            changes.push(change(Kind::Broken));
        }
        same::compare(*self, (same, number), of, changes);
        self.finish(number, kin, place, start, changes);
    }

    /// Labels, reasons and places of the changes that were made of one node.
    fn finish(&self, number: u32, kin: &Kin, place: Option<Spot>, start: usize, changes: &mut [Change]) {
        let label = self.new.nodes.get(number as usize).map(|node| node.label.clone()).unwrap_or_default();
        for change in changes.iter_mut().skip(start) {
            change.label.clone_from(&label);
            change.because = change.because.take().or_else(|| kin.because.clone());
            change.place.clone_from(&place);
        }
    }

    fn is_required(&self, nodes: &[u32]) -> bool {
        let required = |node: &u32| {
            self.cells_now.of(*node).iter().any(|cell| crate::cells::graver(None, cell.checks.required).is_some())
        };
        nodes.iter().any(required)
    }

    /// Siblings that stand in another order than they did.
    fn order(&self, changes: &mut Vec<Change>) {
        let mut siblings: BTreeMap<(u32, u32), Vec<(u32, u32)>> = BTreeMap::new();
        for (number, kin) in (0_u32..).zip(&self.kinship.nodes).filter(|(number, _)| self.new.is_subject(*number)) {
            let above = Self::parent(self.new, number);
            let before = kin.same.and_then(|same| Some((same, Self::parent(self.old, same)?)));
            if let (Some(above), Some((same, above_before))) = (above, before) {
                siblings.entry((above, above_before)).or_default().push((same, number));
            }
        }
        for ((above, above_before), children) in siblings {
            if children.windows(2).all(|pair| matches!(pair, [(one, _), (next, _)] if one < next)) {
                continue;
            }
            let mut before = children.clone();
            before.sort_unstable();
            let ids = |all: &[(u32, u32)]| {
                let ids =
                    all.iter().filter_map(|(_, now)| self.new.nodes.get(*now as usize)).map(|node| node.id.as_str());
                Some(ids.collect::<Vec<_>>().join(", "))
            };
            let Some(node) = self.new.nodes.get(above as usize) else { continue };
            let change = Change::new(
                Kind::Order,
                subject(self.new, above, self.cells_now),
                Self::path(self.old, above_before),
                &node.path,
            );
            let (was, now, place) = (ids(&before), ids(&children), Spot::of(self.new, node.place));
            changes.push(Change { label: node.label.clone(), was, now, place, ..change });
        }
    }
}
