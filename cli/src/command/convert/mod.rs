//! `tallyform convert`.

mod json;
mod output;
mod table;

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tallyform::Validator;
use tallyform::tidy::Tidy;

use self::output::Output;
use crate::complaints::Complaints;
use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::files::{self, Wanted};
use crate::form;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform convert --form forms/library/2026.yaml --to tidy-csv reports/ > figures.csv
  tallyform convert --form forms/library/2026.yaml --to json figures.csv --output reports.ndjson
  zcat reports.ndjson.gz | tallyform convert --form plan.json --to tidy-ndjson -
  tallyform convert --form plan.json --from tidy-csv --to json - < figures.csv | tallyform validate --form plan.json -

The tidy form is a table of one line a figure: the report's identity and period, the figure's path, a column for each
dimension, then value, unit and status. Nothing is lost either way. JSON is written one report a line.

Without --from the name of a file says what it holds: .csv is a table, .json reports; .ndjson and .jsonl are the
lines of a table where reports are wanted, and reports where a table is.

A report that cannot be read, or of which a line makes no sense, is named and left out, and the rest goes on; the run
then fails (exit code 1).")]
pub(crate) struct Args {
    /// The form: its YAML file, or a plan.json made from it
    #[arg(long, short = 'f', value_name = "FILE")]
    form: PathBuf,
    /// Files of reports, folders of such files, or `-` for standard input
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: To,
    /// What the files hold
    #[arg(long, value_enum, value_name = "FORMAT")]
    from: Option<From>,
    /// Write to this file, which is replaced once all is written
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How many threads read reports; as many as there are processors unless said
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum To {
    /// A table, as CSV
    TidyCsv,
    /// A table, each line a JSON object
    TidyNdjson,
    /// Canonical JSON, one report a line
    Json,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum From {
    /// A table, as CSV
    TidyCsv,
    /// A table, each line a JSON object
    TidyNdjson,
    /// A report, or one a line
    Json,
    /// A report a line, whatever the first line is
    Ndjson,
}

/// The name of CSV files, and those of files with a JSON value a line.
const CSV: [&str; 1] = ["csv"];
const NDJSON: [&str; 2] = ["ndjson", "jsonl"];

impl Args {
    /// What a file holds, by what is said or else by its name.
    fn holds(&self, path: &Path) -> Result<From> {
        if let Some(from) = self.from {
            return Ok(from);
        }
        Ok(match self.to {
            _ if files::has_extension(path, &CSV) => From::TidyCsv,
            To::Json if files::is_stdin(path) => {
                let failure = Failure::new("nothing says what standard input holds");
                return Err(failure.help("say `--from tidy-csv`, `--from tidy-ndjson` or `--from json`"));
            }
            To::Json if files::has_extension(path, &NDJSON) => From::TidyNdjson,
            _ => From::Json,
        })
    }

    /// Whether a file of a folder is meant.
    fn wants(&self, path: &Path) -> Wanted {
        let table = |extensions: &[&str]| match files::has_extension(path, extensions) {
            true => Wanted::Yes,
            false => Wanted::No,
        };
        match self.from {
            Some(From::TidyCsv) => table(&CSV),
            Some(From::TidyNdjson) => table(&NDJSON),
            None if files::has_extension(path, &CSV) => Wanted::Yes,
            _ => files::is_report(path),
        }
    }
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    files::stdin_at_most_once(args.reports.iter().chain([&args.form]))?;
    let what = if args.to == To::Json { "table" } else { "report" };
    let found = files::find(&args.reports, what, &|path| args.wants(path))?;
    let holds = found.files.iter().map(|file| args.holds(file)).collect::<Result<Vec<From>>>()?;
    let loaded = form::load(&args.form, console)?;
    let validator = Validator::new(loaded.plan).map_err(|error| form::bad_plan(&args.form, &error))?;
    let tidy = Tidy::new(&validator).map_err(|error| form::bad_plan(&args.form, &error))?;

    let mut output = Output::new(args.to, &validator, &tidy, args.output.as_deref())?;
    let mut complaints = Complaints::default();
    output.begin(console)?;
    let mut files = found.files.iter().zip(holds).peekable();
    while let Some((file, from)) = files.next() {
        match from {
            From::TidyCsv | From::TidyNdjson => {
                table::convert(&tidy, file, from == From::TidyCsv, &mut output, &mut complaints, console)?;
            }
            From::Json | From::Ndjson => {
                // Files of reports that follow one another are read in one go, by all threads.
                let mut run = vec![file.clone()];
                while let Some((next, _)) = files.next_if(|(_, next)| *next == from) {
                    run.push(next.clone());
                }
                json::convert(
                    &validator,
                    &run,
                    from == From::Ndjson,
                    args.jobs,
                    &mut output,
                    &mut complaints,
                    console,
                )?;
            }
        }
    }
    let written = output.finish()?;
    console.flush()?;
    Ok(complaints.end(console, written, "converted"))
}
