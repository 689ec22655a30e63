//! For which rows a statement is judged.

use std::collections::{BTreeMap, BTreeSet};

use super::operand::operands_of;
use super::rows::UNBOUND;
use super::spot::Side;
use super::tables::Tables;
use crate::plan::{EVERY_ROW, Plan, Rule, Statement};

/// For which rows statements are judged: for every key, or several together, that the rows of some sections have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spread {
    /// The dimensions that are bound to a row, slowest first.
    pub(crate) open: Vec<u32>,
    /// The sections whose rows have the keys, in the order in which the statement names their cells.
    sections: Vec<u32>,
}

/// The spreads of all statements.
#[derive(Debug, Default)]
pub(crate) struct Spreads {
    all: Vec<Spread>,
    /// By rule and statement, which of them.
    of: BTreeMap<(usize, usize), usize>,
}

impl Spreads {
    pub(super) fn new(plan: &Plan, tables: &Tables) -> Self {
        let mut spreads = Self::default();
        let mut known = BTreeMap::new();
        for (number, rule) in plan.rules.iter().enumerate() {
            for (index, statement) in rule.statements.iter().enumerate() {
                let open = open(plan, rule, index);
                if open.is_empty() {
                    continue;
                }
                let spread = Spread { sections: sections(plan, tables, &open, statement), open };
                let next = spreads.all.len();
                let at = *known.entry(spread.clone()).or_insert(next);
                if at == next {
                    spreads.all.push(spread);
                }
                spreads.of.insert((number, index), at);
            }
        }
        spreads
    }

    /// How many different ones there are.
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    /// That of a statement and its number; none where the statement is judged once.
    pub(crate) fn of(&self, rule: usize, statement: usize) -> Option<(usize, &Spread)> {
        let at = *self.of.get(&(rule, statement))?;
        Some((at, self.all.get(at)?))
    }
}

/// The dimensions that a statement binds to every row.
fn open(plan: &Plan, rule: &Rule, statement: usize) -> Vec<u32> {
    let Some(place) = rule.wheres.get(statement) else {
        return Vec::new();
    };
    let is_open = |dimension: &u32| {
        let id = plan.dimensions.get(*dimension as usize).map(|dimension| &dimension.id);
        id.and_then(|id| place.get(id)).is_some_and(|at| at == EVERY_ROW)
    };
    rule.free.iter().copied().filter(is_open).collect()
}

/// The sections of a statement's cells that have rows for all of these dimensions: of each chain of sections the
/// shortest piece. The earlier report gives no keys.
fn sections(plan: &Plan, tables: &Tables, open: &[u32], statement: &Statement) -> Vec<u32> {
    let mut sections = Vec::new();
    for operand in operands_of(statement).into_iter().filter(|operand| !operand.prior) {
        let section = plan.cells.get(operand.cell as usize).and_then(|cell| cell.section);
        let Some(table) = section.and_then(|section| tables.section(section)) else {
            continue;
        };
        let dimension = |section: &u32| tables.section(*section).map_or(UNBOUND, |table| table.dimension);
        let has =
            |until: usize, wanted: &u32| table.chain.iter().take(until).any(|section| dimension(section) == *wanted);
        let shortest = (1..=table.chain.len()).find(|until| open.iter().all(|wanted| has(*until, wanted)));
        if let Some(section) = shortest.and_then(|until| table.chain.get(until - 1))
            && !sections.contains(section)
        {
            sections.push(*section);
        }
    }
    sections
}

/// The keys for which statements of one spread are judged, in the order in which they first appear.
#[derive(Debug, Default)]
pub(crate) struct Tuples {
    /// How many dimensions are bound.
    width: usize,
    keys: Vec<u32>,
}

impl Tuples {
    /// Collects the keys of a report.
    pub(crate) fn new(spread: &Spread, tables: &Tables, side: Side<'_>) -> Self {
        let mut tuples = Self { width: spread.open.len(), keys: Vec::new() };
        let mut seen = BTreeSet::new();
        let mut known = Vec::new();
        for section in &spread.sections {
            let chain = tables.section(*section).map_or(&[][..], |table| &table.chain);
            for row in side.rows.all(*section) {
                let mut tuple = vec![UNBOUND; tuples.width];
                let mut at = *row;
                for section in chain.iter().rev() {
                    let dimension = tables.section(*section).map_or(UNBOUND, |table| table.dimension);
                    let slot = spread.open.iter().position(|open| *open == dimension);
                    if let Some(slot) = slot.and_then(|slot| tuple.get_mut(slot)) {
                        *slot = side.rows.key(*section, at).unwrap_or(UNBOUND);
                    }
                    let rows = side.report.rows.get(*section as usize);
                    at = rows.and_then(|rows| rows.get(at as usize)).map_or(0, |row| row.above);
                }
                // One key is looked up in a list, which is as short as there are keys.
                let is_new = match tuple.as_slice() {
                    [key] => {
                        let key = *key as usize;
                        if known.len() <= key {
                            known.resize(key.saturating_add(1), false);
                        }
                        known.get_mut(key).is_some_and(|known| !std::mem::replace(known, true))
                    }
                    _ => seen.insert(tuple.clone()),
                };
                if is_new {
                    tuples.keys.extend(tuple);
                }
            }
        }
        tuples
    }

    /// The keys, one for each dimension that is bound.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.keys.chunks_exact(self.width.max(1))
    }
}
