//! One report on its way.

use std::collections::BTreeMap;

use super::left::{Left, Migrated, Why};
use super::migration::{Migration, Step};
use super::place::{InRow, Placed};
use super::rows::Rows;
use super::sums::{self, Holds, Part, Sum, Total};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::{Report, Stray};
use crate::tidy::value;
use crate::write::push_cell;

/// A report on its way to another revision.
pub(super) struct Work<'a> {
    pub(super) migration: &'a Migration,
    pub(super) report: &'a Report,
    pub(super) into: Report,
    rows: Rows,
    /// Cells that were left, with their rows.
    left: Vec<(u32, InRow, Why)>,
    /// Cells that are split, with their rows.
    split: Vec<(u32, InRow)>,
}

impl<'a> Work<'a> {
    pub(super) fn new(migration: &'a Migration, report: &'a Report) -> Self {
        let to = migration.to();
        let mut into = Report::blank(to.cells.len());
        into.rows = vec![Vec::new(); to.sections.len()];
        let has_rows = report.rows.iter().any(|rows| !rows.is_empty());
        let halves = (&migration.here, &migration.there);
        let rows = if has_rows { Rows::carry(&migration.feeds, halves, report, &mut into) } else { Rows::default() };
        Self { migration, report, into, rows, left: Vec::new(), split: Vec::new() }
    }

    pub(super) fn finish(mut self) -> Migrated {
        let report = self.report;
        self.cells(0, &report.cells, None);
        for (section, rows) in (0_u32..).zip(&report.rows) {
            let table = self.migration.here.validator.table().sections.get(section as usize);
            let first = table.map_or(0, |table| u32::try_from(table.cells.start).unwrap_or(u32::MAX));
            for (number, row) in (0_u32..).zip(rows) {
                self.cells(first, &row.cells, Some((section, number)));
            }
        }
        for sum in &self.migration.sums {
            self.sum(sum);
        }
        let mut migrated = Migrated::default();
        let returned = self.take_back();
        let placed = Placed::new(&self.migration.here, report);
        let kept = self.keep(&placed);
        migrated.left = self.list(&placed);
        let around = self.migration.around.carry(&placed, (&self.rows, self.migration), &self.into, &returned);
        let mut into = self.into;
        (into.period, into.state) = (around.period, around.state);
        into.stray = kept.into_iter().chain(around.stray).collect();
        (into.explanations, into.unknown) = (around.explanations, around.unknown);
        migrated.left.extend(around.left);
        migrated.report = into;
        migrated
    }

    /// Cells that stand together, the number of the first of them, and their row.
    fn cells(&mut self, first: u32, cells: &[Cell], row: InRow) {
        let migration = self.migration;
        let steps = migration.steps.get(first as usize..).unwrap_or_default();
        for (number, (cell, step)) in (first..).zip(cells.iter().zip(steps)) {
            if cell.is_blank() {
                continue;
            }
            match *step {
                Step::Carry { to, way, feed } => {
                    let Some(place) = self.onward(to, feed, row) else {
                        self.left.push((number, row, Why::Rows));
                        continue;
                    };
                    let Some(way) = migration.ways.get(way as usize) else { continue };
                    match way.carry(cell, &migration.there.validator, to) {
                        Ok(cell) => self.put(to, place, cell),
                        Err(why) => self.left.push((number, row, why)),
                    }
                }
                Step::Add { feed } => {
                    let has_row = match (feed, row) {
                        (Some(feed), Some((_, row))) => self.rows.onward(feed, row).is_some(),
                        _ => row.is_none(),
                    };
                    if !has_row {
                        self.left.push((number, row, Why::Rows));
                    }
                }
                Step::Split(_) => {
                    self.split.push((number, row));
                    self.left.push((number, row, Why::Split));
                }
                Step::Key => {
                    let goes_on = row.is_some_and(|(section, row)| {
                        let mut feeds = (0..).zip(&migration.feeds).filter(|(_, feed)| feed.here == section);
                        feeds.any(|(feed, _)| self.rows.onward(feed, row).is_some())
                    });
                    if !goes_on {
                        self.left.push((number, row, Why::Rows));
                    }
                }
                Step::Leave(why) => self.left.push((number, row, why)),
            }
        }
    }

