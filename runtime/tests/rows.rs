//! Reports with rows: how they are read, what of them cannot be, and that they are written as they were read.

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde::de::DeserializeSeed;
use support::reports::object;
use support::sections::{plan, section};
use tallyform_runtime::cell::Cell;
use tallyform_runtime::read::ReportSeed;
use tallyform_runtime::{Plan, Report, Scratch, Validator};

fn validator() -> Validator {
    Validator::new(plan()).unwrap_or_else(|error| panic!("{error}"))
}

fn read(json: &str) -> Report {
    validator().read(json.as_bytes()).unwrap_or_else(|findings| panic!("{json}: {findings:?}"))
}

/// What the exact way makes of a report: a byte order mark is too much for the quick one.
fn exactly(json: &str) -> Report {
    read(&format!("\u{feff}{json}"))
}

/// The cell of the pointer that it has in its row.
fn cell(plan: &Plan, section: usize, pointer: &str) -> usize {
    let section_number = u32::try_from(section).ok();
    let is_it = |cell: &tallyform_runtime::plan::Cell| cell.section == section_number && cell.pointer == pointer;
    let first = first(plan, section);
    plan.cells.iter().position(is_it).unwrap_or_else(|| panic!("no {pointer}")) - first
}

/// The number of the first cell in a section's rows.
fn first(plan: &Plan, section: usize) -> usize {
    let within = |mut at: Option<u32>| {
        while let Some(number) = at {
            if number as usize == section {
                return true;
            }
            at = plan.sections[number as usize].above;
        }
        false
    };
    plan.cells.iter().position(|cell| within(cell.section)).expect("a section has its key")
}

#[test]
fn each_object_of_a_list_is_a_row() {
    let json = r#"{"requests":{"total":{"received":9},"rows":[
        {"component":"CBP","received":5,"processed":{"total":3,"granted":"/","spent":"1.5"}},
        {"received":4,"component":"ICE","processed":null}]},"lead":1}"#;
    let (plan, report) = (plan(), read(json));
    let of = section(&plan, "/requests/rows");
    let rows = &report.rows[of];
    let at = |row: usize, pointer: &str| rows[row].cells[cell(&plan, of, pointer)].clone();
    assert_eq!(rows.len(), 2);
    assert_eq!((at(0, "/component"), at(1, "/component")), (Cell::Text("CBP".into()), Cell::Text("ICE".into())));
    assert_eq!((at(0, "/received"), at(1, "/received")), (Cell::Figure(5), Cell::Figure(4)));
    assert_eq!((at(0, "/processed/total"), at(1, "/processed/total")), (Cell::Figure(3), Cell::Blank));
    assert_eq!((at(0, "/processed/granted"), at(0, "/processed/spent")), (Cell::Mark(0), Cell::Figure(15_000)));
    // The slots of the report itself stay blank.
    let slots = first(&plan, of)..first(&plan, of) + rows[0].cells.len();
    assert!(report.cells[slots].iter().all(Cell::is_blank));
    assert_eq!(exactly(json), report);
}

#[test]
fn a_figure_of_its_own_in_rows_is_their_total() {
    let (plan, report) = (plan(), read(r#"{"staff":{"total":5,"rows":[{"component":"CBP","total":5}]}}"#));
    let of = section(&plan, "/staff/rows");
    assert_eq!(report.rows[of][0].cells[cell(&plan, of, "/total")], Cell::Figure(5));
    let written = validator().write(&report);
    let staff = r#""staff":{"total":5,"rows":[{"component":"CBP","total":5}],"note":null}"#;
    assert!(written.contains(staff), "{written}");
}

#[test]
fn rows_in_rows_know_the_row_above() {
    let json = r#"{"reasons":{"rows":[
        {"component":"A","rows":[{"reason":"x","denied":1},{"reason":"y"}]},
        {"component":"B"},
        {"component":"C","rows":[{"reason":"x","denied":3}],"total":{"denied":7}}],
        "total":{"rows":[{"reason":"x","denied":4}],"total":{"denied":8}}}}"#;
    let (plan, report) = (plan(), read(json));
    let nested =
        (0..plan.sections.len()).find(|of| plan.sections[*of].above.is_some()).expect("a section in a section");
    let above: Vec<u32> = report.rows[nested].iter().map(|row| row.above).collect();
    assert_eq!(above, [0, 0, 2]);
    let denied = cell(&plan, nested, "/denied");
    assert_eq!(report.rows[nested][2].cells[denied], Cell::Figure(3));
    assert_eq!(report.rows[section(&plan, "/reasons/total/rows")].len(), 1);
    assert_eq!(exactly(json), report);
    let written = validator().write(&report);
    assert_eq!(read(&written), report);
    let b = r#"{"component":"B","total":{"denied":null},"rows":[]}"#;
    assert!(written.contains(b), "{written}");
}

