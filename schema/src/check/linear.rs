//! Sums of multiples of figures: what most checks are, and what can be reasoned about exactly.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::range::{Range, Ranges};
use crate::model::{Expr, NodeId, Operator};

/// A figure of the report, or of the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operand {
    pub(crate) node: NodeId,
    /// In the report of one period earlier.
    pub(crate) prior: bool,
}

impl Operand {
    /// A figure of the report itself.
    pub(crate) const fn now(node: NodeId) -> Self {
        Self { node, prior: false }
    }

    /// As it stands in a formula.
    pub(crate) const fn expr(self) -> Expr {
        if self.prior { Expr::Prior(self.node) } else { Expr::Figure(self.node) }
    }
}

/// A sum of multiples of figures and a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Linear {
    /// Multiples that are not 0.
    pub(crate) terms: BTreeMap<Operand, BigRational>,
    pub(crate) constant: BigRational,
}

impl Linear {
    /// The sum that an expression is, if it is one.
    pub(crate) fn of(expr: &Expr) -> Option<Self> {
        let mut linear = Self::default();
        linear.add(expr, &BigRational::one())?;
        Some(linear)
    }

    /// Adds a multiple of an expression.
    pub(crate) fn add(&mut self, expr: &Expr, factor: &BigRational) -> Option<()> {
        match expr {
            Expr::Number(value) => self.constant += value * factor,
            Expr::Figure(node) => self.add_figure(Operand::now(*node), factor),
            Expr::Prior(node) => self.add_figure(Operand { node: *node, prior: true }, factor),
            Expr::Scale { by, of } => self.add(of, &(by * factor))?,
            Expr::Minus(inner) => self.add(inner, &-factor.clone())?,
            Expr::Sum(terms) => terms.iter().try_for_each(|term| self.add(term, factor))?,
            Expr::Product(left, right) => match (constant(left), constant(right)) {
                (Some(value), _) => self.add(right, &(value * factor))?,
                (_, Some(value)) => self.add(left, &(value * factor))?,
                _ => return None,
            },
            Expr::Quotient(left, right) => {
                let divisor = constant(right).filter(|divisor| !divisor.is_zero())?;
                self.add(left, &(factor / divisor))?;
            }
            Expr::Min(terms) | Expr::Max(terms) => match terms.as_slice() {
                [only] => self.add(only, factor)?,
                _ => return None,
            },
            Expr::Count(_) | Expr::Abs(_) | Expr::Rows { .. } => return None,
        }
        Some(())
    }

    /// Adds a multiple of a figure.
    pub(crate) fn add_figure(&mut self, figure: Operand, factor: &BigRational) {
        let multiple = self.terms.entry(figure).or_default();
        *multiple += factor;
        if multiple.is_zero() {
            self.terms.remove(&figure);
        }
    }

    /// What it can come to.
    pub(crate) fn range(&self, ranges: &Ranges<'_>) -> Range {
        let constant = Range::point(self.constant.clone());
        self.terms
            .iter()
            .fold(constant, |range, (figure, factor)| range.plus(&ranges.of_node(figure.node).times(factor)))
    }

    /// The comparison of this sum with 0 in one spelling for all that say the same.
    pub(crate) fn key(&self, op: Operator, tolerance: &BigRational) -> String {
        let (turned, op) = match op {
            Operator::Greater => (true, Operator::Less),
            Operator::AtLeast => (true, Operator::AtMost),
            other => (false, other),
        };
        let first = self.terms.values().next().cloned().unwrap_or_else(BigRational::one);
        let symmetric = matches!(op, Operator::Equal | Operator::NotEqual);
        let mut divisor = if symmetric { first } else { first.abs() };
        let size = divisor.abs();
        if turned {
            divisor = -divisor;
        }
        let mut key = format!("{op:?} {} {}:", &self.constant / &divisor, tolerance / &size);
        for (figure, factor) in &self.terms {
            let prior = if figure.prior { "prior." } else { "" };
            key.push_str(&format!(" {}*{prior}{}", factor / &divisor, figure.node.0));
        }
        key
    }
}

/// The number that an expression without figures is.
fn constant(expr: &Expr) -> Option<BigRational> {
    Linear::of(expr).filter(|linear| linear.terms.is_empty()).map(|linear| linear.constant)
}
