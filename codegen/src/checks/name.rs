//! What figures, members and tables are called in a list of checks.

use tallyform::plan::{Dimension, EVERY_ROW, Node, Plan, Rule, RuleKind, TOTAL};

use super::said;
use super::words::Words;

/// The label of the child of the root that a node is or stands beneath; empty for the root.
pub(super) fn table(plan: &Plan, language: &str, node: u32) -> String {
    top(plan, node).map_or_else(String::new, |node| said(&node.label, language).to_owned())
}

/// The child of the root that a node is or stands beneath.
fn top(plan: &Plan, node: u32) -> Option<&Node> {
    let mut node = plan.nodes.get(node as usize)?;
    loop {
        let above = plan.nodes.get(node.parent? as usize)?;
        if above.parent.is_none() {
            return Some(node);
        }
        node = above;
    }
}

/// A cell as a check names it: its figure, and the members that it is bound to where the check does not run through all
/// of them. A check along a dimension names the members alone.
pub(super) fn cell(plan: &Plan, language: &str, words: &Words, rule: &Rule, cell: u32) -> String {
    let Some(cell) = plan.cells.get(cell as usize) else { return String::new() };
    let Some((figure, node)) = plan.figure_of(cell) else { return String::new() };
    let coordinate = plan.nodes.get(cell.node as usize).and_then(|node| node.coordinate.as_ref());
    let is_free = |id: &str| {
        rule.free.iter().any(|free| plan.dimensions.get(*free as usize).is_some_and(|dimension| dimension.id == id))
    };
    let bound = coordinate.into_iter().flat_map(|coordinate| &coordinate.at).filter(|(id, _)| !is_free(id));
    let members: Vec<String> = bound
        .filter_map(|(id, slot)| {
            let dimension = plan.dimensions.iter().find(|dimension| dimension.id == *id)?;
            Some(member(dimension, language, words, slot))
        })
        .collect();
    if is_along(rule.kind) && !members.is_empty() {
        return members.join(words.comma);
    }
    let mut name = self::figure(plan, language, node);
    let (here, there) = (top(plan, rule.node), top(plan, figure));
    if let Some(there) = there.filter(|there| here.is_some_and(|here| here.path != there.path)) {
        // The reader is sent to another table.
        if there.path != node.path {
            name = words.in_table(said(&there.label, language), &name);
        }
    }
    if members.is_empty() { name } else { words.at_members(&name, &members.join(words.comma)) }
}

/// A figure by its official number, where it has one, and label.
pub(super) fn figure(plan: &Plan, language: &str, node: &Node) -> String {
    // A figure without a label of its own is called as what it stands beneath.
    let mut named = node;
    while said(&named.label, language).is_empty() {
        match named.parent.and_then(|parent| plan.nodes.get(parent as usize)) {
            Some(above) => named = above,
            None => break,
        }
    }
    let label = said(&named.label, language);
    match &node.code {
        Some(code) => format!("[{code}] {label}"),
        None => label.to_owned(),
    }
}

fn member(dimension: &Dimension, language: &str, words: &Words, slot: &str) -> String {
    match slot {
        TOTAL if said(&dimension.label, language).is_empty() => words.total.to_owned(),
        TOTAL => said(&dimension.label, language).to_owned(),
        EVERY_ROW => words.each(key(dimension, language)),
        slot => {
            let found = dimension.members.iter().find(|member| member.id == slot);
            found.map_or_else(|| slot.to_owned(), |found| said(&found.label, language).to_owned())
        }
    }
}

/// What the rows of an open dimension are called.
pub(super) fn key<'d>(dimension: &'d Dimension, language: &str) -> &'d str {
    dimension.key.as_ref().map_or(dimension.id.as_str(), |label| said(label, language))
}

/// Whether a rule compares the members of a dimension.
pub(super) const fn is_along(kind: RuleKind) -> bool {
    matches!(
        kind,
        RuleKind::OverSum
            | RuleKind::OverMin
            | RuleKind::OverMax
            | RuleKind::OverBetween
            | RuleKind::OverRising
            | RuleKind::OverFalling
    )
}
