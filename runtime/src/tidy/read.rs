//! Reports from lines.

mod unknown;

use std::collections::{HashMap, HashSet};

use super::status::Status;
use super::{AFTER, BEFORE, EXPLANATIONS, FORM, NUMBERED, STATE, STRAY, Tidy, value};
use crate::cell::Cell;
use crate::read::{Fault, MAX_REPORT_BYTES, Room, head};
use crate::report::{Report, Row};
use crate::validator::Target;

/// Most bad lines of one report that are told apart; more are counted.
pub const MAX_BAD_LINES: usize = 20;

/// Why a line cannot be part of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Number of the line, as it was given.
    pub line: u64,
    /// What is wrong, in a sentence without its end.
    pub message: String,
}

/// What the lines of one report came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    /// Number of its first line.
    pub line: u64,
    /// The report; none where one of its lines is bad. A report that lacks a line would be another report.
    pub report: Option<Report>,
    /// The bad lines, in their order.
    pub bad: Vec<BadLine>,
    /// How many bad lines there are beyond those.
    pub more: u64,
}

/// Gathers lines to reports. The lines of one report stand together; its memory is that of one report.
#[derive(Debug)]
pub struct Reader<'t> {
    tidy: &'t Tidy<'t>,
    gathering: Option<Gathering>,
    /// Bad lines after the last one that could be told into columns.
    spoiled: Vec<BadLine>,
    buffer: String,
}

/// A report of which lines were seen.
#[derive(Debug)]
struct Gathering {
    /// What the columns of identity and period say.
    head: Vec<String>,
    gathered: Gathered,
    report: Report,
    /// Cells of which there was a line: section and row, or nothing, and the cell.
    seen: HashSet<(Option<(u32, u32)>, u32)>,
    /// Rows by section, row of the section above, and what the column of the dimension says.
    rows: HashMap<(u32, u32, String), u32>,
    /// Lines of what the form lacks, in the order of the report's own list.
    unknown: Vec<u64>,
    /// What is left for the cells of further rows.
    room: Room,
    /// How many bytes the texts of the lines have.
    bytes: usize,
}

