//! The form of 2017 from its text to findings about the report filed under it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tallyform::plan::{Operator, Rule, RuleKind, Severity};
use tallyform::{Finding, Outcome, Plan};
use tallyform_tests::forms::{DISCLOSURE_2017, judge, plan, yuyao_2017};
use tallyform_tests::{agreement, invent};

/// The report as filed, with some cells changed.
fn changed(cells: &[(&str, Value)]) -> Value {
    let mut report = yuyao_2017();
    for (pointer, value) in cells {
        invent::set(&mut report, pointer, value.clone());
    }
    report
}

/// Findings of one outcome that were not there before anything was changed: the stray cells of the heading.
fn found(plan: &Plan, report: &Value, outcome: Outcome) -> Vec<Finding> {
    let findings = judge(plan, report).findings.into_iter();
    findings.filter(|finding| finding.outcome == outcome && finding.check != "stray").collect()
}

fn checks(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.check.as_str()).collect()
}

/// What stands in the form file at a place that a finding names.
fn line_of(place: &str) -> String {
    let mut pieces = place.rsplitn(3, ':');
    let _column = pieces.next();
    let line: usize = pieces.next().and_then(|line| line.parse().ok()).expect("a line number");
    assert_eq!(pieces.next(), Some(DISCLOSURE_2017), "the place names the form file");
    tallyform_tests::house::text(DISCLOSURE_2017).lines().nth(line - 1).expect("the line is there").to_owned()
}

#[test]
fn the_report_as_filed_has_no_error_and_two_stray_cells() {
    let validation = judge(&plan(DISCLOSURE_2017), &yuyao_2017());
    let said: Vec<(&str, Severity, Outcome)> = validation
        .findings
        .iter()
        .filter(|finding| finding.outcome != Outcome::Undetermined)
        .map(|finding| (finding.check.as_str(), finding.severity, finding.outcome))
        .collect();
    let stray = ("stray", Severity::Warning, Outcome::Violated);
    assert_eq!(said, [stray, stray], "{validation}");
    assert!(!validation.has_errors());
}

#[test]
fn the_form_has_all_its_rows() {
    let plan = plan(DISCLOSURE_2017);
    let rows = plan.nodes.iter().skip(1).filter(|node| !node.path.starts_with("header")).count();
    assert_eq!(rows, 65, "rows of the form, headings among them");
    for node in plan.nodes.iter().skip(1).filter(|node| node.path != "header") {
        for language in ["zh", "en"] {
            assert!(node.label.get(language).is_some_and(|label| !label.is_empty()), "{} in {language}", node.path);
        }
    }
}

#[test]
fn a_total_of_three_above_zeros_is_one_violated_check() {
    let plan = plan(DISCLOSURE_2017);
    let violated = found(&plan, &changed(&[("/requests/received/total", json!(3))]), Outcome::Violated);
    assert_eq!(checks(&violated), ["requests.received:parts"]);
    let finding = &violated[0];
    assert_eq!(finding.severity, Severity::Error);
    assert_eq!(finding.left.as_deref(), Some("3"));
    assert_eq!(finding.op, Some(Operator::Equal));
    assert_eq!(finding.right.as_deref(), Some("0"));
    assert_eq!(finding.difference.as_deref(), Some("3"));
    assert_eq!(finding.tolerance, None);
    for (language, label) in [("zh", "（一）收到申请数"), ("en", "received")] {
        let message = &finding.message[language];
        assert!(message.contains(label), "{message}");
        assert!(message.contains('3') && message.contains('0'), "{message}");
    }
    let line = line_of(&finding.place);
    assert!(line.contains("parts"), "the place is where the form says it: {line}");
    let cells: Vec<&str> = finding.cells.iter().map(|cell| cell.at.as_str()).collect();
    let expected = ["total", "in_person", "fax", "online", "letter"].map(|key| format!("/requests/received/{key}"));
    assert_eq!(cells, expected);
}

#[test]
fn a_blank_channel_hides_no_contradiction() {
    let plan = plan(DISCLOSURE_2017);
    let report = changed(&[
        ("/requests/received/total", json!(8)),
        ("/requests/received/in_person", json!(5)),
        ("/requests/received/fax", json!(4)),
        ("/requests/received/online", Value::Null),
    ]);
    let violated = found(&plan, &report, Outcome::Violated);
    assert_eq!(checks(&violated), ["requests.received:parts"]);
    assert_eq!(violated[0].left.as_deref(), Some("8"));
    assert_eq!(violated[0].right.as_deref(), Some("[9,+inf)"));
    assert_eq!(violated[0].difference, None);
}

#[test]
fn a_blank_channel_makes_no_contradiction() {
    let plan = plan(DISCLOSURE_2017);
    let report = changed(&[("/requests/received/online", Value::Null)]);
    assert_eq!(checks(&found(&plan, &report, Outcome::Violated)), [""; 0]);
    let undetermined = found(&plan, &report, Outcome::Undetermined);
    let before = found(&plan, &yuyao_2017(), Outcome::Undetermined);
    let new: Vec<&str> = checks(&undetermined).into_iter().filter(|check| !checks(&before).contains(check)).collect();
    assert_eq!(new, ["requests.received:parts"]);
}

