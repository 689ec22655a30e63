//! Checks that look back at the report of one period earlier.

mod support;

use support::tables::{COMPONENT, checked, findings, judge, outcomes, plan, said};
use tallyform_runtime::plan::{BlankIsNotApplicable, Every, Period};
use tallyform_runtime::{Scratch, Validator};

/// A report with two components that begin with these figures.
fn report(total: &str, cbp: &str, ice: &str) -> String {
    format!(
        r#"{{"requests":{{"total":{{"received":{total}}},
            "rows":[{{"component":"CBP","received":{cbp}}},{{"component":"ICE","received":{ice}}}]}}}}"#
    )
}

fn carried() -> tallyform_runtime::Plan {
    checked(
        &[COMPONENT],
        &[
            ("component=total", "(== requests.received prior:requests.processed)"),
            ("component=*", "(== requests.received@* prior:requests.processed@*)"),
        ],
    )
}

#[test]
fn a_figure_is_compared_with_that_of_the_same_key() {
    let before = r#"{"requests":{"total":{"processed":9},"rows":[
        {"component":"ICE","processed":4},{"component":"TSA","processed":0},{"component":"CBP","processed":5}]}}"#;
    assert_eq!(outcomes(&carried(), &report("9", "5", "4"), Some(before)), "3 satisfied");
    let validation = judge(&carried(), &report("9", "5", "6"), Some(before));
    let expected = [":check [component=ICE]: /requests/rows/1/received prior /requests/rows/0/processed"];
    assert_eq!(findings(&validation), expected);
    let json = serde_json::to_string(&validation.findings[0].cells).unwrap();
    let expected = r#"[{"at":"/requests/rows/1/received","value":6},{"at":"/requests/rows/0/processed","value":4,"report":"prior"}]"#;
    assert_eq!(json, expected);
}

#[test]
fn without_an_earlier_report_nothing_of_it_is_reported() {
    assert_eq!(outcomes(&carried(), &report("9", "5", "4"), None), "3 undetermined");
    // Its bounds are kept all the same.
    let validation = judge(&checked(&[], &[("", "(< prior:lead 0)")]), "{}", None);
    assert_eq!(findings(&validation), [":check []: prior /lead"]);
    let text = "(or (reported prior:lead) (applies prior:lead))";
    assert_eq!(outcomes(&checked(&[], &[("", text)]), "{}", None), "1 undetermined");
    assert_eq!(outcomes(&checked(&[], &[("", "(reported prior:lead)")]), "{}", Some(r#"{"lead":1}"#)), "1 satisfied");
}

#[test]
fn a_row_that_the_earlier_report_lacks_is_not_reported() {
    let before = r#"{"requests":{"total":{"processed":5},"rows":[{"component":"CBP","processed":5}]}}"#;
    assert_eq!(outcomes(&carried(), &report("5", "5", "0"), Some(before)), "2 satisfied, 1 undetermined");
    // Rows that only the earlier report has are not asked for.
    let json = r#"{"requests":{"total":{"received":5},"rows":[{"component":"ICE"}]}}"#;
    assert_eq!(outcomes(&carried(), json, Some(before)), "1 satisfied, 1 undetermined");
}

#[test]
fn rows_of_the_earlier_report_add_up() {
    let sum = checked(&[], &[("", "(== lead (+ (rows component prior:requests.received@*)))")]);
    let before = report("9", "5", "4");
    let expected = ":check []: /lead prior /requests/rows/0/received prior /requests/rows/1/received";
    assert_eq!(findings(&judge(&sum, r#"{"lead":8}"#, Some(&before))), [expected]);
    assert_eq!(outcomes(&sum, r#"{"lead":9}"#, Some(&before)), "1 satisfied");
    assert_eq!(outcomes(&sum, r#"{"lead":9}"#, Some("{}")), "1 not applicable");
    assert_eq!(outcomes(&sum, r#"{"lead":9}"#, None), "1 undetermined");
}

#[test]
fn a_blank_of_the_earlier_report_is_read_by_that_report() {
    let mut plan = checked(&[], &[("", "(reported prior:requests.processed)")]);
    let cell = support::cell(&plan, "requests.processed") as usize;
    let table = plan.nodes.iter().position(|node| node.path == "requests").unwrap();
    plan.cells[cell].blank = Some(BlankIsNotApplicable { beneath: Vec::new(), table: u32::try_from(table).unwrap() });
    let some = r#"{"requests":{"total":{"received":1}}}"#;
    assert_eq!(outcomes(&plan, "{}", Some(some)), "1 satisfied");
    assert_eq!(outcomes(&plan, some, Some("{}")), "1 violated");
}

#[test]
fn a_report_is_named_by_its_identity_and_period() {
    let mut plan = plan();
    plan.period = Some(Period { every: Every::Month, starts: None });
    let validator = Validator::new(plan.clone()).unwrap();
    let named = |json: &str| {
        let report = validator.read(json.as_bytes()).unwrap();
        (validator.identity(&report), validator.prior_identity(&report))
    };
    let names = |names: [&str; 2]| Some(names.map(str::to_owned).to_vec());
    let json = r#"{"period":"2017-01","header":{"agency":"DHS"}}"#;
    assert_eq!(named(json), (names(["DHS", "2017-01"]), names(["DHS", "2016-12"])));
    let first = r#"{"period":"0000-01","header":{"agency":"DHS"}}"#;
    assert_eq!(named(first), (names(["DHS", "0000-01"]), None));
    for json in
        [r#"{"period":"2017-01"}"#, r#"{"period":"2017-01","header":{"agency":7}}"#, r#"{"header":{"agency":"DHS"}}"#]
    {
        assert_eq!(named(json), (None, None), "{json}");
    }
    // A form without periods has no earlier reports.
    plan.period = None;
    let validator = Validator::new(plan).unwrap();
    let report = validator.read(br#"{"header":{"agency":"DHS"}}"#).unwrap();
    assert_eq!(validator.identity(&report), Some(vec!["DHS".to_owned()]));
    assert_eq!(validator.prior_identity(&report), None);
}

#[test]
fn a_report_is_read_and_then_judged() {
    let validator = Validator::new(carried()).unwrap();
    let (mut scratch, mut tally) = (Scratch::default(), validator.tally());
    let before = validator.read(report("9", "0", "0").replace("received", "processed").as_bytes()).unwrap();
    assert!(validator.read_with(report("8", "0", "0").as_bytes(), &mut scratch));
    let validation = validator.judge_with(&mut scratch, Some(&before), Some(&mut tally));
    assert_eq!(said(&validation.counts), "2 satisfied, 1 violated");
    // What could not be read is counted, and says why.
    scratch.begin_at_line(7);
    assert!(!validator.read_with(b"{", &mut scratch));
    let validation = validator.judge_with(&mut scratch, Some(&before), Some(&mut tally));
    assert_eq!((validation.findings.len(), validation.places[0].0, validation.is_readable), (1, 7, false));
    assert_eq!((tally.reports(), tally.lines(&validator).last().unwrap().check.as_str()), (2, "unreadable"));
}
