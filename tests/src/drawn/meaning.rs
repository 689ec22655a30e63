//! What a drawn form means, as a plan that is made from the drawing and not from its text.
//!
//! It holds what decides outcomes: nodes, cells, rules. Texts, messages and places are left out.

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform::plan::{
    self, BlankIsNotApplicable, Bound, Cell, CellChecks, Content, Coordinate, Every, FORMAT, Figure, Period, Place,
    Plan, Severities,
};

use super::dimension::{Binding, slot};
use super::layout::{Item, Layout, at};
use super::relations::rules;
use super::{Attributes, Check, Class, Decimal, End, Form, Grave, Meaning, What, layout};

/// The plan of the form.
#[must_use]
pub fn plan(form: &Form) -> Plan {
    let layout = Layout::of(form);
    Plan {
        plan: FORMAT,
        tool: String::new(),
        form: "org.example.drawn".to_owned(),
        revision: "1".to_owned(),
        predecessor: None,
        title: Default::default(),
        languages: vec!["en".to_owned()],
        base: None,
        period: Some(Period { every: Every::Year, starts: None }),
        identity: Vec::new(),
        imprint: Vec::new(),
        sources: Vec::new(),
        units: form.units.iter().map(unit).collect(),
        marks: form.marks.iter().map(mark).collect(),
        codes: Default::default(),
        states: if form.has_states { vec!["draft".to_owned(), "final".to_owned()] } else { Vec::new() },
        dimensions: form.dimensions.iter().map(dimension).collect(),
        sections: layout.sections.iter().map(|section| self::section(form, &layout, section)).collect(),
        nodes: nodes(form, &layout),
        cells: (0..layout.cells.len()).map(|cell| self::cell(form, &layout, cell)).collect(),
        rules: (0..form.nodes.len()).flat_map(|node| rules(form, &layout, node)).collect(),
        messages: Default::default(),
    }
}

pub(super) fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn ratio(numerator: i64, denominator: i64) -> Ratio {
    Ratio::from(BigRational::new(numerator.into(), denominator.into()))
}

fn bound(end: End) -> Bound {
    Bound { value: ratio(end.0, 1), open: end.1 }
}

pub(super) fn decimal((digits, places): Decimal) -> Ratio {
    ratio(digits, 10_i64.pow(places))
}

fn unit(unit: &super::Unit) -> plan::Unit {
    plan::Unit {
        id: unit.id.to_owned(),
        type_name: String::new(),
        label: Default::default(),
        kind: unit.kind,
        of: unit.of.map(str::to_owned),
        factor: ratio(unit.factor.0, unit.factor.1),
        decimals: unit.decimals,
        unprinted: false,
    }
}

fn mark(mark: &super::Mark) -> plan::Mark {
    let meaning = match mark.meaning {
        Meaning::NotApplicable => plan::Meaning::NotApplicable,
        Meaning::Range(lower, upper) => plan::Meaning::Range { lower: lower.map(bound), upper: upper.map(bound) },
        Meaning::Suppressed(lower, upper) => {
            plan::Meaning::Suppressed { lower: lower.map(bound), upper: upper.map(bound) }
        }
    };
    plan::Mark { token: mark.token.to_owned(), also: Vec::new(), meaning }
}

fn dimension(known: &super::dimension::Dimension) -> plan::Dimension {
    let member = |member: &super::dimension::Member| plan::Member {
        id: member.id.to_owned(),
        label: Default::default(),
        definition: None,
        code: None,
        above: member.above.map(|above| known.members[above].id.to_owned()),
        minus: false,
        apart: member.apart,
        series: None,
    };
    plan::Dimension {
        id: known.id.to_owned(),
        label: Default::default(),
        definition: None,
        has_whole: known.has_whole,
        at: None,
        members: if known.is_open() { Vec::new() } else { known.members.iter().map(member).collect() },
        key: known.is_open().then(Default::default),
        series: None,
    }
}

