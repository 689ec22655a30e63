//! References of the base follow what they name.
//!
//! After this: every name in the lines of the base means what it meant there. Where that goes on under another path, the name
//! has been written anew; where it is gone, or where the name would mean another node, that has been reported.

mod found;
mod names;

use std::collections::BTreeMap;

use super::apply::Applied;
use super::conflict::Restated;
use super::nodes::{HEADER, Nodes, Part, ROOT};
use super::same;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::yaml::{Entry, Scalar, Tree, Value};

use found::{Finder, Found, How};
use names::{Means, Names};

/// Most places of the base that one diagnostic shows.
const SHOWN: usize = 5;

/// What is known of the changes.
pub(super) struct Done<'a> {
    /// The nodes before the changes, numbered as those after them.
    pub(super) before: &'a Nodes,
    pub(super) applied: &'a Applied,
    pub(super) restated: &'a Restated,
    /// The file that says the changes. What stands in it is about the form as it is now.
    pub(super) own: FileId,
    /// Where to show what no change can be named for.
    pub(super) place: Span,
}

/// Writes the names in the lines of the base anew where they have to be.
pub(super) fn follow(nodes: &mut Nodes, done: &Done<'_>, out: &mut Vec<Diagnostic>) {
    let before = Names::new(done.before);
    let mut written = Vec::new();
    let mut reports = Reports::default();
    {
        let now = Names::new(nodes);
        let follower = Follower { done, before: &before, now: &now };
        for at in 0..done.before.len() {
            let is_there = at == ROOT || at == HEADER || now.has(at);
            let Some(node) = nodes.get(at).filter(|node| is_there && !node.is_restated) else { continue };
            for part in &node.parts {
                let Part::Entry(entry) = part else { continue };
                let finder = Finder { before: &before, now: &now, owner: at };
                if let Some(new) = follower.entry(&finder, entry, &mut reports) {
                    written.push((at, new));
                }
            }
        }
    }
    for (at, entry) in written {
        if let Some(node) = nodes.get_mut(at) {
            node.set(Part::Entry(entry));
        }
    }
    out.extend(reports.0.into_values().map(|(diagnostic, _)| diagnostic));
}

/// Diagnostics by code and by the change that they are shown at; each with the places that it shows.
#[derive(Default)]
struct Reports(BTreeMap<(Code, Span, usize), (Diagnostic, usize)>);

struct Follower<'f, 'a> {
    done: &'f Done<'f>,
    before: &'f Names<'a>,
    now: &'f Names<'a>,
}

impl Follower<'_, '_> {
    /// The entry with its names written anew; none where nothing is to be written.
    fn entry(&self, finder: &Finder<'_, '_>, entry: &Entry, reports: &mut Reports) -> Option<Entry> {
        let mut edit =
            |scalar: &Scalar, found: Vec<Found>| self.scalar(finder, &entry.key.text, scalar, found, reports);
        let value = match entry.key.text.as_str() {
            "check" => checks(&entry.value, finder, &mut edit),
            "whole" => each(&entry.value, &mut |said| edit(said, finder.path_alone(said))),
            "by" => {
                each(&entry.value, &mut |said| edit(said, finder.dimension_named(&said.text, 0).into_iter().collect()))
            }
            "except" => each(&entry.value, &mut |said| edit(said, finder.excepted(&said.text).into_iter().collect())),
            "identity" if finder.owner == ROOT => {
                each(&entry.value, &mut |said| edit(said, finder.field(&said.text).into_iter().collect()))
            }
            "of" if !self.is_list(entry) => {
                each(&entry.value, &mut |said| edit(said, finder.field(&said.text).into_iter().collect()))
            }
            "over" => {
                keys(&entry.value, &mut |said| edit(said, finder.dimension_named(&said.text, 0).into_iter().collect()))
            }
            "codes" if finder.owner == ROOT => values(&entry.value, &mut |list| {
                under(list, "within", &mut |said| {
                    each(said, &mut |said| edit(said, finder.field(&said.text).into_iter().collect()))
                })
            }),
            _ => None,
        };
        Some(Entry { key: entry.key.clone(), value: value? })
    }

