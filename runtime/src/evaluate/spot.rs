//! Where a cell of the plan stands in a report, once the keys of its rows are known.

use super::operand::Operand;
use super::rows::{Rows, UNBOUND};
use super::{Filed, SectionTable};
use crate::cell::Cell;
use crate::plan::{Layout, TOTAL, Where};
use crate::report::Report;

/// A report and its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub(crate) report: &'a Report,
    pub(crate) rows: &'a Rows,
}

/// A cell of a report, or of the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) cell: u32,
    pub(crate) prior: bool,
    pub(crate) place: Place,
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// In no row.
    Plain,
    /// In this row of its section.
    Row(u32),
    /// The section has rows, and none with this key: not applicable.
    Absent,
    /// Nothing is known of the row: not reported.
    Unreported,
    /// Nothing is known of any number of rows.
    Any,
}

impl<'a> Filed<'a> {
    /// A cell at the keys that are bound.
    pub(crate) fn spot(&self, cell: u32, prior: bool) -> Spot {
        let place = match self.plan.cells.get(cell as usize).and_then(|cell| cell.section) {
            None => Place::Plain,
            Some(section) => self.place(section, prior),
        };
        Spot { cell, prior, place }
    }

    /// The row of a section at the keys that are bound.
    pub(crate) fn place(&self, section: u32, prior: bool) -> Place {
        let (Some(side), Some(table)) = (self.side(prior), self.tables.section(section)) else {
            return Place::Unreported;
        };
        let mut above = 0;
        for section in &table.chain {
            above = match self.step(side, *section, above, prior) {
                Place::Row(row) => row,
                other => return other,
            };
        }
        Place::Row(above)
    }

    /// The row of one section in a row of the section above, at the key that is bound.
    fn step(&self, side: Side<'a>, section: u32, above: u32, prior: bool) -> Place {
        let key = self.tables.section(section).map_or(UNBOUND, |table| self.key(table.dimension));
        match side.rows.find(section, above, key) {
            Some(row) => Place::Row(row),
            None if prior || key == UNBOUND || side.rows.list(section, above).is_empty() => Place::Unreported,
            None => Place::Absent,
        }
    }

    /// The key to which a dimension is bound.
    pub(crate) fn key(&self, dimension: u32) -> u32 {
        self.bound.get(dimension as usize).copied().unwrap_or(UNBOUND)
    }

    /// The cells that an operand is; none of them where it runs through rows and there are none.
    ///
    /// Within a row that is absent there is one that is absent too. Where some of the lists that it runs through are
    /// empty and others are not, or where nothing is known of the row in which they stand, any number of cells is not
    /// reported.
    pub(crate) fn spots(&self, operand: &Operand<'_>) -> Vec<Spot> {
        let Operand { cell, prior, along } = *operand;
        let section = self.plan.cells.get(cell as usize).and_then(|cell| cell.section);
        let table = section.and_then(|section| self.tables.section(section));
        let (Some(table), false) = (table, along.is_empty()) else {
            return vec![self.spot(cell, prior)];
        };
        let spot = |place| Spot { cell, prior, place };
        let Some(side) = self.side(prior) else {
            return vec![spot(Place::Any)];
        };
        let mut walk = Walk { filed: self, side, operand, table, places: Vec::new(), is_open: false };
        walk.down(0, 0);
        if walk.is_open && !walk.places.is_empty() {
            walk.places.push(Place::Any);
        }
        walk.places.into_iter().map(spot).collect()
    }

