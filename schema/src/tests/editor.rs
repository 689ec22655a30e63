//! The JSON Schema of the language accepts real forms and refuses what has the wrong shape.

use std::path::Path;

use serde_json::{Map, Value};

use super::catalogue::example;
use crate::diagnostic::Code;
use crate::yaml::{self, Tree};
use crate::{SourceMap, language_schema, syntax};

/// A file as an editor reads it: plain scalars by the core schema of YAML.
fn as_json(text: &str) -> Value {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    let mut out = Vec::new();
    let tree = yaml::read(&sources, file, &mut out).unwrap_or_else(|| panic!("no tree: {out:#?}"));
    typed(&sources, &tree)
}

fn typed(sources: &SourceMap, tree: &Tree) -> Value {
    match &tree.value {
        yaml::Value::Missing | yaml::Value::Broken => Value::Null,
        yaml::Value::Sequence(items) => items.iter().map(|item| typed(sources, item)).collect(),
        yaml::Value::Mapping(entries) => {
            let fields = entries.iter().map(|entry| (entry.key.text.clone(), typed(sources, &entry.value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        // Only a plain scalar stands in the source as it reads.
        yaml::Value::Scalar(scalar) if sources.slice(scalar.span) == scalar.text => match scalar.text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" | "~" => Value::Null,
            text => serde_json::from_str::<serde_json::Number>(text).map_or_else(|_| text.into(), Value::Number),
        },
        yaml::Value::Scalar(scalar) => scalar.text.clone().into(),
    }
}

fn validator() -> jsonschema::Validator {
    jsonschema::draft202012::new(&language_schema()).expect("the language's schema is a schema")
}

/// The forms of the repository and those that use the whole language.
pub(super) fn forms() -> Vec<(String, String)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut forms = Vec::new();
    let mut folders = vec![here.join("../forms"), here.join("src/tests/forms")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder of forms is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let text = std::fs::read_to_string(&path).expect("a form can be read");
                forms.push((path.display().to_string(), text));
            }
        }
    }
    forms.sort();
    assert!(forms.len() >= 4, "the real forms are found");
    forms
}

#[test]
fn real_forms_are_read_whole() {
    // What revises another is whole only with it.
    for (name, text) in forms().into_iter().filter(|(_, text)| !text.contains("\nchanges:")) {
        let mut sources = SourceMap::new();
        let file = sources.add(&name, text);
        let mut out = Vec::new();
        let form = crate::yaml::read(&sources, file, &mut out).and_then(|tree| syntax::read(&tree, &mut out));
        assert!(form.is_some() && out.is_empty(), "{name}: {out:#?}");
    }
}

#[test]
fn real_forms_pass_the_schema() {
    let validator = validator();
    for (name, text) in forms() {
        let errors: Vec<String> =
            validator.iter_errors(&as_json(&text)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}

#[test]
fn revisions_pass_the_schema() {
    let text = r#"
tallyform: 1
form: example.form
revision: "2021"
revises: 2020.yaml
units: {case: gone}
marks: {"/": gone}
dimensions: {applicant: gone}
changes:
  received: {becomes: some_parts}
  received.letter: {becomes: gone, because: Nobody writes}
  received:balance: {severity: warning}
  received:parts: gone
"#;
    let errors: Vec<String> =
        validator().iter_errors(&as_json(text)).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let wrong = text.replace("case: gone", "case: away");
    assert!(!validator().is_valid(&as_json(&wrong)));
}

#[test]
fn failing_examples_of_shape_fail_the_schema_and_mended_ones_pass() {
    let validator = validator();
    let shape = [
        Code::UnknownKey,
        Code::MissingKey,
        Code::WrongShape,
        Code::UnknownWord,
        Code::NotANumber,
        Code::LanguageVersion,
    ];
    for code in shape {
        let [failing, mended] = ["failing", "mended"]
            .map(|kind| example(code.page(), kind).unwrap_or_else(|| panic!("{code}: an example marked {kind}")));
        assert!(!validator.is_valid(&as_json(&failing)), "{code}: the failing example passes the schema");
        assert!(validator.is_valid(&as_json(&mended)), "{code}: the mended example fails the schema");
    }
}
