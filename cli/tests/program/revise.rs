//! `revise`.

use crate::support::{FORM, Folder};

#[test]
fn the_next_revision_starts_beside_the_form() {
    let folder = Folder::new();
    folder.write("forms/1.yaml", FORM);
    folder.run(&["revise", "forms/1.yaml", "--as", "2026"]).ends(0).says(&["made forms/2026.yaml"]);
    let text = folder.read("forms/2026.yaml");
    for line in ["form: org.example.small", "revision: \"2026\"", "revises: 1.yaml", "changes:", "  # received: gone"] {
        assert!(text.lines().any(|found| found == line), "{line:?} is not in\n{text}");
    }
}

#[test]
fn the_new_file_is_a_revision_and_so_it_is_with_every_change_that_it_shows() {
    let folder = Folder::new();
    let form = FORM.replace(
        "  - id: answered",
        "  - id: open\n    unit: 件\n    label: {en: Open, zh: 未结}\n    by: [sex]\n  - id: answered",
    );
    let form = form.replace("items:\n", "dimensions:\n  sex: {label: {en: All, zh: 计}, parts: [{id: f, label: {en: F, zh: 女}}, {id: m, label: {en: M, zh: 男}}]}\nitems:\n").replace("    check: {that: answered <= received, severity: warning}\n", "");
    folder.write("1.yaml", form);
    folder.run(&["revise", "1.yaml", "--as", "2"]).ends(0);
    folder.run(&["check", "--deny-warnings", "2.yaml"]).ends(0);
    let text = folder.read("2.yaml");
    let hints: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("  # ") && line.contains(": ") && line.contains(['{', '}']))
        .collect();
    assert!(hints.len() >= 5, "{text}");
    for hint in hints {
        folder.write("2.yaml", text.replace(hint, &hint.replace("  # ", "  ")));
        folder.run(&["check", "2.yaml"]).ends(0);
    }
}

#[test]
fn a_revision_names_its_base_from_where_it_stands() {
    let folder = Folder::new();
    folder.write("forms/a/1.yaml", FORM);
    folder.write("drafts/keep", "");
    for (out, revises) in [
        ("forms/b.yaml", "a/1.yaml"),
        ("drafts/x.yaml", "../forms/a/1.yaml"),
        ("drafts/../forms/./a/y.yaml", "1.yaml"),
        ("new/folder/z.yaml", "../../forms/a/1.yaml"),
    ] {
        folder.run(&["revise", "./forms/a/1.yaml", "--as", "2", "--out", out]).ends(0);
        let text = folder.read(out);
        assert!(text.contains(&format!("\nrevises: {revises}\n")), "{out}: {text}");
    }
}

#[test]
fn a_revision_overwrites_nothing_and_has_a_name_of_its_own() {
    let folder = Folder::with_form();
    folder.write("2.yaml", "mine");
    folder.run(&["revise", "form.yaml", "--as", "2"]).ends(2).complains(&["will not overwrite", "2.yaml", "--out"]);
    assert_eq!(folder.read("2.yaml"), "mine");
    folder.run(&["revise", "form.yaml", "--as", "1"]).ends(2).complains(&["is revision `1` itself", "--as"]);
    folder.run(&["revise", "form.yaml", "--as", "a/b"]).ends(2).complains(&["cannot be the name of a file", "--out"]);
    folder.run(&["revise", "form.yaml", "--as", ".."]).ends(2).complains(&["cannot be the name of a file"]);
    folder.run(&["revise", "form.yaml", "--as", "a/b", "--out", "3.yaml"]).ends(0);
    folder.run_with(&["revise", "-", "--as", "2"], FORM.as_bytes()).ends(2).complains(&["name the form's file"]);
    folder.run(&["revise", "missing.yaml", "--as", "2"]).ends(2).complains(&["missing.yaml"]);
    folder.write("bad.yaml", FORM.replace("unit: 件", "unit: 丁"));
    folder.run(&["revise", "bad.yaml", "--as", "2"]).ends(2).complains(&["mend the form first"]);
}

#[test]
fn two_full_forms_give_the_file_of_what_changed() {
    let folder = Folder::with_form();
    let later = FORM
        .replace("revision: \"1\"", "revision: \"2\"")
        .replace("{en: Online, zh: 网上}", "{en: By internet, zh: 网上}")
        .replace("  - id: answered", "  - {id: open, label: {en: Open, zh: 未结}, unit: 件}\n  - id: answered");
    folder.write("drafts/2.yaml", &later);
    let changes = "revises: ../form.yaml
changes:
  .: {add: [{id: open, label: {en: Open, zh: 未结}, unit: 件}], after: received}
  received.online: {label: {en: By internet, zh: 网上}}
";
    let run = folder.run(&["diff", "--changes", "form.yaml", "drafts/2.yaml"]).ends(0).says(&[changes]);
    folder.run(&["diff", "--changes", "form.yaml", "drafts/2.yaml", "--out", "2.yaml"]).ends(0).says(&["made 2.yaml"]);
    assert_eq!(folder.read("2.yaml"), run.out.replace("../form.yaml", "form.yaml"));
    folder
        .run(&["diff", "--changes", "form.yaml", "drafts/2.yaml", "--out", "2.yaml"])
        .ends(2)
        .complains(&["will not overwrite 2.yaml"]);
}

#[test]
fn changes_are_between_two_revisions_of_one_form() {
    let folder = Folder::with_form();
    folder.run(&["diff", "--changes", "form.yaml"]).ends(2).complains(&["needs two forms"]);
    folder.run(&["diff", "--changes", "form.yaml", "form.yaml"]).ends(2).complains(&["both revision `1`"]);
    folder.write("other.yaml", FORM.replace("org.example.small", "org.example.other"));
    folder.run(&["diff", "--changes", "form.yaml", "other.yaml"]).ends(2).complains(&["are two forms"]);
    folder.run(&["diff", "--out", "x.yaml", "form.yaml", "other.yaml"]).ends(2).complains(&["--changes"]);
    let plan = folder.run(&["show", "--plan", "form.yaml"]).ends(0).out;
    folder.write("plan.json", plan);
    folder.run(&["diff", "--changes", "plan.json", "form.yaml"]).ends(2).complains(&["name the form's YAML file"]);
}
