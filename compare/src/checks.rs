//! Changes of checks over cells.

use std::collections::BTreeMap;

use tallyform::exact::Ratio;
use tallyform::plan::{ExplainedBy, Plan, Rule, Severity, Statement, Texts};

use crate::cells::{graver, severities, spot, spot_before};
use crate::change::{Change, Kind, Reach, Spot, Subject};
use crate::kin::Kinship;
use crate::statement;

/// Changes of checks: those that are gone, new, and otherwise than they were.
pub(crate) fn changes(old: &Plan, new: &Plan, kinship: &Kinship) -> Vec<Change> {
    let mut before: BTreeMap<(u32, &str), &Rule> =
        old.rules.iter().map(|rule| ((old.subject(rule.node), suffix(&rule.id)), rule)).collect();
    let mut changes = Vec::new();
    for rule in &new.rules {
        let same = kinship.nodes.get(new.subject(rule.node) as usize).and_then(|kin| kin.same);
        match same.and_then(|same| before.remove(&(same, suffix(&rule.id)))) {
            Some(earlier) => compare((old, earlier), (new, rule), kinship, &mut changes),
            None => {
                let reach = is_error(rule).then_some(Reach::Narrower);
                changes.push(Change { from: Vec::new(), reach, ..one(new, Kind::Added, rule, rule) });
            }
        }
    }
    let left: Vec<*const Rule> = before.into_values().map(std::ptr::from_ref).collect();
    for rule in old.rules.iter().filter(|rule| left.contains(&std::ptr::from_ref(*rule))) {
        let reach = is_error(rule).then_some(Reach::Wider);
        let change = one(old, Kind::Gone, rule, rule);
        changes.push(Change { to: Vec::new(), now: None, was: Some(rule.text.clone()), reach, ..change });
    }
    changes
}

fn suffix(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, suffix)| suffix)
}

fn is_error(rule: &Rule) -> bool {
    rule.severity.at(None) == Severity::Error
}

fn one(plan: &Plan, kind: Kind, was: &Rule, now: &Rule) -> Change {
    let label = plan.nodes.get(now.node as usize).map_or_else(Texts::new, |node| node.label.clone());
    Change {
        label,
        now: Some(now.text.clone()),
        because: now.because.clone(),
        place: Spot::of(plan, now.place),
        ..Change::new(kind, Subject::Check, &was.id, &now.id)
    }
}

fn compare((old, was): (&Plan, &Rule), (new, now): (&Plan, &Rule), kinship: &Kinship, changes: &mut Vec<Change>) {
    let mut say = |kind: Kind, before: String, after: String, reach: Option<Reach>| {
        changes.push(Change { was: Some(before), now: Some(after), reach, ..one(new, kind, was, now) });
    };
    let name_before = |cell: u64| -> String {
        let Some(cell) = usize::try_from(cell).ok().and_then(|cell| old.cells.get(cell)) else { return String::new() };
        let figure = old.figure_of(cell).map_or(0, |(figure, _)| figure);
        format!("{figure} {:?}", spot(old, cell))
    };
    let name_now = |cell: u64| -> String {
        let found = usize::try_from(cell).ok().and_then(|cell| new.cells.get(cell));
        let known = found.and_then(|found| {
            let (figure, _) = new.figure_of(found)?;
            let same = kinship.nodes.get(figure as usize)?.same?;
            Some(format!("{same} {:?}", spot_before(old, new, kinship, found)?))
        });
        known.unwrap_or_else(|| format!("new {cell}"))
    };
    let grave = is_error(was) && is_error(now);
    let (said_before, said_now) = (statement::said(was, &name_before), statement::said(now, &name_now));
    if said_before.0 != said_now.0 {
        say(Kind::Statement, was.text.clone(), now.text.clone(), grave.then_some(Reach::Both));
    } else if said_before.1 != said_now.1 {
        let (before, after) = (tolerance(was), tolerance(now));
        let reach = Reach::new(after < before, after > before).filter(|_| grave);
        say(Kind::Tolerance, before.to_string(), after.to_string(), reach);
    }
    if was.severity != now.severity {
        let reach = graver(Some(was.severity), Some(now.severity));
        say(Kind::Severity, severities(Some(was.severity)), severities(Some(now.severity)), reach);
    }
    let explained = |plan: &Plan, rule: &Rule| match rule.explained_by {
        None => "nothing".to_owned(),
        Some(ExplainedBy::Explanation) => "an explanation".to_owned(),
        Some(ExplainedBy::Note(cell)) => {
            let node = plan.cells.get(cell as usize).and_then(|cell| plan.nodes.get(cell.node as usize));
            format!("the note {}", node.map_or("", |node| node.path.as_str()))
        }
    };
    if was.explained_by.map(|by| std::mem::discriminant(&by)) != now.explained_by.map(|by| std::mem::discriminant(&by))
    {
        let reach = Reach::new(was.explained_by.is_some(), now.explained_by.is_some()).filter(|_| grave);
        say(Kind::Explained, explained(old, was), explained(new, now), reach);
    }
    if shape(was) != shape(now) {
        let text = |rule: &Rule| shape(rule).into_iter().map(|(language, text)| format!("{language}: {text}"));
        say(Kind::Message, text(was).collect::<Vec<_>>().join("; "), text(now).collect::<Vec<_>>().join("; "), None);
    }
    if was.because != now.because {
        let first = |texts: &Option<Texts>| texts.iter().flat_map(|texts| texts.values()).next().cloned();
        say(Kind::Because, first(&was.because).unwrap_or_default(), first(&now.because).unwrap_or_default(), None);
    }
}

/// The greatest tolerance of a rule.
fn tolerance(rule: &Rule) -> Ratio {
    let said = rule.statements.iter().filter_map(|statement| match statement {
        Statement::Compare { tolerance, .. } => tolerance.clone(),
        _ => None,
    });
    said.max().unwrap_or_else(|| 0.into())
}

/// The author's message, with its slots; the numbers of cells are no part of what it says.
fn shape(rule: &Rule) -> Vec<(String, String)> {
    use tallyform::plan::Segment;
    fn text(segments: &[Segment]) -> String {
        let one = |segment: &Segment| match segment {
            Segment::Text(text) => text.clone(),
            Segment::Slot { slot } => format!("{{{}}}", slot.name()),
            Segment::Cell { .. } | Segment::Figure { .. } => "{figure}".to_owned(),
            Segment::Optional { optional } => text(optional),
        };
        segments.iter().map(one).collect()
    }
    rule.message.iter().map(|(language, template)| (language.clone(), text(template))).collect()
}
