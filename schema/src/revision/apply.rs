//! Changes done to the nodes of the base.

mod check;
mod place;

use std::collections::{BTreeMap, BTreeSet};

use super::address::Addresses;
use super::change::{Change, Changes, nothing};
use super::conflict::conflict;
use super::nodes::{HEADER, Kind, Nodes, Part, ROOT, is_children_key};
use super::same;
use super::top;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::suggest::Effort;
use crate::yaml::{Entry, Scalar, Value};

/// What is known after the changes beside the nodes themselves.
#[derive(Debug, Default)]
pub(super) struct Applied {
    /// Nodes that are no longer there themselves, and where that is said.
    pub(super) removed: BTreeMap<usize, Span>,
    /// What is gone, and why: the file's `gone`.
    pub(super) gone: Vec<(usize, Entry)>,
    /// By node what goes into it, each with the place that says so.
    pub(super) merged: BTreeMap<usize, Vec<(usize, Span)>>,
    /// Nodes that were not beneath what they are beneath, or are called otherwise, and what says so.
    pub(super) elsewhere: BTreeMap<usize, Span>,
}

/// Does the changes. `revision` is the name of the base's revision.
pub(super) fn apply(nodes: &mut Nodes, changes: &Changes, revision: &str, out: &mut Vec<Diagnostic>) -> Applied {
    let mut applied = Applied::default();
    let mut placed = place::Placements::default();
    for change in &changes.nodes {
        attributes(nodes, change, &mut applied, out);
    }
    check::checks(nodes, &changes.checks, out);
    for change in &changes.nodes {
        additions(nodes, change, &mut placed, out);
    }
    let moves = targets(nodes, changes, revision, out);
    for change in changes.nodes.iter().filter(|change| change.removes()) {
        applied.removed.insert(change.target, change.key.span);
    }
    relocate(nodes, &moves, &mut applied, out);
    merge(nodes, &moves, &mut applied, out);
    detach(nodes, &applied.removed.keys().copied().collect());
    place::place(nodes, placed, &applied.removed, out);
    for change in &changes.nodes {
        if let Some(span) = change.gone {
            let reason = change.because.as_ref().map(|because| because.value.clone());
            let value =
                reason.unwrap_or(crate::yaml::Tree { value: Value::Missing, span: Span { start: span.end, ..span } });
            let home = nodes.get(change.target).and_then(|node| node.home.clone()).unwrap_or_default();
            applied.gone.push((change.target, same::entry(&home, change.key.span, value)));
        }
    }
    childless(nodes, changes, &applied);
    applied
}

/// Sets what a change sets, renames, and turns a figure into a heading or the other way about.
fn attributes(nodes: &mut Nodes, change: &Change, applied: &mut Applied, out: &mut Vec<Diagnostic>) {
    let at = change.target;
    let says_nothing = change.says_more().is_none() && !change.removes();
    if says_nothing {
        let diagnostic = nothing(&change.key.text, change.key.span);
        out.push(match &change.because {
            Some(_) => diagnostic.note("A reason alone changes nothing."),
            None => diagnostic,
        });
        return;
    }
    for entry in &change.set {
        if is_children_key(&entry.key.text) {
            children(nodes, at, entry, applied, out);
        } else if entry.key.text == "comparable" && same::is_word(&entry.value, "yes") {
            out.push(nothing("comparable", entry.key.span).note("Figures can be compared unless somebody says `no`."));
        } else {
            top::set(nodes, at, entry, out);
        }
    }
    if let Some(because) = change.because.as_ref().filter(|_| !change.removes())
        && let Some(node) = nodes.get_mut(at)
    {
        node.set(Part::Entry(because.clone()));
    }
    if let Some(id) = &change.id {
        rename(nodes, change, id, applied, out);
    }
    let Some(word) = &change.becomes else { return };
    let Some(node) = nodes.get_mut(at) else { return };
    let old = node.parts.iter_mut().find_map(|part| match part {
        Part::List { key, .. } if is_children_key(&key.text) => Some(key),
        Part::Entry(entry) if is_children_key(&entry.key.text) => Some(&mut entry.key),
        _ => None,
    });
    match old {
        Some(old) if old.text == word.text => {
            out.push(nothing("becomes", word.span).also(old.span, "this already"));
        }
        Some(old) => *old = word.clone(),
        None => {
            let span = change.add.as_ref().map_or(word.span, |add| add.value.span);
            node.set(Part::List { key: word.clone(), span, of: at });
        }
    }
}

