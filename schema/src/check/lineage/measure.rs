//! Figures that go on, and figures that are said to add: whether their units let them.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Before;
use super::part::{Holds, Part, Parts, What};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Kind, Unit};
use crate::source::Span;

/// Whether a figure of one unit says the same in the other.
fn converts(from: &Unit, to: &Unit) -> bool {
    let known = from.of.is_some() || matches!(from.kind, Kind::Duration | Kind::Ratio) || from.id == to.id;
    from.kind == to.kind && from.of == to.of && known
}

/// Figures that go on in another unit, by where that unit is said.
#[derive(Default)]
pub(super) struct Strangers {
    by_span: BTreeMap<Span, (Diagnostic, usize)>,
}

impl Strangers {
    /// Looks at a figure that goes on and says nothing of whether it can be compared.
    pub(super) fn look(&mut self, now: &Parts<'_>, part: &Part<'_>, was: &Part<'_>) {
        let (message, label) = match (was.holds, part.holds) {
            (Holds::Figure(before), Holds::Figure(after)) if !converts(before, after) => (
                format!(
                    "`{}` goes on in `{}`, into which figures in `{}` do not convert",
                    part.address, after.id, before.id
                ),
                format!("`{}` was in `{}`", was.address, before.id),
            ),
            (Holds::Figure(before), Holds::Field(kind)) => (
                format!("`{}` goes on as a field of type `{kind}`, and was a figure in `{}`", part.address, before.id),
                "a figure before".to_owned(),
            ),
            (Holds::Field(kind), Holds::Figure(after)) => (
                format!("`{}` goes on as a figure in `{}`, and was a field of type `{kind}`", part.address, after.id),
                "a field before".to_owned(),
            ),
            _ => return,
        };
        let span = unit_span(now, part);
        match self.by_span.get_mut(&span) {
            Some((_, more)) => *more += 1,
            None => {
                let diagnostic = Diagnostic::new(Code::UnitOfSeries, message, span, "another measure than before")
                    .also(was.span, label)
                    .help(
                        "say `comparable: no` where the figures are no longer the same; units of one kind convert \
                         where both say the same `of`",
                    );
                self.by_span.insert(span, (diagnostic, 0));
            }
        }
    }

    pub(super) fn report(self, out: &mut Vec<Diagnostic>) {
        // A unit that is not known has been reported, and another one taken for it.
        let unknown: BTreeSet<Span> =
            out.iter().filter(|found| found.code == Code::UnknownUnit).map(|found| found.primary.span).collect();
        let all = self.by_span.into_values().filter(|(found, _)| !unknown.contains(&found.primary.span));
        out.extend(all.map(|(diagnostic, more)| match more {
            0 => diagnostic,
            more => diagnostic.note(format!("and {more} more figures of this unit")),
        }));
    }
}

/// Where the unit of a figure is said: at it or above it.
fn unit_span(now: &Parts<'_>, part: &Part<'_>) -> Span {
    let mut at = Some(part);
    while let Some(here) = at {
        let says = here.says.filter(|says| says.attributes.unit.is_some() || says.content.is_some());
        if let Some(said) = says.and_then(|says| says.content.as_ref().or(says.attributes.unit.as_ref())) {
            return said.span;
        }
        at = here.above.and_then(|above| now.get(above));
    }
    part.span
}

/// Whether a part is the sum of what it was, which is several things.
pub(super) fn merged(
    before: &Before<'_>,
    part: &Part<'_>,
    was: &[usize],
    span: Span,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let all = was.iter().filter_map(|was| before.parts.get(*was));
    unlike(part, all, false).is_none_or(|(message, place)| {
        out.push(sum_of_unlike(message, span, place).help(
            "let one of them go on and the others be gone, or say `was: []` where this is another thing than they were",
        ));
        false
    })
}

/// Whether the figures of a heading add up to the figure that it was.
pub(super) fn split(now: &Parts<'_>, part: &Part<'_>, was: &Part<'_>, span: Span, out: &mut Vec<Diagnostic>) -> bool {
    let all = part.direct.iter().filter_map(|direct| now.get(*direct));
    unlike(was, all, true).is_none_or(|(message, place)| {
        out.push(sum_of_unlike(message, span, place.or(Some((was.span, "the figure before".to_owned())))).help(
            "say `comparable: no` where the figures beneath do not add up to the one before, or `was: []` where this \
             is another thing",
        ));
        false
    })
}

fn sum_of_unlike(message: String, span: Span, place: Option<(Span, String)>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::SumOfUnlike, message, span, "no sum can be made here");
    match place {
        Some((place, label)) => diagnostic.also(place, label),
        None => diagnostic,
    }
}

/// Why a whole is no sum of parts: a sentence, and the part that is in the way.
fn unlike<'p>(
    whole: &Part<'_>,
    parts: impl Iterator<Item = &'p Part<'p>>,
    is_split: bool,
) -> Option<(String, Option<(Span, String)>)> {
    let action = if is_split { "is split" } else { "is merged" };
    let unit = match whole.holds {
        Holds::Figure(unit) if unit.kind.adds() => Some(unit),
        Holds::Member(true) => None,
        Holds::Figure(unit) => {
            return Some((format!("`{}` {action}, and figures in `{}` do not add", whole.address, unit.id), None));
        }
        Holds::Member(false) => {
            return Some((format!("`{}` {action}, and no figure of its dimension adds", whole.address), None));
        }
        Holds::Field(kind) => {
            return Some((format!("`{}` {action}, and a field of type `{kind}` does not add", whole.address), None));
        }
        Holds::Nothing => return Some((format!("`{}` {action}, and has no figure of its own", whole.address), None)),
    };
    let mut none = true;
    for part in parts {
        none = false;
        let why = match (unit, part.holds) {
            (Some(unit), Holds::Figure(other)) if converts(other, unit) => None,
            (None, Holds::Member(_)) => None,
            (Some(unit), Holds::Figure(other)) => Some(format!("in `{}`, not in `{}`", other.id, unit.id)),
            _ => Some("no figure".to_owned()),
        };
        let deducted = part.says.and_then(|says| says.minus).is_some_and(|minus| minus.value);
        let why = why.or_else(|| (is_split && deducted).then(|| "deducted".to_owned()));
        if let Some(why) = why {
            return Some((
                format!("`{}` {action}, and `{}` is no part of the sum: {why}", whole.address, part.address),
                Some((part.span, why)),
            ));
        }
    }
    (none && is_split && whole.what != What::Dimension)
        .then(|| (format!("`{}` is split into a heading without figures", whole.address), None))
}
