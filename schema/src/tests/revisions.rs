//! Changes of a form, and the full form that comes of them.

use super::fixture::check_beside;
use crate::model::LinkKind;
use crate::{Checked, in_full};

/// The form that is revised.
pub(super) const BASE: &str = r#"tallyform: 1
form: example.form
revision: "2020"
title: Form
languages: [en]
period: year
units:
  case: {kind: count, label: case}
  yuan: {kind: money, of: CNY, decimals: 2, label: yuan}
header:
  - {id: filer, label: Filer, type: text}
  - {id: phone, label: Telephone, type: text}
dimensions:
  applicant:
    label: All
    parts:
      - {id: person, label: Persons}
      - id: organisation
        label: Organisations
        items:
          - {id: company, label: Companies}
          - {id: charity, label: Charities}
unit: case
items:
  - id: requests
    label: Requests
    items:
      - id: received
        label: Received
        check: {id: carried, that: received >= prior.received, severity: info}
        parts:
          - {id: fax, label: By fax}
          - {id: post, label: By post}
          - {id: online, label: Online}
      - {id: other, label: Other}
  - {id: results, label: Results, by: [applicant], check: results <= 5000}
  - {id: fees, label: Fees, unit: yuan}
"#;

/// What a revising file starts with.
pub(super) const HEAD: &str = "\
tallyform: 1
form: example.form
revision: \"2021\"
revises: base.yaml
";

/// Checks a file that revises [`BASE`], given from behind its head. Nothing may be wrong with it.
#[track_caller]
fn revised(rest: &str) -> Checked {
    check_beside(&format!("{HEAD}{rest}"), &[("base.yaml", BASE)])
}

/// The full form that comes of changes, from `from` on, without what stands behind it.
#[track_caller]
fn full(rest: &str, from: &str) -> String {
    let checked = revised(rest);
    let text = in_full(&checked).expect("the changes give a form");
    let start = text.find(from).unwrap_or_else(|| panic!("`{from}` stands in {text}"));
    text[start..].to_owned()
}

/// How many figures, dimensions and members are linked in this way, by their addresses.
fn links(checked: &Checked, kind: LinkKind) -> Vec<String> {
    let lineage = checked.form.as_ref().and_then(|form| form.lineage.as_ref()).expect("a revision has a lineage");
    let of_kind = lineage.links.iter().filter(|link| link.kind == kind);
    of_kind.map(|link| format!("{} > {}", link.from.join("+"), link.to.join("+"))).collect()
}

#[test]
fn without_changes_the_form_is_as_it_was() {
    let text = full("changes: {}\n", "title");
    let base = in_full(&check_beside(BASE, &[])).expect("the base is a form");
    assert_eq!(Some(text.as_str()), base.find("title").map(|start| &base[start..]));
}

#[test]
fn keys_are_set_replaced_and_taken_away() {
    let text = full(
        "changes:\n  requests.received: {label: Received in all, definition: All of them, check: }\n  requests.other: {max: 5}\n",
        "  - id: requests",
    );
    assert!(text.contains("label: Received in all\n        definition: All of them\n        parts:"), "{text}");
    assert!(text.contains("{id: other, label: Other, max: 5}"), "{text}");
    assert!(!text.contains("carried"), "{text}");
}

#[test]
fn what_is_renamed_moved_added_and_gone_is_linked_with_what_it_was() {
    let checked = revised(
        "changes:
  requests.received.post: {id: letter, because: Couriers count too}
  requests.received.fax: {becomes: gone, because: Nobody has one}
  requests.other: {under: ., before: fees}
  requests.received: {add: [{id: portal, label: By portal}], before: online}
  requests: {id: demands}
  header.phone: gone
",
    );
    let text = in_full(&checked).expect("a form");
    let items = text.split_once("\nitems:\n").map(|(_, items)| items).unwrap_or_default();
    assert_eq!(
        items,
        "  - id: demands
    label: Requests
    was: requests
    items:
      - id: received
        label: Received
        check: {id: carried, that: received >= prior.received, severity: info}
        parts:
          - {id: letter, label: By post, because: Couriers count too, was: requests.received.post}
          - {id: portal, label: By portal}
          - {id: online, label: Online}
  - {id: results, label: Results, by: [applicant], check: results <= 5000}
  - {id: other, label: Other, was: requests.other}
  - {id: fees, label: Fees, unit: yuan}
gone:
  header.phone:
  requests.received.fax: Nobody has one
"
    );
    assert_eq!(links(&checked, LinkKind::Gone), ["header.phone > ", "requests.received.fax > "]);
    assert_eq!(links(&checked, LinkKind::Added), [" > demands.received.portal"]);
    let on = ["requests > demands", "requests.received.post > demands.received.letter", "requests.other > other"];
    assert_eq!(links(&checked, LinkKind::Continued), on);
}

