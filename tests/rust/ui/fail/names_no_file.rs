tallyform::form!(pub mod survey = "forms/survy.yaml");

fn main() {}
