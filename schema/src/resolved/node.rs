//! Nodes in full.

use std::fmt::Write as _;

use num_rational::BigRational;
use num_traits::Zero;

use super::bounds;
use super::check;
use super::scalar::{choices, lang_text, list, mapping, scalar, texts};
use crate::model::{At, Cell, CodesOf, Content, Figure, Form, Node, NodeId, Relation};

/// Inherited values that are said only where they are, or would otherwise be, other than usual.
#[derive(Clone, Copy, Default)]
struct Inherited {
    blank_is_not_applicable: bool,
    required: bool,
    signed: bool,
}

/// The header, the checks of the root and all items.
pub(super) fn tree(form: &Form, out: &mut String) {
    let Some(root) = form.nodes.first() else { return };
    let header = root.children.iter().map(|id| form.node(*id)).find(|node| is_header(node));
    if let Some(header) = header {
        out.push_str("header:\n");
        header.children.iter().for_each(|field| node(form, *field, 0, Inherited::default(), out));
    }
    for line in said(form, NodeId(0)) {
        let _ = writeln!(out, "{line}");
    }
    out.push_str("items:\n");
    for child in root.children.iter().filter(|id| !is_header(form.node(**id)) && is_said(form.node(**id))) {
        node(form, *child, 0, Inherited::default(), out);
    }
}

/// The heading of the header is the one node called by the reserved word.
fn is_header(node: &Node) -> bool {
    node.path == "header" && node.cell.is_none()
}

fn node(form: &Form, id: NodeId, depth: usize, mut inherited: Inherited, out: &mut String) {
    let node = form.node(id);
    let languages = &form.languages;
    let mut lines: Vec<String> = vec![format!("id: {}", scalar(&node.id))];
    let mut say = |key: &str, value: String| lines.push(format!("{key}: {value}"));
    if let Some(label) = texts(languages, &node.label) {
        say("label", label);
    }
    if let Some(definition) = node.definition.as_ref().and_then(|definition| texts(languages, definition)) {
        say("definition", definition);
    }
    if let Some(code) = &node.code {
        say("code", scalar(code));
    }
    if let Some(at) = node.at {
        say("at", at_word(at).to_owned());
    }
    if !node.printed {
        say("printed", "false".to_owned());
    }
    if let Some(cell) = form.written.cells.get(&id).or(node.cell.as_ref()) {
        content(form, cell, &mut inherited, &mut say);
    }
    let total = node.total_label.as_ref().and_then(|label| texts(languages, label)).map(|label| ("label", label));
    let total: Vec<_> = total.into_iter().chain(node.total_at.map(|at| ("at", at_word(at).to_owned()))).collect();
    if !total.is_empty() {
        say("total", mapping(&total));
    }
    if node.minus {
        say("minus", "true".to_owned());
    }
    if node.apart {
        say("apart", "true".to_owned());
    }
    if let Some(whole) = node.whole {
        say("whole", scalar(&format!(".{}", form.node(whole).path)));
    }
    lines.extend(said(form, id));
    let children: Vec<NodeId> = node.children.iter().copied().filter(|child| is_said(form.node(*child))).collect();
    if !children.is_empty() {
        lines.push(format!("{}:", node.relation.map_or("items", relation_key)));
    }
    let indent = "  ".repeat(2 * depth + 1);
    for (number, line) in lines.iter().enumerate() {
        let _ = writeln!(out, "{indent}{}{line}", if number == 0 { "- " } else { "  " });
    }
    for child in children {
        self::node(form, child, depth + 1, inherited, out);
    }
}

/// Whether the file has the node: places in a matrix and notes are made by what other nodes say.
fn is_said(node: &Node) -> bool {
    !node.is_note && node.coordinate.as_ref().is_none_or(|_| !node.by.is_empty())
}

