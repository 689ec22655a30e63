//! A report as it was read: one flat array of cells and what stands around them.

use std::collections::BTreeMap;

use crate::cell::Cell;
use crate::plan::Plan;

/// One report of a form.
///
/// Form and revision are not here: they are those of the plan that the report was read with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What stands in each cell, in the order of [`crate::plan::Plan::cells`]. Those that stand in rows are blank here.
    pub cells: Vec<Cell>,
    /// The rows of each section, in the order of [`crate::plan::Plan::sections`] and of the report: those in one row of the
    /// section above stand together.
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

/// Which rows of a section stand in which row of the section above it.
#[derive(Debug, Default)]
pub(crate) struct Nesting {
    /// Numbers of rows by the row above, for each section whose rows are not in that order.
    sorted: Vec<Option<Vec<u32>>>,
}

impl Nesting {
    /// That of a report. A report that was read is in order; one that a program made need not be.
    pub(crate) fn of(report: &Report) -> Self {
        let one = |rows: &Vec<Row>| {
            let above = |at: &u32| rows.get(*at as usize).map(|row| row.above);
            let mut sorted: Vec<u32> = (0..u32::try_from(rows.len()).unwrap_or(u32::MAX)).collect();
            sorted.sort_by_key(above);
            (!rows.is_sorted_by_key(|row| row.above)).then_some(sorted)
        };
        Self { sorted: report.rows.iter().map(one).collect() }
    }

    /// The rows of a section in this row of the section above; all of them where there is none above.
    pub(crate) fn rows<'r>(&self, plan: &Plan, report: &'r Report, section: u32, above: u32) -> Vec<(u32, &'r Row)> {
        let rows = report.rows.get(section as usize).map_or(&[][..], Vec::as_slice);
        let Some(section_of_plan) = plan.sections.get(section as usize) else { return Vec::new() };
        let numbered = |at: usize| Some((u32::try_from(at).ok()?, rows.get(at)?));
        if section_of_plan.above.is_none() {
            return (0..rows.len()).filter_map(numbered).collect();
        }
        match self.sorted.get(section as usize).and_then(Option::as_ref) {
            Some(sorted) => {
                let of = |at: &u32| rows.get(*at as usize).map_or(u32::MAX, |row| row.above);
                let start = sorted.partition_point(|at| of(at) < above);
                let stretch = sorted.get(start..).unwrap_or_default().iter().take_while(|at| of(at) == above);
                stretch.filter_map(|at| numbered(*at as usize)).collect()
            }
            None => {
                let start = rows.partition_point(|row| row.above < above);
                let stretch = rows.get(start..).unwrap_or_default().iter().take_while(|row| row.above == above);
                (start..start + stretch.count()).filter_map(numbered).collect()
            }
        }
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
