//! Revisions: a file that says what becomes of another one, made into a full form.
//!
//! ```text
//! base, in full ──┐
//!                 ├──► full tree ──► syntax ──► model with its lineage
//! changes ────────┘
//! ```
//!
//! After this stage there are no changes any more. The tree is that of a full file; what went on under another path, was
//! merged, or is another thing under an old name says so with `was`, and what is gone stands under `gone`. A full file
//! that an author writes says the same in the same way, so that the lineage is found out once, for both.

mod base;
mod difference;

pub(crate) use base::{base, revises};
pub use difference::changes;

use crate::Checked;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::yaml::{Tree, Value};

/// The tree of the full form. None where it cannot be made, which has been reported.
pub(crate) fn full(own: Tree, base: Option<&Checked>, out: &mut Vec<Diagnostic>) -> Option<Tree> {
    let Value::Mapping(entries) = &own.value else { return Some(own) };
    if let Some(base) = base.filter(|base| base.form.is_none()) {
        out.extend(base.diagnostics.iter().filter(|found| found.severity == Severity::Error).cloned());
        return None;
    }
    let Some(changes) = entries.iter().find(|entry| entry.key.text == "changes") else { return Some(own) };
    // That there is no base has been reported.
    base?;
    out.push(
        Diagnostic::new(Code::NotSupportedYet, "`changes`: not supported yet", changes.key.span, "")
            .help("write the form in full"),
    );
    None
}