/// What a node says of its dimensions and checks, and of those beneath it, in lines.
fn said(form: &Form, id: NodeId) -> Vec<String> {
    let Some(written) = form.written.nodes.get(&id) else { return Vec::new() };
    let mut lines = Vec::new();
    let mut say = |key: &str, value: String| lines.push(format!("{key}: {value}"));
    if !written.by.is_empty() {
        say("by", list(written.by.iter().map(|dimension| dimension.text.as_str())));
    }
    if !written.except.is_empty() {
        let pairs = written.except.iter().map(|pair| list(pair.iter().map(|name| name.text.as_str())));
        say("except", format!("[{}]", pairs.collect::<Vec<_>>().join(", ")));
    }
    written.severity.iter().for_each(|severity| say("severity", choices(severity)));
    written.over.iter().for_each(|over| say("over", choices(over)));
    match &written.note {
        Some(Some(label)) => say("note", mapping(&[("label", lang_text(label))])),
        Some(None) => say("note", "false".to_owned()),
        None => {}
    }
    written.columns.iter().for_each(|columns| say("columns", scalar(&columns.text)));
    lines.extend(check::lines(&written.checks));
    lines
}

/// What a cell holds and takes, every attribute.
fn content(form: &Form, cell: &Cell, inherited: &mut Inherited, say: &mut impl FnMut(&str, String)) {
    match &cell.content {
        Content::Figure(figure) => {
            say("unit", form.units.get(figure.unit.0 as usize).map_or_else(String::new, |unit| scalar(&unit.id)));
            say("decimals", figure.decimals.to_string());
        }
        Content::Text { pattern, max_length } => {
            say("type", "text".to_owned());
            pattern.iter().for_each(|pattern| say("pattern", scalar(pattern)));
            max_length.iter().for_each(|length| say("max_length", length.to_string()));
        }
        Content::Date => say("type", "date".to_owned()),
        Content::Year => say("type", "year".to_owned()),
        Content::Bool => say("type", "bool".to_owned()),
        Content::Code { of, many } => {
            say("type", "code".to_owned());
            let of = match of {
                CodesOf::List(list) => form.codes.get(*list).map(|list| &list.id),
                CodesOf::Field(field) => form.nodes.get(field.0 as usize).map(|field| &field.id),
            };
            of.iter().for_each(|of| say("of", scalar(of)));
            if *many {
                say("many", "true".to_owned());
            }
        }
    }
    let tokens = cell.takes.iter().filter_map(|mark| form.marks.get(mark.0 as usize)).map(|mark| mark.token.as_str());
    say("takes", list(tokens));
    let mut flag = |key: &str, here: bool, above: &mut bool, words: [&str; 2]| {
        if here || *above {
            let [yes, no] = words;
            say(key, if here { yes } else { no }.to_owned());
        }
        *above = here;
    };
    let blank = ["not_applicable", "not_reported"];
    flag("blank", cell.blank_is_not_applicable, &mut inherited.blank_is_not_applicable, blank);
    flag("required", cell.required.is_some(), &mut inherited.required, ["true", "false"]);
    if let Content::Figure(figure) = &cell.content {
        flag("signed", figure.lower.is_none(), &mut inherited.signed, ["true", "false"]);
        figure.rounded.iter().for_each(|places| say("rounded", places.to_string()));
        own_bounds(figure).into_iter().for_each(|(key, value)| say(key, value));
    }
}

/// The bounds of a figure without the one that every figure has.
fn own_bounds(figure: &Figure) -> Vec<(&'static str, String)> {
    let usual = (BigRational::zero(), false);
    bounds(figure.lower.as_ref().filter(|lower| **lower != usual), figure.upper.as_ref())
}

const fn relation_key(relation: Relation) -> &'static str {
    match relation {
        Relation::Parts => "parts",
        Relation::SomeParts => "some_parts",
        Relation::OfWhich => "of_which",
        Relation::CoveredBy => "covered_by",
    }
}

const fn at_word(at: At) -> &'static str {
    match at {
        At::First => "first",
        At::Last => "last",
        At::Foot => "foot",
    }
}
