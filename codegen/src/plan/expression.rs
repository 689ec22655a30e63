//! Checks: from nodes to cell numbers. Names and units are settled already.

use tallyform::plan::{Expr, Operator, Statement};
use tallyform_schema::model::{self, Form, NodeId};
use tallyform_schema::{Code, Diagnostic, Span};

use super::layout::Layout;

/// A check reads a node without a cell.
#[derive(Debug)]
pub(super) struct NoCell(NodeId);

impl NoCell {
    pub(super) fn diagnostic(&self, form: &Form, check: Span) -> Diagnostic {
        let node = form.node(self.0);
        let message = format!("`{}` is a heading and holds no figure", node.path);
        Diagnostic::new(Code::HeadingInExpression, message, check, "this check reads it")
            .also(node.span, "the heading")
            .help("name a figure beneath it")
    }
}

pub(super) fn statement(statement: &model::Statement, cells: &Layout) -> Result<Statement, NoCell> {
    let boxed = |inner: &model::Statement| self::statement(inner, cells).map(Box::new);
    let all = |inner: &[model::Statement]| {
        inner.iter().map(|inner| self::statement(inner, cells)).collect::<Result<Vec<_>, _>>()
    };
    Ok(match statement {
        model::Statement::Compare { op, left, right, tolerance } => Statement::Compare {
            op: operator(*op),
            left: expression(left, cells)?,
            right: expression(right, cells)?,
            tolerance: tolerance.clone().map(Into::into),
        },
        model::Statement::And(inner) => Statement::And(all(inner)?),
        model::Statement::Or(inner) => Statement::Or(all(inner)?),
        model::Statement::Not(inner) => Statement::Not(boxed(inner)?),
        model::Statement::If { condition, then, otherwise } => Statement::If {
            condition: boxed(condition)?,
            then: boxed(then)?,
            otherwise: otherwise.as_deref().map(boxed).transpose()?,
        },
        model::Statement::Same(left, right) => Statement::Same(boxed(left)?, boxed(right)?),
        model::Statement::Differ(left, right) => Statement::Differ(boxed(left)?, boxed(right)?),
        model::Statement::Reported(cell) => Statement::Reported(expression(cell, cells)?),
        model::Statement::Applies(cell) => Statement::Applies(expression(cell, cells)?),
        model::Statement::Ordered { op, figures } => Statement::Ordered {
            op: operator(*op),
            cells: figures.iter().map(|figure| cell(*figure, cells)).collect::<Result<_, _>>()?,
        },
    })
}

fn expression(expression: &model::Expr, cells: &Layout) -> Result<Expr, NoCell> {
    let boxed = |inner: &model::Expr| self::expression(inner, cells).map(Box::new);
    let all =
        |inner: &[model::Expr]| inner.iter().map(|inner| self::expression(inner, cells)).collect::<Result<Vec<_>, _>>();
    Ok(match expression {
        model::Expr::Number(value) => Expr::Number(value.clone().into()),
        model::Expr::Figure(node) => Expr::Cell(cell(*node, cells)?),
        model::Expr::Scale { by, of } => Expr::Scale { by: by.clone().into(), of: boxed(of)? },
        model::Expr::Sum(inner) => Expr::Sum(all(inner)?),
        model::Expr::Minus(inner) => Expr::Minus(boxed(inner)?),
        model::Expr::Product(left, right) => Expr::Product(boxed(left)?, boxed(right)?),
        model::Expr::Quotient(left, right) => Expr::Quotient(boxed(left)?, boxed(right)?),
        model::Expr::Min(inner) => Expr::Min(all(inner)?),
        model::Expr::Max(inner) => Expr::Max(all(inner)?),
        model::Expr::Prior(node) => Expr::Prior(cell(*node, cells)?),
        model::Expr::Rows { of, along } => {
            Expr::Rows { of: boxed(of)?, along: along.iter().map(|dimension| dimension.0).collect() }
        }
        model::Expr::Count(inner) => Expr::Count(all(inner)?),
        model::Expr::Abs(inner) => Expr::Abs(boxed(inner)?),
    })
}

fn cell(node: NodeId, cells: &Layout) -> Result<u32, NoCell> {
    cells.cell(node).ok_or(NoCell(node))
}

fn operator(operator: model::Operator) -> Operator {
    match operator {
        model::Operator::Equal => Operator::Equal,
        model::Operator::NotEqual => Operator::NotEqual,
        model::Operator::Less => Operator::Less,
        model::Operator::AtMost => Operator::AtMost,
        model::Operator::Greater => Operator::Greater,
        model::Operator::AtLeast => Operator::AtLeast,
    }
}
