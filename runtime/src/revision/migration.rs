//! Reports of one revision as reports of the next, or of the one before.

use std::collections::BTreeMap;

use super::left::{Left, Migrated, Why};
use super::lineage::{Lineage, NotNext};
use crate::plan::Plan;
use crate::report::Report;
use crate::write::push_cell;

/// The way of reports from one revision to its neighbour, either way, with everything that is looked up worked out once.
#[derive(Debug)]
pub struct Migration {
    from: Plan,
    to: Plan,
    /// By cell of `from`, the cell that takes what stands in it.
    cells: Vec<Option<u32>>,
}

impl Migration {
    /// The way from one revision to another, of which one revises the other.
    ///
    /// # Errors
    /// Where neither says that it revises the other, or a link between them names what is not there.
    pub fn between(from: &Plan, to: &Plan) -> Result<Self, NotNext> {
        let lineage = Lineage::between(from, to).or_else(|not| Lineage::between(to, from).map_err(|_| not))?;
        drop(lineage);
        let cell = |pointer: &str| to.cells.iter().position(|cell| cell.pointer == pointer && cell.section.is_none());
        let cells = from.cells.iter().map(|one| {
            let at = cell(&one.pointer).filter(|_| one.section.is_none())?;
            let same = to.cells.get(at).is_some_and(|other| other.content == one.content && other.takes == one.takes);
            u32::try_from(at).ok().filter(|_| same)
        });
        Ok(Self { cells: cells.collect(), from: from.clone(), to: to.clone() })
    }

    /// The ways between neighbours, in their order.
    ///
    /// # Errors
    /// Where one of the plans and the next are no neighbours.
    pub fn chain(plans: &[&Plan]) -> Result<Vec<Self>, NotNext> {
        plans.windows(2).filter_map(|two| Some(Self::between(two.first()?, two.get(1)?))).collect()
    }

    /// The plan of the reports that are carried over.
    #[must_use]
    pub fn from(&self) -> &Plan {
        &self.from
    }

    /// The plan of what they become.
    #[must_use]
    pub fn to(&self) -> &Plan {
        &self.to
    }

    /// A report as one of the other revision.
    #[must_use]
    pub fn report(&self, report: &Report) -> Migrated {
        let mut migrated = Migrated {
            report: Report {
                period: report.period.clone(),
                state: report.state.clone(),
                stray: report.stray.clone(),
                explanations: report.explanations.clone(),
                rows: vec![Vec::new(); self.to.sections.len()],
                ..Report::blank(self.to.cells.len())
            },
            left: Vec::new(),
        };
        for (number, (to, cell)) in (0..).zip(self.cells.iter().zip(&report.cells)) {
            if cell.is_blank() {
                continue;
            }
            if let Some(slot) = to.and_then(|to| migrated.report.cells.get_mut(to as usize)) {
                *slot = cell.clone();
            } else if let Some(known) = self.from.cells.get(number as usize) {
                let mut value = String::new();
                push_cell(&mut value, &self.from, number, cell);
                migrated.left.push(Left {
                    at: known.pointer.clone(),
                    path: self.from.figure_of(known).map(|(_, node)| node.path.clone()).unwrap_or_default(),
                    row: BTreeMap::new(),
                    value,
                    why: Why::Gone,
                });
            }
        }
        migrated
    }
}
