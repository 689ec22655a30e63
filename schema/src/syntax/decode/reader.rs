//! Fields of a mapping: taken by name, those that the language lacks reported.

use super::words;
use crate::diagnostic::{Code, Diagnostic, report};
use crate::source::Span;
use crate::suggest;
use crate::syntax::Key;
use crate::yaml::{Entry, Tree, Value};

/// What to do where a comma has cut a text in two.
pub(super) const COMMA: &str = "if this is the rest of the text before the comma, put the whole text in quotes";

/// What decoding writes to.
#[derive(Debug)]
pub(super) struct Decoder<'o> {
    out: &'o mut Vec<Diagnostic>,
}

/// The fields of one mapping.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    entries: &'t [Entry],
    /// All of the mapping.
    pub(super) span: Span,
    what: &'static str,
    /// Keys that misspelt ones were taken for; they are not reported as missing too.
    meant: Vec<&'static str>,
}

impl<'o> Decoder<'o> {
    pub(super) fn new(out: &'o mut Vec<Diagnostic>) -> Self {
        Self { out }
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        report(self.out, diagnostic);
    }

    /// The fields of `tree`, which is `what`, out of the keys in `known`.
    pub(super) fn fields<'t>(
        &mut self,
        tree: &'t Tree,
        what: &'static str,
        known: &[&[&'static str]],
    ) -> Option<Fields<'t>> {
        let entries = self.mapping(tree, what)?;
        let mut fields = Fields { entries, span: tree.span, what, meant: Vec::new() };
        for entry in entries {
            let name = entry.key.text.as_str();
            if known.iter().any(|known| known.contains(&name)) {
                continue;
            }
            let keys = || known.iter().copied().flatten().copied();
            let says = |key: &str| entries.iter().any(|entry| entry.key.text == key);
            let nearest = suggest::nearest(name, keys())
                .or_else(|| words::meant(name, |word| keys().any(|key| key == word) && !says(word)));
            let said = nearest.is_some_and(says);
            fields.meant.extend(known.iter().copied().flatten().copied().find(|key| Some(*key) == nearest));
            self.report(unknown_key(entry, what, nearest, said, known));
        }
        Some(fields)
    }

    /// The entries of a mapping whose keys are the author's.
    pub(super) fn mapping<'t>(&mut self, tree: &'t Tree, what: &str) -> Option<&'t [Entry]> {
        match &tree.value {
            Value::Mapping(entries) => Some(entries),
            _ => {
                self.wrong_shape(tree, what, "a mapping", Some("write it as `{key: value, …}`"));
                None
            }
        }
    }

    /// Says that `tree`, which is `what`, should be `wanted`.
    pub(super) fn wrong_shape(&mut self, tree: &Tree, what: &str, wanted: &str, help: Option<&str>) {
        let found = match &tree.value {
            Value::Broken => return,
            Value::Missing => "nothing stands here",
            Value::Scalar(_) => "this is a single value",
            Value::Sequence(_) => "this is a list",
            Value::Mapping(_) => "this is a mapping",
        };
        let diagnostic = Diagnostic::new(Code::WrongShape, format!("{what} must be {wanted}"), tree.span, found);
        self.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

impl<'t> Fields<'t> {
    /// The value of a key, where it was said.
    pub(super) fn get(&self, key: &str) -> Option<&'t Tree> {
        self.entry(key).map(|entry| &entry.value)
    }

    pub(super) fn entry(&self, key: &str) -> Option<&'t Entry> {
        self.entries.iter().find(|entry| entry.key.text == key)
    }

    /// The value of a key that must be there.
    pub(super) fn required(&self, key: &'static str, decoder: &mut Decoder<'_>) -> Option<&'t Tree> {
        let found = self.get(key);
        if found.is_none() && !self.meant.contains(&key) {
            decoder.report(
                Diagnostic::new(Code::MissingKey, format!("{} needs `{key}`", self.what), self.first_line(), "")
                    .help(format!("add `{key}: …`")),
            );
        }
        found
    }

    /// Every key with its place, in file order.
    pub(super) fn keys(&self) -> Vec<Key> {
        self.entries
            .iter()
            .map(|entry| Key { name: entry.key.text.clone(), span: entry.key.span, value: entry.value.span })
            .collect()
    }

    /// Where a missing key is shown: the first key, or the whole of an empty mapping.
    fn first_line(&self) -> Span {
        self.entries
            .first()
            .map_or(self.span, |entry| Span { end: entry.value.span.end.max(entry.key.span.end), ..entry.key.span })
    }
}

fn unknown_key(entry: &Entry, what: &str, nearest: Option<&str>, said: bool, known: &[&[&str]]) -> Diagnostic {
    let key = &entry.key;
    let name = &key.text;
    let diagnostic = Diagnostic::new(
        Code::UnknownKey,
        format!("{what} has no key `{name}`"),
        key.span,
        "not a key that may stand here",
    );
    if name == "<<" {
        return diagnostic
            .note("Merge keys are no part of YAML 1.2.")
            .help("write the keys out, or use an alias for the whole value");
    }
    match nearest {
        // Another spelling of a key that is there would only make it stand twice.
        Some(near) if said => diagnostic.help(format!("`{near}` is said here already: take one of the two away")),
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), key.span, near),
        // A comma ends a text in braces, and what follows it becomes a key without a value.
        None if matches!(entry.value.value, Value::Missing) => diagnostic.help(COMMA),
        None => diagnostic.help(format!("the keys are {}", suggest::list(known.iter().copied().flatten().copied()))),
    }
}
