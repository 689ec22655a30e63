//! Sums of cells as a keyword of our own.

use std::collections::BTreeMap;

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform::plan::{Cell, Content, ExplainedBy, Expr, Meaning, Operator, Plan, Rule, Statement};

use super::figure::end;
use super::node::at;
use super::not_enforced::severity;
use crate::json::{Json, Object};

/// What is added up, each with its factor.
type Sum = Vec<(BigRational, Term)>;

/// What is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Term {
    /// 1.
    One,
    /// A cell; in rows the one of the row that the check is about.
    Cell(u32),
    /// A cell of every row of its section.
    Rows(u32),
}

impl Term {
    fn cell(self) -> Option<u32> {
        match self {
            Self::One => None,
            Self::Cell(cell) | Self::Rows(cell) => Some(cell),
        }
    }
}

/// A comparison of two sums.
struct Comparison<'a> {
    left: Sum,
    op: Operator,
    right: Sum,
    tolerance: Option<&'a Ratio>,
    /// The section in each of whose rows it is judged.
    each: Option<u32>,
}

/// Whether every comparison of a rule is one of sums, so that the keyword says it.
pub(super) fn says(plan: &Plan, rule: &Rule) -> bool {
    comparisons(plan, rule).is_some()
}

/// The keyword of sums: every check of the form whose comparisons are sums of cells, what its cells stand for, and what
/// the marks mean. None where the form has no such check.
pub(super) fn keyword(plan: &Plan) -> Option<Object> {
    let mut used = Vec::new();
    let checks: Vec<Object> = plan
        .rules
        .iter()
        .filter_map(|rule| {
            let comparisons = comparisons(plan, rule)?;
            let terms = comparisons.iter().flat_map(|comparison| comparison.left.iter().chain(&comparison.right));
            used.extend(terms.filter_map(|(_, term)| term.cell()));
            Some(check(plan, rule, &comparisons))
        })
        .collect();
    if checks.is_empty() {
        return None;
    }
    used.sort_unstable();
    used.dedup();
    // The marks that most of the cells take are said once; where that is all of them, not at all.
    let every: Vec<&str> = plan.marks.iter().map(|mark| mark.token.as_str()).collect();
    let mut counts: BTreeMap<Vec<&str>, usize> = BTreeMap::from([(every.clone(), 0)]);
    for cell in used.iter().filter_map(|number| at(&plan.cells, *number)) {
        *counts.entry(taken(plan, cell)).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or(0);
    let is_usual = |marks: &Vec<&str>| counts.get(marks) == Some(&most);
    let usual = Some(&every).filter(|every| is_usual(every)).or_else(|| counts.keys().find(|marks| is_usual(marks)));
    let usual = usual.unwrap_or(&every);
    let takes = (*usual != every).then(|| usual.iter().copied().collect::<Json>());
    let cells = used.iter().filter_map(|number| {
        let cell = at(&plan.cells, *number)?;
        Some((pointer(plan, cell), stands_for(plan, cell, usual).some()?))
    });
    let cells = cells.fold(Object::new(), |object, (pointer, cell)| object.with(pointer, cell));
    let mut sections: Vec<u32> =
        used.iter().filter_map(|number| at(&plan.cells, *number)).filter_map(|cell| cell.section).collect();
    sections.sort_unstable();
    sections.dedup();
    let sections = sections.iter().filter_map(|section| {
        let section = at(&plan.sections, *section)?;
        Some((section.pointer.as_str(), at(&plan.cells, section.key)?.pointer.as_str()))
    });
    let sections = sections.fold(Object::new(), |object, (pointer, key)| object.with(pointer, key));
    let states = plan.rules.iter().any(|rule| rule.severity.len() > 1);
    let states = states.then(|| plan.states.iter().map(String::as_str).collect::<Json>());
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
            .with_some("states", states)
            .with_some("marks", marks.some())
            .with_some("takes", takes)
            .with_some("keys", sections.some())
            .with_some("cells", cells.some())
            .with("checks", checks.into_iter().collect::<Json>()),
    )
}

/// The comparisons of a rule as sums; none where one of them is something else, or reads rows in another way than all
/// rows of one list, or one row by itself.
fn comparisons<'a>(plan: &Plan, rule: &'a Rule) -> Option<Vec<Comparison<'a>>> {
    // The keyword looks at no note, and at no explanation of a single member or row.
    let is_placed = rule.wheres.iter().any(|place| !place.is_empty());
    match rule.explained_by {
        Some(ExplainedBy::Note(_)) => return None,
        Some(ExplainedBy::Explanation) if is_placed => return None,
        _ => {}
    }
    let comparison = |statement: &'a Statement| match statement {
        Statement::Compare { op, left, right, tolerance } => {
            let (left, right) = (sum(left)?, sum(right)?);
            let each = each(plan, left.iter().chain(&right).map(|(_, term)| *term))?;
            Some(Comparison { left, op: *op, right, tolerance: tolerance.as_ref(), each })
        }
        _ => None,
    };
    rule.statements.iter().map(comparison).collect()
}

