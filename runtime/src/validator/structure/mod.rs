//! Whether a plan from anywhere is sound, so that nothing that runs it can go out of bounds.

mod predecessor;
mod rules;
mod sections;
mod tree;

use std::collections::BTreeSet;
use std::fmt;

use crate::exact::MAX_DECIMALS;
use crate::plan::{
    Bound, Cell, CodesOf, Content, EVERY_ROW, FORMAT, MAX_STATES, Meaning, Place, Plan, Severities, TOTAL, Texts,
};

/// Most nodes, cells, rules, dimensions, sections, units or marks of a plan.
pub const MAX_ENTRIES: usize = 1 << 20;
/// Most levels of nodes, and of a statement.
pub const MAX_PLAN_DEPTH: usize = 64;
/// Most operands of one statement: more than a form has figures.
pub const MAX_STATEMENT_SIZE: usize = 1 << 18;
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
        ("dimensions", plan.dimensions.len()),
        ("sections", plan.sections.len()),
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
    states(plan)?;
    codes(plan)?;
    dimensions(plan)?;
    tree::check(plan)?;
    sections::check(plan)?;
    for (i, cell) in plan.cells.iter().enumerate() {
        one_cell(plan, i, cell)?;
    }
    for (i, cell) in plan.identity.iter().enumerate() {
        outside_rows(plan, *cell, || format!("/identity/{i}"))?;
    }
    predecessor::check(plan)?;
    rules::check(plan)?;
    for (key, template) in &plan.messages {
        rules::templates(plan, template, || format!("/messages/{key}"))?;
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

fn states(plan: &Plan) -> Checked {
    if plan.states.len() > MAX_STATES {
        return fault("/states", format!("{} entries, {MAX_STATES} are the limit", plan.states.len()));
    }
    let distinct: BTreeSet<&String> = plan.states.iter().collect();
    if distinct.len() != plan.states.len() {
        return fault("/states", "a state is named twice");
    }
    Ok(())
}

/// Checks that there is one severity, or one for each state.
fn severities(plan: &Plan, severities: Severities, at: impl FnOnce() -> String) -> Checked {
    let length = severities.iter().count();
    if length == 1 || length == plan.states.len() {
        return Ok(());
    }
    fault(at(), format!("{length} severities where there are {} states", plan.states.len()))
}

fn codes(plan: &Plan) -> Checked {
    for (name, list) in &plan.codes {
        if let Some(cell) = list.within {
            outside_rows(plan, cell, || format!("/codes/{name}/within"))?;
        }
        for (i, code) in list.codes.iter().enumerate() {
            texts(plan, &code.label, || format!("/codes/{name}/codes/{i}/label"))?;
        }
    }
    Ok(())
}

/// Checks that there is a cell, and that it stands once in a report.
fn outside_rows(plan: &Plan, cell: u32, at: impl Fn() -> String) -> Checked {
    in_range(cell, plan.cells.len(), &at)?;
    match plan.cells.get(cell as usize).and_then(|cell| cell.section) {
        Some(_) => fault(at(), format!("cell {cell} stands in rows")),
        None => Ok(()),
    }
}

fn dimensions(plan: &Plan) -> Checked {
    let mut ids = BTreeSet::new();
    for (i, dimension) in plan.dimensions.iter().enumerate() {
        if dimension.id.is_empty() || !ids.insert(&dimension.id) {
            return fault(format!("/dimensions/{i}/id"), "the id is empty or there twice");
        }
        texts(plan, &dimension.label, || format!("/dimensions/{i}/label"))?;
        if let Some(key) = &dimension.key {
            texts(plan, key, || format!("/dimensions/{i}/key"))?;
            if !dimension.members.is_empty() {
                return fault(format!("/dimensions/{i}/members"), "its members come with the report");
            }
        }
        let mut members = BTreeSet::new();
        for (n, member) in dimension.members.iter().enumerate() {
            let at = || format!("/dimensions/{i}/members/{n}");
            if member.id.is_empty() || matches!(member.id.as_str(), TOTAL | EVERY_ROW) || !members.insert(&member.id) {
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
    match &cell.content {
        Content::Code { of: CodesOf::List(name), .. } if !plan.codes.contains_key(name) => {
            return fault(at("content/code/of"), format!("there is no list of codes `{name}`"));
        }
        Content::Code { of: CodesOf::Field(field), .. } => outside_rows(plan, *field, || at("content/code/of"))?,
        _ => {}
    }
    let checks = cell.checks;
    for one in [checks.required, checks.kind, checks.marks, checks.places, checks.bounds].into_iter().flatten() {
        severities(plan, one, || at("checks"))?;
    }
    for (i, remark) in cell.remarks.iter().enumerate().filter(|(_, remark)| !remark.message.is_empty()) {
        rules::templates(plan, &remark.message, || at(&format!("remarks/{i}/message")))?;
    }
    Ok(())
}