    /// What stands in a cell.
    pub(crate) fn content(&self, spot: Spot) -> &'a Cell {
        const BLANK: &Cell = &Cell::Blank;
        let Some(side) = self.side(spot.prior) else {
            return BLANK;
        };
        match spot.place {
            Place::Plain => side.report.cell(spot.cell),
            Place::Row(row) => self.content_in_row(side, spot.cell, row),
            Place::Absent | Place::Unreported | Place::Any => BLANK,
        }
    }

    pub(super) fn content_in_row(&self, side: Side<'a>, cell: u32, row: u32) -> &'a Cell {
        const BLANK: &Cell = &Cell::Blank;
        let Some(section) = self.plan.cells.get(cell as usize).and_then(|cell| cell.section) else {
            return BLANK;
        };
        let first = self.tables.section(section).map_or(0, |table| table.cells.start);
        let row = side.report.rows.get(section as usize).and_then(|rows| rows.get(row as usize));
        row.and_then(|row| row.cells.get(cell.checked_sub(first)? as usize)).unwrap_or(BLANK)
    }

    /// JSON Pointer of a cell; none of one that is in no report.
    pub(crate) fn pointer(&self, spot: Spot) -> Option<String> {
        let cell = self.plan.cells.get(spot.cell as usize)?;
        match spot.place {
            Place::Plain => Some(cell.pointer.clone()),
            Place::Row(row) => Some(self.pointer_of_row(cell.section?, row, spot.prior)? + &cell.pointer),
            Place::Absent | Place::Unreported | Place::Any => None,
        }
    }

    /// JSON Pointer of a row.
    pub(crate) fn pointer_of_row(&self, section: u32, row: u32, prior: bool) -> Option<String> {
        let rows = self.ancestry(section, row, prior)?;
        let side = self.side(prior)?;
        let mut pointer = String::new();
        for (section, row) in rows {
            pointer.push_str(&self.plan.sections.get(section as usize)?.pointer);
            pointer.push('/');
            pointer.push_str(&side.rows.position(section, row).to_string());
        }
        Some(pointer)
    }

    /// A row and those in which it stands, from the outermost, each with its section.
    pub(crate) fn ancestry(&self, section: u32, row: u32, prior: bool) -> Option<Vec<(u32, u32)>> {
        let side = self.side(prior)?;
        let chain = &self.tables.section(section)?.chain;
        let mut rows = Vec::with_capacity(chain.len());
        let mut row = row;
        for section in chain.iter().rev() {
            rows.push((*section, row));
            row = side.report.rows.get(*section as usize)?.get(row as usize)?.above;
        }
        rows.reverse();
        Some(rows)
    }

    /// Whether a dimension is bound to a row.
    pub(crate) fn is_bound(&self, dimension: u32) -> bool {
        self.key(dimension) != UNBOUND
    }

    /// The keys of the rows in which a cell stands, by dimension.
    pub(crate) fn bound_at(&self, spot: Spot) -> Vec<u32> {
        let mut bound = self.bound.to_vec();
        let section = self.plan.cells.get(spot.cell as usize).and_then(|cell| cell.section);
        if let (Some(section), Place::Row(row), Some(side)) = (section, spot.place, self.side(spot.prior)) {
            for (section, row) in self.ancestry(section, row, spot.prior).unwrap_or_default() {
                let dimension = self.tables.section(section).map_or(UNBOUND, |table| table.dimension);
                if let (Some(slot), Some(key)) = (bound.get_mut(dimension as usize), side.rows.key(section, row)) {
                    *slot = key;
                }
            }
        }
        bound
    }

    /// What dimensions are bound to in a cell: members, the whole, and the keys of its rows as far as they are known.
    pub(crate) fn bindings(&self, spot: Spot) -> Where {
        let Some(cell) = self.plan.cells.get(spot.cell as usize) else {
            return Where::new();
        };
        let coordinate = self.plan.nodes.get(cell.node as usize).and_then(|node| node.coordinate.as_ref());
        let mut bindings = coordinate.map_or_else(|| self.wholes_above(cell.node), |coordinate| coordinate.at.clone());
        let Some(section) = cell.section else {
            return bindings;
        };
        let rows = match spot.place {
            Place::Row(row) => self.ancestry(section, row, spot.prior).unwrap_or_default(),
            _ => Vec::new(),
        };
        let chain = self.tables.section(section).map_or(&[][..], |table| &table.chain);
        for (level, section) in chain.iter().enumerate() {
            let Some(table) = self.tables.section(*section) else {
                continue;
            };
            let key = match (rows.get(level), self.side(spot.prior)) {
                (Some((section, row)), Some(side)) => side.rows.key(*section, *row),
                _ => Some(self.key(table.dimension)).filter(|key| *key != UNBOUND),
            };
            if let Some(dimension) = self.plan.dimensions.get(table.dimension as usize) {
                match key {
                    Some(key) => bindings.insert(dimension.id.clone(), self.keys.text(table.dimension, key).to_owned()),
                    None => bindings.remove(&dimension.id),
                };
            }
        }
        bindings
    }

    /// The open dimensions at whose whole a node stands.
    pub(crate) fn wholes_above(&self, node: u32) -> Where {
        let mut wholes = Where::new();
        let mut at = Some(node);
        while let Some(node) = at.and_then(|at| self.plan.nodes.get(at as usize)) {
            if let Some(Layout::Whole(dimension)) = node.layout
                && let Some(dimension) = self.plan.dimensions.get(dimension as usize)
            {
                wholes.insert(dimension.id.clone(), TOTAL.to_owned());
            }
            at = node.parent;
        }
        wholes
    }

    /// Whether some cell of a section holds what is asked, in the rows beneath a row of a section above it, or in all
    /// rows where no such row is given.
    pub(crate) fn any_beneath(
        &self,
        side: Side<'a>,
        cell: u32,
        within: Option<(u32, u32)>,
        asked: &impl Fn(&Cell) -> bool,
    ) -> bool {
        let Some(section) = self.plan.cells.get(cell as usize).and_then(|cell| cell.section) else {
            return within.is_none() && asked(side.report.cell(cell));
        };
        let chain = self.tables.section(section).map_or(&[][..], |table| &table.chain);
        let (start, above) = match within {
            None => (0, 0),
            Some((section, row)) => match chain.iter().position(|one| *one == section) {
                Some(at) => (at + 1, row),
                None => return false,
            },
        };
        self.any_down(side, cell, chain.get(start..).unwrap_or_default(), above, asked)
    }

    fn any_down(&self, side: Side<'a>, cell: u32, chain: &[u32], above: u32, asked: &impl Fn(&Cell) -> bool) -> bool {
        match chain {
            [] => asked(self.content_in_row(side, cell, above)),
            [next, rest @ ..] => {
                side.rows.list(*next, above).iter().any(|row| self.any_down(side, cell, rest, *row, asked))
            }
        }
    }
}

