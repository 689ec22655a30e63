//! The nodes of a form as its tree has them, each by itself, so that they can be changed, moved and taken away.

mod emit;

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::source::Span;
use crate::syntax::ChildrenKey;
use crate::yaml::{Entry, Scalar, Tree, Value};

/// The root.
pub(super) const ROOT: usize = 0;
/// What stands above the fields of the header.
pub(super) const HEADER: usize = 1;
/// What stands above the dimensions.
pub(super) const DIMENSIONS: usize = 2;

/// Keys that speak of the revision before. What a base says with them is about its own base.
const OF_LINEAGE: [&str; 3] = ["was", "comparable", "because"];

/// All nodes of a form, each behind the one that it stands beneath, as long as nothing has changed.
#[derive(Debug)]
pub(super) struct Nodes {
    list: Vec<Node>,
    /// Nodes of the base by address.
    by_home: BTreeMap<String, usize>,
}

/// A node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
    pub(super) children: Vec<usize>,
    /// The key of a dimension, which is its id.
    pub(super) key: Option<Scalar>,
    pub(super) parts: Vec<Part>,
    /// What stands where a node should, and is none: it is left to the reader to say so.
    raw: Option<Tree>,
    pub(super) span: Span,
    /// Its address in the base; none of what is new.
    pub(super) home: Option<String>,
    /// Whether it was a heading in the base.
    pub(super) was_heading: bool,
    /// Whether the file writes it out once more, with what stands above it: what it was is then what has its id.
    pub(super) is_restated: bool,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Header,
    Dimensions,
    Item,
    Field,
    Dimension,
    Member,
}

/// A part of a node's mapping.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Entry(Entry),
    /// The nodes beneath `of`, under this key.
    List {
        key: Scalar,
        span: Span,
        of: usize,
    },
}

impl Part {
    pub(super) fn key(&self) -> &Scalar {
        match self {
            Self::Entry(entry) => &entry.key,
            Self::List { key, .. } => key,
        }
    }
}

impl Kind {
    /// What stands beneath.
    const fn below(self) -> Self {
        match self {
            Self::Root | Self::Item => Self::Item,
            Self::Header | Self::Field => Self::Field,
            Self::Dimensions => Self::Dimension,
            Self::Dimension | Self::Member => Self::Member,
        }
    }

    /// As a message names it.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Root => "the root",
            Self::Header => "the header",
            Self::Dimensions => "the dimensions",
            Self::Item => "an item",
            Self::Field => "a field of the header",
            Self::Dimension => "a dimension",
            Self::Member => "a member",
        }
    }
}

impl Nodes {
    /// The nodes of a base.
    pub(super) fn read(base: &Tree) -> Self {
        let mut nodes = Self { list: Vec::new(), by_home: BTreeMap::new() };
        nodes.push(Kind::Root, None, base.span);
        nodes.push(Kind::Header, Some(ROOT), base.span);
        nodes.push(Kind::Dimensions, Some(ROOT), base.span);
        let Value::Mapping(entries) = &base.value else { return nodes };
        for entry in entries.iter() {
            let key = entry.key.text.as_str();
            if matches!(key, "revises" | "changes" | "because" | "gone") {
                continue;
            }
            let part = nodes.top(entry, true).unwrap_or_else(|| Part::Entry(entry.clone()));
            if let Some(root) = nodes.get_mut(ROOT) {
                root.parts.push(part);
            }
        }
        nodes.find_homes();
        nodes
    }

    /// Reads what stands under a key of the root that has nodes beneath it.
    pub(super) fn top(&mut self, entry: &Entry, of_base: bool) -> Option<Part> {
        let (of, kind) = match (entry.key.text.as_str(), &entry.value.value) {
            ("items", Value::Sequence(_)) => (ROOT, Kind::Item),
            ("header", Value::Sequence(_)) => (HEADER, Kind::Field),
            ("dimensions", Value::Mapping(_)) => (DIMENSIONS, Kind::Dimension),
            _ => return None,
        };
        match &entry.value.value {
            Value::Sequence(items) => {
                for item in items.iter() {
                    self.add(of, kind, None, item, of_base);
                }
            }
            Value::Mapping(entries) => {
                for entry in entries.iter() {
                    self.add(of, kind, Some(entry.key.clone()), &entry.value, of_base);
                }
            }
            _ => {}
        }
        Some(Part::List { key: entry.key.clone(), span: entry.value.span, of })
    }

    /// Adds a node that is written so as the last one beneath another.
    pub(super) fn add(&mut self, parent: usize, kind: Kind, key: Option<Scalar>, says: &Tree, of_base: bool) -> usize {
        let at = self.push(kind, Some(parent), says.span);
        if let Some(above) = self.get_mut(parent) {
            above.children.push(at);
        }
        let mut parts = Vec::new();
        let mut raw = None;
        match &says.value {
            Value::Mapping(entries) => {
                for entry in entries.iter() {
                    if of_base && OF_LINEAGE.contains(&entry.key.text.as_str()) {
                        continue;
                    }
                    parts.push(self.part(at, entry, of_base));
                }
            }
            _ => raw = Some(says.clone()),
        }
        if let Some(node) = self.get_mut(at) {
            node.key = key;
            node.parts = parts;
            node.raw = raw;
        }
        at
    }

    /// An entry of a node; the nodes beneath it are added where it has such.
    pub(super) fn part(&mut self, at: usize, entry: &Entry, of_base: bool) -> Part {
        let Value::Sequence(items) = &entry.value.value else { return Part::Entry(entry.clone()) };
        if !is_children_key(&entry.key.text) {
            return Part::Entry(entry.clone());
        }
        let kind = self.get(at).map_or(Kind::Item, |node| node.kind.below());
        for item in items.iter() {
            self.add(at, kind, None, item, of_base);
        }
        Part::List { key: entry.key.clone(), span: entry.value.span, of: at }
    }

