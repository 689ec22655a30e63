//! How the nodes of a plan stand where figures have dimensions, rows and notes.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tallyform::Validator;
use tallyform::plan::{Cell, Content, Layout, Node, Plan, Severity};
use tallyform_codegen::compile;
use tallyform_schema::SourceMap;

const HEAD: &str = "\
tallyform: 1
form: test.layout
revision: \"1\"
title: Test
languages: [en]
units: {case: {label: case, kind: count}}
unit: case
dimensions:
  component: {label: Overall, parts: {key: {label: Component, type: text}, min: 1, max: 9}}
  reason: {label: All reasons, parts: {key: {label: Reason, type: text}}}
  statute: {label: S, items: {key: {label: Statute, type: text, max_length: 20}}}
  track: {label: Both, parts: [{id: simple, label: Simple}, {id: complex, label: Complex}]}
";

/// The plan of a form, which the runtime takes as well.
fn plan(text: &str) -> Plan {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", format!("{HEAD}{text}"));
    let compiled = compile(&sources, file);
    let messages: Vec<&str> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    let plan = compiled.plan.unwrap_or_else(|| panic!("{messages:?}"));
    Validator::new(plan.clone()).unwrap_or_else(|error| panic!("{error}"));
    plan
}

/// The pointer of every cell, after that of the rows in which it stands.
fn pointers(plan: &Plan) -> Vec<String> {
    let within = |cell: &Cell| {
        let mut all = cell.pointer.clone();
        let mut section = cell.section;
        while let Some(number) = section {
            let found = &plan.sections[number as usize];
            all = format!("{}/#{all}", found.pointer);
            section = found.above;
        }
        all
    };
    plan.cells.iter().map(within).collect()
}

fn at(plan: &Plan, cell: &Cell) -> BTreeMap<String, String> {
    plan.nodes[cell.node as usize].coordinate.as_ref().map(|coordinate| coordinate.at.clone()).unwrap_or_default()
}

fn cell<'a>(plan: &'a Plan, pointer: &str) -> &'a Cell {
    let found = pointers(plan).iter().position(|known| known == pointer);
    &plan.cells[found.unwrap_or_else(|| panic!("no cell {pointer} in {:?}", pointers(plan)))]
}

fn place(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries.iter().map(|(dimension, at)| ((*dimension).to_owned(), (*at).to_owned())).collect()
}

#[test]
fn rows_hold_what_the_whole_holds_behind_their_key() {
    let plan = plan(
        "items:
  - id: requests
    label: R
    by: [component]
    note: {label: Footnote}
    items: [{id: received, label: I}, {id: done, label: D, parts: [{id: granted, label: G}, {id: denied, label: D}]}]
",
    );
    assert_eq!(
        pointers(&plan),
        [
            "/requests/total/received",
            "/requests/total/done/total",
            "/requests/total/done/granted",
            "/requests/total/done/denied",
            "/requests/rows/#/component",
            "/requests/rows/#/received",
            "/requests/rows/#/done/total",
            "/requests/rows/#/done/granted",
            "/requests/rows/#/done/denied",
            "/requests/note",
        ]
    );
    let paths: Vec<&str> = plan.cells.iter().map(|cell| plan.nodes[cell.node as usize].path.as_str()).collect();
    assert_eq!(paths[0], paths[5], "`total` and `rows` are no part of a path");
    assert_eq!((paths[4], paths[9]), ("requests.component", "requests.note"));
    let section = &plan.sections[0];
    assert_eq!((section.pointer.as_str(), section.key, section.above), ("/requests/rows", 4, None));
    assert_eq!((section.min, section.max), (Some(1), Some(9)));
    assert_eq!(section.keys, Severity::Error.into());
    assert_eq!(at(&plan, &plan.cells[1]), place(&[("component", "total")]));
    assert_eq!(at(&plan, &plan.cells[6]), place(&[("component", "*")]));
    let dimension = &plan.dimensions[0];
    assert_eq!(dimension.key.as_ref().map(|key| key["en"].as_str()), Some("Component"));
    assert!(dimension.members.is_empty() && dimension.has_whole);
}

