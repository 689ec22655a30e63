//! What stands in one cell, and what its own checks say of it.

use serde_json::{Value, json};

use super::found;

const CELLS: &str = "\
items:
  - {id: n, label: N, takes: ['<1']}
  - {id: d, label: D, unit: day, max: 9}
  - {id: two, label: Two, unit: day}
check: n == 5
";

#[track_caller]
fn of_n(value: Value, expected: &[&str]) {
    assert_eq!(found(CELLS, json!({"n": value})), expected, "{value}");
}

#[test]
fn numerals_of_the_wrong_kind_keep_their_value() {
    of_n(json!(5), &[]);
    of_n(json!(5.0), &[]);
    of_n(json!("5"), &["n:type Violated"]);
    of_n(json!("5.5"), &[":check Violated", "n:places Violated"]);
    of_n(json!(5.5), &[":check Violated", "n:places Violated"]);
    of_n(json!(9_007_199_254_740_992_i64), &[":check Violated", "n:type Violated"]);
}

#[test]
fn what_cannot_be_read_stands_for_everything() {
    of_n(json!("five"), &[":check Undetermined", "n:type Violated"]);
    of_n(json!(true), &[":check Undetermined", "n:type Violated"]);
    // A mark that is not taken is `:marks`, never `:type`.
    of_n(json!("/"), &[":check Undetermined", "n:marks Violated"]);
    of_n(Value::Null, &[":check Undetermined"]);
}

#[test]
fn a_range_mark_is_a_figure_within_its_range() {
    of_n(json!("<1"), &[":check Violated"]);
}

#[test]
fn bounds_judge_what_is_written_only() {
    assert_eq!(found(CELLS, json!({"n": 5, "d": "9.5"})), ["d:bounds Violated"]);
    assert_eq!(found(CELLS, json!({"n": 5, "d": null})), [""; 0]);
}

#[test]
fn trailing_zeros_are_no_places() {
    assert_eq!(found(CELLS, json!({"n": 5, "two": "2.10"})), [""; 0]);
    assert_eq!(found(CELLS, json!({"n": 5, "two": "2.11"})), ["two:places Violated"]);
}

const BLANK: &str = "\
header: [{id: who, label: W, type: text}]
blank: not_applicable
required: true
check: [{id: one, that: reported(t.a)}, {id: two, that: applies(t.a)}, {id: three, that: reported(header.who)}]
items: [{id: t, label: T, items: [{id: a, label: A}, {id: b, label: B}]}]
";

#[test]
fn a_blank_that_is_not_applicable_is_reported_and_does_not_apply() {
    let findings = found(BLANK, json!({"header": {"who": "we"}, "t": {"b": 1}}));
    assert_eq!(findings, [":two Violated"]);
}

#[test]
fn a_table_without_anything_is_not_reported_and_the_header_is_no_table() {
    let findings = found(BLANK, json!({"t": {}}));
    let expected = [
        ":one Violated",
        ":three Violated",
        ":two Undetermined",
        "header.who:required Violated",
        "t.a:required Violated",
        "t.b:required Violated",
    ];
    assert_eq!(findings, expected);
}
