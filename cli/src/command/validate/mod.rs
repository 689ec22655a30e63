//! `tallyform validate`.

mod codes;
mod github;
mod json;
mod locate;
mod prior;
mod render;
mod sarif;
mod summary;
mod text;
mod wheres;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::ValueEnum;
use tallyform::plan::Plan;
use tallyform::validator::{Scratch, Validator};

use self::locate::Places;
use self::prior::Priors;
use self::render::{Renderer, ReportName};
use self::summary::{Counts, Summary};
use self::wheres::Wheres;
use crate::batch::{Batch, Batches};
use crate::console::Console;
use crate::diagnostics::Format;
use crate::failure::{Failure, Result, Status};
use crate::files;
use crate::progress::Progress;
use crate::revisions::{Revisions, Ways};
use crate::{form, language, pipeline, suggestion};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform validate --form forms/library/2026.yaml report.json
  tallyform validate --form forms/library/2026.yaml reports/ --summary
  tallyform validate --form plan.json reports.ndjson --format json > findings.json
  tallyform validate --form forms/library/2026.yaml --prior 2025.ndjson --state draft 2026.ndjson
  tallyform validate --form forms/library/2026.yaml --codes branches=branches.csv report.json
  zcat reports.ndjson.gz | tallyform validate --form plan.json - --summary=only

Reports are JSON, one a file; files named .ndjson or .jsonl, and files whose first line is a whole JSON value that
something follows, hold one a line. A line that cannot be read is a finding, and the run goes on. Lines longer than
16 MiB and files of one report longer than 64 MiB are findings too.

An earlier report belongs to the report that has the same identity one period later; of two, the later one counts. One of
an earlier revision of the form is carried over first, as `tallyform migrate` does. A code list is CSV with the columns code, label, within, valid_from and valid_to, of which only the first is needed.

The run fails (exit code 1) when a finding is an error. Warnings do not fail it without --deny-warnings.")]
pub(crate) struct Args {
    /// The form: its YAML file, or a plan.json made from it
    #[arg(long, short = 'f', value_name = "FILE")]
    form: PathBuf,
    /// Report files, folders of report files, or `-` for standard input
    #[arg(required = true)]
    reports: Vec<PathBuf>,
    /// Files or folders of reports of one period earlier, for checks that look back
    #[arg(long, value_name = "FILE")]
    prior: Vec<PathBuf>,
    /// The forms of earlier reports, where the form's own file does not lead to them
    #[arg(long, value_name = "FILE", requires = "prior")]
    prior_form: Vec<PathBuf>,
    /// The state of reports that say none, one of the form's; else its last
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Codes of a list that the form does not have itself
    #[arg(long, value_name = "NAME=FILE", value_parser = codes::named)]
    codes: Vec<codes::Named>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of messages, one of the form's
    ///
    /// Without it, the language of the environment where the form has it, else the form's first.
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// Also list checks that blanks leave undetermined
    #[arg(long)]
    undetermined: bool,
    /// Whether to end with the outcomes of every check; `only` leaves out the single findings
    #[arg(long, value_name = "WHEN", value_enum, num_args = 0..=1, require_equals = true,
          default_value = "auto", default_missing_value = "always")]
    summary: When,
    /// Print at most so many findings; all are counted
    #[arg(long, value_name = "N")]
    max_findings: Option<usize>,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Read every file as one report a line, whatever it is called
    #[arg(long)]
    ndjson: bool,
    /// How many threads judge reports; as many as there are processors unless said
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// When the outcomes of every check are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum When {
    /// Where there is more than one report.
    Auto,
    Always,
    Never,
    /// And no single findings.
    Only,
}

