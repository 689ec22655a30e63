//! Sums of multiples of figures: what most checks are, and what can be reasoned about exactly.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::range::{Range, Ranges};
use crate::model::{DimensionId, Expr, NodeId, Operator};

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

/// A figure, or the sum of a figure over all rows along some dimensions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term {
    pub(crate) figure: Operand,
    /// Open dimensions that are summed over.
    pub(crate) along: Vec<DimensionId>,
}

/// A sum of multiples of figures and a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Linear {
    /// Multiples that are not 0.
    pub(crate) terms: BTreeMap<Term, BigRational>,
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
            Expr::Sum(terms) => terms.iter().try_for_each(|term| match term {
                Expr::Rows { of, along } => self.add_rows(of, along, factor),
                term => self.add(term, factor),
            })?,
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
    fn add_figure(&mut self, figure: Operand, factor: &BigRational) {
        self.add_term(Term { figure, along: Vec::new() }, factor);
    }

    fn add_rows(&mut self, of: &Expr, along: &[DimensionId], factor: &BigRational) -> Option<()> {
        let figure = match of {
            Expr::Figure(node) => Operand::now(*node),
            Expr::Prior(node) => Operand { node: *node, prior: true },
            _ => return None,
        };
        let mut along = along.to_vec();
        along.sort();
        self.add_term(Term { figure, along }, factor);
        Some(())
    }

    fn add_term(&mut self, term: Term, factor: &BigRational) {
        let multiple = self.terms.entry(term.clone()).or_default();
        *multiple += factor;
        if multiple.is_zero() {
            self.terms.remove(&term);
        }
    }

    /// The cells that stand in it, in whatever report and row.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.terms.keys().map(|term| term.figure.node)
    }

    /// The cells of the report itself that stand in it as they are.
    pub(crate) fn plain(&self) -> impl Iterator<Item = NodeId> + '_ {
        let is_plain = |term: &&Term| term.along.is_empty() && !term.figure.prior;
        self.terms.keys().filter(is_plain).map(|term| term.figure.node)
    }

    /// Whether a figure stands in it, as it is or summed over rows.
    pub(crate) fn holds(&self, figure: Operand) -> bool {
        self.terms.keys().any(|term| term.figure == figure)
    }

    /// By what a cell of the report itself is multiplied.
    pub(crate) fn multiple(&self, node: NodeId) -> Option<&BigRational> {
        self.terms.get(&Term { figure: Operand::now(node), along: Vec::new() })
    }

    /// Takes a cell of the report itself out of it, and says by what it was multiplied.
    pub(crate) fn take(&mut self, node: NodeId) -> Option<BigRational> {
        self.terms.remove(&Term { figure: Operand::now(node), along: Vec::new() })
    }

    /// What it can come to.
    pub(crate) fn range(&self, ranges: &Ranges<'_>) -> Range {
        let constant = Range::point(self.constant.clone());
        self.terms.iter().fold(constant, |range, (term, factor)| {
            let one = ranges.of_node(term.figure.node);
            let one = if term.along.is_empty() { one } else { one.over_rows() };
            range.plus(&one.times(factor))
        })
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
        for (Term { figure, along }, factor) in &self.terms {
            let prior = if figure.prior { "prior." } else { "" };
            key.push_str(&format!(" {}*{prior}{}", factor / &divisor, figure.node.0));
            along.iter().for_each(|dimension| key.push_str(&format!("/{}", dimension.0)));
        }
        key
    }
}

/// The number that an expression without figures is.
fn constant(expr: &Expr) -> Option<BigRational> {
    Linear::of(expr).filter(|linear| linear.terms.is_empty()).map(|linear| linear.constant)
}
