//! The tree's own checks as an author would write them, in the shortest paths that mean the same there.

use std::fmt::Write as _;

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform_schema::model::{Expr, Form, NodeId, Operator, Statement};

/// The statements of one check on `scope`, joined by `and`.
pub(super) fn statements(form: &Form, scope: NodeId, statements: &[Statement]) -> String {
    let texts: Vec<String> = statements.iter().map(|statement| self::statement(form, scope, statement)).collect();
    texts.join(" and ")
}

fn statement(form: &Form, scope: NodeId, statement: &Statement) -> String {
    let inner = |inner: &Statement| format!("({})", self::statement(form, scope, inner));
    let list = |list: &[Statement], word: &str| list.iter().map(inner).collect::<Vec<_>>().join(word);
    match statement {
        Statement::Compare { op, left, right, .. } => {
            format!("{} {} {}", expression(form, scope, left), symbol(*op), expression(form, scope, right))
        }
        Statement::And(all) => list(all, " and "),
        Statement::Or(any) => list(any, " or "),
        Statement::Not(not) => format!("not {}", inner(not)),
        Statement::If { condition, then, otherwise } => {
            let mut text = format!("if {} then {}", inner(condition), inner(then));
            if let Some(otherwise) = otherwise {
                let _ = write!(text, " else {}", inner(otherwise));
            }
            text
        }
        Statement::Same(left, right) => format!("{} == {}", inner(left), inner(right)),
        Statement::Differ(left, right) => format!("{} != {}", inner(left), inner(right)),
        Statement::Reported(node) => format!("reported({})", path(form, scope, *node)),
        Statement::Applies(node) => format!("applies({})", path(form, scope, *node)),
    }
}

fn expression(form: &Form, scope: NodeId, expression: &Expr) -> String {
    let text = |inner: &Expr| self::expression(form, scope, inner);
    let list = |list: &[Expr]| list.iter().map(text).collect::<Vec<_>>().join(", ");
    match expression {
        Expr::Number(value) => number(value),
        Expr::Figure(node) => path(form, scope, *node),
        // Units of one kind convert by themselves: the language does not write the factor.
        Expr::Scale { of, .. } => text(of),
        Expr::Sum(terms) => sum(form, scope, terms),
        Expr::Minus(of) => format!("-{}", operand(form, scope, of)),
        Expr::Product(left, right) => format!("{} * {}", operand(form, scope, left), operand(form, scope, right)),
        Expr::Quotient(left, right) => format!("{} / {}", operand(form, scope, left), operand(form, scope, right)),
        Expr::Min(of) => format!("min({})", list(of)),
        Expr::Max(of) => format!("max({})", list(of)),
        Expr::Count(of) => {
            let of: Vec<String> = of.iter().map(|node| path(form, scope, *node)).collect();
            format!("count({})", of.join(", "))
        }
        Expr::Abs(of) => format!("abs({})", text(of)),
    }
}

fn sum(form: &Form, scope: NodeId, terms: &[Expr]) -> String {
    let mut text = String::new();
    for term in terms {
        let (minus, term) = match term {
            Expr::Minus(of) => (true, &**of),
            term => (false, term),
        };
        text.push_str(match (text.is_empty(), minus) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        });
        text.push_str(&operand(form, scope, term));
    }
    if text.is_empty() { "0".to_owned() } else { text }
}

/// An expression as a part of another one: with parentheses where it is more than a word.
fn operand(form: &Form, scope: NodeId, expression: &Expr) -> String {
    let text = self::expression(form, scope, expression);
    match expression {
        Expr::Sum(_) | Expr::Minus(_) | Expr::Product(..) | Expr::Quotient(..) => format!("({text})"),
        _ => text,
    }
}

fn number(value: &BigRational) -> String {
    Ratio::from(value.clone()).to_string()
}

const fn symbol(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Greater => ">",
        Operator::AtLeast => ">=",
    }
}

/// Words of the grammar: a node of such a name is written from the root.
const WORDS: &[&str] = &[
    "abs", "and", "applies", "as", "count", "else", "false", "if", "max", "min", "not", "or", "over", "prior",
    "reported", "sum", "then", "total", "true",
];

/// The shortest path that leads from `scope` to `node` by the rules of the language.
fn path(form: &Form, scope: NodeId, node: NodeId) -> String {
    let mut ids = Vec::new();
    let mut at = node;
    while let Some(parent) = form.node(at).parent {
        ids.push(form.node(at).id.as_str());
        at = parent;
    }
    ids.reverse();
    let short = (0..ids.len()).rev().filter_map(|from| ids.get(from..)).find(|ids| {
        let word = ids.first().is_some_and(|id| WORDS.contains(id));
        !word && resolve(form, scope, ids) == Some(node)
    });
    short.map_or_else(|| format!(".{}", ids.join(".")), |ids| ids.join("."))
}

/// The first id is sought among the children of `scope`, then among its siblings, then outward; the rest leads down.
fn resolve(form: &Form, scope: NodeId, ids: &[&str]) -> Option<NodeId> {
    let (first, rest) = ids.split_first()?;
    let child = |of: NodeId, id: &str| form.node(of).children.iter().copied().find(|child| form.node(*child).id == id);
    let mut at = Some(scope);
    while let Some(of) = at {
        if let Some(found) = child(of, first) {
            return rest.iter().try_fold(found, |of, id| child(of, id));
        }
        at = form.node(of).parent;
    }
    None
}
