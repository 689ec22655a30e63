//! Reports that hold nothing unusual, in one pass over their bytes.
//!
//! The plan says which key comes next and what stands under it, so that a report in form order is compared with what
//! it should be more than it is parsed. Keys may come in any order all the same. Escapes, fractions, keys that the
//! form lacks, doubles, whatever does not fit its cell and whatever is wrong are left to the exact way.

use super::{Seen, finish, fit, period, prepare};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::Report;
use crate::validator::{Shape, Table, Target};

/// Reads a report where it holds nothing unusual. Whether it was read; if not, the report is in disorder.
pub(super) fn read(plan: &Plan, table: &Table, bytes: &[u8], seen: &mut Seen, report: &mut Report) -> bool {
    prepare(table, seen, report);
    let mut scan = Scan { bytes, at: 0, plan, table, seen, report };
    let whole = scan.object(0).is_some() && scan.is_at_end();
    if whole {
        finish(table, seen, report);
    }
    whole
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

    /// An integer of at most 16 digits.
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
                Target::Form | Target::Revision | Target::Period => self.head(key.target)?,
                Target::Stray | Target::Explanations => return None,
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
        let cell = match self.peek() {
            b'-' | b'0'..=b'9' => {
                let value = self.integer()?;
                let cell = self.report.cells.get_mut(number as usize)?;
                match (fit::integer(table, value)?, cell) {
                    // A figure in the place of a figure, by far the most frequent, needs no look at what it replaces.
                    (Cell::Figure(new), Cell::Figure(old)) => *old = new,
                    (new, old) => *old = new,
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

    /// Form, revision or period.
    fn head(&mut self, target: Target) -> Option<()> {
        if self.peek() != b'"' {
            return None;
        }
        let text = self.string()?;
        let sound = match target {
            Target::Form => self.plan.form == text,
            Target::Revision => self.plan.revision == text,
            _ => self.plan.period.as_ref().is_some_and(|period| period::is_period(period.every, text)),
        };
        if target == Target::Period {
            let period = self.report.period.get_or_insert_default();
            period.clear();
            period.push_str(text);
        }
        sound.then_some(())
    }
}
