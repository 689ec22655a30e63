//! Rows of one report as rows of another, key by key.

use std::collections::HashMap;

use super::joined::Joined;
use super::kin::Half;
use super::way::Way;
use crate::cell::Cell;
use crate::read::Room;
use crate::report::{Nesting, Report, Row};
use crate::tidy::value;

/// Rows of a section whose keys rows of another have.
#[derive(Debug)]
pub(super) struct Feed {
    /// The section here, and the one there.
    pub(super) here: u32,
    pub(super) there: u32,
    /// The way of the rows around them.
    pub(super) above: Option<u32>,
    /// The way of the key.
    key: Way,
}

/// Where the rows of a report went.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// By feed and row here, the row there; none of a row that found no room, or whose key no row can have there.
    pub(super) onward: Vec<Vec<Option<u32>>>,
    /// By feed and row there, the row here.
    pub(super) back: Vec<HashMap<u32, u32>>,
    pub(super) nesting: Nesting,
}

/// The ways of rows, those around others first.
pub(super) fn feeds(joined: &Joined, here: &Half, there: &Half) -> Vec<Feed> {
    let mut pairs = joined.feeds.clone();
    pairs.sort_unstable_by_key(|(here, there)| (*there, *here));
    let above = |(a, b): &(u32, u32)| {
        let a = here.plan().sections.get(*a as usize)?.above?;
        let b = there.plan().sections.get(*b as usize)?.above?;
        let at = pairs.binary_search_by_key(&(b, a), |(here, there)| (*there, *here)).ok()?;
        u32::try_from(at).ok()
    };
    let feed = |pair: &(u32, u32)| {
        let key = |half: &Half, section: u32| half.plan().sections.get(section as usize).map_or(0, |one| one.key);
        let way = Way::new((here.plan(), key(here, pair.0)), (there.plan(), key(there, pair.1)));
        Feed { here: pair.0, there: pair.1, above: above(pair), key: way }
    };
    pairs.iter().map(feed).collect()
}

impl Rows {
    /// Makes the rows there, with nothing in them but their keys.
    ///
    /// Rows of one key are one row there, wherever they come from. Where a list has a key more than once, its first row is
    /// the first there, the second the second.
    pub(super) fn carry(feeds: &[Feed], (here, there): (&Half, &Half), report: &Report, into: &mut Report) -> Self {
        let mut rows = Self { nesting: Nesting::of(report), ..Self::default() };
        let mut room = Room::new(there.validator.table());
        for all in feeds.chunk_by(|one, other| one.there == other.there) {
            let mut made = Made { rows: Vec::new(), known: HashMap::new() };
            for feed in all {
                let onward = made.take((feed, all.len() > 1), (here, there), report, &rows, &mut room);
                rows.onward.push(onward);
            }
            let Some(first) = all.first() else { continue };
            let order = made.order();
            if let Some(order) = &order {
                let end = rows.onward.len();
                for onward in rows.onward.iter_mut().skip(end - all.len()).flatten().flatten() {
                    *onward = order.get(*onward as usize).copied().unwrap_or(*onward);
                }
            }
            if let Some(slot) = into.rows.get_mut(first.there as usize) {
                *slot = made.rows;
            }
        }
        rows.back = rows
            .onward
            .iter()
            .map(|onward| (0..).zip(onward).filter_map(|(row, there)| Some(((*there)?, row))).collect())
            .collect();
        rows
    }

    /// The row there of a row here.
    pub(super) fn onward(&self, feed: u32, row: u32) -> Option<u32> {
        self.onward.get(feed as usize)?.get(row as usize).copied().flatten()
    }

    /// The row here of a row there.
    pub(super) fn back(&self, feed: u32, row: u32) -> Option<u32> {
        self.back.get(feed as usize)?.get(&row).copied()
    }
}

/// The rows of one section, as they are made.
struct Made {
    rows: Vec<Row>,
    /// Rows by the row above, the text of the key, and how many of that key stood before it.
    known: HashMap<(u32, String, u32), u32>,
}

impl Made {
    fn take(
        &mut self,
        (feed, is_shared): (&Feed, bool),
        (here, there): (&Half, &Half),
        report: &Report,
        rows: &Rows,
        room: &mut Room,
    ) -> Vec<Option<u32>> {
        let from = report.rows.get(feed.here as usize).map_or(&[][..], Vec::as_slice);
        let table = |half: &'_ Half, section: u32| {
            half.validator.table().sections.get(section as usize).map_or(0, |table| table.cells.start)
        };
        let keys = |half: &Half, section: u32| {
            let key = half.plan().sections.get(section as usize).map_or(0, |one| one.key);
            (key, (key as usize).saturating_sub(table(half, section)))
        };
        let ((here_key, here_at), (there_key, there_at)) = (keys(here, feed.here), keys(there, feed.there));
        let Some(width) = there.validator.table().sections.get(feed.there as usize) else { return Vec::new() };
        let mut seen: HashMap<(u32, String), u32> = HashMap::new();
        let one = |row: &Row| {
            let above = match feed.above {
                Some(feed) => rows.onward(feed, row.above)?,
                None => 0,
            };
            let key = row.cells.get(here_at).unwrap_or(&Cell::Blank);
            let cell = feed.key.carry(key, &there.validator, there_key).ok()?;
            if is_shared {
                let (text, _) = value::text(here.plan(), here_key, key);
                let times = seen.entry((row.above, text.clone())).or_default();
                *times += 1;
                let known = (above, text, *times);
                if let Some(known) = self.known.get(&known) {
                    return Some(*known);
                }
                self.known.insert(known, u32::try_from(self.rows.len()).ok()?);
            }
            if !room.take(width) {
                return None;
            }
            let mut cells = vec![Cell::Blank; width.cells.len()];
            *cells.get_mut(there_at)? = cell;
            self.rows.push(Row { above, cells });
            u32::try_from(self.rows.len() - 1).ok()
        };
        from.iter().map(one).collect()
    }

    /// Puts rows in one row together. By row as it was made, where it stands then; none where all stand already.
    fn order(&mut self) -> Option<Vec<u32>> {
        if self.rows.is_sorted_by_key(|row| row.above) {
            return None;
        }
        let mut numbered: Vec<(usize, Row)> = std::mem::take(&mut self.rows).into_iter().enumerate().collect();
        numbered.sort_by_key(|(_, row)| row.above);
        let mut order = vec![0; numbered.len()];
        for (to, (from, row)) in (0..).zip(numbered) {
            if let Some(slot) = order.get_mut(from) {
                *slot = to;
            }
            self.rows.push(row);
        }
        Some(order)
    }
}