/// What became of a batch.
struct Judged {
    file: usize,
    counts: Counts,
    wheres: Wheres,
    /// The findings, ready to print, as far as they are wanted.
    findings: Vec<String>,
    /// A report that cannot be read at all is in `counts`; a file that cannot be read is here.
    failure: Option<Failure>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let lists = args.codes.iter().map(|list| &list.file);
    let priors = args.prior.iter().chain(&args.prior_form);
    files::stdin_at_most_once(args.reports.iter().chain([&args.form]).chain(priors).chain(lists))?;
    let found = files::find(&args.reports, "report", &files::is_report)?;
    let loaded = form::load(&args.form, console)?;
    let predecessors = loaded.predecessors;
    let language = language::choose(&loaded.plan, args.lang.as_deref())?;
    let validator = Validator::new(loaded.plan)
        .map_err(|error| form::bad_plan(&args.form, &error))?
        .list_undetermined(args.undetermined);
    let validator = codes::give(in_state(validator, args.state.as_deref())?, &args.codes)?;
    let earlier = earlier(args, validator.plan(), predecessors, console)?;
    let priors = match args.prior.as_slice() {
        [] => None,
        paths => Some(Priors::read(&validator, earlier.as_ref(), paths, args.ndjson, console)?),
    };
    let names: Vec<String> = found.files.iter().map(|file| files::name(file)).collect();
    let renderer = Renderer::new(args.format, validator.plan(), &loaded.text, &language, console.color)
        .in_state(args.state.as_deref());

    let wanted = match args.summary {
        When::Only => 0,
        _ => args.max_findings.unwrap_or(usize::MAX),
    };
    let printed = AtomicUsize::new(0);
    let judging = Judging { validator: &validator, priors: priors.as_ref(), renderer: &renderer, names: &names };
    let work = |desk: &mut Desk, batch: Batch| judging.judge(desk, batch, wanted, &printed);
    let desk = || Desk { scratch: Scratch::default(), tally: validator.tally() };

    console.print(&renderer.head())?;
    let mut counts = Counts::default();
    let mut wheres = Wheres::default();
    let mut unreadable = 0_usize;
    let mut progress = Progress::new(console);
    let take = |judged: Judged| {
        counts.add(&judged.counts);
        wheres.add(judged.wheres);
        for finding in &judged.findings {
            let before = printed.load(Ordering::Relaxed);
            if before >= wanted {
                break;
            }
            console.print(renderer.before(before))?;
            console.print(finding)?;
            printed.store(before + 1, Ordering::Relaxed);
        }
        if let Some(failure) = &judged.failure {
            console.failure(failure);
            unreadable += 1;
        }
        progress.tell(console, || {
            let file = names.get(judged.file).map_or("", String::as_str);
            format!("{file}: {} reports, {} errors so far", counts.reports, counts.errors)
        });
        Ok(())
    };
    let desks = pipeline::run(Batches::new(&found.files, args.ndjson), pipeline::jobs(args.jobs), desk, work, take)?;

    let mut tally = validator.tally();
    for desk in &desks {
        tally.merge(&desk.tally);
    }
    let checks = tally.lines(&validator);
    let summary = Summary {
        counts: &counts,
        unreadable,
        priors: priors.as_ref().map(Priors::found),
        wheres: &wheres,
        printed: printed.load(Ordering::Relaxed),
        checks: &checks,
        table: match args.summary {
            When::Auto => counts.reports > 1,
            When::Always | When::Only => true,
            When::Never => false,
        },
    };
    if args.format != Format::Text || !console.quiet {
        console.print(&renderer.tail(&summary))?;
    }
    let failed = counts.errors > 0 || (args.deny_warnings && counts.warnings > 0);
    let unusable = priors.as_ref().map_or(0, |priors| priors.unusable);
    Ok(match (unreadable as u64 + unusable, failed) {
        (0, false) => Status::Clean,
        (0, true) => Status::Findings,
        _ => Status::Unreadable,
    })
}

/// What a thread works with.
struct Desk {
    scratch: Scratch,
    tally: tallyform::Tally,
}

