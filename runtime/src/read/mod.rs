//! Reports from bytes.
//!
//! The quick way goes over the bytes once and takes what every sound report holds. Whatever is unusual sends the whole
//! report the exact way, which keeps every number's own text and says what is wrong and where.

mod exact;
mod fit;
mod period;
mod quick;
mod revision;
mod seed;
mod unreadable;
mod value;

use std::ops::Range;

use crate::cell::Cell;
use crate::plan::{Plan, message_key};
use crate::report::{Report, Row};
use crate::validator::{CellTable, SectionTable, Table};

pub(crate) use exact::{Entries, bare, head, value as of_json};
pub(crate) use fit::{figure as of_decimal, text as of_text};
pub use revision::revision;
pub(crate) use seed::PartSeed;
pub use seed::ReportSeed;
pub(crate) use unreadable::{Fault, Unreadable};

/// Most bytes of one report.
pub const MAX_REPORT_BYTES: usize = 64 << 20;
/// Most levels of objects and arrays in a report.
pub const MAX_REPORT_DEPTH: usize = 128;

/// Most cells that all rows of one report have together. A row has every cell of its section, those of sections within
/// and those that it leaves blank included, so that a short text could ask for much memory.
pub const MAX_ROW_CELLS: usize = 1 << 24;

/// Whether a JSON text has more than [`MAX_REPORT_DEPTH`] levels.
pub(crate) fn is_too_deep(json: &[u8]) -> bool {
    exact::too_deep(json).is_some()
}

/// How many cells the rows of a report may still have.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Room(usize);

impl Room {
    /// The room of a report without rows.
    pub(crate) fn new(table: &Table) -> Self {
        Self(table.row_cells)
    }

    /// Takes what a row needs. Where that is not there nothing is left, so that no smaller row fits in afterwards.
    pub(crate) fn take(&mut self, table: &SectionTable) -> bool {
        let left = self.0.checked_sub(table.cells.len());
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// Why the rows of a report are too many.
fn too_many_rows(table: &Table) -> Fault {
    Fault::new(message_key::TOO_MANY_ROWS).expected(table.row_cells)
}

/// Memory that is used again for the next report.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// A bit for each key of all objects.
    keys: Vec<u64>,
    /// How many rows each section has so far.
    rows: Vec<usize>,
    /// What is left for the cells of further rows.
    room: Room,
}

impl Seen {
    fn clear(&mut self, table: &Table) {
        self.keys.clear();
        self.keys.resize(table.keys.div_ceil(64), 0);
        self.rows.clear();
        self.rows.resize(table.sections.len(), 0);
        self.room = Room::new(table);
    }

    /// Forgets the keys of a row for the next one.
    fn forget(&mut self, keys: &Range<usize>) {
        let (mut at, end) = (keys.start, keys.end);
        while at < end {
            let length = (end - at).min(64 - at % 64);
            if let Some(word) = self.keys.get_mut(at / 64) {
                *word &= !(u64::MAX >> (64 - length) << (at % 64));
            }
            at += length;
        }
    }

    /// The number of the next row of a section. None where there is no room for it.
    fn row(&mut self, section: u32, table: &SectionTable) -> Option<usize> {
        if !self.room.take(table) {
            return None;
        }
        let rows = self.rows.get_mut(section as usize)?;
        *rows += 1;
        Some(*rows - 1)
    }

    /// Remembers a key; whether it is there for the first time.
    fn insert(&mut self, key: usize) -> bool {
        let Some(word) = self.keys.get_mut(key / 64) else {
            return true;
        };
        let bit = 1 << (key % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether a key is remembered.
    fn contains(&self, key: usize) -> bool {
        self.keys.get(key / 64).is_some_and(|word| word & (1 << (key % 64)) != 0)
    }
}

/// Reads a report from JSON, into one that may hold an earlier report.
pub(crate) fn read_into(
    plan: &Plan,
    table: &Table,
    bytes: &[u8],
    seen: &mut Seen,
    report: &mut Report,
) -> Result<(), Vec<Unreadable>> {
    if bytes.len() <= MAX_REPORT_BYTES && quick::read(plan, table, bytes, seen, report) {
        return Ok(());
    }
    exact::read(plan, table, bytes, report)
}

/// Makes a report ready that may hold an earlier one. Cells stay as they are, so that texts keep their memory.
fn prepare(table: &Table, seen: &mut Seen, report: &mut Report) {
    seen.clear(table);
    report.cells.resize(table.cells.len(), Cell::Blank);
    report.rows.resize_with(table.sections.len(), Vec::new);
    for text in [&mut report.period, &mut report.state].into_iter().flatten() {
        text.clear();
    }
    report.stray.clear();
    report.explanations.clear();
    report.unknown.clear();
}

/// Drops what is left of an earlier report and was not replaced. `complete`: every cell was.
fn finish(table: &Table, seen: &Seen, report: &mut Report, complete: bool) {
    for text in [&mut report.period, &mut report.state] {
        if text.as_ref().is_some_and(String::is_empty) {
            *text = None;
        }
    }
    for (rows, read) in report.rows.iter_mut().zip(&seen.rows) {
        rows.truncate(*read);
    }
    if !complete {
        drop_unread(&table.cells, seen, &mut report.cells);
    }
}

/// Drops what is left in cells whose keys were not there.
fn drop_unread(tables: &[CellTable], seen: &Seen, cells: &mut [Cell]) {
    for (cell, table) in cells.iter_mut().zip(tables) {
        if !seen.contains(table.key) {
            *cell = Cell::Blank;
        }
    }
}

/// The next row of a section, to be read into. It may hold what an earlier report has left.
fn next_row(rows: &mut [Vec<Row>], section: u32, number: usize) -> Option<&mut Row> {
    let rows = rows.get_mut(section as usize)?;
    if number >= rows.len() {
        rows.push(Row::default());
    }
    rows.get_mut(number)
}
