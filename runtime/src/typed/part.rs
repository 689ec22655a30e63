//! A generated struct as a stretch of the flat array.
//!
//! Generated code says only how the fields of a struct follow each other, in two small functions; whatever else a struct
//! can do is done here, once, over cells.

use std::fmt;

use crate::cell as flat;
use crate::plan;
use crate::typed::{Cell, Content, Form, Whole};

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
}

impl<'a> Fill<'a> {
    fn new<P: Part>(cells: &'a [flat::Cell]) -> Self {
        let form = P::Report::form();
        Self { form, plan: plan_cells(form, P::NODE).iter(), cells: cells.iter() }
    }

    /// Fills cells of one content.
    #[inline(never)]
    pub fn run<C: Content, const N: usize>(&mut self, run: [&mut Cell<C>; N]) {
        for (slot, (cell, plan)) in run.into_iter().zip(self.cells.by_ref().zip(self.plan.by_ref())) {
            *slot = Cell::take(cell, plan, self.form);
        }
    }
}

/// Cells on their way out of structs.
#[derive(Debug)]
pub struct Show<'a> {
    form: &'static Form,
    plan: std::slice::Iter<'static, plan::Cell>,
    cells: &'a mut Vec<flat::Cell>,
}

impl Show<'_> {
    /// Writes down cells of one content.
    #[inline(never)]
    pub fn run<C: Content, const N: usize>(&mut self, run: [&Cell<C>; N]) {
        for (cell, plan) in run.into_iter().zip(&mut self.plan) {
            self.cells.push(cell.show(plan, self.form));
        }
    }
}

fn plan_cells(form: &'static Form, node: u32) -> &'static [plan::Cell] {
    form.plan().cells.get(form.span(node)).unwrap_or_default()
}

/// The struct with these cells. Where there are too few, the rest is blank.
#[must_use]
pub fn from_cells<P: Part>(cells: &[flat::Cell]) -> P {
    let mut part = P::BLANK;
    part.fill(&mut Fill::new::<P>(cells));
    part
}

/// The cells of a struct.
#[must_use]
pub fn cells<P: Part>(part: &P) -> Vec<flat::Cell> {
    let form = P::Report::form();
    let plan = plan_cells(form, P::NODE);
    let mut cells = Vec::with_capacity(plan.len());
    part.show(&mut Show { form, plan: plan.iter(), cells: &mut cells });
    cells
}

/// A copy.
#[must_use]
pub fn copy<P: Part>(part: &P) -> P {
    from_cells(&cells(part))
}

/// Whether the same stands in all cells of both.
#[must_use]
pub fn equal<P: Part>(left: &P, right: &P) -> bool {
    cells(left) == cells(right)
}

/// Writes ids and cells down as a tree.
///
/// # Errors
/// Where the formatter does.
pub fn debug<P: Part>(part: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    crate::typed::print::debug(P::Report::form(), P::NODE, &cells(part), f)
}

/// A part of a report as people read it: one line a figure, with label and unit.
///
/// A whole report is printed as such. Its parts take this way, because for each thing that every struct of a large form
/// can do, the compiler takes a while longer.
#[must_use]
pub fn table<P: Part>(part: &P) -> impl fmt::Display {
    Table { form: P::Report::form(), node: P::NODE, cells: cells(part) }
}

struct Table {
    form: &'static Form,
    node: u32,
    cells: Vec<flat::Cell>,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::typed::print::table(self.form, self.node, &self.cells, f)
    }
}

/// Writes the table down as people read it.
///
/// # Errors
/// Where the formatter does.
pub fn display<P: Part>(part: &P, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    crate::typed::print::table(P::Report::form(), P::NODE, &cells(part), f)
}
