tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let report = Report::default();
    let _ = report.slowest.figure().unwrap_or_default().convert::<unit::Hour>();
}
