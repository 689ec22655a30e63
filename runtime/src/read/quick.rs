//! Reports that hold nothing unusual, in one pass over their bytes.
//!
//! The plan says which key comes next and what stands under it, so that a report in form order is compared with what
//! it should be more than it is parsed. Keys may come in any order all the same. Escapes, fractions, keys that the
//! form lacks, doubles, whatever does not fit its cell and whatever is wrong are left to the exact way; stray cells and explanations are read by it in passing.

use super::{Seen, exact, finish, fit, period, prepare};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::Report;
use crate::validator::{Shape, Table, Target};

/// Reads a report where it holds nothing unusual. Whether it was read; if not, the report is in disorder.
pub(super) fn read(plan: &Plan, table: &Table, bytes: &[u8], seen: &mut Seen, report: &mut Report) -> bool {
    prepare(table, seen, report);
    let mut scan = Scan { bytes, at: 0, plan, table, seen, report, cells: 0 };
    if scan.object(0).is_none() || !scan.is_at_end() {
        return false;
    }
    // No key is there twice, so that as many cells as the form has are all of them.
    let complete = scan.cells == table.cells.len();
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
    /// How many cells were read.
    cells: usize,
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
                Target::Period => self.period()?,
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

    fn cell(&mut self, number: u32) -> Option<()> {
        let table = self.table.cells.get(number as usize)?;
        self.cells += 1;
        let cell = match self.peek() {
            b'-' | b'0'..=b'9' => {
                let value = self.integer()?;
                let cell = self.report.cells.get_mut(number as usize)?;
                match (table.shape, cell) {
                    // A count in the place of a count, by far the most frequent, needs no look at what it replaces.
                    (Shape::Figure { decimals: 0 }, Cell::Figure(old)) if fit::is_in_range(value) => *old = value,
                    (_, cell) => *cell = fit::integer(table, value)?,
                }
                return Some(());
            }
            b'"' => {
                let text = self.string()?;
                if let Some(Cell::Text(old)) = self.report.cells.get_mut(number as usize)
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
        *self.report.cells.get_mut(number as usize)? = cell;
        Some(())
    }

    fn period(&mut self) -> Option<()> {
        if self.peek() != b'"' {
            return None;
        }
        let text = self.string()?;
        let every = self.plan.period.as_ref()?.every;
        let period = self.report.period.get_or_insert_default();
        period.clear();
        period.push_str(text);
        period::is_period(every, text).then_some(())
    }
}