#[test]
fn what_stands_twice_names_where_it_stands_first() {
    let plan = plan(
        "items: [{id: h, label: H, by: [component], items: [{id: a, label: A}, {id: b, label: B, check: b <= a}]}]\n",
    );
    let (first, second): (Vec<&Node>, Vec<&Node>) =
        plan.nodes.iter().filter(|node| node.path == "h.b").partition(|node| node.first.is_none());
    assert_eq!((first.len(), second.len()), (1, 1));
    let number = plan.nodes.iter().position(|node| node.path == "h.b").map(|at| at as u32);
    assert_eq!(second[0].first, number);
    assert_eq!(first[0].by, [0], "the dimensions are said once");
    assert!(second[0].by.is_empty());
    assert_eq!(second[0].coordinate.as_ref().map(|coordinate| coordinate.figure), number);
    let rule = plan.rules.iter().find(|rule| rule.id == "h.b:check").expect("the check");
    assert_eq!(Some(rule.node), number);
    assert_eq!(rule.wheres, [place(&[("component", "total")]), place(&[("component", "*")])]);
}

#[test]
fn a_figure_by_rows_alone_is_a_value_and_a_list() {
    let plan = plan("items: [{id: used, label: U, by: [component]}]\n");
    assert_eq!(pointers(&plan), ["/used/total", "/used/rows/#/total", "/used/rows/#/component"]);
    assert_eq!(plan.cells[1].section, Some(0), "the own figure of rows stands in them");
    assert_eq!(at(&plan, &plan.cells[0]), place(&[("component", "total")]));
    assert_eq!(at(&plan, &plan.cells[1]), place(&[("component", "*")]));
    let layouts: Vec<Option<Layout>> = plan.nodes.iter().map(|node| node.layout).collect();
    assert_eq!(layouts, [None, None, Some(Layout::Whole(0)), Some(Layout::Rows(0)), Some(Layout::Key(0))]);
    assert_eq!(plan.nodes[1].by, [0]);
    assert!(plan.nodes.iter().all(|node| node.first.is_none()));
}

#[test]
fn open_dimensions_of_one_node_nest_in_order() {
    let plan = plan("items: [{id: other, label: O, by: [component, reason], note: {label: N}}]\n");
    assert_eq!(
        pointers(&plan),
        [
            "/other/total/total",
            "/other/total/rows/#/total",
            "/other/total/rows/#/reason",
            "/other/rows/#/component",
            "/other/rows/#/total",
            "/other/rows/#/rows/#/total",
            "/other/rows/#/rows/#/reason",
            "/other/note",
        ]
    );
    let inner = &plan.sections[2];
    assert_eq!(
        (inner.above, inner.pointer.as_str(), inner.key),
        (Some(1), "/rows", 6),
        "sections count within their row"
    );
    assert_eq!(at(&plan, &plan.cells[5]), place(&[("component", "*"), ("reason", "*")]));
}

#[test]
fn rows_in_rows_stand_where_by_names_them_and_notes_beside_them() {
    let plan = plan(
        "note: {label: N}
items:
  - id: e
    label: E
    by: [statute]
    items: [{id: text, label: T, type: text}, {id: relied, label: R, by: [component]}]
",
    );
    assert_eq!(
        pointers(&plan),
        [
            "/e/rows/#/statute",
            "/e/rows/#/text",
            "/e/rows/#/relied/total",
            "/e/rows/#/relied/rows/#/total",
            "/e/rows/#/relied/rows/#/component",
            "/e/rows/#/relied/note",
            "/e/note",
        ]
    );
    let notes: Vec<&Cell> =
        plan.cells.iter().filter(|cell| plan.nodes[cell.node as usize].layout == Some(Layout::Note)).collect();
    assert_eq!(notes.iter().map(|note| note.section).collect::<Vec<_>>(), [Some(0), None]);
    assert!(notes.iter().all(|note| matches!(note.content, Content::Text { .. }) && note.checks.required.is_none()));
}

