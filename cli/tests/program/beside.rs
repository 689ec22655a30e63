//! `tallyform validate` beside earlier reports, in a state, and by code lists from outside.

use serde_json::Value;

use crate::support::{Folder, Run};

const FORM: &str = r#"
tallyform: 1
form: org.example.offices
revision: "1"
title: Requests by office
languages: [en]
period: year
identity: [agency]
states: [draft, submitted]
units:
  request: {label: Request, kind: count}
codes:
  agencies: {external: true}
  offices: {external: true, within: agency, dated: true}
header:
  - {id: agency, label: Agency, type: code, of: agencies, required: true}
dimensions:
  office: {label: All offices, parts: {key: {label: Office, type: code, of: offices}}}
items:
  - id: requests
    label: Requests
    unit: request
    by: [office]
    check:
      - {id: carried, that: pending_start == prior.pending_end, severity: {draft: warning, submitted: error}}
    items:
      - {id: pending_start, label: Pending at the start}
      - {id: received, label: Received}
      - {id: pending_end, label: Pending at the end}
"#;

/// A report of a year: what was pending at the start and at the end, in the whole and in the one office.
fn report(year: &str, agency: &str, start: i64, end: i64) -> String {
    format!(
        r#"{{"period":"{year}","header":{{"agency":"{agency}"}},"requests":{{"total":{{"pending_start":{start},"received":9,"pending_end":{end}}},"rows":[{{"office":"N","pending_start":{start},"received":9,"pending_end":{end}}}]}}}}
"#
    )
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("form.yaml", FORM);
    folder.write("now.ndjson", report("2024", "HB", 6, 7) + &report("2024", "CN", 3, 1));
    folder
        .write("before.ndjson", report("2023", "HB", 1, 2) + &report("2023", "CN", 0, 3) + &report("2023", "HB", 1, 5));
    folder
}

fn validate(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["validate", "--form", "form.yaml", "now.ndjson"], arguments].concat())
}

/// Line, severity and place of each finding.
fn found(run: &Run) -> Vec<(u64, String, Value)> {
    let findings = run.json()["findings"].as_array().cloned().expect("findings");
    let one = |one: &Value| {
        let severity = one["severity"].as_str().expect("a severity").to_owned();
        (one["line"].as_u64().expect("a line"), severity, one["where"].clone())
    };
    findings.iter().map(one).collect()
}

#[test]
fn a_report_is_judged_beside_the_one_of_a_period_earlier() {
    let folder = folder();
    validate(&folder, &["--summary=never"]).ends(0).says(&["2 reports: nothing found; 4 checks undetermined"]);
    let run = validate(&folder, &["--prior", "before.ndjson", "--format", "json"]).ends(1);
    let at = |office: &str| (1, "error".to_owned(), serde_json::json!({ "office": office }));
    assert_eq!(found(&run), [at("total"), at("N")]);
    let first = &run.json()["findings"][0];
    // Of two filings the later one counts.
    assert_eq!((&first["right"], &first["cells"][1]["report"]), (&Value::from("5"), &Value::from("prior")));
    let summary = &run.json()["summary"];
    assert_eq!(summary["reports_with_prior"], 2);
    let checks = summary["checks"].as_array().expect("checks");
    let carried = checks.iter().find(|check| check["check"] == "requests:carried").expect("the check");
    let places: Vec<(&Value, &Value)> = carried["violated_in"]
        .as_array()
        .expect("places")
        .iter()
        .map(|place| (&place["where"]["office"], &place["reports"]))
        .collect();
    assert_eq!(places, [(&Value::from("rows"), &Value::from(1)), (&Value::from("total"), &Value::from(1))]);
    validate(&folder, &["--prior", "before.ndjson"]).ends(1).says(&[
        "now.ndjson:1:80",
        "at office N",
        "/requests/rows/0/pending_end = 5 in the earlier report  Pending at the end",
        "1   in 1 report, at office rows",
        "; 2 with an earlier report",
    ]);
}

#[test]
fn earlier_reports_may_be_files_and_folders_and_standard_input() {
    let folder = folder();
    folder.write("years/a.json", report("2023", "HB", 1, 6));
    folder.write("years/b.ndjson", report("2022", "CN", 1, 9));
    validate(&folder, &["--prior", "years"]).ends(0).says(&["nothing found; 1 with an earlier report"]);
    validate(&folder, &["--prior", "years", "--prior", "before.ndjson"]).ends(1);
    let arguments = ["validate", "--form", "form.yaml", "now.ndjson", "--prior", "-"];
    folder.run_with(&arguments, report("2023", "HB", 1, 6).as_bytes()).ends(0).says(&["1 with an earlier report"]);
    folder.run_with(&[&arguments[..], &["-"]].concat(), b"").ends(2).complains(&["named more than once"]);
}

