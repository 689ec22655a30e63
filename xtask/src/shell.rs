//! Running other programs.

use std::env;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that runs this program.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(root());
    command
}

/// Runs a step under a headline with its time, and says what failed.
pub(crate) fn step(name: &str, command: &mut Command) -> Result<(), String> {
    say(&format!("== {name}"));
    let start = Instant::now();
    let status = command
        .status()
        .map_err(|error| format!("{name}: cannot start `{}`: {error}", command.get_program().to_string_lossy()))?;
    if status.success() {
        say(&format!("== {name}: {:.1} s", start.elapsed().as_secs_f32()));
        Ok(())
    } else {
        Err(format!("{name} failed: {command:?}"))
    }
}

/// Prints a line for the developer.
pub(crate) fn say(line: &str) {
    // A closed pipe is no reason to stop the work.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// Prints what went wrong.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr().lock(), "error: {line}");
}
