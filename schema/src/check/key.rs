//! Which keys go with which kind of node.
//!
//! After this: no key is said where it means nothing.

use super::tree::{Class, Entry, Tree};
use super::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::At;
use crate::syntax::Scalar;

/// Reports keys that do not go with their node.
pub(crate) fn keys(tree: &Tree<'_>, out: &mut Vec<Diagnostic>) {
    for entry in &tree.nodes {
        let Some(says) = entry.says else { continue };
        for key in &says.keys {
            if let Some((why, help)) = objection(entry, says, &key.name) {
                let mut diagnostic = Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{}` does not go with {}", key.name, kind(entry, says)),
                    key.span,
                    why,
                );
                if let Some(content) = says.content.as_ref().filter(|_| key.name != "type") {
                    diagnostic = diagnostic.also(content.span, "the type is said here");
                } else if let Some(span) = entry.relation_span.filter(|_| says.children.len() < 2) {
                    diagnostic = diagnostic.also(span, format!("this makes it {}", entry.class.describe()));
                }
                out.push(diagnostic.help(help));
            }
        }
    }
}

fn kind(entry: &Entry<'_>, says: &crate::syntax::Node) -> String {
    match &says.content {
        Some(content) if entry.class == Class::Leaf => format!("a field of type `{}`", content.text),
        None if entry.class == Class::Leaf => "a figure".to_owned(),
        _ => entry.class.describe().to_owned(),
    }
}

/// Why a key is out of place, and what to do.
fn objection(entry: &Entry<'_>, says: &crate::syntax::Node, key: &str) -> Option<(&'static str, &'static str)> {
    let content = says.content.as_ref().map(|content| content.text.as_str());
    let has_cell = entry.class.has_cell();
    match key {
        "type" if matches!(entry.class, Class::Heading | Class::Breakdown(_)) => {
            Some(("a heading holds nothing itself", "take it away, or say it of the nodes beneath"))
        }
        "min" | "max" | "above" | "below" if has_cell && content.is_some() => {
            Some(("bounds are for figures", "take it away; texts have `pattern` and `max_length`"))
        }
        "pattern" | "max_length" if content != Some("text") => {
            Some(("this is for texts", "take it away, or say `type: text`"))
        }
        "of" | "many" if content != Some("code") => Some(("this is for codes", "take it away, or say `type: code`")),
        "total" if !matches!(entry.class, Class::Whole(_)) => Some((
            "there is no own figure beside children",
            "take it away; `total` names the own figure of a node with `parts` or another relation",
        )),
        "whole" if !matches!(entry.class, Class::Breakdown(_)) => Some((
            "`whole` needs a relation",
            "write `parts`, `some_parts`, `of_which` or `covered_by` for the rows that break the whole down",
        )),
        _ => None,
    }
}

/// Reads `at`.
pub(crate) fn at(said: Option<&Scalar>, out: &mut Vec<Diagnostic>) -> Option<At> {
    word::choose(said?, "place to print at", &[("first", At::First), ("last", At::Last), ("foot", At::Foot)], out)
}