    /// The row there of a cell there, if it stands in one.
    fn onward(&self, to: u32, feed: Option<u32>, row: InRow) -> Option<InRow> {
        let Some((_, row)) = row else { return Some(None) };
        let section = self.migration.there.stand(to)?.section?;
        Some(Some((section, self.rows.onward(feed?, row)?)))
    }

    fn put(&mut self, to: u32, row: InRow, cell: Cell) {
        let slot = match row {
            None => self.into.cells.get_mut(to as usize),
            Some((section, row)) => {
                let table = self.migration.there.validator.table().sections.get(section as usize);
                let at = table.and_then(|table| (to as usize).checked_sub(table.cells.start));
                let row = self.into.rows.get_mut(section as usize).and_then(|rows| rows.get_mut(row as usize));
                row.zip(at).and_then(|(row, at)| row.cells.get_mut(at))
            }
        };
        if let Some(slot) = slot {
            *slot = cell;
        }
    }

    /// The rows there in which a cell there stands; none of one that stands in no rows.
    fn places(&self, to: u32) -> Vec<InRow> {
        let Some(section) = self.migration.there.stand(to).and_then(|stand| stand.section) else { return vec![None] };
        let rows = self.into.rows.get(section as usize).map_or(0, Vec::len);
        (0..).take(rows).map(|row| Some((section, row))).collect()
    }

