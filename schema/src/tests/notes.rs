//! Notes beside nodes with `by`.

use super::fixture::{check, form};
use crate::model::{Content, ExplainedBy, NodeId, Texts};

const DIMENSIONS: &str = "
units: {case: {kind: count}}
unit: case
dimensions:
  office: {label: All, parts: {key: {label: Office, type: text}}}
  reason: {label: All, parts: [{id: age, label: Age}, {id: size, label: Size}]}
";

#[test]
fn every_node_with_by_has_a_note_of_the_dimensions_above_it() {
    let form = form(&format!(
        "{DIMENSIONS}
note: {{label: Footnote}}
required: true
items:
  - id: requests
    label: Requests
    by: [office]
    items:
      - {{id: received, label: Received}}
      - {{id: refused, label: Refused, by: [reason]}}
  - {{id: appeals, label: Appeals, by: [office]}}
  - {{id: hearings, label: Hearings, by: [office], note: {{label: Remark}}}}
  - {{id: silent, label: Silent, by: [office], note: false}}
  - {{id: plain, label: Plain}}
"
    ));
    let notes: Vec<&str> = form.nodes.iter().filter(|node| node.is_note).map(|node| node.path.as_str()).collect();
    assert_eq!(notes, ["requests.refused.note", "requests.note", "appeals.note", "hearings.note"]);
    let node = |path: &str| form.nodes.iter().find(|node| node.path == path).expect("the node is there");
    assert_eq!(node("hearings.note").label, Texts(vec![Some("Remark".to_owned())]));
    let last = |path: &str| form.node(*node(path).children.last().expect("a child")).path.as_str();
    assert_eq!((last("requests"), last("appeals")), ("requests.note", "appeals.note"));
    // The note of what is beneath rows stands in each of them.
    assert_eq!(node("requests.refused.note").by.len(), 1);
    assert_eq!(node("requests.refused.note.*").label, Texts(vec![Some("Office".to_owned())]));
    assert!(node("requests.note").by.is_empty());
    let cell = node("requests.note").cell.as_ref().expect("a cell");
    assert!(matches!(cell.content, Content::Text { pattern: None, max_length: None }) && cell.required.is_none());
}

#[test]
fn a_note_can_be_asked_for_and_is_no_figure() {
    check(&format!(
        "{DIMENSIONS}
items:
  - id: appeals
    label: Appeals
    by: [office]
    note: {{label: Footnote}}
    check:
      - {{id: said, that: \"if appeals[office.total] > 5 then reported(note)\"}}
      - {{id: sum, that: \"appeals[total] == note\"}}
#                                          ^^^^ F0607 is a text
"
    ));
}

#[test]
fn a_note_needs_a_node_with_by_beneath() {
    check(&format!(
        "{DIMENSIONS}
items:
  - {{id: appeals, label: Appeals, by: [office, reason]}}
  - id: plain
    label: Plain
    note: {{label: Footnote}}
#         ^^^^^^^^^^^^^^^^^ F0211 `note` has no effect here
    items: [{{id: one, label: One}}]
"
    ));
    check(
        "
units: {case: {kind: count}}
unit: case
items:
  - {id: note, label: Note}
#        ^^^^ F0203 a key of the report format itself
",
    );
}

#[test]
fn a_check_is_explained_by_the_note_of_the_nearest_by() {
    let form = form(&format!(
        "{DIMENSIONS}
period: year
note: {{label: Footnote}}
items:
  - id: requests
    label: Requests
    by: [office]
    check: {{id: own, that: received >= prior.received, explained_by: note}}
    items:
      - {{id: received, label: Received, check: {{that: received == prior.received, explained_by: note}}}}
      - {{id: refused, label: Refused, by: [reason], check: {{that: refused >= 1, explained_by: explanation}}}}
      - {{id: of_them, label: Of them, by: [reason], check: {{of: over.reason, explained_by: note}}}}
"
    ));
    let explained = |id: &str| form.checks.iter().find(|check| check.id == id).expect(id).explained_by;
    let note = |path: &str| {
        let at = form.nodes.iter().position(|node| node.path == path).expect(path);
        Some(ExplainedBy::Note(NodeId(u32::try_from(at).expect("few"))))
    };
    assert_eq!(explained("requests:own"), note("requests.note"));
    assert_eq!(explained("requests.received:check"), note("requests.note"));
    assert_eq!(explained("requests.refused:check"), Some(ExplainedBy::Explanation));
    assert_eq!(explained("requests.of_them:over.reason"), note("requests.of_them.note"));
    assert_eq!(explained("requests.refused:over.reason"), None);
}

#[test]
fn without_a_note_there_is_nothing_to_explain_by() {
    check(&format!(
        "{DIMENSIONS}
items:
  - {{id: plain, label: Plain, note: {{label: Note}}, check: {{that: plain > 1, explained_by: note}}}}
#                                                                                         ^^^^ F0208 there is no note that could explain a check of `plain`
  - {{id: bare, label: Bare, by: [reason], check: {{that: bare > 1, explained_by: note}}}}
#                                                                               ^^^^ F0208 there is no note that could explain a check of `bare`
  - id: outer
    label: Outer
    by: [office]
    note: {{label: Note}}
    items:
      - {{id: inner, label: Inner, by: [reason], note: false, check: {{that: inner > 1, explained_by: note}}}}
#                                                                                                   ^^^^ F0208 there is no note that could explain a check of `outer.inner`
"
    ));
}
