tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let mut report = Report::default();
    report.requests.answered = "five".into();
    let _: tallyform::Cell<unit::Case> = report.requests.answered;
}