/// The section whose rows a comparison takes one by one; none where that cannot be said.
fn each(plan: &Plan, terms: impl Iterator<Item = Term>) -> Option<Option<u32>> {
    let mut each: Option<Option<u32>> = None;
    for term in terms {
        let Some(cell) = term.cell().and_then(|cell| at(&plan.cells, cell)) else { continue };
        // Rows in rows, and blanks whose meaning hangs on rows, are left to the evaluator.
        let is_outer =
            cell.section.is_none_or(|section| at(&plan.sections, section).is_some_and(|it| it.above.is_none()));
        let hangs = cell.blank.as_ref().is_some_and(|blank| {
            cell.section.is_some()
                || blank.beneath.iter().any(|other| at(&plan.cells, *other).is_some_and(|it| it.section.is_some()))
        });
        if !is_outer || hangs {
            return None;
        }
        let here = match term {
            Term::Rows(_) => None,
            _ => cell.section,
        };
        if each.is_some_and(|each| each != here) {
            return None;
        }
        each = Some(here);
    }
    Some(each.flatten())
}

fn sum(expression: &Expr) -> Option<Sum> {
    let one = BigRational::from_integer(1.into());
    Some(match expression {
        Expr::Number(value) => vec![(value.as_big().clone(), Term::One)],
        Expr::Cell(cell) => vec![(one, Term::Cell(*cell))],
        Expr::Rows { of, along } => match (&**of, along.as_slice()) {
            (Expr::Cell(cell), [_]) => vec![(one, Term::Rows(*cell))],
            _ => return None,
        },
        Expr::Scale { by, of } => times(sum(of)?, by.as_big()),
        Expr::Sum(terms) => terms.iter().map(sum).collect::<Option<Vec<_>>>()?.concat(),
        Expr::Minus(of) => times(sum(of)?, &-one),
        Expr::Product(left, right) => match (&**left, &**right) {
            (Expr::Number(by), of) | (of, Expr::Number(by)) => times(sum(of)?, by.as_big()),
            _ => return None,
        },
        Expr::Prior(_) => return None,
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
        let each = comparison.each.and_then(|section| at(&plan.sections, section));
        Object::new()
            .with_some("each", each.map(|section| section.pointer.as_str()))
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

/// Where a cell stands: in the report, or, with `*` for the number of its row, in the rows of a list.
fn pointer(plan: &Plan, cell: &Cell) -> String {
    match cell.section.and_then(|section| at(&plan.sections, section)) {
        Some(section) => format!("{}/*{}", section.pointer, cell.pointer),
        None => cell.pointer.clone(),
    }
}

/// A pointer for a cell that is added as it is, an object for everything else.
fn terms(plan: &Plan, sum: &Sum) -> Json {
    let one = BigRational::from_integer(1.into());
    sum.iter()
        .map(|(factor, term)| -> Json {
            let times = Ratio::from(factor.clone()).to_string();
            let pointer = term.cell().and_then(|cell| at(&plan.cells, cell)).map(|cell| pointer(plan, cell));
            match pointer {
                Some(pointer) if *factor == one => pointer.into(),
                Some(pointer) => Object::new().with("at", pointer).with("times", times).into(),
                None => Object::new().with("number", times).into(),
            }
        })
        .collect()
}

/// The tokens of the marks that a cell takes.
fn taken<'a>(plan: &'a Plan, cell: &Cell) -> Vec<&'a str> {
    let is_taken = |at: usize| cell.takes.iter().any(|taken| usize::try_from(*taken) == Ok(at));
    plan.marks.iter().enumerate().filter(|(at, _)| is_taken(*at)).map(|(_, mark)| mark.token.as_str()).collect()
}

/// What a cell stands for, as far as it is other than usual: `>= 0`, of a unit that adds, not rounded, taking
/// the usual marks, a blank being 'not reported'.
fn stands_for(plan: &Plan, cell: &Cell, usual_marks: &[&str]) -> Object {
    let Content::Figure(figure) = &cell.content else { return Object::new() };
    let is_usual = figure.lower.as_ref().is_some_and(|lower| !lower.open && lower.value == Ratio::from(0));
    let lower = match &figure.lower {
        Some(_) if is_usual => Object::new(),
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
    let taken = taken(plan, cell);
    lower
        .extended(end(figure.upper.as_ref(), "below", "max"))
        .with_some("takes", (taken.as_slice() != usual_marks).then(|| taken.into_iter().collect::<Json>()))
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
