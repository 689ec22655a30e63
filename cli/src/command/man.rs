//! `tallyform man`.

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_mangen::Man;

use crate::arguments::Arguments;
use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::write;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform man | man -l -
  tallyform man --out ~/.local/share/man/man1")]
pub(crate) struct Args {
    /// Write a page for the program and one for each command to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let mut program = Arguments::command();
    program.build();
    let Some(folder) = &args.out else {
        let page = page(&program)?;
        console.write(&page)?;
        return Ok(Status::Clean);
    };
    let mut pages = vec![(folder.join("tallyform.1"), page(&program)?)];
    for command in program.get_subcommands().filter(|command| command.get_name() != "help") {
        let file = format!("tallyform-{}.1", command.get_name());
        pages.push((folder.join(file), page(command)?));
    }
    write::all(pages.iter().map(|(path, page)| (path.as_path() as &Path, page.as_slice())))?;
    if !console.quiet {
        console.note(&format!("{} pages written to {}", pages.len(), folder.display()));
    }
    Ok(Status::Clean)
}

fn page(command: &clap::Command) -> Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone())
        .render(&mut page)
        .map_err(|error| Failure::new(format!("cannot make the manual page: {error}")))?;
    Ok(page)
}
