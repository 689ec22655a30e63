//! What a JSON Schema says of the revision before: remarks, which judge no report.

use serde_json::{Value, json};
use tallyform_codegen::json_schema::{json_schema, vocabulary};
use tallyform_codegen::{Output, compile};
use tallyform_schema::SourceMap;

const BEFORE: &str = r#"tallyform: 1
form: org.example.requests
revision: "2024"
title: {en: Requests, zh: 申请}
languages: [en, zh]
base: https://example.org/forms
units: {case: {kind: count, label: {zh: 件}}}
unit: case
items:
  - {id: received, label: {en: Received, zh: 收到}}
  - {id: other, label: {en: Other, zh: 其他}}
  - {id: fax, label: {en: By fax, zh: 传真}}
"#;

const AFTER: &str = r#"tallyform: 1
form: org.example.requests
revision: "2025"
revises: 2024.yaml
because: {en: a new law, zh: 新法}
title: {en: Requests, zh: 申请}
languages: [en, zh]
base: https://example.org/forms
units: {case: {kind: count, label: {zh: 件}}}
unit: case
items:
  - {id: requests, label: {en: Received, zh: 收到}, was: received}
  - id: other
    label: {en: Other, zh: 其他}
    items: [{id: late, label: {en: Late, zh: 逾期}}, {id: rest, label: {en: The rest, zh: 其余}}]
gone: {fax: {en: no longer in use, zh: 已停用}}
"#;

fn value(output: &Output) -> Value {
    serde_json::from_slice(&output.bytes).expect("it is JSON")
}

fn schema() -> Value {
    let mut sources = SourceMap::new();
    let mut read = |name: &str| match name {
        "2024.yaml" => Ok(BEFORE.as_bytes().to_vec()),
        _ => Err("there is no such file".to_owned()),
    };
    let file = sources.load("2025.yaml", AFTER.as_bytes(), &mut read);
    let compiled = compile(&sources, file);
    value(&json_schema(&compiled.plan.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))))
}

#[test]
fn the_schema_names_the_revision_before_and_what_became_of_it() {
    let schema = schema();
    assert_eq!(
        schema["x-tallyform"]["predecessor"],
        json!({
            "revision": "2024",
            "schema": "https://example.org/forms/org.example.requests/2024/report.schema.json",
            "because": {"en": "a new law", "zh": "新法"},
            "changed": [
                {"kind": "continued", "from": ["received"], "to": ["requests"]},
                {"kind": "split", "from": ["other"], "to": ["other.late", "other.rest"]},
            ],
            "gone": [{
                "path": "fax",
                "labels": {"en": "By fax", "zh": "传真"},
                "because": {"en": "no longer in use", "zh": "已停用"},
            }],
        })
    );
    let described = jsonschema::validator_for(&value(&vocabulary())).expect("the vocabulary is well-formed");
    let errors: Vec<String> = described.iter_errors(&schema).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0], "the vocabulary describes all of it");
}

#[test]
fn what_is_gone_is_refused_as_any_other_key() {
    let with = schema();
    let mut without = with.clone();
    without["x-tallyform"].as_object_mut().expect("the annotation of the root").remove("predecessor");
    let [with, without] = [with, without].map(|schema| jsonschema::validator_for(&schema).expect("well-formed"));
    for (report, is_valid) in [
        (json!({"requests": 5, "other": {"late": 1, "rest": 2}}), true),
        (json!({"requests": 5, "fax": 1}), false),
        (json!({"requests": 5, "fax": null}), false),
        (json!({"received": 5}), false),
        (json!({"other": 3}), false),
    ] {
        assert_eq!(with.is_valid(&report), is_valid, "{report}");
        assert_eq!(without.is_valid(&report), is_valid, "{report}");
    }
}
