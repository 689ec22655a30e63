//! The quick way through rows says what the full one says.

mod support;

use proptest::prelude::*;
use support::statement;
use support::tables::{COMPONENT, REASON, STATUTE, with_rows};
use tallyform_runtime::Validator;
use tallyform_runtime::plan::{BlankIsNotApplicable, Content, Plan, Statement};

/// The form of these tests, in which components may be rounded and blanks not applicable.
fn plan() -> Plan {
    let mut plan = support::tables::plan();
    let change = |plan: &mut Plan, path: &str, change: &dyn Fn(&mut tallyform_runtime::plan::Cell)| {
        let cell = support::cell(plan, path) as usize;
        change(&mut plan.cells[cell]);
    };
    change(&mut plan, "appeals.received@*", &|cell| {
        if let Content::Figure(figure) = &mut cell.content {
            figure.rounded = Some(0);
        }
    });
    change(&mut plan, "staff@*", &|cell| {
        cell.blank = Some(BlankIsNotApplicable { beneath: Vec::new(), table: 1 });
    });
    plan
}

/// What may stand in a cell.
fn value() -> BoxedStrategy<String> {
    let odd = ["\"few\"", "\"<1\"", "5.5", "[]", "-7", "9007199254740991", "\"0.25\""];
    prop_oneof![
        9 => (0_i64..4).prop_map(|n| n.to_string()),
        3 => Just("null".to_owned()),
        1 => Just("\"/\"".to_owned()),
        1 => proptest::sample::select(odd.to_vec()).prop_map(str::to_owned),
    ]
    .boxed()
}

/// A list of rows with these keys at most, each with what `rest` gives.
fn rows(key: &'static str, keys: &'static [&'static str], rest: BoxedStrategy<String>) -> BoxedStrategy<String> {
    let row = (proptest::sample::select(keys.to_vec()), rest)
        .prop_map(move |(name, rest)| format!("{{\"{key}\":{name},{rest}}}"));
    proptest::collection::vec(row, 0..4).prop_map(|rows| format!("[{}]", rows.join(","))).boxed()
}

fn entry(key: &'static str) -> BoxedStrategy<String> {
    value().prop_map(move |value| format!("\"{key}\":{value}")).boxed()
}

const COMPONENTS: &[&str] = &["\"A\"", "\"B\"", "\"C\"", "null"];
const REASONS: &[&str] = &["\"x\"", "\"y\""];

fn report() -> BoxedStrategy<String> {
    let requests = (entry("received"), entry("processed"), entry("cost")).prop_map(|(a, b, c)| format!("{a},{b},{c}"));
    let requests = requests.boxed();
    let reasons = || rows("reason", REASONS, entry("total"));
    let in_component = (entry("total"), reasons()).prop_map(|(total, rows)| format!("{total},\"rows\":{rows}")).boxed();
    let relied = (entry("total"), rows("component", COMPONENTS, entry("total")))
        .prop_map(|(total, rows)| format!("\"relied\":{{{total},\"rows\":{rows}}}"));
    let all = (
        (requests.clone(), rows("component", COMPONENTS, requests)),
        (entry("received"), rows("component", COMPONENTS, entry("received"))),
        (entry("total"), rows("component", COMPONENTS, entry("total"))),
        (in_component.clone(), rows("component", COMPONENTS, in_component)),
        rows("statute", &["\"s\"", "\"t\""], relied.boxed()),
        value(),
    );
    all.prop_map(|(requests, appeals, staff, reasons, statutes, lead)| {
        format!(
            r#"{{"requests":{{"total":{{{}}},"rows":{}}},"appeals":{{"total":{{{}}},"rows":{}}},"staff":{{{},"rows":{}}},
                "reasons":{{"total":{{{}}},"rows":{}}},"statutes":{{"rows":{statutes}}},"lead":{lead}}}"#,
            requests.0, requests.1, appeals.0, appeals.1, staff.0, staff.1, reasons.0, reasons.1
        )
    })
    .boxed()
}

/// A sum of these operands.
fn sum(operands: &[&str]) -> BoxedStrategy<String> {
    let cell = proptest::sample::select(operands.iter().map(|&one| one.to_owned()).collect::<Vec<_>>());
    let one = prop_oneof![
        6 => cell.clone(),
        1 => proptest::sample::select(vec!["0".to_owned(), "3".to_owned(), "0.5".to_owned()]),
        1 => cell.clone().prop_map(|cell| format!("(- {cell})")),
        1 => cell.prop_map(|cell| format!("(scale 1/3 {cell})")),
    ];
    proptest::collection::vec(one, 1..4).prop_map(|all| format!("(+ {})", all.join(" "))).boxed()
}

/// A comparison of sums with what is free in it, and where.
fn comparison() -> BoxedStrategy<(Vec<u32>, String, String)> {
    let whole = [
        "lead",
        "requests.received",
        "staff",
        "(rows component requests.received@*)",
        "(rows component requests.cost@*)",
        "(rows component appeals.received@*)",
        "(rows component staff@*)",
        "(rows component reasons@*,total)",
        "(rows component,reason reasons@*,*)",
        "(rows reason reasons@total,*)",
    ];
    let of_component = [
        "lead",
        "requests.received@*",
        "requests.cost@*",
        "appeals.received@*",
        "staff@*",
        "reasons@*,total",
        "(rows reason reasons@*,*)",
        "(rows statute statutes.relied@*,*)",
    ];
    let of_statute = ["statutes.relied@*,total", "(rows component statutes.relied@*,*)", "lead"];
    let of_both = ["reasons@*,*", "reasons@*,total", "requests.received@*", "reasons@total,*"];
    let one = |free: &[u32], place: &str, operands: &[&str]| {
        let op = proptest::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
        let tolerance = proptest::sample::select(vec!["", "", "~1 "]);
        let (free, place) = (free.to_vec(), place.to_owned());
        (tolerance, op, sum(operands), sum(operands))
            .prop_map(move |(tolerance, op, a, b)| (free.clone(), place.clone(), format!("({tolerance}{op} {a} {b})")))
    };
    prop_oneof![
        one(&[], "", &whole),
        one(&[COMPONENT], "component=*", &of_component),
        one(&[STATUTE], "statute=*", &of_statute),
        one(&[COMPONENT, REASON], "component=* reason=*", &of_both),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn the_quick_way_through_rows_says_what_the_full_one_says(json in report(), (free, place, text) in comparison()) {
        let judge = |in_full: bool| {
            let mut plan = with_rows(plan(), ("", ":check"), &free, &[(&place, &text)]);
            if in_full {
                // In a conjunction of one, the statement has no quick form.
                plan.rules[0].statements = vec![Statement::And(vec![statement(&plan, &text)])];
            }
            let validator = Validator::new(plan).unwrap();
            let validation = validator.validate_json(json.as_bytes());
            prop_assert!(validation.is_readable, "{}", json);
            let listed = validator.list_undetermined(true).validate_json(json.as_bytes());
            prop_assert_eq!(validation.counts, listed.counts, "{} {}", json, text);
            Ok((validation, listed.findings.len()))
        };
        prop_assert_eq!(judge(false)?, judge(true)?, "{} {} {}", json, place, text);
    }
}
