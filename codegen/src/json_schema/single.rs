//! Checks of a single cell that plain JSON Schema does not enforce.

use std::collections::{BTreeMap, BTreeSet};

use tallyform::exact::MAX_FIGURE;
use tallyform::interval::Interval;
use tallyform::plan::{Cell, CodesOf, Content, Plan, Severities, message_key};

use super::cell::is_error;
use super::figure::leaves_bounds;
use super::node::at;
use super::not_enforced::{listed, template};
use crate::json::{Json, Object};

/// What is said of a check of some cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    severity: Severities,
    text: String,
    by: Option<&'static str>,
    message: &'static str,
    /// The states in which the schema does not hold it, where it does in others.
    states: Vec<usize>,
}

impl Entry {
    /// The entry for these checks.
    pub(super) fn listed(&self, plan: &Plan, checks: Vec<String>) -> Object {
        let check: Json = match checks.as_slice() {
            [one] => one.as_str().into(),
            _ => checks.into_iter().collect(),
        };
        let message = template(plan, self.message, &BTreeMap::new());
        let states = self.states.iter().filter_map(|state| plan.states.get(*state)).map(String::as_str);
        let states: Vec<&str> = states.collect();
        let states = (!states.is_empty()).then(|| states.into_iter().collect::<Json>());
        listed(check, self.severity, &self.text, self.by, message).with_some("in", states)
    }
}

/// What plain JSON Schema does not hold of single cells, each with the ids of the checks of which it is said, in the order
/// of the form.
pub(super) fn lower(plan: &Plan) -> Vec<(Entry, Vec<String>)> {
    let mut all: Vec<(Entry, Vec<String>)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for cell in &plan.cells {
        // A figure that is repeated has one check of each kind for all its cells.
        let Some((_, figure)) = plan.figure_of(cell) else { continue };
        for (name, entry) in entries(plan, cell) {
            let id = format!("{}:{name}", figure.path);
            let key =
                format!("{name} {} {:?} {:?} {}", entry.text, entry.severity, entry.states, entry.by.unwrap_or(""));
            if !seen.insert((id.clone(), key.clone())) {
                continue;
            }
            match places.get(&key).and_then(|place| all.get_mut(*place)) {
                Some((_, checks)) => checks.push(id),
                None => {
                    places.insert(key, all.len());
                    all.push((entry, vec![id]));
                }
            }
        }
    }
    all
}

/// The checks of one cell that are left: those that are no errors, bounds of decimals, blanks that may mean something,
/// codes from outside, and everything where a value of another type is no error, since nothing is said of such a cell.
fn entries(plan: &Plan, cell: &Cell) -> Vec<(&'static str, Entry)> {
    let checks = &cell.checks;
    let any_type = |state| !is_error(at_state(checks.kind, state));
    let (bounds, places) = match &cell.content {
        Content::Figure(figure) => {
            let range = Interval::between(figure.lower.as_ref(), figure.upper.as_ref());
            let bounded = figure.lower.is_some() || figure.upper.is_some();
            (bounded.then(|| format!("lies in {range}")), true)
        }
        Content::Text { pattern, max_length } => {
            let pattern = pattern.as_ref().map(|pattern| format!("matches {pattern}"));
            let length = max_length.map(|most| format!("has at most {most} characters"));
            let all: Vec<String> = pattern.into_iter().chain(length).collect();
            ((!all.is_empty()).then(|| all.join(" and ")), false)
        }
        _ => (None, false),
    };
    let decimals = |state| match &cell.content {
        Content::Figure(figure) => {
            let mut here = cell.clone();
            here.checks.places = at_state(checks.places, state);
            leaves_bounds(&here, figure)
        }
        _ => false,
    };
    let far = matches!(&cell.content, Content::Figure(figure) if figure.decimals > 0);
    let codes = match &cell.content {
        Content::Code { of: CodesOf::Field(field), .. } => {
            at(&plan.cells, *field).and_then(|field| at(&plan.nodes, field.node)).map(|node| node.path.clone())
        }
        Content::Code { of: CodesOf::List(name), .. } if plan.code_list(&CodesOf::List(name.clone())).is_none() => {
            Some(name.clone())
        }
        _ => None,
    };
    let of_type = match (&codes, far) {
        (Some(of), _) => format!("is a code of {of}"),
        // What a text spells may be past the greatest figure.
        (None, true) => format!("is at most {MAX_FIGURE} either way"),
        (None, false) => "is of its type".to_owned(),
    };
    let type_key = if codes.is_some() { message_key::CODES } else { message_key::TYPE };
    let bounds_key =
        if matches!(cell.content, Content::Text { .. }) { message_key::PATTERN } else { message_key::BOUNDS };
    let says = |text: &str| Some(text.to_owned());
    type Left<'a> = &'a dyn Fn(Option<usize>) -> bool;
    let blank = |_| cell.blank.is_some();
    let of_another = |state| (far || codes.is_some()) && !any_type(state);
    let of_bounds = |state| any_type(state) || decimals(state);
    let all: [(_, _, Left<'_>, _, _); 5] = [
        ("required", checks.required, &blank, message_key::REQUIRED, says("is reported")),
        ("type", checks.kind, &of_another, type_key, Some(of_type)),
        ("marks", checks.marks, &any_type, message_key::MARKS, says("holds no mark that it does not take")),
        (
            "places",
            checks.places,
            &any_type,
            message_key::PLACES,
            says("has no more decimal places than it may have").filter(|_| places),
        ),
        ("bounds", checks.bounds, &of_bounds, bounds_key, bounds),
    ];
    let entry = |(name, severity, left, message, text): (&'static str, Option<Severities>, Left<'_>, _, _)| {
        let (severity, text) = (severity?, text?);
        let varies = plan.states.len() > 1;
        let states: Vec<Option<usize>> = if varies { (0..plan.states.len()).map(Some).collect() } else { vec![None] };
        let is_held = |state: &Option<usize>| is_error(at_state(Some(severity), *state)) && !left(*state);
        let open: Vec<Option<usize>> = states.iter().filter(|state| !is_held(state)).copied().collect();
        let graver = states.iter().find(|state| is_error(at_state(Some(severity), **state))).copied();
        let ours = name == "type" && codes.is_none()
            || name == "bounds" && graver.is_some_and(|state| decimals(state) && !any_type(state));
        let by = (ours && graver.is_some()).then_some(super::BOUNDS);
        let states = if open.len() == states.len() { Vec::new() } else { open.iter().copied().flatten().collect() };
        (!open.is_empty()).then_some((name, Entry { severity, text, by, message, states }))
    };
    all.into_iter().filter_map(entry).collect()
}

/// The severity in a state; without states the only one.
fn at_state(severities: Option<Severities>, state: Option<usize>) -> Option<Severities> {
    severities.map(|severities| severities.at(state).into())
}
