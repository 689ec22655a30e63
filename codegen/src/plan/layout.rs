//! The nodes of the plan: those of the form, laid out as the JSON of a report is.
//!
//! Open dimensions stand where `by` names them: a `total` that holds what the node has, and `rows` that hold the same once
//! more, a row each. Closed dimensions stand at the figure. After this every cell of the form has its number, its pointer
//! and, where it stands in rows, its section.

use std::collections::BTreeMap;

use tallyform::validator::{MAX_ENTRIES, MAX_PLAN_DEPTH};
use tallyform_schema::model::{Coordinate, Dimension, DimensionId, Form, Node, NodeId, Where};
use tallyform_schema::{Code, Diagnostic};

use super::number;

/// Most nodes of a plan, and most levels of them: as many as the runtime takes.
const MOST: (usize, usize) = (MAX_ENTRIES, MAX_PLAN_DEPTH);

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// The nodes of the plan, each before what is beneath it.
    pub(super) places: Vec<Place>,
    /// The rows, each before those in its rows.
    pub(super) sections: Vec<Section>,
    /// The place of every cell, in order.
    pub(super) cells: Vec<u32>,
    /// By node of the form: the number of its cell, and where the node stands first.
    of_nodes: Vec<(Option<u32>, Option<u32>)>,
}

/// A node of the plan.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) origin: Origin,
    /// The key in JSON.
    pub(super) id: String,
    /// Ids from the root down, without `total` and `rows` of open dimensions.
    pub(super) path: String,
    /// JSON Pointer; in rows the one within the row.
    pub(super) pointer: String,
    pub(super) parent: Option<u32>,
    pub(super) children: Vec<u32>,
    /// Where the same stands first, if not here.
    pub(super) first: Option<u32>,
    /// The section in whose rows the node stands.
    pub(super) section: Option<u32>,
    /// The node of the form whose cell stands here; of a key, the one with the rows.
    pub(super) holds: Option<NodeId>,
    /// The number of that cell.
    pub(super) cell: Option<u32>,
    pub(super) coordinate: Option<Coordinate>,
}

/// What a node of the plan is made from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// A node of the form.
    Node(NodeId),
    /// A place in the matrix of a figure with open dimensions, along the others.
    Matrix { figure: NodeId, at: Where },
    /// The whole of an open dimension that a node of the form gives to what is beneath it.
    Whole { of: NodeId, dimension: DimensionId },
    /// Its rows.
    Rows { of: NodeId, dimension: DimensionId },
    /// The key of a row.
    Key { of: NodeId, dimension: DimensionId },
}

/// The rows of an open dimension at one place.
#[derive(Debug)]
pub(super) struct Section {
    /// The node of the plan.
    pub(super) place: u32,
    /// The node of the form that gives the dimension to what is beneath it, and which of its dimensions it is.
    pub(super) of: NodeId,
    pub(super) rows: usize,
    /// The section in whose rows this one stands.
    pub(super) above: Option<u32>,
    /// The node of the key.
    pub(super) key: u32,
}

impl Layout {
    /// Lays a form out.
    ///
    /// # Errors
    ///
    /// Where rows in rows make more of the form than a plan may have.
    pub(super) fn new(form: &Form) -> Result<Self, Box<Diagnostic>> {
        let layout = Self { of_nodes: vec![(None, None); form.nodes.len()], ..Self::default() };
        let mut walk = Walk {
            form,
            layout,
            matrices: matrices(form),
            firsts: BTreeMap::new(),
            bound: Vec::new(),
            section: None,
            depth: 0,
            has_rows: form.dimensions.iter().any(|dimension| dimension.key.is_some()),
            is_too_large: false,
        };
        if !form.nodes.is_empty() {
            walk.node(NodeId(0), None);
        }
        if let (true, Some(open)) = (walk.is_too_large, form.dimensions.iter().find(|known| known.key.is_some())) {
            return Err(Box::new(too_large(open)));
        }
        let mut layout = walk.layout;
        layout.count();
        Ok(layout)
    }

