//! `tallyform init`.

use std::path::{Path, PathBuf};

use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::{config, files, write};

const FORM: &str = include_str!("form.yaml");
const REPORT: &str = include_str!("report.json");
const CONFIG: &str = include_str!("tallyform.toml");

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform init
  tallyform init forms/library
  tallyform init forms/library/2026.yaml")]
pub(crate) struct Args {
    /// A folder, which gets form.yaml, report.json and tallyform.toml; or the name of a form file, which gets a report
    /// beside it
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Overwrite files that are there
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let made = if files::has_extension(&args.path, &["yaml", "yml"]) {
        let report = args.path.with_extension("report.json");
        vec![(args.path.clone(), renamed(FORM, &args.path, &report)), (report, REPORT.to_owned())]
    } else {
        vec![
            (args.path.join("form.yaml"), FORM.to_owned()),
            (args.path.join("report.json"), REPORT.to_owned()),
            (args.path.join(config::NAME), CONFIG.to_owned()),
        ]
    };
    if !args.force {
        let there: Vec<_> = made.iter().filter(|(path, _)| path.exists()).map(|(path, _)| path.display()).collect();
        if !there.is_empty() {
            let there = there.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(format!("will not overwrite {there}"))
                .help("name another folder, or say --force to overwrite"));
        }
    }
    write::all(made.iter().map(|(path, text)| (path.as_path(), text.as_bytes())))?;
    if !console.quiet {
        for (path, _) in &made {
            console.line(&format!("made {}", path.display()))?;
        }
        let name = |at: usize| made.get(at).map(|(path, _)| files::quoted(path)).unwrap_or_default();
        console.line(&format!("try: tallyform validate --form {} {}", name(0), name(1)))?;
    }
    Ok(Status::Clean)
}

/// The commands in the form's comment name the files as they are called.
fn renamed(text: &str, form: &Path, report: &Path) -> String {
    let name = |path: &Path| path.file_name().unwrap_or_default().display().to_string();
    text.replace("form.yaml", &name(form)).replace("report.json", &name(report))
}
