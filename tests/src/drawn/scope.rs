//! What a path names, and the many ways to name a node.

use super::dimension::Slot;
use super::{Class, Form, Name};
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

/// Names a node, or with luck another one that `fits` by the same word. Brackets take away what is not `free`.
pub(super) fn name(
    dice: &mut Dice<'_>,
    form: &Form,
    from: usize,
    node: usize,
    free: &[usize],
    fits: impl Fn(usize) -> bool,
) -> Name {
    let mut name = plain(dice, form, from, node, fits);
    let by = if form.is_figure(name.node) { form.by(name.node) } else { Vec::new() };
    for of in by.iter().copied().filter(|of| !free.contains(of)) {
        let known = &form.dimensions[of];
        let slots: Vec<Slot> = known.slots().into_iter().filter(|slot| slot.is_none() || !known.is_open()).collect();
        let slot = dice.pick(&slots);
        name.brackets.push((of, slot));
        if name.spelt.starts_with('[') {
            name.spelt = format!(".{}", form.path(name.node));
        }
        let key = known.key(slot);
        // Where another dimension has the name too, the dimension is said.
        let others = by.iter().filter(|&&other| other != of).map(|&other| &form.dimensions[other]);
        let alone = slot.is_some() && others.clone().all(|other| other.members.iter().all(|member| member.id != key));
        let spelt = if alone && dice.one_in(2) { key.to_owned() } else { format!("{}.{key}", known.id) };
        name.spelt.push_str(&format!("[{spelt}]"));
    }
    name.prior = !form.nodes[name.node].class.eq(&Class::Text) && dice.one_in(7);
    if name.prior {
        name.spelt = format!("prior.{}", name.spelt);
    }
    name
}

/// Names a node, or another one that fits, without brackets.
pub(super) fn plain(dice: &mut Dice<'_>, form: &Form, from: usize, node: usize, fits: impl Fn(usize) -> bool) -> Name {
    let name = |spelt, node| Name { spelt, node, prior: false, brackets: Vec::new() };
    if let Some(code) = form.nodes[node].code.filter(|_| dice.one_in(2)) {
        return name(format!("[{code}]"), node);
    }
    let path = form.path(node);
    let ids: Vec<&str> = path.split('.').collect();
    let spelt = ids[dice.below(ids.len()).min(ids.len() - 1)..].join(".");
    let last = ids[ids.len() - 1].to_owned();
    for spelt in [last, spelt, path.clone()] {
        match resolve(form, from, &spelt) {
            Some(node) if fits(node) => return name(spelt, node),
            _ => {}
        }
    }
    name(format!(".{path}"), node)
}
