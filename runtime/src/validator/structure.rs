//! Whether a plan from anywhere is sound, so that nothing that runs it can go out of bounds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::exact::MAX_DECIMALS;
use crate::plan::{
    Bound, Cell, Content, Expr, FORMAT, Layout, Meaning, Node, Place, Plan, Segment, Statement, Template, Texts,
};

/// Most nodes, cells, rules, units or marks of a plan.
pub const MAX_ENTRIES: usize = 1 << 20;
/// Most levels of nodes, and of a statement.
pub const MAX_PLAN_DEPTH: usize = 64;
/// Most operands of all statements of one rule.
pub const MAX_RULE_SIZE: usize = 1 << 16;
/// Most products and quotients in one statement, whose numbers grow with each.
pub const MAX_PRODUCTS: usize = 64;
/// Most bytes of a `plan.json`.
pub const MAX_PLAN_BYTES: usize = 256 << 20;

/// Keys of a report that are no node's.
pub(crate) const RESERVED_AT_ROOT: [&str; 6] = ["form", "revision", "period", "state", "stray", "explanations"];

/// Why a plan cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanError {
    /// Where in the plan: a JSON Pointer, or `line:column` where it is no plan at all.
    pub at: String,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "not a plan that can be run: {} (at `{}`); generate the plan anew from its form file",
            self.message, self.at
        )
    }
}

impl std::error::Error for PlanError {}

type Checked = Result<(), PlanError>;

fn fault<T>(at: impl Into<String>, message: impl Into<String>) -> Result<T, PlanError> {
    Err(PlanError { at: at.into(), message: message.into() })
}

/// Checks a plan. After this every index in it is in range, nodes form one tree in order, cells and nodes agree, and
/// every depth and size is within the limits of this module.
pub(super) fn check(plan: &Plan) -> Checked {
    if plan.plan != FORMAT {
        return fault("/plan", format!("it is of format {}, this program reads format {FORMAT}", plan.plan));
    }
    for (name, length) in [
        ("nodes", plan.nodes.len()),
        ("cells", plan.cells.len()),
        ("rules", plan.rules.len()),
        ("units", plan.units.len()),
        ("marks", plan.marks.len()),
    ] {
        if length > MAX_ENTRIES {
            return fault(format!("/{name}"), format!("{length} entries, {MAX_ENTRIES} are the limit"));
        }
    }
    languages(plan)?;
    texts(plan, &plan.title, || "/title".to_owned())?;
    for (i, unit) in plan.units.iter().enumerate() {
        texts(plan, &unit.label, || format!("/units/{i}/label"))?;
        if unit.decimals > MAX_DECIMALS {
            return fault(format!("/units/{i}/decimals"), format!("more than {MAX_DECIMALS} decimal places"));
        }
    }
    marks(plan)?;
    dimensions(plan)?;
    tree(plan)?;
    for (i, cell) in plan.cells.iter().enumerate() {
        one_cell(plan, i, cell)?;
    }
    for (i, cell) in plan.identity.iter().enumerate() {
        in_range(*cell, plan.cells.len(), || format!("/identity/{i}"))?;
    }
    rules(plan)?;
    for (key, template) in &plan.messages {
        templates(plan, template, || format!("/messages/{key}"))?;
    }
    Ok(())
}

fn in_range(index: u32, length: usize, at: impl FnOnce() -> String) -> Checked {
    if (index as usize) < length {
        return Ok(());
    }
    fault(at(), format!("index {index} where there are {length} entries"))
}

fn languages(plan: &Plan) -> Checked {
    if plan.languages.is_empty() {
        return fault("/languages", "it names no language");
    }
    let distinct: BTreeSet<&String> = plan.languages.iter().collect();
    if distinct.len() != plan.languages.len() {
        return fault("/languages", "a language is named twice");
    }
    Ok(())
}

fn texts(plan: &Plan, texts: &Texts, at: impl Fn() -> String) -> Checked {
    match plan.languages.iter().find(|language| !texts.contains_key(*language)) {
        Some(language) => fault(at(), format!("no text in language `{language}`")),
        None => Ok(()),
    }
}

fn place(plan: &Plan, place: Place, at: impl Fn() -> String) -> Checked {
    in_range(place.file, plan.sources.len(), || format!("{}/place/file", at()))
}

