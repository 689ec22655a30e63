//! The content of a cell from any serde format that describes itself.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::fit;
use crate::cell::Cell;
use crate::plan::Plan;
use crate::validator::{CellTable, Shape};

/// The content of a cell.
pub(super) struct CellSeed<'a> {
    pub(super) plan: &'a Plan,
    pub(super) table: &'a CellTable,
    pub(super) into: &'a mut Cell,
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