    fn sum(&mut self, sum: &Sum) {
        let migration = self.migration;
        for place in self.places(sum.to) {
            let held: Vec<(&Part, Holds<'a>, InRow)> = sum
                .of
                .iter()
                .map(|part| {
                    let (holds, row) = self.holds(part, place);
                    (part, holds, row)
                })
                .collect();
            let parts =
                held.iter().filter_map(|(part, holds, _)| Some((migration.ways.get(part.way as usize)?, *holds)));
            let total = match sums::add(migration.from(), parts) {
                Total::Is(_) if sum.partial => Total::Unknown(Why::Merged),
                total => total,
            };
            match total {
                Total::Is(cell) => self.put(sum.to, place, cell),
                Total::Nothing => {}
                Total::Unknown(why) => {
                    for (part, holds, row) in held {
                        if let Holds::Cell(cell) = holds
                            && !cell.is_blank()
                        {
                            self.left.push((part.cell, row, why));
                        }
                    }
                }
            }
        }
    }

    /// What a part of the sum that stands in a row there holds, and its own row.
    fn holds(&self, part: &Part, place: InRow) -> (Holds<'a>, InRow) {
        let (Some(feed), Some((_, row))) = (part.feed, place) else {
            return (Holds::Cell(self.report.cell(part.cell)), None);
        };
        match self.row(feed, row) {
            Found::Row(section, row) => {
                let first = self.migration.here.validator.table().sections.get(section as usize);
                let at = first.and_then(|table| (part.cell as usize).checked_sub(table.cells.start));
                let cells = self.report.rows.get(section as usize).and_then(|rows| rows.get(row as usize));
                let cell = cells.zip(at).and_then(|(row, at)| row.cells.get(at)).unwrap_or(&Cell::Blank);
                (Holds::Cell(cell), Some((section, row)))
            }
            Found::Absent => (Holds::Absent, None),
            Found::Unknown => (Holds::Unknown, None),
        }
    }

    /// The row here of a row there.
    fn row(&self, feed: u32, row: u32) -> Found {
        let Some(about) = self.migration.feeds.get(feed as usize) else { return Found::Unknown };
        if let Some(row) = self.rows.back(feed, row) {
            return Found::Row(about.here, row);
        }
        let above = match about.above {
            None => 0,
            Some(feed) => {
                let made = self.into.rows.get(about.there as usize).and_then(|rows| rows.get(row as usize));
                match self.row(feed, made.map_or(0, |row| row.above)) {
                    Found::Row(_, row) => row,
                    other => return other,
                }
            }
        };
        let rows = self.rows.nesting.rows(self.migration.from(), self.report, about.here, above);
        if rows.is_empty() { Found::Unknown } else { Found::Absent }
    }

    /// Puts figures back into their cells that an earlier way kept as stray; the numbers of these.
    fn take_back(&mut self) -> Vec<usize> {
        let migration = self.migration;
        let mut taken = Vec::new();
        if self.report.stray.is_empty() || migration.returns.is_empty() {
            return taken;
        }
        let stray = |at: usize, of: &Stray| (of.at.clone(), of.label.clone().unwrap_or_default(), at);
        let strays: Vec<_> = self.report.stray.iter().enumerate().map(|(at, one)| stray(at, one)).collect();
        let known: BTreeMap<(&str, &str), usize> =
            strays.iter().rev().map(|(at, label, number)| ((at.as_str(), label.as_str()), *number)).collect();
        let mut found = Vec::new();
        {
            let (here, there) = (Placed::new(&migration.here, self.report), Placed::new(&migration.there, &self.into));
            for (cell, name) in &migration.returns {
                for place in self.places(*cell) {
                    if !there.cell(*cell, place).is_blank() {
                        continue;
                    }
                    let Some(row) = self.row_here(&here, (*cell, place), name.node) else { continue };
                    let (at, label) = (here.pointer_of(name.node, row), name.label(&there, *cell, place));
                    let Some(number) = known.get(&(at.as_str(), label.as_str())) else { continue };
                    let (table, text) = (migration.there.validator.table(), self.report.stray.get(*number));
                    let Some((table, text)) = table.cells.get(*cell as usize).zip(text) else { continue };
                    match value::plain(migration.to(), table, &text.cell) {
                        Cell::Other(_) | Cell::Blank => {}
                        value => found.push((*number, *cell, place, value)),
                    }
                }
            }
        }
        for (number, cell, place, value) in found {
            self.put(cell, place, value);
            taken.push(number);
        }
        taken
    }

    /// The row here in which a node stands, or one around it, from which the row of a cell there comes.
    fn row_here(&self, here: &Placed<'_>, (cell, place): (u32, InRow), node: u32) -> Option<InRow> {
        let Some((_, row)) = place else { return Some(None) };
        let section = self.migration.there.stand(cell)?.section?;
        let around = self.migration.here.nodes.get(node as usize)?.section;
        let feeds = (0..).zip(&self.migration.feeds).filter(|(_, feed)| feed.there == section);
        let mut rows = feeds.filter_map(|(feed, about)| Some(Some((about.here, self.rows.back(feed, row)?))));
        rows.find(|row| around.is_none_or(|around| here.row_of(around, *row).is_some()))
    }

    /// What is kept of figures that are split.
    fn keep(&self, placed: &Placed<'_>) -> Vec<Stray> {
        if self.split.is_empty() {
            return Vec::new();
        }
        let migration = self.migration;
        let there = Placed::new(&migration.there, &self.into);
        let one = |(cell, row): &(u32, InRow)| {
            let content = placed.cell(*cell, *row);
            if matches!(content, Cell::Other(_)) {
                return None;
            }
            let at = migration.kept.binary_search_by_key(cell, |(known, _)| *known).ok()?;
            let (_, name) = migration.kept.get(at)?;
            let Step::Split(group) = migration.steps.get(*cell as usize)? else { return None };
            let to = *migration.groups.get(*group as usize)?.there.first()?;
            let place = self.onward(to, migration.feed(*cell, to), *row)?;
            Some(Stray {
                at: there.pointer_of(name.node, place),
                label: Some(name.label(placed, *cell, *row)),
                cell: value::text(migration.from(), *cell, content).0,
            })
        };
        self.split.iter().filter_map(one).collect()
    }

    /// What was left, in the order of the report.
    fn list(&self, placed: &Placed<'_>) -> Vec<Left> {
        let mut order: Vec<_> = self.left.iter().map(|one| (placed.order(one.0, one.1), one)).collect();
        order.sort_by(|a, b| a.0.cmp(&b.0));
        order
            .into_iter()
            .map(|(_, (cell, row, why))| left(self.migration.from(), placed, (*cell, *row), *why))
            .collect()
    }
}

/// Where a row is that another comes from.
enum Found {
    /// The row of a section.
    Row(u32, u32),
    /// Its list has others.
    Absent,
    /// Its list has none.
    Unknown,
}

fn left(plan: &Plan, placed: &Placed<'_>, (cell, row): (u32, InRow), why: Why) -> Left {
    let known = plan.cells.get(cell as usize);
    let mut value = String::new();
    push_cell(&mut value, plan, cell, placed.cell(cell, row));
    Left {
        at: placed.pointer(known.map_or("", |known| known.pointer.as_str()), row),
        path: known.and_then(|known| plan.figure_of(known)).map(|(_, node)| node.path.clone()).unwrap_or_default(),
        row: placed.bound(cell, row).into_iter().map(|(dimension, to)| (dimension.to_owned(), to)).collect(),
        value,
        why,
    }
}
