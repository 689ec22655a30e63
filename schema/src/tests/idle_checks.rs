//! Checks that cannot fail or hold, judged at every member, row and whole.

use super::fixture::check;

const DIMENSIONS: &str = "
units: {case: {kind: count}}
unit: case
dimensions:
  reader: {label: All, parts: [{id: adults, label: Adults}, {id: young, label: Young}]}
";

#[test]
fn a_check_is_idle_where_it_is_so_at_every_member_and_whole() {
    check(&format!(
        "{DIMENSIONS}
items:
  - id: loans
    label: Loans
    by: [reader]
    check:
      - {{id: part, that: books <= loans}}
#                        ^^^^^^^^^^^^^^ F0702 cannot fail
      - {{id: bound, that: media >= 0}}
#                         ^^^^^^^^^^ F0702 cannot fail
      - {{id: cancels, that: books + media > books + 1}}
#                                           ^^^^^ F0704 cancels out
    parts: [{{id: books, label: Books}}, {{id: media, label: Media}}]
"
    ));
}

#[test]
fn what_is_so_at_one_member_only_is_no_fault() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  reader: {label: All, parts: [{id: adults, label: Adults}, {id: young, label: Young, min: 5}]}
items:
  - {id: loans, label: Loans, by: [reader], check: loans >= 5}
  - {id: more, label: More, check: \"more >= loans[young] + loans[adults]\"}
",
    );
}

#[test]
fn a_check_that_cannot_hold_at_one_member_cannot_hold() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  reader: {label: All, parts: [{id: adults, label: Adults}, {id: young, label: Young, max: 5}]}
items:
  - {id: a, label: A, by: [reader], check: a > 5}
#                                          ^^^^^ F0703 cannot hold
  - {id: b, label: B, by: [reader], check: {that: b > 5, on: total}}
  - {id: d, label: D, by: [reader], check: {id: one, that: \"d[young] > 9 or d[adults] > 9\"}}
#                                                           ^^^^^^^^^^^^ F0703 a comparison in the check cannot hold
",
    );
}

#[test]
fn sums_over_dimensions_are_sums() {
    check(&format!(
        "{DIMENSIONS}
  office: {{label: All, parts: {{key: {{label: Office, type: text}}}}}}
items:
  - {{id: a, label: A, by: [reader], check: \"a[adults] <= a[total]\"}}
#                                           ^^^^^^^^^^^^^^^^^^^^^ F0702 cannot fail
  - {{id: b, label: B, by: [office], check: \"b[total] == sum(b over office)\"}}
#                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ F0708 says again what `b:over.office` says
  - id: c
    label: C
    check:
      - {{id: rows, that: sum(b over office) >= 0}}
#                        ^^^^^^^^^^^^^^^^^^^^^^^ F0702 cannot fail
      - {{id: most, that: max(b over office) >= 0}}
#                        ^^^^^^^^^^^^^^^^^^^^^^^ F0702 cannot fail
      - {{id: some, that: sum(b over office) > 5}}
      - {{id: count, that: count(b over office) <= 3}}
      - {{id: never, that: count(b over office) < 0}}
#                         ^^^^^^^^^^^^^^^^^^^^^^^^ F0703 cannot hold
      - {{id: twice, that: \"c >= a[total] + a[young]\"}}
#                                          ^^^^^^^^ F0503 is part of `a`
"
    ));
}

#[test]
fn a_check_of_a_dimension_is_one_check() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  when:
    check: [{id: both, that: now >= 0}, {id: one, that: now >= 1}, {id: off, that: now < 1, severity: warning}]
#                            ^^^^^^^^ F0702 cannot fail
#                                                                                  ^^^^^^^ F0703 cannot hold
    items: [{id: now, label: Now}, {id: before, label: Before}]
items:
  - {id: a, label: A, by: [when], min: 1}
  - {id: b, label: B, by: [when]}
",
    );
}
