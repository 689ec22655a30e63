//! Reports that hold nothing unusual, in one pass over their bytes.
//!
//! The plan says which key comes next and what stands under it, so that a report in form order is compared with what
//! it should be more than it is parsed. Keys may come in any order all the same. Escapes, fractions, keys that the
//! form lacks, doubles, whatever does not fit its cell and whatever is wrong are left to the exact way; stray cells and explanations are read by it in passing.

use super::{Seen, drop_unread, exact, finish, fit, next_row, period, prepare};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::Report;
use crate::validator::{SectionTable, Shape, Table, Target};

/// Reads a report where it holds nothing unusual. Whether it was read; if not, the report is in disorder.
pub(super) fn read(plan: &Plan, table: &Table, bytes: &[u8], seen: &mut Seen, report: &mut Report) -> bool {
    prepare(table, seen, report);
    let into = std::mem::take(&mut report.cells);
    let mut scan = Scan { bytes, at: 0, plan, table, seen, report, into, first: 0, read: 0, row: 0 };
    let is_read = scan.object(0).is_some() && scan.is_at_end();
    // No key is there twice, so that as many cells as the form has outside of rows are all of them.
    let complete = scan.read == table.outside;
    scan.report.cells = scan.into;
    if !is_read {
        return false;
    }
    finish(table, seen, report, complete);
    true
}

/// A report being read. Every step gives nothing where it meets something unusual.
struct Scan<'a, 'r> {
    bytes: &'a [u8],
    /// The next byte.
    at: usize,
    plan: &'a Plan,
    table: &'a Table,
    seen: &'r mut Seen,
    report: &'r mut Report,
    /// The cells of the report, or of the row that is being read.
    into: Vec<Cell>,
    /// The number of the first of them.
    first: u32,
    /// How many of them were read.
    read: usize,
    /// The number of the row that is being read, among those of its section.
    row: u32,
}

