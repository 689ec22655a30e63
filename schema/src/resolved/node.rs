//! Nodes in full.

use std::fmt::Write as _;

use num_rational::BigRational;
use num_traits::Zero;

use super::bounds;
use super::scalar::{list, mapping, scalar, texts};
use crate::check::show_number;
use crate::model::{
    At, Cell, Check, CheckKind, CodesOf, Content, ExplainedBy, Figure, Form, Node, NodeId, Relation, Severities,
    Severity, Statement,
};

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
    let checks = checks(form, NodeId(0));
    if !checks.is_empty() {
        out.push_str("check:\n");
        checks.iter().for_each(|check| {
            let _ = writeln!(out, "  - {check}");
        });
    }
    out.push_str("items:\n");
    for child in root.children.iter().filter(|id| !is_header(form.node(**id))) {
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
    if let Some(cell) = &node.cell {
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
    let checks = checks(form, id);
    if !checks.is_empty() {
        lines.push("check:".to_owned());
        lines.extend(checks.iter().map(|check| format!("  - {check}")));
    }
    if !node.children.is_empty() {
        lines.push(format!("{}:", node.relation.map_or("items", relation_key)));
    }
    let indent = "  ".repeat(2 * depth + 1);
    for (number, line) in lines.iter().enumerate() {
        let _ = writeln!(out, "{indent}{}{line}", if number == 0 { "- " } else { "  " });
    }
    for child in &node.children {
        self::node(form, *child, depth + 1, inherited, out);
    }
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

/// The checks of a node, tuned where they are other than the tree makes them, each on one line.
fn checks(form: &Form, id: NodeId) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(cell) = &form.node(id).cell {
        let own = [
            ("required", &cell.required),
            ("type", &cell.kind),
            ("marks", &cell.marks),
            ("places", &cell.places),
            ("bounds", &cell.bounds),
        ];
        for (key, severity) in own {
            if let Some(severity) = severity.as_ref().map(Severities::least).filter(|least| *least != Severity::Error) {
                lines.push(mapping(&[("of", key.to_owned()), ("severity", severity_word(severity).to_owned())]));
            }
        }
    }
    for off in form.switched_off.iter().filter(|off| off.node == id) {
        // A cell that need not be filled in has no check that could be off.
        if off.check == "required" {
            continue;
        }
        let because = texts(&form.languages, &off.because).unwrap_or_default();
        lines.push(mapping(&[("of", off.check.clone()), ("severity", "off".to_owned()), ("because", because)]));
    }
    lines.extend(form.checks.iter().filter(|check| check.node == id).filter_map(|check| one(form, check)));
    lines
}

/// A check on one line; none where the tree makes it just so.
fn one(form: &Form, check: &Check) -> Option<String> {
    let mut tuning = Vec::new();
    if check.severity.least() != Severity::Error {
        tuning.push(("severity", severity_word(check.severity.least()).to_owned()));
    }
    tuning.extend(check.statements.iter().find_map(tolerance).map(|value| ("tolerance", show_number(value))));
    tuning.extend(check.because.as_ref().and_then(|text| texts(&form.languages, text)).map(|text| ("because", text)));
    tuning.extend(check.message.as_ref().and_then(|text| texts(&form.languages, text)).map(|text| ("message", text)));
    if check.explained_by == Some(ExplainedBy::Explanation) {
        tuning.push(("explained_by", "explanation".to_owned()));
    }
    match check.kind {
        CheckKind::Relation(_) if tuning.is_empty() => None,
        // Forms with dimensions are not written in full yet.
        CheckKind::Relation(_) if check.id.contains(":over.") => None,
        CheckKind::Relation(relation) => {
            tuning.insert(0, ("of", relation_key(relation).to_owned()));
            Some(mapping(&tuning))
        }
        CheckKind::Over(_) => None,
        CheckKind::Author => {
            tuning.insert(0, ("that", scalar(&check.text)));
            let id = check.id.rsplit_once(':').map_or("check", |(_, id)| id);
            if id != "check" {
                tuning.insert(0, ("id", scalar(id)));
            }
            Some(mapping(&tuning))
        }
    }
}

/// The author's tolerance, which all comparisons of a check share.
fn tolerance(statement: &Statement) -> Option<&BigRational> {
    match statement {
        Statement::Compare { tolerance, .. } => tolerance.as_ref(),
        Statement::And(all) | Statement::Or(all) => all.iter().find_map(tolerance),
        Statement::Not(one) => tolerance(one),
        Statement::If { condition, then, otherwise } => {
            tolerance(condition).or_else(|| tolerance(then)).or_else(|| otherwise.as_deref().and_then(tolerance))
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => tolerance(left).or_else(|| tolerance(right)),
        Statement::Reported(_) | Statement::Applies(_) | Statement::Ordered { .. } => None,
    }
}

const fn relation_key(relation: Relation) -> &'static str {
    match relation {
        Relation::Parts => "parts",
        Relation::SomeParts => "some_parts",
        Relation::OfWhich => "of_which",
        Relation::CoveredBy => "covered_by",
    }
}

const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

const fn at_word(at: At) -> &'static str {
    match at {
        At::First => "first",
        At::Last => "last",
        At::Foot => "foot",
    }
}
