//! SARIF 2.1.0, the log format that code hosts and editors read.

use serde_json::{Value, json};

use super::word;
use crate::diagnostic::{Code, Diagnostic, Fix, Severity};
use crate::source::{SourceMap, Span};

/// A whole log with one run: all rules of the catalogue, and a result for each diagnostic.
///
/// Columns are in UTF-16 code units, which the log says, since that is what its readers count in.
#[must_use]
pub fn sarif(sources: &SourceMap, diagnostics: &[Diagnostic]) -> Value {
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "tallyform",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": Code::ALL.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "utf16CodeUnits",
            "results": diagnostics.iter().map(|diagnostic| result(sources, diagnostic)).collect::<Vec<_>>(),
        }],
    })
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": {"text": code.summary()},
        "defaultConfiguration": {"level": word(code.severity())},
    })
}

fn result(sources: &SourceMap, diagnostic: &Diagnostic) -> Value {
    let mut message = diagnostic.message.clone();
    for sentence in diagnostic.notes.iter().chain(diagnostic.fix.iter().map(|fix| &fix.message)) {
        message.push('\n');
        message.push_str(sentence);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": match diagnostic.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": {"text": message},
        "locations": [{"physicalLocation": location(sources, diagnostic.primary.span)}],
    });
    if let Some(fields) = result.as_object_mut() {
        if !diagnostic.secondary.is_empty() {
            let related = diagnostic.secondary.iter().enumerate().map(|(id, label)| {
                json!({
                    "id": id,
                    "physicalLocation": location(sources, label.span),
                    "message": {"text": label.text},
                })
            });
            fields.insert("relatedLocations".to_owned(), related.collect());
        }
        if let Some(fix) = diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
            fields.insert("fixes".to_owned(), json!([change(sources, fix)]));
        }
    }
    result
}

fn change(sources: &SourceMap, fix: &Fix) -> Value {
    let changes = fix.edits.iter().map(|edit| {
        json!({
            "artifactLocation": artifact(sources, edit.span),
            "replacements": [{
                "deletedRegion": region(sources, edit.span),
                "insertedContent": {"text": edit.text},
            }],
        })
    });
    json!({"description": {"text": fix.message}, "artifactChanges": changes.collect::<Vec<_>>()})
}

fn location(sources: &SourceMap, span: Span) -> Value {
    json!({"artifactLocation": artifact(sources, span), "region": region(sources, span)})
}

fn artifact(sources: &SourceMap, span: Span) -> Value {
    json!({"uri": uri(&sources.get(span.file).name)})
}

fn region(sources: &SourceMap, span: Span) -> Value {
    let (start_line, start_column) = utf16(sources, span, span.start);
    let (end_line, end_column) = utf16(sources, span, span.end);
    json!({
        "startLine": start_line,
        "startColumn": start_column,
        "endLine": end_line,
        "endColumn": end_column,
    })
}

/// Line and column of a byte, both from 1, the column in UTF-16 code units.
fn utf16(sources: &SourceMap, span: Span, offset: u32) -> (u32, usize) {
    let source = sources.get(span.file);
    let before = source.text.get(..offset as usize).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    (source.locate(offset).line, line.encode_utf16().count() + 1)
}

/// The name of a file as a relative reference: what may not stand in one is percent-encoded.
fn uri(name: &str) -> String {
    let mut uri = String::new();
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            b'\\' => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
