//! Words and signs of a check.

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_DIGITS;
use crate::suggest;
use crate::syntax::Scalar;

/// Words that no path may begin with; a node of such a name is written with a leading dot.
pub(crate) const GRAMMAR_WORDS: [&str; 16] = [
    "and", "or", "not", "if", "then", "else", "sum", "min", "max", "count", "abs", "over", "as", "reported", "applies",
    "prior",
];

/// A token and its bytes in the text of the scalar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An id or a word of the grammar, in normal form C.
    Word(String),
    /// Digits, perhaps with a fraction.
    Number,
    /// A quoted unit.
    Quoted(String),
    /// What stands between brackets.
    Bracket(String),
    /// One of the signs.
    Sign(&'static str),
    /// The end of the check.
    End,
}

impl TokenKind {
    /// As a message names it.
    pub(super) fn describe(&self, text: &str) -> String {
        match self {
            Self::End => "the end of the check".to_owned(),
            _ => format!("`{text}`"),
        }
    }
}

/// The signs, longer ones first.
const SIGNS: [&str; 15] = ["==", "!=", "<=", ">=", "..", "<", ">", "+", "-", "*", "/", "(", ")", ",", "."];

/// What people write for a sign, and the sign.
const OTHER_SIGNS: [(&str, &str); 29] = [
    (";", " and"),
    ("；", " and "),
    ("=>", ">="),
    ("=<", "<="),
    ("<>", "!="),
    ("&&", "and"),
    ("||", "or"),
    ("=", "=="),
    ("!", "not "),
    ("&", "and"),
    ("|", "or"),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("×", "*"),
    ("·", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("＋", "+"),
    ("－", "-"),
    ("＝", "=="),
    ("＜", "<"),
    ("＞", ">"),
    ("（", "("),
    ("）", ")"),
    ("，", ","),
    ("［", "["),
    ("］", "]"),
];

/// After this: a list of tokens that ends in [`TokenKind::End`], or one diagnostic.
pub(super) fn tokens(scalar: &Scalar) -> Result<Vec<Token>, Box<Diagnostic>> {
    let text = scalar.text.as_str();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = token(scalar, rest, first, at)?;
        tokens.push(Token { kind, start: at, end: at + length });
        at += length;
    }
    tokens.push(Token { kind: TokenKind::End, start: text.len(), end: text.len() });
    Ok(tokens)
}

fn token(scalar: &Scalar, rest: &str, first: char, at: usize) -> Result<(TokenKind, usize), Box<Diagnostic>> {
    if unicode_ident::is_xid_start(first) || first == '_' {
        let length = word_length(rest);
        return Ok((TokenKind::Word(rest.get(..length).unwrap_or_default().nfc().collect()), length));
    }
    let point_first = first == '.' && rest.chars().nth(1).is_some_and(|next| next.is_ascii_digit());
    if first.is_numeric() || point_first {
        return number(scalar, rest, at);
    }
    if first == '\'' || first == '"' {
        return quoted(scalar, rest, first, at);
    }
    if first == '[' {
        return bracket(scalar, rest, at);
    }
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)).filter(|_| !rest.starts_with("=>")) {
        let wrong = OTHER_SIGNS.iter().any(|(other, _)| other.len() > sign.len() && rest.starts_with(other));
        if !wrong {
            return Ok((TokenKind::Sign(sign), sign.len()));
        }
    }
    let (found, fix) = match OTHER_SIGNS.iter().find(|(other, _)| rest.starts_with(other)) {
        Some((other, sign)) => (*other, Some(*sign)),
        None => (rest.get(..first.len_utf8()).unwrap_or_default(), None),
    };
    let span = scalar.sub(at, at + found.len());
    let message = format!("`{found}` is no sign of a check");
    let diagnostic = Diagnostic::new(Code::ExpressionSyntax, message, span, "not understood");
    Err(Box::new(match fix {
        Some(sign) => diagnostic.replace(format!("write `{}`", sign.trim()), span, sign),
        None => diagnostic.help("a check is made of paths, numbers, `+ - * /`, comparisons and `and or not`"),
    }))
}

fn word_length(rest: &str) -> usize {
    rest.find(|c: char| !unicode_ident::is_xid_continue(c)).unwrap_or(rest.len())
}

