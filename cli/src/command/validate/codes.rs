//! Code lists from outside a form, as CSV.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use tallyform::Validator;
use tallyform::cell::Date;
use tallyform::validator::{ExternalCode, ExternalCodes};

use crate::failure::{Failure, Result};
use crate::{files, suggestion};

/// Columns of a code list. Only the first is needed.
const COLUMNS: [&str; 5] = ["code", "label", "within", "valid_from", "valid_to"];

/// A code list as it is named on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    name: String,
    pub(super) file: PathBuf,
}

/// Reads `NAME=FILE`.
pub(super) fn named(text: &str) -> std::result::Result<Named, String> {
    match text.split_once('=') {
        Some((name, file)) if !name.is_empty() && !file.is_empty() => {
            Ok(Named { name: name.to_owned(), file: PathBuf::from(file) })
        }
        _ => Err("write it as NAME=FILE.csv".to_owned()),
    }
}

/// Gives a validator the code lists.
pub(super) fn give(mut validator: Validator, lists: &[Named]) -> Result<Validator> {
    for Named { name, file } in lists {
        let external = validator.plan().codes.iter().filter(|(_, list)| list.external);
        let external: Vec<String> = external.map(|(name, _)| name.clone()).collect();
        if !external.contains(name) {
            let failure = Failure::new(format!("the form has no code list from outside called `{name}`"));
            return Err(match external.as_slice() {
                [] => failure.help("it has none; leave out --codes"),
                _ => failure.help(suggestion::way_out(name, external.iter().map(String::as_str))),
            });
        }
        match validator.with_codes(name, read(file)?) {
            Some(with) => validator = with,
            // Said above, with a way out.
            None => return Err(Failure::new(format!("the form has no code list from outside called `{name}`"))),
        }
    }
    Ok(validator)
}

/// Reads a code list.
fn read(path: &Path) -> Result<ExternalCodes> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_reader(files::open(path)?);
    let failed = |error: csv::Error| match error.is_io_error() {
        true => Failure::reading(path, &std::io::Error::from(error)),
        false => Failure::new(format!("cannot read {}: {error}", files::name(path))),
    };
    let header = table.headers().map_err(failed)?.clone();
    let mut positions = HashMap::new();
    for (position, column) in header.iter().enumerate() {
        let wrong = |what: &str| Failure::new(format!("{}: {what} `{column}`", files::name(path)));
        if !COLUMNS.contains(&column) {
            return Err(wrong("a code list has no column").help(suggestion::way_out(column, COLUMNS)));
        }
        if positions.insert(column, position).is_some() {
            return Err(wrong("there are two columns"));
        }
    }
    if !positions.contains_key(COLUMNS[0]) {
        let help = format!("its columns are {}; only the first is needed", COLUMNS.join(", "));
        return Err(Failure::new(format!("{}: there is no column `code`", files::name(path))).help(help));
    }
    let mut codes = Vec::new();
    for record in table.records() {
        let record = record.map_err(failed)?;
        let line = record.position().map_or(0, csv::Position::line);
        let wrong = |message: String| Failure::new(format!("{}:{line}: {message}", files::name(path)));
        if record.len() != header.len() {
            return Err(wrong(format!("{} columns where the first line has {}", record.len(), header.len())));
        }
        let text = |column: &str| positions.get(column).and_then(|at| record.get(*at)).unwrap_or_default();
        let day = |column: &str| match text(column) {
            "" => Ok(None),
            text => match Date::parse(text) {
                Some(day) => Ok(Some(day)),
                None => Err(wrong(format!("column `{column}`: `{text}` is no day; write it as YYYY-MM-DD"))),
            },
        };
        let code = text("code").to_owned();
        if code.is_empty() {
            return Err(wrong("there is no code".to_owned()));
        }
        let within = Some(text("within").to_owned()).filter(|within| !within.is_empty());
        codes.push(ExternalCode { code, within, valid_from: day("valid_from")?, valid_to: day("valid_to")? });
    }
    Ok(codes.into_iter().collect())
}
