//! Dimensions of drawn forms.

use tallyform::plan::Relation;

use super::Form;
use crate::dice::Dice;

/// A dimension.
#[derive(Clone, Copy, Debug)]
pub struct Dimension {
    /// Its name.
    pub id: &'static str,
    /// Fewest and most rows, where the members come with the report.
    pub rows: Option<(Option<u32>, Option<u32>)>,
    /// Whether it has a whole.
    pub has_whole: bool,
    /// Whether its members stand in an order.
    pub is_ordered: bool,
    /// Its members; the one of an open dimension is any row.
    pub members: &'static [Member],
    /// What breaks down what.
    pub splits: &'static [Split],
    /// Its members as a form says them.
    pub text: &'static str,
}

/// A member.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name.
    pub id: &'static str,
    /// The member that it is a part of; the whole where there is none.
    pub above: Option<usize>,
    /// No part of anything.
    pub apart: bool,
}

/// What breaks a whole down.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    /// The member or heading that says it; none is the dimension.
    pub name: Option<&'static str>,
    /// The relation.
    pub relation: Relation,
    /// What is broken down.
    pub whole: Slot,
    /// The members, each with whether it is deducted.
    pub parts: &'static [(usize, bool)],
}

impl Split {
    /// Whether the parts cover the whole, so that it may follow from them.
    #[must_use]
    pub fn covers(&self) -> bool {
        matches!(self.relation, Relation::Parts | Relation::CoveredBy)
    }
}

/// A member of a dimension, by number; none is the whole.
pub type Slot = Option<usize>;

/// What the dimensions of a figure are bound to.
pub type Binding = Vec<(usize, Slot)>;

const fn member(id: &'static str) -> Member {
    Member { id, above: None, apart: false }
}

const fn split(parts: &'static [(usize, bool)]) -> Split {
    Split { name: None, relation: Relation::Parts, whole: None, parts }
}

const TWO: &[Member] = &[member("m"), member("n")];
const THREE: &[Member] = &[member("m"), member("n"), member("o")];
const ROW: &[Member] = &[member("*")];
const PLAIN: Dimension = Dimension {
    id: "p",
    rows: None,
    has_whole: true,
    is_ordered: false,
    members: TWO,
    splits: &[split(&[(0, false), (1, false)])],
    text: "parts: [{id: m, label: M}, {id: n, label: N}]",
};

const CLOSED: [Dimension; 9] = [
    PLAIN,
    Dimension {
        members: &[member("m"), member("n"), Member { apart: true, ..member("o") }],
        splits: &[split(&[(0, false), (1, true)])],
        text: "parts: [{id: m, label: M}, {id: n, label: N, minus: true}, {id: o, label: O, apart: true}]",
        ..PLAIN
    },
    Dimension {
        members: THREE,
        splits: &[split(&[(0, false), (1, false), (2, false)])],
        text: "parts: [{id: m, label: M}, {id: rest, label: Rest, items: [{id: n, label: N}, {id: o, label: O}]}]",
        ..PLAIN
    },
    Dimension {
        members: &[
            member("m"),
            member("n"),
            Member { above: Some(1), ..member("k") },
            Member { above: Some(1), ..member("l") },
        ],
        splits: &[
            split(&[(0, false), (1, false)]),
            Split { name: Some("n"), whole: Some(1), ..split(&[(2, false), (3, true)]) },
        ],
        text: "parts: [{id: m, label: M}, {id: n, label: N, parts: [{id: k, label: K}, {id: l, label: L, minus: true}]}]",
        ..PLAIN
    },
    Dimension {
        members: &[member("m"), member("n"), member("k"), member("l")],
        splits: &[split(&[(0, false), (1, false)]), Split { name: Some("again"), ..split(&[(2, false), (3, false)]) }],
        text: "parts: [{id: m, label: M}, {id: n, label: N}, {id: again, label: Again, whole: ID, \
               parts: [{id: k, label: K}, {id: l, label: L}]}]",
        ..PLAIN
    },
    Dimension {
        splits: &[Split { relation: Relation::SomeParts, ..split(&[(0, false), (1, false)]) }],
        text: "some_parts: [{id: m, label: M}, {id: n, label: N}]",
        ..PLAIN
    },
    Dimension {
        splits: &[Split { relation: Relation::CoveredBy, ..split(&[(0, false), (1, false)]) }],
        text: "covered_by: [{id: m, label: M}, {id: n, label: N}]",
        ..PLAIN
    },
    Dimension { has_whole: false, splits: &[], text: "items: [{id: m, label: M}, {id: n, label: N}]", ..PLAIN },
    Dimension {
        has_whole: false,
        is_ordered: true,
        members: &[member("n1"), member("n2"), member("n3")],
        splits: &[],
        text: "items: {n: 3, label: 'No. {n}'}",
        ..PLAIN
    },
];

