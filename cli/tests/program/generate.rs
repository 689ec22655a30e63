//! `tallyform generate`.

use std::fs;

use crate::support::{FORM, Folder};

const CONFIG: &str = "forms = ['forms']\ntargets = ['plan', 'json-schema']\nout = 'generated'\n";
const PLAN: &str = "generated/org.example.small/1/plan.json";

fn project() -> Folder {
    let folder = Folder::new();
    folder.write("forms/form.yaml", FORM);
    folder.write("tallyform.toml", CONFIG);
    folder
}

#[test]
fn what_the_configuration_names_is_made_once() {
    let folder = project();
    folder.run(&["generate"]).ends(0).says(&[&format!("wrote {PLAN}"), "report.schema.json"]);
    let written = fs::metadata(folder.path().join(PLAN)).and_then(|meta| meta.modified()).expect("the plan");
    let run = folder.run(&["generate"]).ends(0).says(&["unchanged"]);
    assert!(!run.out.contains("wrote"), "{}", run.out);
    let again = fs::metadata(folder.path().join(PLAN)).and_then(|meta| meta.modified()).expect("the plan");
    assert_eq!(written, again, "a file that is as it should be is not written again");
    let left: Vec<_> = fs::read_dir(folder.path().join("generated/org.example.small/1")).expect("the folder").collect();
    assert_eq!(left.len(), 2, "no temporary file stays behind: {left:?}");
}

#[test]
fn what_is_generated_does_not_hang_on_where_the_command_runs() {
    let folder = project();
    folder.run(&["generate"]).ends(0);
    let here = folder.read(PLAN);
    let mut command = folder.command(&["generate", "--check"]);
    command.current_dir(folder.path().join("forms"));
    crate::support::finish(command, b"").ends(0);
    assert!(here.contains("\"forms/form.yaml\""), "{here}");
    let config = folder.path().join("tallyform.toml");
    let elsewhere = Folder::new();
    elsewhere.run(&["generate".as_ref(), "--check".as_ref(), "--config".as_ref(), config.as_os_str()]).ends(0);
}

#[test]
fn check_tells_what_is_missing_stale_or_superfluous_and_what_mends_it() {
    let folder = project();
    folder.run(&["generate", "--check"]).ends(1).says(&[&format!("missing: {PLAN}"), "run: tallyform generate\n"]);
    assert!(!folder.path().join("generated").exists(), "nothing is written");
    folder.run(&["generate"]).ends(0);
    folder.run(&["generate", "--check"]).ends(0).says(&["everything is as it should be"]);
    folder.write("forms/form.yaml", FORM.replace("On paper", "In writing"));
    folder.run(&["generate", "--check"]).ends(1).says(&[&format!("stale: {PLAN}"), "run: tallyform generate\n"]);
    folder.write("forms/form.yaml", FORM.replace("revision: \"1\"", "revision: \"2\""));
    folder.write("generated/mine.json", "{}");
    folder.run(&["generate", "--check"]).ends(1).says(&[
        &format!("superfluous: {PLAN}"),
        "missing:",
        "run: tallyform generate --prune\n",
    ]);
    folder.run(&["generate"]).ends(0).says(&["--prune deletes it"]);
    folder.run(&["generate", "--prune"]).ends(0).says(&[&format!("deleted {PLAN}")]);
    folder.run(&["generate", "--check"]).ends(0);
    assert!(!folder.path().join(PLAN).exists());
    assert!(folder.path().join("generated/mine.json").exists(), "what is not ours stays");
    let run = folder.run(&["generate", "plan", "--form", "forms/form.yaml", "--out", "a b", "--check"]).ends(1);
    run.says(&["run: tallyform generate plan --form forms/form.yaml --out 'a b'\n"]);
}

#[test]
fn nothing_is_written_when_a_form_has_an_error() {
    let folder = project();
    folder.write("forms/z.yaml", FORM.replace("unit: 件\n    takes", "unit: 份\n    takes"));
    folder.run(&["generate"]).ends(2).complains(&["forms/z.yaml:13:11", "the form has 1 error"]);
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn two_forms_may_not_share_a_file() {
    let folder = project();
    folder.write("forms/z.yaml", FORM);
    folder.run(&["generate"]).ends(2).complains(&["would be written a second time for forms/z.yaml"]);
    assert!(!folder.path().join("generated").exists());
}

#[test]
fn one_file_can_go_to_standard_output() {
    let folder = Folder::with_form();
    let run = folder.run(&["generate", "json-schema", "--form", "form.yaml", "--stdout"]).ends(0);
    assert_eq!(run.json()["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let run = folder.run_with(&["generate", "plan", "--form", "-", "--stdout"], FORM.as_bytes()).ends(0);
    assert_eq!(run.json()["form"], "org.example.small");
    let run = folder.run(&["generate", "plan", "json-schema", "--form", "form.yaml", "--stdout"]);
    run.ends(2).complains(&["--stdout prints one file"]);
}

#[test]
fn every_target_makes_a_file() {
    let folder = Folder::with_form();
    for target in ["rust", "json-schema", "plan"] {
        let run = folder.run(&["generate", target, "--form", "form.yaml", "--stdout"]).ends(0);
        assert!(run.out.contains("org.example.small"), "{target}: {}", run.out);
    }
}

#[test]
fn without_a_configuration_it_says_what_is_missing() {
    let folder = Folder::with_form();
    folder.run(&["generate"]).ends(2).complains(&["which forms", "--form FILE", "tallyform.toml"]);
    folder.run(&["generate", "--form", "form.yaml"]).ends(2).complains(&["what to generate"]);
    folder.run(&["generate", "plan", "--form", "form.yaml"]).ends(2).complains(&["where to write", "--out DIR"]);
}

#[test]
fn a_bad_configuration_is_shown_with_carets() {
    let folder = Folder::with_form();
    for (text, expected) in [
        ("fomrs = []\n", &["tallyform.toml:1:1", "unknown key `fomrs`", "did you mean `forms`?"][..]),
        ("targets = ['jsonschema']\n", &["tallyform.toml:1:12", "did you mean `json-schema`?"]),
        ("forms = 'form.yaml'\n", &["expected a list such as"]),
        ("out = [\n", &["tallyform.toml:"]),
        ("out = 1\nout = 2\n", &["tallyform.toml:2:1"]),
        ("[rust]\nfolder = 'x'\n", &["tallyform.toml:2:1", "unknown key `folder`", "there are: out"]),
    ] {
        folder.write("tallyform.toml", text);
        folder.run(&["generate"]).ends(2).complains(expected);
    }
    folder.write("tallyform.toml", b"forms = ['\xff']\n");
    folder.run(&["generate"]).ends(2).complains(&["tallyform.toml:1: the file is not UTF-8"]);
    // What the command line says in full does not need it.
    folder.run(&["generate", "plan", "--form", "form.yaml", "--stdout"]).ends(0);
}

#[test]
fn a_folder_in_the_way_is_said_and_nothing_is_written() {
    let folder = project();
    fs::create_dir_all(folder.path().join(PLAN)).expect("a folder in the way");
    folder.run(&["generate"]).ends(2).complains(&["cannot write", "it is a folder"]);
    assert!(!folder.path().join("generated/org.example.small/1/report.schema.json").exists());
}
