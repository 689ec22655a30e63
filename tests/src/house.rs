//! The repository itself: its root, its files, its cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A file of the repository as text.
///
/// # Panics
/// Where it cannot be read.
#[must_use]
pub fn text(path: &str) -> String {
    let file = root().join(path);
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}

/// What a program prints, run at the root of the repository.
///
/// # Panics
/// Where it cannot be started or fails.
#[must_use]
pub fn output(program: impl Into<OsString>, arguments: &[&str]) -> String {
    let program = program.into();
    let name = program.to_string_lossy().into_owned();
    let output = Command::new(&program)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap_or_else(|error| panic!("cannot start `{name}`: {error}; install it and run the test again"));
    assert!(
        output.status.success(),
        "`{name} {}` failed:\n{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What cargo prints.
#[must_use]
pub fn cargo(arguments: &[&str]) -> String {
    output(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// Every file that git tracks and that is there, by its path from the root.
#[must_use]
pub fn tracked() -> Vec<String> {
    let listed = output("git", &["-c", "core.quotepath=off", "ls-files"]);
    listed.lines().filter(|path| root().join(path).is_file()).map(str::to_owned).collect()
}
