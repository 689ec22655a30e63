//! Reports from bytes: what is read, what is kept though it does not fit, and what cannot be read.

mod support;

use support::{cell, plan};
use tallyform_runtime::cell::{Cell, Misfit};
use tallyform_runtime::{Report, Validator};

fn validator() -> Validator {
    Validator::new(plan()).unwrap()
}

/// What stands in the cell of a path after `json` was read there.
fn read(path: &str, json: &str) -> Cell {
    let validator = validator();
    let report = match path.split_once('.') {
        Some((heading, field)) => format!("{{\"{heading}\":{{\"{field}\":{json}}}}}"),
        None => format!("{{\"{path}\":{json}}}"),
    };
    let report = validator.read(report.as_bytes()).unwrap_or_else(|findings| panic!("{findings:?}"));
    report.cell(cell(validator.plan(), path)).clone()
}

/// Ids of the checks that a report violates.
fn violated(json: &str) -> Vec<String> {
    let ids = validator().validate_json(json.as_bytes()).findings.into_iter().map(|finding| finding.check);
    // The one field that is required is left out of most of these reports.
    ids.filter(|id| id != "header.reporting_unit:required").collect()
}

#[test]
fn values_that_fit_become_cells() {
    for (path, json, expected) in [
        ("a", "5", Cell::Figure(5)),
        ("a", "5.0", Cell::Figure(5)),
        ("a", "5e0", Cell::Figure(5)),
        ("a", "0.5e1", Cell::Figure(5)),
        ("a", "-0", Cell::Figure(0)),
        ("a", "9007199254740991", Cell::Figure(9_007_199_254_740_991)),
        ("a", "null", Cell::Blank),
        ("a", "\"/\"", Cell::Mark(0)),
        ("a", "\"few\"", Cell::Mark(2)),
        ("m", "\"160.5964\"", Cell::Figure(1_605_964)),
        ("m", "\"160.59640000\"", Cell::Figure(1_605_964)),
        ("m", "\"160\"", Cell::Figure(1_600_000)),
        ("m", "\"\\u0031\"", Cell::Figure(10_000)),
        ("header.head", "\"局\"", Cell::Text("局".into())),
        ("header.since", "1998", Cell::Year(1998)),
        ("header.public", "false", Cell::Bool(false)),
        ("header.area", "\"north\"", Cell::Text("north".into())),
        ("header.areas", "[\"north\",\"south\"]", Cell::Codes(Box::new(vec!["north".into(), "south".into()]))),
    ] {
        assert_eq!(read(path, json), expected, "{path}: {json}");
        let report =
            format!("{{\"{}\":{json}}}", path.replace('.', "\":{\"")) + if path.contains('.') { "}" } else { "" };
        assert_eq!(violated(&report), Vec::<String>::new(), "{report}");
    }
    let Cell::Date(date) = read("header.day", "\"2017-01-31\"") else { panic!("no date") };
    assert_eq!((date.year(), date.month(), date.day()), (2017, 1, 31));
    let Cell::Wide(wide) = read("m", "\"9007199254740991.5\"").clone() else {
        // Past the limit, so that it does not fit.
        assert_eq!(violated(r#"{"m":"9007199254740991.5"}"#), ["m:type"]);
        let Cell::Wide(wide) = read("m", "\"9007199254740991\"") else { panic!("no wide figure") };
        assert_eq!(wide.to_string(), "9007199254740991");
        return;
    };
    panic!("{wide}");
}

#[test]
fn what_does_not_fit_is_kept_with_the_number_that_it_says() {
    for (path, json, misfit, value, check) in [
        ("a", "5.5", Misfit::Places, Some("5.5"), "a:places"),
        ("a", "\"5.5\"", Misfit::Places, Some("5.5"), "a:places"),
        ("a", "\"5\"", Misfit::Type, Some("5"), "a:type"),
        ("a", "9007199254740992", Misfit::Type, Some("9007199254740992"), "a:type"),
        ("a", "18446744073709551616", Misfit::Type, Some("18446744073709551616"), "a:type"),
        ("a", "1e20", Misfit::Type, Some("100000000000000000000"), "a:type"),
        ("a", "1e400", Misfit::Type, None, "a:type"),
        ("a", "true", Misfit::Type, None, "a:type"),
        ("a", "{\"total\": 5}", Misfit::Type, None, "a:type"),
        ("a", "[5]", Misfit::Type, None, "a:type"),
        ("a", "\"\"", Misfit::Type, None, "a:type"),
        ("a", "\" 5\"", Misfit::Type, None, "a:type"),
        ("a", "\"05\"", Misfit::Type, None, "a:type"),
        ("a", "\"５\"", Misfit::Type, None, "a:type"),
        ("a", "\"\\ud800\"", Misfit::Type, None, "a:type"),
        ("b", "\"few\"", Misfit::Mark(2), None, "b:marks"),
        ("m", "160.5964", Misfit::Type, Some("160.5964"), "m:type"),
        ("m", "5", Misfit::Type, Some("5"), "m:type"),
        ("m", "\"160.59641\"", Misfit::Places, Some("160.59641"), "m:places"),
        ("m", "\"1e3\"", Misfit::Type, None, "m:type"),
        ("m", "1234567890123456.78", Misfit::Type, Some("1234567890123456.78"), "m:type"),
        ("header.head", "5", Misfit::Type, None, "header.head:type"),
        ("header.day", "\"2017-02-29\"", Misfit::Type, None, "header.day:type"),
        ("header.since", "\"1998\"", Misfit::Type, None, "header.since:type"),
        ("header.since", "19980", Misfit::Type, None, "header.since:type"),
        ("header.public", "0", Misfit::Type, None, "header.public:type"),
        ("header.areas", "[1]", Misfit::Type, None, "header.areas:type"),
    ] {
        let Cell::Other(other) = read(path, json) else { panic!("{path}: {json} fits") };
        assert_eq!((other.json.as_str(), other.misfit), (json, misfit), "{path}");
        assert_eq!(other.value.map(|value| value.to_string()).as_deref(), value, "{path}: {json}");
        let report =
            format!("{{\"{}\":{json}}}", path.replace('.', "\":{\"")) + if path.contains('.') { "}" } else { "" };
        assert_eq!(violated(&report), [check], "{report}");
    }
}

#[test]
fn cells_are_judged_alone() {
    for (json, expected) in [
        (r#"{"a":-1}"#, &["a:bounds"][..]),
        (r#"{"p":0}"#, &["p:bounds"]),
        (r#"{"p":100}"#, &[]),
        (r#"{"p":101}"#, &["p:bounds"]),
        (r#"{"m":"-0.0001"}"#, &["m:bounds"]),
        (r#"{"a":-1.5}"#, &["a:bounds", "a:places"]),
        (r#"{"a":"-1"}"#, &["a:bounds", "a:type"]),
        // 'Not applicable' has no bounds to keep; a range mark does.
        (r#"{"p":"/"}"#, &[]),
        (r#"{"p":"<1"}"#, &[]),
        (r#"{"header":{"head":"一二三"}}"#, &[]),
        (r#"{"header":{"head":"一二三四"}}"#, &["header.head:bounds"]),
        (r#"{"header":{"phone":"123-45"}}"#, &[]),
        (r#"{"header":{"phone":"x"}}"#, &[]),
        (r#"{"header":{"phone":"a123-45"}}"#, &["header.phone:bounds"]),
        (r#"{"header":{"area":"west"}}"#, &["header.area:type"]),
        (r#"{"header":{"areas":["north","west"]}}"#, &["header.areas:type"]),
    ] {
        assert_eq!(violated(json), expected, "{json}");
    }
    let ids: Vec<String> = validator().validate_json(b"{}").findings.into_iter().map(|finding| finding.check).collect();
    assert_eq!(ids, ["header.reporting_unit:required"]);
}

#[test]
fn headings_and_figures_with_parts_are_objects() {
    let validator = validator();
    let report = validator.read(br#"{"sum":{"y":2,"x":1,"total":3},"header":null}"#).unwrap();
    let at = |path| report.cell(cell(validator.plan(), path)).clone();
    assert_eq!((at("sum"), at("sum.x"), at("sum.y")), (Cell::Figure(3), Cell::Figure(1), Cell::Figure(2)));
}

#[test]
fn what_the_form_lacks_is_kept() {
    let validator = validator();
    let json = r#"{"a":1,"extra":{"deep":[1, 2]},"sum":{"k/~":1.50}}"#;
    let report = validator.read(json.as_bytes()).unwrap();
    let unknown: Vec<(&str, &str)> = report.unknown.iter().map(|one| (one.at.as_str(), one.json.as_str())).collect();
    assert_eq!(unknown, [("/extra", "{\"deep\":[1, 2]}"), ("/sum/k~1~0", "1.50")]);
    assert_eq!(violated(json), ["unknown", "unknown"]);
    let again = validator.read(validator.write(&report).as_bytes()).unwrap();
    assert_eq!(again.cells, report.cells);
    assert_eq!(again.unknown.len(), 2);
}

#[test]
fn stray_cells_and_explanations_are_read() {
    let validator = validator();
    let json = r#"{"form":"org.example","revision":"2017","period":"2016",
        "stray":[{"at":"/sum","label":"行","cell":"373"},{"at":"","cell":"7"}],
        "explanations":[{"check":"a:b","row":{"d":"m"},"text":"因为"}]}"#;
    let report = validator.read(json.as_bytes()).unwrap();
    assert_eq!(report.period.as_deref(), Some("2016"));
    assert_eq!(report.stray.len(), 2);
    assert_eq!(report.stray[0].label.as_deref(), Some("行"));
    assert_eq!(report.stray[1].cell, "7");
    assert_eq!(report.explanations[0].row["d"], "m");
    assert_eq!(validator.read(validator.write(&report).as_bytes()).unwrap(), report);
    let findings = validator.validate(&report).findings;
    let last: Vec<(&str, String)> =
        findings.iter().rev().take(2).map(|f| (f.check.as_str(), f.severity.to_string())).collect();
    assert_eq!(last, [("stray", "warning".to_owned()), ("stray", "warning".to_owned())]);
}

/// `line:column` and reason of a report that cannot be read.
fn unreadable(json: &[u8]) -> String {
    match validator().read(json) {
        Ok(_) => "read".to_owned(),
        Err(findings) => {
            assert!(findings.iter().all(|finding| finding.check == "unreadable"));
            findings[0].message["en"].clone()
        }
    }
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    let deep = "[".repeat(200_000);
    let nested = format!("{{\"zzz\":{}1{}}}", "[".repeat(127), "]".repeat(127));
    assert_eq!(unreadable(nested.as_bytes()), "read");
    for (json, expected) in [
        (&b"{\"a\":1,\n \"b\":}"[..], "2:6: json expected value; —"),
        (b"", "1:1: json EOF"),
        (b"[1]", "1:1: object [1]; —"),
        (b"7", "1:1: object 7; —"),
        (b"{\"a\":1} x", "1:9: json trailing characters"),
        (b"{\"a\":NaN}", "1:6: json "),
        (b"{\"a\":01}", "1:7: json "),
        (b"{\"a\":'1'}", "1:6: json "),
        ("{\"局\":\n\"\u{1}\"}".as_bytes(), "2:1: json control character"),
        (b"{\"a\":\"\xff\"}", "1:7: text "),
        (b"{\"a\":1,\n\"a\":2}", "2:5: duplicate a; —"),
        (b"{\"q\":1,\"zz\":1,\"zz\":1}", "1:20: duplicate zz; —"),
        (b"{\"sum\":{\"x\":1,\"x\":1}}", "1:19: duplicate x; —"),
        (b"{\"sum\":3}", "1:8: object 3; {\"total\": …}"),
        (b"{\"header\":[]}", "1:11: object []; —"),
        (b"{\"\\ud800\":1}", "1:1: json "),
        (b"{\"form\":\"x\"}", "1:9: form x; \"org.example\""),
        (b"{\"revision\":2018}", "1:13: revision 2018; "),
        (b"{\"period\":\"2017-01\"}", "1:11: period 2017-01; \"2017\""),
        (b"{\"period\":17}", "1:11: period 17; \"2017\""),
        (b"{\"stray\":{}}", "1:10: list invalid type"),
        (b"{\"explanations\":[{}]}", "1:17: list missing field"),
        (deep.as_bytes(), "1:129: depth ; 128"),
    ] {
        let found = unreadable(json);
        assert!(found.starts_with(expected), "{:?}: {found}", String::from_utf8_lossy(&json[..json.len().min(40)]));
    }
    // Everything that is wrong with the head of a report is said at once.
    assert_eq!(validator().read(br#"{"form":"x","revision":"y","period":"z"}"#).map_err(|all| all.len()), Err(3));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(unreadable(b"\xef\xbb\xbf{\"a\":1}"), "read");
    assert!(unreadable(b"\xef\xbb\xbf{\"a\":}").starts_with("1:7: json "), "{}", unreadable(b"\xef\xbb\xbf{\"a\":}"));
}

#[test]
fn memory_that_is_used_again_holds_nothing_of_the_last_report() {
    let validator = validator();
    let mut scratch = tallyform_runtime::Scratch::default();
    let reports: [&[u8]; 5] = [
        br#"{"period":"2017","header":{"head":"x","reporting_unit":"y","since":2000},"a":1,"sum":{"x":3}}"#,
        br#"{"header":{"reporting_unit":"zz"},"b":2}"#,
        br#"{"a":"5","stray":[{"at":"","cell":"1"}],"k":1}"#,
        br#"{"a":}"#,
        b"{}",
    ];
    for json in reports {
        let validation = validator.validate_json_with(json, &mut scratch, None).clone();
        assert_eq!(validation, validator.validate_json(json));
        if let Ok(report) = validator.read(json) {
            assert_eq!(scratch.report(), &report);
        }
    }
}

#[test]
fn any_serde_format_gives_the_same_report() {
    use serde::de::DeserializeSeed;
    let validator = validator();
    for json in [
        r#"{"period":"2017","header":{"head":"x","areas":["north"]},"a":1,"m":"1.5","sum":{"x":"/"}}"#,
        r#"{"a":5.5,"b":"few","c":[1],"d":{"e":1},"e":true,"m":7,"sum":{"zz":1}}"#,
        r#"{"form":"org.example","stray":[{"at":"","cell":"1"}],"explanations":[{"check":"c","text":"t"}]}"#,
    ] {
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        let report = tallyform_runtime::read::ReportSeed(&validator).deserialize(value).unwrap();
        assert_eq!(report, validator.read(json.as_bytes()).unwrap(), "{json}");
    }
    let wrong: serde_json::Value = serde_json::from_str(r#"{"form":"x"}"#).unwrap();
    assert!(tallyform_runtime::read::ReportSeed(&validator).deserialize(wrong).is_err());
}

#[test]
fn a_report_is_written_in_form_order() {
    let validator = validator();
    let json = r#"{"m":"1.50","sum":{"y":1},"header":{"since":1998,"head":"\"x\""},"period":"2017","a":"/"}"#;
    let report: Report = validator.read(json.as_bytes()).unwrap();
    let written = validator.write(&report);
    let start =
        r#"{"form":"org.example","revision":"2017","period":"2017","header":{"reporting_unit":null,"head":"\"x\"","#;
    assert!(written.starts_with(start), "{written}");
    assert!(written.contains(r#""a":"/","b":null"#), "{written}");
    assert!(written.contains(r#""sum":{"total":null,"x":null,"y":1}"#), "{written}");
    assert!(written.contains(r#""m":"1.5""#), "{written}");
    assert_eq!(validator.read(written.as_bytes()).unwrap(), report);
}
