//! A report as a tree of maps, for any serde format that people read.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::cell::Cell;
use crate::plan::{Content, Plan};
use crate::report::{Explanation, Nesting, Report, Row, Stray};
use crate::typed::print;
use crate::validator::{Target, Validator};

/// An object of a report.
#[derive(Clone, Copy)]
pub(super) struct Tree<'a> {
    validator: &'a Validator,
    report: &'a Report,
    nesting: &'a Nesting,
    node: u32,
    /// The cells of the report, of the row around the object, or of the node.
    cells: &'a [Cell],
    /// The number of the first of them.
    first: usize,
    /// The number of the row around the object, among those of its section.
    row: u32,
}

impl<'a> Tree<'a> {
    /// The object of a node, of a report that has the cells of that node and of all beneath it.
    pub(super) fn new(validator: &'a Validator, report: &'a Report, nesting: &'a Nesting, node: u32) -> Self {
        let first = validator.table().spans.get(node as usize).map_or(0, |span| span.start);
        Self { validator, report, nesting, node, cells: &report.cells, first, row: 0 }
    }

    /// What stands in a cell; blank where there is none.
    fn cell(&self, number: u32) -> &'a Cell {
        (number as usize).checked_sub(self.first).and_then(|at| self.cells.get(at)).unwrap_or(&Cell::Blank)
    }

    /// The rows of a section within the object.
    fn rows(&self, section: u32) -> Vec<Self> {
        let (plan, table) = (self.validator.plan(), self.validator.table());
        let Some(table) = table.sections.get(section as usize) else { return Vec::new() };
        let rows = self.nesting.rows(plan, self.report, section, self.row).into_iter();
        let of = |(row, content): (u32, &'a Row)| Self {
            node: table.node,
            cells: &content.cells,
            first: table.cells.start,
            row,
            ..*self
        };
        rows.map(of).collect()
    }
}

impl Serialize for Tree<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { validator, report, node, .. } = *self;
        let plan = validator.plan();
        let keys = validator.table().objects.get(node as usize).map_or(&[][..], |object| &object.keys);
        let said = |target| match target {
            Target::Period => report.period.is_some(),
            Target::State => report.state.is_some(),
            Target::Stray => !report.stray.is_empty(),
            Target::Explanations => !report.explanations.is_empty(),
            Target::Cell(_) | Target::Node(_) | Target::Rows(_) | Target::Form | Target::Revision => true,
        };
        let mut map = serializer.serialize_map(Some(keys.iter().filter(|key| said(key.target)).count()))?;
        // Simple values first: formats that put tables after them, such as TOML, need it, and a map has no order.
        let (simple, nested): (Vec<_>, Vec<_>) = keys.iter().filter(|key| said(key.target)).partition(|key| {
            !matches!(key.target, Target::Node(_) | Target::Rows(_) | Target::Stray | Target::Explanations)
        });
        for key in simple.into_iter().chain(nested) {
            let text: &str = &key.text;
            match key.target {
                Target::Form => map.serialize_entry(text, &plan.form)?,
                Target::Revision => map.serialize_entry(text, &plan.revision)?,
                Target::Period => map.serialize_entry(text, &report.period)?,
                Target::Cell(number) => map.serialize_entry(text, &Leaf { plan, number, cell: self.cell(number) })?,
                Target::State => map.serialize_entry(text, &report.state)?,
                Target::Node(node) => map.serialize_entry(text, &Tree { node, ..*self })?,
                Target::Rows(section) => map.serialize_entry(text, &self.rows(section))?,
                Target::Stray => map.serialize_entry(text, &List(&report.stray, stray))?,
                Target::Explanations => map.serialize_entry(text, &List(&report.explanations, explanation))?,
            }
        }
        map.end()
    }
}

/// A cell, as canonical JSON has it.
struct Leaf<'a> {
    plan: &'a Plan,
    number: u32,
    cell: &'a Cell,
}

impl Serialize for Leaf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let about = self.plan.cells.get(self.number as usize);
        let whole = matches!(about.map(|about| &about.content), Some(Content::Figure(figure)) if figure.decimals == 0);
        match self.cell {
            Cell::Blank => serializer.serialize_none(),
            Cell::Figure(digits) if whole => serializer.serialize_i64(*digits),
            Cell::Year(year) => serializer.serialize_u16(*year),
            Cell::Bool(answer) => serializer.serialize_bool(*answer),
            Cell::Codes(codes) => codes.serialize(serializer),
            // What does not fit its cell is JSON.
            Cell::Other(other) => match serde_json::from_str::<serde_json::Value>(&other.json) {
                Ok(value) => value.serialize(serializer),
                Err(_) => serializer.serialize_str(&other.json),
            },
            cell => serializer.serialize_str(&print::text(cell, self.plan, about)),
        }
    }
}

/// A list whose items are maps.
struct List<'a, T>(&'a [T], fn(&T) -> Item<'_>);

/// What a list holds.
enum Item<'a> {
    Stray(&'a Stray),
    Explanation(&'a Explanation),
}

const fn stray(stray: &Stray) -> Item<'_> {
    Item::Stray(stray)
}

const fn explanation(explanation: &Explanation) -> Item<'_> {
    Item::Explanation(explanation)
}

impl<T> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(self.1))
    }
}

impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Stray(Stray { at, label, cell }) => {
                map.serialize_entry("at", at)?;
                if let Some(label) = label {
                    map.serialize_entry("label", label)?;
                }
                map.serialize_entry("cell", cell)?;
            }
            Self::Explanation(Explanation { check, row, text }) => {
                map.serialize_entry("check", check)?;
                map.serialize_entry("text", text)?;
                if !row.is_empty() {
                    map.serialize_entry("row", row)?;
                }
            }
        }
        map.end()
    }
}
