//! The checks of a form as people print them.

use tallyform::plan::Plan;
use tallyform_codegen::{checks, compile};
use tallyform_schema::SourceMap;

const FORM: &str = "\
tallyform: 1
form: test.checks
revision: \"1\"
title: {en: Test, zh: 试表}
languages: [en, zh]
units: {case: {label: {zh: 件}, kind: count}}
unit: case
dimensions:
  sex: {label: {en: Both, zh: 合计}, parts: [{id: women, label: {en: Women, zh: 女}}, {id: men, label: {en: Men, zh: 男}}]}
items:
  - id: people
    label: {en: People, zh: 人数}
    by: [sex]
    items:
      - id: all
        label: {en: All, zh: 总数}
        parts: [{id: young, label: {en: Young, zh: 青年}}, {id: old, label: {en: 'Old | grey', zh: 老年}}]
      - id: employed
        label: {en: Employed, zh: 就业}
        check: {id: few, that: employed <= all, severity: warning, because: {en: pensioners too, zh: 含退休人员}}
  - id: fees
    label: {en: Fees, zh: 收费}
    items:
      - id: paid
        code: '07'
        max: 90
        required: true
        label: {en: Paid, zh: 已缴}
        check: if paid > 0 then people.all[total] > 0 and not reported(waived)
      - {id: waived, label: {en: Waived, zh: 免缴}, check: {that: 'waived == 2 * (paid - 1)', tolerance: 3}}
";

fn plan() -> Plan {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", FORM);
    let compiled = compile(&sources, file);
    let messages: Vec<&str> = compiled.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    compiled.plan.unwrap_or_else(|| panic!("{messages:?}"))
}

#[test]
fn every_check_stands_in_the_list_once_with_its_id() {
    let plan = plan();
    for language in ["en", "zh"] {
        let text = checks(&plan, language).markdown();
        for rule in &plan.rules {
            assert_eq!(text.matches(&format!("`{}`", rule.id)).count(), 1, "{} in {language}", rule.id);
        }
    }
}

#[test]
fn checks_are_said_in_labels_and_signs() {
    let text = checks(&plan(), "en").text();
    for line in [
        "All = Young + Old | grey",
        "people.all:parts  rows, in each column, each column",
        "All: Both = Women + Men",
        "people.all:over.sex  columns, in each row",
        "if [07] Paid > 0, then All (People) [Both] > 0 and not (Waived is filled in)",
        "Waived = 2 × ([07] Paid − 1) (may miss by 3)",
        "Within the form (warning)",
        "people.employed:few  rows, in each column, each column; because: pensioners too",
        "to be filled in (error): [07] Paid",
        "within [0,90] case (error): [07] Paid",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[test]
fn the_chinese_list_speaks_as_printed_forms_do() {
    let text = checks(&plan(), "zh").text();
    for line in [
        "表内关系（强制性）",
        "表内关系（核实性）",
        "总数＝青年＋老年",
        "列关系、各栏",
        "总数：合计＝女＋男",
        "若[07] 已缴＞0，则“人数”的总数〔合计〕＞0且非（已填报“免缴”）",
        "免缴＝2×（[07] 已缴－1）（容许误差3）",
        "说明：含退休人员",
        "必填（强制性）：[07] 已缴",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[test]
fn labels_cannot_break_a_table_of_markdown() {
    let text = checks(&plan(), "en").markdown();
    assert!(text.contains("Young + Old \\| grey"), "{text}");
}
