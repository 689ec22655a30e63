//! Patterns of text fields: ECMA-262 as far as a search that never backtracks, and that has no tables of Unicode, can go.

use regex_lite::{Regex, RegexBuilder};

/// Most bytes that one compiled pattern may take.
const MAX_PATTERN_SIZE: usize = 1 << 20;

/// Makes a pattern ready that the whole of a text must match.
///
/// # Errors
/// With a reason where the pattern is none, is too big, looks around or back, or names a Unicode property.
pub(super) fn compile(pattern: &str) -> Result<Regex, String> {
    let whole = format!(r"\A(?:{})\z", translated(pattern));
    RegexBuilder::new(&whole).size_limit(MAX_PATTERN_SIZE).build().map_err(|error| error.to_string())
}

/// The same pattern where the two notations differ: in a class brackets, ampersands and tildes are themselves, and a
/// point is no end of a line, of which ECMA-262 knows four.
fn translated(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut rest = pattern.chars();
    while let Some(next) = rest.next() {
        match next {
            '\\' => {
                text.push('\\');
                text.extend(rest.next());
            }
            '[' if !in_class => {
                in_class = true;
                text.push('[');
            }
            '[' | '&' | '~' if in_class => text.extend(['\\', next]),
            '.' if !in_class => text.push_str(r"[^\n\r\u2028\u2029]"),
            ']' => {
                in_class = false;
                text.push(']');
            }
            _ => text.push(next),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_matches() {
        for (pattern, text, matches) in [
            ("[0-9]{3}", "123", true),
            ("[0-9]{3}", "1234", false),
            ("a|b", "b", true),
            ("a|b", "ab", false),
            (r"\d+", "１２", false),
            (r"[\d.]+", "1.2", true),
            (r"[\w&&~[]+", "a&~[", true),
            ("[一-龥]{2}", "余姚", true),
            (r"a\/b\-c", "a/b-c", true),
            ("", "", true),
            ("a$", "a\n", false),
            (".", "局", true),
            (".", "\r", false),
            (".", "\u{2028}", false),
            (r"[.]\.", "..", true),
        ] {
            assert_eq!(compile(pattern).map(|regex| regex.is_match(text)), Ok(matches), "{pattern} {text}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for pattern in ["(", "[a", "a{2,1}", r"(a)\1", "(?=a)", r"\", r"\p{Script=Han}", "(?:a{1000}){1000}"] {
            assert!(compile(pattern).is_err(), "{pattern}");
        }
    }
}
