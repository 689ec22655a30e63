//! Reports as people read them.

use std::fmt;

use crate::cell::Cell;
use crate::exact::Decimal;
use crate::plan::{self, Content, Node, Plan};
use crate::typed::Form;

/// What stands in a cell as people write it; of a blank, nothing.
pub(super) fn text(cell: &Cell, plan: &Plan, about: Option<&plan::Cell>) -> String {
    match cell {
        Cell::Blank => String::new(),
        Cell::Figure(digits) => {
            let places = match about.map(|about| &about.content) {
                Some(Content::Figure(figure)) => figure.decimals,
                _ => 0,
            };
            Decimal::new((*digits).into(), places).to_string()
        }
        Cell::Wide(number) => number.to_string(),
        Cell::Mark(mark) => plan.marks.get(*mark as usize).map(|mark| mark.token.clone()).unwrap_or_default(),
        Cell::Text(text) => text.as_str().to_owned(),
        Cell::Date(day) => day.to_string(),
        Cell::Year(year) => year.to_string(),
        Cell::Bool(answer) => answer.to_string(),
        Cell::Codes(codes) => codes.join(", "),
        Cell::Other(other) => other.json.clone(),
    }
}

/// Nodes of a stretch with their depth beneath its first.
fn walk(plan: &Plan, node: u32) -> Vec<(usize, &Node)> {
    let mut nodes = Vec::new();
    let mut open = vec![(0, node)];
    while let Some((depth, index)) = open.pop() {
        let Some(node) = plan.nodes.get(index as usize) else { continue };
        nodes.push((depth, node));
        open.extend(node.children.iter().rev().map(|child| (depth + 1, *child)));
    }
    nodes
}

/// One line a node: label, unit and content, indented by depth.
pub(super) fn table(form: &'static Form, node: u32, cells: &[Cell], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let plan = form.plan();
    let language = plan.languages.first().map_or("", String::as_str);
    let mut cells = cells.iter();
    for (depth, node) in walk(plan, node) {
        let about = node.cell.and_then(|cell| plan.cells.get(cell as usize));
        let label = if node.parent.is_none() { &plan.title } else { &node.label };
        let label = label.get(language).map_or("", String::as_str);
        // A heading that prints nothing, such as that of the header.
        if label.is_empty() && about.is_none() {
            continue;
        }
        write!(f, "{:1$}{label}", "", depth * 2)?;
        if let Some(Content::Figure(figure)) = about.map(|about| &about.content)
            && let Some(unit) = plan.units.get(figure.unit as usize)
            && !unit.unprinted
        {
            write!(f, " ({})", unit.label.get(language).unwrap_or(&unit.id))?;
        }
        if let Some(about) = about
            && let Some(cell) = cells.next()
        {
            let text = text(cell, plan, Some(about));
            if !text.is_empty() {
                write!(f, ": {text}")?;
            }
        }
        f.write_str("\n")?;
    }
    Ok(())
}

/// A tree of ids.
pub(super) fn debug(form: &'static Form, node: u32, cells: &[Cell], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let plan = form.plan();
    let Some(top) = plan.nodes.get(node as usize) else { return Ok(()) };
    let mut out = f.debug_struct(if top.type_name.is_empty() { "Report" } else { &top.type_name });
    let mut cells = cells.iter();
    for (_, node) in walk(plan, node) {
        let Some(about) = node.cell.and_then(|cell| plan.cells.get(cell as usize)) else { continue };
        let name = node.path.strip_prefix(top.path.as_str()).unwrap_or(&node.path).trim_start_matches('.');
        let text = cells.next().map_or_else(String::new, |cell| match cell {
            Cell::Blank => "Blank".to_owned(),
            cell => text(cell, plan, Some(about)),
        });
        out.field(if name.is_empty() { "total" } else { name }, &format_args!("{text}"));
    }
    out.finish()
}
