//! The checks of a drawn form: of its tree, along its dimensions, and of its author.

use tallyform::exact::Ratio;
use tallyform::plan::{ExplainedBy, Expr, Operator, Place, Relation, Rule, RuleKind, Severities, Statement, Where};

use super::dimension::{Binding, Slot, Split};
use super::layout::{Item, Layout, at};
use super::lowering::{Lowering, Measure, free, in_measure};
use super::meaning::{decimal, grave, index, severity};
use super::text::relation_key;
use super::{Check, Explained, Form, On, Way, What};

/// A statement and what the free dimensions are bound to there.
type Placed = (Statement, Binding);

/// The rules of a node.
pub(super) fn rules(form: &Form, layout: &Layout, node: usize) -> Vec<Rule> {
    let mut rules = Vec::new();
    let checks = &form.nodes[node].checks;
    let path = form.path(node);
    let mut push = |id: &str, kind, check: Option<&Check>, free: &[usize], statements: Vec<Placed>| {
        let severity = match check.and_then(|check| check.severity) {
            Some(None) => return,
            Some(Some(said)) => grave(said),
            None => severity(form, node),
        };
        if statements.is_empty() {
            return;
        }
        let rule = rule(layout, (node, &format!("{path}:{id}")), kind, severity);
        let explained_by = check.and_then(|check| check.explained).and_then(|by| match by {
            Explained::Explanation => Some(ExplainedBy::Explanation),
            Explained::Note => {
                let note = form.note_for(node)?;
                layout
                    .cells
                    .iter()
                    .position(|cell| cell.item == Item::Note(note))
                    .map(|note| ExplainedBy::Note(index(note)))
            }
        });
        let place = |(_, binding): &Placed| binding.iter().map(|&bound| at(form, bound)).collect::<Where>();
        rules.push(Rule {
            wheres: if free.is_empty() { Vec::new() } else { statements.iter().map(place).collect() },
            free: free.iter().copied().map(index).collect(),
            statements: statements.into_iter().map(|(statement, _)| statement).collect(),
            explained_by,
            ..rule
        });
    };
    if let Some((relation, whole)) = form.relation(node) {
        let key = relation_key(relation);
        let tuned = checks.iter().find(|check| matches!(check.what, What::Of(name) if name == key));
        let tolerance = tuned.and_then(|check| check.tolerance).map(decimal);
        let by = form.by(whole);
        let at_one = |binding: Binding| {
            let statements =
                of_relation(form, layout, (relation, whole), &form.parts(node), &binding, tolerance.clone());
            statements.into_iter().map(move |statement| (statement, binding.clone()))
        };
        let statements = form.bindings(&by).into_iter().flat_map(at_one).collect();
        push(key, kind(relation), tuned, &by, statements);
    }
    if form.is_figure(node) {
        for of in form.by(node) {
            for (name, kind, others, statements) in along(form, layout, node, of) {
                push(&name, kind, None, &others, statements);
            }
        }
    }
    for check in checks {
        if let What::That(say) = &check.what {
            let free = free(form, say);
            let statements = form
                .bindings(&free)
                .into_iter()
                .filter(|binding| is_meant(form, binding, check.on))
                .map(|binding| {
                    let tolerance = check.tolerance.map(decimal);
                    let lowering = Lowering { form, layout, binding: &binding, tolerance };
                    (lowering.statement(say), binding.clone())
                })
                .collect();
            push(check.id.unwrap_or("check"), RuleKind::Check, Some(check), &free, statements);
        }
    }
    rules
}

fn rule(layout: &Layout, (node, id): (usize, &str), kind: RuleKind, severity: Severities) -> Rule {
    Rule {
        id: id.to_owned(),
        kind,
        node: index(layout.number(Item::Node(node))),
        severity,
        statements: Vec::new(),
        free: Vec::new(),
        wheres: Vec::new(),
        message: Default::default(),
        because: None,
        text: String::new(),
        explained_by: None,
        place: Place { file: 0, line: 1, column: 1 },
    }
}

fn is_meant(form: &Form, binding: &Binding, on: On) -> bool {
    binding.iter().all(|&(of, slot)| match on {
        On::Both => true,
        On::Total => slot.is_none() || !form.dimensions[of].has_whole,
        On::Rows => slot.is_some(),
    })
}

fn kind(relation: Relation) -> RuleKind {
    match relation {
        Relation::Parts => RuleKind::Parts,
        Relation::SomeParts => RuleKind::SomeParts,
        Relation::OfWhich => RuleKind::OfWhich,
        Relation::CoveredBy => RuleKind::CoveredBy,
    }
}

