//! `tallyform generate`.

mod folder;
mod made;

pub(crate) use made::Made;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tallyform::plan::Plan;
use tallyform_codegen::Output;
use tallyform_schema::SourceMap;

use crate::config::{self, Config};
use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::published::{self, Lock};
use crate::{files, form, write};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform generate
  tallyform generate --check
  tallyform generate rust --form forms/library/2026.yaml --out src/forms
  tallyform generate json-schema --form forms/library/2026.yaml --stdout

Without --form, tallyform.toml in this folder or one above it says what is made:

  forms = [\"forms\"]               # files, and folders of files
  targets = [\"rust\", \"plan\"]
  out = \"generated\"
  [rust]
  out = \"src/forms\"               # for the files of one target

Files that are as they should be are not written again. When a form has an error, nothing is written.")]
pub(crate) struct Args {
    /// What to make; without it, what tallyform.toml says
    #[arg(value_enum)]
    targets: Vec<Target>,
    /// Form files or folders of form files, in place of those that tallyform.toml names
    #[arg(long = "form", short = 'f', value_name = "FILE")]
    forms: Vec<PathBuf>,
    /// Folder to write to, in place of those that tallyform.toml names
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The configuration; sought in this folder and those above it unless said
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print the one file that is made instead of writing it
    #[arg(long, conflicts_with_all = ["out", "check", "prune"])]
    stdout: bool,
    /// Write nothing; say which files are missing, stale or superfluous, and fail if any is
    #[arg(long, conflicts_with = "prune")]
    check: bool,
    /// Delete files that were generated once and belong to nothing any more
    #[arg(long)]
    prune: bool,
}

/// What can be made from a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Target {
    /// Rust types that read, write and validate reports
    Rust,
    /// JSON Schema of reports, draft 2020-12
    JsonSchema,
    /// The plan, which programs load without a YAML reader
    Plan,
    /// The checks as people print them, a page of Markdown for each language of the form
    Checks,
    /// An index of all forms with their revisions and files, and one as SchemaStore lists schemas
    Catalog,
}

impl Target {
    pub(crate) const ALL: [Self; 5] = [Self::Rust, Self::JsonSchema, Self::Plan, Self::Checks, Self::Catalog];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JsonSchema => "json-schema",
            Self::Plan => "plan",
            Self::Checks => "checks",
            Self::Catalog => "catalog",
        }
    }

    /// The files of one form.
    fn outputs(self, plan: &Plan) -> Result<Vec<Output>> {
        Ok(match self {
            Self::Rust => vec![tallyform_codegen::rust::file(plan).map_err(|error| self.failed(&error))?],
            Self::JsonSchema => vec![tallyform_codegen::json_schema(plan)],
            Self::Plan => vec![tallyform_codegen::plan_json(plan).map_err(|error| self.failed(&error))?],
            Self::Checks => {
                let languages = plan.languages.iter();
                languages.map(|language| tallyform_codegen::checks(plan, language).output()).collect()
            }
            // One for all forms.
            Self::Catalog => Vec::new(),
        })
    }

    /// What stands beside the files of all forms and is the same for each.
    fn companions(self) -> Result<Vec<Output>> {
        let language = || tallyform_codegen::language_schema().map_err(|error| self.failed(&error));
        Ok(match self {
            Self::Rust | Self::Checks | Self::Catalog => Vec::new(),
            Self::JsonSchema => vec![tallyform_codegen::json_schema::vocabulary(), language()?],
            Self::Plan => vec![tallyform_codegen::plan_schema().map_err(|error| self.failed(&error))?],
        })
    }

    fn failed(self, error: &dyn std::fmt::Display) -> Failure {
        Failure::new(format!("cannot make {}: {error}", self.name()))
    }
}

/// What a run makes, from the command line and the configuration.
pub(crate) struct Job {
    /// Where `published.lock` is.
    pub(crate) folder: PathBuf,
    /// Forms are named from here, so that what is generated is the same wherever the command is run.
    base: PathBuf,
    forms: Vec<PathBuf>,
    targets: Vec<Target>,
    out: BTreeMap<Target, PathBuf>,
    /// Everything that the configuration names is made, so that whatever else was generated belongs to nothing.
    whole: bool,
}

impl Job {
    /// Where the files of a target are written.
    fn folder(&self, target: Target) -> &Path {
        self.out.get(&target).map_or(Path::new(""), PathBuf::as_path)
    }
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    files::stdin_at_most_once(&args.forms)?;
    let job = job(args, console)?;
    let plans = compile(&job, console)?;
    let mut made = Made::new(&job, &plans, !args.stdout)?;
    let lock = if args.stdout { Lock::default() } else { Lock::read(&job.folder)? };
    let faults = made.keep(&job, &plans, &lock);
    if !faults.is_empty() && !args.check {
        return Err(published::explain(&faults));
    }
    made.index(&job, &plans);
    let made = made.files;
    if args.stdout {
        return print(&made, console);
    }
    let mut superfluous = if job.whole { folder::superfluous(job.out.values(), &made)? } else { Vec::new() };
    superfluous.retain(|path| !made::is_published(&lock, &job.folder, path));
    let (missing, stale) = folder::compare(&made);
    if args.check && !faults.is_empty() {
        console.line(&published::explain(&faults).to_string())?;
        return Ok(Status::Findings);
    }
    if args.check {
        return tell(&missing, &stale, &superfluous, args, console);
    }
    let changed = || missing.iter().chain(&stale);
    write::all(
        changed().filter_map(|path| made.get_key_value(*path)).map(|(path, bytes)| (path.as_path(), bytes.as_slice())),
    )?;
    if args.prune {
        for path in &superfluous {
            fs::remove_file(path).map_err(|error| Failure::writing(path, &error))?;
        }
    }
    if !console.quiet {
        for path in changed() {
            console.line(&format!("wrote {}", path.display()))?;
        }
        for path in &superfluous {
            let done = if args.prune { "deleted" } else { "superfluous (--prune deletes it):" };
            console.line(&format!("{done} {}", path.display()))?;
        }
        let unchanged = made.len() - changed().count();
        if unchanged > 0 {
            console.line(&format!("{unchanged} file{} unchanged", if unchanged == 1 { "" } else { "s" }))?;
        }
    }
    Ok(Status::Clean)
}

