//! The repository around the tests of generated Rust.

use std::path::PathBuf;
use std::process::Command;

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), PathBuf::from)
}

/// A file of the repository as text.
///
/// # Panics
/// Where it cannot be read.
#[must_use]
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// What cargo prints, run at the root of the repository.
///
/// # Panics
/// Where it cannot be started or fails.
#[must_use]
pub fn cargo(arguments: &[&str]) -> String {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program).args(arguments).current_dir(root()).output();
    let output =
        output.unwrap_or_else(|error| panic!("cannot start cargo: {error}; install Rust and run the test again"));
    let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "`cargo {}` failed:\n{said}", arguments.join(" "));
    printed.into_owned()
}
