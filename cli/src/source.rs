//! A form as its YAML says it, for commands that write YAML.

use std::path::Path;

use tallyform_schema::{Form, SourceMap};

use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::{files, form};

/// A form without errors, and what it was read from.
pub(crate) struct Source {
    pub(crate) form: Form,
    /// The form in full, as YAML.
    pub(crate) full: String,
}

/// Reads a form from YAML, with what it revises.
pub(crate) fn read(path: &Path, console: &Console) -> Result<Source> {
    if files::has_extension(path, &["json"]) {
        return Err(Failure::new("a plan.json cannot be shown as YAML").help("name the form's YAML file"));
    }
    let mut sources = SourceMap::new();
    let file = form::add(&mut sources, files::name(path), path, Path::new(""))?;
    let checked = tallyform_schema::check(&sources, file);
    let full = tallyform_schema::in_full(&checked);
    match checked.form.zip(full) {
        Some((form, full)) => Ok(Source { form, full }),
        None => Err(form::refused(&form::errors(checked.diagnostics), &sources, console.error_color())),
    }
}
