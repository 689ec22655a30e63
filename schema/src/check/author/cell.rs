//! What the author says of the checks of a single cell.

use super::*;
use crate::check::content::Made;
use crate::check::tree::Tree;
use crate::model::{Cell, Remark};

/// What the author says of one of a cell's own checks.
pub(crate) struct CellTuning {
    node: NodeId,
    /// The last part of the check's id.
    check: String,
    /// How grave; none inside is off.
    severity: Option<Option<Severities>>,
    remark: Option<Remark>,
}

impl Place {
    /// What the author says of one of the cell's own checks.
    pub(super) fn tune_cell(
        &self,
        sources: &Sources<'_>,
        cells: &Cells<'_>,
        check: &syntax::Check,
        of: &Scalar,
        languages: &mut Languages,
        out: &mut Vec<Diagnostic>,
    ) -> CellTuning {
        if let Some(tolerance) = &check.tolerance {
            out.push(no_comparison(tolerance.span));
        }
        if let Some(explained) = &check.explained_by {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    "`explained_by` does not go with a check of one cell",
                    explained.span,
                    "nothing that an explanation could account for",
                )
                .help("take it away; say `severity: warning` if the cell may be as it is"),
            );
        }
        not_on(check, out);
        let severity = check.severity.as_ref().and_then(|said| sources.states.of_check(said, out));
        if severity == Some(None) {
            reason(check, out);
        }
        let because = languages.maybe(check.because.as_ref(), out);
        let message = languages.maybe(check.message.as_ref(), out);
        let placeholders = check.message.as_ref().map_or_else(Vec::new, |message| {
            let by = sources.scope.tree.by(self.node);
            let bound: Vec<DimensionId> = by.iter().map(|dimension| DimensionId(*dimension as u32)).collect();
            message::placeholders(message, self.node, Some(&bound), sources.scope, cells, out)
        });
        let is_said = message.is_some() || because.is_some();
        let remark = is_said.then(|| Remark { check: of.text.clone(), message, placeholders, because });
        CellTuning { node: self.node, check: of.text.clone(), severity, remark }
    }
}

/// Applies tunings of single cells.
pub(crate) fn tune_cells(tree: &Tree<'_>, cells: &mut [Option<Made>], tunings: Vec<CellTuning>) {
    for CellTuning { node, check, severity, remark } in tunings {
        // What is said of a figure with dimensions holds for all its cells.
        let grid = tree.get(node).and_then(|entry| entry.grid.as_ref());
        let others = grid.into_iter().flat_map(|grid| grid.cells.iter().copied().flatten());
        for node in [node].into_iter().chain(others.filter(|cell| *cell != node)) {
            let Some(Made { cell, .. }) = cells.get_mut(node.0 as usize).and_then(Option::as_mut) else { continue };
            let Cell { required, kind, marks, places, bounds, remarks, .. } = cell;
            let slot = match check.as_str() {
                "required" => required,
                "type" => kind,
                "marks" => marks,
                "places" => places,
                _ => bounds,
            };
            if let Some(severity) = &severity {
                slot.clone_from(severity);
            }
            // Of a check that is off nothing is left to be said.
            if slot.is_some() {
                remarks.extend(remark.clone());
            }
        }
    }
}
