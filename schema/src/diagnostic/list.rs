//! The order in which diagnostics are shown, and how many.

use super::{Code, Diagnostic, Severity};
use crate::limits::MAX_ERRORS;

/// Sorts by file and place, drops repetitions, and stops after [`MAX_ERRORS`] errors with one that says so. Of warnings
/// as many are kept.
///
/// Nodes that are aliased are judged once for each alias but stand in one place, so that repetitions are common.
#[must_use]
pub fn arrange(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.sort_by(|one, other| {
        let key = |diagnostic: &Diagnostic| (diagnostic.primary.span, diagnostic.severity, diagnostic.code);
        key(one).cmp(&key(other)).then_with(|| one.message.cmp(&other.message))
    });
    diagnostics.dedup();
    drop_warnings(&mut diagnostics);
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

/// Leaves as many warnings as errors may be shown, the last of them one that counts the rest.
fn drop_warnings(diagnostics: &mut Vec<Diagnostic>) {
    let is_warning = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Warning;
    let more = diagnostics.iter().filter(|found| is_warning(found)).count().saturating_sub(MAX_ERRORS);
    if more == 0 {
        return;
    }
    let mut kept = 0;
    let mut counted = false;
    diagnostics.retain_mut(|diagnostic| {
        kept += usize::from(is_warning(diagnostic));
        if !is_warning(diagnostic) || kept <= MAX_ERRORS {
            return true;
        }
        let span = diagnostic.primary.span;
        let help = "mend the ones above first; many warnings often have one cause";
        *diagnostic = Diagnostic::new(
            Code::TooManyErrors,
            format!("there are {more} more warnings"),
            span,
            "the next one is here",
        )
        .help(help);
        diagnostic.severity = Severity::Warning;
        !std::mem::replace(&mut counted, true)
    });
}
