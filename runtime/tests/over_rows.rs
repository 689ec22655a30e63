//! What checks over rows mean: which keys they are judged for, and what an absent row stands for.

mod support;

use support::tables::{COMPONENT, checked, findings, judge, outcomes};

/// A report with two components.
const TWO: &str = r#"{"requests":{"total":{"received":9,"processed":5},
    "rows":[{"component":"CBP","received":5,"processed":3},{"component":"ICE","received":4,"processed":2}]}}"#;

#[test]
fn a_check_is_judged_for_the_whole_and_for_every_row() {
    let plan = checked(
        &[COMPONENT],
        &[
            ("component=total", "(>= requests.received requests.processed)"),
            ("component=*", "(>= requests.received@* requests.processed@*)"),
        ],
    );
    assert_eq!(outcomes(&plan, TWO, None), "3 satisfied");
    let json = TWO.replace(r#""processed":2"#, r#""processed":7"#);
    let validation = judge(&plan, &json, None);
    let expected = ":check [component=ICE]: /requests/rows/1/received /requests/rows/1/processed";
    assert_eq!(findings(&validation), [expected]);
    let finding = &validation.findings[0];
    assert_eq!((finding.left.as_deref(), finding.right.as_deref()), (Some("4"), Some("7")));
    assert_eq!(finding.message["en"], "row received · ICE: 4 >= 7 off by -3 case");
}

#[test]
fn a_whole_is_compared_with_the_rows_there_are() {
    let plan = checked(&[], &[("", "(== requests.received (+ (rows component requests.received@*)))")]);
    assert_eq!(outcomes(&plan, TWO, None), "1 satisfied");
    let json = TWO.replace(r#""received":9"#, r#""received":8"#);
    let validation = judge(&plan, &json, None);
    let expected = ":check []: /requests/total/received /requests/rows/0/received /requests/rows/1/received";
    assert_eq!(findings(&validation), [expected]);
    assert_eq!(validation.findings[0].difference.as_deref(), Some("-1"));
    // A blank in a row leaves it open, and never hides a contradiction.
    assert_eq!(outcomes(&plan, &TWO.replace(r#""received":4"#, r#""received":null"#), None), "1 undetermined");
    let json = json.replace(r#""received":5"#, r#""received":9"#).replace(r#""received":4"#, r#""received":null"#);
    assert_eq!(outcomes(&plan, &json, None), "1 violated");
}
