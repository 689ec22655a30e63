//! Changes that contradict one another, whatever their order.

use std::collections::BTreeMap;

use super::change::{Change, Changes, nothing};
use super::nodes::{Kind, Nodes};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Two changes that do not go together.
pub(super) fn conflict(message: String, span: Span, label: &str, other: Span, there: &str) -> Diagnostic {
    Diagnostic::new(Code::ChangesConflict, message, span, label).also(other, there)
}

/// What the file writes out once more: the header, and dimensions, by node.
pub(super) type Restated = BTreeMap<usize, Span>;

/// Reports changes that contradict one another as far as that can be told from the base.
pub(super) fn conflicts(nodes: &Nodes, changes: &Changes, restated: &Restated, out: &mut Vec<Diagnostic>) {
    let by_target: BTreeMap<usize, &Change> = changes.nodes.iter().map(|change| (change.target, change)).collect();
    for change in &changes.nodes {
        let name = &change.key.text;
        if let (Some(more), true) = (change.says_more(), change.removes()) {
            let end = change.gone.or(change.into.as_ref().map(|into| into.span)).unwrap_or(change.span);
            out.push(
                conflict(
                    format!("`{name}` is no longer there, and more is said of it"),
                    more,
                    "said of what is no longer there",
                    end,
                    "no longer there",
                )
                .help("take one of the two away; what stands beneath is changed at its own address"),
            );
        } else if let (Some(gone), Some(into)) = (change.gone, &change.into) {
            out.push(
                conflict(format!("`{name}` is gone, and goes into another"), gone, "gone", into.span, "merged")
                    .help("keep one of the two"),
            );
        }
        written_out(nodes, change.target, &change.key.text, change.key.span, restated, out);
        if let Some(end) = removed_with(nodes, &by_target, change.target)
            && change.under.is_none()
            && change.into.is_none()
        {
            if change.gone.is_none() {
                out.push(beneath(name, change.key.span, end));
            } else if change.because.is_none() && end.gone.is_some() {
                // Beneath what goes into another it may be said that the rest of it is gone.
                out.push(nothing(name, change.key.span).also(end.key.span, "this takes along what stands beneath it"));
            }
        }
    }
    for check in &changes.checks {
        let own = by_target.get(&check.node).copied();
        let end = own.filter(|change| change.removes()).or_else(|| removed_with(nodes, &by_target, check.node));
        if let Some(end) = end {
            out.push(beneath(&check.key.text, check.key.span, end));
        }
        written_out(nodes, check.node, &check.key.text, check.key.span, restated, out);
        let all = own.and_then(|change| change.set.iter().find(|entry| entry.key.text == "check"));
        if let Some(all) = all {
            out.push(
                conflict(
                    format!("`{}` is changed, and all checks of its node are set", check.key.text),
                    check.key.span,
                    "one of the checks",
                    all.key.span,
                    "all of them",
                )
                .help("say each check by itself, or all of them under `check`"),
            );
        }
    }
}

/// The change that takes a node away with what stands above it, unless it, or what stands between, moves.
fn removed_with<'c>(nodes: &Nodes, by_target: &BTreeMap<usize, &'c Change>, node: usize) -> Option<&'c Change> {
    if by_target.get(&node).is_some_and(|change| change.under.is_some()) {
        return None;
    }
    for above in nodes.above(node) {
        match by_target.get(&above) {
            Some(change) if change.removes() => return Some(change),
            Some(change) if change.under.is_some() => return None,
            _ => {}
        }
    }
    None
}

fn beneath(name: &str, span: Span, end: &Change) -> Diagnostic {
    conflict(
        format!("`{name}` is changed, and is no longer there with `{}`", end.key.text),
        span,
        "changed here",
        end.key.span,
        "no longer there",
    )
    .help("take one of the two away; what goes on elsewhere says `under` or `into`")
}

/// Reports a change of what the file writes out in full.
fn written_out(nodes: &Nodes, node: usize, name: &str, span: Span, restated: &Restated, out: &mut Vec<Diagnostic>) {
    let mut path = std::iter::once(node).chain(nodes.above(node));
    let Some(at) = path.find_map(|at| restated.get(&at)) else { return };
    let what =
        if matches!(nodes.kind(node), Some(Kind::Field | Kind::Header)) { "the header" } else { "its dimension" };
    out.push(
        conflict(
            format!("`{name}` is changed, and {what} is written out anew"),
            span,
            "changed here",
            *at,
            "written out here",
        )
        .help("say it in one of the two places"),
    );
}
