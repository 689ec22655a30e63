//! Ids, codes, keys, and what is not built yet.

use super::fixture::check;

#[test]
fn ids_are_words_and_not_keys_of_the_report() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: in-person, label: A}
#        ^^^^^^^^^ F0201 `in-person` is no id
  - {id: 2fax, label: B}
#        ^^^^ F0201 `2fax` is no id
  - {id: total, label: C}
#        ^^^^^ F0203 `total` is a key of the report format itself
  - {id: type, label: D}
  - {id: 收到, label: E}
"#,
    );
}

#[test]
fn siblings_differ_in_every_language_that_is_generated() {
    check(
        r#"
units: {件: {kind: count}, net_sum: {kind: count}, netSum: {kind: count}}
#                                                  ^^^^^^ F0204 the units `netSum` and `net_sum` are both called `NetSum` in generated code
unit: 件
items:
  - {id: a, label: A}
  - {id: a, label: B}
#        ^ F0202 the id `a` stands twice among its siblings
  - {id: onTime, label: C}
  - {id: on_time, label: D}
#        ^^^^^^^ F0204 `on_time` and `onTime` are both called `on_time` in generated code
  - id: elsewhere
    label: E
    items: [{id: a, label: A, unit: net_sum}, {id: b, label: B, unit: netSum}]
"#,
    );
}

#[test]
fn official_codes_are_unique() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, code: "01"}
  - {id: b, label: B, code: 01}
#                           ^^ F0205 the official code `01` stands twice
"#,
    );
}

#[test]
fn the_identity_names_fields_of_the_header() {
    check(
        r#"
units: {件: {kind: count}}
identity: [units, reporting_unit]
#          ^^^^^ F0207 the header has no field `units`
header: [{id: unit_name, label: Unit, type: text, required: true}, {id: reporting_unit, label: Unit, type: text}]
items:
  - {id: a, label: A, unit: 件}
"#,
    );
}

#[test]
fn keys_go_with_their_kind_of_node() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
header: [{id: name, label: Name, type: text, min: 3}]
#                                            ^^^ F0208 `min` does not go with a field of type `text`
items:
  - {id: a, label: A, pattern: x}
#                     ^^^^^^^ F0208 `pattern` does not go with a figure
  - {id: b, label: B, total: {label: X}}
#                     ^^^^^ F0208 `total` does not go with a figure
  - {id: c, label: C, whole: a}
#                     ^^^^^ F0208 `whole` does not go with a figure
  - {id: d, label: D, type: text, items: [{id: e, label: E}]}
#                     ^^^^ F0208 `type` does not go with a heading
  - {id: f, label: F, minus: true}
#                            ^^^^ F0508 `minus` is said of `f`, which is part of no figure
  - {id: g, label: G, items: []}
#                            ^^ F0210 `items` has nothing beneath it
"#,
    );
}
