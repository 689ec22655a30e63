//! Dimensions: parts, members, cells that are blocked out, notes.

use serde_json::json;

use super::{found, plan};

const READERS: &str = "\
dimensions:
  reader: {label: All, parts: [{id: adults, label: A}, {id: young, label: Y, parts: [{id: girls, label: G}, {id: boys, label: B}]}]}
  branch: {label: All, parts: [{id: main, label: M}, {id: west, label: W}]}
";

fn of(rest: &str) -> String {
    format!("{READERS}{rest}")
}

#[test]
fn parts_with_more_dimensions_than_their_whole_count_with_their_whole() {
    let form = of("items: [{id: x, label: X, parts: [{id: a, label: A, by: [branch]}, {id: b, label: B}]}]");
    let report = |a: i32| json!({"x": {"total": a + 1, "a": {"total": 5, "main": 2, "west": 3}, "b": 1}});
    assert_eq!(found(&form, report(5)), [""; 0]);
    assert_eq!(found(&form, report(6)), ["x:parts Violated"]);
}

#[test]
fn members_with_parts_have_a_cell_and_a_check_of_their_own() {
    let form = of("items: [{id: x, label: X, by: [reader]}]");
    let report = |young| json!({"x": {"total": 4 + young, "adults": 4, "young": young, "girls": 1, "boys": 2}});
    assert_eq!(found(&form, report(3)), [""; 0]);
    assert_eq!(found(&form, report(4)), ["x:over.reader.young Violated"]);
}

#[test]
fn sums_over_a_dimension_add_the_direct_parts_of_the_whole() {
    let form = of(
        "check: 'sum(x over reader) == y'\nitems: [{id: x, label: X, by: [reader], over: {reader: free}}, {id: y, label: Y}]",
    );
    let report = |y| json!({"x": {"total": 9, "adults": 4, "young": 3, "girls": 1, "boys": 2}, "y": y});
    assert_eq!(found(&form, report(7)), [""; 0]);
    assert_eq!(found(&form, report(10)), [":check Violated"]);
}

const EXCEPT: &str = "\
items:
  - id: t
    label: T
    except: [[x, west], [y, branch.total]]
    by: [branch]
    items: [{id: x, label: X, check: x <= y}, {id: y, label: Y}]
";

#[test]
fn except_cells_are_left_out_of_sums_and_no_other_check_applies_to_them() {
    let report = json!({"t": {"x": {"total": 2, "main": 2}, "y": {"main": 1, "west": 0}}});
    let findings = found(&of(EXCEPT), report);
    // Neither at the whole, which `y` does not have, nor in the west, which `x` does not have.
    assert_eq!(findings, ["t.x:check branch=main Violated"]);
    let rules = plan(&of(EXCEPT)).rules;
    assert!(rules.iter().all(|rule| rule.id != "t.y:over.branch"), "a blocked-out whole has no such check");
    assert!(rules.iter().any(|rule| rule.id == "t.x:over.branch"));
}

#[test]
fn except_cells_have_no_key() {
    let report = json!({"t": {"x": {"total": 2, "main": 2, "west": 0}, "y": {"main": 3, "west": 0}}});
    assert_eq!(found(&of(EXCEPT), report), ["unknown Violated"]);
}

#[test]
fn notes_beneath_closed_dimensions_are_one_text_a_row() {
    let form = of("  component: {label: All, parts: {key: {label: C, type: text}}}
note: {label: Note}
by: [branch]
items:
  - id: x
    label: X
    by: [component]
    check: {that: x <= 1, explained_by: note}
");
    let report = |note: &str| {
        let x = json!({"total": {"total": 2, "main": 2, "west": 0}, "note": note});
        json!({"x": x})
    };
    let outcomes = |note| -> Vec<String> {
        found(&form, report(note)).into_iter().filter(|line| !line.ends_with("Undetermined")).collect()
    };
    assert_eq!(
        outcomes(" "),
        ["x:check branch=total,component=total Violated", "x:check branch=main,component=total Violated"]
    );
    assert_eq!(outcomes("so it is").len(), 2);
    assert!(outcomes("so it is").iter().all(|line| line.ends_with("Explained")));
}

#[test]
fn what_stands_apart_along_a_dimension_of_a_part_is_not_beneath_the_whole() {
    let form = "\
dimensions:
  branch: {label: All, parts: [{id: main, label: M}, {id: bus, label: B, apart: true}]}
blank: not_applicable
check: reported(t.x)
items:
  - id: t
    label: T
    items:
      - {id: other, label: O}
      - id: x
        label: X
        parts: [{id: a, label: A, by: [branch]}]
";
    let report = |bus, main| json!({"t": {"other": 1, "x": {"a": {"main": main, "bus": bus}}}});
    assert_eq!(found(form, report(3, 0)), [""; 0]);
    let findings = found(form, report(0, 3));
    assert!(findings.contains(&":check Violated".to_owned()), "{findings:?}");
}

#[test]
fn in_a_check_of_a_dimension_total_is_the_whole() {
    let form = "\
dimensions:
  branch: {label: All, parts: [{id: main, label: M}, {id: west, label: W}], check: total >= main + main}
by: [branch]
items: [{id: x, label: X}, {id: said, label: S, type: text}]
";
    let findings = found(form, json!({"x": {"total": 5, "main": 3, "west": 2}}));
    assert_eq!(findings, ["x:branch.check Violated"]);
}
