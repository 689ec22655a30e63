//! The matrices of the form of 2019, from its text to findings about reports as they were published.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tallyform::plan::Plan;
use tallyform::{Finding, Outcome, Validator};
use tallyform_tests::forms::{judge, plan};
use tallyform_tests::{house, invent};

const FORM: &str = "forms/cn.gov-info-disclosure/2019.yaml";

fn report(name: &str) -> Value {
    let text = house::text(&format!("tests/fixtures/cn.gov-info-disclosure/{name}.json"));
    serde_json::from_str(&text).expect("the fixture is JSON")
}

fn changed(name: &str, cells: &[(&str, Value)]) -> Value {
    let mut report = report(name);
    for (pointer, value) in cells {
        invent::set(&mut report, pointer, value.clone());
    }
    report
}

fn violated(plan: &Plan, report: &Value) -> Vec<Finding> {
    judge(plan, report).findings.into_iter().filter(|finding| finding.outcome == Outcome::Violated).collect()
}

/// Each finding as its check, its place, and left less right.
fn said(findings: &[Finding]) -> Vec<(&str, Vec<&str>, &str)> {
    findings
        .iter()
        .map(|finding| {
            let at = finding.bindings.values().map(String::as_str).collect();
            (finding.check.as_str(), at, finding.difference.as_deref().unwrap_or_default())
        })
        .collect()
}

#[test]
fn reports_as_published_give_no_findings() {
    let plan = plan(FORM);
    for name in ["2023-suqian", "2020-wanzhou", "2019-ankang"] {
        assert_eq!(said(&violated(&plan, &report(name))), [], "{name}");
    }
}

#[test]
fn one_line_holds_in_all_seven_columns() {
    let plan = plan(FORM);
    let balance = plan.rules.iter().find(|rule| rule.id == "requests:balance").expect("the check of the heading");
    let at: Vec<&str> = balance.wheres.iter().map(|at| at["applicant"].as_str()).collect();
    let columns = ["total", "natural_person", "enterprise", "research", "charity", "legal_service", "other"];
    assert_eq!(at, columns);
    for column in columns {
        let pointer = format!("/requests/carried_over/{column}");
        let was = report("2023-suqian").pointer(&pointer).and_then(Value::as_i64).expect("a figure");
        let found = violated(&plan, &changed("2023-suqian", &[(&pointer, json!(was + 1))]));
        let sum = if column == "total" { "1" } else { "-1" };
        assert_eq!(
            said(&found),
            [("requests:balance", vec![column], "-1"), ("requests.carried_over:over.applicant", vec![], sum)],
            "{found:?}"
        );
    }
}

#[test]
fn headings_among_parts_and_members_are_transparent() {
    let plan = plan(FORM);
    let report = changed("2023-suqian", &[("/requests/results/unable/not_held/natural_person", json!(969))]);
    let found = violated(&plan, &report);
    assert_eq!(
        said(&found),
        [
            ("requests.results:parts", vec!["natural_person"], "-1"),
            ("requests.results.unable.not_held:over.applicant", vec![], "-1"),
        ]
    );
    let message = &found[0].message["zh"];
    assert!(message.starts_with("三、本年度办理结果 · 自然人：填报3375，应等于各分项之和3376"), "{message}");
    assert!(
        found[1].message["zh"].starts_with("1.本机关不掌握相关政府信息：填报1047，应等于各栏之和1048"),
        "{:?}",
        found[1]
    );
    assert_eq!(found[0].cells[0].at, "/requests/results/total/natural_person");
}

#[test]
fn the_whole_comes_before_the_members() {
    let plan = plan(FORM);
    let cells = [("/requests/results/other/other", json!(5)), ("/requests/results/other/total", json!(346))];
    let found = violated(&plan, &changed("2023-suqian", &cells));
    assert_eq!(
        said(&found),
        [("requests.results:parts", vec!["total"], "-5"), ("requests.results:parts", vec!["other"], "-5")]
    );
}

