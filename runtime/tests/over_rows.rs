//! What checks over rows mean: which keys they are judged for, and what an absent row stands for.

mod support;

use support::tables::{COMPONENT, REASON, STATUTE, checked, findings, judge, outcomes, plan, said, with_rows};
use tallyform_runtime::{Plan, Validator};

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

/// Keys of `requests` and `appeals`, which differ.
const DIFFERENT: &str = r#"{"requests":{"rows":[{"component":"ICE","received":1},{"component":"CBP","received":2}]},
    "appeals":{"rows":[{"component":"TSA","received":3},{"component":"CBP","received":2}]}}"#;

fn equal() -> Plan {
    checked(&[COMPONENT], &[("component=*", "(== requests.received@* appeals.received@*)")])
}

#[test]
fn keys_are_those_of_all_operands_in_the_order_in_which_they_appear() {
    let expected = [
        ":check [component=ICE]: /requests/rows/0/received",
        // What both have is there once; what only the second has comes last.
        ":check [component=TSA]: /appeals/rows/0/received",
    ];
    assert_eq!(findings(&judge(&equal(), DIFFERENT, None)), expected);
    assert_eq!(outcomes(&equal(), DIFFERENT, None), "1 satisfied, 2 violated");
}

#[test]
fn a_row_that_is_absent_is_not_applicable() {
    let with = |text: &str| {
        let plan = checked(&[COMPONENT], &[("component=*", text)]);
        outcomes(&plan, DIFFERENT, None)
    };
    // ICE has requests and no appeals, TSA appeals and no requests, CBP both.
    assert_eq!(with("(>= (+ requests.received@* appeals.received@*) 1)"), "3 satisfied");
    assert_eq!(with("(same (applies requests.received@*) (applies appeals.received@*))"), "1 satisfied, 2 violated");
    assert_eq!(with("(and (reported requests.received@*) (reported appeals.received@*))"), "3 satisfied");
    assert_eq!(with("(<= (min requests.received@* appeals.received@*) 2)"), "2 satisfied, 1 violated");
    assert_eq!(with("(== (count requests.received@* appeals.received@*) 1)"), "2 satisfied, 1 violated");
    assert_eq!(with("(>= (/ requests.received@* appeals.received@*) 1)"), "1 satisfied, 1 violated, 1 not applicable");
    // Days do not add, so that nothing is compared with those of an absent row.
    assert_eq!(with("(>= requests.days@* appeals.received@*)"), "1 satisfied, 1 undetermined, 1 not applicable");
}

#[test]
fn of_a_section_without_rows_nothing_is_reported() {
    let json =
        r#"{"requests":{"rows":[{"component":"CBP","received":2}]},"appeals":{"total":{"received":7},"rows":[]}}"#;
    let with = |text: &str| outcomes(&checked(&[COMPONENT], &[("component=*", text)]), json, None);
    assert_eq!(with("(== requests.received@* appeals.received@*)"), "1 undetermined");
    assert_eq!(with("(reported appeals.received@*)"), "nothing");
    assert_eq!(with("(and (== requests.received@* 2) (reported appeals.received@*))"), "1 violated");
    // What its bounds allow is all that is known of it.
    assert_eq!(with("(>= (+ requests.received@* appeals.received@*) 2)"), "1 satisfied");
    let validation = judge(
        &checked(&[COMPONENT], &[("component=*", "(> requests.received@* (+ 2 appeals.received@*))")]),
        json,
        None,
    );
    assert_eq!(findings(&validation), [":check [component=CBP]: /requests/rows/0/received"]);
    assert_eq!(validation.findings[0].right.as_deref(), Some("[2,+inf)"));
}

