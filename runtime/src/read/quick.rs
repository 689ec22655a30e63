//! Reports through serde, without a copy of anything but texts.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::{Seen, clear, exact, fit, period};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::{Report, Unknown};
use crate::validator::{CellTable, Object, Shape, Table, Target, Validator, beneath};

/// Reads a report where it holds nothing unusual. Whether it was read; if not, the report is in disorder.
pub(super) fn read(plan: &Plan, table: &Table, bytes: &[u8], seen: &mut Seen, report: &mut Report) -> bool {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let mut state = State { plan, table, seen, report, patient: false };
    state.start();
    let root = ObjectSeed { state: &mut state, node: 0 };
    if root.deserialize(&mut json).is_err() || json.end().is_err() {
        return false;
    }
    state.finish();
    true
}

/// Reads a report of a form from any serde format that describes itself.
///
/// Floating point numbers of such a format are taken by their shortest decimal text.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct ReportSeed<'a>(pub &'a Validator);

impl<'de> DeserializeSeed<'de> for ReportSeed<'_> {
    type Value = Report;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Report, D::Error> {
        let mut report = Report::default();
        let mut seen = Seen::default();
        let (plan, table) = (self.0.plan(), self.0.table());
        let mut state = State { plan, table, seen: &mut seen, report: &mut report, patient: true };
        state.start();
        ObjectSeed { state: &mut state, node: 0 }.deserialize(deserializer)?;
        state.finish();
        Ok(report)
    }
}

/// A report in the making.
struct State<'a> {
    plan: &'a Plan,
    table: &'a Table,
    seen: &'a mut Seen,
    report: &'a mut Report,
    /// Takes what is unusual too, as there is no second way to read this input.
    patient: bool,
}

impl State<'_> {
    fn start(&mut self) {
        clear(self.table, self.report);
        self.seen.clear(self.table.keys);
    }

    /// Drops what is left of an earlier report and not replaced by this one.
    fn finish(&mut self) {
        if self.report.period.as_ref().is_some_and(String::is_empty) {
            self.report.period = None;
        }
        for (cell, key) in &self.table.texts {
            if !self.seen.contains(*key)
                && let Some(cell) = self.report.cells.get_mut(*cell as usize)
            {
                *cell = Cell::Blank;
            }
        }
    }
}

/// JSON Pointer of a node.
fn pointer(plan: &Plan, node: u32) -> String {
    match plan.nodes.get(node as usize) {
        Some(node) if !node.path.is_empty() => beneath(&pointer(plan, node.parent.unwrap_or(0)), &node.id),
        _ => String::new(),
    }
}

/// The error that sends a report the exact way; nobody sees it.
fn unusual<E: serde::de::Error>() -> E {
    E::custom("unusual")
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
            return Err(unusual());
        };
        let mut expected = 0;
        while let Some(position) = map.next_key_seed(KeySeed { object, expected, patient: state.patient })? {
            let position = match position {
                Found::Known(position) => position,
                Found::Unknown(key) => {
                    let value: serde_json::Value = map.next_value()?;
                    let at = beneath(&pointer(state.plan, self.node), &key);
                    state.report.unknown.push(Unknown { at, json: value.to_string() });
                    continue;
                }
            };
            expected = position + 1;
            let Some(key) = object.keys.get(position) else {
                return Err(unusual());
            };
            if !state.seen.insert(object.first + position) {
                return Err(A::Error::custom(format_args!("the key `{}` is there twice", key.text)));
            }
            match key.target {
                Target::Cell(cell) => {
                    let (Some(cell_table), Some(into)) =
                        (table.cells.get(cell as usize), state.report.cells.get_mut(cell as usize))
                    else {
                        return Err(unusual());
                    };
                    map.next_value_seed(CellSeed {
                        plan: state.plan,
                        table: cell_table,
                        into,
                        patient: state.patient,
                    })?;
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
    patient: bool,
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
            None if self.patient => Ok(Found::Unknown(text.to_owned())),
            None => Err(unusual()),
        }
    }
}

/// The content of a cell.
struct CellSeed<'a> {
    plan: &'a Plan,
    table: &'a CellTable,
    into: &'a mut Cell,
    patient: bool,
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
            None if self.patient => misfit(self.plan, self.table),
            None => return Err(unusual()),
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
        // JSON never comes here with `patient`: its numbers are read from their text.
        self.put(None, |_, table| fit::number(table, &value.to_string()))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        let fitting = (self.table.shape == Shape::Bool).then_some(Cell::Bool(value));
        self.put(fitting, |_, table| fit::misfit(table, if value { "true" } else { "false" }, None))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        if matches!(self.table.shape, Shape::Text | Shape::Code)
            && self.table.mark(text).is_none()
            && let Cell::Text(old) = self.into
        {
            old.set(text);
            return Ok(());
        }
        let fitting = fit::text(self.table, text);
        self.put(fitting, |plan, table| fit::other_text(plan, table, text, &serde_json::Value::from(text).to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if !self.patient {
            return Err(unusual());
        }
        let mut all = Vec::new();
        while let Some(value) = seq.next_element::<serde_json::Value>()? {
            all.push(value);
        }
        let codes: Option<Vec<String>> = all.iter().map(|code| code.as_str().map(str::to_owned)).collect();
        let fitting = codes.filter(|_| self.table.shape == Shape::Codes).map(|codes| Cell::Codes(Box::new(codes)));
        self.put(fitting, |_, table| fit::misfit(table, &serde_json::Value::Array(all).to_string(), None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if !self.patient {
            return Err(unusual());
        }
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
        if self.state.patient {
            let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
            return exact::head(self.state.plan, self.target, &value.to_string(), self.state.report)
                .map_err(D::Error::custom);
        }
        match self.target {
            Target::Form | Target::Revision | Target::Period => deserializer.deserialize_any(self),
            // A report that has something here is rare, and is read the exact way.
            _ => Err(unusual()),
        }
    }
}

impl Visitor<'_> for HeadSeed<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a form, a revision or a period")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.visit_str(&value.to_string())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        let State { plan, report, .. } = self.state;
        let sound = match self.target {
            Target::Form => plan.form == text,
            Target::Revision => plan.revision == text,
            Target::Period => plan.period.as_ref().is_some_and(|period| period::is_period(period.every, text)),
            _ => false,
        };
        if !sound {
            return Err(unusual());
        }
        if self.target == Target::Period {
            let period = report.period.get_or_insert_default();
            period.clear();
            period.push_str(text);
        }
        Ok(())
    }
}
