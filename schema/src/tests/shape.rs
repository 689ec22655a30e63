//! YAML and shape: what is wrong before any name is resolved.

use super::fixture::check;

#[test]
fn a_misspelt_key_is_shown_with_the_one_that_was_meant() {
    let checked = check(
        "\
units: {件: {kind: count}}
items:
  - {id: received, lable: Received, unit: 件}
#                  ^^^^^ F0103 a node has no key `lable`
  - {id: 办结数, label: 办结, 单位: 件}
#                             ^^^^ F0103 a node has no key `单位`
",
    );
    let fix = checked.diagnostics[0].fix.as_ref().expect("there is a way out");
    assert_eq!(fix.message, "did you mean `label`?");
    assert_eq!(fix.edits[0].text, "label");
}
