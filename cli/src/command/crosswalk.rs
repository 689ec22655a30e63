//! `tallyform crosswalk`.

use std::path::PathBuf;

use clap::ValueEnum;
use tallyform::Plan;
use tallyform_compare::{Crosswalk, NoChain};

use crate::console::{Console, harmless};
use crate::failure::{Failure, Result, Status};
use crate::{files, form, language};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform crosswalk forms/library/2027.yaml > crosswalk.csv
  tallyform crosswalk forms/library/2026.yaml forms/library/2027.yaml --format markdown --lang en
  tallyform crosswalk published/library/*/plan.json --format json | jq '.series[] | select(.kind == \"figure\")'

One row is one series: a figure, field, dimension or member through all revisions, with its path, unit, label and code in
each and what links it with the one before: same, continued (under another path), broken (not comparable), added, gone, split
or merged. A series keeps the name that it began with.

A form file brings along those that it revises. Of one form all of these are shown, of several those from the oldest to the
newest that is named, in the order in which they revise one another. Of plans each has to be named.")]
pub(crate) struct Args {
    /// Forms of several revisions: YAML files or plan.json, in any order
    #[arg(required = true)]
    forms: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// Language of labels, one of the newest form's
    ///
    /// Without it, the language of the environment where the form has it, else the form's first.
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
}

/// How a crosswalk is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table, one line a series
    Csv,
    /// One JSON document, with labels in all languages
    Json,
    /// A page with tables
    Markdown,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    files::stdin_at_most_once(&args.forms)?;
    let (mut plans, mut earlier): (Vec<Plan>, Vec<Plan>) = (Vec::new(), Vec::new());
    for path in &args.forms {
        let loaded = form::load(path, console)?;
        plans.push(loaded.plan);
        earlier.extend(loaded.predecessors);
    }
    let named: Vec<&Plan> = plans.iter().collect();
    let refused = |error: NoChain| Failure::new(error.message).help(error.help);
    let all = tallyform_compare::chain(&beside(&named, &earlier)).map_err(refused)?;
    // What is older than all that is named is shown where nothing says where to begin.
    let is_named = |plan: &&Plan| named.iter().any(|named| named.revision == plan.revision);
    let first = if named.len() > 1 { all.iter().position(is_named).unwrap_or(0) } else { 0 };
    let shown = all.get(first..).unwrap_or_default();
    let crosswalk = Crosswalk::new(shown).map_err(refused)?;
    let newest = shown.last().copied();
    let language = newest.map(|plan| language::choose(plan, args.lang.as_deref())).transpose()?.unwrap_or_default();
    match args.format {
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            // Every line has the same columns, and memory takes what it is given.
            let _ = writer.write_record(crosswalk.columns());
            for row in &crosswalk.series {
                let _ = writer.write_record(crosswalk.line(row, &language));
            }
            console.write(&writer.into_inner().unwrap_or_default())?;
        }
        Format::Json => {
            let json = serde_json::to_string_pretty(&crosswalk);
            console.line(&json.map_err(|error| Failure::new(format!("cannot print as JSON: {error}")))?)?;
        }
        Format::Markdown => console.print(&harmless(&crosswalk.markdown(&language)))?,
    }
    Ok(Status::Clean)
}

/// The plans that are named, and those that they bring along and nobody names.
fn beside<'p>(named: &[&'p Plan], earlier: &'p [Plan]) -> Vec<&'p Plan> {
    let mut all = named.to_vec();
    for plan in earlier {
        if !all.iter().any(|known| known.revision == plan.revision && known.form == plan.form) {
            all.push(plan);
        }
    }
    all
}