/// What is wrong with a line: the column, and a sentence.
type Wrong = (&'static str, String);

impl<'t> Reader<'t> {
    /// A reader of lines that begin with the first of a report.
    #[must_use]
    pub fn new(tidy: &'t Tidy<'t>) -> Self {
        Self { tidy, gathering: None, spoiled: Vec::new(), buffer: String::new() }
    }

    /// Takes a line: texts in the order of [`Tidy::columns`], and its number. Gives the report before, where the line
    /// is the first of another.
    pub fn push<S: AsRef<str>>(&mut self, line: u64, texts: &[S]) -> Option<Gathered> {
        let columns = self.tidy.columns();
        if texts.len() != columns.len() {
            let message = format!("the line has {} columns and not {}", texts.len(), columns.len());
            self.spoil(line, message);
            return None;
        }
        let heads = self.tidy.heads();
        let path = texts.get(heads).map_or("", AsRef::as_ref);
        let head = texts.get(..heads).unwrap_or_default().iter().map(AsRef::as_ref);
        let goes_on = self.gathering.as_ref().is_some_and(|one| one.head.iter().map(String::as_str).eq(head.clone()));
        let mut before = None;
        if !goes_on || path == FORM {
            before = self.gathering.take().map(|gathering| gathering.finish(self.tidy));
            let mut next = Gathering::new(line, self.tidy, head.map(str::to_owned).collect());
            // Nobody can say which of the two reports around it a bad line belongs to.
            next.spoil(self.spoiled.iter().cloned());
            if let Err(wrong) = next.begin(self.tidy) {
                next.bad(line, wrong);
            }
            self.gathering = Some(next);
        }
        self.spoiled.clear();
        if let Some(gathering) = &mut self.gathering
            && gathering.bytes <= MAX_REPORT_BYTES
        {
            let taken = gathering.take(self.tidy, line, path, texts, &mut self.buffer);
            if let Err(wrong) = taken {
                gathering.bad(line, wrong);
            }
        }
        before
    }

    /// Takes a line that cannot even be told into columns, so that no report beside it is taken for whole.
    pub fn spoil(&mut self, line: u64, message: String) {
        let bad = BadLine { line, message };
        let tidy = self.tidy;
        let gathering = self.gathering.get_or_insert_with(|| Gathering::new(line, tidy, Vec::new()));
        gathering.spoil([bad.clone()]);
        if self.spoiled.len() < MAX_BAD_LINES {
            self.spoiled.push(bad);
        }
    }

    /// Whether lines were taken whose report was not given yet.
    #[must_use]
    pub fn is_amid(&self) -> bool {
        self.gathering.is_some()
    }

    /// The last report.
    pub fn finish(&mut self) -> Option<Gathered> {
        self.spoiled.clear();
        self.gathering.take().map(|gathering| gathering.finish(self.tidy))
    }
}

impl Gathering {
    fn new(line: u64, tidy: &Tidy<'_>, head: Vec<String>) -> Self {
        let plan = tidy.plan();
        let rows = vec![Vec::new(); plan.sections.len()];
        Self {
            head,
            gathered: Gathered { line, report: None, bad: Vec::new(), more: 0 },
            report: Report { rows, ..Report::blank(plan.cells.len()) },
            seen: HashSet::new(),
            rows: HashMap::new(),
            unknown: Vec::new(),
            room: Room::new(tidy.validator.table()),
            bytes: 0,
        }
    }

    fn bad(&mut self, line: u64, (column, message): Wrong) {
        let message = if column.is_empty() { message } else { format!("column `{column}`: {message}") };
        self.spoil([BadLine { line, message }]);
    }

    fn spoil(&mut self, lines: impl IntoIterator<Item = BadLine>) {
        for bad in lines {
            if self.gathered.bad.len() < MAX_BAD_LINES {
                self.gathered.bad.push(bad);
            } else {
                self.gathered.more += 1;
            }
        }
    }

    /// Takes what the columns of identity and period say.
    fn begin(&mut self, tidy: &Tidy<'_>) -> Result<(), Wrong> {
        let plan = tidy.plan();
        for (number, text) in plan.identity.iter().zip(&self.head).filter(|(_, text)| !text.is_empty()) {
            let table = tidy.validator.table().cells.get(*number as usize);
            if let (Some(table), Some(cell)) = (table, self.report.cells.get_mut(*number as usize)) {
                *cell = value::plain(plan, table, text);
            }
        }
        match self.head.last() {
            Some(period) if !period.is_empty() => self.about(tidy, Target::Period, BEFORE[0], period.clone().as_str()),
            _ => Ok(()),
        }
    }

    /// Takes what belongs to the report as a whole, as a text.
    fn about(&mut self, tidy: &Tidy<'_>, target: Target, column: &'static str, text: &str) -> Result<(), Wrong> {
        let json = serde_json::Value::from(text).to_string();
        head(tidy.plan(), target, &json, &mut self.report).map_err(|fault| (column, said(text, fault)))
    }

    fn take<S: AsRef<str>>(
        &mut self,
        tidy: &Tidy<'_>,
        line: u64,
        path: &str,
        texts: &[S],
        buffer: &mut String,
    ) -> Result<(), Wrong> {
        let at = texts.get(tidy.dimensions()).unwrap_or_default();
        let mut rest = texts.iter().skip(tidy.dimensions().end).map(AsRef::as_ref);
        let [value, unit, status] = std::array::from_fn(|_| rest.next().unwrap_or_default());
        self.bytes += value.len() + at.iter().map(|text| text.as_ref().len()).sum::<usize>();
        if self.bytes > MAX_REPORT_BYTES {
            return Err(("", format!("the report has more than {MAX_REPORT_BYTES} bytes")));
        }
        if matches!(path, FORM | STATE | STRAY | EXPLANATIONS) || path.starts_with('/') {
            if at.iter().any(|text| !text.as_ref().is_empty()) {
                return Err((BEFORE[1], format!("`{path}` has no dimension")));
            }
            for (column, text) in AFTER.into_iter().skip(1).zip([unit, status]) {
                if !text.is_empty() {
                    return Err((column, format!("`{path}` has none")));
                }
            }
            return self.aside(tidy, line, path, value);
        }
        let Some(number) = tidy.names.find(path, at, buffer) else {
            return Err(tidy.names.missing(tidy.plan(), path, at));
        };
        let status = match status {
            "" => None,
            code => match Status::of_code(code) {
                Some(status) => Some(status),
                None => {
                    let known = Status::ALL.map(|status| format!("`{}`", status.code())).join(", ");
                    return Err((AFTER[2], format!("`{code}` is none of {known}")));
                }
            },
        };
        let (plan, table) = (tidy.plan(), tidy.validator.table());
        let Some(table) = table.cells.get(number as usize) else { return Ok(()) };
        let cell = value::cell(plan, table, value, status).map_err(|message| (AFTER[2], message))?;
        let name = tidy.names.cells.get(number as usize);
        let known = name.and_then(|name| name.unit).and_then(|unit| plan.units.get(unit as usize));
        let known = known.map_or("", |unit| unit.id.as_str());
        if !unit.is_empty() && unit != known {
            return Err((AFTER[1], format!("the unit of `{path}` is `{known}`, not `{unit}`")));
        }
        if let Some(position) = plan.identity.iter().position(|field| *field == number) {
            let column = self.head.get(position).map_or("", String::as_str);
            if !column.is_empty() && column != value {
                return Err((AFTER[0], format!("`{path}` is `{column}` in the column of that name")));
            }
        }
        let section = name.and_then(|name| name.section);
        let row = match section {
            Some(section) => Some((section, self.row(tidy, section, at)?)),
            None => None,
        };
        if !self.seen.insert((row, number)) {
            return Err((BEFORE[1], format!("`{path}` is there twice")));
        }
        self.put(tidy, row, number, cell)
    }

    /// Puts what a line says where it belongs.
    fn put(&mut self, tidy: &Tidy<'_>, row: Option<(u32, u32)>, number: u32, cell: Cell) -> Result<(), Wrong> {
        let Some((section, row)) = row else {
            if let Some(slot) = self.report.cells.get_mut(number as usize) {
                *slot = cell;
            }
            return Ok(());
        };
        let first = tidy.validator.table().sections.get(section as usize).map_or(0, |table| table.cells.start);
        let rows = self.report.rows.get_mut(section as usize);
        let cells = rows.and_then(|rows| rows.get_mut(row as usize)).map(|row| &mut row.cells);
        let slot = (number as usize).checked_sub(first).and_then(|at| cells?.get_mut(at));
        let is_key = tidy.plan().sections.get(section as usize).is_some_and(|section| section.key == number);
        if let Some(slot) = slot {
            // The column of a row with a key that it can say has said it.
            if is_key && !slot.is_blank() && *slot != cell {
                return Err((AFTER[0], "the key is not what the column of its dimension says".to_owned()));
            }
            *slot = cell;
        }
        Ok(())
    }

    /// The number of the row that the columns name; it is a new one where no line has named it yet.
    fn row<S: AsRef<str>>(&mut self, tidy: &Tidy<'_>, section: u32, at: &[S]) -> Result<u32, Wrong> {
        let (plan, table) = (tidy.plan(), tidy.validator.table());
        let mut row = 0;
        for section in tidy.names.chains.get(section as usize).into_iter().flatten() {
            let Some(about) = plan.sections.get(*section as usize) else { continue };
            let name = at.get(about.dimension as usize).map_or("", AsRef::as_ref);
            let rows = self.report.rows.get_mut(*section as usize);
            let next = rows.as_ref().and_then(|rows| u32::try_from(rows.len()).ok()).unwrap_or(u32::MAX);
            let above = std::mem::replace(&mut row, next);
            match self.rows.entry((*section, above, name.to_owned())) {
                std::collections::hash_map::Entry::Occupied(known) => row = *known.get(),
                std::collections::hash_map::Entry::Vacant(new) => {
                    let Some(section) = table.sections.get(*section as usize) else { continue };
                    if !self.room.take(section) {
                        return Err(("", format!("the rows of the report have more than {} cells", table.row_cells)));
                    }
                    new.insert(next);
                    let cells = section.cells.clone();
                    let mut new = Row { above, cells: vec![Cell::Blank; cells.len()] };
                    let key = (about.key as usize).checked_sub(cells.start).and_then(|at| new.cells.get_mut(at));
                    if let (Some(key), Some(table)) = (key, table.cells.get(about.key as usize))
                        && !name.starts_with(NUMBERED)
                    {
                        *key = value::plain(plan, table, name);
                    }
                    if let Some(rows) = rows {
                        rows.push(new);
                    }
                }
            }
        }
        Ok(row)
    }

    /// Takes a line that is about no cell.
    fn aside(&mut self, tidy: &Tidy<'_>, line: u64, path: &str, value: &str) -> Result<(), Wrong> {
        let column = AFTER[0];
        match path {
            FORM if value == tidy.plan().form => Ok(()),
            FORM => Err((column, format!("the form is `{}`, not `{value}`", tidy.plan().form))),
            STATE if tidy.plan().states.is_empty() => Err((BEFORE[1], "the form has no states".to_owned())),
            STATE if self.report.state.is_some() => Err((BEFORE[1], "`state` is there twice".to_owned())),
            STATE => self.about(tidy, Target::State, column, value),
            STRAY | EXPLANATIONS => {
                let json = value::json(value).map_err(|message| (column, message))?;
                let mut one = Report::default();
                let target = if path == STRAY { Target::Stray } else { Target::Explanations };
                head(tidy.plan(), target, &format!("[{json}]"), &mut one)
                    .map_err(|fault| (column, said(value, fault)))?;
                self.report.stray.append(&mut one.stray);
                self.report.explanations.append(&mut one.explanations);
                Ok(())
            }
            pointer => {
                let json = value::json(value).map_err(|message| (column, message))?;
                self.report.unknown.push(crate::report::Unknown { at: pointer.to_owned(), json });
                self.unknown.push(line);
                Ok(())
            }
        }
    }

    fn finish(mut self, tidy: &Tidy<'_>) -> Gathered {
        self.sort_rows(tidy);
        for (line, message) in unknown::misplaced(tidy, &self.report, &self.unknown) {
            self.bad(line, (BEFORE[1], message));
        }
        self.gathered.bad.sort_by_key(|bad| bad.line);
        Gathered { report: self.gathered.bad.is_empty().then_some(self.report), ..self.gathered }
    }

    /// Puts together the rows that stand in one row of the section above, as they are in a report that was read.
    fn sort_rows(&mut self, tidy: &Tidy<'_>) {
        let sections = &tidy.plan().sections;
        for number in 0..sections.len() {
            let Some(rows) = self.report.rows.get_mut(number).filter(|rows| !rows.is_sorted_by_key(|row| row.above))
            else {
                continue;
            };
            let mut order: Vec<usize> = (0..rows.len()).collect();
            order.sort_by_key(|at| rows.get(*at).map(|row| row.above));
            rows.sort_by_key(|row| row.above);
            let mut places = vec![0; order.len()];
            for (new, old) in order.into_iter().enumerate() {
                if let (Some(place), Ok(new)) = (places.get_mut(old), u32::try_from(new)) {
                    *place = new;
                }
            }
            for (inner, section) in sections.iter().enumerate() {
                if section.above.is_some_and(|above| above as usize == number) {
                    for row in self.report.rows.get_mut(inner).into_iter().flatten() {
                        row.above = places.get(row.above as usize).copied().unwrap_or(row.above);
                    }
                }
            }
        }
    }
}

/// What a fault says of a text.
fn said(text: &str, fault: Fault) -> String {
    let Fault { value, expected, .. } = fault;
    let why = value.map(|value| format!(": {value}")).unwrap_or_default();
    let expected = expected.map(|expected| format!("; write {expected}")).unwrap_or_default();
    format!("`{text}` cannot stand here{why}{expected}")
}
