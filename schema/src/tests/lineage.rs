//! What a form says of the one before it.

use super::fixture::{check, check_beside};
use crate::model::Lineage;

/// A form before, with a table and items.
const BEFORE: &str = r#"tallyform: 1
form: example.form
revision: "2019"
title: Form
languages: [en, zh]
header:
  - {id: unit_name, label: {en: Unit, zh: 单位}, type: text}
  - {id: phone, label: {en: Telephone, zh: 电话}, type: text}
units:
  case: {label: {en: case, zh: 件}, kind: count}
  yuan: {label: {en: yuan, zh: 元}, kind: money, of: CNY, decimals: 2}
dimensions:
  applicant:
    label: {en: All, zh: 总计}
    parts:
      - {id: person, label: {en: Person, zh: 自然人}}
      - {id: company, label: {en: Company, zh: 企业}}
      - {id: charity, label: {en: Charity, zh: 公益组织}}
unit: case
items:
  - id: requests
    label: {en: Requests, zh: 申请}
    items:
      - id: received
        label: {en: Received, zh: 收到}
        parts:
          - {id: fax, label: {en: Fax, zh: 传真}}
          - {id: post, label: {en: Post, zh: 信函}}
      - {id: other, label: {en: Other, zh: 其他}}
      - {id: results, label: {en: Results, zh: 结果}, by: [applicant]}
  - {id: fees, label: {en: Fees, zh: 收费}, unit: yuan}
"#;

/// What a form starts with that comes after [`BEFORE`].
const AFTER: &str = r#"tallyform: 1
form: example.form
revision: "2020"
revises: before.yaml
title: Form
languages: [en]
units: {case: {kind: count}, yuan: {kind: money, of: CNY, decimals: 2}}
unit: case
"#;

/// The lineage of a form, which is given from behind its units.
#[track_caller]
fn lineage(rest: &str) -> Lineage {
    let form = check_beside(&format!("{AFTER}{rest}"), &[("before.yaml", BEFORE)]).form;
    form.and_then(|form| form.lineage).expect("a form with a base has a lineage")
}

/// Each link in a line: its kind, what it links, and why.
fn lines(lineage: &Lineage) -> Vec<String> {
    let text = |texts: &crate::model::Texts| texts.0.iter().flatten().cloned().collect::<Vec<_>>().join("/");
    let line = |link: &crate::model::Link| {
        let mut line = format!("{:?} {} -> {}", link.kind, link.from.join("+"), link.to.join("+"));
        for part in [&link.label, &link.because].into_iter().flatten() {
            line += &format!(" ({})", text(part));
        }
        line
    };
    lineage.links.iter().map(line).collect()
}

const HEADER: &str = "header: [{id: unit_name, label: Unit, type: text}, {id: phone, label: Telephone, type: text}]\n";
const APPLICANT: &str = r#"dimensions:
  applicant:
    label: All
    parts: [{id: person, label: Person}, {id: company, label: Company}, {id: charity, label: Charity}]
"#;
const RECEIVED: &str = "{id: received, label: R, parts: [{id: fax, label: F}, {id: post, label: P}]}";
const RESULTS: &str = "{id: results, label: R, by: [applicant]}";
const FEES: &str = "  - {id: fees, label: Fees, unit: yuan}\n";

#[test]
fn a_form_that_changes_nothing_has_no_links() {
    let lineage = lineage(&format!(
        "{HEADER}{APPLICANT}items:\n  - {{id: requests, label: R, items: [{RECEIVED}, {{id: other, label: O}}, {RESULTS}]}}\n{FEES}"
    ));
    assert_eq!(lines(&lineage), [""; 0]);
    assert_eq!(lineage.revision.as_deref(), Some("2019"));
}

#[test]
fn what_is_renamed_or_moved_takes_along_what_is_beneath_it() {
    let lineage = lineage(&format!(
        "{HEADER}{APPLICANT}because: the law changed
items:
  - {{id: asked, label: R, was: requests, items: [{RECEIVED}, {{id: other, label: O}}]}}
  - {{id: outcomes, label: R, by: [applicant], was: requests.results, because: an item of its own}}
{FEES}"
    ));
    assert_eq!(
        lines(&lineage),
        ["Continued requests -> asked", "Continued requests.results -> outcomes (an item of its own)",]
    );
    assert_eq!(lineage.because.map(|because| because.0), Some(vec![Some("the law changed".to_owned())]));
}

