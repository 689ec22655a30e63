//! Ids, tunings, messages, and checks upon checks.

use super::fixture::check;

#[test]
fn check_ids_are_unique_at_their_node() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, check: [a < b, a > 2]}
#                                    ^^^^^ F0705 two checks of this node have no id
  - {id: b, label: B, check: [{id: x, that: b > 1}, {id: x, that: b > 2}, {id: parts, that: b > 3}, {id: 1st, that: b > 4}]}
#                                                        ^ F0705 two checks of this node are called `x`
#                                                                              ^^^^^ F0203 `parts` is how the tree names its own checks
#                                                                                                        ^^^ F0201 `1st` is no id of a check
"#,
    );
}

#[test]
fn only_checks_that_the_tree_makes_are_tuned() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: a
    label: A
    parts: [{id: b, label: B}, {id: c, label: C}]
    check:
      - {of: some_parts, severity: warning}
#            ^^^^^^^^^^ F0706 `a` has no check `some_parts` to tune
      - {of: parts, severity: off}
#                             ^^^ F0707 a check is switched off without a reason
      - {of: parts, severity: warning}
#            ^^^^^ F0705 the check `parts` is tuned twice
      - {of: required, severity: warning}
#            ^^^^^^^^ F0706 `a` has no check `required` to tune
      - {of: bounds, severity: warning, tolerance: 2}
#                                                  ^ F0711 a tolerance stands where nothing is compared
      - {of: marks, severity: off, because: readers clean them}
"#,
    );
}

#[test]
fn messages_name_slots_and_cells() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, check: {that: a < b, message: "{labl} {a} {left} {bb} { {g}"}}
#                                                     ^^^^ F0709 the placeholder `{labl}` names nothing
#                                                                       ^^ F0709 `bb` names no node in reach
#                                                                           ^ F0709 a brace stands alone in a message
#                                                                              ^ F0709 the placeholder `{g}` names a heading
  - {id: b, label: B}
  - {id: g, label: G, items: [{id: c, label: C}]}
"#,
    );
}

#[test]
fn tolerances_belong_to_comparisons() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, check: {that: a == b, tolerance: -1}}
#                                                      ^^ F0711 a tolerance is below zero
  - {id: b, label: B, check: {that: reported(b), tolerance: 1}}
#                                                           ^ F0711 a tolerance stands where nothing is compared
"#,
    );
}

#[test]
fn checks_that_cannot_fail_or_hold_are_found() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: a
    label: A
    parts: [{id: b, label: B}, {id: c, label: C}]
    check:
      - {id: k1, that: a >= b}
#                      ^^^^^^ F0702 the check cannot fail
      - {id: k2, that: a >= 0}
#                      ^^^^^^ F0702 the check cannot fail
      - {id: k3, that: a < 0}
#                      ^^^^^ F0703 the check cannot hold
      - {id: k4, that: a + 1 == 1 + a}
#                      ^^^^^^^^^^^^^^ F0702 the check cannot fail
      - {id: k5, that: 1 == 2}
#                      ^^^^^^ F0703 the check cannot hold
      - {id: k6, that: a < b}
#                      ^^^^^ F0703 the check cannot hold
      - {id: k7, that: if e >= 0 then b > c}
#                         ^^^^^^ F0702 the check cannot fail
      - {id: k8, that: e > 10 or b > 3}
#                      ^^^^^^ F0703 the check cannot hold
      - {id: k9, that: "max(b, e) >= 0"}
#                       ^^^^^^^^^^^^^^ F0702 the check cannot fail
      - {id: k10, that: "not e <= 10"}
#                       ^^^^^^^^^^^^^ F0703 the check cannot hold
      - {id: k11, that: "not e < 0"}
#                       ^^^^^^^^^^^ F0702 the check cannot fail
  - {id: e, label: E, max: 10, check: e <= 10}
#                                     ^^^^^^^ F0702 the check cannot fail
"#,
    );
}

#[test]
fn figures_that_cancel_out_or_count_twice_are_found() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: a
    label: A
    parts: [{id: b, label: B}, {id: c, label: C}, {id: r, label: R, minus: true}]
  - {id: d, label: D, check: d + a.b <= a.c + a.b}
#                                             ^^^ F0704 `a.b` cancels out of the check
  - {id: e, label: E, check: "e == sum(.a, .a.*)"}
#                                          ^^^^ F0503 `a.b` is counted twice: it is part of `a`, which is in the sum too
  - {id: f, label: F, check: e == a.c + f + a.c}
#                                           ^^^ F0503 `a.c` is counted twice in one sum
  - {id: g, label: G, check: g == a + a.r}
  - {id: h, label: H, check: h / (a.b - a.b) <= 2}
#                            ^^^^^^^^^^^^^^^ F0710 the divisor is 0 for all figures
"#,
    );
}

#[test]
fn what_is_said_already_is_found_in_other_words() {
    check(
        r#"
units: {件: {kind: count}, 元: {kind: money, of: CNY, decimals: 2}, 万元: {kind: money, of: CNY, factor: 10000, decimals: 4}}
unit: 件
items:
  - id: a
    label: A
    parts: [{id: b, label: B}, {id: c, label: C}]
    check: b == a - c
#          ^^^^^^^^^^ F0708 `a:check` says again what `a:parts` says
  - id: d
    label: D
    some_parts: [{id: e, label: E}, {id: f, label: F}]
    check: [d == sum(d.*), {id: y, that: e < f and 2 * f > 2 * e}]
#                                                  ^^^^^^^^^^^^^ F0708 `d:y` says one thing twice
  - {id: g, label: G, unit: 元, check: g <= h}
  - {id: h, label: H, unit: 万元, check: [h >= g, {id: near, that: h >= g, tolerance: 1}]}
#                                         ^^^^^^ F0708 `h:check` says again what `g:check` says
"#,
    );
}
