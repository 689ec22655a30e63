//! What a path names, and the many ways to name a node.

use super::{Form, Name};
use crate::dice::Dice;

/// Words that no path begins with.
const WORDS: [&str; 4] = ["count", "min", "over", "then"];

/// The node that a path means at a node. The first name is sought beneath the node, beside it, then outward; the search
/// ends at the first node of that name.
fn resolve(form: &Form, from: usize, path: &str) -> Option<usize> {
    let child = |node: usize, id: &str| form.nodes[node].children.iter().copied().find(|&c| form.nodes[c].id == id);
    if let Some(path) = path.strip_prefix('.') {
        return path.split('.').try_fold(0, child);
    }
    let mut ids = path.split('.');
    let first = ids.next().filter(|first| !WORDS.contains(first))?;
    let mut here = Some(from);
    while let Some(node) = here {
        if let Some(found) = child(node, first) {
            return ids.try_fold(found, child);
        }
        here = form.nodes[node].parent;
    }
    None
}

/// Names a node, or with luck another one that `fits` by the same word.
pub(super) fn name(dice: &mut Dice<'_>, form: &Form, from: usize, node: usize, fits: impl Fn(usize) -> bool) -> Name {
    if let Some(code) = form.nodes[node].code.filter(|_| dice.one_in(2)) {
        return Name { spelt: format!("[{code}]"), node };
    }
    let path = form.path(node);
    let ids: Vec<&str> = path.split('.').collect();
    let spelt = ids[dice.below(ids.len()).min(ids.len() - 1)..].join(".");
    let last = ids[ids.len() - 1].to_owned();
    for spelt in [last, spelt, path.clone()] {
        match resolve(form, from, &spelt) {
            Some(node) if fits(node) => return Name { spelt, node },
            _ => {}
        }
    }
    Name { spelt: format!(".{path}"), node }
}
