//! Form files in, modules and lines for cargo out.

use std::collections::BTreeMap;
use std::path::Path;

use tallyform_codegen::rust;
use tallyform_schema::diagnostic::render;
use tallyform_schema::{Severity, SourceMap};

use crate::files::FormFile;

/// What came of all forms.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    /// The file of each module by its name.
    pub(crate) modules: BTreeMap<String, Vec<u8>>,
    /// The modules of each form and the one that it revises, the earlier one first, where both are there.
    pub(crate) neighbours: Vec<(String, String)>,
    /// What cargo is to know.
    pub(crate) lines: Vec<String>,
    /// The same for people.
    pub(crate) diagnostics: String,
}

/// Compiles every form. One that does not check has no module, and the others are compiled all the same.
pub(crate) fn all(root: &Path, files: &[FormFile]) -> Compiled {
    let mut compiled = Compiled::default();
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    // What each module's form is, and which revision it revises.
    let mut revisions: Vec<(String, String, String, Option<String>)> = Vec::new();
    for file in files {
        compiled.lines.push(format!("cargo::rerun-if-changed={}", file.name));
        let mut sources = SourceMap::new();
        let mut read = |name: &str| {
            compiled.lines.push(format!("cargo::rerun-if-changed={name}"));
            std::fs::read(root.join(name)).map_err(|error| error.to_string())
        };
        let id = sources.load(file.name.as_str(), file.bytes.clone(), &mut read);
        let one = tallyform_codegen::compile(&sources, id);
        for diagnostic in &one.diagnostics {
            let key = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
            compiled.lines.push(format!("cargo::{key}={}", render::one_line(&sources, diagnostic)));
        }
        compiled.diagnostics.push_str(&render::text(&sources, &one.diagnostics, false));
        let Some(plan) = one.plan else {
            if !one.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
                compiled.lines.push(format!("cargo::error={} makes no form", file.name));
            }
            continue;
        };
        let name = rust::module_name(&plan);
        if let Some(first) = owners.insert(name.clone(), &file.name) {
            compiled.lines.push(format!(
                "cargo::error={} and {first} would both be the module `{name}`: give one of them another revision",
                file.name
            ));
            continue;
        }
        match rust::file(&plan) {
            Ok(file) => {
                let before = plan.predecessor.and_then(|before| before.revision);
                revisions.push((name.clone(), plan.form, plan.revision, before));
                compiled.modules.insert(name, file.bytes);
            }
            Err(error) => compiled.lines.push(format!("cargo::error={}: {error}", file.name)),
        }
    }
    for (later, form, _, before) in &revisions {
        let earlier = revisions.iter().find(|(_, of, revision, _)| of == form && Some(revision) == before.as_ref());
        compiled.neighbours.extend(earlier.map(|(earlier, ..)| (earlier.clone(), later.clone())));
    }
    compiled
}
