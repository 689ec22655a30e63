//! What a rule says, over the numbers of cells.

use super::serde_impl::{names, tagged};
use crate::exact::Ratio;

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Statement {
    /// `left OP right`, both worked out in the unit of `left`.
    Compare {
        /// The comparison.
        op: Operator,
        /// Left side.
        left: Expr,
        /// Right side, converted to the unit of the left.
        right: Expr,
        /// By how much the comparison may miss, in the unit of the left; the author's own, without rounding.
        #[cfg_attr(feature = "schemars", serde(default))]
        tolerance: Option<Ratio>,
    },
    /// All of them.
    And(Vec<Statement>),
    /// At least one of them.
    Or(Vec<Statement>),
    /// Not so.
    Not(Box<Statement>),
    /// The branch that the condition chooses. Without `otherwise` the other branch is true.
    If {
        /// The condition.
        condition: Box<Statement>,
        /// Holds where the condition does.
        then: Box<Statement>,
        /// Holds where it does not.
        #[cfg_attr(feature = "schemars", serde(default))]
        otherwise: Option<Box<Statement>>,
    },
    /// Both are true or both are false (`==` between statements).
    Same(Box<Statement>, Box<Statement>),
    /// One is true and one is false (`!=` between statements).
    Differ(Box<Statement>, Box<Statement>),
    /// The cell ([`Expr::Cell`] or [`Expr::Prior`]) holds a figure or a mark, or a blank that is not applicable.
    Reported(Expr),
    /// The cell ([`Expr::Cell`] or [`Expr::Prior`]) does not stand for 'not applicable'.
    Applies(Expr),
    /// Each figure or date of these cells compares with the next one. What is not applicable is passed over. Every
    /// comparison is judged and counted alone, and every blank counts as one that is undetermined.
    Ordered {
        /// The comparison, `<=` for rising and `>=` for falling.
        op: Operator,
        /// The cells, in order.
        cells: Vec<u32>,
    },
    /// `true` or `false`, written out.
    Constant(bool),
}

/// How two numbers compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Operator {
    /// `==`
    #[cfg_attr(feature = "schemars", serde(rename = "=="))]
    Equal,
    /// `!=`
    #[cfg_attr(feature = "schemars", serde(rename = "!="))]
    NotEqual,
    /// `<`
    #[cfg_attr(feature = "schemars", serde(rename = "<"))]
    Less,
    /// `<=`
    #[cfg_attr(feature = "schemars", serde(rename = "<="))]
    AtMost,
    /// `>`
    #[cfg_attr(feature = "schemars", serde(rename = ">"))]
    Greater,
    /// `>=`
    #[cfg_attr(feature = "schemars", serde(rename = ">="))]
    AtLeast,
}

impl Operator {
    /// The operator as the language spells it.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A number worked out from cells. Units are settled: whatever must be converted stands under [`Expr::Scale`].
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Expr {
    /// A number as written.
    Number(Ratio),
    /// The cell of this number, in its own unit. In rows: that of the row whose keys the open dimensions are bound to.
    Cell(u32),
    /// The same in the report of one period earlier.
    Prior(u32),
    /// One operand for each row: of a [`Expr::Cell`] or [`Expr::Prior`] that stands in rows, along these open dimensions
    /// (indices into [`Plan::dimensions`](super::Plan::dimensions)). It stands in sums, `min`, `max` and `count` only.
    /// Of no rows at all these do not apply.
    Rows {
        /// The cell.
        of: Box<Expr>,
        /// The dimensions.
        along: Vec<u32>,
    },
    /// Exact multiple: a conversion of units.
    Scale {
        /// The factor.
        by: Ratio,
        /// What is converted.
        of: Box<Expr>,
    },
    /// The sum of all of them; of none it is 0.
    Sum(Vec<Expr>),
    /// The negative.
    Minus(Box<Expr>),
    /// A product.
    Product(Box<Expr>, Box<Expr>),
    /// A quotient.
    Quotient(Box<Expr>, Box<Expr>),
    /// The smallest; cells that are not applicable are passed over.
    Min(Vec<Expr>),
    /// The greatest; cells that are not applicable are passed over.
    Max(Vec<Expr>),
    /// How many of these cells ([`Expr::Cell`], [`Expr::Prior`] or [`Expr::Rows`]) hold a figure.
    Count(Vec<Expr>),
    /// The absolute value.
    Abs(Box<Expr>),
}

tagged!(Statement {
    Compare = "compare" { op: needed, left: needed, right: needed, tolerance: optional },
    And = "and" [one],
    Or = "or" [one],
    Not = "not" [one],
    If = "if" { condition: needed, then: needed, otherwise: optional },
    Same = "same" [two],
    Differ = "differ" [two],
    Reported = "reported" [one],
    Applies = "applies" [one],
    Ordered = "ordered" { op: needed, cells: needed },
    Constant = "constant" [one],
});
names!(Operator { Equal = "==", NotEqual = "!=", Less = "<", AtMost = "<=", Greater = ">", AtLeast = ">=" });
tagged!(Expr {
    Number = "number" [one],
    Cell = "cell" [one],
    Prior = "prior" [one],
    Rows = "rows" { of: needed, along: needed },
    Scale = "scale" { by: needed, of: needed },
    Sum = "sum" [one],
    Minus = "minus" [one],
    Product = "product" [two],
    Quotient = "quotient" [two],
    Min = "min" [one],
    Max = "max" [one],
    Count = "count" [one],
    Abs = "abs" [one],
});
