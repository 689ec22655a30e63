//! Open dimensions: their keys, and what stands beside the keys in rows.
//!
//! After this: every open dimension has the cell of its key, and no key is called as something beside it.

use std::collections::BTreeMap;

use super::attribute::{Sayings, Settled};
use super::author::RowTuning;
use super::content;
use super::tree::{Class, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, CodeList, DimensionId, NodeId, Rows};
use crate::names;
use crate::source::Span;

/// The rows that stand at each node: one a node and open dimension that its `by` adds.
pub(crate) fn rows(
    tree: &Tree<'_>,
    settled: &[Settled],
    keys: &[Option<Cell>],
    tunings: &[RowTuning],
    sayings: &mut Sayings,
) -> BTreeMap<NodeId, Vec<Rows>> {
    let mut all = BTreeMap::new();
    for node in tree.ids() {
        let mut here = Vec::new();
        for dimension in added(tree, node) {
            let Some(key) = keys.get(dimension).cloned().flatten() else { continue };
            let severity = settled.get(node.0 as usize).map(|settled| content::severity(settled, sayings));
            let Some(severity) = severity else { continue };
            let key = content::of_severity(key, &severity);
            let tuned = |counts: bool| {
                let mut tunings = tunings.iter();
                let is_it = |one: &&RowTuning| (one.node, one.dimension, one.counts) == (node, dimension, counts);
                tunings.find(is_it).map_or_else(|| severity.clone(), |one| one.severity.clone())
            };
            let (keys, counts) = (tuned(false), tuned(true));
            here.push(Rows { dimension: DimensionId(dimension as u32), key, keys, counts });
        }
        if !here.is_empty() {
            all.insert(node, here);
        }
    }
    all
}

/// The open dimensions that the `by` of a node adds to those of the nodes above.
pub(crate) fn added<'t>(tree: &'t Tree<'_>, node: NodeId) -> impl Iterator<Item = usize> + 't {
    let entry = tree.get(node).filter(|entry| !matches!(entry.class, Class::Coordinate | Class::Note));
    let above = entry.and_then(|entry| entry.parent).map_or(&[][..], |parent| tree.by(parent));
    let by = entry.map_or(&[][..], |entry| &entry.by).iter().copied();
    let is_open = |dimension: &usize| tree.dimensions.get(*dimension).is_some_and(|found| found.is_open());
    by.filter(|dimension| !above.contains(dimension)).filter(is_open)
}

/// The cells of the keys, by dimension; none for closed ones.
pub(crate) fn keys(
    tree: &Tree<'_>,
    settled: &[Settled],
    codes: &[CodeList],
    sayings: &mut Sayings,
    out: &mut Vec<Diagnostic>,
) -> Vec<Option<Cell>> {
    let top = settled.first().cloned().unwrap_or_default();
    let dimensions = tree.dimensions.list.iter();
    dimensions.map(|dimension| Some(content::key(tree, dimension.key.as_ref()?, &top, codes, sayings, out))).collect()
}

/// A key stands in each row beside what is directly beneath the node that says `by`, and may not be called as that is.
pub(crate) fn beside(tree: &Tree<'_>, out: &mut Vec<Diagnostic>) {
    for node in tree.ids() {
        let Some(entry) = tree.get(node) else { continue };
        for dimension in added(tree, node) {
            let Some(found) = tree.dimensions.get(dimension) else { continue };
            let named = |node: &NodeId| {
                let child = tree.get(*node)?;
                (child.class != Class::Coordinate).then_some((child.id.as_str(), child.span))
            };
            let children = entry.children.iter().filter_map(named);
            // The members of a figure without children stand there themselves.
            let is_leaf = entry.class == Class::Leaf;
            let closed = entry.by.iter().filter(|_| is_leaf).filter_map(|other| tree.dimensions.get(*other));
            let members = closed.filter(|other| !other.is_open()).flat_map(|other| &other.members);
            let members = members.map(|member| (member.id.as_str(), member.span));
            for (id, place) in children.chain(members) {
                out.extend(clash((&found.id, found.span), (id, place), &entry.path));
            }
        }
    }
}

fn clash((key, span): (&str, Span), (id, place): (&str, Span), path: &str) -> Option<Diagnostic> {
    let help = "give one of them another id";
    if key == id {
        let message = format!("`{id}` is the key of the rows of `{path}`, and an id beside it");
        return Some(
            Diagnostic::new(Code::DuplicateId, message, place, "again in each row").also(span, "the key").help(help),
        );
    }
    if names::field(key) == names::field(id) || names::type_name(key) == names::type_name(id) {
        let message = format!("`{id}` and the key `{key}` of its rows are called alike in generated code");
        return Some(
            Diagnostic::new(Code::NameCollision, message, place, "one name for two things")
                .also(span, "the key")
                .help(help),
        );
    }
    None
}
