//! Matrices in generated Rust, on the form of 2019: one struct a dimension.

use tallyform::{Cell, Token};
use tallyform_rust_tests as house;

tallyform::form!(pub mod form = "../../forms/cn.gov-info-disclosure/2019.yaml");

use form::by::Applicant;
use form::{Report, unit};

fn real() -> Report {
    let json = house::text("tests/fixtures/cn.gov-info-disclosure/2023-suqian.json");
    Report::from_json(json.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"))
}

/// The sum of the members, blanks left out.
fn members(row: &Applicant<Cell<unit::件>>) -> i64 {
    let parts = row.members().filter(|(member, _)| *member != "total");
    parts.filter_map(|(_, cell)| cell.figure()?.to_integer()).sum()
}

#[test]
fn every_figure_of_a_dimension_has_one_type() {
    let report = real();
    let requests = &report.requests;
    for row in [&requests.received, &requests.results.granted, &requests.results.refused.state_secret] {
        assert_eq!(row.total.figure().and_then(tallyform::Quantity::to_integer), Some(members(row)));
    }
    assert_eq!(requests.results.total.member("total"), Some(&requests.results.total.total));
    assert_eq!(requests.received.member("nobody"), None);
}

#[test]
fn what_is_written_reads_back() {
    let report = real();
    assert_eq!(Report::from_json(report.to_json().as_bytes()).as_ref(), Ok(&report));
    assert_eq!(report.clone(), report);
    let flat = Report::validator().read(report.to_json().as_bytes()).expect("a report");
    assert_eq!(report.cells().map(|entry| entry.cell().clone()).collect::<Vec<_>>(), flat.cells);
}

#[test]
fn a_matrix_is_filled_by_name_and_judged() {
    let mut report = real();
    report.requests.received = Applicant { total: 3.into(), natural_person: 1.into(), ..Applicant::default() };
    *report.requests.received.member_mut("charity").expect("a member") = 1.into();
    report.requests.received.other = Token::new("/").into();
    let checks: Vec<String> = report.validate().into_iter().map(|finding| finding.check).collect();
    assert!(
        checks.iter().any(|check| check == "requests.received:marks" || check == "requests.received:type"),
        "{checks:?}"
    );
    assert_eq!(members(&report.requests.received), 2);
}

#[test]
fn a_matrix_goes_through_serde_alone() {
    let received = real().requests.received;
    let json = serde_json::to_value(&received).expect("JSON");
    let canonical: serde_json::Value = serde_json::from_str(&real().to_json()).expect("JSON");
    assert_eq!(json, canonical["requests"]["received"]);
    assert_eq!(serde_json::from_value::<Applicant<Cell<unit::件>>>(json).ok().as_ref(), Some(&received));
    let bytes = postcard::to_stdvec(&received).expect("postcard");
    assert_eq!(postcard::from_bytes::<Applicant<Cell<unit::件>>>(&bytes).ok(), Some(received));
    let wrong = serde_json::from_str::<Applicant<Cell<unit::件>>>(r#"{"nobody": 1}"#);
    assert!(wrong.expect_err("no member").to_string().contains("natural_person"));
}

#[test]
fn people_read_it() {
    let debug = format!("{:?}", Applicant::<Cell<unit::件>> { total: 1.into(), ..Applicant::default() });
    let rest =
        "natural_person: Blank, enterprise: Blank, research: Blank, charity: Blank, legal_service: Blank, other: Blank";
    assert_eq!(debug, format!("Applicant {{ total: 1 件, {rest} }}"));
}