    fn push(&mut self, kind: Kind, parent: Option<usize>, span: Span) -> usize {
        self.list.push(Node {
            kind,
            parent,
            children: Vec::new(),
            key: None,
            parts: Vec::new(),
            raw: None,
            span,
            home: None,
            was_heading: false,
            is_restated: false,
        });
        self.list.len() - 1
    }

    /// Gives each node its address in the base.
    fn find_homes(&mut self) {
        let mut headings = Vec::new();
        for at in 0..self.list.len() {
            let Some(node) = self.get(at) else { continue };
            let home = match node.kind {
                Kind::Root => Some(".".to_owned()),
                Kind::Header => Some("header".to_owned()),
                Kind::Dimensions => None,
                _ => self.address_of(at),
            };
            let Some(home) = home else { continue };
            let is_heading = node.is_heading();
            // A member may be called as a heading among members is; the address is the member's then.
            if node.kind == Kind::Member && is_heading {
                headings.push((home.clone(), at));
            } else {
                self.by_home.entry(home.clone()).or_insert(at);
            }
            if let Some(node) = self.get_mut(at) {
                node.home = Some(home);
                node.was_heading = is_heading;
            }
        }
        for (home, at) in headings {
            self.by_home.entry(home).or_insert(at);
        }
    }

    /// The address of a node of the base whose parent has one.
    fn address_of(&self, at: usize) -> Option<String> {
        let node = self.get(at)?;
        let id = self.id(at)?;
        let above = self.get(node.parent?)?;
        Some(match node.kind {
            Kind::Dimension => format!("{id}[]"),
            Kind::Member => {
                let dimension = self.above(at).find(|above| self.kind(*above) == Some(Kind::Dimension))?;
                format!("{}[{id}]", self.id(dimension)?)
            }
            _ if above.kind == Kind::Root => id,
            _ => format!("{}.{id}", above.home.as_ref()?),
        })
    }

    pub(super) fn get(&self, at: usize) -> Option<&Node> {
        self.list.get(at)
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut Node> {
        self.list.get_mut(at)
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.get(at).map(|node| node.kind)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The id, in one spelling of its characters.
    pub(super) fn id(&self, at: usize) -> Option<String> {
        self.id_scalar(at).map(|id| spelt(&id.text))
    }

    pub(super) fn id_scalar(&self, at: usize) -> Option<&Scalar> {
        let node = self.get(at)?;
        node.key.as_ref().or_else(|| match &node.entry("id")?.value.value {
            Value::Scalar(id) => Some(id),
            _ => None,
        })
    }

    /// The node at an address of the base.
    pub(super) fn at_home(&self, address: &str) -> Option<usize> {
        self.by_home.get(address).copied()
    }

    /// Every address of the base.
    pub(super) fn homes(&self) -> impl Iterator<Item = &str> {
        self.by_home.keys().map(String::as_str)
    }

    /// The child of this id.
    pub(super) fn child(&self, at: usize, id: &str) -> Option<usize> {
        self.get(at)?.children.iter().copied().find(|child| self.id(*child).as_deref() == Some(id))
    }

    /// What stands above a node, the nearest first.
    pub(super) fn above(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.get(at).and_then(|node| node.parent), |at| self.get(*at)?.parent)
    }

    /// The dimensions that the figures at a node have, from the root down.
    pub(super) fn by(&self, at: usize) -> Vec<String> {
        let mut path: Vec<usize> = std::iter::once(at).chain(self.above(at)).collect();
        path.reverse();
        let said = path.iter().filter_map(|at| self.get(*at)?.entry("by"));
        let lists = said.filter_map(|by| match &by.value.value {
            Value::Sequence(names) => Some(names),
            _ => None,
        });
        let names = lists.flat_map(|names| names.iter()).filter_map(|name| match &name.value {
            Value::Scalar(name) => Some(spelt(&name.text)),
            _ => None,
        });
        names.collect()
    }
}

impl Node {
    /// What stands under a key that has no nodes beneath it.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.parts.iter().find_map(|part| match part {
            Part::Entry(entry) if entry.key.text == key => Some(entry),
            _ => None,
        })
    }

    /// The key that the nodes beneath stand under.
    pub(super) fn list(&self) -> Option<&Scalar> {
        self.parts.iter().find_map(|part| match part {
            Part::List { key, .. } if is_children_key(&key.text) => Some(key),
            _ => None,
        })
    }

    /// Whether it has nodes beneath it and no figure of its own.
    pub(super) fn is_heading(&self) -> bool {
        self.list().is_some_and(|key| key.text == "items" || self.entry("whole").is_some())
    }

    /// Puts an entry in the place of the one of its key, or, where there is none, before the nodes beneath.
    pub(super) fn set(&mut self, part: Part) {
        let same = self.parts.iter().position(|old| old.key().text == part.key().text);
        if let Some(old) = same.and_then(|at| self.parts.get_mut(at)) {
            *old = part;
            return;
        }
        let end = self.parts.iter().position(|part| matches!(part, Part::List { .. })).unwrap_or(self.parts.len());
        self.parts.insert(end, part);
    }

    /// Takes the entry of a key away.
    pub(super) fn unset(&mut self, key: &str) {
        self.parts.retain(|part| part.key().text != key);
    }
}

/// Whether children stand under this key.
pub(super) fn is_children_key(key: &str) -> bool {
    ChildrenKey::ALL.iter().any(|known| known.as_str() == key)
}

/// The name in the one spelling that ids are compared in.
pub(super) fn spelt(name: &str) -> String {
    name.nfc().collect()
}
