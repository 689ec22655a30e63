//! What is said of reports that stay behind, and of files that cannot be read.

use tallyform::{Finding, Validation, Validator};

use crate::console::Console;
use crate::failure::{Failure, Status};

/// Most complaints that are printed; all are counted.
const MAX_COMPLAINTS: u64 = 100;

/// Why a report cannot be read: places and messages, of a report that begins at a line of a file of this name.
pub(crate) fn unreadable(
    validator: &Validator,
    validation: &Validation,
    name: &str,
    line: u64,
) -> Vec<(String, String)> {
    let place = |at: usize| match validation.places.get(at) {
        Some((line, column)) => format!("{name}:{line}:{column}"),
        None => format!("{name}:{line}"),
    };
    let language = validator.plan().languages.first();
    let message =
        |finding: &Finding| language.and_then(|language| finding.message.get(language)).cloned().unwrap_or_default();
    let findings = validation.findings.iter().enumerate();
    findings.map(|(at, finding)| (place(at), message(finding))).collect()
}

/// What was said of reports that stay behind, and of files that cannot be read.
#[derive(Debug, Default)]
pub(crate) struct Complaints {
    said: u64,
    unsaid: u64,
    left_out: u64,
    files: u64,
}

impl Complaints {
    /// A report stays behind.
    pub(crate) fn left_out(&mut self) {
        self.left_out += 1;
    }

    /// Says why.
    pub(crate) fn say(&mut self, console: &mut Console, place: &str, message: &str) {
        if self.said >= MAX_COMPLAINTS {
            self.more(1);
            return;
        }
        self.said += 1;
        console.failure(&Failure::new(format!("{place}: {message}")));
    }

    /// Counts what is like what was said.
    pub(crate) fn more(&mut self, complaints: u64) {
        self.unsaid += complaints;
    }

    /// A file cannot be read, or not to its end.
    pub(crate) fn file(&mut self, console: &mut Console, failure: &Failure) {
        self.files += 1;
        console.failure(failure);
    }

    /// Says what the run came to: so many reports were written, and what had become of them.
    pub(crate) fn end(&self, console: &mut Console, written: u64, done: &str) -> Status {
        let plural = |n: u64, what: &str| if n == 1 { format!("{n} {what}") } else { format!("{n} {what}s") };
        if self.unsaid > 0 {
            console.note(&format!("{} more {} not shown", self.unsaid, if self.unsaid == 1 { "is" } else { "are" }));
        }
        if !console.quiet {
            let left_out = if self.left_out == 0 { String::new() } else { format!(", {} left out", self.left_out) };
            console.note(&format!("{} {done}{left_out}", plural(written, "report")));
        }
        match (self.files, self.left_out) {
            (0, 0) => Status::Clean,
            (0, _) => Status::Findings,
            _ => Status::Unreadable,
        }
    }
}
