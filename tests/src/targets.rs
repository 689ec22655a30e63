//! What any bytes whatever must survive. The fuzzer and an ordinary test run these same functions.

use std::sync::LazyLock;

use tallyform::{Plan, Report, Validator};
use tallyform_schema::SourceMap;
use tallyform_schema::diagnostic::render;

use crate::forms;

/// A target's name and the function that takes its bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, by the name of the folder of their seeds.
pub const ALL: [Target; 4] = [("form", form), ("expression", expression), ("report", report), ("plan", plan)];

/// A form file of any bytes gives a plan or says what is wrong, and a plan can be run and printed.
///
/// # Panics
/// Where something is not as it must be.
pub fn form(bytes: &[u8]) {
    let mut sources = SourceMap::new();
    let file = sources.add("any.yaml", bytes);
    let compiled = tallyform_codegen::compile(&sources, file);
    let _ = render::text(&sources, &compiled.diagnostics, true);
    let _ = render::json(&sources, &compiled.diagnostics);
    let _ = render::sarif(&sources, &compiled.diagnostics);
    let _ = render::github(&sources, &compiled.diagnostics);
    let Some(plan) = compiled.plan else {
        assert!(!compiled.diagnostics.is_empty(), "no plan, and nothing said about it");
        return;
    };
    prints(&plan);
    let again = Plan::from_json(plan.to_json().as_bytes());
    assert_eq!(again.as_ref(), Ok(&plan), "a plan is what its JSON says");
    assert!(Validator::new(plan).is_ok(), "a plan made from a form can be run");
}

/// A check of any text in a small form.
///
/// # Panics
/// Where something is not as it must be.
pub fn expression(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    // A JSON text is a YAML scalar.
    let check = serde_json::Value::from(text.as_ref()).to_string();
    form(SMALL.replace("CHECK", &check).as_bytes());
    form(ROWS.replace("CHECK", &check).as_bytes());
}

/// A small form with closed and open dimensions, rows in rows, notes and states.
const ROWS: &str = "\
tallyform: 1
form: org.example.rows
revision: '1'
title: Rows
languages: [en]
period: year
units: {case: {kind: count}, day: {kind: duration, decimals: 1}}
marks: {'/': not_applicable, '<1': {above: 0, below: 1}}
takes: ['/', '<1']
states: [draft, final]
severity: {draft: warning, final: error}
note: {label: Note}
dimensions:
  unit: {label: All, parts: {key: {label: Unit, type: text}, max: 5}}
  reason: {label: All, parts: {key: {label: Reason, type: text}}}
  reader: {label: All, parts: [{id: adults, label: A}, {id: young, label: Y, minus: true}, {id: guests, label: G, apart: true}]}
  rank: {label: Ranks, items: {n: 3, label: 'No. {n}'}}
items:
  - id: received
    label: Received
    unit: case
    by: [unit]
    blank: not_applicable
    check: CHECK
    parts:
      - {id: online, label: Online, by: [reader]}
      - {id: letter, label: By letter}
  - {id: refused, label: Refused, unit: case, by: [unit, reason], check: {that: refused == prior.refused, explained_by: note}}
  - {id: wait, label: Waiting time, unit: day, by: [unit, rank], over: {unit: between, rank: falling}}
";

const SMALL: &str = "\
tallyform: 1
form: org.example.small
revision: '1'
title: Small
languages: [en]
units:
  case: {kind: count}
  yuan: {kind: money, of: CNY, decimals: 2}
  day: {kind: duration, factor: 24, decimals: 1}
  hour: {kind: duration, decimals: 0}
marks: {'/': not_applicable, '<1': {above: 0, below: 1}}
takes: ['/']
unit: case
items:
  - id: received
    label: Received
    check: CHECK
    parts:
      - {id: online, label: Online, code: '11'}
      - {id: letter, label: By letter, code: '12', takes: ['/', '<1']}
  - {id: fees, label: Fees, unit: yuan, code: '20'}
  - {id: wait, label: Waiting time, unit: day, rounded: 0}
  - {id: pause, label: Pause, unit: hour}
";

/// A report of any bytes is judged, and what can be read can be written and read again.
///
/// # Panics
/// Where something is not as it must be.
pub fn report(bytes: &[u8]) {
    for validator in VALIDATORS.iter() {
        let validation = validator.validate_json(bytes);
        match validator.read(bytes) {
            Err(findings) => {
                assert!(!validation.is_readable, "read alone it is not readable");
                assert_eq!(findings, validation.findings);
            }
            Ok(read) => {
                assert!(validation.is_readable, "read alone it is readable");
                let _ = validator.validate_beside(&read, Some(&read));
                assert_eq!(validator.validate(&read), validation, "reading and judging apart is the same");
                same_when_written(validator, &read);
            }
        }
        for finding in &validation.findings {
            let _ = finding.to_string();
        }
    }
}

static VALIDATORS: LazyLock<Vec<Validator>> = LazyLock::new(|| {
    let small = forms::compile("small.yaml", &SMALL.replace("CHECK", "'wait <= pause'"));
    let small = small.unwrap_or_else(|wrong| panic!("the small form has errors: {wrong:?}"));
    let rows =
        forms::compile("rows.yaml", &ROWS.replace("CHECK", "'online[reader.total] <= sum(refused over reason)'"));
    let rows = rows.unwrap_or_else(|wrong| panic!("the small form with rows has errors: {wrong:?}"));
    let plans = [forms::plan(forms::DISCLOSURE_2017), small, rows];
    let ready = |plan| match Validator::new(plan) {
        Ok(validator) => validator.list_undetermined(true),
        Err(error) => panic!("{error}"),
    };
    plans.map(ready).into()
});

fn same_when_written(validator: &Validator, read: &Report) {
    let written = validator.write(read);
    let again = validator.read(written.as_bytes());
    let again = again.unwrap_or_else(|findings| panic!("what was written cannot be read: {findings:?}\n{written}"));
    // Keys that the form lacks are written where they belong, whichever way they came.
    let in_order = |report: &Report| {
        let mut report = report.clone();
        report.unknown.sort_by(|one, other| one.at.cmp(&other.at));
        report
    };
    assert_eq!(in_order(&again), in_order(read), "what was written reads otherwise:\n{written}");
}

/// A plan of any bytes is refused with a reason, or can be run and printed.
///
/// # Panics
/// Where something is not as it must be.
pub fn plan(bytes: &[u8]) {
    let Ok(plan) = Plan::from_json(bytes) else { return };
    let Ok(validator) = Validator::new(plan.clone()) else { return };
    let rows = r#"{"received": {"total": {"total": 3}, "rows": [{"unit": "A", "total": 1}, {"unit": "A"}]},
        "refused": {"rows": [{"unit": "A", "rows": [{"reason": "B", "total": 2}]}]}}"#;
    for report in ["{}", r#"{"received": {"total": 3, "online": "1", "letter": "/"}, "wait": null}"#, rows] {
        let _ = validator.validate_json(report.as_bytes());
    }
    prints(&plan);
}

/// Every back end prints the plan or says why it does not.
fn prints(plan: &Plan) {
    // Names of a plan from elsewhere may be no names; that is said, and is all that may happen.
    let _ = tallyform_codegen::rust::text(plan, "any");
    let _ = tallyform_codegen::json_schema(plan);
    let _ = tallyform_codegen::plan_json(plan);
}
