//! Real forms and real reports.

use std::collections::BTreeMap;

use serde_json::Value;
use tallyform::tidy::{Reader, Tidy};
use tallyform::{Plan, Report, Validation, Validator};
use tallyform_schema::SourceMap;

use crate::{house, tools};

/// The form that the authorities of the People's Republic of China filed for 2014 to 2018.
pub const DISCLOSURE_2017: &str = "forms/cn.gov-info-disclosure/2017.yaml";

/// Compiles a form text; the forms that it revises are files of this repository.
///
/// # Errors
/// What is wrong with it, a line each.
pub fn compile(path: &str, text: &str) -> Result<Plan, Vec<String>> {
    let mut sources = SourceMap::new();
    let mut read = |name: &str| std::fs::read(house::root().join(name)).map_err(|error| error.to_string());
    let file = sources.load(path, text.as_bytes(), &mut read);
    let compiled = tallyform_codegen::compile(&sources, file);
    let said = |diagnostic: &tallyform_schema::Diagnostic| format!("{:?}: {}", diagnostic.code, diagnostic.message);
    compiled.plan.ok_or_else(|| compiled.diagnostics.iter().map(said).collect())
}

/// The plan of a form of this repository.
///
/// # Panics
/// Where the form has errors.
#[must_use]
pub fn plan(path: &str) -> Plan {
    match compile(path, &house::text(path)) {
        Ok(plan) => plan,
        Err(wrong) => panic!("{path} has errors:\n{}", wrong.join("\n")),
    }
}

/// The report that was filed for 2017 by an office in Yuyao.
///
/// # Panics
/// Where it cannot be read.
#[must_use]
pub fn yuyao_2017() -> Value {
    let text = house::text("tests/fixtures/cn.gov-info-disclosure/2017-yuyao.json");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("the report is no JSON: {error}"))
}

/// Judges a report, with undetermined checks in the list.
///
/// # Panics
/// Where the plan is not sound.
#[must_use]
pub fn judge(plan: &Plan, report: &Value) -> Validation {
    match Validator::new(plan.clone()) {
        Ok(validator) => validator.list_undetermined(true).validate_json(report.to_string().as_bytes()),
        Err(error) => panic!("{error}"),
    }
}

/// The form of the US annual FOIA report, as it is since the fiscal year 2017.
pub const US_FOIA: &str = "forms/us.annual-foia-report/2023.yaml";

/// The form of the US annual FOIA report for the fiscal years 2008 to 2016.
pub const US_FOIA_2008: &str = "forms/us.annual-foia-report/2008.yaml";

/// The published US annual FOIA reports of the sample of a year, by agency, on the way that the example goes.
///
/// # Panics
///
/// Where a line is not read.
#[must_use]
pub fn us_foia(validator: &Validator, year: &str) -> BTreeMap<String, Report> {
    let lines = house::text(&format!("tests/fixtures/us-foia/{year}.jsonl"));
    let output = tools::plain_python("examples/us-foia/tidy.py", &["--to", "ndjson"], lines.as_bytes());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let tidy = Tidy::new(validator).expect("a table");
    let mut reader = Reader::new(&tidy);
    let mut gathered = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let texts = tidy.read_json(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        gathered.extend(reader.push(number, &texts));
    }
    gathered.extend(reader.finish());
    let reports = gathered.into_iter().map(|one| {
        assert!(one.bad.is_empty(), "{:?}", one.bad);
        let report = one.report.expect("all its lines are good");
        (validator.identity(&report).expect("an agency and a period").remove(0), report)
    });
    let reports: BTreeMap<String, Report> = reports.collect();
    assert_eq!(reports.len(), lines.lines().count());
    reports
}
