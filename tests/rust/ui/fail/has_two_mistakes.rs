tallyform::form!("forms/two_mistakes.yaml");

fn main() {}
