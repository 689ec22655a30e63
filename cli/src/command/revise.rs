//! `tallyform revise`.

use std::path::{Component, Path, PathBuf};

use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::{files, source, write};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform revise forms/library/2025.yaml --as 2026
  tallyform revise forms/library/2025.yaml --as 2026-draft --out drafts/library.yaml")]
pub(crate) struct Args {
    /// The form's YAML file, of the revision that is to be changed
    form: PathBuf,
    /// Name of the new revision
    #[arg(long = "as", value_name = "REVISION")]
    revision: String,
    /// The new file; without it, one beside the form that is called as the revision is
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    if files::is_stdin(&args.form) {
        return Err(Failure::new("a revision names the file that it revises, which standard input is not")
            .help("name the form's file"));
    }
    let read = source::read(&args.form, console)?;
    if read.revision == args.revision {
        return Err(Failure::new(format!("{} is revision `{}` itself", args.form.display(), args.revision))
            .help("give the new revision a name of its own with `--as`"));
    }
    let out = match &args.out {
        Some(out) => out.clone(),
        None => args.form.with_file_name(file_name(&args.revision)?),
    };
    let revises = files::from_folder_of(&out, &args.form)?;
    let Some(text) = tallyform_schema::next_revision(&read.checked, &args.revision, &revises) else {
        return Err(Failure::new(format!("{} is no form", args.form.display())));
    };
    write::new(&out, text.as_bytes())?;
    if !console.quiet {
        console.line(&format!("made {}", out.display()))?;
        console.line(&format!("try: tallyform diff {}", files::quoted(&out)))?;
    }
    Ok(Status::Clean)
}

/// What the file of a revision is called.
fn file_name(revision: &str) -> Result<String> {
    let is_name = |name: &str| {
        let mut parts = Path::new(name).components();
        matches!((parts.next(), parts.next()), (Some(Component::Normal(only)), None) if only == name)
    };
    if is_name(revision) && !revision.contains(['/', '\\', ':']) {
        return Ok(format!("{revision}.yaml"));
    }
    Err(Failure::new(format!("`{revision}` cannot be the name of a file")).help("name the new file with `--out`"))
}
