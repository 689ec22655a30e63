//! What becomes of the checks of a report.
//!
//! Every statement can be judged by [`statement`], over exact intervals. Comparisons of sums of cells, which are
//! nearly all, are first tried by [`quick`] in whole numbers; what it cannot settle is judged in full. Where a cell of
//! the plan stands in a report with rows is for [`spot`] to say, and for which rows a statement is judged for
//! [`spread`].

mod operand;
mod ordered;
mod quick;
mod rows;
mod spot;
mod spread;
mod standing;
mod statement;
mod tables;
mod value;

pub(crate) use operand::{Operand, of_expr, operands_of};
pub(crate) use ordered::{Pair, pairs};
pub(crate) use quick::{Quick, Verdict};
pub(crate) use rows::{Keys, Part, Rows, UNBOUND};
pub(crate) use spot::{Place, Side, Spot};
pub(crate) use spread::{Spread, Spreads, Tuples};
pub(crate) use standing::{Filed, Filled, Standing};
pub(crate) use statement::{Comparison, Truth, culprit, truth};
pub(crate) use tables::{SectionTable, Tables};

use std::collections::BTreeMap;

use crate::plan::{Layout, Plan};

/// The checks over cells, made ready.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) tables: Tables,
    /// By cell, what the quick way needs to know of it.
    pub(crate) cells: Vec<quick::QuickCell>,
    /// The quick form of every statement, by rule, where it has one.
    pub(crate) quick: Vec<Vec<Option<Quick>>>,
    /// For which rows every statement is judged.
    pub(crate) spreads: Spreads,
    /// The notes of a report, those together that stand for the same node of the form.
    notes: BTreeMap<u32, Vec<u32>>,
}

impl Rules {
    /// Makes the checks of a sound plan ready.
    pub(crate) fn new(plan: &Plan) -> Self {
        let cells = quick::cells(plan);
        let quick = plan
            .rules
            .iter()
            .map(|rule| rule.statements.iter().map(|statement| Quick::new(plan, statement)).collect())
            .collect();
        let tables = Tables::new(plan);
        let spreads = Spreads::new(plan, &tables);
        Self { tables, cells, quick, spreads, notes: notes(plan) }
    }

    /// Of the notes that stand for the same node as this one, that in the innermost row to which dimensions are bound.
    pub(crate) fn note(&self, filed: &Filed<'_>, cell: u32) -> u32 {
        let node = filed.plan.cells.get(cell as usize).map_or(0, |cell| cell.node);
        let same = self.notes.get(&filed.plan.subject(node)).map_or(&[][..], Vec::as_slice);
        let depth = |note: &u32| {
            let Some(section) = filed.plan.cells.get(*note as usize).and_then(|cell| cell.section) else {
                return Some(0);
            };
            let chain = &filed.tables.section(section)?.chain;
            let mut dimensions = chain.iter().filter_map(|section| filed.tables.section(*section));
            dimensions.all(|table| filed.is_bound(table.dimension)).then_some(chain.len())
        };
        let bound = same.iter().filter_map(|note| Some((depth(note)?, *note)));
        bound.max_by_key(|(depth, _)| *depth).map_or(cell, |(_, note)| note)
    }
}

fn notes(plan: &Plan) -> BTreeMap<u32, Vec<u32>> {
    let mut notes: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (number, cell) in (0..).zip(&plan.cells) {
        let layout = plan.nodes.get(cell.node as usize).and_then(|node| node.layout);
        if layout == Some(Layout::Note) {
            notes.entry(plan.subject(cell.node)).or_default().push(number);
        }
    }
    notes
}
