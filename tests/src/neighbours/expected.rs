//! What becomes of a report on its way to another revision, found out anew: pair by pair, and with no table.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::drawn::{Drawn, Kin, Side};
use crate::dice::Dice;

/// A cell of a report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// Its figure, by number.
    pub figure: usize,
    /// Of which member; none of what has no members.
    pub who: Option<Bound>,
    /// Of which office.
    pub office: Option<Bound>,
}

/// The whole of a dimension, or one of its members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// The whole.
    Total,
    /// A member or key.
    One(String),
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Not applicable.
    NotApplicable,
    /// A range.
    Range,
    /// A figure, in hundred-millionths of a case or yuan.
    Figure(i128),
}

/// A report: the keys of the rows of each heading, and what stands in cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Keys, by heading.
    pub rows: [BTreeSet<String>; 3],
    /// What stands in cells that are not blank.
    pub cells: BTreeMap<Cell, Holds>,
}

/// What a report becomes.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The report there.
    pub table: Table,
    /// Cells that were left.
    pub left: BTreeSet<Cell>,
    /// Those of them that were kept as stray.
    pub kept: BTreeSet<Cell>,
    /// Cells there that hold sums.
    pub sums: BTreeSet<Cell>,
    /// Cells that were added up.
    pub added: BTreeSet<Cell>,
}

/// How much of the base unit the last place of a unit is, in hundred-millionths, and how much the unit itself.
fn scale(unit: &str) -> (i128, i128) {
    match unit {
        "yuan" => (1_000_000, 100_000_000),
        "wan" => (100_000_000, 1_000_000_000_000),
        _ => (100_000_000, 100_000_000),
    }
}

/// All cells of a report in whose rows these keys stand.
#[must_use]
pub fn cells(side: &Side, keys: &[BTreeSet<String>; 3]) -> Vec<Cell> {
    let mut all = Vec::new();
    for (figure, about) in side.figures.iter().enumerate() {
        let one = |ids: Vec<String>| {
            std::iter::once(Bound::Total).chain(ids.into_iter().map(Bound::One)).map(Some).collect::<Vec<_>>()
        };
        let whos = if about.by_who { one(side.members.clone()) } else { vec![None] };
        let keys = keys[about.heading].iter().cloned().collect();
        let offices = if about.heading > 0 { one(keys) } else { vec![None] };
        for office in offices {
            all.extend(whos.iter().map(|who| Cell { figure, who: who.clone(), office: office.clone() }));
        }
    }
    all
}

/// Draws a report.
#[must_use]
pub fn table(dice: &mut Dice<'_>, side: &Side) -> Table {
    let mut table = Table::default();
    for heading in 1..3 {
        table.rows[heading] = ["k", "l", "m"].iter().filter(|_| !dice.one_in(3)).map(|key| (*key).to_owned()).collect();
    }
    for cell in cells(side, &table.rows) {
        let unit = scale(side.figures[cell.figure].unit);
        let holds = match dice.below(8) {
            0 | 1 => continue,
            2 => Holds::NotApplicable,
            3 => Holds::Range,
            // Some have as many places as their unit takes, some would have none in any.
            4 => Holds::Figure(unit.0 * dice.below(200) as i128),
            _ => Holds::Figure(unit.1 * dice.below(20) as i128),
        };
        table.cells.insert(cell, holds);
    }
    table
}

impl Table {
    /// The JSON of the report.
    #[must_use]
    pub fn json(&self, side: &Side) -> Value {
        let mut json = json!({});
        for (heading, keys) in side.headings.iter().zip(&self.rows).skip(1) {
            json[heading]["rows"] = keys.iter().map(|key| json!({"office": key})).collect();
        }
        for (cell, holds) in &self.cells {
            let figure = &side.figures[cell.figure];
            let mut at = &mut json[side.headings[figure.heading].as_str()];
            match &cell.office {
                None => {}
                Some(Bound::Total) => at = &mut at["total"],
                Some(Bound::One(key)) => {
                    let row = self.rows[figure.heading].iter().position(|known| known == key);
                    at = &mut at["rows"][row.expect("cells stand in rows")];
                }
            }
            for key in &figure.keys {
                at = &mut at[key.as_str()];
            }
            match &cell.who {
                None => {}
                Some(Bound::Total) => at = &mut at["total"],
                Some(Bound::One(member)) => at = &mut at[member.as_str()],
            }
            *at = holds.json(figure.unit);
        }
        json
    }

