//! Revisions: a file that says what becomes of another one, made into a full form.
//!
//! ```text
//! base, in full ──► nodes ──┐
//!                           ├──► nodes ──► full tree ──► syntax ──► model with its lineage
//! changes ──────────────────┘
//! ```
//!
//! After this stage there are no changes any more. The tree is that of a full file; what went on under another path, was
//! merged, or is another thing under an old name says so with `was`, and what is gone stands under `gone`. A full file
//! that an author writes says the same in the same way, so that the lineage is found out once, for both.

mod address;
mod apply;
mod base;
mod blame;
mod change;
mod conflict;
mod difference;
mod nodes;
mod origin;
mod references;
mod same;
mod top;

pub(crate) use base::{base, revises};
pub(crate) use blame::Blame;
pub use difference::changes;

use crate::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Form;
use crate::source::Span;
use crate::suggest::Effort;
use crate::yaml::{Entry, Scalar, Tree, Value};

use address::Addresses;
use nodes::Nodes;

/// The tree of the full form, and what to say of mistakes in it that stand in the base. None where it cannot be made,
/// which has been reported.
pub(crate) fn full(own: Tree, base: Option<&Checked>, out: &mut Vec<Diagnostic>) -> Option<(Tree, Option<Blame>)> {
    let Value::Mapping(entries) = &own.value else { return Some((own, None)) };
    if let Some(base) = base.filter(|base| base.form.is_none()) {
        out.extend(base.diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned());
        return None;
    }
    let find = |key: &str| entries.iter().find(|entry| entry.key.text == key);
    let (revises, changes) = (find("revises"), find("changes"));
    if revises.is_none() && changes.is_none() {
        return Some((own, None));
    }
    let Some(changes) = changes else {
        if let Some(revises) = revises.filter(|_| find("items").is_none()) {
            out.push(
                Diagnostic::new(
                    Code::MissingKey,
                    "the form revises another one, and says neither `changes` nor `items`",
                    revises.key.span,
                    "what becomes of it?",
                )
                .help("say what changes under `changes: {…}`, or write the new form in full, with `items`"),
            );
            return None;
        }
        let base = base.zip(base.and_then(|base| base.form.as_ref()));
        return match base {
            Some((checked, form)) if !is_next(entries, checked, form, out) => None,
            _ => Some((own, None)),
        };
    };
    let Some(revises) = revises else {
        out.push(
            Diagnostic::new(Code::MissingKey, "`changes` needs `revises`", changes.key.span, "changes of what?")
                .help("add `revises: 2024.yaml`, the file of the form that this one revises"),
        );
        return None;
    };
    // A base that could not be had has been reported.
    let checked = base?;
    let (form, tree) = (checked.form.as_ref()?, checked.tree.as_ref()?);
    let found = out.len();
    is_next(entries, checked, form, out);
    let mut nodes = Nodes::read(tree);
    let addresses = Addresses { nodes: &nodes, revision: &form.revision, effort: Effort::default() };
    let changes = change::changes(&changes.value, &addresses, out);
    let mut blame = Blame::new(&nodes, &changes, entries, revises.value.span);
    let top = top::top(&mut nodes, entries, out);
    conflict::conflicts(&nodes, &changes, &top.restated, out);
    if out.len() > found {
        return None;
    }
    let mut applied = apply::apply(&mut nodes, &changes, &form.revision, out);
    for (dimension, span) in top.gone.iter().copied() {
        let home = nodes.get(dimension).and_then(|node| node.home.clone()).unwrap_or_default();
        let nothing = Tree { value: Value::Missing, span: Span { start: span.end, ..span } };
        applied.gone.push((dimension, same::entry(&home, span, nothing)));
    }
    if out.len() > found {
        return None;
    }
    let pristine = Nodes::read(tree);
    let done = references::Done {
        before: &pristine,
        applied: &applied,
        restated: &top.restated,
        own: own.span.file,
        place: revises.value.span,
    };
    references::follow(&mut nodes, &done, out);
    if out.len() > found {
        return None;
    }
    origin::origins(&mut nodes, &applied);
    if let Some(root) = nodes.get_mut(nodes::ROOT) {
        root.span = own.span;
    }
    blame.after(&nodes);
    match nodes.tree(revises.value.span) {
        Ok(tree) => Some((tree, Some(blame))),
        Err(diagnostic) => {
            out.push(*diagnostic);
            None
        }
    }
}

/// Whether a form can be the next revision of another: it is the same form, under another name.
fn is_next(own: &[Entry], checked: &Checked, base: &Form, out: &mut Vec<Diagnostic>) -> bool {
    let said = |entries: &[Entry], key: &str| -> Option<Scalar> {
        match &entries.iter().find(|entry| entry.key.text == key)?.value.value {
            Value::Scalar(said) => Some(said.clone()),
            _ => None,
        }
    };
    let there = |key: &str| match checked.tree.as_ref().map(|tree| &tree.value) {
        Some(Value::Mapping(entries)) => said(entries, key).map(|said| said.span),
        _ => None,
    };
    let found = out.len();
    let with = |diagnostic: Diagnostic, key: &str, label: &str| match there(key) {
        Some(span) => diagnostic.also(span, label),
        None => diagnostic,
    };
    if let Some(form) = said(own, "form").filter(|form| form.text != base.id) {
        let diagnostic = Diagnostic::new(
            Code::OtherForm,
            format!("`{}` revises another form, `{}`", form.text, base.id),
            form.span,
            "not the form that is revised",
        );
        out.push(with(diagnostic, "form", "the form that is revised").replace(
            "a form keeps its name through all revisions",
            form.span,
            base.id.clone(),
        ));
    }
    if let Some(revision) = said(own, "revision").filter(|revision| revision.text == base.revision) {
        let diagnostic = Diagnostic::new(
            Code::OtherForm,
            format!("the form that this one revises is called `{}` too", revision.text),
            revision.span,
            "the same revision",
        );
        out.push(
            with(diagnostic, "revision", "the form that is revised")
                .help("give each revision a name of its own, such as the first year that it is filed for"),
        );
    }
    out.len() == found
}
