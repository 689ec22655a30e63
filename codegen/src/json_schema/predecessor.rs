//! The revision before: what it was, where its schema is, and what became of what it had.

use tallyform::plan::{Link, LinkKind, Plan};

use crate::json::{Json, Object, texts};

/// What the schema says of the revision before. Nothing of it makes a report valid or invalid.
pub(super) fn annotation(plan: &Plan) -> Option<Object> {
    let before = plan.predecessor.as_ref()?;
    let gone = before.links.iter().filter(|link| link.kind == LinkKind::Gone).map(gone);
    let changed = before.links.iter().filter(|link| link.kind != LinkKind::Gone).map(changed);
    let list = |links: Vec<Object>| (!links.is_empty()).then(|| links.into_iter().collect::<Json>());
    Object::new()
        .with_some("revision", before.revision.as_deref())
        .with_some("schema", before.revision.as_deref().map(|revision| super::id_of(plan, revision)))
        .with_some("because", before.because.as_ref().map(texts))
        .with_some("changed", list(changed.collect()))
        .with_some("gone", list(gone.collect()))
        .some()
}

/// What is not in this revision: its path in the one before, what it was called, and why it is gone.
fn gone(link: &Link) -> Object {
    Object::new()
        .with_some("path", link.from.first().map(String::as_str))
        .with_some("labels", link.label.as_ref().and_then(|label| texts(label).some()))
        .with_some("because", link.because.as_ref().map(texts))
}

fn changed(link: &Link) -> Object {
    let list = |all: &[String]| (!all.is_empty()).then(|| all.iter().map(String::as_str).collect::<Json>());
    Object::new()
        .with("kind", link.kind.as_str())
        .with_some("from", list(&link.from))
        .with_some("to", list(&link.to))
        .with_some("because", link.because.as_ref().map(texts))
}
