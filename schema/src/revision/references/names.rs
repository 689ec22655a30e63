//! What names mean in a form, told from its nodes.
//!
//! The rules are those of a check's scope: the first name of a path is sought among the children, then outward.

use std::collections::BTreeMap;

use crate::revision::nodes::{DIMENSIONS, HEADER, Kind, Nodes, ROOT, spelt};
use crate::yaml::{Tree, Value};

/// The names of the nodes that are there.
pub(super) struct Names<'a> {
    pub(super) nodes: &'a Nodes,
    children: BTreeMap<(usize, String), usize>,
    codes: BTreeMap<String, usize>,
    dimensions: BTreeMap<String, usize>,
    /// By dimension and id.
    members: BTreeMap<(usize, String), usize>,
    /// By dimension and official code.
    member_codes: BTreeMap<(usize, String), usize>,
    /// Path of each node that is there.
    paths: BTreeMap<usize, String>,
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Means {
    Node(usize),
    /// The first name leads here, and the others to nothing.
    Beginning(usize),
    Nothing,
}

impl<'a> Names<'a> {
    pub(super) fn new(nodes: &'a Nodes) -> Self {
        let mut names = Self {
            nodes,
            children: BTreeMap::new(),
            codes: BTreeMap::new(),
            dimensions: BTreeMap::new(),
            members: BTreeMap::new(),
            member_codes: BTreeMap::new(),
            paths: BTreeMap::new(),
        };
        names.paths.insert(ROOT, String::new());
        names.paths.insert(HEADER, "header".to_owned());
        names.children.insert((ROOT, "header".to_owned()), HEADER);
        let below = |at: usize| nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default();
        for top in [HEADER, ROOT] {
            let mut open: Vec<usize> = below(top).iter().rev().copied().collect();
            while let Some(at) = open.pop() {
                names.node(at);
                open.extend(below(at).iter().rev());
            }
        }
        for dimension in below(DIMENSIONS) {
            let Some(id) = nodes.id(*dimension) else { continue };
            names.paths.insert(*dimension, format!("{id}[]"));
            names.dimensions.entry(id.clone()).or_insert(*dimension);
            let mut open: Vec<usize> = below(*dimension).iter().rev().copied().collect();
            while let Some(at) = open.pop() {
                names.member(*dimension, &id, at);
                open.extend(below(at).iter().rev());
            }
        }
        names
    }

    fn node(&mut self, at: usize) {
        let Some(node) = self.nodes.get(at) else { return };
        let (Some(id), Some(parent)) = (self.nodes.id(at), node.parent) else { return };
        let above = self.paths.get(&parent).map(String::as_str).unwrap_or_default();
        let path = if above.is_empty() { id.clone() } else { format!("{above}.{id}") };
        self.paths.insert(at, path);
        self.children.entry((parent, id)).or_insert(at);
        if let Some(code) = node.entry("code").and_then(|code| text(&code.value)) {
            self.codes.entry(code).or_insert(at);
        }
    }

    fn member(&mut self, dimension: usize, of: &str, at: usize) {
        let (Some(node), Some(id)) = (self.nodes.get(at), self.nodes.id(at)) else { return };
        self.paths.insert(at, format!("{of}[{id}]"));
        if node.is_heading() {
            return;
        }
        self.members.entry((dimension, id)).or_insert(at);
        if let Some(code) = node.entry("code").and_then(|code| text(&code.value)) {
            self.member_codes.entry((dimension, code)).or_insert(at);
        }
    }

    /// Whether a node is there.
    pub(super) fn has(&self, at: usize) -> bool {
        self.paths.contains_key(&at)
    }

    /// The path of a node that is there.
    pub(super) fn path(&self, at: usize) -> &str {
        self.paths.get(&at).map(String::as_str).unwrap_or_default()
    }

    pub(super) fn child(&self, at: usize, id: &str) -> Option<usize> {
        self.children.get(&(at, id.to_owned())).copied()
    }

    pub(super) fn code(&self, code: &str) -> Option<usize> {
        self.codes.get(&spelt(code)).copied()
    }

    pub(super) fn dimension(&self, id: &str) -> Option<usize> {
        self.dimensions.get(id).copied()
    }

    pub(super) fn member_of(&self, dimension: usize, id: &str) -> Option<usize> {
        self.members.get(&(dimension, id.to_owned())).copied()
    }

    pub(super) fn member_code(&self, dimension: usize, code: &str) -> Option<usize> {
        self.member_codes.get(&(dimension, spelt(code))).copied()
    }

    /// The dimensions that a node has.
    pub(super) fn by(&self, at: usize) -> Vec<usize> {
        self.nodes.by(at).iter().filter_map(|id| self.dimension(id)).collect()
    }

    /// The member that `member` or `dimension.member` names among some dimensions.
    pub(super) fn member_among(&self, by: &[usize], name: &str) -> Option<usize> {
        let (within, id) = name.split_once('.').map_or((None, name), |(within, id)| (Some(within), id));
        by.iter().find_map(|dimension| {
            let fits = within.is_none_or(|within| self.nodes.id(*dimension).as_deref() == Some(within));
            fits.then(|| self.member_of(*dimension, id))?
        })
    }

    /// What a path at a node means.
    pub(super) fn means<'w>(&self, from: usize, words: impl IntoIterator<Item = &'w str>, from_root: bool) -> Means {
        let mut words = words.into_iter();
        let Some(first) = words.next() else { return Means::Nothing };
        let start = if from_root {
            self.child(ROOT, first)
        } else {
            std::iter::once(from).chain(self.nodes.above(from)).find_map(|at| self.child(at, first))
        };
        let Some(start) = start else { return Means::Nothing };
        match words.try_fold(start, |at, word| self.child(at, word)) {
            Some(node) => Means::Node(node),
            None => Means::Beginning(start),
        }
    }

    /// How a check at a node names another: with as many names as before where that leads there, else with as few as do,
    /// else from the root.
    pub(super) fn spell(&self, from: usize, target: usize, count: usize) -> String {
        let path = self.path(target);
        let ids: Vec<&str> = path.split('.').collect();
        let leads = |count: &usize| {
            let tail = ids.get(ids.len().checked_sub(*count)?..)?;
            let first = tail.first()?;
            let is_free = !crate::expression::GRAMMAR_WORDS.contains(first);
            let there = self.means(from, tail.iter().copied(), false) == Means::Node(target);
            (is_free && there).then(|| tail.join("."))
        };
        let found = std::iter::once(count).chain(1..=ids.len()).find_map(|count| leads(&count));
        found.unwrap_or_else(|| format!(".{path}"))
    }

    /// The dimension that a member or dimension stands in.
    pub(super) fn dimension_of(&self, at: usize) -> Option<usize> {
        let is = |at: &usize| self.nodes.kind(*at) == Some(Kind::Dimension);
        std::iter::once(at).chain(self.nodes.above(at)).find(is)
    }
}

fn text(tree: &Tree) -> Option<String> {
    match &tree.value {
        Value::Scalar(scalar) => Some(spelt(&scalar.text)),
        _ => None,
    }
}
