//! Single values: words, numbers, texts and lists of them.

use super::reader::{COMMA, Decoder, Fields};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_DIGITS;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::syntax::{Bounds, Choices, LangText, Scalar};
use crate::yaml::{Entry, Tree, Value};

impl Decoder<'_> {
    /// Any single value.
    pub(super) fn scalar(&mut self, tree: &Tree, what: &str) -> Option<Scalar> {
        match &tree.value {
            Value::Scalar(scalar) => Some(scalar.clone()),
            _ => {
                self.wrong_shape(tree, what, "a single value", None);
                None
            }
        }
    }

    /// One of the words of the language.
    pub(super) fn word(&mut self, tree: &Tree, what: &str, known: &[&str]) -> Option<Scalar> {
        let scalar = self.scalar(tree, what)?;
        if known.contains(&scalar.text.as_str()) {
            return Some(scalar);
        }
        self.report(unknown_word(&scalar, what, known));
        None
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, tree: &Tree, what: &str) -> Option<Spanned<bool>> {
        let word = self.word(tree, what, words::BOOL)?;
        Some(Spanned { value: word.text == "true", span: word.span })
    }

    /// `yes` or `no`.
    pub(super) fn yes_or_no(&mut self, tree: &Tree, what: &str) -> Option<Spanned<bool>> {
        let word = self.word(tree, what, words::YES_NO)?;
        Some(Spanned { value: word.text == "yes", span: word.span })
    }

    /// A single value, or a list of them.
    pub(super) fn one_or_several(&mut self, tree: &Tree, what: &str) -> Option<Spanned<Vec<Scalar>>> {
        match &tree.value {
            Value::Sequence(_) => self.list(tree, what),
            _ => self.scalar(tree, what).map(|scalar| Spanned { value: vec![scalar], span: tree.span }),
        }
    }

    /// A decimal number as text, such as `-1.50`.
    pub(super) fn number(&mut self, tree: &Tree, what: &str) -> Option<Scalar> {
        let scalar = self.scalar(tree, what)?;
        let digits = scalar.text.bytes().filter(u8::is_ascii_digit).count();
        if digits > MAX_DIGITS {
            let message = format!("{what} has {digits} digits; the limit is {MAX_DIGITS}");
            self.report(Diagnostic::new(Code::NotANumber, message, scalar.span, ""));
            return None;
        }
        if is_decimal(&scalar.text) {
            return Some(scalar);
        }
        let diagnostic =
            Diagnostic::new(Code::NotANumber, format!("{what} must be a number"), scalar.span, "this is none");
        self.report(match suggest::number(&scalar.text) {
            Some(number) => diagnostic.replace(format!("write `{number}`"), scalar.span, number),
            None if scalar.text.contains('/') => diagnostic.help(
                "write a decimal number, such as `0.01` for `1/100`; where it would not end, measure in a smaller unit",
            ),
            None => diagnostic.help("write digits, with a point before decimal places: `12.5`"),
        });
        None
    }

    /// A whole number from 0 as text.
    pub(super) fn whole_number(&mut self, tree: &Tree, what: &str) -> Option<Scalar> {
        let scalar = self.scalar(tree, what)?;
        let all_digits = !scalar.text.is_empty() && scalar.text.bytes().all(|byte| byte.is_ascii_digit());
        if all_digits && scalar.text.len() <= MAX_DIGITS {
            return Some(scalar);
        }
        self.report(
            Diagnostic::new(
                Code::NotANumber,
                format!("{what} must be a whole number from 0"),
                scalar.span,
                "this is none",
            )
            .help("write digits only: `4`"),
        );
        None
    }

    /// A text in one language or in several.
    pub(super) fn text(&mut self, tree: &Tree, what: &str) -> Option<LangText> {
        match &tree.value {
            Value::Scalar(scalar) => Some(LangText { entries: vec![(None, scalar.clone())], span: tree.span }),
            Value::Mapping(entries) if !entries.is_empty() => {
                let entries = entries.iter().filter_map(|entry| self.language(entry, what)).collect();
                Some(LangText { entries, span: tree.span })
            }
            _ => {
                let help = "write the text, or a text a language: `{zh: …, en: …}`";
                self.wrong_shape(tree, what, "a text", Some(help));
                None
            }
        }
    }

    /// A text in one of several languages.
    fn language(&mut self, entry: &Entry, what: &str) -> Option<(Option<Scalar>, Scalar)> {
        let language = &entry.key;
        if matches!(entry.value.value, Value::Missing) {
            let message = format!("{what} has no text behind `{}`", language.text);
            self.report(
                Diagnostic::new(Code::WrongShape, message, language.span, "not followed by a text").help(COMMA),
            );
            return None;
        }
        Some((Some(language.clone()), self.scalar(&entry.value, what)?))
    }

    /// A list of single values.
    pub(super) fn list(&mut self, tree: &Tree, what: &str) -> Option<Spanned<Vec<Scalar>>> {
        let items = self.sequence(tree, what)?;
        let value = items.iter().filter_map(|item| self.scalar(item, what)).collect();
        Some(Spanned { value, span: tree.span })
    }

    /// A list of anything.
    pub(super) fn sequence<'t>(&mut self, tree: &'t Tree, what: &str) -> Option<&'t [Tree]> {
        match &tree.value {
            Value::Sequence(items) => Some(items),
            Value::Scalar(scalar) => {
                let found = "this is a single value";
                let insert = |at: u32, text: &str| crate::diagnostic::Edit {
                    span: Span { start: at, end: at, ..scalar.span },
                    text: text.to_owned(),
                };
                let mut diagnostic =
                    Diagnostic::new(Code::WrongShape, format!("{what} must be a list"), tree.span, found);
                diagnostic.fix = Some(crate::diagnostic::Fix {
                    message: "put it in brackets".to_owned(),
                    edits: vec![insert(scalar.span.start, "["), insert(scalar.span.end, "]")],
                });
                self.report(diagnostic);
                None
            }
            _ => {
                self.wrong_shape(
                    tree,
                    what,
                    "a list",
                    Some("write it as `[…, …]`, or a line with `- ` for each entry"),
                );
                None
            }
        }
    }

    /// One word, or a mapping from names of the author to words.
    pub(super) fn choices(&mut self, tree: &Tree, what: &str, known: &[&str]) -> Option<Spanned<Choices>> {
        let value = match &tree.value {
            Value::Mapping(entries) if !entries.is_empty() => entries
                .iter()
                .filter_map(|entry| Some((Some(entry.key.clone()), self.word(&entry.value, what, known)?)))
                .collect(),
            Value::Scalar(_) => vec![(None, self.word(tree, what, known)?)],
            _ => {
                self.wrong_shape(tree, what, "a word, or a mapping to words", None);
                return None;
            }
        };
        Some(Spanned { value, span: tree.span })
    }

    /// `min`, `max`, `above` and `below`.
    pub(super) fn bounds(&mut self, fields: &Fields<'_>) -> Bounds {
        let mut bound = |key| fields.get(key).and_then(|tree| self.number(tree, &format!("`{key}`")));
        Bounds { min: bound("min"), max: bound("max"), above: bound("above"), below: bound("below") }
    }
}

fn unknown_word(scalar: &Scalar, what: &str, known: &[&str]) -> Diagnostic {
    let list = suggest::choice(known.iter().copied());
    let message = format!("{what} cannot be `{}`", scalar.text);
    let diagnostic = Diagnostic::new(Code::UnknownWord, message, scalar.span, format!("may be {list}"));
    let near = suggest::nearest_word(&scalar.text, known.iter().copied());
    match near.or_else(|| words::meant(&scalar.text, |word| known.contains(&word))) {
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), scalar.span, near),
        None if what == "`type`" => diagnostic.help(format!("write {list}; a figure says its `unit` and no `type`")),
        None => diagnostic.help(format!("write {list}")),
    }
}

/// Whether a text is a decimal number: a sign, digits, and a point with digits behind it.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, places) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(places)
}
