//! Findings on their way out.

use std::collections::BTreeMap;
use std::fmt;

use tallyform::Finding;
use tallyform::plan::Plan;

use super::summary::Summary;
use super::{github, json, sarif, text};
use crate::diagnostics::Format;
use crate::form::FormText;
use crate::language::in_language;

/// The report that a finding is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReportName<'a> {
    pub(super) file: &'a str,
    /// From 1, where the file holds a report a line.
    pub(super) line: Option<u64>,
}

impl fmt::Display for ReportName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(self.file),
        }
    }
}

/// Prints findings in one format. A finding is printed by any thread; head, separators and tail by one.
pub(super) struct Renderer<'a> {
    format: Format,
    pub(super) plan: &'a Plan,
    pub(super) form: &'a FormText,
    pub(super) language: &'a str,
    pub(super) color: bool,
    /// What the rules of the plan say, by id.
    pub(super) rules: BTreeMap<&'a str, &'a str>,
    /// What the cells are called, by JSON Pointer.
    labels: BTreeMap<&'a str, &'a str>,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(format: Format, plan: &'a Plan, form: &'a FormText, language: &'a str, color: bool) -> Self {
        let labels = plan
            .cells
            .iter()
            .filter_map(|cell| {
                let node = plan.nodes.get(cell.node as usize)?;
                Some((cell.pointer.as_str(), in_language(node.total_label.as_ref().unwrap_or(&node.label), language)))
            })
            .collect();
        let rules = plan.rules.iter().map(|rule| (rule.id.as_str(), rule.text.as_str())).collect();
        Self { format, plan, form, language, color, rules, labels }
    }

    /// What a cell is called.
    pub(super) fn label(&self, pointer: &str) -> Option<&'a str> {
        self.labels.get(pointer).copied()
    }

    /// The message of a finding in the chosen language.
    pub(super) fn message<'f>(&self, finding: &'f Finding) -> &'f str {
        in_language(&finding.message, self.language)
    }

    /// What comes before all findings.
    pub(super) fn head(&self) -> String {
        match self.format {
            Format::Text | Format::Github => String::new(),
            Format::Json => json::head(self),
            Format::Sarif => sarif::head(self),
        }
    }

    /// What comes before a finding, after so many others.
    pub(super) fn before(&self, others: usize) -> &'static str {
        match (self.format, others) {
            (Format::Json | Format::Sarif, 0) => "\n",
            (Format::Json | Format::Sarif, _) => ",\n",
            (Format::Text | Format::Github, _) => "",
        }
    }

    /// One finding.
    pub(super) fn finding(&self, report: &ReportName<'_>, finding: &Finding) -> String {
        match self.format {
            Format::Text => text::finding(self, report, finding),
            Format::Json => json::finding(report, finding),
            Format::Sarif => sarif::finding(self, report, finding),
            Format::Github => github::finding(self, report, finding),
        }
    }

    /// What comes after all findings.
    pub(super) fn tail(&self, summary: &Summary<'_>) -> String {
        match self.format {
            Format::Text => text::tail(summary),
            Format::Json => json::tail(summary),
            Format::Sarif => sarif::tail(),
            Format::Github => String::new(),
        }
    }
}
