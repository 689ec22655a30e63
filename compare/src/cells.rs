//! What the cells of a figure or field may hold, before and after.

use std::collections::{BTreeMap, BTreeSet};

use tallyform::interval::Interval;
use tallyform::plan::{Cell, CodesOf, Content, Figure, Plan, Severities, Severity};

use crate::change::{Change, Kind, Reach, Subject};
use crate::kin::Kinship;

/// Where a cell stands: in rows or not, and at which members, by the names that they have in the earlier form.
type Spot = (bool, BTreeMap<String, String>);

/// The cells of every figure and field, by its node.
pub(crate) struct Cells<'a> {
    by_figure: BTreeMap<u32, Vec<&'a Cell>>,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(plan: &'a Plan) -> Self {
        let mut by_figure: BTreeMap<u32, Vec<&Cell>> = BTreeMap::new();
        for cell in &plan.cells {
            if let Some((figure, _)) = plan.figure_of(cell) {
                by_figure.entry(figure).or_default().push(cell);
            }
        }
        Self { by_figure }
    }

    pub(crate) fn of(&self, node: u32) -> &[&'a Cell] {
        self.by_figure.get(&node).map_or(&[], Vec::as_slice)
    }
}

/// The place of a cell of the later form by the names of the earlier one; none where it has a dimension or member that is
/// new.
pub(crate) fn spot_before(old: &Plan, new: &Plan, kinship: &Kinship, cell: &Cell) -> Option<Spot> {
    let mut at = BTreeMap::new();
    for (dimension, member) in coordinate(new, cell) {
        let number = new.dimensions.iter().position(|one| one.id == *dimension)?;
        let now = new.dimensions.get(number)?;
        let before = old.dimensions.get(kinship.dimensions.get(number)?.same? as usize)?;
        let member = match now.members.iter().position(|one| one.id == *member) {
            Some(position) => {
                let same = kinship.members.get(number)?.get(position)?.same?;
                before.members.get(same as usize)?.id.clone()
            }
            None => member.clone(),
        };
        at.insert(before.id.clone(), member);
    }
    Some((cell.section.is_some(), at))
}

/// The place of a cell of the earlier form.
pub(crate) fn spot(old: &Plan, cell: &Cell) -> Spot {
    (cell.section.is_some(), coordinate(old, cell).clone())
}

fn coordinate<'p>(plan: &'p Plan, cell: &Cell) -> &'p BTreeMap<String, String> {
    static NOWHERE: BTreeMap<String, String> = BTreeMap::new();
    let node = plan.nodes.get(cell.node as usize);
    node.and_then(|node| node.coordinate.as_ref()).map_or(&NOWHERE, |coordinate| &coordinate.at)
}

/// What a number of cells says in one respect: the texts where it changed, and what that does to reports.
#[derive(Default)]
struct Seen {
    was: BTreeSet<String>,
    now: BTreeSet<String>,
    reach: Option<Reach>,
    outgrows: bool,
}

/// The changes of what cells hold. `pairs` are cells that go on, the earlier one first.
pub(crate) fn changes((old, new): (&Plan, &Plan), pairs: &[(&Cell, &Cell)], of: Subject) -> Vec<Change> {
    let mut seen: BTreeMap<Kind, Seen> = BTreeMap::new();
    let mut say = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
        if was == now {
            return;
        }
        let entry = seen.entry(kind).or_default();
        entry.reach = match (entry.reach, reach) {
            (Some(one), Some(other)) => Some(one.and(other)),
            (one, other) => one.or(other),
        };
        entry.was.insert(was);
        entry.now.insert(now);
    };
    let mut outgrows = false;
    for (was, now) in pairs {
        match (&was.content, &now.content) {
            (Content::Figure(before), Content::Figure(after)) => {
                figures((old, before), (new, after), &mut say);
                outgrows |= column(after) > column(before);
            }
            (
                Content::Text { pattern: before, max_length: short },
                Content::Text { pattern: after, max_length: long },
            ) => {
                let length = |length: &Option<u32>| length.map_or(u32::MAX, |length| length);
                let (short_now, long_now) = (length(short), length(long));
                let reach = Reach::new(
                    long_now < short_now || (before != after && after.is_some()),
                    long_now > short_now || (before != after && before.is_some()),
                );
                outgrows |= long_now > short_now;
                say(Kind::Pattern, text(before.as_deref(), *short), text(after.as_deref(), *long), reach);
            }
            (Content::Code { of: before, many }, Content::Code { of: after, many: many_now }) => {
                let reach = Reach::new(*many && !many_now, !many && *many_now);
                say(Kind::Type, type_name(&was.content).into(), type_name(&now.content).into(), reach);
                say(Kind::Codes, codes(old, before), codes(new, after), Some(Reach::Both));
            }
            (before, after) => say(Kind::Type, type_name(before).into(), type_name(after).into(), Some(Reach::Both)),
        }
        let marks = |plan: &Plan, cell: &Cell| -> BTreeSet<String> {
            let marks = cell.takes.iter().filter_map(|mark| plan.marks.get(*mark as usize));
            marks.map(|mark| mark.token.clone()).collect()
        };
        let (before, after) = (marks(old, was), marks(new, now));
        let reach = Reach::new(before.difference(&after).next().is_some(), after.difference(&before).next().is_some());
        let list = |marks: BTreeSet<String>| match marks.is_empty() {
            true => "none".to_owned(),
            false => marks.into_iter().collect::<Vec<_>>().join(", "),
        };
        say(Kind::Takes, list(before), list(after), reach);
        let blank = |cell: &Cell| if cell.blank.is_some() { "not applicable" } else { "not reported" };
        say(Kind::Blank, blank(was).into(), blank(now).into(), None);
        let (before, after) = (was.checks.required, now.checks.required);
        say(Kind::Required, severities(before), severities(after), graver(before, after));
        let others = |cell: &Cell| [cell.checks.kind, cell.checks.marks, cell.checks.places, cell.checks.bounds];
        for ((name, before), after) in
            ["type", "marks", "places", "bounds"].into_iter().zip(others(was)).zip(others(now))
        {
            let said = |severity| format!("{name}: {}", severities(severity));
            if before != after {
                say(Kind::Severity, said(before), said(after), graver(before, after));
            }
        }
    }
    let one = |texts: BTreeSet<String>| texts.into_iter().collect::<Vec<_>>().join(" or ");
    let made = seen.into_iter().map(|(kind, seen)| Change {
        was: Some(one(seen.was)),
        now: Some(one(seen.now)),
        reach: seen.reach,
        outgrows: seen.outgrows || (outgrows && matches!(kind, Kind::Bounds | Kind::Decimals | Kind::Pattern)),
        ..Change::bare(kind, of)
    });
    made.collect()
}

