//! `tallyform show`.

mod tree;

use std::path::PathBuf;

use crate::console::{Console, harmless};
use crate::failure::{Result, Status};
use crate::{form, language, source};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform show forms/library/2026.yaml
  tallyform show --lang en forms/library/2026.yaml
  tallyform show --resolved forms/library/2026.yaml
  tallyform show --checks --lang zh forms/library/2026.yaml
  tallyform show --checks --format markdown forms/library/2026.yaml > checks.md
  tallyform show --plan forms/library/2026.yaml | jq .rules")]
pub(crate) struct Args {
    /// The form: its YAML file, a plan.json made from it, or `-` for standard input
    form: PathBuf,
    /// Show the table as it is printed, with units, marks, relations and paths (the default)
    #[arg(long, group = "what")]
    tree: bool,
    /// Show the form as one full YAML file, with what it revises worked in
    #[arg(long, group = "what")]
    resolved: bool,
    /// Show the plan, which programs load without a YAML reader
    #[arg(long, group = "what")]
    plan: bool,
    /// Show the checks as people print them, numbered, each with its id and severity
    #[arg(long, group = "what")]
    checks: bool,
    /// How the checks are printed
    #[arg(long, value_enum, default_value_t = Format::Text, requires = "checks")]
    format: Format,
    /// Language of labels, one of the form's
    ///
    /// Without it, the language of the environment where the form has it, else the form's first.
    #[arg(long, value_name = "LANGUAGE", conflicts_with_all = ["resolved", "plan"])]
    lang: Option<String>,
}

/// How a list of checks is printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// A page with tables
    Markdown,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    if args.resolved {
        console.print(&source::read(&args.form, console)?.full)?;
        return Ok(Status::Clean);
    }
    let loaded = form::load(&args.form, console)?;
    if args.plan {
        console.print(&loaded.plan.to_json())?;
    } else if args.checks {
        let language = language::choose(&loaded.plan, args.lang.as_deref())?;
        let checks = tallyform_codegen::checks(&loaded.plan, &language);
        let text = match args.format {
            Format::Text => checks.text(),
            Format::Markdown => checks.markdown(),
        };
        console.print(&harmless(&text))?;
    } else {
        let language = language::choose(&loaded.plan, args.lang.as_deref())?;
        console.print(&harmless(&tree::table(&loaded.plan, &language)))?;
    }
    Ok(Status::Clean)
}
