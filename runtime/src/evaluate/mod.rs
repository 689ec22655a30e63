//! What becomes of the checks of a report.
//!
//! Every statement can be judged by [`statement`], over exact intervals. Comparisons of sums of cells, which are
//! nearly all, are first tried by [`quick`] in whole numbers; what it cannot settle is judged in full.

mod quick;
mod standing;
mod statement;
mod value;

pub(crate) use quick::{Quick, Verdict};
pub(crate) use standing::{Filed, Filled, Standing};
pub(crate) use statement::{Comparison, Truth, culprit, truth};

use std::ops::Range;

use crate::plan::{Expr, Plan, Statement};

/// The checks over cells, made ready.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) tables: Tables,
    /// By cell, what the quick way needs to know of it.
    pub(crate) cells: Vec<quick::QuickCell>,
    /// The quick form of every statement, by rule, where it has one.
    pub(crate) quick: Vec<Vec<Option<Quick>>>,
}

impl Rules {
    /// Makes the checks of a sound plan ready.
    pub(crate) fn new(plan: &Plan) -> Self {
        let cells = quick::cells(plan);
        let quick = plan
            .rules
            .iter()
            .map(|rule| rule.statements.iter().map(|statement| Quick::new(plan, statement)).collect())
            .collect();
        Self { tables: Tables::new(plan), cells, quick }
    }
}

/// Which cells stand in which table of the form.
#[derive(Debug)]
pub(crate) struct Tables {
    /// The cells in and beneath each node.
    beneath: Vec<Range<u32>>,
    /// The cells in and beneath those children of the root that are figures.
    of_root: Vec<Range<u32>>,
}

impl Tables {
    fn new(plan: &Plan) -> Self {
        let mut beneath: Vec<Range<u32>> = vec![0..0; plan.nodes.len()];
        // Nodes stand before what is beneath them, and so do their cells.
        for (index, node) in plan.nodes.iter().enumerate().rev() {
            let own = node.cell.map(|cell| cell..cell + 1);
            let children = node.children.iter().filter_map(|child| beneath.get(*child as usize).cloned());
            let all = own.into_iter().chain(children).filter(|range| !range.is_empty());
            let all = all.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
            if let (Some(all), Some(slot)) = (all, beneath.get_mut(index)) {
                *slot = all;
            }
        }
        let figures = plan.nodes.first().into_iter().flat_map(|root| &root.children).filter(|child| {
            plan.nodes.get(**child as usize).is_some_and(|node| node.cell.is_some() || !node.by.is_empty())
        });
        let of_root = figures.filter_map(|child| beneath.get(*child as usize).cloned()).collect();
        Self { beneath, of_root }
    }

    /// The cells of a table: of a child of the root, or, for the root, of those children that are figures.
    pub(crate) fn cells_of(&self, node: u32) -> impl Iterator<Item = u32> {
        let ranges = match node {
            0 => self.of_root.as_slice(),
            _ => self.beneath.get(node as usize).map_or(&[][..], std::slice::from_ref),
        };
        ranges.iter().cloned().flatten()
    }
}

/// The cells that a statement reads, in the order in which it names them, each once.
pub(crate) fn cells_of(statement: &Statement) -> Vec<u32> {
    let mut cells = Vec::new();
    of_statement(statement, &mut cells);
    let mut seen = std::collections::BTreeSet::new();
    cells.retain(|cell| seen.insert(*cell));
    cells
}

fn of_statement(statement: &Statement, into: &mut Vec<u32>) {
    match statement {
        Statement::Compare { left, right, .. } => {
            of_expr(left, into);
            of_expr(right, into);
        }
        Statement::And(all) | Statement::Or(all) => all.iter().for_each(|one| of_statement(one, into)),
        Statement::Not(one) => of_statement(one, into),
        Statement::If { condition, then, otherwise } => {
            of_statement(condition, into);
            of_statement(then, into);
            otherwise.iter().for_each(|one| of_statement(one, into));
        }
        Statement::Same(a, b) | Statement::Differ(a, b) => {
            of_statement(a, into);
            of_statement(b, into);
        }
        Statement::Reported(cell) | Statement::Applies(cell) => of_expr(cell, into),
        Statement::Ordered { cells, .. } => into.extend(cells),
        Statement::Constant(_) => {}
    }
}

/// Adds the cells that an expression reads, in the order in which it names them.
pub(crate) fn of_expr(expr: &Expr, into: &mut Vec<u32>) {
    match expr {
        Expr::Number(_) | Expr::Prior(_) => {}
        Expr::Cell(cell) => into.push(*cell),
        Expr::Rows { of, .. } => of_expr(of, into),
        Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => of_expr(of, into),
        Expr::Sum(all) | Expr::Min(all) | Expr::Max(all) | Expr::Count(all) => {
            all.iter().for_each(|one| of_expr(one, into));
        }
        Expr::Product(a, b) | Expr::Quotient(a, b) => {
            of_expr(a, into);
            of_expr(b, into);
        }
    }
}
