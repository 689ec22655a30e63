//! What becomes of each node.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::nodes::{DIMENSIONS, HEADER, Kind, ROOT, is_children_key};
use super::super::same::same;
use super::kin::{self, Kin};
use super::part::{self, Part, Parts, text, value};
use super::place::{Child, Places, places};
use crate::source::Span;
use crate::yaml::{Entry, Scalar, Tree, Value};

/// Keys that speak of the revision before.
const OF_LINEAGE: [&str; 3] = ["was", "comparable", "because"];

/// An entry of `changes`.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) comments: Vec<String>,
    /// None where there is no change, and something to say of it.
    pub(super) entry: Option<Entry>,
}

/// What becomes of one node, as it is found out.
#[derive(Debug, Default)]
struct Said {
    comments: Vec<String>,
    is_gone: bool,
    fields: Vec<Entry>,
    /// `before` or `after` which sibling the node itself stands.
    place: Option<(&'static str, String)>,
}

/// The changes, in the order of the earlier form.
pub(super) fn changes(old: &Parts<'_>, new: &Parts<'_>, kin: &Kin, before: &Tree, after: &Tree) -> Vec<Change> {
    let make = Maker { span: before.span };
    let mut writer = Writer { old, new, kin, make, said: BTreeMap::new() };
    for (at, was) in kin.was.iter().enumerate() {
        if let Some(was) = was {
            writer.goes_on(*was, at);
        }
    }
    writer.gone(part::entries(after));
    writer.own_places();
    writer.reasons();
    let said = std::mem::take(&mut writer.said);
    let change = |(was, said): (usize, Said)| {
        let address = &old.get(was)?.address;
        let value = match said {
            Said { is_gone: true, ref fields, .. } if fields.is_empty() => make.word("gone"),
            Said { is_gone: true, ref fields, .. } => {
                let first = make.entry("becomes", make.word("gone"));
                make.mapping(std::iter::once(first).chain(fields.iter().cloned()).collect())
            }
            Said { ref fields, .. } => make.mapping(fields.clone()),
        };
        let entry = (said.is_gone || !said.fields.is_empty()).then(|| make.entry(address, value));
        Some(Change { comments: said.comments, entry })
    };
    said.into_iter().filter_map(change).collect()
}

struct Writer<'s, 't> {
    old: &'s Parts<'t>,
    new: &'s Parts<'t>,
    kin: &'s Kin,
    make: Maker,
    said: BTreeMap<usize, Said>,
}

impl Writer<'_, '_> {
    fn say(&mut self, was: usize, key: &str, value: Tree) {
        let entry = self.make.entry(key, value);
        self.said.entry(was).or_default().fields.push(entry);
    }

    /// A node that goes on, and what stands beneath it.
    fn goes_on(&mut self, was: usize, at: usize) {
        let (Some(old), Some(new)) = (self.old.get(was), self.new.get(at)) else { return };
        if let Some(what) = self.kin.guessed.get(&at) {
            let comment = format!("taken for `{}`, which has the same {what}: is it?", new.address);
            self.said.entry(was).or_default().comments.push(comment);
        }
        if kin::is_restated(old, new) {
            return;
        }
        if !new.id.is_empty() && old.id != new.id {
            self.say(was, "id", self.make.word(&new.id));
        }
        let above = new.parent.and_then(|above| self.kin.was.get(above).copied().flatten());
        if new.parent.is_some() && (above.is_none() || above != old.parent) {
            let under = new.parent.map(|above| self.place(above)).unwrap_or_default();
            self.say(was, "under", self.make.word(&under));
        }
        if !matches!(new.kind, Kind::Root | Kind::Header | Kind::Dimensions) {
            self.attributes(was, old, new);
        }
        if at != DIMENSIONS && !(at == HEADER && old.children.is_empty()) {
            self.beneath(was, at);
        }
    }

    /// What a node says otherwise than before.
    fn attributes(&mut self, was: usize, old: &Part<'_>, new: &Part<'_>) {
        for entry in new.entries {
            let key = entry.key.text.as_str();
            let is_said = match key {
                "id" | "was" => false,
                "comparable" => text(&entry.value) == Some("no"),
                "because" => true,
                _ if is_list(entry) => false,
                _ => value(old.entries, key).is_none_or(|old| !same(old, &entry.value)),
            };
            if is_said {
                self.say(was, key, entry.value.clone());
            }
        }
        for entry in old.entries {
            let key = entry.key.text.as_str();
            if key != "id" && !OF_LINEAGE.contains(&key) && !is_list(entry) && value(new.entries, key).is_none() {
                self.say(was, key, Tree { value: Value::Missing, span: self.make.span });
            }
        }
        match (old.list, new.list) {
            (Some(old), Some(new)) if old.text != new.text => self.say(was, "becomes", self.make.word(&new.text)),
            (None, Some(new)) => self.say(was, "becomes", self.make.word(&new.text)),
            _ => {}
        }
    }

