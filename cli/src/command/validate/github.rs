//! Findings as annotations of a GitHub workflow.

use tallyform::plan::Severity;
use tallyform::{Finding, Outcome};

use super::render::{Renderer, ReportName};
use crate::console::harmless;

pub(super) fn finding(renderer: &Renderer<'_>, report: &ReportName<'_>, finding: &Finding) -> String {
    let command = match (finding.outcome, finding.severity) {
        (Outcome::Violated, Severity::Error) => "error",
        (Outcome::Violated, Severity::Warning) => "warning",
        _ => "notice",
    };
    let place = report.place(finding);
    let line = place.line.map(|line| format!(",line={line}")).unwrap_or_default();
    let column = place.column.map(|column| format!(",col={column}")).unwrap_or_default();
    let message = renderer.message(finding);
    let at = finding.cells.first().map(|cell| format!(" ({})", cell.at)).unwrap_or_default();
    format!(
        "::{command} file={}{line}{column},title={}::{}\n",
        property(report.file),
        property(&finding.check),
        data(&format!("{message}{at}"))
    )
}

/// A text as the commands of a workflow take it. What would steer a terminal is shown instead: logs are read on one.
fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
