//! A report as it was read: one flat array of cells and what stands around them.

use std::collections::BTreeMap;

use crate::cell::Cell;

/// One report of a form.
///
/// Form and revision are not here: they are those of the plan that the report was read with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What stands in each cell, in the order of [`crate::plan::Plan::cells`]. Those that stand in rows are blank here.
    pub cells: Vec<Cell>,
    /// The rows of each section, in the order of [`crate::plan::Plan::sections`] and of the report.
    pub rows: Vec<Vec<Row>>,
    /// The period that the report is for, spelt as [`crate::plan::Every`] says.
    pub period: Option<String>,
    /// The state of the report, one of [`crate::plan::Plan::states`].
    pub state: Option<String>,
    /// What stood where the form has no cell.
    pub stray: Vec<Stray>,
    /// What the filer says of checks that fail.
    pub explanations: Vec<Explanation>,
    /// Keys that the form lacks.
    pub unknown: Vec<Unknown>,
}

impl Report {
    /// A report of `cells` blank cells.
    #[must_use]
    pub fn blank(cells: usize) -> Self {
        Self { cells: vec![Cell::Blank; cells], ..Self::default() }
    }

    /// What stands in the cell of this number; blank where there is no such cell.
    #[must_use]
    pub fn cell(&self, number: u32) -> &Cell {
        const BLANK: &Cell = &Cell::Blank;
        self.cells.get(number as usize).unwrap_or(BLANK)
    }
}

/// A row of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The row of the section above in which this one stands; 0 where there is none above.
    pub above: u32,
    /// What stands in each cell beneath the section's node, in plan order. Cells of sections in this one are blank.
    pub cells: Vec<Cell>,
}

/// Something that stood where the form has no cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stray {
    /// JSON Pointer of the node nearest to it.
    pub at: String,
    /// Label of the row, as the report printed it.
    pub label: Option<String>,
    /// What stood there.
    pub cell: String,
}

/// What the filer says of a check that fails.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Id of the check.
    pub check: String,
    /// Which member or row, per dimension; empty where there is none.
    pub row: BTreeMap<String, String>,
    /// The explanation.
    pub text: String,
}

/// A key that the form lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// JSON Pointer of the key.
    pub at: String,
    /// JSON text of what stood under it.
    pub json: String,
}
