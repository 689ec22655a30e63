//! `tallyform completions`.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::console::Console;
use crate::failure::{Result, Status};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform completions bash > ~/.local/share/bash-completion/completions/tallyform
  tallyform completions zsh > ~/.zfunc/_tallyform
  tallyform completions fish > ~/.config/fish/completions/tallyform.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "tallyform", &mut script);
    console.write(&script)?;
    Ok(Status::Clean)
}