#[test]
fn closed_dimensions_stay_at_the_figure() {
    let plan = plan(
        "items:
  - id: d
    label: D
    by: [track, component]
    items: [{id: days, label: A}, {id: n, label: N, parts: [{id: a, label: A}]}]
",
    );
    assert_eq!(
        pointers(&plan)[..10],
        [
            "/d/total/days/total",
            "/d/total/days/simple",
            "/d/total/days/complex",
            "/d/total/n/total/total",
            "/d/total/n/total/simple",
            "/d/total/n/total/complex",
            "/d/total/n/a/total",
            "/d/total/n/a/simple",
            "/d/total/n/a/complex",
            "/d/rows/#/component",
        ]
    );
    let simple = cell(&plan, "/d/rows/#/days/simple");
    assert_eq!(at(&plan, simple), place(&[("component", "*"), ("track", "simple")]));
    let node = &plan.nodes[simple.node as usize];
    assert_eq!((node.path.as_str(), node.label["en"].as_str()), ("d.days.simple", "Simple"));
    let first = node.first.map(|first| &plan.nodes[first as usize]);
    assert_eq!(first.map(|first| first.path.as_str()), Some("d.days.simple"));
}

#[test]
fn the_whole_form_may_stand_in_rows_and_its_header_stays() {
    let plan = plan("header: [{id: unit, label: U, type: text}]\nby: [component]\nitems: [{id: a, label: A}]\n");
    assert_eq!(pointers(&plan), ["/header/unit", "/total/a", "/rows/#/component", "/rows/#/a"]);
    assert_eq!(plan.sections[0].pointer, "/rows");
}

#[test]
fn what_is_blocked_out_of_the_whole_stands_in_the_rows_alone() {
    let plan = plan(
        "items: [{id: h, label: H, by: [component], except: [[a, component.total]], items: [{id: a, label: A}, {id: b, label: B}]}]\n",
    );
    assert_eq!(pointers(&plan), ["/h/total/b", "/h/rows/#/component", "/h/rows/#/a", "/h/rows/#/b"]);
    assert!(plan.nodes.iter().filter(|node| node.path == "h.a").all(|node| node.first.is_none() && node.by == [0]));
}

#[test]
fn a_blank_depends_on_the_rows_beneath_it() {
    let plan = plan(
        "blank: not_applicable
items: [{id: h, label: H, by: [component, track], items: [{id: w, label: W, parts: [{id: a, label: A}]}]}]
",
    );
    let beneath = |pointer: &str| -> Vec<String> {
        let blank = cell(&plan, pointer).blank.as_ref().expect("a blank that may be 'not applicable'");
        assert_eq!(plan.nodes[blank.table as usize].path, "h");
        blank.beneath.iter().map(|cell| pointers(&plan)[*cell as usize].clone()).collect()
    };
    assert_eq!(
        beneath("/h/total/w/total/simple"),
        ["/h/total/w/a/simple", "/h/rows/#/w/total/simple", "/h/rows/#/w/a/simple"]
    );
    assert_eq!(
        beneath("/h/rows/#/w/total/total"),
        [
            "/h/rows/#/w/total/simple",
            "/h/rows/#/w/total/complex",
            "/h/rows/#/w/a/total",
            "/h/rows/#/w/a/simple",
            "/h/rows/#/w/a/complex"
        ]
    );
    assert_eq!(beneath("/h/rows/#/w/a/simple"), Vec::<String>::new());
}

#[test]
fn blanks_of_a_large_matrix_are_looked_up_in_time() {
    let members = |prefix: &str| -> String { (0..100).map(|at| format!("{{id: {prefix}{at}, label: L}}, ")).collect() };
    let text = format!(
        "  across: {{label: A, parts: [{}]}}\n  down: {{label: D, parts: [{}]}}\nblank: not_applicable\nitems: [{{id: m, label: M, by: [down, across]}}]\n",
        members("a"),
        members("d")
    );
    let start = Instant::now();
    let plan = plan(&text);
    let beneath = |pointer: &str| cell(&plan, pointer).blank.as_ref().map(|blank| blank.beneath.len());
    assert_eq!(beneath("/m/total/total"), Some(101 * 101 - 1));
    assert_eq!(beneath("/m/d7/total"), Some(100));
    assert_eq!(beneath("/m/d7/a9"), Some(0));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
