//! Where something stands in a report: its row, and what it is called there.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::kin::Half;
use crate::cell::Cell;
use crate::plan::{Bind, Layout};
use crate::report::{Report, Row};
use crate::tidy::value;

/// A row of a section; none for what stands in no rows.
pub(super) type InRow = Option<(u32, u32)>;

/// A report of one of two plans, and where its rows stand in their lists.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) half: &'a Half,
    pub(super) report: &'a Report,
    /// By section and row, the row's number in its list, once that is asked.
    positions: OnceCell<Vec<Vec<u32>>>,
}

impl<'a> Placed<'a> {
    pub(super) fn new(half: &'a Half, report: &'a Report) -> Self {
        Self { half, report, positions: OnceCell::new() }
    }

    fn positions(&self) -> &[Vec<u32>] {
        let of_section = |rows: &Vec<Row>| {
            let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
            let one = |row: &Row| {
                let count = counts.entry(row.above).or_default();
                *count += 1;
                *count - 1
            };
            rows.iter().map(one).collect()
        };
        self.positions.get_or_init(|| self.report.rows.iter().map(of_section).collect())
    }

    /// The number of a row in its list.
    fn position(&self, section: u32, row: u32) -> u32 {
        let rows = self.positions().get(section as usize);
        rows.and_then(|rows| rows.get(row as usize)).copied().unwrap_or_default()
    }

    /// The row at a position of the list that stands in a row.
    pub(super) fn row_at(&self, section: u32, above: u32, position: u32) -> Option<u32> {
        let rows = self.report.rows.get(section as usize)?;
        let positions = self.positions().get(section as usize)?;
        let mut all = (0..).zip(rows.iter().zip(positions));
        let is_in = self.half.plan().sections.get(section as usize)?.above.is_some();
        all.find(|(_, (row, at))| **at == position && (!is_in || row.above == above)).map(|(number, _)| number)
    }

    /// The rows around a place and its own, outermost first.
    fn around(&self, row: InRow) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        let mut at = row;
        while let Some((section, row)) = at {
            all.push((section, row));
            let above = self.half.plan().sections.get(section as usize).and_then(|section| section.above);
            let of = self.report.rows.get(section as usize).and_then(|rows| rows.get(row as usize));
            at = above.zip(of.map(|row| row.above));
        }
        all.reverse();
        all
    }

    /// The row of a section that is around a place, or its own.
    pub(super) fn row_of(&self, section: u32, row: InRow) -> InRow {
        self.around(row).into_iter().find(|(known, _)| *known == section)
    }

    /// The pointer of what has a pointer within its row.
    pub(super) fn pointer(&self, within: &str, row: InRow) -> String {
        let mut pointer = String::new();
        for (section, row) in self.around(row) {
            let list = self.half.plan().sections.get(section as usize).map_or("", |section| section.pointer.as_str());
            pointer.push_str(&format!("{list}/{}", self.position(section, row)));
        }
        pointer + within
    }

    /// The pointer of a node, which stands in this row or in one around it.
    pub(super) fn pointer_of(&self, node: u32, row: InRow) -> String {
        let plan = self.half.plan();
        let mut ids = Vec::new();
        let mut section = None;
        let mut at = plan.nodes.get(node as usize);
        while let Some(node) = at {
            if let Some(Layout::Rows(rows)) = node.layout {
                section = Some(rows);
                break;
            }
            if node.parent.is_some() {
                ids.push(node.id.as_str());
            }
            at = node.parent.and_then(|parent| plan.nodes.get(parent as usize));
        }
        let within = ids.iter().rev().fold(String::new(), |pointer, id| crate::validator::beneath(&pointer, id));
        self.pointer(&within, section.and_then(|section| self.row_of(section, row)))
    }

    /// The order of places in a report.
    pub(super) fn order(&self, cell: u32, row: InRow) -> Vec<u32> {
        let mut order = Vec::new();
        for (section, row) in self.around(row) {
            let first = self.half.validator.table().sections.get(section as usize).map_or(0, |table| table.cells.start);
            order.extend([u32::try_from(first).unwrap_or(u32::MAX), self.position(section, row)]);
        }
        order.push(cell);
        order
    }

    /// What stands in a cell.
    pub(super) fn cell(&self, cell: u32, row: InRow) -> &'a Cell {
        const BLANK: &Cell = &Cell::Blank;
        let Some((section, row)) = row else { return self.report.cell(cell) };
        let first = self.half.validator.table().sections.get(section as usize).map_or(0, |table| table.cells.start);
        let row = self.report.rows.get(section as usize).and_then(|rows| rows.get(row as usize));
        let at = (cell as usize).checked_sub(first);
        row.zip(at).and_then(|(row, at)| row.cells.get(at)).unwrap_or(BLANK)
    }

    /// The key of a row, as a text.
    fn key(&self, section: u32, row: u32) -> String {
        let Some(key) = self.half.plan().sections.get(section as usize).map(|section| section.key) else {
            return String::new();
        };
        value::text(self.half.plan(), key, self.cell(key, Some((section, row)))).0
    }

    /// Dimension, and member or key, of all dimensions of which a cell is not the whole.
    pub(super) fn bound(&self, cell: u32, row: InRow) -> Vec<(&'a str, String)> {
        let plan = self.half.plan();
        let around = self.around(row);
        let of = |section: u32| plan.sections.get(section as usize).map(|section| section.dimension);
        let at = self.half.stand(cell).map_or(&[][..], |stand| stand.at.as_slice());
        let one = |(number, bound): &(u32, Bind)| {
            let dimension = plan.dimensions.get(*number as usize)?;
            let to = match bound {
                Bind::Whole => return None,
                Bind::Member(member) => dimension.members.get(*member as usize)?.id.clone(),
                Bind::Row => {
                    let (section, row) = around.iter().find(|(section, _)| of(*section) == Some(*number))?;
                    self.key(*section, *row)
                }
            };
            Some((dimension.id.as_str(), to))
        };
        at.iter().filter_map(one).collect()
    }

    /// Of how many dimensions a cell has a place.
    pub(super) fn dimensions(&self, cell: u32) -> usize {
        self.half.stand(cell).map_or(0, |stand| stand.at.len())
    }
}