fn of_relation(
    form: &Form,
    layout: &Layout,
    (relation, whole): (Relation, usize),
    parts: &[(usize, bool)],
    binding: &Binding,
    tolerance: Option<Ratio>,
) -> Vec<Statement> {
    // A part counts with its whole along the dimensions that it has besides.
    let own = |node: usize| Expr::Cell(index(layout.cell(form, Item::Node(node), binding)));
    let measure = |node: usize| Measure::Unit(form.unit(node).unwrap_or(0));
    let figure = |node: usize, like: usize| in_measure(form, own(node), measure(node), measure(like));
    let sum = || {
        let term = |&(part, minus): &(usize, bool)| {
            let part = figure(part, whole);
            if minus { Expr::Minus(Box::new(part)) } else { part }
        };
        Expr::Sum(parts.iter().map(term).collect())
    };
    let compare = |op, left, right| Statement::Compare { op, left, right, tolerance: tolerance.clone() };
    let each = parts.iter().map(|&(part, _)| compare(Operator::AtMost, own(part), figure(whole, part)));
    match relation {
        Relation::Parts => vec![compare(Operator::Equal, own(whole), sum())],
        Relation::SomeParts => vec![compare(Operator::AtMost, sum(), own(whole))],
        Relation::OfWhich => each.collect(),
        Relation::CoveredBy => each.chain([compare(Operator::AtMost, own(whole), sum())]).collect(),
    }
}

type Along = (String, RuleKind, Vec<usize>, Vec<Placed>);

/// The checks of a figure along one of its dimensions.
fn along(form: &Form, layout: &Layout, node: usize, of: usize) -> Vec<Along> {
    let known = &form.dimensions[of];
    let said = form.nearest(node, |says| says.over.clone()).unwrap_or_default();
    let way = said.iter().find(|(over, _)| *over == of).map(|(_, way)| *way);
    let adds = form.unit(node).is_some_and(|unit| form.units[unit].kind.adds());
    let others: Vec<usize> = form.by(node).into_iter().filter(|other| *other != of).collect();
    let number = |binding: &Binding, slot: Slot| {
        let here = binding.iter().copied().chain([(of, slot)]).collect();
        index(layout.cell(form, Item::Node(node), &here))
    };
    let name =
        |split: &Split| split.name.map_or(format!("over.{}", known.id), |name| format!("over.{}.{name}", known.id));
    let mut all = Vec::new();
    let everywhere = |one: &dyn Fn(&Binding) -> Vec<Statement>| -> Vec<Placed> {
        let bindings = form.bindings(&others).into_iter();
        bindings
            .flat_map(|binding| one(&binding).into_iter().map(move |statement| (statement, binding.clone())))
            .collect()
    };
    if let Some(Way::Rising | Way::Falling) = way {
        let (kind, op) = match way {
            Some(Way::Rising) => (RuleKind::OverRising, Operator::AtMost),
            _ => (RuleKind::OverFalling, Operator::AtLeast),
        };
        let ordered = |binding: &Binding| {
            let cells = (0..known.members.len()).map(|member| number(binding, Some(member))).collect();
            vec![Statement::Ordered { op, cells }]
        };
        let statements = everywhere(&ordered);
        return vec![(format!("over.{}", known.id), kind, others, statements)];
    }
    if way == Some(Way::Free) || way.is_none() && !adds {
        return all;
    }
    for split in known.splits {
        let rows = |cell| match known.is_open() {
            true => Expr::Rows { of: Box::new(Expr::Cell(cell)), along: vec![index(of)] },
            false => Expr::Cell(cell),
        };
        let one = |binding: &Binding| {
            let whole = Expr::Cell(number(binding, split.whole));
            let plain = || split.parts.iter().map(|&(part, _)| rows(number(binding, Some(part)))).collect::<Vec<_>>();
            let signed = split.parts.iter().map(|&(part, minus)| {
                let part = rows(number(binding, Some(part)));
                if minus { Expr::Minus(Box::new(part)) } else { part }
            });
            let sum = Expr::Sum(signed.collect());
            let compare =
                |left: &Expr, op, right| Statement::Compare { op, left: left.clone(), right, tolerance: None };
            match (way, split.relation) {
                (Some(Way::Min), _) => vec![compare(&whole, Operator::Equal, Expr::Min(plain()))],
                (Some(Way::Max), _) => vec![compare(&whole, Operator::Equal, Expr::Max(plain()))],
                (Some(Way::Between), _) => vec![
                    compare(&whole, Operator::AtLeast, Expr::Min(plain())),
                    compare(&whole, Operator::AtMost, Expr::Max(plain())),
                ],
                (_, Relation::SomeParts) => vec![compare(&sum, Operator::AtMost, whole)],
                (_, Relation::CoveredBy) => {
                    let each = plain().into_iter().map(|part| compare(&part, Operator::AtMost, whole.clone()));
                    each.chain([compare(&whole, Operator::AtMost, sum)]).collect()
                }
                (_, Relation::OfWhich) => {
                    plain().into_iter().map(|part| compare(&part, Operator::AtMost, whole.clone())).collect()
                }
                (_, Relation::Parts) => vec![compare(&whole, Operator::Equal, sum)],
            }
        };
        let kind = match (way, split.relation) {
            (Some(Way::Min), _) => RuleKind::OverMin,
            (Some(Way::Max), _) => RuleKind::OverMax,
            (Some(Way::Between), _) => RuleKind::OverBetween,
            (_, Relation::Parts) => RuleKind::OverSum,
            (_, other) => self::kind(other),
        };
        all.push((name(split), kind, others.clone(), everywhere(&one)));
    }
    all
}
