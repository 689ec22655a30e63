//! Source files and places in them.

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
