//! Texts in several languages.

use super::Scalar;
use crate::source::Span;

/// A text in the first language of the form, or in several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangText {
    /// Language (none: the first of the form) and text.
    pub entries: Vec<(Option<Scalar>, Scalar)>,
    /// All of it.
    pub span: Span,
}
