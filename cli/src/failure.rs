//! Why a run stopped, and how it ended.

use std::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// How a run ended that was not stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Nothing was found.
    Clean,
    /// Something was found that should not be so.
    Findings,
    /// Some input could not be read; everything else was done, and each such input was named on standard error.
    Unreadable,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a run stopped: misuse, or something that could not be read or written.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads standard output any more.
    PipeClosed,
    /// One sentence, with the way out where there is one.
    Said { message: String, help: Option<String> },
    /// A text that is printed as it stands, such as a snippet with carets.
    Rendered(String),
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Said { message: message.into(), help: None }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        match self {
            Self::Said { message, .. } => Self::Said { message, help: Some(help.into()) },
            other => other,
        }
    }

    /// A file that cannot be read.
    pub(crate) fn reading(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot read {}: {}", path.display(), reason(error)))
    }

    /// A file that cannot be written.
    pub(crate) fn writing(path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot write {}: {}", path.display(), reason(error)))
    }

    /// Standard output cannot be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::PipeClosed,
            _ => Self::new(format!("cannot write to standard output: {}", reason(error))),
        }
    }
}

/// The system's reason without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is a file and no folder".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PipeClosed => f.write_str("standard output was closed"),
            Self::Said { message, help: None } => f.write_str(message),
            Self::Said { message, help: Some(help) } => write!(f, "{message}\n  help: {help}"),
            Self::Rendered(text) => f.write_str(text),
        }
    }
}
