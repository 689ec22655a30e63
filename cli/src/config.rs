//! `tallyform.toml`: which forms, which targets, and where to.

mod accept;

use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use clap::ValueEnum;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) use self::accept::Accept;
use crate::command::generate::Target;
use crate::failure::{Failure, Result};
use crate::{files, suggestion};

/// The name under which the file is sought, in the current folder and those above it.
pub(crate) const NAME: &str = "tallyform.toml";

/// No configuration is larger, in bytes.
const LARGEST: usize = 1 << 20;

/// What the file says. Paths are relative to the folder that it stands in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Config {
    /// Form files, and folders of form files.
    pub(crate) forms: Vec<PathBuf>,
    /// What is made.
    pub(crate) targets: Vec<Target>,
    /// Where it is written.
    pub(crate) out: Option<PathBuf>,
    /// Where the files of one target are written, if elsewhere.
    pub(crate) target_out: Vec<(Target, PathBuf)>,
    /// Breaks that are accepted.
    pub(crate) accept: Vec<Accept>,
}

/// Finds the file in the current folder, else in the nearest one above it.
pub(crate) fn find() -> Option<PathBuf> {
    let here = PathBuf::from(NAME);
    if here.is_file() {
        return Some(here);
    }
    let current = std::env::current_dir().ok()?;
    current.ancestors().skip(1).map(|above| above.join(NAME)).find(|file| file.is_file())
}

/// Reads and checks the file. Everything wrong with it is said at once, with snippets.
pub(crate) fn read(path: &Path, color: bool) -> Result<Config> {
    let bytes = files::read(path, LARGEST)?;
    if bytes.len() > LARGEST {
        return Err(Failure::new(format!("{} is larger than 1 MiB", path.display()))
            .help("a configuration names folders and targets, and is short"));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = error.as_bytes().iter().take(error.utf8_error().valid_up_to()).filter(|b| **b == b'\n').count();
            return Err(Failure::new(format!("{}:{}: the file is not UTF-8", path.display(), line + 1))
                .help("save it as UTF-8"));
        }
    };
    // A byte order mark is no part of the text; three spaces keep every place where it was.
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), |rest| format!("   {rest}"));
    parse(&text).map_err(|problems| Failure::Rendered(render(&path.display().to_string(), &text, &problems, color)))
}

/// Something wrong with the file.
#[derive(Debug)]
struct Problem {
    message: String,
    at: Range<usize>,
    label: String,
    help: Option<String>,
}

const KEYS: [&str; 4] = ["forms", "targets", "out", "accept"];

fn parse(text: &str) -> std::result::Result<Config, Vec<Problem>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut problems: Vec<Problem> = errors
        .iter()
        .map(|error| Problem {
            message: error.message().lines().collect::<Vec<_>>().join(", "),
            at: error.span().unwrap_or(0..0),
            label: String::new(),
            help: None,
        })
        .collect();
    let mut config = Config::default();
    if problems.is_empty() {
        let mut entries: Vec<_> = table.get_ref().iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            entry(key, value, &mut config, &mut problems);
        }
    }
    problems.sort_by_key(|problem| problem.at.start);
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

fn entry(
    key: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
    config: &mut Config,
    problems: &mut Vec<Problem>,
) {
    match key.get_ref().as_ref() {
        "forms" => config.forms = words(value, problems).into_iter().map(|(word, _)| PathBuf::from(word)).collect(),
        "out" => config.out = word(value, "a folder", problems).map(PathBuf::from),
        "accept" => config.accept = accept::read(value, problems),
        "targets" => {
            for (word, at) in words(value, problems) {
                match target(word) {
                    Some(target) if config.targets.contains(&target) => {
                        problems.push(problem(format!("target `{word}` is named twice"), at, "again here"));
                    }
                    Some(target) => config.targets.push(target),
                    None => problems.push(unknown("target", word, at, &target_names())),
                }
            }
        }
        name => match target(name) {
            Some(target) => target_table(target, value, config, problems),
            None => {
                let names = target_names();
                let known: Vec<&str> = KEYS.into_iter().chain(names.iter().map(String::as_str)).collect();
                problems.push(unknown("key", name, key.span(), &known));
            }
        },
    }
}

/// `[rust]` and the like: so far only `out`.
fn target_table(target: Target, value: &Spanned<DeValue<'_>>, config: &mut Config, problems: &mut Vec<Problem>) {
    let Some(table) = value.get_ref().as_table() else {
        problems.push(wrong("a table such as `{out = \"folder\"}`", value));
        return;
    };
    for (key, value) in table {
        if key.get_ref() == "out" {
            config.target_out.extend(word(value, "a folder", problems).map(|out| (target, PathBuf::from(out))));
        } else {
            problems.push(unknown("key", key.get_ref(), key.span(), &["out"]));
        }
    }
}

