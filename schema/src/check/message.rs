//! Placeholders in messages: slots of the finding, or paths of cells.
//!
//! After this: every placeholder is a slot or a cell.

use std::collections::BTreeMap;

use super::formula::Members;
use super::place::At;
use super::relation::Cells;
use super::scope::Scope;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{self, ReferenceKind};
use crate::model::{DimensionId, NodeId, Placeholder, Texts};
use crate::suggest;
use crate::syntax::{FormFile, LangText, Scalar};

use super::text::Languages;
use super::tree::Tree;

/// What a finding itself has to say.
pub(crate) const SLOTS: [&str; 14] = [
    "label",
    "path",
    "unit",
    "left",
    "op",
    "right",
    "difference",
    "tolerance",
    "check",
    "value",
    "expected",
    "left_label",
    "right_label",
    "at",
];

/// The messages that the tree's own checks have, by key.
pub const KEYS: [&str; 36] = [
    "parts",
    "some_parts",
    "of_which",
    "covered_by",
    "over_sum",
    "over_min",
    "over_max",
    "over_between",
    "over_rising",
    "over_falling",
    "check",
    "required",
    "marks",
    "places",
    "bounds",
    "type",
    "pattern",
    "codes",
    "key",
    "rows",
    "undetermined",
    "stray",
    "unknown",
    "unreadable.size",
    "unreadable.text",
    "unreadable.depth",
    "unreadable.json",
    "unreadable.object",
    "unreadable.duplicate",
    "unreadable.form",
    "unreadable.revision",
    "unreadable.period",
    "unreadable.state",
    "unreadable.rows",
    "unreadable.list",
    "blank",
];

/// Languages that the tree's own messages are built in for.
const BUILT_IN: [&str; 2] = ["zh", "en"];

/// The figures that the placeholders of a message name, by the text in braces. `bound` are the dimensions that a finding
/// binds; none where they are not known.
pub(crate) fn placeholders(
    text: &LangText,
    from: NodeId,
    bound: Option<&[DimensionId]>,
    scope: &Scope<'_>,
    cells: &Cells<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<(String, Placeholder)> {
    let mut found: BTreeMap<String, Placeholder> = BTreeMap::new();
    for (_, value) in &text.entries {
        for (name, start, end) in braces(value, out) {
            if SLOTS.contains(&name) || found.contains_key(name) {
                continue;
            }
            let place = value.sub(start, end);
            match figure(&Scalar::verbatim(name, place), from, scope) {
                Ok(placeholder) if cells.get(placeholder.node).is_some() => {
                    out.extend(bound.and_then(|bound| not_one(placeholder.node, bound, scope, place)));
                    found.insert(name.to_owned(), placeholder);
                }
                Ok(_) => out.push(
                    Diagnostic::new(
                        Code::UnknownPlaceholder,
                        format!("the placeholder `{{{name}}}` names a heading"),
                        place,
                        "a heading has no value",
                    )
                    .help("name a figure or a field"),
                ),
                Err(diagnostic) => out.push(match suggest::nearest(name, SLOTS) {
                    Some(slot) => unknown(name, place).replace(format!("did you mean `{{{slot}}}`?"), place, slot),
                    None => Diagnostic { code: Code::UnknownPlaceholder, ..*diagnostic },
                }),
            }
        }
    }
    found.into_iter().collect()
}

/// The figure that a placeholder names.
fn figure(name: &Scalar, from: NodeId, scope: &Scope<'_>) -> Result<Placeholder, Box<Diagnostic>> {
    let reference = expression::parse_placeholder(name)?;
    let node = match &reference.kind {
        ReferenceKind::Path(path) => scope.find(from, path, Code::UnknownPlaceholder)?,
        ReferenceKind::Code(code) => scope.code(code)?,
    };
    Ok(Placeholder { node, prior: reference.prior })
}

/// The same for a check of a dimension, whose names are members.
pub(crate) fn of_members(
    text: &LangText,
    members: Members,
    tree: &Tree<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<(String, Placeholder)> {
    let mut found: BTreeMap<String, Placeholder> = BTreeMap::new();
    for (_, value) in &text.entries {
        for (name, start, end) in braces(value, out) {
            if SLOTS.contains(&name) || found.contains_key(name) {
                continue;
            }
            let place = value.sub(start, end);
            let named = expression::parse_placeholder(&Scalar::verbatim(name, place)).and_then(|reference| {
                let slot = members.slot(&tree.dimensions, &reference)?;
                Ok((slot, reference.prior))
            });
            let cell = named.map(|(slot, prior)| (tree.at(members.figure, &[(members.dimension, slot)].into()), prior));
            match cell {
                Ok((At::Cell(node), prior)) if tree.by(members.figure).len() == 1 => {
                    found.insert(name.to_owned(), Placeholder { node, prior });
                }
                Ok((At::Blocked, _)) => {}
                Ok(_) => out.push(
                    unknown(name, place)
                        .also(tree.span(members.figure).unwrap_or(place), "of several dimensions")
                        .help("a figure of several dimensions has several such cells; write `{left}` and `{right}`"),
                ),
                Err(diagnostic) => out.push(match suggest::nearest(name, SLOTS) {
                    Some(slot) => unknown(name, place).replace(format!("did you mean `{{{slot}}}`?"), place, slot),
                    None => Diagnostic { code: Code::UnknownPlaceholder, ..*diagnostic },
                }),
            }
        }
    }
    found.into_iter().collect()
}

/// A figure stands at its whole along the dimensions that the finding does not bind; there must be one.
fn not_one(node: NodeId, bound: &[DimensionId], scope: &Scope<'_>, place: crate::source::Span) -> Option<Diagnostic> {
    let tree = scope.tree;
    let mut open = tree.by(node).iter().filter(|one| !bound.iter().any(|bound| bound.0 as usize == **one));
    let dimension = open.find_map(|one| tree.dimensions.get(*one).filter(|found| !found.has_whole))?;
    Some(
        Diagnostic::new(
            Code::UnknownPlaceholder,
            format!("`{}` has the dimension `{}`, which has no whole", tree.path(node), dimension.id),
            place,
            "no one figure",
        )
        .help("name a figure that the check is about, or one without that dimension"),
    )
}

/// Reads `messages`: the author's templates of the tree's own messages.
pub(crate) fn messages(file: &FormFile, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Vec<(String, Texts)> {
    let mut messages: Vec<(String, Texts)> = Vec::new();
    for (key, text) in &file.messages {
        if !KEYS.contains(&key.text.as_str()) {
            let diagnostic = Diagnostic::new(
                Code::UnknownKey,
                format!("there is no message `{}`", key.text),
                key.span,
                "no such message",
            );
            out.push(match suggest::nearest(&key.text, KEYS) {
                Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), key.span, near),
                None => diagnostic.help(format!("the messages are {}", suggest::list(KEYS))),
            });
            continue;
        }
        for (_, value) in &text.entries {
            for (name, start, end) in braces(value, out) {
                if SLOTS.contains(&name) {
                    continue;
                }
                let place = value.sub(start, end);
                let diagnostic = unknown(name, place);
                out.push(match suggest::nearest(name, SLOTS) {
                    Some(slot) => diagnostic.replace(format!("did you mean `{{{slot}}}`?"), place, slot),
                    None => diagnostic
                        .help(format!("the placeholders are {}", SLOTS.map(|slot| format!("`{slot}`")).join(", "))),
                });
            }
        }
        messages.push((key.text.clone(), languages.sparse(text, out)));
    }
    missing(file, languages, &messages, out);
    messages
}

/// Languages without built-in messages need all of them from the author.
fn missing(file: &FormFile, languages: &Languages, messages: &[(String, Texts)], out: &mut Vec<Diagnostic>) {
    for (at, tag) in languages.tags.iter().enumerate() {
        let primary = tag.split('-').next().unwrap_or_default();
        if BUILT_IN.iter().any(|known| known.eq_ignore_ascii_case(primary)) {
            continue;
        }
        let said = |key: &str| {
            messages.iter().any(|(known, texts)| known == key && texts.0.get(at).is_some_and(Option::is_some))
        };
        // A form without dimensions has nothing to say along them, and one without states nothing of these.
        let is_needed = |key: &&str| match *key {
            "key" | "rows" | "unreadable.rows" => !file.dimensions.is_empty(),
            "unreadable.state" => file.states.is_some(),
            key => !file.dimensions.is_empty() || !key.starts_with("over_"),
        };
        let lacking: Vec<&str> = KEYS.into_iter().filter(is_needed).filter(|key| !said(key)).collect();
        if lacking.is_empty() {
            continue;
        }
        let place = file.languages.value.iter().find(|scalar| scalar.text == *tag);
        let place = place.map_or(file.languages.span, |scalar| scalar.span);
        out.push(
            Diagnostic::new(
                Code::MissingMessages,
                format!("the messages of the form's own checks are missing in `{tag}`"),
                place,
                "no messages in this language",
            )
            .note(format!("missing are {}", suggest::list(lacking)))
            .help(format!("add them: `messages: {{parts: {{{tag}: …}}, …}}`; only zh and en are built in")),
        );
    }
}

fn unknown(name: &str, place: crate::source::Span) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownPlaceholder,
        format!("the placeholder `{{{name}}}` names nothing"),
        place,
        "names nothing",
    )
}