/// What every thread judges by.
struct Judging<'a> {
    validator: &'a Validator,
    priors: Option<&'a Priors>,
    renderer: &'a Renderer<'a>,
    names: &'a [String],
}

impl Judging<'_> {
    fn judge(&self, desk: &mut Desk, batch: Batch, wanted: usize, printed: &AtomicUsize) -> Judged {
        let Self { validator, renderer, .. } = *self;
        let (counts, wheres) = (Counts::default(), Wheres::default());
        let mut judged = Judged { file: batch.file, counts, wheres, findings: Vec::new(), failure: None };
        let file = self.names.get(batch.file).map_or("", String::as_str);
        // More than what is still wanted is never printed, so it need not be made.
        let wanted = wanted.saturating_sub(printed.load(Ordering::Relaxed));
        for piece in &batch.reports {
            let line = piece.line.unwrap_or(1);
            let too_long;
            // Where a report cannot be read, the reader knows the places; where it can be, they are sought.
            let (findings, known) = match piece.longer_than {
                Some(limit) => {
                    too_long = ([validator.too_long(limit, line, Some(&mut desk.tally))], [(line, 1)]);
                    (too_long.0.as_slice(), too_long.1.as_slice())
                }
                None => {
                    desk.scratch.begin_at_line(line);
                    let is_readable = validator.read_with(batch.bytes(piece), &mut desk.scratch);
                    let prior = match self.priors.filter(|_| is_readable) {
                        Some(priors) => match priors.of(validator, desk.scratch.report()) {
                            Ok(prior) => prior,
                            Err(failure) => {
                                judged.failure = Some(failure);
                                continue;
                            }
                        },
                        None => None,
                    };
                    let validation = validator.judge_with(&mut desk.scratch, prior.as_ref(), Some(&mut desk.tally));
                    (validation.findings.as_slice(), validation.places.as_slice())
                }
            };
            judged.counts.report(findings);
            judged.wheres.report(validator.plan(), findings);
            let shown =
                findings.get(..findings.len().min(wanted.saturating_sub(judged.findings.len()))).unwrap_or_default();
            if !shown.is_empty() {
                let places =
                    if known.is_empty() { render::places(batch.bytes(piece), shown) } else { Places::default() };
                for (number, finding) in shown.iter().enumerate() {
                    let known = known.get(number).copied();
                    let report = ReportName { file, line: piece.line, known, places: &places };
                    judged.findings.push(renderer.finding(&report, finding));
                }
            }
        }
        judged.failure = judged.failure.or(batch.failure);
        judged
    }
}

/// The ways from the revisions before the form: those that its file leads to, and those that are named.
fn earlier(args: &Args, plan: &Plan, predecessors: Vec<Plan>, console: &Console) -> Result<Option<Ways>> {
    if args.prior.is_empty() {
        return Ok(None);
    }
    let mut revisions = Revisions::default();
    for plan in std::iter::once(plan.clone()).chain(predecessors) {
        revisions.add(plan)?;
    }
    for file in &args.prior_form {
        let loaded = form::load(file, console)?;
        if loaded.plan.form != plan.form {
            let message = format!("{} is the form `{}`, not `{}`", files::name(file), loaded.plan.form, plan.form);
            return Err(Failure::new(message).help("--prior-form names earlier revisions of the same form"));
        }
        for plan in std::iter::once(loaded.plan).chain(loaded.predecessors) {
            revisions.add(plan)?;
        }
    }
    revisions.ways(&plan.revision)
}

/// Says in which state reports are that say none.
fn in_state(validator: Validator, state: Option<&str>) -> Result<Validator> {
    let Some(state) = state else { return Ok(validator) };
    let states = validator.plan().states.clone();
    validator.in_state(state).ok_or_else(|| match states.as_slice() {
        [] => Failure::new("the form has no states").help("leave out --state"),
        states => Failure::new(format!("the form has no state `{state}`"))
            .help(suggestion::way_out(state, states.iter().map(String::as_str))),
    })
}
