//! `tallyform convert`.

use std::fs;

use crate::support::{Folder, Run, bad, good};

/// A form with rows, a closed dimension, identity, and marks of all kinds.
const FORM: &str = "\
tallyform: 1
form: org.example.rows
revision: \"1\"
title: Requests by component
languages: [en]
period: year
identity: [agency]
units:
  request: {label: Request, kind: count}
  day: {label: Day, kind: duration, decimals: 1}
marks: {N/A: not_applicable, <1: {above: 0, below: 1}, few: {suppressed: {min: 0, max: 4}}}
takes: [N/A, <1, few]
header:
  - {id: agency, label: Agency, type: text, required: true}
dimensions:
  component: {label: Whole agency, parts: {key: {label: Component, type: text}}}
  track: {label: Both tracks, parts: [{id: simple, label: Simple}, {id: complex, label: Complex}]}
items:
  - id: requests
    label: Requests
    unit: request
    by: [component]
    items:
      - {id: received, label: Received}
      - {id: processed, label: Processed, by: [track]}
      - {id: days, label: Days, unit: day}
  - {id: staff, label: Staff, unit: request}
";

const TABLE: &str = "\
agency,period,path,component,track,value,unit,status
EXIM,2024,requests.received,total,,124,request,A
EXIM,2024,requests.processed,total,total,110,request,A
EXIM,2024,requests.processed,total,simple,,request,O
EXIM,2024,requests.processed,total,complex,few,request,Q
EXIM,2024,requests.days,total,,12.5,day,A
EXIM,2024,requests.received,\"HQ, main\",,\"\"\"6\"\"\",request,V
EXIM,2024,requests.processed,\"HQ, main\",total,,request,O
EXIM,2024,requests.processed,\"HQ, main\",simple,48,request,A
EXIM,2024,requests.processed,\"HQ, main\",complex,,request,O
EXIM,2024,requests.days,\"HQ, main\",,<1,day,L
EXIM,2024,staff,,,N/A,request,M
";

const REPORT: &str = r#"{"form":"org.example.rows","revision":"1","period":"2024","header":{"agency":"EXIM"},"requests":{"total":{"received":124,"processed":{"total":110,"simple":null,"complex":"few"},"days":"12.5"},"rows":[{"component":"HQ, main","received":"6","processed":{"total":null,"simple":48,"complex":null},"days":"<1"}]},"staff":"N/A"}
"#;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("form.yaml", FORM);
    folder
}

fn convert(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["convert", "--form", "form.yaml"], arguments].concat())
}

#[test]
fn a_report_becomes_a_table_and_comes_back() {
    let folder = folder();
    folder.write("report.json", REPORT);
    let run = convert(&folder, &["--to", "tidy-csv", "report.json"]).ends(0).complains(&["1 report converted"]);
    assert_eq!(run.out, TABLE);
    assert_eq!(convert(&folder, &["--to", "tidy-csv", "report.json", "-q"]).ends(0).err, "");
    folder.write("table.csv", format!("\u{feff}{}", TABLE.replace('\n', "\r\n")));
    assert_eq!(convert(&folder, &["--to", "json", "table.csv"]).ends(0).out, REPORT);
    let ndjson = convert(&folder, &["--to", "tidy-ndjson", "table.csv"]).ends(0).out;
    let line = r#"{"agency":"EXIM","period":"2024","path":"requests.received","component":"total","track":null,"value":124,"unit":"request","status":"A"}"#;
    assert_eq!(ndjson.lines().next(), Some(line));
    folder.write("table.ndjson", format!("\u{feff}{ndjson}\n"));
    assert_eq!(convert(&folder, &["--to", "json", "table.ndjson"]).ends(0).out, REPORT);
    assert_eq!(convert(&folder, &["--to", "json", "report.json"]).ends(0).out, REPORT);
}

#[test]
fn many_reports_from_many_files_become_one_table() {
    let folder = folder();
    let of = |agency: &str| REPORT.replace("EXIM", agency);
    folder.write("reports/a.ndjson", [of("A"), of("B"), of("B")].concat());
    folder.write("reports/b.json", of("C"));
    folder.write("reports/notes.txt", "no report");
    for jobs in ["1", "3"] {
        let run =
            convert(&folder, &["--to", "tidy-csv", "reports", "--output", "all/table.csv", "--jobs", jobs]).ends(0);
        assert_eq!((run.out.as_str(), run.err.as_str()), ("", "4 reports converted\n"));
    }
    let table = folder.read("all/table.csv");
    assert_eq!(table.lines().filter(|line| line.starts_with("agency,")).count(), 1);
    // Two reports of one agency and year: a line says where the second begins.
    assert_eq!(table.lines().filter(|line| *line == "B,2024,form,,,org.example.rows,,").count(), 1);
    assert_eq!(fs::read_dir(folder.path().join("all")).expect("a folder").count(), 1, "no temporary file stays");
    let back = convert(&folder, &["--to", "json", "all"]).ends(0).out;
    assert_eq!(back, [of("A"), of("B"), of("B"), of("C")].concat());
}

