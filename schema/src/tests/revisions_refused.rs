//! Mistakes in changes: each is shown at the change.

use super::fixture::check_beside;
use super::revisions::{BASE, HEAD};

/// Checks a file that revises [`BASE`], given from behind its head, against what it announces.
#[track_caller]
fn refused(rest: &str) {
    check_beside(&format!("{HEAD}{rest}"), &[("base.yaml", BASE)]);
}

#[test]
fn changes_and_a_form_in_full_exclude_each_other() {
    refused(
        "changes: {fees: gone}
items:
#^^^^ F0209 `items` and `changes` exclude each other
  - {id: fees, label: Fees}
",
    );
    refused(
        "changes: {fees: gone}
gone: {fees: }
#^^^ F0209 `gone` and `changes` exclude each other
",
    );
    let alone = "tallyform: 1
form: example.form
revision: \"2021\"
changes: {fees: gone}
#^^^^^^ F0104 `changes` needs `revises`
";
    check_beside(alone, &[]);
    let nothing = "tallyform: 1
form: example.form
revision: \"2021\"
revises: base.yaml
#^^^^^^ F0104 neither `changes` nor `items`
";
    check_beside(nothing, &[("base.yaml", BASE)]);
}

#[test]
fn a_revision_is_of_the_same_form_and_has_a_name_of_its_own() {
    let other = "tallyform: 1
form: example.other
#     ^^^^^^^^^^^^^ F1002 revises another form, `example.form`
revision: \"2020\"
#         ^^^^^^ F1002 is called `2020` too
revises: base.yaml
changes: {fees: {max: 5}}
";
    check_beside(other, &[("base.yaml", BASE)]);
}

#[test]
fn addresses_are_those_of_the_base() {
    refused(
        "changes:
  requests.recieved: gone
# ^^^^^^^^^^^^^^^^^ F1003 revision `2020` has no `requests.recieved`
  results[persons]: gone
# ^^^^^^^^^^^^^^^^ F1003 has no `results[persons]`
  applicants[]: {label: All of them}
# ^^^^^^^^^^^^ F1003 has no `applicants[]`
  header.fax: gone
# ^^^^^^^^^^ F1003 has no `header.fax`
  requests.other:check: gone
",
    );
    refused(
        "changes:
  requests.other:check: gone
# ^^^^^^^^^^^^^^^^^^^^ F1003 has no check `check` there
  requests.received:parts: gone
# ^^^^^^^^^^^^^^^^^^^^^^^ F1003 has no check `parts` there
  requests.other: {under: results.all}
#                         ^^^^^^^^^^^ F1003 has no `results.all`
  fees: {before: result}
#                ^^^^^^ F1003 there is no `result` among the nodes to stand before
",
    );
    refused("units: {yen: gone}\n#       ^^^ F1003 has no `yen` under `units`\nchanges: {fees: {max: 5}}\n");
}

#[test]
fn a_change_that_changes_nothing_is_a_mistake() {
    refused(
        "title: Form
#^^^^ F1004 `title` changes nothing
units: {case: {label: case, kind: count}}
#       ^^^^ F1004 `case` changes nothing
base:
#^^^ F1004 `base` changes nothing
changes:
  fees: {label: Fees, unit: yuan, max: 5}
",
    );
    refused(
        "changes:
  fees: {label: Fees, unit: yuan, max: 5}
#        ^^^^^ F1004 `label` changes nothing
#                     ^^^^ F1004 `unit` changes nothing
  requests.other: {because: A reason}
# ^^^^^^^^^^^^^^ F1004 `requests.other` changes nothing
  requests: {id: requests, definition: }
#            ^^ F1004 `id` changes nothing
#                          ^^^^^^^^^^ F1004 `definition` changes nothing
  requests.received: {becomes: parts}
#                              ^^^^^ F1004 `becomes` changes nothing
  requests.received.fax: {under: requests.received}
#                                ^^^^^^^^^^^^^^^^^ F1004 `under` changes nothing
  requests.received.post: {before: online}
#                                  ^^^^^^ F1004 `before` changes nothing
  results: {comparable: yes}
#           ^^^^^^^^^^ F1004 `comparable` changes nothing
  requests.received:carried: {severity: info}
#                             ^^^^^^^^ F1004 `severity` changes nothing
",
    );
    refused("changes: {fees: {}}\n#               ^^ F1004 `fees` changes nothing\n");
    refused(
        "changes:
  requests: gone
  requests.other: gone
# ^^^^^^^^^^^^^^ F1004 `requests.other` changes nothing
",
    );
}

