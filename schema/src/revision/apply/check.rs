//! Changes of checks.

use crate::diagnostic::{Code, Diagnostic};
use crate::revision::change::{CheckChange, nothing};
use crate::revision::nodes::{Nodes, Part};
use crate::revision::same;
use crate::source::Span;
use crate::suggest;
use crate::yaml::{Entry, Scalar, Tree, Value};

/// Checks that the tree makes, which a change may tune where nobody has tuned them before.
const OF_TREE: [&str; 9] =
    ["parts", "some_parts", "of_which", "covered_by", "required", "marks", "places", "bounds", "type"];

/// The id of a check that does not say one.
const UNNAMED: &str = "check";

/// Does the changes of checks; those of one node follow one another.
pub(super) fn checks(nodes: &mut Nodes, changes: &[CheckChange], out: &mut Vec<Diagnostic>) {
    for of_node in changes.chunk_by(|one, other| one.node == other.node) {
        let Some(first) = of_node.first() else { continue };
        let Some(node) = nodes.get_mut(first.node) else { continue };
        let said = node.entry("check").cloned();
        let mut all = match said.as_ref().map(|said| &said.value) {
            Some(Tree { value: Value::Sequence(list), .. }) => list.to_vec(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        // Each is found by the id that it has in the base.
        let ids: Vec<String> = all.iter().map(id).collect();
        let mut gone = vec![false; all.len()];
        for change in of_node {
            let at = ids.iter().position(|id| *id == change.id);
            match (at, &change.set) {
                (Some(at), None) => {
                    if let Some(gone) = gone.get_mut(at) {
                        *gone = true;
                    }
                }
                (Some(at), Some(set)) => {
                    if let Some(check) = all.get_mut(at) {
                        tune(check, set, out);
                    }
                }
                (None, set) => match made(change, set.as_deref()) {
                    Some(check) => all.push(check),
                    None => out.push(unknown(change, &ids)),
                },
            }
        }
        let mut gone = gone.into_iter();
        all.retain(|_| !gone.next().unwrap_or_default());
        let (key, span) = said
            .map_or((Scalar::verbatim("check", first.key.span), first.key.span), |said| (said.key, said.value.span));
        let value = match (all.pop(), all.is_empty()) {
            (None, _) => {
                node.unset("check");
                continue;
            }
            (Some(one), true) => one,
            (Some(last), false) => {
                all.push(last);
                same::sequence(all, span)
            }
        };
        node.set(Part::Entry(Entry { key, value }));
    }
}

/// The id of a check, as its address spells it.
fn id(check: &Tree) -> String {
    let Value::Mapping(entries) = &check.value else { return UNNAMED.to_owned() };
    let said = |key: &str| {
        let entry = entries.iter().find(|entry| entry.key.text == key)?;
        match &entry.value.value {
            Value::Scalar(word) => Some(word.text.clone()),
            _ => None,
        }
    };
    said("id").or_else(|| said("of")).unwrap_or_else(|| UNNAMED.to_owned())
}

/// Sets parts of a check.
fn tune(check: &mut Tree, set: &[Entry], out: &mut Vec<Diagnostic>) {
    let mut entries = match &check.value {
        Value::Mapping(entries) => entries.to_vec(),
        _ => vec![same::entry("that", check.span, check.clone())],
    };
    for part in set {
        let old = entries.iter().position(|entry| entry.key.text == part.key.text);
        let is_nothing = matches!(part.value.value, Value::Missing);
        match old.and_then(|at| Some((at, entries.get(at)?))) {
            Some((_, old)) if same::same(&old.value, &part.value) => {
                out.push(nothing(&part.key.text, part.key.span).also(old.value.span, "says the same"));
            }
            None if is_nothing => out.push(nothing(&part.key.text, part.key.span)),
            Some((at, _)) if is_nothing => drop(entries.remove(at)),
            Some((at, _)) => {
                if let Some(old) = entries.get_mut(at) {
                    *old = part.clone();
                }
            }
            None => entries.push(part.clone()),
        }
    }
    *check = same::mapping(entries, check.span);
}

/// A check that the node does not have yet: a new one, or one of the tree that is tuned.
fn made(change: &CheckChange, set: Option<&[Entry]>) -> Option<Tree> {
    let set = set?;
    let says = |key: &str| set.iter().any(|entry| entry.key.text == key);
    let span = set.iter().fold(change.key.span, |span, entry| Span { end: span.end.max(entry.value.span.end), ..span });
    let is_of_tree = OF_TREE.contains(&change.id.as_str())
        || ["over.", "key.", "rows."].iter().any(|begin| change.id.starts_with(begin));
    let own = |key: &str| same::entry(key, change.key.span, same::scalar(&change.id, change.key.span));
    let name = match (says("that"), says("of")) {
        (true, _) if change.id == UNNAMED || says("id") => None,
        (true, _) => Some(own("id")),
        (false, false) if is_of_tree => Some(own("of")),
        _ => return None,
    };
    Some(same::mapping(name.into_iter().chain(set.iter().cloned()).collect(), span))
}

fn unknown(change: &CheckChange, ids: &[String]) -> Diagnostic {
    let span = change.key.span;
    let diagnostic = Diagnostic::new(
        Code::UnknownInBase,
        format!("the form before has no check `{}` there", change.id),
        span,
        "no such check",
    );
    let ids = || ids.iter().map(String::as_str);
    if OF_TREE.contains(&change.id.as_str()) {
        return diagnostic.help("the tree makes this check; switch it off with `{severity: off, because: …}`");
    }
    match suggest::nearest(&change.id, ids()) {
        Some(near) => {
            let (of, _) = change.key.text.split_once(':').unwrap_or_default();
            let near = format!("{of}:{near}");
            diagnostic.replace(format!("did you mean `{near}`?"), span, near)
        }
        None if ids().next().is_none() => diagnostic.help("the node has no check of its own; a new one says `that`"),
        None => diagnostic.help(format!("it has {}; a new one says `that`", suggest::list(ids()))),
    }
}
