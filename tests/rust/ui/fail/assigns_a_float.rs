tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let mut report = Report::default();
    report.fees = 1.5.into();
    let _: tallyform::Cell<unit::CNY> = report.fees;
}
