//! Findings as SARIF 2.1.0, written as they come.

use serde_json::{Value, json};
use tallyform::plan::Severity;
use tallyform::{Finding, Outcome};

use super::json::to_json;
use super::render::{Renderer, ReportName};
use crate::form;
use crate::language::in_language;

pub(super) fn head(renderer: &Renderer<'_>) -> String {
    let rules: Vec<Value> = renderer
        .plan
        .rules
        .iter()
        .map(|rule| {
            let mut value = json!({
                "id": rule.id,
                "shortDescription": {"text": rule.text},
                "defaultConfiguration": {"level": level(rule.severity.at(renderer.state))},
            });
            if let (Some(because), Some(value)) = (&rule.because, value.as_object_mut()) {
                value.insert("fullDescription".to_owned(), json!({"text": in_language(because, renderer.language)}));
            }
            let states = &renderer.plan.states;
            let of_state = |(at, state): (usize, &String)| (state.clone(), json!(level(rule.severity.at(Some(at)))));
            let levels: serde_json::Map<String, Value> = states.iter().enumerate().map(of_state).collect();
            if let (false, Some(value)) = (levels.is_empty(), value.as_object_mut()) {
                value.insert("properties".to_owned(), json!({"levels": levels}));
            }
            value
        })
        .collect();
    let driver = json!({"name": "tallyform", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
    format!(
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{}}},\"columnKind\":\"unicodeCodePoints\",\"results\":[",
        to_json(&driver)
    )
}

pub(super) fn finding(renderer: &Renderer<'_>, report: &ReportName<'_>, finding: &Finding) -> String {
    let mut physical = json!({"artifactLocation": {"uri": uri(report.file)}});
    let place = report.place(finding);
    if let (Some(line), Some(physical)) = (place.line, physical.as_object_mut()) {
        let region = match place.column {
            Some(column) => json!({"startLine": line, "startColumn": column}),
            None => json!({"startLine": line}),
        };
        physical.insert("region".to_owned(), region);
    }
    let cells: Vec<Value> = finding.cells.iter().map(|cell| json!({"fullyQualifiedName": cell.at})).collect();
    let mut location = json!({"physicalLocation": physical});
    if let (false, Some(location)) = (cells.is_empty(), location.as_object_mut()) {
        location.insert("logicalLocations".to_owned(), Value::Array(cells));
    }
    let mut result = json!({
        "ruleId": finding.check,
        "kind": match finding.outcome { Outcome::Violated => "fail", Outcome::Undetermined => "open", _ => "review" },
        "level": match finding.outcome { Outcome::Violated => level(finding.severity), _ => "none" },
        "message": {"text": renderer.message(finding)},
        "locations": [location],
    });
    if let (Some((file, line, column)), Some(result)) =
        (form::split(&renderer.form_place(finding)), result.as_object_mut())
    {
        let place = json!({
            "id": 1,
            "message": {"text": "the place in the form"},
            "physicalLocation": {
                "artifactLocation": {"uri": uri(file)},
                "region": {"startLine": line, "startColumn": column},
            },
        });
        result.insert("relatedLocations".to_owned(), json!([place]));
    }
    to_json(&result)
}

pub(super) fn tail() -> String {
    "\n]}]}\n".to_owned()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a relative reference: `/` between folders, everything else percent-encoded.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