    /// The report of a JSON text.
    ///
    /// # Panics
    /// Where a cell holds what no report of these forms does.
    #[must_use]
    pub fn of(json: &Value, side: &Side) -> Self {
        let mut table = Self::default();
        let nothing = Vec::new();
        let rows = |heading: usize| json[&side.headings[heading]]["rows"].as_array().unwrap_or(&nothing);
        for heading in 1..3 {
            let keys = rows(heading).iter().map(|row| row["office"].as_str().expect("a key").to_owned());
            table.rows[heading] = keys.collect();
            assert_eq!(table.rows[heading].len(), rows(heading).len(), "no key is there twice");
        }
        for cell in cells(side, &table.rows) {
            let figure = &side.figures[cell.figure];
            let mut at = match &cell.office {
                None => &json[&side.headings[figure.heading]],
                Some(Bound::Total) => &json[&side.headings[figure.heading]]["total"],
                Some(Bound::One(key)) => {
                    let row = rows(figure.heading).iter().find(|row| row["office"] == **key);
                    row.expect("cells stand in rows")
                }
            };
            for key in &figure.keys {
                at = &at[key];
            }
            let at = match &cell.who {
                None => at,
                Some(Bound::Total) => &at["total"],
                Some(Bound::One(member)) => &at[member],
            };
            if let Some(holds) = Holds::of(at, figure.unit) {
                table.cells.insert(cell, holds);
            }
        }
        table
    }
}

impl Holds {
    fn json(self, unit: &str) -> Value {
        match self {
            Self::NotApplicable => json!("/"),
            Self::Range => json!("<1"),
            Self::Figure(value) => {
                let (_, whole) = scale(unit);
                let (before, after) = (value / whole, value % whole);
                let digits = format!("{after:0width$}", width = whole.ilog10() as usize);
                match (unit, digits.trim_end_matches('0')) {
                    ("case", _) => json!(i64::try_from(before).expect("a small figure")),
                    (_, "") => json!(before.to_string()),
                    (_, places) => json!(format!("{before}.{places}")),
                }
            }
        }
    }

    fn of(json: &Value, unit: &str) -> Option<Self> {
        let text = match json {
            Value::Null => return None,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(match text.as_str() {
            "/" => Self::NotApplicable,
            "<1" => Self::Range,
            _ => {
                let (_, whole) = scale(unit);
                let (before, after) = text.split_once('.').unwrap_or((&text, ""));
                let digits = format!("{after:0<width$}", width = whole.ilog10() as usize);
                let number = |text: &str| text.parse::<i128>().unwrap_or_else(|_| panic!("`{text}` is no figure"));
                Self::Figure(number(before) * whole + number(&digits))
            }
        })
    }
}

/// The two sides of a way.
struct Sides<'a> {
    here: &'a Side,
    there: &'a Side,
    kin: &'a Kin,
    is_onward: bool,
}

