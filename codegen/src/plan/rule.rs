//! Checks over cells, and the messages that authors give to checks.

use std::collections::BTreeMap;

use tallyform::plan::{ExplainedBy, Rule, RuleKind, Segment, Template};
use tallyform_schema::Diagnostic;
use tallyform_schema::model::{self, CheckKind, Form, NodeId, Placeholder};

use super::layout::Layout;
use super::{Places, expression, languages, place, severities, template, text};

pub(super) fn lower(
    form: &Form,
    layout: &Layout,
    paths: &text::Paths<'_>,
    places: &Places<'_>,
    check: &model::Check,
) -> Result<Rule, Box<Diagnostic>> {
    let statements = check.statements.iter().map(|statement| expression::statement(statement, layout)).collect();
    let statements: Result<Vec<_>, expression::NoCell> = statements;
    Ok(Rule {
        id: check.id.clone(),
        kind: match check.kind {
            CheckKind::Relation(model::Relation::Parts) => RuleKind::Parts,
            CheckKind::Relation(model::Relation::SomeParts) => RuleKind::SomeParts,
            CheckKind::Relation(model::Relation::OfWhich) => RuleKind::OfWhich,
            CheckKind::Relation(model::Relation::CoveredBy) => RuleKind::CoveredBy,
            CheckKind::Over(model::Over::Sum) => RuleKind::OverSum,
            CheckKind::Over(model::Over::Min) => RuleKind::OverMin,
            CheckKind::Over(model::Over::Max) => RuleKind::OverMax,
            CheckKind::Over(model::Over::Between) => RuleKind::OverBetween,
            CheckKind::Over(model::Over::Rising) => RuleKind::OverRising,
            CheckKind::Over(model::Over::Falling) => RuleKind::OverFalling,
            CheckKind::Author => RuleKind::Check,
        },
        node: layout.node(check.node),
        severity: severities(&check.severity),
        statements: statements.map_err(|missing| Box::new(missing.diagnostic(form, check.span)))?,
        free: check.free.iter().map(|dimension| dimension.0).collect(),
        wheres: check.wheres.iter().map(|at| place(form, at)).collect(),
        message: message(form, layout, check.message.as_ref(), &check.placeholders),
        because: check.because.as_ref().map(|because| languages(form, because)),
        text: match check.kind {
            CheckKind::Relation(_) if check.wheres.is_empty() => text::statements(paths, check.node, &check.statements),
            CheckKind::Relation(_) | CheckKind::Over(_) => check.text.clone(),
            CheckKind::Author => check.text.split_whitespace().collect::<Vec<_>>().join(" "),
        },
        explained_by: check.explained_by.and_then(|by| match by {
            model::ExplainedBy::Explanation => Some(ExplainedBy::Explanation),
            model::ExplainedBy::Note(note) => some_cell(form, layout, note).map(ExplainedBy::Note),
        }),
        place: places.of(check.span),
    })
}

/// A message of the author in every language; empty where there is none.
pub(super) fn message(
    form: &Form,
    layout: &Layout,
    message: Option<&model::Texts>,
    placeholders: &[(String, Placeholder)],
) -> BTreeMap<String, Template> {
    let Some(message) = message else { return BTreeMap::new() };
    let named = |name: &str| {
        let (_, found) = placeholders.iter().find(|(text, _)| text == name)?;
        // A figure with dimensions has as many cells as places in which a finding can be.
        if found.prior || !form.node(found.node).by.is_empty() {
            return Some(Segment::Figure { figure: layout.node(found.node), prior: found.prior });
        }
        layout.cell(found.node).map(|cell| Segment::Cell { cell })
    };
    languages(form, message).into_iter().map(|(language, text)| (language, template::parse(&text, named))).collect()
}

/// A cell of a node: its own, or the first one where it is repeated.
fn some_cell(form: &Form, layout: &Layout, node: NodeId) -> Option<u32> {
    layout.cell(node).or_else(|| form.node(node).children.iter().find_map(|child| some_cell(form, layout, *child)))
}
