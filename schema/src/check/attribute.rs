//! Inheritance: attributes hold beneath the node that says them until a nearer one replaces them.
//!
//! After this: every node has the attributes that hold at it, and each knows who said it.

use std::rc::Rc;

use super::mark::Marks;
use super::number;
use super::state::States;
use super::tree::{Class, Tree};
use super::unit::Units;
use super::value::{self, End};
use super::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Columns, MarkId, Severities, UnitId};
use crate::source::{Span, Spanned};
use crate::syntax::{Attributes, Bounds, FormFile, Scalar};

/// Who said a value.
pub(crate) type Saying = usize;

/// A value and who said it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said<T> {
    pub(crate) value: T,
    pub(crate) by: Saying,
}

/// How many decimal places.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Places {
    /// Those of the unit.
    OfUnit,
    /// As many; none where the number could not be read.
    Exactly(Option<u8>),
}

/// What holds at a node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settled {
    /// The unit; none inside where it is not defined.
    pub(crate) unit: Option<Said<Option<UnitId>>>,
    pub(crate) places: Option<Said<Places>>,
    pub(crate) takes: Option<Said<Rc<[MarkId]>>>,
    pub(crate) blank_is_not_applicable: Option<Said<bool>>,
    pub(crate) required: Option<Said<bool>>,
    pub(crate) signed: Option<Said<bool>>,
    pub(crate) rounded: Option<Said<u8>>,
    pub(crate) severity: Option<Said<Rc<Severities>>>,
    /// Bounds of headings.
    pub(crate) lower: Option<Said<Rc<End>>>,
    pub(crate) upper: Option<Said<Rc<End>>>,
    /// Bounds that the node says of its own figure.
    pub(crate) own_lower: Option<Said<Rc<End>>>,
    pub(crate) own_upper: Option<Said<Rc<End>>>,
    /// How wholes follow from their parts: by dimension, or for all of them.
    pub(crate) over: Option<Said<Ways>>,
    /// The note of nodes with `by`.
    pub(crate) note: Option<Saying>,
    /// Which way the printed table runs.
    pub(crate) columns: Option<Said<Columns>>,
}

/// What `over` says: a dimension (none: the one that has a whole) and how its whole follows.
pub(crate) type Ways = Rc<[(Option<usize>, Way)]>;

/// How a whole follows from its parts along a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    Sum,
    Min,
    Max,
    Between,
    Free,
    Rising,
    Falling,
}

impl Way {
    /// Whether it is about members in their order, and not about a whole.
    pub(crate) const fn is_ordered(self) -> bool {
        matches!(self, Self::Rising | Self::Falling)
    }
}

const WAYS: [(&str, Way); 7] = [
    ("sum", Way::Sum),
    ("min", Way::Min),
    ("max", Way::Max),
    ("between", Way::Between),
    ("free", Way::Free),
    ("rising", Way::Rising),
    ("falling", Way::Falling),
];

/// What a member says of the figures in it, or the member that it is part of.
#[derive(Clone, Debug, Default)]
struct OfMember {
    signed: Option<Said<bool>>,
    lower: Option<Said<Rc<End>>>,
    upper: Option<Said<Rc<End>>>,
}

/// Everything that was said, and whether a cell has heeded it.
#[derive(Debug, Default)]
pub(crate) struct Sayings {
    list: Vec<(String, Span, bool)>,
}

impl Sayings {
    fn say(&mut self, key: &str, span: Span) -> Saying {
        self.list.push((key.to_owned(), span, false));
        self.list.len() - 1
    }

    /// The value is heeded.
    pub(crate) fn heed(&mut self, saying: Saying) {
        if let Some((_, _, heeded)) = self.list.get_mut(saying) {
            *heeded = true;
        }
    }

    /// Where it was said.
    pub(crate) fn span(&self, saying: Saying) -> Option<Span> {
        self.list.get(saying).map(|(_, span, _)| *span)
    }

    /// A warning for everything that nobody heeds.
    pub(crate) fn report_unheeded(&self, out: &mut Vec<Diagnostic>) {
        for (key, span, _) in self.list.iter().filter(|(_, _, heeded)| !heeded) {
            out.push(
                Diagnostic::new(
                    Code::AttributeWithoutUse,
                    format!("`{key}` has no effect here"),
                    *span,
                    "nothing beneath makes use of it",
                )
                .help("take it away, or say it where the figures are that it is meant for"),
            );
        }
    }
}

