//! The changes that make one form of another.

use proptest::prelude::*;

use super::fixture::HEAD;
use crate::yaml::{Tree, Value};
use crate::{Checked, Code, SourceMap, changes, check};

/// A form without errors.
#[track_caller]
fn form(revision: &str, text: &str) -> Checked {
    let text = format!("{}{text}", HEAD.replace("2020", revision));
    let mut sources = SourceMap::new();
    let file = sources.add(format!("{revision}.yaml"), text);
    let checked = check(&sources, file);
    assert!(checked.form.is_some(), "{:#?}", checked.diagnostics);
    checked
}

/// What a file says that makes the second form of the first, from behind its head. Done, the changes make that form.
#[track_caller]
fn between(before: &str, after: &str) -> String {
    let (old, new) = (form("2020", before), form("2021", after));
    let text = changes(&old, &new, "2020.yaml").expect("two forms");
    let base = format!("{HEAD}{before}");
    let mut sources = SourceMap::new();
    let file = sources.load("2021.yaml", text.as_str(), &mut |_| Ok(base.clone().into_bytes()));
    let made = check(&sources, file);
    // A figure with children that became a heading was not their sum, whoever says so.
    if made.diagnostics.iter().any(|found| found.code == Code::SumOfUnlike) {
        return text;
    }
    // One change cannot say where the node stands and where it adds.
    if text.contains("which cannot be said beside what it adds") {
        return text;
    }
    assert!(made.form.is_some(), "{:#?}\n{text}", made.diagnostics);
    let said = |checked: &Checked| said(checked.tree.as_ref().expect("a form has a tree"));
    assert_eq!(said(&made), said(&new), "{text}");
    let head = "tallyform: 1\nform: example.form\nrevision: \"2021\"\nrevises: 2020.yaml\n";
    text.strip_prefix(head).unwrap_or_else(|| panic!("{text}")).to_owned()
}

/// What a tree says of the form itself, whatever the order of its keys.
fn said(tree: &Tree) -> String {
    match &tree.value {
        Value::Scalar(scalar) => format!("{:?}", scalar.text),
        Value::Sequence(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let of_lineage = ["revises", "gone", "was", "comparable", "because"];
            let entries = entries.iter().filter(|entry| !of_lineage.contains(&entry.key.text.as_str()));
            let mut each: Vec<_> =
                entries.map(|entry| format!("{:?}: {}", entry.key.text, said(&entry.value))).collect();
            each.sort();
            format!("{{{}}}", each.join(", "))
        }
        Value::Missing | Value::Broken => String::new(),
    }
}

/// Checks the changes between two forms that have the same units.
#[track_caller]
fn check_items(before: &str, after: &str, expected: &str) {
    let units = "units: {case: {kind: count}}\nunit: case\n";
    assert_eq!(between(&format!("{units}{before}"), &format!("{units}{after}")), expected);
}

const BEFORE: &str = "\
items:
  - {id: a, label: A, parts: [{id: one, label: One}, {id: two, label: Two}, {id: three, label: Three}]}
  - {id: b, label: B, max: 5, check: b <= a}
  - {id: c, label: C}
";

#[test]
fn nothing_changed_is_said_so() {
    check_items(BEFORE, BEFORE, "changes: {}\n");
}

#[test]
fn what_a_node_says_otherwise_is_set() {
    check_items(
        BEFORE,
        &BEFORE.replace("label: B, max: 5, check: b <= a", "label: Bee, min: 2, check: b < a"),
        "changes:\n  b:\n    label: Bee\n    min: 2\n    check: b < a\n    max:\n",
    );
}

#[test]
fn what_is_new_stands_where_it_belongs() {
    check_items(
        BEFORE,
        &BEFORE.replace("{id: two", "{id: new, label: New}, {id: two"),
        "changes:\n  a: {add: [{id: new, label: New}], after: one}\n",
    );
    check_items(
        BEFORE,
        &BEFORE.replace("{id: one", "{id: new, label: New}, {id: one"),
        "changes:\n  a: {add: [{id: new, label: New}], before: one}\n",
    );
    check_items(BEFORE, &format!("{BEFORE}  - {{id: d, label: D}}\n"), "changes:\n  .: {add: [{id: d, label: D}]}\n");
    check_items(
        BEFORE,
        &BEFORE
            .replace("{id: two", "{id: x, label: X}, {id: two")
            .replace("{id: three", "{id: z, label: Z}, {id: three"),
        "changes:\n  a: {add: [{id: x, label: X}, {id: z, label: Z}], after: one}\n  a.two: {after: x}\n",
    );
}

