//! Cells with everything that the form says of them.

use std::fmt;

use crate::cell::Cell;
use crate::exact::Decimal;
use crate::plan::{self, Content, Node, Plan, Texts, Unit};
use crate::report::Report;
use crate::typed::print;

/// All cells of a report in form order.
#[derive(Debug)]
pub struct Entries {
    plan: &'static Plan,
    cells: std::iter::Enumerate<std::vec::IntoIter<Cell>>,
}

impl Entries {
    pub(super) fn new(plan: &'static Plan, report: Report) -> Self {
        Self { plan, cells: report.cells.into_iter().enumerate() }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (number, cell) = self.cells.next()?;
        let about = self.plan.cells.get(number)?;
        let node = self.plan.nodes.get(about.node as usize)?;
        Some(Entry { plan: self.plan, about, node, cell })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.cells.size_hint()
    }
}

/// A cell of a report and what the form says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    plan: &'static Plan,
    about: &'static plan::Cell,
    node: &'static Node,
    cell: Cell,
}

impl Entry {
    /// Ids from the root down, joined by dots.
    #[must_use]
    pub fn path(&self) -> &'static str {
        &self.node.path
    }

    /// JSON Pointer of the cell in the canonical report.
    #[must_use]
    pub fn pointer(&self) -> &'static str {
        &self.about.pointer
    }

    /// Label in the form's first language, as the form prints it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        let first = self.plan.languages.first();
        first.and_then(|language| self.labels().get(language)).map_or("", String::as_str)
    }

    /// Label in every language of the form.
    #[must_use]
    pub fn labels(&self) -> &'static Texts {
        self.node.total_label.as_ref().unwrap_or(&self.node.label)
    }

    /// The unit, of figures.
    #[must_use]
    pub fn unit(&self) -> Option<&'static Unit> {
        let Content::Figure(figure) = &self.about.content else { return None };
        self.plan.units.get(figure.unit as usize)
    }

    /// Official number of the row.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        self.node.code.as_deref()
    }

    /// The node that the cell belongs to.
    #[must_use]
    pub const fn node(&self) -> &'static Node {
        self.node
    }

    /// What stands in the cell.
    #[must_use]
    pub const fn cell(&self) -> &Cell {
        &self.cell
    }

    /// The figure without its unit, where a figure stands in the cell.
    #[must_use]
    pub fn figure(&self) -> Option<Decimal> {
        match (&self.cell, &self.about.content) {
            (Cell::Figure(digits), Content::Figure(figure)) => Some(Decimal::new((*digits).into(), figure.decimals)),
            (Cell::Wide(number), _) => Some(**number),
            (Cell::Other(other), Content::Figure(_)) => other.value,
            _ => None,
        }
    }

    /// What stands in the cell as people write it; of a blank, nothing.
    #[must_use]
    pub fn text(&self) -> String {
        print::text(&self.cell, self.plan, Some(self.about))
    }
}

/// Label, unit and content.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())?;
        if let Some(unit) = self.unit() {
            write!(f, " ({})", unit.id)?;
        }
        write!(f, ": {}", self.text())
    }
}
