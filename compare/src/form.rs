//! Changes of what a form says of itself: its title, period, states, units, marks and code lists.

use std::collections::{BTreeMap, BTreeSet};

use tallyform::interval::Interval;
use tallyform::plan::{CodeList, Mark, Meaning, Period, Plan, Texts, Unit};

use crate::change::{Change, Kind, Reach, Subject};

/// Changes of the form itself.
pub(crate) fn changes(old: &Plan, new: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut say = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
        if was != now {
            let label = new.title.clone();
            changes.push(Change {
                label,
                was: Some(was),
                now: Some(now),
                reach,
                ..Change::new(kind, Subject::Form, "", "")
            });
        }
    };
    if old.form != new.form {
        say(Kind::Identity, format!("form {}", old.form), format!("form {}", new.form), Some(Reach::Both));
    }
    say(Kind::Label, texts(&old.title), texts(&new.title), None);
    say(Kind::Period, period(old.period.as_ref()), period(new.period.as_ref()), Some(Reach::Both));
    let identity = |plan: &Plan| {
        let nodes =
            plan.identity.iter().filter_map(|cell| plan.nodes.get(plan.cells.get(*cell as usize)?.node as usize));
        nodes.map(|node| node.path.clone()).collect::<Vec<_>>().join(", ")
    };
    say(Kind::Identity, identity(old), identity(new), Some(Reach::Both));
    let list = |all: &[String]| all.join(", ");
    say(Kind::States, list(&old.states), list(&new.states), sets(old.states.iter(), new.states.iter()));
    say(Kind::Languages, list(&old.languages), list(&new.languages), None);
    let base = |plan: &Plan| plan.base.clone().unwrap_or_default();
    say(Kind::Base, base(old), base(new), None);
    let imprint = |plan: &Plan| {
        let lines = plan.imprint.iter().map(|line| format!("{}: {}", line.key, texts(&line.text)));
        lines.collect::<Vec<_>>().join("; ")
    };
    say(Kind::Imprint, imprint(old), imprint(new), None);
    units(old, new, &mut changes);
    marks(old, new, &mut changes);
    codes(old, new, &mut changes);
    changes
}

/// A text in all its languages; in one where all are alike.
pub(crate) fn texts(texts: &Texts) -> String {
    let distinct: BTreeSet<&String> = texts.values().collect();
    if distinct.len() < 2 {
        return distinct.into_iter().next().cloned().unwrap_or_default();
    }
    texts.iter().map(|(language, text)| format!("{language}: {text}")).collect::<Vec<_>>().join("; ")
}

/// What becomes possible and impossible where one set of values replaces another.
fn sets<'a>(was: impl Iterator<Item = &'a String>, now: impl Iterator<Item = &'a String>) -> Option<Reach> {
    let (was, now): (BTreeSet<_>, BTreeSet<_>) = (was.collect(), now.collect());
    Reach::new(was.difference(&now).next().is_some(), now.difference(&was).next().is_some())
}

fn period(period: Option<&Period>) -> String {
    let Some(period) = period else { return "none".to_owned() };
    let every = period.every.as_str();
    period.starts.as_ref().map_or_else(|| every.to_owned(), |starts| format!("{every} from {starts}"))
}

fn units(old: &Plan, new: &Plan, changes: &mut Vec<Change>) {
    let meaning = |unit: &Unit| {
        let of = unit.of.as_ref().map_or_else(String::new, |of| format!(" of {of}"));
        format!("{:?}{of}, factor {}, {} places", unit.kind, unit.factor, unit.decimals).to_lowercase()
    };
    for unit in &new.units {
        let label = unit.label.clone();
        let Some(before) = old.units.iter().find(|before| before.id == unit.id) else {
            changes.push(Change { to: vec![unit.id.clone()], label, ..Change::bare(Kind::Added, Subject::Unit) });
            continue;
        };
        let mut say = |kind: Kind, was: String, now: String| {
            if was != now {
                let change = Change::new(kind, Subject::Unit, &unit.id, &unit.id);
                changes.push(Change { label: unit.label.clone(), was: Some(was), now: Some(now), ..change });
            }
        };
        say(Kind::Label, texts(&before.label), texts(&unit.label));
        say(Kind::Unit, meaning(before), meaning(unit));
        let printed = |unit: &Unit| if unit.unprinted { "not printed" } else { "printed" }.to_owned();
        say(Kind::Print, printed(before), printed(unit));
    }
    for unit in old.units.iter().filter(|unit| new.units.iter().all(|now| now.id != unit.id)) {
        let (from, label) = (vec![unit.id.clone()], unit.label.clone());
        changes.push(Change { from, label, ..Change::bare(Kind::Gone, Subject::Unit) });
    }
}

