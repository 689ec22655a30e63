//! Reports from JSON, by all threads.

use std::path::PathBuf;

use tallyform::Validator;
use tallyform::validator::Scratch;

use super::output::{Output, Written};
use crate::batch::{Batch, Batches};
use crate::complaints::{Complaints, unreadable};
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::progress::Progress;
use crate::{files, pipeline};

/// What became of the reports of a batch.
struct Converted {
    file: usize,
    reports: Vec<std::result::Result<Written, Vec<(String, String)>>>,
    failure: Option<Failure>,
}

/// Converts the reports of some files.
pub(super) fn convert(
    validator: &Validator,
    paths: &[PathBuf],
    ndjson: bool,
    jobs: Option<u16>,
    output: &mut Output<'_>,
    complaints: &mut Complaints,
    console: &mut Console,
) -> Result<()> {
    let names: Vec<String> = paths.iter().map(|file| files::name(file)).collect();
    let shape = output.shape();
    let work = |scratch: &mut Scratch, batch: Batch| {
        let name = names.get(batch.file).map_or("", String::as_str);
        let mut reports = Vec::with_capacity(batch.reports.len());
        for piece in &batch.reports {
            let line = piece.line.unwrap_or(1);
            if let Some(limit) = piece.longer_than {
                let message = format!("a report of more than {limit} bytes");
                reports.push(Err(vec![(format!("{name}:{line}"), message)]));
                continue;
            }
            scratch.begin_at_line(line);
            if validator.read_with(batch.bytes(piece), scratch) {
                reports.push(Ok(shape.write(scratch.report())));
                continue;
            }
            let validation = validator.judge_with(scratch, None, None);
            reports.push(Err(unreadable(validator, validation, name, line)));
        }
        Converted { file: batch.file, reports, failure: batch.failure }
    };
    let mut progress = Progress::new(console);
    let take = |converted: Converted| {
        for report in converted.reports {
            match report {
                Ok(report) => output.take(report, console)?,
                Err(reasons) => {
                    complaints.left_out();
                    reasons.iter().for_each(|(place, message)| complaints.say(console, place, message));
                }
            }
        }
        if let Some(failure) = &converted.failure {
            complaints.file(console, failure);
        }
        progress.tell(console, || {
            let file = names.get(converted.file).map_or("", String::as_str);
            format!("{file}: {} reports so far", output.reports())
        });
        Ok(())
    };
    pipeline::run(Batches::new(paths, ndjson), pipeline::jobs(jobs), Scratch::default, work, take)?;
    Ok(())
}