fn marks(plan: &Plan) -> Checked {
    let mut tokens = BTreeSet::new();
    for (i, mark) in plan.marks.iter().enumerate() {
        if !tokens.insert(&mark.token) {
            return fault(format!("/marks/{i}/token"), format!("the mark `{}` is there twice", mark.token));
        }
        if let Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper } = &mark.meaning {
            range(lower.as_ref(), upper.as_ref(), || format!("/marks/{i}/meaning"))?;
        }
    }
    Ok(())
}

fn dimensions(plan: &Plan) -> Checked {
    let mut ids = BTreeSet::new();
    for (i, dimension) in plan.dimensions.iter().enumerate() {
        if dimension.id.is_empty() || !ids.insert(&dimension.id) {
            return fault(format!("/dimensions/{i}/id"), "the id is empty or there twice");
        }
        texts(plan, &dimension.label, || format!("/dimensions/{i}/label"))?;
        let mut members = BTreeSet::new();
        for (n, member) in dimension.members.iter().enumerate() {
            let at = || format!("/dimensions/{i}/members/{n}");
            if member.id.is_empty() || member.id == "total" || !members.insert(&member.id) {
                return fault(format!("{}/id", at()), "the id is empty, reserved or there twice");
            }
            texts(plan, &member.label, || format!("{}/label", at()))?;
        }
    }
    Ok(())
}

fn range(lower: Option<&Bound>, upper: Option<&Bound>, at: impl Fn() -> String) -> Checked {
    if let (Some(lower), Some(upper)) = (lower, upper)
        && (lower.value > upper.value || (lower.value == upper.value && (lower.open || upper.open)))
    {
        return fault(at(), "no number lies between its bounds");
    }
    Ok(())
}

