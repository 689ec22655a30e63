tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let report = Report::default();
    let _: tallyform::Cell<unit::Case> = report.requests.recieved.total;
}
