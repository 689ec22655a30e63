//! Findings as an error.

use std::fmt;

use crate::finding::Finding;

/// Why bytes are no report of a form: at least one finding, each with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings(Vec<Finding>);

impl Findings {
    pub(super) const fn new(findings: Vec<Finding>) -> Self {
        Self(findings)
    }

    /// One after the other, in form order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The first ten, and how many more there are.
impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        first_ten(&self.0, f)
    }
}

impl std::error::Error for Findings {}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The first ten, a line each, and how many more there are.
pub(super) fn first_ten<T: fmt::Display>(all: &[T], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, one) in all.iter().take(10).enumerate() {
        if at > 0 {
            f.write_str("\n")?;
        }
        write!(f, "{one}")?;
    }
    match all.len().checked_sub(10) {
        None | Some(0) => Ok(()),
        Some(more) => write!(f, "\nand {more} more"),
    }
}