/// The texts in braces with their bytes in the text, without the braces.
pub(crate) fn braces<'a>(value: &'a Scalar, out: &mut Vec<Diagnostic>) -> Vec<(&'a str, usize, usize)> {
    let mut found = Vec::new();
    let text = value.text.as_str();
    let mut at = 0;
    // `{?` opens an optional piece, which may not hold another one; doubled braces outside are braces.
    let mut optional = None;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['{', '}'])).map(|offset| at + offset) {
        let here = text.get(open..).unwrap_or_default();
        let rest = text.get(open + 1..).unwrap_or_default();
        if optional.is_some() && here.starts_with('}') {
            optional = None;
            at = open + 1;
            continue;
        }
        if optional.is_none() && ["{?", "{{", "}}"].iter().any(|pair| here.starts_with(pair)) {
            optional = here.starts_with("{?").then_some(open);
            at = open + 2;
            continue;
        }
        let close = rest.find(['{', '}']).map(|offset| open + 1 + offset);
        let closed =
            close.filter(|close| text.get(open..*close + 1).is_some_and(|s| s.starts_with('{') && s.ends_with('}')));
        match closed {
            Some(close) => {
                let inside = text.get(open + 1..close).unwrap_or_default();
                found.push((inside, open + 1, close));
                at = close + 1;
            }
            None => {
                out.push(alone(value, open));
                at = open + 1;
            }
        }
    }
    out.extend(optional.map(|open| alone(value, open)));
    found
}

fn alone(value: &Scalar, brace: usize) -> Diagnostic {
    Diagnostic::new(
        Code::UnknownPlaceholder,
        "a brace stands alone in a message",
        value.sub(brace, brace + 1),
        "opens or closes nothing",
    )
    .help("placeholders are written `{path}` or `{left}`, a brace itself is written twice")
}
