//! Runs the commands of the book.

use std::path::{Path, PathBuf};
use std::process::Command;

use tallyform_tests::house;

/// Builds the program and returns the folder that it lies in.
pub(crate) fn program() -> PathBuf {
    let _ = house::cargo(&["build", "--quiet", "-p", "tallyform-cli", "--bin", "tallyform"]);
    let test = std::env::current_exe().expect("this test has a path");
    let folder = test.ancestors().nth(2).expect("tests lie in target/PROFILE/deps").to_owned();
    let program = folder.join(format!("tallyform{}", std::env::consts::EXE_SUFFIX));
    assert!(program.is_file(), "{} is not there after `cargo build -p tallyform-cli`", program.display());
    folder
}

/// What a command printed, both streams in one, and how it ended.
pub(crate) struct Output {
    pub(crate) text: String,
    pub(crate) code: i32,
}

/// Runs a line in a folder.
pub(crate) fn run(line: &str, folder: &Path, program: &Path) -> Result<Output, String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(program.to_owned()).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(path).map_err(|error| error.to_string())?;
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("exec 2>&1\n{line}"))
        .current_dir(folder)
        .env("PATH", path)
        .env("LC_ALL", "C.UTF-8")
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .output()
        .map_err(|error| format!("the commands of the book need a POSIX shell named `sh`: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let code = output.status.code().ok_or_else(|| format!("`{line}` was stopped by a signal"))?;
    Ok(Output { text, code })
}
