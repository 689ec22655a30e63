//! The grammar of checks: text in, a tree with a place for every part out.
//!
//! Nothing is resolved here: names stay names. The lexer and the parser are bounded in length and depth, so that any text
//! whatever gives a tree or one diagnostic.

mod lexer;
mod parser;
#[cfg(test)]
mod tests;

pub(crate) use lexer::GRAMMAR_WORDS;
pub(crate) use parser::{Refused, parse, parse_path, parse_placeholder};

use num_rational::BigRational;

use crate::model::Operator;
use crate::source::Span;

/// Longest check that is read, in bytes.
pub(crate) const MAX_LENGTH: usize = 64 * 1024;

/// Deepest nesting of parentheses, functions, `not`, `if`, signs, products.
pub(crate) const MAX_DEPTH: usize = 64;

/// A part of a check.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    /// What it is.
    pub(crate) kind: TermKind,
    /// Where it stands, with its parentheses.
    pub(crate) span: Span,
}

/// What a part of a check is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TermKind {
    /// A number as written.
    Number(BigRational),
    /// A figure, or several.
    Reference(Reference),
    /// `x as UNIT`.
    As(Box<Term>, Word),
    /// `-x`.
    Minus(Box<Term>),
    /// `a + b - c`: each summand with whether it is taken away.
    Sum(Vec<(bool, Term)>),
    /// `a * b`.
    Product(Box<Term>, Box<Term>),
    /// `a / b`.
    Quotient(Box<Term>, Box<Term>),
    /// `a == b`.
    Compare(Operator, Box<Term>, Box<Term>),
    /// `a and b`.
    And(Vec<Term>),
    /// `a or b`.
    Or(Vec<Term>),
    /// `not a`.
    Not(Box<Term>),
    /// `if a then b else c`.
    If(Box<Term>, Box<Term>, Option<Box<Term>>),
    /// `sum(a, b)`, `reported(a)`.
    Call(Function, Vec<Term>),
    /// `[31]..[44]`.
    Range(CodeRange),
    /// `x over d`: the dimensions that are taken away.
    Over(Box<Term>, Vec<Reference>),
}

/// A word and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The text, in normal form C.
    pub(crate) text: String,
    /// Where it stands.
    pub(crate) span: Span,
}

/// The figures with codes from one down to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CodeRange {
    /// `prior.` stands before it.
    pub(crate) prior: bool,
    /// The first code.
    pub(crate) first: Word,
    /// The last code.
    pub(crate) last: Word,
}

/// What leads to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reference {
    /// `prior.` stands before it: in the report of one period earlier.
    pub(crate) prior: bool,
    /// How.
    pub(crate) kind: ReferenceKind,
    /// `.*` follows.
    pub(crate) star: Option<Span>,
    /// Brackets that follow: members.
    pub(crate) brackets: Vec<Word>,
    /// Where it stands.
    pub(crate) span: Span,
}

/// What leads to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ReferenceKind {
    /// A path.
    Path(Path),
    /// An official code in brackets.
    Code(Word),
}

/// A path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// A leading dot: from the root.
    pub(crate) from_root: bool,
    /// Ids.
    pub(crate) words: Vec<Word>,
    /// Where it stands, without `prior.` and `.*`.
    pub(crate) span: Span,
}

/// The functions of the grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Sum,
    Min,
    Max,
    Count,
    Abs,
    Reported,
    Applies,
}

impl Function {
    /// As the language spells it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Min => "min",
            Self::Max => "max",
            Self::Count => "count",
            Self::Abs => "abs",
            Self::Reported => "reported",
            Self::Applies => "applies",
        }
    }

    /// The function of this name.
    pub(crate) fn of(word: &str) -> Option<Self> {
        [Self::Sum, Self::Min, Self::Max, Self::Count, Self::Abs, Self::Reported, Self::Applies]
            .into_iter()
            .find(|function| function.as_str() == word)
    }

    /// Whether it takes any number of arguments, `x.*` and ranges among them.
    pub(crate) const fn takes_many(self) -> bool {
        matches!(self, Self::Sum | Self::Min | Self::Max | Self::Count)
    }
}
