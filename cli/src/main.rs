//! The program `tallyform`: a shell around the form language, the back ends and the evaluator.
//!
//! Files come in and go out here, and here alone. What a form, a report or a finding means is decided elsewhere.

mod arguments;
mod batch;
mod command;
mod complaints;
mod config;
mod console;
mod diagnostics;
mod failure;
mod files;
mod form;
mod git;
mod language;
mod lines;
mod pipeline;
mod progress;
mod published;
mod revisions;
mod source;
mod suggestion;
mod write;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::console::Console;
use crate::failure::Failure;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to standard output, misuse to standard error; a closed pipe is no reason to complain.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut console = Console::new(arguments.color, arguments.quiet);
    let result = command::run(arguments.command, &mut console).and_then(|status| {
        console.flush()?;
        Ok(status)
    });
    match result {
        Ok(status) => status.into(),
        Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Err(failure) => {
            // What was found before the failure is still data; it comes before the reason for stopping.
            let _ = console.flush();
            console.failure(&failure);
            ExitCode::from(2)
        }
    }
}