impl Sides<'_> {
    fn figures(&self, here: usize, there: usize) -> bool {
        let (old, new) = if self.is_onward { (here, there) } else { (there, here) };
        self.kin.figures.contains(&(old, new))
    }

    fn who(&self, here: &str, there: &str) -> bool {
        let at = |side: &Side, id: &str| side.members.iter().position(|known| known == id).expect("a member");
        let (here, there) = (at(self.here, here), at(self.there, there));
        let (old, new) = if self.is_onward { (here, there) } else { (there, here) };
        self.kin.members.contains(&(old, new))
    }

    /// Whether two cells hold the same, or the one is a part of the other.
    fn joined(&self, here: &Cell, there: &Cell) -> bool {
        self.figures(here.figure, there.figure)
            && bound(&here.who, &there.who, |here, there| self.who(here, there))
            && bound(&here.office, &there.office, |here, there| here == there)
    }

    fn broken(&self, here: &Cell, there: &Cell) -> bool {
        let new = if self.is_onward { there } else { here };
        let side = if self.is_onward { self.there } else { self.here };
        let member = match &new.who {
            Some(Bound::One(member)) => side.members.iter().position(|known| known == member),
            _ => None,
        };
        self.kin.broken_figures.contains(&new.figure)
            || member.is_some_and(|member| self.kin.broken_members.contains(&member))
    }
}

fn bound(here: &Option<Bound>, there: &Option<Bound>, same: impl Fn(&str, &str) -> bool) -> bool {
    match (here, there) {
        (None | Some(Bound::Total), None | Some(Bound::Total)) => true,
        (Some(Bound::One(here)), Some(Bound::One(there))) => same(here, there),
        _ => false,
    }
}

/// Whether some of the figures that a cell's own is there say nothing of its place.
fn is_partial(cell: &Cell, related: &[usize], there: &Side) -> bool {
    let says = |figure: &usize| {
        let figure = &there.figures[*figure];
        (figure.by_who || !matches!(cell.who, Some(Bound::One(_))))
            && (figure.heading > 0 || !matches!(cell.office, Some(Bound::One(_))))
    };
    related.len() > 1 && !related.iter().all(says)
}

/// What becomes of a report of the earlier revision, or of the later one.
#[must_use]
pub fn outcome(drawn: &Drawn, is_onward: bool, report: &Table) -> Outcome {
    let (here, there) = if is_onward { (&drawn.old, &drawn.new) } else { (&drawn.new, &drawn.old) };
    let sides = Sides { here, there, kin: &drawn.kin, is_onward };
    let mut outcome = Outcome::default();
    // Rows go where their heading goes and where a figure in them goes.
    for (number, other) in there.figures.iter().enumerate() {
        for (from, figure) in here.figures.iter().enumerate() {
            if sides.figures(from, number) && figure.heading > 0 && other.heading > 0 {
                outcome.table.rows[other.heading].extend(report.rows[figure.heading].iter().cloned());
            }
        }
    }
    let keys: BTreeSet<String> = report.rows.iter().flatten().cloned().collect();
    let every = [keys.clone(), keys.clone(), keys];
    let (own, other) = (cells(here, &every), cells(there, &every));
    let mut done = BTreeSet::new();
    for cell in &own {
        if done.contains(cell) {
            continue;
        }
        // All that is joined with it, on both sides.
        let (mut xs, mut ys) = (BTreeSet::from([cell]), BTreeSet::new());
        loop {
            let size = xs.len() + ys.len();
            ys.extend(other.iter().filter(|y| xs.iter().any(|x| sides.joined(x, y))));
            xs.extend(own.iter().filter(|x| ys.iter().any(|y| sides.joined(x, y))));
            if xs.len() + ys.len() == size {
                break;
            }
        }
        done.extend(xs.iter().map(|x| (*x).clone()));
        group(&sides, report, (&xs, &ys), &mut outcome);
    }
    outcome
}

