tallyform::form!(mod survey = "forms/survey.yaml");
tallyform::form!(mod next = "forms/survey.yaml" after survey);

fn main() {}
