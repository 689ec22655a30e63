//! YAML and shape: what is wrong before any name is resolved.

use super::fixture::check;
use crate::diagnostic::Code;
use crate::{Checked, SourceMap};

fn checked(text: &str) -> Checked {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    crate::check(&sources, file)
}

#[test]
fn a_misspelt_key_is_shown_with_the_one_that_was_meant() {
    let checked = check(
        "\
units: {件: {kind: count}}
items:
  - {id: received, label: Received, unit: 件, requird: true}
#                                             ^^^^^^^ F0103 a node has no key `requird`
",
    );
    let fix = checked.diagnostics[0].fix.as_ref().expect("there is a way out");
    assert_eq!(fix.message, "did you mean `required`?");
    assert_eq!(fix.edits[0].text, "required");
}

#[test]
fn a_misspelt_key_that_must_be_there_is_one_mistake() {
    check(
        "\
units: {case: {knd: count}}
#              ^^^ F0103 a unit has no key `knd`
items:
  - {Id: received, label: Received, unit: case}
#    ^^ F0103 a node has no key `Id`
",
    );
}

#[test]
fn a_key_that_is_said_already_is_not_suggested() {
    let checked = check(
        "\
units: {case: {kind: count}}
items:
  - {id: received, lable: x, label: Received, unit: case}
#                  ^^^^^ F0103 a node has no key `lable`
",
    );
    assert_eq!(checked.diagnostics[0].fix.as_ref().map(|fix| fix.edits.len()), Some(0));
}

#[test]
fn all_mistakes_of_shape_are_found_at_once() {
    check(
        "\
identity: agency
#         ^^^^^^ F0105 `identity` must be a list
units: {件: {kind: cuont, decimals: 1.5}}
#                  ^^^^^ F0106 `kind` cannot be `cuont`
#                                   ^^^ F0107 `decimals` must be a whole number from 0
header:
  - {id: agency, label: [a], type: text}
#                       ^^^ F0105 `label` must be a text
items:
  received: {label: Received}
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^ F0105 `items` must be a list of nodes
",
    );
}

#[test]
fn a_text_that_a_comma_cuts_in_two_is_told_to_be_quoted() {
    let checked = check(
        "\
units: {case: {kind: count}}
items:
  - {id: received, label: {en: Received, processed and closed}, unit: case}
#                                        ^^^^^^^^^^^^^^^^^^^^ F0105 `label` has no text behind `processed and closed`
",
    );
    let help = &checked.diagnostics[0].fix.as_ref().expect("there is a way out").message;
    assert!(help.contains("quotes"), "{help}");
}

#[test]
fn syntax_errors_behind_the_first_one_are_found_too() {
    check(
        "\
base: a: b
#      ^ F0101 a colon starts a value where none may stand
period: \"year\"
imprint: {a: @b}
#            ^ F0101 a text cannot start with this character
items: []
states: [a, b
#       ^ F0101 a bracket or brace is not closed
",
    );
}

#[test]
fn duplicate_keys_show_the_first_one() {
    let checked = check(
        "\
units: {case: {kind: count}}
items:
  - id: received
    label: Received
    unit: case
    label: Requests
#   ^^^^^ F0102 the key `label` stands twice in one mapping
",
    );
    assert_eq!(checked.diagnostics[0].secondary[0].text, "first here");
}

#[test]
fn a_check_states_or_tunes() {
    check(
        "\
units: {case: {kind: count}}
unit: case
items:
  - {id: a, label: A, check: {that: a > 1, of: parts}}
#                                          ^^ F0209 a check says either `that` or `of`
  - {id: b, label: B, check: {severity: warning}}
#                             ^^^^^^^^^^^^^^^^^ F0104 a check needs `that`
  - {id: c, label: C, check: {that: c > 1, on: row}}
#                                              ^^^ F0106 `on` cannot be `row`
",
    );
}

#[test]
fn a_mark_has_one_meaning() {
    check(
        "\
units: {case: {kind: count}}
marks: {\"-\": {means: not_applicable, max: 3}, \"*\": {also: [\"**\"]}}
#                                    ^^^ F0209 `means` and `max` say two meanings of one mark
#                                                   ^^^^^^^^^^^^ F0104 a mark needs `means`
takes: [\"-\", \"*\"]
items: [{id: a, label: A, unit: case}]
",
    );
}

#[test]
fn an_alias_may_not_stand_inside_its_anchor() {
    check(
        "\
units: {case: {kind: count}}
items:
  - &a {id: a, label: A, unit: case, check: [*a]}
#                                            ^^ F0109 `*a` stands inside its own anchor
",
    );
}

#[test]
fn an_alias_is_a_copy_that_counts_and_nests_as_written_out() {
    // Each level of the first form is an alias inside a list, so that depth grows without brackets.
    let mut deep = String::from("tallyform: 1\na0: &a0 [x]\n");
    for level in 1..crate::limits::MAX_DEPTH {
        deep.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    let codes = |text: &str| checked(text).diagnostics.iter().map(|found| found.code).collect::<Vec<_>>();
    assert_eq!(codes(&deep), [Code::TooDeep]);
    assert_eq!(codes(&format!("tallyform: 1\na: {}\n", "[".repeat(100_000))), [Code::TooDeep]);
    assert_eq!(codes(&format!("a: [{}]\n", "x,".repeat(crate::limits::MAX_VALUES))), [Code::TooManyAliases]);
}

#[test]
fn a_byte_order_mark_moves_no_place() {
    let checked = checked("\u{feff}tallyform: 1\nform: a.b\nrevison: \"1\"\n");
    let first = &checked.diagnostics[0];
    assert_eq!(first.code, Code::MissingKey);
    assert!(checked.diagnostics.iter().any(|found| found.code == Code::UnknownKey));
}

#[test]
fn a_file_without_a_form_says_so() {
    for text in ["", "# nothing\n", "---\n", "~\n", "[]\n", "tallyform: 1\n"] {
        assert!(!checked(text).diagnostics.is_empty(), "{text:?}");
    }
}

#[test]
fn a_file_of_one_long_line_is_judged_and_shown() {
    let text = format!("{}items: [{{id: a, lable: {}}}]\n", super::fixture::HEAD, "件".repeat(1_000_000));
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    let diagnostics = crate::check(&sources, file).diagnostics;
    assert!(diagnostics.iter().any(|found| found.code == Code::UnknownKey));
    // What is shown of a line is bounded, so that a terminal is not flooded.
    let shown = crate::diagnostic::render::text(&sources, &diagnostics, false);
    assert!(shown.len() < 20_000, "{} bytes are shown", shown.len());
}
