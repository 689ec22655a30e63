tallyform::form!(survey);

fn main() {}
