//! Reports of one period earlier.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use tallyform::validator::Scratch;
use tallyform::{Report, Validator};

use crate::batch::{Batches, Piece};
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::files;
use crate::revisions::{Desk, Way, Ways};

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

/// What was carried over from an earlier revision of the form.
#[derive(Clone, Copy, Debug, Default)]
struct Carried {
    reports: u64,
    /// What these reports hold and the form has no place for, or nothing that compares.
    left: u64,
}

impl Priors {
    /// Reads the earlier reports of some files. Of two of one identity and period the later one counts. Those of an
    /// earlier revision are kept as what they are in this one.
    pub(super) fn read(
        validator: &Validator,
        ways: Option<&Ways>,
        paths: &[PathBuf],
        ndjson: bool,
        console: &mut Console,
    ) -> Result<Self> {
        let failed =
            |error: io::Error| Failure::new(format!("cannot keep earlier reports in a temporary file: {error}"));
        let paths = files::find(paths, "earlier report", &files::is_report)?.files;
        let mut file = tempfile::tempfile().map_err(failed)?;
        let mut places = HashMap::new();
        let (mut end, mut unusable) = (0, 0);
        let mut scratch = Scratch::default();
        let mut desk = Desk::default();
        let mut carried = Carried::default();
        for batch in Batches::new(&paths, ndjson) {
            let name = paths.get(batch.file).map(|path| files::name(path)).unwrap_or_default();
            for piece in &batch.reports {
                let line = piece.line.map(|line| format!(":{line}")).unwrap_or_default();
                let bytes = batch.bytes(piece);
                let way = ways.and_then(|ways| ways.other(&tallyform::read::revision(bytes)?));
                let scratch = way.map_or(&mut scratch, |way| desk.of(way));
                let why = match kept(validator, way, piece, bytes, scratch, &mut carried) {
                    Ok((identity, text)) => {
                        file.write_all(&text).map_err(failed)?;
                        places.insert(identity, (end, text.len()));
                        end += text.len() as u64;
                        continue;
                    }
                    Err(why) => why,
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
        carried.tell(console);
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

/// What names an earlier report and what is kept of it: its text, or that of the report that it becomes on its way from an
/// earlier revision. Or else why it cannot be used.
fn kept<'b>(
    validator: &Validator,
    way: Option<&Way>,
    piece: &Piece,
    bytes: &'b [u8],
    scratch: &mut Scratch,
    carried: &mut Carried,
) -> std::result::Result<(Vec<String>, Cow<'b, [u8]>), String> {
    if let Some(limit) = piece.longer_than {
        return Err(format!("it has more than {limit} bytes"));
    }
    scratch.begin_at_line(piece.line.unwrap_or(1));
    let reader = way.map_or(validator, |way| &way.validator);
    if !reader.read_with(bytes, scratch) {
        let validation = reader.judge_with(scratch, None, None);
        let message = validation.findings.first().and_then(|one| one.message.values().next());
        return Err(message.cloned().unwrap_or_default());
    }
    let (mut report, mut text) = (Cow::Borrowed(scratch.report()), Cow::Borrowed(bytes));
    if let Some(way) = way {
        report = way.carry(scratch.report(), |_, left| carried.left += left.len() as u64);
        text = validator.write(&report).into_bytes().into();
        carried.reports += 1;
    }
    match validator.identity(&report) {
        Some(identity) => Ok((identity, text)),
        None => Err("it does not say all of its identity and period".to_owned()),
    }
}

impl Carried {
    /// Says what stays behind, so that nobody takes it for reported.
    fn tell(self, console: &mut Console) {
        let Self { reports, left } = self;
        if left > 0 && !console.quiet {
            let plural = |n: u64, what: &str| if n == 1 { format!("{n} {what}") } else { format!("{n} {what}s") };
            let (left, reports) = (plural(left, "value"), plural(reports, "report"));
            console.note(&format!(
                "{left} of {reports} of an earlier revision could not be carried over; `tallyform migrate` lists what"
            ));
        }
    }
}
