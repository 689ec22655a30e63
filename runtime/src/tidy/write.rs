//! Reports as lines.

use std::collections::HashSet;
use std::ops::Range;

use super::line::{Kind, Line};
use super::status::Status;
use super::{EXPLANATIONS, FORM, NUMBERED, STATE, STRAY, Tidy, value};
use crate::cell::Cell;
use crate::plan::TOTAL;
use crate::report::{Nesting, Report};
use crate::write::{explanation, stray};

impl Tidy<'_> {
    /// What the columns of identity and period say of a report. They are the same in all its lines.
    #[must_use]
    pub fn head(&self, report: &Report) -> Vec<String> {
        let plan = self.plan();
        let fields = plan.identity.iter().map(|number| value::text(plan, *number, report.cell(*number)).0);
        fields.chain([report.period.clone().unwrap_or_default()]).collect()
    }

    /// A line that says that a report begins. It is needed before a report whose [head](Tidy::head) is that of the one
    /// before it, and for a report without any other line.
    pub fn opening(&self, report: &Report, write: &mut dyn FnMut(&Line<'_>)) {
        let head = self.head(report);
        let mut writer = Writer::new(self, report, &head, write);
        let form = &self.plan().form;
        writer.line(Written { path: FORM, value: form, kind: Kind::Text, unit: "", status: "" });
    }

    /// The lines of a report: state, then figures and fields in form order, then what the form lacks.
    /// Gives how many there are.
    pub fn write(&self, report: &Report, write: &mut dyn FnMut(&Line<'_>)) -> usize {
        let head = self.head(report);
        let mut writer = Writer::new(self, report, &head, write);
        if let Some(state) = &report.state {
            writer.about(STATE, state, Kind::Text);
        }
        let place = Place { cells: &report.cells, first: 0, section: None, row: 0 };
        writer.cells(0..self.plan().cells.len(), place);
        for unknown in &report.unknown {
            writer.about(&unknown.at, &unknown.json, Kind::Text);
        }
        for one in &report.stray {
            let mut json = String::new();
            stray(&mut json, one);
            writer.about(STRAY, &json, Kind::Json);
        }
        for one in &report.explanations {
            let mut json = String::new();
            explanation(&mut json, one);
            writer.about(EXPLANATIONS, &json, Kind::Json);
        }
        writer.lines
    }
}

/// A report being written.
struct Writer<'a, 'v> {
    tidy: &'a Tidy<'v>,
    report: &'a Report,
    head: &'a [String],
    nesting: Nesting,
    /// What each dimension is bound to, in the line that is being written.
    at: Vec<String>,
    /// What each dimension is bound to that is open, in the rows around it.
    rows: Vec<String>,
    lines: usize,
    write: &'a mut dyn FnMut(&Line<'_>),
}

/// What a line says of its own.
struct Written<'a> {
    path: &'a str,
    value: &'a str,
    kind: Kind,
    unit: &'a str,
    status: &'a str,
}

/// Where cells are taken from: the report or one of its rows.
#[derive(Clone, Copy)]
struct Place<'a> {
    cells: &'a [Cell],
    /// The number of the first of them.
    first: usize,
    section: Option<u32>,
    /// The number of the row among those of its section.
    row: u32,
}

