//! `cargo xtask bench`: ratios measured side by side in one run.

use std::ffi::OsString;

use crate::shell::{cargo, step};

/// What to measure; everything after it goes to the benchmark.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// `validate`, `migrate`, `compile`, each with its options, or nothing for all of them.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    what: Vec<OsString>,
}

const ALL: [&str; 3] = ["validate", "migrate", "compile"];

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let bench = ["run", "--quiet", "--release", "--package", "tallyform-benches", "--"];
    if !arguments.what.is_empty() {
        return step("bench", cargo().args(bench).args(&arguments.what));
    }
    ALL.iter().try_for_each(|what| step(what, cargo().args(bench).arg(what)))
}
