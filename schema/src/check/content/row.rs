//! Cells that no node of the file is: keys of rows, and notes.

use super::*;
use crate::check::dimension::Key;
use crate::model::{Severities, Severity};

/// The cell of a note: a text that may be blank.
pub(super) fn note(here: &Settled, sayings: &mut Sayings) -> Made {
    here.note.into_iter().for_each(|note| sayings.heed(note));
    let content = Content::Text { pattern: None, max_length: None };
    Made { cell: plain(content, severity(here, sayings), false), unit_is_broken: false }
}

/// The cell of a key: a text or a code that must be there. `top` is what holds at the root, where dimensions stand.
pub(crate) fn key(
    tree: &Tree<'_>,
    key: &Key<'_>,
    top: &Settled,
    codes: &[CodeList],
    sayings: &mut Sayings,
    out: &mut Vec<Diagnostic>,
) -> Cell {
    let says = key.says;
    let words = [("text", Type::Text), ("code", Type::Code)];
    let content = match &says.content {
        Some(word)
            if TYPES.iter().any(|(known, _)| *known == word.text)
                && words.iter().all(|(known, _)| *known != word.text) =>
        {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("the key of rows is of type `{}`", word.text),
                    word.span,
                    "no key",
                )
                .help("write `type: text` or `type: code`"),
            );
            None
        }
        Some(word) => word::choose(word, "type of a key", &words, out),
        None if says.may_say("type") => None,
        None => {
            out.push(
                Diagnostic::new(Code::MissingKey, "the key of rows has no `type`", says.span, "a text, or a code?")
                    .help("add `type: text`, or `type: code` with `of: …`"),
            );
            None
        }
    };
    for (name, wanted) in [("of", Type::Code), ("pattern", Type::Text), ("max_length", Type::Text)] {
        let said = says.keys.iter().find(|said| said.name == name);
        if let (Some(said), Some(content)) = (said, content)
            && content != wanted
        {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{name}` does not go with this type of key"),
                    said.span,
                    "of no use here",
                )
                .help("take it away, or change `type`"),
            );
        }
    }
    let content = match content {
        Some(Type::Code) => Content::Code { of: code::codes_of(tree, says, codes, out), many: false },
        _ => Content::Text {
            pattern: says.pattern.as_ref().and_then(|pattern| pattern::regular(pattern, out)),
            max_length: says.max_length.as_ref().and_then(|length| number::length(length, out)),
        },
    };
    plain(content, severity(top, sayings), true)
}

/// The severity that holds at a node.
pub(crate) fn severity(here: &Settled, sayings: &mut Sayings) -> Severities {
    match &here.severity {
        Some(said) => {
            sayings.heed(said.by);
            (*said.value).clone()
        }
        None => Severities::same(Severity::Error, 1),
    }
}

/// The cell of a key where checks are as grave as this.
pub(crate) fn of_severity(key: Cell, severity: &Severities) -> Cell {
    plain(key.content, severity.clone(), true)
}

fn plain(content: Content, severity: Severities, required: bool) -> Cell {
    Cell {
        content,
        takes: Vec::new(),
        blank_is_not_applicable: false,
        required: required.then(|| severity.clone()),
        kind: Some(severity.clone()),
        marks: Some(severity.clone()),
        places: Some(severity.clone()),
        bounds: Some(severity),
        remarks: Vec::new(),
    }
}