#[test]
fn the_whole_of_a_section_without_rows_stands_alone() {
    for json in [
        r#"{"requests":{"total":{"received":9}}}"#,
        r#"{"requests":{"total":{"received":9},"rows":null}}"#,
        r#"{"requests":{"total":{"received":9},"rows":[]}}"#,
        // A row without a key is none.
        r#"{"requests":{"total":{"received":9},"rows":[{"received":4}]}}"#,
    ] {
        for text in [
            "(== requests.received (+ (rows component requests.received@*)))",
            "(== requests.received (+ (- (rows component requests.received@*)) (scale 2 (rows component appeals.received@*))))",
            "(== requests.received (min (rows component requests.received@*)))",
            "(== requests.received (max (rows component requests.received@*)))",
            "(== requests.received (count (rows component requests.received@*)))",
        ] {
            assert_eq!(outcomes(&checked(&[], &[("", text)]), json, None), "1 not applicable", "{json} {text}");
        }
    }
}

#[test]
fn extremes_and_counts_run_through_rows() {
    let json = r#"{"requests":{"total":{"days":"4","received":2},"rows":[
        {"component":"A","days":"4","received":1},{"component":"B","days":"/"},{"component":"C","days":"7.5","received":"/"}]}}"#;
    let with = |text: &str| outcomes(&checked(&[], &[("", text)]), json, None);
    assert_eq!(with("(== requests.days (min (rows component requests.days@*)))"), "1 satisfied");
    assert_eq!(with("(== requests.days (max (rows component requests.days@*)))"), "1 violated");
    assert_eq!(with("(== (max 8 (scale 2 (rows component requests.days@*))) 15)"), "1 satisfied");
    assert_eq!(with("(== (count (rows component requests.days@*)) 2)"), "1 satisfied");
    assert_eq!(with("(== (count (rows component requests.received@*) lead) 2)"), "1 undetermined");
    assert_eq!(with("(> (count (rows component requests.received@*) lead) 3)"), "1 violated");
    // Days of a row that are not applicable do not add up.
    assert_eq!(with("(>= (+ (rows component requests.days@*)) 1)"), "1 not applicable");
    assert_eq!(with("(== (+ 1 (- (rows component requests.received@*)) lead) 0)"), "1 undetermined");
    let unreported = r#"{"requests":{"rows":[{"component":"A","days":"/"}]}}"#;
    let plan = checked(&[], &[("", "(>= (min (rows component requests.days@*)) 1)")]);
    assert_eq!(outcomes(&plan, unreported, None), "1 not applicable");
}

/// Rows in rows.
const NESTED: &str = r#"{"reasons":{
    "total":{"total":9,"rows":[{"reason":"x","total":5},{"reason":"y","total":4}]},
    "rows":[
        {"component":"B","total":6,"rows":[{"reason":"y","total":2},{"reason":"x","total":4}]},
        {"component":"A","total":3,"rows":[{"reason":"x","total":1},{"reason":"y","total":2}]}]}}"#;

/// The sums along both dimensions, of whole and rows.
fn sums() -> Plan {
    let plan = with_rows(
        plan(),
        ("reasons", "reasons:over.component"),
        &[REASON],
        &[
            ("reason=total", "(== reasons@total,total (+ (rows component reasons@*,total)))"),
            ("reason=*", "(== reasons@total,* (+ (rows component reasons@*,*)))"),
        ],
    );
    with_rows(
        plan,
        ("reasons", "reasons:over.reason"),
        &[COMPONENT],
        &[
            ("component=total", "(== reasons@total,total (+ (rows reason reasons@total,*)))"),
            ("component=*", "(== reasons@*,total (+ (rows reason reasons@*,*)))"),
        ],
    )
}

