//! The nodes of a form in a row, each before what is beneath it.
//!
//! After this: every node has a place in the row, a path, and is known to be a heading, a figure or a field.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NODES;
use crate::model::{NodeId, Relation};
use crate::source::Span;
use crate::syntax::{self, Children, ChildrenKey, FormFile, Members};

/// All nodes.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// The root, the header and its fields, then the items.
    pub(crate) nodes: Vec<Entry<'a>>,
}

/// A node in its place.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) id: String,
    pub(crate) path: String,
    pub(crate) parent: Option<NodeId>,
    pub(crate) children: Vec<NodeId>,
    /// Children by id; of several of one id the first.
    pub(crate) names: BTreeMap<String, NodeId>,
    pub(crate) class: Class,
    /// What the file says of it; none for the root and the header.
    pub(crate) says: Option<&'a syntax::Node>,
    /// The key under which its children stand.
    pub(crate) relation_span: Option<Span>,
    pub(crate) in_header: bool,
    pub(crate) span: Span,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Root,
    Header,
    /// `items`: no figure of its own.
    Heading,
    /// A relation and `whole`: no figure of its own, its children break down one that stands elsewhere.
    Breakdown(Relation),
    /// A figure with children.
    Whole(Relation),
    /// A figure or a field without children.
    Leaf,
}

impl Class {
    /// Whether the node has a cell of its own.
    pub(crate) const fn has_cell(self) -> bool {
        matches!(self, Self::Whole(_) | Self::Leaf)
    }

    /// The relation of the children.
    pub(crate) const fn relation(self) -> Option<Relation> {
        match self {
            Self::Breakdown(relation) | Self::Whole(relation) => Some(relation),
            _ => None,
        }
    }

    /// As a message names it.
    pub(crate) const fn describe(self) -> &'static str {
        match self {
            Self::Root => "the root",
            Self::Header => "the header",
            Self::Heading => "a heading",
            Self::Breakdown(_) => "a heading with a whole elsewhere",
            Self::Whole(_) => "a figure with children",
            Self::Leaf => "a figure or field",
        }
    }
}

/// The key of a relation.
pub(crate) const fn relation_key(relation: Relation) -> &'static str {
    match relation {
        Relation::Parts => "parts",
        Relation::SomeParts => "some_parts",
        Relation::OfWhich => "of_which",
        Relation::CoveredBy => "covered_by",
    }
}

const CHILDREN: [ChildrenKey; 5] =
    [ChildrenKey::Items, ChildrenKey::Parts, ChildrenKey::SomeParts, ChildrenKey::OfWhich, ChildrenKey::CoveredBy];

const fn relation_of(key: ChildrenKey) -> Option<Relation> {
    match key {
        ChildrenKey::Items => None,
        ChildrenKey::Parts => Some(Relation::Parts),
        ChildrenKey::SomeParts => Some(Relation::SomeParts),
        ChildrenKey::OfWhich => Some(Relation::OfWhich),
        ChildrenKey::CoveredBy => Some(Relation::CoveredBy),
    }
}

