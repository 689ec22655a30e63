//! What reader, writer and evaluator look up, worked out once for a plan.

use crate::exact::MAX_FIGURE;
use crate::plan::{Content, Kind, Meaning, Node, Plan};

/// Everything that is looked up while a report is read and judged.
#[derive(Debug)]
pub(crate) struct Table {
    /// The keys of each node's JSON object, by node.
    pub(crate) objects: Vec<Object>,
    /// How many keys all objects have together.
    pub(crate) keys: usize,
    /// What each cell takes, by cell.
    pub(crate) cells: Vec<CellTable>,
    /// The form's name as canonical JSON has it.
    pub(crate) form: Box<[u8]>,
    /// The revision's name as canonical JSON has it.
    pub(crate) revision: Box<[u8]>,
}

/// The keys of one JSON object of a report, in canonical order.
#[derive(Debug)]
pub(crate) struct Object {
    /// Number of the first key among the keys of all objects.
    pub(crate) first: usize,
    /// The keys.
    pub(crate) keys: Vec<Key>,
    /// Positions in `keys`, ordered by the text of the key.
    sorted: Vec<u32>,
}

/// One key and what stands under it.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) text: Box<str>,
    /// The key as canonical JSON has it, with quotation marks and colon.
    pub(crate) opening: Box<[u8]>,
    pub(crate) target: Target,
}

/// What stands under a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Cell(u32),
    Node(u32),
    Form,
    Revision,
    Period,
    Stray,
    Explanations,
}

impl Object {
    /// The position of a key. `expected` is the position that is tried first.
    pub(crate) fn find(&self, expected: usize, text: &str) -> Option<usize> {
        if self.keys.get(expected).is_some_and(|key| *key.text == *text) {
            return Some(expected);
        }
        let key = |position: &u32| self.keys.get(*position as usize).map_or("", |key| &key.text);
        let at = self.sorted.binary_search_by(|position| key(position).cmp(text)).ok()?;
        self.sorted.get(at).map(|position| *position as usize)
    }
}

/// What a cell takes.
#[derive(Debug)]
pub(crate) struct CellTable {
    pub(crate) shape: Shape,
    /// Number of the cell's key among the keys of all objects.
    pub(crate) key: usize,
    /// Marks that the cell takes, with their tokens.
    pub(crate) takes: Vec<(Box<str>, u32)>,
}

/// The content of a cell, as far as reading it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Figure { decimals: u8 },
    Text,
    Date,
    Year,
    Bool,
    Code,
    Codes,
}

impl CellTable {
    /// The mark of a token that the cell takes.
    pub(crate) fn mark(&self, token: &str) -> Option<u32> {
        self.takes.iter().find(|(known, _)| **known == *token).map(|(_, mark)| *mark)
    }
}

/// Greatest digits of a plain figure with `decimals` places: within [`MAX_FIGURE`] and 64 bits.
pub(crate) fn greatest_digits(decimals: u8) -> i64 {
    10_i64.checked_pow(decimals.into()).and_then(|scale| MAX_FIGURE.checked_mul(scale)).unwrap_or(i64::MAX)
}

impl Table {
    /// Works the table out. The plan must be sound.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut keys = 0;
        let objects: Vec<Object> =
            plan.nodes.iter().enumerate().map(|(i, node)| object(plan, i, node, &mut keys)).collect();
        let cells = plan.cells.iter().map(|cell| CellTable {
            key: 0,
            shape: match &cell.content {
                Content::Figure(figure) => Shape::Figure { decimals: figure.decimals },
                Content::Text { .. } => Shape::Text,
                Content::Date {} => Shape::Date,
                Content::Year {} => Shape::Year,
                Content::Bool {} => Shape::Bool,
                Content::Code { many: false, .. } => Shape::Code,
                Content::Code { many: true, .. } => Shape::Codes,
            },
            takes: cell
                .takes
                .iter()
                .filter_map(|number| plan.marks.get(*number as usize).map(|mark| (mark.token.as_str().into(), *number)))
                .collect(),
        });
        let mut cells: Vec<CellTable> = cells.collect();
        for object in &objects {
            for (position, key) in object.keys.iter().enumerate() {
                if let Target::Cell(cell) = key.target
                    && let Some(cell) = cells.get_mut(cell as usize)
                {
                    cell.key = object.first + position;
                }
            }
        }
        Self { objects, keys, cells, form: quoted(&plan.form).into(), revision: quoted(&plan.revision).into() }
    }
}

/// A text as canonical JSON has it.
fn quoted(text: &str) -> Vec<u8> {
    // Writing a text to JSON cannot fail.
    serde_json::to_vec(text).unwrap_or_default()
}

fn object(plan: &Plan, index: usize, node: &Node, first: &mut usize) -> Object {
    let mut keys = Vec::new();
    let mut key = |text: &str, target| {
        let mut opening = quoted(text);
        opening.push(b':');
        keys.push(Key { text: text.into(), opening: opening.into(), target });
    };
    if index == 0 {
        key("form", Target::Form);
        key("revision", Target::Revision);
        key("period", Target::Period);
    }
    // A figure with nothing beneath it is no object; its key is that of the object above.
    if let Some(cell) = node.cell.filter(|_| !node.children.is_empty()) {
        key("total", Target::Cell(cell));
    }
    for child in &node.children {
        let Some(below) = plan.nodes.get(*child as usize) else {
            continue;
        };
        let target = match below.cell {
            Some(cell) if below.children.is_empty() => Target::Cell(cell),
            _ => Target::Node(*child),
        };
        key(&below.id, target);
    }
    if index == 0 {
        key("stray", Target::Stray);
        key("explanations", Target::Explanations);
    }
    let mut sorted: Vec<u32> = (0..keys.len()).filter_map(|i| u32::try_from(i).ok()).collect();
    sorted.sort_by_key(|i| keys.get(*i as usize).map(|key| &key.text));
    let object = Object { first: *first, keys, sorted };
    *first += object.keys.len();
    object
}

/// Whether 'not applicable' is exactly 0 in a cell: where its unit adds.
pub(crate) fn adds(plan: &Plan, cell: u32) -> bool {
    match plan.cells.get(cell as usize).map(|cell| &cell.content) {
        Some(Content::Figure(figure)) => plan.units.get(figure.unit as usize).is_some_and(|unit| Kind::adds(unit.kind)),
        _ => false,
    }
}

/// Whether a mark means 'not applicable'.
pub(crate) fn is_not_applicable(plan: &Plan, mark: u32) -> bool {
    plan.marks.get(mark as usize).is_some_and(|mark| mark.meaning == Meaning::NotApplicable)
}
