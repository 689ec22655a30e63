tallyform::form!(mod survey = "forms/survey.yaml");
tallyform::form!(mod next = "forms/survey_2025.yaml");
tallyform::revisions!(next::Report => survey::Report);

fn main() {}
