//! Whether what a form lacks stands where a report can have it.

use std::collections::HashSet;

use super::super::Tidy;
use crate::report::{Nesting, Report};
use crate::validator::Target;

/// Keys that a report cannot have as keys that the form lacks: the line of each, and why.
///
/// A key stands in an object of the report, is none of the form's there, and stands there once.
pub(super) fn misplaced(tidy: &Tidy<'_>, report: &Report, lines: &[u64]) -> Vec<(u64, String)> {
    let mut seen = HashSet::new();
    let nesting = if lines.is_empty() { Nesting::default() } else { Nesting::of(report) };
    let mut wrong = Vec::new();
    for (unknown, line) in report.unknown.iter().zip(lines) {
        let pointer = unknown.at.as_str();
        let message = if !seen.insert(pointer) {
            format!("`{pointer}` is there twice")
        } else {
            match object(tidy, report, &nesting, pointer) {
                Some(false) => continue,
                Some(true) => format!("the form has `{pointer}`; name it by its path"),
                None => format!("`{pointer}` is in no object of the report"),
            }
        };
        wrong.push((*line, message));
    }
    wrong
}

/// Whether the form has the key of a pointer; nothing where the report has no such object.
fn object(tidy: &Tidy<'_>, report: &Report, nesting: &Nesting, pointer: &str) -> Option<bool> {
    let (plan, table) = (tidy.plan(), tidy.validator.table());
    let mut keys: Vec<&str> = pointer.split('/').skip(1).collect();
    let last = keys.pop()?;
    let (mut node, mut row) = (0, 0);
    let mut keys = keys.into_iter();
    while let Some(key) = keys.next() {
        let object = table.objects.get(node as usize)?;
        let position = object.find(0, &unescaped(key)?)?;
        match object.keys.get(position)?.target {
            Target::Node(below) => node = below,
            Target::Rows(section) => {
                let number: usize = keys.next().filter(|key| *key == "0" || !key.starts_with('0'))?.parse().ok()?;
                row = nesting.rows(plan, report, section, row).get(number)?.0;
                node = table.sections.get(section as usize)?.node;
            }
            _ => return None,
        }
    }
    Some(table.objects.get(node as usize)?.find(0, &unescaped(last)?).is_some())
}

/// A key of a pointer as it stands in JSON; nothing where the pointer would spell it otherwise.
fn unescaped(key: &str) -> Option<String> {
    let text = key.replace("~1", "/").replace("~0", "~");
    (text.replace('~', "~0").replace('/', "~1") == key).then_some(text)
}
