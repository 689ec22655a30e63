//! What stands on the command line.

use clap::{Parser, Subcommand, ValueEnum};

use crate::command::{
    breaking, check, completions, convert, crosswalk, diff, explain, generate, init, language_schema, man, migrate,
    publish, revise, show, validate,
};

/// Statistical report forms: one file in, types, schemas and judged reports out.
#[derive(Debug, Parser)]
#[command(
    name = "tallyform",
    bin_name = "tallyform",
    version,
    arg_required_else_help = true,
    max_term_width = 100,
    after_help = "Exit codes: 0 nothing found, 1 something found, 2 misuse or unreadable input.\n\
                  `tallyform COMMAND --help` shows examples."
)]
pub(crate) struct Arguments {
    /// When to use colour. `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// Leave out summaries and progress.
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new form whose comments teach the language, and a report that goes with it
    Init(init::Args),
    /// Check form files
    Check(check::Args),
    /// Show a form as a table, with every attribute settled, or as its plan
    Show(show::Args),
    /// Start the file of a form's next revision
    Revise(revise::Args),
    /// Say what changed between two forms, by meaning
    Diff(diff::Args),
    /// Say whom the changes between two forms break
    Breaking(breaking::Args),
    /// Explain a diagnostic, or a rule by which a change breaks somebody
    Explain(explain::Args),
    /// Generate code, schemas and other files from forms
    Generate(generate::Args),
    /// Publish revisions: their files never change again
    Publish(publish::Args),
    /// Validate reports against a form
    Validate(validate::Args),
    /// Convert reports between canonical JSON and the tidy form, a table of one line a figure
    Convert(convert::Args),
    /// Show which figures of several revisions of a form are one series
    Crosswalk(crosswalk::Args),
    /// Carry reports over to another revision of their form
    Migrate(migrate::Args),
    /// Print the JSON Schema of form files, for editors
    LanguageSchema(language_schema::Args),
    /// Print a completion script for a shell
    Completions(completions::Args),
    /// Print the manual page, or write the pages of all commands to a folder
    Man(man::Args),
}