fn number(scalar: &Scalar, rest: &str, at: usize) -> Result<(TokenKind, usize), Box<Diagnostic>> {
    let digits = |text: &str| text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let mut length = digits(rest);
    let fraction = rest.get(length..).and_then(|tail| tail.strip_prefix('.'));
    if let Some(fraction) = fraction.filter(|fraction| digits(fraction) > 0) {
        length += 1 + digits(fraction);
    }
    if length > MAX_DIGITS {
        let message = format!("a number has more than {MAX_DIGITS} digits");
        let span = scalar.sub(at, at + length);
        return Err(Box::new(
            Diagnostic::new(Code::ExpressionSyntax, message, span, format!("the limit is {MAX_DIGITS}"))
                .help("no figure has so many; write a shorter one"),
        ));
    }
    let tail = rest.get(length..).unwrap_or_default();
    if tail.starts_with('%') || tail.starts_with('％') {
        let span = scalar.sub(at, at + length + tail.chars().next().map_or(0, char::len_utf8));
        let text = format!("{} / 100", rest.get(..length).unwrap_or_default());
        return Err(Box::new(
            Diagnostic::new(Code::ExpressionSyntax, "a check has no percent sign", span, "write the fraction").replace(
                "divide by 100, or compare with a figure in percent",
                span,
                text,
            ),
        ));
    }
    // A comma within digits may part arguments; only three digits behind it, and no space, are taken for a thousand.
    let thousand = |tail: &str| tail.strip_prefix(',').is_some_and(|group| digits(group) == 3);
    let runs_on = |c: char| unicode_ident::is_xid_continue(c) || c.is_numeric();
    if rest.starts_with('.') || length == 0 || tail.chars().next().is_some_and(runs_on) {
        let word = rest.find(|c: char| !runs_on(c) && c != '.').unwrap_or(rest.len());
        let span = scalar.sub(at, at + word);
        let written = rest.get(..word).unwrap_or_default();
        let (message, label) = match suggest::number(written) {
            Some(_) => ("a number is written in another way than here", "not understood"),
            None => ("a number runs into a word", "neither a number nor a name"),
        };
        let diagnostic = Diagnostic::new(Code::ExpressionSyntax, message, span, label);
        return Err(Box::new(match suggest::number(written) {
            Some(number) => diagnostic.replace(format!("write `{number}`"), span, number),
            None => diagnostic.help("put a space between them, or an operator; ids begin with a letter"),
        }));
    }
    if thousand(tail) {
        let span = scalar.sub(at, at + length + 4);
        let written = rest.get(..length + 4).unwrap_or_default();
        if let Some(number) = suggest::number(written).filter(|_| !tail.get(4..).unwrap_or_default().starts_with('.')) {
            let message = "digits are written without separators";
            let diagnostic = Diagnostic::new(Code::ExpressionSyntax, message, span, "a comma within a number");
            let message = format!("write `{number}`, or a space behind the comma if these are two numbers");
            return Err(Box::new(diagnostic.replace(message, span, number)));
        }
    }
    Ok((TokenKind::Number, length))
}

fn quoted(scalar: &Scalar, rest: &str, quote: char, at: usize) -> Result<(TokenKind, usize), Box<Diagnostic>> {
    let inside = rest.get(1..).unwrap_or_default();
    match inside.find(quote) {
        Some(length) => Ok((TokenKind::Quoted(inside.get(..length).unwrap_or_default().nfc().collect()), length + 2)),
        None => Err(Box::new(
            Diagnostic::new(
                Code::ExpressionSyntax,
                "a quotation mark is not closed",
                scalar.sub(at, at + rest.len()),
                format!("no `{quote}` follows"),
            )
            .help(format!("close the unit's name with `{quote}`")),
        )),
    }
}

fn bracket(scalar: &Scalar, rest: &str, at: usize) -> Result<(TokenKind, usize), Box<Diagnostic>> {
    let inside = rest.get(1..).unwrap_or_default();
    match inside.find([']', '[']).filter(|end| inside.get(*end..).is_some_and(|tail| tail.starts_with(']'))) {
        Some(length) => {
            let text = inside.get(..length).unwrap_or_default();
            Ok((TokenKind::Bracket(text.trim().nfc().collect()), length + 2))
        }
        None => Err(Box::new(
            Diagnostic::new(
                Code::ExpressionSyntax,
                "a bracket is not closed",
                scalar.sub(at, at + 1),
                "no `]` follows this one",
            )
            .help("close it with `]`: `[22]` is the figure of that official code"),
        )),
    }
}
