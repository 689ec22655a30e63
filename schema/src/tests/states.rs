//! States of a report, and severities in each of them.

use super::fixture::{check, form};
use crate::Form;
use crate::model::Severity::{Error, Info, Warning};
use crate::model::{Cell, Severity};

fn cell<'f>(form: &'f Form, path: &str) -> &'f Cell {
    form.nodes.iter().find(|node| node.path == path).and_then(|node| node.cell.as_ref()).expect(path)
}

fn severity<'f>(form: &'f Form, id: &str) -> &'f [Severity] {
    &form.checks.iter().find(|check| check.id == id).expect(id).severity.0
}

#[test]
fn the_last_state_said_at_or_before_a_state_says_its_severity() {
    let form = form(
        r#"
units: {件: {kind: count}}
unit: 件
states: [draft, submitted, accepted, published]
severity: {accepted: info, submitted: warning}
required: true
items:
  - {id: a, label: A, parts: [{id: b, label: B}, {id: c, label: C}]}
  - {id: d, label: D, severity: info, check: [d >= a, {id: own, that: d > a, severity: {draft: info, published: error}}]}
  - id: e
    label: E
    severity: {draft: warning}
    check: {of: parts, severity: {published: warning, draft: info}}
    parts: [{id: f, label: F, check: {of: bounds, severity: {submitted: info}}}, {id: g, label: G}]
"#,
    );
    assert_eq!(form.states, ["draft", "submitted", "accepted", "published"]);
    // Before the first state said a check is what it is unless said: an error.
    assert_eq!(severity(&form, "a:parts"), [Error, Warning, Info, Info]);
    assert_eq!(cell(&form, "a.b").required.as_ref().expect("required").0, [Error, Warning, Info, Info]);
    assert_eq!(severity(&form, "d:check"), [Info; 4]);
    assert_eq!(severity(&form, "d:own"), [Info, Info, Info, Error]);
    assert_eq!(severity(&form, "e:parts"), [Info, Info, Info, Warning]);
    let of_f = cell(&form, "e.f");
    assert_eq!(of_f.bounds.as_ref().expect("on").0, [Error, Info, Info, Info]);
    assert_eq!(of_f.places.as_ref().expect("on").0, [Warning; 4], "what is not tuned is inherited");
}

#[test]
fn a_form_without_states_has_one_severity() {
    let form =
        form("units: {件: {kind: count}}\nunit: 件\nitems:\n  - {id: a, label: A, severity: warning, check: a > 3}\n");
    assert_eq!(severity(&form, "a:check"), [Warning]);
    assert_eq!(cell(&form, "a").kind.as_ref().expect("on").0, [Warning]);
}

#[test]
fn states_are_distinct_words() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
states: [draft, in review, draft, 草稿]
#               ^^^^^^^^^ F0201 `in review` is no name of a state
#                          ^^^^^ F0202 the state `draft` stands twice
items:
  - {id: a, label: A, severity: {草稿: info}}
"#,
    );
    check(
        r#"
units: {件: {kind: count}}
unit: 件
states: []
#       ^^ F0210 `states` names no state
items:
  - {id: a, label: A}
"#,
    );
}

#[test]
fn there_are_at_most_thirty_two_states() {
    let states = |count: usize| (1..=count).map(|number| format!("s{number}")).collect::<Vec<_>>().join(", ");
    let text = |count, carets: &str| {
        format!(
            "units: {{件: {{kind: count}}}}\nunit: 件\nstates: [{}]\n{carets}items:\n  - {{id: a, label: A}}\n",
            states(count)
        )
    };
    assert_eq!(form(&text(32, "")).states.len(), 32);
    let column = "states: [".len() + states(32).len() + ", ".len();
    check(&text(33, &format!("#{}^^^ F0006 the form has 33 states; the limit is 32\n", " ".repeat(column - 1))));
}

#[test]
fn severities_name_states_that_there_are() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
states: [draft, submitted]
severity: {draft: warning, submited: error}
#                          ^^^^^^^^ F0215 the form has no state `submited`
items:
  - {id: a, label: A, severity: {final: error}}
#                                ^^^^^ F0215 the form has no state `final`
  - {id: b, label: B, check: {that: b > 1, severity: {drafts: info}}}
#                                                     ^^^^^^ F0215 the form has no state `drafts`
  - {id: c, label: C, check: {of: bounds, severity: {draft: off, submitted: error}, because: none}}
#                                                           ^^^ F0106 a check cannot be off in one state only
  - {id: d, label: D, check: {of: bounds, severity: {draft: grave}}}
#                                                           ^^^^^ F0106 `severity` cannot be `grave`
  - {id: e, label: E, severity: {draft: info, draft: error}}
#                                             ^^^^^ F0102
"#,
    );
    check(
        r#"
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, severity: {draft: warning}}
#                                ^^^^^ F0215 the form has no state `draft`
"#,
    );
}

#[test]
fn a_sum_that_is_less_grave_in_some_state_does_not_decide_another_check() {
    let text = |severity: &str, carets: &str| {
        format!(
            r#"
units: {{件: {{kind: count}}}}
unit: 件
states: [draft, submitted]
items:
  - {{id: a, label: A, check: [a >= b, {{of: parts, severity: {severity}}}], parts: [{{id: b, label: B}}, {{id: c, label: C}}]}}
{carets}"#
        )
    };
    check(&text("error", "#                             ^^^^^^ F0702 the check cannot fail\n"));
    check(&text("{draft: info, submitted: error}", ""));
}
