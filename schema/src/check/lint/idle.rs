//! Figures that have no bearing on a check, or more than they should, and divisors that are 0.

use std::collections::{BTreeMap, BTreeSet};

use num_traits::Zero;

use super::{Lints, Trace, figures_within};
use crate::check::comparison::{Leaf, additive};
use crate::check::linear::{Linear, Operand};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Expr, NodeId};
use crate::source::Span;

impl Lints<'_> {
    /// A figure that stands in the comparison and has no bearing on it.
    pub(super) fn cancels(&self, linear: &Linear, leaf: &Leaf<'_>, trace: &Trace) -> Option<Diagnostic> {
        let (figure, span) = figures_within(trace, leaf.place.0).filter(|(figure, _)| !linear.holds(*figure)).last()?;
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
    pub(super) fn counted_twice(&self, side: &Expr, place: Span, trace: &Trace, out: &mut Vec<Diagnostic>) {
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
                let is_there = |node| seen.contains_key(&(Operand { node, ..*figure }, *minus));
                self.whole_among(figure.node, is_there).map(|node| (*figure, Operand { node, ..*figure }))
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

    /// A cell that another one is part of, over any number of steps, and that is wanted.
    fn whole_among(&self, part: NodeId, is_wanted: impl Fn(NodeId) -> bool) -> Option<NodeId> {
        let mut seen = BTreeSet::new();
        let mut open = vec![part];
        while let Some(part) = open.pop() {
            for (whole, deducted) in self.wholes_of.get(&part).map_or(&[][..], Vec::as_slice) {
                if *deducted || !seen.insert(*whole) {
                    continue;
                }
                if is_wanted(*whole) {
                    return Some(*whole);
                }
                open.push(*whole);
            }
        }
        None
    }

    /// A divisor that is nothing but 0.
    pub(super) fn division(&self, expr: &Expr, place: Span, out: &mut Vec<Diagnostic>) {
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
}