fn group(sides: &Sides<'_>, report: &Table, (xs, ys): (&BTreeSet<&Cell>, &BTreeSet<&Cell>), outcome: &mut Outcome) {
    let held = || xs.iter().filter(|x| report.cells.contains_key(**x)).map(|x| (*x).clone());
    let is_broken = xs.iter().any(|x| ys.iter().any(|y| sides.joined(x, y) && sides.broken(x, y)));
    if ys.is_empty() || is_broken {
        return outcome.left.extend(held());
    }
    let figures = |side: &Side| 0..side.figures.len();
    let related = |x: &Cell| figures(sides.there).filter(|y| sides.figures(x.figure, *y)).collect::<Vec<_>>();
    let related_back = |y: &Cell| figures(sides.here).filter(|x| sides.figures(*x, y.figure)).collect::<Vec<_>>();
    let partial = xs.iter().any(|x| is_partial(x, &related(x), sides.there))
        || ys.iter().any(|y| is_partial(y, &related_back(y), sides.here));
    let splits = xs.iter().any(|x| {
        let members = |member: &str| sides.there.members.iter().filter(|there| sides.who(member, there)).count();
        related(x).len() > 1 || matches!(&x.who, Some(Bound::One(member)) if members(member) > 1)
    });
    if ys.len() > 1 || (partial && splits) {
        outcome.kept.extend(held());
        return outcome.left.extend(held());
    }
    if partial {
        return outcome.left.extend(held());
    }
    let Some(y) = ys.first() else { return };
    let unit = |side: &Side, cell: &Cell| side.figures[cell.figure].unit;
    let to = unit(sides.there, y);
    let sum = match xs.len() {
        1 => xs.first().and_then(|x| report.cells.get(*x)).map(|holds| match holds {
            Holds::Range if xs.iter().any(|x| unit(sides.here, x) != to) => None,
            holds => Some(*holds),
        }),
        _ => add(sides, report, xs),
    };
    let fits = |holds: &Holds| !matches!(holds, Holds::Figure(value) if value % scale(to).0 != 0);
    match sum {
        None => {}
        Some(Some(holds)) if fits(&holds) => {
            if xs.len() > 1 {
                outcome.sums.insert((*y).clone());
                outcome.added.extend(held());
            }
            outcome.table.cells.insert((*y).clone(), holds);
        }
        Some(_) => outcome.left.extend(held()),
    }
}

/// The sum of cells: nothing where there is nothing to add, and none where it is not known.
fn add(sides: &Sides<'_>, report: &Table, xs: &BTreeSet<&Cell>) -> Option<Option<Holds>> {
    let mut sum = None;
    let mut not_applicable = false;
    for x in xs {
        if let Some(Bound::One(key)) = &x.office {
            let rows = &report.rows[sides.here.figures[x.figure].heading];
            match (rows.contains(key), rows.is_empty()) {
                (true, _) => {}
                (false, true) => return Some(None),
                (false, false) => continue,
            }
        }
        match report.cells.get(*x) {
            Some(Holds::Figure(value)) => sum = Some(sum.unwrap_or(0) + value),
            Some(Holds::NotApplicable) => not_applicable = true,
            Some(Holds::Range) | None => return Some(None),
        }
    }
    match sum {
        Some(sum) => Some(Some(Holds::Figure(sum))),
        None => not_applicable.then_some(Some(Holds::NotApplicable)),
    }
}

/// The cells of a list of what was left.
///
/// # Panics
/// Where something is listed that is no cell of these forms.
#[must_use]
pub fn listed(left: &[tallyform::revision::Left], side: &Side) -> BTreeSet<Cell> {
    let cell = |left: &tallyform::revision::Left| {
        let is_it = |figure: &super::drawn::Figure| {
            let path = std::iter::once(&side.headings[figure.heading]).chain(&figure.keys);
            path.map(String::as_str).collect::<Vec<_>>().join(".") == left.path
        };
        let figure = side.figures.iter().position(is_it).unwrap_or_else(|| panic!("{left}"));
        let bound = |id: &str, has: bool| match left.row.get(id) {
            Some(one) => Some(Bound::One(one.clone())),
            None => has.then_some(Bound::Total),
        };
        let about = &side.figures[figure];
        Cell { figure, who: bound("who", about.by_who), office: bound("office", about.heading > 0) }
    };
    left.iter().map(cell).collect()
}
