//! The top level of a form file.

use super::{Attributes, Bounds, Check, Children, Key, LangText, Node, Scalar};
use crate::source::{Span, Spanned};

/// One form file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFile {
    /// `form`.
    pub form: Scalar,
    /// `revision`.
    pub revision: Scalar,
    /// `title`.
    pub title: Option<LangText>,
    /// `languages`; the first is the fallback.
    pub languages: Spanned<Vec<Scalar>>,
    /// `base`: address under which files are published.
    pub base: Option<Scalar>,
    /// `period`.
    pub period: Option<Period>,
    /// `identity`: header fields.
    pub identity: Option<Spanned<Vec<Scalar>>>,
    /// `imprint`: what the head of the form must print.
    pub imprint: Vec<Imprint>,
    /// `units`, by id.
    pub units: Vec<Unit>,
    /// `marks`, by token.
    pub marks: Vec<Mark>,
    /// `codes`, by name.
    pub codes: Vec<CodeList>,
    /// `header`: fields.
    pub header: Vec<Node>,
    /// `dimensions`, by id.
    pub dimensions: Vec<Node>,
    /// `states`, first to last.
    pub states: Option<Spanned<Vec<Scalar>>>,
    /// `messages`: templates of the tree's own checks, by key.
    pub messages: Vec<(Scalar, LangText)>,
    /// `by` of the root.
    pub by: Option<Spanned<Vec<Scalar>>>,
    /// `check` of the root.
    pub checks: Vec<Check>,
    /// Bounds of everything.
    pub bounds: Bounds,
    /// Attributes that hold in the whole form.
    pub attributes: Attributes,
    /// `items` of the root.
    pub items: Option<Children>,
    /// `revises`: the file of the base.
    pub revises: Option<Scalar>,
    /// `because`: why this revision was made.
    pub because: Option<LangText>,
    /// `gone`: what the base had and this form has not, as far as the file says a reason.
    pub gone: Vec<Gone>,
    /// All keys that were said, with the spans of key and value, in file order.
    pub keys: Vec<Key>,
    /// All of it.
    pub span: Span,
}

/// `period: year` or `period: {every: month, starts: "10-01"}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// `every`.
    pub every: Scalar,
    /// `starts`.
    pub starts: Option<Scalar>,
}

/// A line of `imprint`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imprint {
    /// The key.
    pub key: Scalar,
    /// The text.
    pub text: LangText,
}

/// A unit as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its key.
    pub id: Scalar,
    /// `label`; the id stands for it in the first language.
    pub label: Option<LangText>,
    /// `kind`; an empty text where it is missing, which has been reported.
    pub kind: Scalar,
    /// `of`.
    pub of: Option<Scalar>,
    /// `factor`; 1 if not said.
    pub factor: Option<Scalar>,
    /// `decimals`.
    pub decimals: Option<Scalar>,
    /// `printed`.
    pub printed: Option<Spanned<bool>>,
    /// All of it.
    pub span: Span,
}

/// A mark as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its token.
    pub token: Scalar,
    /// What it means.
    pub meaning: MarkMeaning,
    /// `also`: other spellings.
    pub also: Vec<Scalar>,
    /// All of it.
    pub span: Span,
}

/// What a mark means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkMeaning {
    /// `not_applicable`.
    NotApplicable(Span),
    /// A range.
    Range(Range),
    /// `{suppressed: {min: 0, max: 4}}`, or `suppressed` without a range.
    Suppressed(Option<Range>),
}

/// A range as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Its ends.
    pub bounds: Bounds,
    /// All of it.
    pub span: Span,
}

/// A code list as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeList {
    /// Its key in `codes`.
    pub id: Scalar,
    /// Codes with their labels, where they are in the file.
    pub codes: Vec<(Scalar, Option<LangText>)>,
    /// Whether `codes` is said, or the list is written as its codes alone.
    pub says_codes: bool,
    /// `external`: the list comes from outside.
    pub external: Option<Spanned<bool>>,
    /// `within`: the header field or list that the codes belong to.
    pub within: Option<Scalar>,
    /// `dated`: codes are valid for a time.
    pub dated: Option<Spanned<bool>>,
    /// All of it.
    pub span: Span,
}

/// Something of the base that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Its address in the base.
    pub address: Scalar,
    /// Why.
    pub because: Option<LangText>,
}
