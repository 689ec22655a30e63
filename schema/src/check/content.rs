//! What each cell holds.
//!
//! After this: every figure has a unit, decimal places and bounds; every field has a type; every cell knows its marks.

mod row;

pub(crate) use row::{key, of_severity, severity};

use num_rational::BigRational;
use num_traits::Zero;

use super::attribute::{Places, Sayings, Settled};
use super::code;
use super::mark::Marks;
use super::number;
use super::pattern;
use super::tree::{Class, Entry, Tree};
use super::unit::Units;
use super::value::{self, End};
use super::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Cell, CodeList, CodesOf, Content, Figure, MarkId, Meaning, NodeId, UnitId};
use crate::source::Span;
use crate::syntax::{self, FormFile};

/// The words of `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Text,
    Date,
    Year,
    Bool,
    Code,
}

const TYPES: [(&str, Type); 5] =
    [("text", Type::Text), ("date", Type::Date), ("year", Type::Year), ("bool", Type::Bool), ("code", Type::Code)];

/// A cell, and whether part of it could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) cell: Cell,
    /// The unit is not known: nothing is said of it in checks.
    pub(crate) unit_is_broken: bool,
}

/// The tables that cells refer to.
pub(crate) struct Tables<'a> {
    pub(crate) units: &'a mut Units,
    pub(crate) marks: &'a mut Marks,
    pub(crate) codes: &'a [CodeList],
    pub(crate) sayings: &'a mut Sayings,
    /// What has been reported at a place: an inherited mistake is reported once, not for every cell beneath.
    pub(crate) once: std::collections::BTreeSet<(Code, Span)>,
    /// The marks that the cell before takes: who said them, and what that cell holds.
    pub(crate) taken: Option<(super::attribute::Saying, Content, Vec<MarkId>)>,
    /// Figures without any unit.
    pub(crate) without_unit: Vec<NodeId>,
}

