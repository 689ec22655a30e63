//! A walk through a report in the order of its JSON, row by row.

use crate::cell::Cell;
use crate::plan::{Layout, Node, Plan};
use crate::report::{Nesting, Report};
use crate::typed::Form;
use crate::validator::SectionTable;

/// A node of a report, once for each row that it stands in.
pub(super) struct Stop<'a> {
    pub(super) plan: &'a Plan,
    /// How far the node is beneath the first.
    pub(super) depth: usize,
    pub(super) index: u32,
    pub(super) node: &'a Node,
    around: Around<'a>,
    /// The place of each row around the node in its list, the outermost first. Of the rows themselves: with their own.
    pub(super) places: &'a [usize],
}

impl<'a> Stop<'a> {
    /// The node's own cell and its number.
    pub(super) fn cell(&self) -> Option<(u32, &'a Cell)> {
        self.node.cell.map(|number| (number, self.around.cell(number)))
    }

    /// Where the node is a row: what stands in the cell of its key.
    pub(super) fn key(&self) -> Option<(u32, &'a Cell)> {
        let is_row = matches!(self.node.layout, Some(Layout::Rows(_)));
        let first = self.node.children.first().filter(|_| is_row)?;
        let number = self.plan.nodes.get(*first as usize)?.cell?;
        Some((number, self.around.cell(number)))
    }
}

/// The cells around a node: those of the report, or of a row.
#[derive(Clone, Copy)]
struct Around<'a> {
    cells: &'a [Cell],
    /// The number of the first of them.
    first: usize,
    /// The number of the row among those of its section.
    row: u32,
}

impl<'a> Around<'a> {
    fn cell(self, number: u32) -> &'a Cell {
        (number as usize).checked_sub(self.first).and_then(|at| self.cells.get(at)).unwrap_or(&Cell::Blank)
    }
}

/// Visits a node and all beneath it, in a report that has the cells of that node and of all beneath it. Ends where the
/// visitor gives an error.
pub(super) fn walk<E>(
    form: &'static Form,
    node: u32,
    report: &Report,
    visit: &mut dyn FnMut(&Stop<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let nesting = Nesting::of(report);
    let validator = form.validator();
    let sections = &validator.table().sections;
    let mut walk = Walk { plan: validator.plan(), sections, report, nesting: &nesting, places: Vec::new(), visit };
    walk.object(node, 0, Around { cells: &report.cells, first: form.span(node).start, row: 0 })
}

struct Walk<'a, 'v, E> {
    plan: &'a Plan,
    sections: &'a [SectionTable],
    report: &'a Report,
    nesting: &'a Nesting,
    places: Vec<usize>,
    visit: &'v mut dyn FnMut(&Stop<'_>) -> Result<(), E>,
}

impl<'a, E> Walk<'a, '_, E> {
    fn node(&mut self, index: u32, depth: usize, around: Around<'a>) -> Result<(), E> {
        let layout = self.plan.nodes.get(index as usize).and_then(|node| node.layout);
        let Some(Layout::Rows(section)) = layout else { return self.object(index, depth, around) };
        let Some(table) = self.sections.get(section as usize) else { return Ok(()) };
        let rows = self.nesting.rows(self.plan, self.report, section, around.row);
        for (place, (row, content)) in rows.into_iter().enumerate() {
            self.places.push(place);
            self.object(index, depth, Around { cells: &content.cells, first: table.cells.start, row })?;
            self.places.pop();
        }
        Ok(())
    }

    fn object(&mut self, index: u32, depth: usize, around: Around<'a>) -> Result<(), E> {
        let Some(node) = self.plan.nodes.get(index as usize) else { return Ok(()) };
        (self.visit)(&Stop { plan: self.plan, depth, index, node, around, places: &self.places })?;
        node.children.iter().try_for_each(|child| self.node(*child, depth + 1, around))
    }
}