/// Lays the nodes of a file out.
pub(crate) fn tree<'a>(file: &'a FormFile, out: &mut Vec<Diagnostic>) -> Tree<'a> {
    let mut tree = Tree { nodes: Vec::new() };
    let root_span = file.items.as_ref().map_or(file.span, |items| items.key_span);
    let root = tree.push(None, String::new(), Class::Root, None, root_span);
    if let Some(first) = file.header.first() {
        let header = tree.push(Some(root), "header".to_owned(), Class::Header, None, first.span);
        for field in &file.header {
            tree.node(header, field, out);
        }
    }
    if let Some(items) = &file.items {
        if relation_of(items.key).is_some() {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{}` stands at the root, which has no figure", items.key.as_str()),
                    items.key_span,
                    "the root is a heading",
                )
                .replace("write `items`", items.key_span, "items"),
            );
        }
        tree.children(root, items, out);
    }
    if tree.nodes.len() > MAX_NODES {
        out.push(
            Diagnostic::new(
                Code::TooManyFigures,
                format!("the form has more than {MAX_NODES} headings and figures"),
                file.form.span,
                "too large",
            )
            .help("make several forms of it"),
        );
    }
    tree
}

impl<'a> Tree<'a> {
    fn push(
        &mut self,
        parent: Option<NodeId>,
        id: String,
        class: Class,
        says: Option<&'a syntax::Node>,
        span: Span,
    ) -> NodeId {
        let node = NodeId(self.nodes.len() as u32);
        let mut path = id.clone();
        let mut in_header = class == Class::Header;
        if let Some(above) = parent.and_then(|parent| self.nodes.get_mut(parent.0 as usize)) {
            above.children.push(node);
            above.names.entry(id.clone()).or_insert(node);
            in_header |= above.in_header;
            if !above.path.is_empty() {
                path = format!("{}.{id}", above.path);
            }
        }
        self.nodes.push(Entry {
            id,
            path,
            parent,
            children: Vec::new(),
            names: BTreeMap::new(),
            class,
            says,
            relation_span: None,
            in_header,
            span,
        });
        node
    }

    fn node(&mut self, parent: NodeId, says: &'a syntax::Node, out: &mut Vec<Diagnostic>) {
        if self.nodes.len() > MAX_NODES {
            return;
        }
        let children = says.children.first();
        if let (Some(first), Some(second)) = (children, says.children.get(1)) {
            out.push(
                Diagnostic::new(
                    Code::KeysExclude,
                    format!("`{}` and `{}` exclude each other", first.key.as_str(), second.key.as_str()),
                    second.key_span,
                    "a second list of children",
                )
                .also(first.key_span, "the first one")
                .help("a second breakdown of one figure is a heading of its own with `whole`"),
            );
        }
        let relation = children.and_then(|children| relation_of(children.key));
        let class = match (relation, &says.whole, children) {
            (Some(relation), Some(_), _) => Class::Breakdown(relation),
            (Some(relation), None, _) => Class::Whole(relation),
            (None, _, Some(_)) => Class::Heading,
            // Children were meant, and what stands there is no list: that has been reported.
            (None, _, None) if CHILDREN.iter().any(|key| says.said(key.as_str())) => Class::Heading,
            (None, _, None) => Class::Leaf,
        };
        let id = says.id.text.nfc().collect();
        let node = self.push(Some(parent), id, class, Some(says), says.id.span);
        if let Some(children) = children {
            if let Some(entry) = self.nodes.get_mut(node.0 as usize) {
                entry.relation_span = Some(children.key_span);
            }
            self.children(node, children, out);
        }
    }

    fn children(&mut self, parent: NodeId, children: &'a Children, out: &mut Vec<Diagnostic>) {
        match &children.members {
            Members::List(nodes) => {
                if nodes.is_empty() {
                    out.push(
                        Diagnostic::new(
                            Code::NoChildren,
                            format!("`{}` has nothing beneath it", children.key.as_str()),
                            children.span,
                            "an empty list",
                        )
                        .also(children.key_span, "of this key")
                        .help("add the rows, or take the key away"),
                    );
                }
                for node in nodes {
                    self.node(parent, node, out);
                }
            }
            Members::Numbered { n, .. } => out.push(super::unsupported::diagnostic("numbered members", n.span)),
            Members::Open { key, .. } => {
                out.push(super::unsupported::diagnostic("rows that come with the report", key.span))
            }
        }
    }

    /// A node. Ids are those of this tree.
    pub(crate) fn get(&self, id: NodeId) -> Option<&Entry<'a>> {
        self.nodes.get(id.0 as usize)
    }

    /// Every id, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId)
    }

    /// The path, for messages.
    pub(crate) fn path(&self, id: NodeId) -> &str {
        self.get(id).map_or("", |entry| entry.path.as_str())
    }

    /// Where the id stands.
    pub(crate) fn span(&self, id: NodeId) -> Option<Span> {
        self.get(id).map(|entry| entry.span)
    }
}
