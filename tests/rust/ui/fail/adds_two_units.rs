tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let report = Report::default();
    let cases = report.requests.answered.figure().unwrap_or_default();
    let items = report.published.figure().unwrap_or_default();
    let _ = cases + items;
    let _: tallyform::Quantity<unit::Case> = cases;
}
