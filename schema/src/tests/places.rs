//! Checks and places of a form, spelt for comparison.

use crate::model::{Check, Expr, Form, Operator, Statement, Where};

/// A check by its id.
#[track_caller]
pub(super) fn check_of<'f>(form: &'f Form, id: &str) -> &'f Check {
    form.checks.iter().find(|check| check.id == id).expect("the check is there")
}

/// What the free dimensions are bound to in each statement of a check.
#[track_caller]
pub(super) fn wheres(form: &Form, id: &str) -> Vec<String> {
    check_of(form, id).wheres.iter().map(|at| spelt(form, at)).collect()
}

/// Where a cell stands in the matrix of its figure.
#[track_caller]
pub(super) fn place(form: &Form, path: &str) -> String {
    let node = form.nodes.iter().find(|node| node.path == path).expect("the node is there");
    spelt(form, &node.coordinate.as_ref().expect("a place in a matrix").at)
}

fn spelt(form: &Form, at: &Where) -> String {
    let one = |(dimension, slot): &(crate::model::DimensionId, Option<usize>)| {
        let dimension = &form.dimensions[dimension.0 as usize];
        let member = slot.map_or("total", |member| dimension.members[member].id.as_str());
        format!("{}: {member}", dimension.id)
    };
    at.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// A statement with the paths of its cells.
pub(super) fn shape(form: &Form, statement: &Statement) -> String {
    let all = |statements: &[Statement], word: &str| {
        statements.iter().map(|one| shape(form, one)).collect::<Vec<_>>().join(word)
    };
    match statement {
        Statement::Compare { op, left, right, .. } => {
            format!("{} {} {}", expr(form, left), symbol(*op), expr(form, right))
        }
        Statement::And(parts) => all(parts, " and "),
        Statement::Or(parts) => all(parts, " or "),
        Statement::Not(inner) => format!("not {}", shape(form, inner)),
        Statement::If { condition, then, otherwise } => {
            let otherwise = otherwise.as_ref().map(|one| format!(" else {}", shape(form, one))).unwrap_or_default();
            format!("if {} then {}{otherwise}", shape(form, condition), shape(form, then))
        }
        Statement::Same(left, right) => format!("{} == {}", shape(form, left), shape(form, right)),
        Statement::Differ(left, right) => format!("{} != {}", shape(form, left), shape(form, right)),
        Statement::Reported(cell) => format!("reported({})", expr(form, cell)),
        Statement::Applies(cell) => format!("applies({})", expr(form, cell)),
        Statement::Ordered { op, figures } => {
            let paths: Vec<&str> = figures.iter().map(|node| form.node(*node).path.as_str()).collect();
            paths.join(&format!(" {} ", symbol(*op)))
        }
    }
}

fn expr(form: &Form, of: &Expr) -> String {
    let list = |terms: &[Expr]| terms.iter().map(|term| expr(form, term)).collect::<Vec<_>>().join(", ");
    match of {
        Expr::Number(value) => value.to_string(),
        Expr::Figure(node) => form.node(*node).path.clone(),
        Expr::Prior(node) => format!("prior.{}", form.node(*node).path),
        Expr::Rows { of, along } => {
            let along: Vec<&str> =
                along.iter().map(|dimension| form.dimensions[dimension.0 as usize].id.as_str()).collect();
            format!("rows({}; {})", expr(form, of), along.join(", "))
        }
        Expr::Scale { by, of } => format!("{by} {}", expr(form, of)),
        Expr::Sum(terms) => format!("sum({})", list(terms)),
        Expr::Minus(of) => format!("-{}", expr(form, of)),
        Expr::Product(left, right) => format!("{} * {}", expr(form, left), expr(form, right)),
        Expr::Quotient(left, right) => format!("{} / {}", expr(form, left), expr(form, right)),
        Expr::Min(terms) => format!("min({})", list(terms)),
        Expr::Max(terms) => format!("max({})", list(terms)),
        Expr::Count(terms) => format!("count({})", list(terms)),
        Expr::Abs(of) => format!("abs({})", expr(form, of)),
    }
}

const fn symbol(op: Operator) -> &'static str {
    match op {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Greater => ">",
        Operator::AtLeast => ">=",
    }
}
