//! Checks upon checks: those that cannot fail or cannot hold, figures that cancel out or count twice, checks that say
//! again what another one says.
//!
//! Everything here is exact: a diagnostic is given only where it is so for all figures within their bounds.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::author::Written;
use super::comparison::{Leaf, additive, collect, comparison_key, difference, fold, has_tolerance, opposite};
use super::linear::{Linear, Operand};
use super::number;
use super::range::{Ranges, Verdict};
use super::relation::Breakdown;
use super::tree::Tree;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{CheckKind, Expr, NodeId, Relation, Severities, Statement};
use crate::source::Span;

/// Most steps that are spent on replacing wholes by their parts, over all checks.
const BUDGET: usize = 1_000_000;

/// Where the parts of a check of the author stand.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    /// Its comparisons from left to right: all of it, left side, right side.
    pub(crate) comparisons: Vec<(Span, Span, Span)>,
    /// Its figures from left to right.
    pub(crate) figures: Vec<(Operand, Span)>,
}

/// What all checks together are judged by.
struct Lints<'a> {
    tree: &'a Tree<'a>,
    ranges: &'a Ranges<'a>,
    /// The figure that a figure is part of, and whether it is deducted there.
    whole_of: BTreeMap<NodeId, (NodeId, bool)>,
    /// Sums that the tree makes: by whole the parts, the check's id and its severity.
    sums: BTreeMap<NodeId, (&'a Breakdown, &'a Severities)>,
    /// What is said already, in one spelling: by which check, where, and how grave it is.
    said: BTreeMap<String, (String, Span, crate::model::Severity)>,
    budget: usize,
}

/// Judges all checks.
pub(crate) fn lints(
    tree: &Tree<'_>,
    ranges: &Ranges<'_>,
    breakdowns: &[Breakdown],
    written: &[Written],
    out: &mut Vec<Diagnostic>,
) {
    let by_node: BTreeMap<NodeId, &Breakdown> =
        breakdowns.iter().map(|breakdown| (breakdown.node, breakdown)).collect();
    let mut lints =
        Lints { tree, ranges, whole_of: BTreeMap::new(), sums: BTreeMap::new(), said: BTreeMap::new(), budget: BUDGET };
    for breakdown in breakdowns {
        bounds_of_parts(tree, ranges, breakdown, out);
        for part in &breakdown.parts {
            lints.whole_of.insert(part.node, (breakdown.whole, part.minus));
        }
    }
    for Written { check, .. } in written.iter().filter(|written| written.trace.is_none()) {
        for statement in &check.statements {
            if let Some(key) = comparison_key(statement) {
                lints.said.entry(key).or_insert((check.id.clone(), check.span, check.severity.least()));
            }
        }
        let exact = check.statements.iter().all(|statement| !has_tolerance(statement));
        if let (CheckKind::Relation(Relation::Parts), Some(breakdown), true) =
            (check.kind, by_node.get(&check.node).copied(), exact)
            && !breakdown.parts.iter().any(|part| ranges.is_rounded(part.node))
            && !ranges.is_rounded(breakdown.whole)
        {
            lints.sums.entry(breakdown.whole).or_insert((breakdown, &check.severity));
        }
    }
    for written in written {
        if let (Some(trace), Some(statement)) = (&written.trace, written.check.statements.first()) {
            lints.check(written, trace, statement, out);
        }
    }
}

