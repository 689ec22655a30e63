//! Checks of single cells: what must be filled in, and what a figure may be beside being no less than 0.

use tallyform::interval::Interval;
use tallyform::plan::{Cell, Content, Plan, Severities};

use super::name;
use super::words::Words;
use super::{Line, said};

/// Checks of single cells, those that say the same together.
pub(super) fn lines(plan: &Plan, language: &str, words: &'static Words, before: usize) -> Vec<Line> {
    let mut said: Vec<(&'static str, String, Vec<String>)> = Vec::new();
    for cell in &plan.cells {
        let Some((_, node)) = plan.figure_of(cell) else { continue };
        let name = name::figure(plan, language, node);
        for (id, requirement) in requirements(plan, language, words, cell) {
            let found = said.iter_mut().find(|(known, text, _)| *known == id && *text == requirement);
            match found {
                Some((_, _, names)) if names.contains(&name) => {}
                Some((_, _, names)) => names.push(name.clone()),
                None => said.push((id, requirement, vec![name.clone()])),
            }
        }
    }
    let line = |(at, (id, requirement, names)): (usize, (&'static str, String, Vec<String>))| Line {
        number: before + at + 1,
        table: String::new(),
        formula: format!("{requirement}{}{}", words.colon, words.names(&names)),
        scope: String::new(),
        notes: Vec::new(),
        id: format!("…:{id}"),
    };
    said.into_iter().enumerate().map(line).collect()
}

fn requirements(plan: &Plan, language: &str, words: &Words, cell: &Cell) -> Vec<(&'static str, String)> {
    let grave = |severity: Option<Severities>| severity.map(|severity| words.severity(severity.at(None)));
    let mut all = Vec::new();
    if let Some(severity) = grave(cell.checks.required) {
        all.push(("required", words.with_severity(words.required, severity)));
    }
    let Some(severity) = grave(cell.checks.bounds) else { return all };
    match &cell.content {
        Content::Figure(figure) => {
            let is_usual = figure.upper.is_none()
                && figure.lower.as_ref().is_some_and(|lower| lower.value.is_zero() && !lower.open);
            if !is_usual && (figure.lower.is_some() || figure.upper.is_some()) {
                let range = Interval::between(figure.lower.as_ref(), figure.upper.as_ref()).to_string();
                let unit = plan.units.get(figure.unit as usize).map_or("", |unit| said(&unit.label, language));
                all.push(("bounds", words.with_severity(&words.range(&range, unit), severity)));
            }
        }
        Content::Text { pattern, max_length } => {
            if let Some(pattern) = pattern {
                all.push(("bounds", words.with_severity(&words.pattern(pattern), severity)));
            }
            if let Some(length) = max_length {
                all.push(("bounds", words.with_severity(&words.length(*length), severity)));
            }
        }
        Content::Date {} | Content::Year {} | Content::Bool {} | Content::Code { .. } => {}
    }
    all
}
