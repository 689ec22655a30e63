tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, visits};

fn main() {
    let mut report = Report::default();
    report.calls.rows = vec![visits::Row::default()];
}
