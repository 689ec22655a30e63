//! What may become of a statement, by the tables of the language.

use std::collections::BTreeSet;

use tallyform::plan::Statement;

use super::comparison::{Comparison, allowed, cell_of, unflattened};
use super::domain::Standing;

/// What a statement comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// Some choices of true values satisfy it and some do not.
    Unknown,
    /// It says nothing here.
    NotApplicable,
}

/// What a correct evaluator may say. One where the language promises exactness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truths(pub BTreeSet<Truth>);

impl Truths {
    /// This one only.
    #[must_use]
    pub fn one(truth: Truth) -> Self {
        Self(BTreeSet::from([truth]))
    }

    /// Either.
    #[must_use]
    pub fn two(first: Truth, second: Truth) -> Self {
        Self(BTreeSet::from([first, second]))
    }

    fn map(&self, of: impl Fn(Truth) -> Truth) -> Self {
        Self(self.0.iter().map(|&truth| of(truth)).collect())
    }

    fn with(&self, other: &Self, of: impl Fn(Truth, Truth) -> Truth) -> Self {
        Self(
            self.0
                .iter()
                .flat_map(|&left| other.0.iter().map(move |&right| (left, right)))
                .map(|(l, r)| of(l, r))
                .collect(),
        )
    }
}

/// What may become of the statement.
#[must_use]
pub fn judge(statement: &Statement, standings: &[Standing]) -> Truths {
    match statement {
        Statement::Compare { op, left, right, tolerance } => {
            let tolerance = tolerance.as_ref().map(|tolerance| tolerance.as_big());
            allowed(Comparison { op: *op, left, right, tolerance }, standings)
        }
        Statement::And(of) => {
            of.iter().map(|of| judge(of, standings)).fold(Truths::one(Truth::True), |all, one| all.with(&one, and))
        }
        Statement::Or(of) => {
            of.iter().map(|of| judge(of, standings)).fold(Truths::one(Truth::False), |all, one| all.with(&one, or))
        }
        Statement::Not(of) => judge(of, standings).map(not),
        Statement::If { condition, then, otherwise } => {
            let condition = judge(condition, standings);
            let then = judge(then, standings);
            let otherwise = otherwise.as_ref().map_or(Truths::one(Truth::True), |other| judge(other, standings));
            let mut all = BTreeSet::new();
            for &condition in &condition.0 {
                all.extend(then.with(&otherwise, |then, otherwise| choose(condition, then, otherwise)).0);
            }
            Truths(all)
        }
        Statement::Same(left, right) => judge(left, standings).with(&judge(right, standings), same),
        Statement::Differ(left, right) => judge(left, standings).with(&judge(right, standings), |l, r| not(same(l, r))),
        Statement::Reported(cell) => Truths::one(reported(&standings[cell_of(cell)])),
        Statement::Applies(cell) => applies(&standings[cell_of(cell)]),
        Statement::Ordered { .. } => unflattened(),
        Statement::Constant(value) => Truths::one(if *value { Truth::True } else { Truth::False }),
    }
}

fn and(left: Truth, right: Truth) -> Truth {
    strongest([Truth::False, Truth::NotApplicable, Truth::Unknown, Truth::True], left, right)
}

fn or(left: Truth, right: Truth) -> Truth {
    strongest([Truth::True, Truth::NotApplicable, Truth::Unknown, Truth::False], left, right)
}

fn strongest(order: [Truth; 4], left: Truth, right: Truth) -> Truth {
    order.into_iter().find(|&truth| truth == left || truth == right).unwrap_or(left)
}

fn not(truth: Truth) -> Truth {
    match truth {
        Truth::True => Truth::False,
        Truth::False => Truth::True,
        other => other,
    }
}

fn same(left: Truth, right: Truth) -> Truth {
    match (left, right) {
        (Truth::NotApplicable, _) | (_, Truth::NotApplicable) => Truth::NotApplicable,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Truth::Unknown,
        _ if left == right => Truth::True,
        _ => Truth::False,
    }
}

fn choose(condition: Truth, then: Truth, otherwise: Truth) -> Truth {
    match condition {
        Truth::True => then,
        Truth::False => otherwise,
        Truth::NotApplicable => Truth::NotApplicable,
        Truth::Unknown if then == otherwise => then,
        Truth::Unknown => Truth::Unknown,
    }
}

fn reported(standing: &Standing) -> Truth {
    match standing {
        Standing::Between { reported: false, .. } => Truth::False,
        _ => Truth::True,
    }
}

/// A blank that is not reported, and what cannot be read, leave open whether there is something to report.
fn applies(standing: &Standing) -> Truths {
    Truths::one(match standing {
        Standing::NotApplicable { .. } => Truth::False,
        Standing::Between { reported: false, .. } => Truth::Unknown,
        _ => Truth::True,
    })
}
