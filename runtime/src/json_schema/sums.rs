//! The keyword of sums.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Keyword, ValidationError};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Bounds, end, number};
use crate::exact::Ratio;
use crate::interval::{End, Interval};
use crate::plan::{Operator, Severities, Severity};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sums {
    /// States of a report, where severities are those of a state.
    #[serde(default)]
    states: Vec<String>,
    /// The key of a row, by the pointer of its list.
    #[serde(default)]
    keys: BTreeMap<String, String>,
    #[serde(default)]
    marks: BTreeMap<String, Meaning>,
    /// The marks that a cell takes that does not say so itself; none is all.
    takes: Option<Vec<String>>,
    #[serde(default)]
    cells: BTreeMap<String, Cell>,
    checks: Vec<Check>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Meaning {
    NotApplicable(NotApplicable),
    Range(Box<Bounds>),
}

#[derive(Debug, Deserialize)]
enum NotApplicable {
    #[serde(rename = "not_applicable")]
    NotApplicable,
}

/// What a cell is other than usual.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    /// None: 0, unless `above` is said. Some of none: no bound.
    #[serde(default, deserialize_with = "said")]
    min: Option<Option<Ratio>>,
    max: Option<Ratio>,
    above: Option<Ratio>,
    below: Option<Ratio>,
    takes: Option<Vec<String>>,
    adds: Option<bool>,
    rounded: Option<u8>,
    blank: Option<Blank>,
}

