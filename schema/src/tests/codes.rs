//! Code lists in the file and from outside, and which codes a cell may hold.

use super::fixture::{check, form};
use crate::Form;
use crate::model::{CodesOf, Content, Expr, NodeId, Statement};

fn node(form: &Form, path: &str) -> NodeId {
    let at = form.nodes.iter().position(|node| node.path == path).expect(path);
    NodeId(u32::try_from(at).expect("few nodes"))
}

fn codes(form: &Form, path: &str) -> (CodesOf, bool) {
    match &form.node(node(form, path)).cell.as_ref().expect(path).content {
        Content::Code { of, many } => (*of, *many),
        other => panic!("{other:?}"),
    }
}

#[test]
fn lists_come_from_outside_within_a_code_and_for_a_time() {
    let form = form(
        r#"
period: year
units: {件: {kind: count}}
unit: 件
codes:
  agency: {external: true}
  component: {external: true, within: agency, dated: true}
  region: {external: true, dated: false}
  district: {external: true, within: seat}
  grade: [low, high]
header:
  - {id: department, label: Agency, type: code, of: agency}
  - {id: components, label: Components, type: code, of: component, many: true}
  - {id: seat, label: Seat, type: code, of: region}
  - {id: lead, label: Leading component, type: code, of: components, code: "01"}
dimensions:
  component: {label: All, parts: {key: {label: Component, type: code, of: components}}}
items:
  - {id: a, label: A, by: [component]}
  - {id: b, label: B, type: code, of: grade, many: true}
  - {id: c, label: C, type: code, of: components, many: true}
  - {id: d, label: D, type: code, of: district}
  - {id: e, label: E, check: "if reported([01]) then e > 1"}
"#,
    );
    let list = |id: &str| form.codes.iter().find(|list| list.id == id).expect(id);
    let components = node(&form, "header.components");
    // `agency` is no field here: the one field with a code of that list is meant.
    assert_eq!(list("component").within, Some(node(&form, "header.department")));
    assert!(list("component").dated && list("component").external && list("component").codes.is_empty());
    assert_eq!((list("region").dated, list("region").within), (false, None));
    assert_eq!(list("district").within, Some(node(&form, "header.seat")));
    assert!(!list("grade").external);
    assert_eq!(codes(&form, "header.lead"), (CodesOf::Field(components), false));
    assert_eq!(codes(&form, "b"), (CodesOf::List(4), true));
    assert_eq!(codes(&form, "c"), (CodesOf::Field(components), true));
    assert_eq!(codes(&form, "d"), (CodesOf::List(3), false));
    let key = form.dimensions[0].key.as_ref().expect("an open dimension");
    assert_eq!(key.cell.content, Content::Code { of: CodesOf::Field(components), many: false });
    assert_eq!(form.node(node(&form, "header.lead")).code.as_deref(), Some("01"));
}

#[test]
fn of_a_list_and_a_field_of_one_name_the_list_is_taken_from_and_the_field_is_within() {
    let form = form(
        r#"
units: {件: {kind: count}}
unit: 件
codes:
  agency: {external: true}
  component: {external: true, within: agency}
header:
  - {id: agency, label: Agency, type: code, of: agency}
  - {id: other, label: Another agency, type: code, of: agency}
items:
  - {id: a, label: A}
  - {id: b, label: B, type: code, of: component}
"#,
    );
    assert_eq!(form.codes[1].within, Some(node(&form, "header.agency")));
    assert_eq!(codes(&form, "header.other"), (CodesOf::List(0), false));
}

#[test]
fn codes_come_from_one_place() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
codes:
  a: {external: true, codes: [x, y]}
#                             ^ F0209 the list `a` comes from outside, and has codes in the file
  b: {external: false}
#               ^^^^^ F0104 the list `b` has no codes
  c: {codes: [x], within: field, dated: true}
#                         ^^^^^ F0208 `within` does not go with a list whose codes stand in the file
#                                       ^^^^ F0208 `dated` does not go with a list whose codes stand in the file
  d: {external: true, dated: true}
#                            ^^^^ F0104 `dated` is said in a form without a `period`
  e: {external: false, codes: [x]}
header:
  - {id: field, label: Field, type: code, of: e}
items:
  - {id: n, label: N}
"#,
    );
}

#[test]
fn a_list_is_within_a_field_with_one_code() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
codes:
  list: {external: true}
  pair: {external: true}
  none: {external: true}
  a: {external: true, within: lst}
#                             ^^^ F0212 `lst` is no field of the header and no code list
  b: {external: true, within: none}
#                             ^^^^ F0216 no field of the header holds a code of `none`
  c: {external: true, within: pair}
#                             ^^^^ F0216 two fields of the header hold a code of `pair`
  d: {external: true, within: several}
#                             ^^^^^^^ F0216 the field `several` holds several codes
  e: {external: true, within: name}
#                             ^^^^ F0216 the field `name` holds no code
  f: {external: true, within: itself}
#                             ^^^^^^ F0216 the codes of `itself` are those of this list itself
header:
  - {id: one, label: One, type: code, of: list}
  - {id: first, label: First, type: code, of: pair}
  - {id: second, label: Second, type: code, of: pair}
  - {id: several, label: Several, type: code, of: list, many: true}
  - {id: name, label: Name, type: text}
  - {id: itself, label: Itself, type: code, of: f}
items:
  - {id: n, label: N}
"#,
    );
}

#[test]
fn codes_are_those_of_a_field_with_several() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
codes:
  list: [x, y]
header:
  - {id: several, label: Several, type: code, of: list, many: true}
  - {id: one, label: One, type: code, of: list}
  - {id: name, label: Name, type: text}
  - {id: own, label: Own, type: code, of: own, many: true}
#                                         ^^^ F0216 the codes of `own` are those of `own` itself
  - {id: chosen, label: Chosen, type: code, of: several, many: true}
dimensions:
  site: {parts: {key: {label: Row, type: code, of: one}}, label: All}
#                                                  ^^^ F0216 the field `one` holds one code only
items:
  - {id: n, label: N}
  - {id: a, label: A, type: code, of: name}
#                                     ^^^^ F0216 the field `name` holds no codes
  - {id: b, label: B, type: code, of: chosen}
#                                     ^^^^^^ F0216 the codes of the field `chosen` are those of another field
  - {id: c, label: C, type: code, of: sveral}
#                                     ^^^^^^ F0212 the code list `sveral` is not defined
"#,
    );
}

#[test]
fn counting_units_are_taken_one_thing_for_one() {
    let form = form(
        r#"
units:
  千人: {label: thousand people, kind: count, factor: 1000}
  户: {label: household, kind: count}
items:
  - {id: people, label: People, unit: 千人}
  - {id: households, label: Households, unit: 户, check: households <= people as 户}
"#,
    );
    match &form.checks[0].statements[0] {
        // 3 thousand people are 3000 households at most.
        Statement::Compare { right: Expr::Scale { by, of }, .. } => {
            assert_eq!(by.to_string(), "1000");
            assert_eq!(**of, Expr::Figure(node(&form, "people")));
        }
        other => panic!("{other:?}"),
    }
}
