//! Running the program.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A small form in which every kind of outcome can be had.
pub(crate) const FORM: &str = "\
tallyform: 1
form: org.example.small
revision: \"1\"
title: {en: Small form, zh: 小表}
languages: [en, zh]
period: year
units:
  件: {label: {en: case, zh: 件}, kind: count}
marks: {\"/\": not_applicable}
items:
  - id: received
    label: {en: Received, zh: 收到}
    unit: 件
    takes: [\"/\"]
    parts:
      - {id: paper, label: {en: On paper, zh: 书面}}
      - {id: online, label: {en: Online, zh: 网上}}
  - id: answered
    label: {en: Answered, zh: 答复}
    unit: 件
    check: {that: answered <= received, severity: warning}
";

/// What a run gave.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Asserts the exit code, showing everything where it is another.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code\n--- stdout\n{}\n--- stderr\n{}", self.out, self.err);
        self
    }

    /// Asserts that standard output holds all of these.
    #[track_caller]
    pub(crate) fn says(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.out.contains(text), "{text:?} is not in\n{}\n--- stderr\n{}", self.out, self.err);
        }
        self
    }

    /// Asserts that standard error holds all of these.
    #[track_caller]
    pub(crate) fn complains(self, texts: &[&str]) -> Self {
        for text in texts {
            assert!(self.err.contains(text), "{text:?} is not in\n{}\n--- stdout\n{}", self.err, self.out);
        }
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{}", self.out))
    }
}

/// A folder of its own to run in.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A folder with [`FORM`] as `form.yaml`.
    pub(crate) fn with_form() -> Self {
        let folder = Self::new();
        folder.write("form.yaml", FORM);
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn write(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("make the folder");
        fs::write(&path, content).expect("write the file");
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect(name)
    }

    pub(crate) fn command<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tallyform"));
        command.current_dir(self.path()).args(arguments);
        // What the tests expect must not hang on whoever runs them.
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs with nothing on standard input.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Run {
        self.run_with(arguments, b"")
    }

    /// Runs with this on standard input.
    pub(crate) fn run_with<S: AsRef<OsStr>>(&self, arguments: &[S], input: &[u8]) -> Run {
        finish(self.command(arguments), input)
    }
}

/// Runs a command to its end.
pub(crate) fn finish(mut command: Command, input: &[u8]) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        // A program that does not read its input closes it, which is for its tests to judge.
        let _ = stdin.write_all(&input);
    });
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("the input was written");
    let run = Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    };
    assert!(!run.err.contains("panicked"), "{}", run.err);
    run
}

/// A report of [`FORM`].
pub(crate) fn report(received: &str, paper: &str, online: &str, answered: &str) -> String {
    format!(
        "{{\"form\": \"org.example.small\", \"revision\": \"1\", \"period\": \"2024\", \"received\": \
         {{\"total\": {received}, \"paper\": {paper}, \"online\": {online}}}, \"answered\": {answered}}}"
    )
}

/// A report without findings.
pub(crate) fn good() -> String {
    report("5", "2", "3", "5")
}

/// A report whose parts do not add up.
pub(crate) fn bad() -> String {
    report("6", "2", "3", "5")
}
