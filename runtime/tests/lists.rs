//! Checks of lists of rows, and of single cells in rows.

mod support;

use support::tables::{COMPONENT, STATUTE, checked, findings, judge, outcomes, plan, said, with_rows};
use tallyform_runtime::plan::{BlankIsNotApplicable, Plan, Segment, Severity, Slot};
use tallyform_runtime::{Scratch, Validator};

/// Number of the section whose rows have a list of this pointer, by the path of its table.
fn section(plan: &Plan, path: &str, pointer: &str) -> usize {
    let is_it = |section: &tallyform_runtime::plan::Section| {
        plan.nodes[section.node as usize].path == path && section.pointer == pointer
    };
    plan.sections.iter().position(is_it).unwrap_or_else(|| panic!("no {path} {pointer}"))
}

#[test]
fn of_two_rows_with_one_key_the_first_is_the_row() {
    let json = r#"{"requests":{"total":{"received":5},"rows":[
        {"component":"A","received":5},{"component":"B","received":0},{"component":"A","received":-3.5,"days":[]}]}}"#;
    let plan = checked(&[], &[("", "(== requests.received (+ (rows component requests.received@*)))")]);
    let validation = judge(&plan, json, None);
    // No check of a cell looks at the second one.
    assert_eq!(findings(&validation), ["requests:key.component [component=A]: /requests/rows/2/component"]);
    assert_eq!(said(&validation.counts), "1 satisfied");
    assert_eq!(validation.findings[0].message["en"], "row requests · A has A, wants —");
    // What stands in such a row stands nowhere.
    let json = r#"{"reasons":{"rows":[{"component":"A","total":1},{"component":"A","rows":[
        {"reason":"x","total":true},{"total":-1}]}],"total":{"total":1}}}"#;
    let plan = checked(&[], &[("", "(== reasons@total,total (+ (rows component reasons@*,total)))")]);
    assert_eq!(findings(&judge(&plan, json, None)), ["reasons:key.component [component=A]: /reasons/rows/1/component"]);
    // Keys of different lists may be the same.
    let json = r#"{"reasons":{"rows":[{"component":"A","rows":[{"reason":"x"}]},{"component":"B","rows":[{"reason":"x"},{"reason":"x"}]}]}}"#;
    let expected = "reasons:key.reason [component=B reason=x]: /reasons/rows/1/rows/1/reason";
    assert_eq!(findings(&judge(&plan, json, None)), [expected]);
    let json = r#"{"reasons":{"total":{"rows":[{"reason":"x"},{"reason":"x"}]}}}"#;
    let expected = "reasons:key.reason [component=total reason=x]: /reasons/total/rows/1/reason";
    assert_eq!(findings(&judge(&plan, json, None)), [expected]);
}

#[test]
fn a_row_without_a_key_takes_part_in_nothing_else() {
    let mut plan = checked(
        &[COMPONENT],
        &[
            ("component=total", "(== requests.received (+ (rows component requests.received@*)))"),
            ("component=*", "(== requests.received@* 5)"),
        ],
    );
    let key = plan.sections[section(&plan, "requests", "/requests/rows")].key as usize;
    plan.cells[key].checks.required = Some(Severity::Error.into());
    let json = r#"{"requests":{"total":{"received":5},"rows":[
        {"component":"A","received":5},{"received":3.5},{"component":null,"received":-1},{"component":7,"received":4},{"component":""}]}}"#;
    let validation = judge(&plan, json, None);
    let expected = [
        "requests.component:required []: /requests/rows/1/component",
        "requests.component:required []: /requests/rows/2/component",
        "requests.component:type []: /requests/rows/3/component",
    ];
    assert_eq!(findings(&validation), expected);
    assert_eq!(said(&validation.counts), "2 satisfied");
}

