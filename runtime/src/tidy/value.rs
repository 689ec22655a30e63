//! What a cell holds as a text, and the other way.

use serde_json::value::RawValue;

use super::line::Kind;
use super::status::Status;
use crate::cell::Cell;
use crate::finding::Literal;
use crate::plan::Plan;
use crate::read;
use crate::validator::{CellTable, Shape};
use crate::write::literal;

/// What stands in a cell, as a text: a plain numeral, a token, a text as it is, several codes as a JSON list, nothing
/// for a blank, and the JSON text of what does not fit.
pub(crate) fn text(plan: &Plan, number: u32, cell: &Cell) -> (String, Kind) {
    match cell {
        Cell::Other(other) => (other.json.clone(), Kind::Text),
        Cell::Codes(codes) => (serde_json::to_string(&**codes).unwrap_or_default(), Kind::Json),
        cell => match literal(plan, number, cell) {
            Literal::Null => (String::new(), Kind::Null),
            Literal::Bool(value) => (value.to_string(), Kind::Json),
            Literal::Integer(value) => (value.to_string(), Kind::Json),
            Literal::Text(text) => (text, Kind::Text),
        },
    }
}

/// What a text becomes in a cell, as far as the status says how to read it.
///
/// Fails with a sentence that says why the line makes no sense. A value that does not fit its cell does: it is kept.
pub(super) fn cell(plan: &Plan, table: &CellTable, text: &str, status: Option<Status>) -> Result<Cell, String> {
    let cell = match status {
        None | Some(Status::Missing) if text.is_empty() => Cell::Blank,
        Some(Status::Unvalidated) => read::of_json(plan, table, &json(text)?),
        _ => plain(plan, table, text),
    };
    let own = Status::of(plan, &cell);
    match status {
        Some(said) if !said.may_be(own) && !said.is_of_foreign_mark(plan, &cell) => {
            Err(format!("the status is `{}`, and that of the value `{text}` is `{}`", said.code(), own.code()))
        }
        _ => Ok(cell),
    }
}

/// What a text becomes that is written as it is meant.
pub(crate) fn plain(plan: &Plan, table: &CellTable, text: &str) -> Cell {
    if let Some(cell) = read::of_text(table, text) {
        return cell;
    }
    let as_json = match table.shape {
        Shape::Figure { decimals: 0 } | Shape::Year => {
            text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        }
        Shape::Bool => matches!(text, "true" | "false"),
        Shape::Codes => text.starts_with('['),
        Shape::Figure { .. } | Shape::Text | Shape::Date | Shape::Code => false,
    };
    if as_json && json(text).is_ok_and(|json| json == text) {
        let cell = read::of_json(plan, table, text);
        // What is no value of the cell either way is kept as the text that it is.
        if !matches!(table.shape, Shape::Codes) || matches!(cell, Cell::Codes(_)) {
            return cell;
        }
    }
    read::of_json(plan, table, &serde_json::Value::from(text).to_string())
}

/// A JSON text without the white space around it.
pub(super) fn json(text: &str) -> Result<String, String> {
    if read::is_too_deep(text.as_bytes()) {
        return Err(format!("more than {} levels", read::MAX_REPORT_DEPTH));
    }
    match serde_json::from_str::<&RawValue>(text) {
        Ok(json) => Ok(json.get().to_owned()),
        Err(error) => Err(format!("`{text}` is no JSON text: {}", read::bare(&error))),
    }
}
