//! Reports as canonical JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cell::Cell;
use crate::exact::Decimal;
use crate::finding::Literal;
use crate::plan::{Content, Plan};
use crate::report::{Explanation, Nesting, Report, Stray, Unknown};
use crate::validator::{Target, Validator, beneath};

impl Validator {
    /// The canonical JSON of a report, without white space: form, revision, period, state, then every node in form
    /// order, blanks as `null`, then keys that the form lacks, `stray` and `explanations` where there are any.
    ///
    /// Reading it gives the same report again.
    #[must_use]
    pub fn write(&self, report: &Report) -> String {
        let mut unknown: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
        for Unknown { at, json } in &report.unknown {
            if let Some((parent, key)) = at.rsplit_once('/') {
                unknown.entry(parent).or_default().push((key, json));
            }
        }
        let json = String::with_capacity(self.table().keys * 16);
        let mut writer = Writer { validator: self, report, unknown, nesting: Nesting::of(report), json };
        writer.object(0, "", Place { cells: &report.cells, first: 0, row: 0 });
        writer.json
    }
}

/// A report being written.
struct Writer<'a> {
    validator: &'a Validator,
    report: &'a Report,
    /// Keys that the form lacks and what stood under them, by the pointer of their object.
    unknown: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    nesting: Nesting,
    json: String,
}

/// Where cells are taken from: the report or one of its rows.
#[derive(Clone, Copy)]
struct Place<'a> {
    cells: &'a [Cell],
    /// The number of the first of them.
    first: usize,
    /// The number of the row among those of its section.
    row: u32,
}

impl<'a> Place<'a> {
    /// What stands in a cell; blank where there is none.
    fn cell(self, number: u32) -> &'a Cell {
        (number as usize).checked_sub(self.first).and_then(|at| self.cells.get(at)).unwrap_or(&Cell::Blank)
    }
}

impl<'a> Writer<'a> {
    fn key(&mut self, first: &mut bool, key: &str) {
        if !std::mem::take(first) {
            self.json.push(',');
        }
        push_text(&mut self.json, key);
        self.json.push(':');
    }

    fn object(&mut self, node: u32, pointer: &str, place: Place<'a>) {
        let plan = self.validator.plan();
        let report = self.report;
        self.json.push('{');
        let mut first = true;
        let Some(object) = self.validator.table().objects.get(node as usize) else {
            return;
        };
        let is_tail = |target| matches!(target, Target::Stray | Target::Explanations);
        for key in object.keys.iter().filter(|key| !is_tail(key.target)) {
            match key.target {
                Target::Form | Target::Revision => {
                    self.key(&mut first, &key.text);
                    push_text(&mut self.json, if key.target == Target::Form { &plan.form } else { &plan.revision });
                }
                Target::Period => {
                    if let Some(period) = &report.period {
                        self.key(&mut first, &key.text);
                        push_text(&mut self.json, period);
                    }
                }
                Target::State => {
                    if let Some(state) = &report.state {
                        self.key(&mut first, &key.text);
                        push_text(&mut self.json, state);
                    }
                }
                Target::Cell(cell) => {
                    self.key(&mut first, &key.text);
                    push_cell(&mut self.json, plan, cell, place.cell(cell));
                }
                Target::Node(child) => {
                    self.key(&mut first, &key.text);
                    self.object(child, &self.beneath(pointer, &key.text), place);
                }
                Target::Rows(section) => {
                    self.key(&mut first, &key.text);
                    self.rows(section, &self.beneath(pointer, &key.text), place.row);
                }
                Target::Stray | Target::Explanations => {}
            }
        }
        for (key, json) in self.unknown.get(pointer).cloned().unwrap_or_default() {
            self.key(&mut first, &key.replace("~1", "/").replace("~0", "~"));
            self.json.push_str(json);
        }
        if node == 0 {
            self.tail(&mut first);
        }
        self.json.push('}');
    }

    fn rows(&mut self, section: u32, pointer: &str, above: u32) {
        let (plan, table) = (self.validator.plan(), self.validator.table());
        self.json.push('[');
        let Some(table) = table.sections.get(section as usize) else {
            return;
        };
        for (at, (row, content)) in self.nesting.rows(plan, self.report, section, above).into_iter().enumerate() {
            if at > 0 {
                self.json.push(',');
            }
            let place = Place { cells: &content.cells, first: table.cells.start, row };
            self.object(table.node, &self.beneath(pointer, &at.to_string()), place);
        }
        self.json.push(']');
    }

