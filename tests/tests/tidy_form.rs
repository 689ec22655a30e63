//! Reports come back from the tidy form as they were: of every form of the repository, of random plans and of drawn forms.

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tallyform::plan::{Content, Layout};
use tallyform::tidy::{Line, Reader, Tidy};
use tallyform::{Plan, Report, Validator};
use tallyform_tests::dice::Dice;
use tallyform_tests::{drawn, forms, house, invent};

/// A form with all that the tidy form has to tell apart, for as long as those of the repository are few.
const ROWS: &str = r#"
tallyform: 1
form: org.example.rows
revision: "1"
title: Rows
languages: [en]
period: month
identity: [unit, since]
states: [draft, submitted]
units:
  case: {label: Case, kind: count}
  day: {label: Day, kind: duration, decimals: 1}
marks: {N/A: not_applicable, <1: {above: 0, below: 1}, few: {suppressed: {min: 0, max: 4}}}
takes: [N/A, <1, few]
note: {label: Footnote}
codes:
  names: [{code: a, label: A}, {code: total, label: All}]
header:
  - {id: unit, label: Unit, type: text}
  - {id: since, label: Since, type: year}
  - {id: final, label: Final, type: bool}
  - {id: names, label: Names, type: code, of: names, many: true}
dimensions:
  office: {label: Offices, parts: {key: {label: Office, type: code, of: names}}}
  reason: {label: Reasons, items: {key: {label: Reason, type: text}}}
  value: {label: Tracks, parts: [{id: simple, label: Simple}, {id: complex, label: Complex}]}
items:
  - id: requests
    label: Requests
    unit: case
    by: [office]
    items:
      - {id: received, label: Received, parts: [{id: paper, label: Paper}, {id: online, label: Online}]}
      - {id: processed, label: Processed, by: [value]}
      - {id: denied, label: Denied, by: [reason]}
      - {id: days, label: Days, unit: day}
      - {id: oldest, label: Oldest, type: date}
  - {id: staff, label: Staff, unit: case, by: [office, reason]}
"#;

/// What may stand in a cell, and what may not.
fn content(dice: &mut Dice<'_>, plan: &Plan, content: &Content) -> Value {
    let odd = [
        json!(null),
        json!(""),
        json!("total"),
        json!("#1"),
        json!("*"),
        json!("a\n\"b\", c"),
        json!("5.5"),
        json!(5.5),
        json!(true),
        json!(9_007_199_254_740_993_i64),
        json!([1, "x"]),
        json!({"total": {}}),
        json!(["a", "b"]),
        json!("2024-02-29"),
        json!(-3),
    ];
    if dice.one_in(4) {
        return dice.pick(&odd);
    }
    match content {
        Content::Figure(_) if dice.one_in(3) && !plan.marks.is_empty() => json!(dice.pick(&plan.marks).token),
        Content::Figure(figure) if figure.decimals == 0 => json!(dice.below(20)),
        Content::Figure(_) => json!(format!("{}.{}", dice.below(20), dice.below(10))),
        Content::Date {} => json!("2024-01-31"),
        Content::Year {} => json!(2000 + dice.below(30)),
        Content::Bool {} => json!(dice.one_in(2)),
        Content::Code { many: true, .. } => dice.pick(&[json!([]), json!(["a"]), json!(["a", "total"])]),
        Content::Text { .. } | Content::Code { .. } => json!(dice.pick(&["a", "b", "c"])),
    }
}

/// The object of a node, as a filer might send it.
fn object(dice: &mut Dice<'_>, plan: &Plan, node: u32) -> Value {
    let about = &plan.nodes[node as usize];
    let mut object = Map::new();
    let own = about.cell.into_iter().map(|cell| ("total", cell));
    for (key, cell) in own {
        object.insert(key.to_owned(), content(dice, plan, &plan.cells[cell as usize].content));
    }
    for child in &about.children {
        let below = &plan.nodes[*child as usize];
        if dice.one_in(8) {
            continue;
        }
        let value = match (below.layout, below.cell) {
            (Some(Layout::Rows(_)), _) => {
                Value::Array((0..dice.below(4)).map(|_| self::object(dice, plan, *child)).collect())
            }
            (_, Some(cell)) if below.children.is_empty() => content(dice, plan, &plan.cells[cell as usize].content),
            _ => self::object(dice, plan, *child),
        };
        object.insert(below.id.clone(), value);
    }
    if dice.one_in(16) {
        object
            .insert(dice.pick(&["odd", "~/", "0", "stray "]).to_owned(), dice.pick(&[json!(null), json!({"a": [1]})]));
    }
    Value::Object(object)
}

