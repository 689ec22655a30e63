//! Diagnostics as text for people and as data for machines. Nothing is decided here but how it looks.

mod github;
mod json;
mod line;
mod sarif;
mod text;

pub use github::github;
pub use json::{Record, json};
pub use line::one_line;
pub use sarif::sarif;
pub use text::text;

use super::Severity;

/// The word for a severity in every output.
const fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
