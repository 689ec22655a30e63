//! The lineage of a form.

use tallyform::plan::{Link, LinkKind, Plan, Predecessor};
use tallyform_schema::model::{self, Form, Lineage};

use super::{Places, languages};

/// What a form says of the one before it.
///
/// `before` is the plan of that one, where it is at hand.
pub(super) fn lower(form: &Form, places: &Places<'_>, lineage: &Lineage, before: Option<&Plan>) -> Predecessor {
    let texts = |texts: &model::Texts| languages(form, texts);
    let links = lineage.links.iter().map(|link| Link {
        kind: kind(link.kind),
        from: link.from.clone(),
        to: link.to.clone(),
        label: link.label.as_ref().map(texts),
        because: link.because.as_ref().map(texts),
        place: places.of(link.span),
    });
    Predecessor {
        revision: lineage.revision.clone(),
        earlier: before.map(earlier).unwrap_or_default(),
        because: lineage.because.as_ref().map(texts),
        links: links.collect(),
    }
}

/// The revisions before a plan, the nearest first.
fn earlier(plan: &Plan) -> Vec<String> {
    let Some(predecessor) = &plan.predecessor else { return Vec::new() };
    predecessor.revision.iter().chain(&predecessor.earlier).cloned().collect()
}

fn kind(kind: model::LinkKind) -> LinkKind {
    match kind {
        model::LinkKind::Continued => LinkKind::Continued,
        model::LinkKind::Added => LinkKind::Added,
        model::LinkKind::Gone => LinkKind::Gone,
        model::LinkKind::Split => LinkKind::Split,
        model::LinkKind::Merged => LinkKind::Merged,
        model::LinkKind::Broken => LinkKind::Broken,
    }
}
