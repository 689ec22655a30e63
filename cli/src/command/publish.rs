//! `tallyform publish`.

use std::path::{Path, PathBuf};

use crate::command::generate::{self, Made};
use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::published::{self, Lock};
use crate::{suggestion, write};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform publish
  tallyform publish org.example.library/2026
  tallyform publish --again org.example.library/2026

Generates what tallyform.toml names, and writes into published.lock beside it which files of a revision are published
and which form files they were made from. From then on `tallyform generate` leaves these files as they are, whichever
version of the tool runs, and refuses to go on where the form of a published revision was changed.

Source code in Rust is not published: it belongs to a program and the version of the tool that it is compiled with.")]
pub(crate) struct Args {
    /// Revisions to publish, as FORM/REVISION; without it, all that are not published yet
    #[arg(value_name = "FORM/REVISION")]
    revisions: Vec<String>,
    /// Publish revisions a second time, in place of what was published
    #[arg(long, requires = "revisions")]
    again: bool,
    /// The configuration; sought in this folder and those above it unless said
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let job = generate::whole_job(args.config.clone(), console)?;
    let plans = generate::compile(&job, console)?;
    let names: Vec<String> = plans.iter().map(|(_, plan)| published::name(plan)).collect();
    if let Some(wanted) = args.revisions.iter().find(|wanted| !names.contains(wanted)) {
        let message = format!("no form of the configuration is `{wanted}`");
        return Err(Failure::new(message).help(suggestion::way_out(wanted, names.iter().map(String::as_str))));
    }
    let is_wanted = |name: &String| args.revisions.is_empty() || args.revisions.contains(name);
    let mut lock = Lock::read(&job.folder)?;
    if args.again {
        lock.revisions.retain(|name, _| !args.revisions.contains(name));
    }
    let mut made = Made::new(&job, &plans, true)?;
    let faults = made.keep(&job, &plans, &lock);
    if !faults.is_empty() {
        return Err(published::explain(&faults));
    }
    let mut added = 0;
    for (path, number) in &made.addressed {
        let (Some((_, plan)), Some(name)) = (plans.get(*number), names.get(*number)) else { continue };
        if !is_wanted(name) {
            continue;
        }
        let file = published::relative(&job.folder, path);
        let Some(bytes) = made.files.get(path) else { continue };
        let revision = lock.revisions.entry(name.clone()).or_default();
        if !revision.files.contains_key(&file) {
            revision.forms = published::forms(plan);
            revision.files.insert(file.clone(), published::sha256(bytes));
            added += 1;
            if !console.quiet {
                console.line(&format!("published {file}"))?;
            }
        }
    }
    made.index(&job, &plans);
    let lock_file = job.folder.join(published::NAME);
    let text = lock.text();
    let files = made.files.iter().map(|(path, bytes)| (path.as_path(), bytes.as_slice()));
    let changed = files.filter(|(path, bytes)| std::fs::read(path).ok().as_deref() != Some(*bytes));
    let locked = (added > 0 || args.again).then_some((lock_file.as_path(), text.as_bytes()));
    write::all(changed.chain(locked))?;
    if !console.quiet {
        let folder = if job.folder == Path::new("") { Path::new(".") } else { job.folder.as_path() };
        let said = match added {
            0 => "everything was published before".to_owned(),
            1 => format!("1 file is in {} of {} from now on", published::NAME, folder.display()),
            added => format!("{added} files are in {} of {} from now on", published::NAME, folder.display()),
        };
        console.line(&said)?;
    }
    Ok(Status::Clean)
}
