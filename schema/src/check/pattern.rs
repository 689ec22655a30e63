//! Patterns of texts: what ECMA-262 (with its flag `u`), which JSON Schema goes by, and the runtime read alike.

use regex_lite::RegexBuilder;

use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::Scalar;

/// Most bytes that a compiled pattern may take: a quarter of what the runtime allows, since that spells some pieces
/// out at greater length.
const MAX_SIZE: usize = 1 << 18;

/// The characters that have a meaning in a pattern, and may be escaped.
const SYNTAX: &str = "^$\\.*+?()[]{}|/";

/// The pattern, where every target can run it.
pub(super) fn regular(pattern: &Scalar, out: &mut Vec<Diagnostic>) -> Option<String> {
    let fault = Reading { text: &pattern.text, at: 0 }.whole().err().or_else(|| {
        let error = RegexBuilder::new(&pattern.text).size_limit(MAX_SIZE).build().err()?;
        Some(Fault { start: 0, end: pattern.text.len(), reason: error.to_string(), help: PLAIN.to_owned() })
    });
    let Some(Fault { start, end, reason, help }) = fault else {
        return Some(pattern.text.clone());
    };
    let message = format!("`{}` is no pattern that every target reads: {reason}", pattern.text);
    out.push(Diagnostic::new(Code::BadPattern, message, pattern.sub(start, end), "not understood").help(help));
    None
}

/// Why a pattern is refused, the bytes that are at fault, and a way out.
#[derive(Debug)]
struct Fault {
    start: usize,
    end: usize,
    reason: String,
    help: String,
}

const PLAIN: &str = "write a plain regular expression; the whole text must match it";

/// What an escape or a character of a class stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Character,
    Hyphen,
    Set,
    Place,
}

/// A pattern being read.
struct Reading<'a> {
    text: &'a str,
    at: usize,
}

type Read<T> = Result<T, Fault>;