impl Lints<'_> {
    fn check(&mut self, written: &Written, trace: &Trace, statement: &Statement, out: &mut Vec<Diagnostic>) {
        let mut places = trace.comparisons.iter().copied();
        let mut leaves = Vec::new();
        collect(statement, &mut places, &mut leaves);
        let mut verdicts = Vec::new();
        let mut found = Vec::new();
        let mut asserted = Vec::new();
        comparisons_asserted(statement, true, &mut asserted);
        for (leaf, asserted) in leaves.iter().zip(asserted) {
            self.division(leaf.left, leaf.place.1, out);
            self.division(leaf.right, leaf.place.2, out);
            for (side, place) in [(leaf.left, leaf.place.1), (leaf.right, leaf.place.2)] {
                self.counted_twice(side, place, trace, out);
            }
            let (verdict, diagnostic) = match self.contradiction(written, leaf, asserted) {
                Some(diagnostic) => (Verdict::Depends, Some(diagnostic)),
                None => self.judge(written, leaf, trace),
            };
            verdicts.push(verdict);
            found.push(diagnostic);
        }
        let overall = fold(statement, &mut verdicts.iter().copied());
        if let (true, [verdict]) = (overall != Verdict::Depends, verdicts.as_slice())
            && *verdict != overall
        {
            // The comparison is decided one way and the check, by a `not`, the other way.
            out.extend(decided(
                overall,
                written.check.span,
                "the comparison in it is decided by its bounds or sums",
                None,
            ));
            return;
        }
        let mut errors = 0;
        for (verdict, diagnostic) in verdicts.iter().zip(found) {
            let Some(mut diagnostic) = diagnostic else { continue };
            if *verdict == Verdict::Never && overall != Verdict::Never {
                // One branch that never holds does not make the check wrong.
                diagnostic.severity = Severity::Warning;
                diagnostic.message = "a comparison in the check cannot hold".to_owned();
            } else if *verdict == Verdict::Always && overall != Verdict::Always {
                diagnostic.message = "a comparison in the check cannot fail".to_owned();
            }
            errors += usize::from(diagnostic.severity == Severity::Error);
            out.push(diagnostic);
        }
        if overall == Verdict::Never && errors == 0 && leaves.len() > 1 {
            out.push(
                Diagnostic::new(Code::CannotHold, "the check cannot hold", written.check.span, "false for all figures")
                    .help("say what must hold of a right report"),
            );
        }
        if overall == Verdict::Depends || verdicts.iter().all(|verdict| *verdict == Verdict::Depends) {
            self.repeated(written, statement, trace, out);
        }
    }

    /// Another check that says the opposite of a comparison that must hold. Where one of the two is no error, a report may
    /// fail it and be accepted, so that it is a warning only.
    fn contradiction(&self, written: &Written, leaf: &Leaf<'_>, asserted: bool) -> Option<Diagnostic> {
        if !asserted || !leaf.tolerance.is_zero() {
            return None;
        }
        let linear = difference(leaf.left, leaf.right).filter(|linear| !linear.terms.is_empty())?;
        // Within what rounding widens, both may hold.
        if linear.terms.keys().any(|figure| self.ranges.is_rounded(figure.node)) {
            return None;
        }
        let (id, span, severity) = self.said.get(&linear.key(opposite(leaf.op), &leaf.tolerance))?;
        let own = &written.check.id;
        let mut diagnostic = Diagnostic::new(
            Code::CannotHold,
            format!("`{own}` says the opposite of `{id}`"),
            leaf.place.0,
            "the two cannot hold together",
        )
        .also(*span, "the opposite")
        .note("every report with these figures fails one of the two")
        .help("mend one of them, or take it away");
        if written.check.severity.least().min(*severity) < crate::model::Severity::Error {
            diagnostic.severity = Severity::Warning;
        }
        Some(diagnostic)
    }

    /// Whether a comparison depends on the figures at all; if not, or if something in it is idle, what to say of it.
    fn judge(&mut self, written: &Written, leaf: &Leaf<'_>, trace: &Trace) -> (Verdict, Option<Diagnostic>) {
        let place = leaf.place.0;
        let Some(linear) = difference(leaf.left, leaf.right) else {
            let right = self.ranges.of(leaf.right).times(&-BigRational::one());
            let range = self.ranges.of(leaf.left).plus(&right);
            let verdict = self.settle(range.compares(leaf.op, &leaf.tolerance), trace, place);
            return (verdict, self.by_bounds(verdict, place, trace));
        };
        let figures: Vec<Operand> = figures_within(trace, place).map(|(figure, _)| figure).collect();
        if linear.terms.is_empty() {
            let verdict = self.settle(linear.range(self.ranges).compares(leaf.op, &leaf.tolerance), trace, place);
            let why = if figures.is_empty() {
                "it compares numbers only".to_owned()
            } else if linear.constant.is_zero() {
                "both sides are the same sum of the same figures".to_owned()
            } else {
                format!("all figures cancel out, and what is left differs by {}", number::show(&linear.constant))
            };
            return (verdict, decided(verdict, place, &why, None));
        }
        let verdict = self.settle(linear.range(self.ranges).compares(leaf.op, &leaf.tolerance), trace, place);
        if verdict != Verdict::Depends {
            return (verdict, self.by_bounds(verdict, place, trace));
        }
        let said = self.said.contains_key(&linear.key(leaf.op, &leaf.tolerance));
        if !said && let Some((verdict, id, span)) = self.by_sums(written, &linear, leaf, trace) {
            let why = format!("it follows from `{id}` and the bounds of the figures");
            return (verdict, decided(verdict, place, &why, Some((span, "this sum"))));
        }
        (Verdict::Depends, self.cancels(&linear, leaf, trace))
    }

    /// A comparison with rounded figures may miss by what rounding widens, so that it may hold in spite of its bounds.
    fn settle(&self, verdict: Verdict, trace: &Trace, place: Span) -> Verdict {
        let rounded = || figures_within(trace, place).any(|(figure, _)| self.ranges.is_rounded(figure.node));
        // A figure of a unit that does not add may be not applicable; the comparison then does not apply.
        if verdict == Verdict::Never && rounded() { Verdict::Depends } else { verdict }
    }

    fn by_bounds(&self, verdict: Verdict, place: Span, trace: &Trace) -> Option<Diagnostic> {
        let mut why = "it is so for all figures within their bounds".to_owned();
        if verdict == Verdict::Never {
            why = "no figures within their bounds satisfy it".to_owned();
        }
        let first = figures_within(trace, place).next().and_then(|(figure, _)| {
            let range = self.ranges.of_node(figure.node);
            Some((self.tree.span(figure.node)?, bounds_text(&range)))
        });
        let mut diagnostic = decided(verdict, place, &why, None)?;
        if let Some((span, text)) = first {
            diagnostic = diagnostic.also(span, text);
        }
        Some(diagnostic)
    }

    /// Judges a comparison with every whole replaced by its parts, as far as the tree makes the sum with at least the
    /// severity of this check in each state.
    fn by_sums(
        &mut self,
        written: &Written,
        linear: &Linear,
        leaf: &Leaf<'_>,
        trace: &Trace,
    ) -> Option<(Verdict, String, Span)> {
        let mut linear = linear.clone();
        let mut first = None;
        let mut steps = 0;
        // What the report before holds is not judged here.
        let mut wholes: Vec<NodeId> =
            linear.terms.keys().filter(|figure| !figure.prior).map(|figure| figure.node).collect();
        while let Some(whole) = wholes.pop() {
            let Some((breakdown, severity)) = self.sums.get(&whole) else { continue };
            if !severity.cover(&written.check.severity) || !linear.terms.contains_key(&Operand::now(whole)) {
                continue;
            }
            steps += 1;
            self.budget = self.budget.checked_sub(breakdown.parts.len() + 1)?;
            // A cycle of wholes is reported elsewhere.
            if steps > self.sums.len() {
                return None;
            }
            let Some(Statement::Compare { right, .. }) = breakdown.statements.first() else { continue };
            let factor = linear.terms.remove(&Operand::now(whole))?;
            linear.add(right, &factor)?;
            wholes.extend(breakdown.parts.iter().map(|part| part.node));
            first.get_or_insert((breakdown.node, breakdown.span));
        }
        let (node, span) = first?;
        let verdict = linear.range(self.ranges).compares(leaf.op, &leaf.tolerance);
        let verdict = self.settle(verdict, trace, leaf.place.0);
        (verdict != Verdict::Depends).then(|| (verdict, format!("{}:parts", self.tree.path(node)), span))
    }

    /// A figure as messages name it.
    fn name(&self, figure: Operand) -> String {
        let prior = if figure.prior { "prior." } else { "" };
        format!("{prior}{}", self.tree.path(figure.node))
    }

    /// A figure that stands in the comparison and has no bearing on it.
    fn cancels(&self, linear: &Linear, leaf: &Leaf<'_>, trace: &Trace) -> Option<Diagnostic> {
        let (figure, span) =
            figures_within(trace, leaf.place.0).filter(|(figure, _)| !linear.terms.contains_key(figure)).last()?;
        let first = figures_within(trace, leaf.place.0).find(|(other, _)| *other == figure).map(|(_, span)| span);
        let mut diagnostic = Diagnostic::new(
            Code::CancelsOut,
            format!("`{}` cancels out of the check", self.name(figure)),
            span,
            "whatever stands here, the check is the same",
        );
        if let Some(first) = first.filter(|first| *first != span) {
            diagnostic = diagnostic.also(first, "against this");
        }
        Some(diagnostic.help("take it away on both sides, or name the figure that was meant"))
    }

    /// A figure that one side of a comparison adds twice, or together with the figure that it is part of.
    fn counted_twice(&self, side: &Expr, place: Span, trace: &Trace, out: &mut Vec<Diagnostic>) {
        let mut summands = Vec::new();
        additive(side, false, &mut summands);
        if summands.len() < 2 {
            return;
        }
        let mut seen: BTreeMap<(Operand, bool), ()> = BTreeMap::new();
        let mut twice = None;
        for (figure, minus) in &summands {
            if seen.insert((*figure, *minus), ()).is_some() {
                twice = Some((*figure, *figure));
                break;
            }
        }
        let twice = twice.or_else(|| {
            summands.iter().find_map(|(figure, minus)| {
                let mut part = figure.node;
                // A chain of wholes ends; a cycle is reported elsewhere, and cannot be longer than the sum is deep.
                for _ in 0..64 {
                    let (whole, deducted) = self.whole_of.get(&part)?;
                    if *deducted {
                        return None;
                    }
                    let above = Operand { node: *whole, ..*figure };
                    if seen.contains_key(&(above, *minus)) {
                        return Some((*figure, above));
                    }
                    part = *whole;
                }
                None
            })
        });
        let Some((figure, whole)) = twice else { return };
        let places = |wanted: Operand| {
            figures_within(trace, place).filter(move |(found, _)| *found == wanted).map(|(_, span)| span)
        };
        let Some(span) = places(figure).last() else { return };
        let path = self.name(figure);
        let mut diagnostic = if figure == whole {
            Diagnostic::new(Code::CountedTwice, format!("`{path}` is counted twice in one sum"), span, "counted again")
        } else {
            let whole = self.name(whole);
            let message = format!("`{path}` is counted twice: it is part of `{whole}`, which is in the sum too");
            Diagnostic::new(Code::CountedTwice, message, span, "counted in its whole already")
        };
        if let Some(first) = places(whole).next().filter(|first| *first != span) {
            diagnostic = diagnostic.also(first, "first here");
        }
        out.push(diagnostic.help("take one of them away; write `2 * x` if twice is meant"));
    }

    /// A divisor that is nothing but 0.
    fn division(&self, expr: &Expr, place: Span, out: &mut Vec<Diagnostic>) {
        match expr {
            Expr::Quotient(left, right) => {
                let zero = match Linear::of(right) {
                    Some(linear) => linear.range(self.ranges).as_point().is_some_and(Zero::is_zero),
                    None => self.ranges.of(right).as_point().is_some_and(Zero::is_zero),
                };
                if zero {
                    out.push(
                        Diagnostic::new(
                            Code::DivisionByZero,
                            "the divisor is 0 for all figures",
                            place,
                            "divides by 0",
                        )
                        .help("such a check never applies; divide by a figure that can be above 0"),
                    );
                }
                self.division(left, place, out);
                self.division(right, place, out);
            }
            Expr::Product(left, right) => {
                self.division(left, place, out);
                self.division(right, place, out);
            }
            Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => self.division(of, place, out),
            Expr::Sum(terms) | Expr::Min(terms) | Expr::Max(terms) => {
                terms.iter().for_each(|term| self.division(term, place, out));
            }
            Expr::Rows { of, .. } => self.division(of, place, out),
            Expr::Number(_) | Expr::Figure(_) | Expr::Prior(_) | Expr::Count(_) => {}
        }
    }

    /// What another check says already. The parts of an `and` each count as a check.
    fn repeated(&mut self, written: &Written, statement: &Statement, trace: &Trace, out: &mut Vec<Diagnostic>) {
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
                out.push(
                    Diagnostic::new(
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
                    .help("take one of them away; a check of the tree is tuned with `of`"),
                );
                continue;
            }
            self.said.insert(key, (written.check.id.clone(), place, written.check.severity.least()));
        }
    }
}

