//! How diagnostics look to people and to machines.

use crate::diagnostic::{Code, Diagnostic, render};
use crate::{SourceMap, check};

const FORM: &str = "\
tallyform: 1
form: example.form
revision: \"2020\"
title: 表
languages: [zh]
units: {件: {kind: count}}
items:
  - {id: 收到, label: 收到申请数𠮷, codde: 重复, unit: 件}
";

fn checked(name: &str) -> (SourceMap, Vec<Diagnostic>) {
    let mut sources = SourceMap::new();
    let file = sources.add(name, FORM);
    let diagnostics = check(&sources, file).diagnostics;
    (sources, diagnostics)
}

#[test]
fn carets_stand_under_chinese_text_and_the_fix_is_shown() {
    let (sources, diagnostics) = checked("form.yaml");
    let text = render::text(&sources, &diagnostics, false);
    let expected = "\
error[F0103]: a node has no key `codde`
 --> form.yaml:8:29
  |
8 |   - {id: 收到, label: 收到申请数𠮷, codde: 重复, unit: 件}
  |                                     ^^^^^ not a key that may stand here
  |
help: did you mean `code`?
  |
8 -   - {id: 收到, label: 收到申请数𠮷, codde: 重复, unit: 件}
8 +   - {id: 收到, label: 收到申请数𠮷, code: 重复, unit: 件}
  |
";
    assert_eq!(text, expected);
    assert!(render::text(&sources, &diagnostics, true).contains('\u{1b}'), "colour was asked for");
}

#[test]
fn a_line_says_code_message_way_out_and_place() {
    let (sources, diagnostics) = checked("form.yaml");
    assert_eq!(
        render::one_line(&sources, &diagnostics[0]),
        "F0103 a node has no key `codde`; did you mean `code`? --> form.yaml:8:29"
    );
}

#[test]
fn every_machine_format_counts_columns_in_its_own_unit() {
    let (sources, diagnostics) = checked("表 1.yaml");
    let records = serde_json::to_value(render::json(&sources, &diagnostics)).expect("records are JSON");
    let byte = FORM.find("codde").expect("it is there");
    assert_eq!(records[0]["place"]["start"], serde_json::json!({"byte": byte, "line": 8, "column": 29}));
    assert_eq!(records[0]["fix"]["edits"][0]["text"], "code");

    // The character outside the basic plane is two UTF-16 code units.
    let sarif = render::sarif(&sources, &diagnostics);
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["region"]["startColumn"], 30);
    assert_eq!(location["artifactLocation"]["uri"], "%E8%A1%A8%201.yaml");
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules are a list");
    let index = sarif["runs"][0]["results"][0]["ruleIndex"].as_u64().expect("the rule is there");
    assert_eq!(rules[index as usize]["id"], "F0103");
}

#[test]
fn workflow_commands_escape_what_would_end_them() {
    let (sources, diagnostics) = checked("a,b:c%.yaml");
    assert_eq!(
        render::github(&sources, &diagnostics),
        "::error file=a%2Cb%3Ac%25.yaml,line=8,endLine=8,col=29,endColumn=34,title=F0103::a node has no key `codde`%0Adid \
         you mean `code`?\n"
    );
}

#[test]
fn repeated_diagnostics_are_shown_once_and_only_a_hundred_errors() {
    let mut sources = SourceMap::new();
    let items: String = (0..150).map(|n| format!("  - {{id: a{n}, nonsense: 1}}\n")).collect();
    let file = sources.add("form.yaml", format!("{}{items}", FORM.split("  - ").next().expect("the head")));
    let diagnostics = check(&sources, file).diagnostics;
    assert_eq!(diagnostics.len(), crate::limits::MAX_ERRORS + 1);
    let last = diagnostics.last().expect("there are many");
    assert_eq!((last.code, last.message.as_str()), (Code::TooManyErrors, "there are 50 more errors"));

    let aliased = "items: [&a {id: a, nonsense: 1}, *a]\n";
    let file = sources.add("form.yaml", format!("{}{aliased}", FORM.split("items:").next().expect("the head")));
    let nonsense = check(&sources, file).diagnostics;
    assert_eq!(nonsense.iter().filter(|diagnostic| diagnostic.code == Code::UnknownKey).count(), 1);
}