impl Reading<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn take(&mut self, text: &str) -> bool {
        let taken = self.rest().starts_with(text);
        if taken {
            self.at += text.len();
        }
        taken
    }

    fn fault<T>(&self, start: usize, reason: impl Into<String>, help: impl Into<String>) -> Read<T> {
        Err(Fault { start, end: self.at.max(start), reason: reason.into(), help: help.into() })
    }

    fn whole(mut self) -> Read<()> {
        let mut open = Vec::new();
        // Whether what stands before may be repeated.
        let mut repeatable = false;
        loop {
            let start = self.at;
            let Some(next) = self.next() else { break };
            repeatable = match next {
                '(' => {
                    if !self.take("?:") && self.take("?") {
                        return self.fault(start, "it looks around, sets a flag or names a group", "group by `(?:…)`");
                    }
                    open.push(start);
                    false
                }
                ')' if open.pop().is_none() => {
                    return self.fault(start, "a parenthesis closes nothing", r"write `\)` for the character");
                }
                ')' => true,
                '|' | '^' | '$' => false,
                '*' | '+' | '?' | '{' => {
                    if next == '{' && !self.count() {
                        return self.fault(start, "a brace stands alone", r"write `\{` for the character");
                    }
                    if !repeatable {
                        return self.fault(start, "nothing stands here to be repeated", PLAIN);
                    }
                    self.take("?");
                    false
                }
                ']' | '}' => {
                    return self.fault(start, format!("`{next}` closes nothing"), format!(r"write `\{next}`"));
                }
                '[' => {
                    self.class(start)?;
                    true
                }
                '\\' => self.escape(start, false)? != Item::Place,
                _ => true,
            };
        }
        match open.pop() {
            Some(start) => self.fault(start, "a parenthesis is never closed", r"write `\(` for the character"),
            None => Ok(()),
        }
    }

    /// The rest of `{2}`, `{2,}` or `{2,3}`; whether it is one.
    fn count(&mut self) -> bool {
        let digits = |reading: &mut Self| {
            let length = reading.rest().bytes().take_while(u8::is_ascii_digit).count();
            reading.at += length;
            length > 0
        };
        if !digits(self) {
            return false;
        }
        if self.take(",") {
            digits(self);
        }
        self.take("}")
    }

    /// The rest of a class.
    fn class(&mut self, start: usize) -> Read<()> {
        self.take("^");
        if self.take("]") {
            return self.fault(start, "a class is empty", r"write `\]` for the character");
        }
        let mut first = true;
        while !self.take("]") {
            let left = self.item(start)?;
            if left == Item::Hyphen && !first && !self.rest().starts_with(']') {
                return self.fault(self.at - 1, "a hyphen stands between", r"write `\-` for the character");
            }
            first = false;
            let range = self.rest().starts_with('-') && !self.rest().starts_with("-]");
            if range {
                let hyphen = self.at;
                self.at += 1;
                if left != Item::Character || self.item(start)? != Item::Character {
                    return self.fault(hyphen, "a range needs two characters", r"write `\-` for the character");
                }
            }
        }
        Ok(())
    }

    /// A character of a class, or a set of them.
    fn item(&mut self, class: usize) -> Read<Item> {
        let start = self.at;
        match self.next() {
            None => self.fault(class, "a class is never closed", r"write `\[` for the character"),
            Some('\\') => self.escape(start, true),
            Some('[') => self.fault(start, "a class within a class", r"write `\[` for the character"),
            Some(twice @ ('&' | '~')) if self.take(twice.encode_utf8(&mut [0; 4])) => {
                self.fault(start, format!("`{twice}{twice}` in a class is read in two ways"), "write it once")
            }
            Some('-') => Ok(Item::Hyphen),
            Some(_) => Ok(Item::Character),
        }
    }

    /// The rest of an escape.
    fn escape(&mut self, start: usize, in_class: bool) -> Read<Item> {
        let Some(next) = self.next() else {
            return self.fault(start, "nothing is escaped", r"write `\\` for a backslash");
        };
        match next {
            'd' | 'D' | 'w' | 'W' => Ok(Item::Set),
            'b' | 'B' if !in_class => Ok(Item::Place),
            't' | 'n' | 'r' | 'f' | 'v' => Ok(Item::Character),
            'x' if self.hexadecimal(2) => Ok(Item::Character),
            'u' if self.hexadecimal(4) => Ok(Item::Character),
            '-' if in_class => Ok(Item::Character),
            _ if SYNTAX.contains(next) => Ok(Item::Character),
            's' | 'S' => {
                self.fault(start, format!(r"`\{next}` is not the same set everywhere"), r"name them, such as `[ \t]`")
            }
            'p' | 'P' => {
                self.fault(start, "not every target knows classes of Unicode", "write a range, such as `[一-龥]`")
            }
            '1'..='9' | 'k' => self.fault(start, "it looks back at a group", "write what must stand there once more"),
            _ => self.fault(start, format!(r"`\{next}` is no escape"), "write the character as it is"),
        }
    }

    fn hexadecimal(&mut self, digits: usize) -> bool {
        let fits = |text: Option<&str>| text.is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let found = fits(self.rest().get(..digits));
        if found {
            self.at += digits;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, fault: Option<(usize, &str)>) {
        let found = Reading { text: pattern, at: 0 }.whole().err();
        let found = found.as_ref().map(|fault| (fault.start, fault.reason.as_str()));
        match (found, fault) {
            (Some((at, reason)), Some((wanted, said))) => {
                assert!(at == wanted && reason.contains(said), "{pattern}: {at}: {reason}");
            }
            (found, wanted) => assert_eq!(found, wanted, "{pattern}"),
        }
    }

    #[test]
    fn what_all_read_alike_is_taken() {
        for pattern in [
            "[0-9]{3}",
            "a|b|",
            "(?:a+?)*",
            r"\d{2,}-\w?",
            r"[\d.]+",
            "[一-龥]{2,4}",
            r"a\/b",
            r"[a\-c]",
            "[-a]",
            "[a-]",
            r"^\u4e00\x2d$",
            r"[&~!]",
            r"\bA\b",
            r"[^\]]",
            "",
        ] {
            check(pattern, None);
        }
    }

    #[test]
    fn what_is_read_in_two_ways_is_refused_where_it_stands() {
        check("a(?=b)", Some((1, "looks around")));
        check("(?i)a", Some((0, "sets a flag")));
        check(r"(a)\1", Some((3, "looks back")));
        check(r"a\s", Some((1, "same set")));
        check(r"\p{L}", Some((0, "Unicode")));
        check(r"\-", Some((0, "no escape")));
        check("[]a]", Some((0, "empty")));
        check("[a[b]]", Some((2, "within a class")));
        check("[a&&b]", Some((2, "two ways")));
        check("[+--]", Some((2, "two characters")));
        check("[a-c-e]", Some((4, "hyphen")));
        check(r"[\d-z]", Some((3, "two characters")));
        check("a**", Some((2, "repeated")));
        check("a{x}", Some((1, "alone")));
        check("a}", Some((1, "closes nothing")));
        check("局(a", Some((3, "never closed")));
        check("[a", Some((0, "never closed")));
        check("a\\", Some((1, "nothing is escaped")));
    }
}