#[test]
fn a_dimension_without_a_whole_has_no_sum() {
    let plan = plan(FORM);
    assert!(!plan.rules.iter().any(|rule| rule.id.contains(":over.proceeding")));
    let report = changed("2023-suqian", &[("/proceedings/cases/pending/direct", json!(7))]);
    assert_eq!(said(&violated(&plan, &report)), [("proceedings.cases:parts", vec!["direct"], "-1")]);
    let unknown = changed("2023-suqian", &[("/proceedings/cases/pending/total", json!(7))]);
    assert_eq!(said(&violated(&plan, &unknown)), [("unknown", vec![], "")]);
}

#[test]
fn cells_of_a_matrix_are_judged_alone_under_the_id_of_their_figure() {
    let plan = plan(FORM);
    let cells = [
        ("/proactive/art20_5/last_year/licence", json!(-1)),
        ("/proactive/art20_5/decisions/other", json!("/")),
        ("/proactive/art20_5/change/other", json!(-94)),
    ];
    let found = violated(&plan, &changed("2020-wanzhou", &cells));
    assert_eq!(
        said(&found),
        [
            ("proactive.art20_5.last_year:bounds", vec!["licence"], ""),
            ("proactive.art20_5.change:check", vec!["licence"], "-3"),
            ("proactive.art20_5.change:check", vec!["other"], "-1"),
            ("proactive.art20_5.decisions:type", vec!["other"], ""),
        ]
    );
    let validator = Validator::new(plan.clone()).expect("a sound plan");
    let mut tally = validator.tally();
    let read = validator.read(changed("2020-wanzhou", &cells).to_string().as_bytes()).expect("readable");
    let _ = validator.validate_and_tally(&read, &mut tally);
    let lines = tally.lines(&validator);
    let bounds: Vec<u64> = lines
        .iter()
        .filter(|line| line.check == "proactive.art20_5.last_year:bounds")
        .map(|line| line.counts.violated)
        .collect();
    assert_eq!(bounds, [1], "the cells of one figure are one line");
}

#[test]
fn canonical_json_reads_as_it_was_written() {
    let plan = plan(FORM);
    let validator = Validator::new(plan).expect("a sound plan");
    for name in ["2023-suqian", "2020-wanzhou", "2019-ankang"] {
        let read = validator.read(report(name).to_string().as_bytes()).expect("readable");
        let written = validator.write(&read);
        let again = validator.read(written.as_bytes()).expect("readable");
        assert_eq!(read, again, "{name}");
    }
}

/// A form of a few lines, in which `sector` has parts of parts and a second breakdown.
fn small(text: &str) -> Plan {
    let head = "tallyform: 1\nform: test.matrix\nrevision: \"1\"\ntitle: Matrix\nlanguages: [en]\n\
        units: {case: {kind: count}, day: {kind: duration, decimals: 1}}\nunit: case\n\
        dimensions:\n  \
          sector:\n    label: All\n    parts:\n      \
            - {id: farm, label: Farming}\n      \
            - {id: trade, label: Trade, parts: [{id: wholesale, label: Wholesale}, {id: retail, label: Retail}]}\n      \
            - {id: fines, label: Fines, minus: true, signed: true}\n      \
            - {id: abroad, label: Abroad, apart: true}\n      \
            - {id: size, label: By size, whole: sector, parts: [{id: small, label: Small}, {id: large, label: Large}]}\n  \
          half: {items: {n: 2, label: \"half {n}\"}}\n";
    match tallyform_tests::forms::compile("form.yaml", &format!("{head}{text}")) {
        Ok(plan) => plan,
        Err(wrong) => panic!("{wrong:?}"),
    }
}

fn texts(plan: &Plan) -> BTreeMap<&str, (&str, usize)> {
    plan.rules.iter().map(|rule| (rule.id.as_str(), (rule.text.as_str(), rule.statements.len()))).collect()
}