#[test]
fn what_changes_its_place_among_its_siblings_says_where() {
    check_items(
        BEFORE,
        &BEFORE.replace("{id: one, label: One}, {id: two, label: Two}", "{id: two, label: Two}, {id: one, label: One}"),
        "changes:\n  a.two: {before: one}\n",
    );
}

#[test]
fn what_is_gone_says_why_where_the_later_form_does() {
    check_items(
        BEFORE,
        "items: [{id: a, label: A, parts: [{id: one, label: One}, {id: three, label: Three}]}]
gone: {c: nobody filled it in}
",
        "changes:\n  a.two: gone\n  b: gone\n  c: {becomes: gone, because: nobody filled it in}\n",
    );
}

#[test]
fn what_was_called_otherwise_or_stood_elsewhere_says_so() {
    check_items(
        BEFORE,
        &(BEFORE
            .replace(", {id: two, label: Two}", "")
            .replace("{id: b, label: B", "{id: bee, was: b, label: B")
            .replace("check: b <= a", "check: bee <= a")
            + "  - {id: d, label: D, items: [{id: second, was: a.two, label: Two, comparable: no, because: a new law}]}\n"),
        "\
changes:
  .: {add: [{id: d, label: D, items: []}]}
  a.two: {id: second, under: d, comparable: no, because: a new law}
  b: {id: bee, check: bee <= a}
",
    );
}

#[test]
fn figures_split_and_merge() {
    check_items(
        BEFORE,
        &BEFORE.replace("{id: c, label: C}", "{id: c, label: C, items: [{id: x, label: X}, {id: z, label: Z}]}"),
        "changes:\n  c: {becomes: items, add: [{id: x, label: X}, {id: z, label: Z}]}\n",
    );
    check_items(
        BEFORE,
        &BEFORE.replace("{id: two, label: Two}, ", "").replace("{id: one", "{id: one, was: [a.one, a.two]"),
        "changes:\n  a.two: {into: a.one}\n",
    );
    check_items(
        BEFORE,
        &BEFORE.replace("{id: two, label: Two}, ", "").replace("{id: one", "{id: both, was: [a.one, a.two]"),
        "changes:\n  a.one: {id: both}\n  a.two: {into: a.one}\n",
    );
}

#[test]
fn a_reason_for_a_merger_is_said_of_what_is_merged() {
    check_items(
        BEFORE,
        &BEFORE
            .replace("{id: two, label: Two}, ", "")
            .replace("{id: one", "{id: one, was: [a.one, a.two], because: counted together")
            .replace("{id: c", "{id: c, because: nobody knows"),
        "\
changes:
  a.two: {into: a.one, because: counted together}
  # `c` has a reason, and nothing of it changes
",
    );
}

#[test]
fn what_nobody_said_is_the_same_is_guessed_and_marked() {
    check_items(
        &BEFORE.replace("label: C", "label: C, code: \"7\""),
        &BEFORE.replace("{id: two", "{id: second").replace("{id: c, label: C", "{id: sea, label: Sea, code: \"7\""),
        "\
changes:
  # taken for `a.second`, which has the same label: is it?
  a.two: {id: second}
  # taken for `sea`, which has the same code: is it?
  c: {id: sea, label: Sea}
",
    );
    check_items(
        BEFORE,
        &BEFORE.replace("{id: two, label: Two}", "{id: second, was: [], label: Two}"),
        "changes:\n  a: {add: [{id: second, label: Two}], after: one}\n  a.two: gone\n",
    );
}

#[test]
fn another_relation_is_said_and_the_children_stay() {
    check_items(BEFORE, &BEFORE.replace("parts:", "of_which:"), "changes:\n  a: {becomes: of_which}\n");
}

