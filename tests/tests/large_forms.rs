//! Forms nearly as large as the front end takes come through the whole pipeline.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tallyform::Validator;
use tallyform_codegen::compile;
use tallyform_schema::SourceMap;

const HEAD: &str = "\
tallyform: 1
form: test.large
revision: \"1\"
title: Large
languages: [en]
units: {case: {kind: count}}
unit: case
";

fn validator(form: &str) -> Validator {
    let mut sources = SourceMap::new();
    let file = sources.add("large.yaml", format!("{HEAD}{form}"));
    let compiled = compile(&sources, file);
    let messages: Vec<&str> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    let plan = compiled.plan.unwrap_or_else(|| panic!("{messages:?}"));
    Validator::new(plan).expect("what the front end takes is a sound plan")
}

fn outcomes(validator: &Validator, report: &Value) -> (u64, Vec<String>) {
    let validation = validator.validate_json(report.to_string().as_bytes());
    (validation.counts.satisfied, validation.findings.into_iter().map(|finding| finding.check).collect())
}

#[test]
fn one_sum_may_have_seventy_thousand_parts() {
    const PARTS: usize = 70_000;
    let mut form = "items:\n  - id: all\n    label: All\n    parts:\n".to_owned();
    let mut all = json!({});
    for part in 0..PARTS {
        let _ = writeln!(form, "      - {{id: p{part}, label: P}}");
        all[format!("p{part}")] = json!(1);
    }
    let validator = validator(&form);
    all["total"] = json!(PARTS);
    assert_eq!(outcomes(&validator, &json!({"all": all.clone()})), (1, Vec::new()));
    all["total"] = json!(PARTS + 1);
    assert_eq!(outcomes(&validator, &json!({"all": all})), (0, vec!["all:parts".to_owned()]));
}

#[test]
fn a_matrix_may_have_sixty_eight_thousand_cells() {
    const SIDE: usize = 260;
    let members: Vec<String> = (0..SIDE).map(|member| format!("{{id: m{member}, label: M}}")).collect();
    let mut form = format!("dimensions: {{d: {{label: All, parts: [{}]}}}}\n", members.join(", "));
    form.push_str("items:\n  - id: all\n    label: All\n    by: [d]\n    parts:\n");
    let row = |one: usize| {
        let mut row: Value = (0..SIDE).map(|member| (format!("m{member}"), json!(one))).collect();
        row["total"] = json!(one * SIDE);
        row
    };
    let mut all = json!({"total": row(SIDE)});
    for part in 0..SIDE {
        let _ = writeln!(form, "      - {{id: p{part}, label: P}}");
        all[format!("p{part}")] = row(1);
    }
    let validator = validator(&form);
    // The sum of the parts in each column and in the total, and the sum along each of the rows.
    assert_eq!(outcomes(&validator, &json!({"all": all.clone()})), (2 * (SIDE as u64 + 1), Vec::new()));
    all["p7"]["m9"] = json!(2);
    let (_, found) = outcomes(&validator, &json!({"all": all}));
    assert_eq!(found, ["all:parts", "all.p7:over.d"]);
}
