//! Forms compiled by a build script: one module a form and revision.
//!
//! ```no_run
//! // build.rs
//! tallyform_build::forms("forms").generate();
//! ```
//!
//! ```ignore
//! // src/lib.rs
//! tallyform::include_forms!();
//! ```

mod compile;
mod files;

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The forms in a folder and all folders beneath it, or in one file. The path counts from the folder of the crate's
/// `Cargo.toml`. Every `.yaml` and `.yml` file there is a form.
pub fn forms(path: impl Into<PathBuf>) -> Forms {
    Forms { path: path.into() }
}

/// Forms to compile.
#[derive(Clone, Debug)]
#[must_use]
pub struct Forms {
    path: PathBuf,
}

impl Forms {
    /// Compiles the forms into the build script's output folder, from where `tallyform::include_forms!()` takes them.
    ///
    /// What is wrong with them goes to cargo, a line each, and stops the build; `diagnostics.txt` in the output folder
    /// has it with the lines of the form files. Files that would not change are not written again.
    ///
    /// Where a form revises another of them, typed reports of the one can be made of those of the other, as
    /// `tallyform::revisions!` says.
    pub fn generate(self) {
        let mut lines = Vec::new();
        match (folder("CARGO_MANIFEST_DIR"), folder("OUT_DIR")) {
            (Some(root), Some(out)) => lines = self.generate_into(&root, &out),
            _ => {
                lines.push("cargo::error=tallyform_build runs in build scripts: cargo did not say where to".to_owned())
            }
        }
        // Cargo reads this; where nobody does there is nobody to tell.
        let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
    }

    /// The same for given folders; gives the lines for cargo.
    #[must_use]
    pub fn generate_into(&self, root: &Path, out: &Path) -> Vec<String> {
        let mut lines = vec![format!("cargo::rerun-if-changed={}", self.path.display())];
        let found = match files::forms(root, &self.path) {
            Ok(found) => found,
            Err(error) => {
                lines.push(format!("cargo::error={}", one_line(&error)));
                return lines;
            }
        };
        let compiled = compile::all(root, &found);
        lines.extend(compiled.lines.iter().map(|line| one_line(line)));
        if let Err(error) = files::write_all(out, &compiled) {
            lines.push(format!("cargo::error=the output folder cannot be written: {}", one_line(&error.to_string())));
        } else if compiled.lines.iter().any(|line| line.starts_with("cargo::error")) {
            let full = out.join(files::DIAGNOSTICS);
            lines.push(format!("cargo::error=the same with the lines of the form files: {}", full.display()));
        }
        lines
    }
}

fn folder(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable).filter(|value: &OsString| !value.is_empty()).map(PathBuf::from)
}

/// Cargo takes a message to the end of its line.
fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
