//! Open dimensions: rows that come with the report.

use super::fixture::{check, form};
use super::places::{check_of, place, shape, wheres};
use crate::model::{CheckKind, Content, EVERY_ROW, Over, Severity};

/// The head of a form with these of the dimensions below; `day` stands for a unit that does not add.
fn head(names: &[&str]) -> String {
    const DIMENSIONS: [(&str, &str); 3] = [
        ("office", "{label: All offices, parts: {key: {label: Office, type: text, max_length: 20}, min: 1, max: 9}}"),
        ("statute", "{items: {key: {label: Statute, type: text}}}"),
        ("track", "{items: [{id: simple, label: Simple}, {id: complex, label: Complex}]}"),
    ];
    let day = if names.contains(&"day") { ", day: {kind: duration, decimals: 1}" } else { "" };
    let known = DIMENSIONS.iter().filter(|(name, _)| names.contains(name));
    let dimensions: String = known.map(|(name, says)| format!("  {name}: {says}\n")).collect();
    format!("units: {{case: {{kind: count}}{day}}}\nunit: case\ndimensions:\n{dimensions}")
}

#[test]
fn a_figure_has_its_whole_and_one_cell_that_stands_for_each_row() {
    let form = form(&format!(
        "{}
items:
  - {{id: received, label: Received, by: [office]}}
  - {{id: relied, label: Relied on, by: [statute]}}
  - {{id: pending, label: Pending, by: [office, track]}}
  - {{id: text, label: Text, by: [statute], type: text}}
",
        head(&["office", "statute", "track"])
    ));
    let paths: Vec<&str> = form.nodes.iter().map(|node| node.path.as_str()).filter(|path| !path.is_empty()).collect();
    let expected = [
        "received",
        "received.*",
        "relied",
        "relied.*",
        "pending",
        "pending.total",
        "pending.total.simple",
        "pending.total.complex",
        "pending.*",
        "pending.*.simple",
        "pending.*.complex",
        "text",
        "text.*",
    ];
    assert_eq!(paths, expected);
    let office = &form.dimensions[0];
    let key = office.key.as_ref().expect("the dimension is open");
    assert_eq!((key.min, key.max), (Some(1), Some(9)));
    assert!(matches!(key.cell.content, Content::Text { max_length: Some(20), .. }) && key.cell.required.is_some());
    assert_eq!(office.members.iter().map(|member| member.id.as_str()).collect::<Vec<_>>(), [EVERY_ROW]);
    assert_eq!(office.members[0].label, key.label);
    assert!(form.dimensions[2].key.is_none());
}

#[test]
fn the_whole_is_what_the_rows_come_to() {
    let form = form(&format!(
        "{}
items:
  - {{id: received, label: Received, by: [office]}}
  - {{id: relied, label: Relied on, by: [statute]}}
  - {{id: longest, label: Longest, by: [office], unit: day, over: max}}
  - {{id: median, label: Median, by: [office, track], unit: day, over: {{office: between}}}}
  - {{id: mean, label: Mean, by: [office], unit: day}}
",
        head(&["office", "statute", "track", "day"])
    ));
    let along: Vec<String> = form.checks.iter().map(|check| check.id.clone()).collect();
    assert_eq!(along, ["received:over.office", "longest:over.office", "median:over.office"]);
    let sum = check_of(&form, "received:over.office");
    assert_eq!(sum.kind, CheckKind::Over(Over::Sum));
    assert_eq!(shape(&form, &sum.statements[0]), "received == sum(rows(received.*; office))");
    assert_eq!(sum.text, "received[office.total] == sum(received over office)");
    let max = check_of(&form, "longest:over.office");
    assert_eq!(shape(&form, &max.statements[0]), "longest == max(rows(longest.*; office))");
    let between = check_of(&form, "median:over.office");
    let said: Vec<String> = between.statements.iter().map(|statement| shape(&form, statement)).collect();
    assert_eq!(
        said,
        [
            "median.total.simple >= min(rows(median.*.simple; office))",
            "median.total.simple <= max(rows(median.*.simple; office))",
            "median.total.complex >= min(rows(median.*.complex; office))",
            "median.total.complex <= max(rows(median.*.complex; office))",
        ]
    );
}

#[test]
fn checks_hold_for_the_whole_and_for_every_row() {
    let form = form(&format!(
        "{}
items:
  - id: requests
    label: Requests
    by: [office]
    items:
      - id: received
        label: Received
        check: [{{id: both, that: received >= closed}}, {{id: whole, that: received > 0, on: total}}, {{id: rows, that: received > 1, on: rows}}]
      - id: closed
        label: Closed
        parts: [{{id: granted, label: Granted}}, {{id: refused, label: Refused}}]
",
        head(&["office"])
    ));
    assert_eq!(wheres(&form, "requests.received:both"), ["office: total", "office: *"]);
    assert_eq!(wheres(&form, "requests.received:whole"), ["office: total"]);
    assert_eq!(wheres(&form, "requests.received:rows"), ["office: *"]);
    assert_eq!(wheres(&form, "requests.closed:parts"), ["office: total", "office: *"]);
    let both = check_of(&form, "requests.received:both");
    assert_eq!(shape(&form, &both.statements[1]), "requests.received.* >= requests.closed.total.*");
}

