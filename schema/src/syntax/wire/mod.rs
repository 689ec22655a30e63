//! The shape of a form file for editors: types that are never filled, only described.
//!
//! The decoder keeps spans and reports all errors at once, which a derived reader cannot; so these types stand beside it
//! and give the JSON Schema. Tests hold their keys and words against those of the decoder, and real forms against both.

#![allow(dead_code, reason = "the fields are described by a derive and never read")]

/// Declares words of the language.
macro_rules! words {
    ($($(#[doc = $doc:literal])+ $name:ident: $($variant:ident = $word:literal),+;)*) => {$(
        $(#[doc = $doc])+
        #[derive(schemars::JsonSchema)]
        pub(super) enum $name {
            $(#[schemars(rename = $word)] $variant,)+
        }
    )*};
}

mod file;
mod node;
mod tables;
mod value;

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// The JSON Schema (draft 2020-12) of form files, for editors that complete and check a file while it is typed.
///
/// It knows shapes only: what a name leads to, which units add and what a check says is judged by [`crate::check`].
#[must_use]
pub fn language_schema() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<file::FormFile>();
    let mut schema = schema.to_value();
    tidy(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.insert("$id".to_owned(), "https://example.org/tallyform/language-1.schema.json".into());
        root.insert("title".to_owned(), "Tallyform form file".into());
    }
    schema
}

/// Takes out what the derive says for Rust's sake: number formats, and null where a key may be left out.
fn tidy(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => {
            if let Some(one) = without_null(object) {
                object.remove("anyOf");
                object.extend(one);
            }
            if let Some(Value::Array(types)) = object.get_mut("type") {
                types.retain(|name| name != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    object.insert("type".to_owned(), one);
                }
            }
            if object.get("format").is_some_and(Value::is_string) {
                object.remove("format");
            }
            object.values_mut().for_each(tidy);
        }
        _ => {}
    }
}

/// The one schema of an `anyOf` that offers it or null.
fn without_null(object: &Map<String, Value>) -> Option<Map<String, Value>> {
    match object.get("anyOf")?.as_array()?.as_slice() {
        [Value::Object(one), Value::Object(null)] if null.get("type").is_some_and(|name| name == "null") => {
            Some(one.clone())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
