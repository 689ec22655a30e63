//! Severities by state, notes and explanations, codes from outside, and what authors say in messages.

mod support;

use std::collections::BTreeMap;

use support::tables::{
    COMPONENT, REASON, STATUTE, checked, codes, explained, findings, judge, outcomes, plan, with_codes, with_rows,
};
use tallyform_runtime::Validator;
use tallyform_runtime::cell::Date;
use tallyform_runtime::plan::{CodesOf, Content, ExplainedBy, Plan, Remark, Segment, Severities, Severity};
use tallyform_runtime::validator::{ExternalCode, ExternalCodes};

#[test]
fn a_finding_is_as_grave_as_the_state_of_its_report_makes_it() {
    let by_state = Severities::by_state(&[Severity::Warning, Severity::Error]).unwrap();
    let mut plan = checked(&[COMPONENT], &[("component=*", "(== requests.received@* 5)")]);
    plan.rules[0].severity = by_state;
    plan.sections
        .iter_mut()
        .for_each(|section| (section.keys, section.counts, section.max) = (by_state, by_state, Some(1)));
    plan.cells.iter_mut().for_each(|cell| cell.checks.bounds = Some(by_state));
    let rows =
        r#""requests":{"rows":[{"component":"A","received":-5},{"component":"B","received":5},{"component":"B"}]}"#;
    let severities = |validator: &Validator, state: &str| {
        let validation = validator.validate_json(format!("{{{state}{rows}}}").as_bytes());
        let severities: Vec<Severity> = validation.findings.iter().map(|finding| finding.severity).collect();
        assert_eq!(severities.len(), 4, "{validation}");
        assert!(severities.iter().all(|one| *one == severities[0]), "{validation}");
        severities[0]
    };
    let validator = Validator::new(plan.clone()).unwrap();
    assert_eq!(severities(&validator, r#""state":"draft","#), Severity::Warning);
    assert_eq!(severities(&validator, r#""state":"submitted","#), Severity::Error);
    // One without a state is in the last one, or in that which the program says.
    assert_eq!(severities(&validator, ""), Severity::Error);
    let drafts = Validator::new(plan.clone()).unwrap().in_state("draft").unwrap();
    assert_eq!(severities(&drafts, ""), Severity::Warning);
    assert_eq!(severities(&drafts, r#""state":"submitted","#), Severity::Error);
    assert!(Validator::new(plan).unwrap().in_state("gone").is_none());
}

#[test]
fn a_note_explains_what_its_table_says() {
    let note = |plan: &Plan, path: &str| ExplainedBy::Note(support::cell(plan, path));
    let check = checked(
        &[COMPONENT],
        &[("component=total", "(== requests.received 5)"), ("component=*", "(== requests.received@* 5)")],
    );
    let plan = explained(check.clone(), note(&check, "requests.note"));
    let json = |note: &str| {
        format!(
            r#"{{"requests":{{"total":{{"received":4}},"note":{note},"rows":[{{"component":"A","received":4}}]}}}}"#
        )
    };
    assert_eq!(outcomes(&plan, &json("null"), None), "2 violated");
    assert_eq!(outcomes(&plan, &json("\" \""), None), "2 violated");
    assert_eq!(outcomes(&plan, &json("\"moved\""), None), "2 explained");
    assert_eq!(findings(&judge(&plan, &json("\"moved\""), None)).len(), 2);
}

#[test]
fn a_note_in_rows_explains_its_own_row() {
    let check = with_rows(
        plan(),
        ("statutes.relied", "statutes.relied:check"),
        &[STATUTE, COMPONENT],
        &[
            ("statute=* component=total", "(== statutes.relied@*,total 5)"),
            ("statute=* component=*", "(== statutes.relied@*,* 5)"),
        ],
    );
    let by = ExplainedBy::Note(support::cell(&check, "statutes.relied.note"));
    let json = r#"{"statutes":{"rows":[
        {"statute":"s","relied":{"total":1,"note":"so it is","rows":[{"component":"A","total":1}]}},
        {"statute":"r","relied":{"total":1}}]}}"#;
    assert_eq!(outcomes(&explained(check, by), json, None), "1 violated, 2 explained");
}

#[test]
fn an_explanation_names_the_row() {
    let check = checked(
        &[COMPONENT, REASON],
        &[("component=* reason=total", "(== reasons@*,total 5)"), ("component=* reason=*", "(== reasons@*,* 5)")],
    );
    let plan = explained(check, ExplainedBy::Explanation);
    let rows = r#""reasons":{"rows":[{"component":"A","total":1,"rows":[{"reason":"x","total":1}]}]}"#;
    let with = |row: &str| {
        let json = format!(r#"{{{rows},"explanations":[{{"check":":check","row":{row},"text":"so it is"}}]}}"#);
        findings(&judge(&plan, &json, None))
            .into_iter()
            .zip(judge(&plan, &json, None).findings)
            .filter(|(_, one)| one.outcome == tallyform_runtime::Outcome::Explained)
            .map(|(said, _)| said)
            .collect::<Vec<_>>()
    };
    assert_eq!(with(r#"{"component":"A"}"#), [":check [component=A reason=total]: /reasons/rows/0/total"]);
    assert_eq!(
        with(r#"{"component":"A","reason":"x"}"#),
        [":check [component=A reason=x]: /reasons/rows/0/rows/0/total"]
    );
    for row in [r#"{"component":"B"}"#, r#"{"reason":"x"}"#, r#"{"component":"A","rank":"n1"}"#, "{}"] {
        assert_eq!(with(row), Vec::<String>::new(), "{row}");
    }
}

/// A register of components.
fn register() -> ExternalCodes {
    let day = |text: &str| Date::parse(text);
    let code = |code: &str, within: &str, from: &str, to: &str| ExternalCode {
        code: code.to_owned(),
        within: Some(within.to_owned()),
        valid_from: day(from),
        valid_to: day(to),
    };
    [
        code("CBP", "DHS", "", ""),
        code("FBI", "DOJ", "", ""),
        code("OLD", "DHS", "", "2016-12-31"),
        code("NEW", "DHS", "2017-12-31", ""),
        code("LATE", "DHS", "2018-01-01", ""),
        code("BOTH", "DHS", "", "1990-01-01"),
        code("BOTH", "DHS", "2017-05-01", "2017-05-01"),
    ]
    .into_iter()
    .collect()
}

#[test]
fn codes_from_outside_are_judged_where_they_are_given() {
    let without = Validator::new(plan()).unwrap();
    let with = Validator::new(plan()).unwrap().with_codes("register", register()).unwrap();
    let wrong = |validator: &Validator, head: &str, code: &str| {
        let json = format!(r#"{{{head},"components":["CBP","{code}"]}}}}"#);
        let validation = validator.validate_json(json.as_bytes());
        validation.findings.iter().map(|one| one.message["en"].clone()).collect::<Vec<_>>()
    };
    let head = r#""period":"2017","header":{"agency":"DHS""#;
    let none = Vec::<String>::new();
    for code in ["CBP", "NEW", "BOTH"] {
        assert_eq!(wrong(&with, head, code), none, "{code}");
    }
    for code in ["FBI", "OLD", "LATE", "XYZ", ""] {
        assert_eq!(wrong(&without, head, code), none, "{code}");
        let expected = format!("row components has [\"CBP\",\"{code}\"], wants [BOTH, CBP, NEW]");
        assert_eq!(wrong(&with, head, code), [expected], "{code}");
    }
    // Without an agency codes belong to any, without a period they are valid at any time.
    assert_eq!(wrong(&with, r#""period":"2017","header":{"agency":null"#, "FBI"), none);
    assert_eq!(wrong(&with, r#""header":{"agency":"DHS""#, "OLD"), none);
    // A list that the form does not know is of no use.
    assert!(Validator::new(plan()).unwrap().with_codes("areas", register()).is_none());
    assert!(Validator::new(plan()).unwrap().with_codes("nobody", register()).is_none());
}

#[test]
fn keys_are_codes_of_a_field_of_the_header() {
    let plan = with_codes(plan());
    let with = |components: &str| {
        let json = format!(
            r#"{{"header":{{"components":{components}}},"staff":{{"rows":[{{"component":"A"}},{{"component":"B","total":-1}}]}}}}"#
        );
        let validation = judge(&plan, &json, None);
        findings(&validation)
            .into_iter()
            .zip(validation.findings)
            .map(|(said, one)| format!("{said}; {}", one.message["en"]))
            .collect::<Vec<_>>()
    };
    let bounds = "staff:bounds [component=B]: /staff/rows/1/total; row staff · B has -1, wants [0,+inf)".to_owned();
    // Without any codes nothing is judged; with them a row takes part all the same.
    assert_eq!(with("null"), std::slice::from_ref(&bounds));
    assert_eq!(with(r#"["A","B"]"#), std::slice::from_ref(&bounds));
    let expected =
        "staff.component:type [component=B]: /staff/rows/1/component; row component · B has \"B\", wants A".to_owned();
    assert_eq!(with(r#"["A"]"#), [bounds, expected]);
}

#[test]
fn a_key_is_called_as_its_code_is() {
    let mut plan = checked(&[COMPONENT], &[("component=*", "(== requests.received@* 5)")]);
    plan.codes.insert("known".to_owned(), codes(&["A"]));
    for section in &plan.sections {
        let of = CodesOf::List("known".to_owned());
        plan.cells[section.key as usize].content = Content::Code { of, many: false };
    }
    let validation = judge(&plan, r#"{"requests":{"rows":[{"component":"A","received":4}]}}"#, None);
    assert_eq!(validation.findings[0].message["en"], "row received · code A: 4 == 5 off by -1 case");
    assert_eq!(validation.findings[0].bindings["component"], "A");
}

/// A message with these pieces in both languages.
fn message(pieces: &[Segment]) -> BTreeMap<String, Vec<Segment>> {
    let pieces = pieces.join(&Segment::Text("|".to_owned()));
    BTreeMap::from([("en".to_owned(), pieces.clone()), ("zh".to_owned(), pieces)])
}

trait Join {
    fn join(&self, between: &Segment) -> Vec<Segment>;
}

impl Join for [Segment] {
    fn join(&self, between: &Segment) -> Vec<Segment> {
        self.iter().flat_map(|one| [between.clone(), one.clone()]).skip(1).collect()
    }
}

fn figure(plan: &Plan, path: &str, prior: bool) -> Segment {
    let node = plan.nodes.iter().position(|node| node.path == path).unwrap();
    Segment::Figure { figure: u32::try_from(node).unwrap(), prior }
}

#[test]
fn a_message_shows_figures_where_the_finding_is() {
    let mut plan = checked(
        &[COMPONENT],
        &[("component=total", "(== requests.received 5)"), ("component=*", "(== requests.received@* 5)")],
    );
    let shown = [
        figure(&plan, "requests.cost", false),
        figure(&plan, "requests.cost", true),
        figure(&plan, "reasons", false),
        figure(&plan, "lead", false),
        figure(&plan, "lead", true),
        // This figure has no cell without a rank.
        figure(&plan, "oldest.days", false),
    ];
    plan.rules[0].message = message(&shown);
    let json = r#"{"lead":7,"reasons":{"total":{"total":3},"rows":[{"component":"A","total":2}]},"requests":{
        "total":{"received":1,"cost":"1.5"},"rows":[{"component":"A","received":1,"cost":"0.5"},{"component":"B","received":2}]}}"#;
    let before = r#"{"lead":6,"requests":{"total":{"cost":"9"},"rows":[{"component":"B","cost":"8"}]}}"#;
    let messages = |prior| -> Vec<String> {
        judge(&plan, json, prior).findings.into_iter().map(|one| one.message["en"].clone()).collect()
    };
    let expected = ["1.5|9|3|7|6|—", "0.5|blank|2|7|6|—", "blank|8|blank|7|6|—"];
    assert_eq!(messages(Some(before)), expected);
    assert_eq!(messages(None)[0], "1.5|blank|3|7|blank|—");
}

#[test]
fn the_author_speaks_of_single_cells_too() {
    let mut plan = plan();
    let shown = [figure(&plan, "requests.cost", false), Segment::Slot { slot: tallyform_runtime::plan::Slot::Value }];
    for path in ["requests.received", "requests.received@*"] {
        let cell = support::cell(&plan, path) as usize;
        let of = |check: &str, message| Remark { check: check.to_owned(), message, because: None };
        plan.cells[cell].remarks = vec![of("places", BTreeMap::new()), of("bounds", message(&shown))];
    }
    let json = r#"{"requests":{"total":{"received":-1.5,"cost":"2"},"rows":[{"component":"A"},{"component":"B","received":-2,"cost":"3"}]}}"#;
    let messages: Vec<String> =
        judge(&plan, json, None).findings.into_iter().map(|one| one.message["en"].clone()).collect();
    assert_eq!(messages, ["2|-1.5", "3|-2", "row received has -1.5, wants 0"]);
}