    /// The number of a node's cell.
    pub(super) fn cell(&self, node: NodeId) -> Option<u32> {
        self.of_nodes.get(node.0 as usize)?.0
    }

    /// Where a node of the form stands first. What stands nowhere counts as the root.
    pub(super) fn node(&self, node: NodeId) -> u32 {
        self.of_nodes.get(node.0 as usize).and_then(|(_, first)| *first).unwrap_or(0)
    }

    /// The section of a node that is `rows`.
    pub(super) fn section(&self, place: u32) -> Option<u32> {
        self.sections.binary_search_by_key(&place, |section| section.place).ok().map(number)
    }

    pub(super) fn place(&self, place: u32) -> Option<&Place> {
        self.places.get(place as usize)
    }

    /// Gives the cells their numbers: they stand in the order of their nodes.
    fn count(&mut self) {
        for (at, place) in self.places.iter_mut().enumerate() {
            let Some(node) = place.holds else { continue };
            let cell = number(self.cells.len());
            place.cell = Some(cell);
            self.cells.push(number(at));
            let is_key = matches!(place.origin, Origin::Key { .. });
            if let Some(slot) = self.of_nodes.get_mut(node.0 as usize).filter(|_| !is_key) {
                slot.0 = Some(cell);
            }
        }
    }
}

/// The cells of figures with open dimensions: by the figure and what those are bound to, what the others are bound to and
/// the node of the cell, in form order.
type Matrices = BTreeMap<(NodeId, Where), Vec<(Where, NodeId)>>;

fn matrices(form: &Form) -> Matrices {
    let mut all = Matrices::new();
    for (at, node) in form.nodes.iter().enumerate() {
        let Some(coordinate) = node.coordinate.as_ref().filter(|_| node.cell.is_some()) else { continue };
        let (mut open, closed): (Where, Where) = coordinate.at.iter().partition(|(of, _)| is_open(form, *of));
        if !open.is_empty() {
            open.sort_unstable();
            all.entry((coordinate.figure, open)).or_default().push((closed, NodeId(number(at))));
        }
    }
    all
}

fn is_open(form: &Form, dimension: DimensionId) -> bool {
    form.dimensions.get(dimension.0 as usize).is_some_and(|dimension| dimension.key.is_some())
}

/// Whether a node is a place in a matrix and no figure of the form.
pub(super) fn is_coordinate(node: &Node) -> bool {
    node.coordinate.is_some() && node.by.is_empty()
}

struct Walk<'f> {
    form: &'f Form,
    layout: Layout,
    matrices: Matrices,
    firsts: BTreeMap<Origin, u32>,
    /// What the open dimensions around are bound to.
    bound: Where,
    section: Option<u32>,
    depth: usize,
    has_rows: bool,
    is_too_large: bool,
}

