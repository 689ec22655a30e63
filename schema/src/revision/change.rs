//! What `changes` says, each entry with what it is about.
//!
//! After this: every key of a change is one of the language's, and every address is one of the base.

use std::collections::BTreeMap;

use super::address::{Addresses, Target};
use super::nodes::{Kind, Nodes};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::decode;
use crate::syntax::decode::words;
use crate::yaml::{Entry, Scalar, Tree, Value};

/// All changes of nodes and of checks.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) nodes: Vec<Change>,
    pub(super) checks: Vec<CheckChange>,
}

/// What becomes of a node.
#[derive(Debug)]
pub(super) struct Change {
    /// The address, as it is written.
    pub(super) key: Scalar,
    pub(super) target: usize,
    /// `gone`, or `becomes: gone`.
    pub(super) gone: Option<Span>,
    pub(super) id: Option<Entry>,
    pub(super) under: Option<Scalar>,
    pub(super) into: Option<Scalar>,
    pub(super) becomes: Option<Scalar>,
    pub(super) add: Option<Entry>,
    /// `before` or `after`, and what stands there.
    pub(super) place: Option<(Place, Scalar)>,
    pub(super) because: Option<Entry>,
    /// Keys of the node that are set.
    pub(super) set: Vec<Entry>,
    /// All of what it says.
    pub(super) span: Span,
}

/// On which side of another node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    After,
}

/// What becomes of a check.
#[derive(Debug)]
pub(super) struct CheckChange {
    pub(super) key: Scalar,
    pub(super) node: usize,
    pub(super) id: String,
    /// What is set; none where it is gone.
    pub(super) set: Option<Vec<Entry>>,
}

impl Change {
    /// Whether the node is no longer there afterwards.
    pub(super) const fn removes(&self) -> bool {
        self.gone.is_some() || self.into.is_some()
    }

    /// Whether it says anything beside what becomes of the node as a whole, and why.
    pub(super) fn says_more(&self) -> Option<Span> {
        let keys = [self.under.as_ref(), self.becomes.as_ref(), self.place.as_ref().map(|(_, at)| at)];
        let entries = self.id.iter().chain(&self.add).chain(&self.set).map(|entry| entry.key.span);
        entries.chain(keys.into_iter().flatten().map(|said| said.span)).next()
    }
}

/// Reads `changes`.
pub(super) fn changes(value: &Tree, addresses: &Addresses<'_>, out: &mut Vec<Diagnostic>) -> Changes {
    let mut changes = Changes::default();
    let entries = match &value.value {
        Value::Mapping(entries) => entries,
        Value::Missing | Value::Broken => return changes,
        _ => {
            decode::mapping(value, "`changes`", out);
            return changes;
        }
    };
    let mut nodes: BTreeMap<usize, Span> = BTreeMap::new();
    let mut checks: BTreeMap<(usize, String), Span> = BTreeMap::new();
    for entry in entries.iter() {
        let first = match addresses.target(&entry.key) {
            Err(diagnostic) => {
                out.push(*diagnostic);
                continue;
            }
            Ok(Target::Node(target)) => {
                let change = change(entry, target, addresses.nodes, out);
                changes.nodes.extend(change);
                nodes.insert(target, entry.key.span)
            }
            Ok(Target::Check { node, id }) => {
                changes.checks.extend(check(entry, node, &id, out));
                checks.insert((node, id), entry.key.span)
            }
        };
        if let Some(first) = first {
            out.push(
                Diagnostic::new(
                    Code::ChangesConflict,
                    format!("`{}` is another name of what an entry above changes", entry.key.text),
                    entry.key.span,
                    "again here",
                )
                .also(first, "first here")
                .help("make one entry of the two"),
            );
        }
    }
    // What is said in which order means nothing.
    changes.nodes.sort_by_key(|change| change.target);
    changes.checks.sort_by(|one, other| (one.node, &one.id).cmp(&(other.node, &other.id)));
    changes
}

/// What one entry says of a node.
fn change(entry: &Entry, target: usize, nodes: &Nodes, out: &mut Vec<Diagnostic>) -> Option<Change> {
    let kind = nodes.kind(target)?;
    let mut change = Change {
        key: entry.key.clone(),
        target,
        gone: None,
        id: None,
        under: None,
        into: None,
        becomes: None,
        add: None,
        place: None,
        because: None,
        set: Vec::new(),
        span: entry.value.span,
    };
    if let Value::Scalar(word) = &entry.value.value {
        if word.text != "gone" {
            out.push(wrong_shape(&entry.key.text, &entry.value));
            return None;
        }
        change.gone = Some(word.span);
        does_not_go_with(kind, "gone", word.span, &[Kind::Root, Kind::Header], out);
        return Some(change);
    }
    let Value::Mapping(said) = &entry.value.value else {
        if !matches!(entry.value.value, Value::Broken) {
            out.push(wrong_shape(&entry.key.text, &entry.value));
        }
        return None;
    };
    if said.is_empty() {
        out.push(nothing(&entry.key.text, entry.value.span));
        return None;
    }
    let at = words::NODE.iter().position(|key| *key == "was").unwrap_or_default();
    let (before, after) = (words::NODE.get(..at).unwrap_or_default(), words::NODE.get(at + 1..).unwrap_or_default());
    let known = [words::CHANGE, before, after];
    if said.iter().any(|part| part.key.text == "was") {
        let was = said.iter().find(|part| part.key.text == "was");
        out.extend(was.map(|was| {
            Diagnostic::new(
                Code::KeyDoesNotApply,
                "`was` stands in a change",
                was.key.span,
                "the key of a change says it",
            )
            .help("take it away; `id` renames, `under` moves, `into` merges")
        }));
        return None;
    }
    decode::keys(&entry.value, "a change", &known, out)?;
    let found = out.len();
    for part in said.iter().filter(|part| known.iter().any(|known| known.contains(&part.key.text.as_str()))) {
        change.part(part, kind, out);
    }
    (out.len() == found).then_some(change)
}

