//! The rows of a report, straight off its JSON, and where a cell of the plan stands among them.

use std::collections::BTreeMap;

use serde_json::Value;
use tallyform::plan::Plan;

/// The keys to which open dimensions are bound, by the number of the dimension.
pub type Keys = BTreeMap<usize, String>;

/// The lists that stand in a report, or in one of its rows, by the number of their section.
pub type Lists<'a> = BTreeMap<usize, Vec<Row<'a>>>;

/// A report and its rows.
#[derive(Clone, Debug)]
pub struct Side<'a> {
    /// The report.
    pub report: &'a Value,
    /// Its lists, without those that stand in rows.
    pub lists: Lists<'a>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// Its JSON object.
    pub value: &'a Value,
    /// JSON Pointer of that.
    pub pointer: String,
    /// What it takes part in.
    pub part: Part,
    /// The lists in it; none where it takes part in nothing.
    pub lists: Lists<'a>,
}

/// What a row takes part in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// In everything.
    Key(String),
    /// In nothing: a row before it has this key.
    Double(String),
    /// In nothing: its key is blank or cannot be read.
    Keyless,
}

/// Where a cell of the plan stands.
#[derive(Clone, Debug)]
pub enum Place<'r, 'a> {
    /// In no row.
    Plain,
    /// In this row.
    Row(&'r Row<'a>),
    /// In a row that a section with rows does not have.
    Absent,
    /// In a row of a section without any, or of a report that is not there.
    Unreported,
    /// In any number of such rows.
    Many,
}

impl<'a> Side<'a> {
    /// Reads the rows of a report.
    #[must_use]
    pub fn of(plan: &Plan, report: &'a Value) -> Self {
        Self { report, lists: lists(plan, None, report, "") }
    }
}

fn lists<'a>(plan: &Plan, above: Option<usize>, value: &'a Value, at: &str) -> Lists<'a> {
    let here = |section: &usize| plan.sections[*section].above.map(|above| above as usize) == above;
    (0..plan.sections.len()).filter(here).map(|section| (section, list(plan, section, value, at))).collect()
}

fn list<'a>(plan: &Plan, section: usize, value: &'a Value, at: &str) -> Vec<Row<'a>> {
    let said = &plan.sections[section];
    let key_at = &plan.cells[said.key as usize].pointer;
    let objects = value.pointer(&said.pointer).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut rows: Vec<Row<'a>> = Vec::new();
    for (number, value) in objects.iter().enumerate() {
        let pointer = format!("{at}{}/{number}", said.pointer);
        let part = match value.pointer(key_at).and_then(Value::as_str) {
            None | Some("") => Part::Keyless,
            Some(key) if rows.iter().any(|row| row.part == Part::Key(key.to_owned())) => Part::Double(key.to_owned()),
            Some(key) => Part::Key(key.to_owned()),
        };
        let lists = match part {
            Part::Key(_) => lists(plan, Some(section), value, &pointer),
            _ => Lists::new(),
        };
        rows.push(Row { value, pointer, part, lists });
    }
    rows
}

impl Row<'_> {
    /// Its key, if it takes part.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match &self.part {
            Part::Key(key) => Some(key),
            _ => None,
        }
    }
}

/// The rows of a list that take part.
pub fn keyed<'r, 'a>(lists: &'r Lists<'a>, section: usize) -> Vec<&'r Row<'a>> {
    lists.get(&section).into_iter().flatten().filter(|row| row.key().is_some()).collect()
}

/// The sections in which a cell stands, from the outermost.
#[must_use]
pub fn chain(plan: &Plan, cell: usize) -> Vec<usize> {
    let mut chain = Vec::new();
    let mut here = plan.cells[cell].section;
    while let Some(section) = here {
        chain.insert(0, section as usize);
        here = plan.sections[section as usize].above;
    }
    chain
}

/// The dimension of a section.
#[must_use]
pub fn dimension(plan: &Plan, section: usize) -> usize {
    plan.sections[section].dimension as usize
}

/// Where a cell stands at these keys. What a prior report lacks is not reported.
#[must_use]
pub fn locate<'r, 'a>(plan: &Plan, side: Option<&'r Side<'a>>, prior: bool, cell: usize, keys: &Keys) -> Place<'r, 'a> {
    let mut found = run(plan, side, prior, (cell, &[]), keys);
    if found.len() == 1 { found.remove(0) } else { Place::Unreported }
}

/// Where the cells stand that an operand is: one for each row along some dimensions. Of no rows there are none.
#[must_use]
pub fn run<'r, 'a>(
    plan: &Plan,
    side: Option<&'r Side<'a>>,
    prior: bool,
    (cell, along): (usize, &[usize]),
    keys: &Keys,
) -> Vec<Place<'r, 'a>> {
    let chain = chain(plan, cell);
    if chain.is_empty() {
        return vec![Place::Plain];
    }
    let Some(side) = side else {
        return vec![if along.is_empty() { Place::Unreported } else { Place::Many }];
    };
    let mut walk = Walk { plan, prior, along, keys, places: Vec::new(), gap: false };
    walk.down(&side.lists, &chain);
    // Where some lists are empty and others are not, nothing is known of what the empty ones would hold.
    if walk.gap && !walk.places.is_empty() {
        walk.places.push(Place::Many);
    }
    walk.places
}

struct Walk<'w, 'r, 'a> {
    plan: &'w Plan,
    prior: bool,
    along: &'w [usize],
    keys: &'w Keys,
    places: Vec<Place<'r, 'a>>,
    /// Some list along the way has no rows.
    gap: bool,
}

impl<'r, 'a> Walk<'_, 'r, 'a> {
    fn down(&mut self, lists: &'r Lists<'a>, chain: &[usize]) {
        let Some((&section, rest)) = chain.split_first() else { return };
        let rows = keyed(lists, section);
        let is_along = |section: &usize| self.along.contains(&dimension(self.plan, *section));
        if is_along(&section) {
            self.gap |= rows.is_empty();
            rows.into_iter().for_each(|row| self.row(row, rest));
            return;
        }
        let key = self.keys.get(&dimension(self.plan, section));
        match rows.iter().find(|row| row.key() == key.map(String::as_str)) {
            Some(row) => self.row(row, rest),
            None if rows.is_empty() || self.prior || key.is_none() => {
                self.places.push(if rest.iter().any(is_along) { Place::Many } else { Place::Unreported });
            }
            None => self.places.push(Place::Absent),
        }
    }

    fn row(&mut self, row: &'r Row<'a>, rest: &[usize]) {
        match rest {
            [] => self.places.push(Place::Row(row)),
            _ => self.down(&row.lists, rest),
        }
    }
}
