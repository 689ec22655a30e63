//! Compiling generated code of forms with 70, 1,000 and 10,000 figures, beside the same as serde derives and beside a
//! crate with nothing in it.

mod form;
mod packages;

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

use crate::rounds::median;
use crate::say;
use packages::{Package, packages};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many figures the forms have.
    #[arg(long, value_delimiter = ',', default_values_t = [70, 1_000, 10_000])]
    figures: Vec<usize>,
    /// How many rounds; every round compiles everything once.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

/// What compiling a package cost.
#[derive(Default)]
struct Cost {
    check: Vec<Duration>,
    build: Vec<Duration>,
    /// Greatest memory of the compiler, in KiB.
    check_memory: u64,
    build_memory: u64,
    binary: u64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench-compile");
    let packages = packages(&folder, &arguments.figures)?;
    let mut costs: Vec<Cost> = packages.iter().map(|_| Cost::default()).collect();
    for package in &packages {
        // What the packages depend on is compiled before anything is measured.
        compile(&folder, package, "check")?;
        compile(&folder, package, "build")?;
    }
    for _ in 0..arguments.rounds.max(1) {
        for (package, cost) in packages.iter().zip(&mut costs) {
            let (time, memory) = compile(&folder, package, "check")?;
            cost.check.push(time);
            cost.check_memory = cost.check_memory.max(memory);
            let (time, memory) = compile(&folder, package, "build")?;
            cost.build.push(time);
            cost.build_memory = cost.build_memory.max(memory);
            let binary = folder.join("target/release").join(&package.name);
            cost.binary = std::fs::metadata(&binary).map_err(|error| format!("{}: {error}", binary.display()))?.len();
        }
    }
    say::line(
        "                       check    memory     build    memory    binary    (seconds and MiB; median of the rounds)",
    );
    for (package, cost) in packages.iter().zip(&costs) {
        say::line(&format!(
            "{:20} {:7.2} {:9.0} {:9.2} {:9.0} {:9.2}",
            package.name,
            median(&cost.check).as_secs_f64(),
            cost.check_memory as f64 / 1024.0,
            median(&cost.build).as_secs_f64(),
            cost.build_memory as f64 / 1024.0,
            cost.binary as f64 / f64::from(1 << 20),
        ));
    }
    say::line("");
    say::line("more than an empty crate, and as a part of what the derives need more:");
    let of = |name: String| packages.iter().position(|package| package.name == name).and_then(|at| costs.get(at));
    let Some(empty) = of("empty".to_owned()) else { return Ok(()) };
    for figures in &arguments.figures {
        let (Some(ours), Some(derives)) = (of(format!("ours-{figures}")), of(format!("derives-{figures}"))) else {
            continue;
        };
        let more = |times: &[Duration], empty: &[Duration]| median(times).as_secs_f64() - median(empty).as_secs_f64();
        let (check, build) = (more(&ours.check, &empty.check), more(&ours.build, &empty.build));
        let (their_check, their_build) = (more(&derives.check, &empty.check), more(&derives.build, &empty.build));
        say::line(&format!(
            "{figures:6} figures: check +{check:.2} s ({:.2} of the derives), release build +{build:.2} s ({:.2})",
            check / their_check,
            build / their_build
        ));
    }
    Ok(())
}

/// Compiles a package, and nothing else, anew. The time it takes and the greatest memory of its compiler in KiB.
fn compile(folder: &Path, package: &Package, how: &str) -> Result<(Duration, u64), String> {
    let log = folder.join("memory.log");
    let failed = |error: std::io::Error| format!("{}: {error}", package.name);
    std::fs::write(&log, "").map_err(failed)?;
    let source = folder.join(&package.name).join("src/main.rs");
    let text = std::fs::read_to_string(&source).map_err(failed)?;
    // Cargo compiles anew what has changed since.
    std::fs::write(&source, text).map_err(failed)?;
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder).args([how, "--quiet", "--offline", "--package", &package.name]);
    if how == "build" {
        command.arg("--release");
    }
    let wrapper = folder.join("wrapper.sh");
    command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper).env("CARGO_TARGET_DIR", folder.join("target"));
    let start = Instant::now();
    let status = command.status().map_err(failed)?;
    let time = start.elapsed();
    if !status.success() {
        return Err(format!("`cargo {how}` of {} failed", package.name));
    }
    let log = std::fs::read_to_string(&log).map_err(failed)?;
    Ok((time, log.lines().filter_map(|line| line.parse().ok()).max().unwrap_or(0)))
}

/// Runs a compiler and notes its greatest memory.
pub(crate) fn wrapped(log: &Path, command: &[OsString]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else { return ExitCode::FAILURE };
    let status = match Command::new(program).args(arguments).status() {
        Ok(status) => status,
        Err(error) => {
            say::complain(&format!("cannot start {}: {error}", PathBuf::from(program).display()));
            return ExitCode::FAILURE;
        }
    };
    let memory = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss());
    if let Ok(mut log) = std::fs::OpenOptions::new().append(true).open(log) {
        // Without a log there is only one number less in the result.
        let _ = writeln!(log, "{memory}");
    }
    match (status.code(), status.signal()) {
        (Some(code), _) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        _ => ExitCode::FAILURE,
    }
}
