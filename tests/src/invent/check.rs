//! Random checks, and those that a tree makes.

use tallyform::exact::Ratio;
use tallyform::plan::{
    Content, ExplainedBy, Expr, Operator, Place, Plan, Relation, Rule, RuleKind, Severity, Statement,
};

use super::ratio;
use crate::dice::Dice;

const OPERATORS: [Operator; 6] =
    [Operator::Equal, Operator::AtMost, Operator::AtLeast, Operator::Less, Operator::Greater, Operator::NotEqual];

/// Adds the rules of the tree and one to four others.
pub(super) fn rules(dice: &mut Dice<'_>, plan: &mut Plan) {
    for node in 0..plan.nodes.len() {
        if let (Some(relation), Some(whole)) = (plan.nodes[node].relation, plan.nodes[node].cell) {
            let (kind, statements) = relation_rule(plan, node, relation, whole);
            if !statements.is_empty() {
                let id = format!("{}:{}", plan.nodes[node].path, kind.key());
                push(dice, plan, id, kind, node, statements);
            }
        }
    }
    let others = 1 + dice.below(4);
    for number in 0..others {
        let mut cells: Vec<u32> = (0..u32::try_from(plan.cells.len()).unwrap_or(0)).collect();
        let statement = statement(dice, plan, &mut cells, 2);
        push(dice, plan, format!(":check{number}"), RuleKind::Check, 0, vec![statement]);
    }
}

fn push(dice: &mut Dice<'_>, plan: &mut Plan, id: String, kind: RuleKind, node: usize, statements: Vec<Statement>) {
    let line = u32::try_from(plan.rules.len()).unwrap_or(0) + 2;
    plan.rules.push(Rule {
        text: format!("{statements:?}"),
        id,
        kind,
        node: u32::try_from(node).unwrap_or(0),
        severity: dice.pick(&[Severity::Error, Severity::Warning, Severity::Info]).into(),
        statements,
        free: Vec::new(),
        wheres: Vec::new(),
        message: Default::default(),
        because: None,
        explained_by: dice.one_in(6).then_some(ExplainedBy::Explanation),
        place: Place { file: 0, line, column: 1 },
    });
}

fn relation_rule(plan: &Plan, node: usize, relation: Relation, whole: u32) -> (RuleKind, Vec<Statement>) {
    let children: Vec<(u32, bool)> = plan.nodes[node]
        .children
        .iter()
        .map(|&child| &plan.nodes[child as usize])
        .filter(|child| !child.apart)
        .filter_map(|child| Some((child.cell?, child.minus)))
        .collect();
    let plain = || children.iter().map(|&(cell, _)| Expr::Cell(cell));
    let signed = children.iter().map(|&(cell, minus)| match minus {
        true => Expr::Minus(Box::new(Expr::Cell(cell))),
        false => Expr::Cell(cell),
    });
    let compare = |op, left, right| Statement::Compare { op, left, right, tolerance: None };
    let each_at_most = || plain().map(|child| compare(Operator::AtMost, child, Expr::Cell(whole)));
    if children.is_empty() {
        return (RuleKind::Parts, Vec::new());
    }
    match relation {
        Relation::Parts => {
            (RuleKind::Parts, vec![compare(Operator::Equal, Expr::Cell(whole), Expr::Sum(signed.collect()))])
        }
        Relation::SomeParts => {
            (RuleKind::SomeParts, vec![compare(Operator::AtMost, Expr::Sum(plain().collect()), Expr::Cell(whole))])
        }
        Relation::OfWhich => (RuleKind::OfWhich, each_at_most().collect()),
        Relation::CoveredBy => {
            let covered = compare(Operator::AtMost, Expr::Cell(whole), Expr::Sum(plain().collect()));
            (RuleKind::CoveredBy, each_at_most().chain([covered]).collect())
        }
    }
}

