//! A form written in full is the same form.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tallyform_codegen::compile;
use tallyform_schema::{SourceMap, check, in_full};

/// What the plan of a form says, without where its parts stand and what they were; and the form in full.
#[track_caller]
fn read(name: &str, text: &str) -> (Value, String) {
    let mut sources = SourceMap::new();
    let file = sources.load(name, text, &mut |name| std::fs::read(name).map_err(|error| error.to_string()));
    let compiled = compile(&sources, file);
    let found: Vec<String> = compiled
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let line = sources.locate(diagnostic.primary.span).line;
            format!("{} {} in line {line}", diagnostic.code.as_str(), diagnostic.message)
        })
        .collect();
    let plan = compiled.plan.unwrap_or_else(|| panic!("{name}: {found:#?}\n{text}"));
    let mut plan = serde_json::to_value(plan).expect("a plan is JSON");
    without_places(&mut plan);
    (plan, in_full(&check(&sources, file)).expect("a form with a plan"))
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("place");
            map.remove("sources");
            // A full file stands on its own: what it revises has no name, and its figures are in no series.
            map.remove("predecessor");
            map.remove("series");
            map.values_mut().for_each(without_places);
        }
        Value::Array(list) => list.iter_mut().for_each(without_places),
        _ => {}
    }
}

#[track_caller]
fn is_the_same_in_full(name: &str, text: &str) {
    let (plan, full) = read(name, text);
    let (again, twice) = read(&format!("{name} in full"), &full);
    assert!(!full.contains("\nrevises:") && !full.contains("\nchanges:"), "it needs no other file:\n{full}");
    for key in plan.as_object().expect("an object").keys() {
        assert_eq!(again[key], plan[key], "`{key}` of {name}\n{full}");
    }
    assert_eq!(again, plan);
    assert_eq!(twice, full, "{name}: what is written in full stays as it is");
}

/// The form files beneath a folder of the repository.
fn forms(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            forms(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn every_form_of_the_repository_is_the_same_in_full() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in ["forms", "tests/forms", "schema/src/tests/forms"] {
        forms(&root.join(folder), &mut found);
    }
    found.sort();
    let mut read = 0;
    for path in found {
        let text = std::fs::read_to_string(&path).expect("a form file");
        is_the_same_in_full(&path.display().to_string(), &text);
        read += 1;
    }
    assert!(read >= 5, "{read} forms");
}

#[test]
fn all_of_the_language_is_the_same_in_full() {
    is_the_same_in_full("full.yaml", include_str!("full.yaml"));
}
