//! Reports on their way out.

use std::path::Path;

use tallyform::tidy::{Line, Tidy};
use tallyform::{Report, Validator};

use super::To;
use crate::console::Console;
use crate::failure::Result;
use crate::write::Growing;

/// A report as it is written.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// What names it in a table.
    head: Vec<String>,
    /// The line of a table that says where it begins.
    opening: Vec<u8>,
    body: Vec<u8>,
}

/// Where reports go.
pub(super) struct Output<'a> {
    to: To,
    validator: &'a Validator,
    tidy: &'a Tidy<'a>,
    file: Option<Growing>,
    /// What names the report before.
    before: Option<Vec<String>>,
    reports: u64,
}

/// What of an output any thread may use.
#[derive(Clone, Copy)]
pub(super) struct Shape<'a> {
    to: To,
    validator: &'a Validator,
    tidy: &'a Tidy<'a>,
}

impl Shape<'_> {
    /// A report as it is written.
    pub(super) fn write(self, report: &Report) -> Written {
        let mut written = Written::default();
        match self.to {
            To::Json => {
                // A line break in JSON is white space, unless it is in a text, where it is escaped.
                let line = self.validator.write(report).replace(['\n', '\r'], " ");
                written.body = line.into_bytes();
                written.body.push(b'\n');
            }
            To::TidyCsv => {
                written.opening = csv(|write| self.tidy.opening(report, write));
                written.body = csv(|write| {
                    self.tidy.write(report, write);
                });
            }
            To::TidyNdjson => {
                let columns = self.tidy.columns();
                let (mut opening, mut body) = (String::new(), String::new());
                self.tidy.opening(report, &mut |line| line.push_json(columns, &mut opening));
                self.tidy.write(report, &mut |line| line.push_json(columns, &mut body));
                (written.opening, written.body) = (opening.into_bytes(), body.into_bytes());
            }
        }
        if self.to != To::Json {
            written.head = self.tidy.head(report);
        }
        written
    }
}

/// Lines as CSV.
fn csv(lines: impl FnOnce(&mut dyn FnMut(&Line<'_>))) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    lines(&mut |line| {
        // Every line has the same columns, and memory takes what it is given.
        let _ = writer.write_record(line.texts());
    });
    writer.into_inner().unwrap_or_default()
}

impl<'a> Output<'a> {
    pub(super) fn new(to: To, validator: &'a Validator, tidy: &'a Tidy<'a>, path: Option<&Path>) -> Result<Self> {
        let file = path.map(Growing::new).transpose()?;
        Ok(Self { to, validator, tidy, file, before: None, reports: 0 })
    }

    pub(super) fn shape(&self) -> Shape<'a> {
        Shape { to: self.to, validator: self.validator, tidy: self.tidy }
    }

    /// How many reports were written.
    pub(super) fn reports(&self) -> u64 {
        self.reports
    }

    /// Writes what comes before all reports.
    pub(super) fn begin(&mut self, console: &mut Console) -> Result<()> {
        if self.to != To::TidyCsv {
            return Ok(());
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        let _ = writer.write_record(self.tidy.columns());
        self.write(&writer.into_inner().unwrap_or_default(), console)
    }

    /// Writes a report.
    pub(super) fn take(&mut self, report: Written, console: &mut Console) -> Result<()> {
        self.reports += 1;
        if self.to != To::Json {
            if report.body.is_empty() || self.before.as_ref() == Some(&report.head) {
                self.write(&report.opening, console)?;
            }
            self.before = Some(report.head);
        }
        self.write(&report.body, console)
    }

    fn write(&mut self, bytes: &[u8], console: &mut Console) -> Result<()> {
        match &mut self.file {
            Some(file) => file.write(bytes),
            None => console.write(bytes),
        }
    }

    /// Gives a file its name. Gives how many reports were written.
    pub(super) fn finish(self) -> Result<u64> {
        if let Some(file) = self.file {
            file.finish()?;
        }
        Ok(self.reports)
    }
}
