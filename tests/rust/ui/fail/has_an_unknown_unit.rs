tallyform::form!("forms/unknown_unit.yaml");

fn main() {}
