//! Which figures and members of a revision are those of the one before.

use std::collections::{HashMap, HashSet};
use std::fmt;

use super::address::{Address, Addresses};
use crate::plan::{LinkKind, Plan, Predecessor};

/// Where everything in a revision comes from, and what became of everything in the one before it.
///
/// Nodes are those of the form: where a plan has several for one, the first ([`Plan::is_subject`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// By node of the later plan; that of a node which is none of the form's is that of the figure or heading it stands for.
    pub nodes: Vec<Ancestry>,
    /// By dimension of the later plan.
    pub dimensions: Vec<Ancestry>,
    /// By dimension of the later plan and member: members of the dimension that it was.
    pub members: Vec<Vec<Ancestry>>,
    /// What became of everything in the earlier plan.
    pub became: Became,
}

/// What became of everything in the earlier of two plans: that as which it goes on, that into which it was merged, the
/// heading that a figure was split into and then its parts. Nothing of what is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Became {
    /// Nodes of the later plan, by node of the earlier one. None for nodes that are none of the form's.
    pub nodes: Vec<Vec<u32>>,
    /// Dimensions of the later plan, by dimension of the earlier one.
    pub dimensions: Vec<Vec<u32>>,
    /// Members of the dimension that it goes on as, by dimension of the earlier plan and member.
    pub members: Vec<Vec<Vec<u32>>>,
}

/// Where a node, dimension or member comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ancestry {
    /// What it was in the earlier plan: nodes, dimensions, or members of a dimension. None of what is new, several of what
    /// was merged. Of a heading that a figure was split into, the figure; its parts have none.
    pub from: Vec<u32>,
    /// That of them which goes on as this: the only one, or of those that were merged the one that took in the others.
    pub same: Option<u32>,
    /// What was split into this and others.
    pub split: Option<u32>,
    /// The figures cannot be compared, as a link of this, or of a node or dimension above, says.
    pub broken: bool,
    /// The link that says so, of [`Predecessor::links`]: its own, or of what is new or broken with all that is above it,
    /// that one's. None where the name says so.
    pub link: Option<u32>,
}

/// Two plans are not those of a revision and the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotNext {
    /// A sentence that says why.
    pub message: String,
}

impl fmt::Display for NotNext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotNext {}

impl Lineage {
    /// What links a revision, `new`, with the one before it.
    ///
    /// A revision that says what things were, and not in which revision, is taken at its word for any other of the form.
    ///
    /// # Errors
    /// Where `new` does not say that it revises `old`, or a link names what a plan does not have.
    pub fn between(old: &Plan, new: &Plan) -> Result<Self, NotNext> {
        let predecessor = next(old, new)?;
        let (before, now) = (Addresses::new(old), Addresses::new(new));
        let said = Said::new(predecessor, (&before, old), (&now, new))?;
        let mut lineage = Self::default();
        lineage.name_dimensions(new, &before, &said);
        lineage.name_nodes((old, &before), new, &said);
        lineage.became = lineage.turned(old, new);
        Ok(lineage)
    }