/// A walk through the rows along which an operand runs.
struct Walk<'w, 'a> {
    filed: &'w Filed<'a>,
    side: Side<'a>,
    operand: &'w Operand<'w>,
    table: &'w SectionTable,
    places: Vec<Place>,
    /// Some list has no rows.
    is_open: bool,
}

impl Walk<'_, '_> {
    fn down(&mut self, level: usize, above: u32) {
        let Some(section) = self.table.chain.get(level).copied() else {
            self.places.push(Place::Row(above));
            return;
        };
        if self.is_along(section) {
            let list = self.side.rows.list(section, above);
            self.is_open |= list.is_empty();
            for row in list {
                self.down(level + 1, *row);
            }
            return;
        }
        match self.filed.step(self.side, section, above, self.operand.prior) {
            Place::Row(row) => self.down(level + 1, row),
            Place::Unreported => {
                let rest = self.table.chain.get(level..).unwrap_or_default();
                let is_many = rest.iter().any(|section| self.is_along(*section));
                self.places.push(if is_many { Place::Any } else { Place::Unreported });
            }
            other => self.places.push(other),
        }
    }

    fn is_along(&self, section: u32) -> bool {
        let table = self.filed.tables.section(section);
        table.is_some_and(|table| self.operand.along.contains(&table.dimension))
    }
}