#[test]
fn what_is_new_and_what_is_gone_is_named_at_its_top() {
    let lineage = lineage(&format!(
        "header: [{{id: unit_name, label: Unit, type: text}}, {{id: email, label: Mail, type: text}}]
{APPLICANT}items:
  - id: appeals
    label: A
    items: [{{id: upheld, label: U}}, {{id: open, label: O}}]
  - {{id: requests, label: R, items: [{{id: received, label: R, was: []}}, {RESULTS}]}}
{FEES}gone: {{requests.other: nobody knew what it was}}
"
    ));
    assert_eq!(
        lines(&lineage),
        [
            "Added  -> header.email",
            "Added  -> appeals",
            "Added  -> requests.received",
            "Gone header.phone ->  (Telephone)",
            "Gone requests.received ->  (Received)",
            "Gone requests.other ->  (Other) (nobody knew what it was)",
        ]
    );
}

#[test]
fn a_figure_that_became_a_heading_was_the_sum_of_what_is_beneath() {
    let lineage = lineage(&format!(
        "{HEADER}{APPLICANT}items:
  - id: requests
    label: R
    items:
      - {RECEIVED}
      - id: other
        label: O
        items:
          - {{id: late, label: L}}
          - {{id: rest, label: R, items: [{{id: lost, label: L}}, {{id: other, label: O}}]}}
      - {RESULTS}
{FEES}"
    ));
    assert_eq!(
        lines(&lineage),
        [
            "Split requests.other -> requests.other.late+requests.other.rest.lost+requests.other.rest.other",
            "Added  -> requests.other.rest",
        ]
    );
}

#[test]
fn a_figure_may_be_the_sum_of_several_or_no_longer_the_same() {
    let lineage = lineage(
        &format!(
            "{HEADER}{APPLICANT}items:
  - id: requests
    label: R
    comparable: no
    because: counted when answered
    items: [{RECEIVED}, {RESULTS}]
  - {{id: money, label: M, unit: case, was: fees, comparable: no}}
  - {{id: costs, label: C, unit: yuan}}
  - {{id: others, label: O, was: [requests.other, requests.received.fax]}}
"
        )
        .replace("{id: fax, label: F}, ", ""),
    );
    assert_eq!(
        lines(&lineage),
        [
            "Broken requests -> requests (counted when answered)",
            "Broken fees -> money",
            "Added  -> costs",
            "Merged requests.other+requests.received.fax -> others",
        ]
    );
}

#[test]
fn members_go_on_as_items_do() {
    let lineage = lineage(&format!(
        "{HEADER}dimensions:
  who:
    label: All
    was: applicant[]
    parts:
      - {{id: person, label: P, comparable: no}}
      - {{id: body, label: B, was: 'applicant[company]', because: wider}}
      - {{id: agency, label: S}}
items:
  - {{id: requests, label: R, items: [{RECEIVED}, {{id: other, label: O}}, {{id: results, label: R, by: [who]}}]}}
{FEES}"
    ));
    assert_eq!(
        lines(&lineage),
        [
            "Continued applicant[] -> who[]",
            "Broken applicant[person] -> who[person]",
            "Continued applicant[company] -> who[body] (wider)",
            "Added  -> who[agency]",
            "Gone applicant[charity] ->  (Charity)",
        ]
    );
}

#[test]
fn members_are_merged_and_split() {
    let merged = lineage(&format!(
        "{HEADER}dimensions:
  applicant:
    label: All
    parts: [{{id: person, label: P}}, {{id: body, label: B, was: ['applicant[company]', 'requests.results[charity]']}}]
items:
  - {{id: requests, label: R, items: [{RECEIVED}, {{id: other, label: O}}, {RESULTS}]}}
{FEES}"
    ));
    assert_eq!(lines(&merged), ["Merged applicant[company]+applicant[charity] -> applicant[body]"]);
    let split = lineage(&format!(
        "{HEADER}dimensions:
  applicant:
    label: All
    parts:
      - {{id: person, label: P}}
      - {{id: company, label: C, items: [{{id: small, label: S}}, {{id: large, label: L}}]}}
      - {{id: charity, label: C}}
items:
  - {{id: requests, label: R, items: [{RECEIVED}, {{id: other, label: O}}, {RESULTS}]}}
{FEES}"
    ));
    assert_eq!(lines(&split), ["Split applicant[company] -> applicant[small]+applicant[large]",]);
}

