//! The rows of a report have so many cells together and no more: by every way in which a report is read.

mod support;

use serde::de::DeserializeSeed;
use support::sections::{plan, section};
use tallyform_runtime::read::{MAX_ROW_CELLS, ReportSeed};
use tallyform_runtime::tidy::{Reader, Tidy};
use tallyform_runtime::{Report, Validator};

fn limited(most: usize) -> Validator {
    let mut plan = plan();
    plan.identity = vec![0];
    Validator::new(plan).unwrap_or_else(|error| panic!("{error}")).with_row_cells(most)
}

/// How many cells a row of the list with this pointer has.
fn width(list: &str, json: &str) -> usize {
    let report = limited(MAX_ROW_CELLS).read(json.as_bytes()).expect("a report");
    report.rows[section(&plan(), list)][0].cells.len()
}

const THREE: &str = r#"{"requests":{"rows":[{"component":"A"},{},{"component":"C"}]},"lead":1}"#;

/// A limit that two rows of `requests` fit in exactly.
fn two_rows() -> usize {
    2 * width("/requests/rows", THREE)
}

#[test]
fn as_many_rows_as_fit_are_read() {
    let two = r#"{"requests":{"rows":[{"component":"A"},{}]},"lead":1}"#;
    let report = limited(two_rows()).read(two.as_bytes()).expect("two rows fit");
    assert_eq!(report, limited(MAX_ROW_CELLS).read(two.as_bytes()).expect("far from the limit"));
}

#[test]
fn the_row_that_no_longer_fits_is_where_a_report_cannot_be_read() {
    let validator = limited(two_rows());
    // A byte order mark is too much for the quick way.
    for json in [THREE.to_owned(), format!("\u{feff}{THREE}")] {
        let findings = validator.read(json.as_bytes()).expect_err("three rows are too many");
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert_eq!(findings[0].cells[0].at, "/requests/rows/2");
        let said = format!(": rows {{\"component\":\"C\"}}; {}", two_rows());
        assert!(findings[0].message["en"].ends_with(&said), "{:?}", findings[0].message);
    }
}

#[test]
fn lists_count_together_and_a_smaller_row_after_the_last_does_not_fit_either() {
    let validator = limited(two_rows() + 1);
    let json = r#"{"requests":{"rows":[{},{},{}]},"staff":{"rows":[{}]},"oldest":{"rows":[{"steps":{"rows":[{}]}}]}}"#;
    let findings = validator.read(json.as_bytes()).expect_err("too many");
    let places: Vec<&str> = findings.iter().map(|finding| finding.cells[0].at.as_str()).collect();
    assert_eq!(places, ["/requests/rows/2"]);
    let json = r#"{"requests":{"rows":[{},{}]},"staff":{"rows":[{}]}}"#;
    let findings = validator.read(json.as_bytes()).expect_err("too many");
    assert_eq!(findings[0].cells[0].at, "/staff/rows/0");
}

#[test]
fn rows_within_rows_count_as_well() {
    let json = r#"{"oldest":{"rows":[{"rank":"1","steps":{"rows":[{},{}]}}]}}"#;
    let (outer, inner) = (width("/oldest/rows", json), width("/steps/rows", json));
    assert!(limited(outer + 2 * inner).read(json.as_bytes()).is_ok());
    let findings = limited(outer + 2 * inner - 1).read(json.as_bytes()).expect_err("one cell too many");
    assert_eq!(findings[0].cells[0].at, "/oldest/rows/0/steps/rows/1");
}

#[test]
fn another_serde_format_is_held_to_it() {
    let value: serde_json::Value = serde_json::from_str(THREE).expect("JSON");
    let read = |most| ReportSeed(&limited(most)).deserialize(value.clone());
    assert!(read(two_rows() + two_rows() / 2).is_ok());
    assert!(read(two_rows()).is_err());
}

#[test]
fn lines_are_held_to_it() {
    let report: Report = limited(MAX_ROW_CELLS)
        .read(br#"{"requests":{"rows":[{"component":"A","received":1},{"component":"B","received":2}]}}"#)
        .expect("a report");
    let gather = |most: usize| {
        let validator = limited(most);
        let tidy = Tidy::new(&validator).expect("a table");
        let mut lines: Vec<Vec<String>> = Vec::new();
        tidy.write(&report, &mut |line: &tallyform_runtime::tidy::Line<'_>| {
            lines.push(line.texts().map(str::to_owned).collect());
        });
        let mut reader = Reader::new(&tidy);
        for (number, line) in (1..).zip(&lines) {
            assert!(reader.push(number, line).is_none(), "one report");
        }
        reader.finish().expect("a report")
    };
    assert_eq!(gather(two_rows()).report.as_ref(), Some(&report));
    let too_many = gather(two_rows() - 1);
    assert_eq!(too_many.report, None);
    assert!(too_many.bad[0].message.contains(&(two_rows() - 1).to_string()), "{:?}", too_many.bad);
}
