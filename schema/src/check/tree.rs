//! The nodes of a form in a row, each before what is beneath it.
//!
//! After this: every node has a place in the row, a path, and is known to be a heading, a figure or a field.

mod except;
mod note;

use std::collections::BTreeMap;
use std::rc::Rc;

use unicode_normalization::UnicodeNormalization;

use super::dimension::{self, Dimension, Dimensions, Grid, Slot};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NODES;
use crate::model::{NodeId, Relation};
use crate::source::{Span, Spanned};
use crate::syntax::{self, Children, ChildrenKey, FormFile, LangText, Members, Scalar};

/// All nodes.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    /// The root, the header and its fields, then the items.
    pub(crate) nodes: Vec<Entry<'a>>,
    pub(crate) dimensions: Dimensions<'a>,
    /// The cells of some figure were too many to be laid out.
    is_too_large: bool,
}

/// Members whose common cells are blocked out.
type Blocked = Vec<(usize, Slot)>;

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
    /// The dimensions that the figures beneath have, from the root down.
    pub(crate) by: Rc<[usize]>,
    /// The note that a node with `by` gets, said here or above.
    pub(crate) note: Option<&'a Spanned<Option<LangText>>>,
    /// The cells of a figure with dimensions.
    pub(crate) grid: Option<Grid>,
    /// Where in the grid of which figure the node stands.
    pub(crate) coordinate: Option<Coordinate>,
    pub(crate) span: Span,
}

/// A place in the grid of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Coordinate {
    pub(crate) figure: NodeId,
    /// Slots of the first of the figure's dimensions; of all of them where a cell stands.
    pub(crate) slots: Vec<Slot>,
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
    /// The note of the node above, which says `by`.
    Note,
    /// A place in the grid of a figure: made by its dimensions, not to be named.
    Coordinate,
}

impl Class {
    /// Whether the node has a cell of its own.
    pub(crate) const fn has_cell(self) -> bool {
        matches!(self, Self::Whole(_) | Self::Leaf | Self::Note)
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
            Self::Note => "a note",
            Self::Coordinate => "a cell of a figure",
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

/// The relation of this key; none for `items`.
pub(crate) const fn relation_of(key: ChildrenKey) -> Option<Relation> {
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
    let dimensions = dimension::dimensions(file, out);
    let mut tree = Tree { nodes: Vec::new(), dimensions, is_too_large: false };
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
        let by: Rc<[usize]> = tree.dimensions.by(&[], file.by.as_ref(), out).into();
        if let Some(root) = tree.nodes.first_mut() {
            root.by = by;
            root.note = file.attributes.note.as_ref();
        }
        tree.children(root, items, out);
        if file.by.is_some() {
            tree.note(root, out);
        }
    }
    except::except(&tree, out);
    if tree.nodes.len() > MAX_NODES || tree.is_too_large {
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

/// Children that only a dimension can have.
fn of_dimensions(children: &Children, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::KeyDoesNotApply,
        format!("{what} for dimensions, not for items"),
        children.span,
        "items are written out",
    )
    .also(children.key_span, "of this key")
    .help("define a dimension with them under `dimensions`, and name it in `by`")
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
        let mut by: Rc<[usize]> = Rc::new([]);
        let mut note = None;
        if let Some(above) = parent.and_then(|parent| self.nodes.get_mut(parent.0 as usize)) {
            above.children.push(node);
            if class != Class::Coordinate {
                above.names.entry(id.clone()).or_insert(node);
            }
            in_header |= above.in_header;
            if !in_header {
                by = above.by.clone();
                note = above.note;
            }
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
            by,
            note,
            grid: None,
            coordinate: None,
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
        if let (Some(note), Some(entry)) = (&says.attributes.note, self.nodes.get_mut(node.0 as usize)) {
            entry.note = Some(note);
        }
        if let Some(by) = &says.by {
            self.take_by(node, by, out);
        }
        if class.has_cell() {
            self.spread(node, says.id.span, out);
        }
        if let Some(children) = children {
            if let Some(entry) = self.nodes.get_mut(node.0 as usize) {
                entry.relation_span = Some(children.key_span);
            }
            self.children(node, children, out);
        }
        if says.by.is_some() {
            self.note(node, out);
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
            Members::Numbered { .. } => out.push(of_dimensions(children, "numbered members are")),
            Members::Open { .. } => out.push(of_dimensions(children, "rows that come with the report are")),
        }
    }

    fn take_by(&mut self, node: NodeId, by: &Spanned<Vec<Scalar>>, out: &mut Vec<Diagnostic>) {
        let Some(entry) = self.nodes.get(node.0 as usize) else { return };
        if entry.in_header {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    "`by` does not go with the header",
                    by.span,
                    "a field of the header",
                )
                .help("take it away; a report has its header once"),
            );
            return;
        }
        let all = self.dimensions.by(&entry.by, Some(by), out);
        if let Some(entry) = self.nodes.get_mut(node.0 as usize) {
            entry.by = all.into();
        }
    }