/// All that a configuration names.
pub(crate) fn whole_job(config: Option<PathBuf>, console: &Console) -> Result<Job> {
    let args =
        Args { targets: Vec::new(), forms: Vec::new(), out: None, config, stdout: false, check: false, prune: false };
    job(&args, console)
}

fn job(args: &Args, console: &Console) -> Result<Job> {
    let complete = !args.forms.is_empty() && !args.targets.is_empty() && (args.out.is_some() || args.stdout);
    let config_file = match &args.config {
        Some(file) => Some(file.clone()),
        // What the command line says in full needs no configuration, not even one that is there and broken.
        None if complete => None,
        None => config::find(),
    };
    let config = match &config_file {
        Some(file) => config::read(file, console.error_color())?,
        None => Config::default(),
    };
    let base = config_file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let missing = |what: &str, argument: &str, key: &str| {
        let error = Failure::new(format!("nothing says {what}"));
        error.help(match &config_file {
            Some(file) => format!("add {argument}, or say `{key}` in {}", file.display()),
            None => format!("add {argument}, or write a {}; `tallyform init` makes one", config::NAME),
        })
    };
    let (base, forms) = match args.forms.is_empty() {
        true => (base, config.forms.clone()),
        false => (Path::new(""), args.forms.clone()),
    };
    if forms.is_empty() {
        return Err(missing("which forms to generate from", "--form FILE", "forms"));
    }
    let mut targets = if args.targets.is_empty() { config.targets.clone() } else { args.targets.clone() };
    targets.sort_unstable();
    targets.dedup();
    if targets.is_empty() {
        return Err(missing("what to generate", "a target such as `rust`", "targets"));
    }
    let config_folder = config_file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut out = BTreeMap::new();
    for target in &targets {
        let own = config.target_out.iter().find(|(of, _)| of == target).map(|(_, out)| out);
        let configured = own.or(config.out.as_ref()).map(|out| config_folder.join(out));
        match args.out.clone().or(configured) {
            Some(path) => {
                out.insert(*target, path);
            }
            None if args.stdout => {}
            None => return Err(missing("where to write", "--out DIR", "out")),
        }
    }
    let whole = args.forms.is_empty() && args.targets.is_empty() && args.out.is_none();
    Ok(Job { folder: config_folder.to_owned(), base: base.to_owned(), forms, targets, out, whole })
}

/// The plans of all forms; none if any form has an error, and all errors of all forms are said.
pub(crate) fn compile(job: &Job, console: &Console) -> Result<Vec<(PathBuf, Plan)>> {
    let named: Vec<PathBuf> =
        job.forms.iter().map(|form| if files::is_stdin(form) { form.clone() } else { job.base.join(form) }).collect();
    let found = files::find(&named, "form", &files::is_form)?;
    let mut sources = SourceMap::new();
    let mut plans = Vec::new();
    let mut errors = Vec::new();
    for path in found.files {
        let name = files::stable_name(path.strip_prefix(&job.base).unwrap_or(&path));
        let file = form::add(&mut sources, name, &path, &job.base)?;
        let compiled = tallyform_codegen::compile(&sources, file);
        errors.extend(form::errors(compiled.diagnostics));
        plans.extend(compiled.plan.map(|plan| (path, plan)));
    }
    if errors.is_empty() { Ok(plans) } else { Err(form::refused(&errors, &sources, console.error_color())) }
}

fn print(made: &BTreeMap<PathBuf, Vec<u8>>, console: &mut Console) -> Result<Status> {
    let mut files = made.iter();
    match (files.next(), files.next()) {
        (Some((_, bytes)), None) => {
            console.write(bytes)?;
            Ok(Status::Clean)
        }
        _ => Err(Failure::new(format!("--stdout prints one file, and {} would be made", made.len()))
            .help("name one target and one form")),
    }
}

fn tell(
    missing: &[&PathBuf],
    stale: &[&PathBuf],
    superfluous: &[PathBuf],
    args: &Args,
    console: &mut Console,
) -> Result<Status> {
    let superfluous: Vec<&PathBuf> = superfluous.iter().collect();
    for (what, paths) in [("missing", missing), ("stale", stale), ("superfluous", &superfluous)] {
        for path in paths {
            console.line(&format!("{what}: {}", path.display()))?;
        }
    }
    if missing.is_empty() && stale.is_empty() && superfluous.is_empty() {
        if !console.quiet {
            console.line("everything is as it should be")?;
        }
        return Ok(Status::Clean);
    }
    console.line(&format!("run: {}", command(args, !superfluous.is_empty())))?;
    Ok(Status::Findings)
}

/// The command that mends what `--check` found.
fn command(args: &Args, prune: bool) -> String {
    let mut words = vec!["tallyform generate".to_owned()];
    words.extend(args.targets.iter().map(|target| target.name().to_owned()));
    let config = args.config.iter().map(|path| ("--config", path));
    let forms = args.forms.iter().map(|path| ("--form", path));
    let out = args.out.iter().map(|path| ("--out", path));
    words.extend(config.chain(forms).chain(out).map(|(option, path)| format!("{option} {}", files::quoted(path))));
    if prune {
        words.push("--prune".to_owned());
    }
    words.join(" ")
}