#[test]
fn a_row_that_is_not_applicable_counts_as_nothing() {
    let plan = plan(DISCLOSURE_2017);
    let report = changed(&[
        ("/requests/received/total", json!(2)),
        ("/requests/received/in_person", json!(2)),
        ("/requests/received/fax", json!("/")),
        ("/requests/received/online", json!("/")),
        ("/requests/received/letter", json!("/")),
    ]);
    assert_eq!(checks(&found(&plan, &report, Outcome::Violated)), [""; 0]);
    assert_eq!(
        checks(&found(&plan, &report, Outcome::Undetermined)),
        checks(&found(&plan, &yuyao_2017(), Outcome::Undetermined))
    );
}

#[test]
fn a_cell_is_judged_by_itself() {
    let plan = plan(DISCLOSURE_2017);
    let cases = [
        ("/header/reporting_unit", Value::Null, "header.reporting_unit:required"),
        ("/complaints", json!(-1), "complaints:bounds"),
        ("/complaints", json!(1.5), "complaints:places"),
        ("/complaints", json!("3"), "complaints:type"),
        ("/complaints", json!("none"), "complaints:type"),
        ("/fees", json!("0.12345"), "fees:places"),
        ("/fees", json!(12), "fees:type"),
        ("/fees", json!("-1"), "fees:bounds"),
    ];
    for (pointer, value, check) in cases {
        let violated = found(&plan, &changed(&[(pointer, value.clone())]), Outcome::Violated);
        assert_eq!(checks(&violated), [check], "{value} at {pointer}");
        assert_eq!(violated[0].cells[0].at, pointer);
    }
    let unknown = found(&plan, &changed(&[("/requests/received/telepathy", json!(1))]), Outcome::Violated);
    assert_eq!(checks(&unknown), ["unknown"]);
    assert_eq!(unknown[0].cells[0].at, "/requests/received/telepathy");
}

/// Every check of the form has a report that violates it, and it alone of those that are not bound up with it.
#[test]
fn every_check_can_be_violated() {
    let plan = plan(DISCLOSURE_2017);
    let consistent = consistent();
    assert_eq!(checks(&found(&plan, &consistent, Outcome::Violated)), [""; 0]);
    let mut untouched: BTreeSet<&str> = plan.rules.iter().map(|rule| rule.id.as_str()).collect();
    for rule in &plan.rules {
        for step in [1_i64, -1, 1000] {
            for cell in cells_of(rule) {
                let pointer = &plan.cells[cell as usize].pointer;
                let Some(old) = consistent.pointer(pointer).and_then(Value::as_i64) else { continue };
                let mut report = consistent.clone();
                invent::set(&mut report, pointer, json!(old + step));
                let violated = found(&plan, &report, Outcome::Violated);
                let bound_up: BTreeSet<&str> = plan
                    .rules
                    .iter()
                    .filter(|other| cells_of(other).contains(&cell))
                    .map(|other| other.id.as_str())
                    .collect();
                for check in checks(&violated) {
                    let of_cell = check.ends_with(":bounds");
                    assert!(of_cell || bound_up.contains(check), "{check} is violated by a change of {pointer}");
                    if bound_up.contains(check) && check == rule.id {
                        untouched.remove(check);
                    }
                }
                let found = agreement::disagreements(&plan, &report);
                assert!(found.is_empty(), "{}", found.join("\n"));
            }
        }
    }
    assert!(untouched.is_empty(), "no change of a cell violates {untouched:?}");
}

/// A report of figures other than 0 without a contradiction: every leaf holds 2, every whole what it must.
fn consistent() -> Value {
    let mut report = yuyao_2017();
    let plan = plan(DISCLOSURE_2017);
    for cell in &plan.cells {
        if cell.pointer.starts_with("/header") {
            continue;
        }
        let text = plan.nodes[cell.node as usize].path == "fees" || cell.pointer.ends_with("/budget");
        invent::set(&mut report, &cell.pointer, if text { json!("2.5") } else { json!(2) });
    }
    for rule in plan.rules.iter().filter(|rule| matches!(rule.kind, RuleKind::Parts | RuleKind::SomeParts)).rev() {
        let cells = cells_of(rule);
        let whole = plan.nodes[rule.node as usize].cell.expect("a figure has parts");
        let parts = cells.iter().filter(|&&cell| cell != whole);
        let sum: i64 = parts
            .filter_map(|&part| report.pointer(&plan.cells[part as usize].pointer))
            .filter_map(Value::as_i64)
            .sum();
        invent::set(&mut report, &plan.cells[whole as usize].pointer, json!(sum));
    }
    report
}

fn cells_of(rule: &Rule) -> Vec<u32> {
    let text = serde_json::to_value(&rule.statements).expect("a plan is JSON");
    let mut cells = BTreeSet::new();
    collect(&text, &mut cells);
    cells.into_iter().collect()
}

fn collect(value: &Value, cells: &mut BTreeSet<u32>) {
    match value {
        Value::Object(object) => {
            let cell = object.get("cell").and_then(Value::as_u64).and_then(|cell| u32::try_from(cell).ok());
            cells.extend(cell);
            object.values().for_each(|value| collect(value, cells));
        }
        Value::Array(array) => array.iter().for_each(|value| collect(value, cells)),
        _ => {}
    }
}
