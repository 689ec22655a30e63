//! Checks that dimensions and members say.

use super::fixture::{check, form};
use super::places::{check_of, shape, wheres};
use crate::model::{CheckKind, Severity};

#[test]
fn a_check_of_a_dimension_holds_for_every_figure_that_has_it() {
    let form = form(
        "
period: year
units: {case: {kind: count}, euro: {kind: money, of: EUR, decimals: 2}}
unit: case
dimensions:
  when:
    check: {id: running, that: to_date == prior.to_date + now}
    items:
      - {id: now, label: This month}
      - {id: to_date, label: This year so far, check: to_date >= now}
      - id: previous
        label: Last year
        check: [{id: carried, that: previous == prior.to_date, severity: warning, because: restated, message: 'was {prior.to_date}'}]
items:
  - id: table
    label: Table
    by: [when]
    items:
      - {id: closed, label: Closed}
      - {id: costs, label: Costs, unit: euro}
      - {id: remark, label: Remark, type: text}
      - {id: whole, label: Whole, parts: [{id: part, label: Part}]}
  - {id: plain, label: Plain}
",
    );
    let ids: Vec<&str> = form.checks.iter().map(|check| check.id.as_str()).collect();
    let of =
        |path: &str| ["when.running", "when.to_date.check", "when.previous.carried"].map(|id| format!("{path}:{id}"));
    let expected: Vec<String> = [
        of("table.closed").as_slice(),
        &of("table.costs"),
        &["table.whole:parts".to_owned()],
        &of("table.whole"),
        &of("table.whole.part"),
    ]
    .concat();
    assert_eq!(ids, expected);
    let running = check_of(&form, "table.closed:when.running");
    assert_eq!(
        shape(&form, &running.statements[0]),
        "table.closed.to_date == sum(prior.table.closed.to_date, table.closed.now)"
    );
    assert_eq!((running.kind, running.free.len()), (CheckKind::Author, 0));
    assert_eq!(form.node(running.node).path, "table.closed");
    let carried = check_of(&form, "table.whole:when.previous.carried");
    assert_eq!(shape(&form, &carried.statements[0]), "table.whole.total.previous == prior.table.whole.total.to_date");
    assert_eq!((carried.severity.least(), carried.because.is_some()), (Severity::Warning, true));
    let (name, placeholder) = &carried.placeholders[0];
    assert_eq!((name.as_str(), placeholder.prior), ("prior.to_date", true));
    assert_eq!(form.node(placeholder.node).path, "table.whole.total.to_date");
}

#[test]
fn other_dimensions_of_the_figure_are_free() {
    let form = form(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  flow:
    label: Balance
    parts: [{id: credit, label: Credit}, {id: debit, label: Debit, minus: true}]
    check:
      - {id: own, that: total >= -5}
      - {id: rows, that: credit >= debit, on: rows}
      - {id: sums, that: \"sum(credit over area) >= max(debit over area)\"}
  area: {label: All, parts: {key: {label: Area, type: text}}}
items:
  - {id: a, label: A, by: [flow, area], signed: true}
",
    );
    assert_eq!(wheres(&form, "a:flow.own"), ["area: total", "area: *"]);
    assert_eq!(wheres(&form, "a:flow.rows"), ["area: *"]);
    assert_eq!(shape(&form, &check_of(&form, "a:flow.rows").statements[0]), "a.credit.* >= a.debit.*");
    assert_eq!(
        shape(&form, &check_of(&form, "a:flow.sums").statements[0]),
        "sum(rows(a.credit.*; area)) >= max(rows(a.debit.*; area))"
    );
}

#[test]
fn parts_of_members_and_codes_of_members_are_names_too() {
    let form = form(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  column:
    label: All
    code: \"10\"
    check: [{id: most, that: max(total.*) <= 100}, {id: coded, that: \"[11] <= [12]\"}]
    parts:
      - {id: a, label: A, code: \"11\"}
      - id: b
        label: B
        code: \"12\"
        check: sum(b.*) <= 50
        parts: [{id: b1, label: B1}, {id: b2, label: B2}]
items:
  - {id: x, label: X, by: [column]}
",
    );
    let said = |id: &str| shape(&form, &check_of(&form, id).statements[0]);
    assert_eq!(said("x:column.most"), "max(x.a, x.b) <= 100");
    assert_eq!(said("x:column.coded"), "x.a <= x.b");
    assert_eq!(said("x:column.b.check"), "sum(x.b1, x.b2) <= 50");
}

#[test]
fn names_in_a_check_of_a_dimension_are_its_members() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  when:
    check:
      - {id: item, that: nwo <= 5}
#                        ^^^ F0612 `when` has no member `nwo`
      - {id: whole, that: total <= 5}
#                         ^^^^^ F0612 `when` has no member `total`
      - {id: path, that: table.a <= 5}
#                        ^^^^^^^ F0612 names no member of `when`
      - {id: star, that: sum(now.*) <= 5}
#                            ^^^^^ F0606 `now` has no parts
      - {of: required, severity: warning}
#            ^^^^^^^^ F0706 of a dimension alone
      - {id: item, that: now <= 6}
#            ^^^^ F0705 are called `item`
    items: [{id: now, label: Now}, {id: before, label: Before, check: [now > 1, now > 2]}]
#                                                                               ^^^^^^^ F0705 have no id
  place: {label: All, check: main >= 5, parts: {key: {label: Place, type: text}}}
#                            ^^^^ F0612 `place` has no member `main`
items:
  - id: table
    label: Table
    by: [when]
    items: [{id: a, label: A}, {id: b, label: B}]
  - {id: c, label: C, by: [place]}
",
    );
}

#[test]
fn a_check_of_a_dimension_without_numbers_has_no_effect() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  when:
    check: now <= before
#          ^^^^^^^^^^^^^ F0211 `check` has no effect
    items: [{id: now, label: Now}, {id: before, label: Before}]
items:
  - {id: a, label: A, by: [when], type: text}
  - {id: b, label: B}
",
    );
    check(
        "
units: {case: {kind: count}}
unit: case
codes: {list: [a]}
dimensions:
  when:
    check: {that: now <= before, message: 'against {before}'}
#                                                   ^^^^^^ F0709 names nothing
    items: [{id: now, label: Now, code: 7}, {id: before, label: Before, code: 8}]
  place: {items: [{id: main, label: Main, code: 7}]}
#                                               ^ F0205 the official code `7` stands twice
items:
  - {id: a, label: A, by: [when, place]}
  - {id: b, label: B, code: 8}
#                           ^ F0205 the official code `8` stands twice
",
    );
}
