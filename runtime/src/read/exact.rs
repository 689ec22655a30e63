//! Reports value by value, each with its own text: what is unusual is kept, what is wrong is said with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::unreadable::line_and_column;
use super::{MAX_REPORT_BYTES, MAX_REPORT_DEPTH, Unreadable, fit, period};
use crate::cell::Cell;
use crate::plan::Plan;
use crate::report::{Explanation, Report, Stray, Unknown};
use crate::validator::{CellTable, Shape, Table, Target, beneath};

/// Most reasons that one report is given.
const MAX_REASONS: usize = 100;

/// Reads a report and says all that keeps it from being read.
pub(super) fn read(plan: &Plan, table: &Table, bytes: &[u8], report: &mut Report) -> Result<(), Vec<Unreadable>> {
    *report = Report::blank(table.cells.len());
    let whole = document(bytes).map_err(|reason| vec![reason])?;
    let mut reading = Reading { plan, table, bytes, base: whole, report, reasons: Vec::new() };
    let raw = serde_json::from_str::<&RawValue>(whole).map_err(|error| vec![reading.syntax(&error)])?;
    if raw.get().starts_with('{') {
        reading.object(0, "", raw);
    } else {
        let reason = "it is no JSON object".to_owned();
        reading.say("", raw, reason, "write one object with the report's tables as its keys".to_owned());
    }
    if reading.reasons.is_empty() { Ok(()) } else { Err(reading.reasons) }
}

/// The text of a report, without a byte order mark, checked for its limits.
fn document(bytes: &[u8]) -> Result<&str, Unreadable> {
    let fault = |offset: usize, reason: String, remedy: &str| {
        let (line, column) = line_and_column(bytes, offset);
        Unreadable { pointer: String::new(), line, column, found: String::new(), reason, remedy: remedy.to_owned() }
    };
    if bytes.len() > MAX_REPORT_BYTES {
        let reason = format!("it has {} bytes, {MAX_REPORT_BYTES} are the limit", bytes.len());
        return Err(fault(0, reason, "give one report at a time"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        fault(error.valid_up_to(), "it is no UTF-8 text here".to_owned(), "save the report as UTF-8")
    })?;
    if let Some(offset) = too_deep(bytes) {
        let reason = format!("more than {MAX_REPORT_DEPTH} levels");
        return Err(fault(offset, reason, "no form has that many: look for a bracket that is never closed"));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Where a text first exceeds [`MAX_REPORT_DEPTH`].
fn too_deep(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (offset, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => {
                depth += 1;
                if depth > MAX_REPORT_DEPTH {
                    return Some(offset);
                }
            }
            b'}' | b']' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// The message of a JSON error without the place at its end.
fn bare(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text.get(..at).unwrap_or_default().to_owned(),
        None => text,
    }
}

/// A report being read.
struct Reading<'a> {
    plan: &'a Plan,
    table: &'a Table,
    bytes: &'a [u8],
    base: &'a str,
    report: &'a mut Report,
    reasons: Vec<Unreadable>,
}

impl<'a> Reading<'a> {
    fn syntax(&self, error: &serde_json::Error) -> Unreadable {
        let skipped = self.bytes.len() - self.base.len();
        let start: usize = self.base.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let (line, column) = line_and_column(self.bytes, skipped + start + error.column().saturating_sub(1));
        let (pointer, found) = (String::new(), String::new());
        let remedy = "mend the JSON text there".to_owned();
        Unreadable { pointer, line, column, found, reason: format!("it is no JSON: {}", bare(error)), remedy }
    }

    fn say(&mut self, pointer: &str, raw: &RawValue, reason: String, remedy: String) {
        if self.reasons.len() >= MAX_REASONS {
            return;
        }
        // The value lies within the report's own text.
        let offset = (raw.get().as_ptr() as usize).saturating_sub(self.bytes.as_ptr() as usize);
        let (line, column) = line_and_column(self.bytes, offset);
        let found = raw.get().chars().take(200).collect();
        self.reasons.push(Unreadable { pointer: pointer.to_owned(), line, column, found, reason, remedy });
    }

    fn object(&mut self, node: u32, pointer: &str, raw: &'a RawValue) {
        if raw.get() == "null" && node > 0 {
            return;
        }
        if !raw.get().starts_with('{') {
            let remedy = match self.plan.nodes.get(node as usize).is_some_and(|node| node.cell.is_some()) {
                true => "write an object, with the figure itself under `total`",
                false => "write an object; this heading has no figure of its own",
            };
            self.say(pointer, raw, "an object must stand here".to_owned(), remedy.to_owned());
            return;
        }
        let entries = match serde_json::from_str::<Entries<'a>>(raw.get()) {
            Ok(Entries(entries)) => entries,
            Err(error) => {
                self.say(pointer, raw, format!("a key cannot be read: {}", bare(&error)), "mend the key".to_owned());
                return;
            }
        };
        let Some(object) = self.table.objects.get(node as usize) else {
            return;
        };
        let mut seen = BTreeSet::new();
        let mut expected = 0;
        for (key, value) in &entries {
            let at = beneath(pointer, key);
            if !seen.insert(key) {
                let remedy = "keep the one that is meant".to_owned();
                self.say(&at, value, format!("the key `{key}` is there twice"), remedy);
                continue;
            }
            let Some(position) = object.find(expected, key) else {
                self.report.unknown.push(Unknown { at, json: value.get().to_owned() });
                continue;
            };
            expected = position + 1;
            match object.keys.get(position).map(|key| key.target) {
                Some(Target::Cell(cell)) => self.cell(cell, value.get()),
                Some(Target::Node(node)) => self.object(node, &at, value),
                Some(target) => {
                    if let Err(reason) = head(self.plan, target, value.get(), self.report) {
                        self.say(&at, value, reason.0, reason.1);
                    }
                }
                None => {}
            }
        }
    }

    fn cell(&mut self, number: u32, json: &str) {
        let (Some(table), Some(into)) =
            (self.table.cells.get(number as usize), self.report.cells.get_mut(number as usize))
        else {
            return;
        };
        *into = value(self.plan, table, json);
    }
}

/// What a JSON value becomes in a cell.
fn value(plan: &Plan, table: &CellTable, json: &str) -> Cell {
    match json.as_bytes().first() {
        Some(b'n') => Cell::Blank,
        Some(b't') if table.shape == Shape::Bool => Cell::Bool(true),
        Some(b'f') if table.shape == Shape::Bool => Cell::Bool(false),
        Some(b'"') => match serde_json::from_str::<Cow<'_, str>>(json) {
            Ok(text) => fit::text(table, &text).unwrap_or_else(|| fit::other_text(plan, table, &text, json)),
            Err(_) => fit::misfit(table, json, None),
        },
        Some(b'[') if table.shape == Shape::Codes => match serde_json::from_str(json) {
            Ok(codes) => Cell::Codes(Box::new(codes)),
            Err(_) => fit::misfit(table, json, None),
        },
        Some(b'-' | b'0'..=b'9') => fit::number(table, json),
        _ => fit::misfit(table, json, None),
    }
}

/// A reason and a remedy.
#[derive(Debug)]
pub(super) struct Reason(pub(super) String, pub(super) String);

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.0, self.1)
    }
}

