//! Findings as one JSON document that is written as they come, a line each.

use serde::Serialize;
use tallyform::Finding;

use super::render::{Renderer, ReportName};
use super::summary::Summary;

/// A finding and the report that it is about.
#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    line: Option<u64>,
    column: Option<u64>,
    #[serde(flatten)]
    finding: &'a Finding,
}

pub(super) fn head(renderer: &Renderer<'_>) -> String {
    format!("{{\"form\":{},\"revision\":{},\"findings\":[", text(&renderer.plan.form), text(&renderer.plan.revision))
}

pub(super) fn finding(report: &ReportName<'_>, finding: &Finding) -> String {
    let place = report.place(finding);
    to_json(&Entry { file: place.file, line: place.line, column: place.column, finding })
}

pub(super) fn tail(summary: &Summary<'_>) -> String {
    format!("\n],\"summary\":{}}}\n", to_json(&summary.data()))
}

fn text(text: &str) -> String {
    to_json(&text)
}

/// Nothing that is printed here can fail to be JSON: its maps have text keys and its numbers are integers.
pub(super) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
