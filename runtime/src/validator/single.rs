//! Checks of a single cell.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::codes::Allowed;
use super::is_not_applicable;
use super::judging::{Judging, Level, Order, cell_value, first_language, place};
use crate::cell::{Cell, Misfit};
use crate::evaluate::{Filed, Part, Place, Spot, Standing};
use crate::exact::MAX_FIGURE;
use crate::finding::{Finding, Outcome};
use crate::interval::Interval;
use crate::message::{self, Filling};
use crate::plan::{Content, Plan, Severities, message_key};
use crate::tally::CellCheck;

/// What the quick way needs to know of a cell: the least and greatest digits within its bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    least: i64,
    greatest: i64,
    required: bool,
    /// Texts have a length or a pattern to keep, or the cell holds codes.
    text_is_checked: bool,
    is_in_rows: bool,
}

/// Works out the bounds of every cell.
pub(super) fn bounds(plan: &Plan) -> Vec<Bounds> {
    let one = |cell: &crate::plan::Cell| {
        let mut bounds = Bounds {
            least: i64::MIN,
            greatest: i64::MAX,
            required: cell.checks.required.is_some(),
            text_is_checked: match &cell.content {
                Content::Text { pattern, max_length } => pattern.is_some() || max_length.is_some(),
                Content::Code { .. } => true,
                _ => false,
            },
            is_in_rows: cell.section.is_some(),
        };
        if let Content::Figure(figure) = &cell.content {
            let scale = BigRational::from_integer(num_traits::pow(BigInt::from(10), figure.decimals.into()));
            if let Some(lower) = &figure.lower {
                let digits = lower.value.as_big() * &scale;
                let least = if lower.open { digits.floor() + BigInt::from(1) } else { digits.ceil() };
                bounds.least = clamp(&least.to_integer());
            }
            if let Some(upper) = &figure.upper {
                let digits = upper.value.as_big() * &scale;
                let greatest = if upper.open { digits.ceil() - BigInt::from(1) } else { digits.floor() };
                bounds.greatest = clamp(&greatest.to_integer());
            }
        }
        bounds
    };
    plan.cells.iter().map(one).collect()
}

fn clamp(digits: &BigInt) -> i64 {
    digits.to_i64().unwrap_or(if digits.sign() == num_bigint::Sign::Minus { i64::MIN } else { i64::MAX })
}

/// Judges every cell alone.
pub(super) fn judge(judging: &mut Judging<'_, '_>) {
    let validator = judging.validator;
    let cells = &judging.filed.now.report.cells;
    for (number, bounds) in validator.bounds().iter().enumerate().filter(|(_, bounds)| !bounds.is_in_rows) {
        one(judging, number, bounds, cells.get(number), Place::Plain);
    }
    for (section, table) in judging.filed.tables.sections() {
        let side = judging.filed.now;
        let rows = side.report.rows.get(section as usize).map_or(&[][..], Vec::as_slice);
        for ((place, row), part) in (0..).map(Place::Row).zip(rows).zip(side.rows.parts(section)) {
            let own = match part {
                Part::Key(_) => table.own.as_slice(),
                Part::Keyless => std::slice::from_ref(&table.key),
                Part::Double(_) | Part::Nothing => continue,
            };
            for cell in own {
                let number = *cell as usize;
                if let Some(bounds) = validator.bounds().get(number) {
                    let content = row.cells.get(cell.saturating_sub(table.cells.start) as usize);
                    one(judging, number, bounds, content, place);
                }
            }
        }
    }
}

/// Judges one cell, in full where it holds anything unusual.
fn one(judging: &mut Judging<'_, '_>, number: usize, bounds: &Bounds, content: Option<&Cell>, place: Place) {
    match content {
        Some(Cell::Figure(digits)) if *digits >= bounds.least && *digits <= bounds.greatest => {
            if let Some(tally) = &mut judging.tally {
                tally.plain_figure(number);
            }
        }
        None | Some(Cell::Blank) if !bounds.required => {}
        Some(Cell::Text(_)) if !bounds.text_is_checked && judging.tally.is_none() => {}
        // A cell holds no mark but those that it takes.
        Some(Cell::Mark(mark)) if judging.tally.is_none() && is_not_applicable(judging.plan(), *mark) => {}
        _ => in_full(judging, number, place),
    }
}

