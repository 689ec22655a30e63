//! Rows: one key twice, rows that are absent, not reported or missed.

use serde_json::json;
use tallyform::Outcome;

use super::{found, judged};

const TABLE: &str = "\
dimensions:
  component: {label: All, parts: {key: {label: Component, type: text}}}
by: [component]
items:
  - {id: x, label: X}
  - {id: y, label: Y, check: y <= x}
";

#[test]
fn the_first_of_two_rows_of_a_key_is_the_row() {
    let report = json!({"total": {"x": 1, "y": 1}, "rows": [
        {"component": "A", "x": 1, "y": 1},
        {"component": "A", "x": -7, "y": 9},
    ]});
    assert_eq!(found(TABLE, report), [":key.component component=A Violated"]);
}

#[test]
fn a_row_that_is_absent_from_one_section_is_not_applicable_there_and_gives_no_cell() {
    let form = "\
dimensions:
  component: {label: All, items: {key: {label: Component, type: text}}}
check: s.x == t.y
items:
  - {id: s, label: S, by: [component], items: [{id: x, label: X}]}
  - {id: t, label: T, by: [component], items: [{id: y, label: Y}]}
";
    let s = json!({"rows": [{"component": "A", "x": 1}, {"component": "B", "x": 0}]});
    let findings =
        judged(form, json!({"s": s, "t": {"rows": [{"component": "A", "y": 1}, {"component": "C", "y": 2}]}}), None);
    // B is 0 in both; C is absent from the first.
    let [one] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(super::line(one), ":check component=C Violated");
    let cells: Vec<&str> = one.cells.iter().map(|cell| cell.at.as_str()).collect();
    assert_eq!(cells, ["/t/rows/1/y"]);
    // Where a section has no rows, nothing is known of them.
    let findings = found(form, json!({"s": s}));
    assert_eq!(findings, [":check component=A Undetermined", ":check component=B Undetermined"]);
}

#[test]
fn a_sum_over_rows_where_there_are_none_does_not_apply() {
    assert_eq!(found(TABLE, json!({"total": {"x": 5, "y": 5}})), [""; 0]);
    let filed = json!({"total": {"x": 5, "y": 5}, "rows": [{"component": "A", "x": 4, "y": 4}]});
    assert_eq!(found(TABLE, filed), ["x:over.component Violated", "y:over.component Violated"]);
}

#[test]
fn a_row_that_the_earlier_report_lacks_is_not_reported_there() {
    let form = "\
period: year
dimensions:
  component: {label: All, items: {key: {label: Component, type: text}}}
by: [component]
items: [{id: x, label: X, check: x == prior.x}]
";
    let rows = |rows| json!({"rows": rows});
    let now = rows(json!([{"component": "A", "x": 1}, {"component": "B", "x": 2}]));
    let before = rows(json!([{"component": "A", "x": 3}]));
    let findings = judged(form, now.clone(), Some(before));
    let lines: Vec<String> = findings.iter().map(super::line).collect();
    assert_eq!(lines, ["x:check component=A Violated", "x:check component=B Undetermined"]);
    let cells: Vec<(&str, bool)> = findings[0].cells.iter().map(|cell| (cell.at.as_str(), cell.prior)).collect();
    assert_eq!(cells, [("/rows/0/x", false), ("/rows/0/x", true)]);
    assert_eq!(serde_json::to_value(&findings[0].cells[1]).expect("it is written")["report"], "prior");
    let alone = judged(form, now, None);
    assert!(alone.iter().all(|finding| finding.outcome == Outcome::Undetermined), "{alone:?}");
}

#[test]
fn rows_of_two_sections_do_not_tell_of_each_other_what_a_blank_means() {
    let form = "\
dimensions:
  component: {label: All, items: {key: {label: Component, type: text}}}
blank: not_applicable
items:
  - id: t
    label: T
    items:
      - {id: s, label: S, by: [component], items: [{id: x, label: X, check: reported(x)}, {id: z, label: Z}]}
      - {id: u, label: U, by: [component], items: [{id: y, label: Y, check: reported(y)}, {id: w, label: W}]}
";
    let s = json!({"rows": [{"component": "A", "z": 1}]});
    let u = json!({"rows": [{"component": "A"}]});
    // The first row of `s` holds something and the first row of `u` does not, each for itself.
    assert_eq!(found(form, json!({"t": {"s": s, "u": u}})), ["t.u.y:check component=A Violated"]);
}

#[test]
fn rows_of_the_whole_form_are_missed_as_soon_as_anything_is_reported() {
    let form = "\
dimensions:
  component: {label: All, parts: {key: {label: Component, type: text}, min: 1}}
by: [component]
header: [{id: who, label: W, type: text}]
items: [{id: t, label: T, items: [{id: x, label: X}]}]
";
    assert_eq!(found(form, json!({"header": {"who": "we"}})), [""; 0]);
    assert_eq!(found(form, json!({"total": {"t": {"x": 1}}})), [":rows.component Violated"]);
}