#[test]
fn a_bad_line_leaves_its_report_out_and_the_rest_goes_on() {
    let folder = folder();
    let lines: Vec<&str> = TABLE.lines().collect();
    let table = [
        lines[0],
        lines[1],
        "EXIM,2024,requests.nothing,total,,1,request,A",
        "GSA,2024,staff,,,7,day,A",
        "GSA,2024,staff,,,7,request,A",
        "OPM,2024,staff,,,8,request,A",
        "SSA,2024,staff,,,9,request",
        "VA,2024,staff,,,10,request,A",
        "DOE,2024,staff,,,11,request,A",
    ];
    folder.write("table.csv", table.join("\n"));
    let run = convert(&folder, &["--to", "json", "table.csv", "--output", "out.ndjson"]).ends(1).complains(&[
        "error: table.csv:3: column `path`: the form has no figure or field `requests.nothing`\n",
        "error: table.csv:4: column `unit`: the unit of `staff` is `request`, not `day`\n",
        "error: table.csv:7: the line has 7 columns, and the first line of the file 8\n",
        "1 report converted, 4 left out\n",
    ]);
    assert_eq!(run.out, "");
    let out = folder.read("out.ndjson");
    assert!(out.contains("DOE") && out.lines().count() == 1, "{out}");
    folder.write("table.ndjson", "{\"path\": \"staff\", \"value\": 1}\n{\"path\": \"staff\",\n\n");
    convert(&folder, &["--to", "json", "table.ndjson"])
        .ends(1)
        .complains(&["error: table.ndjson:2: no line of the tidy form"]);
}

#[test]
fn a_report_that_cannot_be_read_is_named_with_its_place() {
    let folder = Folder::with_form();
    folder.write("reports.ndjson", [good(), "{\"received\": 1}".to_owned(), "{".to_owned(), bad()].join("\n"));
    let run = convert(&folder, &["--to", "tidy-csv", "reports.ndjson"]).ends(1).complains(&[
        "error: reports.ndjson:2:14: ",
        "error: reports.ndjson:3:1: ",
        "2 reports converted, 2 left out\n",
    ]);
    // Findings are no reason to leave a report out.
    assert!(run.out.contains(",received,6,"), "{}", run.out);
}

#[test]
fn a_file_that_cannot_be_read_does_not_stop_the_others() {
    let folder = folder();
    folder.write("good.csv", TABLE);
    folder.write("empty.csv", "");
    folder.write("other.csv", "path,valeu\nstaff,1\n");
    folder.write("half.csv", [TABLE.as_bytes(), b"GSA,2024,staff,,,7,request,\xff\n"].concat());
    let run = convert(&folder, &["--to", "json", "missing.csv", "empty.csv", "other.csv", "half.csv", "good.csv"]);
    let run = run.ends(2).complains(&[
        "cannot read missing.csv: there is no such file or folder",
        "empty.csv is no table of this form: it is empty",
        "other.csv is no table of this form: there is no column `valeu` in this form; its columns are `agency`, `period`",
        "half.csv:13: the line is no UTF-8 text",
        "1 report converted, 1 left out\n",
    ]);
    assert_eq!(run.out, REPORT);
}

#[test]
fn a_quotation_mark_that_nobody_closes_does_not_take_all_memory() {
    let folder = folder();
    let mut table = TABLE.to_owned();
    table.push_str("GSA,2024,staff,,,\"7,request,A\n");
    table.push_str(&"GSA,2024,staff,,,7,request,A\n".repeat(700_000));
    let run = folder
        .run_with(&["convert", "--form", "form.yaml", "--from", "tidy-csv", "--to", "json", "-"], table.as_bytes());
    let run =
        run.ends(2).complains(&["cannot read -: a record has more than 16777216 bytes; is a quotation mark missing?"]);
    assert_eq!(run.out, "", "what stands before the place may be half a report");
}

#[test]
fn standard_input_is_read_as_it_is_said() {
    let folder = folder();
    let to_json = ["convert", "--form", "form.yaml", "--to", "json", "-"];
    folder
        .run_with(&to_json, TABLE.as_bytes())
        .ends(2)
        .complains(&["nothing says what standard input holds", "--from tidy-csv"]);
    assert_eq!(
        folder.run_with(&[&to_json[..], &["--from", "tidy-csv"]].concat(), TABLE.as_bytes()).ends(0).out,
        REPORT
    );
    let to_csv = ["convert", "--form", "form.yaml", "--to", "tidy-csv", "-"];
    assert_eq!(folder.run_with(&to_csv, REPORT.as_bytes()).ends(0).out, TABLE);
    let cut = folder.run_with(&[&to_csv[..], &["--from", "ndjson"]].concat(), format!("{{\n{REPORT}").as_bytes());
    assert_eq!(cut.ends(1).complains(&["error: <stdin>:1:1: "]).out, TABLE);
}

#[test]
fn an_output_that_cannot_be_written_is_said_before_anything_is_read() {
    let folder = folder();
    folder.write("report.json", REPORT);
    fs::create_dir(folder.path().join("folder")).expect("a folder");
    convert(&folder, &["--to", "tidy-csv", "report.json", "--output", "folder"])
        .ends(2)
        .complains(&["cannot write folder: it is a folder"]);
    convert(&folder, &["--to", "xlsx", "report.json"]).ends(2).complains(&["tidy-csv", "tidy-ndjson", "json"]);
}