#[test]
fn changes_that_contradict_are_named_both() {
    refused(
        "changes:
  requests.received: gone
  requests.received.fax: {label: Fax}
# ^^^^^^^^^^^^^^^^^^^^^ F1007 `requests.received.fax` is changed, and is no longer there with `requests.received`
  requests.received:carried: gone
# ^^^^^^^^^^^^^^^^^^^^^^^^^ F1007 is changed, and is no longer there
  fees: {becomes: gone, max: 5}
#                       ^^^ F1007 `fees` is no longer there, and more is said of it
",
    );
    refused(
        "changes:
  results: {check: results <= 4}
  results:check: gone
# ^^^^^^^^^^^^^ F1007 is changed, and all checks of its node are set
  results[person]: {label: People}
  applicant[person]: {definition: Anybody}
# ^^^^^^^^^^^^^^^^^ F1007 `applicant[person]` is another name of what an entry above changes
",
    );
    refused(
        "changes:
  requests.other: {under: requests.received.fax}
#                         ^^^^^^^^^^^^^^^^^^^^^ F1007 `requests.other` moves to `requests.received.fax`, which is no longer there
  requests.received.fax: gone
  requests.received.post: {into: requests.received.fax}
#                                ^^^^^^^^^^^^^^^^^^^^^ F1007 `requests.received.post` goes to `requests.received.fax`, which is no longer there
  fees: {into: fees}
#              ^^^^ F1007 `fees` goes into itself
",
    );
    refused(
        "changes:
  requests: {under: requests.received}
#                   ^^^^^^^^^^^^^^^^^ F1007 `requests` would stand beneath itself
",
    );
    refused(
        "changes:
  fees: {before: results}
  results: {before: fees}
#                   ^^^^ F1007 nodes stand beside one another in a circle
",
    );
    refused(
        "header: [{id: filer, label: Who files, type: text}]
changes: {header.phone: gone}
#         ^^^^^^^^^^^^ F1007 `header.phone` is changed, and the header is written out anew
",
    );
    refused(
        "dimensions: {applicant: {label: Everybody, parts: [{id: person, label: Persons}]}}
changes: {'results[company]': gone}
#         ^^^^^^^^^^^^^^^^^^ F1007 `results[company]` is changed, and its dimension is written out anew
",
    );
}

#[test]
fn keys_go_with_what_is_changed() {
    refused(
        "changes:
  fees: gon
#       ^^^ F0105 the change of `fees` must be `gone` or a mapping
  requests: {lable: The requests}
#            ^^^^^ F0103 a change has no key `lable`
  .: {under: fees}
#     ^^^^^ F0208 `under` does not go with the root
  header.phone: {add: [{id: x, label: X}]}
#                ^^^ F0208 `add` does not go with a field of the header
  requests.other: {was: fees}
#                  ^^^ F0208 `was` stands in a change
  results: {becomes: heading}
#                    ^^^^^^^ F0106 `becomes` cannot be `heading`
  requests.received: {before: other, after: other}
#                                    ^^^^^ F0209 `before` and `after` exclude each other
",
    );
    refused(
        "changes:
  requests.received: {items: [{id: x, label: X}]}
#                     ^^^^^ F0208 `items` is set where nodes stand beneath already
  fees: {add: [{id: x, label: X}]}
#        ^^^ F0104 `add` puts nodes beneath `fees`, which has none
  requests.other: {under: results}
#                         ^^^^^^^ F0104 `under` puts nodes beneath `results`, which has none
  results: {under: applicant}
#                  ^^^^^^^^^ F1003 has no `applicant`
  results[person]: {into: fees}
#                         ^^^^ F1003 the dimension `applicant` has no member `fees`
",
    );
}

#[test]
fn what_the_full_form_has_wrong_is_shown_at_the_change() {
    // In what is added or set it stands in this file; in the base the change is answerable.
    refused(
        "changes:
  requests.received.post: {id: fax}
#                              ^^^ F0202 the id `fax` stands twice
  .: {add: [{id: more, label: More, unit: euro}]}
#                                         ^^^^ F0302
  requests.received: {add: [{id: paid, label: Paid, unit: yuan}]}
#                                ^^^^ F0501
  requests.other: {add: [{id: late, label: Late}], becomes: parts, total: {at: middle}}
#                                                                              ^^^^^^ F0106
",
    );
    refused(
        "units: {yuan: gone}
#       ^^^^ F0302 `yuan`
changes: {requests.other: {max: 5}}
",
    );
}

#[test]
fn warnings_of_the_base_are_its_own() {
    let base = BASE.replace("results <= 5000", "results >= 0");
    let mut sources = crate::SourceMap::new();
    let mut read = |name: &str| match name {
        "base.yaml" => Ok(base.clone().into_bytes()),
        "second.yaml" => Ok(format!("{HEAD}changes: {{fees: {{max: 5}}}}\n").into_bytes()),
        _ => Err("there is no such file".to_owned()),
    };
    let third = HEAD.replace("2021", "2022").replace("base.yaml", "second.yaml") + "changes: {fees: {max: 6}}\n";
    let file = sources.load("third.yaml", third, &mut read);
    let checked = crate::check(&sources, file);
    assert_eq!(checked.diagnostics, []);
    let first = checked.base.and_then(|second| second.base).expect("the first of the three");
    assert_eq!(first.diagnostics.len(), 1, "{:?}", first.diagnostics);
}
