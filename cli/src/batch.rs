//! Reports as they come from files, a bounded number at a time.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use tallyform::read::MAX_REPORT_BYTES;

use crate::failure::{Failure, Result};
use crate::files;
use crate::lines::{self, Line};

/// A batch ends when it holds this many bytes.
const BATCH: usize = 256 << 10;

/// A batch ends when it holds this many reports, so that the findings of very short ones stay few.
const REPORTS: usize = 1000;

/// Some reports of one file, in order.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// Index of the file among the files of the run.
    pub(crate) file: usize,
    /// The reports.
    pub(crate) reports: Vec<Piece>,
    text: Vec<u8>,
    /// The file could not be read, or not to its end.
    pub(crate) failure: Option<Failure>,
}

/// One report of a [`Batch`].
#[derive(Debug)]
pub(crate) struct Piece {
    /// The line, from 1, where the file holds a report a line.
    pub(crate) line: Option<u64>,
    /// More than so many bytes: it was passed over.
    pub(crate) longer_than: Option<usize>,
    range: Range<usize>,
}

impl Batch {
    /// The bytes of one of these reports.
    pub(crate) fn bytes(&self, piece: &Piece) -> &[u8] {
        self.text.get(piece.range.clone()).unwrap_or_default()
    }
}

/// Batches of the reports in some files, one file after the other.
pub(crate) struct Batches<'a> {
    files: &'a [PathBuf],
    next: usize,
    ndjson: bool,
    current: Option<Lines>,
}

struct Lines {
    stream: Box<dyn BufRead + Send>,
    file: usize,
    number: u64,
}

/// What a file turned out to hold.
enum Opened {
    One(Batch),
    Many(Lines),
}

impl<'a> Batches<'a> {
    /// `ndjson` says that every file holds a report a line, whatever it is called.
    pub(crate) fn new(files: &'a [PathBuf], ndjson: bool) -> Self {
        Self { files, next: 0, ndjson, current: None }
    }

    fn open(&self, file: usize, path: &Path) -> Result<Opened> {
        let mut stream = BufReader::with_capacity(1 << 16, files::open(path)?);
        let failed = |error: io::Error| Failure::reading(path, &error);
        skip_byte_order_mark(&mut stream).map_err(failed)?;
        let lines = |stream| Opened::Many(Lines { stream, file, number: 0 });
        if self.ndjson || files::has_extension(path, &["ndjson", "jsonl"]) {
            return Ok(lines(Box::new(stream)));
        }
        // Only a file in which a whole JSON value fills the first line and something follows holds a report a line.
        let limit = MAX_REPORT_BYTES;
        let mut start = Vec::new();
        let mut whole = false;
        while !whole && start.len() <= limit {
            let room = u64::try_from(limit + 1 - start.len()).unwrap_or(0);
            let before = start.len();
            if stream.by_ref().take(room).read_until(b'\n', &mut start).map_err(failed)? == 0 {
                break;
            }
            let line = start.get(before..).unwrap_or_default();
            whole = !line.trim_ascii().is_empty();
        }
        let first = start.trim_ascii();
        if whole && is_json(first) {
            // Blank space may follow for long; a report may not.
            let mut rest = Vec::new();
            loop {
                let before = rest.len();
                let read = stream.by_ref().take(limit as u64).read_until(b'\n', &mut rest).map_err(failed)?;
                if read == 0 {
                    return Ok(Opened::One(single(file, start, limit)));
                }
                let blank = rest.get(before..).unwrap_or_default().trim_ascii().is_empty();
                if !blank || rest.len() > BATCH {
                    return Ok(lines(Box::new(Cursor::new(start).chain(Cursor::new(rest)).chain(stream))));
                }
            }
        }
        let room = u64::try_from((limit + 1).saturating_sub(start.len())).unwrap_or(0);
        stream.take(room).read_to_end(&mut start).map_err(failed)?;
        Ok(Opened::One(single(file, start, limit)))
    }
}

/// A file of one report; one that is too long is passed over.
fn single(file: usize, mut text: Vec<u8>, limit: usize) -> Batch {
    let longer_than = (text.len() > limit).then_some(limit);
    if longer_than.is_some() {
        text.clear();
    }
    let reports = vec![Piece { line: None, longer_than, range: 0..text.len() }];
    Batch { file, reports, text, failure: None }
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok()
}

fn skip_byte_order_mark(stream: &mut impl BufRead) -> io::Result<()> {
    if stream.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        stream.consume(3);
    }
    Ok(())
}

impl Lines {
    /// The next batch; none at the end of the file.
    fn batch(&mut self, path: &Path) -> Option<Batch> {
        let mut batch = Batch { file: self.file, text: Vec::with_capacity(BATCH + BATCH / 4), ..Batch::default() };
        while batch.text.len() < BATCH && batch.reports.len() < REPORTS {
            let start = batch.text.len();
            let kind = match lines::read(&mut self.stream, &mut batch.text, lines::LONGEST) {
                Ok(Line::End) => break,
                Ok(kind) => kind,
                Err(error) => {
                    // What was read of the line so far is no report.
                    batch.text.truncate(start);
                    batch.failure = Some(Failure::reading(path, &error));
                    break;
                }
            };
            self.number += 1;
            let range = start..batch.text.len();
            let longer_than = (kind == Line::TooLong).then_some(lines::LONGEST);
            let is_blank = batch.text.get(range.clone()).is_none_or(|line| line.trim_ascii().is_empty());
            if longer_than.is_some() || !is_blank {
                batch.reports.push(Piece { line: Some(self.number), longer_than, range });
            }
        }
        (!batch.reports.is_empty() || batch.failure.is_some()).then_some(batch)
    }
}

impl Iterator for Batches<'_> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        loop {
            if let Some(lines) = &mut self.current {
                let path = self.files.get(lines.file).map_or(Path::new(""), PathBuf::as_path);
                match lines.batch(path) {
                    Some(batch) => {
                        if batch.failure.is_some() {
                            self.current = None;
                        }
                        return Some(batch);
                    }
                    None => self.current = None,
                }
            }
            let file = self.next;
            let path = self.files.get(file)?;
            self.next += 1;
            match self.open(file, path) {
                Ok(Opened::One(batch)) => return Some(batch),
                Ok(Opened::Many(lines)) => self.current = Some(lines),
                Err(failure) => return Some(Batch { file, failure: Some(failure), ..Batch::default() }),
            }
        }
    }
}
