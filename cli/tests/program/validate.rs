//! `tallyform validate`.

use serde_json::Value;

use crate::support::{Folder, Run, bad, finish, good, report};

fn validate(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["validate", "--form", "form.yaml"], arguments].concat())
}

#[test]
fn a_good_report_is_clean_and_a_bad_one_shows_where_it_is_wrong() {
    let folder = Folder::with_form();
    folder.write("good.json", good());
    folder.write("bad.json", "\u{feff}{\n \"received\":\n  {\"total\": 6, \"paper\": 2, \"online\": 3}}\r\n");
    validate(&folder, &["good.json"]).ends(0).says(&["1 report: nothing found"]);
    validate(&folder, &["bad.json"]).ends(1).says(&[
        "error[received:parts]",
        "bad.json:3:13",
        "form.yaml:15:5",
        "15 |     parts:\n",
        "   |     ^^^^^ received == paper + online",
        "/received/total = 6  Received",
        "1 report: 1 error",
    ]);
    assert_eq!(validate(&folder, &["good.json", "-q"]).ends(0).out, "");
}

#[test]
fn warnings_fail_only_when_denied() {
    let folder = Folder::with_form();
    folder.write("report.json", report("5", "2", "3", "7"));
    validate(&folder, &["report.json"]).ends(0).says(&["warning[answered:check]", "1 report: 1 warning"]);
    validate(&folder, &["report.json", "--deny-warnings"]).ends(1);
}

#[test]
fn messages_come_in_the_language_that_is_asked_for() {
    let folder = Folder::with_form();
    folder.write("bad.json", bad());
    validate(&folder, &["bad.json"]).ends(1).says(&["Received"]);
    validate(&folder, &["bad.json", "--lang", "zh"]).ends(1).says(&["收到"]);
    validate(&folder, &["bad.json", "--lang", "de"]).ends(2).complains(&["no language `de`", "en, zh"]);
    let mut command = folder.command(&["validate", "--form", "form.yaml", "bad.json"]);
    command.env("LANG", "zh_CN.UTF-8");
    finish(command, b"").ends(1).says(&["收到"]);
}

#[test]
fn undetermined_checks_are_counted_and_listed_when_asked() {
    let folder = Folder::with_form();
    folder.write("report.json", report("5", "2", "null", "5"));
    let run = validate(&folder, &["report.json"]).ends(0).says(&["nothing found; 1 check undetermined"]);
    assert!(!run.out.contains("received:parts"), "{}", run.out);
    validate(&folder, &["report.json", "--undetermined"]).ends(0).says(&["undetermined[received:parts]"]);
}

