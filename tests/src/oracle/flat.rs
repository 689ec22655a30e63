//! A report written out: every cell that a check reads as one cell of its own, be it of a row, of the earlier report, or
//! of a row that is nowhere.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;
use tallyform::plan::{Content as Holds, Layout, Plan};

use super::content::{Content, content, is_more_than_nothing};
use super::domain::{End, Standing, allowed, standing};
use super::rows::{Keys, Lists, Place, Row, Side, chain, dimension, keyed};

/// A report and the earlier one, written out as far as was asked.
pub struct Flat<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The report.
    pub now: &'a Side<'a>,
    /// The earlier one.
    pub before: Option<&'a Side<'a>>,
    /// The cells.
    pub cells: Vec<Concrete>,
    /// What they stand for.
    pub standings: Vec<Standing>,
    known: BTreeMap<(usize, bool, String), usize>,
}

/// One cell.
#[derive(Clone, Debug)]
pub struct Concrete {
    /// The cell of the plan.
    pub cell: usize,
    /// Of the earlier report.
    pub prior: bool,
    /// JSON Pointer, if it is in a report at all.
    pub at: Option<String>,
    /// What stands there.
    pub content: Content,
}

impl<'a> Flat<'a> {
    /// Nothing is written out yet.
    #[must_use]
    pub fn new(plan: &'a Plan, now: &'a Side<'a>, before: Option<&'a Side<'a>>) -> Self {
        Self { plan, now, before, cells: Vec::new(), standings: Vec::new(), known: BTreeMap::new() }
    }

    /// A report, or the earlier one.
    #[must_use]
    pub fn side(&self, prior: bool) -> Option<&'a Side<'a>> {
        if prior { self.before } else { Some(self.now) }
    }

    /// The number of a cell that stands somewhere. `summed`: any number of unreported cells is to be added up.
    pub fn number(&mut self, cell: usize, prior: bool, place: &Place<'_, '_>, keys: &Keys, summed: bool) -> usize {
        let plan = self.plan;
        let bound = || {
            let of_chain = |section: &usize| keys.get(&dimension(plan, *section)).cloned().unwrap_or_default();
            chain(plan, cell).iter().map(of_chain).collect::<Vec<_>>().join("\n")
        };
        let name = match place {
            Place::Plain => String::new(),
            Place::Row(row) => row.pointer.clone(),
            Place::Absent => "absent".to_owned(),
            Place::Unreported => format!("unreported\n{}", bound()),
            Place::Many => format!("many {summed}\n{}", bound()),
        };
        if let Some(known) = self.known.get(&(cell, prior, name.clone())) {
            return *known;
        }
        let side = self.side(prior);
        let pointer = &plan.cells[cell].pointer;
        let (value, at) = match (place, side) {
            (Place::Plain, side) => (side.and_then(|side| side.report.pointer(pointer)), Some(pointer.clone())),
            (Place::Row(row), _) => (row.value.pointer(pointer), Some(format!("{}{pointer}", row.pointer))),
            _ => (None, None),
        };
        let content = content(plan, &plan.cells[cell], value.unwrap_or(&Value::Null));
        let standing = match place {
            Place::Absent => not_applicable(plan, cell),
            Place::Plain | Place::Row(_) if side.is_some() => {
                let nothing = content == Content::Blank && side.is_some_and(|side| is_nothing(plan, side, cell, place));
                if nothing { not_applicable(plan, cell) } else { standing(plan, cell, &content) }
            }
            Place::Many if summed => any_number(&allowed(plan, cell)),
            _ => allowed(plan, cell),
        };
        let number = self.cells.len();
        self.cells.push(Concrete { cell, prior, at, content });
        self.standings.push(standing);
        self.known.insert((cell, prior, name), number);
        number
    }
}

fn not_applicable(plan: &Plan, cell: usize) -> Standing {
    match &plan.cells[cell].content {
        Holds::Figure(figure) => Standing::NotApplicable { adds: plan.units[figure.unit as usize].kind.adds() },
        _ => Standing::NotApplicable { adds: false },
    }
}

