//! Checks upon checks: those that cannot fail or cannot hold, figures that cancel out or count twice, checks that say
//! again what another one says.
//!
//! Everything here is exact: a diagnostic is given only where it is so for all figures within their bounds. A check holds
//! for several members, rows and wholes: it cannot hold where one of them cannot, and is idle where it is at all of them.

mod bounds;
mod idle;
mod judge;

use std::collections::BTreeMap;

use super::author::Written;
use super::comparison::{additive, comparison_key, has_tolerance};
use super::linear::{Linear, Operand};
use super::range::Ranges;
use super::relation::Breakdown;
use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{CheckKind, Expr, NodeId, Over, Relation, Severities, Statement};
use crate::source::Span;

/// Most steps that are spent on replacing wholes by their parts, over all checks.
const BUDGET: usize = 1_000_000;

/// Where the parts of a check of the author stand, for one member or whole of its free dimensions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    /// Its comparisons from left to right: all of it, left side, right side.
    pub(crate) comparisons: Vec<(Span, Span, Span)>,
    /// Its figures from left to right.
    pub(crate) figures: Vec<(Operand, Span)>,
}

/// A sum that the tree makes.
struct Sum<'a> {
    parts: &'a Expr,
    /// Id of the check.
    id: &'a str,
    severity: &'a Severities,
    span: Span,
}

/// What all checks together are judged by.
struct Lints<'a> {
    tree: &'a Tree<'a>,
    ranges: &'a Ranges<'a>,
    /// The cells that a cell is part of, each with whether it is deducted there.
    wholes_of: BTreeMap<NodeId, Vec<(NodeId, bool)>>,
    /// Sums that the tree makes, by the cell of the whole.
    sums: BTreeMap<NodeId, Sum<'a>>,
    /// What is said already, in one spelling: by which check, where, and how grave it is.
    said: BTreeMap<String, (String, Span, crate::model::Severity)>,
    budget: usize,
}

/// What is found of a check at one member or whole of its free dimensions.
struct Found {
    diagnostic: Diagnostic,
    /// It is wrong there whatever the check says elsewhere.
    anywhere: bool,
}

/// Judges all checks.
pub(crate) fn lints(
    tree: &Tree<'_>,
    ranges: &Ranges<'_>,
    breakdowns: &[Breakdown],
    written: &[Written],
    out: &mut Vec<Diagnostic>,
) {
    let mut lints = Lints {
        tree,
        ranges,
        wholes_of: BTreeMap::new(),
        sums: BTreeMap::new(),
        said: BTreeMap::new(),
        budget: BUDGET,
    };
    for breakdown in breakdowns {
        let whole = bounds::Whole { node: breakdown.whole, span: breakdown.span };
        out.extend(bounds::of_parts(tree, ranges, whole, &breakdown.statements));
        breakdown.statements.iter().for_each(|statement| lints.take_wholes(breakdown.relation, statement));
    }
    for Written { check, .. } in written.iter().filter(|written| written.is_made_by_tree()) {
        if let CheckKind::Over(over) = check.kind {
            let whole = bounds::Whole { node: check.node, span: check.span };
            out.extend(bounds::of_parts(tree, ranges, whole, &check.statements));
            if over == Over::Sum {
                check.statements.iter().for_each(|statement| lints.take_wholes(Relation::Parts, statement));
            }
        }
        let is_sum = matches!(check.kind, CheckKind::Relation(Relation::Parts) | CheckKind::Over(Over::Sum));
        for statement in &check.statements {
            if let Some(key) = comparison_key(statement) {
                lints.said.entry(key).or_insert((check.id.clone(), check.span, check.severity.least()));
            }
            if let (true, false, Statement::Compare { left: Expr::Figure(whole), right, .. }) =
                (is_sum, has_tolerance(statement), statement)
                && !ranges.is_rounded(*whole)
                && Linear::of(right).is_some_and(|parts| parts.nodes().all(|part| !ranges.is_rounded(part)))
            {
                let sum = Sum { parts: right, id: &check.id, severity: &check.severity, span: check.span };
                lints.sums.entry(*whole).or_insert(sum);
            }
        }
    }
    // A check of a dimension is one check at all figures that have the dimension.
    let mut groups: Vec<Vec<&Written>> = Vec::new();
    let mut of_members: BTreeMap<Span, usize> = BTreeMap::new();
    for one in written.iter().filter(|written| !written.is_made_by_tree()) {
        let known = of_members.get(&one.check.span).copied().filter(|_| one.of_members);
        match known.and_then(|group| groups.get_mut(group)) {
            Some(group) => group.push(one),
            None => {
                if one.of_members {
                    of_members.insert(one.check.span, groups.len());
                }
                groups.push(vec![one]);
            }
        }
    }
    for group in groups {
        lints.group(&group, out);
    }
}

