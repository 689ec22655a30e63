//! A generated struct as a stretch of the flat array.
//!
//! Generated code says only how the fields of a struct follow each other, in two small functions; whatever else a struct
//! can do is done here, once, over cells.

use std::fmt;

use crate::cell as flat;
use crate::plan;
use crate::report::{Nesting, Report, Row};
use crate::typed::{Cell, Content, Form, Whole, print};

/// A generated struct: a node of the form and the cells beneath it.
pub trait Part: Sized {
    /// Number of the node in the plan.
    const NODE: u32;
    /// The struct with all cells blank. As a constant it is data; as a function, a large form's would be a large one.
    const BLANK: Self;
    /// The report that the struct is a part of. It knows the form, so that not every struct needs a function for that.
    type Report: Whole;

    /// Puts the next cells into the struct.
    fn fill(&mut self, cells: &mut Fill<'_>);

    /// Writes the cells of the struct down, in the same order.
    fn show(&self, cells: &mut Show<'_>);
}

/// Cells on their way into structs.
#[derive(Debug)]
pub struct Fill<'a> {
    form: &'static Form,
    plan: std::slice::Iter<'static, plan::Cell>,
    cells: std::slice::Iter<'a, flat::Cell>,
    report: &'a Report,
    nesting: &'a Nesting,
    /// The row that the cells are of, among those of its section.
    row: u32,
}

impl Fill<'_> {
    /// Fills cells of one content.
    #[inline(never)]
    pub fn run<C: Content, const N: usize>(&mut self, run: [&mut Cell<C>; N]) {
        for (slot, (cell, plan)) in run.into_iter().zip(self.cells.by_ref().zip(self.plan.by_ref())) {
            *slot = Cell::take(cell, plan, self.form);
        }
    }

    /// Fills a list of rows.
    pub fn rows<P: Part>(&mut self, rows: &mut Vec<P>) {
        let Self { form, report, nesting, .. } = *self;
        let cells = plan_cells(form, P::NODE);
        // The slots that the rows' cells have where they do not stand.
        if let Some(last) = cells.len().checked_sub(1) {
            self.cells.nth(last);
            self.plan.nth(last);
        }
        let Some(section) = form.section(P::NODE) else { return };
        let found = nesting.rows(form.plan(), report, section, self.row).into_iter();
        rows.clear();
        rows.extend(found.map(|(row, content)| {
            let mut part = P::BLANK;
            part.fill(&mut Fill { form, plan: cells.iter(), cells: content.cells.iter(), report, nesting, row });
            part
        }));
    }
}

/// Cells on their way out of structs.
#[derive(Debug)]
pub struct Show<'a> {
    form: &'static Form,
    plan: std::slice::Iter<'static, plan::Cell>,
    cells: &'a mut Vec<flat::Cell>,
    rows: &'a mut [Vec<Row>],
    /// The row that the cells are of, among those of its section.
    row: u32,
}

impl Show<'_> {
    /// Writes down cells of one content.
    #[inline(never)]
    pub fn run<C: Content, const N: usize>(&mut self, run: [&Cell<C>; N]) {
        for (cell, plan) in run.into_iter().zip(&mut self.plan) {
            self.cells.push(cell.show(plan, self.form));
        }
    }

    /// Writes down a list of rows.
    pub fn rows<P: Part>(&mut self, rows: &[P]) {
        let form = self.form;
        let plan = plan_cells(form, P::NODE);
        // The slots that the rows' cells have where they do not stand.
        self.cells.extend(std::iter::repeat_n(flat::Cell::Blank, plan.len()));
        if let Some(last) = plan.len().checked_sub(1) {
            self.plan.nth(last);
        }
        let Some(section) = form.section(P::NODE).map(|section| section as usize) else { return };
        for part in rows {
            let number = self.rows.get(section).map_or(0, Vec::len);
            // The row has its place before those that stand in it.
            let row = Row { above: self.row, cells: Vec::new() };
            self.rows.get_mut(section).into_iter().for_each(|rows| rows.push(row.clone()));
            let mut cells = Vec::with_capacity(plan.len());
            let inner = u32::try_from(number).unwrap_or(u32::MAX);
            part.show(&mut Show { form, plan: plan.iter(), cells: &mut cells, rows: &mut *self.rows, row: inner });
            if let Some(row) = self.rows.get_mut(section).and_then(|rows| rows.get_mut(number)) {
                row.cells = cells;
            }
        }
    }
}

fn plan_cells(form: &'static Form, node: u32) -> &'static [plan::Cell] {
    form.plan().cells.get(form.span(node)).unwrap_or_default()
}

/// The struct with the cells of a report that has those of its node and of all beneath it. Where there are too few, the
/// rest is blank.
#[must_use]
pub(super) fn from_flat<P: Part>(report: &Report) -> P {
    let form = P::Report::form();
    let (cells, nesting) = (report.cells.iter(), &Nesting::of(report));
    let mut part = P::BLANK;
    part.fill(&mut Fill { form, plan: plan_cells(form, P::NODE).iter(), cells, report, nesting, row: 0 });
    part
}

/// The cells of a struct, and the rows in it.
#[must_use]
pub(super) fn flat<P: Part>(part: &P) -> Report {
    let form = P::Report::form();
    let plan = plan_cells(form, P::NODE);
    let mut cells = Vec::with_capacity(plan.len());
    let mut rows = vec![Vec::new(); form.plan().sections.len()];
    part.show(&mut Show { form, plan: plan.iter(), cells: &mut cells, rows: &mut rows, row: 0 });
    Report { cells, rows, ..Report::default() }
}

/// A copy.
#[must_use]
pub fn copy<P: Part>(part: &P) -> P {
    from_flat(&flat(part))
}

/// Whether the same stands in all cells of both.
#[must_use]
pub fn equal<P: Part>(left: &P, right: &P) -> bool {
    flat(left) == flat(right)
}

/// Writes ids and cells down as a tree.
///
/// # Errors
/// Where the formatter does.
pub fn debug<P: Part>(part: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    print::debug(P::Report::form(), P::NODE, &flat(part), f)
}

/// A part of a report as people read it: one line a figure, with label and unit.
///
/// A whole report is printed as such. Its parts take this way, because for each thing that every struct of a large form
/// can do, the compiler takes a while longer.
#[must_use]
pub fn table<P: Part>(part: &P) -> impl fmt::Display {
    Table { form: P::Report::form(), node: P::NODE, report: flat(part) }
}

struct Table {
    form: &'static Form,
    node: u32,
    report: Report,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::table(self.form, self.node, &self.report, f)
    }
}

/// Writes the table down as people read it.
///
/// # Errors
/// Where the formatter does.
pub fn display<P: Part>(part: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    print::table(P::Report::form(), P::NODE, &flat(part), f)
}
