//! `tallyform diff`.

mod changes;

use std::path::PathBuf;

use tallyform_compare::{Difference, Style, markdown, text};

use crate::console::{Console, harmless};
use crate::failure::{Failure, Result, Status};
use crate::{files, form, git, language};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform diff forms/library/2026.yaml forms/library/2027.yaml
  tallyform diff forms/library/2027.yaml
  tallyform diff --against main forms/library/2027.yaml
  tallyform diff --changes forms/library/2026.yaml full-2027.yaml --out forms/library/2027.yaml
  tallyform diff --format markdown 2026.plan.json 2027.plan.json > changes.md")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) forms: Forms,
    /// How the changes are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of labels and reasons, one of the later form's
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// Write instead the revision file that makes the later form of the earlier one; both are YAML
    #[arg(long, conflicts_with_all = ["format", "lang", "against"])]
    changes: bool,
    /// The file that `--changes` writes; without it, standard output
    #[arg(long, value_name = "FILE", requires = "changes")]
    out: Option<PathBuf>,
}

/// The forms that are compared.
#[derive(Debug, clap::Args)]
pub(crate) struct Forms {
    /// The earlier form and the later one, as YAML or plan.json; of the later one alone, the earlier is the one it revises
    #[arg(required = true, num_args = 1..=2, value_name = "FORM")]
    forms: Vec<PathBuf>,
    /// Compare the form with what its file was at this revision of git, such as `main` or `v1.0`
    #[arg(long, value_name = "GITREV")]
    against: Option<String>,
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Text,
    /// A page with tables
    Markdown,
    /// For programs
    Json,
}

/// Two forms that were read, compared.
pub(crate) struct Compared {
    pub(crate) difference: Difference,
    /// Language of labels and reasons.
    pub(crate) language: String,
}

pub(crate) fn compare(forms: &Forms, lang: Option<&str>, console: &Console) -> Result<Compared> {
    files::stdin_at_most_once(&forms.forms)?;
    let (earlier, later) = match (forms.forms.as_slice(), &forms.against) {
        ([later], against) => (against.as_ref().map(|revision| (later, Some(revision))), later),
        ([earlier, later], None) => (Some((earlier, None)), later),
        _ => {
            return Err(Failure::new("two forms are named beside `--against`")
                .help("name one form: it is compared with what its own file was"));
        }
    };
    let new = form::load(later, console)?;
    let mut between: Vec<_> = new.predecessors.iter().collect();
    let old = match earlier {
        Some((path, Some(revision))) => git::form(path, revision, console)?,
        Some((path, None)) => form::load(path, console)?,
        None => {
            let Some(before) = between.first() else {
                return Err(Failure::new(format!("{} does not say which form it revises", files::name(later)))
                    .help("name two forms, the earlier one first, or a git revision with `--against`"));
            };
            let plan = (*before).clone();
            form::Loaded { plan, text: form::FormText::default(), predecessors: Vec::new() }
        }
    };
    between.extend(&old.predecessors);
    let language = language::choose(&new.plan, lang)?;
    Ok(Compared { difference: Difference::between(&old.plan, &new.plan, &between), language })
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    if args.changes {
        return changes::run(&args.forms.forms, args.out.as_deref(), console);
    }
    let Compared { difference, language } = compare(&args.forms, args.lang.as_deref(), console)?;
    match args.format {
        // Escape sequences are the program's own; what forms say is made harmless before they are set.
        Format::Text if console.color => {
            let style = Style { language: &language, color: true };
            let shown = text(&difference, style);
            console.print(&with_colours(&shown))?;
        }
        Format::Text => console.print(&harmless(&text(&difference, Style { language: &language, color: false })))?,
        Format::Markdown => console.print(&harmless(&markdown(&difference, &language)))?,
        Format::Json => console.line(&json(&difference)?)?,
    }
    Ok(Status::Clean)
}

/// A value as JSON text.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string_pretty(value).map_err(|error| Failure::new(error.to_string()))
}

/// A text in which nothing steers a terminal but the colours of a printed difference.
pub(crate) fn with_colours(text: &str) -> String {
    const COLOURS: [&str; 5] = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m"];
    let mut shown = String::new();
    for (number, part) in text.split('\u{1b}').enumerate() {
        if number == 0 {
            shown.push_str(&harmless(part));
            continue;
        }
        let whole = format!("\u{1b}{part}");
        match COLOURS.iter().find_map(|colour| Some((colour, whole.strip_prefix(*colour)?))) {
            Some((colour, rest)) => {
                shown.push_str(colour);
                shown.push_str(&harmless(rest));
            }
            None => shown.push_str(&harmless(&whole)),
        }
    }
    shown
}
