//! Compiles every form in `forms/`.

fn main() {
    tallyform_build::forms("forms").generate();
}
