//! Reports and plans that mean ill.

use crate::support::{Folder, Run, report};

fn validate(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["validate", "--form", "form.yaml"], arguments].concat())
}

/// Texts in which something would steer a terminal that prints them as they are.
fn is_harmless(text: &str) -> bool {
    !text
        .chars()
        .any(|c| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

#[test]
fn whichever_way_a_report_is_read_the_findings_are_the_same() {
    let folder = Folder::with_form();
    let values = [
        "5",
        "\"5\"",
        "5.0",
        "\"5.0\"",
        "5e0",
        "-0",
        "\"-0\"",
        "1e400",
        "\"1e400\"",
        "5.5",
        "\"5.5\"",
        "\"05\"",
        "\"+5\"",
        "\" 5\"",
        "\"\"",
        "\"/\"",
        "\"\\u002f\"",
        "\"-\"",
        "null",
        "true",
        "[5]",
        "{\"total\": 5}",
        "-1",
        "9007199254740991",
        "9007199254740992",
        "-9007199254740993",
        "18446744073709551616",
        "\"\\ud800\"",
        "\"\\u202e5\"",
        "\"５\"",
    ];
    for value in values {
        let plain = report("6", value, "3", "5");
        // An escape says the same and sends the whole report the careful way.
        let escaped = plain.replacen("org.", "\\u006frg.", 1);
        assert_ne!(plain, escaped);
        let findings = |text: &str| {
            folder.write("report.json", text);
            let run = validate(&folder, &["report.json", "--format", "json"]);
            let mut json = run.json();
            for finding in json["findings"].as_array_mut().expect("findings") {
                finding["column"] = 0.into();
            }
            (run.code, json)
        };
        assert_eq!(findings(&plain), findings(&escaped), "{value}");
    }
}

#[test]
fn what_is_missing_is_shown_in_the_object_that_lacks_it() {
    let folder = Folder::new();
    folder.write(
        "form.yaml",
        "tallyform: 1\nform: org.example.a\nrevision: \"1\"\ntitle: A\nunits:\n  a: {kind: count}\nlanguages: [en]\nheader:\n  - {id: name, label: \
         Name, type: text, required: true}\nitems:\n  - {id: about, label: About, unit: a}\n",
    );
    folder.write("a.json", "{\"form\": \"org.example.a\",\n  \"header\": {}}");
    folder.write("b.json", " {\"form\": \"org.example.a\"}");
    validate(&folder, &["a.json", "b.json"]).ends(1).says(&["a.json:2:13", "b.json:1:2"]);
}

#[test]
fn every_one_of_very_many_findings_has_its_place() {
    let folder = Folder::with_form();
    let keys: Vec<String> = (0..20_000).map(|n| format!("\n\"k{n}\": \"{}\"", "x".repeat(100))).collect();
    folder.write("report.json", format!("{{{}}}", keys.join(",")));
    let run = validate(&folder, &["report.json", "--format", "json"]).ends(1);
    let json = run.json();
    let findings = json["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 20_000);
    for (at, finding) in findings.iter().enumerate() {
        assert_eq!(finding["line"], at + 2, "{finding}");
    }
}

#[test]
fn something_stray_without_a_place_of_its_own_is_shown_in_its_list() {
    let folder = Folder::with_form();
    for at in ["/nowhere", "nowhere"] {
        let stray = format!("{{\n \"stray\": [{{\"at\": \"{at}\", \"cell\": \"1\"}}]}}");
        folder.write("report.json", stray);
        validate(&folder, &["report.json"]).ends(0).says(&["warning[stray]", "report.json:2:11"]);
    }
}

#[test]
fn a_very_long_content_is_not_printed_in_full() {
    let folder = Folder::with_form();
    folder.write("report.json", report("5", &format!("\"{}\"", "字".repeat(100_000)), "3", "5"));
    let run =
        validate(&folder, &["report.json"]).ends(1).says(&["/received/paper = \"字字", "and 99800 more characters"]);
    assert!(run.out.len() < 5000, "{} bytes", run.out.len());
}

#[test]
fn annotations_cannot_steer_the_log_that_they_are_read_in() {
    let folder = Folder::with_form();
    folder.write("report.json", "{\"\\u001b[2J\\u202e\\u0085\\u0000\\r\\n::error::\": 1}");
    let run = validate(&folder, &["report.json", "--format", "github"]).ends(1).says(&["%0A"]);
    assert!(is_harmless(&run.out), "{:?}", run.out);
    assert_eq!(run.out.lines().count(), 1, "{:?}", run.out);
}

#[test]
fn a_plan_cannot_steer_the_terminal_either() {
    let folder = Folder::with_form();
    folder.write("report.json", report("6", "2", "3", "5"));
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0).out;
    for (from, to) in [
        ("\"received:parts\"", "\"\\u001b[2Jreceived:parts\""),
        ("received == paper + online", "\\u001b[2J\\u202e"),
        ("\"form.yaml\"", "\"\\u001b[2J.yaml\""),
        ("\"count\"", "\"\\u001b[2J\""),
        ("\"On paper\"", "\"\\u001b[2J\""),
        ("\"/received/paper\"", "\"/\\u202e\""),
    ] {
        assert!(plan.contains(from), "{from} is in the plan");
        folder.write("plan.json", plan.replace(from, to));
        for arguments in [&["validate", "-f", "plan.json", "report.json"][..], &["show", "plan.json"]] {
            let run = folder.run(arguments);
            assert!(is_harmless(&run.out) && is_harmless(&run.err), "{from}: {:?} {:?}", run.out, run.err);
        }
    }
}

#[test]
fn a_plan_that_was_tampered_with_is_refused_with_its_place() {
    let folder = Folder::with_form();
    folder.write("report.json", report("5", "2", "3", "5"));
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0).json();
    for (at, value) in [
        ("/nodes/1/children/0", 1.into()),
        ("/nodes/2/parent", 4_000_000_000_u32.into()),
        ("/cells/0/node", 3.into()),
        ("/rules/0/statements/0/compare/left/cell", 99.into()),
        ("/languages/1", "de".into()),
        ("/units/0/decimals", 200.into()),
        ("/cells", serde_json::Value::Null),
    ] {
        let mut tampered = plan.clone();
        *tampered.pointer_mut(at).expect(at) = value;
        folder.write("plan.json", tampered.to_string());
        folder
            .run(&["validate", "-f", "plan.json", "report.json"])
            .ends(2)
            .complains(&["plan.json is no sound plan: ", "tallyform generate plan"]);
    }
}

#[test]
fn what_cannot_be_read_is_shown_where_it_stands_in_the_file() {
    let folder = Folder::with_form();
    let deep = format!("{{\"x\": {}", "[".repeat(1000));
    let lines = ["{}", "{\"form\": }", &deep, "{\"received\": {}, \"received\": {}}", "{\"period\": \"x\"}", "nothing"];
    folder.write("reports.ndjson", lines.join("\n"));
    let run = validate(&folder, &["reports.ndjson", "--format", "json"]).ends(1);
    let json = run.json();
    let places: Vec<String> = json["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| format!("{}:{}", finding["line"], finding["column"]))
        .collect();
    assert_eq!(places, ["2:10", "3:134", "4:30", "5:12", "6:2"], "{}", run.out);
    for (finding, place) in json["findings"].as_array().expect("findings").iter().zip(places) {
        let message = finding["message"]["en"].as_str().expect("a message");
        assert!(message.contains(&place), "{message} names {place}");
    }
    folder.write("one.json", "{\n  \"received\": 3\n\u{feff}}");
    validate(&folder, &["one.json"]).ends(1).says(&["one.json:3:1"]);
}

#[test]
fn a_figure_that_is_too_large_is_told_how_large_it_may_be() {
    let folder = Folder::with_form();
    folder.write("report.json", report("5", "9007199254740992", "\"3\"", "5"));
    let run = validate(&folder, &["report.json"]).ends(1).says(&[
        "9007199254740992 cannot stand here; write it like 12 (≤ 9007199254740991)",
        "\"3\" cannot stand here; write it like 12\n",
    ]);
    assert_eq!(run.out.matches('≤').count(), 1, "{}", run.out);
}

#[test]
fn something_stray_without_a_label_has_that_of_its_node() {
    let folder = Folder::with_form();
    folder.write(
        "report.json",
        "{\"stray\": [{\"at\": \"/received/paper\", \"cell\": \"1\"}, {\"at\": \"/x\", \"cell\": \"2\"}]}",
    );
    validate(&folder, &["report.json", "--lang", "zh"]).ends(0).says(&["[stray]: 书面：", "[stray]: /x："]);
    validate(&folder, &["report.json"]).ends(0).says(&["[stray]: On paper: “1”", "[stray]: /x: “2”"]);
}