fn section(form: &Form, layout: &Layout, section: &layout::Section) -> plan::Section {
    let (min, max) = form.dimensions[section.dimension].rows.unwrap_or((None, None));
    let severity = severity(form, section.node);
    plan::Section {
        node: index(layout.number(Item::Node(section.node))),
        dimension: index(section.dimension),
        pointer: section.pointer.clone(),
        above: section.above.map(index),
        key: index(section.key),
        min,
        max,
        keys: severity,
        counts: severity,
    }
}

/// The nodes in form order, then one for each cell of a matrix.
fn nodes(form: &Form, layout: &Layout) -> Vec<plan::Node> {
    let mut nodes: Vec<plan::Node> = layout.items.iter().map(|&item| node(form, layout, item)).collect();
    for number in 1..nodes.len() {
        if let Some(parent) = nodes[number].parent {
            nodes[parent as usize].children.push(index(number));
        }
    }
    for (number, placed) in layout.cells.iter().enumerate() {
        let figure = layout.number(placed.item);
        if placed.binding.is_empty() {
            nodes[figure].cell = Some(index(number));
            continue;
        }
        let mut one = nodes[figure].clone();
        one.by = Vec::new();
        one.children = Vec::new();
        one.cell = Some(index(number));
        one.parent = Some(index(figure));
        let at = placed.binding.iter().map(|&bound| at(form, bound)).collect();
        one.coordinate = Some(Coordinate { figure: index(figure), at });
        let place = index(nodes.len());
        nodes[figure].children.push(place);
        nodes.push(one);
    }
    nodes
}

fn node(form: &Form, layout: &Layout, item: Item) -> plan::Node {
    let (node, id, path) = match item {
        Item::Node(node) => (node, form.nodes[node].id, form.path(node)),
        Item::Key(node, of) => (node, form.dimensions[of].id, beneath(&form.path(node), form.dimensions[of].id)),
        Item::Note(node) => (node, "note", beneath(&form.path(node), "note")),
    };
    let by = match item {
        Item::Node(node) if form.is_figure(node) => form.by(node),
        Item::Note(node) => form.by_of_note(node),
        _ => Vec::new(),
    };
    let parent = match item {
        Item::Node(node) => form.nodes[node].parent,
        _ => Some(node),
    };
    plan::Node {
        id: id.to_owned(),
        name: String::new(),
        type_name: String::new(),
        path,
        parent: parent.map(|parent| index(layout.number(Item::Node(parent)))),
        children: Vec::new(),
        cell: None,
        label: Default::default(),
        total_label: None,
        definition: None,
        code: None,
        relation: None,
        whole: None,
        minus: false,
        apart: false,
        at: None,
        total_at: None,
        unprinted: false,
        by: by.into_iter().map(index).collect(),
        coordinate: None,
        layout: match item {
            Item::Node(_) => None,
            Item::Key(..) => Some(plan::Layout::Key(0)),
            Item::Note(_) => Some(plan::Layout::Note),
        },
        first: None,
        columns: None,
        series: None,
        place: Place { file: 0, line: 1, column: 1 },
    }
}

fn beneath(path: &str, id: &str) -> String {
    if path.is_empty() { id.to_owned() } else { format!("{path}.{id}") }
}

/// The severities that are said.
pub(super) fn grave(said: Grave) -> Severities {
    match said {
        Grave::Always(severity) => severity.into(),
        Grave::By(draft, last) => Severities::by_state(&[draft, last]).unwrap_or(draft.into()),
    }
}

/// The severities that hold at a node.
pub(super) fn severity(form: &Form, node: usize) -> Severities {
    form.nearest(node, |says| says.severity).map_or(plan::Severity::Error.into(), grave)
}