#[test]
fn cells_in_rows_are_judged_alone() {
    let json = r#"{"requests":{"total":{"received":-1},"rows":[
        {"component":"A","received":-2,"cost":"1.23456"},{"component":"B","received":"few","days":"<1"}]},
        "reasons":{"rows":[{"component":"A","rows":[{"reason":"x","total":true}]}]},
        "statutes":{"rows":[{"statute":"s","information":1,"relied":{"rows":[{"component":"B","total":1.5}]}}]},
        "oldest":{"rows":[{"component":"B","days":{"n2":"x"}}]}}"#;
    let validation = judge(&plan(), json, None);
    let expected = [
        // The whole before the rows.
        "requests.received:bounds [component=total]: /requests/total/received",
        "requests.received:bounds [component=A]: /requests/rows/0/received",
        "requests.received:marks [component=B]: /requests/rows/1/received",
        "requests.cost:places [component=A]: /requests/rows/0/cost",
        "reasons:type [component=A reason=x]: /reasons/rows/0/rows/0/total",
        "statutes.information:type [statute=s]: /statutes/rows/0/information",
        "statutes.relied:places [component=B statute=s]: /statutes/rows/0/relied/rows/0/total",
        "oldest.days:type [component=B rank=n2]: /oldest/rows/0/days/n2",
    ];
    assert_eq!(findings(&validation), expected);
    assert_eq!(validation.findings[1].message["en"], "row received · A has -2, wants [0,+inf)");
    assert_eq!(validation.findings[7].message["en"], "row days · B · 2 oldest has \"x\", wants \"12.5\"");
}

#[test]
fn findings_of_cells_come_in_the_order_of_the_report() {
    let json = r#"{"reasons":{
        "rows":[{"component":"B","total":-1,"rows":[{"reason":"y","total":-1},{"reason":"x","total":-1}]},
                {"component":"A","total":-1,"rows":[{"reason":"x","total":-1}]}],
        "total":{"rows":[{"reason":"x","total":-1}],"total":-1}}}"#;
    let expected = [
        "reasons:bounds [component=total reason=total]: /reasons/total/total",
        "reasons:bounds [component=total reason=x]: /reasons/total/rows/0/total",
        "reasons:bounds [component=B reason=total]: /reasons/rows/0/total",
        "reasons:bounds [component=B reason=y]: /reasons/rows/0/rows/0/total",
        "reasons:bounds [component=B reason=x]: /reasons/rows/0/rows/1/total",
        "reasons:bounds [component=A reason=total]: /reasons/rows/1/total",
        "reasons:bounds [component=A reason=x]: /reasons/rows/1/rows/0/total",
    ];
    assert_eq!(findings(&judge(&plan(), json, None)), expected);
}

