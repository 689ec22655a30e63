//! The published files are what the forms say today.

use std::process::Command;

use tallyform_tests::house::root;

#[test]
fn no_published_file_is_stale() {
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "tallyform-cli", "--", "generate", "--check"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    assert!(output.status.success(), "{said}");
}
