//! The checks of lists of rows, and the notes of tables.

use std::collections::BTreeSet;

use serde_json::Value;
use tallyform::Outcome;
use tallyform::plan::{Layout, Plan, Severities, TOTAL, Where};

use super::flat::{Flat, is_beside};
use super::rows::{Keys, Lists, Part, Place, Row, chain, dimension, keyed, locate};
use super::verdicts::{Judging, Level, Order, Verdict, cell_place, keys_at, numbers};

/// Judges every list: no key twice, and no fewer or more rows than there may be.
pub(super) fn judge(judging: &mut Judging<'_>) {
    let now = judging.flat.now;
    down(judging, &now.lists, None);
}

fn down<'a>(judging: &mut Judging<'a>, lists: &'a Lists<'a>, within: Option<(usize, &'a Row<'a>)>) {
    let plan = judging.flat.plan;
    for (&section, rows) in lists {
        let said = &plan.sections[section];
        let above = within.map_or("", |(_, row)| row.pointer.as_str());
        for row in rows.iter().filter(|row| matches!(row.part, Part::Double(_))) {
            let at = format!("{}{}", row.pointer, plan.cells[said.key as usize].pointer);
            say(judging, section, ("key", said.keys), &row.pointer, at);
        }
        let count = u32::try_from(keyed(lists, section).len()).unwrap_or(u32::MAX);
        let outside = said.min.is_some_and(|least| count < least) || said.max.is_some_and(|most| count > most);
        if outside && (count > 0 || is_reported(plan, judging, section, within.map(|(_, row)| row))) {
            let at = format!("{above}{}", said.pointer);
            say(judging, section, ("rows", said.counts), above, at);
        }
        for row in rows.iter().filter(|row| row.key().is_some()) {
            down(judging, &row.lists, Some((section, row)));
        }
    }
}

fn say(judging: &mut Judging<'_>, section: usize, (check, severity): (&str, Severities), row: &str, at: String) {
    let plan = judging.flat.plan;
    let said = &plan.sections[section];
    let node = subject(plan, said.node as usize);
    let id = &plan.dimensions[dimension(plan, section)].id;
    let check = format!("{}:{check}.{id}", plan.nodes[node].path);
    let keys = keys_at(plan, judging.flat.now, row);
    let mut place = cell_place(plan, said.key as usize, &keys);
    if check.contains(":rows.") {
        place.remove(id);
    }
    judging.all.push(Verdict {
        check: check.clone(),
        place,
        severity: severity.at(judging.state),
        allowed: BTreeSet::from([Outcome::Violated]),
        cells: vec![(at, false)],
        rule: None,
        shown: None,
        op: None,
        order: Order {
            node: u32::try_from(node).unwrap_or(u32::MAX),
            check,
            levels: numbers(row).into_iter().map(Level::Row).collect(),
            number: 0,
            part: Vec::new(),
        },
    });
}

/// The node of the form that has a list of rows, where it stands first.
fn subject(plan: &Plan, rows: usize) -> usize {
    let mut node = rows;
    while plan.nodes[node].layout.is_some() {
        node = plan.nodes[node].parent.unwrap_or(0) as usize;
    }
    plan.nodes[node].first.map_or(node, |first| first as usize)
}

/// Whether anything but keys and notes is reported in the table of a list, or in the row in which the list stands.
fn is_reported(plan: &Plan, judging: &Judging<'_>, section: usize, within: Option<&Row<'_>>) -> bool {
    let now = judging.flat.now;
    // The rows of the whole form have all that it repeats for a table; others an item of the root.
    let (mut node, mut top) = (plan.sections[section].node as usize, 0);
    while let Some(parent) = plan.nodes[node].parent {
        if plan.nodes[node].layout.is_none() {
            top = node;
        }
        node = parent as usize;
    }
    match within {
        Some(row) => holds(plan, &row.lists, row.value, plan.sections[section].above, None),
        None => holds(plan, &now.lists, now.report, None, Some(top)),
    }
}

fn holds(plan: &Plan, lists: &Lists<'_>, value: &Value, section: Option<u32>, table: Option<usize>) -> bool {
    let in_table = |node: u32| {
        let mut node = node as usize;
        while let Some(parent) = plan.nodes[node].parent.filter(|_| Some(node) != table) {
            // The fields of the header are in no table.
            if parent == 0 && plan.nodes[node].id == "header" {
                return false;
            }
            node = parent as usize;
        }
        table.is_none() || Some(node) == table
    };
    let mut cells = plan.cells.iter().enumerate();
    let own = cells.any(|(number, cell)| {
        let here = cell.section == section && !is_beside(plan, number) && in_table(cell.node);
        here && !value.pointer(&cell.pointer).unwrap_or(&Value::Null).is_null()
    });
    let inside = |(&section, _): (&usize, &Vec<Row<'_>>)| {
        let rows = keyed(lists, section);
        in_table(plan.sections[section].node)
            && rows.into_iter().any(|row| holds(plan, &row.lists, row.value, u32::try_from(section).ok(), None))
    };
    own || lists.iter().any(inside)
}

/// Whether the note of a table holds anything, in the row to which a check is bound.
pub(super) fn note(flat: &Flat<'_>, note: usize, place: &Where, keys: &Keys) -> bool {
    let plan = flat.plan;
    let node_of = |cell: usize| &plan.nodes[plan.cells[cell].node as usize];
    // Of the copies of a note, that which stands where the check is bound.
    let fits = |cell: &usize| {
        let copy = node_of(*cell);
        let is_row = |id: &str| place.get(id).is_some_and(|at| at != TOTAL);
        let at = copy.coordinate.as_ref().map(|coordinate| &coordinate.at);
        let mut wholes: Vec<&str> =
            at.into_iter().flatten().filter(|(_, at)| *at == TOTAL).map(|(id, _)| &**id).collect();
        let mut above = copy.parent;
        while let Some(node) = above.map(|above| &plan.nodes[above as usize]) {
            if let Some(Layout::Whole(dimension)) = node.layout {
                wholes.push(&plan.dimensions[dimension as usize].id);
            }
            above = node.parent;
        }
        copy.path == node_of(note).path
            && copy.layout == Some(Layout::Note)
            && !wholes.into_iter().any(is_row)
            && chain(plan, *cell).iter().all(|&section| keys.contains_key(&dimension(plan, section)))
    };
    let cells = (0..plan.cells.len()).filter(fits);
    cells.into_iter().next().is_some_and(|cell| {
        let pointer = &plan.cells[cell].pointer;
        let value = match locate(plan, Some(flat.now), false, cell, keys) {
            Place::Plain => flat.now.report.pointer(pointer),
            Place::Row(row) => row.value.pointer(pointer),
            _ => None,
        };
        match value {
            None | Some(Value::Null) => false,
            Some(Value::String(text)) => !text.trim().is_empty(),
            Some(_) => true,
        }
    })
}
