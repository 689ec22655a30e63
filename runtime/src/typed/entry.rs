//! Cells with everything that the form says of them.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::cell::Cell;
use crate::exact::Decimal;
use crate::plan::{self, Content, Layout, Node, Plan, Texts, Unit};
use crate::report::Report;
use crate::typed::walk::{Stop, walk};
use crate::typed::{Form, print};

/// All cells of a report in form order, those in rows row by row.
#[derive(Debug)]
pub struct Entries {
    plan: &'static Plan,
    cells: std::vec::IntoIter<Spot>,
}

/// Number and content of a cell, and the row that it stands in.
#[derive(Debug)]
struct Spot(u32, Cell, Option<Arc<RowAt>>);

/// Where a row stands.
#[derive(Debug, PartialEq, Eq)]
struct RowAt {
    pointer: String,
    /// Keys of the rows around it and its own.
    keys: Vec<String>,
}

impl Entries {
    pub(super) fn new(form: &'static Form, report: Report) -> Self {
        let plan = form.plan();
        let cells: Vec<Spot> = if plan.sections.is_empty() {
            (0..).zip(report.cells).map(|(number, cell)| Spot(number, cell, None)).collect()
        } else {
            spots(form, &report)
        };
        Self { plan, cells: cells.into_iter() }
    }
}

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let Spot(number, cell, row) = self.cells.next()?;
        let about = self.plan.cells.get(number as usize)?;
        let node = self.plan.nodes.get(about.node as usize)?;
        Some(Entry { plan: self.plan, about, node, cell, row })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.cells.size_hint()
    }
}

/// The cells of a report with rows.
fn spots(form: &'static Form, report: &Report) -> Vec<Spot> {
    let mut spots = Vec::new();
    // The rows around the node that is visited.
    let mut rows: Vec<Arc<RowAt>> = Vec::new();
    let done: Result<(), std::convert::Infallible> = walk(form, 0, report, &mut |stop| {
        if let Some(Layout::Rows(section)) = stop.node.layout {
            rows.truncate(stop.places.len().saturating_sub(1));
            rows.push(Arc::new(row_at(stop, section, rows.last())));
        } else {
            rows.truncate(stop.places.len());
        }
        spots.extend(stop.cell().map(|(number, cell)| Spot(number, cell.clone(), rows.last().cloned())));
        Ok(())
    });
    let Ok(()) = done;
    spots
}

fn row_at(stop: &Stop<'_>, section: u32, above: Option<&Arc<RowAt>>) -> RowAt {
    let plan = stop.plan;
    let list = plan.sections.get(section as usize).map_or("", |section| &section.pointer);
    let place = stop.places.last().copied().unwrap_or_default();
    let key = stop.key().map(|(number, cell)| print::text(cell, plan, plan.cells.get(number as usize)));
    let mut keys = above.map(|row| row.keys.clone()).unwrap_or_default();
    keys.push(key.unwrap_or_default());
    RowAt { pointer: format!("{}{list}/{place}", above.map_or("", |row| &row.pointer)), keys }
}

/// A cell of a report and what the form says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    plan: &'static Plan,
    about: &'static plan::Cell,
    node: &'static Node,
    cell: Cell,
    row: Option<Arc<RowAt>>,
}

impl Entry {
    /// Ids from the root down, joined by dots.
    #[must_use]
    pub fn path(&self) -> &'static str {
        &self.node.path
    }

    /// JSON Pointer of the cell in the canonical report.
    #[must_use]
    pub fn pointer(&self) -> Cow<'static, str> {
        match &self.row {
            Some(row) => format!("{}{}", row.pointer, self.about.pointer).into(),
            None => self.about.pointer.as_str().into(),
        }
    }

    /// Keys of the rows that the cell stands in, the outermost first; none where it stands in no row.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        self.row.as_ref().map_or(&[], |row| &row.keys)
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
