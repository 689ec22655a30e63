//! What the author says of checks: messages with the figures that they name, and reasons.

use super::fixture::{check, form};
use crate::Form;
use crate::model::{Cell, NodeId, Placeholder};

fn node(form: &Form, path: &str) -> NodeId {
    let at = form.nodes.iter().position(|node| node.path == path).expect(path);
    NodeId(u32::try_from(at).expect("few nodes"))
}

fn cell<'f>(form: &'f Form, path: &str) -> &'f Cell {
    form.node(node(form, path)).cell.as_ref().expect(path)
}

#[test]
fn checks_of_one_cell_have_messages_and_reasons() {
    let form = form(
        r#"
units: {件: {kind: count}}
unit: 件
dimensions:
  sex: {label: Both, parts: [{id: women, label: Women}, {id: men, label: Men}]}
items:
  - id: a
    label: A
    max: 100
    by: [sex]
    check: [{of: bounds, severity: warning, message: "{value} of {b} and {prior.a}", because: seldom}, {of: places, because: whole}]
  - {id: b, label: B, check: {of: marks, severity: off, because: readers clean them}}
"#,
    );
    for path in ["a", "a.women", "a.men"] {
        let cell = cell(&form, path);
        let [bounds, places] = cell.remarks.as_slice() else { panic!("{path}: {:?}", cell.remarks) };
        assert_eq!((bounds.check.as_str(), places.check.as_str()), ("bounds", "places"));
        let named = |path, prior| Placeholder { node: node(&form, path), prior };
        assert_eq!(
            bounds.placeholders,
            [("b".to_owned(), named("b", false)), ("prior.a".to_owned(), named("a", true))]
        );
        assert_eq!(bounds.because.as_ref().expect("said").0, [Some("seldom".to_owned())]);
        assert_eq!(bounds.message.as_ref().expect("said").0, [Some("{value} of {b} and {prior.a}".to_owned())]);
        assert!(places.message.is_none() && places.because.is_some());
    }
    assert!(cell(&form, "b").marks.is_none());
    assert!(cell(&form, "b").remarks.is_empty(), "of what is off nothing is to be said");
    assert_eq!(form.switched_off.len(), 1);
}

#[test]
fn messages_name_figures_along_dimensions_and_of_the_report_before() {
    let form = form(
        r#"
period: year
units: {件: {kind: count}}
unit: 件
dimensions:
  sex: {label: Both, parts: [{id: women, label: Women}, {id: men, label: Men}]}
  kind: {items: [{id: new, label: New}, {id: old, label: Old}]}
items:
  - {id: a, label: A, by: [sex, kind], check: {that: a >= prior.a, message: "{a} after {prior.a}, all in all {b} of {[05]}"}}
  - {id: b, label: B, by: [sex]}
  - {id: c, label: C, code: "05", by: [sex], parts: [{id: d, label: D}, {id: e, label: E}], check: {of: parts, message: "{c}"}}
"#,
    );
    let check = |id: &str| form.checks.iter().find(|check| check.id == id).expect(id);
    let named = |path, prior| Placeholder { node: node(&form, path), prior };
    assert_eq!(
        check("a:check").placeholders,
        [
            ("[05]".to_owned(), named("c", false)),
            ("a".to_owned(), named("a", false)),
            ("b".to_owned(), named("b", false)),
            ("prior.a".to_owned(), named("a", true)),
        ]
    );
    assert_eq!(check("c:parts").placeholders, [("c".to_owned(), named("c", false))]);
}

#[test]
fn a_message_names_one_figure() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
dimensions:
  kind: {items: [{id: new, label: New}, {id: old, label: Old}]}
items:
  - {id: a, label: A, by: [kind]}
  - {id: b, label: B, check: {that: b > 1, message: "{a} {prior.b} {prior.bb} {b.*}"}}
#                                                     ^ F0709 `a` has the dimension `kind`, which has no whole
#                                                                         ^^ F0709 `bb` names no node in reach
#                                                                              ^^^ F0709 a path is expected
  - {id: c, label: C, check: {of: bounds, message: "{a}"}}
#                                                    ^ F0709 `a` has the dimension `kind`
"#,
    );
}

#[test]
fn what_says_nothing_of_a_check_is_no_key_of_it() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - id: a
    label: A
    parts: [{id: b, label: B}, {id: c, label: C}]
    check: [{of: bounds, explained_by: explanation, severity: warning}, {of: parts, on: total, tolerance: 1}, {of: type, on: rows}]
#                                      ^^^^^^^^^^^ F0208 `explained_by` does not go with a check of one cell
#                                                                                       ^^^^^ F0208 `on` does not go with a check that the tree makes
#                                                                                                                            ^^^^ F0208 `on` does not go with a check that the tree makes
"#,
    );
}