const OPEN: Dimension = Dimension {
    id: "r",
    rows: Some((None, None)),
    has_whole: true,
    is_ordered: false,
    members: ROW,
    splits: &[split(&[(0, false)])],
    text: "parts: {key: {label: Row, type: text}}",
};

const ROWS: [Dimension; 4] = [
    OPEN,
    OPEN,
    Dimension { has_whole: false, splits: &[], text: "items: {key: {label: Row, type: text}}", ..OPEN },
    Dimension {
        rows: Some((Some(1), Some(2))),
        text: "parts: {key: {label: Row, type: text}, min: 1, max: 2}",
        ..OPEN
    },
];

/// The dimensions of a form: up to four, of which two are open.
pub(super) fn dimensions(dice: &mut Dice<'_>) -> Vec<Dimension> {
    if dice.one_in(4) {
        return Vec::new();
    }
    let mut dimensions = Vec::new();
    for (id, open) in [("p", false), ("r", true), ("q", false), ("s", true)] {
        if !dice.one_in(3) {
            let drawn = if open { dice.pick(&ROWS) } else { dice.pick(&CLOSED) };
            dimensions.push(Dimension { id, ..drawn });
        }
    }
    dimensions
}

impl Dimension {
    /// Whether its members come with the report.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.rows.is_some()
    }

    /// All that a figure may be bound to: the whole before the members.
    #[must_use]
    pub fn slots(&self) -> Vec<Slot> {
        let whole = self.has_whole.then_some(None);
        whole.into_iter().chain((0..self.members.len()).map(Some)).collect()
    }

    /// What a report and a check call a member, or the whole.
    #[must_use]
    pub fn key(&self, slot: Slot) -> &'static str {
        slot.map_or("total", |member| self.members[member].id)
    }

    /// The parts that a sum along the dimension adds.
    #[must_use]
    pub fn direct(&self) -> Vec<(usize, bool)> {
        match self.splits.first() {
            Some(split) if self.has_whole => split.parts.to_vec(),
            _ => (0..self.members.len()).map(|member| (member, false)).collect(),
        }
    }

    /// Whether a member, or the whole, is another one or a part of it.
    #[must_use]
    pub fn is_within(&self, slot: Slot, whole: Slot) -> bool {
        let Some(member) = slot.filter(|_| slot != whole) else { return slot == whole };
        !self.members[member].apart && self.is_within(self.members[member].above, whole)
    }
}

impl Form {
    /// The dimensions that the figures at a node have, from the top.
    #[must_use]
    pub fn by(&self, node: usize) -> Vec<usize> {
        let mut by = self.nodes[node].parent.map_or_else(Vec::new, |parent| self.by(parent));
        by.extend(&self.nodes[node].by);
        by
    }

    /// The dimensions of a node's note: the rows in which the node stands.
    #[must_use]
    pub fn by_of_note(&self, node: usize) -> Vec<usize> {
        let above = self.nodes[node].parent.map_or_else(Vec::new, |parent| self.by(parent));
        above.into_iter().filter(|&of| self.dimensions[of].is_open()).collect()
    }

    /// Everything that some dimensions may be bound to, the last one fastest.
    #[must_use]
    pub fn bindings(&self, by: &[usize]) -> Vec<Binding> {
        let mut all = vec![Binding::new()];
        for &dimension in by {
            let slots = self.dimensions[dimension].slots();
            all = all
                .into_iter()
                .flat_map(|binding| {
                    slots.iter().map(move |&slot| {
                        let mut binding = binding.clone();
                        binding.push((dimension, slot));
                        binding
                    })
                })
                .collect();
        }
        all
    }

    /// Whether a node says `by` where a note is said there or above.
    #[must_use]
    pub fn has_note(&self, node: usize) -> bool {
        !self.nodes[node].by.is_empty() && self.nearest(node, |says| says.note).unwrap_or(false)
    }

    /// The node whose note explains a check at a node, if it has one.
    #[must_use]
    pub fn note_for(&self, node: usize) -> Option<usize> {
        let mut here = Some(node);
        while let Some(node) = here {
            if !self.nodes[node].by.is_empty() {
                return self.has_note(node).then_some(node);
            }
            here = self.nodes[node].parent;
        }
        None
    }
}

/// The slot that a binding gives a dimension.
#[must_use]
pub fn slot(binding: &Binding, dimension: usize) -> Option<Slot> {
    binding.iter().find(|(of, _)| *of == dimension).map(|(_, slot)| *slot)
}