    /// What is new beneath a node that goes on, and what stands elsewhere among its siblings than it did.
    fn beneath(&mut self, was: usize, at: usize) {
        let (Some(old), Some(new)) = (self.old.get(was), self.new.get(at)) else { return };
        let order: BTreeMap<usize, usize> =
            old.children.iter().enumerate().map(|(place, child)| (*child, place)).collect();
        let children: Vec<Child> = new
            .children
            .iter()
            .map(|child| match self.kin.was.get(*child).copied().flatten() {
                None => Child::New,
                Some(was) => order.get(&was).map_or(Child::Moved, |place| Child::Stood(*place)),
            })
            .collect();
        let adds = |at: &usize| {
            let beneath = self.new.get(*at).map(|part| part.children.as_slice()).unwrap_or_default();
            beneath.iter().any(|beneath| self.kin.is_new(*beneath))
        };
        let adding: Vec<bool> = new.children.iter().map(adds).collect();
        let Places { placed, new_are_placed, first_free } = places(&children, &adding);
        let added: Vec<Tree> = new
            .children
            .iter()
            .filter(|child| self.kin.is_new(**child))
            .map(|child| bare(self.new, self.kin, *child, self.make))
            .collect();
        let first = children.iter().position(|child| *child == Child::New);
        if !added.is_empty() {
            self.say(was, "add", self.make.list(added));
        }
        let beside = |place: usize| self.beside(&new.children, place, first_free);
        if let Some((key, other)) = first.filter(|_| new_are_placed).and_then(beside) {
            self.say(was, key, self.make.word(&other));
        }
        for place in placed {
            let was = new.children.get(place).and_then(|child| self.kin.was.get(*child).copied().flatten());
            let beside = self.beside(&new.children, place, first_free);
            if let Some(was) = was {
                self.said.entry(was).or_default().place = beside;
            }
        }
    }

    /// Beside which sibling something stands.
    fn beside(&self, siblings: &[usize], place: usize, first_free: Option<usize>) -> Option<(&'static str, String)> {
        let (key, other) = match place.checked_sub(1) {
            Some(before) => ("after", Some(before)),
            None => ("before", first_free),
        };
        let other = other.and_then(|other| siblings.get(other)).and_then(|other| self.new.get(*other))?;
        Some((key, other.id.clone()))
    }

    /// Says of nodes where they stand. Where a node adds, that would be the place of what it adds.
    fn own_places(&mut self) {
        for (was, said) in &mut self.said {
            let is_empty = self.old.get(*was).is_some_and(|old| old.list.is_none());
            let Some((key, other)) = said.place.take() else { continue };
            let at = |key: &str| said.fields.iter().position(|field| field.key.text == key);
            match (at("add"), at("becomes")) {
                (None, _) => {}
                // What had nothing beneath it can get it as a whole.
                (Some(add), Some(becomes)) if is_empty && at("before").or(at("after")).is_none() => {
                    let relation =
                        said.fields.get(becomes).and_then(|field| text(&field.value)).unwrap_or_default().to_owned();
                    if let Some(add) = said.fields.get_mut(add) {
                        add.key = self.make.entry(&relation, add.value.clone()).key;
                    }
                    said.fields.remove(becomes);
                }
                _ => {
                    let comment = format!("it stood {key} `{other}`, which cannot be said beside what it adds");
                    said.comments.push(comment);
                    continue;
                }
            }
            said.fields.push(self.make.entry(key, self.make.word(&other)));
        }
    }

    /// What a node of the later form is called where it is named in changes.
    fn place(&self, at: usize) -> String {
        let Some(part) = self.new.get(at) else { return String::new() };
        let was = self.kin.was.get(at).copied().flatten().and_then(|was| self.old.get(was));
        if let Some(was) = was {
            return was.address.clone();
        }
        match (part.kind, part.parent) {
            (Kind::Dimension, _) | (_, None) => part.address.clone(),
            (Kind::Member, Some(above)) => {
                let above = self.place(above);
                let dimension = above.split_once('[').map_or(above.as_str(), |(dimension, _)| dimension);
                format!("{dimension}[{}]", part.id)
            }
            (_, Some(ROOT)) => part.id.clone(),
            (_, Some(above)) => format!("{}.{}", self.place(above), part.id),
        }
    }

