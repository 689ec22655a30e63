//! For which keys a statement is judged.

use std::collections::{BTreeMap, BTreeSet};

use tallyform::plan::{EVERY_ROW, Expr, Plan, Rule, Statement};

use super::rows::{Keys, Lists, Side, chain, dimension, keyed};

/// The keys for which a statement of a rule is judged: those that the rows of its operands have for the free dimensions
/// that are bound to every row, in the order in which they appear. One without such dimensions is judged once.
pub(super) fn tuples(plan: &Plan, side: &Side<'_>, rule: &Rule, index: usize) -> Vec<Keys> {
    let place = rule.wheres.get(index);
    let is_open = |id: &str| place.and_then(|place| place.get(id)).is_some_and(|at| at == EVERY_ROW);
    let free: BTreeSet<usize> = rule
        .free
        .iter()
        .map(|&dimension| dimension as usize)
        .filter(|&dimension| is_open(&plan.dimensions[dimension].id))
        .collect();
    if free.is_empty() {
        return vec![Keys::new()];
    }
    let mut cells = Vec::new();
    in_statement(&rule.statements[index], &mut cells);
    let mut tuples: Vec<Keys> = Vec::new();
    for cell in cells {
        // Rows further in than those of the last free dimension add no key.
        let mut chain = chain(plan, cell);
        while chain.last().is_some_and(|&section| !free.contains(&dimension(plan, section))) {
            chain.pop();
        }
        let has = |wanted: &usize| chain.iter().any(|&section| dimension(plan, section) == *wanted);
        if free.iter().all(has) {
            down(plan, &side.lists, &chain, &free, &mut Keys::new(), &mut tuples);
        }
    }
    tuples
}

fn down(
    plan: &Plan,
    lists: &Lists<'_>,
    chain: &[usize],
    free: &BTreeSet<usize>,
    above: &mut Keys,
    tuples: &mut Vec<Keys>,
) {
    let Some((&section, rest)) = chain.split_first() else {
        if !tuples.contains(above) {
            tuples.push(above.clone());
        }
        return;
    };
    let dimension = dimension(plan, section);
    for row in keyed(lists, section) {
        if free.contains(&dimension) {
            above.insert(dimension, row.key().unwrap_or_default().to_owned());
        }
        down(plan, &row.lists, rest, free, above, tuples);
    }
    above.remove(&dimension);
}

/// The order of the keys of a rule, by what the free dimensions up to it are bound to.
pub(super) fn ranks(rule: &Rule, tuples: &[Vec<Keys>]) -> BTreeMap<Vec<Option<String>>, usize> {
    let mut ranks = BTreeMap::new();
    for keys in tuples.iter().flatten() {
        let mut prefix = Vec::new();
        for free in &rule.free {
            prefix.push(keys.get(&(*free as usize)).cloned());
            let next = ranks.len();
            ranks.entry(prefix.clone()).or_insert(next);
        }
    }
    ranks
}

/// The cells of the report, not of the earlier one, that a statement names, in the order of reading.
fn in_statement(statement: &Statement, cells: &mut Vec<usize>) {
    match statement {
        Statement::Compare { left, right, .. } => {
            in_expr(left, cells);
            in_expr(right, cells);
        }
        Statement::And(all) | Statement::Or(all) => all.iter().for_each(|one| in_statement(one, cells)),
        Statement::Not(one) => in_statement(one, cells),
        Statement::If { condition, then, otherwise } => {
            in_statement(condition, cells);
            in_statement(then, cells);
            otherwise.iter().for_each(|one| in_statement(one, cells));
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => {
            in_statement(left, cells);
            in_statement(right, cells);
        }
        Statement::Reported(cell) | Statement::Applies(cell) => in_expr(cell, cells),
        Statement::Ordered { cells: all, .. } => cells.extend(all.iter().map(|&cell| cell as usize)),
        Statement::Constant(_) => {}
    }
}

fn in_expr(expr: &Expr, cells: &mut Vec<usize>) {
    match expr {
        Expr::Number(_) | Expr::Prior(_) => {}
        Expr::Cell(cell) => cells.push(*cell as usize),
        Expr::Rows { of, .. } | Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => in_expr(of, cells),
        Expr::Sum(all) | Expr::Min(all) | Expr::Max(all) | Expr::Count(all) => {
            all.iter().for_each(|one| in_expr(one, cells));
        }
        Expr::Product(left, right) | Expr::Quotient(left, right) => {
            in_expr(left, cells);
            in_expr(right, cells);
        }
    }
}
