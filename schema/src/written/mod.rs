//! Trees as YAML, as one would have written them.
//!
//! What fits on a line stands there in braces or brackets, all else in a line an entry; texts are quoted where somebody
//! could misread them. Keys keep their order. Comments, anchors and the author's own line breaks are not in a tree.

mod flow;
mod next;
mod scalar;

pub use self::next::next_revision;

use self::flow::flow;
use self::scalar::{block_key, block_scalar};
use crate::Checked;
use crate::yaml::{Entry, Tree, Value};

/// Columns of the longest line that a list or a mapping is put on.
const WIDTH: usize = 120;

/// Keys of the top level whose entries have a line each, also where they are short.
const TABLES: [&str; 7] = ["units", "codes", "header", "dimensions", "items", "changes", "gone"];

/// The checked form as one full file that needs no other: what it revises is worked in. None where there is no form.
///
/// What was under another path before, or is gone, still says so. Checked on its own, the text makes the same form; only
/// what the revision before is called, and what is new, cannot be told from it any more.
#[must_use]
pub fn in_full(checked: &Checked) -> Option<String> {
    checked.form.as_ref()?;
    let Value::Mapping(entries) = &checked.tree.as_ref()?.value else { return None };
    let mut out = String::new();
    for entry in entries.iter().filter(|entry| !["revises", "changes"].contains(&entry.key.text.as_str())) {
        top(entry, &mut out);
    }
    Some(out)
}

/// An entry of the top level of a file.
pub(crate) fn top(entry: &Entry, out: &mut String) {
    let style = if TABLES.contains(&entry.key.text.as_str()) { Style::Lines } else { Style::Fitting };
    self::entry(entry, 0, style, out);
}

/// An entry of a mapping that is indented by so many columns.
pub(crate) fn line(entry: &Entry, indent: usize, out: &mut String) {
    self::entry(entry, indent, Style::Fitting, out);
}

/// Whether what fits on a line is put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Fitting,
    Lines,
}

fn entry(entry: &Entry, indent: usize, style: Style, out: &mut String) {
    pad(indent, out);
    keyed(entry, indent, style, out);
}

/// A key and its value, at the end of a line that is indented so far already.
fn keyed(entry: &Entry, indent: usize, style: Style, out: &mut String) {
    let key = block_key(&entry.key.text);
    // A longer key needs a mark before it, so that a reader need not look ahead for its colon.
    if key.len() > 1000 {
        out.push_str("? ");
        out.push_str(&key);
        out.push('\n');
        pad(indent, out);
    } else {
        out.push_str(&key);
    }
    out.push(':');
    value(&entry.value, &entry.key.text, indent, style, out);
}

/// What stands behind a colon, or behind the dash of a list. `of` is the key that it belongs to.
fn value(tree: &Tree, of: &str, indent: usize, style: Style, out: &mut String) {
    match &tree.value {
        // A form has nothing broken in it.
        Value::Missing | Value::Broken => {}
        Value::Scalar(scalar) => {
            out.push(' ');
            out.push_str(&block_scalar(&scalar.text, of, indent + 2));
        }
        Value::Sequence(_) | Value::Mapping(_) => {
            if let Some(flow) = fitting(tree, of, style, out) {
                out.push(' ');
                out.push_str(&flow);
            } else {
                lines(tree, of, indent + 2, out);
                return;
            }
        }
    }
    out.push('\n');
}

/// A list or mapping on the rest of the last line of `out`, where it may stand there.
fn fitting(tree: &Tree, of: &str, style: Style, out: &str) -> Option<String> {
    let is_empty = match &tree.value {
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(entries) => entries.is_empty(),
        _ => false,
    };
    if style == Style::Lines && !is_empty {
        return None;
    }
    let last = out.rfind('\n').map_or(out, |at| out.get(at + 1..).unwrap_or_default());
    let room = WIDTH.checked_sub(scalar::width(last) + 1);
    match room.and_then(|room| flow(tree, of, room)) {
        // Nothing cannot be written in lines.
        None if is_empty => flow(tree, of, usize::MAX),
        fitted => fitted,
    }
}

/// The entries of a list or mapping, a line each.
fn lines(tree: &Tree, of: &str, indent: usize, out: &mut String) {
    out.push('\n');
    match &tree.value {
        Value::Mapping(entries) => entries.iter().for_each(|entry| self::entry(entry, indent, Style::Fitting, out)),
        Value::Sequence(items) => items.iter().for_each(|each| item(each, of, indent, out)),
        _ => {}
    }
}

/// An item of a list.
fn item(tree: &Tree, of: &str, indent: usize, out: &mut String) {
    pad(indent, out);
    out.push('-');
    let entries = match &tree.value {
        Value::Mapping(entries) if fitting(tree, of, Style::Fitting, out).is_none() => entries,
        _ => return value(tree, of, indent, Style::Fitting, out),
    };
    // The first entry stands behind the dash.
    out.push(' ');
    for (number, entry) in entries.iter().enumerate() {
        if number > 0 {
            pad(indent + 2, out);
        }
        keyed(entry, indent + 2, Style::Fitting, out);
    }
}

fn pad(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests;
