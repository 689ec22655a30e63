//! The reports for 2019 and 2020 as they were published, keyed as far as they were printed: what is found in each, and why.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tallyform::plan::{Plan, Severity};
use tallyform::{Finding, Outcome, Validator};
use tallyform_tests::forms::{judge, plan};
use tallyform_tests::{house, invent};

const FORM: &str = "forms/cn.gov-info-disclosure/2019.yaml";

fn report(name: &str) -> Value {
    let text = house::text(&format!("tests/fixtures/cn.gov-info-disclosure/{name}.json"));
    serde_json::from_str(&text).expect("the fixture is JSON")
}

/// What a report is found to violate: check, severity, and how often.
fn found(plan: &Plan, name: &str) -> BTreeMap<(String, Severity), usize> {
    let mut found = BTreeMap::new();
    for finding in judge(plan, &report(name)).findings {
        if finding.outcome == Outcome::Violated {
            *found.entry((finding.check, finding.severity)).or_default() += 1;
        }
    }
    found
}

/// How the checks of one id come out, by outcome.
fn outcomes(plan: &Plan, name: &str, check: &str) -> BTreeMap<&'static str, u64> {
    let validator = Validator::new(plan.clone()).expect("a sound plan");
    let mut tally = validator.tally();
    let read = validator.read(report(name).to_string().as_bytes()).expect("readable");
    let _ = validator.validate_and_tally(&read, &mut tally);
    let lines = tally.lines(&validator);
    let line = lines.iter().find(|line| line.check == check).unwrap_or_else(|| panic!("no check {check}"));
    let counts = [
        ("satisfied", line.counts.satisfied),
        ("violated", line.counts.violated),
        ("undetermined", line.counts.undetermined),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).collect()
}

#[test]
fn a_complete_report_violates_nothing() {
    let plan = plan(FORM);
    assert!(found(&plan, "2023-suqian").is_empty());
    // Seven columns, each balanced.
    assert_eq!(outcomes(&plan, "2023-suqian", "requests:balance"), BTreeMap::from([("satisfied", 7)]));
    // Table 2 is not of this form's shape in that year, and blank here.
    let disclosed = outcomes(&plan, "2023-suqian", "proactive.art20_1.disclosed:check");
    assert_eq!(disclosed, BTreeMap::from([("undetermined", 2)]));
}

#[test]
fn partial_reports_violate_nothing_and_leave_the_rest_undetermined() {
    let plan = plan(FORM);
    for name in ["2019-ankang", "2020-qianan", "2020-wanzhou", "2020-weishan"] {
        assert!(found(&plan, name).is_empty(), "{name}: {:?}", found(&plan, name));
        let disclosed = outcomes(&plan, name, "proactive.art20_1.disclosed:check");
        assert_eq!(disclosed, BTreeMap::from([("satisfied", 2)]), "{name}: table 2 was printed");
    }
    // Printed down to the first reason of refusal: each row has its sum, and no column its balance yet.
    let received = outcomes(&plan, "2020-qianan", "requests.results.refused.state_secret:over.applicant");
    assert_eq!(received, BTreeMap::from([("satisfied", 1)]));
    assert_eq!(outcomes(&plan, "2020-qianan", "requests:balance"), BTreeMap::from([("undetermined", 7)]));
    assert_eq!(outcomes(&plan, "2020-weishan", "requests.received:over.applicant"), BTreeMap::from([("satisfied", 1)]));
    let granted = outcomes(&plan, "2020-weishan", "requests.results.granted:over.applicant");
    assert_eq!(granted, BTreeMap::from([("undetermined", 1)]));
}

#[test]
fn a_decrease_is_a_negative_figure_where_the_column_is_signed() {
    let plan = plan(FORM);
    let change = outcomes(&plan, "2020-wanzhou", "proactive.art20_5.change:check");
    assert_eq!(change, BTreeMap::from([("satisfied", 2)]), "30 licences less 2");
}

#[test]
fn cells_whose_columns_cannot_be_told_are_stray() {
    // Of seven columns this report prints one or two and leaves the others out, so that nobody can say which they are.
    let plan = plan(FORM);
    let stray = (("stray".to_owned(), Severity::Warning), 7);
    assert_eq!(found(&plan, "2019-yueyang"), BTreeMap::from([stray]));
    assert_eq!(
        outcomes(&plan, "2019-yueyang", "requests.received:over.applicant"),
        BTreeMap::from([("undetermined", 1)])
    );
}

/// The findings of one report beside the one before it.
fn beside(plan: &Plan, report: &Value, prior: &Value) -> Vec<Finding> {
    let validator = Validator::new(plan.clone()).expect("a sound plan");
    let read = |report: &Value| validator.read(report.to_string().as_bytes()).expect("readable");
    let (report, prior) = (read(report), read(prior));
    assert_eq!(validator.prior_identity(&report), validator.identity(&prior));
    let found = validator.validate_beside(&report, Some(&prior)).findings;
    found.into_iter().filter(|finding| finding.outcome == Outcome::Violated).collect()
}

#[test]
fn what_was_carried_over_last_year_is_carried_in_this_year() {
    let plan = plan(FORM);
    let this = report("2023-suqian");
    let mut last = this.clone();
    last["period"] = json!("2022");
    // 91 of natural persons and 96 in all were carried into 2023.
    for (column, figure) in [("natural_person", 90), ("enterprise", 3), ("legal_service", 2), ("total", 96)] {
        invent::set(&mut last, &format!("/requests/carried_over/{column}"), json!(figure));
    }
    let findings = beside(&plan, &this, &last);
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(finding.check, "requests.carried_in:check");
    assert_eq!(finding.severity, Severity::Warning);
    assert_eq!(finding.bindings["applicant"], "natural_person");
    assert_eq!(finding.difference.as_deref(), Some("1"));
    assert_eq!(finding.cells.iter().filter(|cell| cell.prior).count(), 1);
    // Without a report of last year nobody knows.
    let carried = outcomes(&plan, "2023-suqian", "requests.carried_in:check");
    assert_eq!(carried, BTreeMap::from([("undetermined", 7)]));
}

#[test]
fn matters_go_on_from_last_year_as_they_changed() {
    let plan = plan(FORM);
    let this = report("2020-wanzhou");
    let mut last = this.clone();
    last["period"] = json!("2019");
    // 30 licences and 93 other matters at the start of 2020; of 2019 there is the start and the change.
    invent::set(&mut last, "/proactive/art20_5/last_year/licence", json!(32));
    let findings = beside(&plan, &this, &last);
    assert!(findings.is_empty(), "32 licences less 2: {findings:?}");
    invent::set(&mut last, "/proactive/art20_5/change/other", json!(1));
    let findings = beside(&plan, &this, &last);
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(
        (finding.check.as_str(), finding.bindings["service"].as_str()),
        ("proactive.art20_5.last_year:check", "other")
    );
}