#[test]
fn there_are_as_many_rows_as_there_may_be() {
    let mut plan = plan();
    let requests = section(&plan, "requests", "/requests/rows");
    (plan.sections[requests].min, plan.sections[requests].max) = (Some(1), Some(2));
    plan.sections[requests].counts = Severity::Warning.into();
    let said = |json: &str| {
        let validation = judge(&plan, json, None);
        findings(&validation)
            .into_iter()
            .zip(validation.findings)
            .map(|(said, one)| format!("{said}; {}", one.message["en"]))
            .collect::<Vec<_>>()
    };
    let rows = |keys: &[&str]| {
        let rows: Vec<String> = keys.iter().map(|key| format!("{{\"component\":\"{key}\"}}")).collect();
        format!(r#"{{"requests":{{"rows":[{}]}}}}"#, rows.join(","))
    };
    let none = Vec::<String>::new();
    assert_eq!(said(&rows(&["A"])), none);
    assert_eq!(said(&rows(&["A", "B"])), none);
    let expected = ["requests:rows.component []: /requests/rows; row requests has 3, wants 1..2"];
    assert_eq!(said(&rows(&["A", "B", "C"])), expected);
    assert_eq!(judge(&plan, &rows(&["A", "B", "C"]), None).findings[0].severity, Severity::Warning);
    // A row that takes part in nothing is none.
    assert_eq!(
        said(&rows(&["A", "B", "B"])),
        ["requests:key.component [component=B]: /requests/rows/2/component; row requests · B has B, wants —"]
    );
    // A list that is not there has none as soon as anything of its table is reported.
    assert_eq!(said("{}"), none);
    assert_eq!(said(r#"{"lead":1,"requests":{"note":"nothing this year"}}"#), none);
    let expected = ["requests:rows.component []: /requests/rows; row requests has 0, wants 1..2"];
    assert_eq!(said(r#"{"requests":{"total":{"received":0}}}"#), expected);
    assert_eq!(said(r#"{"requests":{"total":{"received":0},"rows":[{"component":null}]}}"#), expected);
}

#[test]
fn rows_in_rows_are_counted_list_by_list() {
    let mut plan = plan();
    let nested = section(&plan, "reasons", "/rows");
    plan.sections[nested].min = Some(2);
    let json = r#"{"reasons":{"rows":[
        {"component":"A","total":1,"rows":[{"reason":"x"},{"reason":"y"}]},
        {"component":"B","total":1,"rows":[{"reason":"x"}]},
        {"component":"C","total":1},
        {"component":"D"}]}}"#;
    let validation = judge(&plan, json, None);
    let expected = [
        "reasons:rows.reason [component=B]: /reasons/rows/1/rows",
        "reasons:rows.reason [component=C]: /reasons/rows/2/rows",
    ];
    assert_eq!(findings(&validation), expected);
    assert_eq!(validation.findings[0].message["en"], "row reasons · B has 1, wants 2..");
}

#[test]
fn a_tally_counts_rows_under_the_cell_of_the_plan() {
    let mut plan = checked(&[COMPONENT], &[("component=*", "(== requests.received@* 5)")]);
    let requests = section(&plan, "requests", "/requests/rows");
    plan.sections[requests].max = Some(3);
    let validator = Validator::new(plan).unwrap();
    let (mut tally, mut scratch) = (validator.tally(), Scratch::default());
    for json in [
        r#"{"requests":{"total":{"received":5},"rows":[{"component":"A","received":5},{"component":"B","received":-5}]}}"#,
        r#"{"requests":{"rows":[{"component":"A","received":4},{"component":"A","received":-5}]}}"#,
    ] {
        validator.validate_json_with(json.as_bytes(), &mut scratch, Some(&mut tally));
    }
    let mut twice = validator.tally();
    twice.merge(&tally);
    twice.merge(&tally);
    let lines = |tally: &tallyform_runtime::Tally| -> Vec<String> {
        tally.lines(&validator).into_iter().map(|line| format!("{} {}", line.check, said(&line.counts))).collect()
    };
    let expected = [
        ":check 1 satisfied, 2 violated",
        "requests:key.component 3 satisfied, 1 violated",
        "requests:rows.component 2 satisfied",
        "requests.received:bounds 3 satisfied, 1 violated",
        "requests.received:places 4 satisfied",
        "requests.received:type 4 satisfied",
        "requests.component:type 3 satisfied",
    ];
    assert_eq!(lines(&tally), expected);
    assert_eq!(lines(&twice)[1], "requests:key.component 6 satisfied, 2 violated");
}

/// A plan in which a blank of these cells is not applicable, with cells beneath.
fn blank(cells: &[(&str, &[&str], &str)], (free, place): (u32, &str), text: &str) -> Plan {
    let mut plan = with_rows(plan(), ("", ":check"), &[free], &[(place, text)]);
    for (path, beneath, table) in cells {
        let number = support::cell(&plan, path) as usize;
        let table = plan.nodes.iter().position(|node| node.path == *table).unwrap();
        let beneath = beneath.iter().map(|path| support::cell(&plan, path)).collect();
        plan.cells[number].blank = Some(BlankIsNotApplicable { beneath, table: u32::try_from(table).unwrap() });
    }
    plan
}

#[test]
fn a_blank_in_a_row_is_not_applicable_by_its_own_row() {
    let plan = blank(
        &[("requests.processed@*", &[], "requests")],
        (COMPONENT, "component=*"),
        "(reported requests.processed@*)",
    );
    for (row, expected) in [
        (r#""received":1"#, "1 satisfied"),
        (r#""received":null"#, "1 violated"),
        // A text is something; the key is not.
        (r#""remark":"none""#, "1 satisfied"),
    ] {
        let json = format!(
            r#"{{"requests":{{"total":{{"received":1}},"note":"n","rows":[{{"component":"A",{row}}}]}},"lead":1}}"#
        );
        assert_eq!(outcomes(&plan, &json, None), expected, "{row}");
    }
    // Each row by itself.
    let json = r#"{"requests":{"rows":[{"component":"A","received":1},{"component":"B"}]}}"#;
    assert_eq!(outcomes(&plan, json, None), "1 satisfied, 1 violated");
}

/// The figure `relied` of a statute, a blank of which is not applicable unless a component holds more than 0.
const RELIED: (&str, &[&str], &str) = ("statutes.relied@*,total", &["statutes.relied@*,*"], "statutes");

#[test]
fn what_is_beneath_a_blank_may_stand_in_rows() {
    let plan = blank(&[RELIED], (STATUTE, "statute=*"), "(applies statutes.relied@*,total)");
    let json = |information: &str, figures: [&str; 2]| {
        let row = |statute: &str, information: &str, figure: &str| {
            format!(
                r#"{{"statute":"{statute}","information":{information},
                    "relied":{{"rows":[{{"component":"A","total":{figure}}},{{"component":"B"}}]}}}}"#
            )
        };
        let [a, b] = figures;
        format!(r#"{{"statutes":{{"rows":[{},{}]}}}}"#, row("s", information, a), row("t", "\"i\"", b))
    };
    assert_eq!(outcomes(&plan, &json("\"i\"", ["0", "null"]), None), "2 violated");
    assert_eq!(outcomes(&plan, &json("\"i\"", ["0", "3"]), None), "1 violated, 1 undetermined");
    assert_eq!(outcomes(&plan, &json("\"i\"", ["\"<1\"", "\"/\""]), None), "1 violated, 1 undetermined");
    // Nothing else stands in the row of `s`: rows in it are rows of their own.
    assert_eq!(outcomes(&plan, &json("null", ["0", "0"]), None), "1 violated, 1 undetermined");
}

#[test]
fn rows_of_different_lists_are_different_parts_of_a_table() {
    let nested = ("statutes.relied@*,*", &[][..], "statutes");
    let plan = blank(&[RELIED, nested], (STATUTE, "statute=*"), "(reported statutes.relied@*,total)");
    let free = [STATUTE, COMPONENT];
    let plan = with_rows(plan, ("", ":row"), &free, &[("statute=* component=*", "(reported statutes.relied@*,*)")]);
    // The first row of statutes holds a text, the first one of components nothing.
    let json = r#"{"statutes":{"rows":[{"statute":"s","information":"i","relied":{"rows":[{"component":"A"}]}}]}}"#;
    assert_eq!(outcomes(&plan, json, None), "1 satisfied, 1 violated");
}

#[test]
fn what_stood_beside_a_row_is_called_as_its_figure_is() {
    let stray = |at: &str| {
        let json = format!(r#"{{"stray":[{{"at":"{at}","cell":"7"}}]}}"#);
        let mut plan = plan();
        let shown = vec![Segment::Slot { slot: Slot::Label }];
        plan.messages.insert("stray".to_owned(), [("en".to_owned(), shown.clone()), ("zh".to_owned(), shown)].into());
        judge(&plan, &json, None).findings[0].message["en"].clone()
    };
    for at in ["/requests/rows/3/received", "/requests/total/received"] {
        assert_eq!(stray(at), "row received");
    }
    assert_eq!(stray("/statutes/rows/0/relied/rows/12/total"), "row relied");
    assert_eq!(stray("/requests/3"), "/requests/3");
}
