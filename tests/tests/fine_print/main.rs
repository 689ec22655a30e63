//! The places where two careful readers of the language's description went apart, each through the whole pipeline: a
//! small form, a report, the findings.
//!
//! | what | tests |
//! | --- | --- |
//! | parts with more dimensions, members with parts, `sum(x over d)` | `dimensions::parts_and_sums` and the two beside it |
//! | `except` | `dimensions::except_*` |
//! | brackets that mean two things or a row, ids that meet | `refused::*` |
//! | two rows of one key, rows that are absent or not reported, sums over no rows | `rows::*` |
//! | numerals of the wrong kind, places, marks that are not taken | `cells::*`, `runtime/tests/meaning.rs` |
//! | blanks that are not applicable, bounds of what is written | `cells::*` |
//! | `rising`, `falling`, `count` | `checks::what_rises_*`, `checks::count_*`, `runtime/tests/ordered.rs` |
//! | tolerance, comparisons that do not chain, words of the grammar | `checks::*`, `refused::*` |
//! | `on`, severities by state | `checks::on_*`, `checks::severity_*`, `runtime/tests/states.rs` |
//! | how ranges, ratios and cells are written | `checks::ranges_*`, `rows::a_row_that_*`, `runtime/tests/findings.rs` |
//! | the prior period of a fiscal year | `checks::the_period_before_*`, `runtime/tests/prior.rs` |
//! | checks of dimensions, `minus` and `apart` | `dimensions::*`, `refused::*` |
//!
//! The tables of `and`, `or`, `not` and `if` are held by `oracle.rs` against the second evaluator, and all of it by
//! `agreement.rs` on random forms.

mod cells;
mod checks;
mod dimensions;
mod refused;
mod rows;

use serde_json::Value;
use tallyform::{Finding, Plan, Scratch, Validator};
use tallyform_tests::forms;

/// What the small forms share.
const HEAD: &str = "\
tallyform: 1
form: org.example.small
revision: '1'
title: Small
languages: [en]
units:
  case: {kind: count}
  day: {kind: duration, decimals: 1}
marks: {'/': not_applicable, '<1': {above: 0, below: 1}}
unit: case
";

/// The plan of a form that says this beneath the head.
#[track_caller]
fn plan(form: &str) -> Plan {
    match forms::compile("small.yaml", &format!("{HEAD}{form}")) {
        Ok(plan) => plan,
        Err(wrong) => panic!("{}\n{form}", wrong.join("\n")),
    }
}

/// Findings of a report, a line each: id, place, outcome.
#[track_caller]
fn found(form: &str, report: Value) -> Vec<String> {
    judged(form, report, None).iter().map(line).collect()
}

/// Findings of a report beside the earlier one, undetermined ones among them.
#[track_caller]
fn judged(form: &str, report: Value, before: Option<Value>) -> Vec<Finding> {
    let validator = Validator::new(plan(form)).expect("a plan that can be run").list_undetermined(true);
    let head = |mut report: Value| {
        report["form"] = "org.example.small".into();
        report["revision"] = "1".into();
        report.to_string()
    };
    let before = before.map(|before| validator.read(head(before).as_bytes()).expect("the earlier report is readable"));
    let mut scratch = Scratch::default();
    assert!(validator.read_with(head(report).as_bytes(), &mut scratch), "the report is readable");
    validator.judge_with(&mut scratch, before.as_ref(), None).findings.clone()
}

fn line(finding: &Finding) -> String {
    let place: Vec<String> = finding.bindings.iter().map(|(id, at)| format!("{id}={at}")).collect();
    format!("{} {} {:?}", finding.check, place.join(","), finding.outcome).replace("  ", " ")
}

/// Codes of what a form is refused for.
#[track_caller]
fn refused(form: &str) -> Vec<String> {
    match forms::compile("small.yaml", &format!("{HEAD}{form}")) {
        Ok(_) => panic!("it is not refused:\n{form}"),
        Err(said) => said.iter().map(|line| line.split(':').next().unwrap_or_default().to_owned()).collect(),
    }
}
