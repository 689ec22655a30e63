//! All forms of a folder compiled by a build script: `cargo run` judges a report of each revision.

#![deny(missing_docs, warnings, clippy::pedantic)]
#![forbid(unsafe_code)]

tallyform::include_forms!();

fn main() -> Result<(), tallyform::Findings> {
    let old = library_2024::Report::from_json(
        br#"{"period": "2024", "holdings": {"total": 700, "fiction": 300, "other": 400}, "visits": 12000}"#,
    )?;
    println!("{} finding(s)", old.validate().findings.len());

    let mut new = library_2025::Report {
        period: Some("2025".to_owned()),
        visits: old.visits.figure().map_or(0, |visits| visits.to_integer().unwrap_or(0)).into(),
        ..Default::default()
    };
    new.holdings =
        library_2025::Holdings { total: 900.into(), fiction: 300.into(), children: 100.into(), other: 400.into() };
    for finding in new.validate() {
        println!("{finding}");
    }
    for figure in new.figures() {
        println!("{} = {}", figure.path(), figure.text());
    }
    Ok(())
}
