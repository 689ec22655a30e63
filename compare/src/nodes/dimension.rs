//! Changes of dimensions, members and rows.

use std::collections::BTreeSet;

use tallyform::plan::{Dimension, Member, Plan, Section, Texts};

use super::Both;
use crate::cells::{graver, severities};
use crate::change::{Change, Kind, Reach, Subject};
use crate::form::texts;

/// All changes of dimensions and what they hold.
pub(super) fn changes(both: Both<'_>, changes: &mut Vec<Change>) {
    let (old, new, kinship) = (both.old, both.new, both.kinship);
    let goes_on: BTreeSet<u32> =
        kinship.dimensions.iter().flat_map(|kin| kin.same.iter().chain(&kin.from)).copied().collect();
    for (number, dimension) in (0_u32..).zip(&old.dimensions).filter(|(number, _)| !goes_on.contains(number)) {
        let _ = number;
        let from = vec![format!("{}[]", dimension.id)];
        let (because, place) = both.kinship.gone.get(&format!("{}[]", dimension.id)).cloned().unwrap_or_default();
        let label = dimension.label.clone();
        changes.push(Change {
            from,
            label,
            because,
            place,
            reach: Some(Reach::Narrower),
            ..Change::bare(Kind::Gone, Subject::Dimension)
        });
    }
    for (number, dimension) in new.dimensions.iter().enumerate() {
        let kin = kinship.dimensions.get(number).cloned().unwrap_or_default();
        let start = changes.len();
        let before = kin.same.and_then(|same| old.dimensions.get(same as usize));
        match before {
            None => changes.push(Change {
                to: vec![format!("{}[]", dimension.id)],
                ..Change::bare(Kind::Added, Subject::Dimension)
            }),
            Some(before) => self::dimension(before, dimension, kin.broken, changes),
        }
        for change in changes.iter_mut().skip(start) {
            change.label.clone_from(&dimension.label);
            change.because.clone_from(&kin.because);
            change.place.clone_from(&kin.place);
        }
        if let Some(before) = before {
            members(both, before, (number, dimension), changes);
        }
    }
    rows(both, changes);
}

fn dimension(was: &Dimension, now: &Dimension, broken: bool, changes: &mut Vec<Change>) {
    let (from, to) = (format!("{}[]", was.id), format!("{}[]", now.id));
    let change = |kind| Change::new(kind, Subject::Dimension, &from, &to);
    if was.id != now.id {
        changes.push(change(Kind::Renamed));
    }
    if broken {
        changes.push(change(Kind::Broken));
    }
    let mut say = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
        if was != now {
            changes.push(Change { was: Some(was), now: Some(now), reach, ..change(kind) });
        }
    };
    let optional = |all: &Option<Texts>| all.as_ref().map_or_else(String::new, texts);
    say(Kind::Label, texts(&was.label), texts(&now.label), None);
    say(Kind::Label, optional(&was.key), optional(&now.key), None);
    say(Kind::Definition, optional(&was.definition), optional(&now.definition), None);
    let make = |dimension: &Dimension| {
        let whole = if dimension.has_whole { "with a whole" } else { "without a whole" };
        let open = if dimension.key.is_some() { "rows" } else { "members" };
        format!("{open}, {whole}")
    };
    say(Kind::Dimensions, make(was), make(now), Some(Reach::Both));
    let at =
        |dimension: &Dimension| dimension.at.map_or_else(String::new, |at| format!("whole at {at:?}").to_lowercase());
    say(Kind::Print, at(was), at(now), None);
}

