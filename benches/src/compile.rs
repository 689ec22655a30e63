//! Compiling generated code of forms with 70, 1,000 and 10,000 figures, beside the same as serde derives and beside a
//! crate with nothing in it.

mod form;
mod packages;

use std::ffi::OsString;
use std::io::Write as _;
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{Signal, killpg};
use nix::sys::time::TimeValLike as _;
use nix::unistd::Pid;

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
    /// Seconds after which a compiler is stopped; that it took longer is the result then.
    #[arg(long, default_value_t = 300)]
    limit: u64,
}

/// What compiling a package cost.
#[derive(Default)]
struct Cost {
    check: Runs,
    build: Runs,
    binary: u64,
}

/// What compiling a package in one way cost, time after time.
#[derive(Default)]
struct Runs {
    /// By the clock on the wall, from start to end.
    wall: Vec<Duration>,
    /// What all threads of the compiler have worked; hardly longer where the machine is busy.
    work: Vec<Duration>,
    /// Greatest memory of the compiler, in KiB.
    memory: u64,
    /// It was stopped.
    stopped: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/bench-compile");
    let packages = packages(&folder, &arguments.figures)?;
    let mut costs: Vec<Cost> = packages.iter().map(|_| Cost::default()).collect();
    let limit = Duration::from_secs(arguments.limit);
    if let Some(empty) = packages.first() {
        // What the packages depend on is compiled before anything is measured; all depend on the same.
        for how in ["check", "build"] {
            compile(&folder, empty, how, Duration::MAX, &mut Runs::default())?;
        }
    }
    for _ in 0..arguments.rounds.max(1) {
        for (package, cost) in packages.iter().zip(&mut costs) {
            compile(&folder, package, "check", limit, &mut cost.check)?;
            compile(&folder, package, "build", limit, &mut cost.build)?;
            let binary = folder.join("target/release").join(&package.name);
            if !cost.build.stopped {
                let file = std::fs::metadata(&binary).map_err(|error| format!("{}: {error}", binary.display()))?;
                cost.binary = file.len();
            }
        }
    }
    say::line("seconds by the clock and of work by all threads, medians of the rounds; memory of the compiler in MiB");
    say::line("                       check      work    memory     build      work    memory    binary");
    for (package, cost) in packages.iter().zip(&costs) {
        say::line(&format!(
            "{:18} {} {} {:9.2}",
            package.name,
            cost.check.text(limit),
            cost.build.text(limit),
            cost.binary as f64 / f64::from(1 << 20),
        ));
    }
    say::line("");
    say::line("work more than for an empty crate, and as a part of what the derives need more:");
    let of = |name: String| packages.iter().position(|package| package.name == name).and_then(|at| costs.get(at));
    let Some(empty) = of("empty".to_owned()) else { return Ok(()) };
    for figures in &arguments.figures {
        let (Some(ours), Some(derives)) = (of(format!("ours-{figures}")), of(format!("derives-{figures}"))) else {
            continue;
        };
        say::line(&format!(
            "{figures:6} figures: check {}, release build {}",
            more(&ours.check, &derives.check, &empty.check, limit),
            more(&ours.build, &derives.build, &empty.build, limit),
        ));
    }
    Ok(())
}

impl Runs {
    fn text(&self, limit: Duration) -> String {
        if self.stopped {
            return format!("{:>9} {:>9} {:>9}", format!("> {}", limit.as_secs()), "", "");
        }
        let (wall, work) = (median(&self.wall).as_secs_f64(), median(&self.work).as_secs_f64());
        format!("{wall:9.2} {work:9.2} {:9.0}", self.memory as f64 / 1024.0)
    }
}

fn more(ours: &Runs, derives: &Runs, empty: &Runs, limit: Duration) -> String {
    let above = |runs: &Runs| median(&runs.work).as_secs_f64() - median(&empty.work).as_secs_f64();
    match (ours.stopped, derives.stopped) {
        (true, _) => format!("longer than {} s", limit.as_secs()),
        (false, true) => format!("+{:.2} s (derives: longer than {} s)", above(ours), limit.as_secs()),
        (false, false) => format!("+{:.2} s ({:.2} of the derives)", above(ours), above(ours) / above(derives)),
    }
}

/// Compiles a package, and nothing else, anew.
fn compile(folder: &Path, package: &Package, how: &str, limit: Duration, runs: &mut Runs) -> Result<(), String> {
    if runs.stopped {
        return Ok(());
    }
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
    let Some(status) = within(&mut command, limit).map_err(failed)? else {
        runs.stopped = true;
        return Ok(());
    };
    runs.wall.push(start.elapsed());
    if !status.success() {
        return Err(format!("`cargo {how}` of {} failed", package.name));
    }
    let log = std::fs::read_to_string(&log).map_err(failed)?;
    let mut work = Duration::ZERO;
    for (memory, time) in log.lines().filter_map(|line| line.split_once(' ')) {
        runs.memory = runs.memory.max(memory.parse().unwrap_or(0));
        work = work.max(Duration::from_micros(time.parse().unwrap_or(0)));
    }
    runs.work.push(work);
    Ok(())
}

/// Runs a command; after the limit, stops it and all that it has started.
fn within(command: &mut Command, limit: Duration) -> std::io::Result<Option<ExitStatus>> {
    let mut child = command.process_group(0).spawn()?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > limit {
            killpg(Pid::from_raw(child.id().cast_signed()), Signal::SIGKILL)?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Runs a compiler and notes its greatest memory, and how long its threads have worked in microseconds.
pub(crate) fn wrapped(log: &Path, command: &[OsString]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else { return ExitCode::FAILURE };
    let status = match Command::new(program).args(arguments).status() {
        Ok(status) => status,
        Err(error) => {
            say::complain(&format!("cannot start {}: {error}", PathBuf::from(program).display()));
            return ExitCode::FAILURE;
        }
    };
    let (memory, work) = getrusage(UsageWho::RUSAGE_CHILDREN).map_or((0, 0), |usage| {
        let time = usage.user_time() + usage.system_time();
        (usage.max_rss(), time.num_microseconds())
    });
    if let Ok(mut log) = std::fs::OpenOptions::new().append(true).open(log) {
        // Without a log there is only one number less in the result.
        let _ = writeln!(log, "{memory} {work}");
    }
    match (status.code(), status.signal()) {
        (Some(code), _) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        _ => ExitCode::FAILURE,
    }
}
