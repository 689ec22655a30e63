//! Checks of lists of rows: no key twice, and no fewer or more rows than there may be.

use crate::evaluate::{Filed, Part, Place, SectionTable, Side, Spot};
use crate::finding::{CellValue, Finding, Literal, Outcome};
use crate::message::{self, Filling};
use crate::plan::{Section, Severities, Where, message_key};
use crate::tally::ListCheck;

use super::judging::{Judging, Level, Order, cell_value, first_language, place};

/// Judges every list of rows.
pub(super) fn judge(judging: &mut Judging<'_, '_>) {
    let tables = judging.filed.tables;
    for (number, table) in tables.sections() {
        let Some(section) = judging.plan().sections.get(number as usize) else {
            continue;
        };
        keys(judging, number, table, section);
        if section.min.is_some() || section.max.is_some() {
            counts(judging, number, table, section);
        }
    }
}

/// Judges whether a key is there twice.
fn keys(judging: &mut Judging<'_, '_>, number: u32, table: &SectionTable, section: &Section) {
    let rows = judging.filed.now.rows;
    for (row, part) in (0_u32..).zip(rows.parts(number)) {
        let outcome = match part {
            Part::Key(_) => Outcome::Satisfied,
            Part::Double(_) => Outcome::Violated,
            Part::Keyless | Part::Nothing => continue,
        };
        if let Some(tally) = &mut judging.tally {
            tally.list(number as usize, ListCheck::Key, outcome);
        }
        if outcome == Outcome::Violated {
            let spot = Spot { cell: table.key, prior: false, place: Place::Row(row) };
            let filed = judging.filed;
            let filling = Filling { cell: Some(spot), ..Filling::default() };
            let cells = cell_value(&filed, spot).into_iter().collect();
            let bindings = filed.bindings(spot);
            let levels = levels(&filed, number, row);
            list_finding(judging, table, section.keys, (ListCheck::Key, levels, bindings), filling, cells);
        }
    }
}

/// Judges how many rows there are, list by list. A list that is not there has none as soon as anything is reported of
/// its table, or of the row in which it would stand.
fn counts(judging: &mut Judging<'_, '_>, number: u32, table: &SectionTable, section: &Section) {
    let filed = judging.filed;
    let rows = filed.now.rows;
    let above = section.above.map(|above| (above, rows.all(above)));
    let lists = above.map_or(&[0][..], |(_, rows)| rows);
    for list in lists {
        let within = above.map(|(above, _)| (above, *list));
        let count = rows.list(number, *list).len();
        if count == 0 && !is_reported(&filed, section, within) {
            continue;
        }
        let holds = section.min.is_none_or(|least| count >= least as usize)
            && section.max.is_none_or(|most| count <= most as usize);
        let outcome = if holds { Outcome::Satisfied } else { Outcome::Violated };
        if let Some(tally) = &mut judging.tally {
            tally.list(number as usize, ListCheck::Rows, outcome);
        }
        if holds {
            continue;
        }
        let outer = within.and_then(|(above, row)| filed.pointer_of_row(above, row, false)).unwrap_or_default();
        let at = outer + &section.pointer;
        let end = |end: Option<u32>| end.map(|end| end.to_string()).unwrap_or_default();
        let filling = Filling {
            at: at.clone(),
            value: Some(count.to_string()),
            expected: Some(format!("{}..{}", section.min.unwrap_or(0), end(section.max))),
            ..Filling::default()
        };
        let (mut bindings, mut order) = (filed.wholes_above(section.node), Vec::new());
        if let Some((above, row)) = within {
            let key = filed.tables.section(above).map_or(0, |above| above.key);
            bindings = filed.bindings(Spot { cell: key, prior: false, place: Place::Row(row) });
            order = levels(&filed, above, row);
        }
        let value = Literal::Integer(i64::try_from(count).unwrap_or(i64::MAX));
        let cells = vec![CellValue { at, value, prior: false }];
        list_finding(judging, table, section.counts, (ListCheck::Rows, order, bindings), filling, cells);
    }
}

/// Whether anything but keys and notes is reported in the table of a list, or in the row in which it stands.
fn is_reported(filed: &Filed<'_>, section: &Section, within: Option<(u32, u32)>) -> bool {
    let side: Side<'_> = filed.now;
    let holds = |cell: &crate::cell::Cell| !cell.is_blank();
    let nodes = filed.plan.nodes.as_slice();
    let is_layout = |node: &u32| nodes.get(*node as usize).is_some_and(|node| node.layout.is_some());
    let tables: Vec<u32> = match (table_of(filed, section.node), nodes.first()) {
        (Some(table), _) => vec![table],
        // The rows of the whole form: all that the root repeats is their table.
        (None, Some(root)) => root.children.iter().copied().filter(is_layout).collect(),
        (None, None) => Vec::new(),
    };
    let cells: Vec<_> = match within.and_then(|(above, _)| filed.tables.section(above)) {
        Some(above) => vec![above.cells.clone()],
        None => tables.into_iter().map(|table| filed.tables.beneath(table)).collect(),
    };
    let mut cells = cells.into_iter().flatten().filter(|cell| !filed.tables.is_beside(*cell));
    cells.any(|cell| filed.any_beneath(side, cell, within, &holds))
}

/// The item of the root beneath which a node stands; none where rows are those of the root.
fn table_of(filed: &Filed<'_>, node: u32) -> Option<u32> {
    let (mut at, mut table) = (node, None);
    while let Some(here) = filed.plan.nodes.get(at as usize)
        && let Some(parent) = here.parent
    {
        // What only the JSON has, such as the whole of a dimension that the root says, is no item.
        if here.layout.is_none() {
            table = Some(at);
        }
        at = parent;
    }
    table
}

/// Where a row stands in the order of findings.
pub(super) fn levels(filed: &Filed<'_>, section: u32, row: u32) -> Vec<Level> {
    let rows = filed.ancestry(section, row, false).unwrap_or_default();
    rows.into_iter().map(|(_, row)| Level::Row(row as usize)).collect()
}

/// Adds a finding about a list.
fn list_finding(
    judging: &mut Judging<'_, '_>,
    table: &SectionTable,
    severities: Severities,
    (check, levels, bindings): (ListCheck, Vec<Level>, Where),
    filling: Filling,
    cells: Vec<CellValue>,
) {
    let filed = judging.filed;
    let plan = filed.plan;
    let Some(node) = plan.nodes.get(table.subject as usize) else {
        return;
    };
    let key = match check {
        ListCheck::Key => message_key::KEY,
        ListCheck::Rows => message_key::ROWS,
    };
    let at = cells.first().map(|cell| cell.at.clone()).unwrap_or_default();
    let filling = Filling { node: Some(table.subject), place: Some(bindings.clone()), at, ..filling };
    let finding = Finding {
        check: check.id(plan, &node.path, table.dimension),
        severity: judging.severity(severities),
        outcome: Outcome::Violated,
        bindings,
        cells,
        left: None,
        op: None,
        right: None,
        difference: None,
        tolerance: None,
        message: message::of_plan(plan, Some(&filed), key, &filling),
        place: place(plan, node.place),
        language: first_language(plan),
    };
    judging.push(Order { node: table.subject, levels, number: 0, part: 0 }, finding);
}
