//! `tallyform migrate`.

mod forms;
mod left;
mod output;

use std::path::PathBuf;

use self::left::LeftOver;
use self::output::Output;
use crate::batch::{Batch, Batches, Piece};
use crate::complaints::{Complaints, unreadable};
use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::progress::Progress;
use crate::revisions::{Desk, Way, Ways};
use crate::{files, pipeline, suggestion};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform migrate --form forms/library/2027.yaml reports.ndjson > 2027.ndjson
  tallyform migrate --form forms/library/2027.yaml --to 2026 --left left.ndjson reports/ --output 2026.ndjson
  tallyform migrate --form 2026/plan.json --form 2027/plan.json - < reports.ndjson | tallyform validate -f 2027/plan.json -
  tallyform migrate --to 2027 reports.ndjson

A form that is given as YAML brings along those that it revises; plans are named one by one. Without --form, the forms of
tallyform.toml are at hand. Every report says its revision, and they may be of several; those of the wanted one go through
as they are. Reports are written as canonical JSON, one a line, in the order in which they came.

Whatever could not be carried over is counted on standard error, and listed in the file that --left names: a line of JSON
for each cell, with its place in the report and the reason. The run then fails (exit code 1). A report that cannot be read
is named and left out, and the rest goes on.")]
pub(crate) struct Args {
    /// A form: its YAML file, which brings along those that it revises, or a plan.json made from it
    #[arg(long = "form", short = 'f', value_name = "FILE")]
    forms: Vec<PathBuf>,
    /// The revision that reports are carried over to; the latest unless said
    #[arg(long, value_name = "REVISION")]
    to: Option<String>,
    /// The revision of reports that say none
    #[arg(long, value_name = "REVISION")]
    from: Option<String>,
    /// Report files, folders of report files, or `-` for standard input
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// Write reports to this file, which is replaced once all is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List in this file what could not be carried over, one JSON object a line
    #[arg(long, value_name = "FILE")]
    left: Option<PathBuf>,
    /// Read every file as one report a line, whatever it is called
    #[arg(long)]
    ndjson: bool,
    /// How many threads carry reports over; as many as there are processors unless said
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// What became of a batch.
struct Migrated<'a> {
    file: usize,
    reports: Vec<std::result::Result<Moved<'a>, Vec<(String, String)>>>,
    failure: Option<Failure>,
}

/// A report that was carried over.
struct Moved<'a> {
    /// Its line in the file that it comes from, where that holds a report a line.
    line: Option<u64>,
    /// The line that is written.
    text: String,
    left: Vec<LeftOver<'a>>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    files::stdin_at_most_once(args.reports.iter().chain(&args.forms))?;
    let found = files::find(&args.reports, "report", &files::is_report)?;
    let ways = forms::find(args, console)?;
    let names: Vec<String> = found.files.iter().map(|file| files::name(file)).collect();
    let from = args.from.as_deref();
    let moving = Moving { ways: &ways, from, names: &names, lists: args.left.is_some() };
    let work = |desk: &mut Desk, batch: Batch| moving.batch(desk, batch);

    let mut output = Output::new(args.output.as_deref(), args.left.as_deref())?;
    let mut complaints = Complaints::default();
    let mut progress = Progress::new(console);
    let batches = Batches::new(&found.files, args.ndjson);
    pipeline::run(batches, pipeline::jobs(args.jobs), Desk::default, work, |migrated| {
        let name = names.get(migrated.file).map_or("", String::as_str);
        for report in migrated.reports {
            match report {
                Ok(moved) => output.take(name, &moved, console)?,
                Err(reasons) => {
                    complaints.left_out();
                    reasons.iter().for_each(|(place, message)| complaints.say(console, place, message));
                }
            }
        }
        if let Some(failure) = &migrated.failure {
            complaints.file(console, failure);
        }
        progress.tell(console, || format!("{name}: {} reports so far", output.reports()));
        Ok(())
    })?;
    console.flush()?;
    let done = output.finish(console)?;
    let status = complaints.end(console, done.reports, "carried over");
    Ok(status.max(if done.is_whole { Status::Clean } else { Status::Findings }))
}

/// What every thread carries reports over with.
struct Moving<'a> {
    ways: &'a Ways,
    /// The revision of reports that say none.
    from: Option<&'a str>,
    names: &'a [String],
    /// Whether what is left is listed.
    lists: bool,
}

impl<'a> Moving<'a> {
    fn batch(&self, desk: &mut Desk, batch: Batch) -> Migrated<'a> {
        let name = self.names.get(batch.file).map_or("", String::as_str);
        let mut move_one = |piece: &Piece| {
            let line = piece.line.unwrap_or(1);
            let refused = |message: String| vec![(format!("{name}:{line}"), message)];
            if let Some(limit) = piece.longer_than {
                return Err(refused(format!("a report of more than {limit} bytes")));
            }
            let bytes = batch.bytes(piece);
            let way = self.way(bytes).map_err(refused)?;
            let scratch = desk.of(way);
            scratch.begin_at_line(line);
            if !way.validator.read_with(bytes, scratch) {
                return Err(unreadable(&way.validator, way.validator.judge_with(scratch, None, None), name, line));
            }
            let mut left = Vec::new();
            let report = way.carry(scratch.report(), |step, those| {
                let one = |one| LeftOver::new(step, one, self.lists.then_some((name, piece.line)));
                left.extend(those.into_iter().map(one));
            });
            // A line break in JSON is white space, unless it is in a text, where it is escaped.
            let mut text = self.ways.target.validator.write(&report).replace(['\n', '\r'], " ");
            text.push('\n');
            Ok(Moved { line: piece.line, text, left })
        };
        let reports = batch.reports.iter().map(&mut move_one).collect();
        Migrated { file: batch.file, reports, failure: batch.failure }
    }

    /// The way that a report goes, by what it says that it is of.
    fn way(&self, report: &[u8]) -> std::result::Result<&'a Way, String> {
        let target = &self.ways.target;
        let said = tallyform::read::revision(report);
        let Some(revision) = said.as_deref().or(self.from) else {
            // What is no JSON says nothing, and its reader says why.
            return match serde_json::from_slice::<serde::de::IgnoredAny>(report) {
                Ok(_) => Err("it does not say of which revision it is; --from says it for such reports".to_owned()),
                Err(_) => Ok(target),
            };
        };
        self.ways.from(revision).ok_or_else(|| match self.ways.is_unlinked(revision) {
            true => format!("nothing at hand links revision `{revision}` with `{}`", target.revision()),
            false => {
                let names = self.ways.names();
                format!("no form of revision `{revision}` is at hand; {}", suggestion::way_out(revision, names))
            }
        })
    }
}