fn members(both: Both<'_>, was: &Dimension, (number, now): (usize, &Dimension), changes: &mut Vec<Change>) {
    let kin = both.kinship.members.get(number).map_or(&[][..], Vec::as_slice);
    let goes_on: BTreeSet<u32> =
        kin.iter().flat_map(|kin| kin.same.iter().chain(&kin.from).chain(&kin.split)).copied().collect();
    for (_, member) in (0_u32..).zip(&was.members).filter(|(number, _)| !goes_on.contains(number)) {
        let address = format!("{}[{}]", was.id, member.id);
        let (because, place) = both.kinship.gone.get(&address).cloned().unwrap_or_default();
        let (from, label) = (vec![address], member.label.clone());
        changes.push(Change {
            from,
            label,
            because,
            place,
            reach: Some(Reach::Narrower),
            ..Change::bare(Kind::Gone, Subject::Member)
        });
    }
    let mut order = Vec::new();
    for (member, kin) in now.members.iter().zip(kin) {
        let start = changes.len();
        let to = format!("{}[{}]", now.id, member.id);
        let address = |from: &u32| was.members.get(*from as usize).map(|before| format!("{}[{}]", was.id, before.id));
        let from: Vec<String> = kin.from.iter().filter_map(address).collect();
        if from.len() > 1 {
            changes.push(Change { from, to: vec![to.clone()], ..Change::bare(Kind::Merged, Subject::Member) });
        } else if from.is_empty() && kin.same.is_none() {
            changes.push(Change { to: vec![to.clone()], ..Change::bare(Kind::Added, Subject::Member) });
        }
        if let Some(before) = kin.same.and_then(|same| was.members.get(same as usize)) {
            order.extend(kin.same.map(|same| (same, member)));
            let from = format!("{}[{}]", was.id, before.id);
            let change = |kind| Change::new(kind, Subject::Member, &from, &to);
            changes.extend((before.id != member.id).then(|| change(Kind::Renamed)));
            changes.extend(kin.broken.then(|| change(Kind::Broken)));
            let mut say = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
                if was != now {
                    changes.push(Change { was: Some(was), now: Some(now), reach, ..change(kind) });
                }
            };
            let optional = |all: &Option<Texts>| all.as_ref().map_or_else(String::new, texts);
            say(Kind::Label, texts(&before.label), texts(&member.label), None);
            say(Kind::Definition, optional(&before.definition), optional(&member.definition), None);
            say(Kind::Code, before.code.clone().unwrap_or_default(), member.code.clone().unwrap_or_default(), None);
            say(Kind::Sign, sign(before), sign(member), Some(Reach::Both));
        }
        for change in changes.iter_mut().skip(start) {
            change.label.clone_from(&member.label);
            change.because.clone_from(&kin.because);
            change.place.clone_from(&kin.place);
        }
    }
    if !order.windows(2).all(|pair| matches!(pair, [(one, _), (next, _)] if one < next)) {
        let ids = |all: &[(u32, &Member)]| {
            Some(all.iter().map(|(_, member)| member.id.as_str()).collect::<Vec<_>>().join(", "))
        };
        let now_ids = ids(&order);
        order.sort_by_key(|(same, _)| *same);
        let change = Change::new(Kind::Order, Subject::Dimension, &format!("{}[]", was.id), &format!("{}[]", now.id));
        changes.push(Change { label: now.label.clone(), was: ids(&order), now: now_ids, ..change });
    }
}

fn sign(member: &Member) -> String {
    let sign = match (member.minus, member.apart) {
        (_, true) => "apart",
        (true, false) => "deducted",
        (false, false) => "added",
    };
    member.above.as_ref().map_or_else(|| sign.to_owned(), |above| format!("{sign}, part of {above}"))
}

/// Fewest and most rows, of sections that stand at the same node and dimension.
fn rows(both: Both<'_>, changes: &mut Vec<Change>) {
    for section in &both.new.sections {
        let node = both.new.subject(section.node);
        let same = both.kinship.nodes.get(node as usize).and_then(|kin| kin.same);
        let dimension = both.kinship.dimensions.get(section.dimension as usize).and_then(|kin| kin.same);
        let before = both
            .old
            .sections
            .iter()
            .find(|before| Some(both.old.subject(before.node)) == same && Some(before.dimension) == dimension);
        let Some(before) = before else { continue };
        let path = |plan: &Plan, node: u32| {
            plan.nodes.get(plan.subject(node) as usize).map_or_else(String::new, |node| node.path.clone())
        };
        let (from, to) = (path(both.old, before.node), path(both.new, section.node));
        let mut say = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
            if was != now {
                let change = Change::new(kind, Subject::Heading, &from, &to);
                changes.push(Change { was: Some(was), now: Some(now), reach, ..change });
            }
        };
        let least = |section: &Section| section.min.unwrap_or(0);
        let most = |section: &Section| section.max.unwrap_or(u32::MAX);
        let limits = |section: &Section| {
            let most = section.max.map_or_else(|| "any number".to_owned(), |most| most.to_string());
            format!("{} to {most}", least(section))
        };
        let lost = least(section) > least(before) || most(section) < most(before);
        let won = least(section) < least(before) || most(section) > most(before);
        say(Kind::Rows, limits(before), limits(section), Reach::new(lost, won));
        for (name, was, now) in [("keys", before.keys, section.keys), ("rows", before.counts, section.counts)] {
            let said = |all| format!("{name}: {}", severities(Some(all)));
            say(Kind::Severity, said(was), said(now), graver(Some(was), Some(now)));
        }
    }
}
