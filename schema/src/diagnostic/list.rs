//! The order in which diagnostics are shown, and how many.

use super::{Code, Diagnostic, Severity};
use crate::limits::MAX_ERRORS;

/// Sorts by file and place, drops repetitions, and stops after [`MAX_ERRORS`] errors with one that says so.
///
/// Nodes that are aliased are judged once for each alias but stand in one place, so that repetitions are common.
#[must_use]
pub fn arrange(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|one, other| {
        let key = |diagnostic: &Diagnostic| (diagnostic.primary.span, diagnostic.severity, diagnostic.code);
        key(one).cmp(&key(other)).then_with(|| one.message.cmp(&other.message))
    });
    diagnostics.dedup();
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let first_left_out = diagnostics
        .iter()
        .enumerate()
        .filter(|(_, diagnostic)| diagnostic.severity == Severity::Error)
        .nth(MAX_ERRORS)
        .map(|(index, diagnostic)| (index, diagnostic.primary.span));
    if let Some((index, span)) = first_left_out {
        diagnostics.truncate(index);
        let more = errors.saturating_sub(MAX_ERRORS);
        diagnostics.push(
            Diagnostic::new(Code::TooManyErrors, format!("there are {more} more errors"), span, "the next one is here")
                .help("mend the ones above first; many errors often have one cause"),
        );
    }
    diagnostics
}
