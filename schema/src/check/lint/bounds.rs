//! Bounds of wholes and of their parts.

use num_rational::BigRational;
use num_traits::Zero;

use crate::check::comparison::difference;
use crate::check::number;
use crate::check::range::{Range, Ranges, Verdict};
use crate::check::tree::Tree;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{NodeId, Statement};
use crate::source::Span;

/// The figure that a relation or a dimension breaks down.
#[derive(Clone, Copy)]
pub(super) struct Whole {
    pub(super) node: NodeId,
    /// What breaks it down.
    pub(super) span: Span,
}

/// Bounds that let no report satisfy what a relation or a dimension says.
pub(super) fn of_parts(
    tree: &Tree<'_>,
    ranges: &Ranges<'_>,
    whole: Whole,
    statements: &[Statement],
) -> Option<Diagnostic> {
    statements.iter().find_map(|statement| {
        let Statement::Compare { op, left, right, .. } = statement else { return None };
        let linear = difference(left, right)?;
        let rounded = linear.nodes().any(|node| ranges.is_rounded(node));
        if rounded || linear.range(ranges).compares(*op, &BigRational::zero()) != Verdict::Never {
            return None;
        }
        let range = ranges.of_node(whole.node);
        let mut diagnostic = Diagnostic::new(
            Code::PartsOutOfBounds,
            format!("the bounds of `{}` contradict those of its parts", tree.path(whole.node)),
            whole.span,
            "no report can satisfy this",
        );
        if let Some(span) = tree.span(whole.node) {
            diagnostic = diagnostic.also(span, bounds_text(&range));
        }
        let culprit = linear.nodes().find(|node| *node != whole.node);
        if let Some((span, node)) = culprit.and_then(|node| Some((tree.span(node)?, node))) {
            diagnostic = diagnostic.also(span, bounds_text(&ranges.of_node(node)));
        }
        Some(diagnostic.help("mend the bounds of the whole or of its parts"))
    })
}

/// Bounds as a message says them.
pub(super) fn bounds_text(range: &Range) -> String {
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
