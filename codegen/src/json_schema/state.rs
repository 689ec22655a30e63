//! What is an error in some states of a report only.

use tallyform::plan::{CellChecks, Node, Plan, Severities};

use super::cell::{Definitions, is_error};
use super::node::Tree;
use crate::json::{Json, Object};

/// A plan as it holds in every state, and as it holds in some.
pub(super) struct ByState {
    /// With the least severity of each check.
    pub(super) always: Plan,
    /// States in which the same checks are errors, where these are more, and the plan as it is there.
    some: Vec<(Vec<usize>, Plan)>,
}

impl ByState {
    pub(super) fn new(plan: &Plan) -> Self {
        let always = Self::project(plan, Severities::least);
        let mut by_state = Self { always, some: Vec::new() };
        let varies = |severity: Option<Severities>| severity.is_some_and(|severity| severity.len() > 1);
        if !plan.cells.iter().flat_map(|cell| each(&cell.checks)).any(varies) {
            return by_state;
        }
        for state in 0..plan.states.len() {
            let here = Self::project(plan, |severities| severities.at(Some(state)));
            let alike = |one: &Plan, other: &Plan| {
                one.cells.iter().zip(&other.cells).all(|(one, other)| errors(&one.checks) == errors(&other.checks))
            };
            if alike(&by_state.always, &here) {
                continue;
            }
            match by_state.some.iter_mut().find(|(_, other)| alike(other, &here)) {
                Some((states, _)) => states.push(state),
                None => by_state.some.push((vec![state], here)),
            }
        }
        by_state
    }

    fn project(plan: &Plan, one: impl Fn(Severities) -> tallyform::plan::Severity) -> Plan {
        let mut plan = plan.clone();
        for cell in &mut plan.cells {
            let only = |severity: Option<Severities>| severity.map(|severity| one(severity).into());
            let checks = cell.checks;
            cell.checks = CellChecks {
                required: only(checks.required),
                kind: only(checks.kind),
                marks: only(checks.marks),
                places: only(checks.places),
                bounds: only(checks.bounds),
            };
        }
        plan
    }

    /// What holds on top in some states. A report without a state is in the last one.
    pub(super) fn conditions(&self, root: &Node, definitions: &mut Definitions) -> Option<Json> {
        let all = self.some.iter().map(|(states, plan)| {
            let name = |state: &usize| plan.states.get(*state).map(String::as_str);
            let suffix = states.first().and_then(name).map(|state| format!("_{state}")).unwrap_or_default();
            let tree = Tree { plan, base: Some(&self.always), suffix };
            let then = tree.closed(tree.members(root, definitions));
            let last = states.contains(&(plan.states.len() - 1));
            let named = states.iter().filter_map(name).map(Json::from);
            let null = last.then_some(Json::Null);
            let named = Object::new().with("enum", named.chain(null).collect::<Json>());
            let required = (!last).then(|| ["state"].into_iter().collect::<Json>());
            let condition =
                Object::new().with("properties", Object::new().with("state", named)).with_some("required", required);
            Object::new().with("if", condition).with("then", then)
        });
        let all: Vec<Object> = all.collect();
        (!all.is_empty()).then(|| all.into_iter().collect())
    }
}

fn each(checks: &CellChecks) -> [Option<Severities>; 5] {
    [checks.required, checks.kind, checks.marks, checks.places, checks.bounds]
}

fn errors(checks: &CellChecks) -> [bool; 5] {
    each(checks).map(is_error)
}
