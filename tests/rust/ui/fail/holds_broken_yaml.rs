tallyform::form!("forms/broken_yaml.yaml");

fn main() {}