fn filed(dice: &mut Dice<'_>, validator: &Validator) -> Report {
    let plan = validator.plan();
    let mut report = object(dice, plan, 0);
    if let Some(period) = &plan.period
        && !dice.one_in(4)
    {
        use tallyform::plan::Every;
        report["period"] = json!(match period.every {
            Every::Year => "2024",
            Every::Half => "2024-H2",
            Every::Quarter => "2024-Q3",
            Every::Month => "2024-11",
            Every::Week => "2024-W09",
            Every::Day => "2024-02-29",
        });
    }
    if !plan.states.is_empty() && dice.one_in(2) {
        report["state"] = json!(dice.pick(&plan.states));
    }
    if dice.one_in(3) {
        let label = dice.pick(&[json!(null), json!(""), json!("一、其他\n")]);
        report["stray"] = json!([{"at": "/x", "label": label, "cell": "373"}, {"at": "", "cell": ""}]);
        report["explanations"] =
            json!([{"check": "a:parts", "row": {"office": "a"}, "text": "so"}, {"check": "", "text": "\""}]);
    }
    validator.read(report.to_string().as_bytes()).unwrap_or_else(|found| panic!("{report:#}: {found:?}"))
}

/// Says where reports do not come back from the tidy form, as lists of texts and as lines of JSON.
fn come_back(validator: &Validator, reports: &[Report]) -> Result<(), TestCaseError> {
    let tidy = Tidy::new(validator).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let (mut texts, mut json) = (Vec::new(), String::new());
    let mut add = |line: &Line<'_>| {
        texts.push(line.texts().map(str::to_owned).collect::<Vec<_>>());
        line.push_json(tidy.columns(), &mut json);
    };
    let mut before = None;
    for report in reports {
        let head = tidy.head(report);
        let is_named_before = before.as_ref() == Some(&head);
        if is_named_before {
            tidy.opening(report, &mut add);
        }
        if tidy.write(report, &mut add) == 0 && !is_named_before {
            tidy.opening(report, &mut add);
        }
        before = Some(head);
    }
    // A value keeps the white space in it, so that it may take several lines; whatever writes them makes it one.
    let from_json: Result<Vec<_>, _> = json.lines().map(|line| tidy.read_json(line)).collect();
    prop_assert_eq!(from_json.as_ref(), Ok(&texts));
    let mut reader = Reader::new(&tidy);
    let mut back = Vec::new();
    for (number, line) in (1..).zip(&texts) {
        back.extend(reader.push(number, line));
    }
    back.extend(reader.finish());
    for (gathered, report) in back.iter().zip(reports) {
        prop_assert_eq!(gathered.report.as_ref(), Some(report), "{:?}", gathered.bad);
    }
    prop_assert_eq!(back.len(), reports.len());
    Ok(())
}

fn some(dice: &mut Dice<'_>, plan: Plan) -> Result<(), TestCaseError> {
    let validator = Validator::new(plan).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let reports: Vec<Report> = (0..=dice.below(3)).map(|_| filed(dice, &validator)).collect();
    come_back(&validator, &reports)
}

/// The plans of the forms in the repository, and of [`ROWS`].
fn plans() -> Vec<Plan> {
    let paths = house::tracked().into_iter().filter(|path| path.ends_with(".yaml"));
    let forms = paths.filter(|path| path.starts_with("forms/") || path.starts_with("tests/forms/"));
    let mut plans: Vec<Plan> = forms.map(|path| forms::plan(&path)).collect();
    plans.push(forms::compile("rows.yaml", ROWS).unwrap_or_else(|said| panic!("{}", said.join("\n"))));
    plans
}

#[test]
fn the_form_with_rows_has_what_is_hard_to_tell_apart() {
    let plan = forms::compile("rows.yaml", ROWS).unwrap_or_else(|said| panic!("{}", said.join("\n")));
    assert!(plan.sections.iter().any(|section| section.above.is_some()), "rows in rows");
    let validator = Validator::new(plan).expect("a sound plan");
    let tidy = Tidy::new(&validator).expect("a table");
    let columns = ["header.unit", "since", "period", "path", "office", "reason", "by.value", "value", "unit", "status"];
    assert_eq!(tidy.columns(), columns);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn of_the_forms_of_the_repository(filed in prop::collection::vec(any::<u8>(), 0..800)) {
        // Made once: compiling them takes longer than a case.
        static PLANS: std::sync::OnceLock<Vec<Plan>> = std::sync::OnceLock::new();
        let plans = PLANS.get_or_init(plans);
        let mut dice = Dice::new(&filed);
        // The form with rows, which is the last, is every second one.
        let plan = if dice.one_in(2) { plans[plans.len() - 1].clone() } else { dice.pick(plans) };
        some(&mut dice, plan)?;
    }

    #[test]
    fn of_random_plans(form in prop::collection::vec(any::<u8>(), 20..300), filed in prop::collection::vec(any::<u8>(), 0..200)) {
        some(&mut Dice::new(&filed), invent::plan(&mut Dice::new(&form)))?;
    }

    #[test]
    fn of_drawn_forms(form in prop::collection::vec(any::<u8>(), 40..400), filed in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = drawn::yaml(&drawn::form(&mut Dice::new(&form)));
        // What a drawn form may be refused for is the matter of another test.
        if let Ok(plan) = forms::compile("drawn.yaml", &text) {
            some(&mut Dice::new(&filed), plan)?;
        }
    }
}
