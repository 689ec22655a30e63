//! Whether rows stand where their sections say.

use super::{Checked, PlanError, fault, in_range, severities};
use crate::plan::{EVERY_ROW, Layout, Node, Plan, Rule};

/// Checks every section by itself. What it has to do with its node and its key is checked as the tree is walked.
pub(super) fn check(plan: &Plan) -> Checked {
    for (i, section) in (0_u32..).zip(&plan.sections) {
        let at = |key: &str| format!("/sections/{i}/{key}");
        let layout = |node: u32| plan.nodes.get(node as usize).and_then(|node| node.layout);
        if layout(section.node) != Some(Layout::Rows(i)) {
            return fault(at("node"), format!("node {} has no rows of this section", section.node));
        }
        is_open(plan, section.dimension, || at("dimension"))?;
        if section.above.is_some_and(|above| above >= i) {
            return fault(at("above"), "a section stands before those in its rows");
        }
        let key = plan.cells.get(section.key as usize);
        if key.and_then(|key| layout(key.node)) != Some(Layout::Key(i)) {
            return fault(at("key"), format!("cell {} is no key of its rows", section.key));
        }
        if let (Some(min), Some(max)) = (section.min, section.max)
            && min > max
        {
            return fault(at("min"), "it is more than `max`");
        }
        severities(plan, section.keys, || at("keys"))?;
        severities(plan, section.counts, || at("counts"))?;
    }
    Ok(())
}

fn is_open(plan: &Plan, dimension: u32, at: impl Fn() -> String) -> Checked {
    in_range(dimension, plan.dimensions.len(), &at)?;
    match plan.dimensions.get(dimension as usize).and_then(|dimension| dimension.key.as_ref()) {
        Some(_) => Ok(()),
        None => fault(at(), format!("the members of dimension {dimension} do not come with the report")),
    }
}

/// Checks a node with rows: in which section it stands, and at which pointer.
pub(super) fn rows(
    plan: &Plan,
    (index, node): (u32, &Node),
    rows: u32,
    (above, pointer): (Option<u32>, &str),
    at: impl Fn() -> String,
) -> Checked {
    in_range(rows, plan.sections.len(), || format!("{}/layout", at()))?;
    let is_its = plan
        .sections
        .get(rows as usize)
        .is_some_and(|section| section.node == index && section.above == above && section.pointer == pointer);
    if !is_its {
        return fault(format!("/sections/{rows}"), format!("it is of node {index}, at `{pointer}`"));
    }
    let key = node.children.first().and_then(|child| plan.nodes.get(*child as usize));
    if key.and_then(|key| key.layout) != Some(Layout::Key(rows)) {
        return fault(at(), "a row begins with its key");
    }
    Ok(())
}

/// Checks any other node that only the JSON of a report has.
pub(super) fn layout(
    plan: &Plan,
    node: &Node,
    layout: Layout,
    section: Option<u32>,
    at: impl Fn() -> String,
) -> Checked {
    match layout {
        Layout::Whole(dimension) => is_open(plan, dimension, || format!("{}/layout", at())),
        Layout::Key(of) => {
            let key = plan.sections.get(of as usize).filter(|_| section == Some(of)).map(|section| section.key);
            if node.cell.is_none() || node.cell != key || !node.children.is_empty() {
                return fault(at(), "a key is the `key` of the section in whose rows it stands");
            }
            Ok(())
        }
        Layout::Note if node.cell.is_none() || !node.children.is_empty() => fault(at(), "a note is one cell"),
        Layout::Note | Layout::Rows(_) => Ok(()),
    }
}

/// The dimensions that a statement binds to rows, of those that are free.
pub(super) fn open(plan: &Plan, rule: &Rule, statement: usize, at: impl Fn() -> String) -> Result<Vec<u32>, PlanError> {
    let mut open = Vec::new();
    for (id, bound) in rule.wheres.get(statement).into_iter().flatten() {
        let is_it = |number: &&u32| plan.dimensions.get(**number as usize).is_some_and(|dimension| dimension.id == *id);
        // A plan without open dimensions need not say which are free.
        match rule.free.iter().find(is_it) {
            None if bound != EVERY_ROW && rule.free.is_empty() => {}
            None => return fault(at(), format!("the dimension `{id}` is not free")),
            Some(number) if bound == EVERY_ROW => {
                is_open(plan, *number, &at)?;
                open.push(*number);
            }
            Some(_) => {}
        }
    }
    Ok(open)
}
