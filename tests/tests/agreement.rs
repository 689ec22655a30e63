//! Two evaluators that share no code come to the same outcomes, on random plans and random reports.
//!
//! A failing case is shrunk and its bytes are written to `proptest-regressions/`; commit that file with the mend, and the
//! case is tried first ever after.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;
use tallyform::Plan;
use tallyform_tests::agreement::disagreements;
use tallyform_tests::dice::Dice;
use tallyform_tests::invent;

/// Ten thousand cases, or as many as `PROPTEST_CASES` says.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(10_000);
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("proptest-regressions/agreement.txt"))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_plans(form in bytes(20..400), filed in bytes(0..60)) {
        let plan = invent::plan(&mut Dice::new(&form));
        let report = invent::report(&mut Dice::new(&filed), &plan);
        agree(&plan, &report)?;
    }
}

fn bytes(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), length)
}

fn agree(plan: &Plan, report: &Value) -> Result<(), TestCaseError> {
    let found = disagreements(plan, report);
    prop_assert!(found.is_empty(), "{}\n\nfor the report {report:#}", found.join("\n"));
    Ok(())
}