    /// The pointer of a key beneath another. Only what the form lacks has to know where it stands.
    fn beneath(&self, pointer: &str, key: &str) -> String {
        if self.unknown.is_empty() { String::new() } else { beneath(pointer, key) }
    }

    fn tail(&mut self, first: &mut bool) {
        let report = self.report;
        if !report.stray.is_empty() {
            self.key(first, "stray");
            self.list(&report.stray, stray);
        }
        if !report.explanations.is_empty() {
            self.key(first, "explanations");
            self.list(&report.explanations, explanation);
        }
    }

    fn list<T>(&mut self, entries: &[T], write: impl Fn(&mut String, &T)) {
        self.json.push('[');
        for (i, entry) in entries.iter().enumerate() {
            if i > 0 {
                self.json.push(',');
            }
            write(&mut self.json, entry);
        }
        self.json.push(']');
    }
}

/// Adds something that stood where the form has no cell.
pub(crate) fn stray(json: &mut String, stray: &Stray) {
    json.push_str("{\"at\":");
    push_text(json, &stray.at);
    if let Some(label) = &stray.label {
        json.push_str(",\"label\":");
        push_text(json, label);
    }
    json.push_str(",\"cell\":");
    push_text(json, &stray.cell);
    json.push('}');
}

/// Adds an explanation.
pub(crate) fn explanation(json: &mut String, one: &Explanation) {
    json.push_str("{\"check\":");
    push_text(json, &one.check);
    if !one.row.is_empty() {
        json.push_str(",\"row\":{");
        for (i, (dimension, member)) in one.row.iter().enumerate() {
            if i > 0 {
                json.push(',');
            }
            push_text(json, dimension);
            json.push(':');
            push_text(json, member);
        }
        json.push('}');
    }
    json.push_str(",\"text\":");
    push_text(json, &one.text);
    json.push('}');
}

/// Adds a JSON string.
pub(crate) fn push_text(json: &mut String, text: &str) {
    // Writing a string to JSON cannot fail.
    json.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Adds the content of a cell.
pub(crate) fn push_cell(json: &mut String, plan: &Plan, number: u32, cell: &Cell) {
    match cell {
        Cell::Other(other) => json.push_str(&other.json),
        Cell::Codes(codes) => {
            json.push('[');
            for (i, code) in codes.iter().enumerate() {
                if i > 0 {
                    json.push(',');
                }
                push_text(json, code);
            }
            json.push(']');
        }
        cell => match literal(plan, number, cell) {
            Literal::Null => json.push_str("null"),
            Literal::Bool(value) => json.push_str(if value { "true" } else { "false" }),
            Literal::Integer(value) => {
                // Writing to a string cannot fail.
                let _ = write!(json, "{value}");
            }
            Literal::Text(text) => push_text(json, &text),
        },
    }
}

/// The content of a cell as a JSON value.
pub(crate) fn literal(plan: &Plan, number: u32, cell: &Cell) -> Literal {
    let decimals = match plan.cells.get(number as usize).map(|cell| &cell.content) {
        Some(Content::Figure(figure)) => figure.decimals,
        _ => 0,
    };
    match cell {
        Cell::Blank => Literal::Null,
        Cell::Figure(digits) if decimals == 0 => Literal::Integer(*digits),
        Cell::Figure(digits) => Literal::Text(Decimal::new((*digits).into(), decimals).to_string()),
        Cell::Wide(value) => Literal::Text(value.to_string()),
        Cell::Mark(mark) => match plan.marks.get(*mark as usize) {
            Some(mark) => Literal::Text(mark.token.clone()),
            None => Literal::Null,
        },
        Cell::Text(text) => Literal::Text(text.to_string()),
        Cell::Date(date) => Literal::Text(date.to_string()),
        Cell::Year(year) => Literal::Integer((*year).into()),
        Cell::Bool(value) => Literal::Bool(*value),
        Cell::Codes(codes) => Literal::Text(serde_json::to_string(&**codes).unwrap_or_default()),
        Cell::Other(other) => Literal::of_json(&other.json),
    }
}
