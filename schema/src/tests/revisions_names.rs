//! Names in the lines of a base, which follow what they name.

use super::fixture::check_beside;
use super::revisions::HEAD;
use crate::in_full;

/// A form with names of every kind.
const BASE: &str = r#"tallyform: 1
form: example.form
revision: "2020"
title: Form
languages: [en]
period: year
identity: [filer]
units:
  case: {kind: count, label: case}
codes:
  office: {external: true, within: filer}
header:
  - {id: filer, label: Filer, type: code, of: ministry}
  - {id: office, label: Office, type: code, of: office}
dimensions:
  applicant:
    label: All
    check: {id: few, that: charity <= company}
    parts:
      - {id: person, label: Persons, code: "90"}
      - {id: company, label: Companies}
      - {id: charity, label: Charities}
      - {id: again, label: Again, whole: applicant, some_parts: [{id: poor, label: Poor}]}
unit: case
items:
  - id: requests
    label: Requests
    items:
      - id: received
        label: Received
        code: "1"
        parts:
          - {id: fax, label: By fax, code: "2"}
          - {id: post, label: By post, code: "3"}
      - {id: other, label: Other}
  - id: results
    label: Results
    by: [applicant]
    over: {applicant: sum}
    except: [[refused, charity], [results.refused, applicant.total]]
    check:
      - id: balance
        that: "sum([2]..[3]) + other >= granted[total] + results.refused[applicant.person]"
        message: {en: "{requests.received} and {prior..requests.other} in \"all\""}
      - >-
        requests.received.fax
        <= max(requests.received.*) + sum(granted over applicant)
    items:
      - {id: granted, label: Granted, check: {of: over.applicant, severity: warning}}
      - {id: refused, label: Refused, check: {id: of_received, that: "refused[company] <= requests.received"}}
  - {id: other, label: Others}
  - id: again
    label: Once more
    whole: requests.received
    some_parts: [{id: late, label: Late}]
"#;

/// Checks a file that revises [`BASE`], and that these lines stand in what comes of it.
#[track_caller]
fn becomes(changes: &str, lines: &[&str]) {
    let base = BASE.replace("  office: {external", "  ministry: {external: true}\n  office: {external");
    let checked = check_beside(&format!("{HEAD}{changes}"), &[("base.yaml", &base)]);
    let text = in_full(&checked).expect("a form");
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in lines {
        assert!(flat(&text).contains(&flat(line)), "{line}\nstands in\n{text}");
    }
}

#[track_caller]
fn refused(changes: &str) {
    let base = BASE.replace("  office: {external", "  ministry: {external: true}\n  office: {external");
    check_beside(&format!("{HEAD}{changes}"), &[("base.yaml", &base)]);
}

#[test]
fn a_path_follows_what_is_renamed_and_moved() {
    becomes(
        "changes: {requests: {id: demands}}\n",
        &[
            "sum([2]..[3]) + other >=",
            "{demands.received} and {prior..demands.other} in",
            "demands.received.fax <= max(demands.received.*)",
            "refused[company] <= demands.received",
            "whole: demands.received",
        ],
    );
    becomes(
        "changes:
  requests.received: {under: ., before: requests, id: incoming}
",
        &["{incoming} and", "incoming.fax <= max(incoming.*)", "refused[company] <= incoming", "whole: incoming"],
    );
}

#[test]
fn what_says_a_name_may_move_itself() {
    // `other` beneath `requests` is nearer there than the one at the root, which was meant.
    becomes(
        "changes: {results: {under: requests}}\n",
        &["sum([2]..[3]) + .other >= granted[total] + results.refused[applicant.person]", "requests.received.fax <="],
    );
}

#[test]
fn members_dimensions_fields_and_codes_follow() {
    becomes(
        "changes:
  applicant[]: {id: who}
  applicant[person]: {id: citizen}
  applicant[charity]: {id: club}
  applicant[company]: {id: firm}
",
        &[
            "check: {id: few, that: club <= firm}",
            "whole: who",
            "by: [who]",
            "over: {who: sum}",
            "except: [[refused, club], [results.refused, who.total]]",
            "granted[total] + results.refused[who.citizen]",
            "sum(granted over who)",
            "check: {of: over.who, severity: warning}",
            "refused[firm] <= requests.received",
        ],
    );
    becomes(
        "changes:
  header.filer: {id: sender}
  requests.received.fax: {code: \"22\"}
  results.granted: {id: allowed}
  results: {id: outcome}
",
        &[
            "identity: [sender]",
            "within: sender",
            "sum([22]..[3]) + other >= allowed[total] + outcome.refused[applicant.person]",
            "[outcome.refused, applicant.total]",
        ],
    );
    // Codes that change places are still those of the same figures.
    becomes(
        "changes: {requests.received.fax: {code: \"3\"}, requests.received.post: {code: \"2\"}}\n",
        &["sum([3]..[2])"],
    );
}

#[test]
fn what_is_gone_and_named_is_shown_at_the_change() {
    refused(
        "changes:
  requests.received.fax: gone
# ^^^^^^^^^^^^^^^^^^^^^ F1005 `requests.received.fax` is no longer there, and a check of `results` names it
  other: {into: requests.other}
# ^^^^^ F1005 `other` is merged into another, and a check of `results` names it
  applicant[charity]: gone
# ^^^^^^^^^^^^^^^^^^ F1005 `applicant[charity]` is no longer there, and a check of `applicant[]` names it
",
    );
    refused(
        "header: [{id: office, label: Office, type: text}]
#^^^^^ F1005 `header.filer` is no longer there
codes: {office: gone, ministry: gone}
dimensions: {applicant: gone}
#            ^^^^^^^^^ F1005 `applicant[]` is no longer there
changes: {}
",
    );
    // Own checks go along, and what is set anew is no longer named.
    becomes(
        "changes:
  results.refused: gone
  results:
    except:
    check: granted[person] <= requests.received
",
        &["check: granted[person] <= requests.received"],
    );
}

#[test]
fn a_name_that_would_mean_another_node_is_refused() {
    refused(
        "changes:
  results: {add: [{id: other, label: Other results}]}
#                      ^^^^^ F1006 `other` in a check of `results` would now mean `results.other`
",
    );
    refused(
        "changes:
  again.late: {under: results, id: requests}
# ^^^^^^^^^^ F1006 in a check of `results` would now mean `results.requests`
",
    );
    // A name that is said anew is read as it stands.
    becomes(
        "changes:
  results: {add: [{id: other, label: Other results}]}
  results:balance: {that: \"granted[total] <= other[total]\", message: }
",
        &["granted[total] <= other[total]"],
    );
}

#[test]
fn what_is_written_out_anew_is_named_as_it_was() {
    becomes(
        "dimensions:
  applicant: {label: All, parts: [{id: person, label: People}, {id: company, label: Firms}, {id: charity, label: Clubs}]}
header:
  - {id: filer, label: Who files, type: code, of: ministry}
  - {id: office, label: Office, type: code, of: office}
changes: {}
",
        &["identity: [filer]", "refused[company] <= requests.received", "by: [applicant]"],
    );
}