/// For each comparison from left to right, whether the check fails where it does not hold.
fn comparisons_asserted(statement: &Statement, asserted: bool, found: &mut Vec<bool>) {
    match statement {
        one if *one == Statement::never_applies() => {}
        Statement::Compare { .. } => found.push(asserted),
        Statement::And(all) => all.iter().for_each(|one| comparisons_asserted(one, asserted, found)),
        Statement::Or(any) => any.iter().for_each(|one| comparisons_asserted(one, false, found)),
        Statement::Not(inner) => comparisons_asserted(inner, false, found),
        Statement::If { condition, then, otherwise } => {
            let parts = [Some(condition), Some(then), otherwise.as_ref()];
            parts.into_iter().flatten().for_each(|one| comparisons_asserted(one, false, found));
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => {
            [left, right].into_iter().for_each(|one| comparisons_asserted(one, false, found));
        }
        Statement::Reported(_) | Statement::Applies(_) | Statement::Ordered { .. } => {}
    }
}

fn figures_within(trace: &Trace, place: Span) -> impl Iterator<Item = (Operand, Span)> + '_ {
    // Figures are recorded from left to right.
    let first = trace.figures.partition_point(|(_, span)| span.start < place.start);
    let figures = trace.figures.iter().skip(first).copied();
    figures.take_while(move |(_, span)| span.start < place.end).filter(move |(_, span)| span.end <= place.end)
}

