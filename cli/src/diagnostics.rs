//! Diagnostics on their way out.

use clap::ValueEnum;
use tallyform_schema::diagnostic::render;
use tallyform_schema::{Diagnostic, SourceMap};

use crate::failure::{Failure, Result};

/// How to print what is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, with the lines of the form
    Text,
    /// One JSON document
    Json,
    /// SARIF 2.1.0, which code hosts and editors read
    Sarif,
    /// Annotations of a GitHub workflow
    Github,
}

/// Snippets with carets.
pub(crate) fn text(diagnostics: &[Diagnostic], sources: &SourceMap, color: bool) -> String {
    render::text(sources, diagnostics, color)
}

/// Diagnostics in any format, ready to print.
pub(crate) fn render(format: Format, diagnostics: &[Diagnostic], sources: &SourceMap, color: bool) -> Result<String> {
    let data = match format {
        Format::Text => {
            let text = text(diagnostics, sources, color);
            return Ok(if text.is_empty() { text } else { text + "\n" });
        }
        Format::Github => return Ok(render::github(sources, diagnostics)),
        Format::Json => serde_json::to_string_pretty(&render::json(sources, diagnostics)),
        Format::Sarif => serde_json::to_string_pretty(&render::sarif(sources, diagnostics)),
    };
    let data = data.map_err(|error| Failure::new(format!("cannot print as JSON: {error}")))?;
    Ok(data + "\n")
}
