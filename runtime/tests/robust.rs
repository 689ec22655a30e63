//! Whatever the bytes, nothing panics; and the quick way says what the full one says.

mod support;

use proptest::prelude::*;
use support::{statement, with_rule};
use tallyform_runtime::plan::{Content, Expr, Statement};
use tallyform_runtime::{Plan, Validator};

/// The form of these tests without its pattern, which takes long to make ready.
fn plan() -> Plan {
    let mut plan = support::plan();
    for cell in &mut plan.cells {
        if let Content::Text { pattern, .. } = &mut cell.content {
            *pattern = None;
        }
    }
    plan
}

/// What may stand in a cell of a report, as JSON.
fn value() -> impl Strategy<Value = String> {
    let odd =
        ["\"few\"", "\"5\"", "5.0", "5.5", "true", "[]", "{}", "\"x\"", "-7", "9007199254740992", "1e5", "\"0.25\""];
    prop_oneof![
        8 => (0_i64..9).prop_map(|n| n.to_string()),
        3 => Just("null".to_owned()),
        1 => Just("\"/\"".to_owned()),
        1 => Just("\"<1\"".to_owned()),
        1 => Just("9007199254740991".to_owned()),
        2 => proptest::sample::select(odd.to_vec()).prop_map(str::to_owned),
    ]
}

/// A report, sound or not.
fn report() -> impl Strategy<Value = String> {
    let keys =
        ["a", "b", "c", "d", "e", "sum", "n", "m", "t", "u", "r", "q", "p", "z", "header", "period", "zz", "stray"];
    let key = proptest::sample::select(keys.to_vec());
    proptest::collection::vec((key, value()), 0..12)
        .prop_map(|all| all.into_iter().map(|(key, value)| format!("\"{key}\":{value}")).collect::<Vec<_>>().join(","))
        .prop_map(|all| format!("{{{all}}}"))
}

/// A sum of cells and numbers in prefix notation.
fn sum() -> impl Strategy<Value = String> {
    let cells = ["a", "b", "c", "d", "sum", "n", "m", "t", "r", "q", "p", "z"];
    let one = prop_oneof![
        6 => proptest::sample::select(cells.to_vec()).prop_map(str::to_owned),
        1 => proptest::sample::select(vec!["0", "3", "-2", "0.5", "1/3"]).prop_map(str::to_owned),
        1 => proptest::sample::select(cells.to_vec()).prop_map(|cell| format!("(- {cell})")),
        1 => proptest::sample::select(cells.to_vec()).prop_map(|cell| format!("(scale 1/3 {cell})")),
        1 => proptest::sample::select(cells.to_vec()).prop_map(|cell| format!("(scale 0 {cell})")),
    ];
    proptest::collection::vec(one, 1..4).prop_map(|all| format!("(+ {})", all.join(" ")))
}