/// Takes what stands beside the report's nodes.
pub(super) fn head(plan: &Plan, target: Target, json: &str, report: &mut Report) -> Result<(), Reason> {
    if json == "null" {
        return Ok(());
    }
    match target {
        Target::Form => same(json, &plan.form, "form"),
        Target::Revision => same(json, &plan.revision, "revision"),
        Target::Period => {
            let Some(every) = plan.period.as_ref().map(|period| period.every) else {
                return Err(Reason("the form has no periods".to_owned(), "leave `period` out".to_owned()));
            };
            match word(json).filter(|text| period::is_period(every, text)) {
                Some(text) => report.period = Some(text),
                None => {
                    let reason = "it is no period of this form".to_owned();
                    return Err(Reason(reason, format!("write it like \"{}\"", period::example(every))));
                }
            }
            Ok(())
        }
        Target::Stray => {
            report.stray = list(json, "stray", "{\"at\": \"/heading\", \"label\": \"…\", \"cell\": \"373\"}")?;
            Ok(())
        }
        Target::Explanations => {
            report.explanations = list(json, "explanations", "{\"check\": \"a:parts\", \"text\": \"…\"}")?;
            Ok(())
        }
        Target::Cell(_) | Target::Node(_) => Ok(()),
    }
}

/// A text, or an integer as a text.
fn word(json: &str) -> Option<String> {
    if json.bytes().all(|b| b.is_ascii_digit()) {
        return Some(json.to_owned());
    }
    serde_json::from_str(json).ok()
}

fn same(json: &str, expected: &str, what: &str) -> Result<(), Reason> {
    if word(json).is_some_and(|text| text == expected) {
        return Ok(());
    }
    Err(Reason(
        format!("the report is of another {what}"),
        format!("give the {what} that the report names, or write \"{expected}\" if it is of that one"),
    ))
}

fn list<T: for<'de> Deserialize<'de>>(json: &str, what: &str, example: &str) -> Result<Vec<T>, Reason> {
    serde_json::from_str(json).map_err(|error| {
        Reason(format!("`{what}` cannot be read: {}", bare(&error)), format!("write a list of objects like {example}"))
    })
}

/// The keys and values of a JSON object, in its order, doubles included.
struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    entries.push((key, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

/// A field by its name; an error for a name that the object lacks.
macro_rules! object_with {
    ($type:ident { $($key:literal => $field:ident: $of:ty $(= $default:expr)?),* $(,)? }) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct FieldsVisitor;
                impl<'de> Visitor<'de> for FieldsVisitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$type, A::Error> {
                        use serde::de::Error;
                        $(let mut $field: Option<$of> = None;)*
                        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                            match &*key {
                                $($key if $field.is_some() => return Err(A::Error::duplicate_field($key)),
                                $key => $field = Some(map.next_value()?),)*
                                other => return Err(A::Error::unknown_field(other, &[$($key),*])),
                            }
                        }
                        Ok($type {
                            $($field: match $field {
                                Some(value) => value.into(),
                                $(None => $default,)?
                                #[allow(unreachable_patterns, reason = "a field with a default has its arm above")]
                                None => return Err(A::Error::missing_field($key)),
                            }),*
                        })
                    }
                }
                deserializer.deserialize_map(FieldsVisitor)
            }
        }
    };
}

object_with!(Stray { "at" => at: String, "label" => label: Option<String> = None, "cell" => cell: Word });
object_with!(Explanation {
    "check" => check: String,
    "row" => row: BTreeMap<String, String> = BTreeMap::new(),
    "text" => text: String,
});

/// What stood in a cell, as text: a JSON text, or the text of anything else.
struct Word(String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(deserializer)?.get();
        Ok(Self(serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned())))
    }
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        word.0
    }
}
