//! Findings for people.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer as Snippets, Snippet};
use tallyform::plan::Severity;
use tallyform::tally::Line;
use tallyform::{Finding, Literal, Outcome};

use super::render::{Renderer, ReportName};
use super::summary::Summary;
use super::wheres;
use crate::console::harmless;

/// Cells that are shown of one finding.
const CELLS: usize = 10;

/// Places that are shown of one check.
const PLACES: usize = 10;

/// Characters that are shown of one content.
const SHOWN: usize = 200;

pub(super) fn finding(renderer: &Renderer<'_>, report: &ReportName<'_>, finding: &Finding) -> String {
    let level = match (finding.outcome, finding.severity) {
        (Outcome::Violated, Severity::Error) => Level::ERROR,
        (Outcome::Violated, Severity::Warning) => Level::WARNING,
        (Outcome::Violated, Severity::Info) => Level::INFO,
        (Outcome::Explained, _) => Level::NOTE.with_name("explained"),
        _ => Level::NOTE.with_name("undetermined"),
    };
    // Reports and plans may hold anything, also what would steer a terminal.
    let (check, message) = (harmless(&finding.check), harmless(renderer.message(finding)));
    let mut group: Group<'_> = level
        .primary_title(message.as_str())
        .id(check.as_str())
        .element(Origin::path(harmless(&report.place(finding).to_string())));
    let place = renderer.form_place(finding);
    let harmless_place = harmless(&place);
    let rule = harmless(renderer.rules.get(finding.check.as_str()).copied().unwrap_or_default());
    match renderer.form.excerpt(&place) {
        Some(excerpt) => {
            group = group.element(
                Snippet::source(excerpt.text)
                    .line_start(excerpt.line)
                    .path(excerpt.file)
                    .annotation(AnnotationKind::Primary.span(excerpt.span).label(rule.as_str())),
            );
        }
        None if !place.is_empty() => group = group.element(Origin::path(harmless_place.as_str())),
        None => {}
    }
    let cells = cells(renderer, finding);
    if !cells.is_empty() {
        group = group.element(Level::NOTE.no_name().message(cells));
    }
    let snippets = if renderer.color { Snippets::styled() } else { Snippets::plain() };
    format!("{}\n\n", snippets.render(&[group]))
}

/// What the report holds, a cell a line, with what the cell is called.
fn cells(renderer: &Renderer<'_>, finding: &Finding) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !finding.bindings.is_empty() {
        lines.push(harmless(&format!("at {}", wheres::in_words(&finding.bindings))));
    }
    let shown = finding.cells.iter().take(CELLS);
    lines.extend(shown.map(|cell| {
        let value = match &cell.value {
            Literal::Null => "null".to_owned(),
            Literal::Bool(value) => value.to_string(),
            Literal::Integer(value) => value.to_string(),
            Literal::Text(text) => quoted(text),
        };
        let label = renderer.label(&cell.at).map(|label| format!("  {label}")).unwrap_or_default();
        let prior = if cell.prior { " in the earlier report" } else { "" };
        harmless(&format!("{} = {value}{prior}{label}", cell.at))
    }));
    if finding.cells.len() > CELLS {
        lines.push(format!("and {} more", finding.cells.len() - CELLS));
    }
    lines.join("\n")
}

/// A text in quotation marks, as far as anybody would read it.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => {
            let more = text.chars().count() - SHOWN;
            format!("{:?} and {more} more characters", text.get(..end).unwrap_or_default())
        }
        None => format!("{text:?}"),
    }
}

pub(super) fn tail(summary: &Summary<'_>) -> String {
    let mut text = String::new();
    if summary.table {
        table(summary, &mut text);
    }
    let counts = summary.counts;
    let found: Vec<String> = [
        (counts.errors, "error", "errors"),
        (counts.warnings, "warning", "warnings"),
        (counts.infos, "remark", "remarks"),
        (counts.explained, "explained", "explained"),
    ]
    .into_iter()
    .filter(|(n, ..)| *n > 0)
    .map(|(n, one, many)| number(n, one, many))
    .collect();
    text.push_str(&number(counts.reports, "report", "reports"));
    if !found.is_empty() {
        text.push_str(&format!(": {}", found.join(", ")));
    } else if counts.reports > 0 {
        text.push_str(": nothing found");
    }
    if summary.unreadable > 0 {
        text.push_str(&format!("; {} not read to the end", number(summary.unreadable as u64, "file", "files")));
    }
    if counts.failed > 0 && counts.reports > 1 {
        text.push_str(&format!("; {} with errors", number(counts.failed, "report", "reports")));
    }
    if let Some(found) = summary.priors {
        text.push_str(&format!("; {found} with an earlier report"));
    }
    if summary.undetermined() > 0 {
        text.push_str(&format!("; {} undetermined", number(summary.undetermined(), "check", "checks")));
    }
    if summary.left_out() > 0 {
        text.push_str(&format!("; {} not shown", number(summary.left_out(), "finding", "findings")));
    }
    text.push('\n');
    text
}

/// What became of each check over several cells, and of each other check that ever failed.
fn table(summary: &Summary<'_>, text: &mut String) {
    let (never, judged): (Vec<&Line>, Vec<&Line>) = summary
        .checks
        .iter()
        .filter(|line| line.over_cells || line.counts.violated > 0 || line.counts.explained > 0)
        .partition(|line| line.over_cells && !line.counts.was_judged());
    let row = |cells: [&str; 5], check: &str| {
        let [satisfied, violated, undetermined, explained, not_applicable] = cells;
        format!("{satisfied:>10} {violated:>10} {undetermined:>12} {explained:>10} {not_applicable:>14}  {check}\n")
    };
    if never.is_empty() && judged.is_empty() {
        return;
    }
    text.push_str(&row(["satisfied", "violated", "undetermined", "explained", "not applicable"], "check"));
    for (lines, never) in [(never, true), (judged, false)] {
        for line in lines {
            let counts = &line.counts;
            let cells =
                [counts.satisfied, counts.violated, counts.undetermined, counts.explained, counts.not_applicable]
                    .map(|n| n.to_string());
            let mut check = harmless(&line.check);
            if never {
                check.push_str(" (never judged)");
            }
            text.push_str(&row(cells.each_ref().map(String::as_str), &check));
            places(summary, line, text);
        }
    }
    text.push('\n');
}

/// Where a check was violated, if it has a matrix or rows: beneath its line, in the same column.
fn places(summary: &Summary<'_>, line: &Line, text: &mut String) {
    let places = summary.wheres.of(&line.check);
    for (place, violations) in places.iter().take(PLACES) {
        let reports = number(violations.reports, "report", "reports");
        let place = harmless(&wheres::in_words(place));
        text.push_str(&format!("{:>21}   in {reports}, at {place}\n", violations.findings));
    }
    if places.len() > PLACES {
        let rest: u64 = places.iter().skip(PLACES).map(|(_, violations)| violations.findings).sum();
        text.push_str(&format!("{rest:>21}   at {} more places\n", places.len() - PLACES));
    }
}

fn number(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
