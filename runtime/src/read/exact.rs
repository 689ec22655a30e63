//! Reports value by value, each with its own text: what is unusual is kept, what is wrong is said with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{Fault, MAX_REPORT_BYTES, MAX_REPORT_DEPTH, Room, Unreadable, fit, next_row, period, too_many_rows};
use crate::cell::Cell;
use crate::plan::{Plan, message_key};
use crate::report::{Explanation, Report, Stray, Unknown};
use crate::validator::{CellTable, SectionTable, Shape, Table, Target, beneath};

/// Most reasons that one report is given.
const MAX_REASONS: usize = 100;

/// Reads a report and says all that keeps it from being read.
pub(super) fn read(plan: &Plan, table: &Table, bytes: &[u8], report: &mut Report) -> Result<(), Vec<Unreadable>> {
    *report = Report { rows: vec![Vec::new(); table.sections.len()], ..Report::default() };
    let into = vec![Cell::Blank; table.cells.len()];
    let whole = document(bytes).map_err(|reason| vec![*reason])?;
    let (room, reasons) = (Some(Room::new(table)), Vec::new());
    let mut reading = Reading { plan, table, bytes, base: whole, report, into, first: 0, row: 0, room, reasons };
    let raw = serde_json::from_str::<&RawValue>(whole).map_err(|error| vec![reading.syntax(&error)])?;
    if raw.get().starts_with('{') {
        reading.object(0, "", raw);
    } else {
        reading.say("", raw, Fault::new(message_key::NO_OBJECT));
    }
    let Reading { into, reasons, .. } = reading;
    report.cells = into;
    if reasons.is_empty() { Ok(()) } else { Err(reasons) }
}

/// The text of a report, without a byte order mark, checked for its limits.
fn document(bytes: &[u8]) -> Result<&str, Box<Unreadable>> {
    let fault = |offset, fault| Box::new(Unreadable::at(bytes, offset, fault));
    if bytes.len() > MAX_REPORT_BYTES {
        return Err(fault(0, Fault::new(message_key::TOO_LONG).expected(MAX_REPORT_BYTES)));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| fault(error.valid_up_to(), Fault::new(message_key::NO_TEXT)))?;
    if let Some(offset) = too_deep(bytes) {
        return Err(fault(offset, Fault::new(message_key::TOO_DEEP).expected(MAX_REPORT_DEPTH)));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Where a text first exceeds [`MAX_REPORT_DEPTH`].
pub(super) fn too_deep(bytes: &[u8]) -> Option<usize> {
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
pub(crate) fn bare(error: &serde_json::Error) -> String {
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
    /// The cells of the report, or of the row that is being read.
    into: Vec<Cell>,
    /// The number of the first of them.
    first: u32,
    /// The number of the row that is being read, among those of its section.
    row: u32,
    /// What is left for further rows; none where that was said to be too little.
    room: Option<Room>,
    reasons: Vec<Unreadable>,
}

impl<'a> Reading<'a> {
    fn syntax(&self, error: &serde_json::Error) -> Unreadable {
        let skipped = self.bytes.len() - self.base.len();
        let start: usize = self.base.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let offset = skipped + start + error.column().saturating_sub(1);
        Unreadable::at(self.bytes, offset, Fault::new(message_key::NO_JSON).value(bare(error)))
    }

    fn say(&mut self, pointer: &str, raw: &RawValue, fault: Fault) {
        if self.reasons.len() >= MAX_REASONS {
            return;
        }
        // The value lies within the report's own text.
        let offset = (raw.get().as_ptr() as usize).saturating_sub(self.bytes.as_ptr() as usize);
        self.reasons.push(Unreadable::at(self.bytes, offset, fault).value(pointer, raw.get()));
    }

    fn object(&mut self, node: u32, pointer: &str, raw: &'a RawValue) {
        if raw.get() == "null" && node > 0 {
            return;
        }
        if !raw.get().starts_with('{') {
            let fault = Fault::new(message_key::NO_OBJECT);
            let has_figure = self.plan.nodes.get(node as usize).is_some_and(|node| node.cell.is_some());
            self.say(pointer, raw, if has_figure { fault.expected("{\"total\": …}") } else { fault });
            return;
        }
        let entries = match serde_json::from_str::<Entries<'a>>(raw.get()) {
            Ok(Entries(entries)) => entries,
            Err(error) => {
                self.say(pointer, raw, Fault::new(message_key::NO_JSON).value(bare(&error)));
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
                self.say(&at, value, Fault::new(message_key::DUPLICATE).value(&**key));
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
                Some(Target::Rows(section)) => self.rows(section, &at, value),
                Some(target) => {
                    if let Err(fault) = head(self.plan, target, value.get(), self.report) {
                        self.say(&at, value, fault);
                    }
                }
                None => {}
            }
        }
    }

    fn rows(&mut self, section: u32, pointer: &str, raw: &'a RawValue) {
        let Some(table) = self.table.sections.get(section as usize) else {
            return;
        };
        if raw.get() == "null" {
            return;
        }
        let fault = || Fault::new(message_key::NO_LIST).expected(example_of_rows(self.plan, table));
        // Whatever is an array, each of its values can be taken apart.
        let Ok(all) = serde_json::from_str::<Vec<&'a RawValue>>(raw.get()) else {
            let fault = fault();
            self.say(pointer, raw, fault);
            return;
        };
        for (at, one) in all.into_iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            let Some(room) = &mut self.room else { return };
            if !room.take(table) {
                self.room = None;
                self.say(&pointer, one, too_many_rows(self.table));
                return;
            }
            if one.get().starts_with('{') {
                self.next_row(section, table, &pointer, one);
            } else {
                let fault = fault();
                self.say(&pointer, one, fault);
            }
        }
    }

    /// A row: for its time, what is read goes into its cells.
    fn next_row(&mut self, section: u32, table: &SectionTable, pointer: &str, raw: &'a RawValue) {
        let number = self.report.rows.get(section as usize).map_or(0, Vec::len);
        let (Some(row), Ok(in_row), Ok(first)) =
            (next_row(&mut self.report.rows, section, number), u32::try_from(number), u32::try_from(table.cells.start))
        else {
            return;
        };
        row.above = self.row;
        let outer = (std::mem::replace(&mut self.into, vec![Cell::Blank; table.cells.len()]), self.first, self.row);
        (self.first, self.row) = (first, in_row);
        self.object(table.node, pointer, raw);
        let cells = std::mem::replace(&mut self.into, outer.0);
        (self.first, self.row) = (outer.1, outer.2);
        if let Some(row) = next_row(&mut self.report.rows, section, number) {
            row.cells = cells;
        }
    }

    fn cell(&mut self, number: u32, json: &str) {
        let slot = number.checked_sub(self.first).and_then(|at| self.into.get_mut(at as usize));
        let (Some(table), Some(into)) = (self.table.cells.get(number as usize), slot) else {
            return;
        };
        *into = value(self.plan, table, json);
    }
}

