//! Good use under the strictest lints.

#![deny(missing_docs, warnings, non_ascii_idents)]
#![forbid(unsafe_code)]

tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, by::Channel, requests::Received, visits};

fn main() {
    let mut report = Report::default();
    report.header.body = "Archive".into();
    report.requests.received = Received { total: 5.into(), online: 3.into(), letter: 2.into() };
    report.letters = Channel { total: 3.into(), web: 2.into(), desk: 1.into() };
    report.visits.rows.push(visits::Row { office: "north".into(), web: 1.into(), ..visits::Row::default() });
    let copy = report.clone();
    assert_eq!(copy, report);
    let total = report.requests.received.online.figure().zip(report.requests.received.letter.figure());
    assert_eq!(total.map(|(online, letter)| online + letter), report.requests.received.total.figure());
    assert!(report.validate().findings.is_empty());
}
