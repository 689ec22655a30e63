//! Interpreters that the tests need, with what they need. Each is set up once, in a folder that git ignores.

use std::ffi::OsStr;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// The folder of these tests.
#[must_use]
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a script of `tests/python` with `input` on its standard input and gives back its output.
///
/// # Panics
///
/// Where Python is missing, what the script needs cannot be installed, or the script fails; each with a sentence.
#[must_use]
pub fn python(script: &str, input: &str) -> String {
    static READY: OnceLock<PathBuf> = OnceLock::new();
    let folder = folder().join("python");
    let interpreter = READY.get_or_init(|| {
        let environment = folder.join(".venv");
        let interpreter = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
        set_up(&folder, "requirements.txt", &environment, || {
            let missing = "python3 is missing or has no venv: install Python 3.10 or later with its venv module";
            run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment), "", missing);
            let unable = "pip could not install tests/python/requirements.txt: look at its message above";
            let arguments =
                ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", "requirements.txt"];
            run(Command::new(&interpreter).args(arguments).current_dir(&folder), "", unable);
        });
        interpreter
    });
    let failed = format!("tests/python/{script} failed");
    text(run(Command::new(interpreter).arg(script).current_dir(&folder), input, &failed))
}

/// Runs a script of this repository that needs nothing but Python, `input` on its standard input, and gives back its
/// output, whatever its exit status.
///
/// # Panics
///
/// Where Python is missing.
#[must_use]
pub fn plain_python(script: &str, arguments: &[&str], input: &[u8]) -> Output {
    let root = folder().parent().map(Path::to_path_buf).unwrap_or_default();
    let mut command = Command::new("python3");
    command.arg(script).args(arguments).current_dir(root);
    fed(&mut command, input, "python3 is missing: install Python 3.10 or later")
}

/// Runs a script of `tests/node` with `input` on its standard input and gives back its output.
///
/// # Panics
///
/// Where Node is missing, what the script needs cannot be installed, or the script fails; each with a sentence.
#[must_use]
pub fn node(script: &str, input: &str) -> String {
    static READY: OnceLock<()> = OnceLock::new();
    let folder = folder().join("node");
    READY.get_or_init(|| {
        set_up(&folder, "package-lock.json", &folder.join("node_modules"), || {
            let missing = "npm is missing or could not install tests/node/package.json: install Node 20 or later";
            let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
            run(Command::new("npm").args(arguments).current_dir(&folder), "", missing);
        });
    });
    let failed = format!("tests/node/{script} failed; it needs Node 20 or later");
    text(run(Command::new("node").arg(script).current_dir(&folder), input, &failed))
}

/// Installs what `list` names unless that was done for the very same list. Test programs may run side by side, so that one
/// of them holds a lock while it installs.
fn set_up(folder: &Path, list: &str, into: &Path, install: impl FnOnce()) {
    let wanted = fs::read(folder.join(list)).unwrap_or_else(|error| panic!("{list} cannot be read: {error}"));
    let stamp = into.join("installed-for");
    let _lock = Lock::take(folder.join(".lock"));
    if fs::read(&stamp).is_ok_and(|had| had == wanted) {
        return;
    }
    install();
    fs::write(&stamp, &wanted).unwrap_or_else(|error| panic!("{} cannot be written: {error}", stamp.display()));
}

/// A file that is there as long as somebody installs.
struct Lock(PathBuf);

impl Lock {
    /// Longer than any installation takes: a lock of this age was left behind by a program that was killed.
    const STALE: Duration = Duration::from_secs(300);

    fn take(path: PathBuf) -> Self {
        loop {
            match fs::File::options().write(true).create_new(true).open(&path) {
                Ok(_) => return Self(path),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    let age =
                        fs::metadata(&path).and_then(|lock| lock.modified()).ok().and_then(|at| at.elapsed().ok());
                    if age.is_some_and(|age| age > Self::STALE) {
                        let _ = fs::remove_file(&path);
                    }
                    std::thread::sleep(Duration::from_millis(200));
                }
                Err(error) => panic!("{} cannot be written: {error}", path.display()),
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn run(command: &mut Command, input: &str, sentence: &str) -> Output {
    let program = command.get_program().to_os_string();
    let output = fed(command, input.as_bytes(), sentence);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{sentence} ({} ended with {})", show(&program), output.status);
    output
}

/// Runs a program to its end, `input` on its standard input.
fn fed(command: &mut Command, input: &[u8], sentence: &str) -> Output {
    let program = command.get_program().to_os_string();
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{sentence} ({}: {error})", show(&program)));
    let mut stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // Beside the reading of its output, lest both wait for each other when there is much of both. A program that
        // ends early closes its input; what it says of that is in its output.
        scope.spawn(move || stdin.as_mut().map(|stdin| stdin.write_all(input)));
        child.wait_with_output().unwrap_or_else(|error| panic!("{sentence} ({}: {error})", show(&program)))
    })
}

fn show(program: &OsStr) -> String {
    program.to_string_lossy().into_owned()
}

fn text(output: Output) -> String {
    String::from_utf8(output.stdout).unwrap_or_else(|error| panic!("the script wrote no UTF-8: {error}"))
}
