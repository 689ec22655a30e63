//! `cargo xtask fuzz`: the targets of `fuzz/`, for as long as wanted.

use crate::shell::{cargo, root, step};

/// What to run and for how long.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `form`, `expression`, `report` or `plan`; all of them if none is named.
    targets: Vec<String>,
    /// Seconds for each target.
    #[arg(long, default_value_t = 60)]
    seconds: u32,
}

const ALL: [&str; 4] = ["form", "expression", "report", "plan"];

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let installed = cargo().args(["fuzz", "--version"]).output().is_ok_and(|output| output.status.success());
    if !installed {
        return Err("cargo-fuzz is not installed; `cargo install cargo-fuzz --locked` installs it".to_owned());
    }
    let all: Vec<String> = ALL.iter().map(|&target| target.to_owned()).collect();
    let targets = if arguments.targets.is_empty() { &all } else { &arguments.targets };
    for target in targets {
        if !all.contains(target) {
            return Err(format!("there is no fuzz target `{target}`; there are {}", ALL.join(", ")));
        }
        let corpus = format!("fuzz/corpus/{target}");
        std::fs::create_dir_all(root().join(&corpus)).map_err(|error| format!("cannot make {corpus}: {error}"))?;
        let seeds = format!("fuzz/seeds/{target}");
        let time = format!("-max_total_time={}", arguments.seconds);
        // The code has no unsafe part of its own, so that nothing is lost without a sanitizer, and stable Rust will do.
        step(target, cargo().args(["fuzz", "run", "--sanitizer", "none", target, &corpus, &seeds, "--", &time]))?;
    }
    Ok(())
}
