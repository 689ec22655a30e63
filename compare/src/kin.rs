//! What everything in the later of two forms was in the earlier one, through all revisions between them.

use std::collections::BTreeMap;

use tallyform::plan::{LinkKind, Plan, Texts};
use tallyform::revision::{Ancestry, Lineage};

use crate::change::Spot;
use crate::diff::How;

/// What a node, dimension or member was.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kin {
    /// All that it comes from, several of what was merged.
    pub(crate) from: Vec<u32>,
    /// That as which it goes on.
    pub(crate) same: Option<u32>,
    /// What was split into this and others.
    pub(crate) split: Option<u32>,
    /// Its figures cannot be compared with those of `same`.
    pub(crate) broken: bool,
    /// The author's reason for the last change of its name, place or meaning.
    pub(crate) because: Option<Texts>,
    /// Where a form file says so.
    pub(crate) place: Option<Spot>,
}

/// The kin of everything in the later form.
#[derive(Clone, Debug)]
pub(crate) struct Kinship {
    pub(crate) nodes: Vec<Kin>,
    pub(crate) dimensions: Vec<Kin>,
    pub(crate) members: Vec<Vec<Kin>>,
    /// What a form file says of what is gone, by address in the form before that.
    pub(crate) gone: BTreeMap<String, (Option<Texts>, Option<Spot>)>,
    pub(crate) how: How,
}

impl Kinship {
    /// `between` are plans of revisions before `new`, among which those from `old` to `new` may be.
    pub(crate) fn new(old: &Plan, new: &Plan, between: &[&Plan]) -> Self {
        let mut steps = vec![new];
        while let Some(said) = steps.last().and_then(|plan| plan.predecessor.as_ref()) {
            let is_next = |plan: &&&Plan| said.revision.as_ref().is_some_and(|revision| *revision == plan.revision);
            if is_next(&&old) || steps.len() > between.len() + 1 {
                break;
            }
            let Some(next) = between.iter().find(is_next) else { break };
            steps.push(next);
        }
        steps.push(old);
        steps.reverse();
        let mut kinship: Option<Self> = None;
        for pair in steps.windows(2) {
            let [before, after] = pair else { continue };
            let Ok(lineage) = Lineage::between(before, after) else { return Self::by_path(old, new) };
            let step = Self::of_step(before, after, &lineage);
            kinship = Some(match kinship {
                None => step,
                Some(earlier) => earlier.then(step, &before.revision),
            });
        }
        kinship.unwrap_or_else(|| Self::by_path(old, new))
    }

    fn of_step(old: &Plan, new: &Plan, lineage: &Lineage) -> Self {
        let links = new.predecessor.as_ref().map_or(&[][..], |said| said.links.as_slice());
        let kin = |ancestry: &Ancestry| {
            let link = ancestry.link.and_then(|link| links.get(link as usize));
            Kin {
                from: ancestry.from.clone(),
                same: ancestry.same,
                split: ancestry.split,
                broken: ancestry.broken,
                because: link.and_then(|link| link.because.clone()),
                place: link.and_then(|link| Spot::of(new, link.place)),
            }
        };
        let gone = links.iter().filter(|link| link.kind == LinkKind::Gone).flat_map(|link| {
            let said = (link.because.clone(), Spot::of(new, link.place));
            link.from.iter().map(move |address| (address.clone(), said.clone()))
        });
        Self {
            nodes: lineage.nodes.iter().map(kin).collect(),
            dimensions: lineage.dimensions.iter().map(kin).collect(),
            members: lineage.members.iter().map(|members| members.iter().map(kin).collect()).collect(),
            gone: gone.collect(),
            how: How::Next { same: old.revision == new.revision },
        }
    }

    /// The kin through one revision more.
    fn then(self, next: Self, through: &str) -> Self {
        let follow = |kin: Kin, earlier: &[Kin]| {
            let of = |number: &u32| earlier.get(*number as usize);
            let before = kin.same.as_ref().and_then(of);
            Kin {
                from: kin.from.iter().filter_map(of).flat_map(|before| before.from.clone()).collect(),
                same: before.and_then(|before| before.same),
                split: kin
                    .split
                    .as_ref()
                    .and_then(of)
                    .map_or_else(|| before.and_then(|before| before.split), |split| split.same.or(split.split)),
                broken: kin.broken || before.is_some_and(|before| before.broken),
                because: kin.because.or_else(|| before.and_then(|before| before.because.clone())),
                place: kin.place.or_else(|| before.and_then(|before| before.place.clone())),
            }
        };
        let members = next.members.into_iter().zip(&next.dimensions).map(|(members, dimension)| {
            let earlier = dimension.same.and_then(|same| self.members.get(same as usize));
            let earlier = earlier.map_or(&[][..], Vec::as_slice);
            members.into_iter().map(|member| follow(member, earlier)).collect()
        });
        let members = members.collect();
        let mut gone = self.gone;
        for (address, said) in next.gone {
            gone.entry(address).or_insert(said);
        }
        let mut revisions = match self.how {
            How::Chain { through } => through,
            _ => Vec::new(),
        };
        revisions.push(through.to_owned());
        Self {
            nodes: next.nodes.into_iter().map(|kin| follow(kin, &self.nodes)).collect(),
            dimensions: next.dimensions.into_iter().map(|kin| follow(kin, &self.dimensions)).collect(),
            members,
            gone,
            how: How::Chain { through: revisions },
        }
    }

    /// What has the same path is the same; for plans that say nothing of one another.
    fn by_path(old: &Plan, new: &Plan) -> Self {
        let same = |same: Option<u32>| Kin { from: same.into_iter().collect(), same, ..Kin::default() };
        let paths = (0..).zip(&old.nodes).filter(|(number, _)| old.is_subject(*number));
        let paths: BTreeMap<&str, u32> = paths.map(|(number, node)| (node.path.as_str(), number)).collect();
        let nodes = (0..)
            .zip(&new.nodes)
            .map(|(number, node)| same(paths.get(node.path.as_str()).copied().filter(|_| new.is_subject(number))));
        let position = |found: Option<usize>| found.and_then(|found| u32::try_from(found).ok());
        let dimension = |id: &str| old.dimensions.iter().position(|dimension| dimension.id == id);
        let members = new.dimensions.iter().map(|dimension_now| {
            let before = dimension(&dimension_now.id).and_then(|at| old.dimensions.get(at));
            let before = before.map_or(&[][..], |before| before.members.as_slice());
            let members = dimension_now.members.iter();
            members.map(|now| same(position(before.iter().position(|member| member.id == now.id)))).collect()
        });
        Self {
            nodes: nodes.collect(),
            dimensions: new.dimensions.iter().map(|now| same(position(dimension(&now.id)))).collect(),
            members: members.collect(),
            gone: BTreeMap::new(),
            how: if old.form == new.form && old.revision == new.revision {
                How::Next { same: true }
            } else {
                How::Paths
            },
        }
    }
}