#[test]
fn members_with_parts_and_second_breakdowns_have_checks_of_their_own() {
    let plan = small("items: [{id: a, label: A, by: [half, sector]}, {id: b, label: B, by: [sector]}]\n");
    assert_eq!(
        texts(&plan),
        BTreeMap::from([
            ("a:over.sector", ("a[sector.total] == sum(a over sector)", 2)),
            ("a:over.sector.trade", ("a[sector.trade] == a[sector.wholesale] + a[sector.retail]", 2)),
            ("a:over.sector.size", ("a[sector.total] == a[sector.small] + a[sector.large]", 2)),
            ("b:over.sector", ("b[sector.total] == sum(b over sector)", 1)),
            ("b:over.sector.trade", ("b[sector.trade] == b[sector.wholesale] + b[sector.retail]", 1)),
            ("b:over.sector.size", ("b[sector.total] == b[sector.small] + b[sector.large]", 1)),
        ])
    );
    let pointers: Vec<&str> = plan.cells.iter().map(|cell| cell.pointer.as_str()).collect();
    assert_eq!(pointers.len(), 9 * 3, "the whole and eight members, in two halves and once without");
    assert_eq!(pointers[..3], ["/a/n1/total", "/a/n1/farm", "/a/n1/trade"]);
    assert_eq!(pointers[18..20], ["/b/total", "/b/farm"]);
    let report = json!({"form": "test.matrix", "revision": "1",
        "b": {"total": 8, "farm": 4, "trade": 6, "wholesale": 1, "retail": 5, "fines": 2, "abroad": 9, "small": 3, "large": 5},
        "a": {"n2": {"total": 8, "farm": 4, "trade": 6, "wholesale": 1, "retail": 5, "fines": 3, "small": 3, "large": 6}}});
    assert_eq!(
        said(&violated(&plan, &report)),
        [("a:over.sector", vec!["n2"], "1"), ("a:over.sector.size", vec!["n2"], "-1")]
    );
}

#[test]
fn wholes_of_what_does_not_add_follow_as_the_form_says() {
    let days = "items: [{id: free, label: F, unit: day, by: [sector]}, {id: min, label: M, unit: day, by: [sector], over: min}, \
        {id: mid, label: B, unit: day, by: [sector], over: {sector: between}}]\n";
    let plan = small(days);
    let ids: Vec<&str> =
        plan.rules.iter().map(|rule| rule.id.as_str()).filter(|id| id.ends_with("over.sector")).collect();
    assert_eq!(ids, ["min:over.sector", "mid:over.sector"]);
    let row = |total: &str| json!({"total": total, "farm": "2.5", "trade": "4", "fines": "3"});
    let report = json!({"form": "test.matrix", "revision": "1", "free": row("9"), "min": row("3"), "mid": row("4.5")});
    let found = violated(&plan, &report);
    assert_eq!(said(&found), [("min:over.sector", vec![], "0.5"), ("mid:over.sector", vec![], "0.5")]);
    assert!(found[0].message["en"].contains("the least of its members is 2.5"), "{}", found[0]);
}

#[test]
fn brackets_and_over_take_dimensions_away() {
    let plan = small(
        "items:\n  - {id: a, label: A, by: [sector, half]}\n  - id: b\n    label: B\n    check:\n      \
         - {id: one, that: \"b == a[farm][n1] + a[sector.total][n2]\"}\n      \
         - {id: sum, that: \"b <= sum(a over sector, half)\"}\n      \
         - {id: most, that: \"b >= max(a[total] over half)\"}\n      \
         - {id: some, that: \"count(a[n1] over sector) >= 1\"}\n  \
         - {id: c, label: C, by: [sector], check: [{id: rows, that: \"c <= sum(a over half)\", on: rows}, {id: all, that: \"c <= sum(a over half)\", tolerance: 1, on: total}]}\n",
    );
    let counts: BTreeMap<&str, usize> =
        plan.rules.iter().map(|rule| (rule.id.as_str(), rule.statements.len())).collect();
    assert_eq!((counts["b:one"], counts["b:sum"], counts["c:rows"], counts["c:all"]), (1, 1, 8, 1));
    let report = json!({"form": "test.matrix", "revision": "1", "b": 5,
        "a": {"total": {"n1": 7, "n2": 4}, "farm": {"n1": 3, "n2": 3}, "trade": {"n1": 5, "n2": 2}, "fines": {"n1": 1, "n2": 1}},
        "c": {"total": 12, "farm": 7}});
    // 3 + 4; 8 + 7 + 4 - 2; the greatest of 7 and 4; four cells of the first half; 6 in farming; 11 and 1 in all.
    let found = violated(&plan, &report);
    let found = said(&found).into_iter().filter(|(check, ..)| !check.contains("over")).collect::<Vec<_>>();
    assert_eq!(found, [("b:most", vec![], "-2"), ("b:one", vec![], "-2"), ("c:rows", vec!["farm"], "1")]);
}

