//! Texts as YAML.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

/// Keys whose values are numbers for every reader of YAML.
const NUMBERS: [&str; 11] =
    ["tallyform", "decimals", "factor", "rounded", "min", "max", "above", "below", "max_length", "n", "tolerance"];

/// Keys whose values are flags for every reader of YAML.
const FLAGS: [&str; 9] = ["required", "signed", "printed", "minus", "apart", "many", "external", "dated", "note"];

/// Columns that a text takes on a terminal, where a Chinese character is two wide.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// A key in a list or mapping on one line.
pub(super) fn flow_key(text: &str) -> String {
    key(text, Place::Flow)
}

/// A key at the start of a line.
pub(super) fn block_key(text: &str) -> String {
    key(text, Place::Line)
}

fn key(text: &str, place: Place) -> String {
    // Two keys of the language are words that older readers of YAML take for flags.
    if is_plain(text, place) && (["n", "on"].contains(&text) || !reads_otherwise(text)) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A scalar in a list or mapping on one line. `of` is the key that it belongs to.
pub(super) fn flow_scalar(text: &str, of: &str) -> String {
    scalar(text, of, Place::Flow)
}

/// A scalar behind a key or a dash in a line of its own; a text of several lines has its lines, indented so far, beneath.
pub(super) fn block_scalar(text: &str, of: &str, indent: usize) -> String {
    if !is_literal(text) {
        return scalar(text, of, Place::Line);
    }
    let mut out = String::from("|-");
    for line in text.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out
}

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Line,
    Flow,
}

fn scalar(text: &str, of: &str, place: Place) -> String {
    let is_meant = (NUMBERS.contains(&of) && is_number(text))
        || (FLAGS.contains(&of) && ["true", "false"].contains(&text))
        || (of == "comparable" && ["yes", "no"].contains(&text));
    if is_meant || (is_plain(text, place) && !reads_otherwise(text)) { text.to_owned() } else { quoted(text) }
}

/// A decimal number, such as `-1.50`.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let mut digits = unsigned.splitn(2, '.');
    !unsigned.is_empty() && digits.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether YAML takes a text as it stands.
fn is_plain(text: &str, place: Place) -> bool {
    let indicators = "-?:,[]{}#&*!|>'\"%@`~<=";
    let ends = |c: char| match place {
        Place::Line => c == '#',
        Place::Flow => "#,[]{}:".contains(c),
    };
    !text.is_empty()
        && !text.starts_with(|c: char| indicators.contains(c) || c.is_whitespace())
        // Three dots at the start of a line end the document.
        && !text.starts_with("...")
        && !text.ends_with(|c: char| c == ':' || c.is_whitespace())
        && !text.contains(": ")
        && !text.chars().any(|c| ends(c) || is_escaped(c))
}

/// Whether a reader of YAML may see another thing in a plain text than its characters: a number, a date, a flag, nothing.
fn reads_otherwise(text: &str) -> bool {
    const WORDS: [&str; 11] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"];
    let is_numeric = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_hexdigit() || "+-._:xXoOT".contains(c));
    is_numeric || WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text of several lines can stand as it is, a line beneath the other. Where it ends in a line break, that would
/// be taken for the end of the block; where it starts with a space, for its indentation.
fn is_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.chars().any(|c| c != '\n' && is_escaped(c))
}

/// Characters that would be folded, are not printable, or cannot be seen.
fn is_escaped(c: char) -> bool {
    c.is_control() || matches!(c, '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        // Writing to a text cannot fail.
        let _ = match character {
            '"' => write!(out, "\\\""),
            '\\' => write!(out, "\\\\"),
            '\n' => write!(out, "\\n"),
            '\t' => write!(out, "\\t"),
            '\r' => write!(out, "\\r"),
            c if is_escaped(c) => write!(out, "\\u{:04X}", u32::from(c)),
            c => write!(out, "{c}"),
        };
    }
    out.push('"');
    out
}
