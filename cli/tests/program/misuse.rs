//! What cannot be meant ends with 2 and a way out.

use crate::support::Folder;

#[test]
fn flags_that_do_not_exist_or_do_not_go_together() {
    let folder = Folder::with_form();
    for arguments in [
        &[][..],
        &["chekc", "form.yaml"],
        &["check"],
        &["check", "form.yaml", "--format", "xml"],
        &["validate", "report.json"],
        &["validate", "--form", "form.yaml"],
        &["validate", "--form", "form.yaml", "--jobs", "0", "report.json"],
        &["validate", "--form", "form.yaml", "--max-findings", "-1", "report.json"],
        &["show", "--tree", "--plan", "form.yaml"],
        &["generate", "--stdout", "--check"],
        &["generate", "fortran"],
        &["completions", "tcsh"],
        &["--color", "sometimes", "check", "form.yaml"],
    ] {
        let run = folder.run(arguments).ends(2);
        assert!(!run.err.is_empty(), "{arguments:?} says nothing on standard error");
        assert_eq!(run.out, "", "{arguments:?} prints data");
    }
    folder.run(&["chekc"]).ends(2).complains(&["similar", "check"]);
}

#[test]
fn standard_input_is_read_but_once() {
    let folder = Folder::with_form();
    folder.run(&["check", "-", "-"]).ends(2).complains(&["more than once"]);
    folder.run(&["validate", "--form", "-", "-"]).ends(2).complains(&["more than once"]);
}

#[test]
fn help_and_version_are_data() {
    let folder = Folder::new();
    folder.run(&["--version"]).ends(0).says(&["tallyform 0."]);
    let commands =
        ["init", "check", "show", "explain", "generate", "validate", "language-schema", "completions", "man"];
    let run = folder.run(&["--help"]).ends(0).says(&commands).says(&["Exit codes: 0"]);
    assert_eq!(run.err, "");
    for command in commands {
        folder.run(&[command, "--help"]).ends(0).says(&["Examples:", &format!("tallyform {command}")]);
    }
}

#[test]
fn a_closed_pipe_is_no_reason_to_complain() {
    use std::process::Stdio;
    let folder = Folder::with_form();
    let bad = crate::support::bad();
    folder.write("many.ndjson", format!("{bad}\n").repeat(5_000));
    for jobs in ["1", "3"] {
        let mut command = folder.command(&["validate", "--form", "form.yaml", "many.ndjson", "--jobs", jobs]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_fine() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;
    let folder = Folder::new();
    let name = OsString::from_vec(b"\xff\xfeform.yaml".to_vec());
    std::fs::write(folder.path().join(&name), crate::support::FORM).expect("write the form");
    folder.write("report.json", crate::support::good());
    folder.run(&["check".into(), name.clone()]).ends(0);
    folder.run(&["validate".into(), "--form".into(), name, "report.json".into()]).ends(0);
}
