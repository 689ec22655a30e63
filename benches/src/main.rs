//! Measures Tallyform against what one would write by hand, side by side in one run, and prints ratios.
//!
//! Run it as `cargo xtask bench`.

mod allocations;
mod compile;
mod hand;
mod migrate;
mod reports;
mod rounds;
mod say;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// Measures Tallyform against what one would write by hand.
#[derive(Parser)]
#[command(name = "cargo xtask bench", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Validating many reports of the 2017 form.
    Validate(validate::Arguments),
    /// Carrying many reports over to the next revision of their form, beside validating them.
    Migrate(migrate::Arguments),
    /// Compiling generated code of forms with 70, 1,000 and 10,000 figures.
    Compile(compile::Arguments),
    /// Runs a program and appends its memory and time to a file: what `compile` wraps the compiler in.
    #[command(hide = true)]
    Wrapped {
        /// Where they are written, in KiB and microseconds.
        log: std::path::PathBuf,
        /// The program and its arguments.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<std::ffi::OsString>,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().what {
        What::Validate(arguments) => validate::run(&arguments),
        What::Migrate(arguments) => migrate::run(&arguments),
        What::Compile(arguments) => compile::run(&arguments),
        What::Wrapped { log, command } => return compile::wrapped(&log, &command),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say::complain(&message);
            ExitCode::FAILURE
        }
    }
}