/// Tells a `null` from nothing.
fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Blank {
    not_applicable: bool,
    beneath: Vec<String>,
    table: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    check: String,
    severity: Severities,
    /// The filer may say why it fails.
    #[serde(default)]
    explained: bool,
    compare: Vec<Comparison>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Comparison {
    /// The list in each of whose rows it must hold.
    each: Option<String>,
    left: Vec<Term>,
    op: Operator,
    right: Vec<Term>,
    tolerance: Option<Ratio>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Term {
    Cell(String),
    Multiple { at: String, times: Ratio },
    Number { number: Ratio },
}

/// Where a comparison is judged: in a report, and in one of its rows.
#[derive(Clone, Copy)]
struct Place<'r> {
    report: &'r Value,
    row: Option<&'r Value>,
}

/// What stands in a cell.
enum Standing {
    Figure(BigRational),
    Range(Interval),
    NotApplicable,
    /// A blank, or what cannot be read.
    Unknown,
}

/// A side of a comparison: as written, and as far as rounding reaches.
#[derive(Debug)]
struct Side {
    written: Interval,
    reached: Interval,
}

impl<'i> Keyword<'i> for Sums {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match self.violations(instance).next() {
            Some(message) => Err(ValidationError::custom(message)),
            None => Ok(()),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.violations(instance).next().is_none()
    }

    fn iter_errors(&self, instance: &'i Value) -> Box<dyn Iterator<Item = ValidationError<'i>> + 'i> {
        let messages: Vec<String> = self.violations(instance).collect();
        Box::new(messages.into_iter().map(|message| -> ValidationError<'i> { ValidationError::custom(message) }))
    }
}

impl Sums {
    /// A message for every comparison that fails.
    fn violations(&self, report: &Value) -> impl Iterator<Item = String> {
        let said = report.get("state").and_then(Value::as_str);
        let state = said.and_then(|said| self.states.iter().position(|state| state == said));
        let asserted = self.checks.iter().filter(move |check| check.severity.at(state) == Severity::Error);
        let asserted = asserted.filter(|check| !(check.explained && is_explained(report, &check.check)));
        let comparisons = asserted.flat_map(|check| check.compare.iter().map(move |compare| (check, compare)));
        comparisons.flat_map(|(check, compare)| {
            let rows: Vec<Option<&Value>> = match &compare.each {
                Some(list) => self.rows(report, list).into_iter().map(Some).collect(),
                None => vec![None],
            };
            let failing = rows.into_iter().filter_map(|row| {
                let at = Place { report, row };
                let (left, right) = (self.side(at, &compare.left)?, self.side(at, &compare.right)?);
                fails(compare, &left, &right).then(|| {
                    format!("{}: {} {} {} does not hold", check.check, left.written, compare.op.symbol(), right.written)
                })
            });
            failing.collect::<Vec<_>>()
        })
    }

    /// The rows of a list that take part in anything: those with a key, of several with the same one the first.
    fn rows<'r>(&self, report: &'r Value, list: &str) -> Vec<&'r Value> {
        let rows = report.pointer(list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let Some(key) = self.keys.get(list) else { return rows.iter().collect() };
        let mut known = BTreeSet::new();
        let key_of = |row: &'r Value| row.pointer(key).and_then(Value::as_str).filter(|key| !key.is_empty());
        rows.iter().filter(|row| key_of(row).is_some_and(|key| known.insert(key))).collect()
    }

    /// All that a sum may come to; none where it does not apply.
    fn side(&self, at: Place<'_>, terms: &[Term]) -> Option<Side> {
        let zero = || Interval::point(BigRational::zero());
        let mut side = Side { written: zero(), reached: zero() };
        for term in terms {
            let (next, times) = match term {
                Term::Cell(pointer) => (self.cells(at, pointer)?, BigRational::one()),
                Term::Multiple { at: pointer, times } => (self.cells(at, pointer)?, times.as_big().clone()),
                Term::Number { number } => {
                    let point = Interval::point(number.as_big().clone());
                    (Side { written: point.clone(), reached: point }, BigRational::one())
                }
            };
            side.written = side.written.sum(&next.written.scaled(&times));
            side.reached = side.reached.sum(&next.reached.scaled(&times));
        }
        Some(side)
    }

    /// A cell, or the sum of those of all rows of a list, which does not apply where there are no rows.
    fn cells(&self, at: Place<'_>, pointer: &str) -> Option<Side> {
        let Some((list, within)) = pointer.split_once("/*/") else { return self.cell(at.report, pointer, pointer) };
        let within = format!("/{within}");
        if let Some(row) = at.row {
            return self.cell(row, &within, pointer);
        }
        let mut sum: Option<Side> = None;
        for row in self.rows(at.report, list) {
            let next = self.cell(row, &within, pointer)?;
            sum = Some(match sum {
                Some(sum) => Side { written: sum.written.sum(&next.written), reached: sum.reached.sum(&next.reached) },
                None => next,
            });
        }
        sum
    }

    /// What stands at a pointer within a report or row; `name` is the cell's name in the keyword.
    fn cell(&self, within: &Value, pointer: &str, name: &str) -> Option<Side> {
        let usual = Cell::default();
        let cell = self.cells.get(name).unwrap_or(&usual);
        let (written, half) = match self.standing(within, pointer, cell) {
            Standing::Figure(value) => (Interval::point(value), cell.rounded.map(half_unit)),
            Standing::Range(range) => (range, None),
            Standing::NotApplicable if cell.adds == Some(false) => return None,
            Standing::NotApplicable => (Interval::point(BigRational::zero()), None),
            Standing::Unknown => (cell.interval(), None),
        };
        let reached = half.map_or_else(|| written.clone(), |half| written.widened(&half, &half));
        Some(Side { written, reached })
    }

    fn standing(&self, report: &Value, pointer: &str, cell: &Cell) -> Standing {
        match report.pointer(pointer) {
            None | Some(Value::Null) => match &cell.blank {
                Some(blank) if self.is_not_applicable(report, blank) => Standing::NotApplicable,
                _ => Standing::Unknown,
            },
            Some(Value::Number(value)) => number(&value.to_string()).map_or(Standing::Unknown, Standing::Figure),
            Some(Value::String(text)) => match self.marks.get(text) {
                Some(_) if cell.takes.as_ref().or(self.takes.as_ref()).is_some_and(|takes| !takes.contains(text)) => {
                    Standing::Unknown
                }
                Some(Meaning::NotApplicable(NotApplicable::NotApplicable)) => Standing::NotApplicable,
                Some(Meaning::Range(range)) => Standing::Range(range.interval()),
                None => number(text).map_or(Standing::Unknown, Standing::Figure),
            },
            Some(Value::Bool(_) | Value::Array(_) | Value::Object(_)) => Standing::Unknown,
        }
    }

    /// Whether a blank is 'not applicable': its table holds something, and nothing beneath it is other than 0.
    fn is_not_applicable(&self, report: &Value, blank: &Blank) -> bool {
        let other_than_zero = |pointer: &String| {
            let usual = Cell::default();
            let cell =
                Cell { blank: None, takes: self.cells.get(pointer).and_then(|cell| cell.takes.clone()), ..usual };
            match self.standing(report, pointer, &cell) {
                Standing::Figure(value) => !value.is_zero(),
                Standing::Range(range) => range.as_point().is_none_or(|point| !point.is_zero()),
                Standing::NotApplicable | Standing::Unknown => false,
            }
        };
        blank.not_applicable
            && blank.table.iter().any(|pointer| report.pointer(pointer).is_some_and(holds_something))
            && !blank.beneath.iter().any(other_than_zero)
    }
}

impl Cell {
    fn interval(&self) -> Interval {
        let lower = end(self.above.as_ref(), true).or_else(|| match &self.min {
            Some(min) => end(min.as_ref(), false),
            None => Some(End { value: BigRational::zero(), open: false }),
        });
        let upper = end(self.below.as_ref(), true).or_else(|| end(self.max.as_ref(), false));
        Interval::new(lower, upper).unwrap_or(Interval::ALL)
    }
}

/// Whether the filer says why a check fails.
fn is_explained(report: &Value, check: &str) -> bool {
    let of_check = |one: &Value| {
        let text = |key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default();
        let row = one.get("row").and_then(Value::as_object).is_some_and(|row| !row.is_empty());
        text("check") == check && !row && !text("text").trim().is_empty()
    };
    report.get("explanations").and_then(Value::as_array).is_some_and(|all| all.iter().any(of_check))
}

/// Whether any cell at or under a value is filled in.
fn holds_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(object) => object.values().any(holds_something),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => true,
    }
}

