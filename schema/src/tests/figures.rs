//! Units, decimal places, bounds, rounding and marks.

use super::fixture::check;

#[test]
fn units_are_defined_and_measured() {
    check(
        r#"
units: {件: {kind: count}, b: {kind: money, decimals: 2}, c: {kind: count, factor: 0}, d: {kind: amount}}
#                                    ^^^^^ F0308 the unit `b` does not say of which currency it is
#                                                                                  ^ F0307 the factor of a unit is not above zero
#                                                                                                ^^^^^^ F0306 the unit `d` does not say how many decimal places its figures have
items:
  - {id: a, label: A, unit: 仵}
#                           ^^ F0302 the unit `仵` is not defined
  - {id: b, label: B, unit: b}
  - {id: c, label: C, unit: c}
  - {id: d, label: D, unit: d}
  - {id: e, label: E}
#        ^ F0301 `e` and 1 more beside it have no unit
  - {id: f, label: F}
  - {id: g, label: G, unit: 件}
"#,
    );
}

#[test]
fn the_nearer_of_unit_and_decimals_says_the_places() {
    check(
        r#"
units: {件: {kind: count}, 元: {kind: money, of: CNY, decimals: 2}}
#       ^^ F0303 the unit `件` is never used
decimals: 3
#         ^ F0211 `decimals` has no effect here
items:
  - {id: a, label: A, unit: 元, max: 0.005}
#                                    ^^^^^ F0305 a figure with `decimals: 2` never reaches this bound
  - {id: b, label: B, unit: 元, decimals: 1, max: 0.05}
#                                                 ^^^^ F0305 a figure with `decimals: 1` never reaches this bound
"#,
    );
}

#[test]
fn bounds_leave_something_between_them() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, min: 5, max: 3}
#                                  ^ F0304 no figure lies within the bounds of `a`
  - {id: b, label: B, max: -1}
#                          ^^ F0304 no figure lies within the bounds of `b`
  - {id: c, label: C, max: -1, signed: true}
  - {id: d, label: D, above: 3, below: 4}
#                                      ^ F0304 no figure lies within the bounds of `d`
  - {id: e, label: E, above: 3, below: 4, decimals: 1}
  - {id: f, label: F, min: 5, above: 3}
#                                    ^ F0310 `min` and `above` are both said here
  - {id: g, label: G, max: 0.5}
#                          ^^^ F0305 a figure with `decimals: 0` never reaches this bound
"#,
    );
}

#[test]
fn bounds_of_a_heading_hold_beneath_and_the_nearer_one_wins() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: g
    label: G
    min: 5
    items:
      - {id: a, label: A, max: 4}
#                              ^ F0304 no figure lies within the bounds of `g.a`
      - {id: b, label: B, max: 4, above: 1}
"#,
    );
}

#[test]
fn rounding_is_not_finer_than_the_figure() {
    check(
        r#"
units: {件: {kind: count}, 元: {kind: money, of: CNY, decimals: 2}}
rounded: 1
#        ^ F0309 `a` has `decimals: 0` and `rounded: 1`
items:
  - {id: a, label: A, unit: 件}
  - {id: b, label: B, unit: 元}
  - {id: c, label: C, unit: 件}
"#,
    );
}

#[test]
fn marks_are_no_figures_and_spelt_once() {
    check(
        r#"
units: {件: {kind: count}}
marks: {"/": not_applicable, "0": not_applicable, "-": {min: 3, max: 1}, "x": {means: not_applicable, also: ["/"]}}
#                            ^^^ F0402 the mark `0` could be a value of `a`, which takes it
#                                                      ^^^^^^^^^^^^^^^^ F0405 a mark stands for an empty range
#                                                                                                            ^^^ F0404 the spelling `/` stands twice among the marks
takes: ["/", "0", "-", "x", "N/A"]
#                           ^^^^^ F0401 the mark `N/A` is not defined
unit: 件
items:
  - {id: a, label: A}
  - {id: b, label: B}
"#,
    );
}

#[test]
fn a_mark_outside_the_bounds_is_no_figure() {
    check(
        r#"
units: {件: {kind: count}}
marks: {"9": not_applicable, "-1": not_applicable}
takes: ["9", "-1"]
unit: 件
items:
  - {id: a, label: A, max: 8}
"#,
    );
}

#[test]
fn what_nobody_uses_is_a_warning() {
    check(
        r#"
units: {件: {kind: count}, 条: {kind: count}}
#                          ^^ F0303 the unit `条` is never used
marks: {"/": not_applicable}
#       ^^^ F0403 the mark `/` is never taken
signed: false
decimals: 0
#         ^ F0211 `decimals` has no effect here
items:
  - {id: a, label: A, unit: 件}
  - {id: t, label: T, type: text, rounded: 1, max_length: 3}
#                                          ^ F0211 `rounded` has no effect here
"#,
    );
}
