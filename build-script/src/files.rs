//! Finding form files and writing modules.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::compile::Compiled;

/// The file that takes all modules in.
const ALL: &str = "forms.rs";
/// Diagnostics with the lines that they are about.
pub(crate) const DIAGNOSTICS: &str = "diagnostics.txt";

/// A form file as it was found.
#[derive(Debug)]
pub(crate) struct FormFile {
    /// Path from the crate's folder, with `/` between folders.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// All form files at a path, sorted by name.
pub(crate) fn forms(root: &Path, path: &Path) -> Result<Vec<FormFile>, String> {
    let mut found = Vec::new();
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        let full = root.join(&path);
        let failed = |error: io::Error| format!("`{}` cannot be read: {error}", path.display());
        if !fs::metadata(&full).map_err(failed)?.is_dir() {
            let bytes = fs::read(&full).map_err(failed)?;
            found.push(FormFile { name: path.to_string_lossy().replace('\\', "/"), bytes });
            continue;
        }
        for entry in fs::read_dir(&full).map_err(failed)? {
            let below = path.join(entry.map_err(failed)?.file_name());
            let is_form = below.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
            if is_form || root.join(&below).is_dir() {
                open.push(below);
            }
        }
    }
    if found.is_empty() {
        return Err(format!("no form file (`.yaml`) in `{}`", path.display()));
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Writes the modules, the file that takes them in, and the diagnostics.
pub(crate) fn write_all(out: &Path, compiled: &Compiled) -> io::Result<()> {
    let folder = out.join("forms");
    fs::create_dir_all(&folder)?;
    let mut all = String::new();
    for (name, bytes) in &compiled.modules {
        write(&folder.join(format!("{name}.rs")), bytes)?;
        all.push_str(&format!("include!(concat!(env!(\"OUT_DIR\"), \"/forms/{name}.rs\"));\n"));
    }
    for (earlier, later) in &compiled.neighbours {
        all.push_str(&format!("::tallyform::revisions!({earlier}::Report => {later}::Report);\n"));
    }
    write(&out.join(ALL), all.as_bytes())?;
    write(&out.join(DIAGNOSTICS), compiled.diagnostics.as_bytes())
}

/// Writes a file as a whole or not at all, and only where it changes.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let mut temporary = PathBuf::from(path);
    temporary.as_mut_os_string().push(".new");
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, path)
}
