//! One line a diagnostic, for build scripts and logs.

use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

/// `F0103 a node has no key `lable`; did you mean `label`? --> form.yaml:3:19`, without a line break.
#[must_use]
pub fn one_line(sources: &SourceMap, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.primary.span;
    let at = sources.locate(span);
    let name = &sources.get(span.file).name;
    let help = diagnostic.fix.as_ref().map(|fix| format!("; {}", fix.message)).unwrap_or_default();
    let line =
        format!("{} {}{help} --> {name}:{}:{}", diagnostic.code.as_str(), diagnostic.message, at.line, at.column);
    // A name or a text of the form may hold anything, and a line break would end what a build script says.
    line.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}
