//! Two revisions of a small form, and reports on their way between them.

pub mod drawn;
pub mod expected;

use serde_json::Value;
use tallyform::revision::{Migrated, Migration};
use tallyform::{Plan, Validator};
use tallyform_schema::SourceMap;

/// What both revisions begin with: units, marks and one language.
const HEAD: &str = r#"tallyform: 1
form: org.example.cases
title: Cases
languages: [en]
units:
  case: {kind: count}
  yuan: {kind: money, of: CNY, decimals: 2}
  wan: {kind: money, of: CNY, factor: 10000, decimals: 4}
  day: {kind: duration, decimals: 1}
marks: {"/": not_applicable, "none": not_applicable, "<1": {above: 0, below: 1}, few: {suppressed: {min: 0, max: 4}}}
takes: ["/", "<1"]
unit: case
"#;

/// An earlier and a later revision, and the ways between them.
#[derive(Debug)]
pub struct Pair {
    /// The earlier plan.
    pub old: Plan,
    /// The later plan.
    pub new: Plan,
    /// From the earlier to the later.
    pub onward: Migration,
    /// From the later to the earlier.
    pub back: Migration,
}

/// Compiles two revisions of which the second revises the first. They are given from behind their units.
///
/// # Panics
/// Where one of them has errors.
#[must_use]
pub fn pair(old: &str, new: &str) -> Pair {
    let old = format!("{HEAD}revision: \"2019\"\n{old}");
    let new = format!("{HEAD}revision: \"2020\"\nrevises: 2019.yaml\n{new}");
    let (old, new) = plans(&old, &new);
    let way = |from: &Plan, to: &Plan| Migration::between(from, to).unwrap_or_else(|error| panic!("{error}"));
    Pair { onward: way(&old, &new), back: way(&new, &old), old, new }
}

/// Compiles two form texts, of which the second revises the first as `2019.yaml`.
///
/// # Panics
/// Where one of them has errors.
#[must_use]
pub fn plans(old: &str, new: &str) -> (Plan, Plan) {
    let mut sources = SourceMap::new();
    let mut read = |name: &str| match name {
        "2019.yaml" => Ok(old.as_bytes().to_vec()),
        _ => Err("there is no such file".to_owned()),
    };
    let file = sources.load("2020.yaml", new.as_bytes(), &mut read);
    let mut compiled = tallyform_codegen::compile(&sources, file);
    let base = compiled.base.take().and_then(|base| base.plan);
    match (base, compiled.plan) {
        (Some(old), Some(new)) => (old, new),
        _ => panic!("a form has errors: {:#?}\n{new}", compiled.diagnostics),
    }
}

/// A report on its way: what it becomes as JSON, and what was left, a line each: where, what and why.
///
/// # Panics
/// Where the report cannot be read, or what it becomes is not read as it was written.
#[must_use]
pub fn carry(way: &Migration, report: &Value) -> (Value, Vec<String>) {
    let validator = |plan: &Plan| Validator::new(plan.clone()).unwrap_or_else(|error| panic!("{error}"));
    let (from, to) = (validator(way.from()), validator(way.to()));
    let report = from.read(report.to_string().as_bytes()).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let Migrated { mut report, left } = way.report(&report);
    let text = to.write(&report);
    match to.read(text.as_bytes()) {
        Ok(mut again) => {
            // Keys that the form lacks are written behind those that it has, wherever they were read.
            for report in [&mut report, &mut again] {
                report.unknown.sort_by(|a, b| a.at.cmp(&b.at));
            }
            assert_eq!(again, report, "what it becomes is a report as one would read it");
        }
        Err(findings) => panic!("{text} is not read: {findings:#?}"),
    }
    let line = |left: &tallyform::revision::Left| {
        let row: String = left.row.iter().map(|(dimension, to)| format!(" {dimension}={to}")).collect();
        format!("{} {}{row} {}: {}", left.at, left.path, left.value, left.why.key())
    };
    let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    (json, left.iter().map(line).collect())
}

/// A report without keys of which nothing is said: no form and revision, no blanks, no empty objects.
#[must_use]
pub fn short(report: &Value) -> Value {
    match report {
        Value::Object(all) => {
            let all = all.iter().filter(|(key, _)| !matches!(key.as_str(), "form" | "revision"));
            let all = all.map(|(key, value)| (key.clone(), short(value)));
            Value::Object(all.filter(|(_, value)| !is_nothing(value)).collect())
        }
        Value::Array(all) => Value::Array(all.iter().map(short).collect()),
        other => other.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(all) => all.is_empty(),
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}