/// What a JSON value becomes in a cell.
pub(crate) fn value(plan: &Plan, table: &CellTable, json: &str) -> Cell {
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

/// Takes what stands beside the report's nodes.
pub(crate) fn head(plan: &Plan, target: Target, json: &str, report: &mut Report) -> Result<(), Fault> {
    if json == "null" {
        return Ok(());
    }
    match target {
        Target::Form => same(json, &plan.form, message_key::OTHER_FORM),
        Target::Revision => same(json, &plan.revision, message_key::OTHER_REVISION),
        Target::Period => {
            let fault = Fault::new(message_key::NO_PERIOD);
            let Some(every) = plan.period.as_ref().map(|period| period.every) else {
                return Err(fault);
            };
            let text = serde_json::from_str::<String>(json).ok().filter(|text| period::is_period(every, text));
            report.period = Some(text.ok_or_else(|| fault.expected(format!("\"{}\"", period::example(every))))?);
            Ok(())
        }
        Target::State => {
            let fault = Fault::new(message_key::NO_STATE);
            let text = serde_json::from_str::<String>(json).ok().filter(|text| plan.states.contains(text));
            let all = || plan.states.iter().map(|state| format!("\"{state}\"")).collect::<Vec<_>>().join(", ");
            report.state = Some(text.ok_or_else(|| fault.expected(all()))?);
            Ok(())
        }
        Target::Stray => {
            report.stray = list(json, "[{\"at\": \"/heading\", \"label\": \"…\", \"cell\": \"373\"}]")?;
            Ok(())
        }
        Target::Explanations => {
            report.explanations = list(json, "[{\"check\": \"a:parts\", \"text\": \"…\"}]")?;
            Ok(())
        }
        Target::Cell(_) | Target::Node(_) | Target::Rows(_) => Ok(()),
    }
}

/// What would have to stand where rows do, for messages.
pub(super) fn example_of_rows(plan: &Plan, table: &SectionTable) -> String {
    let node = plan.nodes.get(table.node as usize);
    let key = node.and_then(|node| plan.nodes.get(*node.children.first()? as usize)).map_or("…", |key| &key.id);
    format!("[{{\"{key}\": \"…\", …}}, …]")
}

fn same(json: &str, expected: &str, key: &'static str) -> Result<(), Fault> {
    match serde_json::from_str::<Cow<'_, str>>(json) {
        Ok(text) if text == expected => Ok(()),
        _ => Err(Fault::new(key).expected(format!("\"{expected}\""))),
    }
}

fn list<T: for<'de> Deserialize<'de>>(json: &str, example: &str) -> Result<Vec<T>, Fault> {
    serde_json::from_str(json).map_err(|error| Fault::new(message_key::NO_LIST).value(bare(&error)).expected(example))
}

/// The keys and values of a JSON object, in its order, doubles included.
pub(crate) struct Entries<'a>(pub(crate) Vec<(Cow<'a, str>, &'a RawValue)>);

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

object_with!(Stray { "at" => at: String, "label" => label: Option<String> = None, "cell" => cell: String });
object_with!(Explanation {
    "check" => check: String,
    "row" => row: BTreeMap<String, String> = BTreeMap::new(),
    "text" => text: String,
});
