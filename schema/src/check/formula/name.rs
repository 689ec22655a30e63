//! What the names in a check stand for: figures, the parts of one, ranges of codes.

use super::Formulas;
use crate::check::dimension::Slot;
use crate::check::linear::Operand;
use crate::check::measure::Measure;
use crate::check::relation::direct_parts;
use crate::check::tree::Class;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Reference, ReferenceKind, Term, TermKind, Word};
use crate::model::{Content, Expr, NodeId};
use crate::source::Span;

impl Formulas<'_> {
    /// The figures of `x`, `x.*` or a range of codes, each with whether it is deducted and what it measures. Those that
    /// are blocked out are left out.
    pub(super) fn several(
        &mut self,
        from: NodeId,
        term: &Term,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(bool, Expr, Measure)>> {
        if self.left == 0 {
            return None;
        }
        let several = self.expanded(from, term, out)?;
        self.left = self.left.saturating_sub(several.len());
        if self.left == 0 {
            out.push(
                Diagnostic::new(
                    Code::TooManyFigures,
                    format!("the checks of the form name more than {} figures", crate::limits::MAX_NAMED),
                    term.span,
                    "one too many",
                )
                .help("let the tree make the sum, with `parts`, and name the whole"),
            );
            return None;
        }
        let (binding, prior) = match &term.kind {
            TermKind::Reference(reference) => {
                let node = self.single(from, reference, out)?;
                (self.bound(node, reference, out)?, reference.prior)
            }
            TermKind::Range(range) => (self.binding.clone(), range.prior),
            _ => (self.binding.clone(), false),
        };
        let mut cells = Vec::with_capacity(several.len());
        for (minus, node, slot) in several {
            let measure = self.figure(node, term.span, out)?;
            let mut binding = binding.clone();
            binding.extend(self.members.zip(slot).map(|(members, slot)| (members.dimension, slot)));
            if let Some(cell) = self.at(node, &binding, term.span, out)? {
                let operand = Operand { node: cell, prior };
                self.trace.figures.push((operand, term.span));
                cells.push((minus, operand.expr(), measure));
            }
        }
        Some(cells)
    }

    /// In a check of a dimension each comes with its member where that is not the one that is named.
    fn expanded(
        &mut self,
        from: NodeId,
        term: &Term,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(bool, NodeId, Option<Slot>)>> {
        match &term.kind {
            TermKind::Range(_) if self.members.is_some() => {
                out.push(
                    Diagnostic::new(
                        Code::UnknownMember,
                        "a range of codes stands in a check of a dimension",
                        term.span,
                        "no members",
                    )
                    .help("name the members one by one, or write `x.*`"),
                );
                None
            }
            TermKind::Range(range) if range.prior && !self.has_period => {
                no_period(term.span, out);
                None
            }
            TermKind::Range(range) => self.range(&range.first, &range.last, out),
            TermKind::Reference(reference) if reference.star.is_some() && self.members.is_some() => {
                let members = self.members?;
                let parts = self.parts_of_member(members, reference, out)?;
                Some(parts.into_iter().map(|(minus, slot)| (minus, members.figure, Some(slot))).collect())
            }
            TermKind::Reference(reference) if reference.star.is_some() => {
                let node = self.single(from, reference, out)?;
                let parts = direct_parts(self.scope.tree, self.cells, node);
                if parts.is_empty() {
                    self.no_parts(node, reference, out);
                    return None;
                }
                Some(parts.into_iter().map(|part| (part.minus, part.node, None)).collect())
            }
            TermKind::Reference(reference) => Some(vec![(false, self.single(from, reference, out)?, None)]),
            _ => None,
        }
    }

    fn range(&self, first: &Word, last: &Word, out: &mut Vec<Diagnostic>) -> Option<Vec<(bool, NodeId, Option<Slot>)>> {
        let found = [first, last].map(|code| self.scope.code(code).map_err(|diagnostic| out.push(*diagnostic)).ok());
        let [Some(start), Some(end)] = found else { return None };
        let tree = self.scope.tree;
        let coded =
            |node: &NodeId| tree.get(*node).and_then(|entry| entry.says).is_some_and(|says| says.code.is_some());
        let figures: Vec<(bool, NodeId, Option<Slot>)> = (start.0..=end.0)
            .map(NodeId)
            .filter(|node| coded(node) && self.cells.figure(*node).is_some())
            .map(|node| (false, node, None))
            .collect();
        if figures.is_empty() {
            let mut diagnostic = Diagnostic::new(
                Code::UnknownOfficialCode,
                format!("no figure stands from `[{}]` to `[{}]`", first.text, last.text),
                last.span,
                "the range ends here",
            );
            if let Some(span) = tree.span(start) {
                diagnostic = diagnostic.also(span, format!("`[{}]`", first.text));
            }
            out.push(diagnostic.help("a range runs from a code to one further down in the form"));
            return None;
        }
        Some(figures)
    }

    fn no_parts(&self, node: NodeId, reference: &Reference, out: &mut Vec<Diagnostic>) {
        let tree = self.scope.tree;
        let Some(entry) = tree.get(node) else { return };
        let mut diagnostic = Diagnostic::new(
            Code::NoPartsInExpression,
            format!("`{}` has no parts", entry.path),
            reference.span,
            "`.*` of nothing",
        )
        .also(entry.span, "this figure has nothing beneath it");
        // A breakdown may stand elsewhere.
        let elsewhere = tree.ids().take(if self.scope.may_look_wide() { usize::MAX } else { 0 }).find(|other| {
            tree.get(*other).is_some_and(|other| {
                matches!(other.class, Class::Breakdown(_))
                    && other
                        .says
                        .and_then(|says| says.whole.as_ref())
                        .is_some_and(|whole| whole.text.ends_with(&entry.id))
            })
        });
        diagnostic = match elsewhere {
            Some(other) => {
                let spelt = format!("{}.*", self.scope.spell(node, other));
                diagnostic.help(format!("its parts may stand elsewhere: `{spelt}`"))
            }
            None => diagnostic.help("write the figure itself, or name a node with children"),
        };
        out.push(diagnostic);
    }

    /// The one node that a reference names.
    pub(super) fn single(&self, from: NodeId, reference: &Reference, out: &mut Vec<Diagnostic>) -> Option<NodeId> {
        if reference.prior && !self.has_period {
            no_period(reference.span, out);
            return None;
        }
        if let Some(members) = self.members {
            let slot = members.slot(&self.scope.tree.dimensions, reference);
            return slot.map_err(|diagnostic| out.push(*diagnostic)).ok().map(|_| members.figure);
        }
        let found = match &reference.kind {
            ReferenceKind::Code(code) => self.scope.code(code),
            ReferenceKind::Path(path) => self.scope.find(from, path, Code::UnknownName),
        };
        found.map_err(|diagnostic| out.push(*diagnostic)).ok()
    }

    /// What a figure measures.
    pub(super) fn figure(&mut self, node: NodeId, span: Span, out: &mut Vec<Diagnostic>) -> Option<Measure> {
        let Some(made) = self.cells.get(node) else {
            self.heading(node, span, out);
            return None;
        };
        let what = match &made.cell.content {
            Content::Figure(figure) => {
                let measure = if made.unit_is_broken { Measure::Unknown } else { Measure::Unit(figure.unit) };
                return Some(measure);
            }
            Content::Date => "a date",
            Content::Year => "a year",
            Content::Text { .. } => "a text",
            Content::Bool => "true or false",
            Content::Code { .. } => "a code",
        };
        let mut diagnostic = Diagnostic::new(
            Code::NotNumeric,
            format!("`{}` is {what}, not a number", self.scope.tree.path(node)),
            span,
            "no number",
        );
        if let Some(place) = self.scope.tree.span(node) {
            diagnostic = diagnostic.also(place, format!("{what} stands here"));
        }
        out.push(diagnostic.help("ask `reported(x)` or `applies(x)` of it, or name a figure"));
        None
    }

    pub(super) fn heading(&self, node: NodeId, span: Span, out: &mut Vec<Diagnostic>) {
        let Some(entry) = self.scope.tree.get(node) else { return };
        let mut diagnostic = Diagnostic::new(
            Code::HeadingInExpression,
            format!("`{}` is {} and has no figure of its own", entry.path, entry.class.describe()),
            span,
            "not a figure",
        )
        .also(entry.span, entry.class.describe());
        let below = entry.names.keys().map(String::as_str);
        diagnostic = if direct_parts(self.scope.tree, self.cells, node).is_empty() {
            diagnostic.help(format!("name a figure beneath it: {}", crate::suggest::list(below)))
        } else {
            let end = Span { start: span.end, ..span };
            let mut diagnostic = diagnostic.help("sum the figures beneath it, or name one of them");
            if let Some(fix) = &mut diagnostic.fix {
                fix.edits
                    .push(crate::diagnostic::Edit { span: Span { end: span.start, ..span }, text: "sum(".to_owned() });
                fix.edits.push(crate::diagnostic::Edit { span: end, text: ".*)".to_owned() });
            }
            diagnostic
        };
        out.push(diagnostic);
    }
}

/// A figure of the report before, where no report is known to come before another.
fn no_period(span: Span, out: &mut Vec<Diagnostic>) {
    out.push(
        Diagnostic::new(
            Code::MissingKey,
            "a check names the report of one period earlier in a form without a `period`",
            span,
            "earlier by which period?",
        )
        .help("add `period: year`, or how often a report is made, at the top"),
    );
}
