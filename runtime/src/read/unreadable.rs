//! Why a report cannot be read.

/// Why a report cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// JSON Pointer of what is wrong, as far as that is known.
    pub pointer: String,
    /// Line in the report, from 1; 0 where the report has no lines.
    pub line: usize,
    /// Column in characters, from 1; 0 where the report has no lines.
    pub column: usize,
    /// What stands there, as JSON text; empty where the report is no JSON.
    pub found: String,
    /// What is wrong, in English.
    pub reason: String,
    /// What to do about it, in English.
    pub remedy: String,
}

impl Unreadable {
    /// `line:column`, or the pointer where there are no lines.
    #[must_use]
    pub fn at(&self) -> String {
        if self.line == 0 { self.pointer.clone() } else { format!("{}:{}", self.line, self.column) }
    }
}

/// Line and column in characters of a byte, both from 1.
pub(super) fn line_and_column(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset.min(bytes.len())).unwrap_or(bytes);
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let tail = before.get(start..).unwrap_or_default();
    // A byte that goes on with a character begins none.
    let column = tail.iter().filter(|b| **b & 0xC0 != 0x80).count() + 1;
    (line, column)
}
