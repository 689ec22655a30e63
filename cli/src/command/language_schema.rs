//! `tallyform language-schema`.

use crate::console::Console;
use crate::failure::{Failure, Result, Status};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform language-schema > tallyform.schema.json

An editor that knows YAML completes and checks a form file by it. Many look for a first line such as

  # yaml-language-server: $schema=tallyform.schema.json")]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args, console: &mut Console) -> Result<Status> {
    let schema =
        tallyform_codegen::language_schema().map_err(|error| Failure::new(format!("cannot print as JSON: {error}")))?;
    console.line(String::from_utf8_lossy(&schema.bytes).trim_end())?;
    Ok(Status::Clean)
}
