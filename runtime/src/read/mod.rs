//! Reports from bytes.
//!
//! The quick way goes over the bytes once and takes what every sound report holds. Whatever is unusual sends the whole
//! report the exact way, which keeps every number's own text and says what is wrong and where.

mod exact;
mod fit;
mod period;
mod quick;
mod seed;
mod unreadable;

use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::Report;
use crate::validator::Table;

pub(crate) use seed::PartSeed;
pub use seed::ReportSeed;
pub(crate) use unreadable::{Fault, Unreadable};

/// Most bytes of one report.
pub const MAX_REPORT_BYTES: usize = 64 << 20;
/// Most levels of objects and arrays in a report.
pub const MAX_REPORT_DEPTH: usize = 128;

/// Memory that is used again for the next report.
#[derive(Debug, Default)]
pub(crate) struct Seen(Vec<u64>);

impl Seen {
    fn clear(&mut self, keys: usize) {
        self.0.clear();
        self.0.resize(keys.div_ceil(64), 0);
    }

    /// Remembers a key; whether it is there for the first time.
    fn insert(&mut self, key: usize) -> bool {
        let Some(word) = self.0.get_mut(key / 64) else {
            return true;
        };
        let bit = 1 << (key % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    /// Whether a key is remembered.
    fn contains(&self, key: usize) -> bool {
        self.0.get(key / 64).is_some_and(|word| word & (1 << (key % 64)) != 0)
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
    seen.clear(table.keys);
    report.cells.resize(table.cells.len(), Cell::Blank);
    if let Some(period) = &mut report.period {
        period.clear();
    }
    report.stray.clear();
    report.explanations.clear();
    report.unknown.clear();
}

/// Drops what is left of an earlier report and was not replaced. `complete`: every cell was.
fn finish(table: &Table, seen: &Seen, report: &mut Report, complete: bool) {
    if report.period.as_ref().is_some_and(String::is_empty) {
        report.period = None;
    }
    if complete {
        return;
    }
    for (cell, table) in report.cells.iter_mut().zip(&table.cells) {
        if !seen.contains(table.key) {
            *cell = Cell::Blank;
        }
    }
}
