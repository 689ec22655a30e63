//! The checked form: every name resolved, every attribute settled, every check typed.
//!
//! After the front end: ids are unique and valid, every figure has a unit, every relation has its whole and its parts,
//! every name in a check is a node, and the units of every comparison agree.

mod expression;
mod written;

pub use expression::{Expr, Operator, Statement};
pub use written::{Written, WrittenNode};

use num_rational::BigRational;

use crate::source::Span;

/// A text in each language of the form, in the order of [`Form::languages`]. None where the author gave none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<Option<String>>);

/// Index into [`Form::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Index into [`Form::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// Index into [`Form::marks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MarkId(pub u32);

/// Index into [`Form::dimensions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DimensionId(pub u32);

/// What dimensions are bound to: each to its whole (none) or to a member, by its number in [`Dimension::members`].
pub type Where = Vec<(DimensionId, Option<usize>)>;

/// One revision of one form, checked.
#[derive(Clone, Debug)]
pub struct Form {
    /// Identity of the form.
    pub id: String,
    /// Name of the revision.
    pub revision: String,
    /// Title.
    pub title: Texts,
    /// Languages; the first is the fallback.
    pub languages: Vec<String>,
    /// Address under which files are published, without a trailing slash.
    pub base: Option<String>,
    /// How often a report is made: the word of `every`, and `starts`.
    pub period: Option<(Every, Option<String>)>,
    /// Header fields that name a report.
    pub identity: Vec<NodeId>,
    /// What the head of the form prints, in file order.
    pub imprint: Vec<(String, Texts)>,
    /// Units in file order.
    pub units: Vec<Unit>,
    /// Marks in file order.
    pub marks: Vec<Mark>,
    /// Code lists in file order.
    pub codes: Vec<CodeList>,
    /// States of a report, from the first to the last.
    pub states: Vec<String>,
    /// Dimensions in file order.
    pub dimensions: Vec<Dimension>,
    /// The author's templates of the tree's own messages, by key.
    pub messages: Vec<(String, Texts)>,
    /// The root, then (if there is a header) the heading `header` and its fields, then every node of the form, each
    /// before what is beneath it.
    pub nodes: Vec<Node>,
    /// Checks over figures, in form order: those that the tree makes and those of the author, without those switched off.
    pub checks: Vec<Check>,
    /// Checks that the tree would make and the author has switched off, in form order.
    pub switched_off: Vec<SwitchedOff>,
    /// What else the file says, for writing the form in full.
    pub written: Written,
}

impl Form {
    /// A node of this form.
    ///
    /// # Panics
    ///
    /// Where `id` comes from another form.
    #[must_use]
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
}

/// Length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Every {
    Year,
    Half,
    Quarter,
    Month,
    Week,
    Day,
}

/// A node of the form.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id; empty for the root, `header` for the heading of the header.
    pub id: String,
    /// Ids from the root down, joined by dots; empty for the root.
    pub path: String,
    /// The node above.
    pub parent: Option<NodeId>,
    /// The nodes beneath, in form order.
    pub children: Vec<NodeId>,
    /// Label.
    pub label: Texts,
    /// Label of the own figure.
    pub total_label: Option<Texts>,
    /// Where the own figure is printed.
    pub total_at: Option<At>,
    /// Explanation of the indicator.
    pub definition: Option<Texts>,
    /// Official number.
    pub code: Option<String>,
    /// The own cell: a figure or another field. None for headings and the root.
    pub cell: Option<Cell>,
    /// How the children stand to this figure, or, with `whole`, to that one.
    pub relation: Option<Relation>,
    /// The figure that this heading's children break down, where it stands elsewhere.
    pub whole: Option<NodeId>,
    /// Deducted in its whole.
    pub minus: bool,
    /// No part of the figure above.
    pub apart: bool,
    /// Where it is printed among its siblings.
    pub at: Option<At>,
    /// Whether the form prints the label.
    pub printed: bool,
    /// The dimensions of a figure, in the order of `by` from the root down.
    pub by: Vec<DimensionId>,
    /// Rows that stand at the node: one entry for each open dimension that its `by` adds, in that order. Empty for places in
    /// a matrix.
    pub rows: Vec<Rows>,
    /// Which way the printed table runs.
    pub columns: Option<Columns>,
    /// The node is the note of the node above.
    pub is_note: bool,
    /// Where in the matrix of which figure the node stands. A figure of one dimension that has nothing else beneath it
    /// holds its whole itself.
    pub coordinate: Option<Coordinate>,
    /// Where its id stands; for the root and the header the key that makes them.
    pub span: Span,
}

/// A place in the matrix of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coordinate {
    /// The figure.
    pub figure: NodeId,
    /// What the first of its dimensions are bound to; all of them at a cell.
    pub at: Where,
}

/// A dimension: what figures are repeated for.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Id.
    pub id: String,
    /// Label, of its whole where it has one.
    pub label: Texts,
    /// Label of the whole where it is said apart.
    pub total_label: Option<Texts>,
    /// Explanation.
    pub definition: Option<Texts>,
    /// Whether it has a whole.
    pub has_whole: bool,
    /// Where the whole is printed.
    pub at: Option<At>,
    /// Members in file order, each before its parts. Of an open dimension one, [`EVERY_ROW`], which stands for each row.
    pub members: Vec<Member>,
    /// The key of its rows, where its members come with the report.
    pub key: Option<Key>,
    /// Where its id stands.
    pub span: Span,
}

/// The id of the one member of an open dimension.
pub const EVERY_ROW: &str = "*";