/// The attributes of every node, by node.
pub(crate) fn settle(
    file: &FormFile,
    tree: &Tree<'_>,
    states: &States,
    units: &mut Units,
    marks: &mut Marks,
    sayings: &mut Sayings,
    out: &mut Vec<Diagnostic>,
) -> Vec<Settled> {
    let mut settled: Vec<Settled> = Vec::with_capacity(tree.nodes.len());
    let of_members = of_members(tree, sayings, out);
    let usual = usual(states, file, sayings);
    for entry in &tree.nodes {
        if let Some((coordinate, figure)) = entry
            .coordinate
            .as_ref()
            .and_then(|coordinate| Some((coordinate, tree.get(coordinate.figure)?.grid.as_ref()?)))
            && entry.class == Class::Coordinate
        {
            let mut here = settled.get(coordinate.figure.0 as usize).cloned().unwrap_or_default();
            for (dimension, slot) in figure.by.iter().zip(&coordinate.slots) {
                let member = slot.and_then(|member| of_members.get(*dimension)?.get(member));
                if let Some(member) = member {
                    here.signed = member.signed.or(here.signed);
                    here.own_lower = member.lower.clone().or(here.own_lower);
                    here.own_upper = member.upper.clone().or(here.own_upper);
                }
            }
            settled.push(here);
            continue;
        }
        let mut here =
            entry.parent.and_then(|parent| settled.get(parent.0 as usize)).cloned().unwrap_or_else(|| usual.clone());
        (here.own_lower, here.own_upper) = (None, None);
        let (attributes, bounds) = match (entry.class, entry.says) {
            (Class::Root, _) => (&file.attributes, &file.bounds),
            (_, Some(says)) => (&says.attributes, &says.bounds),
            (_, None) => {
                // `blank` does not reach the header.
                here.blank_is_not_applicable = None;
                settled.push(here);
                continue;
            }
        };
        inherit(&mut here, attributes, states, units, marks, sayings, out);
        if let Some(over) = &attributes.over {
            let by = sayings.say("over", over.span);
            here.over = Some(Said { value: ways(tree, &over.entries, out), by });
        }
        if let Some(note) = &attributes.note {
            let by = sayings.say("note", note.span);
            here.note = note.value.as_ref().map(|_| by);
            if here.note.is_none() {
                sayings.heed(by);
            }
        }
        if let Some(columns) = &attributes.columns {
            let words = [("items", Columns::Items), ("members", Columns::Members), ("both", Columns::Both)];
            let by = sayings.say("columns", columns.span);
            match word::choose(columns, "way that a table runs", &words, out) {
                Some(value) => here.columns = Some(Said { value, by }),
                None => sayings.heed(by),
            }
        }
        // A unit that could not be read, or whose key is misspelt, has been reported; its figures are not without one.
        let (said, may_say) = match entry.says {
            Some(says) => (says.said("unit"), says.may_say("unit")),
            None => (file.keys.iter().any(|key| key.name == "unit"), false),
        };
        if attributes.unit.is_none() && (said || (may_say && here.unit.is_none())) {
            let by = sayings.say("unit", entry.span);
            sayings.heed(by);
            here.unit = Some(Said { value: None, by });
        }
        if let Some(lower) = end(bounds, true, sayings, out) {
            if entry.class.has_cell() { here.own_lower = Some(lower) } else { here.lower = Some(lower) }
        }
        if let Some(upper) = end(bounds, false, sayings, out) {
            if entry.class.has_cell() { here.own_upper = Some(upper) } else { here.upper = Some(upper) }
        }
        settled.push(here);
    }
    settled
}

/// What holds where nothing is said.
fn usual(states: &States, file: &FormFile, sayings: &mut Sayings) -> Settled {
    let by = sayings.say("severity", file.span);
    sayings.heed(by);
    Settled { severity: Some(Said { value: Rc::new(states.usual()), by }), ..Settled::default() }
}