    fn name_nodes(&mut self, (old, before): (&Plan, &Addresses<'_>), new: &Plan, said: &Said) {
        let root = Ancestry { from: vec![0], same: Some(0), ..Ancestry::default() };
        self.nodes = vec![Ancestry::default(); new.nodes.len()];
        for (number, node) in (0_u32..).zip(&new.nodes).filter(|(number, _)| new.is_subject(*number)) {
            let above = node.parent.map(|parent| new.subject(parent));
            let above = above.and_then(|above| self.nodes.get(above as usize)).cloned().unwrap_or_default();
            let by_name = |above: u32| {
                let above = old.nodes.get(above as usize)?;
                if above.path.is_empty() {
                    before.node(&node.id)
                } else {
                    before.node(&format!("{}.{}", above.path, node.id))
                }
            };
            let default = match node.parent {
                None => root.same,
                Some(_) => above.same.and_then(by_name),
            };
            let found = said.ancestry(Address::Node(number), default.map(Address::Node), &above);
            if let Some(slot) = self.nodes.get_mut(number as usize) {
                *slot = found;
            }
        }
        for (number, node) in (0_u32..).zip(&new.nodes).filter(|(number, _)| !new.is_subject(*number)) {
            let of = node.coordinate.as_ref().map_or_else(|| new.subject(number), |coordinate| coordinate.figure);
            let found = self.nodes.get(of as usize).cloned().unwrap_or_default();
            if let Some(slot) = self.nodes.get_mut(number as usize) {
                *slot = found;
            }
        }
    }

    fn name_dimensions(&mut self, new: &Plan, before: &Addresses<'_>, said: &Said) {
        for (number, dimension) in (0_u32..).zip(&new.dimensions) {
            let default = before.dimension(&dimension.id).map(Address::Dimension);
            let own = said.ancestry(Address::Dimension(number), default, &Ancestry::default());
            let members = (0_u32..).zip(&dimension.members).map(|(at, member)| {
                let default = own.same.and_then(|was| Some(Address::Member(was, before.member(was, &member.id)?)));
                said.ancestry(Address::Member(number, at), default, &own)
            });
            self.members.push(members.collect());
            self.dimensions.push(own);
        }
    }

    /// The same from the other side.
    fn turned(&self, old: &Plan, new: &Plan) -> Became {
        let mut became = Became {
            nodes: vec![Vec::new(); old.nodes.len()],
            dimensions: vec![Vec::new(); old.dimensions.len()],
            members: old.dimensions.iter().map(|dimension| vec![Vec::new(); dimension.members.len()]).collect(),
        };
        let own = (0_u32..).zip(&self.nodes).filter(|(number, _)| new.is_subject(*number));
        turn(own, &mut became.nodes);
        turn((0..).zip(&self.dimensions), &mut became.dimensions);
        for (own, members) in self.dimensions.iter().zip(&self.members) {
            if let Some(became) = own.same.and_then(|was| became.members.get_mut(was as usize)) {
                turn((0..).zip(members), became);
            }
        }
        became
    }
}

/// Notes of everything what it became.
fn turn<'a>(all: impl Iterator<Item = (u32, &'a Ancestry)>, became: &mut [Vec<u32>]) {
    for (number, ancestry) in all {
        for was in ancestry.from.iter().chain(&ancestry.split) {
            if let Some(became) = became.get_mut(*was as usize) {
                became.push(number);
            }
        }
    }
}

/// What `new` says of the revision before it, if that is `old`.
fn next<'p>(old: &Plan, new: &'p Plan) -> Result<&'p Predecessor, NotNext> {
    let not = |message: String| Err(NotNext { message });
    if old.form != new.form {
        return not(format!("`{}` is another form than `{}`", new.form, old.form));
    }
    if old.revision == new.revision {
        return not(format!("both are revision `{}` of `{}`", new.revision, new.form));
    }
    let Some(predecessor) = &new.predecessor else {
        return not(format!("revision `{}` of `{}` does not say which one it revises", new.revision, new.form));
    };
    match &predecessor.revision {
        Some(revision) if *revision != old.revision => not(format!(
            "revision `{}` of `{}` revises `{revision}` and not `{}`",
            new.revision, new.form, old.revision
        )),
        _ => Ok(predecessor),
    }
}

/// What the links of a revision say.
struct Said {
    links: Vec<Resolved>,
    /// Links by what they name here.
    by_to: HashMap<Address, Vec<u32>>,
    /// What of the revision before is spoken for, so that no name alone makes something its successor.
    claimed: HashSet<Address>,
}

/// A link whose addresses are known.
struct Resolved {
    kind: LinkKind,
    from: Vec<Address>,
}

