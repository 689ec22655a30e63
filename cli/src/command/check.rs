//! `tallyform check`.

use std::path::{Path, PathBuf};

use tallyform_schema::{Diagnostic, Severity, SourceMap};

use crate::console::Console;
use crate::diagnostics::{self, Format};
use crate::failure::{Result, Status};
use crate::{files, form};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform check forms
  tallyform check forms/library/2026.yaml --deny-warnings
  tallyform check forms --format sarif > forms.sarif
  git show HEAD:forms/library/2026.yaml | tallyform check -

In a folder, every YAML file in which a line begins with the key `tallyform` is a form.")]
pub(crate) struct Args {
    /// Form files, folders of form files, or `-` for standard input
    #[arg(required = true)]
    forms: Vec<PathBuf>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    files::stdin_at_most_once(&args.forms)?;
    let found = files::find(&args.forms, "form", &files::is_form)?;
    let mut sources = SourceMap::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut status = Status::Clean;
    let mut checked = 0_usize;
    for path in &found.files {
        match form::add(&mut sources, files::name(path), path, Path::new("")) {
            Ok(file) => {
                // What is wrong with a form is wrong with each that revises it, and said once.
                let found = tallyform_codegen::compile(&sources, file).diagnostics;
                let found: Vec<_> = found.into_iter().filter(|found| !diagnostics.contains(found)).collect();
                diagnostics.extend(found);
                checked += 1;
            }
            Err(failure) => {
                console.failure(&failure);
                status = Status::Unreadable;
            }
        }
    }
    console.print(&diagnostics::render(args.format, &diagnostics, &sources, console.color)?)?;
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
    let warnings = diagnostics.len() - errors;
    if args.format == Format::Text && !console.quiet {
        console.line(&summary(checked, found.files.len() - checked, errors, warnings, found.passed_over))?;
    }
    if errors > 0 || (args.deny_warnings && warnings > 0) {
        status = status.max(Status::Findings);
    }
    Ok(status)
}

fn summary(forms: usize, unread: usize, errors: usize, warnings: usize, passed_over: usize) -> String {
    let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let mut text = format!("{} checked", number(forms, "form"));
    text.push_str(&match (errors, warnings) {
        (0, 0) if forms == 0 => String::new(),
        (0, 0) => ": nothing found".to_owned(),
        (errors, 0) => format!(": {}", number(errors, "error")),
        (0, warnings) => format!(": {}", number(warnings, "warning")),
        (errors, warnings) => format!(": {}, {}", number(errors, "error"), number(warnings, "warning")),
    });
    if unread > 0 {
        text.push_str(&format!("; {} not read", number(unread, "file")));
    }
    if passed_over > 0 {
        let files = number(passed_over, "YAML file");
        text.push_str(&format!(" ({files} without a line that begins with `tallyform:` passed over)"));
    }
    text
}
