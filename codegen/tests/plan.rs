//! What a form comes to in the plan.

use tallyform::plan::{Content, Node, Plan, Rule, Segment, Slot};
use tallyform_codegen::{compile, plan_json, plan_schema};
use tallyform_schema::SourceMap;

const HEAD: &str = "\
tallyform: 1
form: test.plan
revision: \"1\"
title: {en: Test, zh: 试表}
languages: [en, zh]
units: {case: {label: {zh: 件}, kind: count}, 万元: {label: {en: ten thousand yuan}, kind: money, of: CNY, factor: 10000, decimals: 4}}
unit: case
";

fn plan(text: &str) -> Plan {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", format!("{HEAD}{text}"));
    let compiled = compile(&sources, file);
    let messages: Vec<&str> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    compiled.plan.unwrap_or_else(|| panic!("{messages:?}"))
}

fn node<'a>(plan: &'a Plan, path: &str) -> &'a Node {
    plan.nodes.iter().find(|node| node.path == path).unwrap_or_else(|| panic!("no node {path}"))
}

fn rule<'a>(plan: &'a Plan, id: &str) -> &'a Rule {
    plan.rules.iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}

fn pointers(plan: &Plan) -> Vec<&str> {
    plan.cells.iter().map(|cell| cell.pointer.as_str()).collect()
}

/// Paths of the cells that a blank depends on, and the path of its table.
fn blank<'a>(plan: &'a Plan, path: &str) -> (Vec<&'a str>, &'a str) {
    let cell = node(plan, path).cell.expect("a figure");
    let blank = plan.cells[cell as usize].blank.as_ref().expect("a blank that may be 'not applicable'");
    let path = |node: u32| plan.nodes[node as usize].path.as_str();
    (blank.beneath.iter().map(|cell| path(plan.cells[*cell as usize].node)).collect(), path(blank.table))
}

#[test]
fn the_root_is_the_report_and_is_called_as_the_form_is() {
    let plan = plan("items: [{id: a, label: {en: A, zh: 甲}}]\n");
    let root = &plan.nodes[0];
    assert_eq!((root.name.as_str(), root.type_name.as_str(), root.path.as_str()), ("report", "Report", ""));
    assert_eq!(root.label["zh"], "试表");
    assert_eq!(plan.sources[0].file, "form.yaml");
    assert_eq!(plan.sources[0].sha256.len(), 64);
}

#[test]
fn figures_with_children_stand_under_total() {
    let plan = plan(
        "header: [{id: unit, label: U, type: text}]
items:
  - id: h
    label: H
    items:
      - {id: w, label: W, parts: [{id: a, label: A}, {id: b, label: B}]}
  - {id: single, label: S, unit: 万元}
",
    );
    assert_eq!(pointers(&plan), ["/header/unit", "/h/w/total", "/h/w/a", "/h/w/b", "/single"]);
    let Content::Figure(figure) = &plan.cells[4].content else { panic!("a figure") };
    assert_eq!((figure.decimals, plan.units[figure.unit as usize].id.as_str()), (4, "万元"));
}

#[test]
fn reserved_words_are_escaped_and_ids_kept() {
    let plan = plan("items: [{id: type, label: T}, {id: 收到, label: R}]\n");
    let names: Vec<_> =
        plan.nodes[1..].iter().map(|node| (node.id.as_str(), node.name.as_str(), node.type_name.as_str())).collect();
    assert_eq!(names, [("type", "type_", "Type"), ("收到", "收到", "收到")]);
    assert_eq!(pointers(&plan), ["/type", "/收到"]);
    let units: Vec<&str> = plan.units.iter().map(|unit| unit.type_name.as_str()).collect();
    assert_eq!(units, ["Case", "万元"]);
}

#[test]
fn texts_are_filled_in_from_the_first_language() {
    let plan = plan("items: [{id: a, label: A}, {id: b, label: {en: B, zh: 乙}}]\n");
    assert_eq!((node(&plan, "a").label["zh"].as_str(), node(&plan, "b").label["zh"].as_str()), ("A", "乙"));
}

#[test]
fn places_are_lines_and_columns_in_characters() {
    let plan = plan("items:\n  - {label: {en: A, zh: 甲乙丙}, id: a}\n");
    let place = node(&plan, "a").place;
    // Seven lines of head, then the second line of the text; the id stands behind the label.
    assert_eq!((place.line, place.column), (9, 35));
}

