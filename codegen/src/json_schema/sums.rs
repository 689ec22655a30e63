//! Sums of cells as a keyword of our own.

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform::plan::{Cell, Content, Expr, Meaning, Operator, Plan, Rule, Statement};

use super::figure::end;
use super::node::at;
use super::not_enforced::severity;
use crate::json::{Json, Object};

/// A sum of cells and numbers, each with its factor.
type Sum = Vec<(BigRational, Option<u32>)>;

/// A comparison of two sums.
struct Comparison<'a> {
    left: Sum,
    op: Operator,
    right: Sum,
    tolerance: Option<&'a Ratio>,
}

/// Whether every comparison of a rule is one of sums, so that the keyword says it.
pub(super) fn says(rule: &Rule) -> bool {
    comparisons(rule).is_some()
}

/// The keyword of sums: every check of the form whose comparisons are sums of cells, what its cells stand for, and what
/// the marks mean. None where the form has no such check.
pub(super) fn keyword(plan: &Plan) -> Option<Object> {
    let mut used = Vec::new();
    let checks: Vec<Object> = plan
        .rules
        .iter()
        .filter_map(|rule| {
            let comparisons = comparisons(rule)?;
            let terms = comparisons.iter().flat_map(|comparison| comparison.left.iter().chain(&comparison.right));
            used.extend(terms.filter_map(|(_, cell)| *cell));
            Some(check(plan, rule, &comparisons))
        })
        .collect();
    if checks.is_empty() {
        return None;
    }
    used.sort_unstable();
    used.dedup();
    let cells = used.iter().filter_map(|number| {
        let cell = at(&plan.cells, *number)?;
        Some((cell.pointer.as_str(), stands_for(plan, cell).some()?))
    });
    let cells = cells.fold(Object::new(), |object, (pointer, cell)| object.with(pointer, cell));
    let marks = plan.marks.iter().fold(Object::new(), |object, mark| {
        let meaning: Json = match &mark.meaning {
            Meaning::NotApplicable => "not_applicable".into(),
            Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper } => {
                end(lower.as_ref(), "above", "min").extended(end(upper.as_ref(), "below", "max")).into()
            }
        };
        object.with(mark.token.as_str(), meaning)
    });
    Some(
        Object::new()
            .with_some("marks", marks.some())
            .with_some("cells", cells.some())
            .with("checks", checks.into_iter().collect::<Json>()),
    )
}

/// The comparisons of a rule as sums; none where one of them is something else.
fn comparisons(rule: &Rule) -> Option<Vec<Comparison<'_>>> {
    rule.statements
        .iter()
        .map(|statement| match statement {
            Statement::Compare { op, left, right, tolerance } => {
                Some(Comparison { left: sum(left)?, op: *op, right: sum(right)?, tolerance: tolerance.as_ref() })
            }
            _ => None,
        })
        .collect()
}

fn sum(expression: &Expr) -> Option<Sum> {
    let one = BigRational::from_integer(1.into());
    Some(match expression {
        Expr::Number(value) => vec![(value.as_big().clone(), None)],
        Expr::Cell(cell) => vec![(one, Some(*cell))],
        Expr::Scale { by, of } => times(sum(of)?, by.as_big()),
        Expr::Sum(terms) => terms.iter().map(sum).collect::<Option<Vec<_>>>()?.concat(),
        Expr::Minus(of) => times(sum(of)?, &-one),
        Expr::Product(left, right) => match (&**left, &**right) {
            (Expr::Number(by), of) | (of, Expr::Number(by)) => times(sum(of)?, by.as_big()),
            _ => return None,
        },
        Expr::Prior(_) | Expr::Rows { .. } => return None,
        Expr::Quotient(..) | Expr::Min(_) | Expr::Max(_) | Expr::Count(_) | Expr::Abs(_) => return None,
    })
}

fn times(mut sum: Sum, by: &BigRational) -> Sum {
    for (factor, _) in &mut sum {
        *factor *= by;
    }
    sum
}

fn check(plan: &Plan, rule: &Rule, comparisons: &[Comparison<'_>]) -> Object {
    let compare = comparisons.iter().map(|comparison| {
        Object::new()
            .with("left", terms(plan, &comparison.left))
            .with("op", comparison.op.symbol())
            .with("right", terms(plan, &comparison.right))
            .with_some("tolerance", comparison.tolerance.map(Ratio::to_string))
    });
    Object::new()
        .with("check", rule.id.as_str())
        .with("severity", severity(rule.severity))
        .with_some("explained", rule.explained_by.map(|_| true))
        .with("compare", compare.collect::<Json>())
}

/// A pointer for a cell that is added as it is, an object for everything else.
fn terms(plan: &Plan, sum: &Sum) -> Json {
    let one = BigRational::from_integer(1.into());
    sum.iter()
        .map(|(factor, cell)| -> Json {
            let times = Ratio::from(factor.clone()).to_string();
            let pointer = cell.and_then(|cell| at(&plan.cells, cell)).map(|cell| cell.pointer.as_str());
            match pointer {
                Some(pointer) if *factor == one => pointer.into(),
                Some(pointer) => Object::new().with("at", pointer).with("times", times).into(),
                None => Object::new().with("number", times).into(),
            }
        })
        .collect()
}

/// What a cell stands for, as far as it is other than usual: `>= 0`, of a unit that adds, not rounded, taking
/// every mark, a blank being 'not reported'.
fn stands_for(plan: &Plan, cell: &Cell) -> Object {
    let Content::Figure(figure) = &cell.content else { return Object::new() };
    let usual = figure.lower.as_ref().is_some_and(|lower| !lower.open && lower.value == Ratio::from(0));
    let lower = match &figure.lower {
        Some(_) if usual => Object::new(),
        None => Object::new().with("min", Json::Null),
        lower => end(lower.as_ref(), "above", "min"),
    };
    let adds = at(&plan.units, figure.unit).is_none_or(|unit| unit.kind.adds());
    let blank = cell.blank.as_ref().map(|blank| {
        let pointer = |cell: &u32| at(&plan.cells, *cell).map(|cell| Json::from(cell.pointer.as_str()));
        Object::new()
            .with("not_applicable", true)
            .with("beneath", blank.beneath.iter().filter_map(pointer).collect::<Json>())
            .with("table", table(plan, blank.table))
    });
    let takes = |at: usize| cell.takes.iter().any(|taken| usize::try_from(*taken) == Ok(at));
    let all = (0..plan.marks.len()).all(takes);
    let taken = plan.marks.iter().enumerate().filter(|(at, _)| takes(*at)).map(|(_, mark)| mark.token.as_str());
    lower
        .extended(end(figure.upper.as_ref(), "below", "max"))
        .with_some("takes", (!all).then(|| taken.collect::<Json>()))
        .with_some("adds", (!adds).then_some(false))
        .with_some("rounded", figure.rounded.map(i64::from))
        .with_some("blank", blank)
}

/// Pointers of everything that belongs to one table: the table itself, or, for the root, its children that are figures.
fn table(plan: &Plan, table: u32) -> Json {
    let pointer =
        |node: &u32| at(&plan.nodes, *node).map(|node| Json::from(format!("/{}", node.path.replace('.', "/"))));
    if table > 0 {
        return pointer(&table).into_iter().collect();
    }
    let children = plan.nodes.first().map(|root| root.children.as_slice()).unwrap_or_default();
    children
        .iter()
        .filter(|child| at(&plan.nodes, **child).is_some_and(|node| node.cell.is_some() || !node.by.is_empty()))
        .filter_map(pointer)
        .collect()
}
