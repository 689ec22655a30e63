//! Findings on their way out.

use std::collections::BTreeMap;
use std::fmt;

use tallyform::plan::{Layout, Node, Plan};
use tallyform::{CellValue, Finding};

use super::locate::Places;
use super::summary::Summary;
use super::{github, json, sarif, text};
use crate::diagnostics::Format;
use crate::form::FormText;
use crate::language::in_language;

/// Id of the check of what stood where the form has no cell, and where a report keeps it.
const STRAY: &str = "stray";
const STRAYS: &str = "/stray";

/// Where in a report the cells of some findings stand.
pub(super) fn places<'f>(text: &[u8], findings: &'f [Finding]) -> Places<'f> {
    let cells = findings.iter().filter_map(first_cell);
    let stray = findings.iter().any(|finding| finding.check == STRAY).then_some(STRAYS);
    Places::of(text, cells.map(|cell| cell.at.as_str()).chain(stray))
}

/// The first cell of a finding that is one of the report itself.
fn first_cell(finding: &Finding) -> Option<&CellValue> {
    finding.cells.iter().find(|cell| !cell.prior)
}

/// The report that a finding is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct ReportName<'a> {
    pub(super) file: &'a str,
    /// From 1, where the file holds a report a line.
    pub(super) line: Option<u64>,
    /// Where in the file the finding stands, where that is known already.
    pub(super) known: Option<(u64, u64)>,
    /// Where in the report the cells of its findings stand.
    pub(super) places: &'a Places<'a>,
}

/// A place in a file of reports. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ReportPlace<'a> {
    pub(super) file: &'a str,
    pub(super) line: Option<u64>,
    pub(super) column: Option<u64>,
}

impl<'a> ReportName<'a> {
    /// Where the first cell of a finding stands; where nothing stands there, the object that lacks it.
    ///
    /// What is stray may stand at a pointer that the report does not have; then it is its list that stands somewhere.
    pub(super) fn place(&self, finding: &Finding) -> ReportPlace<'a> {
        if let Some((line, column)) = self.known {
            return ReportPlace { file: self.file, line: Some(line), column: Some(column) };
        }
        let cell = first_cell(finding).and_then(|cell| match finding.check.as_str() {
            STRAY => self.places.of_value(&cell.at).or_else(|| self.places.of_value(STRAYS)),
            _ => self.places.of_value_or_around(&cell.at),
        });
        match cell {
            Some((line, column)) => {
                let line = line + self.line.map_or(0, |first| first - 1);
                ReportPlace { file: self.file, line: Some(line), column: Some(column) }
            }
            None => ReportPlace { file: self.file, line: self.line, column: None },
        }
    }
}

impl fmt::Display for ReportPlace<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        self.column.map_or(Ok(()), |column| write!(f, ":{column}"))
    }
}

/// Nodes by their JSON Pointers, with `*` for the numbers of rows. A figure with something beneath it is at its cell, too.
fn nodes(plan: &Plan) -> BTreeMap<String, usize> {
    let mut pointers: Vec<String> = Vec::with_capacity(plan.nodes.len());
    let mut nodes = BTreeMap::new();
    for (index, node) in plan.nodes.iter().enumerate() {
        let above = node.parent.and_then(|parent| pointers.get(parent as usize)).map_or("", String::as_str);
        let mut pointer = match node.parent {
            None => String::new(),
            Some(_) => format!("{above}/{}", node.id.replace('~', "~0").replace('/', "~1")),
        };
        if matches!(node.layout, Some(Layout::Rows(_))) {
            nodes.insert(pointer.clone(), index);
            pointer.push_str("/*");
        }
        if node.cell.is_some() && !node.children.is_empty() {
            nodes.insert(format!("{pointer}/total"), index);
        }
        nodes.insert(pointer.clone(), index);
        pointers.push(pointer);
    }
    nodes
}

/// Whether a part of a pointer is the number of a row. No id begins with a digit.
fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
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
    /// The state of reports that say none, as an index into those of the form.
    pub(super) state: Option<usize>,
    /// Nodes by their JSON Pointers, with `*` for the numbers of rows.
    nodes: BTreeMap<String, usize>,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(format: Format, plan: &'a Plan, form: &'a FormText, language: &'a str, color: bool) -> Self {
        let rules = plan.rules.iter().map(|rule| (rule.id.as_str(), rule.text.as_str())).collect();
        Self { format, plan, form, language, color, rules, state: None, nodes: nodes(plan) }
    }

    /// Says in which state reports are that say none.
    pub(super) fn in_state(self, state: Option<&str>) -> Self {
        let state = self.plan.states.iter().position(|known| state == Some(known));
        Self { state, ..self }
    }

    /// Where in the form the finding comes from: its check, or else the node nearest to what it is about.
    pub(super) fn form_place(&self, finding: &Finding) -> String {
        if !finding.place.is_empty() {
            return finding.place.clone();
        }
        let pointer = finding.cells.first().map_or("", |cell| cell.at.as_str());
        let node = self.node(pointer).filter(|node| !node.path.is_empty());
        let place = node.and_then(|node| Some((self.plan.sources.get(node.place.file as usize)?, node.place)));
        place.map(|(source, place)| format!("{}:{}:{}", source.file, place.line, place.column)).unwrap_or_default()
    }

    /// The node at a pointer.
    fn node(&self, pointer: &str) -> Option<&'a Node> {
        let key = |part| if is_number(part) { "*" } else { part };
        let pattern = pointer.split('/').map(key).collect::<Vec<_>>().join("/");
        self.nodes.get(&pattern).and_then(|node| self.plan.nodes.get(*node))
    }

    /// What a cell is called.
    pub(super) fn label(&self, pointer: &str) -> Option<&'a str> {
        let node = self.node(pointer).filter(|node| node.cell.is_some())?;
        Some(in_language(node.total_label.as_ref().unwrap_or(&node.label), self.language))
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
