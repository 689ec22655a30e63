//! The schema for editors says what the decoder reads.

use std::collections::BTreeSet;

use serde_json::Value;

use super::language_schema;
use crate::syntax::decode::words;

fn definition(schema: &Value, name: &str) -> Value {
    schema["$defs"].get(name).unwrap_or_else(|| panic!("the schema defines {name}")).clone()
}

fn keys(schema: &Value) -> BTreeSet<&str> {
    schema["properties"].as_object().expect("an object").keys().map(String::as_str).collect()
}

fn set(words: &[&[&'static str]]) -> BTreeSet<&'static str> {
    words.iter().copied().flatten().copied().collect()
}

#[test]
fn every_mapping_has_the_keys_that_the_decoder_reads_and_is_closed() {
    let schema = language_schema();
    assert_eq!(keys(&schema), set(&[words::FILE]));
    assert_eq!(schema["additionalProperties"], false);
    let expected: [(&str, &[&[&'static str]]); 14] = [
        ("Node", &[words::NODE]),
        ("NamedNode", &[&words::NODE[1..]]),
        ("ChangeFields", &[words::NODE, words::CHANGE]),
        ("Unit", &[words::UNIT]),
        ("MarkFields", &[words::MARK]),
        ("WithheldRange", &[words::RANGE]),
        ("CodeListFields", &[words::CODE_LIST]),
        ("LabelledCode", &[words::CODE]),
        ("PeriodFields", &[words::PERIOD]),
        ("Total", &[words::TOTAL]),
        ("Numbered", &[words::NUMBERED]),
        ("Open", &[words::OPEN]),
        ("CheckFields", &[words::CHECK]),
        ("CheckChange", &[words::CHECK]),
    ];
    for (name, words) in expected {
        let definition = definition(&schema, name);
        assert_eq!(keys(&definition), set(words), "{name}");
        assert_eq!(definition["additionalProperties"], false, "{name} is closed");
    }
}

#[test]
fn every_word_is_one_that_the_decoder_reads() {
    let schema = language_schema();
    let expected = [
        ("Bool", words::BOOL),
        ("Every", words::EVERY),
        ("Kind", words::KIND),
        ("Means", words::MEANS),
        ("Blank", words::BLANK),
        ("Severity", words::SEVERITY),
        ("Along", words::OVER),
        ("Columns", words::COLUMNS),
        ("At", words::AT),
        ("Type", words::TYPE),
        ("On", words::ON),
        ("ExplainedBy", words::EXPLAINED_BY),
        ("YesNo", words::YES_NO),
        ("Becomes", words::BECOMES),
    ];
    for (name, words) in expected {
        assert_eq!(definition(&schema, name)["enum"], serde_json::json!(words), "{name}");
    }
}

#[test]
fn every_key_has_a_description_and_none_may_be_null() {
    let schema = language_schema();
    let text = schema.to_string();
    assert!(!text.contains("\"null\""), "a key without a value is an error");
    let definitions = schema["$defs"].as_object().expect("definitions").values();
    for object in definitions.chain([&schema]).filter(|object| object.get("properties").is_some()) {
        for (key, property) in object["properties"].as_object().expect("an object") {
            assert!(property.get("description").is_some(), "`{key}` has no description");
        }
    }
}