#[test]
fn tables_are_extended_and_all_else_is_replaced() {
    let before =
        "units: {case: {kind: count}, day: {kind: duration, decimals: 1}}\nmarks: {/: not_applicable}\ntakes: [/]
unit: case\nitems: [{id: a, label: A}, {id: b, label: B, unit: day}]\n";
    let after = "units: {case: {label: cases, kind: count}, hour: {kind: duration, decimals: 1}}\nperiod: year
unit: case\nitems: [{id: a, label: A}, {id: b, label: B, unit: hour}]\n";
    assert_eq!(
        between(before, after),
        "\
units:
  case: {label: cases, kind: count}
  hour: {kind: duration, decimals: 1}
  day: gone
period: year
marks: {/: gone}
takes:
changes:
  b: {unit: hour}
"
    );
}

#[test]
fn dimensions_members_and_fields_change_as_items_do() {
    let before = "header: [{id: who, label: Who, type: text}, {id: tel, label: Telephone, type: text}]
dimensions:
  sex: {label: All, parts: [{id: f, label: Women}, {id: m, label: Men}]}
  rank: {items: {n: 3, label: \"{n} oldest\"}}
  old: {items: [{id: x, label: X}]}
units: {case: {kind: count}}
unit: case
items:
  - {id: a, label: A, by: [sex]}
  - {id: b, label: B, by: [rank], over: free}
  - {id: c, label: C, by: [old]}
";
    let after = "header: [{id: who, label: Who files, type: text}, {id: mail, label: Mail, type: text}]
dimensions:
  sex: {label: All, parts: [{id: women, was: \"sex[f]\", label: Women}, {id: m, label: Men}, {id: d, label: Diverse}]}
  rank: {items: {n: 5, label: \"{n} oldest\"}}
  new: {items: [{id: x, label: X}]}
units: {case: {kind: count}}
unit: case
items:
  - {id: a, label: A, by: [sex]}
  - {id: b, label: B, by: [rank], over: free}
  - {id: c, label: C, by: [new]}
";
    assert_eq!(
        between(before, after),
        "\
dimensions:
  new: {items: [{id: x, label: X}]}
changes:
  header: {add: [{id: mail, label: Mail, type: text}]}
  header.who: {label: Who files}
  header.tel: gone
  sex[]: {add: [{id: d, label: Diverse}]}
  sex[f]: {id: women}
  rank[]: {items: {n: 5, label: \"{n} oldest\"}}
  old[]: gone
  c: {by: [new]}
"
    );
}

/// An item of a drawn form: its id, label and relation by number, and what is beneath it.
#[derive(Clone, Debug)]
struct Drawn(usize, usize, usize, Vec<Drawn>);

fn drawn(depth: u32) -> BoxedStrategy<Vec<Drawn>> {
    let beneath =
        if depth == 0 { Just(Vec::new()).boxed() } else { prop_oneof![Just(Vec::new()), drawn(depth - 1)].boxed() };
    let item =
        (0..5_usize, 0..4_usize, 0..3_usize, beneath).prop_map(|(id, label, key, items)| Drawn(id, label, key, items));
    let unique = |mut items: Vec<Drawn>| {
        let mut seen = std::collections::BTreeSet::new();
        items.retain(|item| seen.insert(item.0));
        items
    };
    proptest::collection::vec(item, 1..6).prop_map(unique).boxed()
}

fn written(items: &[Drawn]) -> String {
    let each = items.iter().map(|Drawn(id, label, key, items)| {
        let key = ["items", "parts", "of_which"][*key];
        let beneath = if items.is_empty() { String::new() } else { format!(", {key}: {}", written(items)) };
        format!("{{id: i{id}, label: Label {label}{beneath}}}")
    });
    format!("[{}]", each.collect::<Vec<_>>().join(", "))
}

proptest! {
    #[test]
    fn the_changes_between_any_two_forms_make_the_second_of_the_first(before in drawn(2), after in drawn(2)) {
        let text = |items: &[Drawn]| format!("units: {{case: {{kind: count}}}}\nunit: case\nitems: {}\n", written(items));
        between(&text(&before), &text(&after));
    }
}
