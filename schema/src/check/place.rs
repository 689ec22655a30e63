//! Cells of figures along their dimensions: which cell a figure means where every dimension is bound.

use std::collections::BTreeSet;

use super::dimension::{Binding, Dimension, Slot, combinations};
use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{DimensionId, NodeId, Where};

/// What a figure is where dimensions are bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    Cell(NodeId),
    /// The form blocks the cell out.
    Blocked,
    /// This dimension is not bound and has no whole.
    Open(usize),
}

/// Which of its bindings a check holds for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum On {
    #[default]
    Both,
    /// Every dimension that has a whole at its whole.
    Total,
    /// None of them at its whole.
    Rows,
}

impl Tree<'_> {
    /// The cell of a figure at a binding. A dimension that is not bound is at its whole.
    pub(crate) fn at(&self, figure: NodeId, binding: &Binding) -> At {
        let Some(grid) = self.get(figure).and_then(|entry| entry.grid.as_ref()) else { return At::Cell(figure) };
        let mut slots = Vec::with_capacity(grid.by.len());
        for dimension in &grid.by {
            match binding.get(dimension) {
                Some(slot) => slots.push(*slot),
                None if self.dimensions.get(*dimension).is_some_and(|dimension| dimension.has_whole) => {
                    slots.push(None)
                }
                None => return At::Open(*dimension),
            }
        }
        grid.at(&self.dimensions, &slots).map_or(At::Blocked, At::Cell)
    }

    /// The dimensions of the figures at and beneath a node.
    pub(crate) fn by(&self, node: NodeId) -> &[usize] {
        self.get(node).map_or(&[], |entry| &entry.by)
    }

    /// Every binding of these dimensions: the whole before the members, the last dimension running fastest.
    pub(crate) fn bindings(&self, by: &[usize], on: On) -> Vec<Binding> {
        let slots = |dimension: &Dimension<'_>| -> Vec<Slot> {
            let is_meant = |slot: &Slot| match on {
                On::Both => true,
                On::Total => slot.is_none() || !dimension.has_whole,
                On::Rows => slot.is_some(),
            };
            dimension.slots().filter(is_meant).collect()
        };
        let lists: Vec<Vec<Slot>> =
            by.iter().filter_map(|dimension| self.dimensions.get(*dimension)).map(slots).collect();
        combinations(&lists).into_iter().map(|slots| by.iter().copied().zip(slots).collect()).collect()
    }

    /// A warning for every dimension that no `by` names.
    pub(crate) fn report_unused_dimensions(&self, out: &mut Vec<Diagnostic>) {
        let used: BTreeSet<usize> = self.nodes.iter().flat_map(|entry| entry.by.iter().copied()).collect();
        for (number, dimension) in self.dimensions.list.iter().enumerate() {
            if used.contains(&number) {
                continue;
            }
            let message = format!("the dimension `{}` is never used", dimension.id);
            out.push(
                Diagnostic::new(Code::UnusedDimension, message, dimension.span, "no `by` names it")
                    .help("name it in the `by` of the figures that it is for, or take it away"),
            );
        }
    }

    /// How a finding says where it is.
    pub(crate) fn place(&self, binding: &Binding) -> Where {
        binding.iter().map(|(dimension, slot)| (DimensionId(*dimension as u32), *slot)).collect()
    }
}
