//! What a revising file says beside its changes.

use super::super::nodes::{DIMENSIONS, HEADER, ROOT};
use super::super::same::same;
use super::change::{self, Maker};
use super::kin::{self, Kin};
use super::part::{Parts, value};
use crate::source::Span;
use crate::yaml::{Entry, Tree, Value};

/// Mappings that extend those of the earlier form, entry by entry.
const TABLES: [&str; 5] = ["units", "marks", "codes", "messages", "imprint"];

/// What stands elsewhere: nodes, and what speaks of the revision before.
const ELSEWHERE: [&str; 6] = ["items", "header", "dimensions", "revises", "changes", "gone"];

/// The entries of the top level but for `changes`.
pub(super) fn entries(old: &Parts<'_>, new: &Parts<'_>, kin: &Kin, revises: &str, span: Span) -> Vec<Entry> {
    let make = Maker { span };
    let mut made: Vec<Entry> = Vec::new();
    let before = old.get(ROOT).map_or(&[][..], |root| root.entries);
    let after = new.get(ROOT).map_or(&[][..], |root| root.entries);
    for entry in after {
        let key = entry.key.text.as_str();
        if ELSEWHERE.contains(&key) {
            continue;
        }
        let old = value(before, key);
        let is_own = ["tallyform", "form", "revision", "because"].contains(&key);
        match (old.map(|old| (old, &old.value)), &entry.value.value) {
            (Some((_, Value::Mapping(old))), Value::Mapping(new)) if TABLES.contains(&key) => {
                let said = table(make, old, new);
                made.extend((!said.is_empty()).then(|| make.entry(key, make.mapping(said))));
            }
            (Some((old, _)), _) if !is_own && same(old, &entry.value) => {}
            _ => made.push(entry.clone()),
        }
        if key == "revision" {
            made.push(make.entry("revises", make.word(revises)));
        }
    }
    for entry in before {
        let key = entry.key.text.as_str();
        if ELSEWHERE.contains(&key) || key == "because" || value(after, key).is_some() {
            continue;
        }
        made.push(match &entry.value.value {
            // A table is extended; what it has goes an entry at a time.
            Value::Mapping(old) if TABLES.contains(&key) => make.entry(key, make.mapping(table(make, old, &[]))),
            _ => make.entry(key, Tree { value: Value::Missing, span }),
        });
    }
    let children = |of: usize| new.get(of).map(|of| of.children.as_slice()).unwrap_or_default();
    let bare = |at: usize| change::bare(new, kin, at, make);
    if old.get(HEADER).is_some_and(|header| header.children.is_empty()) && !children(HEADER).is_empty() {
        made.push(make.entry("header", make.list(children(HEADER).iter().map(|field| bare(*field)).collect())));
    }
    let is_written = |at: usize| {
        let was = kin.was.get(at).copied().flatten().and_then(|was| old.get(was));
        was.is_none_or(|was| new.get(at).is_some_and(|new| kin::is_restated(was, new)))
    };
    let written = children(DIMENSIONS).iter().copied().filter(|at| is_written(*at));
    let written: Vec<Entry> = written.filter_map(|at| Some(make.entry(&new.get(at)?.id, bare(at)))).collect();
    made.extend((!written.is_empty()).then(|| make.entry("dimensions", make.mapping(written))));
    made
}

/// What extends a table: what is new or other, and what is gone.
fn table(make: Maker, old: &[Entry], new: &[Entry]) -> Vec<Entry> {
    let is_there = |entry: &Entry| value(old, &entry.key.text).is_some_and(|old| same(old, &entry.value));
    let mut said: Vec<Entry> = new.iter().filter(|entry| !is_there(entry)).cloned().collect();
    let gone = old.iter().filter(|entry| value(new, &entry.key.text).is_none());
    said.extend(gone.map(|entry| Entry { key: entry.key.clone(), value: make.word("gone") }));
    said
}
