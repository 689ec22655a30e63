//! `cargo xtask bench`: ratios measured side by side in one run.

use std::ffi::OsString;

use crate::shell::{cargo, step};

/// What to measure; everything after it goes to the benchmark.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `validate`, `compile` or nothing for both, with their options.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    what: Vec<OsString>,
}

const BOTH: [&str; 2] = ["validate", "compile"];

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let bench = ["run", "--quiet", "--release", "--package", "tallyform-benches", "--"];
    if !arguments.what.is_empty() {
        return step("bench", cargo().args(bench).args(&arguments.what));
    }
    BOTH.iter().try_for_each(|what| step(what, cargo().args(bench).arg(what)))
}
