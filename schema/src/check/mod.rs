//! From what a file says to a checked form, pass by pass. Each pass says what holds after it.
//!
//! A pass that finds a mistake reports it and goes on with what it could read; what depends on the mistaken part keeps
//! silent, so that one mistake gives one diagnostic and hides no other.

mod attribute;
mod author;
mod code;
mod comparison;
mod content;
mod dimension;
mod formula;
mod free;
mod key;
mod lineage;
mod linear;
mod lint;
mod mark;
mod measure;
mod message;
mod name;
mod node;
mod number;
mod over;
mod pattern;
mod place;
mod range;
mod relation;
mod row;
mod scope;
mod state;
mod text;
mod tree;
mod unit;
mod value;
mod word;

pub use message::KEYS as MESSAGE_KEYS;
pub(crate) use message::{SLOTS, braces};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Every, Form, NodeId, Texts};
use crate::suggest;
use crate::syntax::FormFile;

use content::Tables;
use relation::Cells;
use text::Languages;
use tree::{Class, Tree};

/// Resolves a form in full, beside the one that it revises. The form is made only if nothing in `out` is an error, what
/// stood there before included.
pub(crate) fn resolve(file: &FormFile, base: Option<&Form>, out: &mut Vec<Diagnostic>) -> Option<Form> {
    let mut languages = text::languages(file, out);
    let tree = tree::tree(file, out);
    key::keys(&tree, out);
    row::beside(&tree, out);
    let by_code = name::names(&tree, out);

    let mut units = unit::units(file, &mut languages, out);
    let mut marks = mark::marks(file, out);
    let states = state::states(file, out);
    let codes = code::code_lists(file, &tree, &mut languages, out);
    let mut sayings = attribute::Sayings::default();
    let settled = attribute::settle(file, &tree, &states, &mut units, &mut marks, &mut sayings, out);
    let mut tables = Tables {
        units: &mut units,
        marks: &mut marks,
        codes: &codes,
        sayings: &mut sayings,
        once: std::collections::BTreeSet::new(),
        taken: None,
        without_unit: Vec::new(),
    };
    let mut made = content::cells(file, &tree, &settled, &mut tables, out);

    let scope = scope::Scope::new(&tree, &by_code);
    let cells = Cells { made: &made };
    let breakdowns = relation::breakdowns(&scope, &cells, &units, out);
    let messages = message::messages(file, &mut languages, out);
    let figures = over::Figures { tree: &tree, settled: &settled, cells: &cells, units: &units };
    let along = over::along(&figures, &mut sayings, out);
    let sources = author::Sources {
        file,
        scope: &scope,
        settled: &settled,
        states: &states,
        breakdowns: &breakdowns,
        along: &along,
    };
    let author::Checks { written, cells: tunings, rows: tuned } =
        author::checks(&sources, &cells, &mut units, &mut languages, &mut sayings, out);
    let ranges = range::Ranges { cells: &cells, units: &units, marks: &marks };
    lint::lints(&tree, &ranges, &breakdowns, &written, out);

    author::tune_cells(&tree, &mut made, tunings);
    let identity = identity(file, &tree, out);
    let period = period(file, out);
    let title = title(file, &mut languages, out);
    let keys = row::keys(&tree, &settled, &codes, &mut sayings, out);
    let rows = row::rows(&tree, &settled, &keys, &tuned, &mut sayings);
    let found = node::Found { settled: &settled, breakdowns: &breakdowns, rows };
    let nodes = node::nodes(&tree, made, found, &mut languages, out);
    let dimensions = node::dimensions(&tree, keys, &mut languages, out);
    let form = lineage::View { nodes: &nodes, dimensions: &dimensions, units: &units.list };
    let lineage = lineage::lineage(file, base, form, &tree, &mut languages, out);
    let imprint = file.imprint.iter().map(|line| (line.key.text.clone(), languages.texts(&line.text, out))).collect();
    let switched_off = author::switched_off(&tree, &mut languages, out);
    languages.report_missing(out);
    if out.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return None;
    }
    // Where something is wrong, what looks unused may be what was meant there.
    units.report_unused(out);
    marks.report_unused(out);
    sayings.report_unheeded(out);
    tree.report_unused_dimensions(out);
    Some(Form {
        id: file.form.text.clone(),
        revision: file.revision.text.clone(),
        lineage,
        title,
        languages: languages.tags,
        base: file.base.as_ref().map(|base| base.text.trim_end_matches('/').to_owned()),
        period,
        identity,
        imprint,
        units: units.list,
        marks: marks.list,
        codes,
        states: states.list,
        dimensions,
        messages,
        nodes,
        checks: written.into_iter().map(|written| written.check).collect(),
        switched_off,
    })
}

/// Whether the value of a key at the top has the wrong shape, so that what it defines is not known.
fn unreadable(file: &FormFile, key: &str, out: &[Diagnostic]) -> bool {
    let value = file.keys.iter().find(|said| said.name == key).map(|said| said.value);
    out.iter().any(|found| found.code == Code::WrongShape && Some(found.primary.span) == value)
}

fn title(file: &FormFile, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Texts {
    match &file.title {
        Some(title) => languages.texts(title, out),
        // The reader has reported it.
        None => Texts::default(),
    }
}

/// The header fields that name a report.
fn identity(file: &FormFile, tree: &Tree<'_>, out: &mut Vec<Diagnostic>) -> Vec<NodeId> {
    let header = tree.ids().find(|node| tree.get(*node).is_some_and(|entry| entry.class == Class::Header));
    let header = header.and_then(|header| tree.get(header));
    let mut identity = Vec::new();
    for name in file.identity.iter().flat_map(|identity| &identity.value) {
        if let Some(node) = header.and_then(|header| header.names.get(&name.text)) {
            identity.push(*node);
            continue;
        }
        let fields = || header.into_iter().flat_map(|header| header.names.keys().map(String::as_str));
        let diagnostic = Diagnostic::new(
            Code::UnknownField,
            format!("the header has no field `{}`", name.text),
            name.span,
            "no such field",
        );
        out.push(match suggest::nearest(&name.text, fields()) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), name.span, near),
            None if fields().next().is_none() => diagnostic.help("add it under `header`"),
            None => diagnostic.help(format!("the fields are {}", suggest::list(fields()))),
        });
    }
    identity
}

fn period(file: &FormFile, out: &mut Vec<Diagnostic>) -> Option<(Every, Option<String>)> {
    const WORDS: [(&str, Every); 6] = [
        ("year", Every::Year),
        ("half", Every::Half),
        ("quarter", Every::Quarter),
        ("month", Every::Month),
        ("week", Every::Week),
        ("day", Every::Day),
    ];
    let period = file.period.as_ref()?;
    let every = word::choose(&period.every, "length of a period", &WORDS, out);
    if let Some(starts) = &period.starts
        && !is_month_and_day(&starts.text)
    {
        out.push(
            Diagnostic::new(
                Code::WrongShape,
                format!("`{}` is no day of the year", starts.text),
                starts.span,
                "month and day are expected",
            )
            .help("write month and day in two digits each, in quotes: `starts: \"10-01\"`"),
        );
    }
    Some((every?, period.starts.as_ref().map(|starts| starts.text.clone())))
}

fn is_month_and_day(text: &str) -> bool {
    let Some((month, day)) = text.split_once('-').filter(|_| text.len() == 5) else { return false };
    let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let days = match number(month) {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        Some(1..=12) => 31,
        _ => return false,
    };
    number(day).is_some_and(|day| (1..=days).contains(&day))
}
