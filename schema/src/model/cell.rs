//! Cells: what they hold and what is checked of each alone.

use num_rational::BigRational;

use super::{MarkId, NodeId, Severities, Texts, UnitId};

/// What a cell may hold and what is checked of it alone, every attribute settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub content: Content,
    /// Marks that it takes.
    pub takes: Vec<MarkId>,
    /// A blank means 'not applicable'.
    pub blank_is_not_applicable: bool,
    /// Severity of `:required`; none where it may be blank.
    pub required: Option<Severities>,
    /// Severity of `:type`; none is off.
    pub kind: Option<Severities>,
    /// Severity of `:marks`.
    pub marks: Option<Severities>,
    /// Severity of `:places`.
    pub places: Option<Severities>,
    /// Severity of `:bounds`.
    pub bounds: Option<Severities>,
    /// What the author says of these checks.
    pub remarks: Vec<Remark>,
}

/// What the author says of one check of a single cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The last part of the check's id.
    pub check: String,
    /// The author's message template.
    pub message: Option<Texts>,
    /// Figures that placeholders of the message name, by the text in braces.
    pub placeholders: Vec<(String, Placeholder)>,
    /// Why.
    pub because: Option<Texts>,
}

/// A figure that a placeholder of a message names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The figure.
    pub node: NodeId,
    /// In the report of one period earlier.
    pub prior: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A figure.
    Figure(Figure),
    /// A text.
    Text {
        /// Regular expression.
        pattern: Option<String>,
        /// Greatest length in Unicode scalar values.
        max_length: Option<u32>,
    },
    /// A day.
    Date,
    /// A year.
    Year,
    /// True or false.
    Bool,
    /// A code.
    Code {
        /// Which codes it may be.
        of: CodesOf,
        /// Several of them.
        many: bool,
    },
}

/// Which codes a cell may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodesOf {
    /// Those of the list of this index in [`Form::codes`].
    List(usize),
    /// Those that stand in a field of the header.
    Field(NodeId),
}

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Unit.
    pub unit: UnitId,
    /// Decimal places.
    pub decimals: u8,
    /// Lower bound and whether it is open.
    pub lower: Option<(BigRational, bool)>,
    /// Upper bound and whether it is open.
    pub upper: Option<(BigRational, bool)>,
    /// Rounded to this many places.
    pub rounded: Option<u8>,
}
