//! `tallyform migrate`, and `tallyform validate` beside reports of an earlier revision.

use std::fs;

use serde_json::Value;

use crate::support::{Folder, Run};

const OLD: &str = r#"
tallyform: 1
form: org.example.loans
revision: "2024"
title: Loans
languages: [en]
period: year
identity: [library]
units:
  loan: {kind: count}
header:
  - {id: library, label: Library, type: text, required: true}
items:
  - id: loans
    label: Loans
    unit: loan
    parts:
      - {id: books, label: Books}
      - {id: tapes, label: Tapes}
  - {id: pending, label: Still out, unit: loan}
"#;

const NEW: &str = r#"
tallyform: 1
form: org.example.loans
revision: "2025"
revises: 2024.yaml
title: Loans
languages: [en]
period: year
identity: [library]
units:
  loan: {kind: count}
header:
  - {id: library, label: Library, type: text, required: true}
items:
  - id: loans
    label: Loans
    unit: loan
    parts:
      - {id: books, label: Printed books}
      - {id: electronic, label: Electronic books}
  - {id: carried_in, label: Out at the start, unit: loan, check: {that: carried_in == prior.pending}}
  - {id: pending, label: Out at the end, unit: loan}
"#;

const NEWEST: &str = r#"
tallyform: 1
form: org.example.loans
revision: "2026"
revises: 2025.yaml
title: Loans
languages: [en]
period: year
identity: [library]
units:
  loan: {kind: count}
header:
  - {id: library, label: Library, type: text, required: true}
items:
  - {id: loans, label: Loans, unit: loan, parts: [{id: books, label: Printed books}, {id: electronic, label: Electronic books}]}
  - {id: pending, label: Out at the end, unit: loan}
"#;

fn old(library: &str, tapes: &str) -> String {
    format!(
        r#"{{"form":"org.example.loans","revision":"2024","period":"2024","header":{{"library":"{library}"}},"loans":{{"total":10,"books":8,"tapes":{tapes}}},"pending":3}}"#
    )
}

fn new(branch: &str, carried_in: &str) -> String {
    format!(
        r#"{{"form":"org.example.loans","revision":"2025","period":"2025","header":{{"library":"{branch}"}},"loans":{{"total":9,"books":8,"electronic":1}},"carried_in":{carried_in},"pending":4}}"#
    )
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("forms/2024.yaml", OLD);
    folder.write("forms/2025.yaml", NEW);
    folder.write("forms/2026.yaml", NEWEST);
    folder
}

fn migrate(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["migrate", "--form", "forms/2025.yaml"], arguments].concat())
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn reports_of_several_revisions_become_those_of_one_in_their_order() {
    let folder = folder();
    let reports = [old("A", "null"), new("B", "5"), old("C", "2"), old("D", "null")];
    folder.write("reports.ndjson", reports.join("\n"));
    for jobs in ["1", "3"] {
        let run = migrate(&folder, &["reports.ndjson", "--jobs", jobs, "--left", "left.ndjson"]).ends(1).complains(&[
            "left behind from 2024 to 2025:\n  loans.tapes: ",
            ": 1 value at reports.ndjson:3, /loans/tapes\n",
            "4 reports carried over\n",
        ]);
        let written = lines(&run.out);
        let branches: Vec<&Value> = written.iter().map(|report| &report["header"]["library"]).collect();
        assert_eq!(branches, ["A", "B", "C", "D"]);
        assert!(written.iter().all(|report| report["revision"] == "2025"));
        assert_eq!(
            run.out.lines().nth(1),
            Some(new("B", "5").as_str()),
            "a report of the revision goes through as it is"
        );
        assert_eq!((&written[0]["loans"]["books"], &written[0]["pending"]), (&Value::from(8), &Value::from(3)));

        let left = lines(&folder.read("left.ndjson"));
        let [left] = left.as_slice() else { panic!("one thing is left, not {left:?}") };
        assert_eq!((&left["file"], &left["line"]), (&Value::from("reports.ndjson"), &Value::from(3)));
        assert_eq!((&left["from"], &left["to"]), (&Value::from("2024"), &Value::from("2025")));
        assert_eq!((&left["at"], &left["path"]), (&Value::from("/loans/tapes"), &Value::from("loans.tapes")));
        assert_eq!((&left["value"], &left["why"]), (&Value::from("2"), &Value::from("gone")));
    }
}

#[test]
fn where_nothing_is_left_the_run_ends_well_and_there_and_back_is_the_same() {
    let folder = folder();
    let there = folder.run_with(&["migrate", "--form", "forms/2025.yaml", "-"], old("A", "null").as_bytes());
    let there = there.ends(0).complains(&["1 report carried over\n"]);
    let back = ["migrate", "--form", "forms/2025.yaml", "--to", "2024", "-", "-q"];
    let back = folder.run_with(&back, there.out.as_bytes()).ends(0);
    assert_eq!((back.out.trim_end(), back.err.as_str()), (old("A", "null").as_str(), ""));
}

#[test]
fn a_chain_is_walked_and_each_step_says_what_it_leaves() {
    let folder = folder();
    folder.write("reports.ndjson", [old("A", "2"), new("B", "5")].join("\n"));
    let run = folder.run(&["migrate", "--form", "forms", "reports.ndjson", "--output", "all.ndjson"]).ends(1);
    let run = run
        .complains(&["left behind from 2024 to 2025:\n  loans.tapes", "left behind from 2025 to 2026:\n  carried_in"]);
    assert_eq!(run.out, "");
    let written = lines(&folder.read("all.ndjson"));
    assert_eq!(written.iter().map(|report| &report["revision"]).collect::<Vec<_>>(), ["2026", "2026"]);
    let back = folder.run(&["migrate", "--form", "forms", "--to", "2024", "all.ndjson", "-q"]).ends(1);
    assert_eq!(lines(&back.out)[0]["pending"], 3);
}

