//! Trees beside one another, and small ones made.

use std::rc::Rc;

use crate::source::Span;
use crate::yaml::{Entry, Scalar, Tree, Value};

/// Whether two trees say the same, wherever they stand.
pub(super) fn same(one: &Tree, other: &Tree) -> bool {
    match (&one.value, &other.value) {
        (Value::Missing, Value::Missing) | (Value::Broken, Value::Broken) => true,
        (Value::Scalar(one), Value::Scalar(other)) => one.text == other.text,
        (Value::Sequence(one), Value::Sequence(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| same(one, other))
        }
        (Value::Mapping(one), Value::Mapping(other)) => {
            one.len() == other.len()
                && one.iter().all(|entry| {
                    let twin = other.iter().find(|twin| twin.key.text == entry.key.text);
                    twin.is_some_and(|twin| same(&entry.value, &twin.value))
                })
        }
        _ => false,
    }
}

/// Whether a tree is this word.
pub(super) fn is_word(tree: &Tree, word: &str) -> bool {
    matches!(&tree.value, Value::Scalar(scalar) if scalar.text == word)
}

/// A single value that is said at a place.
pub(super) fn scalar(text: &str, span: Span) -> Tree {
    Tree { value: Value::Scalar(Scalar::verbatim(text, span)), span }
}

pub(super) fn sequence(items: Vec<Tree>, span: Span) -> Tree {
    Tree { value: Value::Sequence(Rc::new(items)), span }
}

pub(super) fn mapping(entries: Vec<Entry>, span: Span) -> Tree {
    Tree { value: Value::Mapping(Rc::new(entries)), span }
}

pub(super) fn entry(key: &str, span: Span, value: Tree) -> Entry {
    Entry { key: Scalar::verbatim(key, span), value }
}