/// Judges one cell with all of its checks.
fn in_full(judging: &mut Judging<'_, '_>, number: usize, place: Place) {
    let Ok(cell) = u32::try_from(number) else {
        return;
    };
    let spot = Spot { cell, prior: false, place };
    let content = judging.filed.content(spot);
    let Some(planned) = judging.plan().cells.get(number) else {
        return;
    };
    let checks = planned.checks;
    let mut one = Single { judging, number, spot };

    if let Some(severity) = checks.required {
        let blank = content.is_blank() && !one.judging.filed.blank_is_not_applicable(spot);
        one.judged(CellCheck::Required, severity, !blank, message_key::REQUIRED, String::new);
    }
    let (is_mark, misfit, is_type) = match content {
        Cell::Blank => return,
        Cell::Mark(_) => (true, None, None),
        Cell::Other(other) => match other.misfit {
            Misfit::Mark(_) => (true, Some(Misfit::Mark(0)), None),
            Misfit::Places => (false, Some(Misfit::Places), Some(true)),
            Misfit::Type => (false, Some(Misfit::Type), Some(false)),
        },
        _ => (false, None, Some(true)),
    };
    let plan = one.judging.plan();
    if let (true, Some(severity)) = (is_mark, checks.marks) {
        let holds = !matches!(misfit, Some(Misfit::Mark(_)));
        one.judged(CellCheck::Marks, severity, holds, message_key::MARKS, || {
            let tokens = planned.takes.iter().filter_map(|mark| plan.marks.get(*mark as usize));
            message::list(tokens.map(|mark| mark.token.as_str()))
        });
    }
    if let (Some(mut holds), Some(severity)) = (is_type, checks.kind) {
        let codes = match &planned.content {
            Content::Code { of, .. } => Allowed::new(one.judging.validator, &one.judging.filed, of),
            _ => Allowed::Any,
        };
        holds = holds
            && match content {
                Cell::Text(code) => codes.has(code),
                Cell::Codes(all) => all.iter().all(|code| codes.has(code)),
                _ => true,
            };
        let is_code = matches!((content, &planned.content), (Cell::Text(_) | Cell::Codes(_), Content::Code { .. }));
        let key = if is_code { message_key::CODES } else { message_key::TYPE };
        one.judged(CellCheck::Type, severity, holds, key, || expected(&codes, &planned.content, content));
    }
    match &planned.content {
        Content::Figure(figure) => {
            let standing = one.judging.filed.standing(spot);
            if let (Standing::Figure(_), Some(severity)) = (&standing, checks.places) {
                let holds = misfit != Some(Misfit::Places);
                one.judged(CellCheck::Places, severity, holds, message_key::PLACES, || figure.decimals.to_string());
            }
            if let (Standing::Figure(_) | Standing::Range(_), Some(severity)) = (&standing, checks.bounds)
                && (figure.lower.is_some() || figure.upper.is_some())
            {
                let allowed = Interval::between(figure.lower.as_ref(), figure.upper.as_ref());
                let written = one.judging.filed.interval(spot, &standing);
                let outcome = match (written.meets(&allowed), written.is_within(&allowed)) {
                    (false, _) => Outcome::Violated,
                    (true, true) => Outcome::Satisfied,
                    (true, false) => Outcome::Undetermined,
                };
                one.outcome(CellCheck::Bounds, severity, outcome, message_key::BOUNDS, || allowed.to_string());
            }
        }
        Content::Text { pattern, max_length } => {
            if let (Cell::Text(text), Some(severity)) = (content, checks.bounds)
                && (pattern.is_some() || max_length.is_some())
            {
                let fits = max_length.is_none_or(|most| text.chars().count() <= most as usize);
                let holds = fits && one.judging.validator.matches(number, text);
                one.judged(CellCheck::Bounds, severity, holds, message_key::PATTERN, || {
                    let length = max_length.map(|most| format!("0..{most}"));
                    message::list(pattern.as_deref().into_iter().chain(length.as_deref()))
                });
            }
        }
        Content::Date {} | Content::Year {} | Content::Bool {} | Content::Code { .. } => {}
    }
}

/// The JSON text of what may be of the wrong type, so that a numeral in quotes is seen to be a text; none of a figure.
fn as_written(content: &Cell) -> Option<String> {
    match content {
        Cell::Text(text) => serde_json::to_string(&**text).ok(),
        Cell::Other(other) if other.misfit != Misfit::Places => Some(other.json.clone()),
        _ => None,
    }
}

/// What a cell must hold, and how large a figure may be where one is larger.
fn expected(codes: &Allowed<'_>, planned: &Content, content: &Cell) -> String {
    let example = expected_type(codes, planned);
    match (planned, content) {
        (Content::Figure(_), Cell::Other(other)) => match &other.value {
            Some(value) if !value.is_in_range() => format!("{example} (≤ {MAX_FIGURE})"),
            _ => example,
        },
        _ => example,
    }
}

