//! The list as text and as Markdown.

use std::fmt::Write as _;

use super::{Checks, Line};
use crate::Output;

impl Checks {
    /// For a terminal or a letter: a line for what must hold, and one beneath it for where, why and its id.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{} ({})\n", self.words.title, self.title, self.of);
        for group in &self.groups {
            let _ = writeln!(text, "\n{}", group.heading);
            let width = group.lines.last().map_or(1, |line| line.number.to_string().len());
            let mut table = "";
            for line in &group.lines {
                if line.table != table {
                    table = &line.table;
                    let _ = writeln!(text, "\n  {table}");
                }
                let _ = writeln!(text, "  {:>width$}  {}", line.number, line.formula);
                let _ = writeln!(text, "  {:width$}  {}", "", self.beneath(line, &line.id));
            }
        }
        text
    }

    /// The page as a file, `form/revision/checks.LANGUAGE.md`.
    #[must_use]
    pub fn output(&self) -> Output {
        let header = self.header.join("\n     ");
        let text = format!("<!-- {header} -->\n\n{}", self.markdown());
        Output::text(format!("{}/checks.{}.md", self.folder, self.language), text)
    }

    /// A page with a table for each group.
    #[must_use]
    pub fn markdown(&self) -> String {
        let words = self.words;
        let mut text = format!("# {}\n\n{} ({})\n", words.title, cell(&self.title), self.of);
        for group in &self.groups {
            let _ = writeln!(text, "\n## {}", group.heading);
            let mut table = None;
            for line in &group.lines {
                if table != Some(&line.table) {
                    table = Some(&line.table);
                    if !line.table.is_empty() {
                        let _ = writeln!(text, "\n### {}", cell(&line.table));
                    }
                    let [number, formula, scope, id] = words.columns;
                    let _ = writeln!(text, "\n| {number} | {formula} | {scope} | {id} |\n| ---: | --- | --- | --- |");
                }
                let about = std::iter::once(&line.scope).chain(&line.notes).filter(|part| !part.is_empty());
                let about = about.map(|part| cell(part)).collect::<Vec<_>>().join(words.semicolon);
                let _ = writeln!(text, "| {} | {} | {about} | `{}` |", line.number, cell(&line.formula), line.id);
            }
        }
        text
    }

    fn beneath(&self, line: &Line, id: &str) -> String {
        let parts = std::iter::once(&line.scope).chain(&line.notes).filter(|part| !part.is_empty());
        let about = parts.map(String::as_str).collect::<Vec<_>>().join(self.words.semicolon);
        if about.is_empty() { id.to_owned() } else { format!("{id}  {about}") }
    }
}

/// A text that may stand in a cell of a Markdown table.
fn cell(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '|' | '*' | '_' | '`' | '<' | '[' | ']' | '\\' => escaped.extend(['\\', c]),
            other => escaped.push(other),
        }
    }
    escaped
}