    /// Gives a figure its cells along its dimensions.
    fn spread(&mut self, figure: NodeId, place: Span, out: &mut Vec<Diagnostic>) {
        let Some(entry) = self.nodes.get(figure.0 as usize) else { return };
        let (by, has_children) = (entry.by.clone(), matches!(entry.class, Class::Whole(_)));
        if by.is_empty() {
            return;
        }
        let blocked = self.blocked(figure);
        let cells = by.iter().filter_map(|dimension| self.dimensions.get(*dimension)).map(Dimension::width);
        let cells = cells.fold(1_usize, usize::saturating_mul);
        if cells.saturating_add(self.nodes.len()) > MAX_NODES {
            // The row is too long then, which is said where it is done.
            self.is_too_large = true;
            return;
        }
        let mut grid = Grid { by: by.to_vec(), cells: vec![None; cells] };
        let top = if has_children {
            self.put(figure, "total".to_owned(), Coordinate { figure, slots: Vec::new() })
        } else {
            figure
        };
        self.fan(figure, top, &mut Vec::new(), &mut grid, &blocked);
        if cells > 0 && grid.cells.iter().all(Option::is_none) {
            out.push(
                Diagnostic::new(Code::NoChildren, "every cell of the figure is blocked out", place, "no cell is left")
                    .help("take the figure away, or block out less"),
            );
        }
        if let Some(entry) = self.nodes.get_mut(figure.0 as usize) {
            entry.grid = Some(grid);
        }
    }

    fn put(&mut self, above: NodeId, id: String, coordinate: Coordinate) -> NodeId {
        let Some(span) = self.span(above) else { return above };
        let node = self.push(Some(above), id, Class::Coordinate, None, span);
        if let Some(entry) = self.nodes.get_mut(node.0 as usize) {
            entry.coordinate = Some(coordinate);
        }
        node
    }

    /// The cells of the dimensions that `slots` leave open: the whole first, then the members, dimension in dimension.
    fn fan(&mut self, figure: NodeId, node: NodeId, slots: &mut Vec<Slot>, grid: &mut Grid, blocked: &[Blocked]) {
        let Some(dimension) = grid.by.get(slots.len()).copied() else { return };
        let Some(found) = self.dimensions.get(dimension) else { return };
        let keys: Vec<(Slot, String)> = found.slots().map(|slot| (slot, found.key(slot).to_owned())).collect();
        let last = slots.len() + 1 == grid.by.len();
        for (slot, key) in keys {
            slots.push(slot);
            if self.has_free_cell(grid, slots, blocked) {
                // The whole of the last dimension is the node's own figure.
                let below = match slot {
                    None if last => node,
                    _ => self.put(node, key, Coordinate { figure, slots: slots.clone() }),
                };
                if last {
                    if let Some(entry) = self.nodes.get_mut(below.0 as usize) {
                        entry.coordinate = Some(Coordinate { figure, slots: slots.clone() });
                    }
                    let position = grid.position(&self.dimensions, slots);
                    if let Some(cell) = position.and_then(|position| grid.cells.get_mut(position)) {
                        *cell = Some(below);
                    }
                } else {
                    self.fan(figure, below, slots, grid, blocked);
                }
            }
            slots.pop();
        }
    }

    /// Whether some cell at or beneath these slots is not blocked out.
    fn has_free_cell(&self, grid: &Grid, slots: &[Slot], blocked: &[Blocked]) -> bool {
        if blocked.is_empty() {
            return true;
        }
        let rest = grid.by.iter().skip(slots.len()).filter_map(|dimension| self.dimensions.get(*dimension));
        let lists: Vec<Vec<Slot>> =
            slots.iter().map(|slot| vec![*slot]).chain(rest.map(|dimension| dimension.slots().collect())).collect();
        let is_blocked = |at: &Vec<Slot>| {
            blocked.iter().any(|one| {
                one.iter().all(|(dimension, slot)| {
                    let place = grid.by.iter().position(|by| by == dimension);
                    place.and_then(|place| at.get(place)) == Some(slot)
                })
            })
        };
        dimension::combinations(&lists).iter().any(|at| !is_blocked(at))
    }

    /// What `except`, said here or above, blocks out of a figure.
    fn blocked(&self, figure: NodeId) -> Vec<Blocked> {
        let mut blocked = Vec::new();
        let Some(entry) = self.get(figure) else { return blocked };
        let mut at = Some(figure);
        while let Some(node) = at.and_then(|node| self.get(node)) {
            for pair in node.says.and_then(|says| says.except.as_ref()).iter().flat_map(|except| &except.value) {
                blocked.extend(self.block(&entry.by, figure, pair));
            }
            at = node.parent;
        }
        blocked
    }

    /// What one pair of `except` blocks out of a figure; none where it is about others.
    fn block(&self, by: &[usize], figure: NodeId, pair: &[Scalar]) -> Option<Blocked> {
        let mut blocked = Vec::new();
        for name in pair {
            match self.slot(by, &name.text) {
                Some(found) => blocked.push(found),
                None if self.stands_beneath(figure, &name.text) => {}
                None => return None,
            }
        }
        (!blocked.is_empty()).then_some(blocked)
    }

    /// The member that a name means among some dimensions: `member`, `dimension.member` or `dimension.total`.
    pub(crate) fn slot(&self, by: &[usize], name: &str) -> Option<(usize, Slot)> {
        let (within, key) = name.split_once('.').map_or((None, name), |(within, key)| (Some(within), key));
        by.iter().find_map(|dimension| {
            let found = self.dimensions.get(*dimension)?;
            if within.is_some_and(|within| within != found.id) || (within.is_none() && key == "total") {
                return None;
            }
            Some((*dimension, found.find(key)?))
        })
    }

    /// Whether a node is, or stands beneath, one that is called so.
    fn stands_beneath(&self, node: NodeId, id: &str) -> bool {
        let path = self.path(node);
        path.split('.').any(|step| step == id) || path == id || path.starts_with(&format!("{id}."))
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