    /// Whether `of` names a code list of the base.
    fn is_list(&self, of: &Entry) -> bool {
        let lists = self.done.before.get(ROOT).and_then(|root| root.entry("codes")).map(|lists| &lists.value.value);
        match (lists, &of.value.value) {
            (Some(Value::Mapping(lists)), Value::Scalar(of)) => lists.iter().any(|list| list.key.text == of.text),
            _ => false,
        }
    }

    /// A text with its names written anew.
    fn scalar(
        &self,
        finder: &Finder<'_, '_>,
        key: &str,
        scalar: &Scalar,
        found: Vec<Found>,
        reports: &mut Reports,
    ) -> Option<Scalar> {
        if scalar.span.file == self.done.own {
            return None;
        }
        let mut edits: Vec<_> = Vec::new();
        for one in found {
            if let Some(text) = self.name(finder.owner, key, scalar, &one, reports) {
                edits.push((one.range, text));
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        edits.dedup_by(|next, one| next.0.start < one.0.end);
        (!edits.is_empty()).then(|| scalar.with(&edits))
    }

    /// How a name is to be written now; none where it stays, or where it has been reported.
    fn name(&self, owner: usize, key: &str, scalar: &Scalar, one: &Found, reports: &mut Reports) -> Option<String> {
        let Found { target, now, how, .. } = one;
        let nodes = self.now.nodes;
        if !self.now.has(*target) {
            // What is written out anew is named as it was.
            let is_again = |at: usize| nodes.get(at).is_some_and(|node| node.is_restated);
            if !matches!(now, Means::Node(at) if is_again(*at)) {
                self.gone(owner, key, scalar, one, reports);
            }
            return None;
        }
        if *now == Means::Node(*target) {
            return None;
        }
        let moved = |at: usize| self.before.path(at) != self.now.path(at);
        match how {
            How::Path { .. } if !moved(*target) && !moved(owner) => {
                if let Means::Node(other) | Means::Beginning(other) = now {
                    self.another(owner, key, scalar, one, *other, reports);
                }
                None
            }
            How::Path { from_root: true, .. } => Some(format!(".{}", self.now.path(*target))),
            How::Path { .. } if key == "except" => Some(self.now.path(*target).to_owned()),
            How::Path { count, .. } => Some(self.now.spell(owner, *target, *count)),
            How::Id => nodes.id(*target),
            How::Code | How::End => match (nodes.get(*target).and_then(|node| node.entry("code")), now) {
                (Some(Entry { value: Tree { value: Value::Scalar(code), .. }, .. }), _) => {
                    Some(format!("[{}]", code.text))
                }
                (_, _) if matches!(how, How::Code) && nodes.kind(*target) != Some(super::nodes::Kind::Member) => {
                    Some(self.now.spell(owner, *target, 1))
                }
                _ => nodes.id(*target).filter(|_| matches!(how, How::Code)),
            },
            How::Member { brackets, with_dimension, of } => {
                let id = nodes.id(*target)?;
                let dimension = self.now.dimension_of(*target)?;
                let by = of.map_or_else(|| vec![dimension], |of| self.now.by(of));
                let also = by.iter().filter(|one| self.now.member_of(**one, &id).is_some()).count() > 1;
                let name = match nodes.id(dimension) {
                    Some(within) if *with_dimension || also => format!("{within}.{id}"),
                    _ => id,
                };
                Some(if *brackets { format!("[{name}]") } else { name })
            }
        }
    }

    /// Reports a name of what is gone.
    fn gone(&self, owner: usize, key: &str, scalar: &Scalar, one: &Found, reports: &mut Reports) {
        let Done { applied, restated, .. } = self.done;
        let nodes = self.now.nodes;
        let path = || std::iter::once(one.target).chain(nodes.above(one.target));
        let by = path().find_map(|at| Some((at, *applied.removed.get(&at)?)));
        let again = || {
            let (at, span) = path().find_map(|at| Some((at, *restated.get(&at)?)))?;
            // Of a dimension that is written out anew only some members may be gone.
            let is_there = nodes.id(at).is_some_and(|id| self.now.dimension(&id).is_some());
            Some((if is_there { one.target } else { at }, span))
        };
        let (end, span) = by.or_else(again).unwrap_or((one.target, self.done.place));
        let name = self.before.path(end);
        let is_merged = applied.merged.values().flatten().any(|(old, _)| *old == end);
        let how = if is_merged { "is merged into another" } else { "is no longer there" };
        let place = scalar.sub(one.range.start, one.range.end);
        let place = (place, format!("names `{}`", self.before.path(one.target)));
        reports.add((Code::NamedElsewhere, span, end), place, || {
            Diagnostic::new(
                Code::NamedElsewhere,
                format!("`{name}` {how}, and {} names it", self.saying(owner, key)),
                span,
                if is_merged { "merged here" } else { "gone by this" },
            )
            .help(self.way_out(owner, key))
        });
    }

    /// Reports a name that would mean another node than before.
    fn another(&self, owner: usize, key: &str, scalar: &Scalar, one: &Found, other: usize, reports: &mut Reports) {
        let nodes = self.now.nodes;
        let own = |span: &Span| span.file == self.done.own;
        let new = nodes.id_scalar(other).map(|id| id.span).filter(own);
        let moved = || {
            let mut path = std::iter::once(other).chain(nodes.above(other));
            path.find_map(|at| self.done.applied.elsewhere.get(&at).copied())
        };
        let span = moved().or(new).unwrap_or(self.done.place);
        let text = scalar.text.get(one.range.clone()).unwrap_or_default();
        let (was, is) = (self.before.path(one.target), self.now.path(other));
        let place = (scalar.sub(one.range.start, one.range.end), format!("means `{was}` in the form before"));
        reports.add((Code::MeansAnother, span, other), place, || {
            Diagnostic::new(
                Code::MeansAnother,
                format!("`{text}` in {} would now mean `{is}`", self.saying(owner, key)),
                span,
                "would be meant",
            )
            .help(format!(
                "give this another id, or say the name anew, as `.{}`: {}",
                self.now.path(one.target),
                self.way_out(owner, key)
            ))
        });
    }

    /// What says a name, for messages.
    fn saying(&self, owner: usize, key: &str) -> String {
        let path = self.before.nodes.get(owner).and_then(|node| node.home.as_deref()).unwrap_or(".");
        match (key, path) {
            ("check", ".") => "a check of the root".to_owned(),
            ("check", path) => format!("a check of `{path}`"),
            (key, ".") => format!("`{key}`"),
            (key, path) => format!("`{key}` of `{path}`"),
        }
    }

    fn way_out(&self, owner: usize, key: &str) -> String {
        let path = self.before.nodes.get(owner).and_then(|node| node.home.as_deref()).unwrap_or(".");
        match (key, path) {
            ("check", path) => {
                let path = if path == "." { "" } else { path };
                format!("change the check as well: `{path}:ID: {{that: …}}`, or `{path}:ID: gone`")
            }
            (key @ ("identity" | "codes"), ".") => format!("say `{key}` anew at the top level"),
            (key, path) => format!("set `{key}` as well: `{path}: {{{key}: …}}`"),
        }
    }
}

impl Reports {
    fn add(&mut self, key: (Code, Span, usize), place: (Span, String), make: impl FnOnce() -> Diagnostic) {
        let (diagnostic, places) = self.0.entry(key).or_insert_with(|| (make(), 0));
        // Aliased lines stand in one place.
        if *places < SHOWN && !diagnostic.secondary.iter().any(|label| label.span == place.0) {
            *places += 1;
            diagnostic.secondary.push(crate::diagnostic::Label { span: place.0, text: place.1 });
        }
    }
}

/// The checks of a node with their names written anew.
fn checks(
    tree: &Tree,
    finder: &Finder<'_, '_>,
    edit: &mut dyn FnMut(&Scalar, Vec<Found>) -> Option<Scalar>,
) -> Option<Tree> {
    match &tree.value {
        Value::Sequence(all) => {
            let new: Vec<Option<Tree>> = all.iter().map(|check| checks(check, finder, edit)).collect();
            if new.iter().all(Option::is_none) {
                return None;
            }
            let all = all.iter().zip(new).map(|(old, new)| new.unwrap_or_else(|| old.clone()));
            Some(same::sequence(all.collect(), tree.span))
        }
        Value::Scalar(line) => edit(line, finder.line(line)).map(|new| of(new, tree.span)),
        Value::Mapping(parts) => {
            let mut is_new = false;
            let mut entries = Vec::with_capacity(parts.len());
            for part in parts.iter() {
                let value = match part.key.text.as_str() {
                    "that" => each(&part.value, &mut |line| edit(line, finder.line(line))),
                    "message" => each(&part.value, &mut |text| edit(text, finder.message(text))),
                    "of" => each(&part.value, &mut |id| edit(id, finder.tuned(&id.text))),
                    _ => None,
                };
                is_new |= value.is_some();
                entries.push(Entry { key: part.key.clone(), value: value.unwrap_or_else(|| part.value.clone()) });
            }
            is_new.then(|| same::mapping(entries, tree.span))
        }
        _ => None,
    }
}

fn of(scalar: Scalar, span: Span) -> Tree {
    Tree { value: Value::Scalar(scalar), span }
}

/// Every single value in a tree, edited; none where none is.
fn each(tree: &Tree, edit: &mut dyn FnMut(&Scalar) -> Option<Scalar>) -> Option<Tree> {
    match &tree.value {
        Value::Scalar(scalar) => edit(scalar).map(|new| of(new, tree.span)),
        Value::Sequence(all) => {
            let new: Vec<Option<Tree>> = all.iter().map(|one| each(one, edit)).collect();
            if new.iter().all(Option::is_none) {
                return None;
            }
            let all = all.iter().zip(new).map(|(old, new)| new.unwrap_or_else(|| old.clone()));
            Some(same::sequence(all.collect(), tree.span))
        }
        Value::Mapping(_) => values(tree, &mut |value| each(value, edit)),
        _ => None,
    }
}

/// Every value of a mapping, edited.
fn values(tree: &Tree, edit: &mut dyn FnMut(&Tree) -> Option<Tree>) -> Option<Tree> {
    let Value::Mapping(entries) = &tree.value else { return None };
    let new: Vec<Option<Tree>> = entries.iter().map(|entry| edit(&entry.value)).collect();
    if new.iter().all(Option::is_none) {
        return None;
    }
    let entries = entries.iter().zip(new);
    let entries =
        entries.map(|(entry, new)| Entry { key: entry.key.clone(), value: new.unwrap_or_else(|| entry.value.clone()) });
    Some(same::mapping(entries.collect(), tree.span))
}

/// The value of one key of a mapping, edited.
fn under(tree: &Tree, key: &str, edit: &mut dyn FnMut(&Tree) -> Option<Tree>) -> Option<Tree> {
    let Value::Mapping(entries) = &tree.value else { return None };
    let mut entries = entries.to_vec();
    let at = entries.iter_mut().find(|entry| entry.key.text == key)?;
    at.value = edit(&at.value)?;
    Some(same::mapping(entries, tree.span))
}

/// Every key of a mapping, edited.
fn keys(tree: &Tree, edit: &mut dyn FnMut(&Scalar) -> Option<Scalar>) -> Option<Tree> {
    let Value::Mapping(entries) = &tree.value else { return None };
    let new: Vec<Option<Scalar>> = entries.iter().map(|entry| edit(&entry.key)).collect();
    if new.iter().all(Option::is_none) {
        return None;
    }
    let entries = entries.iter().zip(new);
    let entries =
        entries.map(|(entry, new)| Entry { key: new.unwrap_or_else(|| entry.key.clone()), value: entry.value.clone() });
    Some(same::mapping(entries.collect(), tree.span))
}
