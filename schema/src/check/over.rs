//! Wholes and their parts along dimensions, members in their order, and the checks that they make.

mod statement;

use super::attribute::{Sayings, Settled, Way};
use super::dimension::{Binding, Dimension, Split};
use super::place::{At, On};
use super::relation::Cells;
use super::tree::{Tree, relation_key};
use super::unit::Units;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{CheckKind, Content, DimensionId, NodeId, Over, Relation, Statement, Where};
use crate::source::Span;

/// A check along a dimension.
#[derive(Clone, Debug)]
pub(crate) struct Along {
    pub(crate) figure: NodeId,
    /// The last part of the check's id, such as `over.applicant`.
    pub(crate) name: String,
    pub(crate) kind: CheckKind,
    pub(crate) statements: Vec<Statement>,
    /// Free dimensions, the slowest first.
    pub(crate) free: Vec<DimensionId>,
    pub(crate) wheres: Vec<Where>,
    /// As one would write it.
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// What is looked up for the checks along dimensions.
pub(crate) struct Figures<'a> {
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) settled: &'a [Settled],
    pub(crate) cells: &'a Cells<'a>,
    pub(crate) units: &'a Units,
}

/// The checks along dimensions, in form order.
pub(crate) fn along(figures: &Figures<'_>, sayings: &mut Sayings, out: &mut Vec<Diagnostic>) -> Vec<Along> {
    let mut all = Vec::new();
    // A mistaken word above many figures is reported once.
    let mut said = std::collections::BTreeSet::new();
    for node in figures.tree.ids() {
        let Some(grid) = figures.tree.get(node).and_then(|entry| entry.grid.as_ref()) else { continue };
        let Some(made) = figures.cells.get(node) else { continue };
        // Texts, codes and the like are neither added nor in an order.
        let counts = match made.cell.content {
            Content::Figure(_) => !made.unit_is_broken,
            Content::Date | Content::Year => true,
            Content::Text { .. } | Content::Bool | Content::Code { .. } => false,
        };
        if !counts {
            continue;
        }
        let mut diagnostics = Vec::new();
        for dimension in &grid.by {
            let Some(found) = figures.tree.dimensions.get(*dimension) else { continue };
            let one = One { figures, node, by: &grid.by, dimension: *dimension, found };
            one.checks(sayings, &mut all, &mut diagnostics);
        }
        for diagnostic in diagnostics {
            if said.insert((diagnostic.code, diagnostic.primary.span)) {
                out.push(diagnostic);
            }
        }
    }
    all
}

/// A figure and one of its dimensions.
struct One<'a> {
    figures: &'a Figures<'a>,
    node: NodeId,
    by: &'a [usize],
    dimension: usize,
    found: &'a Dimension<'a>,
}

