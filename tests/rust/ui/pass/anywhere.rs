//! A form may stand in any module, in a function, and under any name; the short form names itself.

mod forms {
    pub(crate) mod deep {
        tallyform::form!(pub(crate) mod renamed = "forms/survey.yaml");
    }
}

tallyform::form!("forms/survey.yaml");

// Names of the standard library may mean something else here.
#[allow(dead_code)]
struct Option;
#[allow(dead_code)]
struct String;
#[allow(dead_code)]
enum Result {}

fn main() {
    tallyform::form!(mod local = "forms/survey.yaml");
    assert_eq!(local::Report::plan(), forms::deep::renamed::Report::plan());
    assert_eq!(survey_2024::Report::plan(), local::Report::plan());
}