fn rename(nodes: &mut Nodes, change: &Change, id: &Entry, applied: &mut Applied, out: &mut Vec<Diagnostic>) {
    let Value::Scalar(new) = &id.value.value else { return };
    let same = nodes.id(change.target).is_some_and(|old| old == super::nodes::spelt(&new.text));
    if same {
        out.push(nothing("id", id.key.span).note("It is called so already."));
        return;
    }
    applied.elsewhere.insert(change.target, change.key.span);
    let Some(node) = nodes.get_mut(change.target) else { return };
    if node.key.is_some() {
        node.key = Some(new.clone());
    } else {
        node.set(Part::Entry(id.clone()));
    }
}

/// `parts` and the like, set: for what had nothing beneath it; or taken away, with what is beneath.
fn children(nodes: &mut Nodes, at: usize, entry: &Entry, applied: &mut Applied, out: &mut Vec<Diagnostic>) {
    let Some(node) = nodes.get(at) else { return };
    let list = node.list().cloned();
    let is_nothing = matches!(entry.value.value, Value::Missing);
    match list {
        Some(list) if is_nothing && list.text == entry.key.text => {
            for child in node.children.clone() {
                applied.removed.insert(child, entry.key.span);
                let home = nodes.get(child).and_then(|child| child.home.clone()).unwrap_or_default();
                applied.gone.push((child, same::entry(&home, entry.key.span, entry.value.clone())));
            }
            if let Some(node) = nodes.get_mut(at) {
                node.unset(&entry.key.text);
            }
        }
        Some(list) => out.push(
            Diagnostic::new(
                Code::KeyDoesNotApply,
                format!("`{}` is set where nodes stand beneath already", entry.key.text),
                entry.key.span,
                "would replace all of them",
            )
            .also(list.span, "these")
            .help(
                "say `add: […]` for new ones, `becomes` for another relation, and of the old ones what becomes of them",
            ),
        ),
        None if is_nothing => top::set(nodes, at, entry, out),
        None => {
            let same_key =
                node.parts.iter().find(|part| is_children_key(&part.key().text)).map(|part| part.key().text.clone());
            if let Some(Entry { value, .. }) = node.entry(&entry.key.text)
                && same::same(value, &entry.value)
            {
                out.push(nothing(&entry.key.text, entry.key.span));
                return;
            }
            let part = nodes.part(at, entry, false);
            let Some(node) = nodes.get_mut(at) else { return };
            if let Some(key) = same_key {
                node.unset(&key);
            }
            node.set(part);
        }
    }
}

/// Adds new nodes, and remembers where nodes are to stand.
fn additions(nodes: &mut Nodes, change: &Change, placed: &mut place::Placements, out: &mut Vec<Diagnostic>) {
    let at = change.target;
    let Some(add) = &change.add else {
        if let Some((side, other)) = &change.place {
            placed.push(vec![at], *side, other.clone(), change.under.is_some());
        }
        return;
    };
    let Value::Sequence(items) = &add.value.value else { return };
    if at == HEADER {
        top::ensure(nodes, "header", add.key.span, add.value.span, HEADER);
    }
    let Some(node) = nodes.get(at) else { return };
    let (kind, can) = match node.kind {
        Kind::Root => (Kind::Item, true),
        Kind::Header => (Kind::Field, true),
        Kind::Dimension | Kind::Member => (Kind::Member, node.list().is_some()),
        kind => (kind, node.list().is_some()),
    };
    if !can {
        out.push(nothing_beneath(nodes, at, "add", add.key.span));
        return;
    }
    let new: Vec<usize> = items.iter().map(|item| nodes.add(at, kind, None, item, false)).collect();
    if let Some((side, other)) = &change.place {
        placed.push(new, *side, other.clone(), true);
    }
}

/// Nodes are to stand beneath a node that has none.
fn nothing_beneath(nodes: &Nodes, at: usize, key: &str, span: Span) -> Diagnostic {
    let name = nodes.get(at).and_then(|node| node.home.clone()).or_else(|| nodes.id(at)).unwrap_or_default();
    let is_open = nodes.get(at).is_some_and(|node| node.parts.iter().any(|part| is_children_key(&part.key().text)));
    let diagnostic = Diagnostic::new(
        Code::MissingKey,
        format!("`{key}` puts nodes beneath `{name}`, which has none"),
        span,
        "beneath a node without children",
    );
    let diagnostic = match nodes.id_scalar(at) {
        Some(id) => diagnostic.also(id.span, "this node"),
        None => diagnostic,
    };
    diagnostic.help(if is_open {
        "its members are numbered or come with the report; set `items` or `parts` as a whole"
    } else {
        "say what it becomes: `becomes: items` for a heading whose figures add up to what it was, or a relation such as \
         `becomes: parts`"
    })
}

