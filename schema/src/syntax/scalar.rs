//! Scalars and texts in several languages.

use crate::source::Span;

/// A scalar: its text, never its YAML type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text.
    pub text: String,
    /// All of it, with quotes.
    pub span: Span,
    /// Where each byte of `text` stands.
    pub(crate) inner: Inner,
}

/// Where the bytes of a scalar's text stand in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inner {
    /// One after the other from this offset.
    Verbatim(u32),
    /// At these offsets, one for each byte and one for the end.
    Mapped(Box<[u32]>),
}

impl Scalar {
    /// The span of a part of the text, given in bytes of `text`.
    #[must_use]
    pub fn sub(&self, start: usize, end: usize) -> Span {
        let at = |byte: usize| match &self.inner {
            Inner::Verbatim(offset) => offset.saturating_add(u32::try_from(byte).unwrap_or(u32::MAX)),
            Inner::Mapped(offsets) => offsets.get(byte).or(offsets.last()).copied().unwrap_or(self.span.end),
        };
        let start = at(start).min(self.span.end);
        Span { file: self.span.file, start, end: at(end).clamp(start, self.span.end) }
    }
}

/// A text in the first language of the form, or in several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LangText {
    /// Language (none: the first of the form) and text.
    pub entries: Vec<(Option<Scalar>, Scalar)>,
    /// All of it.
    pub span: Span,
}