impl Said {
    fn new(
        predecessor: &Predecessor,
        (before, old): (&Addresses<'_>, &Plan),
        (now, new): (&Addresses<'_>, &Plan),
    ) -> Result<Self, NotNext> {
        let mut said = Self { links: Vec::new(), by_to: HashMap::new(), claimed: HashSet::new() };
        let find = |addresses: &Addresses<'_>, plan: &Plan, address: &String| {
            addresses.find(address).ok_or_else(|| NotNext {
                message: format!(
                    "revision `{}` of `{}` names `{address}` as something of revision `{}`, which does not have it",
                    new.revision, new.form, plan.revision
                ),
            })
        };
        for (number, link) in (0..).zip(&predecessor.links) {
            let from: Vec<Address> = link.from.iter().map(|one| find(before, old, one)).collect::<Result<_, _>>()?;
            for address in &link.to {
                said.by_to.entry(find(now, new, address)?).or_default().push(number);
            }
            if !matches!(link.kind, LinkKind::Split | LinkKind::Added) {
                said.claimed.extend(&from);
            }
            said.links.push(Resolved { kind: link.kind, from });
        }
        Ok(said)
    }

    /// Where something comes from. `default` is what had its name beneath what goes on above it, `above` where that comes
    /// from.
    fn ancestry(&self, here: Address, default: Option<Address>, above: &Ancestry) -> Ancestry {
        let numbers = self.by_to.get(&here).map_or(&[][..], Vec::as_slice);
        let links = || numbers.iter().filter_map(|number| Some((*number, self.links.get(*number as usize)?)));
        let of = |kinds: &[LinkKind]| links().find(|(_, link)| kinds.contains(&link.kind));
        let numbers =
            |from: &[Address]| -> Vec<u32> { from.iter().filter_map(|from| of_kind(here, *from, above)).collect() };
        let broken = above.broken || links().any(|(_, link)| link.kind == LinkKind::Broken);
        let continued = of(&[LinkKind::Continued, LinkKind::Broken]);
        let whole = of(&[LinkKind::Split]);
        if let Some((link, merged)) = of(&[LinkKind::Merged]) {
            // The first of them is the target's own where there is any.
            let own = merged.from.first().filter(|first| {
                default == Some(**first) || continued.is_some_and(|(_, other)| other.from.first() == Some(*first))
            });
            let same = own.and_then(|own| of_kind(here, *own, above));
            return Ancestry { from: numbers(&merged.from), same, split: None, broken, link: Some(link) };
        }
        if let Some((link, continued)) = continued {
            let from = numbers(&continued.from);
            return Ancestry { same: from.first().copied(), from, split: None, broken, link: Some(link) };
        }
        if let Some((link, whole)) = whole {
            let split = whole.from.first().and_then(|from| of_kind(here, *from, above));
            return Ancestry { split, broken, link: Some(link), ..Ancestry::default() };
        }
        if let Some((link, _)) = of(&[LinkKind::Added]) {
            return Ancestry { broken, link: Some(link), ..Ancestry::default() };
        }
        match default
            .filter(|default| !self.claimed.contains(default))
            .and_then(|default| of_kind(here, default, above))
        {
            Some(was) => {
                let link = above.link.filter(|_| above.broken);
                Ancestry { from: vec![was], same: Some(was), split: None, broken, link }
            }
            None => {
                let link = above.link.filter(|_| above.same.is_none() || above.broken);
                Ancestry { broken, link, ..Ancestry::default() }
            }
        }
    }
}

/// The number of what something was, if that was something alike: a node a node, a member one of the dimension that its
/// own was, which is `above`.
fn of_kind(here: Address, was: Address, above: &Ancestry) -> Option<u32> {
    match (here, was) {
        (Address::Node(_), Address::Node(was)) | (Address::Dimension(_), Address::Dimension(was)) => Some(was),
        (Address::Member(..), Address::Member(of, was)) => (above.same == Some(of)).then_some(was),
        _ => None,
    }
}
