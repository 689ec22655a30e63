//! Lists and mappings on one line.

use super::scalar::{flow_key, flow_scalar, width};
use crate::yaml::{Tree, Value};

/// How many lists and mappings stand inside one another on a line: a node, its parts, a part, the languages of its label.
const HEIGHT: usize = 4;

/// A list or a mapping on one line of at most so many columns. None where it does not fit, or would be hard to read there.
pub(super) fn flow(tree: &Tree, of: &str, room: usize) -> Option<String> {
    let mut line = Line { text: String::new(), room };
    line.tree(tree, of, 0)?;
    Some(line.text)
}

struct Line {
    text: String,
    /// Columns that are left.
    room: usize,
}

impl Line {
    fn tree(&mut self, tree: &Tree, of: &str, height: usize) -> Option<()> {
        match &tree.value {
            Value::Scalar(scalar) if scalar.text.contains('\n') => None,
            Value::Scalar(scalar) => self.push(&flow_scalar(&scalar.text, of)),
            // Nothing would be read as the end of a list, or as a word.
            Value::Missing | Value::Broken => None,
            _ if height == HEIGHT => None,
            Value::Sequence(items) => {
                self.push("[")?;
                for (number, item) in items.iter().enumerate() {
                    self.push(if number > 0 { ", " } else { "" })?;
                    self.tree(item, of, height + 1)?;
                }
                self.push("]")
            }
            Value::Mapping(entries) => {
                self.push("{")?;
                for (number, entry) in entries.iter().enumerate() {
                    self.push(if number > 0 { ", " } else { "" })?;
                    self.push(&flow_key(&entry.key.text))?;
                    self.push(": ")?;
                    self.tree(&entry.value, &entry.key.text, height + 1)?;
                }
                self.push("}")
            }
        }
    }

    fn push(&mut self, text: &str) -> Option<()> {
        self.room = self.room.checked_sub(width(text))?;
        self.text.push_str(text);
        Some(())
    }
}
