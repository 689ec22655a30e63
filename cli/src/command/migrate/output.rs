//! Reports on their way out, and the list of what they leave behind.

use std::path::Path;

use super::Moved;
use super::left::Count;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::write::Growing;

/// Where reports go, and what they leave.
pub(super) struct Output<'a> {
    file: Option<Growing>,
    list: Option<Growing>,
    left: Count<'a>,
    reports: u64,
}

/// What came of all reports.
pub(super) struct Done {
    pub(super) reports: u64,
    /// Whether everything was carried over.
    pub(super) is_whole: bool,
}

impl<'a> Output<'a> {
    pub(super) fn new(file: Option<&Path>, list: Option<&Path>) -> Result<Self> {
        if file.is_some() && file == list {
            return Err(Failure::new("--output and --left name the same file").help("give the list a name of its own"));
        }
        let (file, list) = (file.map(Growing::new).transpose()?, list.map(Growing::new).transpose()?);
        Ok(Self { file, list, left: Count::default(), reports: 0 })
    }

    /// How many reports were written.
    pub(super) fn reports(&self) -> u64 {
        self.reports
    }

    /// Writes a report of a file of this name.
    pub(super) fn take(&mut self, name: &str, moved: &Moved<'a>, console: &mut Console) -> Result<()> {
        self.reports += 1;
        let line = moved.line.map(|line| format!(":{line}")).unwrap_or_default();
        self.left.add(self.reports, &format!("{name}{line}"), &moved.left);
        if let Some(list) = &mut self.list {
            moved.left.iter().try_for_each(|left| list.write(left.json.as_bytes()))?;
        }
        match &mut self.file {
            Some(file) => file.write(moved.text.as_bytes()),
            None => console.write(moved.text.as_bytes()),
        }
    }

    /// Gives the files their names, and says what was left.
    pub(super) fn finish(self, console: &mut Console) -> Result<Done> {
        for file in [self.file, self.list].into_iter().flatten() {
            file.finish()?;
        }
        if !console.quiet {
            self.left.tell(console);
        }
        Ok(Done { reports: self.reports, is_whole: self.left.is_nothing() })
    }
}