#[test]
fn no_list_and_an_empty_list_are_the_same() {
    let none = read("{}");
    for json in
        [r#"{"requests":{"rows":[]}}"#, r#"{"requests":{"rows":null}}"#, r#"{"requests":{}}"#, r#"{"requests":null}"#]
    {
        assert_eq!(read(json), none, "{json}");
        assert_eq!(exactly(json), none, "{json}");
    }
    // A row that says nothing is a row.
    assert_ne!(read(r#"{"requests":{"rows":[{}]}}"#), none);
}

#[test]
fn what_the_form_lacks_is_kept_with_its_row() {
    let json = r#"{"oldest":{"rows":[{"rank":"1"},{"rank":"2","day":3,
        "steps":{"rows":[{"component":"A"},{"k/~":[1, 2]}],"rowz":[]}}]},"requests":{"rows":[{"x":1}]}}"#;
    let report = read(json);
    let unknown: Vec<(&str, &str)> = report.unknown.iter().map(|one| (one.at.as_str(), one.json.as_str())).collect();
    let expected = [
        ("/oldest/rows/1/day", "3"),
        ("/oldest/rows/1/steps/rows/1/k~1~0", "[1, 2]"),
        ("/oldest/rows/1/steps/rowz", "[]"),
        ("/requests/rows/0/x", "1"),
    ];
    assert_eq!(unknown, expected);
    let again = read(&validator().write(&report));
    assert_eq!((again.cells, again.rows), (report.cells, report.rows));
    let places = |of: &[&str]| of.iter().map(|at| (*at).to_owned()).collect::<BTreeSet<String>>();
    let kept: Vec<&str> = again.unknown.iter().map(|one| one.at.as_str()).collect();
    assert_eq!(places(&kept), places(&expected.map(|(at, _)| at)));
}

/// Place and reason of what keeps a report from being read.
fn unreadable(json: &str) -> Vec<String> {
    match validator().read(json.as_bytes()) {
        Ok(_) => vec!["read".to_owned()],
        Err(findings) => findings
            .iter()
            .map(|one| format!("{} {}", one.cells.first().map_or("", |cell| &cell.at), one.message["en"]))
            .collect(),
    }
}