#[test]
fn a_figure_is_split_and_its_old_name_is_free_for_a_part() {
    let checked = revised(
        "changes:
  requests.other:
    becomes: items
    add: [{id: late, label: Late}, {id: other, label: Still others}]
",
    );
    assert_eq!(links(&checked, LinkKind::Split), ["requests.other > requests.other.late+requests.other.other"]);
}

#[test]
fn figures_are_merged_into_an_old_one_or_a_new_one() {
    let checked = revised("changes:\n  requests.received.fax: {into: requests.received.post, because: Rare}\n");
    let merged = ["requests.received.post+requests.received.fax > requests.received.post"];
    assert_eq!(links(&checked, LinkKind::Merged), merged);
    let checked = revised(
        "changes:
  requests.received: {add: [{id: paper, label: On paper}], before: online}
  requests.received.fax: {into: requests.received.paper}
  requests.received.post: {into: requests.received.paper}
",
    );
    let merged = ["requests.received.fax+requests.received.post > requests.received.paper"];
    assert_eq!(links(&checked, LinkKind::Merged), merged);
}

#[test]
fn a_new_node_under_an_old_name_says_that_it_was_nothing() {
    let checked = revised(
        "changes:
  fees: {id: fees_charged}
  requests.other: gone
  requests: {add: [{id: other, label: Another thing}]}
  .: {add: [{id: fees, label: Fees that were waived, unit: yuan}]}
",
    );
    assert_eq!(links(&checked, LinkKind::Added), [" > requests.other", " > fees"]);
    assert_eq!(links(&checked, LinkKind::Continued), ["fees > fees_charged"]);
    assert_eq!(links(&checked, LinkKind::Gone), ["requests.other > "]);
}

