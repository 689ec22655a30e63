//! Rows, notes and states in generated Rust, on a form with rows in rows.

use tallyform::Cell;
use tallyform_rust_tests as house;

tallyform::form!(pub mod form = "../../tests/forms/casework.yaml");

use form::{Report, by::Track, reasons, requests, staff, unit};

const JSON: &str = r#"{
    "form": "org.example.casework", "revision": "2025", "period": "2025", "state": "submitted",
    "header": {"agency": "DHS"},
    "requests": {
        "total": {"received": {"total": 12, "simple": 9, "complex": 3}, "processed": {"total": 8, "granted": 5, "refused": 3}},
        "rows": [
            {"component": "CBP", "received": {"total": 7, "simple": 6, "complex": 1}, "processed": {"total": 8, "granted": 5, "refused": 3}},
            {"component": "ICE", "received": {"total": 5, "simple": 3, "complex": 2}}
        ]
    },
    "reasons": {
        "total": {"total": {"times": 3}, "rows": [{"reason": "secret", "times": 3}]},
        "rows": [{"component": "CBP", "total": {"times": 3}, "rows": [{"reason": "secret", "times": 3}]}],
        "note": "ICE refused nothing"
    },
    "staff": {"total": {"total": 4, "simple": 4, "complex": "N/A"}, "rows": [{"component": "CBP", "total": 4, "simple": 4}]}
}"#;

