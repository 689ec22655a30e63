//! The nodes of a full form as its tree says them.

use std::collections::BTreeMap;

use super::super::nodes::{DIMENSIONS, HEADER, Kind, ROOT, is_children_key, spelt};
use crate::yaml::{Entry, Scalar, Tree, Value};

/// A node and what it says.
#[derive(Debug)]
pub(super) struct Part<'t> {
    pub(super) kind: Kind,
    /// In one spelling of its characters.
    pub(super) id: String,
    /// As `changes` spell it.
    pub(super) address: String,
    pub(super) parent: Option<usize>,
    pub(super) entries: &'t [Entry],
    /// The key that nodes beneath stand under.
    pub(super) list: Option<&'t Scalar>,
    pub(super) children: Vec<usize>,
}

/// All nodes, each behind the one above.
#[derive(Debug)]
pub(super) struct Parts<'t> {
    pub(super) list: Vec<Part<'t>>,
    by_address: BTreeMap<String, usize>,
    by_id: BTreeMap<(usize, String), usize>,
}

impl<'t> Parts<'t> {
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut parts = Self { list: Vec::new(), by_address: BTreeMap::new(), by_id: BTreeMap::new() };
        let entries = entries(tree);
        parts.push(Kind::Root, None, String::new(), ".".to_owned(), entries);
        parts.push(Kind::Header, Some(ROOT), String::new(), "header".to_owned(), &[]);
        parts.push(Kind::Dimensions, Some(ROOT), String::new(), String::new(), &[]);
        for entry in entries {
            match (entry.key.text.as_str(), &entry.value.value) {
                ("header", Value::Sequence(fields)) => parts.nodes(HEADER, Kind::Field, &entry.key, fields),
                ("dimensions", Value::Mapping(dimensions)) => {
                    for dimension in dimensions.iter() {
                        parts.node(DIMENSIONS, Kind::Dimension, &dimension.key, self::entries(&dimension.value));
                    }
                }
                ("items", Value::Sequence(items)) => parts.nodes(ROOT, Kind::Item, &entry.key, items),
                _ => {}
            }
        }
        parts
    }

    fn nodes(&mut self, above: usize, kind: Kind, key: &'t Scalar, nodes: &'t [Tree]) {
        if let Some(above) = self.list.get_mut(above) {
            above.list = Some(key);
        }
        for node in nodes {
            let entries = entries(node);
            if let Some(Value::Scalar(id)) = value(entries, "id").map(|id| &id.value) {
                self.node(above, kind, id, entries);
            }
        }
    }

    fn node(&mut self, above: usize, kind: Kind, id: &Scalar, entries: &'t [Entry]) {
        let id = spelt(&id.text);
        let over = self.list.get(above).map_or("", |above| above.address.as_str());
        let address = match kind {
            Kind::Dimension => format!("{id}[]"),
            Kind::Member => {
                let dimension = over.split_once('[').map_or(over, |(dimension, _)| dimension);
                format!("{dimension}[{id}]")
            }
            _ if over == "." => id.clone(),
            _ => format!("{over}.{id}"),
        };
        let at = self.push(kind, Some(above), id, address, entries);
        if let Some(above) = self.list.get_mut(above) {
            above.children.push(at);
        }
        let below = if kind == Kind::Dimension { Kind::Member } else { kind };
        for entry in entries {
            if let (true, Value::Sequence(nodes)) = (is_children_key(&entry.key.text), &entry.value.value) {
                self.nodes(at, below, &entry.key, nodes);
            }
        }
    }

    fn push(&mut self, kind: Kind, parent: Option<usize>, id: String, address: String, entries: &'t [Entry]) -> usize {
        let at = self.list.len();
        if !address.is_empty() {
            self.by_address.entry(address.clone()).or_insert(at);
        }
        if let Some(parent) = parent.filter(|_| !id.is_empty()) {
            self.by_id.entry((parent, id.clone())).or_insert(at);
        }
        self.list.push(Part { kind, id, address, parent, entries, list: None, children: Vec::new() });
        at
    }

    pub(super) fn get(&self, at: usize) -> Option<&Part<'t>> {
        self.list.get(at)
    }

    /// The node of this id directly beneath.
    pub(super) fn child(&self, above: usize, id: &str) -> Option<usize> {
        self.by_id.get(&(above, id.to_owned())).copied()
    }

    /// The node at an address: as `changes` spell it, or a member by an item whose figures have its dimension.
    pub(super) fn find(&self, address: &str) -> Option<usize> {
        let address = spelt(address);
        let (of, member) = match address.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((of, member)) if !member.is_empty() => (of, member),
            _ => return self.by_address.get(&address).copied(),
        };
        let item = self.by_address.get(of).copied();
        let above = std::iter::successors(item, |at| self.get(*at)?.parent);
        let mut dimensions = above.flat_map(|at| by(self.get(at)));
        let by_item = dimensions.find_map(|dimension| self.by_address.get(&format!("{dimension}[{member}]")).copied());
        by_item.or_else(|| self.by_address.get(&address).copied())
    }
}

/// The dimensions that a node says.
fn by(part: Option<&Part<'_>>) -> Vec<String> {
    let said = part.and_then(|part| value(part.entries, "by"));
    let Some(Value::Sequence(names)) = said.map(|by| &by.value) else { return Vec::new() };
    names.iter().filter_map(text).map(spelt).collect()
}

/// The entries of a mapping; none of anything else.
pub(super) fn entries(tree: &Tree) -> &[Entry] {
    match &tree.value {
        Value::Mapping(entries) => entries,
        _ => &[],
    }
}

/// What stands under a key.
pub(super) fn value<'t>(entries: &'t [Entry], key: &str) -> Option<&'t Tree> {
    entries.iter().find(|entry| entry.key.text == key).map(|entry| &entry.value)
}

/// The text of a scalar.
pub(super) fn text(tree: &Tree) -> Option<&str> {
    match &tree.value {
        Value::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}
