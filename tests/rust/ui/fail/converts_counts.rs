tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let report = Report::default();
    let _ = report.published.figure().unwrap_or_default().convert::<unit::Case>();
}
