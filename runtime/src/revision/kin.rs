//! Where a cell of one plan stands in the plan beside it.

use std::collections::HashMap;

use super::lineage::Lineage;
use crate::plan::{Bind, Layout, Plan, Stand};
use crate::validator::{MAX_ENTRIES, Validator};

/// What the dimensions of a cell are bound to.
pub(super) type At = Vec<(u32, Bind)>;

/// One of two plans, and where its cells stand.
#[derive(Debug)]
pub(super) struct Half {
    pub(super) validator: Validator,
    /// Where each node stands.
    pub(super) nodes: Vec<Stand>,
    /// The cells that are no keys of rows, by their node of the form and their place.
    cells: HashMap<(u32, At), u32>,
    /// The dimensions of each node of the form that has cells.
    dimensions: HashMap<u32, Vec<u32>>,
    /// The dimensions of the sections in which the rows of each section stand, outermost first, and its own.
    chains: Vec<Vec<u32>>,
}

impl Half {
    /// # Errors
    /// Where the plan is not sound, something stands nowhere, or two things at one place: a sentence that says so.
    pub(super) fn new(plan: &Plan) -> Result<Self, String> {
        let validator = Validator::new(plan.clone()).map_err(|error| error.to_string())?;
        let count = u32::try_from(plan.nodes.len()).unwrap_or(u32::MAX);
        let nodes = (0..count).map(|number| plan.stand(number)).collect::<Result<Vec<_>, _>>()?;
        let (cells, dimensions) = (HashMap::new(), HashMap::new());
        let mut half = Self { validator, nodes, cells, dimensions, chains: Vec::new() };
        for section in &plan.sections {
            let above = section.above.and_then(|above| half.chains.get(above as usize)).cloned().unwrap_or_default();
            half.chains.push(above.into_iter().chain([section.dimension]).collect());
        }
        for number in (0..).take(plan.cells.len()) {
            if half.is_key(number) {
                continue;
            }
            let Some(stand) = half.stand(number).cloned() else { continue };
            let dimensions = || stand.at.iter().map(|(dimension, _)| *dimension).collect();
            half.dimensions.entry(stand.of).or_insert_with(dimensions);
            if half.cells.insert((stand.of, stand.at), number).is_some() {
                return Err(format!("cell {number} stands where another one does"));
            }
        }
        Ok(half)
    }

    pub(super) fn plan(&self) -> &Plan {
        self.validator.plan()
    }

    /// Where a cell stands.
    pub(super) fn stand(&self, cell: u32) -> Option<&Stand> {
        let cell = self.plan().cells.get(cell as usize)?;
        self.nodes.get(cell.node as usize)
    }

    /// Whether a cell is the key of a row.
    pub(super) fn is_key(&self, cell: u32) -> bool {
        let node = self.plan().cells.get(cell as usize).and_then(|cell| self.plan().nodes.get(cell.node as usize));
        node.is_some_and(|node| matches!(node.layout, Some(Layout::Key(_))))
    }

    /// The cell of a node of the form at a place.
    pub(super) fn cell(&self, of: u32, at: &At) -> Option<u32> {
        self.cells.get(&(of, at.clone())).copied()
    }

    /// The dimensions of a node of the form; none where it has no cells.
    pub(super) fn dimensions(&self, of: u32) -> Option<&[u32]> {
        self.dimensions.get(&of).map(Vec::as_slice)
    }

    /// The dimensions of the sections around a section, outermost first, and its own.
    pub(super) fn chain(&self, section: u32) -> &[u32] {
        self.chains.get(section as usize).map_or(&[], Vec::as_slice)
    }
}

/// What everything of one plan is in the plan beside it, whichever of the two is the later.
#[derive(Debug)]
pub(super) struct Kin {
    /// By node of the form: what it goes on as, what it was merged into, what it was split into; or the other way round.
    pub(super) nodes: Vec<Vec<u32>>,
    /// By node of the form: that of them which is the same.
    pub(super) same: Vec<Option<u32>>,
    /// By dimension.
    pub(super) dimensions: Vec<Option<u32>>,
    /// By dimension and member: members of the dimension that it is there.
    pub(super) members: Vec<Vec<Vec<u32>>>,
}

