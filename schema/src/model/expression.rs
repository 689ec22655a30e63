//! Checks with every name resolved and every unit settled.

use num_rational::BigRational;

use super::{DimensionId, NodeId};

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Statement {
    /// A comparison; both sides are in the unit of the left one.
    Compare {
        /// The comparison.
        op: Operator,
        /// Left side.
        left: Expr,
        /// Right side.
        right: Expr,
        /// The author's tolerance, in the unit of the left side.
        tolerance: Option<BigRational>,
    },
    /// All.
    And(Vec<Statement>),
    /// At least one.
    Or(Vec<Statement>),
    /// Not so.
    Not(Box<Statement>),
    /// A choice.
    If {
        /// The condition.
        condition: Box<Statement>,
        /// Where it holds.
        then: Box<Statement>,
        /// Where it does not.
        otherwise: Option<Box<Statement>>,
    },
    /// `==` between statements.
    Same(Box<Statement>, Box<Statement>),
    /// `!=` between statements.
    Differ(Box<Statement>, Box<Statement>),
    /// `reported(x)`: of a [`Expr::Figure`] or [`Expr::Prior`].
    Reported(Expr),
    /// `applies(x)`: of a [`Expr::Figure`] or [`Expr::Prior`].
    Applies(Expr),
    /// Each of these figures or dates compares with the next one.
    Ordered {
        /// The comparison.
        op: Operator,
        /// The figures, in order.
        figures: Vec<NodeId>,
    },
}

impl Statement {
    /// What stands for a branch that reads a cell which the form blocks out: a comparison that never applies, since it
    /// divides by 0.
    #[must_use]
    pub fn never_applies() -> Self {
        let number = |value: i32| Expr::Number(BigRational::from_integer(value.into()));
        let nothing = Expr::Quotient(Box::new(number(1)), Box::new(number(0)));
        Self::Compare { op: Operator::Equal, left: number(0), right: nothing, tolerance: None }
    }
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the comparisons of the language")]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// A number.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// As written, converted to the unit around it.
    Number(BigRational),
    /// A figure, in its own unit.
    Figure(NodeId),
    /// A figure in the report of one period earlier.
    Prior(NodeId),
    /// One operand a row: of a [`Expr::Figure`] or [`Expr::Prior`] at [`EVERY_ROW`](super::EVERY_ROW) of these dimensions.
    Rows {
        /// The figure.
        of: Box<Expr>,
        /// Open dimensions.
        along: Vec<DimensionId>,
    },
    /// A conversion of units.
    Scale {
        /// Factor.
        by: BigRational,
        /// Of what.
        of: Box<Expr>,
    },
    /// A sum.
    Sum(Vec<Expr>),
    /// The negative.
    Minus(Box<Expr>),
    /// A product.
    Product(Box<Expr>, Box<Expr>),
    /// A quotient.
    Quotient(Box<Expr>, Box<Expr>),
    /// The smallest.
    Min(Vec<Expr>),
    /// The greatest.
    Max(Vec<Expr>),
    /// How many hold a figure: of [`Expr::Figure`], [`Expr::Prior`] and [`Expr::Rows`].
    Count(Vec<Expr>),
    /// The absolute value.
    Abs(Box<Expr>),
}
