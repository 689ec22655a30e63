//! Scalars and the way from the bytes of their text back to the source.

use crate::source::Span;

/// A scalar: its text, never its YAML type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text.
    pub text: String,
    /// All of it, with quotes.
    pub span: Span,
    inner: Inner,
}

/// Where the bytes of a scalar's text stand in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Inner {
    /// One after the other from this offset.
    Verbatim(u32),
    /// At these offsets, one for each byte and one for the end.
    Mapped(Box<[u32]>),
}

/// How a scalar is written, as far as it matters for finding its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Block,
}

impl Scalar {
    /// A scalar whose text stands in the source as it is, without quotes.
    #[must_use]
    pub fn verbatim(text: impl Into<String>, span: Span) -> Self {
        Self { text: text.into(), span, inner: Inner::Verbatim(span.start) }
    }

    /// The scalar of this text that is written as `raw`, which stands at `span`.
    pub(super) fn written(text: String, span: Span, raw: &str, notation: Notation) -> Self {
        let quotes = usize::from(matches!(notation, Notation::SingleQuoted | Notation::DoubleQuoted));
        let inside = raw.get(quotes..raw.len().saturating_sub(quotes)).unwrap_or_default();
        let start = span.start.saturating_add(u32::from(quotes > 0));
        let inner =
            if inside == text { Inner::Verbatim(start) } else { Inner::Mapped(align(&text, inside, start, notation)) };
        Self { text, span, inner }
    }

    /// The span of a part of the text, given in bytes of `text`.
    #[must_use]
    pub fn sub(&self, start: usize, end: usize) -> Span {
        let start = self.at(start).min(self.span.end);
        Span { file: self.span.file, start, end: self.at(end).clamp(start, self.span.end) }
    }

    /// Where a byte of the text stands.
    fn at(&self, byte: usize) -> u32 {
        match &self.inner {
            Inner::Verbatim(offset) => offset.saturating_add(u32::try_from(byte).unwrap_or(u32::MAX)),
            Inner::Mapped(offsets) => offsets.get(byte).or(offsets.last()).copied().unwrap_or(self.span.end),
        }
    }

    /// The scalar with other text at some ranges of bytes, which are in order and apart. What is put in stands where that
    /// stood which it is put in for.
    pub(crate) fn with(&self, edits: &[(std::ops::Range<usize>, String)]) -> Self {
        let mut text = String::new();
        let mut offsets = Vec::new();
        let mut from = 0;
        let keep = |text: &mut String, offsets: &mut Vec<u32>, range: std::ops::Range<usize>| {
            text.push_str(self.text.get(range.clone()).unwrap_or_default());
            offsets.extend(range.map(|byte| self.at(byte)));
        };
        for (range, new) in edits {
            keep(&mut text, &mut offsets, from..range.start);
            text.push_str(new);
            offsets.extend(std::iter::repeat_n(self.at(range.start), new.len()));
            from = range.end;
        }
        keep(&mut text, &mut offsets, from..self.text.len());
        offsets.push(self.at(self.text.len()));
        Self { text, span: self.span, inner: Inner::Mapped(offsets.into_boxed_slice()) }
    }
}

/// Finds each byte of `text` in `raw`, the source between the quotes, which starts at `base`.
///
/// Folding, indentation, doubled quotes and escapes only take characters away or write them longer, so that one walk
/// over both is enough: what is no space is sought behind the spaces at hand, an escape stands for one character.
fn align(text: &str, raw: &str, base: u32, notation: Notation) -> Box<[u32]> {
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut at = 0;
    for character in text.chars() {
        let (start, end) = find(raw, at, character, notation);
        // A character that is written as an escape has fewer or more bytes than its source; all its bytes stand at the
        // start of the escape.
        let same = end - start == character.len_utf8();
        for byte in 0..character.len_utf8() {
            let offset = if same { start + byte } else { start };
            offsets.push(base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)));
        }
        at = end;
    }
    offsets.push(base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
    offsets.into_boxed_slice()
}

