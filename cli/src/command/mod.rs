//! The commands, one file each.

pub(crate) mod breaking;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod crosswalk;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod init;
pub(crate) mod language_schema;
pub(crate) mod man;
pub(crate) mod migrate;
pub(crate) mod publish;
pub(crate) mod revise;
pub(crate) mod show;
pub(crate) mod validate;

use crate::arguments::Command;
use crate::console::Console;
use crate::failure::{Result, Status};

/// Runs a command.
pub(crate) fn run(command: Command, console: &mut Console) -> Result<Status> {
    match command {
        Command::Init(args) => init::run(&args, console),
        Command::Check(args) => check::run(&args, console),
        Command::Show(args) => show::run(&args, console),
        Command::Revise(args) => revise::run(&args, console),
        Command::Diff(args) => diff::run(&args, console),
        Command::Breaking(args) => breaking::run(&args, console),
        Command::Explain(args) => explain::run(&args, console),
        Command::Generate(args) => generate::run(&args, console),
        Command::Publish(args) => publish::run(&args, console),
        Command::Validate(args) => validate::run(&args, console),
        Command::Convert(args) => convert::run(&args, console),
        Command::Crosswalk(args) => crosswalk::run(&args, console),
        Command::Migrate(args) => migrate::run(&args, console),
        Command::LanguageSchema(args) => language_schema::run(&args, console),
        Command::Completions(args) => completions::run(&args, console),
        Command::Man(args) => man::run(&args, console),
    }
}