fn statement(dice: &mut Dice<'_>, plan: &Plan, cells: &mut Vec<u32>, depth: usize) -> Statement {
    let sides = if depth == 0 { 4 } else { 12 };
    let next = depth.saturating_sub(1);
    let mut inner = |dice: &mut Dice<'_>| statement(dice, plan, cells, next);
    match dice.below(sides) {
        4 => Statement::And((0..=1 + dice.below(2)).map(|_| inner(dice)).collect()),
        5 => Statement::Or((0..=1 + dice.below(2)).map(|_| inner(dice)).collect()),
        6 => Statement::Not(Box::new(inner(dice))),
        7 | 8 => Statement::If {
            condition: Box::new(inner(dice)),
            then: Box::new(inner(dice)),
            otherwise: dice.one_in(2).then(|| Box::new(inner(dice))),
        },
        9 => Statement::Same(Box::new(inner(dice)), Box::new(inner(dice))),
        10 => Statement::Differ(Box::new(inner(dice)), Box::new(inner(dice))),
        11 => match dice.below(5) {
            0 | 1 => Statement::Reported(Expr::Cell(any(dice, plan))),
            2 | 3 => Statement::Applies(Expr::Cell(any(dice, plan))),
            _ => Statement::Constant(dice.one_in(2)),
        },
        3 => Statement::Compare {
            op: dice.pick(&OPERATORS),
            left: expression(dice, plan, 2),
            right: expression(dice, plan, 1),
            tolerance: tolerance(dice),
        },
        _ => Statement::Compare {
            op: dice.pick(&OPERATORS),
            left: linear(dice, plan, cells),
            right: linear(dice, plan, cells),
            tolerance: tolerance(dice),
        },
    }
}

fn tolerance(dice: &mut Dice<'_>) -> Option<Ratio> {
    match dice.below(8) {
        5 => Some(ratio(1, 1)),
        6 => Some(ratio(1, 2)),
        7 => Some(ratio(3, 100)),
        _ => None,
    }
}

/// Adds and scales cells that nothing else in the check names, while there are such.
fn linear(dice: &mut Dice<'_>, plan: &Plan, cells: &mut Vec<u32>) -> Expr {
    let mut terms = Vec::new();
    for _ in 0..=dice.below(3) {
        if cells.is_empty() {
            break;
        }
        let cell = Expr::Cell(cells.remove(dice.below(cells.len())));
        terms.push(match dice.below(7) {
            4 => Expr::Minus(Box::new(cell)),
            5 => Expr::Scale { by: number(dice), of: Box::new(cell) },
            6 => Expr::Product(Box::new(Expr::Number(number(dice))), Box::new(cell)),
            _ => cell,
        });
    }
    if terms.is_empty() || dice.one_in(4) {
        terms.push(Expr::Number(number(dice)));
    }
    let _ = plan;
    match (terms.len(), dice.one_in(6)) {
        (1, false) => terms.remove(0),
        (_, true) if dice.one_in(2) => Expr::Min(terms),
        (_, true) => Expr::Max(terms),
        (_, false) => Expr::Sum(terms),
    }
}

fn expression(dice: &mut Dice<'_>, plan: &Plan, depth: usize) -> Expr {
    let sides = if depth == 0 { 4 } else { 13 };
    let next = depth.saturating_sub(1);
    let inner = |dice: &mut Dice<'_>| expression(dice, plan, next);
    let several = |dice: &mut Dice<'_>| (0..=dice.below(3)).map(|_| expression(dice, plan, next)).collect();
    match dice.below(sides) {
        3 => Expr::Number(number(dice)),
        4 => Expr::Scale { by: number(dice), of: Box::new(inner(dice)) },
        5 => Expr::Sum(several(dice)),
        6 => Expr::Minus(Box::new(inner(dice))),
        7 => Expr::Product(Box::new(inner(dice)), Box::new(inner(dice))),
        8 => Expr::Quotient(Box::new(inner(dice)), Box::new(inner(dice))),
        9 => Expr::Min(several(dice)),
        10 => Expr::Max(several(dice)),
        11 => Expr::Count((0..=dice.below(3)).map(|_| Expr::Cell(any(dice, plan))).collect()),
        12 => Expr::Abs(Box::new(inner(dice))),
        _ => Expr::Cell(any(dice, plan)),
    }
}

fn any(dice: &mut Dice<'_>, plan: &Plan) -> u32 {
    let figures: Vec<u32> = (0..plan.cells.len())
        .filter(|&cell| matches!(plan.cells[cell].content, Content::Figure(_)))
        .filter_map(|cell| u32::try_from(cell).ok())
        .collect();
    dice.pick(&figures)
}

fn number(dice: &mut Dice<'_>) -> Ratio {
    match dice.below(12) {
        0 => ratio(1, 1),
        1 => ratio(0, 1),
        2 => ratio(2, 1),
        3 => ratio(-1, 1),
        4 => ratio(1, 2),
        5 => ratio(3, 10),
        6 => ratio(10, 1),
        7 => ratio(1, 3),
        8 => ratio(-5, 2),
        9 => ratio(1, 100),
        10 => ratio(4, 1),
        _ => ratio(7, 1),
    }
}
