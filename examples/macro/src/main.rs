//! A form compiled where it is named: `cargo run` prints a report made in Rust and what is wrong with it.

#![deny(missing_docs, warnings, clippy::pedantic)]
#![forbid(unsafe_code)]

use tallyform::{Quantity, Token};

tallyform::form!(pub mod survey = "survey.yaml");

use survey::{Report, requests::Received, unit};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut report = Report { period: Some("2024".to_owned()), ..Report::default() };
    report.header.body = "City archive".into();
    report.requests.received = Received { total: 9.into(), online: 5.into(), letter: 3.into() };
    report.requests.answered = 8.into();
    report.fees = "120.50".parse()?;
    report.budget = Token::new("/").into();

    print!("{report}");
    for finding in report.validate() {
        println!("{finding}");
    }

    // Figures of one unit add, and convert exactly to units of the same thing.
    let received = report.requests.received.online.figure().unwrap_or_default()
        + report.requests.received.letter.figure().unwrap_or_default();
    let fees: Quantity<unit::KCNY> = report.fees.figure().unwrap_or_default().convert();
    println!("{received:#} by channel, {fees:#}");

    // What is no report of the form says why, with its place.
    match Report::from_json(br#"{"period": "2024", "requests": {"received": {"total": "many"}}}"#) {
        Ok(report) => println!("{}", report.to_json()),
        Err(findings) => println!("{findings}"),
    }
    Ok(())
}
