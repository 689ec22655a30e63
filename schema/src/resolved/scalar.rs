//! Texts as YAML.

use std::fmt::Write as _;

use crate::model::Texts;
use crate::syntax::{Choices, LangText};

/// A text as a scalar that stands anywhere: plain where nobody could misread it, else in double quotes.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Whether a text stands for itself in block and in flow, at the start of a line and behind a colon.
fn is_plain(text: &str) -> bool {
    let words = ["null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"];
    let punctuation = |c: char| "_.()/（）、，。；：“”《》·".contains(c);
    text.starts_with(|c: char| c.is_alphabetic() || c == '（' || c == '《')
        && text.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '-' || punctuation(c))
        && !text.ends_with(' ')
        && !words.contains(&text)
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Line separators and marks of order would be folded, or are no printable YAML.
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                // Writing to a text cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            character if character.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

/// A text in several languages: one scalar where only the first has it, else a mapping.
pub(super) fn texts(languages: &[String], texts: &Texts) -> Option<String> {
    let said: Vec<(&String, &String)> =
        languages.iter().zip(&texts.0).filter_map(|(language, text)| Some((language, text.as_ref()?))).collect();
    match said.as_slice() {
        [] => None,
        [(language, text)] if Some(*language) == languages.first() => Some(scalar(text)),
        several => {
            let entries: Vec<String> =
                several.iter().map(|(language, text)| format!("{}: {}", scalar(language), scalar(text))).collect();
            Some(format!("{{{}}}", entries.join(", ")))
        }
    }
}

/// A text as the file gives it.
pub(super) fn lang_text(text: &LangText) -> String {
    match text.entries.as_slice() {
        [(None, text)] => scalar(&text.text),
        several => {
            let language = |language: &Option<crate::syntax::Scalar>| {
                language.as_ref().map_or_else(String::new, |language| scalar(&language.text))
            };
            let entries: Vec<String> =
                several.iter().map(|(tag, text)| format!("{}: {}", language(tag), scalar(&text.text))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// A word, or a word for each of several names.
pub(super) fn choices(choices: &Choices) -> String {
    match choices.as_slice() {
        [(None, word)] => scalar(&word.text),
        several => {
            let entries = several.iter().map(|(name, word)| {
                let name = name.as_ref().map_or_else(String::new, |name| scalar(&name.text));
                format!("{name}: {}", scalar(&word.text))
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A list on one line.
pub(super) fn list<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    format!("[{}]", items.into_iter().map(scalar).collect::<Vec<_>>().join(", "))
}

/// A mapping on one line.
pub(super) fn mapping(entries: &[(&str, String)]) -> String {
    format!("{{{}}}", entries.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn only_what_nobody_could_misread_is_plain() {
        for plain in ["请求数", "（一）收到", "in person", "cn.gov-info", "a/b"] {
            assert_eq!(scalar(plain), plain);
        }
        for text in ["", "2017", "/", "- a", "a: b", "a #b", "null", "x ", "a, b", "[a]", "*a", "a\nb", "\u{2028}"] {
            assert!(scalar(text).starts_with('"'), "{text:?}");
        }
        assert_eq!(scalar("say \"no\"\n"), r#""say \"no\"\n""#);
    }
}
