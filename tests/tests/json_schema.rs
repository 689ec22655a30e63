//! Published JSON Schemas, unchanged, in three validators; and their sums against the evaluator.

use std::fs;

use proptest::prelude::*;
use serde_json::{Value, json};
use tallyform::plan::{Plan, Severity};
use tallyform::{Outcome, Validator};
use tallyform_codegen::json_schema::{KEYWORDS, json_schema, vocabulary};
use tallyform_codegen::{Output, compile, plan_json, plan_schema};
use tallyform_schema::SourceMap;
use tallyform_tests::dice::Dice;
use tallyform_tests::{forms, invent, tools};

fn plan(path: &str) -> Plan {
    let root = tools::folder().join("..");
    let bytes = fs::read(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut sources = SourceMap::new();
    let mut read = |name: &str| fs::read(root.join(name)).map_err(|error| error.to_string());
    let file = sources.load(path, bytes, &mut read);
    let compiled = compile(&sources, file);
    let messages: Vec<&str> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    compiled.plan.unwrap_or_else(|| panic!("{path}: {messages:?}"))
}

fn value(output: &Output) -> Value {
    serde_json::from_slice(&output.bytes).unwrap_or_else(|error| panic!("{}: {error}", output.path))
}

fn everything() -> Plan {
    plan("tests/fixtures/json-schema/form.yaml")
}

fn with_rows() -> Plan {
    plan("tests/fixtures/json-schema/rows.yaml")
}

fn real_form() -> Plan {
    plan("forms/cn.gov-info-disclosure/2017.yaml")
}

fn real_report() -> Value {
    let path = tools::folder().join("fixtures/cn.gov-info-disclosure/2017-yuyao.json");
    serde_json::from_slice(&fs::read(path).expect("the fixture is there")).expect("the fixture is JSON")
}

/// A case of one of the files of cases made a report.
struct Case {
    says: String,
    report: Value,
    plain: bool,
    sums: bool,
}

/// The forms that are made for this test, each with its cases.
fn made_forms() -> [(Plan, Vec<Case>); 2] {
    [(everything(), cases("cases.json")), (with_rows(), cases("rows.json"))]
}

fn cases(name: &str) -> Vec<Case> {
    let path = tools::folder().join("fixtures/json-schema").join(name);
    let file: Value =
        serde_json::from_slice(&fs::read(path).expect("the cases are there")).expect("the cases are JSON");
    let flag = |case: &Value, key: &str| case[key].as_bool().unwrap_or(false);
    let all = file["cases"].as_array().expect("a list of cases").iter().map(|case| {
        let mut report = file["base"].clone();
        for (pointer, value) in case["set"].as_object().expect("what to set") {
            invent::set(&mut report, pointer, value.clone());
        }
        let says = case["says"].as_str().expect("what the case says").to_owned();
        Case { says, report, plain: flag(case, "plain"), sums: flag(case, "sums") }
    });
    all.collect()
}

/// Holds what a validator said of the cases, and of the real report, against what is right.
fn check(validator: &str, wanted: impl Fn(&Case) -> bool, validate: impl Fn(&Value, &[Value]) -> Vec<bool>) {
    for (plan, cases) in made_forms() {
        let reports: Vec<Value> = cases.iter().map(|case| case.report.clone()).collect();
        let said = validate(&value(&json_schema(&plan)), &reports);
        assert_eq!(said.len(), cases.len());
        let wrong: Vec<&str> = cases
            .iter()
            .zip(said)
            .filter(|(case, said)| wanted(case) != *said)
            .map(|(case, _)| case.says.as_str())
            .collect();
        assert!(wrong.is_empty(), "{validator} judges otherwise: {wrong:#?}");
    }

    let mut typo = real_report();
    invent::set(&mut typo, "/requests/received/fax", json!("０"));
    assert_eq!(validate(&value(&json_schema(&real_form())), &[real_report(), typo]), [true, false]);
}

fn bools(text: &str) -> Vec<bool> {
    serde_json::from_str(text).expect("a list of true and false")
}

#[test]
fn the_reader_and_the_schema_take_the_same_reports() {
    for (plan, cases) in made_forms() {
        let validator = Validator::new(plan).expect("the plan is sound");
        for case in cases {
            let validation = validator.validate_json(case.report.to_string().as_bytes());
            assert_eq!(!validation.has_errors(), case.plain && case.sums, "{}:\n{validation}", case.says);
        }
    }
}

#[test]
fn the_jsonschema_crate_takes_the_schema_as_it_is() {
    check(
        "the jsonschema crate",
        |case| case.plain,
        |schema, reports| {
            let validator = jsonschema::validator_for(schema).expect("the schema is well-formed");
            reports.iter().map(|report| validator.is_valid(report)).collect()
        },
    );
}

#[test]
fn the_jsonschema_crate_enforces_sums_with_our_keywords() {
    check(
        "the jsonschema crate with sums",
        |case| case.plain && case.sums,
        |schema, reports| {
            let validator = tallyform::json_schema::options().build(schema).expect("the schema is well-formed");
            reports.iter().map(|report| validator.is_valid(report)).collect()
        },
    );
}

#[test]
fn python_takes_the_schema_as_it_is() {
    check(
        "Python's jsonschema",
        |case| case.plain,
        |schema, reports| {
            bools(&tools::python("json_schema.py", &json!({"schema": schema, "reports": reports}).to_string()))
        },
    );
}

#[test]
fn ajv_takes_the_schema_as_it_is_in_strict_mode() {
    check(
        "ajv",
        |case| case.plain,
        |schema, reports| {
            let job = json!({"schema": schema, "keywords": KEYWORDS, "reports": reports});
            bools(&tools::node("json_schema.mjs", &job.to_string()))
        },
    );
}

#[test]
fn a_wrong_total_is_named_by_its_check() {
    let schema = value(&json_schema(&real_form()));
    let validator = tallyform::json_schema::options().build(&schema).expect("the schema is well-formed");
    let mut report = real_report();
    assert!(validator.is_valid(&report));
    invent::set(&mut report, "/requests/received/total", json!(3));
    let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(errors, ["requests.received:parts: 3 == 0 does not hold"]);
    assert!(jsonschema::is_valid(&schema, &report), "a plain validator cannot add");
}

#[test]
fn schemas_keep_to_the_vocabulary() {
    let vocabulary = value(&vocabulary());
    let keywords: Vec<&str> =
        vocabulary["properties"].as_object().expect("keywords").keys().map(String::as_str).collect();
    let mut own = KEYWORDS;
    own.sort_unstable();
    assert_eq!(keywords, own);
    let validator = jsonschema::validator_for(&vocabulary).expect("the vocabulary is well-formed");
    for plan in [everything(), with_rows(), real_form()] {
        let errors: Vec<String> = validator
            .iter_errors(&value(&json_schema(&plan)))
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{}", plan.form);
    }
}

#[test]
fn plans_keep_to_their_schema() {
    let schema = value(&plan_schema().expect("it serialises"));
    let validator = jsonschema::validator_for(&schema).expect("the schema of plans is well-formed");
    for plan in [everything(), with_rows(), real_form()] {
        let mut json = value(&plan_json(&plan).expect("it serialises"));
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert_eq!(errors, [""; 0], "{}", plan.form);
        json["cells"][0]["colour"] = json!("red");
        assert!(!validator.is_valid(&json), "a key that plans lack is refused");
    }
}

/// The checks that an entry of the list is about.
fn checks_of(entry: &Value) -> Vec<&str> {
    let several = entry["check"].as_array().map_or(&[][..], Vec::as_slice);
    entry["check"].as_str().into_iter().chain(several.iter().filter_map(Value::as_str)).collect()
}

/// Every check of a form that a plain validator does not hold is in the list, and none twice.
#[test]
fn every_rule_is_listed_as_not_enforced() {
    for plan in [everything(), with_rows(), real_form()] {
        let schema = value(&json_schema(&plan));
        let listed = schema["x-tallyform-not-enforced"].as_array().expect("a list");
        let ids: Vec<&str> = listed.iter().flat_map(checks_of).collect();
        for rule in &plan.rules {
            assert_eq!(ids.iter().filter(|id| **id == rule.id).count(), 1, "{}", rule.id);
        }
        for section in &plan.sections {
            let path = &plan.nodes[section.node as usize].path;
            let id = format!("{path}:key.{}", plan.dimensions[section.dimension as usize].id);
            assert_eq!(ids.iter().filter(|known| **known == id).count(), 1, "{id}");
        }
        for entry in listed {
            for language in &plan.languages {
                let message = entry["message"][language].as_str().unwrap_or_default();
                assert!(!message.is_empty(), "{} in {language}", entry["check"]);
            }
        }
    }
}

/// Whether the evaluator finds an error that the schema with its sums can see.
fn has_errors(plan: &Plan, schema: &Value, report: &Value) -> bool {
    let validator = Validator::new(plan.clone()).expect("a sound plan");
    let validation = validator.validate_json(report.to_string().as_bytes());
    // A report without a state is in the last one.
    let state = report["state"].as_str().or(plan.states.last().map(String::as_str));
    let is_here = |entry: &&Value| {
        let Some(states) = entry["in"].as_array() else { return true };
        states.iter().any(|known| known.as_str() == state)
    };
    let unseen: Vec<&str> = schema["x-tallyform-not-enforced"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|entry| entry.get("enforcedBy").is_none())
        .filter(is_here)
        .flat_map(checks_of)
        .collect();
    validation.findings.iter().any(|finding| {
        finding.severity == Severity::Error
            && finding.outcome == Outcome::Violated
            && !unseen.contains(&finding.check.as_str())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_schema_and_the_evaluator_refuse_the_same_reports(bytes in prop::collection::vec(any::<u8>(), 200)) {
        let mut dice = Dice::new(&bytes);
        let plan = invent::plan(&mut dice);
        let report = invent::report(&mut dice, &plan);
        let schema = value(&json_schema(&plan));
        let validator = tallyform::json_schema::options().build(&schema).expect("the schema is well-formed");
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        prop_assert_eq!(
            !errors.is_empty(),
            has_errors(&plan, &schema, &report),
            "{:?}\n{}\n{}", errors, report, serde_json::to_string_pretty(&schema).expect("JSON")
        );
    }
}

/// The real reports of each real form with matrices or rows, as canonical JSON.
fn real_reports() -> Vec<(Plan, Vec<Value>)> {
    let keyed = |names: &[&str]| -> Vec<Value> {
        let folder = tools::folder().join("fixtures/cn.gov-info-disclosure");
        let bytes =
            names.iter().map(|name| fs::read(folder.join(format!("{name}.json"))).expect("the fixture is there"));
        bytes.map(|bytes| serde_json::from_slice(&bytes).expect("the fixture is JSON")).collect()
    };
    let filed = |form: &str, year: &str| -> (Plan, Vec<Value>) {
        let validator = Validator::new(plan(form)).expect("a sound plan");
        let reports = forms::us_foia(&validator, year).into_values();
        let reports =
            reports.map(|report| serde_json::from_str(&validator.write(&report)).expect("canonical JSON")).collect();
        (plan(form), reports)
    };
    let disclosure =
        |year: &str, names: &[&str]| (plan(&format!("forms/cn.gov-info-disclosure/{year}.yaml")), keyed(names));
    vec![
        filed(forms::US_FOIA_2008, "2016"),
        filed(forms::US_FOIA, "2023"),
        disclosure("2019", &["2019-ankang", "2019-yueyang", "2020-qianan", "2020-wanzhou", "2020-weishan"]),
        disclosure("2021", &["2021-hongsheng", "2022-wqx", "2023-suqian-complete"]),
    ]
}

#[test]
fn real_reports_are_refused_by_the_schema_just_where_the_evaluator_finds_what_it_can_see() {
    for (plan, reports) in real_reports() {
        let schema = value(&json_schema(&plan));
        let plain = jsonschema::validator_for(&schema).expect("the schema is well-formed");
        let with_sums = tallyform::json_schema::options().build(&schema).expect("the schema is well-formed");
        let job = json!({"schema": schema, "reports": reports}).to_string();
        let in_python = bools(&tools::python("json_schema.py", &job));
        let mut refused = 0;
        for (report, in_python) in reports.iter().zip(in_python) {
            let errors: Vec<String> =
                with_sums.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect();
            assert_eq!(!errors.is_empty(), has_errors(&plan, &schema, report), "{}: {errors:?}", report["header"]);
            assert_eq!(plain.is_valid(report), in_python, "{}", report["header"]);
            assert!(plain.is_valid(report) || !errors.is_empty(), "{}", report["header"]);
            refused += usize::from(!errors.is_empty());
        }
        assert!(refused < reports.len(), "some reports are sound");
    }
}

#[test]
fn schemas_of_the_largest_forms_stay_readable() {
    for (path, most) in [(forms::US_FOIA, 300_000), ("forms/cn.gov-info-disclosure/2019.yaml", 100_000)] {
        let size = json_schema(&plan(path)).bytes.len();
        assert!(size <= most, "{path}: {size} bytes");
    }
}