impl Change {
    /// Takes one key of a change in.
    fn part(&mut self, part: &Entry, kind: Kind, out: &mut Vec<Diagnostic>) {
        use Kind::{Dimension, Field, Header, Root};
        let key = part.key.text.as_str();
        let not_of: &[Kind] = match key {
            "id" => &[Root, Header],
            "under" | "into" => &[Root, Header, Dimension, Field],
            "becomes" => &[Root, Header, Field],
            "add" => &[Field],
            "before" | "after" | "because" => &[],
            // The header is a list: it has nothing to set.
            _ => &[Header],
        };
        if !does_not_go_with(kind, key, part.key.span, not_of, out) {
            return;
        }
        let mut scalar = || decode::scalar(&part.value, &format!("`{key}`"), out);
        match key {
            "id" => self.id = scalar().map(|_| part.clone()),
            "under" => self.under = scalar(),
            "into" => self.into = scalar(),
            "before" | "after" => {
                let place = if key == "before" { Place::Before } else { Place::After };
                let Some(other) = scalar() else { return };
                if let Some((_, first)) = &self.place {
                    out.push(
                        Diagnostic::new(
                            Code::KeysExclude,
                            "`before` and `after` exclude each other",
                            part.key.span,
                            "",
                        )
                        .also(first.span, "the other one")
                        .help("keep one of the two"),
                    );
                }
                self.place = Some((place, other));
            }
            "becomes" => match decode::word(&part.value, "`becomes`", words::BECOMES, out) {
                Some(word) if word.text == "gone" => self.gone = Some(word.span),
                word => self.becomes = word,
            },
            "add" => {
                if let Some(nodes) = decode::sequence(&part.value, "`add`", out) {
                    if nodes == 0 {
                        out.push(nothing("add", part.value.span));
                    }
                    self.add = Some(part.clone());
                }
            }
            "because" => self.because = Some(part.clone()),
            _ => self.set.push(part.clone()),
        }
    }
}

/// What one entry says of a check.
fn check(entry: &Entry, node: usize, id: &str, out: &mut Vec<Diagnostic>) -> Option<CheckChange> {
    let set = match &entry.value.value {
        Value::Scalar(word) if word.text == "gone" => None,
        Value::Mapping(_) => {
            decode::keys(&entry.value, "a check", &[words::CHECK], out)?;
            let Value::Mapping(parts) = &entry.value.value else { return None };
            if parts.is_empty() {
                out.push(nothing(&entry.key.text, entry.value.span));
                return None;
            }
            Some(parts.to_vec())
        }
        Value::Broken => return None,
        _ => {
            out.push(wrong_shape(&entry.key.text, &entry.value));
            return None;
        }
    };
    Some(CheckChange { key: entry.key.clone(), node, id: id.to_owned(), set })
}

/// Reports a key that does not go with what is changed; whether it does.
fn does_not_go_with(kind: Kind, key: &str, span: Span, not_of: &[Kind], out: &mut Vec<Diagnostic>) -> bool {
    if !not_of.contains(&kind) {
        return true;
    }
    out.push(
        Diagnostic::new(
            Code::KeyDoesNotApply,
            format!("`{key}` does not go with {}", kind.describe()),
            span,
            "this is for other nodes",
        )
        .help(match key {
            "under" | "into" | "becomes" => "take it away; items and members move, merge and become others",
            _ => "take it away, or change what stands beneath",
        }),
    );
    false
}

fn wrong_shape(address: &str, value: &Tree) -> Diagnostic {
    Diagnostic::new(
        Code::WrongShape,
        format!("the change of `{address}` must be `gone` or a mapping"),
        value.span,
        "neither of them",
    )
    .help("write what becomes of it: `gone`, `{label: …}`, `{id: …}`, `{under: …}`, `{add: […]}`")
}

/// A change that says nothing.
pub(super) fn nothing(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NothingChanges, format!("`{what}` changes nothing"), span, "as it was")
        .help("take it away, or write what becomes of it")
}
