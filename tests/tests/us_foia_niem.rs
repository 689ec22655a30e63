//! The example that reads US annual FOIA reports as an agency's own tool wrote them.

use serde_json::{Value, json};
use tallyform_tests::{house, tools};

const SCRIPT: &str = "examples/us-foia/niem.py";
/// The second of the two files that one department has for 2016, cut to two of its components, without cases and notes.
const FILE: &str = "tests/fixtures/us-foia/doj-2016.xml";

fn read(file: &str) -> (Option<Value>, String, bool) {
    let output = tools::plain_python(SCRIPT, &[file], b"");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let report = text.lines().next().map(|line| serde_json::from_str(line).expect("JSON"));
    (report, String::from_utf8(output.stderr).expect("UTF-8"), output.status.success())
}

/// The file with a text replaced, somewhere of its own.
fn changed(name: &str, from: &str, to: &str) -> String {
    let text = house::text(FILE);
    assert!(text.contains(from));
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text.replacen(from, to, 1)).expect("the folder of tests can be written");
    path.to_string_lossy().into_owned()
}

#[test]
fn a_file_becomes_a_line_of_the_shape_of_those_published() {
    let (report, said, complete) = read(FILE);
    let report = report.expect("a report");
    assert!(complete, "{said}");
    assert_eq!((&report["year"], &report["agency"]), (&json!("2016"), &json!("DOJ")));
    assert_eq!(report["components"], json!({"ORG0": "DOJ", "ORG3": "BOP", "ORG18": "COPS"}));
    let sections = &report["sections"];
    assert_eq!(sections["V.A"]["ORG0"]["field_req_received_yr"], "73103");
    // A later export of the same report has 489 here, which is the last component's.
    assert_eq!(sections["V.B.1"]["ORG0"]["field_total"], "71854");
    assert_eq!(sections["XI.A"], json!({}));
    assert_eq!(sections["XI.B"]["ORG0"], json!({"field_rec_post_foia": "82", "field_rec_post_prog": "574"}));
    assert_eq!(report["footnotes"]["V.A"], json!(["(a footnote)", "(a footnote)"]));
    assert_eq!(report["iv"][0]["rows"][0], json!(["ORG3", "1"]));
}

#[test]
fn what_the_tool_wrote_otherwise_is_as_the_form_has_it() {
    let (report, ..) = read(FILE);
    let sections = &report.expect("a report")["sections"];
    // A code for less than a day; a share for percent; nothing for what there is none of and for what is not applicable.
    assert_eq!(sections["VII.A"]["ORG3"]["field_sim_low"], "<1");
    let text = house::text(FILE);
    assert!(text.contains("<foia:FeesCollectedCostPercent>0.0035<"), "a share");
    assert_eq!(sections["X"]["ORG3"]["field_perc_costs"], "0.35");
    assert_eq!(sections["V.B.1"]["ORG18"]["field_oth"], "0");
    let (report, ..) =
        read(&changed("no-backlog.xml", "<foia:BackloggedAppealQuantity>0</foia:BackloggedAppealQuantity>", ""));
    assert_eq!(report.expect("a report")["sections"]["XII.A"]["ORG3"]["field_back_app_end_yr"], "N/A");
}

#[test]
fn what_the_table_lacks_is_named() {
    let (_, said, complete) = read(&changed("section.xml", "<foia:SubsectionUsedSection />", "<foia:NewSection />"));
    assert!(!complete && said.contains("the table has no NewSection"), "{said}");
    let (_, said, complete) = read(&changed(
        "field.xml",
        "<foia:PostedbyFOIAQuantity>5</foia:PostedbyFOIAQuantity>",
        "<foia:Other>5</foia:Other>",
    ));
    assert!(!complete && said.contains("XI.B: the table has no Other"), "{said}");
    let (report, said, complete) = read(&changed("broken.xml", "</iepd:FoiaAnnualReport>", ""));
    assert!(report.is_none() && !complete && said.contains("left out"), "{said}");
}
