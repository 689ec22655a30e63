//! `tallyform check`.

use crate::support::{FORM, Folder};

#[test]
fn a_good_form_is_clean() {
    let folder = Folder::with_form();
    folder.run(&["check", "form.yaml"]).ends(0).says(&["1 form checked: nothing found"]);
    folder.run(&["check", "-q", "form.yaml"]).ends(0);
    assert_eq!(folder.run(&["check", "-q", "form.yaml"]).out, "");
    folder.run_with(&["check", "-"], FORM.as_bytes()).ends(0);
}

#[test]
fn all_mistakes_of_all_files_come_in_one_run_with_carets() {
    let folder = Folder::new();
    folder.write("a.yaml", FORM.replace("unit: 件\n    takes", "unit: 份\n    takes"));
    folder.write("b/b.yaml", FORM.replace("answered <= received", "answered <= recieved"));
    let run = folder.run(&["check", "."]).ends(1);
    let run = run.says(&["a.yaml:13:11", "b.yaml:21:31", "did you mean `received`?", "2 forms checked: 2 errors"]);
    let (first, second) = (run.out.find("a.yaml").unwrap(), run.out.find("b.yaml").unwrap());
    assert!(first < second, "files come in order of name\n{}", run.out);
}

#[test]
fn every_format_is_what_it_says() {
    let folder = Folder::new();
    folder.write("form.yaml", FORM.replace("kind: count", "kind: counts"));
    let json = folder.run(&["check", "form.yaml", "--format", "json"]).ends(1).json();
    assert_eq!(json[0]["place"]["start"]["line"], 8, "{json}");
    let sarif = folder.run(&["check", "form.yaml", "--format", "sarif"]).ends(1).json();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"][0]["level"], "error");
    folder.run(&["check", "form.yaml", "--format", "github"]).ends(1).says(&["::error file=form.yaml,line=8,"]);
}

#[test]
fn warnings_fail_only_when_denied() {
    let folder = Folder::new();
    folder.write("form.yaml", FORM.replace("units:\n", "units:\n  never: {label: {zh: 无}, kind: count}\n"));
    folder.run(&["check", "form.yaml"]).ends(0).says(&["F0303", "1 warning"]);
    folder.run(&["check", "form.yaml", "--deny-warnings"]).ends(1);
}

#[test]
fn a_folder_passes_over_what_is_no_form_and_says_so() {
    let folder = Folder::with_form();
    folder.write("compose.yaml", "services: {}\n");
    folder.write(".hidden/form.yaml", "tallyform: 1\n");
    folder.write("notes.txt", "tallyform: 1\n");
    folder.run(&["check", "."]).ends(0).says(&["1 form checked", "1 YAML file without"]);
    // Named outright it is checked.
    folder.run(&["check", "compose.yaml"]).ends(1);
    let empty = Folder::new();
    empty.write("compose.yaml", "services: {}\n");
    empty.run(&["check", "."]).ends(2).complains(&["there is no form in .", "one file was passed over"]);
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_checked() {
    let folder = Folder::with_form();
    let run = folder.run(&["check", "missing.yaml", "form.yaml"]).ends(2);
    run.says(&["1 form checked: nothing found"]).complains(&["cannot read missing.yaml: there is no such file"]);
}

#[test]
fn any_bytes_give_a_diagnostic() {
    let folder = Folder::new();
    let deep = "[".repeat(100_000);
    for bytes in [&b""[..], b"\xff\xfe\x00", b"\x00\x01\x02", b"- - - : :", b"\xef\xbb\xbf", deep.as_bytes(), b"{"] {
        folder.write("form.yaml", bytes);
        folder.run(&["check", "form.yaml"]).ends(1).says(&["error[F0"]);
    }
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let folder = Folder::new();
    folder.write("form.yaml", "tallyform: 1\n");
    assert!(!folder.run(&["check", "form.yaml"]).ends(1).out.contains('\u{1b}'));
    assert!(folder.run(&["check", "form.yaml", "--color", "always"]).ends(1).out.contains('\u{1b}'));
}
