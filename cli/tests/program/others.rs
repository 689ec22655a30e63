//! `init`, `show`, `explain`, `language-schema`, `completions` and `man`.

use serde_json::Value;

use crate::support::{FORM, Folder};

#[test]
fn a_new_form_is_clean_and_its_report_valid() {
    let folder = Folder::new();
    folder.run(&["init", "library"]).ends(0).says(&["form.yaml", "report.json", "tallyform.toml"]);
    folder.run(&["check", "--deny-warnings", "library"]).ends(0).says(&["nothing found"]);
    let form = "library/form.yaml";
    folder.run(&["validate", "--form", form, "--deny-warnings", "library/report.json", "--undetermined"]).ends(0);
    let named = Folder::new();
    named.run(&["init", "forms/2026.yaml"]).ends(0);
    named.run(&["validate", "--form", "forms/2026.yaml", "forms/2026.report.json"]).ends(0);
    assert!(named.read("forms/2026.yaml").contains("tallyform check 2026.yaml"));
}

#[test]
fn nothing_is_overwritten_unasked() {
    let folder = Folder::new();
    folder.write("report.json", "mine");
    folder.run(&["init"]).ends(2).complains(&["will not overwrite ./report.json", "--force"]);
    assert_eq!(folder.read("report.json"), "mine");
    assert!(!folder.path().join("form.yaml").exists(), "all or nothing");
    folder.run(&["init", "--force"]).ends(0);
    assert!(folder.read("report.json").contains("example.library"));
}

#[test]
fn a_form_is_shown_as_people_read_it() {
    let folder = Folder::with_form();
    let table = folder.run(&["show", "form.yaml", "--lang", "zh"]).ends(0).says(&["小表", "received.paper"]).out;
    let line = table.lines().find(|line| line.starts_with("收到 ")).expect("the row");
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["收到", "件", "/", "parts", "received"]);
    let column = |line: &str| unicode_width::UnicodeWidthStr::width(line.split("received").next().unwrap_or_default());
    let rows: Vec<&str> = table.lines().filter(|line| line.contains("received")).collect();
    assert_eq!(rows.iter().map(|line| column(line)).collect::<Vec<_>>(), [column(rows[0]); 3], "{table}");
    folder.run(&["show", "--checks", "form.yaml", "--lang", "en"]).ends(0).says(&["Checks", "Within the form (error)"]);
    folder
        .run(&["show", "--checks", "--format", "markdown", "--lang", "zh", "form.yaml"])
        .ends(0)
        .says(&["# 审核关系"]);
    folder.run(&["show", "--format", "markdown", "form.yaml"]).ends(2).complains(&["--checks"]);
    folder.run(&["show", "form.yaml", "--lang", "fr"]).ends(2).complains(&["no language `fr`", "en, zh"]);
    let run = folder.run_with(&["show", "-"], FORM.as_bytes()).ends(0);
    assert_eq!(run.out, folder.run(&["show", "--tree", "form.yaml"]).out);
}

#[test]
fn a_plan_is_as_good_as_its_form() {
    let folder = Folder::with_form();
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0);
    assert_eq!(plan.json()["form"], "org.example.small");
    folder.write("plan.json", &plan.out);
    assert_eq!(folder.run(&["show", "plan.json"]).ends(0).out, folder.run(&["show", "form.yaml"]).out);
}

#[test]
fn every_diagnostic_is_explained() {
    let folder = Folder::new();
    let list = folder.run(&["explain"]).ends(0).says(&["F0101", "F1001"]).out;
    for line in list.lines() {
        let code = line.split_whitespace().next().expect("a code");
        folder.run(&["explain", &code.to_lowercase()]).ends(0).says(&[code]);
    }
    folder.run(&["explain", "F0102x"]).ends(2).complains(&["did you mean `F0102`?"]);
    folder.run(&["explain", "nonsense"]).ends(2).complains(&["`tallyform explain` lists all codes"]);
}

#[test]
fn the_language_is_published_for_editors() {
    let schema = Folder::new().run(&["language-schema"]).ends(0).json();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        folder.run(&["completions", shell]).ends(0).says(&["validate", "deny-warnings"]);
    }
    folder.run(&["man"]).ends(0).says(&[".TH tallyform 1", "generate"]);
    folder.run(&["man", "--out", "pages"]).ends(0);
    assert!(folder.read("pages/tallyform-validate.1").contains(".TH tallyform-validate 1"));
}

/// A plan without its places.
fn plan(folder: &Folder, form: &str) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(object) => {
                object.remove("place");
                object.remove("sources");
                object.values_mut().for_each(strip);
            }
            Value::Array(array) => array.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut plan = folder.run(&["show", "--plan", form]).ends(0).json();
    strip(&mut plan);
    plan
}

#[test]
fn a_form_written_in_full_is_the_same_form() {
    let folder = Folder::with_form();

    folder.run(&["init", "new.yaml"]).ends(0);
    folder.write("full.yaml", include_str!("full.yaml"));
    for form in ["form.yaml", "new.yaml", "full.yaml"] {
        let text = folder.run(&["show", "--resolved", form]).ends(0).out;
        folder.write("resolved.yaml", &text);
        folder.run(&["check", "--deny-warnings", "resolved.yaml"]).ends(0);
        assert_eq!(plan(&folder, form), plan(&folder, "resolved.yaml"), "{form}\n{text}");
        let again = folder.run(&["show", "--resolved", "resolved.yaml"]).ends(0).out;
        assert_eq!(text, again, "what is written in full stays as it is");
    }
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0).out;
    folder.write("plan.json", plan);
    folder.run(&["show", "--resolved", "plan.json"]).ends(2).complains(&["name the form's YAML file"]);
}
