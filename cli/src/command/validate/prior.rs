//! Reports of one period earlier.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tallyform::validator::Scratch;
use tallyform::{Report, Validator};

use crate::batch::Batches;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::files;

/// Complaints about earlier reports that are printed; all are counted.
const MAX_COMPLAINTS: u64 = 20;

/// Earlier reports: their texts lie in a file, so that memory holds no more than what names them.
#[derive(Debug)]
pub(super) struct Priors {
    /// Where each report stands in the file: its start and its length in bytes.
    places: HashMap<Vec<String>, (u64, usize)>,
    file: Mutex<File>,
    /// How many reports of the run found theirs.
    found: AtomicU64,
    /// Earlier reports that cannot be used, and files of such that cannot be read.
    pub(super) unusable: u64,
}

impl Priors {
    /// Reads the earlier reports of some files. Of two of one identity and period the later one counts.
    pub(super) fn read(validator: &Validator, paths: &[PathBuf], ndjson: bool, console: &mut Console) -> Result<Self> {
        let failed =
            |error: io::Error| Failure::new(format!("cannot keep earlier reports in a temporary file: {error}"));
        let paths = files::find(paths, "earlier report", &files::is_report)?.files;
        let mut file = tempfile::tempfile().map_err(failed)?;
        let mut places = HashMap::new();
        let (mut end, mut unusable) = (0, 0);
        let mut scratch = Scratch::default();
        for batch in Batches::new(&paths, ndjson) {
            let name = paths.get(batch.file).map(|path| files::name(path)).unwrap_or_default();
            for piece in &batch.reports {
                let line = piece.line.map(|line| format!(":{line}")).unwrap_or_default();
                let bytes = batch.bytes(piece);
                scratch.begin_at_line(piece.line.unwrap_or(1));
                let why = if let Some(limit) = piece.longer_than {
                    format!("it has more than {limit} bytes")
                } else if !validator.read_with(bytes, &mut scratch) {
                    let validation = validator.judge_with(&mut scratch, None, None);
                    validation.findings.first().and_then(|one| one.message.values().next()).cloned().unwrap_or_default()
                } else if let Some(identity) = validator.identity(scratch.report()) {
                    file.write_all(bytes).map_err(failed)?;
                    places.insert(identity, (end, bytes.len()));
                    end += bytes.len() as u64;
                    continue;
                } else {
                    "it does not say all of its identity and period".to_owned()
                };
                unusable += 1;
                if unusable <= MAX_COMPLAINTS {
                    console.failure(&Failure::new(format!("{name}{line}: not used as an earlier report: {why}")));
                }
            }
            if let Some(failure) = &batch.failure {
                unusable += 1;
                console.failure(failure);
            }
        }
        if unusable > MAX_COMPLAINTS {
            console.note(&format!("{} more earlier reports are not used", unusable - MAX_COMPLAINTS));
        }
        Ok(Self { places, file: Mutex::new(file), found: AtomicU64::new(0), unusable })
    }

    /// The report of one period earlier, if it is there.
    pub(super) fn of(&self, validator: &Validator, report: &Report) -> Result<Option<Report>> {
        let identity = validator.prior_identity(report);
        let Some((start, length)) = identity.and_then(|identity| self.places.get(&identity)).copied() else {
            return Ok(None);
        };
        let mut bytes = vec![0; length];
        let mut file = self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let read = file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut bytes));
        drop(file);
        read.map_err(|error| Failure::new(format!("cannot read an earlier report again: {error}")))?;
        self.found.fetch_add(1, Ordering::Relaxed);
        // It could be read before.
        Ok(validator.read(&bytes).ok())
    }

    /// How many reports found theirs.
    pub(super) fn found(&self) -> u64 {
        self.found.load(Ordering::Relaxed)
    }
}
