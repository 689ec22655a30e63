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
