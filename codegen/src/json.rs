//! JSON as a value whose objects keep their order, and its text: what fits on a line stands on one.
//!
//! `serde_json::Value` sorts its keys, or does not, as the features of a build happen to be; published files are read by
//! people and compared byte by byte.

use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use tallyform::plan::Texts;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Integer(i64),
    /// One unit of this decimal place: `1`, `0.1`, `0.01`.
    Power(u8),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// Greatest width of a line that holds more than one value, in characters.
const WIDTH: usize = 120;

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

impl<T: Into<Self>> FromIterator<T> for Json {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::List(values.into_iter().map(Into::into).collect())
    }
}

/// An object being written down, key by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Object(Vec<(String, Json)>);

/// A text in all its languages.
pub(crate) fn texts(texts: &Texts) -> Object {
    texts.iter().fold(Object::new(), |object, (language, text)| object.with(language.as_str(), text.as_str()))
}

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a key.
    pub(crate) fn with(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        self.0.push((key.into(), value.into()));
        self
    }

    /// Adds a key where there is a value.
    pub(crate) fn with_some(self, key: impl Into<String>, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds all keys of another object.
    pub(crate) fn extended(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The object, where it has a key.
    pub(crate) fn some(self) -> Option<Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct JsonVisitor;
        impl<'de> Visitor<'de> for JsonVisitor {
            type Value = Json;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON whose numbers are 64-bit integers")
            }

            fn visit_unit<E: Error>(self) -> Result<Json, E> {
                Ok(Json::Null)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
                Ok(Json::Bool(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
                Ok(Json::Integer(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
                i64::try_from(value).map(Json::Integer).map_err(E::custom)
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Json, E> {
                Ok(Json::Text(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = list.next_element()? {
                    values.push(value);
                }
                Ok(Json::List(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Json::Object(entries))
            }
        }
        deserializer.deserialize_any(JsonVisitor)
    }
}

/// What serde makes of a value, in the order in which it makes it.
pub(crate) fn of(value: &impl Serialize) -> Result<Json, serde_json::Error> {
    serde_json::from_slice(&serde_json::to_vec(value)?)
}

/// The text of a value, with a line feed at its end.
pub(crate) fn print(json: &Json) -> String {
    let mut text = String::new();
    write(json, 0, 0, &mut text);
    text.push('\n');
    text
}

/// `indent` is where the line of the value starts, `used` how much of the line stands before and after the value.
fn write(json: &Json, indent: usize, used: usize, text: &mut String) {
    let line = compact(json);
    let room = WIDTH.saturating_sub(indent + used);
    let inner = indent + 2;
    match json {
        Json::Object(entries) if line.chars().count() > room => {
            text.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                let key = format!("{}: ", quote(key));
                start(at, inner, text);
                text.push_str(&key);
                write(value, inner, key.chars().count() + 1, text);
            }
            end(indent, text);
            text.push('}');
        }
        Json::List(values) if line.chars().count() > room => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                start(at, inner, text);
                write(value, inner, 1, text);
            }
            end(indent, text);
            text.push(']');
        }
        _ => text.push_str(&line),
    }
}

fn start(at: usize, indent: usize, text: &mut String) {
    if at > 0 {
        text.push(',');
    }
    end(indent, text);
}

fn end(indent: usize, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
}

fn compact(json: &Json) -> String {
    match json {
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Integer(value) => value.to_string(),
        Json::Power(0) => "1".to_owned(),
        Json::Power(places) => format!("0.{}1", "0".repeat(usize::from(*places) - 1)),
        Json::Text(value) => quote(value),
        Json::List(values) => format!("[{}]", values.iter().map(compact).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", quote(key), compact(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stands_on_one_line() {
        let short: Json = Object::new().with("a", 1).with("b", ["x", "y"].into_iter().collect::<Json>()).into();
        assert_eq!(print(&short), "{\"a\": 1, \"b\": [\"x\", \"y\"]}\n");
    }

    #[test]
    fn long_lines_are_broken_outside_in() {
        let long: Json =
            Object::new().with("short", [1, 2].into_iter().collect::<Json>()).with("long", "长".repeat(110)).into();
        let expected = format!("{{\n  \"short\": [1, 2],\n  \"long\": \"{}\"\n}}\n", "长".repeat(110));
        assert_eq!(print(&long), expected);
        assert!(serde_json::from_str::<serde_json::Value>(&print(&long)).is_ok());
    }

    #[test]
    fn order_is_kept() {
        let object: Json = Object::new().with("z", true).with("a", Json::Null).into();
        assert_eq!(print(&object), "{\"z\": true, \"a\": null}\n");
    }
}