fn figures(
    (old, before): (&Plan, &Figure),
    (new, after): (&Plan, &Figure),
    say: &mut dyn FnMut(Kind, String, String, Option<Reach>),
) {
    say(Kind::Unit, unit(old, before.unit), unit(new, after.unit), Some(Reach::Both));
    let number = |places: u8| if places == 0 { "integer" } else { "decimal in quotes" }.to_owned();
    say(Kind::Number, number(before.decimals), number(after.decimals), Some(Reach::Both));
    let reach = Reach::new(after.decimals < before.decimals, after.decimals > before.decimals);
    say(Kind::Decimals, before.decimals.to_string(), after.decimals.to_string(), reach);
    let rounded =
        |places: Option<u8>| places.map_or_else(|| "exact".to_owned(), |places| format!("to {places} places"));
    say(Kind::Rounded, rounded(before.rounded), rounded(after.rounded), Some(Reach::Both));
    let range = |figure: &Figure| Interval::between(figure.lower.as_ref(), figure.upper.as_ref());
    let (was, now) = (range(before), range(after));
    say(Kind::Bounds, was.to_string(), now.to_string(), Reach::new(!was.is_within(&now), !now.is_within(&was)));
}

/// A unit with all that makes it what it is.
fn unit(plan: &Plan, unit: u32) -> String {
    let Some(unit) = plan.units.get(unit as usize) else { return String::new() };
    let kind = unit.kind.as_str();
    let of = unit.of.as_ref().map_or_else(String::new, |of| format!(" of {of}"));
    let factor = if unit.factor == 1.into() { String::new() } else { format!(", factor {}", unit.factor) };
    format!("{} ({kind}{of}{factor})", unit.id)
}

/// The narrowest column of usual databases that takes a figure: whether it may be negative, bytes of an integer, decimal
/// places. A bound that the form does not say counts as the greatest figure of a report.
fn column(figure: &Figure) -> (bool, u32, u8) {
    let signed = figure.lower.as_ref().is_none_or(|lower| lower.value.is_negative());
    let fits = |limit: i64| {
        let upper = figure.upper.as_ref().is_some_and(|upper| upper.value <= limit.into());
        upper && figure.lower.as_ref().is_some_and(|lower| lower.value >= (-limit).into())
    };
    let bytes = [(2, i64::from(i16::MAX)), (4, i64::from(i32::MAX))].into_iter().find(|(_, limit)| fits(*limit));
    (signed, bytes.map_or(8, |(bytes, _)| bytes), figure.decimals)
}

fn text(pattern: Option<&str>, length: Option<u32>) -> String {
    let pattern = pattern.map_or_else(|| "any text".to_owned(), |pattern| format!("matches {pattern}"));
    length.map_or_else(|| pattern.clone(), |length| format!("{pattern}, at most {length} characters"))
}

fn codes(plan: &Plan, of: &CodesOf) -> String {
    match of {
        CodesOf::List(name) => name.clone(),
        CodesOf::Field(cell) => {
            let node = plan.cells.get(*cell as usize).and_then(|cell| plan.nodes.get(cell.node as usize));
            node.map_or_else(String::new, |node| format!("those of {}", node.path))
        }
    }
}

fn type_name(content: &Content) -> &'static str {
    match content {
        Content::Figure(_) => "figure",
        Content::Text { .. } => "text",
        Content::Date {} => "date",
        Content::Year {} => "year",
        Content::Bool {} => "bool",
        Content::Code { many: false, .. } => "code",
        Content::Code { many: true, .. } => "several codes",
    }
}

/// How grave a check is, as text.
pub(crate) fn severities(severities: Option<Severities>) -> String {
    let Some(severities) = severities else { return "off".to_owned() };
    severities.iter().map(|one| one.to_string()).collect::<Vec<_>>().join(", then ")
}

/// Whether a report is in order depends on the errors that it has in the last state.
pub(crate) fn graver(was: Option<Severities>, now: Option<Severities>) -> Option<Reach> {
    let is_error = |severities: Option<Severities>| severities.is_some_and(|all| all.at(None) == Severity::Error);
    Reach::new(is_error(now) && !is_error(was), is_error(was) && !is_error(now))
}
