//! For which members and rows a check holds, and which way it runs in the printed table.

use std::collections::BTreeSet;

use tallyform::plan::{Columns, Dimension, Plan, Rule, TOTAL};

use super::words::Words;
use super::{formula, name, said};

/// Which way a check runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    /// 列关系: it relates rows, in each column.
    RowsInColumns,
    /// 行关系: it relates columns, in each row.
    ColumnsInRows,
}

/// What to say of both, in one phrase.
pub(super) fn scope(plan: &Plan, language: &str, words: &Words, rule: &Rule) -> String {
    let mut parts = Vec::new();
    match direction(plan, rule) {
        Some(Direction::RowsInColumns) => parts.push(words.rows_in_columns.to_owned()),
        Some(Direction::ColumnsInRows) => parts.push(words.columns_in_rows.to_owned()),
        None => {}
    }
    let free = rule.free.iter().filter_map(|free| plan.dimensions.get(*free as usize));
    parts.extend(free.map(|dimension| through(plan, language, words, rule, dimension)));
    parts.join(words.comma)
}

/// Members run across the table unless the form says otherwise; rows that come with the report run down.
fn direction(plan: &Plan, rule: &Rule) -> Option<Direction> {
    let runs_down = |dimension: &Dimension| match (columns(plan, rule.node), &dimension.key) {
        (Some(Columns::Both), _) => None,
        (Some(Columns::Items), _) | (_, Some(_)) => Some(true),
        _ => Some(false),
    };
    let dimension = |number: u32| plan.dimensions.get(number as usize);
    if formula::is_of_items(rule.kind) {
        let down = rule.free.first().and_then(|free| dimension(*free)).and_then(runs_down)?;
        return Some(if down { Direction::ColumnsInRows } else { Direction::RowsInColumns });
    }
    let by = &plan.nodes.get(rule.node as usize)?.by;
    let along = by.iter().find(|by| !rule.free.contains(by)).and_then(|by| dimension(*by))?;
    Some(if runs_down(along)? { Direction::RowsInColumns } else { Direction::ColumnsInRows })
}

fn columns(plan: &Plan, node: u32) -> Option<Columns> {
    let mut node = plan.nodes.get(node as usize);
    while let Some(here) = node {
        if here.columns.is_some() {
            return here.columns;
        }
        node = here.parent.and_then(|parent| plan.nodes.get(parent as usize));
    }
    None
}

fn through(plan: &Plan, language: &str, words: &Words, rule: &Rule, dimension: &Dimension) -> String {
    let slots: BTreeSet<&str> = rule.wheres.iter().filter_map(|at| at.get(&dimension.id)).map(String::as_str).collect();
    let whole = match said(&dimension.label, language) {
        "" => words.total,
        label => label,
    };
    let each = match &dimension.key {
        Some(_) => words.each(name::key(dimension, language)),
        None if columns(plan, rule.node) == Some(Columns::Items) => words.each(words.row),
        None => words.each(words.column),
    };
    match (slots.contains(TOTAL), slots.len()) {
        (true, 1) => words.only(whole),
        (false, _) if dimension.has_whole => words.without(&each, whole),
        (true, _) if dimension.key.is_some() => words.together(&each, whole),
        _ => each,
    }
}
