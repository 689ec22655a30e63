//! Doc comments: what an item is called, in which unit, under which number, and where the form says so.

use proc_macro2::TokenStream;
use quote::quote;
use tallyform::plan::{CodesOf, Content, Dimension, Layout, Member, Node, Place, Plan, Texts, Unit};

/// Lines as doc attributes.
pub(super) fn attributes(lines: &[String]) -> TokenStream {
    lines
        .iter()
        .map(|line| {
            let line = if line.is_empty() { String::new() } else { format!(" {line}") };
            quote!(#[doc = #line])
        })
        .collect()
}

/// The form as a whole.
pub(super) fn form(plan: &Plan) -> Vec<String> {
    let mut lines = title(plan, &plan.title);
    let mut facts = vec![format!("Form `{}`", plan.form), format!("revision `{}`", plan.revision)];
    facts.extend(plan.sources.first().map(|source| format!("`{}`", source.file)));
    lines.push(facts.join(" · "));
    lines
}

/// A heading, or a figure with everything beneath it.
pub(super) fn node(plan: &Plan, node: &Node) -> Vec<String> {
    entry(plan, node, &node.label, None)
}

/// A field that holds one cell.
pub(super) fn cell(plan: &Plan, node: &Node) -> Vec<String> {
    let own = node.total_label.as_ref().unwrap_or(&node.label);
    entry(plan, node, own, node.cell)
}

/// A field that holds a matrix, of which this is a cell.
pub(super) fn matrix(plan: &Plan, node: &Node, cell: u32) -> Vec<String> {
    let own = node.total_label.as_ref().unwrap_or(&node.label);
    entry(plan, node, own, Some(cell))
}

/// A dimension.
pub(super) fn dimension(plan: &Plan, dimension: &Dimension) -> Vec<String> {
    let mut lines = title(plan, &dimension.label);
    lines.push(format!("Dimension `{}`", dimension.id));
    lines
}

/// A member of a dimension, or its whole.
pub(super) fn member(plan: &Plan, dimension: &Dimension, member: Option<&Member>) -> Vec<String> {
    let Some(member) = member else {
        let mut lines = title(plan, &dimension.label);
        lines.push(format!("The whole of `{}`", dimension.id));
        return lines;
    };
    let mut lines = title(plan, &member.label);
    let code = member.code.as_ref().map(|code| format!("number {}", escape(code)));
    let facts: Vec<String> = code.into_iter().chain([format!("`{}.{}`", dimension.id, member.id)]).collect();
    lines.push(facts.join(" · "));
    lines
}

fn entry(plan: &Plan, node: &Node, label: &Texts, cell: Option<u32>) -> Vec<String> {
    let mut lines = title(plan, label);
    let mut facts = Vec::new();
    let content = cell.and_then(|cell| plan.cells.get(cell as usize)).map(|cell| &cell.content);
    match content {
        Some(Content::Figure(figure)) => {
            facts.extend(plan.units.get(figure.unit as usize).map(|unit| format!("in {}", escape(&unit.id))));
        }
        Some(Content::Code { of, .. }) => facts.push(match of {
            CodesOf::List(list) => format!("codes of `{list}`"),
            CodesOf::Field(_) => "codes of a field of the header".to_owned(),
        }),
        _ => {}
    }
    facts.extend(node.code.as_ref().map(|code| format!("number {}", escape(code))));
    let row = if matches!(node.layout, Some(Layout::Rows(_))) { "rows of " } else { "" };
    facts.push(format!("{row}`{}`", node.path));
    facts.push(place(plan, node.place));
    lines.push(facts.join(" · "));
    lines
}

/// A unit.
pub(super) fn unit(plan: &Plan, unit: &Unit) -> Vec<String> {
    let mut lines = title(plan, &unit.label);
    lines.truncate(1);
    if lines.first().is_some_and(|line| *line != escape(&unit.id)) {
        lines.insert(0, escape(&unit.id));
        lines.insert(1, String::new());
    }
    lines
}

/// The label in the form's first language, then, after a blank line, in the others.
fn title(plan: &Plan, label: &Texts) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for text in plan.languages.iter().filter_map(|language| label.get(language)) {
        let text = escape(text);
        if !text.is_empty() && !texts.contains(&text) {
            texts.push(text);
        }
    }
    let mut lines = Vec::new();
    for text in texts {
        lines.push(text);
        lines.push(String::new());
    }
    lines
}

fn place(plan: &Plan, place: Place) -> String {
    let file = plan.sources.get(place.file as usize).map_or("", |source| source.file.as_str());
    format!("`{file}:{}:{}`", place.line, place.column)
}

/// A text of the form on one line, without a meaning in Markdown.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, letter) in text.trim().char_indices() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            // At the start of a line these make a heading or a list.
            '#' | '-' | '+' if at == 0 => {
                escaped.push('\\');
                escaped.push(letter);
            }
            // `1. ` makes a list and `1.` alone does not.
            '.' | ')' if at > 0 && text.trim()[..at].bytes().all(|b| b.is_ascii_digit()) => {
                escaped.push('\\');
                escaped.push(letter);
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