fn marks(old: &Plan, new: &Plan, changes: &mut Vec<Change>) {
    let meaning = |mark: &Mark| match &mark.meaning {
        Meaning::NotApplicable => "not applicable".to_owned(),
        Meaning::Range { lower, upper } => Interval::between(lower.as_ref(), upper.as_ref()).to_string(),
        Meaning::Suppressed { lower, upper } => {
            format!("withheld, {}", Interval::between(lower.as_ref(), upper.as_ref()))
        }
    };
    for mark in &new.marks {
        let Some(before) = old.marks.iter().find(|before| before.token == mark.token) else {
            let (to, now) = (vec![mark.token.clone()], Some(meaning(mark)));
            changes.push(Change { to, now, ..Change::bare(Kind::Added, Subject::Mark) });
            continue;
        };
        let mut say = |kind: Kind, was: String, now: String| {
            if was != now {
                let change = Change::new(kind, Subject::Mark, &mark.token, &mark.token);
                changes.push(Change { was: Some(was), now: Some(now), ..change });
            }
        };
        say(Kind::Meaning, meaning(before), meaning(mark));
        say(Kind::Also, before.also.join(", "), mark.also.join(", "));
    }
    for mark in old.marks.iter().filter(|mark| new.marks.iter().all(|now| now.token != mark.token)) {
        let (from, was) = (vec![mark.token.clone()], Some(meaning(mark)));
        changes.push(Change { from, was, ..Change::bare(Kind::Gone, Subject::Mark) });
    }
}

fn codes(old: &Plan, new: &Plan, changes: &mut Vec<Change>) {
    let origin = |plan: &Plan, list: &CodeList| {
        let within = list.within.and_then(|cell| plan.nodes.get(plan.cells.get(cell as usize)?.node as usize));
        let within = within.map_or_else(String::new, |node| format!(", within {}", node.path));
        let place = if list.external { "from outside" } else { "in the form" };
        format!("{place}{within}{}", if list.dated { ", valid in the period" } else { "" })
    };
    for (name, list) in &new.codes {
        let Some(before) = old.codes.get(name) else {
            changes.push(Change { to: vec![name.clone()], ..Change::bare(Kind::Added, Subject::Codes) });
            continue;
        };
        let change = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
            let change = Change::new(kind, Subject::Codes, name, name);
            Change { was: Some(was), now: Some(now), reach, ..change }
        };
        if origin(old, before) != origin(new, list) {
            changes.push(change(Kind::Codes, origin(old, before), origin(new, list), Some(Reach::Both)));
        }
        let ids = |list: &CodeList| list.codes.iter().map(|code| code.id.clone()).collect::<Vec<_>>();
        let (was, now) = (ids(before), ids(list));
        let only = |these: &[String], those: &[String]| {
            let only: Vec<&str> = these.iter().filter(|id| !those.contains(id)).map(String::as_str).collect();
            if only.is_empty() { "none".to_owned() } else { only.join(", ") }
        };
        let (lost, won) = (only(&was, &now), only(&now, &was));
        if let Some(reach) = sets(was.iter(), now.iter()) {
            changes.push(change(Kind::Codes, format!("gone: {lost}"), format!("new: {won}"), Some(reach)));
        }
        let labels: BTreeMap<&String, &Texts> = before.codes.iter().map(|code| (&code.id, &code.label)).collect();
        for code in &list.codes {
            if let Some(label) = labels.get(&code.id).filter(|label| **label != &code.label) {
                let said = |label: &Texts| format!("{}: {}", code.id, texts(label));
                changes.push(change(Kind::Label, said(label), said(&code.label), None));
            }
        }
    }
    for name in old.codes.keys().filter(|name| !new.codes.contains_key(*name)) {
        changes.push(Change { from: vec![name.clone()], ..Change::bare(Kind::Gone, Subject::Codes) });
    }
}
