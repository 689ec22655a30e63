//! Reports from any serde format that describes itself.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Seen, Unreadable, exact, fit};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::{Report, Unknown};
use crate::validator::{CellTable, Object, Shape, Table, Target, Validator, beneath};

/// Reads a report of a form from any serde format that describes itself.
///
/// Floating point numbers of such a format are taken by their shortest decimal text.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ReportSeed<'a>(pub &'a Validator);

/// Reads one object of a report, whose node this is, and leaves all other cells blank.
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
        let mut state = State { plan, table, seen: &mut seen, report: &mut report };
        state.report.cells.resize(table.cells.len(), Cell::Blank);
        state.seen.clear(table.keys);
        ObjectSeed { state: &mut state, node: self.1 }.deserialize(deserializer)?;
        Ok(report)
    }
}

/// A report in the making.
struct State<'a> {
    plan: &'a Plan,
    table: &'a Table,
    seen: &'a mut Seen,
    report: &'a mut Report,
}

/// JSON Pointer of a node.
fn pointer(plan: &Plan, node: u32) -> String {
    match plan.nodes.get(node as usize) {
        Some(node) if !node.path.is_empty() => beneath(&pointer(plan, node.parent.unwrap_or(0)), &node.id),
        _ => String::new(),
    }
}

/// The error of a table that does not match its plan, which cannot be.
fn inconsistent<E: serde::de::Error>() -> E {
    E::custom("the form's own tables are inconsistent")
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
        if self.node == 0 { Err(E::invalid_type(serde::de::Unexpected::Unit, &self)) } else { Ok(()) }
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
                    let at = beneath(&pointer(state.plan, self.node), &key);
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
                    let (Some(cell_table), Some(into)) =
                        (table.cells.get(cell as usize), state.report.cells.get_mut(cell as usize))
                    else {
                        return Err(inconsistent());
                    };
                    map.next_value_seed(CellSeed { plan: state.plan, table: cell_table, into })?;
                }
                Target::Node(node) => map.next_value_seed(ObjectSeed { state: &mut *state, node })?,
                other => map.next_value_seed(HeadSeed { state: &mut *state, target: other })?,
            }
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

/// The content of a cell.
struct CellSeed<'a> {
    plan: &'a Plan,
    table: &'a CellTable,
    into: &'a mut Cell,
}

impl CellSeed<'_> {
    /// Puts what fits, or what does not and is to be kept.
    fn put<E: serde::de::Error>(
        self,
        fitting: Option<Cell>,
        misfit: impl FnOnce(&Plan, &CellTable) -> Cell,
    ) -> Result<(), E> {
        *self.into = match fitting {
            Some(cell) => cell,
            None => misfit(self.plan, self.table),
        };
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for CellSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the content of a cell")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        *self.into = Cell::Blank;
        Ok(())
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        let fitting = fit::integer(self.table, value);
        self.put(fitting, |_, table| fit::number(table, &value.to_string()))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        let fitting = i64::try_from(value).ok().and_then(|value| fit::integer(self.table, value));
        self.put(fitting, |_, table| fit::number(table, &value.to_string()))
    }

    fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<(), E> {
        self.put(None, |_, table| fit::number(table, &value.to_string()))
    }

    fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<(), E> {
        self.put(None, |_, table| fit::number(table, &value.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.put(None, |_, table| fit::number(table, &value.to_string()))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        let fitting = (self.table.shape == Shape::Bool).then_some(Cell::Bool(value));
        self.put(fitting, |_, table| fit::misfit(table, if value { "true" } else { "false" }, None))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        let fitting = fit::text(self.table, text);
        self.put(fitting, |plan, table| fit::other_text(plan, table, text, &serde_json::Value::from(text).to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut all = Vec::new();
        while let Some(value) = seq.next_element::<serde_json::Value>()? {
            all.push(value);
        }
        let codes: Option<Vec<String>> = all.iter().map(|code| code.as_str().map(str::to_owned)).collect();
        let fitting = codes.filter(|_| self.table.shape == Shape::Codes).map(|codes| Cell::Codes(Box::new(codes)));
        self.put(fitting, |_, table| fit::misfit(table, &serde_json::Value::Array(all).to_string(), None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut all = serde_json::Map::new();
        while let Some((key, value)) = map.next_entry::<String, serde_json::Value>()? {
            all.insert(key, value);
        }
        self.put(None, |_, table| fit::misfit(table, &serde_json::Value::Object(all).to_string(), None))
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
        exact::head(plan, self.target, &json, self.state.report).map_err(|fault| {
            // What reads other formats says where it is itself.
            let unreadable = Unreadable { fault, found: json.clone(), ..Unreadable::default() };
            let message = unreadable.finding(plan).message;
            let text = message.get("en").or_else(|| message.values().next());
            D::Error::custom(text.map_or("", String::as_str))
        })
    }
}
