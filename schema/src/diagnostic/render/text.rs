//! Snippets with carets, for a terminal and for `compile_error!`.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::source::{FileId, Source, SourceMap, Span};

/// All diagnostics, each with its lines of source, an empty line between them, and a line break at the end.
///
/// `colour` adds the escape sequences of a terminal.
#[must_use]
pub fn text(sources: &SourceMap, diagnostics: &[Diagnostic], colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in diagnostics {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(renderer.render(&groups(sources, diagnostic)).trim_end());
        out.push('\n');
    }
    out
}

fn groups<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clip(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    for file in files(diagnostic) {
        let (primary, secondary) = (std::iter::once(&diagnostic.primary), diagnostic.secondary.iter());
        let primary = primary.map(|label| (AnnotationKind::Primary, label));
        let labels = primary.chain(secondary.map(|label| (AnnotationKind::Context, label)));
        let source = sources.get(file);
        let annotations = labels.filter(|(_, label)| label.span.file == file).map(|(kind, label)| {
            let annotation = kind.span(range(source, label.span));
            if label.text.is_empty() { annotation } else { annotation.label(clip(&label.text)) }
        });
        group = group.element(
            Snippet::source(source.text.as_str())
                .path(source.name.as_str())
                .annotations(annotations.collect::<Vec<_>>()),
        );
    }
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(clip(note)));
    }
    match &diagnostic.fix {
        None => vec![group],
        Some(fix) if fix.edits.is_empty() || fix.edits.iter().any(|edit| in_long_line(sources, edit.span)) => {
            vec![group.element(Level::HELP.message(clip(&fix.message)))]
        }
        Some(fix) => vec![group, suggestion(sources, fix)],
    }
}

/// Longest sentence, in characters, that is shown: names of any length may stand in it.
const LONG_SENTENCE: usize = 2_000;

fn clip(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONG_SENTENCE) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
    }
}

/// Longest line, in bytes, that is shown as it will be: changed lines are not cut to the width of a terminal.
const LONG_LINE: usize = 1_000;

fn in_long_line(sources: &SourceMap, span: Span) -> bool {
    let text = sources.get(span.file).text.as_str();
    let before = text.get(..span.start as usize).unwrap_or_default();
    let behind = text.get(span.end as usize..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = span.end as usize + behind.find('\n').unwrap_or(behind.len());
    end.saturating_sub(start) > LONG_LINE
}

/// The change that mends it, shown as the changed lines.
fn suggestion<'a>(sources: &'a SourceMap, fix: &'a Fix) -> Group<'a> {
    let mut group = Group::with_title(Level::HELP.secondary_title(fix.message.as_str()));
    let mut files: Vec<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
    files.dedup();
    for file in files {
        let source = sources.get(file);
        let edits = fix.edits.iter().filter(|edit| edit.span.file == file);
        let patches = edits.map(|edit| Patch::new(range(source, edit.span), edit.text.as_str()));
        group = group.element(
            Snippet::source(source.text.as_str()).path(source.name.as_str()).patches(patches.collect::<Vec<_>>()),
        );
    }
    group
}

/// The files that a diagnostic points into, that of the primary label first.
fn files(diagnostic: &Diagnostic) -> Vec<FileId> {
    let mut files = vec![diagnostic.primary.span.file];
    for Label { span, .. } in &diagnostic.secondary {
        if !files.contains(&span.file) {
            files.push(span.file);
        }
    }
    files
}

/// The bytes of a span, widened to whole characters: the renderer cuts the text there.
fn range(source: &Source, span: Span) -> std::ops::Range<usize> {
    let text = source.text.as_str();
    let whole = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=(span.start as usize).min(text.len())).rev().find(whole).unwrap_or(0);
    let end = (span.end as usize..text.len()).find(whole).unwrap_or(text.len());
    start..end.max(start)
}
