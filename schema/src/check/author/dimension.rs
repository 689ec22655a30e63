//! Checks that dimensions and members say. They hold for every figure that has the dimension.

use super::*;
use crate::check::dimension::Dimension;
use crate::check::formula::Members;
use crate::check::tree::Tree;
use crate::expression::Term;

/// A check of a dimension or of a member.
pub(super) struct OfMembers<'c> {
    dimension: usize,
    /// The part of its id between the figure's path and its own.
    prefix: String,
    check: &'c syntax::Check,
    said: Said<'c>,
    term: Term,
}

/// The checks of all dimensions and members, in file order.
pub(super) fn checks<'c>(
    sources: &Sources<'c>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<OfMembers<'c>> {
    let mut all = Vec::new();
    for (dimension, found) in sources.scope.tree.dimensions.list.iter().enumerate() {
        let own = (found.id.clone(), &found.says.checks);
        let of_members = found.members.iter().filter_map(|member| {
            let says = member.says?;
            Some((format!("{}.{}", found.id, member.id), &says.checks))
        });
        for (prefix, said) in [own].into_iter().chain(of_members) {
            // Ids are unique among the checks of one dimension, or of one member.
            let mut place =
                Place { node: NodeId(0), severity: sources.states.usual(), ids: BTreeMap::new(), rows: Vec::new() };
            for check in said {
                all.extend(read(sources, &mut place, (dimension, &prefix), check, languages, out));
            }
        }
    }
    all
}

fn read<'c>(
    sources: &Sources<'c>,
    place: &mut Place,
    (dimension, prefix): (usize, &str),
    check: &'c syntax::Check,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Option<OfMembers<'c>> {
    let text = match &check.subject {
        CheckTuning::That(text) => text,
        CheckTuning::Of(of) => {
            out.push(
                Diagnostic::new(
                    Code::NoSuchCheck,
                    format!("the tree makes no check `{}` of a dimension alone", of.text),
                    of.span,
                    "no such check here",
                )
                .help("tune it at the figures that have the dimension"),
            );
            return None;
        }
    };
    let said = place.read(sources, (check, text), languages, out);
    let term = expression::parse(text).map_err(|refused| out.push(*refused.diagnostic)).ok()?;
    Some(OfMembers { dimension, prefix: prefix.to_owned(), check, said, term })
}

impl OfMembers<'_> {
    /// The check at a figure; none where the figure has not the dimension, or is no number. What is wrong with the check
    /// is said once, not at every figure.
    pub(super) fn at(
        &self,
        node: NodeId,
        place: &Place,
        formulas: &mut Formulas<'_>,
        once: &mut BTreeSet<(Code, Span)>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Written> {
        let tree = formulas.scope.tree;
        let grid = tree.get(node)?.grid.as_ref()?;
        formulas.cells.figure(node)?;
        if !grid.by.contains(&self.dimension) || formulas.cells.is_broken(node) {
            return None;
        }
        let mut found = Vec::new();
        let members = Members { figure: node, dimension: self.dimension };
        formulas.members = Some(members);
        let made = place.broadcast(formulas, self.check, &self.term, self.said.tolerance.as_ref(), &mut found);
        formulas.members = None;
        let message = self.check.message.as_ref();
        let placeholders = message.map(|message| message::of_members(message, members, tree, &mut found));
        let explained = explained(self.check, node, formulas.scope, &mut found);
        if let (Some(tolerance), Some(statement)) =
            (&self.check.tolerance, made.as_ref().and_then(|made| made.statements.first()))
            && !compares(statement)
        {
            found.push(no_comparison(tolerance.span));
        }
        // A check that is blocked out at one figure may hold at others.
        let found = found.into_iter().filter(|one| one.code != Code::CannotFail);
        out.extend(found.filter(|one| once.insert((one.code, one.primary.span))));
        let id = format!("{}:{}.{}", tree.path(node), self.prefix, self.said.id.as_ref()?);
        let written = place.written(id, &self.said, made?, placeholders.unwrap_or_default(), explained)?;
        Some(Written { of_members: true, ..written })
    }
}

/// A warning for every check of a dimension that holds for no figure.
pub(super) fn report_idle(
    tree: &Tree<'_>,
    of_members: &[OfMembers<'_>],
    written: &[Written],
    out: &mut Vec<Diagnostic>,
) {
    let used = |dimension: usize| tree.nodes.iter().any(|entry| entry.by.contains(&dimension));
    for of in
        of_members.iter().filter(|of| used(of.dimension) && of.said.id.is_some() && of.said.severity != Some(None))
    {
        let place = of.said.text.span;
        let is_wrong = out.iter().any(|one| one.primary.span.start >= place.start && one.primary.span.end <= place.end);
        if is_wrong || written.iter().any(|written| written.check.span == place) {
            continue;
        }
        let id = tree.dimensions.get(of.dimension).map_or("", |found: &Dimension<'_>| &found.id);
        out.push(
            Diagnostic::new(
                Code::AttributeWithoutUse,
                "`check` has no effect here",
                place,
                "no number has the dimension and all these members",
            )
            .help(format!("take it away, or give `{id}` to figures that are numbers")),
        );
    }
}