#[test]
fn plans_and_the_configuration_do_as_well_as_form_files() {
    let folder = folder();
    folder.write("report.json", old("A", "null"));
    let expected = migrate(&folder, &["report.json"]).ends(0).out;
    for revision in ["2024", "2025"] {
        let plan = folder.run(&["show", "--plan", &format!("forms/{revision}.yaml")]).ends(0).out;
        folder.write(format!("{revision}.json"), plan);
    }
    let plans = ["migrate", "-f", "2025.json", "-f", "2024.json", "report.json"];
    assert_eq!(folder.run(&plans).ends(0).out, expected);
    folder
        .run(&["migrate", "-f", "2025.json", "report.json"])
        .ends(1)
        .complains(&["report.json:1: no form of revision `2024` is at hand; "]);
    folder.write("other.yaml", OLD.replace("org.example.loans", "org.example.other"));
    folder.write("tallyform.toml", "forms = ['forms', 'other.yaml']\ntargets = ['plan']\nout = 'out'\n");
    fs::create_dir(folder.path().join("deep")).expect("a folder");
    let mut command = folder.command(&["migrate", "--to", "2025", "../report.json"]);
    command.current_dir(folder.path().join("deep"));
    assert_eq!(crate::support::finish(command, b"").ends(0).out, expected);
    folder
        .run(&["migrate", "report.json"])
        .ends(2)
        .complains(&["several forms might be meant: org.example.loans, org.ex"]);
}

#[test]
fn a_report_that_cannot_be_carried_over_is_named_and_the_rest_goes_on() {
    let folder = folder();
    let unsaid = old("D", "null").replace(r#""revision":"2024","#, "");
    let reports = [
        "{".to_owned(),
        old("B", "null").replace("2024\",\"period", "2023\",\"period"),
        old("C", "null").replace("loans\",\"rev", "others\",\"rev"),
        unsaid.clone(),
        old("E", "null"),
    ];
    folder.write("reports.ndjson", reports.join("\n"));
    let run = migrate(&folder, &["reports.ndjson", "missing.json"]).ends(2).complains(&[
        "error: reports.ndjson:1:1: ",
        "error: reports.ndjson:2: no form of revision `2023` is at hand; did you mean `2024`?",
        "error: reports.ndjson:3:",
        "error: reports.ndjson:4: it does not say of which revision it is",
        "cannot read missing.json",
        "1 report carried over, 4 left out\n",
    ]);
    assert_eq!(run.out.lines().count(), 1);
    folder.write("unsaid.json", unsaid);
    migrate(&folder, &["unsaid.json", "--from", "2024"]).ends(0).says(&["\"library\":\"D\""]);
}

#[test]
fn misuse_is_said_with_a_way_out() {
    let folder = folder();
    folder.write("report.json", old("A", "null"));
    migrate(&folder, &["report.json", "--to", "2052"])
        .ends(2)
        .complains(&["--to: no form of revision `2052`", "`2025`"]);
    migrate(&folder, &["report.json", "--from", "2052"]).ends(2).complains(&["--from: no form of revision `2052`"]);
    migrate(&folder, &["report.json", "--output", "a", "--left", "a"]).ends(2).complains(&["name the same file"]);
    folder.run(&["migrate", "report.json"]).ends(2).complains(&["nothing says which forms there are", "--form FILE"]);
    folder.write("forms/2024b.yaml", OLD.replace("Still out", "Out"));
    folder
        .run(&["migrate", "-f", "forms", "report.json"])
        .ends(2)
        .complains(&["two different forms are revision `2024`"]);
    folder.write("forms/2024b.yaml", OLD.replace("\"2024\"", "\"2024b\""));
    let run = folder.run(&["migrate", "-f", "forms", "report.json"]).ends(2);
    run.complains(&["several revisions might be meant: 2024b, 2026", "say --to REVISION"]);
    folder
        .run(&["migrate", "-f", "forms", "--to", "2024b", "report.json"])
        .ends(1)
        .complains(&["report.json:1: nothing at hand links revision `2024` with `2024b`"]);
}

#[test]
fn an_earlier_report_is_judged_beside_as_what_it_is_in_this_revision() {
    let folder = folder();
    folder.write("now.ndjson", [new("A", "3"), new("B", "5")].join("\n"));
    folder.write("before.ndjson", [old("A", "null"), old("B", "2")].join("\n"));
    let validate = ["validate", "--form", "forms/2025.yaml", "now.ndjson", "--prior", "before.ndjson"];
    let run = folder.run(&validate).ends(1).says(&[
        "error[carried_in:check]",
        "/pending = 3 in the earlier report",
        "2 with an earlier report",
    ]);
    run.complains(&["1 value of 2 reports of an earlier revision could not be carried over"]);
    // A plan does not lead to the one before it, which is named then.
    let plan = folder.run(&["show", "--plan", "forms/2025.yaml"]).ends(0).out;
    folder.write("plan.json", plan);
    let validate = ["validate", "--form", "plan.json", "now.ndjson", "--prior", "before.ndjson", "--format", "json"];
    folder.run(&validate).ends(2).complains(&["before.ndjson:1: not used as an earlier report: "]);
    let named = folder.run(&[&validate[..], &["--prior-form", "forms/2024.yaml"]].concat()).ends(1).json();
    assert_eq!(named["summary"]["reports_with_prior"], 2);
    folder.write("other.yaml", OLD.replace("org.example.loans", "org.example.other"));
    folder
        .run(&[&validate[..], &["--prior-form", "other.yaml"]].concat())
        .ends(2)
        .complains(&["other.yaml is the form `org.example.other`, not `org.example.loans`"]);
}