#[test]
fn cells_that_are_blocked_out_have_no_key_and_no_part_in_sums() {
    let plan = small(
        "items:\n  - id: top\n    label: T\n    by: [sector]\n    except: [[x, farm], [y, sector.total]]\n    items:\n      \
         - id: w\n        label: W\n        parts: [{id: x, label: X}, {id: y, label: Y}]\n        check: x <= w\n",
    );
    let pointers: Vec<&str> = plan.cells.iter().map(|cell| cell.pointer.as_str()).collect();
    assert!(!pointers.contains(&"/top/w/x/farm") && !pointers.contains(&"/top/w/y/total"), "{pointers:?}");
    let counts = texts(&plan);
    assert!(!counts.contains_key("top.w.y:over.sector"), "a blocked-out whole has no check");
    assert_eq!(counts["top.w:check"].1, 8, "for every place but the one where x is blocked out");
    let report = json!({"form": "test.matrix", "revision": "1", "top": {"w": {
        "total": {"farm": 2, "total": 9}, "x": {"total": 8}, "y": {"farm": 3}}}});
    assert_eq!(
        said(&violated(&plan, &report)),
        [("top.w:parts", vec!["total"], "1"), ("top.w:parts", vec!["farm"], "-1")]
    );
    let unknown = json!({"form": "test.matrix", "revision": "1", "top": {"w": {"x": {"farm": 8}}}});
    assert_eq!(said(&violated(&plan, &unknown)), [("unknown", vec![], "")]);
}

#[test]
fn a_blank_is_not_applicable_only_where_nothing_beneath_it_is_reported() {
    let plan = small(
        "blank: not_applicable\nitems: [{id: w, label: W, by: [sector], parts: [{id: x, label: X}, {id: y, label: Y}]}]\n",
    );
    let beneath = |pointer: &str| -> Vec<&str> {
        let cell = plan.cells.iter().find(|cell| cell.pointer == pointer).expect("a cell");
        let beneath = &cell.blank.as_ref().expect("a blank that may be not applicable").beneath;
        beneath.iter().map(|cell| plan.cells[*cell as usize].pointer.as_str()).collect()
    };
    assert_eq!(
        beneath("/w/total/trade"),
        [
            "/w/total/wholesale",
            "/w/total/retail",
            "/w/x/trade",
            "/w/x/wholesale",
            "/w/x/retail",
            "/w/y/trade",
            "/w/y/wholesale",
            "/w/y/retail"
        ]
    );
    assert!(!beneath("/w/total/total").contains(&"/w/x/abroad"), "what stands apart is no part");
    assert_eq!(beneath("/w/x/farm"), [] as [&str; 0]);
}

#[test]
fn what_a_member_says_of_its_sign_goes_before_what_the_figure_says() {
    let plan = small("items: [{id: w, label: W, by: [sector]}]\n");
    let lower = |pointer: &str| {
        let cell = plan.cells.iter().find(|cell| cell.pointer == pointer).expect("a cell");
        match &cell.content {
            tallyform::plan::Content::Figure(figure) => figure.lower.is_some(),
            _ => false,
        }
    };
    assert!(lower("/w/farm") && lower("/w/total"));
    assert!(!lower("/w/fines"));
}

#[test]
fn explanations_name_the_place() {
    let plan = small(
        "items: [{id: a, label: A, by: [sector]}, {id: b, label: B, by: [sector], check: {that: a <= b, explained_by: explanation}}]\n",
    );
    let report = json!({"form": "test.matrix", "revision": "1", "a": {"farm": 2, "trade": 2}, "b": {"farm": 1, "trade": 1},
        "explanations": [{"check": "b:check", "row": {"sector": "farm"}, "text": "late"}]});
    assert_eq!(said(&violated(&plan, &report)), [("b:check", vec!["trade"], "1")]);
}