/// What a cell of this content must hold, in words that need no translation.
fn expected_type(codes: &Allowed<'_>, content: &Content) -> String {
    match content {
        Content::Figure(figure) if figure.decimals == 0 => "12".to_owned(),
        Content::Figure(_) => "\"12.5\"".to_owned(),
        Content::Text { .. } => "\"…\"".to_owned(),
        Content::Date {} => "\"2017-01-31\"".to_owned(),
        Content::Year {} => "2017".to_owned(),
        Content::Bool {} => "true, false".to_owned(),
        Content::Code { many, .. } => {
            let codes = codes.list();
            if *many { format!("[{codes}]") } else { codes }
        }
    }
}

/// One cell being judged.
struct Single<'j, 'a, 'o> {
    judging: &'j mut Judging<'a, 'o>,
    number: usize,
    spot: Spot,
}

impl Single<'_, '_, '_> {
    fn judged(
        &mut self,
        check: CellCheck,
        severity: Severities,
        holds: bool,
        key: &str,
        expected: impl FnOnce() -> String,
    ) {
        let outcome = if holds { Outcome::Satisfied } else { Outcome::Violated };
        self.outcome(check, severity, outcome, key, expected);
    }

    fn outcome(
        &mut self,
        check: CellCheck,
        severity: Severities,
        outcome: Outcome,
        key: &str,
        expected: impl FnOnce() -> String,
    ) {
        if let Some(tally) = &mut self.judging.tally {
            tally.cell(self.number, check, outcome);
        }
        let listed = outcome == Outcome::Violated
            || (outcome == Outcome::Undetermined && self.judging.validator.lists_undetermined());
        if !listed {
            return;
        }
        let filed = self.judging.filed;
        let plan = filed.plan;
        let Some(planned) = plan.cells.get(self.number) else {
            return;
        };
        // What concerns a cell of a matrix is said of its figure, with the place of the cell.
        let Some((figure, node)) = plan.figure_of(planned) else {
            return;
        };
        let bindings = filed.bindings(self.spot);
        let filling = Filling {
            node: Some(figure),
            place: Some(bindings.clone()),
            cell: Some(self.spot),
            at: filed.pointer(self.spot).unwrap_or_default(),
            value: as_written(filed.content(self.spot)),
            expected: Some(expected()),
            ..Filling::default()
        };
        let remark = planned.remarks.iter().find(|remark| remark.check == check.key() && !remark.message.is_empty());
        let message = match remark {
            Some(remark) if outcome == Outcome::Violated => {
                let bound = filed.bound_at(self.spot);
                message::fill(plan, Some(&Filed { bound: &bound, ..filed }), &remark.message, &filling)
            }
            _ => message::of_plan(plan, Some(&filed), key, &filling),
        };
        let finding = Finding {
            check: format!("{}:{}", node.path, check.key()),
            severity: self.judging.severity(severity),
            outcome,
            bindings,
            cells: cell_value(&filed, self.spot).into_iter().collect(),
            left: None,
            op: None,
            right: None,
            difference: None,
            tolerance: None,
            message,
            place: place(plan, node.place),
            language: first_language(plan),
        };
        let levels = self.levels(figure);
        self.judging.push(Order { node: figure, levels, number: self.number, part: 0 }, finding);
    }

    /// Where a cell in rows stands among those of its figure; other cells stand in the order of the form.
    fn levels(&self, figure: u32) -> Vec<Level> {
        let filed = self.judging.filed;
        let plan = filed.plan;
        let by = plan.nodes.get(figure as usize).map_or(&[][..], |node| &node.by);
        let is_open = |number: &u32| plan.dimensions.get(*number as usize).is_some_and(|one| one.key.is_some());
        let planned = plan.cells.get(self.number);
        let rows = match (self.spot.place, planned.and_then(|cell| cell.section)) {
            (Place::Row(row), Some(section)) => filed.ancestry(section, row, false).unwrap_or_default(),
            _ => Vec::new(),
        };
        let row_of = |number: u32| {
            let is_of =
                |(section, _): &&(u32, u32)| filed.tables.section(*section).is_some_and(|one| one.dimension == number);
            rows.iter().find(is_of).map(|(_, row)| Level::Row(*row as usize))
        };
        if !by.iter().any(is_open) {
            return rows.iter().map(|(_, row)| Level::Row(*row as usize)).collect();
        }
        let node = planned.and_then(|cell| plan.nodes.get(cell.node as usize));
        let at = node.and_then(|node| node.coordinate.as_ref()).map(|coordinate| &coordinate.at);
        let member = |number: u32| {
            let dimension = plan.dimensions.get(number as usize)?;
            let at = at?.get(&dimension.id)?;
            dimension.members.iter().position(|member| member.id == *at).map(Level::Member)
        };
        by.iter().map(|number| row_of(*number).or_else(|| member(*number)).unwrap_or(Level::Whole)).collect()
    }
}
