//! A form as its YAML says it, for commands that write YAML.

use std::path::Path;

use tallyform_schema::{Checked, SourceMap};

use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::{files, form};

/// A form without errors.
pub(crate) struct Source {
    pub(crate) checked: Checked,
    /// Its identity.
    pub(crate) form: String,
    pub(crate) revision: String,
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
    match (full, &checked.form) {
        (Some(full), Some(form)) => {
            Ok(Source { form: form.id.clone(), revision: form.revision.clone(), full, checked })
        }
        _ => Err(form::refused(&form::errors(checked.diagnostics), &sources, console.error_color())),
    }
}
