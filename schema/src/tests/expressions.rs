//! The grammar of checks, names and units in them.

use super::fixture::check;

#[test]
fn what_does_not_fit_the_grammar_is_said_with_a_way_out() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, check: a == b +}
#                                   ^ F0601 expected a figure, a number or `(`, found the end of the check
  - {id: b, label: B, check: 'a = b'}
#                               ^ F0601 `=` is no sign of a check
  - {id: c, label: C, check: "a < b < 10"}
#                                   ^ F0609 comparisons do not chain
  - {id: d, label: D, check: "a ≤ b"}
#                               ^ F0601 `≤` is no sign of a check
  - {id: e, label: E, check: "(a == b"}
#                                   ^ F0601 expected `)`, found the end of the check
  - {id: f, label: F, check: "a == 50%"}
#                                  ^^^ F0601 a check has no percent sign
  - {id: g, label: G, check: "a == 2b"}
#                                  ^^ F0601 a number runs into a word
  - {id: h, label: H, check: "a == [22"}
#                                  ^ F0601 a bracket is not closed
  - {id: i, label: I, check: "if a > b"}
#                                    ^ F0601 expected `then`, found the end of the check
  - {id: j, label: J, check: ""}
#                            ^^ F0601 the check is empty
  - {id: k, label: K, check: "and == 2"}
#                             ^^^ F0601 expected a figure, a number or `(`, found `and`
  - {id: l, label: L, check: "a == b c"}
#                                    ^ F0601 expected an operator or the end, found `c`
  - {id: m, label: M, check: "a as 件 as 件 == 2"}
#                                     ^^ F0601 a figure is converted twice
  - {id: n, label: N, check: "summe(a) == 2"}
#                             ^^^^^ F0610 `summe` is no function
  - {id: o, label: O, check: "abs(a, b) == 2 "}
#                             ^^^^^^^^^ F0610 `abs` takes one argument, found 2
  - {id: p, label: P, check: "sum() == 2"}
#                             ^^^^^ F0610 `sum` takes at least one argument, found 0
"#,
    );
}

#[test]
fn places_are_right_in_quoted_and_folded_checks() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: 甲, label: A, check: "甲 == \u4e59"}
#                                    ^^^^^^ F0602 `乙` names no node in reach
  - id: 丙
    label: C
    check: >-
      丙 ==
      甲 + 丁
#          ^^ F0602 `丁` names no node in reach
"#,
    );
}

#[test]
fn names_are_sought_from_the_node_outward() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: a
    label: A
    check: b.c == 3
#          ^^^ F0603 `b` means the nearer `a.b`, which has no `c`
    items:
      - id: b
        label: B
        items: [{id: d, label: D, check: d <= .b.c}]
  - id: b
    label: B
    items: [{id: c, label: C, check: c <= d}, {id: e, label: E, check: e <= cc}]
#                                         ^ F0602 `d` names no node in reach
#                                                                           ^^ F0602 `cc` names no node in reach
  - {id: sum, label: S, check: .sum <= b.c}
  - {id: f, label: F, check: f <= b.c.d}
#                                     ^ F0602 `b.c` has no `d`
"#,
    );
}

#[test]
fn headings_parts_and_fields_stand_where_they_may() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: g
    label: G
    items: [{id: a, label: A}, {id: b, label: B}]
  - {id: h, label: H, check: h == g}
#                                 ^ F0604 `g` is a heading and has no figure of its own
  - {id: i, label: I, check: "i == sum(g.*)"}
  - {id: j, label: J, check: "j == g.*"}
#                                  ^^^ F0608 several figures stand where one is wanted
  - {id: k, label: K, check: "k == max(h.*)"}
#                                      ^^^ F0606 `h` has no parts
  - {id: l, label: L, check: "l == t"}
#                                  ^ F0607 `t` is a text, not a number
  - {id: m, label: M, check: "l == y"}
#                                  ^ F0607 is a year
  - {id: n, label: N, check: "reported(t) and applies(y) and n > 0"}
  - {id: o, label: O, check: "reported(g)"}
#                                      ^ F0604 `g` is a heading and has no figure of its own
  - {id: p, label: P, check: "l + 1"}
#                             ^^^^^ F0608 a number stands where something that holds or not is wanted
  - {id: q, label: Q, check: "q == (l > 1)"}
#                                  ^^^^^^^ F0608 something that holds or not stands where a number is wanted
  - {id: t, label: T, type: text}
  - {id: y, label: Y, type: year}
"#,
    );
}

#[test]
fn official_codes_stand_for_figures() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, code: 1}
  - {id: h, label: H, code: 2, items: [{id: b, label: B, code: 3}, {id: c, label: C, code: "4"}]}
  - {id: d, label: D, check: "d == sum([1]..[4])"}
  - {id: e, label: E, check: "e == sum([4]..[1])"}
#                                           ^^^ F0605 no figure stands from `[4]` to `[1]`
  - {id: f, label: F, check: "[5] == f"}
#                             ^^^ F0605 no node has the official code `5`
  - {id: g, label: G, check: "[1]..[3] == g"}
#                             ^^^^^^^^ F0608 several figures stand where one is wanted
"#,
    );
}

#[test]
fn units_go_together_or_not() {
    check(
        r#"
units: {件: {kind: count}, 条: {kind: count}, 万元: {kind: money, of: CNY, factor: 10000, decimals: 4}, 元: {kind: money, of: CNY, decimals: 2}, "%": {kind: ratio, factor: 0.01, decimals: 2}, 时: {kind: duration, decimals: 1}, 天: {kind: duration, factor: 24, decimals: 1}}
unit: 件
items:
  - {id: a, label: A, check: a <= b}
#                                 ^ F0701 `件` and `条` cannot be compared
  - {id: b, label: B, unit: 条, check: b as 件 <= a}
  - {id: c, label: C, unit: 万元, check: c == d}
  - {id: d, label: D, unit: 元, check: d <= a}
#                                           ^ F0701 `元` and `件` cannot be compared
  - {id: e, label: E, unit: "%", check: "e == a / (b as 件) and e <= 50 and e * a <= 7"}
  - {id: f, label: F, unit: 时, check: "f <= g and f / 2 <= g"}
  - {id: g, label: G, unit: 天, check: "sum(f, g) <= 3"}
#                                       ^^^^^^^^^ F0502 figures in `时` do not add up
  - {id: h, label: H, check: "a * a <= 3"}
#                                 ^ F0701 the product of `件` and `件` has no unit
  - {id: i, label: I, check: "a / b <= 3"}
#                                 ^ F0701 the quotient of `件` and `条` has no unit
  - {id: j, label: J, check: "a / 2 + 1 <= 3 * j"}
  - {id: k, label: K, check: "1 / a <= 3"}
#                                 ^ F0701 the quotient of a bare number and `件` has no unit
  - {id: l, label: L, check: "d as 件 <= l"}
#                                  ^^ F0701 `元` cannot be taken as `件`
  - {id: m, label: M, check: "a + b <= 4"}
#                                 ^ F0701 `件` and `条` cannot be added
  - {id: n, label: N, check: "count(a, b) >= 1 and n <= 个"}
#                                                       ^^ F0602 `个` names no node in reach
  - {id: o, label: O, check: "o as 个 <= 3"}
#                                  ^^ F0302 the unit `个` is not defined
"#,
    );
}
