//! Random plans.

use std::collections::BTreeMap;

use tallyform::plan::{
    BlankIsNotApplicable, Bound, Cell, CellChecks, Content, FORMAT, Figure, Kind, Mark, Meaning, Node, Place, Plan,
    Relation, RuleKind, Segment, Severity, Slot, Source, Texts, Unit, message_key,
};

use super::{check, ratio};
use crate::dice::Dice;

const LANGUAGE: &str = "en";

/// A plan of two to eight figures with the rules of its tree and a few others.
#[must_use]
pub fn plan(dice: &mut Dice<'_>) -> Plan {
    let mut plan = empty();
    let figures = 2 + dice.below(7);
    // The last figure of each depth: a new one stands beneath one of these, which keeps the nodes in form order.
    let mut chain = vec![0_usize];
    if dice.one_in(3) {
        chain.push(add_node(&mut plan, 0, "table"));
    }
    for index in 0..figures {
        let depth = 1 + dice.below(chain.len());
        chain.truncate(depth);
        let parent = chain[depth - 1];
        let id = char::from(b'a' + u8::try_from(index).unwrap_or(0)).to_string();
        let node = add_node(&mut plan, parent, &id);
        plan.nodes[node].minus = dice.one_in(6);
        plan.nodes[node].apart = !plan.nodes[node].minus && dice.one_in(8);
        plan.nodes[node].cell = Some(number(plan.cells.len()));
        let cell = cell(dice, node);
        plan.cells.push(cell);
        chain.push(node);
    }
    settle_tree(dice, &mut plan);
    check::rules(dice, &mut plan);
    plan
}

fn empty() -> Plan {
    let root = node(None, "", "");
    let text = |text: &str| Texts::from([(LANGUAGE.to_owned(), text.to_owned())]);
    let unit = |id: &str, kind, of: Option<&str>, factor, decimals| Unit {
        id: id.to_owned(),
        type_name: id.to_uppercase(),
        label: text(id),
        kind,
        of: of.map(str::to_owned),
        factor: ratio(factor, 1),
        decimals,
        unprinted: false,
    };
    let mark = |token: &str, meaning| Mark { token: token.to_owned(), also: Vec::new(), meaning };
    let bound = |value, open| Some(Bound { value: ratio(value, 1), open });
    let keys = RuleKind::ALL.iter().map(|kind| kind.key()).chain(message_key::ALL);
    let template = vec![Segment::Slot { slot: Slot::Label }, Segment::Text(" is not as it should be".to_owned())];
    Plan {
        plan: FORMAT,
        tool: "invented".to_owned(),
        form: "invented".to_owned(),
        revision: "1".to_owned(),
        predecessor: None,
        title: text("Invented"),
        languages: vec![LANGUAGE.to_owned()],
        base: None,
        period: None,
        identity: Vec::new(),
        imprint: Vec::new(),
        sources: vec![Source { file: "invented.yaml".to_owned(), sha256: "0".repeat(64) }],
        units: vec![
            unit("case", Kind::Count, None, 1, 0),
            unit("yuan", Kind::Money, Some("CNY"), 1, 2),
            unit("day", Kind::Duration, None, 1, 1),
            unit("share", Kind::Ratio, None, 1, 2),
        ],
        marks: vec![
            mark("/", Meaning::NotApplicable),
            mark("<1", Meaning::Range { lower: bound(0, true), upper: bound(1, true) }),
            mark("few", Meaning::Suppressed { lower: bound(0, false), upper: bound(4, false) }),
            mark("many", Meaning::Range { lower: bound(2, false), upper: None }),
        ],
        states: Vec::new(),
        dimensions: Vec::new(),
        sections: Vec::new(),
        codes: BTreeMap::new(),
        nodes: vec![root],
        cells: Vec::new(),
        rules: Vec::new(),
        messages: keys.map(|key| (key.to_owned(), BTreeMap::from([(LANGUAGE.to_owned(), template.clone())]))).collect(),
    }
}

fn add_node(plan: &mut Plan, parent: usize, id: &str) -> usize {
    let above = &plan.nodes[parent].path;
    let path = if above.is_empty() { id.to_owned() } else { format!("{above}.{id}") };
    let index = plan.nodes.len();
    plan.nodes.push(node(Some(number(parent)), id, &path));
    plan.nodes[parent].children.push(number(index));
    index
}

