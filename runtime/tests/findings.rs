//! What a finding says, in which order findings come, and what a tally counts.

mod support;

use support::{plan, statement, with_rule};
use tallyform_runtime::plan::{Segment, Severity};
use tallyform_runtime::{Finding, Outcome, Plan, Validation, Validator};

/// A plan with these checks on the root.
fn checked(rules: &[(&str, &str)]) -> Plan {
    let mut plan = plan();
    // No finding but those of the checks.
    plan.cells[0].checks.required = None;
    rules.iter().fold(plan, |plan, (id, text)| {
        let one = statement(&plan, text);
        with_rule(plan, id, vec![one])
    })
}

fn validate(plan: Plan, json: &str) -> Validation {
    Validator::new(plan).unwrap().validate_json(json.as_bytes())
}

fn one(plan: Plan, json: &str) -> Finding {
    let mut findings = validate(plan, json).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.remove(0)
}

#[test]
fn a_finding_is_the_same_json_everywhere() {
    let finding = one(checked(&[(":check", "(== sum (+ sum.x sum.y))")]), r#"{"sum":{"total":3,"x":1,"y":"/"}}"#);
    assert_eq!(
        serde_json::to_string(&finding).unwrap(),
        concat!(
            r#"{"check":":check","severity":"error","outcome":"violated","where":{},"#,
            r#""cells":[{"at":"/sum/total","value":3},{"at":"/sum/x","value":1},{"at":"/sum/y","value":"/"}],"#,
            r#""left":"3","op":"==","right":"1","difference":"2","tolerance":null,"#,
            r#""message":{"en":"row sum: 3 == 1 off by 2 case","zh":"：sum项: 3 == 1 off by 2 case"},"#,
            r#""place":"example.yaml:40:9"}"#
        )
    );
    assert_eq!(finding.to_string(), "error :check: row sum: 3 == 1 off by 2 case (example.yaml:40:9)");
}

#[test]
fn sides_are_ranges_where_they_are() {
    let finding = one(checked(&[(":check", "(~0.5 == r (+ a b))")]), r#"{"r":3,"a":9}"#);
    assert_eq!((finding.left.as_deref(), finding.right.as_deref()), (Some("3"), Some("[9,+inf)")));
    assert_eq!((finding.difference, finding.tolerance.as_deref()), (None, Some("1")));
    let finding = one(checked(&[(":check", "(== (/ a b) c)")]), r#"{"a":1,"b":3,"c":1}"#);
    assert_eq!((finding.left.as_deref(), finding.difference.as_deref()), (Some("1/3"), Some("-2/3")));
    let finding = one(checked(&[(":check", "(>= b c)")]), r#"{"b":"<1","c":1}"#);
    assert_eq!((finding.left.as_deref(), finding.right.as_deref()), (Some("(0,1)"), Some("1")));
}

#[test]
fn the_first_comparison_that_fails_is_shown() {
    let shown = |text: &str, json: &str| {
        let finding = one(checked(&[(":check", text)]), json);
        let side = |side: Option<String>| side.unwrap_or_else(|| "none".to_owned());
        let op = finding.op.map_or("none", |op| op.symbol());
        (side(finding.left) + " " + op + " " + &side(finding.right), finding.cells.len())
    };
    let json = r#"{"a":1,"b":2,"c":3}"#;
    for (text, sides, cells) in [
        ("(and (< a 5) (== b 7) (== c 8))", "2 == 7", 3),
        ("(or (== a 5) (== b 7))", "1 == 5", 2),
        ("(if (> a 0) (== b 7))", "2 == 7", 2),
        ("(if (> a 9) (== a 1) (== b 7))", "2 == 7", 2),
        ("(if (> d 0) (== b 7) (== c 8))", "2 == 7", 3),
        ("(and (== a 1) (reported d))", "none none none", 2),
        ("(not (== a 1))", "none none none", 1),
    ] {
        assert_eq!(shown(text, json), (sides.to_owned(), cells), "{text}");
    }
}

#[test]
fn findings_come_in_form_order_then_by_check() {
    let mut plan = checked(&[(":zz", "(== a 9)"), ("b:own", "(== b 9)"), (":aa", "(== a 8)")]);
    plan.rules[1].node = plan.cells[9].node;
    let json = r#"{"zz":1,"c":-1.5,"b":"x","a":-2,"stray":[{"at":"/sum","cell":"7"}]}"#;
    let ids: Vec<String> = validate(plan, json).findings.into_iter().map(|finding| finding.check).collect();
    assert_eq!(ids, [":aa", ":zz", "a:bounds", "b:type", "c:bounds", "c:places", "stray", "unknown"]);
}

#[test]
fn a_message_shows_figures_marks_and_blanks() {
    let mut plan = checked(&[(":check", "(== a 9)")]);
    let cell = |path: &str| Segment::Cell { cell: support::cell(&plan, path) };
    let text = |text: &str| Segment::Text(text.to_owned());
    let template =
        vec![cell("m"), text("|"), cell("t"), text("|"), cell("b"), text("|"), cell("c"), text("|"), cell("a")];
    plan.rules[0].message = [("en".to_owned(), template.clone()), ("zh".to_owned(), template)].into();
    let finding = one(plan, r#"{"m":"1.50","t":"/","a":3,"c":5.0}"#);
    assert_eq!(finding.message["en"], "1.5|/|blank|5|3");
    assert_eq!(finding.message["zh"], "1.5|/|空|5|3");
}

#[test]
fn what_stands_in_a_cell_is_shown_as_it_stands() {
    let finding = one(checked(&[]), r#"{"a":1234567890123456.75}"#);
    assert_eq!(finding.check, "a:places");
    assert_eq!(finding.to_string(), "error a:places: row a has 1234567890123456.75, wants 0 (example.yaml:11:3)");
    let finding = one(checked(&[]), r#"{"p":101}"#);
    assert_eq!(finding.message["en"], "row p has 101, wants (0,100]");
}

#[test]
fn undetermined_is_counted_and_listed_when_asked() {
    let plan = checked(&[(":check", "(== a (+ b c))")]);
    let validation = validate(plan.clone(), r#"{"a":3,"b":1}"#);
    assert_eq!((validation.findings.len(), validation.counts.undetermined), (0, 1));
    let listing = Validator::new(plan).unwrap().list_undetermined(true);
    let validation = listing.validate_json(br#"{"a":3,"b":1}"#);
    assert_eq!(validation.findings[0].outcome, Outcome::Undetermined);
    assert_eq!(validation.findings[0].right.as_deref(), Some("[1,+inf)"));
    assert!(!validation.has_errors());
}

#[test]
fn severity_is_what_the_plan_says() {
    let mut plan = checked(&[(":check", "(== a 9)")]);
    plan.rules[0].severity = Severity::Warning.into();
    plan.cells[9].checks.bounds = None;
    plan.cells[10].checks.bounds = Some(Severity::Info.into());
    let validation = validate(plan, r#"{"a":1,"b":-1,"c":-1}"#);
    let said: Vec<String> = validation.findings.iter().map(|one| format!("{} {}", one.severity, one.check)).collect();
    assert_eq!(said, ["warning :check", "info c:bounds"]);
    assert!(!validation.has_errors());
}

#[test]
fn a_tally_counts_outcomes_and_puts_what_was_never_judged_first() {
    let plan = checked(&[(":decided", "(== a b)"), (":open", "(== n d)"), (":rate", "(< t u)")]);
    let validator = Validator::new(plan).unwrap();
    let (mut tally, mut other) = (validator.tally(), validator.tally());
    let mut scratch = tallyform_runtime::Scratch::default();
    for json in [&br#"{"a":1,"b":1,"t":"/","u":"/"}"#[..], br#"{"a":1,"b":2,"t":"/"}"#, b"{"] {
        validator.validate_json_with(json, &mut scratch, Some(&mut tally));
    }
    validator.validate_json_with(br#"{"a":-1,"b":"x","zz":1}"#, &mut scratch, Some(&mut other));
    tally.merge(&other);
    assert_eq!(tally.reports(), 4);
    let lines: Vec<String> = tally
        .lines(&validator)
        .into_iter()
        .map(|line| {
            let c = line.counts;
            let all = [c.satisfied, c.violated, c.undetermined, c.explained, c.not_applicable];
            format!("{} {all:?}", line.check)
        })
        .collect();
    assert_eq!(
        lines,
        [
            ":open [0, 0, 3, 0, 0]",
            ":rate [0, 0, 1, 0, 2]",
            ":decided [1, 2, 0, 0, 0]",
            "a:bounds [2, 1, 0, 0, 0]",
            "a:places [3, 0, 0, 0, 0]",
            "a:type [3, 0, 0, 0, 0]",
            "b:bounds [2, 0, 0, 0, 0]",
            "b:places [2, 0, 0, 0, 0]",
            "b:type [2, 1, 0, 0, 0]",
            "t:marks [2, 0, 0, 0, 0]",
            "u:marks [1, 0, 0, 0, 0]",
            "unknown [0, 1, 0, 0, 0]",
            "unreadable [0, 1, 0, 0, 0]",
        ]
    );
}
