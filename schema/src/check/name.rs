//! Ids and official codes.
//!
//! After this: every id is a word, none is a key of the report format, siblings differ in every language that is
//! generated, and official codes are unique.

use std::collections::BTreeMap;

use super::tree::{Class, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::NodeId;
use crate::names::{self, is_word};
use crate::source::Span;
use crate::syntax::Scalar;

/// Keys of the report format itself.
pub(crate) const RESERVED: [&str; 10] =
    ["header", "total", "rows", "note", "explanations", "prior", "period", "state", "form", "revision"];

/// One more, which stands at the top of a report only.
const STRAY: &str = "stray";

/// Checks ids and codes. Returns the nodes by official code, the first of each.
pub(crate) fn names(tree: &Tree<'_>, out: &mut Vec<Diagnostic>) -> BTreeMap<String, NodeId> {
    let mut codes: BTreeMap<String, NodeId> = BTreeMap::new();
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let members = tree.dimensions.list.iter().flat_map(|dimension| &dimension.members);
    for code in members.filter_map(|member| member.says?.code.as_ref()) {
        distinct_code(code, &mut seen, out);
    }
    for node in tree.ids() {
        let Some(entry) = tree.get(node) else { continue };
        siblings(tree, &entry.children, out);
        let Some(code) = entry.says.and_then(|says| says.code.as_ref()) else { continue };
        if distinct_code(code, &mut seen, out) {
            codes.insert(code.text.clone(), node);
        }
    }
    codes
}

/// Whether no node or member before has this official code.
fn distinct_code<'a>(code: &'a Scalar, seen: &mut BTreeMap<&'a str, Span>, out: &mut Vec<Diagnostic>) -> bool {
    if let Some(first) = seen.get(code.text.as_str()) {
        out.push(
            Diagnostic::new(
                Code::DuplicateCode,
                format!("the official code `{}` stands twice", code.text),
                code.span,
                "again here",
            )
            .also(*first, "first here")
            .help("official codes are unique in a form; take one of them away or mend it"),
        );
        return false;
    }
    seen.insert(&code.text, code.span);
    true
}

fn siblings(tree: &Tree<'_>, children: &[NodeId], out: &mut Vec<Diagnostic>) {
    let entries = children.iter().filter_map(|child| tree.get(*child));
    // The ids of cells are those of members, which are checked where the dimension is; `note` is ours.
    let entries = entries.filter(|entry| !matches!(entry.class, Class::Header | Class::Coordinate | Class::Note));
    distinct(entries.map(|entry| (entry.id.as_str(), entry.span)), out);
}

/// Checks the ids of siblings, of dimensions, or of the members of one dimension.
pub(crate) fn distinct<'e>(entries: impl Iterator<Item = (&'e str, Span)>, out: &mut Vec<Diagnostic>) {
    let mut ids: BTreeMap<&str, Span> = BTreeMap::new();
    let mut spellings: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for (id, place) in entries {
        // An empty id is a missing one, which has been reported.
        if id.is_empty() || !valid(id, place, out) {
            continue;
        }
        if let Some(first) = ids.get(id) {
            out.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("the id `{id}` stands twice among its siblings"),
                    place,
                    "again here",
                )
                .also(*first, "first here")
                .help("give one of them another id; siblings need ids of their own"),
            );
            continue;
        }
        ids.insert(id, place);
        // A field and a type are named after each node, so both spellings must differ.
        let spelt = [names::field(id), names::type_name(id)];
        let clash = spelt.iter().find_map(|name| spellings.get(name).map(|first| (name, *first)));
        if let Some((name, (first, span))) = clash {
            out.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("`{id}` and `{first}` are both called `{name}` in generated code"),
                    place,
                    format!("`{name}` again"),
                )
                .also(span, format!("`{name}` first"))
                .help("let the ids differ in more than case and underscores"),
            );
        }
        for name in spelt {
            spellings.entry(name).or_insert((id, place));
        }
    }
}

/// Whether an id can be used at all.
fn valid(id: &str, span: Span, out: &mut Vec<Diagnostic>) -> bool {
    if !is_word(id) {
        let mended = mend(id);
        let diagnostic =
            Diagnostic::new(Code::BadId, format!("`{id}` is no id"), span, "not a word of letters, digits and `_`");
        out.push(match mended {
            Some(mended) => diagnostic.replace(format!("write `{mended}`"), span, mended),
            None => diagnostic.help("an id begins with a letter of any script and goes on with letters, digits or `_`"),
        });
        return false;
    }
    if RESERVED.contains(&id) || id == STRAY {
        out.push(
            Diagnostic::new(
                Code::ReservedId,
                format!("`{id}` is a key of the report format itself"),
                span,
                "not free for a node",
            )
            .help(format!("choose another id, such as `{id}_figure`")),
        );
        return false;
    }
    true
}

/// The nearest word: other characters become underscores.
fn mend(id: &str) -> Option<String> {
    let spelt: String = id.chars().map(|c| if unicode_ident::is_xid_continue(c) { c } else { '_' }).collect();
    let trimmed = spelt.trim_matches('_');
    let mended = if trimmed.chars().next().is_some_and(|c| !unicode_ident::is_xid_start(c)) {
        format!("n{trimmed}")
    } else {
        trimmed.to_owned()
    };
    (is_word(&mended) && !RESERVED.contains(&mended.as_str())).then_some(mended)
}
