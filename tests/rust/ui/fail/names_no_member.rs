tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::Report;

fn main() {
    let mut report = Report::default();
    report.letters.desc = 3.into();
}
