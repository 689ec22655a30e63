//! Reports from tables, a line at a time.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use tallyform::tidy::{Gathered, Reader, Tidy};

use super::output::Output;
use crate::complaints::Complaints;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::files;
use crate::lines::{self, LONGEST, Line};
use crate::progress::Progress;

/// Converts the reports of a table.
pub(super) fn convert(
    tidy: &Tidy<'_>,
    path: &Path,
    csv: bool,
    output: &mut Output<'_>,
    complaints: &mut Complaints,
    console: &mut Console,
) -> Result<()> {
    let name = files::name(path);
    let mut progress = Progress::new(console);
    let mut take = |gathered: Option<Gathered>| -> Result<()> {
        let Some(gathered) = gathered else { return Ok(()) };
        match gathered.report {
            Some(report) => output.take(output.shape().write(&report), console)?,
            None => {
                complaints.left_out();
                for bad in &gathered.bad {
                    complaints.say(console, &format!("{name}:{}", bad.line), &bad.message);
                }
                complaints.more(gathered.more);
            }
        }
        progress.tell(console, || format!("{name}: {} reports so far", output.reports()));
        Ok(())
    };
    let mut reader = Reader::new(tidy);
    let read = match files::open(path) {
        Ok(stream) if csv => read_csv(tidy, path, stream, &mut reader, &mut take),
        Ok(stream) => read_ndjson(tidy, path, stream, &mut reader, &mut take),
        Err(failure) => Ok(Some(failure)),
    };
    // What stands before the place where a file breaks off may be a whole report or not.
    let broken = read?;
    if let Some(failure) = &broken {
        if reader.is_amid() {
            reader.spoil(0, "the file cannot be read to its end".to_owned());
            drop(reader.finish());
            complaints.left_out();
        }
        complaints.file(console, failure);
        return Ok(());
    }
    take(reader.finish())
}

type Take<'a> = &'a mut dyn FnMut(Option<Gathered>) -> Result<()>;

/// Reads records of CSV. Gives why the file cannot be read, or not to its end.
fn read_csv(
    tidy: &Tidy<'_>,
    path: &Path,
    stream: Box<dyn Read + Send>,
    reader: &mut Reader<'_>,
    take: Take<'_>,
) -> Result<Option<Failure>> {
    let left = Rc::new(Cell::new(LONGEST));
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(Limited { stream, left: Rc::clone(&left) });
    let mut record = csv::ByteRecord::new();
    let mut order: Option<Vec<usize>> = None;
    loop {
        left.set(LONGEST);
        match table.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) if order.is_none() => return Ok(Some(no_table(path, "it is empty"))),
            Ok(false) => return Ok(None),
            Err(error) => {
                let error = io::Error::from(error);
                return Ok(Some(Failure::reading(path, &error)));
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        let texts: std::result::Result<Vec<&str>, _> = record.iter().map(std::str::from_utf8).collect();
        let Some(order) = &order else {
            let named = texts.map_err(|_| "its first line is no UTF-8 text".to_owned());
            match named.and_then(|header| tidy.order(&header)) {
                Ok(known) => order = Some(known),
                Err(message) => return Ok(Some(no_table(path, &message))),
            }
            continue;
        };
        match texts {
            Ok(texts) if texts.len() == order.len() => {
                let mut fields = vec![""; tidy.columns().len()];
                for (text, position) in texts.iter().zip(order) {
                    if let Some(field) = fields.get_mut(*position) {
                        *field = text;
                    }
                }
                take(reader.push(line, &fields))?;
            }
            Ok(texts) => {
                let message =
                    format!("the line has {} columns, and the first line of the file {}", texts.len(), order.len());
                reader.spoil(line, message);
            }
            Err(_) => reader.spoil(line, "the line is no UTF-8 text".to_owned()),
        }
    }
}

fn no_table(path: &Path, why: &str) -> Failure {
    Failure::new(format!("{} is no table of this form: {why}", files::name(path)))
}

/// A stream of which no record takes more than what is left.
///
/// A quotation mark that nobody closes makes the rest of a file one record.
struct Limited {
    stream: Box<dyn Read + Send>,
    left: Rc<Cell<usize>>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            let message = format!("a record has more than {LONGEST} bytes; is a quotation mark missing?");
            return Err(io::Error::other(message));
        }
        let read = self.stream.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read));
        Ok(read)
    }
}

/// Reads lines of JSON. Gives why the file cannot be read to its end.
fn read_ndjson(
    tidy: &Tidy<'_>,
    path: &Path,
    stream: Box<dyn Read + Send>,
    reader: &mut Reader<'_>,
    take: Take<'_>,
) -> Result<Option<Failure>> {
    let mut stream = BufReader::with_capacity(1 << 16, stream);
    let mut bytes = Vec::new();
    if let Err(error) = stream.fill_buf() {
        return Ok(Some(Failure::reading(path, &error)));
    }
    if stream.buffer().starts_with(b"\xef\xbb\xbf") {
        stream.consume(3);
    }
    for line in 1.. {
        bytes.clear();
        match lines::read(&mut stream, &mut bytes, LONGEST) {
            Ok(Line::End) => break,
            Ok(Line::TooLong) => reader.spoil(line, format!("the line has more than {LONGEST} bytes")),
            Ok(Line::Whole) if bytes.trim_ascii().is_empty() => {}
            Ok(Line::Whole) => match std::str::from_utf8(&bytes) {
                Ok(text) => match tidy.read_json(text) {
                    Ok(texts) => take(reader.push(line, &texts))?,
                    Err(message) => reader.spoil(line, message),
                },
                Err(_) => reader.spoil(line, "the line is no UTF-8 text".to_owned()),
            },
            Err(error) => return Ok(Some(Failure::reading(path, &error))),
        }
    }
    Ok(None)
}