/// Half a unit of a decimal place.
fn half_unit(places: u8) -> BigRational {
    BigRational::new(BigInt::one(), num_traits::pow(BigInt::from(10), places.into()) * BigInt::from(2))
}

/// Whether no choice of true values satisfies a comparison.
fn fails(compare: &Comparison, left: &Side, right: &Side) -> bool {
    let tolerance = compare.tolerance.as_ref().map_or_else(BigRational::zero, |tolerance| tolerance.as_big().clone());
    let reached = left.reached.sum(&right.reached.negative());
    let above = |difference: &Interval, strictly: bool| {
        difference.lower().is_some_and(|end| end.value > tolerance || end.value == tolerance && (strictly || end.open))
    };
    match compare.op {
        Operator::Equal => above(&reached, false) || above(&reached.negative(), false),
        Operator::NotEqual => left.written.sum(&right.written.negative()).as_point().is_some_and(Zero::is_zero),
        Operator::Less => above(&reached, true),
        Operator::AtMost => above(&reached, false),
        Operator::Greater => above(&reached.negative(), true),
        Operator::AtLeast => above(&reached.negative(), false),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::json_schema::{SUMS, options};

    fn check(keyword: &Value, report: &Value, expected: &[&str]) {
        let schema = json!({ SUMS: keyword });
        let validator = options().build(&schema).expect("the keyword is well-formed");
        let errors: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
        assert_eq!(errors, expected, "{report}");
    }

    fn total() -> Value {
        json!({
            "marks": {"/": "not_applicable", "<5": {"min": "1", "below": "5"}},
            "checks": [{
                "check": "t:parts",
                "severity": "error",
                "compare": [{"left": ["/t"], "op": "==", "right": ["/a", "/b", {"at": "/c", "times": "-1"}]}],
            }],
        })
    }

    #[test]
    fn sums_are_exact_and_deduct() {
        check(&total(), &json!({"t": 4, "a": 3, "b": 2, "c": 1}), &[]);
        check(&total(), &json!({"t": 5, "a": 3, "b": 2, "c": 1}), &["t:parts: 5 == 4 does not hold"]);
        check(&total(), &json!({"t": "0.3", "a": "0.1", "b": "0.2", "c": 0}), &[]);
    }

    #[test]
    fn a_blank_neither_hides_nor_invents_a_contradiction() {
        check(&total(), &json!({"t": 8, "a": 5, "b": 4, "c": 0}), &["t:parts: 8 == 9 does not hold"]);
        check(&total(), &json!({"t": 8, "a": 5, "c": 0}), &[]);
        check(&total(), &json!({"t": 4, "a": 5, "b": null, "c": 0}), &["t:parts: 4 == [5,+inf) does not hold"]);
    }

    #[test]
    fn marks_stand_for_what_they_mean() {
        check(&total(), &json!({"t": 5, "a": 5, "b": "/", "c": "/"}), &[]);
        check(&total(), &json!({"t": 9, "a": 5, "b": "<5", "c": 0}), &[]);
        check(&total(), &json!({"t": 10, "a": 5, "b": "<5", "c": 0}), &["t:parts: 10 == [6,10) does not hold"]);
    }

    #[test]
    fn warnings_never_fail() {
        let mut keyword = total();
        keyword["checks"][0]["severity"] = json!("warning");
        check(&keyword, &json!({"t": 5, "a": 0, "b": 0, "c": 0}), &[]);
    }

    #[test]
    fn an_explanation_lets_a_check_fail_that_says_so() {
        let explained = json!({"t": 5, "a": 0, "b": 0, "c": 0, "explanations": [{"check": "t:parts", "text": "so"}]});
        check(&total(), &explained, &["t:parts: 5 == 0 does not hold"]);
        let mut keyword = total();
        keyword["checks"][0]["explained"] = json!(true);
        check(&keyword, &explained, &[]);
    }

    #[test]
    fn a_cell_that_does_not_add_and_does_not_apply_leaves_the_check_out() {
        let mut keyword = total();
        keyword["cells"] = json!({"/b": {"adds": false}});
        check(&keyword, &json!({"t": 9, "a": 1, "b": "/", "c": 0}), &[]);
    }

    fn by_rows(compare: &Value) -> Value {
        json!({
            "keys": {"/x/rows": "/key"},
            "checks": [{"check": "x:over.d", "severity": "error", "compare": [compare]}],
        })
    }

    #[test]
    fn a_list_is_summed_up_row_by_row_and_no_rows_are_no_sum() {
        let keyword = by_rows(&json!({"left": ["/x/total/a"], "op": "==", "right": ["/x/rows/*/a"]}));
        let row = |key: &str, a: i64| json!({"key": key, "a": a});
        let report = |rows: Value| json!({"x": {"total": {"a": 5}, "rows": rows}});
        check(&keyword, &report(json!([row("k", 2), row("l", 3)])), &[]);
        check(&keyword, &report(json!([row("k", 2), row("l", 2)])), &["x:over.d: 5 == 4 does not hold"]);
        check(&keyword, &report(json!([row("k", 5), row("k", 3), {"a": 1}])), &[]);
        check(&keyword, &report(json!([{"key": "k"}, row("l", 6)])), &["x:over.d: 5 == [6,+inf) does not hold"]);
        check(&keyword, &report(json!([])), &[]);
        check(&keyword, &report(Value::Null), &[]);
    }

    #[test]
    fn a_comparison_in_each_row_reads_that_row() {
        let keyword =
            by_rows(&json!({"each": "/x/rows", "left": ["/x/rows/*/t"], "op": "==", "right": ["/x/rows/*/a/b"]}));
        let report = json!({"x": {"rows": [{"key": "k", "t": 1, "a": {"b": 1}}, {"key": "l", "t": 1, "a": {"b": 2}}]}});
        check(&keyword, &report, &["x:over.d: 1 == 2 does not hold"]);
    }

    #[test]
    fn a_check_is_asserted_in_the_states_in_which_it_is_an_error() {
        let mut keyword = total();
        keyword["states"] = json!(["draft", "submitted"]);
        keyword["checks"][0]["severity"] = json!(["warning", "error"]);
        let report = |state: Value| json!({"state": state, "t": 5, "a": 0, "b": 0, "c": 0});
        check(&keyword, &report(json!("draft")), &[]);
        for state in [json!("submitted"), Value::Null] {
            check(&keyword, &report(state), &["t:parts: 5 == 0 does not hold"]);
        }
    }

    #[test]
    fn rounding_and_tolerance_are_in_the_figures_favour() {
        let mut keyword = total();
        keyword["cells"] = json!({"/a": {"rounded": 0}, "/b": {"rounded": 0}});
        check(&keyword, &json!({"t": 6, "a": 3, "b": 2, "c": 0}), &[]);
        check(&keyword, &json!({"t": 7, "a": 3, "b": 2, "c": 0}), &["t:parts: 7 == 5 does not hold"]);
        keyword["checks"][0]["compare"][0]["tolerance"] = json!("1");
        check(&keyword, &json!({"t": 7, "a": 3, "b": 2, "c": 0}), &[]);
    }

    #[test]
    fn a_blank_that_means_not_applicable_is_zero_until_something_contradicts() {
        let mut keyword = total();
        keyword["cells"] =
            json!({"/b": {"blank": {"not_applicable": true, "beneath": ["/d"], "table": ["/a", "/b", "/t"]}}});
        check(&keyword, &json!({"t": 9, "a": 5, "c": 0, "d": 0}), &["t:parts: 9 == 5 does not hold"]);
        check(&keyword, &json!({"t": 9, "a": 5, "c": 0, "d": 1}), &[]);
    }

    #[test]
    fn a_keyword_of_another_shape_is_an_error_of_the_schema() {
        let error = options().build(&json!({ SUMS: {"checks": 1} })).err().map(|error| error.to_string());
        assert!(error.is_some_and(|error| error.contains(SUMS)));
    }
}