#[test]
fn rows_in_rows_add_up_both_ways() {
    assert_eq!(outcomes(&sums(), NESTED, None), "6 satisfied");
    // The reason `x` of component A is 2 instead of 1.
    let json = NESTED.replace(r#"{"reason":"x","total":1}"#, r#"{"reason":"x","total":2}"#);
    let expected = [
        "reasons:over.component [reason=x]: /reasons/total/rows/0/total /reasons/rows/0/rows/1/total /reasons/rows/1/rows/0/total",
        "reasons:over.reason [component=A]: /reasons/rows/1/total /reasons/rows/1/rows/0/total /reasons/rows/1/rows/1/total",
    ];
    assert_eq!(findings(&judge(&sums(), &json, None)), expected);
    // One sum over both dimensions at once.
    let both = checked(&[], &[("", "(== reasons@total,total (+ (rows component,reason reasons@*,*)))")]);
    assert_eq!(
        (outcomes(&both, NESTED, None), outcomes(&both, &json, None)),
        ("1 satisfied".into(), "1 violated".into())
    );
}

#[test]
fn a_row_in_a_row_that_is_absent_is_absent_too() {
    // The reason `z` stands in the whole alone, the component A has no reason `y`.
    let json = r#"{"reasons":{
        "total":{"total":9,"rows":[{"reason":"x","total":5},{"reason":"y","total":2},{"reason":"z","total":0}]},
        "rows":[
            {"component":"B","total":6,"rows":[{"reason":"y","total":2},{"reason":"x","total":4}]},
            {"component":"A","total":1,"rows":[{"reason":"x","total":1}]}]}}"#;
    assert_eq!(outcomes(&sums(), json, None), "5 satisfied, 2 violated");
    let expected = [
        // An absent row gives no cell.
        "reasons:over.component [reason=total]: /reasons/total/total /reasons/rows/0/total /reasons/rows/1/total",
        "reasons:over.reason [component=total]: /reasons/total/total /reasons/total/rows/0/total /reasons/total/rows/1/total /reasons/total/rows/2/total",
    ];
    assert_eq!(findings(&judge(&sums(), json, None)), expected);
    // TSA has no row in `reasons`: a sum over its reasons is that of nothing.
    let plan = checked(&[COMPONENT], &[("component=*", "(== requests.received@* (+ (rows reason reasons@*,*)))")]);
    let json = json.replacen(
        '{',
        r#"{"requests":{"rows":[{"component":"TSA","received":0},{"component":"A","received":1}]},"#,
        1,
    );
    assert_eq!(outcomes(&plan, &json, None), "2 satisfied, 1 violated");
    let expected = ":check [component=B]: /reasons/rows/0/rows/0/total /reasons/rows/0/rows/1/total";
    assert_eq!(findings(&judge(&plan, &json, None)), [expected]);
    // An extreme of nothing but that does not apply.
    let plan = checked(&[COMPONENT], &[("component=*", "(>= requests.received@* (max (rows reason reasons@*,*)))")]);
    assert_eq!(outcomes(&plan, &json, None), "1 satisfied, 1 violated, 1 not applicable");
}

