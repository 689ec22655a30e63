tallyform::form!("forms/unknown_name.yaml");

fn main() {}