/// Where nodes go that move or merge: the change, and what it names.
struct Goal<'c> {
    change: &'c Change,
    said: &'c Scalar,
    to: usize,
}

#[derive(Default)]
struct Goals<'c> {
    under: Vec<Goal<'c>>,
    into: Vec<Goal<'c>>,
}

/// Looks up what `under` and `into` name: a node of the base, or a new one.
fn targets<'c>(nodes: &Nodes, changes: &'c Changes, revision: &str, out: &mut Vec<Diagnostic>) -> Goals<'c> {
    let addresses = Addresses { nodes, revision, effort: Effort::default() };
    let mut goals = Goals::default();
    for change in &changes.nodes {
        let kind = nodes.kind(change.target);
        for (said, is_move) in
            change.under.iter().map(|said| (said, true)).chain(change.into.iter().map(|said| (said, false)))
        {
            let found = match dimension_of(nodes, change.target) {
                // A member may be named alone.
                Some(dimension) if !said.text.contains('[') => {
                    addresses.member(dimension, &super::nodes::spelt(&said.text)).ok_or_else(|| {
                        let id = nodes.id(dimension).unwrap_or_default();
                        Box::new(
                            Diagnostic::new(
                                Code::UnknownInBase,
                                format!("the dimension `{id}` has no member `{}`", said.text),
                                said.span,
                                "no such member",
                            )
                            .help(format!("name a member or a heading among the members of `{id}`, or `{id}[]`")),
                        )
                    })
                }
                _ => addresses.node_or_new(said),
            };
            let to = match found {
                Ok(to) => to,
                Err(diagnostic) => {
                    out.push(*diagnostic);
                    continue;
                }
            };
            let fits = match (kind, nodes.kind(to)) {
                (Some(Kind::Item), Some(Kind::Item)) => true,
                (Some(Kind::Item), Some(Kind::Root)) | (Some(Kind::Member), Some(Kind::Dimension)) if !is_move => false,
                (Some(Kind::Item), Some(Kind::Root)) => true,
                (Some(Kind::Member), Some(Kind::Member | Kind::Dimension)) => {
                    dimension_of(nodes, change.target) == dimension_of(nodes, to)
                }
                _ => false,
            };
            if !fits {
                let (what, key) = (kind.map_or("this", Kind::describe), if is_move { "under" } else { "into" });
                out.push(
                    Diagnostic::new(
                        Code::KeyDoesNotApply,
                        format!("{what} cannot go {key} `{}`", said.text),
                        said.span,
                        nodes.kind(to).map_or("", Kind::describe),
                    )
                    .help("items go to items, and members to members of their own dimension"),
                );
                continue;
            }
            let goal = Goal { change, said, to };
            if is_move { goals.under.push(goal) } else { goals.into.push(goal) }
        }
    }
    goals
}

fn dimension_of(nodes: &Nodes, at: usize) -> Option<usize> {
    let is = |at: &usize| nodes.kind(*at) == Some(Kind::Dimension);
    (nodes.kind(at) == Some(Kind::Member) || is(&at)).then(|| std::iter::once(at).chain(nodes.above(at)).find(is))?
}

