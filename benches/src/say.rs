//! Printing for the developer.

use std::io::Write as _;

/// A line of the result.
pub(crate) fn line(text: &str) {
    // A closed pipe is no reason to stop the work.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// What went wrong.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {text}");
}
