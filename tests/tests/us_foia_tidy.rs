//! The example that turns published US annual FOIA reports into the tidy form.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tallyform_tests::{house, tools};

const SCRIPT: &str = "examples/us-foia/tidy.py";
const COLUMNS: [&str; 11] =
    ["agency", "period", "path", "component", "track", "rank", "statute", "reason", "value", "unit", "status"];

/// What the example makes of some lines.
struct Tidy {
    rows: Vec<BTreeMap<String, String>>,
    said: String,
    complete: bool,
}

impl Tidy {
    fn of(input: &str) -> Self {
        let output = tools::plain_python(SCRIPT, &["--to", "ndjson"], input.as_bytes());
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let rows = text.lines().map(|line| serde_json::from_str(line).expect("an object of texts")).collect();
        Self { rows, said: String::from_utf8(output.stderr).expect("UTF-8"), complete: output.status.success() }
    }

    /// Value, unit and status of every row of an agency with this path and these keys.
    fn at(&self, agency: &str, path: &str, keys: &[(&str, &str)]) -> Vec<[&str; 3]> {
        let rows = self.rows.iter().filter(|row| {
            row["agency"] == agency && row["path"] == path && keys.iter().all(|(name, key)| row[*name] == *key)
        });
        rows.map(|row| [row["value"].as_str(), row["unit"].as_str(), row["status"].as_str()]).collect()
    }

    /// What was counted at a line of the table.
    fn counted(&self, section: &str, field: &str) -> Vec<&str> {
        let lines = self.said.lines().filter_map(|line| {
            let rest = line.strip_prefix(section)?.strip_prefix(' ')?;
            Some(rest.trim_start().strip_prefix(field)?.trim_start())
        });
        lines.filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit())).collect()
    }
}

fn sample(year: &str) -> String {
    house::text(&format!("tests/fixtures/us-foia/{year}.jsonl"))
}

/// The line of one agency, changed.
fn changed(year: &str, agency: &str, change: impl FnOnce(&mut Value)) -> String {
    let sample = sample(year);
    let reports = sample.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut report = reports.into_iter().find(|report| report["agency"] == agency).expect("an agency of the sample");
    change(&mut report);
    report.to_string()
}