#[test]
fn a_bad_line_is_a_finding_and_the_run_goes_on() {
    let folder = Folder::with_form();
    let truncated = &good()[..30];
    let mut lines = Vec::new();
    for line in [good().as_bytes(), b"\r", b"  ", bad().as_bytes(), b"\xff\x00", b"[1]", good().as_bytes()] {
        lines.extend_from_slice(line);
        lines.extend_from_slice(b"\r\n");
    }
    lines.extend_from_slice(truncated.as_bytes());
    folder.write("reports.ndjson", [b"\xef\xbb\xbf".as_slice(), &lines].concat());
    let run = validate(&folder, &["reports.ndjson", "--format", "json"]).ends(1).json();
    let found: Vec<(u64, &str)> = run["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| (finding["line"].as_u64().expect("a line"), finding["check"].as_str().expect("a check")))
        .collect();
    assert_eq!(found, [(4, "received:parts"), (5, "unreadable"), (6, "unreadable"), (8, "unreadable")]);
    assert_eq!(run["summary"]["reports"], 6);
    assert_eq!(run["summary"]["reports_with_errors"], 4);
}

#[test]
fn one_report_a_line_is_recognised() {
    let folder = Folder::with_form();
    let many = format!("\n{}\n\n{}", good(), bad());
    let pretty = good().replace(", ", ",\n");
    for (name, text, reports) in [
        ("many.json", many.as_str(), 2),
        ("one.json", &good(), 1),
        ("blank.json", &format!("\n\n{}\n\n\n", good()), 1),
        ("pretty.json", &pretty, 1),
        ("one.jsonl", &good(), 1),
        ("none.ndjson", "", 0),
    ] {
        folder.write(name, text);
        let run = validate(&folder, &[name, "--format", "json"]).json();
        assert_eq!(run["summary"]["reports"], reports, "{name}");
    }
    let run = folder.run_with(&["validate", "--form", "form.yaml", "-"], many.as_bytes());
    run.ends(1).says(&["<stdin>:4:", "2 reports: 1 error; 1 report with errors"]);
    // A first line that is no JSON makes a file one bad report, unless it is said to hold one a line.
    folder.write("broken.json", format!("{{\"form\n{}\n", good()));
    validate(&folder, &["broken.json"]).ends(1).says(&["1 report: 1 error"]);
    validate(&folder, &["broken.json", "--ndjson"]).ends(1).says(&["2 reports: 1 error"]);
}

#[test]
fn a_report_cannot_steer_the_terminal() {
    let folder = Folder::with_form();
    folder.write("report.json", good().replace('}', ", \"\\u001b[2J\": \"\\u001b[31m\\u0007\\u009b\"}"));
    let run = validate(&folder, &["report.json"]).ends(1).says(&["unknown"]);
    assert!(!run.out.contains(|c: char| c.is_control() && c != '\n'), "{:?}", run.out);
}

#[test]
fn an_empty_file_is_no_report() {
    let folder = Folder::with_form();
    folder.write("empty.json", "");
    validate(&folder, &["empty.json"]).ends(1).says(&["error[unreadable]", "empty.json"]);
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let folder = Folder::with_form();
    let long = format!("{{\"form\": \"{}\"}}", "x".repeat(17 << 20));
    folder.write("reports.ndjson", format!("{}\n{long}\n{}\n", bad(), bad()));
    let run = validate(&folder, &["reports.ndjson", "--format", "json"]).ends(1).json();
    let findings = run["findings"].as_array().expect("findings");
    assert_eq!(findings[1]["line"], 2);
    assert_eq!(findings[1]["check"], "unreadable");
    assert!(findings[1]["message"]["en"].as_str().expect("a message").contains("16777216 bytes"));
    assert_eq!(findings[2]["line"], 3);
    assert_eq!(run["summary"]["reports"], 3);
}

#[test]
fn folders_hold_reports_in_order_of_name() {
    let folder = Folder::with_form();
    folder.write("in/b.json", bad());
    folder.write("in/a/z.ndjson", bad());
    folder.write("in/notes.txt", "no report");
    let run = validate(&folder, &["in", "--format", "json"]).ends(1).json();
    let files: Vec<&Value> = run["findings"].as_array().expect("findings").iter().map(|f| &f["file"]).collect();
    assert_eq!(files, ["in/a/z.ndjson", "in/b.json"]);
    folder.write("none/notes.txt", "no report");
    validate(&folder, &["none"]).ends(2).complains(&["there is no report in none"]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = Folder::with_form();
    let mut text = String::new();
    for n in 0..6_000 {
        text.push_str(&report(&(n % 7).to_string(), "2", "3", &(n % 5).to_string()));
        text.push('\n');
    }
    folder.write("many.ndjson", text);
    for format in ["text", "json"] {
        let outputs: Vec<String> = ["1", "3"]
            .iter()
            .map(|jobs| validate(&folder, &["many.ndjson", "--format", format, "--jobs", jobs]).ends(1).out)
            .collect();
        assert!(outputs[0] == outputs[1], "{format} differs");
    }
}

#[test]
fn the_summary_counts_every_check_and_puts_those_never_judged_first() {
    let folder = Folder::with_form();
    let blank = report("null", "null", "null", "null");
    folder.write("reports.ndjson", format!("{}\n{}\n{blank}\n", good(), bad()));
    let run = validate(&folder, &["reports.ndjson", "--summary=only"]).ends(1);
    assert!(!run.out.contains("error["), "{}", run.out);
    let row = |text: &str, check: &str| -> Vec<String> {
        let line = text.lines().find(|line| line.contains(check)).unwrap_or_else(|| panic!("{check} in\n{text}"));
        line.split_whitespace().map(str::to_owned).collect()
    };
    assert_eq!(row(&run.out, "received:parts"), ["1", "1", "1", "0", "0", "received:parts"]);
    assert_eq!(row(&run.out, "answered:check"), ["2", "0", "1", "0", "0", "answered:check"]);
    run.says(&["1 finding not shown"]);

    folder.write("blank.ndjson", format!("{}\n", report("5", "2", "3", "null")).repeat(2));
    let run = validate(&folder, &["blank.ndjson"]).ends(0).says(&["answered:check (never judged)"]);
    assert!(run.out.find("answered:check") < run.out.find("received:parts"), "{}", run.out);
    let data = validate(&folder, &["blank.ndjson", "--format", "json"]).ends(0).json();
    let first = &data["summary"]["checks"][0];
    assert_eq!((&first["check"], &first["judged"]), (&"answered:check".into(), &false.into()), "{data}");
    assert_eq!(first["undetermined"], 2);
}

#[test]
fn findings_can_be_limited_and_are_still_counted() {
    let folder = Folder::with_form();
    folder.write("many.ndjson", format!("{}\n", bad()).repeat(50));
    let run = validate(&folder, &["many.ndjson", "--max-findings", "3"]).ends(1);
    assert_eq!(run.out.matches("error[received:parts]").count(), 3);
    run.says(&["50 reports: 50 errors", "47 findings not shown"]);
    let run = validate(&folder, &["many.ndjson", "--max-findings", "3", "--format", "json"]).ends(1).json();
    assert_eq!(run["findings"].as_array().map(Vec::len), Some(3));
    assert_eq!(run["summary"]["findings_left_out"], 47);
}

#[test]
fn machines_get_the_places_too() {
    let folder = Folder::with_form();
    folder.write("bad.json", bad());
    let sarif = validate(&folder, &["bad.json", "--format", "sarif"]).ends(1).json();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "received:parts");
    assert_eq!(result["level"], "error");
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "bad.json");
    assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 15);
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.iter().any(|rule| rule["id"] == "received:parts"), "{rules:?}");
    validate(&folder, &["bad.json", "--format", "github"]).ends(1).says(&["::error file=bad.json,line=1,col="]);
    folder.write("good.json", good());
    let clean = validate(&folder, &["good.json", "--format", "sarif"]).ends(0).json();
    assert_eq!(clean["runs"][0]["results"], Value::Array(Vec::new()));
}

