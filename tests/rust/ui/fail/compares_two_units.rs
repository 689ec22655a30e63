tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let report = Report::default();
    let _ = report.fees.figure() > report.budget.figure();
    let _: Option<tallyform::Quantity<unit::CNY>> = report.fees.figure();
}