#[test]
fn a_figure_becomes_a_row_with_all_its_keys() {
    let tidy = Tidy::of(&sample("2016"));
    assert!(tidy.complete, "{}", tidy.said);
    for row in &tidy.rows {
        assert_eq!(row.keys().map(String::as_str).collect::<BTreeSet<_>>(), BTreeSet::from(COLUMNS));
        assert_eq!(row["period"], "2016");
    }
    let bank = |path, keys: &[(&str, &str)]| tidy.at("EXIM Bank", path, keys).concat();
    let received = [("HQ", "118"), ("OIG", "6"), ("total", "124")];
    for (component, figure) in received {
        assert_eq!(bank("requests.received", &[("component", component)]), [figure, "request", "A"]);
    }
    assert_eq!(tidy.at("EXIM Bank", "requests.received", &[]).len(), received.len());
    let simple = [("component", "HQ"), ("track", "simple")];
    assert_eq!(bank("processed_by_days.d1_20", &simple), ["41", "request", "A"]);
    assert_eq!(bank("resources.staff.equivalent", &[("component", "total")]), ["0.65", "FTE", "A"]);
    assert_eq!(bank("other_reasons", &[("component", "OIG"), ("reason", "total")]), ["0", "request", "A"]);
    assert_eq!(bank("header.components", &[]), [r#"["HQ","OIG"]"#, "", "A"]);
    let act = "5 U.S.C. app. § 107(a) (Ethics in Government Act of 1978)";
    assert_eq!(bank("exemption3.relied", &[("statute", act), ("component", "HQ")]), ["1", "time", "A"]);
    assert_eq!(bank("exemption3.citation", &[("statute", act)]), ["(a case)", "", "A"]);
    // An agency of one unit has the row of the whole and no other.
    assert_eq!(tidy.at("ABMC", "requests.received", &[]), [["17", "request", "A"]]);
    assert_eq!(tidy.at("ABMC", "header.components", &[]).concat()[0], r#"["ABMC"]"#);
    assert_eq!(tidy.at("CPPBSD", "dispositions.note", &[]).len(), 1);
}

#[test]
fn what_the_exporter_left_out_is_filled_in_and_counted() {
    let tidy = Tidy::of(&changed("2016", "ABMC", |_| ()));
    let filled = "1 not there, filled with";
    assert_eq!(tidy.at("ABMC", "dispositions.other", &[]), [["0", "request", "A"]]);
    assert_eq!(tidy.counted("V.B.1", "field_oth"), [format!("{filled} 0")]);
    assert_eq!(tidy.at("ABMC", "dispositions.no_records", &[]), [["4", "request", "A"]]);
    assert_eq!(tidy.counted("V.B.1", "field_no_rec"), [] as [&str; 0]);
    assert_eq!(tidy.at("ABMC", "requests_oldest.date", &[("rank", "n10")]), [["N/A", "", "M"]]);
    assert_eq!(tidy.counted("VII.E", "field_date_10"), [format!("{filled} N/A")]);
    // An exporter wrote four noughts for N/A in columns of days, and `0` where a nought was typed.
    assert_eq!(tidy.at("ABMC", "appeal_days.median", &[]), [["N/A", "day", "M"]]);
    assert_eq!(tidy.counted("VI.C.4", "field_med_num_days"), ["1 0.0000 read as N/A"]);
    assert_eq!(tidy.at("ABMC", "fees.percent", &[]), [["0", "percent", "A"]]);
    // What the table gives no meaning stays blank.
    let blank = changed("2016", "ABMC", |report| {
        let row = report["sections"]["V.A"]["ORG0"].as_object_mut().expect("a row");
        assert!(row.remove("field_req_received_yr").is_some());
    });
    let tidy = Tidy::of(&blank);
    assert_eq!(tidy.at("ABMC", "requests.received", &[]), [["", "", "O"]]);
    assert!(tidy.complete);
}

#[test]
fn sections_that_were_not_asked_yet_are_left_out_and_what_stands_there_is_stray() {
    let tidy = Tidy::of(&sample("2016"));
    let asked = |row: &&BTreeMap<String, String>| row["path"].starts_with("subsection_c") || row["path"] == "stray";
    assert_eq!(tidy.rows.iter().find(asked), None, "the exporter wrote noughts for agencies with components");
    assert_eq!(tidy.counted("XI.A", "field_sub_used"), ["7 0 where the form does not ask yet, passed over"]);
    let early = changed("2016", "EXIM Bank", |report| {
        report["sections"]["XI.B"]["ORG1"] = json!({"field_rec_post_prog": "34"});
        report["footnotes"]["XI.B"] = json!(["Since July"]);
    });
    let tidy = Tidy::of(&early);
    assert!(tidy.complete, "what is stray is not left out");
    assert!(tidy.said.contains("XI.B field_rec_post_prog HQ: the form does not ask yet; kept"), "{}", tidy.said);
    let stray = |label: &str, cell: &str| json!({"at": "", "label": label, "cell": cell}).to_string();
    let kept: Vec<Value> = tidy
        .at("EXIM Bank", "stray", &[])
        .into_iter()
        .map(|[value, unit, status]| {
            assert_eq!((unit, status), ("", ""));
            serde_json::from_str(value).expect("JSON")
        })
        .collect();
    let wanted = [stray("XI.B field_rec_post_prog HQ", "34"), stray("XI.B footnote total", "Since July")];
    assert_eq!(kept, wanted.map(|text| serde_json::from_str::<Value>(&text).expect("JSON")));
    let later = changed("2023", "ABMC", |report| report["sections"]["XI.A"] = json!({}));
    assert_eq!(Tidy::of(&later).at("ABMC", "subsection_c", &[]), [] as [[&str; 3]; 0]);
    assert_eq!(Tidy::of(&sample("2023")).at("ABMC", "subsection_c", &[]).len(), 1);
}

#[test]
fn numerals_are_rewritten_and_what_is_none_is_kept_and_named() {
    let days = [("12.0000", "12"), (" 37 ", "37"), (".67", "0.67"), ("151.", "151"), ("007.50", "7.5"), ("-0", "0")];
    for (written, figure) in days {
        let line = changed("2016", "ABMC", |report| {
            report["sections"]["VII.A"]["ORG0"]["field_sim_avg"] = json!(written);
        });
        let tidy = Tidy::of(&line);
        assert_eq!(tidy.at("ABMC", "days_processed.average", &[("track", "simple")]), [[figure, "day", "A"]]);
    }
    let tidy = Tidy::of(&sample("2023"));
    assert!(tidy.complete, "a figure that is kept is not left out");
    assert_eq!(tidy.at("ONHIR", "expedited.average", &[]), [["N.A", "day", "A"]]);
    assert!(tidy.said.contains("VIII.A field_avg_days_jud total: `N.A` is no figure; kept as it is"), "{}", tidy.said);
}

#[test]
fn lines_that_cannot_be_read_are_named_and_the_others_go_on() {
    let good = changed("2016", "ABMC", |_| ());
    let twice = good.replacen('{', r#"{"year": "2015", "#, 1);
    let shapeless = changed("2016", "ABMC", |report| report["sections"] = json!([]));
    let stranger = changed("2016", "ABMC", |report| {
        report["sections"]["V.A"]["ORG0"]["field_new"] = json!("1");
        report["sections"]["XIII"] = json!({});
    });
    let tidy = Tidy::of(&format!("{{\n{twice}\n\n{shapeless}\n{}\n{stranger}\n", r#"{"agency": "ABMC"}"#));
    assert!(!tidy.complete);
    let said: Vec<&str> = tidy.said.lines().collect();
    assert!(said[0].starts_with("standard input:1: no JSON: "), "{}", said[0]);
    assert_eq!(said[1], "standard input:2: a key stands twice in one object; left out");
    assert_eq!(said[2], "standard input:4: `sections` is missing or not of its shape; left out");
    assert_eq!(said[3], "standard input:5: `year` is missing or not of its shape; left out");
    assert_eq!(said[4], "standard input:6: the table has no section XIII");
    assert_eq!(said[5], "standard input:6: V.A: the table has no field field_new");
    assert_eq!(tidy.at("ABMC", "requests.received", &[]).len(), 1, "the last line is a report all the same");
    assert!(Tidy::of(&good).complete);
}

#[test]
fn rows_of_organisations_that_are_not_listed_keep_a_name() {
    let tidy = Tidy::of(&sample("2016"));
    assert_eq!(tidy.at("USPS", "requests.received", &[("component", "?")]), [["525", "request", "A"]]);
    assert_eq!(
        tidy.counted("V.A", "").first(),
        Some(&"1 rows of organisations that the report does not list, called ?")
    );
}