/// What `over` says.
fn ways(tree: &Tree<'_>, entries: &[(Option<Scalar>, Scalar)], out: &mut Vec<Diagnostic>) -> Ways {
    let mut ways = Vec::new();
    for (dimension, word) in entries {
        let way = word::choose(word, "way in which a whole follows from its parts", &WAYS, out);
        let dimension = match dimension {
            None => Some(None),
            Some(said) => match tree.dimensions.find(&said.text) {
                Some(known) => Some(Some(known)),
                None => {
                    out.push(tree.dimensions.unknown(said));
                    None
                }
            },
        };
        ways.extend(dimension.zip(way));
    }
    ways.into()
}

/// What each member of each dimension says.
fn of_members(tree: &Tree<'_>, sayings: &mut Sayings, out: &mut Vec<Diagnostic>) -> Vec<Vec<OfMember>> {
    let mut all = Vec::new();
    for dimension in &tree.dimensions.list {
        let mut members: Vec<OfMember> = Vec::with_capacity(dimension.members.len());
        for member in &dimension.members {
            // A member stands before its parts.
            let mut here = member.above.and_then(|above| members.get(above)).cloned().unwrap_or_default();
            if let Some(says) = member.says {
                here.lower = end(&says.bounds, true, sayings, out).or(here.lower);
                here.upper = end(&says.bounds, false, sayings, out).or(here.upper);
                if let Some(signed) = &says.attributes.signed {
                    here.signed = Some(Said { value: signed.value, by: sayings.say("signed", signed.span) });
                }
            }
            members.push(here);
        }
        all.push(members);
    }
    all
}

fn inherit(
    here: &mut Settled,
    attributes: &Attributes,
    states: &States,
    units: &mut Units,
    marks: &mut Marks,
    sayings: &mut Sayings,
    out: &mut Vec<Diagnostic>,
) {
    if let Some(unit) = &attributes.unit {
        let by = sayings.say("unit", unit.span);
        here.unit = Some(Said { value: units.find(&unit.text, unit.span, out), by });
        here.places = Some(Said { value: Places::OfUnit, by });
    }
    if let Some(decimals) = &attributes.decimals {
        let by = sayings.say("decimals", decimals.span);
        here.places = Some(Said { value: Places::Exactly(number::places(decimals, out)), by });
    }
    if let Some(takes) = &attributes.takes {
        let by = sayings.say("takes", takes.span);
        here.takes = Some(Said { value: marks.find(&takes.value, out).into(), by });
    }
    if let Some(blank) = &attributes.blank {
        let by = sayings.say("blank", blank.span);
        let words = [("not_reported", false), ("not_applicable", true)];
        match word::choose(blank, "meaning of a blank", &words, out) {
            Some(value) => here.blank_is_not_applicable = Some(Said { value, by }),
            None => sayings.heed(by),
        }
    }
    let mut flag = |key: &str, value: &Option<Spanned<bool>>| {
        value.as_ref().map(|value| Said { value: value.value, by: sayings.say(key, value.span) })
    };
    here.required = flag("required", &attributes.required).or(here.required);
    here.signed = flag("signed", &attributes.signed).or(here.signed);
    if let Some(rounded) = &attributes.rounded {
        let by = sayings.say("rounded", rounded.span);
        match number::places(rounded, out) {
            Some(value) => here.rounded = Some(Said { value, by }),
            None => sayings.heed(by),
        }
    }
    if let Some(severity) = &attributes.severity {
        let by = sayings.say("severity", severity.span);
        match states.severities(severity, out) {
            Some(value) => here.severity = Some(Said { value: Rc::new(value), by }),
            None => sayings.heed(by),
        }
    }
}

/// The lower or upper bound that a node says.
fn end(bounds: &Bounds, lower: bool, sayings: &mut Sayings, out: &mut Vec<Diagnostic>) -> Option<Said<Rc<End>>> {
    let (closed, open, words) = if lower {
        (&bounds.min, &bounds.above, ["min", "above"])
    } else {
        (&bounds.max, &bounds.below, ["max", "below"])
    };
    if let (Some(first), Some(second)) = (closed, open) {
        out.push(value::two_bounds(first, second, &format!("`{}` and `{}`", words[0], words[1])));
    }
    let (scalar, is_open, key) = match (closed, open) {
        (Some(closed), _) => (closed, false, words[0]),
        (None, Some(open)) => (open, true, words[1]),
        (None, None) => return None,
    };
    let value = number::rational(scalar, out)?;
    Some(Said { value: Rc::new((value, is_open)), by: sayings.say(key, scalar.span) })
}
