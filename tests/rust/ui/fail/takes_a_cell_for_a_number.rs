tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let report = Report::default();
    let number: i64 = report.requests.answered;
    let _: (i64, tallyform::Cell<unit::Case>) = (number, report.requests.answered);
}
