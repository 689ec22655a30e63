//! Source files and places in them.

use std::collections::BTreeMap;

use crate::limits::MAX_REVISIONS;
use crate::revision;

/// A file of a [`SourceMap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Position of the file in its map.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A range of bytes in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A value and where it was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where.
    pub span: Span,
}

/// One source file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name as the caller gave it, shown in every place.
    pub name: String,
    /// Text; bytes that are no UTF-8 are replaced and reported by the reader.
    pub text: String,
    /// Offset of the first byte that was no UTF-8.
    pub(crate) broken_at: Option<usize>,
    /// The bytes as they came, for their hash.
    pub bytes: Vec<u8>,
    line_starts: Vec<u32>,
}

/// All source files of a run.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
    /// The file that each file revises, where it says one.
    bases: BTreeMap<FileId, Base>,
}

/// What came of seeking the file that a form file revises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// The file.
    File(FileId),
    /// It could not be read.
    Unreadable {
        /// Name that it was sought under.
        name: String,
        /// Why, as the reader said it.
        reason: String,
    },
    /// It revises, by way of others perhaps, the very file that names it.
    Cycle {
        /// Its name.
        name: String,
    },
    /// More files revise one another than [`MAX_REVISIONS`](crate::limits::MAX_REVISIONS).
    TooLong,
}

/// A line and a column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

impl SourceMap {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. `name` is what places in it are shown under.
    pub fn add(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> FileId {
        let bytes = bytes.into();
        let broken_at = std::str::from_utf8(&bytes).err().map(|error| error.valid_up_to());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1))
            .collect();
        let id = FileId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Source { name: name.into(), text, broken_at, bytes, line_starts });
        id
    }

    /// Adds a file and the files that it revises, one after the other. `read` gives the bytes of a file by its name, or
    /// says why it cannot; a file that revises `2019.yaml` and is called `forms/a/2021.yaml` needs `forms/a/2019.yaml`.
    ///
    /// A file that is in the map under its name is not read again. What cannot be read is for [`check`](crate::check) to
    /// report.
    pub fn load(
        &mut self,
        name: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
        read: &mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
    ) -> FileId {
        let (name, bytes) = (name.into(), bytes.into());
        let known = self.named(&name).filter(|file| self.get(*file).bytes == bytes);
        let first = known.unwrap_or_else(|| self.add(name, bytes));
        let mut chain = vec![first];
        while let Some(&last) = chain.last()
            && let Some(said) = revision::revises(self, last)
        {
            let name = beside(&self.get(last).name, &said);
            let base = if chain.iter().any(|file| self.get(*file).name == name) {
                Base::Cycle { name }
            } else if chain.len() > MAX_REVISIONS {
                Base::TooLong
            } else if let Some(known) = self.named(&name) {
                Base::File(known)
            } else {
                match read(&name) {
                    Ok(bytes) => Base::File(self.add(name, bytes)),
                    Err(reason) => Base::Unreadable { name, reason },
                }
            };
            if let Base::File(file) = base {
                chain.push(file);
            }
            let ends = !matches!(base, Base::File(_));
            self.bases.insert(last, base);
            if ends {
                break;
            }
        }
        first
    }

    fn named(&self, name: &str) -> Option<FileId> {
        let at = self.sources.iter().position(|source| source.name == name)?;
        Some(FileId(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// What came of seeking the file that `file` revises. None where it revises none, or was not [loaded](Self::load).
    #[must_use]
    pub fn base(&self, file: FileId) -> Option<&Base> {
        self.bases.get(&file)
    }

    /// A file of this map.
    ///
    /// # Panics
    ///
    /// Where `file` comes from another map.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        &self.sources[file.index()]
    }

    /// All files, in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }

    /// The text of a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Line and column of the start of a span.
    #[must_use]
    pub fn locate(&self, span: Span) -> LineColumn {
        self.get(span.file).locate(span.start)
    }
}

impl Source {
    /// Line and column of a byte.
    #[must_use]
    pub fn locate(&self, offset: u32) -> LineColumn {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let start = self.line_starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start as usize..offset as usize).unwrap_or_default();
        LineColumn {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(before.chars().count()).unwrap_or(u32::MAX).saturating_add(1),
        }
    }
}

/// The name of a file that a file names: from the folder of that file on, without `.` and `..` where they can be told.
fn beside(file: &str, named: &str) -> String {
    if named.starts_with('/') || named.get(1..3).is_some_and(|drive| drive == ":\\" || drive == ":/") {
        return named.to_owned();
    }
    let folder = file.rfind('/').map_or("", |end| file.get(..=end).unwrap_or_default());
    let mut parts: Vec<&str> = Vec::new();
    let whole = format!("{folder}{named}");
    for part in whole.split('/') {
        match part {
            "." => {}
            ".." if parts.last().is_some_and(|last| !matches!(*last, "" | "..")) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_base_is_sought_beside_its_revision() {
        for (file, named, found) in [
            ("forms/a/2021.yaml", "2019.yaml", "forms/a/2019.yaml"),
            ("2021.yaml", "./2019.yaml", "2019.yaml"),
            ("forms/a/2021.yaml", "../b/2019.yaml", "forms/b/2019.yaml"),
            ("2021.yaml", "../2019.yaml", "../2019.yaml"),
            ("../a/2021.yaml", "../2019.yaml", "../2019.yaml"),
            ("/forms/2021.yaml", "../../2019.yaml", "/../2019.yaml"),
            ("forms/2021.yaml", "/2019.yaml", "/2019.yaml"),
        ] {
            assert_eq!(beside(file, named), found, "{file} and {named}");
        }
    }
}
