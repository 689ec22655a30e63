tallyform::form!(pub survey = "forms/survey.yaml");

fn main() {}
