tallyform::form!();

fn main() {}
