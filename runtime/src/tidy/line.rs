//! One line of the table.

use std::fmt::Write as _;

use crate::write::push_text;

/// A line of the tidy form as it is written.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The texts of the identity fields, and the period.
    pub report: &'a [String],
    /// Path of the figure or field, or a word that no path can be.
    pub path: &'a str,
    /// For each dimension of the form the member, the key of the row or `total`; empty where the figure has it not.
    pub at: &'a [String],
    /// What stands there.
    pub value: &'a str,
    /// What the value is in JSON.
    pub kind: Kind,
    /// Unit of a figure.
    pub unit: &'a str,
    /// Code of the status; empty where the line is about no cell.
    pub status: &'a str,
}

/// What a value of a line is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`.
    Null,
    /// A text.
    Text,
    /// A number, `true`, `false`, a list or an object, which the value says in JSON.
    Json,
}

impl Line<'_> {
    /// The texts of the line, in the order of [`Tidy::columns`](super::Tidy::columns).
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let at = self.at.iter().map(String::as_str);
        let report = self.report.iter().map(String::as_str);
        report.chain([self.path]).chain(at).chain([self.value, self.unit, self.status])
    }

    /// Adds the line as a JSON object on a line of its own. What is empty is `null`.
    pub fn push_json(&self, columns: &[String], into: &mut String) {
        let value_at = columns.len().saturating_sub(3);
        for (position, (column, text)) in columns.iter().zip(self.texts()).enumerate() {
            into.push_str(if position == 0 { "{" } else { "," });
            push_text(into, column);
            into.push(':');
            match self.kind {
                Kind::Null if position == value_at => into.push_str("null"),
                Kind::Json if position == value_at => into.push_str(text),
                Kind::Text if position == value_at => push_text(into, text),
                _ if text.is_empty() => into.push_str("null"),
                _ => push_text(into, text),
            }
        }
        // Writing to a string cannot fail.
        let _ = writeln!(into, "}}");
    }
}
