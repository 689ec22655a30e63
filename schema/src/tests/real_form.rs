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

#[test]
fn five_unrelated_mistakes_are_five_diagnostics() {
    let text = include_str!("../../../forms/cn.gov-info-disclosure/2017.yaml");
    let mistakes = [
        ("- {id: fax,", "- {id: in_person,"),
        ("whole: disclosed ", "whole: disclosde "),
        ("normative <= normative_issued as 条", "normative <= normative_issued"),
        ("check: {that: refused == sum(refused.*)", "check: {that: refused == sum(refused.*"),
        ("takes: [\"/\"]", "takes: [\"\\\\\"]"),
    ];
    let mut broken = text.to_owned();
    for (right, wrong) in mistakes {
        assert!(broken.contains(right), "{right}");
        broken = broken.replacen(right, wrong, 1);
    }
    let mut sources = SourceMap::new();
    let file = sources.add("2017.yaml", broken);
    let found: Vec<&str> =
        check(&sources, file).diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(found, ["F0401", "F0701", "F0206", "F0202", "F0601"]);
}

#[test]
fn every_diagnostic_has_a_way_out() {
    for code in crate::Code::ALL {
        let Some(failing) = super::catalogue::example(code.page(), "failing") else { continue };
        let mut sources = SourceMap::new();
        let file = sources.add("form.yaml", failing);
        for diagnostic in check(&sources, file).diagnostics {
            assert!(diagnostic.fix.is_some(), "{diagnostic:?}");
        }
    }
}

/// Ten thousand figures in chains of wholes, each with a check of its own.
#[test]
fn a_form_of_ten_thousand_figures_is_checked_without_repetition() {
    use std::fmt::Write;
    let mut text = String::from(
        "tallyform: 1\nform: x\nrevision: \"1\"\ntitle: X\nlanguages: [en]\nunits: {件: {kind: count}}\nunit: 件\nitems:\n",
    );
    for group in 0..100 {
        let _ = writeln!(text, "  - id: g{group}\n    label: G\n    parts:");
        for part in 0..99 {
            let other = (part + 7) % 99;
            let _ = writeln!(text, "      - {{id: p{part}, label: P, check: 3 * p{part} != p{other} + 1}}");
        }
    }
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    let start = std::time::Instant::now();
    let checked = check(&sources, file);
    let time = start.elapsed();
    assert_eq!(checked.diagnostics, []);
    assert_eq!(checked.form.map(|form| (form.nodes.len(), form.checks.len())), Some((10_001, 10_000)));
    // A debug build on a busy machine takes about a second; a pass that goes over the whole form for each figure, minutes.
    assert!(time.as_secs() < 30, "{time:?}");
}

#[test]
fn checks_may_not_name_more_figures_than_can_be_held() {
    use std::fmt::Write;
    let mut text = String::from(
        "tallyform: 1\nform: x\nrevision: \"1\"\ntitle: X\nlanguages: [en]\nunits: {件: {kind: count}}\nunit: 件\nitems:\n",
    );
    let sum = vec!["g.*"; 800].join(", ");
    let _ = writeln!(text, "  - id: g\n    label: G\n    check: 1 <= sum({sum})\n    items:");
    for part in 0..800 {
        let _ = writeln!(text, "      - {{id: p{part}, label: P}}");
    }
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    let checked = check(&sources, file);
    assert!(checked.form.is_none());
    let found: Vec<&str> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(found, ["F0006"]);
}
