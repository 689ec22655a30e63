//! Two evaluators that share no code come to the same outcomes, on random plans, random forms and random reports.
//!
//! A failing case is shrunk and its bytes are written to `proptest-regressions/`; commit that file with the mend, and the
//! case is tried first ever after.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use tallyform::{Outcome, Plan};
use tallyform_tests::agreement::{Filed, disagreements_about};
use tallyform_tests::dice::Dice;
use tallyform_tests::oracle::{Side, verdicts};
use tallyform_tests::{drawn, forms, invent};

/// As many as `PROPTEST_CASES` says, or else `cases`.
fn config(cases: u32, regressions: &'static str) -> ProptestConfig {
    ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(5_000, "proptest-regressions/agreement.txt"))]

    #[test]
    fn of_plans(form in bytes(20..400), filed in bytes(0..60)) {
        let plan = invent::plan(&mut Dice::new(&form));
        let report = invent::report(&mut Dice::new(&filed), &plan);
        agree(&plan, &plan, Filed { now: &report, before: None })?;
    }
}

proptest! {
    #![proptest_config(config(1_000, "proptest-regressions/agreement-of-forms.txt"))]

    /// Front end, lowering and evaluator at once: the text of a drawn form against what its drawing means.
    #[test]
    fn of_forms(form in bytes(40..500), filed in bytes(0..160), before in bytes(0..80)) {
        let drawn = drawn::form(&mut Dice::new(&form));
        let text = drawn::yaml(&drawn);
        let plan = drawn::meaning::plan(&drawn);
        let report = invent::report(&mut Dice::new(&filed), &plan);
        let earlier = invent::report(&mut Dice::new(&before), &plan);
        let filed = Filed { now: &report, before: (before.len() % 3 > 0).then_some(&earlier) };
        let wrong = drawn::wrong_verdicts(&drawn, &text, &plan, filed);
        prop_assert!(wrong.is_empty(), "{}\n\nfor the report {report:#}\n\nunder the form\n{text}", wrong.join("\n"));
        let Some(made) = compiled(&text)? else { return Ok(()) };
        if plan.dimensions.is_empty() {
            prop_assert_eq!(&plan.cells, &made.cells, "the cells of\n{}", text);
        }
        let (expected, said) = (cells(&plan), cells(&made));
        let only = |these: &[String], those: &[String]| {
            these.iter().filter(|one| !those.contains(one)).cloned().collect::<Vec<_>>().join("\n")
        };
        let (lacking, besides) = (only(&expected, &said), only(&said, &expected));
        prop_assert!(expected == said, "lacking:\n{}\nbesides:\n{}\nof\n{}", lacking, besides, text);
        let ids = |plan: &Plan| {
            let mut ids: Vec<_> =
                plan.rules.iter().map(|rule| (rule.id.clone(), rule.kind, rule.severity)).collect();
            ids.sort_by(|one, other| one.0.cmp(&other.0));
            ids
        };
        prop_assert_eq!(ids(&plan), ids(&made), "the checks of\n{}", text);
        // First the evaluator, with the plan that was made, then the plan.
        if let Err(error) = agree(&made, &made, filed).and_then(|()| agree(&plan, &made, filed)) {
            return Err(TestCaseError::fail(format!("{error}\n\nunder the form\n{text}")));
        }
    }
}

/// The cells by where a report has them, and what can be said of them wherever they stand in the plan.
fn cells(plan: &Plan) -> Vec<String> {
    let place = |cell: u32| {
        let cell = &plan.cells[cell as usize];
        let mut place = cell.pointer.clone();
        let mut section = cell.section;
        while let Some(number) = section {
            let above = &plan.sections[number as usize];
            place = format!("{}/*{place}", above.pointer);
            section = above.above;
        }
        place
    };
    let mut cells: Vec<String> = (0_u32..)
        .zip(&plan.cells)
        .map(|(number, cell)| {
            let beneath = cell.blank.as_ref().map(|blank| {
                let mut places: Vec<String> = blank.beneath.iter().map(|&cell| place(cell)).collect();
                places.sort();
                places
            });
            format!("{} {:?} {:?} {:?} {beneath:?}", place(number), cell.content, cell.takes, cell.checks)
        })
        .collect();
    cells.sort();
    cells
}

/// What may be found in a drawn form: bounds and numbers are drawn without a thought of each other.
const REFUSED: [&str; 4] = ["EmptyBounds", "PartsOutOfBounds", "CannotHold", "DivisionByZero"];

