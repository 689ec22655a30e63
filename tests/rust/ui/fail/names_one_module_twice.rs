tallyform::form!("forms/survey.yaml");
tallyform::form!("forms/survey.yaml");

fn main() {}
