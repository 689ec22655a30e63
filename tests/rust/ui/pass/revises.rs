//! Revisions of a form beside each other, under the strictest lints and in a function.

#![deny(missing_docs, warnings, non_ascii_idents)]
#![forbid(unsafe_code)]

tallyform::form!(pub mod survey = "forms/survey.yaml");
tallyform::form!("forms/survey_2025.yaml" after crate::survey);

mod deep {
    tallyform::form!(pub(crate) mod next = "forms/survey_2025.yaml" after super::survey);
}

fn main() {
    tallyform::form!(mod local = "forms/survey_2025.yaml" after survey);
    let mut report = survey::Report::default();
    report.requests.received.online = 3.into();
    let web = survey_2025::Report::try_from(&report).map(|report| report.requests.received.online);
    assert_eq!(web, Ok(3.into()));
    let carried = tallyform::Carried::<deep::next::Report>::from(&report);
    assert!(carried.left.is_empty());
    assert!(local::Report::try_from(report).is_ok());
}