#[test]
fn an_earlier_report_that_cannot_be_used_is_named_and_the_others_are() {
    let folder = folder();
    folder.write("before.ndjson", format!("{{\n{{\"period\":\"2023\"}}\n{}", report("2023", "HB", 1, 6)));
    validate(&folder, &["--prior", "before.ndjson", "--prior", "missing.json", "--ndjson"])
        .ends(2)
        .says(&["nothing found; 1 with an earlier report"])
        .complains(&[
            "before.ndjson:1: not used as an earlier report: cannot be read at 1:1",
            "before.ndjson:2: not used as an earlier report: it does not say all of its identity and period",
            "cannot read missing.json: there is no such file or folder",
        ]);
}

#[test]
fn a_state_says_how_grave_a_check_is() {
    let folder = folder();
    let prior = ["--prior", "before.ndjson", "--state"];
    validate(&folder, &[&prior[..], &["draft"]].concat()).ends(0).says(&["warning[requests:carried]", "2 warnings"]);
    validate(&folder, &[&prior[..], &["submitted"]].concat()).ends(1).says(&["error[requests:carried]"]);
    validate(&folder, &["--state", "draught"]).ends(2).complains(&["the form has no state `draught`", "draft"]);
    // What a report says of itself goes before.
    folder.write("now.ndjson", report("2024", "HB", 6, 7).replacen('{', r#"{"state":"submitted","#, 1));
    validate(&folder, &[&prior[..], &["draft"]].concat()).ends(1).says(&["error[requests:carried]"]);
    let sarif = validate(&folder, &["--state", "draft", "--format", "sarif"]).ends(0).json();
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().cloned().expect("rules");
    let carried = rules.iter().find(|rule| rule["id"] == "requests:carried").expect("the rule");
    assert_eq!(carried["defaultConfiguration"]["level"], "warning");
    assert_eq!(carried["properties"]["levels"], serde_json::json!({"draft": "warning", "submitted": "error"}));
    let folder = Folder::with_form();
    folder
        .run(&["validate", "--form", "form.yaml", "x.json", "--state", "draft"])
        .ends(2)
        .complains(&["has no states"]);
}

#[test]
fn code_lists_come_as_tables() {
    let folder = folder();
    folder.write("agencies.csv", "\u{feff}label,code\r\nHarbours,HB\r\n");
    let agencies = ["--codes", "agencies=agencies.csv"];
    validate(&folder, &agencies)
        .ends(1)
        .says(&["error[header.agency:type]", "\"CN\" is no code of the list; the codes are HB"]);
    folder.write("offices.csv", "code,within,valid_from,valid_to\nN,HB,2024-06-01,\nN,CN,,2023-12-31\nS,CN,,\n");
    let run = validate(&folder, &["--codes", "offices=offices.csv", "--format", "json"]).ends(1);
    assert_eq!(found(&run), [(2, "error".to_owned(), serde_json::json!({"office": "N"}))]);
}

#[test]
fn a_code_list_that_makes_no_sense_is_refused_with_its_line() {
    let folder = folder();
    for (table, expected) in [
        ("", "there is no column `code`"),
        ("code,valid_form\n", "a code list has no column `valid_form`"),
        ("code,code\n", "there are two columns `code`"),
        ("label\nHarbours\n", "there is no column `code`"),
        ("code,label\nHB,Harbours\n,Canals\n", "list.csv:3: there is no code"),
        ("code,label\nHB\n", "list.csv:2: 1 columns where the first line has 2"),
        ("code,valid_to\nHB,2023-02-29\n", "list.csv:2: column `valid_to`: `2023-02-29` is no day"),
    ] {
        folder.write("list.csv", table);
        validate(&folder, &["--codes", "agencies=list.csv"]).ends(2).complains(&[expected]);
    }
    folder.write("list.csv", b"code\n\xff\n");
    validate(&folder, &["--codes", "agencies=list.csv"]).ends(2).complains(&["cannot read list.csv"]);
    validate(&folder, &["--codes", "agencies=missing.csv"]).ends(2).complains(&["cannot read missing.csv"]);
    validate(&folder, &["--codes", "agency=list.csv"]).ends(2).complains(&["called `agency`", "agencies"]);
    validate(&folder, &["--codes", "agencies"]).ends(2).complains(&["write it as NAME=FILE.csv"]);
}
