//! What a path names.
//!
//! The first name is sought among the node's children, then among its siblings (itself too), then outward. The search
//! does not resume when the rest of the path fails.

use std::collections::BTreeMap;

use super::tree::{Class, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Path, Word};
use crate::model::NodeId;
use crate::suggest;

/// The names of a form.
pub(crate) struct Scope<'a> {
    pub(crate) tree: &'a Tree<'a>,
    /// Nodes by official code.
    pub(crate) codes: &'a BTreeMap<String, NodeId>,
    effort: suggest::Effort,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(tree: &'a Tree<'a>, codes: &'a BTreeMap<String, NodeId>) -> Self {
        Self { tree, codes, effort: suggest::Effort::default() }
    }

    /// The nodes whose children are sought through for the first name of a path at `from`, nearest first.
    fn outward(&self, from: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(from), |node| self.tree.get(*node)?.parent)
    }

    fn child(&self, node: NodeId, id: &str) -> Option<NodeId> {
        self.tree.get(node)?.names.get(id).copied()
    }

    /// The node that a path of this one name at `from` would name.
    pub(crate) fn in_reach(&self, from: NodeId, id: &str) -> Option<NodeId> {
        self.outward(from).find_map(|node| self.child(node, id))
    }

    /// Follows ids down; the node reached, or the last node that was there and the word that it lacks.
    fn down<'w>(&self, start: NodeId, words: &'w [Word]) -> Result<NodeId, (NodeId, &'w Word)> {
        words.iter().try_fold(start, |node, word| self.child(node, &word.text).ok_or((node, word)))
    }

    /// The node that a path at `from` names.
    ///
    /// # Errors
    ///
    /// `code`, or [`Code::ShadowedName`] where a node further out would have had the whole path.
    pub(crate) fn find(&self, from: NodeId, path: &Path, code: Code) -> Result<NodeId, Box<Diagnostic>> {
        let Some((first, rest)) = path.words.split_first() else {
            return Err(Box::new(Diagnostic::new(code, "the path is empty", path.span, "no name")));
        };
        if path.from_root {
            let (node, word) = match self.down(NodeId(0), &path.words) {
                Ok(node) => return Ok(node),
                Err(failed) => failed,
            };
            return Err(Box::new(self.unknown(from, path, node, word, code)));
        }
        let mut found = self.outward(from).filter_map(|node| self.child(node, &first.text));
        let Some(nearest) = found.next() else {
            return Err(Box::new(self.unknown_first(from, path, first, code)));
        };
        let (node, word) = match self.down(nearest, rest) {
            Ok(node) => return Ok(node),
            Err(failed) => failed,
        };
        // The search does not resume; if it had, this is what it would have found.
        if let Some(outer) = found.find_map(|outer| self.down(outer, rest).ok()) {
            let full = format!(".{}", self.tree.path(outer));
            let mut diagnostic = Diagnostic::new(
                Code::ShadowedName,
                format!(
                    "`{}` means the nearer `{}`, which has no `{}`",
                    first.text,
                    self.tree.path(nearest),
                    word.text
                ),
                path.span,
                "hidden by a nearer node",
            );
            if let Some(span) = self.tree.span(nearest) {
                diagnostic = diagnostic.also(span, "the nearer one");
            }
            if let Some(span) = self.tree.span(outer) {
                diagnostic = diagnostic.also(span, "the one further out");
            }
            return Err(Box::new(diagnostic.replace(
                format!("write `{full}`, with a leading dot, to begin at the root"),
                path.span,
                full,
            )));
        }
        Err(Box::new(self.unknown(from, path, node, word, code)))
    }

    /// `word` is no child of `node`.
    fn unknown(&self, from: NodeId, path: &Path, node: NodeId, word: &Word, code: Code) -> Diagnostic {
        let children = || self.tree.get(node).into_iter().flat_map(|entry| entry.names.keys().map(String::as_str));
        let above = self.tree.path(node);
        let whose = if above.is_empty() { "the root".to_owned() } else { format!("`{above}`") };
        let mut diagnostic =
            Diagnostic::new(code, format!("{whose} has no `{}`", word.text), word.span, "no such node");
        if let Some(span) = self.tree.span(node).filter(|_| !above.is_empty()) {
            diagnostic = diagnostic.also(span, format!("beneath {whose} there is none"));
        }
        if let Some(near) = self.nearest(&word.text, children()) {
            return diagnostic.replace(format!("did you mean `{near}`?"), word.span, near);
        }
        if let Some(other) = path.words.last().and_then(|last| self.anywhere(from, last)) {
            let spelt = self.spell(from, other);
            return diagnostic.replace(format!("did you mean `{spelt}`?"), path.span, spelt);
        }
        let names = self.effort.list(children());
        if children().next().is_none() {
            diagnostic.help(format!("{whose} has nothing beneath it"))
        } else if names.is_empty() {
            diagnostic.help(format!("name a node that stands beneath {whose}"))
        } else {
            diagnostic.help(format!("beneath {whose} are {names}"))
        }
    }

    /// No node of this name is in reach of `from`.
    fn unknown_first(&self, from: NodeId, path: &Path, word: &Word, code: Code) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(code, format!("`{}` names no node in reach", word.text), word.span, "no such node");
        let near = self.outward(from).find_map(|node| {
            let entry = self.tree.get(node)?;
            self.nearest(&word.text, entry.names.keys().map(String::as_str))
        });
        // The very name elsewhere is a better guess than a similar one nearby.
        let whole = path.words.last().filter(|_| path.words.len() == 1);
        if let Some(other) = whole.and_then(|word| self.exactly(word)) {
            let spelt = self.spell(from, other);
            return diagnostic.replace(format!("did you mean `{spelt}`?"), path.span, spelt);
        }
        if let Some(near) = near {
            return diagnostic.replace(format!("did you mean `{near}`?"), word.span, near);
        }
        if let Some(other) = whole.and_then(|word| self.anywhere(from, word)) {
            let spelt = self.spell(from, other);
            return diagnostic.replace(format!("did you mean `{spelt}`?"), path.span, spelt);
        }
        let around = self.outward(from).filter_map(|node| self.tree.get(node)).find(|entry| !entry.names.is_empty());
        let names = around.map(|entry| self.effort.list(entry.names.keys().map(String::as_str))).unwrap_or_default();
        let nearest = if names.is_empty() { names } else { format!("nearest are {names}; ") };
        diagnostic.help(format!(
            "names are sought beneath the node, beside it, then outward; {nearest}a leading dot begins at the root"
        ))
    }

    /// The name that was probably meant.
    fn nearest<'n>(&self, word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        self.effort.nearest(word, names)
    }

    /// Whether there is time left to look for what was meant.
    pub(crate) fn may_look_wide(&self) -> bool {
        self.effort.spend(self.tree.nodes.len())
    }

    /// A node of this very id anywhere in the form, if it is the only one.
    fn exactly(&self, word: &Word) -> Option<NodeId> {
        if !self.may_look_wide() {
            return None;
        }
        let named = |entry: &super::tree::Entry<'_>| entry.id == word.text && entry.class != Class::Coordinate;
        let mut found = self.tree.ids().filter(|node| self.tree.get(*node).is_some_and(named));
        found.next().filter(|_| found.next().is_none())
    }

    /// A node of a similar id anywhere in the form.
    fn anywhere(&self, _from: NodeId, word: &Word) -> Option<NodeId> {
        if !self.may_look_wide() {
            return None;
        }
        let named = |id: &str| {
            let is = |entry: &super::tree::Entry<'_>| entry.id == id && entry.class != Class::Coordinate;
            self.tree.ids().find(|node| self.tree.get(*node).is_some_and(is))
        };
        if let Some(node) = named(&word.text) {
            return Some(node);
        }
        let nodes = self.tree.nodes.iter().filter(|entry| entry.class != Class::Coordinate);
        let near = self.effort.nearest(&word.text, nodes.map(|entry| entry.id.as_str()))?.to_owned();
        named(&near)
    }

    /// The node of an official code.
    pub(crate) fn code(&self, code: &Word) -> Result<NodeId, Box<Diagnostic>> {
        if let Some(node) = self.codes.get(&code.text) {
            return Ok(*node);
        }
        let diagnostic = Diagnostic::new(
            Code::UnknownOfficialCode,
            format!("no node has the official code `{}`", code.text),
            code.span,
            "no such code",
        );
        Err(Box::new(match self.nearest(&code.text, self.codes.keys().map(String::as_str)) {
            _ if self.codes.is_empty() => diagnostic.help("no node of this form says a `code`; write the path instead"),
            Some(near) => diagnostic.replace(format!("did you mean `[{near}]`?"), code.span, format!("[{near}]")),
            None => {
                diagnostic.help(format!("the codes are {}", self.effort.list(self.codes.keys().map(String::as_str))))
            }
        }))
    }

    /// How a check at `from` names a node: the shortest of its id and its whole path that leads there.
    pub(crate) fn spell(&self, from: NodeId, target: NodeId) -> String {
        let Some(entry) = self.tree.get(target) else { return String::new() };
        let nearest = self.in_reach(from, &entry.id);
        if nearest == Some(target) && !crate::expression::GRAMMAR_WORDS.contains(&entry.id.as_str()) {
            entry.id.clone()
        } else {
            format!(".{}", entry.path)
        }
    }
}