/// The pointer that a key has beneath another.
pub(crate) fn beneath(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Checks that nodes are one tree, each before what is beneath it, and that nodes and cells name each other.
fn tree(plan: &Plan) -> Checked {
    let Some(root) = plan.nodes.first() else {
        return fault("/nodes", "it has no node");
    };
    if root.parent.is_some() || root.cell.is_some() || !root.id.is_empty() {
        return fault("/nodes/0", "the root has neither id nor parent nor cell");
    }
    let mut next_node = 0_usize;
    let mut next_cell = 0_usize;
    // Nodes yet to visit, with pointer, path and depth; the last is the next.
    let mut open: Vec<(u32, String, String, usize)> = vec![(0, String::new(), String::new(), 0)];
    while let Some((index, pointer, path, depth)) = open.pop() {
        let at = || format!("/nodes/{index}");
        let node = match plan.nodes.get(index as usize) {
            Some(node) if index as usize == next_node => node,
            _ => {
                return fault(at(), "nodes stand in form order, each in the `children` of one other");
            }
        };
        next_node += 1;
        if depth > MAX_PLAN_DEPTH {
            return fault(at(), format!("more than {MAX_PLAN_DEPTH} levels"));
        }
        if node.path != path {
            return fault(at(), format!("its path is `{path}`, not `{}`", node.path));
        }
        // What stands in a row is placed within it.
        let pointer = if matches!(node.layout, Some(Layout::Rows(_))) { String::new() } else { pointer };
        texts(plan, &node.label, || format!("{}/label", at()))?;
        place(plan, node.place, at)?;
        for dimension in &node.by {
            in_range(*dimension, plan.dimensions.len(), || format!("{}/by", at()))?;
        }
        if let Some(coordinate) = &node.coordinate {
            let figure = plan.nodes.get(coordinate.figure as usize).filter(|_| coordinate.figure <= index);
            if figure.is_none_or(|figure| figure.by.is_empty()) {
                return fault(format!("{}/coordinate/figure", at()), "it stands before and has dimensions");
            }
        }
        if let Some(whole) = node.whole {
            in_range(whole, plan.nodes.len(), || format!("{}/whole", at()))?;
        }
        if let Some(number) = node.cell {
            if number as usize != next_cell {
                return fault(at(), "cells stand in form order, each in the `cell` of one node");
            }
            next_cell += 1;
            let own = if node.children.is_empty() { pointer.clone() } else { beneath(&pointer, "total") };
            match plan.cells.get(number as usize) {
                Some(cell) if cell.node == index && cell.pointer == own => {}
                Some(_) => {
                    return fault(format!("/cells/{number}"), format!("it is of node {index}, at `{own}`"));
                }
                None => return fault(at(), format!("there is no cell {number}")),
            }
        }
        children(plan, index, node)?;
        for child in node.children.iter().rev() {
            let Some(below) = plan.nodes.get(*child as usize) else {
                continue;
            };
            let path = match below.layout {
                // What only the JSON has is no part of a path.
                Some(Layout::Whole(_) | Layout::Rows(_)) => path.clone(),
                _ if path.is_empty() => below.id.clone(),
                _ => format!("{path}.{}", below.id),
            };
            open.push((*child, beneath(&pointer, &below.id), path, depth + 1));
        }
    }
    if next_node != plan.nodes.len() {
        return fault(format!("/nodes/{next_node}"), "it stands in the `children` of no node");
    }
    if next_cell != plan.cells.len() {
        return fault(format!("/cells/{next_cell}"), "no node has it as its `cell`");
    }
    Ok(())
}

fn children(plan: &Plan, index: u32, node: &Node) -> Checked {
    let mut ids = BTreeSet::new();
    for (i, child) in node.children.iter().enumerate() {
        let at = || format!("/nodes/{index}/children/{i}");
        // Nodes stand in order, so that a child never comes before its parent: the walk ends.
        let Some(below) = plan.nodes.get(*child as usize).filter(|_| *child > index) else {
            return fault(at(), format!("there is no node {child} after it"));
        };
        if below.parent != Some(index) {
            return fault(at(), format!("the `parent` of node {child} is another"));
        }
        let reserved = (index == 0 && RESERVED_AT_ROOT.contains(&below.id.as_str()))
            || (node.cell.is_some() && below.id == "total")
            || below.id.is_empty();
        if reserved || !ids.insert(&below.id) {
            return fault(at(), format!("the id `{}` is reserved, empty or there twice", below.id));
        }
    }
    Ok(())
}

fn one_cell(plan: &Plan, index: usize, cell: &Cell) -> Checked {
    let at = |key: &str| format!("/cells/{index}/{key}");
    for mark in &cell.takes {
        in_range(*mark, plan.marks.len(), || at("takes"))?;
    }
    if let Some(blank) = &cell.blank {
        in_range(blank.table, plan.nodes.len(), || at("blank/table"))?;
        for other in &blank.beneath {
            in_range(*other, plan.cells.len(), || at("blank/beneath"))?;
        }
    }
    if let Content::Figure(figure) = &cell.content {
        in_range(figure.unit, plan.units.len(), || at("content/figure/unit"))?;
        if figure.decimals > MAX_DECIMALS || figure.rounded.is_some_and(|places| places > MAX_DECIMALS) {
            return fault(at("content/figure"), format!("more than {MAX_DECIMALS} decimal places"));
        }
        range(figure.lower.as_ref(), figure.upper.as_ref(), || at("content/figure"))?;
    }
    Ok(())
}

fn rules(plan: &Plan) -> Checked {
    let mut ids = BTreeSet::new();
    for (i, rule) in plan.rules.iter().enumerate() {
        let at = || format!("/rules/{i}");
        if rule.id.is_empty() || !ids.insert(&rule.id) {
            return fault(format!("{}/id", at()), format!("the id `{}` is empty or there twice", rule.id));
        }
        in_range(rule.node, plan.nodes.len(), || format!("{}/node", at()))?;
        place(plan, rule.place, at)?;
        if !rule.message.is_empty() {
            templates(plan, &rule.message, || format!("{}/message", at()))?;
        }
        if !rule.wheres.is_empty() && rule.wheres.len() != rule.statements.len() {
            return fault(format!("{}/wheres", at()), "there is one for each statement");
        }
        let mut size = 0;
        for (n, one) in rule.statements.iter().enumerate() {
            let mut walk = Walk { plan, size: &mut size, products: 0 };
            if let Err(message) = walk.statement(one, 0) {
                return fault(format!("{}/statements/{n}", at()), message);
            }
        }
    }
    Ok(())
}

fn templates(plan: &Plan, template: &BTreeMap<String, Template>, at: impl Fn() -> String) -> Checked {
    if let Some(language) = plan.languages.iter().find(|language| !template.contains_key(*language)) {
        return fault(at(), format!("no text in language `{language}`"));
    }
    template.iter().try_for_each(|(language, segments)| in_template(plan, segments, &|| format!("{}/{language}", at())))
}

fn in_template(plan: &Plan, segments: &[Segment], at: &impl Fn() -> String) -> Checked {
    segments.iter().try_for_each(|segment| match segment {
        Segment::Cell { cell } => in_range(*cell, plan.cells.len(), at),
        Segment::Optional { optional } => in_template(plan, optional, at),
        Segment::Figure { figure, .. } => in_range(*figure, plan.nodes.len(), at),
        Segment::Text(_) | Segment::Slot { .. } => Ok(()),
    })
}

/// A walk through a statement that counts.
struct Walk<'a> {
    plan: &'a Plan,
    size: &'a mut usize,
    products: usize,
}

