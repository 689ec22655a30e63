//! What the compiler says of good and of mistaken use.

use std::fs;
use std::path::Path;

use tallyform_rust_tests as house;

/// The macro counts paths from the crate's folder, and the crates that the compiler is run on here are made up in the
/// target folder: the forms are put there.
fn put_forms() {
    let metadata = house::cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("cargo metadata is JSON");
    let target = metadata["target_directory"].as_str().expect("a target folder");
    let to = Path::new(target).join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("forms");
    fs::create_dir_all(&to).expect("a folder for the forms");
    for entry in fs::read_dir(house::root().join("tests/rust/ui/forms")).expect("the forms") {
        let from = entry.expect("a form").path();
        fs::copy(&from, to.join(from.file_name().expect("a file"))).expect("a copy of the form");
    }
}

#[test]
fn the_compiler_says_what_is_wrong() {
    put_forms();
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    cases.compile_fail("ui/fail/*.rs");
}
