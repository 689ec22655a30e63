//! Compiles every form of the repository.

fn main() {
    tallyform_build::forms("../forms").generate();
}
