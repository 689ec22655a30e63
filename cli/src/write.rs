//! Files are written whole or not at all.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::failure::{Failure, Result};

/// Writes files: all of them to temporary neighbours first, and only when that worked each to its name.
///
/// A failure on the way leaves every file as it was; folders that had to be made stay.
pub(crate) fn all<'a>(files: impl IntoIterator<Item = (&'a Path, &'a [u8])>) -> Result<()> {
    let mut ready: Vec<(&Path, NamedTempFile)> = Vec::new();
    for (path, bytes) in files {
        ready.push((path, temporary(path, bytes)?));
    }
    for (path, file) in ready {
        file.persist(path).map_err(|error| Failure::writing(path, &error.error))?;
    }
    Ok(())
}

/// Writes a file that is not there yet.
pub(crate) fn new(path: &Path, bytes: &[u8]) -> Result<()> {
    temporary(path, bytes)?.persist_noclobber(path).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => Failure::new(format!("will not overwrite {}", path.display()))
            .help("name another file with `--out`, or take that one away"),
        _ => Failure::writing(path, &error.error),
    })?;
    Ok(())
}

fn temporary(path: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    let mut file = neighbour(path)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(|error| Failure::writing(path, &error))?;
    Ok(file)
}

/// A temporary file beside the one that it is to become.
fn neighbour(path: &Path) -> Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    if path.is_dir() {
        return Err(Failure::new(format!("cannot write {}: it is a folder", path.display())));
    }
    fs::create_dir_all(&folder).map_err(|error| Failure::writing(&folder, &error))?;
    let mut builder = Builder::new();
    builder.prefix(".tallyform-");
    readable_by_others(&mut builder);
    builder.tempfile_in(&folder).map_err(|error| Failure::writing(path, &error))
}

/// A file that is written bit by bit, and has its name only once it is whole.
pub(crate) struct Growing {
    path: PathBuf,
    file: BufWriter<NamedTempFile>,
}

impl Growing {
    pub(crate) fn new(path: &Path) -> Result<Self> {
        Ok(Self { path: path.to_owned(), file: BufWriter::with_capacity(1 << 16, neighbour(path)?) })
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.file.write_all(bytes).map_err(|error| Failure::writing(&self.path, &error))
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> Result<()> {
        let file = self.file.into_inner().map_err(|error| Failure::writing(&self.path, error.error()))?;
        file.persist(&self.path).map_err(|error| Failure::writing(&self.path, &error.error))?;
        Ok(())
    }
}

/// Temporary files are private unless said otherwise; these become ordinary files.
#[cfg(unix)]
fn readable_by_others(builder: &mut Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn readable_by_others(_: &mut Builder<'_, '_>) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_when_one_file_cannot_be() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("good.txt");
        let bad = folder.path().join("a-folder");
        fs::create_dir(&bad).unwrap();
        let files: [(&Path, &[u8]); 2] = [(&good, b"new"), (&bad, b"new")];
        assert!(all(files).is_err());
        assert!(!good.exists(), "the first file must not appear when the second cannot be written");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays behind");
    }
}
