//! A parser by precedence: `if`, `or`, `and`, `not`, comparisons, sums, products, signs, `as`.

mod operand;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::lexer::{GRAMMAR_WORDS, Token, TokenKind, tokens};
use super::{MAX_DEPTH, MAX_LENGTH, Path, Reference, ReferenceKind, Term, TermKind, Word};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Operator;
use crate::source::Span;
use crate::syntax::Scalar;

type Parsed<T> = Result<T, Box<Diagnostic>>;

/// Why a check could not be read.
pub(crate) struct Refused {
    /// The first thing that does not fit, with what was expected and a way out.
    pub(crate) diagnostic: Box<Diagnostic>,
    /// Words of the grammar at that place which may have been meant as names of nodes, the likeliest first.
    pub(crate) words: Vec<Word>,
}

/// Reads a check.
///
/// # Errors
///
/// The first thing that does not fit.
pub(crate) fn parse(scalar: &Scalar) -> Result<Term, Refused> {
    let refused = |diagnostic: Box<Diagnostic>, words| Refused { diagnostic, words };
    let mut parser = Parser::new(scalar).map_err(|diagnostic| refused(diagnostic, Vec::new()))?;
    parse_all(&mut parser).map_err(|diagnostic| refused(diagnostic, parser.grammar_words()))
}

fn parse_all(parser: &mut Parser<'_>) -> Parsed<Term> {
    let scalar = parser.scalar;
    if parser.peek() == &TokenKind::End {
        return Err(Box::new(
            Diagnostic::new(Code::ExpressionSyntax, "the check is empty", scalar.span, "nothing is said here")
                .help("say what must hold, such as `total == men + women`"),
        ));
    }
    let term = parser.statement()?;
    parser.finish()?;
    Ok(term)
}

/// Reads a path that stands alone, such as that of `whole`.
///
/// # Errors
///
/// Where it is no path.
pub(crate) fn parse_path(scalar: &Scalar) -> Parsed<Path> {
    match parse_placeholder(scalar)? {
        Reference { prior: false, kind: ReferenceKind::Path(path), .. } => Ok(path),
        other => Err(no_path(other.span)),
    }
}

/// Reads what stands in the braces of a message: a path or a code, perhaps of the report of one period earlier.
///
/// # Errors
///
/// Where it is neither.
pub(crate) fn parse_placeholder(scalar: &Scalar) -> Parsed<Reference> {
    let mut parser = Parser::new(scalar)?;
    let Some(reference) = parser.reference(true)? else { return Err(parser.unexpected("a path")) };
    parser.finish()?;
    if reference.star.is_some() || !reference.brackets.is_empty() {
        return Err(no_path(reference.span));
    }
    Ok(reference)
}

fn no_path(span: Span) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Code::ExpressionSyntax, "a path is expected", span, "not a path")
            .help("write the ids from an outer node down, joined by dots"),
    )
}

