//! Whether a check depends on the figures at all.

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::bounds::bounds_text;
use super::{Found, Lints, Trace, figures_within};
use crate::check::author::Written;
use crate::check::comparison::{Leaf, collect, difference, fold, opposite};
use crate::check::linear::{Linear, Operand};
use crate::check::number;
use crate::check::range::Verdict;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{NodeId, Statement};
use crate::source::Span;

impl Lints<'_> {
    /// Judges a check at one member or whole of its free dimensions.
    pub(super) fn check(&mut self, written: &Written, trace: &Trace, statement: &Statement) -> Vec<Found> {
        let mut out = Vec::new();
        let idle = |diagnostic| Found { diagnostic, anywhere: false };
        let mut places = trace.comparisons.iter().copied();
        let mut leaves = Vec::new();
        collect(statement, &mut places, &mut leaves);
        let mut verdicts = Vec::new();
        let mut found = Vec::new();
        let mut asserted = Vec::new();
        comparisons_asserted(statement, true, &mut asserted);
        for (leaf, asserted) in leaves.iter().zip(asserted) {
            let mut noted = Vec::new();
            self.division(leaf.left, leaf.place.1, &mut noted);
            self.division(leaf.right, leaf.place.2, &mut noted);
            for (side, place) in [(leaf.left, leaf.place.1), (leaf.right, leaf.place.2)] {
                self.counted_twice(side, place, trace, &mut noted);
            }
            out.extend(noted.into_iter().map(idle));
            match self.contradiction(written, leaf, asserted) {
                Some(diagnostic) => {
                    verdicts.push(Verdict::Depends);
                    found.push(Some(Found { diagnostic, anywhere: true }));
                }
                None => {
                    let (verdict, diagnostic) = self.judge(written, leaf, trace);
                    verdicts.push(verdict);
                    found.push(diagnostic.map(idle));
                }
            }
        }
        let overall = fold(statement, &mut verdicts.iter().copied());
        if let (true, [verdict]) = (overall != Verdict::Depends, verdicts.as_slice())
            && *verdict != overall
        {
            // The comparison is decided one way and the check, by a `not`, the other way.
            let why = "the comparison in it is decided by its bounds or sums";
            let anywhere = overall == Verdict::Never;
            let decided = decided(overall, written.check.span, why, None);
            out.extend(decided.map(|diagnostic| Found { diagnostic, anywhere }));
            return out;
        }
        let mut errors = 0;
        for (verdict, one) in verdicts.iter().zip(found) {
            let Some(Found { mut diagnostic, mut anywhere }) = one else { continue };
            if *verdict == Verdict::Never && overall != Verdict::Never {
                // One branch that never holds does not make the check wrong.
                diagnostic.severity = Severity::Warning;
                diagnostic.message = "a comparison in the check cannot hold".to_owned();
            } else if *verdict == Verdict::Always && overall != Verdict::Always {
                diagnostic.message = "a comparison in the check cannot fail".to_owned();
            }
            anywhere |= *verdict == Verdict::Never && overall == Verdict::Never;
            errors += usize::from(diagnostic.severity == Severity::Error);
            out.push(Found { diagnostic, anywhere });
        }
        if overall == Verdict::Never && errors == 0 && leaves.len() > 1 {
            let diagnostic =
                Diagnostic::new(Code::CannotHold, "the check cannot hold", written.check.span, "false for all figures")
                    .help("say what must hold of a right report");
            out.push(Found { diagnostic, anywhere: true });
        }
        if overall == Verdict::Depends || verdicts.iter().all(|verdict| *verdict == Verdict::Depends) {
            self.repeated(written, statement, trace, &mut out);
        }
        out
    }

    /// Another check that says the opposite of a comparison that must hold. Where one of the two is no error, a report may
    /// fail it and be accepted, so that it is a warning only.
    fn contradiction(&self, written: &Written, leaf: &Leaf<'_>, asserted: bool) -> Option<Diagnostic> {
        if !asserted || !leaf.tolerance.is_zero() {
            return None;
        }
        let linear = difference(leaf.left, leaf.right).filter(|linear| !linear.terms.is_empty())?;
        // Within what rounding widens, both may hold.
        if linear.nodes().any(|node| self.ranges.is_rounded(node)) {
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
        // What the report before holds is not judged here, nor is each row.
        let mut wholes: Vec<NodeId> = linear.plain().collect();
        while let Some(whole) = wholes.pop() {
            let Some(sum) = self.sums.get(&whole) else { continue };
            if !sum.severity.cover(&written.check.severity) || linear.multiple(whole).is_none() {
                continue;
            }
            let parts = Linear::of(sum.parts)?;
            steps += 1;
            self.budget = self.budget.checked_sub(parts.terms.len() + 1)?;
            // A cycle of wholes is reported elsewhere.
            if steps > self.sums.len() {
                return None;
            }
            let factor = linear.take(whole)?;
            linear.add(sum.parts, &factor)?;
            wholes.extend(parts.plain());
            first.get_or_insert((sum.id.to_owned(), sum.span));
        }
        let (id, span) = first?;
        let verdict = linear.range(self.ranges).compares(leaf.op, &leaf.tolerance);
        let verdict = self.settle(verdict, trace, leaf.place.0);
        (verdict != Verdict::Depends).then_some((verdict, id, span))
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