fn word<'a>(value: &'a Spanned<DeValue<'_>>, what: &str, problems: &mut Vec<Problem>) -> Option<&'a str> {
    match value.get_ref().as_str() {
        Some("") => problems.push(problem(format!("expected {what}, found an empty string"), value.span(), "")),
        Some(word) => return Some(word),
        None => problems.push(wrong(&format!("{what} in quotes"), value)),
    }
    None
}

fn words<'a>(value: &'a Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Vec<(&'a str, Range<usize>)> {
    match value.get_ref().as_array() {
        Some(array) => {
            array.iter().filter_map(|item| word(item, "a name", problems).map(|word| (word, item.span()))).collect()
        }
        None => {
            problems.push(wrong("a list such as `[\"…\"]`", value));
            Vec::new()
        }
    }
}

fn target(name: &str) -> Option<Target> {
    Target::from_str(name, false).ok()
}

fn target_names() -> Vec<String> {
    Target::ALL.iter().map(|target| target.name().to_owned()).collect()
}

fn problem(message: String, at: Range<usize>, label: &str) -> Problem {
    Problem { message, at, label: label.to_owned(), help: None }
}

fn wrong(expected: &str, value: &Spanned<DeValue<'_>>) -> Problem {
    let found = value.get_ref().type_str();
    let article = if found.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    problem(format!("expected {expected}, found {article} {found}"), value.span(), "")
}

fn unknown<S: AsRef<str>>(what: &str, word: &str, at: Range<usize>, known: &[S]) -> Problem {
    let known = known.iter().map(AsRef::as_ref);
    Problem {
        message: format!("unknown {what} `{word}`"),
        at,
        label: String::new(),
        help: Some(suggestion::way_out(word, known)),
    }
}

fn render(path: &str, text: &str, problems: &[Problem], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut rendered = String::new();
    for problem in problems.iter().take(10) {
        let end = problem.at.end.min(text.len());
        let at = problem.at.start.min(end)..end;
        let annotation = AnnotationKind::Primary.span(at).label(problem.label.as_str());
        let mut group = Level::ERROR
            .primary_title(problem.message.as_str())
            .element(Snippet::source(text).path(path).annotation(annotation));
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        rendered.push_str(&renderer.render(&[group]));
        rendered.push_str("\n\n");
    }
    if problems.len() > 10 {
        rendered.push_str(&format!("and {} more\n", problems.len() - 10));
    }
    rendered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_which_forms_which_targets_and_where_to() {
        let config = parse(
            "forms = ['forms']\ntargets = ['rust', 'json-schema']\nout = 'generated'\n[rust]\nout = 'src/forms'\n",
        )
        .unwrap();
        assert_eq!(config.forms, [PathBuf::from("forms")]);
        assert_eq!(config.targets, [Target::Rust, Target::JsonSchema]);
        assert_eq!(config.out, Some(PathBuf::from("generated")));
        assert_eq!(config.target_out, [(Target::Rust, PathBuf::from("src/forms"))]);
    }

    #[test]
    fn every_problem_is_said_with_its_caret_and_a_way_out() {
        let text = "form = ['forms']\ntargets = ['rusty', 3]\nout = ''\n";
        let problems = parse(text).unwrap_err();
        let rendered = render("tallyform.toml", text, &problems, false);
        assert_eq!(problems.len(), 4, "{rendered}");
        for expected in [
            "unknown key `form`",
            "tallyform.toml:1:1",
            "did you mean `forms`?",
            "unknown target `rusty`",
            "tallyform.toml:2:12",
            "did you mean `rust`?",
            "expected a name in quotes, found an integer",
            "expected a folder, found an empty string",
        ] {
            assert!(rendered.contains(expected), "{expected} is missing in\n{rendered}");
        }
    }

    #[test]
    fn broken_toml_is_a_problem_with_its_place() {
        let text = "forms = [\n";
        let rendered = render("tallyform.toml", text, &parse(text).unwrap_err(), false);
        assert!(rendered.contains("tallyform.toml:1:"), "{rendered}");
    }

    #[test]
    fn nothing_that_is_cut_or_damaged_breaks_the_snippets() {
        let text = "forms = ['表', 'b']\ntargets = [\"rust\"]\nout = '''g'''\n[rust]\nout = {a = 1, b = [2]}\n";
        let damaged = text.char_indices().flat_map(|(at, _)| {
            let (start, end) = text.split_at(at);
            let end = end.get(end.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
            ["", "\"", "'", "[", "}", "=", "\u{0}", "表", "\n", "."].map(|other| format!("{start}{other}{end}"))
        });
        let cut = text.char_indices().map(|(at, _)| text[..at].to_owned());
        let mut refused = 0;
        for text in damaged.chain(cut) {
            if let Err(problems) = parse(&text) {
                refused += 1;
                assert!(render("tallyform.toml", &text, &problems, false).contains("tallyform.toml:"), "{text:?}");
            }
        }
        assert!(refused > 500, "{refused}");
    }
}
