//! From what a file says to a checked form, pass by pass. Each pass says what holds after it.
//!
//! A pass that finds a mistake reports it and goes on with what it could read; what depends on the mistaken part keeps
//! silent, so that one mistake gives one diagnostic and hides no other.

mod attribute;
mod author;
mod comparison;
mod content;
mod dimension;
mod formula;
mod free;
mod key;
mod linear;
mod lint;
mod mark;
mod measure;
mod message;
mod name;
mod number;
mod over;
mod pattern;
mod place;
mod range;
mod relation;
mod scope;
mod text;
mod tree;
mod unit;
mod unsupported;
mod value;
mod word;

pub use message::KEYS as MESSAGE_KEYS;
pub(crate) use number::show as show_number;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{self, Coordinate, DimensionId, Every, Form, Node, NodeId, Texts};
use crate::suggest;
use crate::syntax::FormFile;

use content::{Made, Tables};
use dimension::{MemberLabel, Slot};
use relation::{Breakdown, Cells};
use text::Languages;
use tree::{Class, Tree};

/// Resolves a form. The form is made only if nothing in `out` is an error, what stood there before included.
pub(crate) fn resolve(file: &FormFile, out: &mut Vec<Diagnostic>) -> Option<Form> {
    if let Some(revision) = &file.revision_of {
        out.push(unsupported::diagnostic("a form that revises another one", revision.base.span));
        return None;
    }
    let mut languages = text::languages(file, out);
    let tree = tree::tree(file, out);
    unsupported::report(file, &tree, out);
    key::keys(&tree, out);
    let by_code = name::names(&tree, out);

    let mut units = unit::units(file, &mut languages, out);
    let mut marks = mark::marks(file, out);
    let codes = content::code_lists(file, &mut languages, out);
    let mut sayings = attribute::Sayings::default();
    let settled = attribute::settle(file, &tree, &mut units, &mut marks, &mut sayings, out);
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
    let sources = author::Sources { file, scope: &scope, settled: &settled, breakdowns: &breakdowns, along: &along };
    let (written, tunings) = author::checks(&sources, &cells, &mut units, &mut languages, &mut sayings, out);
    let ranges = range::Ranges { cells: &cells, units: &units, marks: &marks };
    lint::lints(&tree, &ranges, &breakdowns, &written, out);

    author::tune_cells(&tree, &mut made, tunings);
    let identity = identity(file, &tree, out);
    let period = period(file, out);
    let title = title(file, &mut languages, out);
    let nodes = nodes(&tree, made, &breakdowns, &mut languages, out);
    let dimensions = dimensions(&tree, &mut languages, out);
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
    Some(Form {
        id: file.form.text.clone(),
        revision: file.revision.text.clone(),
        title,
        languages: languages.tags,
        base: file.base.as_ref().map(|base| base.text.trim_end_matches('/').to_owned()),
        period,
        identity,
        imprint,
        units: units.list,
        marks: marks.list,
        codes,
        states: Vec::new(),
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

/// The nodes of the model.
fn nodes(
    tree: &Tree<'_>,
    made: Vec<Option<Made>>,
    breakdowns: &[Breakdown],
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let wholes: std::collections::BTreeMap<NodeId, NodeId> =
        breakdowns.iter().map(|breakdown| (breakdown.node, breakdown.whole)).collect();
    let mut made = made.into_iter();
    tree.ids()
        .filter_map(|id| {
            let cell = made.next().flatten().map(|made| made.cell);
            let entry = tree.get(id)?;
            let coordinate = entry.coordinate.as_ref();
            // A figure with dimensions has cells beneath it; its own is kept where it is one of them.
            let cell = cell.filter(|_| entry.grid.is_none() || coordinate.is_some());
            let says = entry.says;
            let total = says.and_then(|says| says.total.as_ref());
            Some(Node {
                id: entry.id.clone(),
                path: entry.path.clone(),
                parent: entry.parent,
                children: entry.children.clone(),
                label: match coordinate.filter(|_| entry.class == Class::Coordinate) {
                    Some(coordinate) => slot_label(tree, coordinate, languages),
                    None => says.map_or_else(Texts::default, |says| label(says, &entry.path, languages, out)),
                },
                total_label: total.and_then(|total| languages.maybe(total.label.as_ref(), out)),
                total_at: total.and_then(|total| key::at(total.at.as_ref(), out)),
                definition: says.and_then(|says| languages.maybe(says.definition.as_ref(), out)),
                code: says.and_then(|says| says.code.as_ref()).map(|code| code.text.clone()),
                cell,
                relation: entry.class.relation(),
                whole: matches!(entry.class, Class::Breakdown(_)).then(|| wholes.get(&id).copied()).flatten(),
                minus: says.and_then(|says| says.minus).is_some_and(|minus| minus.value),
                apart: says.and_then(|says| says.apart).is_some_and(|apart| apart.value),
                at: says.and_then(|says| key::at(says.at.as_ref(), out)),
                printed: says.and_then(|says| says.printed).is_none_or(|printed| printed.value),
                by: match &entry.grid {
                    Some(grid) => grid.by.iter().map(|dimension| DimensionId(*dimension as u32)).collect(),
                    None => Vec::new(),
                },
                rows: Vec::new(),
                columns: None,
                is_note: false,
                coordinate: coordinate.map(|coordinate| Coordinate {
                    figure: coordinate.figure,
                    at: slots(tree, coordinate)
                        .map(|(dimension, slot)| (DimensionId(dimension as u32), slot))
                        .collect(),
                }),
                span: entry.span,
            })
        })
        .collect()
}

/// The dimensions of a coordinate with what they are bound to.
fn slots<'t>(tree: &'t Tree<'_>, coordinate: &'t tree::Coordinate) -> impl Iterator<Item = (usize, Slot)> + 't {
    let grid = tree.get(coordinate.figure).and_then(|figure| figure.grid.as_ref());
    grid.into_iter().flat_map(|grid| grid.by.iter().copied()).zip(coordinate.slots.iter().copied())
}

/// What a place in a matrix is called: as the member or whole that it adds to what stands above it; as the figure's own
/// figure where it adds none. Mistakes in these texts are reported where they stand.
fn slot_label(tree: &Tree<'_>, coordinate: &tree::Coordinate, languages: &mut Languages) -> Texts {
    let silent = &mut Vec::new();
    let mut read = |text: Option<&crate::syntax::LangText>| text.map(|text| languages.sparse(text, silent));
    let figure = tree.get(coordinate.figure).and_then(|figure| figure.says);
    let own =
        figure.and_then(|says| says.total.as_ref().and_then(|total| total.label.as_ref()).or(says.label.as_ref()));
    let last = slots(tree, coordinate).last();
    let Some((dimension, slot)) = last.and_then(|(dimension, slot)| Some((tree.dimensions.get(dimension)?, slot)))
    else {
        return read(own).unwrap_or_default();
    };
    match slot.and_then(|member| dimension.members.get(member)) {
        Some(member) => member_label(member, languages, silent),
        None => {
            let total = dimension.says.total.as_ref().and_then(|total| total.label.as_ref());
            read(total.or(dimension.says.label.as_ref())).unwrap_or_default()
        }
    }
}

fn member_label(member: &dimension::Member<'_>, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Texts {
    match member.label {
        MemberLabel::Own => {
            let label = member.says.and_then(|says| says.label.as_ref());
            label.map_or_else(Texts::default, |label| languages.sparse(label, out))
        }
        MemberLabel::Numbered(label, number) => {
            let mut texts = label.map_or_else(Texts::default, |label| languages.sparse(label, out));
            for text in texts.0.iter_mut().flatten() {
                *text = text.replace("{n}", &number.to_string());
            }
            texts
        }
    }
}

/// The dimensions of the model.
fn dimensions(tree: &Tree<'_>, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Vec<model::Dimension> {
    let mut all = Vec::new();
    for dimension in &tree.dimensions.list {
        let says = dimension.says;
        let own = match &says.label {
            Some(text) => languages.texts(text, out),
            None if !dimension.has_whole => Texts::default(),
            None => label(says, &dimension.id, languages, out),
        };
        let members = dimension.members.iter().map(|member| model::Member {
            id: member.id.clone(),
            label: match (member.says, &member.label) {
                (Some(says), MemberLabel::Own) => {
                    label(says, &format!("{}.{}", dimension.id, member.id), languages, out)
                }
                // What is the same for all numbered members is looked at once.
                (_, MemberLabel::Numbered(Some(text), 1)) => {
                    languages.texts(text, out);
                    member_label(member, languages, out)
                }
                _ => member_label(member, languages, &mut Vec::new()),
            },
            definition: member.says.and_then(|says| languages.maybe(says.definition.as_ref(), out)),
            code: member.says.and_then(|says| says.code.as_ref()).map(|code| code.text.clone()),
            above: member.above,
            minus: member.minus,
            apart: member.apart,
        });
        let members = members.collect();
        all.push(model::Dimension {
            id: dimension.id.clone(),
            label: own,
            total_label: says
                .total
                .as_ref()
                .and_then(|total| total.label.as_ref())
                .map(|label| languages.texts(label, out)),
            definition: languages.maybe(says.definition.as_ref(), out),
            has_whole: dimension.has_whole,
            at: key::at(says.total.as_ref().and_then(|total| total.at.as_ref()).or(says.at.as_ref()), out),
            members,
            key: None,
            span: dimension.span,
        });
    }
    all
}

fn label(says: &crate::syntax::Node, path: &str, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Texts {
    match &says.label {
        Some(label) => languages.texts(label, out),
        None if says.may_say("label") => Texts::default(),
        None => {
            out.push(
                Diagnostic::new(Code::MissingLabel, format!("`{path}` has no label"), says.id.span, "no label")
                    .help("add `label: …`, the words that the form prints; `printed: false` if it prints none"),
            );
            Texts::default()
        }
    }
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
