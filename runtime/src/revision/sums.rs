//! Figures that are sums of several on the other side, and what is kept of them where they cannot be told apart.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Zero;

use super::joined::{Group, Joined};
use super::kin::Half;
use super::left::Why;
use super::place::{InRow, Placed};
use super::way::Way;
use crate::cell::Cell;
use crate::exact::{Decimal, Ratio};
use crate::plan::Plan;
use crate::validator::is_not_applicable;

/// A cell there that is the sum of cells here.
#[derive(Debug)]
pub(super) struct Sum {
    /// The cell there.
    pub(super) to: u32,
    /// The cells here and their ways; of those in rows, the way of the rows too.
    pub(super) of: Vec<Part>,
    /// Not all of the parts are here.
    pub(super) partial: bool,
}

/// A part of a sum.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) cell: u32,
    pub(super) way: u32,
    pub(super) feed: Option<u32>,
}

/// What a part of a sum holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Holds<'a> {
    /// What stands in its cell.
    Cell(&'a Cell),
    /// Its row is absent from a list that has others.
    Absent,
    /// Nothing is known of its row.
    Unknown,
}

/// What a sum came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Total {
    /// This stands in the cell.
    Is(Cell),
    /// There is nothing to add.
    Nothing,
    /// Some part is not known, or the sum has no place in the cell.
    Unknown(Why),
}

/// Adds parts up, each of which has its way. A part that is not applicable counts as 0.
pub(super) fn add<'a>(plan: &Plan, parts: impl Iterator<Item = (&'a Way, Holds<'a>)> + Clone) -> Total {
    let (mut quick, mut exact): (Option<i128>, Option<BigRational>) = (Some(0), Some(BigRational::zero()));
    let mut mark = None;
    let mut last = None;
    for (way, holds) in parts.clone() {
        let cell = match holds {
            Holds::Absent => continue,
            Holds::Unknown => return Total::Unknown(Why::Merged),
            Holds::Cell(cell) => cell,
        };
        match cell {
            Cell::Mark(number) if is_not_applicable(plan, *number) => mark = Some((way, *number)),
            Cell::Figure(_) | Cell::Wide(_) => {
                quick = quick.zip(way.quick(cell)).and_then(|(sum, next)| sum.checked_add(next));
                last = Some(way);
            }
            _ => return Total::Unknown(Why::Merged),
        }
    }
    let Some(way) = last else {
        return match mark {
            None => Total::Nothing,
            Some((way, mark)) => way.mark(mark).map_or(Total::Unknown(Why::Mark), |mark| Total::Is(Cell::Mark(mark))),
        };
    };
    let sum = match quick {
        Some(digits) => Some(Decimal::new(digits, way.decimals())),
        None => {
            for (way, holds) in parts {
                if let Holds::Cell(cell @ (Cell::Figure(_) | Cell::Wide(_))) = holds {
                    exact = exact.zip(way.value(cell)).map(|(sum, next)| sum + next);
                }
            }
            exact.and_then(|sum| Decimal::try_from(&Ratio::from(sum)).ok())
        }
    };
    sum.and_then(|sum| way.fit(sum)).map_or_else(|| Total::Unknown(way.why()), Total::Is)
}

/// What is kept of a figure that has several places on the other side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The node there beneath which all of these stand.
    pub(super) node: u32,
    /// What the figure is called.
    label: String,
}

impl Name {
    /// What the figure is called where it stands in this row.
    pub(super) fn label(&self, placed: &Placed<'_>, cell: u32, row: InRow) -> String {
        let bound = placed.bound(cell, row);
        // Where it is the whole of one dimension, a member alone may be one of any of them.
        let is_clear = bound.len() == placed.dimensions(cell);
        let name = |(of, to): (&str, String)| if is_clear { to } else { format!("{of}.{to}") };
        let bound: Vec<String> = bound.into_iter().map(name).collect();
        if bound.is_empty() { self.label.clone() } else { format!("{}[{}]", self.label, bound.join(", ")) }
    }
}

/// Whether figures of a group are kept as what has no cell there.
pub(super) fn is_kept(group: &Group) -> bool {
    !group.broken && (group.there.len() > 1 || (group.partial && group.splits))
}

/// By cell here that has several places there, what is kept of it.
pub(super) fn names(joined: &Joined, here: &Half, there: &Half) -> BTreeMap<u32, Name> {
    let mut names: BTreeMap<u32, Name> = BTreeMap::new();
    // Two figures of one label beneath one heading are told apart by their paths.
    let mut figures: BTreeMap<(u32, String), BTreeSet<u32>> = BTreeMap::new();
    let plan = here.plan();
    let language = plan.languages.first().map_or("", String::as_str);
    let figure = |cell: &u32| {
        let of = here.stand(*cell)?.of;
        Some((of, plan.nodes.get(of as usize)?))
    };
    for group in joined.groups.iter().filter(|group| is_kept(group)) {
        let Some(node) = heading(there, &group.there) else { continue };
        for cell in &group.here {
            let Some((of, figure)) = figure(cell) else { continue };
            let label = figure.label.get(language).cloned().unwrap_or_default();
            figures.entry((node, label.clone())).or_default().insert(of);
            names.insert(*cell, Name { node, label });
        }
    }
    for (cell, name) in &mut names {
        let is_shared = figures.get(&(name.node, name.label.clone())).is_some_and(|all| all.len() > 1);
        if let Some((_, figure)) = figure(cell).filter(|_| is_shared || name.label.is_empty()) {
            name.label.clone_from(&figure.path);
        }
    }
    names
}

/// The node beneath which cells stand; of one cell its own.
fn heading(half: &Half, cells: &[u32]) -> Option<u32> {
    let plan = half.plan();
    let parent = |node: u32| plan.nodes.get(node as usize).and_then(|node| node.parent);
    let mut nodes = cells.iter().filter_map(|cell| plan.cells.get(*cell as usize)).map(|cell| cell.node);
    let first = nodes.next()?;
    // A node stands after the one above it.
    nodes.try_fold(first, |mut common, mut node| {
        while common != node {
            if common > node { common = parent(common)? } else { node = parent(node)? }
        }
        Some(common)
    })
}