/// The plan of a form text; nothing where it is refused, which must be said.
fn compiled(text: &str) -> Result<Option<Plan>, TestCaseError> {
    match forms::compile("drawn.yaml", text) {
        Ok(plan) => Ok(Some(plan)),
        Err(said) => {
            let expected = |line: &String| REFUSED.iter().any(|code| line.starts_with(code));
            let errors = said.iter().filter(|line| is_error(line)).collect::<Vec<_>>();
            prop_assert!(!errors.is_empty(), "refused in silence:\n{text}");
            prop_assert!(errors.iter().all(|line| expected(line)), "refused: {}\n{text}", said.join("\n"));
            Ok(None)
        }
    }
}

fn is_error(line: &str) -> bool {
    let code = line.split(':').next().unwrap_or_default();
    let known = tallyform_schema::Code::ALL.iter().find(|known| format!("{known:?}") == code);
    known.is_some_and(|code| code.severity() == tallyform_schema::Severity::Error)
}

#[test]
fn most_drawn_forms_have_no_error() {
    let mut state = 7_u64;
    let drawn = 500;
    let mut refused: Vec<String> = Vec::new();
    for _ in 0..drawn {
        let bytes: Vec<u8> = (0..400)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .collect();
        let text = drawn::yaml(&drawn::form(&mut Dice::new(&bytes)));
        refused.extend(forms::compile("drawn.yaml", &text).err().map(|said| said.join("; ")));
    }
    let share = 100 - refused.len() * 100 / drawn;
    assert!(share > 70, "only {share} % of drawn forms have no error; of the others:\n{}", refused.join("\n"));
}

#[test]
fn drawn_cases_reach_every_outcome_of_every_kind_of_check() {
    let mut state = 11_u64;
    let mut random = |length: usize| -> Vec<u8> {
        let next = |_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 56) as u8
        };
        (0..length).map(next).collect()
    };
    let mut seen = BTreeMap::new();
    for _ in 0..400 {
        let (form, filed, before) = (random(400), random(160), random(80));
        let plan = drawn::meaning::plan(&drawn::form(&mut Dice::new(&form)));
        let report = invent::report(&mut Dice::new(&filed), &plan);
        let earlier = invent::report(&mut Dice::new(&before), &plan);
        let (now, before) = (Side::of(&plan, &report), Side::of(&plan, &earlier));
        for verdict in verdicts(&plan, &now, Some(&before)).all {
            let is_in_rows = verdict.place.keys().any(|id| ["r", "s"].contains(&id.as_str()));
            let kind = match verdict.rule {
                Some(rule) => format!("{:?}", plan.rules[rule].kind),
                None => verdict.check.rsplit(':').next().unwrap_or_default().to_owned(),
            };
            for outcome in verdict.allowed {
                *seen.entry((kind.clone(), is_in_rows, outcome)).or_insert(0_usize) += 1;
            }
        }
    }
    let times = |kind: &str, in_rows, outcome| {
        seen.iter()
            .filter(|((of, rows, what), _)| of.starts_with(kind) && *rows == in_rows && *what == outcome)
            .map(|(_, n)| n)
            .sum::<usize>()
    };
    let all = [Outcome::Satisfied, Outcome::Violated, Outcome::Undetermined, Outcome::NotApplicable];
    for kind in ["Check", "Parts", "OverSum", "OverMin", "OverMax", "OverBetween", "OverRising", "OverFalling"] {
        for outcome in all {
            // Parts add, and orders of nothing but marks are rare.
            let never = ["Parts", "OverRising", "OverFalling"].contains(&kind) && outcome == Outcome::NotApplicable;
            assert!(
                never || times(kind, false, outcome) + times(kind, true, outcome) > 0,
                "{kind} {outcome:?}: {seen:?}"
            );
        }
    }
    for kind in ["Check", "Parts", "OverSum"] {
        assert!(times(kind, true, Outcome::Violated) > 10, "{kind} in rows: {seen:?}");
    }
    assert!(times("Check", true, Outcome::Explained) > 0, "{seen:?}");
    for list in ["key.", "rows."] {
        assert!(times(list, true, Outcome::Violated) + times(list, false, Outcome::Violated) > 10, "{list}: {seen:?}");
    }
}

fn bytes(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), length)
}

fn agree(plan: &Plan, made: &Plan, filed: Filed<'_>) -> Result<(), TestCaseError> {
    let found = disagreements_about(plan, made, filed);
    let Filed { now, before } = filed;
    let before = before.map(|before| format!("\n\nbeside the earlier report {before:#}")).unwrap_or_default();
    prop_assert!(found.is_empty(), "{}\n\nfor the report {now:#}{before}", found.join("\n"));
    Ok(())
}