#[test]
fn a_list_without_rows_leaves_a_sum_over_several_lists_open() {
    // B says nothing of its reasons.
    let json = r#"{"reasons":{"total":{"total":9},
        "rows":[{"component":"B","total":6},{"component":"A","total":3,"rows":[{"reason":"x","total":3}]}]}}"#;
    let both = checked(&[], &[("", "(== reasons@total,total (+ (rows component,reason reasons@*,*)))")]);
    assert_eq!(outcomes(&both, json, None), "1 undetermined");
    assert_eq!(outcomes(&both, &json.replace(r#""total":{"total":9}"#, r#""total":{"total":2}"#), None), "1 violated");
    let counted = |n: u32| {
        let text = format!("(>= (count (rows component,reason reasons@*,*)) {n})");
        outcomes(&checked(&[], &[("", &text)]), json, None)
    };
    assert_eq!((counted(1), counted(7)), ("1 satisfied".to_owned(), "1 undetermined".to_owned()));
    // Where nobody has any, there is nothing to add.
    let none = r#"{"reasons":{"total":{"total":9},"rows":[{"component":"B","total":6}]}}"#;
    assert_eq!(outcomes(&both, none, None), "1 not applicable");
    // A reason that is asked for in rows that say nothing of reasons is not reported.
    let json =
        r#"{"reasons":{"total":{"total":9,"rows":[{"reason":"x","total":9}]},"rows":[{"component":"B","total":9}]}}"#;
    assert_eq!(outcomes(&sums(), json, None), "2 satisfied, 1 undetermined, 1 not applicable");
    // Of a component in a table without rows any number of reasons may be there.
    let plan = checked(&[COMPONENT], &[("component=*", "(== requests.received@* (+ (rows reason reasons@*,*)))")]);
    let json = r#"{"requests":{"rows":[{"component":"B","received":9}]},"reasons":{"total":{"total":3}}}"#;
    assert_eq!(outcomes(&plan, json, None), "1 undetermined");
}

#[test]
fn several_free_dimensions_are_bound_together() {
    let plan = checked(
        &[COMPONENT, REASON],
        &[
            ("component=total reason=total", "(<= reasons@total,total 3)"),
            ("component=total reason=*", "(<= reasons@total,* 3)"),
            ("component=* reason=total", "(<= reasons@*,total 3)"),
            ("component=* reason=*", "(<= reasons@*,* 3)"),
        ],
    );
    // The whole before the rows, the slower dimension first, rows in the order of the report.
    let expected = [
        ":check [component=total reason=total]: /reasons/total/total",
        ":check [component=total reason=x]: /reasons/total/rows/0/total",
        ":check [component=total reason=y]: /reasons/total/rows/1/total",
        ":check [component=B reason=total]: /reasons/rows/0/total",
        ":check [component=B reason=x]: /reasons/rows/0/rows/1/total",
    ];
    assert_eq!(findings(&judge(&plan, NESTED, None)), expected);
    let json = r#"{"statutes":{"rows":[
        {"statute":"s","relied":{"total":1,"rows":[{"component":"A","total":1}]}},
        {"statute":"r","relied":{"total":5,"rows":[{"component":"B","total":2},{"component":"A","total":2}]}}]}}"#;
    let plan = with_rows(
        support::tables::plan(),
        ("statutes.relied", "statutes.relied:over.component"),
        &[STATUTE],
        &[("statute=*", "(== statutes.relied@*,total (+ (rows component statutes.relied@*,*)))")],
    );
    let expected = "statutes.relied:over.component [statute=r]: /statutes/rows/1/relied/total /statutes/rows/1/relied/rows/0/total /statutes/rows/1/relied/rows/1/total";
    assert_eq!(findings(&judge(&plan, json, None)), [expected]);
}

#[test]
fn findings_stand_by_check_then_key_then_statement() {
    let plan = with_rows(
        plan(),
        ("requests", "requests:zz"),
        &[COMPONENT],
        &[("component=*", "(<= requests.received@* 0)"), ("component=*", "(<= appeals.received@* 0)")],
    );
    let plan =
        with_rows(plan, ("requests", "requests:aa"), &[COMPONENT], &[("component=*", "(== requests.received@* 2)")]);
    let expected = [
        "requests:aa [component=ICE]: /requests/rows/0/received",
        "requests:zz [component=ICE]: /requests/rows/0/received",
        "requests:zz [component=CBP]: /requests/rows/1/received",
        "requests:zz [component=CBP]: /appeals/rows/1/received",
        "requests:zz [component=TSA]: /appeals/rows/0/received",
    ];
    assert_eq!(findings(&judge(&plan, DIFFERENT, None)), expected);
}

#[test]
fn rows_that_a_program_made_in_any_order_are_the_same() {
    let validator = Validator::new(sums()).unwrap();
    let ordered = validator.read(NESTED.as_bytes()).unwrap();
    let mut report = ordered.clone();
    let nested = validator.plan().sections.iter().position(|section| section.above.is_some()).unwrap();
    report.rows[nested].rotate_left(1);
    assert_eq!(validator.validate(&report), validator.validate(&ordered));
    // A row in none of the rows above takes part in nothing, and neither does one of a section that is not there.
    report.rows[nested][0].above = 99;
    report.rows.push(report.rows[nested].clone());
    assert_eq!(said(&validator.validate(&report).counts), "4 satisfied, 2 violated");
    report.rows.clear();
    report.cells.clear();
    assert_eq!(said(&validator.validate(&report).counts), "2 not applicable");
}
