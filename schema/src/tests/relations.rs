//! Wholes and their parts.

use super::fixture::check;

#[test]
fn parts_are_in_the_unit_of_their_whole() {
    check(
        r#"
units: {件: {kind: count}, 条: {kind: count}, 天: {kind: duration, decimals: 1}}
unit: 件
items:
  - id: x
    label: X
    parts: [{id: y, label: Y}, {id: z, label: Z, unit: 条}, {id: w, label: W, unit: 条, apart: true}]
#                                   ^ F0501 `x.z` is in `条`, its whole in `件`
  - id: r
    label: R
    unit: 天
    parts: [{id: y, label: Y}, {id: z, label: Z}]
#   ^^^^^ F0502 figures in `天` do not add up
  - id: longest
    label: L
    unit: 天
    of_which: [{id: y, label: Y}, {id: z, label: Z}]
"#,
    );
}

#[test]
fn bounding_relations_need_figures_that_are_not_negative() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: s
    label: S
    of_which: [{id: y, label: Y, signed: true}]
#   ^^^^^^^^ F0506 `of_which` holds between figures of which `s.y` may be negative
  - id: t
    label: T
    signed: true
    parts: [{id: y, label: Y}, {id: z, label: Z, minus: true}]
"#,
    );
}

#[test]
fn a_relation_has_parts() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: n
    label: N
    parts: [{id: y, label: Y, apart: true}]
#   ^^^^^ F0507 no child of `n` is a part of it
  - id: o
    label: O
    parts: [{id: y, label: Y, minus: true}]
#   ^^^^^ F0507 no child of `o` is a part of it
  - id: p
    label: P
    some_parts: [{id: y, label: Y}, {id: z, label: Z, minus: true}]
#                                                            ^^^^ F0208 `minus` is for children under `parts`, not under `some_parts`
  - id: q
    label: Q
    parts:
      - {id: y, label: Y, minus: true, apart: true}
#                                             ^^^^ F0209 `minus` and `apart` exclude each other
      - {id: h, label: H, minus: true, items: [{id: z, label: Z}]}
#                                ^^^^ F0208 `minus` is said of a heading
"#,
    );
}

#[test]
fn bounds_of_a_whole_agree_with_those_of_its_parts() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: o
    label: O
    parts: [{id: y, label: Y, min: 10}]
#   ^^^^^ F0509 the bounds of `o` contradict those of its parts
    max: 5
  - id: p
    label: P
    of_which: [{id: y, label: Y, min: 10}]
#   ^^^^^^^^ F0509 the bounds of `p` contradict those of its parts
    max: 5
"#,
    );
}

#[test]
fn a_mark_that_stands_for_nothing_softens_the_bounds() {
    check(
        r#"
units: {件: {kind: count}}
marks: {"/": not_applicable}
takes: ["/"]
unit: 件
items:
  - id: o
    label: O
    parts: [{id: y, label: Y, min: 10}]
    max: 5
"#,
    );
}

#[test]
fn wholes_stand_elsewhere_and_never_within_their_own_parts() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A}
  - id: b
    label: B
    whole: a
    parts:
      - {id: c, label: C}
      - {id: d, label: D, whole: c, parts: [{id: e, label: E}]}
  - {id: k, label: K, whole: k.l, parts: [{id: l, label: L}]}
#                                 ^^^^^ F0505 `k.l` is part of itself
  - {id: m, label: M, whole: n.o, parts: [{id: p, label: P}]}
#                                 ^^^^^ F0505 `m.p` is part of itself
  - {id: n, label: N, whole: m.p, parts: [{id: o, label: O}]}
  - {id: q, label: Q, whole: b, of_which: [{id: r, label: R}]}
#                            ^ F0206 `whole` names `b`, which is a heading with a whole elsewhere
  - {id: s, label: S, whole: b.x, of_which: [{id: r, label: R}]}
#                              ^ F0206 `b` has no `x`
"#,
    );
}