#[test]
fn sums_of_the_author_run_through_rows() {
    let form = form(&format!(
        "{}
items:
  - {{id: received, label: Received, by: [office]}}
  - {{id: pending, label: Pending, by: [office, track]}}
  - {{id: longest, label: Longest, by: [office], unit: day}}
  - id: in_all
    label: In all
    check:
      - {{id: sum, that: in_all <= sum(received over office)}}
      - {{id: pairs, that: \"in_all >= sum(pending over office, track)\"}}
      - {{id: differences, that: \"in_all >= sum(received - pending[simple] over office)\"}}
      - {{id: count, that: in_all >= count(received over office)}}
      - {{id: scaled, that: \"in_all <= -2 * max(received over office) + 1000\"}}
  - {{id: days, label: Days, unit: day, check: days <= min(longest over office)}}
",
        head(&["office", "track", "day"])
    ));
    let said = |id: &str| shape(&form, &check_of(&form, id).statements[0]);
    assert_eq!(said("in_all:sum"), "in_all <= sum(rows(received.*; office))");
    assert_eq!(said("in_all:pairs"), "in_all >= sum(rows(pending.*.simple; office), rows(pending.*.complex; office))");
    assert_eq!(
        said("in_all:differences"),
        "in_all >= sum(sum(rows(received.*; office), -sum(rows(pending.*.simple; office))))"
    );
    assert_eq!(said("in_all:count"), "in_all >= count(rows(received.*; office))");
    assert_eq!(said("days:check"), "days <= min(rows(longest.*; office))");
}

#[test]
fn rows_stand_in_rows() {
    let form = form(&format!(
        "{}
items:
  - id: statutes
    label: Statutes
    by: [statute]
    items:
      - {{id: citation, label: Citation, type: text}}
      - {{id: relied, label: Relied, by: [office]}}
  - {{id: everything, label: Everything, check: \"everything == sum(statutes.relied over statute, office)\"}}
",
        head(&["office", "statute"])
    ));
    assert_eq!(wheres(&form, "statutes.relied:over.office"), ["statute: *"]);
    let over = check_of(&form, "statutes.relied:over.office");
    assert_eq!(shape(&form, &over.statements[0]), "statutes.relied.* == sum(rows(statutes.relied.*.*; office))");
    let all = check_of(&form, "everything:check");
    assert_eq!(shape(&form, &all.statements[0]), "everything == sum(rows(statutes.relied.*.*; statute, office))");
    assert_eq!(place(&form, "statutes.citation.*"), "statute: *");
    let rows = |path: &str| {
        let node = form.nodes.iter().find(|node| node.path == path).expect("the node is there");
        node.rows.iter().map(|rows| form.dimensions[rows.dimension.0 as usize].id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        (rows("statutes"), rows("statutes.relied"), rows("statutes.citation")),
        (vec!["statute"], vec!["office"], vec![])
    );
}

#[test]
fn members_of_rows_are_parts_of_a_whole_as_the_relation_says() {
    let form = form(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  office: {label: All, of_which: {key: {label: Office, type: text}}}
  court: {label: All, covered_by: {key: {label: Court, type: text}}}
  town: {label: All, some_parts: {key: {label: Town, type: text}}}
items:
  - {id: a, label: A, by: [office]}
  - {id: b, label: B, by: [court]}
  - {id: c, label: C, by: [town]}
",
    );
    let said = |id: &str| {
        let statements = &check_of(&form, id).statements;
        statements.iter().map(|statement| shape(&form, statement)).collect::<Vec<_>>()
    };
    assert_eq!(said("a:over.office"), ["a.* <= a"]);
    assert_eq!(wheres(&form, "a:over.office"), ["office: *"]);
    assert_eq!(said("b:over.court"), ["b.* <= b", "b <= sum(rows(b.*; court))"]);
    assert_eq!(wheres(&form, "b:over.court"), ["court: *", "court: total"]);
    assert_eq!(said("c:over.town"), ["sum(rows(c.*; town)) <= c"]);
    assert!(check_of(&form, "c:over.town").free.is_empty());
}

#[test]
fn rows_have_no_names_in_a_form() {
    check(&format!(
        "{}
items:
  - {{id: received, label: Received, by: [office]}}
  - id: other
    label: Other
    check:
      - {{id: named, that: \"other == received[main]\"}}
#                                           ^^^^^^ F0612 has no member `main`
      - {{id: star, that: \"other == received[*]\"}}
#                                          ^^^ F0612 has no member `*`
      - {{id: path, that: other == received.rows}}
#                                          ^^^^ F0602 has no `rows`
      - {{id: field, that: reported(received.office)}}
#                                           ^^^^^^ F0602 has no `office`
",
        head(&["office"])
    ));
}

#[test]
fn a_key_is_called_as_nothing_beside_it() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  office: {label: All, parts: {key: {label: Office, type: text}}}
  kind: {items: [{id: offIce, label: Own}]}
items:
  - id: requests
    label: Requests
    by: [office]
    items:
      - {id: office, label: The office}
#            ^^^^^^ F0202 is the key of the rows of `requests`
      - id: deeper
        label: Deeper
        items: [{id: office, label: Not beside the key}]
  - {id: sorted, label: Sorted, by: [office, kind]}
",
    );
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  office: {label: All, parts: {key: {label: Office, type: text}}}
  kind: {items: [{id: office, label: Own}]}
#                     ^^^^^^ F0202 is the key of the rows of `sorted`
items:
  - {id: sorted, label: Sorted, by: [office, kind]}
",
    );
}

#[test]
fn keys_are_texts_or_codes() {
    check(
        "
units: {case: {kind: count}}
unit: case
codes: {list: [a, b]}
dimensions:
  a: {label: A, parts: {key: {label: Key, type: date}}}
#                                               ^^^^ F0208 of type `date`
  b: {label: B, parts: {key: {label: Key}}}
#                            ^^^^^^^^^^^^ F0104 has no `type`
  c: {label: C, parts: {key: {label: Key, type: code, of: list, required: true}}}
#                                                               ^^^^^^^^ F0208 `required` does not go with
  d: {label: D, parts: {key: {label: Key, type: text}, min: 3, max: 2}}
#                                                                   ^ F0304 `max` is below `min`
  e: {label: E, parts: {key: {label: Key, type: text, of: list}}}
#                                                     ^^ F0208 `of` does not go with
  f: {label: F, parts: [{id: g, label: G, parts: {key: {label: Key, type: text}}}]}
#                                         ^^^^^ F0208 beneath a heading or member
items:
  - {id: all, label: All, by: [a, b, c, d, e, f]}
",
    );
    check(
        "
units: {case: {kind: count}}
unit: case
items:
  - id: a
    label: A
    items: {key: {label: Key, type: text}}
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ F0208 for dimensions, not for items
  - id: b
    label: B
    parts: {n: 3, label: \"{n}\"}
#          ^^^^^^^^^^^^^^^^^^^^ F0208 for dimensions, not for items
  - {id: c, label: C}
",
    );
}

#[test]
fn functions_run_through_rows_by_figures() {
    check(&format!(
        "{}
items:
  - {{id: received, label: Received, by: [office]}}
  - {{id: pending, label: Pending, by: [office, track]}}
  - id: other
    label: Other
    check:
      - {{id: worked, that: other <= max(received + 1 over office)}}
#                                       ^^^^^^^^^^^^ F0610 runs through rows by figures
      - {{id: taken, that: \"other <= sum(received[total] over office)\"}}
#                                                            ^^^^^^ F0612 is no free dimension
",
        head(&["office", "track"])
    ));
}

#[test]
fn checks_of_rows_are_as_grave_as_their_node_says() {
    let form = form(
        "
units: {case: {kind: count}}
unit: case
states: [draft, final]
severity: {draft: info}
dimensions:
  office: {label: All, parts: {key: {label: Office, type: text}, min: 1}}
items:
  - {id: a, label: A, by: [office]}
  - {id: b, label: B, by: [office], severity: warning}
  - id: c
    label: C
    by: [office]
    check: [{of: key.office, severity: warning}, {of: rows.office, severity: info, because: small ones have none}]
",
    );
    let grave = |path: &str| {
        let node = form.nodes.iter().find(|node| node.path == path).expect("the node is there");
        let rows = &node.rows[0];
        [&rows.keys, &rows.counts, rows.key.required.as_ref().expect("keys are required")].map(|one| one.0.clone())
    };
    let (draft, warning) = (vec![Severity::Info; 2], vec![Severity::Warning; 2]);
    assert_eq!(grave("a"), [draft.clone(), draft.clone(), draft.clone()]);
    assert_eq!(grave("b"), [warning.clone(), warning.clone(), warning.clone()]);
    assert_eq!(grave("c"), [warning, draft.clone(), draft]);
}

#[test]
fn checks_of_rows_can_be_less_grave_and_nothing_else() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  office: {label: All, parts: {key: {label: Office, type: text}}}
items:
  - id: a
    label: A
    by: [office]
    check:
      - {of: key.office, severity: off, because: they do not matter, tolerance: 1}
#                                  ^^^ F0208 not switched off
#                                                                               ^ F0208 `tolerance` does not go with
      - {of: rows.office, severity: warning}
#            ^^^^^^^^^^^ F0706 has no check `rows.office`
    items: [{id: b, label: B, check: {of: key.office, severity: warning}}]
#                                         ^^^^^^^^^^ F0706 has no check `key.office`
",
    );
}
