//! What makes a violation explained.

use super::*;

/// What a check says of it. `note` is the note of the nearest node at or above that says `by`.
pub(super) fn explained(
    check: &syntax::Check,
    node: NodeId,
    scope: &Scope<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<ExplainedBy> {
    let said = check.explained_by.as_ref()?;
    let words = [("explanation", false), ("note", true)];
    if !word::choose(said, "way to explain", &words, out)? {
        return Some(ExplainedBy::Explanation);
    }
    let note = note(node, scope);
    if note.is_none() {
        let path = match scope.tree.path(node) {
            "" => "the root".to_owned(),
            path => format!("`{path}`"),
        };
        out.push(
            Diagnostic::new(
                Code::KeyDoesNotApply,
                format!("there is no note that could explain a check of {path}"),
                said.span,
                "by which note?",
            )
            .help(
                "say `note: {label: …}` at or above the nearest node with `by`, or write `explained_by: explanation`",
            ),
        );
    }
    note.map(ExplainedBy::Note)
}

/// The note of the nearest node at or above this one that says `by`.
fn note(node: NodeId, scope: &Scope<'_>) -> Option<NodeId> {
    let tree = scope.tree;
    let above = |node: &NodeId| tree.get(*node).and_then(|entry| entry.parent);
    let says_by = |node: &NodeId| {
        let outer = above(node).map_or(0, |above| tree.by(above).len());
        tree.by(*node).len() > outer
    };
    let nearest = std::iter::successors(Some(node), above).find(says_by)?;
    let children = &tree.get(nearest)?.children;
    children.iter().copied().find(|child| tree.get(*child).is_some_and(|child| child.class == Class::Note))
}