/// Moves nodes beneath others, in the order of the base.
fn relocate(nodes: &mut Nodes, goals: &Goals<'_>, applied: &mut Applied, out: &mut Vec<Diagnostic>) {
    let moving: BTreeSet<usize> = goals.under.iter().map(|goal| goal.change.target).collect();
    let parents: Vec<Option<usize>> =
        goals.under.iter().map(|goal| nodes.get(goal.change.target).and_then(|node| node.parent)).collect();
    detach(nodes, &moving);
    for (goal, parent) in goals.under.iter().zip(parents) {
        let Goal { change, said, to } = goal;
        if parent == Some(*to) && change.place.is_none() {
            out.push(nothing("under", said.span).note("It stands there already."));
        } else if parent != Some(*to) {
            applied.elsewhere.insert(change.target, change.key.span);
        }
        let is_there = !applied.removed.contains_key(to);
        if is_there && nodes.kind(*to) != Some(Kind::Root) && nodes.get(*to).is_some_and(|to| to.list().is_none()) {
            out.push(nothing_beneath(nodes, *to, "under", said.span));
        }
        if let Some(node) = nodes.get_mut(change.target) {
            node.parent = Some(*to);
        }
        if let Some(above) = nodes.get_mut(*to) {
            above.children.push(change.target);
        }
    }
    let mut circles = Vec::new();
    for goal in &goals.under {
        // As many steps as there are nodes lead to the root, or round in a circle.
        let mut path = nodes.above(goal.change.target).take(nodes.len());
        if path.by_ref().any(|above| above == goal.change.target) {
            circles.push(goal);
        }
    }
    for goal in &circles {
        let own = goal.change.target;
        let other = circles
            .iter()
            .find(|other| other.change.target != own)
            .map_or(goal.change.key.span, |other| other.said.span);
        out.push(
            conflict(
                format!("`{}` would stand beneath itself", goal.change.key.text),
                goal.said.span,
                "stands beneath it, or moves there",
                other,
                "by this",
            )
            .help("move one of the nodes elsewhere"),
        );
    }
    // The nodes of a circle hang on nothing; nobody may walk up from them.
    for goal in circles {
        if let Some(node) = nodes.get_mut(goal.change.target) {
            node.parent = Some(ROOT);
        }
    }
    for goal in &goals.under {
        into_nothing(nodes, goal, "moves", applied, out);
    }
}

/// Reports what goes to a node that is no longer there.
fn into_nothing(nodes: &Nodes, goal: &Goal<'_>, how: &str, applied: &Applied, out: &mut Vec<Diagnostic>) -> bool {
    let end = std::iter::once(goal.to).chain(nodes.above(goal.to)).find_map(|at| applied.removed.get(&at));
    if let Some(end) = end {
        out.push(
            conflict(
                format!("`{}` {how} to `{}`, which is no longer there", goal.change.key.text, goal.said.text),
                goal.said.span,
                "no longer there",
                *end,
                "by this",
            )
            .help("name a node that is there afterwards"),
        );
    }
    end.is_some()
}

/// Merges nodes into others.
fn merge(nodes: &mut Nodes, goals: &Goals<'_>, applied: &mut Applied, out: &mut Vec<Diagnostic>) {
    let mut reasons: BTreeMap<usize, Entry> = BTreeMap::new();
    for goal in &goals.into {
        if goal.to == goal.change.target {
            let message = format!("`{}` goes into itself", goal.change.key.text);
            out.push(
                conflict(message, goal.said.span, "itself", goal.change.key.span, "this")
                    .help("name the figure that it is counted in from now on"),
            );
            continue;
        }
        if into_nothing(nodes, goal, "goes", applied, out) {
            continue;
        }
        applied.merged.entry(goal.to).or_default().push((goal.change.target, goal.change.key.span));
        let Some(because) = &goal.change.because else { continue };
        let said = nodes.get(goal.to).and_then(|node| node.entry("because")).or_else(|| reasons.get(&goal.to));
        match said {
            Some(said) if !same::same(&said.value, &because.value) => out.push(
                conflict(
                    format!("two reasons are given for what becomes of `{}`", goal.said.text),
                    because.key.span,
                    "another reason",
                    said.key.span,
                    "one reason",
                )
                .help("give one reason, at one of them"),
            ),
            Some(_) => {}
            None => {
                reasons.insert(goal.to, because.clone());
            }
        }
    }
    for (at, because) in reasons {
        if let Some(node) = nodes.get_mut(at) {
            node.set(Part::Entry(because));
        }
    }
}

/// Takes nodes from what stands above them.
fn detach(nodes: &mut Nodes, all: &BTreeSet<usize>) {
    let parents: BTreeSet<usize> = all.iter().filter_map(|at| nodes.get(*at)?.parent).collect();
    for parent in parents {
        if let Some(parent) = nodes.get_mut(parent) {
            parent.children.retain(|child| !all.contains(child));
        }
    }
}

/// A figure whose parts are all gone is a figure without parts.
fn childless(nodes: &mut Nodes, changes: &Changes, applied: &Applied) {
    let becomes: BTreeSet<usize> =
        changes.nodes.iter().filter(|change| change.becomes.is_some()).map(|change| change.target).collect();
    for at in 0..nodes.len() {
        let Some(node) = nodes.get_mut(at) else { continue };
        let is_figure = matches!(node.kind, Kind::Item | Kind::Member) && !node.is_heading();
        if !is_figure || node.home.is_none() || !node.children.is_empty() || becomes.contains(&at) {
            continue;
        }
        if let Some(key) = node.list().map(|key| key.text.clone())
            && !applied.removed.contains_key(&at)
        {
            node.unset(&key);
        }
    }
}
