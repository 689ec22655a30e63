//! The changes that make one form of another: the inverse of applying them.
//!
//! ```text
//! two full trees ──► nodes of each ──► which is which ──► what becomes of each, and where ──► a file with `changes`
//! ```

mod change;
mod kin;
mod part;
mod place;
mod top;

use crate::Checked;
use crate::written;
use crate::yaml::Tree;

use kin::Kin;
use part::Parts;

/// The file that says what becomes of one form in another: with `revises`, which names the file of the earlier one, it is
/// the later one. None where one of the two is no form.
///
/// What says with `was` what it was, is that; all else is what has its path. Of what is left over, what has the same
/// official number or label beneath the same node is taken for the same; a comment says so, since nobody did.
#[must_use]
pub fn changes(before: &Checked, after: &Checked, revises: &str) -> Option<String> {
    let tree = |checked: &'_ Checked| -> Option<Tree> { checked.form.as_ref().and(checked.tree.clone()) };
    let (before, after) = (tree(before)?, tree(after)?);
    Some(of_trees(&before, &after, revises))
}

fn of_trees(before: &Tree, after: &Tree, revises: &str) -> String {
    let (old, new) = (Parts::of(before), Parts::of(after));
    let kin = Kin::of(&old, &new);
    let mut out = String::new();
    for entry in top::entries(&old, &new, &kin, revises, after.span) {
        written::top(&entry, &mut out);
    }
    let changes = change::changes(&old, &new, &kin, before, after);
    let is_empty = changes.iter().all(|change| change.entry.is_none());
    out.push_str(if is_empty { "changes: {}\n" } else { "changes:\n" });
    for change in changes {
        for comment in change.comments {
            out.push_str("  # ");
            out.push_str(&comment);
            out.push('\n');
        }
        change.entry.iter().for_each(|entry| written::line(entry, 2, &mut out));
    }
    out
}
