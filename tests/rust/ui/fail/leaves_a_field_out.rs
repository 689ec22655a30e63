tallyform::form!(pub mod survey = "forms/survey.yaml");

use survey::{Report, unit};

fn main() {
    let mut report = Report::default();
    report.requests.received = survey::requests::Received { total: 3.into(), online: 3.into() };
    let _: tallyform::Cell<unit::Case> = report.requests.received.total;
}