fn comparison() -> impl Strategy<Value = String> {
    let op = proptest::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]);
    let tolerance = proptest::sample::select(vec!["", "", "~1 ", "~1/2 "]);
    (tolerance, op, sum(), sum()).prop_map(|(tolerance, op, a, b)| format!("({tolerance}{op} {a} {b})"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_quick_way_says_what_the_full_one_says(json in report(), text in comparison()) {
        let plan = plan();
        let quick = statement(&plan, &text);
        let full = Statement::And(vec![quick.clone()]);
        let judge = |one| {
            let validator = Validator::new(with_rule(plan.clone(), ":check", vec![one])).unwrap();
            let validation = validator.validate_json(json.as_bytes());
            (validation.counts, validation.findings)
        };
        prop_assert_eq!(judge(quick), judge(full), "{} {}", json, text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn what_is_read_is_written_and_read_again(json in report()) {
        let validator = Validator::new(plan()).unwrap();
        if let Ok(report) = validator.read(json.as_bytes()) {
            let written = validator.write(&report);
            prop_assert_eq!(validator.read(written.as_bytes()).unwrap(), report, "{}", written);
        }
    }

    #[test]
    fn no_bytes_of_a_report_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let validator = Validator::new(plan()).unwrap();
        let _ = validator.validate_json(&bytes).to_string();
    }

    #[test]
    fn no_damage_to_a_report_panics(json in report(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let validator = Validator::new(plan()).unwrap();
        let mut bytes = json.into_bytes();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        let _ = validator.validate_json(&bytes).to_string();
    }
}

/// A plan with rules of every kind.
fn rich_plan() -> Plan {
    let plan = plan();
    let texts = [
        "(== sum (+ sum.x sum.y))",
        "(if (and (> a 0) (reported b)) (or (<= (min a b) c) (not (applies t))) (== (/ a b) (* c d)))",
        "(differ (same (< (abs n) 3) true) (>= (count a b) (max a (scale 1/3 m))))",
        "(~0.5 == r q)",
    ];
    let statements: Vec<Statement> = texts.iter().map(|text| statement(&plan, text)).collect();
    with_rule(plan, ":all", statements)
}

fn run(plan: &[u8]) {
    let Ok(plan) = Plan::from_json(plan) else { return };
    let Ok(validator) = Validator::new(plan) else { return };
    let validator = validator.list_undetermined(true);
    for json in [
        r#"{"a":1,"b":"/","c":"x","sum":{"total":4,"x":1},"t":"/","r":3,"q":9,"n":-5,"m":"1.5"}"#,
        r#"{"header":{"head":"xxxx"},"b":5.5,"a":"few","zz":1}"#,
    ] {
        let mut tally = validator.tally();
        if let Ok(report) = validator.read(json.as_bytes()) {
            let _ = validator.validate_and_tally(&report, &mut tally).to_string();
            let _ = validator.write(&report);
        }
        let _ = tally.lines(&validator);
    }
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let plan = rich_plan();
    let json = plan.to_json();
    assert_eq!(Plan::from_json(json.as_bytes()).unwrap(), plan);
    assert!(Validator::new(plan).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_bytes_of_a_plan_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        run(&bytes);
    }

    #[test]
    fn no_damage_to_a_plan_panics(edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_u32..70), 1..4)) {
        // Other numbers in the place of numbers: the plan stays readable, its indices point anywhere.
        let json = rich_plan().to_json();
        let digits: Vec<usize> = json.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
        let mut edited = json;
        let mut places: Vec<(usize, u32)> = edits.iter().map(|(at, to)| (digits[at.index(digits.len())], *to)).collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.0));
        for (at, to) in places {
            edited.replace_range(at..=at, &to.to_string());
        }
        run(edited.as_bytes());
    }

    #[test]
    fn no_lost_line_of_a_plan_panics(at in any::<prop::sample::Index>()) {
        let json = rich_plan().to_json();
        let lines: Vec<&str> = json.lines().collect();
        let lost = at.index(lines.len());
        let rest: Vec<&str> = lines.iter().enumerate().filter(|(i, _)| *i != lost).map(|(_, line)| *line).collect();
        run(rest.join("\n").as_bytes());
    }
}

#[test]
fn a_plan_that_is_not_sound_is_refused_with_its_place() {
    let refused = |change: &dyn Fn(&mut Plan)| {
        let mut plan = rich_plan();
        change(&mut plan);
        Validator::new(plan).map(|_| ()).map_err(|error| error.at)
    };
    let at = |pointer: &str| Err(pointer.to_owned());
    assert_eq!(refused(&|_| {}), Ok(()));
    assert_eq!(refused(&|plan| plan.plan = 2), at("/plan"));
    assert_eq!(refused(&|plan| plan.languages.clear()), at("/languages"));
    assert_eq!(refused(&|plan| plan.languages.push("fr".to_owned())), at("/title"));
    assert_eq!(refused(&|plan| plan.nodes.clear()), at("/nodes"));
    assert_eq!(refused(&|plan| plan.nodes[0].children.push(0)), at("/nodes/0/children/15"));
    assert_eq!(refused(&|plan| plan.nodes[0].children.swap(0, 1)), at("/nodes/10"));
    assert_eq!(refused(&|plan| plan.nodes[0].children.truncate(14)), at("/nodes/25"));
    assert_eq!(refused(&|plan| plan.nodes[1].id = "form".to_owned()), at("/nodes/0/children/0"));
    assert_eq!(refused(&|plan| plan.cells[0].pointer.clear()), at("/cells/0"));
    assert_eq!(refused(&|plan| plan.cells[8].takes.push(3)), at("/cells/8/takes"));
    assert_eq!(refused(&|plan| plan.identity.push(99)), at("/identity/1"));
    assert_eq!(refused(&|plan| plan.rules[0].node = 99), at("/rules/0/node"));
    assert_eq!(refused(&|plan| plan.rules[0].place.file = 1), at("/rules/0/place/file"));
    assert_eq!(
        refused(&|plan| plan.rules[0].statements.push(Statement::Reported(Expr::Cell(99)))),
        at("/rules/0/statements/4")
    );
    let deep = |plan: &mut Plan| {
        let one = (0..70).fold(Statement::Constant(true), |one, _| Statement::Not(Box::new(one)));
        plan.rules[0].statements.push(one);
    };
    assert_eq!(refused(&deep), at("/rules/0/statements/4"));
    assert_eq!(Plan::from_json(b"{\n  \"plan\": 1,\n  x").map_err(|error| error.at), at("3:3").map(|()| rich_plan()));
}
