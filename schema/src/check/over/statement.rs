//! What a check along a dimension says, and how one would write it.

use crate::check::dimension::{Dimension, Slot, Split};
use crate::check::tree::Tree;
use crate::model::{CheckKind, DimensionId, Expr, NodeId, Operator, Over, Relation, Statement};

/// Each of these cells compares with the next.
pub(super) fn ordered(over: Over, figures: Vec<NodeId>) -> Statement {
    let op = if over == Over::Falling { Operator::AtLeast } else { Operator::AtMost };
    Statement::Ordered { op, figures }
}

/// What must hold between a whole and its parts. Of rows along a dimension, what is said of each row comes with the slot
/// that the dimension is then bound to.
pub(super) fn statements(
    whole: NodeId,
    parts: &[(NodeId, bool)],
    kind: CheckKind,
    rows: Option<DimensionId>,
) -> Vec<(Statement, Option<Slot>)> {
    let compare = |op, left, right| Statement::Compare { op, left, right, tolerance: None };
    let operand = |cell: NodeId| match rows {
        Some(dimension) => Expr::Rows { of: Box::new(Expr::Figure(cell)), along: vec![dimension] },
        None => Expr::Figure(cell),
    };
    let plain = || parts.iter().map(|(cell, _)| operand(*cell)).collect::<Vec<_>>();
    let signed = |(cell, minus): &(NodeId, bool)| {
        if *minus { Expr::Minus(Box::new(operand(*cell))) } else { operand(*cell) }
    };
    let sum = || Expr::Sum(parts.iter().map(signed).collect());
    let own = || Expr::Figure(whole);
    let once = |statement| (statement, None);
    let each = || {
        let slot = rows.map(|_| Some(0));
        parts.iter().map(move |(cell, _)| (compare(Operator::AtMost, Expr::Figure(*cell), own()), slot))
    };
    match kind {
        CheckKind::Over(Over::Min) => vec![once(compare(Operator::Equal, own(), Expr::Min(plain())))],
        CheckKind::Over(Over::Max) => vec![once(compare(Operator::Equal, own(), Expr::Max(plain())))],
        CheckKind::Over(Over::Between) => vec![
            once(compare(Operator::AtLeast, own(), Expr::Min(plain()))),
            once(compare(Operator::AtMost, own(), Expr::Max(plain()))),
        ],
        CheckKind::Relation(Relation::SomeParts) => vec![once(compare(Operator::AtMost, sum(), own()))],
        CheckKind::Relation(Relation::OfWhich) => each().collect(),
        CheckKind::Relation(Relation::CoveredBy) => {
            let covered = compare(Operator::AtMost, own(), sum());
            each().chain([(covered, rows.map(|_| None))]).collect()
        }
        CheckKind::Over(_) | CheckKind::Relation(Relation::Parts) | CheckKind::Author => {
            vec![once(compare(Operator::Equal, own(), sum()))]
        }
    }
}

/// The check as one would write it at the figure.
pub(super) fn text(
    tree: &Tree<'_>,
    figure: NodeId,
    dimension: &Dimension<'_>,
    split: &Split,
    kind: CheckKind,
) -> String {
    let id = tree.get(figure).map_or("", |entry| entry.id.as_str());
    let id =
        if crate::expression::GRAMMAR_WORDS.contains(&id) { format!(".{}", tree.path(figure)) } else { id.to_owned() };
    let at = |slot| format!("{id}[{}.{}]", dimension.id, dimension.key(slot));
    let whole = at(split.whole);
    let direct = split.name.is_none();
    let call = |function: &str| {
        if direct {
            return format!("{function}({id} over {})", dimension.id);
        }
        let parts: Vec<String> = split.parts.iter().map(|part| at(Some(part.member))).collect();
        format!("{function}({})", parts.join(", "))
    };
    let sum = || {
        if direct {
            return call("sum");
        }
        let mut sum = String::new();
        for part in &split.parts {
            sum.push_str(match (sum.is_empty(), part.minus) {
                (true, false) => "",
                (true, true) => "-",
                (false, false) => " + ",
                (false, true) => " - ",
            });
            sum.push_str(&at(Some(part.member)));
        }
        sum
    };
    let each = || {
        // A check holds for every row, which has no name.
        let one = |part: &crate::check::dimension::Step| {
            let part = if dimension.is_open() { id.clone() } else { at(Some(part.member)) };
            format!("{part} <= {whole}")
        };
        split.parts.iter().map(one).collect::<Vec<_>>().join(" and ")
    };
    match kind {
        CheckKind::Over(Over::Min) => format!("{whole} == {}", call("min")),
        CheckKind::Over(Over::Max) => format!("{whole} == {}", call("max")),
        CheckKind::Over(Over::Between) => format!("{whole} >= {} and {whole} <= {}", call("min"), call("max")),
        CheckKind::Relation(Relation::SomeParts) => format!("{} <= {whole}", sum()),
        CheckKind::Relation(Relation::OfWhich) => each(),
        CheckKind::Relation(Relation::CoveredBy) => format!("{} and {whole} <= {}", each(), sum()),
        CheckKind::Over(_) | CheckKind::Relation(Relation::Parts) | CheckKind::Author => {
            format!("{whole} == {}", sum())
        }
    }
}