#[test]
fn a_file_without_a_base_is_taken_at_its_word() {
    let form = check(
        r#"
units: {case: {kind: count}}
unit: case
items:
  - {id: a, label: A, was: x.a}
  - {id: b, label: B, was: [x.b, x.c], because: one row is enough}
  - {id: c, label: C, comparable: no}
  - {id: d, label: D, was: []}
  - {id: e, label: E, items: [{id: f, label: F}]}
gone: {x.d: , x.e: never used}
"#,
    )
    .form;
    let lineage = form.and_then(|form| form.lineage).expect("what was is said");
    assert_eq!(lineage.revision, None);
    assert_eq!(
        lines(&lineage),
        [
            "Continued x.a -> a",
            "Merged x.b+x.c -> b (one row is enough)",
            "Broken c -> c",
            "Added  -> d",
            "Gone x.d -> ",
            "Gone x.e ->  (never used)",
        ]
    );
}

#[test]
fn a_form_that_says_nothing_of_another_has_no_lineage() {
    let form = check("units: {case: {kind: count}}\nunit: case\nitems: [{id: a, label: A}]\n").form;
    assert!(form.expect("the form is right").lineage.is_none());
}

/// Mistakes in what a form says of the one before, which is given from behind its units.
#[track_caller]
fn mistakes(rest: &str) {
    check_beside(&format!("{AFTER}{rest}"), &[("before.yaml", BEFORE)]);
}

#[test]
fn addresses_are_those_of_the_form_before() {
    mistakes(
        r#"
dimensions:
  applicant:
    label: All
    parts:
      - {id: man, label: P, was: 'applicant[persn]'}
#                                ^^^^^^^^^^^^^^^^^^ F1003 revision `2019` has no `applicant[persn]`
      - {id: company, label: C}
items:
  - {id: asked, label: R, was: received, by: [applicant]}
#                              ^^^^^^^^ F1003 revision `2019` has no `received`
  - {id: other, label: R, was: 'applicant[person]'}
#                              ^^^^^^^^^^^^^^^^^^^ F1003 `applicant[person]` was a member in revision `2019`
gone: {requests.othr: }
#      ^^^^^^^^^^^^^ F1003 revision `2019` has no `requests.othr`
"#,
    );
}

#[test]
fn nothing_goes_on_twice() {
    mistakes(
        r#"
items:
  - {id: requests, label: R, items: [{id: other, label: O}]}
  - {id: rest, label: R, was: requests.other}
#                             ^^^^^^^^^^^^^^ F1009 as `requests.other` and as `rest`; goes on here
  - {id: fax, label: R, was: requests.received.fax}
  - {id: faxes, label: R, was: [fees, requests.received.fax]}
#                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ F1010 `fees`
#                                     ^^^^^^^^^^^^^^^^^^^^^ F1009 as `fax` and as `faxes`
gone: {requests: }
#      ^^^^^^^^ F1011 goes on as `requests`
"#,
    );
}

#[test]
fn figures_go_on_in_units_that_convert() {
    mistakes(
        r#"
items:
  - id: requests
    label: R
    unit: yuan
#         ^^^^ F1008 goes on in `yuan`, into which figures in `case` do not convert
    items: [{id: received, label: R}, {id: other, label: O}]
  - {id: fees, label: F, type: text}
#                              ^^^^ F1008 a field of type `text`
"#,
    );
}

#[test]
fn what_is_said_of_comparing_must_make_sense() {
    mistakes(
        r#"
items:
  - {id: new, label: R, comparable: no}
#                                   ^^ F0208 was not there before
  - {id: all, label: R, was: [requests.received, requests.other], comparable: no}
#                                                                             ^^ F0209 compared with their sum
  - {id: fees, label: F, unit: yuan, comparable: no, parts: [{id: a, label: A, was: [], comparable: yes}]}
#                                                                                                   ^^^ F0209
"#,
    );
}

#[test]
fn what_does_not_add_is_neither_split_nor_merged() {
    mistakes(
        r#"
items:
  - {id: requests, label: R, items: [{id: other, label: O, items: [{id: a, label: A, unit: yuan}]}]}
#                                                          ^^^^^ F1010 in `yuan`, not in `case`
  - {id: fees, label: F, items: [{id: a, label: A, type: text}]}
#                        ^^^^^ F1010 no figure
  - {id: received, label: R, was: requests.received, items: [{id: fax, label: F}]}
  - {id: text, label: R, type: text, was: [header.phone, header.unit_name]}
#                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ F1010 type `text` does not add
"#,
    );
}
