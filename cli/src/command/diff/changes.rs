//! `tallyform diff --changes`.

use std::path::{Path, PathBuf};

use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::{files, source, write};

/// Writes the file that says what becomes of one form in another.
pub(super) fn run(forms: &[PathBuf], out: Option<&Path>, console: &mut Console) -> Result<Status> {
    let [earlier, later] = forms else {
        return Err(Failure::new("`--changes` needs two forms").help("name the earlier form, then the later one"));
    };
    if files::is_stdin(earlier) {
        return Err(Failure::new("changes name the file that they change, which standard input is not")
            .help("name the file of the earlier form"));
    }
    let (before, after) = (source::read(earlier, console)?, source::read(later, console)?);
    if before.form != after.form {
        let message = format!("{} and {} are two forms", earlier.display(), files::name(later));
        return Err(Failure::new(format!("{message}: `{}` and `{}`", before.form, after.form))
            .help("revisions of one form have one `form`"));
    }
    if before.revision == after.revision {
        let message = format!("{} and {} are both revision", earlier.display(), files::name(later));
        return Err(
            Failure::new(format!("{message} `{}`", after.revision)).help("give the later form a `revision` of its own")
        );
    }
    // On standard output the text is taken to go where the later form lies.
    let beside = out.filter(|out| !files::is_stdin(out)).unwrap_or(later);
    let revises = files::from_folder_of(beside, earlier)?;
    let Some(text) = tallyform_schema::changes(&before.checked, &after.checked, &revises) else {
        return Err(Failure::new("one of the two is no form"));
    };
    match out.filter(|out| !files::is_stdin(out)) {
        Some(out) => {
            write::new(out, text.as_bytes())?;
            if !console.quiet {
                console.line(&format!("made {}", out.display()))?;
            }
        }
        None => console.print(&text)?,
    }
    Ok(Status::Clean)
}