#[test]
fn a_plan_judges_as_its_form_does_and_shows_the_form_where_that_is_at_hand() {
    let folder = Folder::with_form();
    folder.write("bad.json", bad());
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0).out;
    folder.write("plan.json", &plan);
    let by_form = validate(&folder, &["bad.json"]).ends(1).out;
    let by_plan = folder.run(&["validate", "--form", "plan.json", "bad.json"]).ends(1).out;
    assert_eq!(by_form, by_plan);
    // A form that has changed since is not what the plan's places speak of.
    folder.write("form.yaml", "# changed\n");
    let run = folder.run(&["validate", "--form", "plan.json", "bad.json"]).ends(1).says(&["form.yaml:15:5"]);
    assert!(!run.out.contains("# changed"), "{}", run.out);
}

#[test]
fn a_form_that_cannot_be_used_ends_the_run() {
    let folder = Folder::with_form();
    folder.write("report.json", good());
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0).out;
    folder.write("cut.json", &plan[..plan.len() / 2]);
    folder.write("unsound.json", plan.replace("\"cell\": 1", "\"cell\": 4000000"));
    folder.write("other.json", "{}");
    for name in ["cut.json", "unsound.json", "other.json"] {
        let run = folder.run(&["validate", "--form", name, "report.json"]).ends(2);
        run.complains(&[name, "is no sound plan", "tallyform generate plan"]);
    }
    folder.write("bad.yaml", "tallyform: 1\n");
    folder.run(&["validate", "--form", "bad.yaml", "report.json"]).ends(2).complains(&["error[F0", "mend the form"]);
    folder.run(&["validate", "--form", "missing.yaml", "report.json"]).ends(2).complains(&["cannot read missing.yaml"]);
}

#[test]
fn a_report_that_is_not_there_is_said_and_the_rest_is_judged() {
    let folder = Folder::with_form();
    folder.write("bad.json", bad());
    let run = validate(&folder, &["missing.json", "bad.json"]).ends(2);
    run.says(&["error[received:parts]", "1 report: 1 error"]).complains(&["cannot read missing.json"]);
}

#[test]
fn what_was_generated_beside_the_reports_is_no_report() {
    let folder = Folder::with_form();
    folder.write("report.json", good());
    folder.run(&["generate", "plan", "json-schema", "--form", "form.yaml", "--out", "generated"]).ends(0);
    validate(&folder, &["."]).ends(0).says(&["1 report: nothing found"]);
    validate(&folder, &["generated"]).ends(2).complains(&["there is no report in generated; 5 files were passed over"]);
}

#[test]
fn a_file_named_twice_is_judged_once() {
    let folder = Folder::with_form();
    folder.write("report.json", good());
    validate(&folder, &["report.json", "./report.json"]).ends(0).says(&["1 report: nothing found"]);
}

#[test]
fn what_could_not_be_read_is_in_the_last_line_too() {
    let folder = Folder::with_form();
    let run = validate(&folder, &["absent.json"]).ends(2).says(&["0 reports; 1 file not read to the end"]);
    assert!(!run.out.contains("nothing found"), "{}", run.out);
    let run = folder.run(&["check", "absent.yaml"]).ends(2).says(&["0 forms checked; 1 file not read"]);
    assert!(!run.out.contains("nothing found"), "{}", run.out);
}