impl Walk<'_> {
    fn step(&mut self, depth: usize) -> Result<(), String> {
        *self.size += 1;
        if *self.size > MAX_RULE_SIZE {
            return Err(format!("more than {MAX_RULE_SIZE} operands"));
        }
        if depth > MAX_PLAN_DEPTH {
            return Err(format!("more than {MAX_PLAN_DEPTH} levels"));
        }
        Ok(())
    }

    fn statement(&mut self, statement: &Statement, depth: usize) -> Result<(), String> {
        self.step(depth)?;
        let depth = depth + 1;
        match statement {
            Statement::Compare { left, right, tolerance, .. } => {
                if tolerance.as_ref().is_some_and(crate::exact::Ratio::is_negative) {
                    return Err("the tolerance is less than 0".to_owned());
                }
                self.expr(left, depth)?;
                self.expr(right, depth)
            }
            Statement::And(all) | Statement::Or(all) => all.iter().try_for_each(|one| self.statement(one, depth)),
            Statement::Not(one) => self.statement(one, depth),
            Statement::If { condition, then, otherwise } => {
                self.statement(condition, depth)?;
                self.statement(then, depth)?;
                otherwise.iter().try_for_each(|one| self.statement(one, depth))
            }
            Statement::Same(a, b) | Statement::Differ(a, b) => {
                self.statement(a, depth)?;
                self.statement(b, depth)
            }
            Statement::Reported(cell) | Statement::Applies(cell) => match cell {
                Expr::Cell(number) | Expr::Prior(number) => self.cell(*number).map(|_| ()),
                _ => Err("it is asked of one cell".to_owned()),
            },
            Statement::Ordered { cells, .. } => cells.iter().try_for_each(|cell| {
                self.step(depth)?;
                self.cell(*cell).map(|_| ())
            }),
            Statement::Constant(_) => Ok(()),
        }
    }

    fn expr(&mut self, expr: &Expr, depth: usize) -> Result<(), String> {
        self.step(depth)?;
        let depth = depth + 1;
        match expr {
            Expr::Number(_) => Ok(()),
            Expr::Cell(number) | Expr::Prior(number) => match self.cell(*number)?.content {
                Content::Figure(_) => Ok(()),
                _ => Err(format!("cell {number} holds no number")),
            },
            Expr::Scale { of, .. } => self.expr(of, depth),
            Expr::Minus(of) | Expr::Abs(of) => self.expr(of, depth),
            Expr::Sum(all) | Expr::Min(all) | Expr::Max(all) => all.iter().try_for_each(|one| self.expr(one, depth)),
            Expr::Product(a, b) | Expr::Quotient(a, b) => {
                self.products += 1;
                if self.products > MAX_PRODUCTS {
                    return Err(format!("more than {MAX_PRODUCTS} products and quotients"));
                }
                self.expr(a, depth)?;
                self.expr(b, depth)
            }
            Expr::Rows { of, .. } => self.expr(of, depth),
            Expr::Count(cells) => cells.iter().try_for_each(|one| {
                self.step(depth)?;
                match one {
                    Expr::Cell(cell) | Expr::Prior(cell) => self.cell(*cell).map(|_| ()),
                    Expr::Rows { of, .. } => match &**of {
                        Expr::Cell(cell) | Expr::Prior(cell) => self.cell(*cell).map(|_| ()),
                        _ => Err("rows are those of one cell".to_owned()),
                    },
                    _ => Err("`count` counts cells".to_owned()),
                }
            }),
        }
    }

    fn cell(&self, number: u32) -> Result<&Cell, String> {
        let cells = &self.plan.cells;
        cells.get(number as usize).ok_or_else(|| format!("cell {number} where there are {}", cells.len()))
    }
}