#[test]
fn members_and_dimensions_change_as_items_do() {
    let checked = revised(
        "changes:
  results[person]: {id: citizen, label: Citizens}
  applicant[charity]: {becomes: gone, because: Counted as companies}
  applicant[organisation]: {add: [{id: club, label: Clubs}], before: company}
  applicant[]: {add: [{id: unknown, label: Unknown}], before: person, label: All applicants}
",
    );
    let text = in_full(&checked).expect("a form");
    let (_, text) = text.split_once("dimensions:\n").expect("dimensions");
    assert!(
        text.starts_with(
            "  applicant:
    label: All applicants
    parts:
      - {id: unknown, label: Unknown}
      - {id: citizen, label: Citizens, was: \"applicant[person]\"}
      - {id: organisation, label: Organisations, items: [{id: club, label: Clubs}, {id: company, label: Companies}]}
"
        ),
        "{text}"
    );
    assert_eq!(links(&checked, LinkKind::Gone), ["applicant[charity] > "]);
    assert_eq!(links(&checked, LinkKind::Added), [" > applicant[unknown]", " > applicant[club]"]);
}

#[test]
fn members_split_and_merge() {
    let checked = revised(
        "changes:
  applicant[person]: {becomes: items, add: [{id: resident, label: Residents}, {id: person, label: Others}]}
  applicant[charity]: {into: company}
",
    );
    assert_eq!(links(&checked, LinkKind::Split), ["applicant[person] > applicant[resident]+applicant[person]"]);
    assert_eq!(links(&checked, LinkKind::Merged), ["applicant[company]+applicant[charity] > applicant[company]"]);
}

#[test]
fn checks_are_set_tuned_added_and_gone() {
    let text = full(
        "changes:
  requests.received:carried: {severity: warning, because: Asked for by the ministry}
  requests.received:parts: {severity: warning}
  results:check: {that: results <= 6000}
  requests:few: {that: other <= received}
",
        "items:",
    );
    for part in [
        "check:\n          - {id: carried, that: received >= prior.received, severity: warning, because: Asked for by the ministry}",
        "          - {of: parts, severity: warning}",
        "check: {that: results <= 6000}",
        "check: {id: few, that: other <= received}",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let text = full("changes:\n  requests.received:carried: gone\n  results:check: gone\n", "items:");
    assert!(!text.contains("check"), "{text}");
}

#[test]
fn the_top_level_extends_mappings_and_replaces_all_else() {
    let text = full(
        "because: A new law
title: The form
units: {case: {kind: count, label: cases}, hour: {kind: duration, decimals: 1, label: hours}}
imprint: {issued_by: A ministry}
changes:
  .: {add: [{id: hours, label: Hours, unit: hour}]}
",
        "tallyform",
    );
    assert!(
        text.starts_with(
            "tallyform: 1
form: example.form
revision: \"2021\"
because: A new law
title: The form
languages: [en]
period: year
units:
  case: {kind: count, label: cases}
  yuan: {kind: money, of: CNY, decimals: 2, label: yuan}
  hour: {kind: duration, decimals: 1, label: hours}
"
        ),
        "{text}"
    );
    let text = full(
        "header: [{id: filer, label: Who files, type: text}]
units: {yuan: gone}
changes: {fees: gone}
",
        "units",
    );
    assert!(
        !text.contains("yuan") && text.contains("header:\n  - {id: filer, label: Who files, type: text}\n"),
        "{text}"
    );
}

#[test]
fn a_figure_without_its_parts_is_a_figure() {
    let text = full("changes: {requests.received: {parts: }}\n", "  - id: requests");
    assert!(text.contains("severity: info}}\n      - {id: other"), "{text}");
    let text = full(
        "changes:\n  requests.received.fax: gone\n  requests.received.post: gone\n  requests.received.online: {under: requests}\n",
        "  - id: requests",
    );
    assert!(text.contains("{id: online, label: Online, was: requests.received.online}"), "{text}");
    assert!(!text.contains("parts"), "{text}");
}

#[test]
fn what_moves_beneath_something_new_finds_it() {
    let checked = revised(
        "changes:
  requests: {add: [{id: paper, label: On paper, parts: []}], before: received}
  requests.received.fax: {under: requests.paper}
  requests.received.post: {under: requests.paper, before: fax}
",
    );
    let text = in_full(&checked).expect("a form");
    let paper = "        parts:
          - {id: post, label: By post, was: requests.received.post}
          - {id: fax, label: By fax, was: requests.received.fax}
";
    assert!(text.contains(paper), "{text}");
}

#[test]
fn the_order_of_changes_means_nothing() {
    let changes = [
        "  requests.received.fax: {after: online}\n",
        "  requests.received.post: {after: fax}\n",
        "  requests.other: {under: requests.received}\n",
        "  requests.received: {add: [{id: portal, label: By portal}], after: other}\n",
        "  fees: {before: results}\n",
    ];
    let forward = full(&format!("changes:\n{}", changes.concat()), "title");
    let backward: Vec<&str> = changes.into_iter().rev().collect();
    assert_eq!(full(&format!("changes:\n{}", backward.concat()), "title"), forward);
}

#[test]
fn a_revision_is_revised_in_its_turn() {
    let second = format!("{HEAD}changes:\n  fees: {{id: charges, because: A better word}}\n  requests.other: gone\n");
    let third = "tallyform: 1
form: example.form
revision: \"2022\"
revises: second.yaml
changes:
  charges: {label: Charges}
  requests: {add: [{id: other, label: Other things}]}
";
    let checked = check_beside(third, &[("base.yaml", BASE), ("second.yaml", &second)]);
    let text = in_full(&checked).expect("a form");
    assert!(text.contains("{id: charges, label: Charges, unit: yuan}"), "what the second one was is forgotten: {text}");
    // The second has no such node, so that it needs no word.
    assert!(text.contains("{id: other, label: Other things}"), "{text}");
    assert_eq!(links(&checked, LinkKind::Added), [" > requests.other"]);
}

#[test]
fn the_full_text_of_a_revision_makes_the_same_form() {
    let checked = revised(
        "changes:
  requests.received.post: {id: letter}
  requests.other: {under: requests.received, before: fax}
  applicant[person]: {label: Citizens}
",
    );
    let text = in_full(&checked).expect("a form");
    let again = check_beside(&text, &[]);
    assert_eq!(in_full(&again).as_deref(), Some(text.as_str()));
}