/// The diagnostic for a comparison that is decided.
fn decided(verdict: Verdict, place: Span, why: &str, other: Option<(Span, &str)>) -> Option<Diagnostic> {
    let diagnostic = match verdict {
        Verdict::Depends => return None,
        Verdict::Always => Diagnostic::new(Code::CannotFail, "the check cannot fail", place, "true for all figures")
            .help("take it away, or name the figures that were meant"),
        Verdict::Never => Diagnostic::new(Code::CannotHold, "the check cannot hold", place, "false for all figures")
            .help("mend the comparison, or name the figures that were meant"),
    };
    let diagnostic = diagnostic.note(why);
    Some(match other {
        Some((span, text)) => diagnostic.also(span, text),
        None => diagnostic,
    })
}

fn bounds_text(range: &super::range::Range) -> String {
    let low =
        range.lower.as_ref().map(|(value, open)| format!("{} {}", if *open { ">" } else { ">=" }, number::show(value)));
    let high =
        range.upper.as_ref().map(|(value, open)| format!("{} {}", if *open { "<" } else { "<=" }, number::show(value)));
    match (low, high) {
        (Some(low), Some(high)) => format!("{low} and {high}"),
        (Some(one), None) | (None, Some(one)) => format!("{one} always"),
        (None, None) => "without bounds".to_owned(),
    }
}