#[test]
fn the_tree_s_checks_read_as_an_author_would_write_them() {
    let plan = plan(
        "items:
  - id: h
    label: H
    items:
      - {id: w, label: W, parts: [{id: a, label: A}, {id: b, label: B, minus: true}, {id: sum, label: S}], check: {id: again, that: w == a - b + w.sum}}
      - {id: x, label: X, some_parts: [{id: a, label: A}, {id: g, label: G, items: [{id: b, label: B}]}]}
  - id: other
    label: O
    whole: h.w
    covered_by: [{id: w, label: W}, {id: c, label: C}]
",
    );
    assert_eq!(rule(&plan, "h.w:parts").text, "w == a - b + w.sum");
    assert_eq!(rule(&plan, "h.x:some_parts").text, "a + g.b <= x");
    assert_eq!(rule(&plan, "h.w:again").statements, rule(&plan, "h.w:parts").statements, "and mean the same there");
    assert_eq!(rule(&plan, "other:covered_by").text, "w <= h.w and c <= h.w and h.w <= w + c");
}

#[test]
fn an_author_s_check_stays_as_written() {
    let plan = plan(
        "items: [{id: a, label: A, check: {that: 'a  <= b * 2', message: {en: '{a} > {{2}} {right}'}}}, {id: b, label: B}]\n",
    );
    let rule = rule(&plan, "a:check");
    assert_eq!(rule.text, "a <= b * 2");
    let expected =
        [Segment::Cell { cell: 0 }, Segment::Text(" > {2} ".to_owned()), Segment::Slot { slot: Slot::Right }];
    assert_eq!(rule.message["en"], expected);
    assert_eq!(rule.message["zh"], expected, "filled in from the first language");
}

#[test]
fn messages_are_built_in_and_the_form_s_own_go_first() {
    let plan = plan("messages: {parts: {en: 'own {left}'}}\nitems: [{id: a, label: A}]\n");
    let own = [Segment::Text("own ".to_owned()), Segment::Slot { slot: Slot::Left }];
    assert_eq!(plan.messages["parts"]["en"], own);
    assert_eq!(plan.messages["parts"]["zh"][0], Segment::Slot { slot: Slot::LeftLabel }, "built in");
    for (key, languages) in &plan.messages {
        assert_eq!(languages.len(), 2, "{key}");
        assert!(languages.values().all(|template| !template.is_empty()), "{key}");
    }
}

#[test]
fn a_blank_depends_on_what_is_beneath_and_on_its_table() {
    let plan = plan(
        "blank: not_applicable
items:
  - id: h
    label: H
    items:
      - id: w
        label: W
        parts:
          - {id: a, label: A, parts: [{id: deep, label: D}]}
          - {id: g, label: G, items: [{id: b, label: B}]}
          - {id: off, label: O, apart: true}
  - id: more
    label: M
    whole: h.w
    of_which: [{id: c, label: C}]
  - {id: single, label: S, parts: [{id: p, label: P}]}
",
    );
    assert_eq!(blank(&plan, "h.w"), (vec!["h.w.a", "h.w.a.deep", "h.w.g.b", "more.c"], "h"));
    assert_eq!(blank(&plan, "h.w.a"), (vec!["h.w.a.deep"], "h"));
    assert_eq!(blank(&plan, "h.w.off"), (vec![], "h"));
    assert_eq!(blank(&plan, "single"), (vec!["single.p"], ""), "figures that are children of the root are one table");
    assert_eq!(blank(&plan, "single.p"), (vec![], ""));
}

#[test]
fn a_form_with_an_error_has_no_plan() {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", format!("{HEAD}items: [{{id: a, label: A, check: a == nothing}}]\n"));
    let compiled = compile(&sources, file);
    assert!(compiled.plan.is_none() && compiled.form.is_none());
    assert!(!compiled.diagnostics.is_empty());
}

#[test]
fn equal_input_gives_equal_bytes() {
    let text = "items: [{id: a, label: A}]\n";
    let twice = [plan(text), plan(text)].map(|plan| plan_json(&plan).expect("it serialises"));
    assert_eq!(twice[0], twice[1]);
    assert_eq!(twice[0].path, "test.plan/1/plan.json");
    let read: Plan = serde_json::from_slice(&twice[0].bytes).expect("a plan");
    assert_eq!(read, plan(text));
    assert_eq!(plan_schema().expect("it serialises").path, "plan.schema.json");
}