#[test]
fn what_is_no_list_of_objects_cannot_be_read() {
    let example = r#"; [{"component": "…", …}, …]"#;
    for (json, expected) in [
        (r#"{"staff":{"rows":{}}}"#, format!("/staff/rows 1:18: list {{}}{example}")),
        (r#"{"staff":{"rows":5}}"#, format!("/staff/rows 1:18: list 5{example}")),
        (r#"{"staff":{"rows":""}}"#, format!("/staff/rows 1:18: list {example}")),
        (r#"{"staff":{"rows":[{},3]}}"#, format!("/staff/rows/1 1:22: list 3{example}")),
        (r#"{"staff":{"rows":[null]}}"#, format!("/staff/rows/0 1:19: list null{example}")),
        (r#"{"staff":{"rows":[[]]}}"#, format!("/staff/rows/0 1:19: list []{example}")),
        (r#"{"staff":{"rows":[{}],"rows":[{}]}}"#, "/staff/rows 1:30: duplicate rows; —".to_owned()),
        (
            r#"{"requests":{"rows":[{"received":1},{"received":1,"received":2}]}}"#,
            "/requests/rows/1/received 1:62: duplicate received; —".to_owned(),
        ),
        (
            r#"{"requests":{"rows":[{},{"processed":3}]}}"#,
            r#"/requests/rows/1/processed 1:38: object 3; {"total": …}"#.to_owned(),
        ),
        (
            r#"{"reasons":{"rows":[{},{"rows":[{},{"reason":"x","reason":"y"}]}]}}"#,
            "/reasons/rows/1/rows/1/reason 1:59: duplicate reason; —".to_owned(),
        ),
    ] {
        assert_eq!(unreadable(json), [expected], "{json}");
    }
    // All that is wrong is said at once.
    let json = r#"{"state":"x","staff":{"rows":[1,{},2]},"requests":{"rows":7}}"#;
    assert_eq!(unreadable(json).len(), 4);
    let open = format!(r#"{{"staff":{{"rows":[{{"zz":{}"#, "[".repeat(200));
    assert!(unreadable(&open)[0].contains("depth"), "{:?}", unreadable(&open));
    assert!(validator().read(br#"{"staff":{"rows":[{},]}}"#).is_err());
    assert!(validator().read(br#"{"staff":{"rows":[{}"#).is_err());
}

#[test]
fn the_same_key_stands_in_every_row() {
    // What one row has does not count as seen in the next, nor a nested list in the list around it.
    let json = r#"{"oldest":{"rows":[
        {"rank":"1","days":1,"steps":{"rows":[{"component":"A","taken":1},{"component":"B","taken":2}],"note":"n"}},
        {"rank":"2","days":2,"steps":{"rows":[{"component":"A","taken":1}],"note":"m"}}]}}"#;
    assert_eq!(exactly(json), read(json));
}

#[test]
fn a_state_is_one_of_the_form() {
    assert_eq!(read(r#"{"state":"draft"}"#).state.as_deref(), Some("draft"));
    assert_eq!(exactly(r#"{"state":"draft"}"#).state.as_deref(), Some("draft"));
    assert_eq!(read(r#"{"state":null}"#).state, None);
    for json in [r#"{"state":"done"}"#, r#"{"state":1}"#, r#"{"state":""}"#, r#"{"state":["draft"]}"#] {
        let found = unreadable(json);
        assert!(found[0].starts_with("/state 1:10: state "), "{found:?}");
        assert!(found[0].ends_with(r#"; "draft", "submitted""#), "{found:?}");
    }
    let report = read(r#"{"state":"submitted","period":"2017"}"#);
    let written = validator().write(&report);
    assert!(written.contains(r#""period":"2017","state":"submitted","header""#), "{written}");
    assert_eq!(read(&written), report);
    // A form without states has no such key.
    let validator = Validator::new(support::plan()).expect("a sound plan");
    assert_eq!(validator.read(br#"{"state":"draft"}"#).expect("a report").unknown.len(), 1);
}

#[test]
fn rows_are_written_in_form_order_with_their_keys_first() {
    let report = read(r#"{"requests":{"note":"n","rows":[{"processed":{"spent":"1.50"},"component":"A"}]}}"#);
    let written = validator().write(&report);
    let requests = r#""requests":{"total":{"received":null,"processed":{"total":null,"granted":null,"spent":null}},"rows":[{"component":"A","received":null,"processed":{"total":null,"granted":null,"spent":"1.5"}}],"note":"n"}"#;
    assert!(written.contains(requests), "{written}");
    assert_eq!(read(&written), report);
}

#[test]
fn a_program_may_leave_nested_rows_in_any_order() {
    let plan = plan();
    let nested =
        (0..plan.sections.len()).find(|of| plan.sections[*of].above.is_some()).expect("a section in a section");
    let mut report = read(
        r#"{"reasons":{"rows":[{"component":"A","rows":[{"reason":"x"},{"reason":"y"}]},{"component":"B","rows":[{"reason":"z"}]}]}}"#,
    );
    let ordered = validator().write(&report);
    report.rows[nested].rotate_right(1);
    assert_eq!(validator().write(&report), ordered);
}

#[test]
fn memory_that_is_used_again_holds_nothing_of_the_last_rows() {
    let validator = validator();
    let mut scratch = Scratch::default();
    for json in [
        r#"{"state":"draft","requests":{"rows":[{"component":"A","received":1},{"component":"B"},{"component":"C","received":3}]}}"#,
        r#"{"requests":{"rows":[{"received":7},{"component":"a longer one than before"}]}}"#,
        r#"{"reasons":{"rows":[{"component":"A","rows":[{"reason":"x"},{"reason":"y","denied":1}]}]}}"#,
        r#"{"reasons":{"rows":[{"component":"A","total":{"denied":2}},{"rows":[{"denied":5}]}]}}"#,
        r#"{"requests":{"rows":[{"received":5.0}]}}"#,
        r#"{"requests":{"rows":[{"component":"A","received":1},5]}}"#,
        r#"{"requests":{"rows":[{}]}}"#,
        "{}",
    ] {
        validator.validate_json_with(json.as_bytes(), &mut scratch, None);
        if let Ok(report) = validator.read(json.as_bytes()) {
            assert_eq!(scratch.report(), &report, "{json}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_way_reads_the_same_and_what_is_written_reads_back(
        all in proptest::collection::vec(object(&plan(), 0), 1..4)
    ) {
        let validator = validator();
        let mut scratch = Scratch::default();
        for json in all {
            let report = read(&json);
            prop_assert_eq!(&exactly(&json), &report, "{}", json);
            validator.validate_json_with(json.as_bytes(), &mut scratch, None);
            prop_assert_eq!(scratch.report(), &report, "{}", json);
            let value: serde_json::Value = serde_json::from_str(&json).unwrap();
            let mut seeded = ReportSeed(&validator).deserialize(value).unwrap();
            let mut sorted = report.clone();
            // A tree of values has its keys in another order.
            seeded.unknown.sort_by(|a, b| a.at.cmp(&b.at));
            sorted.unknown.sort_by(|a, b| a.at.cmp(&b.at));
            prop_assert_eq!(&seeded.cells, &sorted.cells, "{}", json);
            prop_assert_eq!(&seeded.unknown, &sorted.unknown, "{}", json);
            let written = validator.write(&report);
            let mut again = read(&written);
            again.unknown.sort_by(|a, b| a.at.cmp(&b.at));
            prop_assert_eq!(&again, &sorted, "{}", written);
            prop_assert_eq!(validator.write(&again), written);
        }
    }

    #[test]
    fn no_damage_to_rows_panics(
        json in object(&plan(), 0), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()
    ) {
        let mut bytes = json.into_bytes();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        if let Ok(report) = validator().read(&bytes) {
            let _ = validator().write(&report);
        }
    }
}