/// Start and end in `raw` of the next character, sought from `at` on.
fn find(raw: &str, at: usize, character: char, notation: Notation) -> (usize, usize) {
    let rest = raw.get(at..).unwrap_or_default();
    let mut start = at;
    if notation == Notation::DoubleQuoted
        && let Some(continued) = after_continuation(rest)
    {
        start = at + continued;
    }
    if character == '\n' && !raw.get(start..).unwrap_or_default().starts_with('\\') {
        let rest = raw.get(start..).unwrap_or_default();
        return match rest.find('\n') {
            Some(found) => (start + found, start + found + 1),
            None => (raw.len(), raw.len()),
        };
    }
    if !character.is_whitespace() {
        let rest = raw.get(start..).unwrap_or_default();
        start += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        if notation == Notation::DoubleQuoted {
            start += after_continuation(raw.get(start..).unwrap_or_default()).unwrap_or(0);
        }
    }
    let rest = raw.get(start..).unwrap_or_default();
    match rest.chars().next() {
        Some('\\') if notation == Notation::DoubleQuoted => (start, start + escape_length(rest)),
        Some('\'') if notation == Notation::SingleQuoted && rest.starts_with("''") => (start, start + 2),
        Some(found) if found == character => (start, start + found.len_utf8()),
        // A space that a line break was folded to: it stands at the break, which the next character passes over.
        _ => (start, start),
    }
}

/// How many bytes an escaped line break and the indentation behind it take, where `rest` starts with one.
fn after_continuation(rest: &str) -> Option<usize> {
    let tail = rest.strip_prefix("\\\n").or_else(|| rest.strip_prefix("\\\r\n"))?;
    Some(rest.len() - tail.trim_start_matches([' ', '\t']).len())
}

/// How many bytes the escape at the start of `rest` takes.
fn escape_length(rest: &str) -> usize {
    let digits = |rest: &str| match rest.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        _ => 1 + rest.get(1..).and_then(|tail| tail.chars().next()).map_or(0, char::len_utf8),
    };
    let length = digits(rest);
    // Two escapes of a surrogate pair are one character.
    let high =
        rest.get(2..4).is_some_and(|hex| hex.starts_with(['d', 'D']) && hex.ends_with(['8', '9', 'a', 'b', 'A', 'B']));
    let length = if length == 6 && high { 12 } else { length };
    floor(rest, length)
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> crate::FileId {
        crate::SourceMap::new().add("form.yaml", "")
    }

    /// The source text of each character of the scalar that `raw` is written as.
    fn pieces(text: &str, raw: &str, notation: Notation) -> Vec<String> {
        let span = Span { file: file(), start: 0, end: raw.len() as u32 };
        let scalar = Scalar::written(text.to_owned(), span, raw, notation);
        text.char_indices()
            .map(|(at, character)| {
                let span = scalar.sub(at, at + character.len_utf8());
                raw[span.start as usize..span.end as usize].to_owned()
            })
            .collect()
    }

    #[test]
    fn escapes_stand_where_they_are_written() {
        assert_eq!(pieces("aéb", r#""a\u00e9b""#, Notation::DoubleQuoted), ["a", r"\u00e9", "b"]);
        assert_eq!(pieces("件\n件", r#""件\n件""#, Notation::DoubleQuoted), ["件", r"\n", "件"]);
        assert_eq!(pieces("𝄞x", r#""\uD834\uDD1Ex""#, Notation::DoubleQuoted), [r"\uD834\uDD1E", "x"]);
    }

    #[test]
    fn what_is_put_in_stands_where_the_old_stood() {
        let raw = "\"a == b\\u00e9 + c\"";
        let span = Span { file: file(), start: 0, end: raw.len() as u32 };
        let scalar = Scalar::written("a == b\u{e9} + c".to_owned(), span, raw, Notation::DoubleQuoted);
        let edited = scalar.with(&[(0..1, "longer".to_owned()), (5..8, "x".to_owned())]);
        assert_eq!(edited.text, "longer == x + c");
        let piece = |start, end| {
            let span = edited.sub(start, end);
            &raw[span.start as usize..span.end as usize]
        };
        assert_eq!((piece(7, 9), piece(10, 11), piece(14, 15)), ("==", "b\\u00e9", "c"));
    }

    #[test]
    fn doubled_quotes_and_folded_lines_are_found() {
        assert_eq!(pieces("it's", "'it''s'", Notation::SingleQuoted), ["i", "t", "''", "s"]);
        // A part ends where the next one starts, so that what was folded away belongs to the character before.
        assert_eq!(pieces("a b", "a\n    b", Notation::Plain), ["a", "\n    ", "b"]);
        assert_eq!(pieces("a\nb\n", "a\n    b\n", Notation::Block), ["a", "\n    ", "b", "\n"]);
        assert_eq!(pieces("ab", "\"a\\\n   b\"", Notation::DoubleQuoted), ["a\\\n   ", "b"]);
    }
}