/// The key of the rows of an open dimension.
#[derive(Clone, Debug)]
pub struct Key {
    /// What a key is called.
    pub label: Texts,
    /// What it may be.
    pub cell: Cell,
    /// Fewest rows.
    pub min: Option<u32>,
    /// Most rows.
    pub max: Option<u32>,
    /// Where it stands.
    pub span: Span,
}

/// Rows of an open dimension where a node gives that dimension to the figures beneath it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// The dimension.
    pub dimension: DimensionId,
    /// The cell of the key, as it is judged here.
    pub key: Cell,
    /// Severity of `:key.DIMENSION`.
    pub keys: Severities,
    /// Severity of `:rows.DIMENSION`.
    pub counts: Severities,
}

/// Which way a printed table runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Columns {
    Items,
    Members,
    Both,
}

/// A member of a dimension.
#[derive(Clone, Debug)]
pub struct Member {
    /// Id, unique in the dimension.
    pub id: String,
    /// Label.
    pub label: Texts,
    /// Explanation.
    pub definition: Option<Texts>,
    /// Official number.
    pub code: Option<String>,
    /// The member that it is part of.
    pub above: Option<usize>,
    /// Deducted in its whole.
    pub minus: bool,
    /// No part of the whole.
    pub apart: bool,
}

/// Where something is printed among its siblings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum At {
    First,
    Last,
    Foot,
}

/// How children stand to their whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Relation {
    Parts,
    SomeParts,
    OfWhich,
    CoveredBy,
}

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

/// A unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Id.
    pub id: String,
    /// Label; in the first language the id unless said.
    pub label: Texts,
    /// What it measures.
    pub kind: Kind,
    /// Multiple of what.
    pub of: Option<String>,
    /// How much of the base unit.
    pub factor: BigRational,
    /// Decimal places of its figures.
    pub decimals: u8,
    /// Whether the form prints it.
    pub printed: bool,
    /// Where its id stands.
    pub span: Span,
}

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Kind {
    Count,
    Amount,
    Money,
    Duration,
    Ratio,
}

impl Kind {
    /// Whether figures of this kind add up.
    #[must_use]
    pub const fn adds(self) -> bool {
        matches!(self, Self::Count | Self::Amount | Self::Money)
    }
}

/// A mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Token.
    pub token: String,
    /// Other spellings.
    pub also: Vec<String>,
    /// Meaning.
    pub meaning: Meaning,
    /// Where its token stands.
    pub span: Span,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Not applicable.
    NotApplicable,
    /// Within this range; `withheld` where it is suppressed. Ends are value and 'open'.
    Range {
        /// Lower end.
        lower: Option<(BigRational, bool)>,
        /// Upper end.
        upper: Option<(BigRational, bool)>,
        /// Withheld.
        withheld: bool,
    },
}

/// A code list.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeList {
    /// Name.
    pub id: String,
    /// Codes and labels.
    pub codes: Vec<(String, Texts)>,
    /// The codes come from outside.
    pub external: bool,
    /// The field of the header with the code to which those of this list belong.
    pub within: Option<NodeId>,
    /// A code must be valid in the report's period.
    pub dated: bool,
}

/// How grave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words of the language")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// How grave, in each state of the form from the first to the last; one where it has no states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Severities(pub Vec<Severity>);

impl Severities {
    /// The same in each of `states` states.
    #[must_use]
    pub fn same(severity: Severity, states: usize) -> Self {
        Self(vec![severity; states.max(1)])
    }

    /// Whether in no state they are less grave than the others.
    #[must_use]
    pub fn cover(&self, others: &Self) -> bool {
        self.0.iter().zip(&others.0).all(|(one, other)| one >= other)
    }

    /// The least of them.
    #[must_use]
    pub fn least(&self) -> Severity {
        self.0.iter().copied().min().unwrap_or(Severity::Error)
    }
}

/// What makes a violation 'explained'.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExplainedBy {
    /// An explanation of the filer under the check's id.
    Explanation,
    /// The note of this node.
    Note(NodeId),
}

/// A check over figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Stable id, such as `requests.received:parts`.
    pub id: String,
    /// What made it.
    pub kind: CheckKind,
    /// The node that says it.
    pub node: NodeId,
    /// Severity.
    pub severity: Severities,
    /// What must hold, each judged alone. One for a check of the author; for a relation one a comparison.
    pub statements: Vec<Statement>,
    /// Free dimensions, the slowest first.
    pub free: Vec<DimensionId>,
    /// What the free dimensions are bound to in each statement; empty where no dimension is free.
    pub wheres: Vec<Where>,
    /// The author's message template.
    pub message: Option<Texts>,
    /// Figures that placeholders of the message name, by the text in braces.
    pub placeholders: Vec<(String, Placeholder)>,
    /// Why.
    pub because: Option<Texts>,
    /// As written; for a relation as one would write it.
    pub text: String,
    /// `explained_by`.
    pub explained_by: Option<ExplainedBy>,
    /// The check, or the key of the relation.
    pub span: Span,
}

/// A check of the tree that the author has switched off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchedOff {
    /// The node.
    pub node: NodeId,
    /// The last part of the check's id, such as `parts`.
    pub check: String,
    /// Why.
    pub because: Texts,
}

/// What made a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// The relation of a node.
    Relation(Relation),
    /// A dimension of a figure.
    Over(Over),
    /// The author.
    Author,
}

/// How a whole follows from its parts along a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It is their sum.
    Sum,
    /// It is the least of them.
    Min,
    /// It is the greatest of them.
    Max,
    /// It lies within the extremes of them.
    Between,
    /// Ordered members do not fall.
    Rising,
    /// Ordered members do not rise.
    Falling,
}