impl Walk<'_> {
    /// A node of the form and what is beneath it.
    fn node(&mut self, id: NodeId, above: Option<u32>) {
        let form = self.form;
        let node = form.node(id);
        let Some(place) = self.push(above, node.id.clone(), Origin::Node(id)) else { return };
        if node.rows.is_empty() {
            self.hold(id, place);
        } else {
            // Nothing is repeated for the fields of the header.
            for child in node.children.iter().filter(|child| is_header(form, **child)) {
                self.node(*child, Some(place));
            }
            self.rows(id, place, 0);
        }
        for child in node.children.iter().filter(|child| form.node(**child).is_note) {
            self.node(*child, Some(place));
        }
        self.depth -= 1;
        // A figure that is blocked out of the whole, or of every row, is not there.
        if !self.bound.is_empty() {
            self.drop_empty(place, above);
        }
    }

    /// The open dimensions that a node gives to what is beneath it, from the one of this number on.
    fn rows(&mut self, id: NodeId, above: u32, at: usize) {
        let form = self.form;
        let Some(rows) = form.node(id).rows.get(at) else { return self.hold(id, above) };
        let Some(dimension) = form.dimensions.get(rows.dimension.0 as usize) else { return };
        let of = rows.dimension;
        if dimension.has_whole {
            let origin = Origin::Whole { of: id, dimension: of };
            if let Some(place) = self.push(Some(above), "total".to_owned(), origin) {
                self.bound.push((of, None));
                self.rows(id, place, at + 1);
                self.bound.pop();
                self.depth -= 1;
                self.drop_empty(place, Some(above));
            }
        }
        let Some(place) = self.push(Some(above), "rows".to_owned(), Origin::Rows { of: id, dimension: of }) else {
            return;
        };
        let outer = self.section.replace(number(self.layout.sections.len()));
        self.layout.sections.push(Section { place, of: id, rows: at, above: outer, key: place + 1 });
        self.bound.push((of, Some(0)));
        if let Some(key) = self.push(Some(place), dimension.id.clone(), Origin::Key { of: id, dimension: of }) {
            self.depth -= 1;
            if let Some(key) = self.layout.places.get_mut(key as usize) {
                key.holds = Some(id);
            }
        }
        self.rows(id, place, at + 1);
        self.bound.pop();
        self.section = outer;
        self.depth -= 1;
    }

    /// What a node of the form holds where the open dimensions around are bound: its own cells, then its children.
    fn hold(&mut self, id: NodeId, place: u32) {
        let form = self.form;
        let node = form.node(id);
        let has_rows = !node.rows.is_empty();
        let children = node.children.iter();
        let children = children.filter(|child| !(form.node(**child).is_note || has_rows && is_header(form, **child)));
        if !node.by.iter().any(|dimension| is_open(form, *dimension)) {
            if node.cell.is_some() {
                self.put(place, id, node.coordinate.clone());
            } else if let Some(place) = self.layout.places.get_mut(place as usize) {
                place.coordinate = node.coordinate.clone();
            }
            children.for_each(|child| self.node(*child, Some(place)));
            return;
        }
        let mut bound: Where = self.bound.iter().filter(|(of, _)| node.by.contains(of)).copied().collect();
        bound.sort_unstable();
        let children: Vec<NodeId> = children.filter(|child| !is_coordinate(form.node(**child))).copied().collect();
        if let Some(cells) = self.matrices.get(&(id, bound.clone())).cloned() {
            let matrix = Matrix { figure: id, bound: &bound };
            let has_others = cells.first().is_some_and(|(closed, _)| !closed.is_empty());
            if has_others && !children.is_empty() {
                // Beside children the places of the matrix stand under the figure's own key.
                let origin = Origin::Matrix { figure: id, at: Where::new() };
                if let Some(top) = self.push(Some(place), "total".to_owned(), origin) {
                    self.mark(top, matrix.coordinate(&[]));
                    self.fan(&matrix, top, &cells, 0);
                    self.depth -= 1;
                }
            } else {
                self.fan(&matrix, place, &cells, 0);
            }
        }
        for child in children {
            self.node(child, Some(place));
        }
    }

    /// The cells of a figure along its closed dimensions. All of them agree in the first `at` of these.
    fn fan(&mut self, matrix: &Matrix<'_>, place: u32, cells: &[(Where, NodeId)], at: usize) {
        for group in cells.chunk_by(|(one, _), (other, _)| one.get(at) == other.get(at)) {
            let Some((closed, cell)) = group.first() else { continue };
            let Some(prefix) = closed.get(..=at) else {
                self.put(place, *cell, Some(matrix.coordinate(closed)));
                continue;
            };
            let is_last = prefix.len() == closed.len();
            if let (true, Some((_, None))) = (is_last, prefix.last()) {
                // The whole of the last dimension is the node's own figure.
                self.put(place, *cell, Some(matrix.coordinate(closed)));
                continue;
            }
            let key = prefix.last().map_or("total", |slot| super::key(self.form, *slot));
            let origin = Origin::Matrix { figure: matrix.figure, at: prefix.to_vec() };
            let Some(below) = self.push(Some(place), key.to_owned(), origin) else { continue };
            if is_last {
                self.put(below, *cell, Some(matrix.coordinate(closed)));
            } else {
                self.mark(below, matrix.coordinate(prefix));
                self.fan(matrix, below, group, at + 1);
            }
            self.depth -= 1;
        }
    }

    /// A new node. The caller goes one level up when it has laid out what is beneath.
    fn push(&mut self, above: Option<u32>, id: String, origin: Origin) -> Option<u32> {
        if self.layout.places.len() >= MOST.0 || self.depth > MOST.1 {
            self.is_too_large = true;
            return None;
        }
        self.depth += 1;
        let place = number(self.layout.places.len());
        let is_added = matches!(origin, Origin::Whole { .. } | Origin::Rows { .. });
        let (mut path, mut pointer) = (String::new(), String::new());
        if let Some(above) = above.and_then(|above| self.layout.places.get_mut(above as usize)) {
            above.children.push(place);
            path = match above.path.is_empty() {
                _ if is_added => above.path.clone(),
                true => id.clone(),
                false => format!("{}.{id}", above.path),
            };
            // Within rows, pointers count from the row.
            let base = if matches!(above.origin, Origin::Rows { .. }) { "" } else { above.pointer.as_str() };
            pointer = format!("{base}/{}", id.replace('~', "~0").replace('/', "~1"));
        }
        if let Origin::Node(node) = &origin
            && let Some((_, first)) = self.layout.of_nodes.get_mut(node.0 as usize)
        {
            first.get_or_insert(place);
        }
        let first = if self.has_rows { *self.firsts.entry(origin.clone()).or_insert(place) } else { place };
        self.layout.places.push(Place {
            origin,
            id,
            path,
            pointer,
            parent: above,
            children: Vec::new(),
            first: (first != place).then_some(first),
            section: self.section,
            holds: None,
            cell: None,
            coordinate: None,
        });
        Some(place)
    }

    /// A cell of the form stands here.
    fn put(&mut self, place: u32, cell: NodeId, coordinate: Option<Coordinate>) {
        if let Some(place) = self.layout.places.get_mut(place as usize) {
            place.holds = Some(cell);
            place.coordinate = coordinate;
        }
    }

    fn mark(&mut self, place: u32, coordinate: Coordinate) {
        if let Some(place) = self.layout.places.get_mut(place as usize) {
            place.coordinate = Some(coordinate);
        }
    }

    /// Takes the last node away again where it has turned out to hold nothing.
    fn drop_empty(&mut self, place: u32, above: Option<u32>) {
        let is_last = place as usize + 1 == self.layout.places.len();
        let is_empty = self.layout.places.last().is_some_and(|last| last.holds.is_none() && last.children.is_empty());
        if !is_last || !is_empty {
            return;
        }
        let Some(dropped) = self.layout.places.pop() else { return };
        if dropped.first.is_none() {
            self.firsts.remove(&dropped.origin);
            if let Origin::Node(node) = dropped.origin
                && let Some(slot) = self.layout.of_nodes.get_mut(node.0 as usize)
            {
                slot.1 = None;
            }
        }
        if let Some(above) = above.and_then(|above| self.layout.places.get_mut(above as usize)) {
            above.children.pop();
        }
    }
}

/// The matrix of a figure where its open dimensions are bound.
struct Matrix<'a> {
    figure: NodeId,
    bound: &'a [(DimensionId, Option<usize>)],
}

impl Matrix<'_> {
    fn coordinate(&self, closed: &[(DimensionId, Option<usize>)]) -> Coordinate {
        Coordinate { figure: self.figure, at: self.bound.iter().chain(closed).copied().collect() }
    }
}

fn is_header(form: &Form, node: NodeId) -> bool {
    let node = form.node(node);
    node.parent == Some(NodeId(0)) && node.id == "header"
}

fn too_large(open: &Dimension) -> Diagnostic {
    let message = format!("rows make more than {} keys, or more than {} levels, of a report", MOST.0, MOST.1);
    Diagnostic::new(Code::TooManyFigures, message, open.span, "too many rows in rows")
        .help("give fewer open dimensions to one figure, or make several forms of it")
}
