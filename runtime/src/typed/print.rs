//! Reports as people read them.

use std::fmt;

use crate::cell::Cell;
use crate::exact::Decimal;
use crate::plan::{self, Content, Layout, Plan};
use crate::report::Report;
use crate::typed::Form;
use crate::typed::walk::walk;

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

/// One line a node: label, unit and content, indented by depth. A row begins with a line for its key.
pub(super) fn table(form: &'static Form, node: u32, report: &Report, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let plan = form.plan();
    let language = plan.languages.first().map_or("", String::as_str);
    walk(form, node, report, &mut |stop| {
        if matches!(stop.node.layout, Some(Layout::Key(_))) {
            return Ok(());
        }
        let mut depth = stop.depth;
        if let Some((number, key)) = stop.key() {
            let about = plan.cells.get(number as usize);
            let label = about.and_then(|about| plan.nodes.get(about.node as usize)?.label.get(language));
            writeln!(f, "{:1$}{2}: {3}", "", depth * 2, label.map_or("", String::as_str), text(key, plan, about))?;
            depth += 1;
        }
        let about = stop.cell().and_then(|(number, _)| plan.cells.get(number as usize));
        let figure = about.filter(|_| stop.node.layout.is_some()).and_then(|about| plan.figure_of(about));
        let label = match (figure, stop.node.layout) {
            // The rows of a figure that has none beneath it hold that figure.
            (Some((_, figure)), Some(Layout::Rows(_))) => &figure.label,
            _ if stop.node.parent.is_none() => &plan.title,
            _ => &stop.node.label,
        };
        let label = label.get(language).map_or("", String::as_str);
        // A heading that prints nothing, such as that of the header; or a row whose line is there.
        if about.is_none() && (label.is_empty() || stop.key().is_some()) {
            return Ok(());
        }
        write!(f, "{:1$}{label}", "", depth * 2)?;
        if let Some(Content::Figure(figure)) = about.map(|about| &about.content)
            && let Some(unit) = plan.units.get(figure.unit as usize)
            && !unit.unprinted
        {
            write!(f, " ({})", unit.label.get(language).unwrap_or(&unit.id))?;
        }
        if let Some((_, cell)) = stop.cell() {
            let text = text(cell, plan, about);
            if !text.is_empty() {
                write!(f, ": {text}")?;
            }
        }
        f.write_str("\n")
    })
}

/// A tree of ids.
pub(super) fn debug(form: &'static Form, node: u32, report: &Report, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let plan = form.plan();
    let Some(top) = plan.nodes.get(node as usize) else { return Ok(()) };
    let mut out = f.debug_struct(match top.layout {
        Some(Layout::Rows(_)) => "Row",
        _ if top.type_name.is_empty() => "Report",
        _ => &top.type_name,
    });
    let done = walk(form, node, report, &mut |stop| {
        let Some((number, cell)) = stop.cell() else { return Ok(()) };
        let mut name = name(plan, stop.index, node, stop.places);
        if name.is_empty() || matches!(stop.node.layout, Some(Layout::Rows(_))) {
            name.push_str(if name.is_empty() { "total" } else { ".total" });
        }
        let text = match cell {
            Cell::Blank => "Blank".to_owned(),
            cell => text(cell, plan, plan.cells.get(number as usize)),
        };
        out.field(&name, &format_args!("{text}"));
        Ok::<(), fmt::Error>(())
    });
    done.and_then(|()| out.finish())
}

/// Ids from a node down to another, joined by dots, rows with their places.
fn name(plan: &Plan, index: u32, top: u32, places: &[usize]) -> String {
    let Some(node) = plan.nodes.get(index as usize).filter(|_| index != top) else { return String::new() };
    let (own, places) = match (node.layout, places) {
        (Some(Layout::Rows(_)), [outer @ .., last]) => (format!("{}[{last}]", node.id), outer),
        _ => (node.id.clone(), places),
    };
    let above = node.parent.map(|parent| name(plan, parent, top, places)).unwrap_or_default();
    if above.is_empty() { own } else { format!("{above}.{own}") }
}
