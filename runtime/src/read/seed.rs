//! Reports from any serde format that describes itself.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::value::CellSeed;
use super::{Fault, Seen, Unreadable, exact, next_row, too_many_rows};
use crate::cell::Cell;
use crate::plan::{Layout, Plan};
use crate::report::{Report, Unknown};
use crate::validator::{Object, Table, Target, Validator, beneath};

/// Reads a report of a form from any serde format that describes itself.
///
/// Floating point numbers of such a format are taken by their shortest decimal text.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ReportSeed<'a>(pub &'a Validator);

/// Reads one object of a report, whose node this is. The report has the cells of that node and of all beneath it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartSeed<'a>(pub(crate) &'a Validator, pub(crate) u32);

impl<'de> DeserializeSeed<'de> for ReportSeed<'_> {
    type Value = Report;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Report, D::Error> {
        PartSeed(self.0, 0).deserialize(deserializer)
    }
}

impl<'de> DeserializeSeed<'de> for PartSeed<'_> {
    type Value = Report;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Report, D::Error> {
        let mut report = Report::default();
        let mut seen = Seen::default();
        let (plan, table) = (self.0.plan(), self.0.table());
        let Some(span) = table.spans.get(self.1 as usize) else {
            return Err(inconsistent());
        };
        let into = vec![Cell::Blank; span.len()];
        report.rows.resize_with(table.sections.len(), Vec::new);
        seen.clear(table);
        let places = Vec::new();
        let first = span.start;
        let mut state = State { plan, table, seen: &mut seen, report: &mut report, into, first, row: 0, places };
        ObjectSeed { state: &mut state, node: self.1 }.deserialize(deserializer)?;
        let cells = state.into;
        report.cells = cells;
        Ok(report)
    }
}

/// A report in the making.
struct State<'a> {
    plan: &'a Plan,
    table: &'a Table,
    seen: &'a mut Seen,
    report: &'a mut Report,
    /// The cells of the report, or of the row that is being read.
    into: Vec<Cell>,
    /// The number of the first of them.
    first: usize,
    /// The number of the row that is being read, among those of its section.
    row: u32,
    /// The place of each row around what is being read in its list, outermost first.
    places: Vec<usize>,
}

/// JSON Pointer of a node, in the rows of these places.
fn pointer(plan: &Plan, places: &[usize], node: u32) -> String {
    let Some(node) = plan.nodes.get(node as usize) else { return String::new() };
    let Some(parent) = node.parent else { return String::new() };
    match (node.layout, places) {
        (Some(Layout::Rows(_)), [outer @ .., last]) => {
            format!("{}/{last}", beneath(&pointer(plan, outer, parent), &node.id))
        }
        _ => beneath(&pointer(plan, places, parent), &node.id),
    }
}

/// The error of a table that does not match its plan, which cannot be.
fn inconsistent<E: serde::de::Error>() -> E {
    E::custom("the form's own tables are inconsistent")
}

/// The error of a report that cannot be read. What reads other formats says where it is itself.
fn refused<E: serde::de::Error>(plan: &Plan, fault: Fault, found: String) -> E {
    let message = Unreadable { fault, found, ..Unreadable::default() }.finding(plan).message;
    let text = message.get("en").or_else(|| message.values().next());
    E::custom(text.map_or("", String::as_str))
}

/// An object of the report.
struct ObjectSeed<'s, 'a> {
    state: &'s mut State<'a>,
    node: u32,
}

