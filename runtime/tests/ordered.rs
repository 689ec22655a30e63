//! Figures and dates that rise or fall along ordered members.

mod support;

use support::tables::{COMPONENT, checked, findings, judge, outcomes, said};
use tallyform_runtime::Validator;

const FALLING: (&str, &str) =
    ("component=total", "(falling oldest.days@total,n1 oldest.days@total,n2 oldest.days@total,n3)");

fn days(all: [&str; 3]) -> String {
    let [a, b, c] = all;
    format!(r#"{{"oldest":{{"total":{{"days":{{"n1":{a},"n2":{b},"n3":{c}}}}}}}}}"#)
}

#[test]
fn each_figure_is_compared_with_the_next_one_that_is_there() {
    let plan = checked(&[COMPONENT], &[FALLING]);
    let with = |all: [&str; 3]| outcomes(&plan, &days(all), None);
    assert_eq!(with([r#""9""#, r#""9""#, r#""1.5""#]), "2 satisfied");
    assert_eq!(with([r#""9""#, r#""10""#, r#""11""#]), "2 violated");
    // What is not applicable is passed over, and so is a blank, which leaves itself open.
    assert_eq!(with([r#""9""#, r#""/""#, r#""10""#]), "1 violated");
    assert_eq!(with([r#""9""#, "null", r#""10""#]), "1 violated, 1 undetermined");
    assert_eq!(with([r#""9""#, "null", "null"]), "2 undetermined");
    assert_eq!(with(["null", "null", "null"]), "3 undetermined");
    // What cannot be read is like a blank.
    assert_eq!(with([r#""9""#, r#""few""#, r#""8""#]), "1 satisfied, 1 undetermined");
    // A range is compared as a range.
    assert_eq!(with([r#""1""#, r#""<1""#, r#""<1""#]), "1 satisfied, 1 undetermined");
    assert_eq!(with([r#""<1""#, r#""1""#, r#""/""#]), "1 violated");
    // Of nothing at all, and of one figure alone, it does not apply.
    assert_eq!(with([r#""/""#, r#""/""#, r#""/""#]), "1 not applicable");
    assert_eq!(with([r#""/""#, r#""5""#, r#""/""#]), "1 not applicable");
}

#[test]
fn a_finding_shows_the_two_that_are_not_in_order() {
    let plan = checked(&[COMPONENT], &[FALLING]);
    let validation = judge(&plan, &days([r#""9""#, r#""/""#, r#""10.5""#]), None);
    assert_eq!(findings(&validation), [":check [component=total]: /oldest/total/days/n1 /oldest/total/days/n3"]);
    let finding = &validation.findings[0];
    let sides = (finding.left.as_deref(), finding.op.map(|op| op.symbol()), finding.right.as_deref());
    assert_eq!(sides, (Some("9"), Some(">="), Some("10.5")));
    assert_eq!(finding.difference.as_deref(), Some("-1.5"));
    assert_eq!(finding.message["en"], "row days · 1 oldest: 9 >= 10.5 off by -1.5 day");
    // Each of them is a finding of its own, in their order.
    let validation = judge(&plan, &days([r#""1""#, r#""2""#, r#""3""#]), None);
    let expected = [
        ":check [component=total]: /oldest/total/days/n1 /oldest/total/days/n2",
        ":check [component=total]: /oldest/total/days/n2 /oldest/total/days/n3",
    ];
    assert_eq!(findings(&validation), expected);
    // A blank is listed where that is asked for.
    let validator = Validator::new(plan).unwrap().list_undetermined(true);
    let validation = validator.validate_json(days(["null", r#""<1""#, r#""<1""#]).as_bytes());
    let expected = [
        ":check [component=total]: /oldest/total/days/n1",
        ":check [component=total]: /oldest/total/days/n2 /oldest/total/days/n3",
    ];
    assert_eq!(findings(&validation), expected);
    assert_eq!((validation.findings[0].op, validation.findings[1].left.as_deref()), (None, Some("(0,1)")));
}

#[test]
fn dates_are_compared_day_by_day_in_every_row() {
    let plan = checked(&[COMPONENT], &[("component=*", "(rising oldest.date@*,n1 oldest.date@*,n2 oldest.date@*,n3)")]);
    let json = r#"{"oldest":{"rows":[
        {"component":"A","date":{"n1":"2016-02-29","n2":"2016-03-01","n3":"2016-03-01"}},
        {"component":"B","date":{"n1":"2016-12-31","n2":"2016-10-01","n3":"/"}},
        {"component":"C","date":{"n1":"2016-02-30","n2":"/","n3":"/"}},
        {"component":"D","date":{"n1":"/","n2":"/","n3":"/"}}]}}"#;
    let validation = judge(&plan, json, None);
    assert_eq!(said(&validation.counts), "2 satisfied, 1 violated, 1 undetermined, 1 not applicable");
    let expected = [
        ":check [component=B]: /oldest/rows/1/date/n1 /oldest/rows/1/date/n2",
        "oldest.date:type [component=C rank=n1]: /oldest/rows/2/date/n1",
    ];
    assert_eq!(findings(&validation), expected);
    let finding = &validation.findings[0];
    assert_eq!((finding.left.as_deref(), finding.right.as_deref()), (Some("2016-12-31"), Some("2016-10-01")));
    assert_eq!(finding.difference, None);
}