impl Kin {
    /// What everything of the earlier plan is in the later one, and the other way round.
    pub(super) fn both(lineage: &Lineage, old: &Plan, new: &Plan) -> (Self, Self) {
        let mut onward = Self {
            nodes: lineage.became.nodes.clone(),
            same: vec![None; old.nodes.len()],
            dimensions: vec![None; old.dimensions.len()],
            members: lineage.became.members.clone(),
        };
        let all = |one: &super::Ancestry| one.from.iter().chain(&one.split).copied().collect::<Vec<u32>>();
        let mut back = Self {
            nodes: lineage.nodes.iter().map(all).collect(),
            same: vec![None; new.nodes.len()],
            dimensions: vec![None; new.dimensions.len()],
            members: lineage.members.iter().map(|members| members.iter().map(all).collect()).collect(),
        };
        let subjects = (0_u32..).zip(&lineage.nodes).filter(|(number, _)| new.is_subject(*number));
        pair(subjects.filter_map(|(number, one)| Some((number, one.same?))), &mut onward.same, &mut back.same);
        let dimensions = (0_u32..).zip(&lineage.dimensions).filter_map(|(number, one)| Some((number, one.same?)));
        pair(dimensions, &mut onward.dimensions, &mut back.dimensions);
        (onward, back)
    }

    /// The places at which a node of the other plan, by these dimensions, has what stands at a place of this plan: several
    /// where members are merged or split, none of a member that is not there. None at all where it says nothing of this
    /// place, since it has other dimensions.
    ///
    /// What has a dimension more is the same at its whole.
    pub(super) fn places(&self, at: &[(u32, Bind)], other: &Plan, dimensions: &[u32]) -> Option<Vec<At>> {
        let mut all: Vec<At> = vec![Vec::with_capacity(dimensions.len())];
        for (dimension, bound) in at {
            let there = self.dimensions.get(*dimension as usize).copied().flatten();
            let Some(there) = there.filter(|there| dimensions.contains(there)) else {
                if *bound == Bind::Whole {
                    continue;
                }
                return None;
            };
            if let Bind::Member(member) = bound {
                let members = self.members.get(*dimension as usize).and_then(|all| all.get(*member as usize));
                let members = members.map_or(&[][..], Vec::as_slice);
                if all.len().saturating_mul(members.len()) > MAX_ENTRIES {
                    return None;
                }
                let with = |place: &At, member: &u32| {
                    let mut place = place.clone();
                    place.push((there, Bind::Member(*member)));
                    place
                };
                all = all.iter().flat_map(|place| members.iter().map(move |member| with(place, member))).collect();
            } else {
                all.iter_mut().for_each(|place| place.push((there, *bound)));
            }
        }
        let taken = |dimension: u32| {
            let mut bound = at.iter().filter_map(|(from, _)| self.dimensions.get(*from as usize).copied().flatten());
            bound.any(|there| there == dimension)
        };
        for dimension in dimensions.iter().filter(|dimension| !taken(**dimension)) {
            if !other.dimensions.get(*dimension as usize)?.has_whole {
                return None;
            }
            all.iter_mut().for_each(|place| place.push((*dimension, Bind::Whole)));
        }
        all.iter_mut().for_each(|place| place.sort_unstable());
        Some(all)
    }
}

/// Notes pairs on both sides. Of two that would be the same one, the first is.
fn pair(pairs: impl Iterator<Item = (u32, u32)>, onward: &mut [Option<u32>], back: &mut [Option<u32>]) {
    for (number, was) in pairs {
        if let (Some(onward @ None), Some(back)) = (onward.get_mut(was as usize), back.get_mut(number as usize)) {
            (*onward, *back) = (Some(number), Some(was));
        }
    }
}