impl One<'_> {
    fn checks(&self, sayings: &mut Sayings, all: &mut Vec<Along>, out: &mut Vec<Diagnostic>) {
        let (way, word) = self.way(sayings, out);
        let over = match way {
            Way::Sum => Over::Sum,
            Way::Min => Over::Min,
            Way::Max => Over::Max,
            Way::Between => Over::Between,
            Way::Free => return,
            Way::Rising | Way::Falling => {
                let over = if way == Way::Rising { Over::Rising } else { Over::Falling };
                let along = self.ordered(over, word.unwrap_or(self.found.span));
                all.extend(Some(along).filter(|along| !along.statements.is_empty()));
                return;
            }
        };
        for split in &self.found.splits {
            let covers = matches!(split.relation, Relation::Parts | Relation::CoveredBy);
            if let (false, Some(word), true) = (covers, word, over != Over::Sum) {
                let key = relation_key(split.relation);
                out.push(
                    Diagnostic::new(
                        Code::KeyDoesNotApply,
                        format!("`over` says how a whole follows from members that do not cover it (`{key}`)"),
                        word,
                        "it does not follow from them",
                    )
                    .also(split.span, "the relation")
                    .help(format!("write `parts` or `covered_by` there, or `over: {{{}: free}}`", self.found.id)),
                );
                continue;
            }
            let along = self.split(split, over, out);
            all.extend(Some(along).filter(|along| !along.statements.is_empty()));
        }
    }

    /// How the whole of the figure follows from its parts along the dimension, and where that is said.
    fn way(&self, sayings: &mut Sayings, out: &mut Vec<Diagnostic>) -> (Way, Option<Span>) {
        let figures = self.figures;
        let unit = figures.cells.figure(self.node).and_then(|figure| figures.units.get(figure.unit));
        let is_figure = figures.cells.figure(self.node).is_some();
        let adds = is_figure && unit.is_none_or(|unit| unit.kind.adds());
        let usual = (if adds { Way::Sum } else { Way::Free }, None);
        let Some(said) = figures.settled.get(self.node.0 as usize).and_then(|settled| settled.over.as_ref()) else {
            return usual;
        };
        let Some(span) = sayings.span(said.by) else { return usual };
        // A word without a dimension is about the one that it can be about.
        let is_meant = |found: &Dimension<'_>, way: Way| match way.is_ordered() {
            true => found.is_ordered,
            false => !found.splits.is_empty(),
        };
        let named = said.value.iter().find(|(of, _)| *of == Some(self.dimension));
        let bare = || said.value.iter().find(|(of, way)| of.is_none() && is_meant(self.found, *way));
        let Some((of, way)) = named.or_else(bare).copied() else { return usual };
        sayings.heed(said.by);
        let others = || self.by.iter().filter_map(|other| figures.tree.dimensions.get(*other));
        if of.is_none() && others().filter(|other| is_meant(other, way)).count() > 1 {
            let what = if way.is_ordered() { "numbered members" } else { "a whole" };
            out.push(
                Diagnostic::new(
                    Code::MissingKey,
                    format!("`over` does not say of which dimension of `{}`", figures.tree.path(self.node)),
                    span,
                    format!("several dimensions have {what}"),
                )
                .help("write a word a dimension: `over: {dimension: min}`"),
            );
        }
        let id = &self.found.id;
        if way.is_ordered() && !self.found.is_ordered {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("the members of `{id}` have no order"),
                    span,
                    "neither rising nor falling",
                )
                .also(self.found.span, "this dimension")
                .help("only numbered members have one: `{n: 10, label: …}`"),
            );
            return (Way::Free, None);
        }
        if !way.is_ordered() && way != Way::Free && self.found.splits.is_empty() {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{id}` has no whole that could follow from its members"),
                    span,
                    "nothing follows",
                )
                .also(self.found.span, "this dimension")
                .help("take it away, or give the dimension a whole with `parts`"),
            );
            return (Way::Free, None);
        }
        if way == Way::Sum && !adds {
            let what = unit.map_or("dates and years".to_owned(), |unit| format!("figures in `{}`", unit.id));
            let mut diagnostic = Diagnostic::new(
                Code::UnitDoesNotAdd,
                format!("{what} do not add up"),
                span,
                "a sum of them means nothing",
            );
            if let Some(place) = figures.tree.span(self.node) {
                diagnostic = diagnostic.also(place, "of this figure");
            }
            let kinds = "durations and ratios have no sums: write `min`, `max`, `between` or `free`";
            out.push(diagnostic.help(if is_figure { kinds } else { "write `free`" }));
            return (Way::Free, None);
        }
        if !is_figure && !way.is_ordered() && way != Way::Free {
            let message =
                format!("`{}` is no figure of which one is the least or greatest", figures.tree.path(self.node));
            let mut diagnostic = Diagnostic::new(Code::KeyDoesNotApply, message, span, "not for dates and years");
            if let Some(place) = figures.tree.span(self.node) {
                diagnostic = diagnostic.also(place, "a date or year");
            }
            out.push(diagnostic.help("write `free`, or `rising` or `falling` along numbered members"));
            return (Way::Free, None);
        }
        (way, Some(span))
    }

    fn empty(&self, name: String, kind: CheckKind, text: String, span: Span) -> Along {
        Along {
            figure: self.node,
            name,
            kind,
            statements: Vec::new(),
            free: self.others().into_iter().map(|dimension| DimensionId(dimension as u32)).collect(),
            wheres: Vec::new(),
            text,
            span,
        }
    }

    /// The other dimensions of the figure.
    fn others(&self) -> Vec<usize> {
        self.by.iter().copied().filter(|other| *other != self.dimension).collect()
    }

    fn at(&self, binding: &Binding, slot: super::dimension::Slot) -> Option<NodeId> {
        let mut here = binding.clone();
        here.insert(self.dimension, slot);
        match self.figures.tree.at(self.node, &here) {
            At::Cell(cell) => Some(cell),
            At::Blocked | At::Open(_) => None,
        }
    }

    /// Each member compares with the next.
    fn ordered(&self, over: Over, span: Span) -> Along {
        let word = if over == Over::Rising { "rising" } else { "falling" };
        let text = format!("over: {{{}: {word}}}", self.found.id);
        let mut along = self.empty(format!("over.{}", self.found.id), CheckKind::Over(over), text, span);
        for binding in self.figures.tree.bindings(&self.others(), On::Both) {
            let direct = self.found.direct.iter();
            let cells: Vec<NodeId> = direct.filter_map(|step| self.at(&binding, Some(step.member))).collect();
            if cells.len() > 1 {
                along.statements.push(statement::ordered(over, cells));
                along.wheres.push(self.figures.tree.place(&binding));
            }
        }
        along
    }

    /// A whole along the dimension and what it is broken down into.
    fn split(&self, split: &Split, over: Over, out: &mut Vec<Diagnostic>) -> Along {
        let tree = self.figures.tree;
        let name = match &split.name {
            None => format!("over.{}", self.found.id),
            Some(name) => format!("over.{}.{name}", self.found.id),
        };
        // A word other than `sum` speaks of members that may overlap.
        let relation = if over == Over::Sum { split.relation } else { Relation::Parts };
        let kind = if relation == Relation::Parts { CheckKind::Over(over) } else { CheckKind::Relation(relation) };
        let text = statement::text(tree, self.node, self.found, split, kind);
        let mut along = self.empty(name, kind, text, split.span);
        let is_open = self.found.is_open();
        // A check of each row holds for every row.
        if is_open && matches!(relation, Relation::OfWhich | Relation::CoveredBy) {
            along.free = self.by.iter().map(|dimension| DimensionId(*dimension as u32)).collect();
        }
        for binding in tree.bindings(&self.others(), On::Both) {
            // A blocked-out whole has no check; a blocked-out part is left out.
            let Some(whole) = self.at(&binding, split.whole) else { continue };
            let parts: Vec<(NodeId, bool)> = split
                .parts
                .iter()
                .filter_map(|part| Some((self.at(&binding, Some(part.member))?, part.minus)))
                .collect();
            if parts.is_empty() {
                continue;
            }
            if relation != Relation::Parts {
                self.signed(whole, &parts, split, out);
            }
            let rows = is_open.then_some(DimensionId(self.dimension as u32));
            for (statement, of_row) in statement::statements(whole, &parts, kind, rows) {
                let mut here = binding.clone();
                if let Some(slot) = of_row {
                    here.insert(self.dimension, slot);
                }
                along.statements.push(statement);
                along.wheres.push(tree.place(&here));
            }
        }
        along
    }

    /// A part can exceed its whole where another one is negative.
    fn signed(&self, whole: NodeId, parts: &[(NodeId, bool)], split: &Split, out: &mut Vec<Diagnostic>) {
        let cells = parts.iter().map(|(cell, _)| *cell).chain([whole]);
        let mut figures = cells.filter_map(|cell| self.figures.cells.figure(cell));
        if figures.any(super::relation::may_be_negative) {
            let key = relation_key(split.relation);
            out.push(super::relation::signed(self.figures.tree, self.node, key, split.span));
        }
    }
}