impl<'a> Scan<'a, '_> {
    /// The next byte that is no white space; 0 at the end.
    #[inline]
    fn peek(&mut self) -> u8 {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.peek();
        self.at == self.bytes.len()
    }

    fn take(&mut self, expected: u8) -> Option<()> {
        (self.peek() == expected).then(|| self.at += 1)
    }

    #[inline]
    fn word(&mut self, word: &[u8]) -> Option<()> {
        let found = self.bytes.get(self.at..)?.starts_with(word);
        found.then(|| self.at += word.len())
    }

    fn expect(&mut self, word: &[u8]) -> Option<()> {
        self.peek();
        self.word(word)
    }

    /// A text without escapes; the next byte is its quotation mark.
    fn string(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        let rest = self.bytes.get(start..)?;
        let length = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        self.at = start + length + 1;
        // Whatever is taken outside of texts is ASCII, so that the whole need not be looked through for UTF-8.
        std::str::from_utf8(rest.get(..length)?).ok()
    }

    /// The text of an array; the next byte opens it. Whether it is sound is for whoever reads it to say.
    fn array(&mut self) -> Option<&'a str> {
        let rest = self.bytes.get(self.at..)?;
        let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
        for (offset, byte) in rest.iter().enumerate() {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_text => escaped = true,
                b'"' => in_text = !in_text,
                b'[' | b'{' if !in_text => depth += 1,
                b']' | b'}' if !in_text => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += offset + 1;
                        return std::str::from_utf8(rest.get(..=offset)?).ok();
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// An integer of at most 16 digits.
    #[inline]
    fn integer(&mut self) -> Option<i64> {
        let negative = self.bytes.get(self.at) == Some(&b'-');
        let start = self.at + usize::from(negative);
        let mut end = start;
        let mut value = 0_i64;
        let next = loop {
            match self.bytes.get(end) {
                Some(digit @ b'0'..=b'9') if end - start < 16 => value = value * 10 + i64::from(digit - b'0'),
                other => break other,
            }
            end += 1;
        };
        let leading_zero = end - start > 1 && self.bytes.get(start) == Some(&b'0');
        if end == start || leading_zero || matches!(next, Some(b'0'..=b'9' | b'.' | b'e' | b'E')) {
            return None;
        }
        self.at = end;
        Some(if negative { -value } else { value })
    }

    fn object(&mut self, node: u32) -> Option<()> {
        let table = self.table;
        let object = table.objects.get(node as usize)?;
        self.take(b'{')?;
        if self.peek() == b'}' {
            self.at += 1;
            return Some(());
        }
        let mut expected = 0;
        loop {
            if self.peek() != b'"' {
                return None;
            }
            let position = match object.keys.get(expected) {
                Some(key) if self.word(&key.opening).is_some() => expected,
                _ => {
                    let position = object.find(expected, self.string()?)?;
                    self.take(b':')?;
                    position
                }
            };
            let key = object.keys.get(position)?;
            if !self.seen.insert(object.first + position) {
                return None;
            }
            match key.target {
                Target::Cell(cell) => self.cell(cell)?,
                Target::Node(node) => self.object(node)?,
                Target::Form => self.expect(&table.form)?,
                Target::Revision => self.expect(&table.revision)?,
                Target::Rows(section) => self.rows(section)?,
                Target::Period => self.period()?,
                Target::State => self.state()?,
                Target::Stray | Target::Explanations => {
                    if self.peek() != b'[' {
                        return None;
                    }
                    exact::head(self.plan, key.target, self.array()?, self.report).ok()?;
                }
            }
            expected = position + 1;
            match self.peek() {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    fn rows(&mut self, section: u32) -> Option<()> {
        let table = self.table.sections.get(section as usize)?;
        if self.peek() == b'n' {
            return self.word(b"null");
        }
        self.take(b'[')?;
        if self.peek() == b']' {
            self.at += 1;
            return Some(());
        }
        loop {
            self.next_row(section, table)?;
            match self.peek() {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// A row: for its time, what is read goes into its cells.
    fn next_row(&mut self, section: u32, table: &SectionTable) -> Option<()> {
        let number = self.seen.row(section, table)?;
        let row = next_row(&mut self.report.rows, section, number)?;
        row.above = self.row;
        let mut cells = std::mem::take(&mut row.cells);
        cells.resize(table.cells.len(), Cell::Blank);
        let outer = (std::mem::replace(&mut self.into, cells), self.first, self.read, self.row);
        (self.first, self.read, self.row) = (u32::try_from(table.cells.start).ok()?, 0, u32::try_from(number).ok()?);
        self.seen.forget(&table.keys);
        let is_read = self.object(table.node);
        if self.read < table.own {
            let tables = self.table.cells.get(table.cells.clone())?;
            drop_unread(tables, self.seen, &mut self.into);
        }
        let cells = std::mem::replace(&mut self.into, outer.0);
        (self.first, self.read, self.row) = (outer.1, outer.2, outer.3);
        next_row(&mut self.report.rows, section, number)?.cells = cells;
        is_read
    }

    /// The slot of a cell. Cells of other rows have none.
    #[inline]
    fn slot(&mut self, number: u32) -> Option<&mut Cell> {
        self.into.get_mut(number.checked_sub(self.first)? as usize)
    }

    fn cell(&mut self, number: u32) -> Option<()> {
        let table = self.table.cells.get(number as usize)?;
        self.read += 1;
        let cell = match self.peek() {
            b'-' | b'0'..=b'9' => {
                let value = self.integer()?;
                let cell = self.slot(number)?;
                match (table.shape, cell) {
                    // A count in the place of a count, by far the most frequent, needs no look at what it replaces.
                    (Shape::Figure { decimals: 0 }, Cell::Figure(old)) if fit::is_in_range(value) => *old = value,
                    (_, cell) => *cell = fit::integer(table, value)?,
                }
                return Some(());
            }
            b'"' => {
                let text = self.string()?;
                if let Some(Cell::Text(old)) = self.slot(number)
                    && table.mark(text).is_none()
                {
                    // Only cells of texts hold one from an earlier report.
                    old.set(text);
                    return Some(());
                }
                fit::text(table, text)?
            }
            b'n' => {
                self.word(b"null")?;
                Cell::Blank
            }
            b't' if table.shape == Shape::Bool => {
                self.word(b"true")?;
                Cell::Bool(true)
            }
            b'f' if table.shape == Shape::Bool => {
                self.word(b"false")?;
                Cell::Bool(false)
            }
            _ => return None,
        };
        *self.slot(number)? = cell;
        Some(())
    }

    fn period(&mut self) -> Option<()> {
        let every = self.plan.period.as_ref()?.every;
        let text = self.text()?;
        keep(&mut self.report.period, text);
        period::is_period(every, text).then_some(())
    }

    fn state(&mut self) -> Option<()> {
        let text = self.text()?;
        keep(&mut self.report.state, text);
        self.plan.states.iter().any(|state| state == text).then_some(())
    }

    fn text(&mut self) -> Option<&'a str> {
        if self.peek() == b'"' { self.string() } else { None }
    }
}

/// Puts a text in the place of another and keeps the memory.
fn keep(into: &mut Option<String>, text: &str) {
    let into = into.get_or_insert_default();
    into.clear();
    into.push_str(text);
}
