//! What a statement reads.

use crate::plan::{Expr, Statement};

/// A cell that a statement reads, of the report or of the earlier one; of several rows along some dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operand<'p> {
    pub(crate) cell: u32,
    pub(crate) prior: bool,
    pub(crate) along: &'p [u32],
}

impl<'p> Operand<'p> {
    const fn one(cell: u32, prior: bool) -> Self {
        Self { cell, prior, along: &[] }
    }

    /// The operand that an expression is, perhaps converted; none where it is more than that.
    pub(crate) fn beneath(expr: &'p Expr) -> Option<Self> {
        match expr {
            Expr::Cell(cell) => Some(Self::one(*cell, false)),
            Expr::Prior(cell) => Some(Self::one(*cell, true)),
            Expr::Rows { of, along } => Some(Self { along, ..Self::beneath(of)? }),
            Expr::Scale { of, .. } => Self::beneath(of),
            _ => None,
        }
    }
}

/// What a statement reads, in the order in which it names it, each once.
pub(crate) fn operands_of(statement: &Statement) -> Vec<Operand<'_>> {
    let mut operands = Vec::new();
    of_statement(statement, &mut operands);
    let mut seen = std::collections::BTreeSet::new();
    operands.retain(|operand| seen.insert(*operand));
    operands
}

fn of_statement<'p>(statement: &'p Statement, into: &mut Vec<Operand<'p>>) {
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
        Statement::Ordered { cells, .. } => into.extend(cells.iter().map(|cell| Operand::one(*cell, false))),
        Statement::Constant(_) => {}
    }
}

/// Adds what an expression reads, in the order in which it names it.
pub(crate) fn of_expr<'p>(expr: &'p Expr, into: &mut Vec<Operand<'p>>) {
    match expr {
        Expr::Number(_) => {}
        Expr::Cell(_) | Expr::Prior(_) | Expr::Rows { .. } => into.extend(Operand::beneath(expr)),
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
