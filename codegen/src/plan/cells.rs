//! Cells: their numbers, their JSON Pointers, and what their blanks depend on.

use tallyform::plan::{BlankIsNotApplicable, Cell, CellChecks, CodesOf, Content, Figure};
use tallyform_schema::model::{self, Form, NodeId};

use super::{matrix, number, severities, units};

/// The number of every node's cell, by the number of the node.
pub(super) struct Numbers(Vec<Option<u32>>);

impl Numbers {
    pub(super) fn new(form: &Form) -> Self {
        let mut next = 0;
        let numbers = form.nodes.iter().map(|node| {
            node.cell.as_ref().map(|_| {
                next += 1;
                next - 1
            })
        });
        Self(numbers.collect())
    }

    pub(super) fn at(&self, node: usize) -> Option<u32> {
        self.0.get(node).copied().flatten()
    }

    pub(super) fn of(&self, node: NodeId) -> Option<u32> {
        self.at(node.0 as usize)
    }
}

/// Every cell of the form, in form order.
pub(super) fn lower(form: &Form, numbers: &Numbers) -> Vec<Cell> {
    let pointers = pointers(form);
    let mut cells = Vec::new();
    for (at, (node, pointer)) in form.nodes.iter().zip(&pointers).enumerate() {
        let Some(cell) = &node.cell else { continue };
        let id = NodeId(number(at));
        cells.push(Cell {
            node: id.0,
            // With children beneath, the node itself is an object and its own cell is a key of it.
            pointer: if node.children.is_empty() { pointer.clone() } else { format!("{pointer}/total") },
            section: None,
            content: content(form, numbers, &cell.content),
            takes: cell.takes.iter().map(|mark| mark.0).collect(),
            blank: cell.blank_is_not_applicable.then(|| BlankIsNotApplicable {
                beneath: match &node.coordinate {
                    Some(coordinate) => matrix::beneath(form, coordinate, &beneath(form, coordinate.figure)),
                    None => beneath(form, id),
                }
                .into_iter()
                .filter(|node| *node != id)
                .filter_map(|node| numbers.of(node))
                .collect(),
                table: table(form, id),
            }),
            checks: CellChecks {
                required: cell.required.as_ref().map(severities),
                kind: cell.kind.as_ref().map(severities),
                marks: cell.marks.as_ref().map(severities),
                places: cell.places.as_ref().map(severities),
                bounds: cell.bounds.as_ref().map(severities),
            },
            remarks: Vec::new(),
        });
    }
    cells
}

/// The JSON Pointer of every node. A node stands after its parent, so that one pass is enough.
fn pointers(form: &Form) -> Vec<String> {
    let mut pointers: Vec<String> = Vec::with_capacity(form.nodes.len());
    for node in &form.nodes {
        let above = node.parent.and_then(|parent| pointers.get(parent.0 as usize));
        pointers.push(above.map_or_else(String::new, |above| format!("{above}/{}", escape(&node.id))));
    }
    pointers
}

/// A reference token of RFC 6901.
fn escape(id: &str) -> String {
    id.replace('~', "~0").replace('/', "~1")
}

fn content(form: &Form, numbers: &Numbers, content: &model::Content) -> Content {
    match content {
        model::Content::Figure(figure) => Content::Figure(Figure {
            unit: figure.unit.0,
            decimals: figure.decimals,
            lower: units::bound(figure.lower.as_ref()),
            upper: units::bound(figure.upper.as_ref()),
            rounded: figure.rounded,
        }),
        model::Content::Text { pattern, max_length } => {
            Content::Text { pattern: pattern.clone(), max_length: *max_length }
        }
        model::Content::Date => Content::Date {},
        model::Content::Year => Content::Year {},
        model::Content::Bool => Content::Bool {},
        model::Content::Code { of: model::CodesOf::List(list), many } => {
            let list = form.codes.get(*list).map(|list| list.id.clone()).unwrap_or_default();
            Content::Code { of: CodesOf::List(list), many: *many }
        }
        model::Content::Code { of: model::CodesOf::Field(field), many } => {
            Content::Code { of: CodesOf::Field(numbers.of(*field).unwrap_or_default()), many: *many }
        }
    }
}

/// The figures beneath a figure: its parts, their parts and so on, through headings, without what stands apart. A heading
/// that breaks down another figure is not looked through; one that breaks down this figure belongs here wherever it
/// stands. In form order.
fn beneath(form: &Form, figure: NodeId) -> Vec<NodeId> {
    let mut found = Vec::new();
    let mut seen = vec![false; form.nodes.len()];
    let mut open = vec![figure];
    while let Some(whole) = open.pop() {
        let elsewhere = (0..form.nodes.len()).map(|at| NodeId(number(at)));
        let elsewhere = elsewhere.filter(|heading| form.node(*heading).whole == Some(whole));
        let mut nodes: Vec<NodeId> = form.node(whole).children.clone();
        nodes.extend(elsewhere.flat_map(|heading| form.node(heading).children.iter().copied()));
        while let Some(id) = nodes.pop() {
            let node = form.node(id);
            let at = id.0 as usize;
            if node.apart || id == figure || is_coordinate(node) || seen.get(at).copied().unwrap_or(true) {
                continue;
            }
            if node.cell.is_some() || !node.by.is_empty() {
                seen[at] = true;
                found.push(id);
                open.push(id);
            } else if node.whole.is_none() {
                nodes.extend(node.children.iter().copied());
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether the node is a place in a matrix and no figure of the form.
fn is_coordinate(node: &model::Node) -> bool {
    node.coordinate.is_some() && node.by.is_empty()
}

/// The child of the root under which a node stands; the root itself where that child is a figure, since the figures that
/// are children of the root are one table.
fn table(form: &Form, node: NodeId) -> u32 {
    let mut top = node;
    while let Some(parent) = form.node(top).parent {
        if form.node(parent).parent.is_none() {
            break;
        }
        top = parent;
    }
    let top_node = form.node(top);
    if top_node.cell.is_some() || !top_node.by.is_empty() { 0 } else { top.0 }
}
