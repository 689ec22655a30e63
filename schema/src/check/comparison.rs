//! The comparisons of a check: where they stand, what they say in one spelling, and what the check comes to by them.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::linear::{Linear, Operand};
use super::range::Verdict;
use crate::model::{Expr, Operator, Statement};
use crate::source::Span;

pub(super) fn has_tolerance(statement: &Statement) -> bool {
    matches!(statement, Statement::Compare { tolerance: Some(tolerance), .. } if !tolerance.is_zero())
}

/// A comparison in one spelling for all that say the same; none for what is no comparison of sums.
pub(super) fn comparison_key(statement: &Statement) -> Option<String> {
    let Statement::Compare { op, left, right, tolerance } = statement else { return None };
    let zero = BigRational::zero();
    difference(left, right).map(|linear| linear.key(*op, tolerance.as_ref().unwrap_or(&zero)))
}

/// Left less right.
pub(super) fn difference(left: &Expr, right: &Expr) -> Option<Linear> {
    let mut linear = Linear::of(left)?;
    linear.add(right, &-BigRational::one())?;
    Some(linear)
}

/// A comparison with its place.
pub(super) struct Leaf<'s> {
    pub(super) op: Operator,
    pub(super) left: &'s Expr,
    pub(super) right: &'s Expr,
    pub(super) tolerance: BigRational,
    pub(super) place: (Span, Span, Span),
}

pub(super) const fn opposite(op: Operator) -> Operator {
    match op {
        Operator::Equal => Operator::NotEqual,
        Operator::NotEqual => Operator::Equal,
        Operator::Less => Operator::AtLeast,
        Operator::AtMost => Operator::Greater,
        Operator::Greater => Operator::AtMost,
        Operator::AtLeast => Operator::Less,
    }
}

/// The comparisons of a statement from left to right, each with its place.
pub(super) fn collect<'s>(
    statement: &'s Statement,
    places: &mut impl Iterator<Item = (Span, Span, Span)>,
    leaves: &mut Vec<Leaf<'s>>,
) {
    match statement {
        // Nobody wrote it.
        one if *one == Statement::never_applies() => {}
        Statement::Compare { op, left, right, tolerance } => {
            if let Some(place) = places.next() {
                let tolerance = tolerance.clone().unwrap_or_default();
                leaves.push(Leaf { op: *op, left, right, tolerance, place });
            }
        }
        Statement::And(all) | Statement::Or(all) => all.iter().for_each(|one| collect(one, places, leaves)),
        Statement::Not(inner) => collect(inner, places, leaves),
        Statement::If { condition, then, otherwise } => {
            collect(condition, places, leaves);
            collect(then, places, leaves);
            otherwise.iter().for_each(|otherwise| collect(otherwise, places, leaves));
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => {
            collect(left, places, leaves);
            collect(right, places, leaves);
        }
        Statement::Reported(_) | Statement::Applies(_) | Statement::Ordered { .. } => {}
    }
}

/// What a statement comes to, given the verdicts of its comparisons from left to right.
pub(super) fn fold(statement: &Statement, verdicts: &mut impl Iterator<Item = Verdict>) -> Verdict {
    use Verdict::{Always, Depends, Never};
    match statement {
        one if *one == Statement::never_applies() => Depends,
        Statement::Compare { .. } => verdicts.next().unwrap_or(Depends),
        Statement::And(all) => {
            let all: Vec<Verdict> = all.iter().map(|one| fold(one, verdicts)).collect();
            if all.contains(&Never) {
                Never
            } else if all.iter().all(|one| *one == Always) {
                Always
            } else {
                Depends
            }
        }
        Statement::Or(all) => {
            let all: Vec<Verdict> = all.iter().map(|one| fold(one, verdicts)).collect();
            if all.contains(&Always) {
                Always
            } else if all.iter().all(|one| *one == Never) {
                Never
            } else {
                Depends
            }
        }
        Statement::Not(inner) => match fold(inner, verdicts) {
            Always => Never,
            Never => Always,
            Depends => Depends,
        },
        Statement::If { condition, then, otherwise } => {
            let condition = fold(condition, verdicts);
            let then = fold(then, verdicts);
            let otherwise = otherwise.as_ref().map_or(Always, |otherwise| fold(otherwise, verdicts));
            match condition {
                Always => then,
                Never => otherwise,
                Depends if then == otherwise => then,
                Depends => Depends,
            }
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => {
            let (left, right) = (fold(left, verdicts), fold(right, verdicts));
            let same = matches!(statement, Statement::Same(..));
            match (left, right) {
                (Depends, _) | (_, Depends) => Depends,
                (left, right) if (left == right) == same => Always,
                _ => Never,
            }
        }
        Statement::Reported(_) | Statement::Applies(_) | Statement::Ordered { .. } => Depends,
    }
}

/// The figures that an expression adds or takes away as they are.
pub(super) fn additive(expr: &Expr, minus: bool, summands: &mut Vec<(Operand, bool)>) {
    match expr {
        Expr::Figure(node) => summands.push((Operand::now(*node), minus)),
        Expr::Prior(node) => summands.push((Operand { node: *node, prior: true }, minus)),
        Expr::Minus(inner) => additive(inner, !minus, summands),
        Expr::Scale { of, .. } => additive(of, minus, summands),
        Expr::Sum(terms) => terms.iter().for_each(|term| additive(term, minus, summands)),
        _ => {}
    }
}
