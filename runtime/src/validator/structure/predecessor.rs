//! Whether what a plan says of the revisions before it can be followed.

use std::collections::BTreeSet;

use super::{Checked, MAX_ENTRIES, fault, place, texts};
use crate::plan::{Link, LinkKind, Plan, Series};
use crate::revision::Addresses;

/// Checks that links name what there is here, as many as their kind has, and that series began in a revision of the form.
///
/// Whether there is what they name in the revision before is for whoever has both plans.
pub(super) fn check(plan: &Plan) -> Checked {
    let mut revisions = BTreeSet::from([plan.revision.as_str()]);
    if let Some(predecessor) = &plan.predecessor {
        for (i, revision) in predecessor.revision.iter().chain(&predecessor.earlier).enumerate() {
            if revision.is_empty() || !revisions.insert(revision) {
                let key = if i == 0 { "revision".to_owned() } else { format!("earlier/{}", i - 1) };
                return fault(format!("/predecessor/{key}"), "the revision is without a name, or named twice");
            }
        }
        if predecessor.revision.is_none() && !predecessor.earlier.is_empty() {
            return fault("/predecessor/earlier", "they are before a revision that has no name");
        }
        if let Some(because) = &predecessor.because {
            texts(plan, because, || "/predecessor/because".to_owned())?;
        }
        let named: usize = predecessor.links.iter().map(|link| 1 + link.from.len() + link.to.len()).sum();
        if named > MAX_ENTRIES {
            return fault("/predecessor/links", format!("{named} links and addresses, {MAX_ENTRIES} are the limit"));
        }
        let addresses = Addresses::new(plan);
        for (i, link) in predecessor.links.iter().enumerate() {
            self::link(plan, &addresses, link, || format!("/predecessor/links/{i}"))?;
        }
    }
    let is_known = plan.predecessor.as_ref().is_some_and(|predecessor| predecessor.revision.is_some());
    let known = |series: &Series| is_known && revisions.contains(series.since.as_str());
    for (i, node) in plan.nodes.iter().enumerate() {
        series(node.series.as_ref(), known, || format!("/nodes/{i}"))?;
    }
    for (i, dimension) in plan.dimensions.iter().enumerate() {
        series(dimension.series.as_ref(), known, || format!("/dimensions/{i}"))?;
        for (n, member) in dimension.members.iter().enumerate() {
            series(member.series.as_ref(), known, || format!("/dimensions/{i}/members/{n}"))?;
        }
    }
    Ok(())
}

fn link(plan: &Plan, addresses: &Addresses<'_>, link: &Link, at: impl Fn() -> String) -> Checked {
    let one = 1..=1;
    let (from, to) = match link.kind {
        LinkKind::Continued | LinkKind::Broken => (one.clone(), one),
        LinkKind::Added => (0..=0, one),
        LinkKind::Gone => (one, 0..=0),
        LinkKind::Split => (one, 1..=MAX_ENTRIES),
        LinkKind::Merged => (1..=MAX_ENTRIES, one),
    };
    if !from.contains(&link.from.len()) || !to.contains(&link.to.len()) {
        let (from, to) = (link.from.len(), link.to.len());
        return fault(at(), format!("it links {from} and {to} addresses, which no link of its kind does"));
    }
    if let Some(i) = link.from.iter().position(String::is_empty) {
        return fault(format!("{}/from/{i}", at()), "the address is empty");
    }
    if let Some(i) = link.to.iter().position(|address| addresses.find(address).is_none()) {
        let address = link.to.get(i).map_or("", String::as_str);
        return fault(format!("{}/to/{i}", at()), format!("the plan has no `{address}`"));
    }
    for (key, said) in [("label", &link.label), ("because", &link.because)] {
        if let Some(said) = said {
            texts(plan, said, || format!("{}/{key}", at()))?;
        }
    }
    place(plan, link.place, at)
}

fn series(series: Option<&Series>, known: impl Fn(&Series) -> bool, at: impl Fn() -> String) -> Checked {
    match series {
        Some(series) if series.id.is_empty() || !known(series) => {
            fault(format!("{}/series", at()), "it has no name, or began in no revision that the plan knows")
        }
        _ => Ok(()),
    }
}
