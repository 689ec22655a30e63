//! What nodes say that they were, where that is not what one would take them to have been.

use super::apply::Applied;
use super::nodes::{DIMENSIONS, HEADER, Kind, Nodes, Part, ROOT};
use super::same;
use crate::source::Span;
use crate::yaml::{Tree, Value};

/// Adds `was` to every node that was not what is called so beneath what the node above was, and the file's `gone`.
pub(super) fn origins(nodes: &mut Nodes, applied: &Applied) {
    let mut gone = Vec::new();
    for (at, entry) in &applied.gone {
        if nodes.get(*at).is_some_and(|node| node.kind == Kind::Member && node.was_heading) {
            // A heading among members has no figures, and so no series; its members are gone.
            for member in beneath(nodes, *at) {
                let home = nodes.get(member).and_then(|member| member.home.clone()).unwrap_or_default();
                gone.push(same::entry(&home, entry.key.span, entry.value.clone()));
            }
        } else {
            gone.push(entry.clone());
        }
    }
    let first = gone.first().map(|entry| entry.key.span);
    if let (Some(span), Some(root)) = (first, nodes.get_mut(ROOT)) {
        let value = same::mapping(gone, span);
        root.parts.push(Part::Entry(same::entry("gone", span, value)));
    }
    // What stands above, and its address in the base.
    let mut open: Vec<(usize, Option<String>)> = Vec::new();
    for top in [ROOT, HEADER, DIMENSIONS] {
        open.extend(below(nodes, top, nodes.get(top).and_then(|node| node.home.clone())));
    }
    while let Some((at, above)) = open.pop() {
        let own = node(nodes, at, above.as_deref(), applied);
        open.extend(below(nodes, at, own));
    }
}

fn below(nodes: &Nodes, at: usize, own: Option<String>) -> Vec<(usize, Option<String>)> {
    let children = nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default();
    children.iter().map(|child| (*child, own.clone())).collect()
}

/// The members beneath a heading of the base that no longer stand anywhere.
fn beneath(nodes: &Nodes, at: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        for child in nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default() {
            if nodes.get(*child).is_some_and(|child| !child.was_heading) {
                found.push(*child);
            }
            open.push(*child);
        }
    }
    found
}

/// Says of a node what it was, where that is needed. Gives the address in the base of what it goes on from; for members
/// that of their dimension.
fn node(nodes: &mut Nodes, at: usize, above: Option<&str>, applied: &Applied) -> Option<String> {
    let node = nodes.get(at)?;
    let (kind, home) = (node.kind, node.home.clone());
    let says_so = node.entry("was").map(|was| was.value.clone());
    let id = nodes.id(at)?;
    let expected = match kind {
        Kind::Item if above == Some(".") => Some(id.clone()),
        Kind::Item | Kind::Field => above.map(|above| format!("{above}.{id}")),
        Kind::Dimension => Some(format!("{id}[]")),
        Kind::Member => above.map(|above| format!("{}[{id}]", above.trim_end_matches("[]"))),
        _ => None,
    };
    let expected = expected.filter(|expected| {
        let known = nodes.at_home(expected).and_then(|known| nodes.get(known));
        known.is_some_and(|known| known.kind == kind && !(kind == Kind::Member && known.was_heading))
    });
    let merged = applied.merged.get(&at).map(Vec::as_slice).unwrap_or_default();
    let place = applied.elsewhere.get(&at).copied().or(merged.first().map(|(_, span)| *span));
    let span = place.or(nodes.id_scalar(at).map(|id| id.span))?;
    let olds = merged.iter().filter_map(|(old, span)| Some((nodes.get(*old)?.home.clone()?, *span)));
    let was: Vec<(String, Span)> = home.clone().map(|home| (home, span)).into_iter().chain(olds).collect();
    let own = match &says_so {
        Some(said) => first(said),
        None if node.is_restated => expected.clone(),
        None => was.first().map(|(home, _)| home.clone()),
    };
    let is_heading = kind == Kind::Member && node.is_heading();
    let is_usual = match was.as_slice() {
        // What was a heading among members had no figures and has no series.
        _ if is_heading && node.was_heading => true,
        // A heading is taken for a new one where a member of its id stands beneath it.
        [_] if is_heading => false,
        [] => expected.is_none(),
        [(one, _)] => expected.as_ref() == Some(one),
        _ => false,
    };
    if says_so.is_none() && !node.is_restated && !is_usual {
        let value = match was.as_slice() {
            [(one, span)] => same::scalar(one, *span),
            all => same::sequence(all.iter().map(|(one, span)| same::scalar(one, *span)).collect(), span),
        };
        if let Some(node) = nodes.get_mut(at) {
            node.set(Part::Entry(same::entry("was", span, value)));
        }
    }
    match kind {
        // Members are told by their dimension, through headings.
        Kind::Member => above.map(str::to_owned),
        _ => own,
    }
}

/// The first address of a `was` that the author says.
fn first(was: &Tree) -> Option<String> {
    match &was.value {
        Value::Scalar(one) => Some(super::nodes::spelt(&one.text)),
        Value::Sequence(all) => first(all.first()?),
        _ => None,
    }
}