impl Lints<'_> {
    /// Judges a check at all members and wholes of its free dimensions.
    fn group(&mut self, group: &[&Written], out: &mut Vec<Diagnostic>) {
        let mut places = 0;
        let mut found: Vec<(Found, usize)> = Vec::new();
        let mut known: BTreeMap<(Code, Span), usize> = BTreeMap::new();
        for written in group {
            for (statement, trace) in written.check.statements.iter().zip(&written.traces) {
                places += 1;
                let mut here = std::collections::BTreeSet::new();
                for one in self.check(written, trace, statement) {
                    let key = (one.diagnostic.code, one.diagnostic.primary.span);
                    if !here.insert(key) {
                        continue;
                    }
                    match known.get(&key).and_then(|at| found.get_mut(*at)) {
                        // Where it is wrong whatever is said elsewhere says more.
                        Some((first, count)) => {
                            *count += 1;
                            if one.anywhere && !first.anywhere {
                                *first = one;
                            }
                        }
                        None => {
                            known.insert(key, found.len());
                            found.push((one, 1));
                        }
                    }
                }
            }
        }
        let reported = found.into_iter().filter(|(one, count)| one.anywhere || *count == places);
        out.extend(reported.map(|(one, _)| one.diagnostic));
    }

    /// The cells that a relation makes parts of another one.
    fn take_wholes(&mut self, relation: Relation, statement: &Statement) {
        let Statement::Compare { left, right, .. } = statement else { return };
        let (whole, parts) = match relation {
            Relation::Parts => (left, right),
            Relation::SomeParts | Relation::OfWhich | Relation::CoveredBy => (right, left),
        };
        let (mut above, mut below) = (Vec::new(), Vec::new());
        additive(whole, false, &mut above);
        additive(parts, false, &mut below);
        // That the parts cover the whole, which stands on the left, makes nothing a part.
        if let [(whole, false)] = above.as_slice() {
            for (part, minus) in below {
                self.wholes_of.entry(part.node).or_default().push((whole.node, minus));
            }
        }
    }

    /// A figure as messages name it.
    fn name(&self, figure: Operand) -> String {
        let prior = if figure.prior { "prior." } else { "" };
        format!("{prior}{}", self.tree.path(figure.node))
    }

    /// What another check says already. The parts of an `and` each count as a check.
    fn repeated(&mut self, written: &Written, statement: &Statement, trace: &Trace, out: &mut Vec<Found>) {
        let parts: Vec<&Statement> = match statement {
            Statement::And(parts) => parts.iter().collect(),
            other => vec![other],
        };
        let places = trace.comparisons.iter().map(|(span, ..)| *span);
        let in_places = parts.len() > 1 && parts.iter().all(|part| matches!(part, Statement::Compare { .. }));
        let places: Vec<Span> = if in_places { places.collect() } else { vec![written.check.span; parts.len()] };
        for (part, place) in parts.into_iter().zip(places) {
            let key = comparison_key(part).unwrap_or_else(|| format!("{part:?}"));
            if let Some((id, span, _)) = self.said.get(&key) {
                let diagnostic = Diagnostic::new(
                    Code::RepeatedCheck,
                    if *id == written.check.id {
                        format!("`{id}` says one thing twice")
                    } else {
                        format!("`{}` says again what `{id}` says", written.check.id)
                    },
                    place,
                    "said already",
                )
                .also(*span, "first here")
                .help("take one of them away; a check of the tree is tuned with `of`");
                out.push(Found { diagnostic, anywhere: false });
                continue;
            }
            self.said.insert(key, (written.check.id.clone(), place, written.check.severity.least()));
        }
    }
}

fn figures_within(trace: &Trace, place: Span) -> impl Iterator<Item = (Operand, Span)> + '_ {
    // Figures are recorded from left to right.
    let first = trace.figures.partition_point(|(_, span)| span.start < place.start);
    let figures = trace.figures.iter().skip(first).copied();
    figures.take_while(move |(_, span)| span.start < place.end).filter(move |(_, span)| span.end <= place.end)
}