    /// Gives the reason for a merger to what is merged, and takes reasons away that are said of no change.
    fn reasons(&mut self) {
        let is_reason = |field: &Entry| field.key.text == "because";
        let alone: Vec<usize> = self
            .said
            .iter()
            .filter(|(_, said)| !said.is_gone && !said.fields.is_empty() && said.fields.iter().all(is_reason))
            .map(|(was, _)| *was)
            .collect();
        for was in alone {
            let is = self.kin.is.get(was).copied().flatten();
            let merged = self.kin.merged.iter().position(|into| is.is_some() && *into == is);
            let reason = self.said.get_mut(&was).map(|said| std::mem::take(&mut said.fields)).unwrap_or_default();
            if let Some(merged) = merged.and_then(|merged| self.said.get_mut(&merged)) {
                merged.fields.extend(reason);
                continue;
            }
            let address = self.old.get(was).map_or("", |old| old.address.as_str());
            let comment = format!("`{address}` has a reason, and nothing of it changes");
            self.said.entry(was).or_default().comments.push(comment);
        }
    }

    /// What is no longer there: the topmost, and what has a reason of its own.
    fn gone(&mut self, after: &[Entry]) {
        let reasons = value(after, "gone").map(part::entries).unwrap_or_default();
        let mut reason: BTreeMap<usize, &Tree> = BTreeMap::new();
        for entry in reasons {
            if let (Some(at), false) = (self.old.find(&entry.key.text), matches!(entry.value.value, Value::Missing)) {
                reason.insert(at, &entry.value);
            }
        }
        let mut gone: BTreeSet<usize> = BTreeSet::new();
        for (was, old) in self.old.list.iter().enumerate() {
            let is = self.kin.is.get(was).copied().flatten().and_then(|is| self.new.get(is));
            if is.is_some_and(|new| kin::is_restated(old, new)) {
                // What it had goes with what it said.
                gone.insert(was);
            }
            if is.is_some() {
                continue;
            }
            let because = reason.get(&was).map(|because| (*because).clone());
            if let Some(target) = self.kin.merged.get(was).copied().flatten() {
                let into = self.place(target);
                self.say(was, "into", self.make.word(&into));
            } else {
                let is_taken_along = old.parent.is_some_and(|above| gone.contains(&above));
                gone.insert(was);
                if is_taken_along && because.is_none() {
                    continue;
                }
                self.said.entry(was).or_default().is_gone = true;
            }
            if let Some(because) = because {
                self.say(was, "because", because);
            }
        }
    }
}

fn is_list(entry: &Entry) -> bool {
    is_children_key(&entry.key.text) && matches!(entry.value.value, Value::Sequence(_))
}

/// A node as it is written where it is new: without what it was, and without what comes to it from elsewhere.
pub(super) fn bare(parts: &Parts<'_>, kin: &Kin, at: usize, make: Maker) -> Tree {
    let Some(part) = parts.get(at) else { return make.mapping(Vec::new()) };
    let entries = part.entries.iter().filter(|entry| !["was", "comparable"].contains(&entry.key.text.as_str()));
    let said = entries.map(|entry| {
        if !is_list(entry) {
            return entry.clone();
        }
        let new: Vec<Tree> =
            part.children.iter().filter(|at| kin.is_new(**at)).map(|at| bare(parts, kin, *at, make)).collect();
        // Where all comes from elsewhere, the empty list says that something stands there.
        Entry { key: entry.key.clone(), value: make.list(new) }
    });
    make.mapping(said.collect())
}

/// Makes trees that stand nowhere in particular.
#[derive(Clone, Copy, Debug)]
pub(super) struct Maker {
    pub(super) span: Span,
}

impl Maker {
    pub(super) fn word(self, text: &str) -> Tree {
        Tree { value: Value::Scalar(Scalar::verbatim(text, self.span)), span: self.span }
    }

    pub(super) fn entry(self, key: &str, value: Tree) -> Entry {
        Entry { key: Scalar::verbatim(key, self.span), value }
    }

    pub(super) fn list(self, items: Vec<Tree>) -> Tree {
        Tree { value: Value::Sequence(Rc::new(items)), span: self.span }
    }

    pub(super) fn mapping(self, entries: Vec<Entry>) -> Tree {
        Tree { value: Value::Mapping(Rc::new(entries)), span: self.span }
    }
}
