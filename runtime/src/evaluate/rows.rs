//! Which rows a report has, and which of them has which key.

use std::collections::HashMap;
use std::ops::Range;

use super::Tables;
use crate::cell::Cell;
use crate::report::Report;

/// No key.
pub(crate) const UNBOUND: u32 = u32::MAX;

/// The keys that stand in a report and in the earlier one, each with a number within its dimension, in the order in
/// which they appear.
#[derive(Debug, Default)]
pub(crate) struct Keys<'a> {
    dimensions: Vec<OfDimension<'a>>,
}

#[derive(Debug, Default)]
struct OfDimension<'a> {
    numbers: HashMap<&'a str, u32>,
    texts: Vec<&'a str>,
}

impl<'a> Keys<'a> {
    pub(crate) fn new(dimensions: usize) -> Self {
        Self { dimensions: (0..dimensions).map(|_| OfDimension::default()).collect() }
    }

    /// The text of a key.
    pub(crate) fn text(&self, dimension: u32, key: u32) -> &'a str {
        let dimension = self.dimensions.get(dimension as usize);
        dimension.and_then(|dimension| dimension.texts.get(key as usize)).copied().unwrap_or_default()
    }

    /// The number of a key. `expected` is tried first: rows of one table mostly follow those of another.
    fn number(&mut self, dimension: u32, text: &'a str, expected: u32) -> u32 {
        let Some(all) = self.dimensions.get_mut(dimension as usize) else {
            return UNBOUND;
        };
        if all.texts.get(expected as usize) == Some(&text) {
            return expected;
        }
        let next = u32::try_from(all.texts.len()).unwrap_or(UNBOUND);
        let number = *all.numbers.entry(text).or_insert(next);
        if number == next {
            all.texts.push(text);
        }
        number
    }
}

/// What a row takes part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// In everything, under this key.
    Key(u32),
    /// In nothing: a row before it has the same key.
    Double(u32),
    /// In nothing but the checks of its key, which cannot be read.
    Keyless,
    /// In nothing: the row in which it stands takes part in nothing.
    Nothing,
}

/// The rows of a report, section by section.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    sections: Vec<OfSection>,
}

#[derive(Debug, Default)]
struct OfSection {
    parts: Vec<Part>,
    /// The rows that have a key, list by list, in the order of the report.
    listed: Vec<u32>,
    /// The same, within each list by key.
    sorted: Vec<(u32, u32)>,
    /// Where each list begins in both; there is one list for each row of the section above.
    starts: Vec<u32>,
    /// The place of each row in its list, where there may be several lists.
    positions: Vec<u32>,
}

impl Rows {
    /// Looks through the rows of a report.
    pub(crate) fn new<'a>(tables: &Tables, report: &'a Report, keys: &mut Keys<'a>) -> Self {
        let mut rows = Self::default();
        for (index, table) in tables.sections() {
            let above = table.chain.iter().rev().nth(1).and_then(|above| rows.sections.get(*above as usize));
            let section = OfSection::new(report, index, table, above, keys);
            rows.sections.push(section);
        }
        rows
    }

    /// What the rows of a section take part in, row by row.
    pub(crate) fn parts(&self, section: u32) -> &[Part] {
        self.sections.get(section as usize).map_or(&[], |section| &section.parts)
    }

    /// The key of a row that has one.
    pub(crate) fn key(&self, section: u32, row: u32) -> Option<u32> {
        match self.parts(section).get(row as usize)? {
            Part::Key(key) | Part::Double(key) => Some(*key),
            Part::Keyless | Part::Nothing => None,
        }
    }

    /// The rows with a key in all lists of a section, list by list.
    pub(crate) fn all(&self, section: u32) -> &[u32] {
        self.sections.get(section as usize).map_or(&[], |section| &section.listed)
    }

    /// The rows with a key in the list that stands in this row of the section above.
    pub(crate) fn list(&self, section: u32, above: u32) -> &[u32] {
        let Some(section) = self.sections.get(section as usize) else {
            return &[];
        };
        section.listed.get(section.range(above)).unwrap_or_default()
    }

    /// The row with a key in the list that stands in this row of the section above.
    pub(crate) fn find(&self, section: u32, above: u32, key: u32) -> Option<u32> {
        let section = self.sections.get(section as usize)?;
        let list = section.sorted.get(section.range(above))?;
        // Where every list has the same keys, a key's number is its place.
        if let Some((known, row)) = list.get(key as usize)
            && *known == key
        {
            return Some(*row);
        }
        let at = list.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        list.get(at).map(|(_, row)| *row)
    }

    /// The place of a row in its list, as a JSON Pointer has it.
    pub(crate) fn position(&self, section: u32, row: u32) -> u32 {
        let positions = self.sections.get(section as usize).map(|section| &section.positions);
        positions.and_then(|positions| positions.get(row as usize)).copied().unwrap_or(row)
    }
}

impl OfSection {
    fn new<'a>(
        report: &'a Report,
        index: u32,
        table: &super::SectionTable,
        above: Option<&Self>,
        keys: &mut Keys<'a>,
    ) -> Self {
        let rows = report.rows.get(index as usize).map_or(&[][..], Vec::as_slice);
        let lists = above.map_or(1, |above| above.parts.len());
        let key = (table.key - table.cells.start.min(table.key)) as usize;
        let mut section = Self::default();
        let mut lengths = vec![0_u32; if above.is_some() { lists } else { 0 }];
        let mut expected = 0;
        let mut found: Vec<(u32, u32, u32)> = Vec::with_capacity(rows.len());
        for (number, row) in (0_u32..).zip(rows) {
            let list = if above.is_some() { row.above } else { 0 };
            if let Some(length) = lengths.get_mut(list as usize) {
                section.positions.push(*length);
                *length += 1;
            } else if above.is_some() {
                section.positions.push(0);
            }
            let stands = match above {
                None => true,
                Some(above) => matches!(above.parts.get(list as usize), Some(Part::Key(_))),
            };
            section.parts.push(match (stands, row.cells.get(key)) {
                (false, _) => Part::Nothing,
                (true, Some(Cell::Text(text))) if !text.is_empty() => {
                    let key = keys.number(table.dimension, text, expected);
                    expected = key.saturating_add(1);
                    found.push((list, key, number));
                    Part::Key(key)
                }
                (true, _) => Part::Keyless,
            });
        }
        found.sort_unstable();
        found.dedup_by(|later, first| {
            let is_double = (later.0, later.1) == (first.0, first.1);
            if is_double && let Some(part) = section.parts.get_mut(later.2 as usize) {
                *part = Part::Double(later.1);
            }
            is_double
        });
        section.sorted = found.iter().map(|(_, key, row)| (*key, *row)).collect();
        let mut next = 0;
        for list in (0_u32..).take(lists) {
            section.starts.push(next);
            let rest = found.get(next as usize..).unwrap_or_default();
            next += u32::try_from(rest.iter().take_while(|one| one.0 == list).count()).unwrap_or(0);
        }
        section.starts.push(next);
        found.sort_unstable_by_key(|(list, _, row)| (*list, *row));
        section.listed = found.into_iter().map(|(_, _, row)| row).collect();
        section
    }

    fn range(&self, above: u32) -> Range<usize> {
        let at = |list: usize| self.starts.get(list).map_or(0, |start| *start as usize);
        at(above as usize)..at((above as usize).saturating_add(1))
    }
}
