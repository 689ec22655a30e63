//! The tree's own checks as an author would write them, in the shortest paths that mean the same there.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform_schema::model::{Expr, Form, NodeId, Operator, Statement};

/// The nodes of a form by the node above and their id, so that no path is sought through long lists of children.
pub(super) struct Paths<'f> {
    form: &'f Form,
    children: BTreeMap<(NodeId, &'f str), NodeId>,
}

impl<'f> Paths<'f> {
    pub(super) fn new(form: &'f Form) -> Self {
        let children = form.nodes.iter().flat_map(|node| &node.children).filter_map(|child| {
            let node = form.node(*child);
            Some(((node.parent?, node.id.as_str()), *child))
        });
        Self { form, children: children.collect() }
    }

    fn child(&self, of: NodeId, id: &str) -> Option<NodeId> {
        self.children.get(&(of, id)).copied()
    }
}

/// The statements of one check on `scope`, joined by `and`.
pub(super) fn statements(paths: &Paths<'_>, scope: NodeId, statements: &[Statement]) -> String {
    let texts: Vec<String> = statements.iter().map(|statement| self::statement(paths, scope, statement)).collect();
    texts.join(" and ")
}

fn statement(paths: &Paths<'_>, scope: NodeId, statement: &Statement) -> String {
    let inner = |inner: &Statement| format!("({})", self::statement(paths, scope, inner));
    let list = |list: &[Statement], word: &str| list.iter().map(inner).collect::<Vec<_>>().join(word);
    match statement {
        Statement::Compare { op, left, right, .. } => {
            format!("{} {} {}", expression(paths, scope, left), symbol(*op), expression(paths, scope, right))
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
        Statement::Reported(cell) => format!("reported({})", expression(paths, scope, cell)),
        Statement::Applies(cell) => format!("applies({})", expression(paths, scope, cell)),
        Statement::Ordered { op, figures } => {
            let figures = figures.iter().map(|figure| path(paths, scope, *figure)).collect::<Vec<_>>();
            figures.join(&format!(" {} ", symbol(*op)))
        }
    }
}

fn expression(paths: &Paths<'_>, scope: NodeId, expression: &Expr) -> String {
    let text = |inner: &Expr| self::expression(paths, scope, inner);
    let list = |list: &[Expr]| list.iter().map(text).collect::<Vec<_>>().join(", ");
    match expression {
        Expr::Number(value) => number(value),
        Expr::Figure(node) => path(paths, scope, *node),
        // Units of one kind convert by themselves: the language does not write the factor.
        Expr::Scale { of, .. } => text(of),
        Expr::Sum(terms) => sum(paths, scope, terms),
        Expr::Minus(of) => format!("-{}", operand(paths, scope, of)),
        Expr::Product(left, right) => format!("{} * {}", operand(paths, scope, left), operand(paths, scope, right)),
        Expr::Quotient(left, right) => format!("{} / {}", operand(paths, scope, left), operand(paths, scope, right)),
        Expr::Min(of) => format!("min({})", list(of)),
        Expr::Max(of) => format!("max({})", list(of)),
        Expr::Prior(node) => format!("prior.{}", path(paths, scope, *node)),
        Expr::Rows { of, .. } => text(of),
        Expr::Count(of) => format!("count({})", list(of)),
        Expr::Abs(of) => format!("abs({})", text(of)),
    }
}

fn sum(paths: &Paths<'_>, scope: NodeId, terms: &[Expr]) -> String {
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
        text.push_str(&operand(paths, scope, term));
    }
    if text.is_empty() { "0".to_owned() } else { text }
}

/// An expression as a part of another one: with parentheses where it is more than a word.
fn operand(paths: &Paths<'_>, scope: NodeId, expression: &Expr) -> String {
    let text = self::expression(paths, scope, expression);
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
fn path(paths: &Paths<'_>, scope: NodeId, node: NodeId) -> String {
    let form = paths.form;
    let mut ids = Vec::new();
    let mut at = node;
    while let Some(parent) = form.node(at).parent {
        ids.push(form.node(at).id.as_str());
        at = parent;
    }
    ids.reverse();
    let short = (0..ids.len()).rev().filter_map(|from| ids.get(from..)).find(|ids| {
        let word = ids.first().is_some_and(|id| WORDS.contains(id));
        !word && resolve(paths, scope, ids) == Some(node)
    });
    short.map_or_else(|| format!(".{}", ids.join(".")), |ids| ids.join("."))
}

/// The first id is sought among the children of `scope`, then among its siblings, then outward; the rest leads down.
fn resolve(paths: &Paths<'_>, scope: NodeId, ids: &[&str]) -> Option<NodeId> {
    let (first, rest) = ids.split_first()?;
    let mut at = Some(scope);
    while let Some(of) = at {
        if let Some(found) = paths.child(of, first) {
            return rest.iter().try_fold(found, |of, id| paths.child(of, id));
        }
        at = paths.form.node(of).parent;
    }
    None
}
