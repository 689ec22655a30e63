const _: () = tallyform::__private::made_for(0);

fn main() {}
