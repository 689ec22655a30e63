//! Developer tools, run as `cargo xtask …`.

mod bench;
mod fuzz;
mod shell;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Developer tools of Tallyform.
#[derive(Parser)]
#[command(name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Everything that a change must pass: format, lints, all tests, the long ones too.
    Test(test::Arguments),
    /// Ratios measured side by side: validating reports, carrying them over, compiling generated code.
    Bench(bench::Arguments),
    /// The fuzz targets, with cargo-fuzz.
    Fuzz(fuzz::Arguments),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().task {
        Task::Test(arguments) => test::run(&arguments),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Fuzz(arguments) => fuzz::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            shell::complain(&message);
            ExitCode::FAILURE
        }
    }
}