/// The sums of any number of values of a set.
fn any_number(of: &Standing) -> Standing {
    let Standing::Between { lower, upper, .. } = of else { return of.clone() };
    let none = || Some((BigRational::zero(), false));
    let positive = lower.as_ref().is_some_and(|(end, _)| *end >= BigRational::zero());
    let negative = upper.as_ref().is_some_and(|(end, _)| *end <= BigRational::zero());
    let end = |bounded: bool| -> End { if bounded { none() } else { None } };
    Standing::Between { lower: end(positive), upper: end(negative), reported: false }
}

/// Whether a blank in this cell means that there is nothing to report: the form says so, nothing beneath holds a figure
/// other than 0, and the table, in the row of the cell, holds anything.
#[must_use]
pub fn is_nothing(plan: &Plan, side: &Side<'_>, cell: usize, place: &Place<'_, '_>) -> bool {
    let Some(said) = &plan.cells[cell].blank else { return false };
    let row = match place {
        Place::Row(row) => Some(*row),
        _ => None,
    };
    let here = row.map_or(side.report, |row| row.value);
    let own = plan.cells[cell].section;
    let stands = |cell: usize| !here.pointer(&plan.cells[cell].pointer).unwrap_or(&Value::Null).is_null();
    let beneath = said.beneath.iter().map(|&below| below as usize);
    let mut beneath = beneath.flat_map(|below| contents(plan, side, row, own, below));
    let table = cells_of_table(plan, said.table as usize);
    let mut table = table.into_iter().filter(|&other| plan.cells[other].section == own && !is_beside(plan, other));
    !beneath.any(|content| is_more_than_nothing(plan, &content)) && table.any(stands)
}

/// What stands in all cells that a cell of the plan has within a row, or within the report.
fn contents(plan: &Plan, side: &Side<'_>, row: Option<&Row<'_>>, own: Option<u32>, cell: usize) -> Vec<Content> {
    let chain = chain(plan, cell);
    let rest = match own {
        None => &chain[..],
        Some(own) => match chain.iter().position(|&section| section == own as usize) {
            Some(at) => &chain[at + 1..],
            None => return Vec::new(),
        },
    };
    let (value, lists) = row.map_or((side.report, &side.lists), |row| (row.value, &row.lists));
    let mut values = Vec::new();
    beneath(plan, lists, value, rest, cell, &mut values);
    values.into_iter().map(|value| content(plan, &plan.cells[cell], value)).collect()
}

fn beneath<'a>(
    plan: &Plan,
    lists: &Lists<'a>,
    value: &'a Value,
    chain: &[usize],
    cell: usize,
    found: &mut Vec<&'a Value>,
) {
    match chain.split_first() {
        None => found.extend(value.pointer(&plan.cells[cell].pointer)),
        Some((&section, rest)) => {
            keyed(lists, section).iter().for_each(|row| beneath(plan, &row.lists, row.value, rest, cell, found));
        }
    }
}

/// A key or a note, which no table has.
#[must_use]
pub fn is_beside(plan: &Plan, cell: usize) -> bool {
    matches!(plan.nodes[plan.cells[cell].node as usize].layout, Some(Layout::Key(_) | Layout::Note))
}

/// The cells of a table: those of a node and of all beneath it. The root is the table of the figures that are its
/// children, with what is beneath them.
fn cells_of_table(plan: &Plan, table: usize) -> Vec<usize> {
    // What the whole form is repeated for stands for the root.
    let is_root = plan.nodes[table].parent.is_none()
        || matches!(plan.nodes[table].layout, Some(Layout::Whole(_) | Layout::Rows(_)));
    let mut open: Vec<usize> = if !is_root {
        vec![table]
    } else {
        let children = plan.nodes[table].children.iter().map(|&child| child as usize);
        children.filter(|&child| is_figure(plan, child)).collect()
    };
    let mut cells = Vec::new();
    while let Some(node) = open.pop() {
        cells.extend(plan.nodes[node].cell.map(|cell| cell as usize));
        open.extend(plan.nodes[node].children.iter().map(|&child| child as usize));
    }
    cells
}

/// Whether a node is a figure, with one cell or with those of a matrix.
fn is_figure(plan: &Plan, node: usize) -> bool {
    let first = plan.nodes[node].first.map_or(node, |first| first as usize);
    plan.nodes[node].layout.is_none() && (plan.nodes[first].cell.is_some() || !plan.nodes[first].by.is_empty())
}
