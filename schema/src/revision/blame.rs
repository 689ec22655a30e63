//! Which change is answerable for a mistake that stands in the base.
//!
//! The base is clean on its own. What is wrong in one of its lines afterwards, a change has made wrong, and the author can
//! mend that change only.

use std::collections::BTreeSet;

use super::change::Changes;
use super::nodes::Nodes;
use super::same;
use crate::Checked;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, SourceMap, Span};
use crate::yaml::{Entry, Value};

/// What is known of the changes once they are done.
#[derive(Debug)]
pub(crate) struct Blame {
    /// Changed nodes: where they stand in the base, and the change.
    nodes: Vec<(Span, Span)>,
    /// The nodes by their number, until the changes are done.
    targets: Vec<(usize, Span)>,
    /// Entries that the top level takes away or replaces, by their name.
    names: Vec<(String, Span)>,
    /// Where the file names its base.
    revises: Span,
}

impl Blame {
    pub(super) fn new(nodes: &Nodes, changes: &Changes, own: &[Entry], revises: Span) -> Self {
        let mut blame = Self { nodes: Vec::new(), targets: Vec::new(), names: Vec::new(), revises };
        for change in &changes.nodes {
            let node = nodes.get(change.target).filter(|node| node.home.as_deref() != Some("."));
            blame.nodes.extend(node.map(|node| (node.span, change.key.span)));
            blame.targets.push((change.target, change.key.span));
        }
        for change in &changes.checks {
            blame.nodes.extend(nodes.get(change.node).map(|node| (node.span, change.key.span)));
        }
        for entry in own {
            match &entry.value.value {
                Value::Mapping(entries) if entry.key.text != "changes" => {
                    blame.names.extend(entries.iter().map(|one| (one.key.text.clone(), one.key.span)));
                }
                _ => {}
            }
            if same::is_word(&entry.value, "gone") {
                blame.names.push((entry.key.text.clone(), entry.key.span));
            }
        }
        blame
    }

    /// Takes in where nodes stand after the changes: what is wrong with a node may be what moved beneath it.
    pub(super) fn after(&mut self, nodes: &Nodes) {
        for (target, key) in std::mem::take(&mut self.targets) {
            let parent = nodes.get(target).and_then(|node| nodes.get(node.parent?));
            let parent = parent.filter(|parent| !matches!(parent.home.as_deref(), Some("." | "header") | None));
            self.nodes.extend(parent.map(|parent| (parent.span, key)));
        }
    }

    /// Moves what stands in other files to the changes that made it wrong. What those files have wrong on their own is
    /// left out.
    pub(crate) fn assign(
        &self,
        sources: &SourceMap,
        own: FileId,
        base: &Checked,
        diagnostics: Vec<Diagnostic>,
    ) -> Vec<Diagnostic> {
        let chain = std::iter::successors(Some(base), |base| base.base.as_deref());
        let known: BTreeSet<_> =
            chain.flat_map(|base| &base.diagnostics).map(|old| (old.code.as_str(), old.primary.span)).collect();
        let known = |found: &Diagnostic| {
            found.severity == Severity::Warning && known.contains(&(found.code.as_str(), found.primary.span))
        };
        let elsewhere = |found: &Diagnostic| found.primary.span.file != own;
        let kept = diagnostics.into_iter().filter(|found| !(elsewhere(found) && known(found)));
        kept.map(|found| if elsewhere(&found) { self.moved(sources, own, found) } else { found }).collect()
    }

    fn moved(&self, sources: &SourceMap, own: FileId, mut found: Diagnostic) -> Diagnostic {
        let there = found.primary.clone();
        let text = if there.text.is_empty() { "in the form that is revised".to_owned() } else { there.text };
        found.secondary.insert(0, Label { span: there.span, text });
        // An edit of the base would mend the wrong form.
        if let Some(fix) = &mut found.fix
            && fix.edits.iter().any(|edit| edit.span.file != own)
        {
            fix.edits.clear();
        }
        if let Some(at) = found.secondary.iter().position(|label| label.span.file == own) {
            found.primary = found.secondary.remove(at);
            return found;
        }
        let word = sources.slice(there.span).trim_matches(['"', '\'']);
        let named = self.names.iter().find(|(name, _)| name == word).map(|(_, span)| *span);
        let within =
            |node: &Span| node.file == there.span.file && node.start <= there.span.start && there.span.end <= node.end;
        let nearest = self.nodes.iter().filter(|(node, _)| within(node)).min_by_key(|(node, _)| node.end - node.start);
        let span = named.or(nearest.map(|(_, change)| *change)).unwrap_or(self.revises);
        found.primary = Label { span, text: "by this change".to_owned() };
        if span == self.revises {
            found.primary.text = "by a change of this".to_owned();
        }
        found
    }
}