fn cell(form: &Form, layout: &Layout, number: usize) -> Cell {
    let placed = &layout.cells[number];
    let (Item::Node(node) | Item::Key(node, _) | Item::Note(node)) = placed.item;
    let says = &form.nodes[node];
    let is_beside = !matches!(placed.item, Item::Node(_));
    let is_text = is_beside || says.class == Class::Text;
    let content = if is_text {
        Content::Text { pattern: None, max_length: None }
    } else {
        let (lower, upper) = form.bounds(node);
        Content::Figure(Figure {
            unit: index(form.unit(node).unwrap_or(0)),
            decimals: form.decimals(node),
            lower: lower.map(bound),
            upper: upper.map(bound),
            rounded: form.nearest(node, |says| says.rounded),
        })
    };
    let takes = form.nearest(node, |says| says.takes.clone()).filter(|_| !is_beside).unwrap_or_default();
    // A text has no range.
    let takes =
        takes.into_iter().filter(|&mark| !is_text || matches!(form.marks[mark].meaning, Meaning::NotApplicable));
    let blank = !is_text && form.nearest(node, |says| says.blank).unwrap_or(false);
    let severity = severity(form, node);
    let required = match placed.item {
        Item::Node(_) => form.nearest(node, |says: &Attributes| says.required).unwrap_or(false),
        Item::Key(..) => true,
        Item::Note(_) => false,
    };
    let mut checks = CellChecks {
        required: required.then_some(severity),
        kind: Some(severity),
        marks: Some(severity),
        places: Some(severity),
        bounds: Some(severity),
    };
    for Check { what, severity, .. } in says.checks.iter().filter(|_| !is_beside) {
        if let (What::Of(name), Some(severity)) = (what, severity.map(|said| said.map(grave))) {
            match *name {
                "required" => checks.required = severity,
                "type" => checks.kind = severity,
                "marks" => checks.marks = severity,
                "places" => checks.places = severity,
                "bounds" => checks.bounds = severity,
                _ => {}
            }
        }
    }
    let blank = blank.then(|| BlankIsNotApplicable {
        beneath: cells_beneath(form, layout, number),
        table: table(form, layout, node),
    });
    // Each cell of a matrix has a node of its own.
    let matrix = layout.cells[..number].iter().filter(|cell| !cell.binding.is_empty()).count();
    let of = if placed.binding.is_empty() { layout.number(placed.item) } else { layout.items.len() + matrix };
    Cell {
        node: index(of),
        pointer: placed.pointer.clone(),
        section: placed.section.map(index),
        content,
        takes: takes.map(index).collect(),
        blank,
        checks,
        remarks: Vec::new(),
    }
}

/// The cells of a figure's parts and of its own members that are parts of where it stands.
fn cells_beneath(form: &Form, layout: &Layout, number: usize) -> Vec<u32> {
    let placed = &layout.cells[number];
    let Item::Node(node) = placed.item else { return Vec::new() };
    let mut figures = Vec::new();
    parts_beneath(form, node, &mut figures);
    figures.push(node);
    let is_beneath = |binding: &Binding| {
        binding.iter().all(|&(of, part)| {
            let whole = slot(&placed.binding, of).unwrap_or(None);
            form.dimensions[of].is_within(part, whole)
        })
    };
    let of = |other: &layout::Placed| match other.item {
        Item::Node(figure) => figures.contains(&figure) && is_beneath(&other.binding),
        _ => false,
    };
    let all = layout.cells.iter().enumerate().filter(|(at, other)| *at != number && of(other));
    all.map(|(at, _)| index(at)).collect()
}

/// Parts, their parts and so on, in every breakdown of each.
fn parts_beneath(form: &Form, whole: usize, found: &mut Vec<usize>) {
    for node in 0..form.nodes.len() {
        if form.relation(node).is_some_and(|(_, of)| of == whole) {
            for (part, _) in form.parts(node) {
                if !found.contains(&part) {
                    found.push(part);
                    parts_beneath(form, part, found);
                }
            }
        }
    }
}

/// A table is a child of the root; figures that are children of the root are one.
fn table(form: &Form, layout: &Layout, node: usize) -> u32 {
    let mut top = node;
    while let Some(parent) = form.nodes[top].parent.filter(|&parent| parent != 0) {
        top = parent;
    }
    if form.is_figure(top) { 0 } else { index(layout.number(Item::Node(top))) }
}
