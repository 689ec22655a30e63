//! The monthly table of the city of Dingxi: figures of the month and running totals, from one check of one dimension.

use serde_json::{Value, json};
use tallyform::plan::{Plan, Severity};
use tallyform::{Finding, Outcome, Validator};
use tallyform_tests::forms::{judge, plan};
use tallyform_tests::invent;

const FORM: &str = "forms/cn.dingxi.gov-info-monthly/2013.yaml";

/// A report in which every figure of the month is `now` and every running total `to_date`, but for wholes and their parts.
fn report(plan: &Plan, period: &str, now: u64, to_date: u64) -> Value {
    let mut report = json!({"form": plan.form, "revision": plan.revision, "period": period,
        "header": {"unit_name": "某局", "unit_code": "12345678-9"}});
    for cell in plan.cells.iter().filter(|cell| !cell.pointer.starts_with("/header/")) {
        let figure = if cell.pointer.ends_with("/now") { now } else { to_date };
        let parts = match cell.pointer.trim_end_matches("/now").trim_end_matches("/to_date") {
            "/requests/total" => 6,
            "/replies/total" => 2 + 11,
            "/replies/refused/total" => 11,
            _ => 1,
        };
        invent::set(&mut report, &cell.pointer, json!(figure * parts));
    }
    report
}

/// What is violated in a report beside that of the month before.
fn violated(plan: &Plan, report: &Value, prior: Option<&Value>) -> Vec<Finding> {
    let validator = Validator::new(plan.clone()).expect("a sound plan");
    let read = |report: &Value| validator.read(report.to_string().as_bytes()).expect("readable");
    let (report, prior) = (read(report), prior.map(read));
    if let Some(prior) = &prior {
        assert_eq!(validator.prior_identity(&report), validator.identity(prior));
    }
    let findings = validator.validate_beside(&report, prior.as_ref()).findings;
    findings.into_iter().filter(|finding| finding.outcome == Outcome::Violated).collect()
}

#[test]
fn the_form_has_its_thirty_five_codes_in_two_columns() {
    let plan = plan(FORM);
    let mut codes: Vec<&str> = plan.nodes.iter().filter_map(|node| node.code.as_deref()).collect();
    codes.dedup();
    let all: Vec<String> = (1..=35).map(|code| format!("{code:02}")).collect();
    assert_eq!(codes, all);
    let figures = plan.cells.iter().filter(|cell| !cell.pointer.starts_with("/header/"));
    assert_eq!(figures.count(), 2 * 35);
    let running = plan.rules.iter().filter(|rule| rule.id.ends_with(":when.check"));
    assert_eq!(running.count(), 35, "from one line of the form");
}

#[test]
fn running_totals_go_on_from_the_month_before() {
    let plan = plan(FORM);
    let february = report(&plan, "2013-02", 2, 5);
    assert!(violated(&plan, &february, Some(&report(&plan, "2013-01", 3, 3))).is_empty());
    let mut march = report(&plan, "2013-03", 1, 6);
    assert!(violated(&plan, &march, Some(&february)).is_empty());
    invent::set(&mut march, "/visits/to_date", json!(7));
    let found = violated(&plan, &march, Some(&february));
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!((finding.check.as_str(), finding.severity), ("visits:when.check", Severity::Error));
    assert!(finding.cells.iter().any(|cell| cell.prior && cell.at == "/visits/to_date"), "{finding:?}");
}

#[test]
fn in_january_they_begin_anew() {
    let plan = plan(FORM);
    let december = report(&plan, "2012-12", 4, 40);
    assert!(violated(&plan, &report(&plan, "2013-01", 3, 3), Some(&december)).is_empty());
    let found = violated(&plan, &report(&plan, "2013-01", 3, 4), Some(&december));
    assert_eq!(found.len(), 35, "{found:?}");
}

#[test]
fn no_total_is_less_than_its_month() {
    let plan = plan(FORM);
    let mut report = report(&plan, "2013-05", 2, 9);
    invent::set(&mut report, "/lawsuits/to_date", json!(1));
    let found = violated(&plan, &report, None);
    let checks: Vec<&str> = found.iter().map(|finding| finding.check.as_str()).collect();
    // What was filed for April is not known, and no figure for April could make either of them true.
    assert_eq!(checks, ["lawsuits:when.check", "lawsuits:when.to_date.check"]);
}

#[test]
fn sums_hold_in_both_columns_and_reasons_of_refusal_are_a_warning() {
    let plan = plan(FORM);
    let mut report = report(&plan, "2013-05", 2, 9);
    invent::set(&mut report, "/requests/fax/now", json!(3));
    invent::set(&mut report, "/replies/refused/exempt_1/to_date", json!(10));
    let found = judge(&plan, &report).findings;
    let found: Vec<_> = found.iter().filter(|finding| finding.outcome == Outcome::Violated).collect();
    let said: Vec<_> = found
        .iter()
        .map(|finding| (finding.check.as_str(), finding.bindings["when"].as_str(), finding.severity))
        .collect();
    assert_eq!(
        said,
        [("requests:parts", "now", Severity::Error), ("replies.refused:parts", "to_date", Severity::Warning)]
    );
}
