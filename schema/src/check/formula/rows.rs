//! Operands that stand for a figure in every row.

use super::{Formulas, Number};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Function, Reference};
use crate::model::{DimensionId, Expr};

impl Formulas<'_> {
    /// The open ones of the dimensions that `over` names.
    pub(super) fn open(&self, over: &[Reference]) -> Vec<DimensionId> {
        let dimensions = &self.scope.tree.dimensions;
        let found = over.iter().filter_map(|reference| dimensions.find(&crate::check::free::name(reference)?.text));
        found
            .filter(|dimension| dimensions.get(*dimension).is_some_and(|found| found.is_open()))
            .map(|dimension| DimensionId(dimension as u32))
            .collect()
    }
}

/// A figure in every row along these dimensions; the figure itself along none.
pub(super) fn of(figure: Expr, along: &[DimensionId]) -> Expr {
    match figure {
        figure if along.is_empty() => figure,
        // Rows in rows: the nearer `over` has named the inner ones.
        Expr::Rows { of, along: inner } => Expr::Rows { of, along: along.iter().copied().chain(inner).collect() },
        figure => Expr::Rows { of: Box::new(figure), along: along.to_vec() },
    }
}

/// What a function runs through along these dimensions.
pub(super) fn each(
    numbers: Vec<(bool, Number)>,
    function: Function,
    along: &[DimensionId],
    out: &mut Vec<Diagnostic>,
) -> Option<Vec<(bool, Number)>> {
    if along.is_empty() {
        return Some(numbers);
    }
    let mut all = Vec::with_capacity(numbers.len());
    for (minus, number) in numbers {
        let Some(expr) = in_rows(number.expr, function, along) else {
            let name = function.as_str();
            out.push(
                Diagnostic::new(
                    Code::BadCall,
                    format!("`{name}` runs through rows by figures, not by what is worked out in each row"),
                    number.span,
                    "no figure",
                )
                .help(format!("write `{name}(x over dimension)` with a figure, and work with what that gives")),
            );
            return None;
        };
        all.push((minus, Number { expr, ..number }));
    }
    Some(all)
}

/// The operand that stands for an expression in every row: a figure, converted or in a sum as it may be.
fn in_rows(expr: Expr, function: Function, along: &[DimensionId]) -> Option<Expr> {
    let wrapped = match expr {
        figure @ (Expr::Figure(_) | Expr::Prior(_) | Expr::Rows { .. }) => of(figure, along),
        Expr::Scale { by, of } => Expr::Scale { by, of: Box::new(alone(in_rows(*of, function, along)?, function)) },
        // A sum of sums is the sum of all.
        Expr::Minus(of) if function == Function::Sum => {
            Expr::Minus(Box::new(alone(in_rows(*of, function, along)?, function)))
        }
        Expr::Sum(terms) if function == Function::Sum => Expr::Sum(inner(terms, function, along)?),
        Expr::Min(terms) if function == Function::Min => Expr::Min(inner(terms, function, along)?),
        Expr::Max(terms) if function == Function::Max => Expr::Max(inner(terms, function, along)?),
        _ => return None,
    };
    Some(wrapped)
}

fn inner(terms: Vec<Expr>, function: Function, along: &[DimensionId]) -> Option<Vec<Expr>> {
    terms.into_iter().map(|term| in_rows(term, function, along)).collect()
}

/// An operand of a function, once it is converted and has its sign.
pub(super) fn operand(expr: Expr, function: Function) -> Expr {
    match expr {
        Expr::Scale { by, of } => Expr::Scale { by, of: Box::new(alone(operand(*of, function), function)) },
        Expr::Minus(of) => Expr::Minus(Box::new(alone(operand(*of, function), function))),
        other => other,
    }
}

/// Operands a row stand directly in what adds them or chooses between them.
fn alone(expr: Expr, function: Function) -> Expr {
    match (expr, function) {
        (rows @ Expr::Rows { .. }, Function::Min) => Expr::Min(vec![rows]),
        (rows @ Expr::Rows { .. }, Function::Max) => Expr::Max(vec![rows]),
        (rows @ Expr::Rows { .. }, _) => Expr::Sum(vec![rows]),
        (other, _) => other,
    }
}
