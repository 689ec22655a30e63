//! What reader, writer and evaluator look up, worked out once for a plan.

use std::ops::Range;

use crate::exact::MAX_FIGURE;
use crate::plan::{Content, Kind, Layout, Meaning, Node, Plan};
use crate::read::MAX_ROW_CELLS;

/// Everything that is looked up while a report is read and judged.
#[derive(Debug)]
pub(crate) struct Table {
    /// The keys of each node's JSON object, by node.
    pub(crate) objects: Vec<Object>,
    /// How many keys all objects have together.
    pub(crate) keys: usize,
    /// What each cell takes, by cell.
    pub(crate) cells: Vec<CellTable>,
    /// The cells of each node and of all beneath it, by node.
    pub(crate) spans: Vec<Range<usize>>,
    /// The rows of each section, by section.
    pub(crate) sections: Vec<SectionTable>,
    /// Most cells that all rows of a report may have together, blank ones included.
    pub(crate) row_cells: usize,
    /// How many cells stand in no rows.
    pub(crate) outside: usize,
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
    State,
    /// A list of rows, by the number of its section.
    Rows(u32),
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

/// What reader and writer need to know of the rows of a section.
#[derive(Debug)]
pub(crate) struct SectionTable {
    /// The node whose object each row is.
    pub(crate) node: u32,
    /// The cells beneath that node, those of sections in this one included.
    pub(crate) cells: Range<usize>,
    /// How many of them stand in the rows of this section itself.
    pub(crate) own: usize,
    /// The keys of that node's object and of all objects beneath it, among the keys of all objects.
    pub(crate) keys: Range<usize>,
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
        let (spans, ends) = spans(plan);
        let sections = sections(plan, &objects, &spans, &ends);
        let outside = cells.len().saturating_sub(sections.iter().map(|section| section.own).sum());
        Self {
            objects,
            keys,
            cells,
            spans,
            sections,
            row_cells: MAX_ROW_CELLS,
            outside,
            form: quoted(&plan.form).into(),
            revision: quoted(&plan.revision).into(),
        }
    }
}

/// The cells of each node and all beneath it, and the number of the node after those beneath it. Nodes and cells stand in
/// form order, so that both are stretches.
fn spans(plan: &Plan) -> (Vec<Range<usize>>, Vec<usize>) {
    let mut ends: Vec<usize> = (1..=plan.nodes.len()).collect();
    for (at, node) in plan.nodes.iter().enumerate().rev() {
        let end = ends.get(at).copied().unwrap_or_default();
        if let Some(above) = node.parent.and_then(|parent| ends.get_mut(parent as usize)) {
            *above = end.max(*above);
        }
    }
    // How many cells there are before each node, and at last how many there are.
    let mut before = vec![0];
    let mut cells = 0;
    for node in &plan.nodes {
        cells += usize::from(node.cell.is_some());
        before.push(cells);
    }
    let count = |node: usize| before.get(node).copied().unwrap_or(cells);
    let spans = ends.iter().enumerate().map(|(node, end)| count(node)..count(*end)).collect();
    (spans, ends)
}

/// The rows of each section.
fn sections(plan: &Plan, objects: &[Object], spans: &[Range<usize>], ends: &[usize]) -> Vec<SectionTable> {
    let one = |section: &crate::plan::Section| {
        let node = section.node as usize;
        let cells = spans.get(node).cloned().unwrap_or_default();
        let object =
            |node: usize| objects.get(node).map_or(0..0, |object| object.first..object.first + object.keys.len());
        let end = ends.get(node).map_or(0, |end| object(end.saturating_sub(1)).end);
        SectionTable { node: section.node, own: cells.len(), cells, keys: object(node).start..end }
    };
    let mut sections: Vec<SectionTable> = plan.sections.iter().map(one).collect();
    for section in &plan.sections {
        let inner = spans.get(section.node as usize).map_or(0, Range::len);
        if let Some(above) = section.above.and_then(|above| sections.get_mut(above as usize)) {
            above.own = above.own.saturating_sub(inner);
        }
    }
    sections
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
        if !plan.states.is_empty() {
            key("state", Target::State);
        }
    }
    // A figure with nothing beneath it is no object; its key is that of the object above.
    let mut own = node.cell.filter(|_| !node.children.is_empty());
    for child in &node.children {
        let Some(below) = plan.nodes.get(*child as usize) else {
            continue;
        };
        // A row begins with its key.
        if !matches!(below.layout, Some(Layout::Key(_)))
            && let Some(cell) = own.take()
        {
            key("total", Target::Cell(cell));
        }
        let target = match (below.layout, below.cell) {
            (Some(Layout::Rows(section)), _) => Target::Rows(section),
            (_, Some(cell)) if below.children.is_empty() => Target::Cell(cell),
            _ => Target::Node(*child),
        };
        key(&below.id, target);
    }
    if let Some(cell) = own {
        key("total", Target::Cell(cell));
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
