//! What the author says of the checks of rows: that keys differ, and that there are as many rows as there should be.

use super::*;
use crate::check::row::added;
use crate::check::tree::Tree;

/// How grave a check of rows is.
#[derive(Clone, Debug)]
pub(crate) struct RowTuning {
    pub(crate) node: NodeId,
    pub(crate) dimension: usize,
    /// The number of rows, and not their keys.
    pub(crate) counts: bool,
    pub(crate) severity: Severities,
}

/// The checks of the rows that stand at a node: the last part of each id, the dimension, whether it counts rows.
pub(super) fn names(tree: &Tree<'_>, node: NodeId) -> Vec<(String, usize, bool)> {
    let mut names = Vec::new();
    for dimension in added(tree, node) {
        let Some(found) = tree.dimensions.get(dimension) else { continue };
        names.push((format!("key.{}", found.id), dimension, false));
        if found.key.as_ref().is_some_and(|key| key.min.or(key.max).is_some()) {
            names.push((format!("rows.{}", found.id), dimension, true));
        }
    }
    names
}

impl Place {
    /// Reads what is said of a check of rows; says whether it is one.
    pub(super) fn tune_rows(
        &mut self,
        sources: &Sources<'_>,
        check: &syntax::Check,
        of: &Scalar,
        languages: &mut Languages,
        out: &mut Vec<Diagnostic>,
    ) -> bool {
        let names = names(sources.scope.tree, self.node);
        let Some((_, dimension, counts)) = names.into_iter().find(|(name, ..)| *name == of.text) else { return false };
        languages.maybe(check.because.as_ref(), out);
        let tolerance = check.tolerance.as_ref().map(|said| ("tolerance", said.span));
        let explained = check.explained_by.as_ref().map(|said| ("explained_by", said.span));
        let message = check.message.as_ref().map(|said| ("message", said.span));
        let on = check.on.as_ref().map(|said| ("on", said.span));
        for (key, span) in [tolerance, explained, message, on].into_iter().flatten() {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{key}` does not go with a check of rows"),
                    span,
                    "of no use here",
                )
                .help("take it away; say how grave the check is with `severity`"),
            );
        }
        match check.severity.as_ref().and_then(|said| sources.states.of_check(said, out)) {
            Some(Some(severity)) => self.rows.push(RowTuning { node: self.node, dimension, counts, severity }),
            Some(None) => {
                let span = check.severity.as_ref().map_or(check.span, |severity| severity.span);
                let help = if counts {
                    "take `min` and `max` of the rows away"
                } else {
                    "write `warning` or `info`; of two rows of one key only the first can count"
                };
                out.push(
                    Diagnostic::new(Code::KeyDoesNotApply, "a check of rows is not switched off", span, "not off")
                        .help(help),
                );
            }
            None => {}
        }
        true
    }
}