struct Parser<'a> {
    scalar: &'a Scalar,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn new(scalar: &'a Scalar) -> Parsed<Self> {
        if scalar.text.len() > MAX_LENGTH {
            return Err(Box::new(
                Diagnostic::new(
                    Code::ExpressionSyntax,
                    format!("the check is longer than {MAX_LENGTH} bytes"),
                    scalar.span,
                    format!("{} bytes", scalar.text.len()),
                )
                .help("say it in several checks, or sum with `x.*`"),
            ));
        }
        Ok(Self { scalar, tokens: tokens(scalar)?, at: 0, depth: 0 })
    }

    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).or(self.tokens.last())
    }

    fn peek(&self) -> &TokenKind {
        self.token(0).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn span(&self) -> Span {
        self.token(0).map_or(self.scalar.span, |token| self.scalar.sub(token.start, token.end))
    }

    fn text(&self) -> &'a str {
        self.token(0).and_then(|token| self.scalar.text.get(token.start..token.end)).unwrap_or_default()
    }

    fn next(&mut self) -> Span {
        let span = self.span();
        self.at += 1;
        span
    }

    fn sign(&mut self, sign: &str) -> Option<Span> {
        matches!(self.peek(), TokenKind::Sign(found) if *found == sign).then(|| self.next())
    }

    fn word(&mut self, word: &str) -> Option<Span> {
        matches!(self.peek(), TokenKind::Word(found) if found == word).then(|| self.next())
    }

    fn unexpected(&self, expected: &str) -> Box<Diagnostic> {
        let found = self.peek().describe(self.text());
        let mut span = self.span();
        if span.start == span.end {
            // The end is shown beneath the last character.
            let text = &self.scalar.text;
            let last = text.chars().next_back().map_or(0, char::len_utf8);
            span = self.scalar.sub(text.len() - last, text.len());
        }
        let mut diagnostic = Diagnostic::new(
            Code::ExpressionSyntax,
            format!("expected {expected}, found {found}"),
            span,
            format!("{expected} should stand here"),
        );
        if let TokenKind::Word(word) = self.peek()
            && GRAMMAR_WORDS.contains(&word.as_str())
        {
            diagnostic = diagnostic.help(format!(
                "`{word}` is a word of the grammar; a node of that name is written from the root, with a leading dot"
            ));
        } else if self.peek() == &TokenKind::End {
            diagnostic = diagnostic.help(format!("add {expected}, or take away what stands before the end"));
        } else {
            diagnostic = diagnostic.help(self.way_out(expected));
        }
        Box::new(diagnostic)
    }

    /// What to do about the token at hand, where `expected` should stand.
    fn way_out(&self, expected: &str) -> String {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        match (before, self.peek()) {
            _ if expected == "`then`" => "write `if … then …`, and perhaps `else …`".to_owned(),
            (Some(TokenKind::Number), TokenKind::Word(word)) => format!(
                "a bare number is in the unit of the figure beside it; if `{word}` is a unit, leave it out or write `as {word}`"
            ),
            (_, TokenKind::Sign(")")) => "take it away, or write the `(` that it closes".to_owned(),
            (_, TokenKind::Sign("..")) => {
                "names are joined by one dot; a range runs between codes: `[31]..[44]`".to_owned()
            }
            _ => "a check compares figures, such as `total == men + women`".to_owned(),
        }
    }

    /// Words of the grammar where the parser stands: the token at hand and the one before it.
    fn grammar_words(&self) -> Vec<Word> {
        let here = [Some(self.at), self.at.checked_sub(1)];
        let tokens = here.into_iter().flatten().filter_map(|at| self.tokens.get(at));
        let words = tokens.filter_map(|token| match &token.kind {
            TokenKind::Word(word) if GRAMMAR_WORDS.contains(&word.as_str()) => {
                Some(Word { text: word.clone(), span: self.scalar.sub(token.start, token.end) })
            }
            _ => None,
        });
        words.collect()
    }

    fn expect_sign(&mut self, sign: &'static str) -> Parsed<Span> {
        self.sign(sign).ok_or_else(|| self.unexpected(&format!("`{sign}`")))
    }

    fn finish(&mut self) -> Parsed<()> {
        if self.peek() == &TokenKind::End { Ok(()) } else { Err(self.unexpected("an operator or the end")) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Box::new(
                Diagnostic::new(
                    Code::ExpressionSyntax,
                    format!("the check is nested deeper than {MAX_DEPTH} levels"),
                    self.span(),
                    "one level too many",
                )
                .help("say it in several checks"),
            ));
        }
        let result = read(self);
        self.depth -= 1;
        result
    }

    fn statement(&mut self) -> Parsed<Term> {
        self.deeper(|parser| {
            let Some(start) = parser.word("if") else { return parser.or() };
            let condition = parser.statement()?;
            if parser.word("then").is_none() {
                return Err(parser.unexpected("`then`"));
            }
            let then = parser.statement()?;
            let otherwise = if parser.word("else").is_some() { Some(parser.statement()?) } else { None };
            let span = join(start, otherwise.as_ref().map_or(then.span, |term| term.span));
            Ok(Term { kind: TermKind::If(Box::new(condition), Box::new(then), otherwise.map(Box::new)), span })
        })
    }

    fn or(&mut self) -> Parsed<Term> {
        self.several("or", Self::and, TermKind::Or)
    }

    fn and(&mut self) -> Parsed<Term> {
        self.several("and", Self::not, TermKind::And)
    }

    fn several(
        &mut self,
        word: &str,
        read: fn(&mut Self) -> Parsed<Term>,
        make: fn(Vec<Term>) -> TermKind,
    ) -> Parsed<Term> {
        let first = read(self)?;
        let mut span = first.span;
        let mut terms = vec![first];
        while self.word(word).is_some() {
            let term = read(self)?;
            span = join(span, term.span);
            terms.push(term);
        }
        match terms.pop() {
            Some(only) if terms.is_empty() => Ok(only),
            last => {
                terms.extend(last);
                Ok(Term { kind: make(terms), span })
            }
        }
    }

    fn not(&mut self) -> Parsed<Term> {
        if let Some(start) = self.word("not") {
            let term = self.deeper(Self::not)?;
            let span = join(start, term.span);
            return Ok(Term { kind: TermKind::Not(Box::new(term)), span });
        }
        if matches!(self.peek(), TokenKind::Word(word) if word == "if") {
            return self.statement();
        }
        self.comparison()
    }

    fn operator(&mut self) -> Option<Operator> {
        let TokenKind::Sign(sign) = self.peek() else { return None };
        let operator = match *sign {
            "==" => Operator::Equal,
            "!=" => Operator::NotEqual,
            "<" => Operator::Less,
            "<=" => Operator::AtMost,
            ">" => Operator::Greater,
            ">=" => Operator::AtLeast,
            _ => return None,
        };
        self.next();
        Some(operator)
    }

    fn comparison(&mut self) -> Parsed<Term> {
        let left = self.sum()?;
        let Some(operator) = self.operator() else { return Ok(left) };
        let right = self.sum()?;
        let place = self.span();
        let sign = self.text();
        if self.operator().is_some() {
            let slice = |span: Span| self.slice(span);
            let both = format!("{} and {} {sign} …", slice(join(left.span, right.span)), slice(right.span));
            return Err(Box::new(
                Diagnostic::new(Code::ChainedComparison, "comparisons do not chain", place, "a second comparison")
                    .also(join(left.span, right.span), "the first one")
                    .replace(format!("join two comparisons by `and`: `{both}`"), place, {
                        format!("and {} {sign}", slice(right.span))
                    }),
            ));
        }
        let span = join(left.span, right.span);
        Ok(Term { kind: TermKind::Compare(operator, Box::new(left), Box::new(right)), span })
    }

    /// The text of a span of this check. The scalar may be escaped or folded, so the tokens are looked up.
    fn slice(&self, span: Span) -> String {
        let bytes = |token: &&Token| {
            let place = self.scalar.sub(token.start, token.end);
            place.start >= span.start && place.end <= span.end && token.kind != TokenKind::End
        };
        let mut inside = self.tokens.iter().filter(bytes);
        let first = inside.next();
        let last = inside.next_back().or(first);
        let range = first.zip(last).map_or(0..0, |(first, last)| first.start..last.end);
        self.scalar.text.get(range).unwrap_or_default().to_owned()
    }

    fn sum(&mut self) -> Parsed<Term> {
        let first = self.product()?;
        let mut span = first.span;
        let mut terms = vec![(false, first)];
        loop {
            let minus = if self.sign("+").is_some() {
                false
            } else if self.sign("-").is_some() {
                true
            } else {
                break;
            };
            let term = self.product()?;
            span = join(span, term.span);
            terms.push((minus, term));
        }
        match terms.pop() {
            Some((false, only)) if terms.is_empty() => Ok(only),
            last => {
                terms.extend(last);
                Ok(Term { kind: TermKind::Sum(terms), span })
            }
        }
    }

    fn product(&mut self) -> Parsed<Term> {
        let depth = self.depth;
        let mut left = self.signed()?;
        loop {
            let quotient = if self.sign("*").is_some() {
                false
            } else if self.sign("/").is_some() {
                true
            } else {
                break;
            };
            let right = self.deeper(Self::signed)?;
            // A chain of products is as deep as it is long; the depth is given back at its end.
            self.depth += 1;
            let span = join(left.span, right.span);
            let (left_box, right_box) = (Box::new(left), Box::new(right));
            let kind =
                if quotient { TermKind::Quotient(left_box, right_box) } else { TermKind::Product(left_box, right_box) };
            left = Term { kind, span };
        }
        self.depth = depth;
        Ok(left)
    }

    fn signed(&mut self) -> Parsed<Term> {
        if let Some(start) = self.sign("-") {
            let term = self.deeper(Self::signed)?;
            let span = join(start, term.span);
            return Ok(Term { kind: TermKind::Minus(Box::new(term)), span });
        }
        if self.sign("+").is_some() {
            return self.deeper(Self::signed);
        }
        let mut term = self.primary()?;
        while self.word("as").is_some() {
            let unit = match self.peek() {
                TokenKind::Word(word) if !GRAMMAR_WORDS.contains(&word.as_str()) => word.clone(),
                TokenKind::Quoted(word) => word.clone(),
                _ => return Err(self.unexpected("a unit")),
            };
            let span = self.next();
            let all = join(term.span, span);
            term = Term { kind: TermKind::As(Box::new(term), Word { text: unit, span }), span: all };
            if matches!(self.peek(), TokenKind::Word(word) if word == "as") {
                return Err(Box::new(
                    Diagnostic::new(
                        Code::ExpressionSyntax,
                        "a figure is converted twice",
                        self.span(),
                        "a second `as`",
                    )
                    .also(span, "the first unit")
                    .help("name the last unit only, or put the first conversion in parentheses"),
                ));
            }
        }
        Ok(term)
    }
}

fn join(a: Span, b: Span) -> Span {
    Span { file: a.file, start: a.start.min(b.start), end: a.end.max(b.end) }
}

/// Digits, perhaps with a fraction.
fn decimal(text: &str) -> BigRational {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap_or_default();
    BigRational::new(digits, BigInt::from(10).pow(u32::try_from(fraction.len()).unwrap_or(u32::MAX)))
}
