//! Published US annual FOIA reports, from the lines as they were published to findings: what is found in each, and why.
//!
//! The sample holds ten reports of 2016 and four of 2023, with their figures as published; court cases and footnotes,
//! which name people, are left out of it.

use std::collections::BTreeMap;

use tallyform::{Finding, Outcome, Report, Validator};
use tallyform_tests::forms::{US_FOIA, US_FOIA_2008, plan, us_foia as reports};

fn violated(validator: &Validator, report: &Report) -> Vec<Finding> {
    let findings = validator.validate(report).findings.into_iter();
    findings.filter(|finding| finding.outcome == Outcome::Violated).collect()
}

/// How often each check is violated in each report. Rows that name no component break one check in every table, which
/// is one number here.
fn found(form: &str, year: &str) -> BTreeMap<String, Vec<(String, usize)>> {
    let validator = Validator::new(plan(form)).expect("a sound plan");
    let judged = reports(&validator, year).into_iter().map(|(agency, report)| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for finding in violated(&validator, &report) {
            let is_key = finding.check.ends_with(".component:type");
            *counts.entry(if is_key { "*.component:type".to_owned() } else { finding.check }).or_default() += 1;
        }
        (agency, counts.into_iter().collect())
    });
    judged.collect()
}

fn counts(of: &[(&str, usize)]) -> Vec<(String, usize)> {
    of.iter().map(|(check, count)| ((*check).to_owned(), *count)).collect()
}

/// The exporter's fault: the total of V.B.1 is that of the last component, so that it is no sum of the components, no sum
/// of the dispositions, and not what was processed.
const LAST_COMPONENT: [(&str, usize); 3] =
    [("dispositions:check", 1), ("dispositions:over.component", 1), ("dispositions:parts", 1)];

#[test]
fn reports_of_2016_violate_what_they_should_and_nothing_else() {
    let found = found(US_FOIA_2008, "2016");
    let with = |more: &[(&str, usize)]| {
        let mut all = LAST_COMPONENT.to_vec();
        all.extend(more);
        all.sort_unstable();
        counts(&all)
    };
    // One unit: a report of the whole only.
    assert_eq!(found["ABMC"], []);
    assert_eq!(found["CPPBSD"], []);
    // Blanks in two of three tracks where there was nothing to report, and a percentage on the scale of 0 to 1.
    assert_eq!(
        found["OPIC"],
        counts(&[
            ("days_granted.average:required", 2),
            ("days_granted.highest:required", 2),
            ("days_granted.lowest:required", 2),
            ("days_granted.median:required", 2),
            ("days_processed.average:required", 2),
            ("days_processed.highest:required", 2),
            ("days_processed.lowest:required", 2),
            ("days_processed.median:required", 2),
            ("fees.percent:check", 1),
        ])
    );
    // One component: the last one is all of them.
    assert_eq!(found["NCUA"], []);
    assert_eq!(found["EXIM Bank"], with(&[]));
    // One row refers to an organisation by a mistyped id.
    assert_eq!(found["LSC"], with(&[("*.component:type", 1)]));
    assert_eq!(found["NSF"], with(&[]));
    // The medians of two components were added.
    let medians = [("days_granted.median:over.component", 1), ("days_processed.median:over.component", 1)];
    assert_eq!(found["USRRB"], with(&medians));
    // Eleven components without appeals, whose N/A the exporter wrote as 0; a request that came in on the last day of
    // the year is 0 days old, which the rule does not foresee.
    assert_eq!(found["DOI"], with(&[("backlog.appeals:applies", 11), ("consultations_oldest:check", 2)]));
    // The overall row of appeals lacks the eleven that one component has pending, and a row of an organisation that the
    // report does not list stands in 27 tables and under 3 statutes.
    assert_eq!(
        found["USPS"],
        with(&[
            ("*.component:type", 30),
            ("appeal_dispositions.closed_otherwise:check", 1),
            ("appeals.pending_end:check", 1),
            ("appeals.pending_end:over.component", 1),
            ("backlog.appeals:applies", 2),
            ("backlog.appeals:check", 1),
        ])
    );
}

#[test]
fn reports_of_2023_violate_what_they_should_and_nothing_else() {
    let found = found(US_FOIA, "2023");
    assert_eq!(found["ABMC"], []);
    // In the list of the whole agency the seventh oldest request is older than the sixth.
    let mut order = LAST_COMPONENT.to_vec();
    order.extend([("requests_oldest.date:over.rank", 1), ("requests_oldest.days:over.rank", 1)]);
    assert_eq!(found["LSC"], counts(&order));
    assert_eq!(found["NCUA"], []);
    // `N.A`
    assert_eq!(found["ONHIR"], counts(&[("expedited.average:type", 1)]));
}

#[test]
fn a_finding_along_components_names_their_rows_and_the_difference() {
    let validator = Validator::new(plan(US_FOIA_2008)).expect("a sound plan");
    let report = &reports(&validator, "2016")["EXIM Bank"];
    let findings = violated(&validator, report);
    let finding = findings.iter().find(|finding| finding.check == "dispositions:over.component").expect("it is there");
    assert!(finding.bindings.is_empty(), "no dimension is free: {:?}", finding.bindings);
    let cells: Vec<&str> = finding.cells.iter().map(|cell| cell.at.as_str()).collect();
    assert_eq!(cells, ["/dispositions/total/total", "/dispositions/rows/0/total", "/dispositions/rows/1/total"]);
    assert_eq!((finding.left.as_deref(), finding.right.as_deref()), (Some("5"), Some("121")));
    assert_eq!(finding.difference.as_deref(), Some("-116"));
    let parts = findings.iter().find(|finding| finding.check == "dispositions:parts").expect("it is there");
    assert_eq!(parts.bindings, BTreeMap::from([("component".to_owned(), "total".to_owned())]));
}