impl<'a, 'v> Writer<'a, 'v> {
    fn new(tidy: &'a Tidy<'v>, report: &'a Report, head: &'a [String], write: &'a mut dyn FnMut(&Line<'_>)) -> Self {
        let none = vec![String::new(); tidy.plan().dimensions.len()];
        let nesting = Nesting::of(report);
        Self { tidy, report, head, nesting, at: none.clone(), rows: none, lines: 0, write }
    }

    fn line(&mut self, written: Written<'_>) {
        let Written { path, value, kind, unit, status } = written;
        (self.write)(&Line { report: self.head, path, at: &self.at, value, kind, unit, status });
        self.lines += 1;
    }

    /// A line that is about no cell.
    fn about(&mut self, path: &str, value: &str, kind: Kind) {
        self.at.iter_mut().for_each(String::clear);
        self.line(Written { path, value, kind, unit: "", status: "" });
    }

    fn cells(&mut self, cells: Range<usize>, place: Place<'a>) {
        let (tidy, table) = (self.tidy, self.tidy.validator.table());
        let mut number = cells.start;
        while number < cells.end {
            let section = tidy.names.cells.get(number).and_then(|name| name.section);
            if section == place.section {
                self.cell(number, place);
                number += 1;
                continue;
            }
            // The cell stands in rows within these: the outermost of its sections that is not around this place.
            let depth = place.section.and_then(|of| tidy.names.chains.get(of as usize)).map_or(0, Vec::len);
            let chain = section.and_then(|section| tidy.names.chains.get(section as usize));
            let inner = chain.and_then(|chain| chain.get(depth)).copied();
            let Some((inner, rows)) = inner.and_then(|inner| Some((inner, table.sections.get(inner as usize)?))) else {
                return;
            };
            self.rows(inner, rows.cells.clone(), place);
            number = rows.cells.end.max(number + 1);
        }
    }

    fn rows(&mut self, section: u32, cells: Range<usize>, place: Place<'a>) {
        let plan = self.tidy.plan();
        let Some(about) = plan.sections.get(section as usize) else { return };
        let dimension = about.dimension as usize;
        let own = self.tidy.validator.table().sections.get(section as usize).map_or(0, |table| table.own);
        let mut seen = HashSet::new();
        for (position, (row, content)) in
            self.nesting.rows(plan, self.report, section, place.row).into_iter().enumerate()
        {
            let inner = Place { cells: &content.cells, first: cells.start, section: Some(section), row };
            let key = inner.cell(about.key as usize);
            let (text, _) = value::text(plan, about.key, key);
            let says_the_key = self.says(about.key, &text, key) && seen.insert(text.clone());
            let name = if says_the_key { text } else { format!("{NUMBERED}{}", position + 1) };
            if let Some(at) = self.rows.get_mut(dimension) {
                *at = name;
            }
            if !says_the_key || own <= 1 {
                self.key(about.key, inner);
            }
            self.cells(cells.clone(), inner);
        }
        if let Some(at) = self.rows.get_mut(dimension) {
            at.clear();
        }
    }

    /// Whether the column of its dimension can say this key.
    fn says(&self, number: u32, text: &str, key: &Cell) -> bool {
        !text.is_empty() && text != TOTAL && !text.starts_with(NUMBERED) && self.is_plain(number, text, key)
    }

    /// Whether a text alone says what stands in a cell.
    fn is_plain(&self, number: u32, text: &str, cell: &Cell) -> bool {
        let plain = |table| value::plain(self.tidy.plan(), table, text);
        match self.tidy.validator.table().cells.get(number as usize) {
            Some(_) if text.is_empty() => cell.is_blank(),
            Some(table) => plain(table) == *cell,
            None => false,
        }
    }

    fn cell(&mut self, number: usize, place: Place<'a>) {
        let Ok(short) = u32::try_from(number) else { return };
        let plan = self.tidy.plan();
        // What the columns say already has a line of its own only where they cannot say all of it.
        if plan.identity.contains(&short) {
            let cell = place.cell(number);
            if self.is_plain(short, &value::text(plan, short, cell).0, cell) {
                return;
            }
        }
        let is_key = place.section.and_then(|section| plan.sections.get(section as usize));
        if is_key.is_none_or(|section| section.key != short) {
            self.key(short, place);
        }
    }

    /// The line of a cell, be it a key or not.
    fn key(&mut self, number: u32, place: Place<'a>) {
        let (tidy, plan) = (self.tidy, self.tidy.plan());
        let Some(name) = tidy.names.cells.get(number as usize) else { return };
        let cell = place.cell(number as usize);
        for ((at, bound), row) in self.at.iter_mut().zip(tidy.names.at(name)).zip(&self.rows) {
            at.clear();
            at.push_str(if bound == crate::plan::EVERY_ROW { row } else { bound });
        }
        let unit = name.unit.and_then(|unit| plan.units.get(unit as usize)).map_or("", |unit| unit.id.as_str());
        let (value, kind) = value::text(plan, number, cell);
        let status = Status::of(plan, cell).code();
        self.line(Written { path: &name.path, value: &value, kind, unit, status });
    }
}

impl<'a> Place<'a> {
    /// What stands in a cell; blank where there is none.
    fn cell(self, number: usize) -> &'a Cell {
        number.checked_sub(self.first).and_then(|at| self.cells.get(at)).unwrap_or(&Cell::Blank)
    }
}