fn report() -> Report {
    Report::from_json(JSON.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"))
}

fn checks(report: &Report) -> Vec<String> {
    report.validate().into_iter().map(|finding| finding.check).collect()
}

#[test]
fn rows_are_structs_in_a_list() {
    let report = report();
    assert_eq!(report.requests.rows.len(), 2);
    assert_eq!(report.requests.rows[0].component, "CBP".into());
    assert_eq!(report.requests.rows[1].received, Track { total: 5.into(), simple: 3.into(), complex: 2.into() });
    assert_eq!(report.requests.total.received.total, 12.into());
    assert_eq!(report.requests.rows[0].processed.granted, 5.into());
    assert!(report.requests.rows[1].processed.total.is_blank());
    assert_eq!(report.reasons.rows[0].rows[0].reason, "secret".into());
    assert_eq!(report.reasons.total.rows[0].times, 3.into());
    assert_eq!(report.reasons.note, "ICE refused nothing".into());
    assert_eq!(report.staff.rows[0].simple, 4.into());
    assert_eq!(report.state.as_deref(), Some("submitted"));
    assert_eq!(checks(&report), [""; 0]);
}

#[test]
fn what_is_written_reads_back() {
    let report = report();
    let json = report.to_json();
    assert_eq!(Report::from_json(json.as_bytes()).as_ref(), Ok(&report));
    assert_eq!(Report::validator().read(JSON.as_bytes()).map(|flat| Report::validator().write(&flat)), Ok(json));
    assert_eq!(report.clone(), report);
    let blank = Report::default();
    assert_eq!(Report::from_json(blank.to_json().as_bytes()).as_ref(), Ok(&blank));
    assert_ne!(report, blank);
}

#[test]
fn a_row_that_is_pushed_is_judged() {
    let mut report = report();
    let of_usss = Track { total: 1.into(), simple: 1.into(), complex: 0.into() };
    report.requests.rows.push(requests::Row {
        component: "USSS".into(),
        received: of_usss,
        ..requests::Row::default()
    });
    let validation = report.validate();
    let over: Vec<_> = validation.into_iter().filter(|one| one.check == "requests.received:over.component").collect();
    // The whole, and that of simple requests; there are no more complex ones than before.
    assert_eq!(over.len(), 2, "{over:?}");
    assert!(over[0].cells.iter().any(|cell| cell.at == "/requests/rows/2/received/total"), "{over:?}");
    report.reasons.rows[0].rows[0].times = 4.into();
    report.reasons.rows[0].rows.push(reasons::rows::Row { reason: "secret".into(), ..Default::default() });
    let checks = checks(&report);
    for check in ["reasons:key.reason", "reasons.times:over.reason", "reasons.times:over.component"] {
        assert!(checks.iter().any(|found| found == check), "{check} in {checks:?}");
    }
}

#[test]
fn rows_that_no_type_can_hold_are_findings() {
    let of = |json: &str| match Report::from_json(json.as_bytes()) {
        Ok(report) => panic!("{report:?}"),
        Err(findings) => {
            findings.into_iter().map(|one| (one.check.clone(), one.cells[0].at.clone())).collect::<Vec<_>>()
        }
    };
    let owned = |check: &str, at: &str| (check.to_owned(), at.to_owned());
    let json = r#"{"requests":{"rows":[{"component":"CBP"},{"component":"ICE","processed":{"granted":"many"}}]}}"#;
    assert_eq!(of(json), [owned("requests.processed.granted:type", "/requests/rows/1/processed/granted")]);
    assert_eq!(of(r#"{"requests":{"rows":[{"componant":"CBP"}]}}"#), [owned("unknown", "/requests/rows/0/componant")]);
    assert_eq!(of(r#"{"staff":{"rows":{}}}"#), [owned("unreadable", "/staff/rows")]);
    assert_eq!(of(r#"{"state":"done"}"#), [owned("unreadable", "/state")]);
}

#[test]
fn every_cell_of_every_row_is_gone_through() {
    let report = report();
    let granted: Vec<_> = report.figures().filter(|entry| entry.path() == "requests.processed.granted").collect();
    let found: Vec<(String, Vec<String>, String)> =
        granted.iter().map(|entry| (entry.pointer().into_owned(), entry.keys().to_vec(), entry.text())).collect();
    let own = |pointer: &str, keys: &[&str], text: &str| {
        (pointer.to_owned(), keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>(), text.to_owned())
    };
    let expected = [
        own("/requests/total/processed/granted", &[], "5"),
        own("/requests/rows/0/processed/granted", &["CBP"], "5"),
        own("/requests/rows/1/processed/granted", &["ICE"], ""),
    ];
    assert_eq!(found, expected);
    let nested =
        report.cells().find(|entry| entry.keys().len() == 2 && entry.figure().is_some()).expect("a nested row");
    assert_eq!(
        (nested.pointer().as_ref(), nested.keys()),
        ("/reasons/rows/0/rows/0/times", &["CBP".to_owned(), "secret".to_owned()][..])
    );
    // What follows rows stands in none.
    let note = report.cells().find(|entry| entry.path() == "reasons.note").expect("the note");
    assert_eq!((note.pointer().as_ref(), note.keys().len()), ("/reasons/note", 0));
}

#[test]
fn people_read_rows_by_their_keys() {
    let report = report();
    let text = tallyform::typed::table(&report.reasons).to_string();
    let expected = "Reasons for refusal\n  Agency overall\n    All reasons\n      Times (case): 3\n    Reason: secret\n      Times (case): 3\n  \
                    Component: CBP\n    All reasons\n      Times (case): 3\n    Reason: secret\n      Times (case): 3\n  \
                    Footnote: ICE refused nothing\n";
    assert_eq!(text, expected);
    let row = &report.staff.rows[0];
    let text = tallyform::typed::table(row).to_string();
    assert_eq!(text, "Component: CBP\n  Staff (case): 4\n  Simple (case): 4\n  Complex (case)\n");
    assert_eq!(format!("{row:?}"), "Row { total: 4, component: CBP, simple: 4, complex: Blank }");
    let debug = format!("{:?}", report.reasons);
    assert!(debug.contains("rows[0].rows[0].reason: secret, rows[0].rows[0].times: 3"), "{debug}");
}

/// A row among other things, as programs have it.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Entry {
    #[serde(with = "tallyform::typed::nested")]
    row: requests::Row,
    #[serde(with = "tallyform::typed::nested")]
    inner: requests::rows::Processed,
    #[serde(with = "tallyform::typed::nested")]
    table: form::Reasons,
    matrix: Track<Cell<unit::Case>>,
}

#[test]
fn rows_go_through_serde() {
    let report = report();
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json, serde_json::from_str::<serde_json::Value>(&report.to_json()).expect("JSON"));
    assert_eq!(serde_json::from_value::<Report>(json).ok().as_ref(), Some(&report));
    let text = toml::to_string(&report).expect("TOML");
    assert_eq!(toml::from_str::<Report>(&text).ok().as_ref(), Some(&report), "{text}");
    let text = toml::to_string(&Report::default()).expect("TOML");
    assert_eq!(toml::from_str::<Report>(&text).ok(), Some(Report::default()), "{text}");
    let bytes = postcard::to_stdvec(&report).expect("postcard");
    assert_eq!(postcard::from_bytes::<Report>(&bytes).ok().as_ref(), Some(&report));

    let entry = Entry {
        row: report.requests.rows[1].clone(),
        inner: report.requests.rows[0].processed.clone(),
        table: report.reasons.clone(),
        matrix: report.requests.total.received.clone(),
    };
    let json = serde_json::to_string(&entry).expect("JSON");
    assert_eq!(serde_json::from_str::<Entry>(&json).ok().as_ref(), Some(&entry), "{json}");
    let wrong = json.replacen(r#""simple":3"#, r#""simple":"many""#, 1);
    let error = serde_json::from_str::<Entry>(&wrong).expect_err("no figure").to_string();
    assert!(error.contains("requests.received:type") && error.contains("/requests/rows/0/received/simple"), "{error}");
    let wrong = json.replacen(r#""times":3"#, r#""time":3"#, 1);
    let error = serde_json::from_str::<Entry>(&wrong).expect_err("no such key").to_string();
    assert!(error.contains("/reasons/total/total/time"), "{error}");
    let bytes = postcard::to_stdvec(&entry).expect("postcard");
    assert_eq!(postcard::from_bytes::<Entry>(&bytes).ok(), Some(entry));
    let null = serde_json::from_str::<Report>(r#"{"requests":{"rows":[null]}}"#);
    assert!(null.expect_err("no row").to_string().contains("requests"), "a row that is no object");
}

#[test]
fn a_schema_of_types_has_rows_and_states() {
    let schema = schemars::schema_for!(Report);
    let at = |pointer: &str| schema.as_value().pointer(pointer).cloned().unwrap_or_else(|| panic!("no {pointer}"));
    assert_eq!(at("/properties/state/enum"), serde_json::json!(["draft", "submitted"]));
    let row = "/properties/requests/properties/rows/items/properties";
    assert_eq!(at("/properties/requests/properties/rows/type"), "array");
    let codes = at(&format!("{row}/component/anyOf/1/enum"));
    assert_eq!(codes, serde_json::json!(["CBP", "ICE", "USSS"]));
    assert_eq!(at(&format!("{row}/received/properties/simple/anyOf/1/type")), "integer");
    assert!(house::text("tests/forms/casework.yaml").contains("states:"));
}

#[test]
fn a_draft_is_a_draft() {
    let mut report = report();
    report.requests.total.processed.total = 9.into();
    let severity =
        |report: &Report| report.validate().findings.iter().map(|one| one.severity.to_string()).collect::<Vec<_>>();
    assert!(severity(&report).iter().all(|severity| severity == "error"), "{:?}", severity(&report));
    report.state = Some("draft".to_owned());
    assert!(severity(&report).iter().all(|severity| severity == "warning"), "{:?}", severity(&report));
    assert_eq!(staff::Row::default(), staff::Row { component: Cell::Blank, ..staff::Row::default() });
}
