//! Nodes: items, header fields, dimensions and members. One shape, since the language has one.

use super::{Attributes, Choices, LangText, Scalar};
use crate::source::{Span, Spanned};

/// A node as written. Which keys go with which kind of node is checked by the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// `id`; for a dimension its key in `dimensions`. An empty text where it is missing, which has been reported.
    pub id: Scalar,
    /// `label`.
    pub label: Option<LangText>,
    /// `definition`.
    pub definition: Option<LangText>,
    /// `code`.
    pub code: Option<Scalar>,
    /// `check`.
    pub checks: Vec<Check>,
    /// `by`: dimensions.
    pub by: Option<Spanned<Vec<Scalar>>>,
    /// `except`: pairs that are blocked out.
    pub except: Option<Spanned<Vec<Vec<Scalar>>>>,
    /// `at`.
    pub at: Option<Scalar>,
    /// `printed`.
    pub printed: Option<Spanned<bool>>,
    /// `total`: label and place of the own figure.
    pub total: Option<Total>,
    /// `minus`.
    pub minus: Option<Spanned<bool>>,
    /// `apart`.
    pub apart: Option<Spanned<bool>>,
    /// `whole`: path of the figure that this heading's children break down.
    pub whole: Option<Scalar>,
    /// Bounds of the figure, or, on a heading, of what is beneath.
    pub bounds: Bounds,
    /// `type`.
    pub content: Option<Scalar>,
    /// `pattern` of a text.
    pub pattern: Option<Scalar>,
    /// `max_length` of a text.
    pub max_length: Option<Scalar>,
    /// `of`: code list of a code.
    pub of: Option<Scalar>,
    /// `many` codes in one field.
    pub many: Option<Spanned<bool>>,
    /// `was`: addresses in the revision before. Without it, that of the same id beneath what the node above was; an empty
    /// list is nothing that was there; several are merged here.
    pub was: Option<Spanned<Vec<Scalar>>>,
    /// `comparable`: whether its figures can be compared with those before.
    pub comparable: Option<Spanned<bool>>,
    /// `because`: why it is not as it was.
    pub because: Option<LangText>,
    /// Attributes that hold beneath.
    pub attributes: Attributes,
    /// `items`, `parts`, `some_parts`, `of_which` or `covered_by`; more than one is reported by the model.
    pub children: Vec<Children>,
    /// All keys that were said, with the spans of key and value, in file order.
    pub keys: Vec<Key>,
    /// All of it.
    pub span: Span,
}

impl Node {
    /// Whether a key was said, also where its value could not be read.
    #[must_use]
    pub fn said(&self, key: &str) -> bool {
        self.keys.iter().any(|said| said.name == key)
    }

    /// Whether a key that could be missing may stand here misspelt, which has been reported.
    #[must_use]
    pub fn may_say(&self, key: &str) -> bool {
        self.keys.iter().any(|said| said.name == key || !super::decode::words::NODE.contains(&said.name.as_str()))
    }
}

/// A key of a node and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Span of the key.
    pub span: Span,
    /// Span of its value.
    pub value: Span,
}

/// Bounds as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Closed lower bound.
    pub min: Option<Scalar>,
    /// Closed upper bound.
    pub max: Option<Scalar>,
    /// Open lower bound.
    pub above: Option<Scalar>,
    /// Open upper bound.
    pub below: Option<Scalar>,
}

/// `total: {label: …, at: …}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total {
    /// Label of the own figure.
    pub label: Option<LangText>,
    /// Where it is printed.
    pub at: Option<Scalar>,
    /// All of it.
    pub span: Span,
}

/// The nodes beneath a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Children {
    /// Which key.
    pub key: ChildrenKey,
    /// Span of the key.
    pub key_span: Span,
    /// The nodes.
    pub members: Members,
    /// Span of the value.
    pub span: Span,
}

/// The key under which children stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChildrenKey {
    /// A heading's.
    Items,
    /// A partition.
    Parts,
    /// Some of the parts.
    SomeParts,
    /// Overlapping parts.
    OfWhich,
    /// Overlapping parts that cover.
    CoveredBy,
}

impl ChildrenKey {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Items, Self::Parts, Self::SomeParts, Self::OfWhich, Self::CoveredBy];

    /// As the language spells it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Parts => "parts",
            Self::SomeParts => "some_parts",
            Self::OfWhich => "of_which",
            Self::CoveredBy => "covered_by",
        }
    }
}

/// The nodes beneath a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Members {
    /// Written out.
    List(Vec<Node>),
    /// `{n: 10, label: "{n} oldest"}`: ordered members of a dimension.
    Numbered {
        /// How many.
        n: Scalar,
        /// Label with `{n}`.
        label: Option<LangText>,
    },
    /// `{key: {label, type, of, …}, min, max}`: rows that come with the report.
    Open {
        /// The key field, with an empty id.
        key: Box<Node>,
        /// Fewest rows.
        min: Option<Scalar>,
        /// Most rows.
        max: Option<Scalar>,
    },
}

/// A check as written: a line, or a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// `id`.
    pub id: Option<Scalar>,
    /// What must hold (a line, or `that`), or which check of the tree is tuned (`of`).
    pub subject: CheckTuning,
    /// `severity`: one word, or a word a state.
    pub severity: Option<Spanned<Choices>>,
    /// `because`.
    pub because: Option<LangText>,
    /// `message`.
    pub message: Option<LangText>,
    /// `tolerance`.
    pub tolerance: Option<Scalar>,
    /// `on`: `rows`, `total` or `both`.
    pub on: Option<Scalar>,
    /// `explained_by`: `note` or `explanation`.
    pub explained_by: Option<Scalar>,
    /// All of it.
    pub span: Span,
}

/// What a `check` is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckTuning {
    /// A statement of the author.
    That(Scalar),
    /// A check that the tree makes: `parts`, `of_which`, `required`, `bounds` …
    Of(Scalar),
}