/// Bounds that let no report satisfy a relation.
fn bounds_of_parts(tree: &Tree<'_>, ranges: &Ranges<'_>, breakdown: &Breakdown, out: &mut Vec<Diagnostic>) {
    for statement in &breakdown.statements {
        let Statement::Compare { op, left, right, .. } = statement else { continue };
        let Some(linear) = difference(left, right) else { continue };
        let rounded = linear.terms.keys().any(|figure| ranges.is_rounded(figure.node));
        let zero = BigRational::zero();
        if rounded || linear.range(ranges).compares(*op, &zero) != Verdict::Never {
            continue;
        }
        let range = ranges.of_node(breakdown.whole);
        let mut diagnostic = Diagnostic::new(
            Code::PartsOutOfBounds,
            format!("the bounds of `{}` contradict those of its parts", tree.path(breakdown.whole)),
            breakdown.span,
            "no report can satisfy this",
        );
        if let Some(span) = tree.span(breakdown.whole) {
            diagnostic = diagnostic.also(span, bounds_text(&range));
        }
        let culprit = linear.terms.keys().map(|figure| figure.node).find(|node| *node != breakdown.whole);
        if let Some((span, node)) = culprit.and_then(|node| Some((tree.span(node)?, node))) {
            diagnostic = diagnostic.also(span, bounds_text(&ranges.of_node(node)));
        }
        out.push(diagnostic.help("mend the bounds of the whole or of its parts"));
        return;
    }
}
