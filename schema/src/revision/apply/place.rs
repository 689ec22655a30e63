//! Where nodes stand among those beside them.

use std::collections::{BTreeMap, BTreeSet};

use super::conflict;
use crate::diagnostic::{Code, Diagnostic};
use crate::revision::change::{Place, nothing};
use crate::revision::nodes::{Nodes, spelt};
use crate::source::Span;
use crate::suggest;
use crate::yaml::Scalar;

/// Nodes that are to stand before or behind others.
#[derive(Debug, Default)]
pub(super) struct Placements(Vec<Placement>);

#[derive(Debug)]
struct Placement {
    /// Siblings, in order.
    nodes: Vec<usize>,
    side: Place,
    /// Who they stand beside.
    beside: Scalar,
    /// Whether they did not stand among these siblings before.
    arrive: bool,
}

impl Placements {
    pub(super) fn push(&mut self, nodes: Vec<usize>, side: Place, beside: Scalar, arrive: bool) {
        self.0.push(Placement { nodes, side, beside, arrive });
    }
}

/// Puts nodes where they are said to stand. What stands beside nodes that are placed themselves follows them.
pub(super) fn place(
    nodes: &mut Nodes,
    placements: Placements,
    removed: &BTreeMap<usize, Span>,
    out: &mut Vec<Diagnostic>,
) {
    let mut by_parent: BTreeMap<usize, Vec<(Placement, usize)>> = BTreeMap::new();
    for placement in placements.0 {
        let Some(first) = placement.nodes.first().copied() else { continue };
        let Some(parent) = nodes.get(first).and_then(|node| node.parent) else { continue };
        // What is no longer there has been answered.
        if removed.contains_key(&first) {
            continue;
        }
        match sibling(nodes, parent, &placement, removed) {
            Ok(other) => by_parent.entry(parent).or_default().push((placement, other)),
            Err(diagnostic) => out.push(*diagnostic),
        }
    }
    for (parent, placements) in by_parent {
        let old = nodes.get(parent).map(|parent| parent.children.clone()).unwrap_or_default();
        let new = match ordered(&old, &placements) {
            Ok(new) => new,
            Err(diagnostic) => {
                out.push(*diagnostic);
                continue;
            }
        };
        let stays = |(placement, _): &&(Placement, usize)| !placement.arrive;
        if let Some((placement, _)) = placements.iter().find(stays).filter(|_| new == old) {
            out.push(nothing(word(placement.side), placement.beside.span).note("It stands there already."));
        }
        if let Some(parent) = nodes.get_mut(parent) {
            parent.children = new;
        }
    }
}

const fn word(side: Place) -> &'static str {
    match side {
        Place::Before => "before",
        Place::After => "after",
    }
}

/// The children in their new order.
fn ordered(old: &[usize], placements: &[(Placement, usize)]) -> Result<Vec<usize>, Box<Diagnostic>> {
    let moving: BTreeSet<usize> =
        placements.iter().flat_map(|(placement, _)| placement.nodes.iter().copied()).collect();
    // What stands directly before and behind each node, in the order in which it is said.
    let mut beside: BTreeMap<(usize, bool), Vec<usize>> = BTreeMap::new();
    for (placement, other) in placements {
        beside.entry((*other, placement.side == Place::Before)).or_default().extend(&placement.nodes);
    }
    let mut new = Vec::with_capacity(old.len());
    let mut open: Vec<(usize, bool)> =
        old.iter().rev().filter(|child| !moving.contains(child)).map(|at| (*at, false)).collect();
    while let Some((at, is_done)) = open.pop() {
        if is_done {
            new.push(at);
            continue;
        }
        let on = |before| beside.get(&(at, before)).map(Vec::as_slice).unwrap_or_default();
        open.extend(on(false).iter().rev().map(|at| (*at, false)));
        open.push((at, true));
        open.extend(on(true).iter().rev().map(|at| (*at, false)));
    }
    let there: BTreeSet<usize> = new.iter().copied().collect();
    let Some(missing) = old.iter().find(|at| !there.contains(at)) else { return Ok(new) };
    let of = |at: usize| placements.iter().find(|(placement, _)| placement.nodes.contains(&at));
    let Some((placement, other)) = of(*missing) else { return Ok(new) };
    let second = of(*other).map_or(placement.beside.span, |(placement, _)| placement.beside.span);
    let message = "nodes stand beside one another in a circle".to_owned();
    Err(Box::new(
        conflict(message, placement.beside.span, "beside this", second, "and beside this")
            .help("name a node that stays where it is"),
    ))
}

/// The sibling that a placement names, by the id that it has or had.
fn sibling(
    nodes: &Nodes,
    parent: usize,
    placement: &Placement,
    removed: &BTreeMap<usize, Span>,
) -> Result<usize, Box<Diagnostic>> {
    let name = spelt(&placement.beside.text);
    let (key, span) = (word(placement.side), placement.beside.span);
    let children = nodes.get(parent).map(|parent| parent.children.as_slice()).unwrap_or_default();
    let was = |at: usize| {
        let home = nodes.get(at)?.home.as_deref()?;
        Some(suggest::last_id(home))
    };
    let stands = |at: &&usize| !placement.nodes.contains(*at);
    let by_id = children.iter().filter(stands).find(|at| nodes.id(**at).as_deref() == Some(name.as_str()));
    let found = by_id.or_else(|| children.iter().filter(stands).find(|at| was(**at) == Some(name.as_str())));
    if let Some(found) = found {
        return Ok(*found);
    }
    let gone = removed.iter().find(|(at, _)| {
        was(**at) == Some(name.as_str()) && nodes.get(**at).and_then(|node| node.parent) == Some(parent)
    });
    if let Some((_, end)) = gone {
        let message = format!("a node stands {key} `{name}`, which is no longer there");
        return Err(Box::new(
            conflict(message, span, "no longer there", *end, "by this").help("name a node that is there afterwards"),
        ));
    }
    let diagnostic = Diagnostic::new(
        Code::UnknownInBase,
        format!("there is no `{name}` among the nodes to stand {key}"),
        span,
        "no such node there",
    );
    let ids: Vec<String> = children.iter().filter(stands).filter_map(|at| nodes.id(*at)).collect();
    let ids = || ids.iter().map(String::as_str);
    Err(Box::new(match suggest::nearest(&name, ids()) {
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), span, near),
        None => diagnostic.help(format!("there are {}", suggest::list(ids()))),
    }))
}
