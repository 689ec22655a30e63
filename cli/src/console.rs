//! Standard output and standard error.

use std::io::{self, BufWriter, IsTerminal, Stderr, Stdout, Write};

use annotate_snippets::normalize_untrusted_str;
use anstream::{AutoStream, ColorChoice};

use crate::arguments::Color;
use crate::failure::{Failure, Result};

/// Data goes to standard output, everything about the run itself to standard error.
pub(crate) struct Console {
    out: BufWriter<Stdout>,
    /// Whether standard output takes colour.
    pub(crate) color: bool,
    error_color: bool,
    /// Leave out summaries and progress.
    pub(crate) quiet: bool,
    progress_shown: bool,
}

impl Console {
    pub(crate) fn new(color: Color, quiet: bool) -> Self {
        Self {
            color: takes_color(color, &io::stdout()),
            error_color: takes_color(color, &io::stderr()),
            out: BufWriter::with_capacity(1 << 16, io::stdout()),
            quiet,
            progress_shown: false,
        }
    }

    /// Writes data.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.clear_progress();
        self.out.write_all(bytes).map_err(|error| Failure::output(&error))
    }

    /// Writes a text as data.
    pub(crate) fn print(&mut self, text: &str) -> Result<()> {
        self.write(text.as_bytes())
    }

    /// Writes a line of text as data.
    pub(crate) fn line(&mut self, text: &str) -> Result<()> {
        self.print(text)?;
        self.print("\n")
    }

    pub(crate) fn flush(&mut self) -> Result<()> {
        self.clear_progress();
        self.out.flush().map_err(|error| Failure::output(&error))
    }

    /// Says on standard error why a run stopped, or why it had to pass over an input.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        match failure {
            Failure::Rendered(text) => self.note(text.trim_end()),
            other => {
                let (start, end) = if self.error_color { ("\u{1b}[1m\u{1b}[91m", "\u{1b}[0m") } else { ("", "") };
                self.note(&format!("{start}error{end}: {}", harmless(&other.to_string())));
            }
        }
    }

    /// A line on standard error. That it cannot be written is nothing one could say anywhere.
    pub(crate) fn note(&mut self, text: &str) {
        self.clear_progress();
        let _ = writeln!(io::stderr(), "{text}");
    }

    /// Whether a snippet on standard error takes colour.
    pub(crate) fn error_color(&self) -> bool {
        self.error_color
    }

    /// Whether anybody would see progress.
    pub(crate) fn wants_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Shows how far a long run has come, on one line that the next output replaces.
    pub(crate) fn progress(&mut self, text: &str) {
        let _ = write!(io::stderr(), "\r\u{1b}[K{text}");
        self.progress_shown = true;
    }

    fn clear_progress(&mut self) {
        if self.progress_shown {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
            self.progress_shown = false;
        }
    }
}

/// A text in which nothing steers a terminal, whatever a file or its name put into it. Line breaks stay.
pub(crate) fn harmless(text: &str) -> String {
    // The second set of control characters steers some terminals too.
    let shown = text.replace(|c| ('\u{80}'..='\u{9f}').contains(&c), "\u{fffd}");
    let lines: Vec<String> = shown.split('\n').map(normalize_untrusted_str).collect();
    lines.join("\n")
}

fn takes_color<S: Takes>(color: Color, stream: &S) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => stream.takes(),
    }
}

/// A stream that knows whether it should be given colour.
trait Takes {
    fn takes(&self) -> bool;
}

impl Takes for Stdout {
    fn takes(&self) -> bool {
        AutoStream::choice(self) != ColorChoice::Never
    }
}

impl Takes for Stderr {
    fn takes(&self) -> bool {
        AutoStream::choice(self) != ColorChoice::Never
    }
}
