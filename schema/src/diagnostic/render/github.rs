//! Workflow commands, which make annotations in a pull request.

use super::word;
use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

/// One command a line for each diagnostic.
#[must_use]
pub fn github(sources: &SourceMap, diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| command(sources, diagnostic)).collect()
}

fn command(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let source = sources.get(diagnostic.primary.span.file);
    let start = source.locate(diagnostic.primary.span.start);
    let end = source.locate(diagnostic.primary.span.end);
    let mut message = diagnostic.message.clone();
    for sentence in diagnostic.notes.iter().chain(diagnostic.fix.iter().map(|fix| &fix.message)) {
        message.push('\n');
        message.push_str(sentence);
    }
    // Columns are only understood where the annotation stays in one line.
    let columns =
        if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
    format!(
        "::{} file={},line={},endLine={}{columns},title={}::{}\n",
        word(diagnostic.severity),
        property(&source.name),
        start.line,
        end.line,
        diagnostic.code.as_str(),
        data(&message),
    )
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command, where colons and commas mean something too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
