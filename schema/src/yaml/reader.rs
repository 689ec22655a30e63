//! Bytes of one file to its tree.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, StructureStyle, Tag, options};

use super::builder::{Builder, Stopped, span, too_deep};
use super::scalar::Notation;
use super::{Scalar, Tree, Value, recovery};
use crate::diagnostic::{Code, Diagnostic, report};
use crate::limits::MAX_BYTES;
use crate::source::{FileId, SourceMap, Span};

/// Reads the one YAML document of a file. None where there is no usable tree, which has then been reported.
pub(crate) fn read(sources: &SourceMap, file: FileId, out: &mut Vec<Diagnostic>) -> Option<Tree> {
    let source = sources.get(file);
    let start = span(file, 0, 0);
    if source.bytes.len() > MAX_BYTES {
        let message = format!("the file has {} bytes; the limit is {MAX_BYTES}", source.bytes.len());
        report(out, Diagnostic::new(Code::TooLarge, message, start, "").help("is this the form file that was meant?"));
        return None;
    }
    if let Some(at) = source.broken_at {
        let broken = source.text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        report(
            out,
            Diagnostic::new(Code::NotUtf8, "the file is not UTF-8", span(file, at, at + broken), "the first such byte")
                .help("save the file as UTF-8; older Chinese files are often GB 18030"),
        );
        return None;
    }
    let mut pass = Pass { file, text: &source.text, documents: 0 };
    let mut builder = Builder::new();
    match pass.events(&mut builder, out) {
        Ok(()) => {}
        Err(Halt::Limit(Stopped)) => return None,
        // The parser reads ahead, and so may reach its own limit before ours is seen.
        Err(Halt::Syntax(error)) if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) => {
            let at = recovery::offset(&source.text, &error);
            report(out, too_deep(span(file, at, at)));
            return None;
        }
        Err(Halt::Syntax(error)) => {
            report(out, recovery::diagnostic(file, &source.text, &error, builder.open_flow()));
            recovery::further_errors(file, &source.text, recovery::offset(&source.text, &error), out);
            return None;
        }
    }
    let tree = builder.finish(out);
    match tree {
        Some(tree) if !matches!(tree.value, Value::Missing) => Some(tree),
        _ => {
            report(
                out,
                Diagnostic::new(Code::NotOneDocument, "the file holds no form", start, "")
                    .help("a form file starts with `tallyform: 1`"),
            );
            None
        }
    }
}

/// Why a pass ended early.
enum Halt {
    Limit(Stopped),
    Syntax(granit_parser::ScanError),
}

impl From<Stopped> for Halt {
    fn from(stopped: Stopped) -> Self {
        Self::Limit(stopped)
    }
}

/// One pass over the events of a file.
struct Pass<'a> {
    file: FileId,
    text: &'a str,
    documents: usize,
}

impl Pass<'_> {
    fn events(&mut self, builder: &mut Builder, out: &mut Vec<Diagnostic>) -> Result<(), Halt> {
        let options = options! { emit_unresolved_aliases: true, emit_anchor_events: true, emit_comments: false };
        for next in Parser::new_from_str_with_options(self.text, options) {
            let (event, place) = next.map_err(Halt::Syntax)?;
            if let Some((tag, place)) = event.tag().zip(place.tag_span()) {
                report(out, ignored_tag(tag, self.span(&place)));
            }
            let here = self.span(&place);
            // Only the first document is built; the others are reported once each.
            if self.documents > 1 && !matches!(event, Event::DocumentStart(..)) {
                continue;
            }
            match event {
                Event::DocumentStart(..) => {
                    self.documents += 1;
                    if self.documents == 2 {
                        report(
                            out,
                            Diagnostic::new(
                                Code::NotOneDocument,
                                "the file holds more than one YAML document",
                                here,
                                "the second one starts here",
                            )
                            .help("one file is one revision of one form: put the rest into files of their own"),
                        );
                    }
                }
                Event::Scalar(text, style, anchor, _) => {
                    let tree = self.scalar(text, style, here);
                    builder.scalar(tree, anchor, out)?;
                }
                Event::SequenceStart(style, anchor, _) => {
                    builder.start(false, here, style == StructureStyle::Flow, anchor, out)?;
                }
                Event::MappingStart(style, anchor, _) => {
                    builder.start(true, here, style == StructureStyle::Flow, anchor, out)?;
                }
                Event::SequenceEnd | Event::MappingEnd => builder.end(here, out)?,
                Event::Anchor(id, name) => builder.anchor(id, name.into_owned(), here),
                Event::Alias(id) => builder.alias(id, here, out)?,
                Event::UnresolvedAlias(name) => builder.unknown_alias(name.into_owned(), here, out)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn span(&self, place: &granit_parser::Span) -> Span {
        let range = place.byte_range().unwrap_or(0..0);
        span(self.file, range.start.min(self.text.len()), range.end.min(self.text.len()))
    }

    fn scalar(&self, text: Cow<'_, str>, style: ScalarStyle, here: Span) -> Tree {
        let notation = match style {
            ScalarStyle::Plain => Notation::Plain,
            ScalarStyle::SingleQuoted => Notation::SingleQuoted,
            ScalarStyle::DoubleQuoted => Notation::DoubleQuoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Notation::Block,
        };
        // The parser gives an empty value as `~`; only its width tells the two apart.
        if notation == Notation::Plain && here.start == here.end {
            return Tree { value: Value::Missing, span: here };
        }
        let raw = self.text.get(here.start as usize..here.end as usize).unwrap_or_default();
        // A block scalar reaches to the next token; its span ends with its text.
        let raw = if notation == Notation::Block { raw.trim_end() } else { raw };
        let here = span(self.file, here.start as usize, here.start as usize + raw.len());
        // The line break that ends a block is how it is written, and no part of what it says.
        let text = match text {
            text if notation == Notation::Block => Cow::Owned(text.trim_end_matches('\n').to_owned()),
            text => text,
        };
        Tree { value: Value::Scalar(Scalar::written(text.into_owned(), here, raw, notation)), span: here }
    }
}

fn ignored_tag(tag: &Tag, span: Span) -> Diagnostic {
    let name = format!("{}{}", tag.original_handle(), tag.suffix());
    Diagnostic::new(Code::TagIgnored, format!("the YAML tag `{name}` has no meaning here"), span, "").replace(
        "leave it out: the text of a scalar is taken as it stands",
        span,
        "",
    )
}