/// The cells of all nodes, by node.
pub(crate) fn cells(
    file: &FormFile,
    tree: &Tree<'_>,
    settled: &[Settled],
    tables: &mut Tables<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Option<Made>> {
    let cells: Vec<Option<Made>> = tree
        .ids()
        .map(|node| {
            let (entry, here) = tree.get(node).zip(settled.get(node.0 as usize))?;
            if entry.class == Class::Note {
                return Some(row::note(here, tables.sayings));
            }
            if let Some(columns) = here.columns.filter(|_| entry.grid.is_some()) {
                tables.sayings.heed(columns.by);
            }
            let says = entry.says.filter(|_| entry.class.has_cell())?;
            Some(cell(tree, node, entry, says, here, tables, out))
        })
        .collect();
    let cells = along_dimensions(tree, settled, cells, tables, out);
    report_without_unit(tree, &tables.without_unit, out);
    let figures = cells.iter().flatten().any(|made| matches!(made.cell.content, Content::Figure(_)));
    // An empty list has been reported already.
    let any = tree.nodes.iter().any(|entry| !entry.in_header && entry.class.has_cell());
    if !figures
        && any
        && let Some(items) = &file.items
    {
        let span = items.key_span;
        out.push(
            Diagnostic::new(Code::EmptyForm, "the form has no figure", span, "no figure beneath")
                .help("add items: an item without `items` and `type` is a figure"),
        );
    }
    cells
}

/// The cells of figures with dimensions: as the figure's own, but for what members say of their sign and bounds.
fn along_dimensions(
    tree: &Tree<'_>,
    settled: &[Settled],
    mut cells: Vec<Option<Made>>,
    tables: &mut Tables<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<Option<Made>> {
    for node in tree.ids() {
        let Some(entry) = tree.get(node).filter(|entry| entry.class == Class::Coordinate) else { continue };
        let Some(coordinate) = &entry.coordinate else { continue };
        let by = tree.get(coordinate.figure).and_then(|figure| figure.grid.as_ref()).map_or(0, |grid| grid.by.len());
        if coordinate.slots.len() < by {
            continue;
        }
        let Some(mut made) = cells.get(coordinate.figure.0 as usize).cloned().flatten() else { continue };
        if let (Content::Figure(figure), Some(here)) = (&mut made.cell.content, settled.get(node.0 as usize)) {
            let (lower, upper) = bounds(here, tables.sayings);
            if (&lower, &upper) != (&figure.lower, &figure.upper) {
                (figure.lower, figure.upper) = (lower, upper);
                if value::nothing_between(figure.lower.as_ref(), figure.upper.as_ref(), Some(figure.decimals)) {
                    let diagnostic = empty_bounds(entry, here, tables.sayings);
                    if tables.once.insert((Code::EmptyBounds, diagnostic.primary.span)) {
                        out.push(diagnostic);
                    }
                }
            }
        }
        if let Some(cell) = cells.get_mut(node.0 as usize) {
            *cell = Some(made);
        }
    }
    cells
}

#[allow(clippy::too_many_arguments, reason = "one call; a struct would only rename the list")]
fn cell(
    tree: &Tree<'_>,
    node: NodeId,
    entry: &Entry<'_>,
    says: &syntax::Node,
    here: &Settled,
    tables: &mut Tables<'_>,
    out: &mut Vec<Diagnostic>,
) -> Made {
    let kind = says.content.as_ref().and_then(|word| word::choose(word, "type of a field", &TYPES, out));
    if let (Some(content), Class::Whole(_), Some(span)) = (&says.content, entry.class, entry.relation_span) {
        out.push(
            Diagnostic::new(
                Code::KeysExclude,
                "a field of a type has no parts",
                span,
                "parts of a field that is no figure",
            )
            .also(content.span, "the type is said here")
            .help("take `type` away, or write `items`"),
        );
    }
    // A misspelt type is reported above; the cell then counts as a text, so that no missing unit is reported on top.
    let kind = kind.or_else(|| says.said("type").then_some(Type::Text));
    let mut unit_is_broken = false;
    let content = match kind {
        None => {
            let (figure, broken) = figure(node, entry, here, tables, out);
            unit_is_broken = broken;
            Content::Figure(figure)
        }
        Some(Type::Text) => Content::Text {
            pattern: says.pattern.as_ref().and_then(|pattern| pattern::regular(pattern, out)),
            max_length: says.max_length.as_ref().and_then(|length| number::length(length, out)),
        },
        Some(Type::Date) => Content::Date,
        Some(Type::Year) => Content::Year,
        Some(Type::Bool) => Content::Bool,
        Some(Type::Code) => Content::Code {
            of: code::codes_of(tree, says, tables.codes, out),
            many: says.many.is_some_and(|many| many.value),
        },
    };
    let takes = takes(entry, here, &content, tables, out);
    let severity = row::severity(here, tables.sayings);
    if let Some(said) = here.required {
        tables.sayings.heed(said.by);
    }
    let blank = here.blank_is_not_applicable.filter(|_| !entry.in_header);
    if let Some(said) = blank {
        tables.sayings.heed(said.by);
    }
    let severity = || severity.clone();
    let cell = Cell {
        content,
        takes,
        blank_is_not_applicable: blank.is_some_and(|said| said.value),
        required: here.required.filter(|said| said.value).map(|_| severity()),
        kind: Some(severity()),
        marks: Some(severity()),
        places: Some(severity()),
        bounds: Some(severity()),
        remarks: Vec::new(),
    };
    Made { cell, unit_is_broken }
}

fn figure(
    node: NodeId,
    entry: &Entry<'_>,
    here: &Settled,
    tables: &mut Tables<'_>,
    out: &mut Vec<Diagnostic>,
) -> (Figure, bool) {
    let unit = here.unit.and_then(|said| {
        tables.sayings.heed(said.by);
        said.value
    });
    if here.unit.is_none() {
        tables.without_unit.push(node);
    }
    let known = unit.and_then(|unit| tables.units.get(unit));
    let of_unit = known.map_or(0, |unit| unit.decimals);
    let decimals = match here.places {
        Some(said) => {
            tables.sayings.heed(said.by);
            match said.value {
                Places::OfUnit => of_unit,
                Places::Exactly(places) => places.unwrap_or(of_unit),
            }
        }
        None => of_unit,
    };
    let rounded = here.rounded.map(|said| {
        tables.sayings.heed(said.by);
        let place = tables.sayings.span(said.by).unwrap_or(entry.span);
        if said.value > decimals && unit.is_some() && tables.once.insert((Code::BadRounding, place)) {
            out.push(
                Diagnostic::new(
                    Code::BadRounding,
                    format!("`{}` has `decimals: {decimals}` and `rounded: {}`", entry.path, said.value),
                    place,
                    "finer than the figure",
                )
                .also(entry.span, format!("a figure with `decimals: {decimals}`"))
                .help("say at most as many places as the figure has, and say it where the figures have them"),
            );
        }
        said.value
    });
    let (lower, upper) = bounds(here, tables.sayings);
    if value::nothing_between(lower.as_ref(), upper.as_ref(), Some(decimals)) {
        let diagnostic = empty_bounds(entry, here, tables.sayings);
        if tables.once.insert((Code::EmptyBounds, diagnostic.primary.span)) {
            out.push(diagnostic);
        }
    }
    for said in [&here.own_lower, &here.own_upper].into_iter().flatten() {
        let finer = number::places_of(&said.value.0).is_none_or(|places| places > u32::from(decimals));
        if finer && unit.is_some() {
            out.push(
                Diagnostic::new(
                    Code::UselessBound,
                    format!("a figure with `decimals: {decimals}` never reaches this bound"),
                    tables.sayings.span(said.by).unwrap_or(entry.span),
                    "finer than the figure",
                )
                .help("write a bound that the figure can have"),
            );
        }
    }
    let broken = unit.is_none_or(|unit| tables.units.is_broken(unit));
    (Figure { unit: unit.unwrap_or(UnitId(0)), decimals, lower, upper, rounded }, broken)
}

/// Figures are >= 0 unless `signed`; a figure's own `min` or `above` replaces that, everything else comes on top.
fn bounds(here: &Settled, sayings: &mut Sayings) -> (Option<End>, Option<End>) {
    if let Some(said) = here.signed {
        sayings.heed(said.by);
    }
    let zero = (BigRational::zero(), false);
    let natural = (!here.signed.is_some_and(|said| said.value)).then_some(zero);
    let lower = if let Some(own) = &here.own_lower {
        sayings.heed(own.by);
        Some((*own.value).clone())
    } else if let Some(heading) = &here.lower {
        sayings.heed(heading.by);
        let heading = (*heading.value).clone();
        match natural {
            Some(natural) if natural.0 > heading.0 => Some(natural),
            _ => Some(heading),
        }
    } else {
        natural
    };
    let upper = here.own_upper.as_ref().or(here.upper.as_ref()).map(|said| {
        sayings.heed(said.by);
        (*said.value).clone()
    });
    (lower, upper)
}

fn empty_bounds(entry: &Entry<'_>, here: &Settled, sayings: &Sayings) -> Diagnostic {
    let lower = here.own_lower.as_ref().or(here.lower.as_ref()).and_then(|said| sayings.span(said.by));
    let upper = here.own_upper.as_ref().or(here.upper.as_ref()).and_then(|said| sayings.span(said.by));
    let place = upper.or(lower).unwrap_or(entry.span);
    let mut diagnostic = Diagnostic::new(
        Code::EmptyBounds,
        format!("no figure lies within the bounds of `{}`", entry.path),
        place,
        "the bounds leave nothing between them",
    );
    match lower.filter(|lower| *lower != place) {
        Some(lower) => diagnostic = diagnostic.also(lower, "the lower bound"),
        None if here.own_lower.is_none() && here.lower.is_none() => {
            diagnostic = diagnostic.note("figures are at least 0 unless `signed: true` is said");
        }
        None => {}
    }
    if place != entry.span {
        diagnostic = diagnostic.also(entry.span, "of this figure");
    }
    diagnostic.help("let the lower bound lie below the upper one")
}

/// One diagnostic for all figures beneath one node that have no unit.
fn report_without_unit(tree: &Tree<'_>, without: &[NodeId], out: &mut Vec<Diagnostic>) {
    let mut groups: std::collections::BTreeMap<Option<NodeId>, Vec<NodeId>> = std::collections::BTreeMap::new();
    for node in without {
        groups.entry(tree.get(*node).and_then(|entry| entry.parent)).or_default().push(*node);
    }
    for (above, nodes) in groups {
        let Some((first, rest)) = nodes.split_first() else { continue };
        let Some(entry) = tree.get(*first) else { continue };
        let message = match rest.len() {
            0 => format!("`{}` has no unit", entry.path),
            more => format!("`{}` and {more} more beside it have no unit", entry.path),
        };
        let mut diagnostic = Diagnostic::new(Code::NoUnit, message, entry.span, "a figure without a unit");
        if let Some(heading) = above.and_then(|above| tree.get(above)).filter(|above| above.says.is_some()) {
            diagnostic = diagnostic.also(heading.span, "a unit said here holds for what is beneath");
        }
        out.push(diagnostic.help(
            "add `unit: …` here or above; if it is no figure, say `type: text`, `date`, `year`, `bool` or `code`",
        ));
    }
}

/// The marks that a cell takes. Ranges are for figures only.
fn takes(
    entry: &Entry<'_>,
    here: &Settled,
    content: &Content,
    tables: &mut Tables<'_>,
    out: &mut Vec<Diagnostic>,
) -> Vec<MarkId> {
    let Some(said) = &here.takes else { return Vec::new() };
    tables.sayings.heed(said.by);
    // Cells of one table are much alike, and there may be many of them.
    if let Some((by, same, taken)) = &tables.taken
        && *by == said.by
        && same == content
    {
        return taken.clone();
    }
    let is_figure = matches!(content, Content::Figure(_));
    let taken: Vec<MarkId> = said
        .value
        .iter()
        .copied()
        .filter(|id| is_figure || tables.marks.get(*id).is_some_and(|mark| mark.meaning == Meaning::NotApplicable))
        .collect();
    tables.marks.mark_used(&taken);
    for id in &taken {
        let Some(mark) = tables.marks.get(*id) else { continue };
        let spellings = std::iter::once(&mark.token).chain(&mark.also);
        let confused = spellings.into_iter().find(|spelling| could_be_value(spelling, content, tables.codes));
        if let Some(spelling) = confused
            && tables.once.insert((Code::MarkIsAFigure, mark.span))
        {
            let place = tables.sayings.span(said.by).unwrap_or(entry.span);
            out.push(mark_is_a_figure(spelling, entry, mark.span, place));
        }
    }
    tables.taken = Some((said.by, content.clone(), taken.clone()));
    taken
}

fn mark_is_a_figure(spelling: &str, entry: &Entry<'_>, mark: Span, taken: Span) -> Diagnostic {
    Diagnostic::new(
        Code::MarkIsAFigure,
        format!("the mark `{spelling}` could be a value of `{}`, which takes it", entry.path),
        mark,
        "looks like a value",
    )
    .also(taken, "taken here")
    .also(entry.span, "by this cell")
    .help("choose another token, or let this cell take other marks")
}

/// Whether a reader could take the text for a value of the cell.
fn could_be_value(text: &str, content: &Content, lists: &[CodeList]) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect();
    match content {
        Content::Figure(figure) => number::exact(folded.trim_start_matches('+'))
            .is_some_and(|number| value::holds(figure.lower.as_ref(), figure.upper.as_ref(), &number)),
        Content::Year => folded.len() == 4 && folded.bytes().all(|byte| byte.is_ascii_digit()),
        Content::Date => {
            let groups: Vec<&str> = folded.split('-').collect();
            groups.len() == 3 && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
        }
        Content::Bool => matches!(folded.as_str(), "true" | "false"),
        Content::Code { of: CodesOf::Field(_), .. } => false,
        Content::Code { of: CodesOf::List(list), .. } => {
            lists.get(*list).is_some_and(|list| list.codes.iter().any(|(code, _)| code == text))
        }
        Content::Text { .. } => false,
    }
}