impl<'de> DeserializeSeed<'de> for ObjectSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ObjectSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.state.plan.nodes.get(self.node as usize) {
            Some(node) if self.node > 0 => write!(f, "an object for `{}`", node.path),
            _ => f.write_str("an object that is a report"),
        }
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        let node = self.state.plan.nodes.get(self.node as usize);
        let is_row = node.is_some_and(|node| matches!(node.layout, Some(Layout::Rows(_))));
        if self.node == 0 || is_row { Err(E::invalid_type(serde::de::Unexpected::Unit, &self)) } else { Ok(()) }
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let state = self.state;
        let table = state.table;
        let Some(object) = table.objects.get(self.node as usize) else {
            return Err(inconsistent());
        };
        let mut expected = 0;
        while let Some(position) = map.next_key_seed(KeySeed { object, expected })? {
            let position = match position {
                Found::Known(position) => position,
                Found::Unknown(key) => {
                    let value: serde_json::Value = map.next_value()?;
                    let at = beneath(&pointer(state.plan, &state.places, self.node), &key);
                    if state.report.unknown.iter().any(|one| one.at == at) {
                        return Err(A::Error::custom(format_args!("the key `{key}` is there twice")));
                    }
                    state.report.unknown.push(Unknown { at, json: value.to_string() });
                    continue;
                }
            };
            expected = position + 1;
            let Some(key) = object.keys.get(position) else {
                return Err(inconsistent());
            };
            if !state.seen.insert(object.first + position) {
                return Err(A::Error::custom(format_args!("the key `{}` is there twice", key.text)));
            }
            match key.target {
                Target::Cell(cell) => {
                    let slot = (cell as usize).checked_sub(state.first).and_then(|at| state.into.get_mut(at));
                    let (Some(cell_table), Some(into)) = (table.cells.get(cell as usize), slot) else {
                        return Err(inconsistent());
                    };
                    map.next_value_seed(CellSeed { plan: state.plan, table: cell_table, into })?;
                }
                Target::Node(node) => map.next_value_seed(ObjectSeed { state: &mut *state, node })?,
                Target::Rows(section) => map.next_value_seed(RowsSeed { state: &mut *state, section })?,
                other => map.next_value_seed(HeadSeed { state: &mut *state, target: other })?,
            }
        }
        Ok(())
    }
}

/// A list of rows.
struct RowsSeed<'s, 'a> {
    state: &'s mut State<'a>,
    section: u32,
}

impl<'de> DeserializeSeed<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for RowsSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let table = self.state.table.sections.get(self.section as usize);
        let node = table.and_then(|table| self.state.plan.nodes.get(table.node as usize));
        write!(f, "a list of rows for `{}`", node.map_or("", |node| &node.path))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { state, section } = self;
        state.places.push(0);
        while seq.next_element_seed(RowSeed { state: &mut *state, section })?.is_some() {
            if let Some(place) = state.places.last_mut() {
                *place += 1;
            }
        }
        state.places.pop();
        Ok(())
    }
}

/// A row: for its time, what is read goes into its cells.
struct RowSeed<'s, 'a> {
    state: &'s mut State<'a>,
    section: u32,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Self { state, section } = self;
        let Some(table) = state.table.sections.get(section as usize) else {
            return Err(inconsistent());
        };
        let Some(number) = state.seen.row(section, table) else {
            return Err(refused(state.plan, too_many_rows(state.table), String::new()));
        };
        let Some(row) = next_row(&mut state.report.rows, section, number) else {
            return Err(inconsistent());
        };
        row.above = state.row;
        let in_row = u32::try_from(number).map_err(|_| D::Error::custom("too many rows"))?;
        let cells = vec![Cell::Blank; table.cells.len()];
        let outer = (std::mem::replace(&mut state.into, cells), state.first, state.row);
        (state.first, state.row) = (table.cells.start, in_row);
        state.seen.forget(&table.keys);
        ObjectSeed { state: &mut *state, node: table.node }.deserialize(deserializer)?;
        let cells = std::mem::replace(&mut state.into, outer.0);
        (state.first, state.row) = (outer.1, outer.2);
        if let Some(row) = next_row(&mut state.report.rows, section, number) {
            row.cells = cells;
        }
        Ok(())
    }
}

/// What a key turned out to be.
enum Found {
    Known(usize),
    Unknown(String),
}

/// A key of an object.
struct KeySeed<'a> {
    object: &'a Object,
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Found, E> {
        match self.object.find(self.expected, text) {
            Some(position) => Ok(Found::Known(position)),
            None => Ok(Found::Unknown(text.to_owned())),
        }
    }
}

/// What stands at the head or the end of a report, beside its nodes.
struct HeadSeed<'s, 'a> {
    state: &'s mut State<'a>,
    target: Target,
}

impl<'de> DeserializeSeed<'de> for HeadSeed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
        let (plan, json) = (self.state.plan, value.to_string());
        exact::head(plan, self.target, &json, self.state.report).map_err(|fault| refused(plan, fault, json))
    }
}
