//! What stands where the form has no place for it.

use std::collections::BTreeMap;

use crate::finding::{CellValue, Finding, Literal, Outcome};
use crate::message::{self, Filling};
use crate::plan::{Node, Severity};
use crate::tally::ReportCheck;

use super::judging::{Judging, Order, first_language};

impl Judging<'_, '_> {
    /// What stands where the form has no place for it.
    pub(super) fn whole_report(&mut self) {
        let report = self.filed.now.report;
        for (number, stray) in report.stray.iter().enumerate() {
            let cell = CellValue { at: stray.at.clone(), value: Literal::Text(stray.cell.clone()), prior: false };
            // Without the report's own label it is the node's, and where there is none either, the pointer says most.
            let own = stray.label.clone().filter(|label| !label.is_empty());
            let node = self.node_at(&stray.at);
            let label = own.or_else(|| node.is_none().then(|| stray.at.clone()));
            self.one_of_report(ReportCheck::Stray, Severity::Warning, number, cell, (label, node));
        }
        for (number, unknown) in report.unknown.iter().enumerate() {
            let cell = CellValue { at: unknown.at.clone(), value: Literal::of_json(&unknown.json), prior: false };
            self.one_of_report(ReportCheck::Unknown, Severity::Error, number, cell, (None, None));
        }
    }

    /// The node whose JSON Pointer this is.
    fn node_at(&self, pointer: &str) -> Option<u32> {
        let path = if pointer.is_empty() { pointer } else { pointer.strip_prefix('/')? };
        let is_it = |node: &Node| node.path.split('.').eq(without_layout(path));
        self.plan().nodes.iter().position(is_it).and_then(|node| u32::try_from(node).ok())
    }

    fn one_of_report(
        &mut self,
        check: ReportCheck,
        severity: Severity,
        number: usize,
        cell: CellValue,
        (own_label, node): (Option<String>, Option<u32>),
    ) {
        if let Some(tally) = &mut self.tally {
            tally.whole(check);
        }
        let filling =
            Filling { at: cell.at.clone(), value: Some(cell.value.to_string()), own_label, node, ..Filling::default() };
        let plan = self.plan();
        let message = message::of_plan(plan, Some(&self.filed), check.key(), &filling);
        let finding = Finding {
            check: check.key().to_owned(),
            severity,
            outcome: Outcome::Violated,
            bindings: BTreeMap::new(),
            cells: vec![cell],
            left: None,
            op: None,
            right: None,
            difference: None,
            tolerance: None,
            message,
            place: String::new(),
            language: first_language(plan),
        };
        self.push(Order { node: u32::MAX, number, ..Order::default() }, finding);
    }
}

/// The keys of a pointer, without its first slash, that nodes of the form have.
fn without_layout(pointer: &str) -> impl Iterator<Item = &str> {
    let mut is_number = false;
    pointer.split('/').filter(move |key| {
        let is_layout = matches!(*key, "rows" | "total") || is_number;
        is_number = *key == "rows";
        !is_layout
    })
}
