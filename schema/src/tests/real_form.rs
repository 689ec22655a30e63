//! The forms of this repository.

use crate::model::{CheckKind, Relation};
use crate::{SourceMap, check};

/// The 2017 form as the repository has it.
fn disclosure_2017() -> crate::Checked {
    let mut sources = SourceMap::new();
    let text = include_bytes!("../../../forms/cn.gov-info-disclosure/2017.yaml");
    let file = sources.add("2017.yaml", text.as_slice());
    check(&sources, file)
}

#[test]
fn the_2017_form_is_clean_and_whole() {
    let checked = disclosure_2017();
    assert_eq!(checked.diagnostics, []);
    let form = checked.form.expect("a form without diagnostics is made");
    let figures = form
        .nodes
        .iter()
        .filter(|node| matches!(node.cell.as_ref().map(|cell| &cell.content), Some(crate::model::Content::Figure(_))));
    assert_eq!(figures.count() + form.nodes.iter().filter(|node| node.cell.is_none()).count(), form.nodes.len() - 4);
    let relation = |id: &str, relation| {
        form.checks.iter().any(|check| check.id == id && check.kind == CheckKind::Relation(relation))
    };
    assert!(relation("requests.received:parts", Relation::Parts));
    assert!(relation("disclosure.channels:covered_by", Relation::CoveredBy));
    assert!(relation("requests.replied.refused:some_parts", Relation::SomeParts));
}
