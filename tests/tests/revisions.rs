//! Random forms and random changes of them: from the changes to the form, to its text in full, to the changes again, and
//! reports on their way there and back.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;
use tallyform::plan::{LinkKind, Severity};
use tallyform::revision::Migration;
use tallyform::{Outcome, Plan, Validator};
use tallyform_tests::dice::Dice;
use tallyform_tests::revise::{Revised, Sort, lost, read};
use tallyform_tests::{forms, invent};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/revisions.txt"))),
        ..ProptestConfig::default()
    }
}

fn bytes(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), length)
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn go_there_and_back(form in bytes(40..500), changed in bytes(10..60), filed in bytes(0..120)) {
        if let Some(revised) = Revised::draw(&form, &changed) {
            holds(&revised, &filed)?;
        }
    }
}

/// Everything that holds of a revision and of a report.
fn holds(revised: &Revised, filed: &[u8]) -> Result<(), TestCaseError> {
    let Revised { base, text, old, new, .. } = revised;
    let found = read(base, text).map_err(|wrong| TestCaseError::fail(wrong.join("\n")))?;
    // The full text stands on its own and says the same.
    let alone = forms::compile("full.yaml", &found.full);
    let alone = alone.map_err(|wrong| TestCaseError::fail(format!("{}\n{}", wrong.join("\n"), found.full)))?;
    prop_assert_eq!(bare(&alone), bare(new), "in full:\n{}\nof\n{}\nand\n{}", found.full, base, text);
    // So do the changes that are told from the two forms; and they link what the first ones link.
    let again = read(base, &found.changes);
    let again = again.map_err(|wrong| {
        TestCaseError::fail(format!("{}\n{}\nof\n{base}\nand\n{text}", wrong.join("\n"), found.changes))
    })?;
    // What is gone with something else may be said to be gone or not.
    let is_here = |full: &str| full.split("\ngone:\n").next().unwrap_or_default().trim_end().to_owned();
    prop_assert_eq!(
        is_here(&again.full),
        is_here(&found.full),
        "the changes\n{}\nof\n{}\nand\n{}",
        found.changes,
        base,
        text
    );
    prop_assert_eq!(links(&again.new), links(new), "by the changes\n{}\nof\n{}\nand\n{}", found.changes, base, text);
    // What a report has is there again, or listed.
    let report = invent::report(&mut Dice::new(filed), old);
    let validator = Validator::new(old.clone()).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let Ok(read) = validator.read(report.to_string().as_bytes()) else { return Ok(()) };
    let wrong = lost(old, new, &read);
    prop_assert!(wrong.is_empty(), "{}\n\nof {report:#}\n\nunder\n{base}\nand\n{text}", wrong.join("\n"));
    // Where nothing more is asked, what held holds.
    if let Some((before, after)) = errors(revised, &report) {
        prop_assert!(
            after.is_empty() || !before.is_empty(),
            "{after:#?}\n\nof {report:#}\n\nunder\n{base}\nand\n{text}"
        );
    }
    Ok(())
}

/// The errors of a report and of what it becomes, where all of it goes on and nothing more is asked of it.
fn errors(revised: &Revised, report: &Value) -> Option<(Vec<String>, Vec<String>)> {
    if !revised.changes.iter().all(|change| change.sort.asks_no_more()) {
        return None;
    }
    let validator = |plan: &Plan| Validator::new(plan.clone()).ok();
    let (old, new) = (validator(&revised.old)?, validator(&revised.new)?);
    let report = old.read(report.to_string().as_bytes()).ok()?;
    let migrated = Migration::between(&revised.old, &revised.new).ok()?.report(&report);
    let errors = |validator: &Validator, report: &tallyform::Report| -> Vec<String> {
        let validation = validator.validate(report);
        let violated = validation.findings.iter().filter(|finding| finding.outcome == Outcome::Violated);
        violated
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.check.to_string())
            .collect()
    };
    migrated.left.is_empty().then(|| (errors(&old, &report), errors(&new, &migrated.report)))
}

/// A plan as JSON without where things stand, and without what they were.
fn bare(plan: &Plan) -> Value {
    let mut value = serde_json::to_value(plan).expect("a plan is JSON");
    strip(&mut value);
    value
}

fn strip(value: &mut Value) {
    match value {
        Value::Object(all) => {
            for key in ["place", "sources", "predecessor", "series"] {
                all.remove(key);
            }
            all.values_mut().for_each(strip);
        }
        Value::Array(all) => all.iter_mut().for_each(strip),
        _ => {}
    }
}

/// What is linked how, without the places. What is gone with something else may be said to be gone or not.
fn links(plan: &Plan) -> Vec<String> {
    let links: Vec<_> = plan.predecessor.iter().flat_map(|predecessor| &predecessor.links).collect();
    let gone = || links.iter().filter(|link| link.kind == LinkKind::Gone).flat_map(|link| &link.from);
    let is_with_another = |address: &String| gone().any(|above| address.starts_with(&format!("{above}.")));
    let kept = links.iter().filter(|link| link.kind != LinkKind::Gone || !link.from.iter().any(is_with_another));
    kept.map(|link| format!("{:?} {:?} > {:?}", link.kind, link.from, link.to)).collect()
}

#[test]
fn drawn_revisions_are_of_every_sort() {
    let mut state = 5_u64;
    let mut random = |length: usize| -> Vec<u8> {
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..length).map(next).collect()
    };
    let (mut sorts, mut kinds, mut judged) = (BTreeMap::new(), BTreeMap::new(), 0);
    for _ in 0..500 {
        let (form, changed, filed) = (random(400), random(60), random(40));
        let Some(revised) = Revised::draw(&form, &changed) else { continue };
        for change in &revised.changes {
            *sorts.entry(change.sort).or_insert(0_usize) += 1;
        }
        for link in revised.new.predecessor.iter().flat_map(|predecessor| &predecessor.links) {
            *kinds.entry(link.kind).or_insert(0_usize) += 1;
        }
        let report = invent::report(&mut Dice::new(&filed), &revised.old);
        judged += usize::from(errors(&revised, &report).is_some_and(|(before, _)| before.is_empty()));
    }
    for sort in Sort::ALL {
        assert!(sorts.get(&sort).is_some_and(|times| *times >= 5), "{sort:?} of {sorts:?}");
    }
    use LinkKind::{Added, Broken, Continued, Gone, Merged, Split};
    for kind in [Continued, Added, Gone, Split, Merged, Broken] {
        assert!(kinds.get(&kind).is_some_and(|times| *times >= 5), "{kind:?} of {kinds:?}");
    }
    assert!(judged >= 5, "{judged} reports without errors went on to forms that ask no more");
}
