//! The form of 2021, said as changes to the form of 2019, beside the official tables and reports as they were published.

use std::collections::BTreeMap;

use serde_json::Value;
use tallyform::Outcome;
use tallyform_tests::forms::{judge, plan};
use tallyform_tests::house;

const FORM: &str = "forms/cn.gov-info-disclosure/2021.yaml";

fn report(name: &str) -> Value {
    let text = house::text(&format!("tests/fixtures/cn.gov-info-disclosure/{name}.json"));
    serde_json::from_str(&text).expect("the fixture is JSON")
}

#[test]
fn the_changes_are_short_and_the_form_has_every_cell_of_the_official_tables() {
    assert!(house::text(FORM).lines().count() < 40);
    let plan = plan(FORM);
    let of = |table: &str| -> Vec<&str> {
        let start = format!("/{table}/");
        plan.cells.iter().map(|cell| cell.pointer.as_str()).filter(|pointer| pointer.starts_with(&start)).collect()
    };
    assert_eq!(of("proactive").len(), 10, "table 2");
    assert_eq!(of("proceedings").len(), 15, "table 4");
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for pointer in of("requests") {
        let (row, _) = pointer.rsplit_once('/').expect("a pointer");
        *rows.entry(row).or_default() += 1;
    }
    assert_eq!(rows.len(), 25, "rows of table 3 with figures: {rows:?}");
    assert!(rows.values().all(|columns| *columns == 7), "{rows:?}");
}

#[test]
fn reports_as_published_give_no_findings() {
    let plan = plan(FORM);
    for name in ["2023-suqian-complete", "2021-hongsheng", "2022-wqx"] {
        let found = judge(&plan, &report(name)).findings;
        let violated: Vec<_> = found.iter().filter(|finding| finding.outcome == Outcome::Violated).collect();
        assert!(violated.is_empty(), "{name}: {violated:?}");
    }
    // The complete one leaves open only what last year's report would say.
    let found = judge(&plan, &report("2023-suqian-complete")).findings;
    let open: BTreeMap<&str, usize> = found.iter().fold(BTreeMap::new(), |mut open, finding| {
        *open.entry(finding.check.as_str()).or_default() += 1;
        open
    });
    assert_eq!(open, BTreeMap::from([("proactive.art20_1.in_force:check", 2), ("requests.carried_in:check", 7)]));
}
