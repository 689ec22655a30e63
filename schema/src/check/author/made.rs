//! Checks that the tree makes, tuned by the author.

use super::*;

/// A check that the tree makes, of a relation or of a dimension.
pub(super) struct MadeByTree<'a> {
    node: NodeId,
    name: &'a str,
    kind: CheckKind,
    statements: &'a [Statement],
    free: &'a [DimensionId],
    wheres: &'a [Where],
    text: &'a str,
    span: Span,
}

impl<'a> MadeByTree<'a> {
    pub(super) fn of_relation(of: &'a Breakdown) -> Self {
        let (name, kind) = (relation_key(of.relation), CheckKind::Relation(of.relation));
        let (statements, free, wheres, text) = (&of.statements, &of.free, &of.wheres, &of.text);
        Self { node: of.node, name, kind, statements, free, wheres, text, span: of.span }
    }

    pub(super) fn of_dimension(of: &'a Along) -> Self {
        let (statements, free, wheres, text) = (&of.statements, &of.free, &of.wheres, &of.text);
        Self { node: of.figure, name: &of.name, kind: of.kind, statements, free, wheres, text, span: of.span }
    }
}

pub(super) fn tree_check(
    sources: &Sources<'_>,
    cells: &Cells<'_>,
    made: MadeByTree<'_>,
    inherited: &Severities,
    tuning: Option<&syntax::Check>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Option<Written> {
    let severity =
        match tuning.and_then(|check| check.severity.as_ref()).and_then(|said| sources.states.of_check(said, out)) {
            Some(None) => {
                tuning.into_iter().for_each(|check| reason(check, out));
                None
            }
            said => Some(said.flatten().unwrap_or_else(|| inherited.clone())),
        };
    let because = tuning.and_then(|check| languages.maybe(check.because.as_ref(), out));
    let message = tuning.and_then(|check| languages.maybe(check.message.as_ref(), out));
    tuning.into_iter().for_each(|check| not_on(check, out));
    let placeholders = tuning.and_then(|check| check.message.as_ref()).map_or_else(Vec::new, |message| {
        message::placeholders(message, made.node, Some(made.free), sources.scope, cells, out)
    });
    let explained = tuning.and_then(|check| explained(check, made.node, sources.scope, out));
    let tolerance = tuning.and_then(|check| tolerance(check, out));
    let mut statements = made.statements.to_vec();
    for statement in &mut statements {
        if let Statement::Compare { tolerance: slot, .. } = statement {
            slot.clone_from(&tolerance);
        }
    }
    let check = Check {
        id: format!("{}:{}", sources.scope.tree.path(made.node), made.name),
        kind: made.kind,
        node: made.node,
        severity: severity?,
        statements,
        free: made.free.to_vec(),
        wheres: made.wheres.to_vec(),
        message,
        placeholders,
        because,
        text: made.text.to_owned(),
        explained_by: explained,
        span: made.span,
    };
    Some(Written { check, traces: Vec::new(), of_members: false })
}
