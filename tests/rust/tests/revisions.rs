//! Typed reports of one revision made of those of another.

use tallyform::revision::Why;
use tallyform::{Carried, NotCarried};

tallyform::form!(pub mod earlier = "ui/forms/survey.yaml");
tallyform::form!(pub mod later = "ui/forms/survey_2025.yaml" after earlier);

/// The same two by way of the macro that takes modules from anywhere, such as files that the program generated.
mod apart {
    tallyform::form!(pub mod first = "ui/forms/survey.yaml");
    tallyform::form!(pub mod second = "ui/forms/survey_2025.yaml");
    tallyform::revisions!(first::Report => second::Report);
}

fn report() -> earlier::Report {
    let mut report = earlier::Report { period: Some("2024".to_owned()), ..earlier::Report::default() };
    report.header.body = "Archive".into();
    report.requests.received.total = 5.into();
    report.requests.received.online = 3.into();
    report.requests.received.letter = "/".parse().expect("a mark");
    report.fees = "12.50".parse().expect("a figure");
    report
}

#[test]
fn what_goes_on_is_carried_over_by_names_and_units() {
    let later = later::Report::try_from(report()).expect("nothing is left");
    assert_eq!(later.period.as_deref(), Some("2024"));
    assert_eq!(later.header.body, "Archive".into());
    assert_eq!((&later.requests.received.online, &later.requests.received.total), (&3.into(), &5.into()));
    assert_eq!(later.requests.received.letter.mark().map(|mark| mark.as_str()), Some("/"));
    assert_eq!(later.fees.to_string(), "12.5");

    let back = earlier::Report::try_from(&later).expect("nothing is left on the way back");
    assert_eq!(back, report());
    assert_eq!(later::Report::try_from(&back).as_ref(), Ok(&later));
}

#[test]
fn what_stays_behind_is_listed_and_fails_who_wants_all() {
    let mut report = report();
    report.budget = "1.25".parse().expect("a figure");
    report.letters.web = 2.into();
    let Carried { report: later, left } = Carried::<later::Report>::from(&report);
    let places: Vec<(&str, Why)> = left.iter().map(|one| (one.at.as_str(), one.why)).collect();
    assert_eq!(places, [("/letters/web", Why::Gone), ("/budget", Why::Gone)]);
    assert_eq!(later.requests.received.online, 3.into());

    let failed: NotCarried = later::Report::try_from(report).expect_err("two figures are left");
    assert_eq!((failed.len(), failed.is_empty()), (2, false));
    let text = failed.to_string();
    assert!(text.contains("/letters/web"), "{text}");
    assert_eq!(failed.into_iter().collect::<Vec<_>>(), left);
}

#[test]
fn modules_from_anywhere_are_linked_by_a_line() {
    let mut report = apart::first::Report::default();
    report.requests.received.online = 7.into();
    let later: apart::second::Report = report.try_into().expect("nothing is left");
    assert_eq!(later.requests.received.online, 7.into());
}
