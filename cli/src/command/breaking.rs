//! `tallyform breaking`.

use clap::ValueEnum;
use tallyform_compare::{Audience, Break, Rule, Style, breaks};

use super::diff::{Compared, Format, Forms, compare, json, with_colours};
use crate::config::{self, Accept};
use crate::console::{Console, harmless};
use crate::failure::{Result, Status};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform breaking forms/library/2026.yaml forms/library/2027.yaml
  tallyform breaking --for filers --for sql forms/library/2027.yaml
  tallyform breaking --against main forms/library/2027.yaml
  tallyform explain figure-gone

What is accepted stands in tallyform.toml:
  [[accept]]
  rule = \"figure-gone\"
  path = \"loans.cards\"
  reason = \"nobody used cards any more\"

Exit codes: 0 nothing breaks or all of it is accepted, 1 something breaks, 2 misuse or unreadable input.")]
pub(crate) struct Args {
    #[command(flatten)]
    forms: Forms,
    /// Whom to judge the changes for; without it, everyone
    #[arg(long = "for", value_enum, value_name = "AUDIENCE", value_delimiter = ',')]
    audiences: Vec<For>,
    /// How the breaks are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Language of labels and reasons, one of the later form's
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
}

/// Whom a change may break.
#[derive(Clone, Copy, Debug)]
struct For(Audience);

impl ValueEnum for For {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [For; Audience::ALL.len()] = [
            For(Audience::Rust),
            For(Audience::JsonSchema),
            For(Audience::Typescript),
            For(Audience::Python),
            For(Audience::Sql),
            For(Audience::Data),
            For(Audience::Filers),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self.0 {
            Audience::Rust => "programs in Rust, compiled with the types of the later form",
            Audience::JsonSchema => "whoever validates or makes reports by the JSON Schema",
            Audience::Typescript => "programs in TypeScript that know the shape of reports",
            Audience::Python => "programs in Python that know the shape of reports",
            Audience::Sql => "tables and queries of a database",
            Audience::Data => "whoever compares figures through the years",
            Audience::Filers => "whoever fills the form in, and the systems that do it",
        };
        Some(clap::builder::PossibleValue::new(self.0.name()).help(help))
    }
}

#[derive(serde::Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    found: &'a Break<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let accepted = match config::find() {
        Some(path) => config::read(&path, console.error_color())?.accept,
        None => Vec::new(),
    };
    let Compared { difference, language } = compare(&args.forms, args.lang.as_deref(), console)?;
    let audiences: Vec<Audience> = match args.audiences.is_empty() {
        true => Audience::ALL.to_vec(),
        false => args.audiences.iter().map(|one| one.0).collect(),
    };
    let found = breaks(&difference, &audiences);
    let reason = |found: &Break<'_>| {
        let accept = accepted.iter().find(|accept| is_accepted(accept, found, &difference.to.1));
        accept.map(|accept| accept.reason.as_str())
    };
    let open = found.iter().filter(|found| reason(found).is_none()).count();
    match args.format {
        Format::Text => {
            let style = Style { language: &language, color: console.color };
            for one in &found {
                let text = one.text(style, reason(one));
                console.print(&if style.color { with_colours(&text) } else { harmless(&text) })?;
            }
        }
        Format::Markdown => {
            console
                .line("| rule | path | label | change | breaks | accepted |\n| --- | --- | --- | --- | --- | --- |")?;
            for one in &found {
                console.print(&harmless(&one.row(&language, reason(one))))?;
            }
        }
        Format::Json => {
            let all: Vec<Found<'_>> = found.iter().map(|found| Found { found, accepted: reason(found) }).collect();
            console.line(&json(&all)?)?;
        }
    }
    if !console.quiet {
        console.flush()?;
        console.note(&summary(&found, open));
    }
    Ok(if open == 0 { Status::Clean } else { Status::Findings })
}

fn is_accepted(accept: &Accept, found: &Break<'_>, revision: &str) -> bool {
    let change = found.change;
    accept.rule == found.rule
        && accept.revision.as_ref().is_none_or(|only| only == revision)
        && (accept.path == change.path() || change.from.iter().chain(&change.to).any(|path| *path == accept.path))
}

fn summary(found: &[Break<'_>], open: usize) -> String {
    if found.is_empty() {
        return "nothing breaks".to_owned();
    }
    let mut broken: Vec<Audience> = found.iter().flat_map(|found| found.audiences.iter().copied()).collect();
    broken.sort_unstable();
    broken.dedup();
    let names: Vec<&str> = broken.into_iter().map(Audience::name).collect();
    let rules: std::collections::BTreeSet<Rule> = found.iter().map(|found| found.rule).collect();
    let breaks = if found.len() == 1 { "break" } else { "breaks" };
    let accepted = match found.len() - open {
        0 => String::new(),
        accepted => format!(", {accepted} of them accepted"),
    };
    let rules = if rules.len() == 1 { "1 rule".to_owned() } else { format!("{} rules", rules.len()) };
    format!(
        "{} {breaks} of {rules}{accepted}, for {}; `tallyform explain RULE` says why",
        found.len(),
        names.join(", ")
    )
}