fn node(parent: Option<u32>, id: &str, path: &str) -> Node {
    Node {
        id: id.to_owned(),
        name: id.to_owned(),
        type_name: id.to_uppercase(),
        path: path.to_owned(),
        parent,
        children: Vec::new(),
        cell: None,
        label: Texts::from([(LANGUAGE.to_owned(), format!("Figure {id}"))]),
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
        by: Vec::new(),
        coordinate: None,
        layout: None,
        first: None,
        columns: None,
        series: None,
        place: Place { file: 0, line: 1, column: 1 },
    }
}

fn cell(dice: &mut Dice<'_>, node: usize) -> Cell {
    let lower = match dice.below(8) {
        0..=3 => Some((0, false)),
        4 => None,
        5 => Some((0, true)),
        6 => Some((-5, false)),
        _ => Some((1, false)),
    };
    let upper = match dice.below(6) {
        0..=3 => None,
        4 => Some((8, true)),
        _ => Some((6, false)),
    };
    let bound = |end: (i64, bool)| Bound { value: ratio(end.0, 1), open: end.1 };
    let unit = [0, 0, 0, 0, 1, 1, 2, 3][dice.below(8)];
    let decimals = match unit {
        0 => 0,
        _ => 1 + u8::try_from(dice.below(2)).unwrap_or(0),
    };
    let rounded = dice.one_in(6).then(|| u8::try_from(dice.below(2)).unwrap_or(0));
    let takes = (0..4).filter(|_| !dice.one_in(3)).collect();
    let severity = |dice: &mut Dice<'_>| match dice.below(8) {
        6 => Some(Severity::Warning.into()),
        7 => None,
        _ => Some(Severity::Error.into()),
    };
    let required = dice.one_in(4).then_some(Severity::Error.into());
    let checks = CellChecks {
        required,
        kind: severity(dice),
        marks: severity(dice),
        places: severity(dice),
        bounds: severity(dice),
    };
    let figure = Figure { unit, decimals, lower: lower.map(bound), upper: upper.map(bound), rounded };
    let blank = dice.one_in(4).then_some(BlankIsNotApplicable { beneath: Vec::new(), table: 0 });
    let content = Content::Figure(figure);
    let (node, pointer) = (number(node), String::new());
    Cell { node, pointer, section: None, content, takes, blank, checks, remarks: Vec::new() }
}

/// Fills in what follows from where the nodes stand.
fn settle_tree(dice: &mut Dice<'_>, plan: &mut Plan) {
    for node in 1..plan.nodes.len() {
        let Some(cell) = plan.nodes[node].cell else { continue };
        let has_children = !plan.nodes[node].children.is_empty();
        let end = if has_children { "/total" } else { "" };
        plan.cells[cell as usize].pointer = format!("/{}{end}", plan.nodes[node].path.replace('.', "/"));
        if has_children {
            let relations = [Relation::Parts, Relation::SomeParts, Relation::OfWhich, Relation::CoveredBy];
            plan.nodes[node].relation = Some(dice.pick(&relations));
        }
        let beneath = beneath(plan, node);
        let mut table = node;
        while let Some(parent) = plan.nodes[table].parent.filter(|&parent| parent != 0) {
            table = parent as usize;
        }
        let table = if plan.nodes[table].cell.is_some() { 0 } else { table };
        if let Some(blank) = &mut plan.cells[cell as usize].blank {
            *blank = BlankIsNotApplicable { beneath, table: number(table) };
        }
    }
    for node in &mut plan.nodes {
        let is_a_part = node.parent.is_some_and(|parent| parent != 0);
        node.minus &= is_a_part;
        node.apart &= is_a_part;
    }
    let parents: Vec<bool> = plan
        .nodes
        .iter()
        .map(|node| node.parent.is_some_and(|parent| plan.nodes[parent as usize].relation == Some(Relation::Parts)))
        .collect();
    for (node, beneath_parts) in plan.nodes.iter_mut().zip(parents) {
        node.minus &= beneath_parts;
    }
}

/// The cells beneath a figure that are parts of it, of whatever depth.
fn beneath(plan: &Plan, node: usize) -> Vec<u32> {
    let mut cells = Vec::new();
    for &child in &plan.nodes[node].children {
        let below = &plan.nodes[child as usize];
        if !below.apart {
            cells.extend(below.cell);
            cells.extend(self::beneath(plan, child as usize));
        }
    }
    cells
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
