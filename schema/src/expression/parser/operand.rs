//! What stands between the operators: numbers, calls, parentheses, paths and codes.

use super::{Parsed, Parser, decimal, join};
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::lexer::{GRAMMAR_WORDS, TokenKind};
use crate::expression::{CodeRange, Function, Path, Reference, ReferenceKind, Term, TermKind, Word};

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parsed<Term> {
        match self.peek().clone() {
            TokenKind::Number => {
                let text = self.text();
                let span = self.next();
                Ok(Term { kind: TermKind::Number(decimal(text)), span })
            }
            TokenKind::Sign("(") => {
                let start = self.next();
                let inner = self.statement()?;
                let end = self.expect_sign(")")?;
                Ok(Term { kind: inner.kind, span: join(start, end) })
            }
            TokenKind::Word(word) => match Function::of(&word) {
                Some(function) => self.call(function),
                None => self.path_or_unknown_call(&word),
            },
            TokenKind::Quoted(_) => Err(Box::new(
                Diagnostic::new(Code::ExpressionSyntax, "a text stands in a check", self.span(), "not a figure")
                    .help("quotation marks are for units after `as`; names of figures are written without"),
            )),
            _ => match self.reference(false)? {
                Some(reference) => self.range(reference),
                None => Err(self.unexpected("a figure, a number or `(`")),
            },
        }
    }

    fn path_or_unknown_call(&mut self, word: &str) -> Parsed<Term> {
        if matches!(self.token(1).map(|token| &token.kind), Some(TokenKind::Sign("("))) {
            let span = self.span();
            if GRAMMAR_WORDS.contains(&word) {
                return Err(self.unexpected("a figure, a number or `(`"));
            }
            let names = ["sum", "min", "max", "count", "abs", "reported", "applies"];
            let known = names.join(", ");
            let diagnostic = Diagnostic::new(Code::BadCall, format!("`{word}` is no function"), span, "not a function");
            return Err(Box::new(match crate::suggest::nearest(word, names) {
                Some(name) => diagnostic.replace(format!("did you mean `{name}`?"), span, name),
                None => diagnostic.help(format!("the functions are {known}")),
            }));
        }
        match self.reference(false)? {
            Some(reference) => self.range(reference),
            None => Err(self.unexpected("a figure, a number or `(`")),
        }
    }

    fn range(&mut self, reference: Reference) -> Parsed<Term> {
        let span = reference.span;
        if self.sign("..").is_none() {
            return Ok(Term { kind: TermKind::Reference(reference), span });
        }
        let ReferenceKind::Code(first) = reference.kind else {
            let diagnostic = Diagnostic::new(Code::ExpressionSyntax, "a range begins with a path", span, "not a code");
            let sign = self.tokens.get(self.at.saturating_sub(1));
            return Err(Box::new(match (sign, self.peek()) {
                (Some(sign), TokenKind::Word(_)) => {
                    let sign = self.scalar.sub(sign.start, sign.end);
                    diagnostic.replace("write one dot between names; ranges run between official codes", sign, ".")
                }
                _ => diagnostic.help("ranges run between official codes: `[31]..[44]`"),
            }));
        };
        let TokenKind::Bracket(text) = self.peek() else { return Err(self.unexpected("a code in brackets")) };
        let last = Word { text: text.clone(), span: self.span() };
        let end = self.next();
        let range = CodeRange { prior: reference.prior, first, last };
        Ok(Term { kind: TermKind::Range(range), span: join(span, end) })
    }

    fn call(&mut self, function: Function) -> Parsed<Term> {
        let start = self.next();
        self.expect_sign("(")?;
        let mut arguments = Vec::new();
        if self.peek() != &TokenKind::Sign(")") {
            loop {
                arguments.push(self.deeper(Self::argument)?);
                if self.sign(",").is_none() {
                    break;
                }
            }
        }
        let end = self.sign(")").ok_or_else(|| self.unexpected("`,` or `)`"))?;
        let span = join(start, end);
        let wrong = if function.takes_many() { arguments.is_empty() } else { arguments.len() != 1 };
        if wrong {
            let wanted = if function.takes_many() { "at least one argument" } else { "one argument" };
            let name = function.as_str();
            return Err(Box::new(
                Diagnostic::new(
                    Code::BadCall,
                    format!("`{name}` takes {wanted}, found {}", arguments.len()),
                    span,
                    format!("{wanted} should stand in the parentheses"),
                )
                .help(format!("write `{name}(figure)`")),
            ));
        }
        Ok(Term { kind: TermKind::Call(function, arguments), span })
    }

    fn argument(&mut self) -> Parsed<Term> {
        let term = self.statement()?;
        if self.word("over").is_none() {
            return Ok(term);
        }
        // Dimensions follow, joined by commas; a comma before anything else begins the next argument.
        let mut dimensions = Vec::new();
        let Some(first) = self.reference(false)? else { return Err(self.unexpected("a dimension")) };
        let mut span = join(term.span, first.span);
        dimensions.push(first);
        while self.peek() == &TokenKind::Sign(",") && self.bare_word_follows() {
            self.next();
            if let Some(next) = self.reference(false)? {
                span = join(span, next.span);
                dimensions.push(next);
            }
        }
        Ok(Term { kind: TermKind::Over(Box::new(term), dimensions), span })
    }

    /// Whether after the comma stands a word, and after that a comma or the end of the call.
    fn bare_word_follows(&self) -> bool {
        let word = matches!(self.token(1).map(|token| &token.kind), Some(TokenKind::Word(word))
            if !GRAMMAR_WORDS.contains(&word.as_str()));
        let after = self.token(2).map(|token| &token.kind);
        word && matches!(after, Some(TokenKind::Sign("," | ")")))
    }

    /// A path or a code, with what follows it. `free` reads words of the grammar as names, where no check stands around.
    pub(super) fn reference(&mut self, free: bool) -> Parsed<Option<Reference>> {
        let start = self.span();
        let prior = self.prior();
        if let TokenKind::Bracket(text) = self.peek().clone() {
            let span = self.next();
            if text.is_empty() {
                return Err(Box::new(
                    Diagnostic::new(Code::ExpressionSyntax, "nothing stands in brackets", span, "no code")
                        .help("write an official code, such as `[22]`"),
                ));
            }
            let kind = ReferenceKind::Code(Word { text, span });
            return Ok(Some(Reference { prior, kind, star: None, brackets: Vec::new(), span: join(start, span) }));
        }
        let path_start = self.span();
        let mut path = Path { from_root: self.sign(".").is_some(), words: Vec::new(), span: path_start };
        let TokenKind::Word(word) = self.peek().clone() else {
            return if path.from_root || prior { Err(self.unexpected("an id")) } else { Ok(None) };
        };
        if !free && !path.from_root && !prior && GRAMMAR_WORDS.contains(&word.as_str()) {
            return Ok(None);
        }
        let mut end = self.span();
        self.next();
        path.words.push(Word { text: word, span: end });
        let mut star = None;
        while self.sign(".").is_some() {
            if let Some(span) = self.sign("*") {
                star = Some(span);
                end = span;
                break;
            }
            let TokenKind::Word(word) = self.peek().clone() else { return Err(self.unexpected("an id or `*`")) };
            end = self.span();
            self.next();
            path.words.push(Word { text: word, span: end });
        }
        path.span = join(path_start, path.words.last().map_or(end, |word| word.span));
        let mut brackets = Vec::new();
        while let TokenKind::Bracket(text) = self.peek().clone() {
            end = self.span();
            self.next();
            brackets.push(Word { text, span: end });
        }
        Ok(Some(Reference { prior, kind: ReferenceKind::Path(path), star, brackets, span: join(start, end) }))
    }

    /// Passes over `prior.`, or the `prior` of `prior..x`, whose second dot begins a path at the root.
    fn prior(&mut self) -> bool {
        let is_prior = matches!(self.peek(), TokenKind::Word(word) if word == "prior");
        match self.token(1).map(|token| &token.kind) {
            Some(TokenKind::Sign(".")) if is_prior => {
                self.at += 2;
                true
            }
            Some(TokenKind::Sign("..")) if is_prior => {
                self.at += 1;
                // The two dots are one sign to the lexer; the second one is left standing.
                if let Some(dots) = self.tokens.get_mut(self.at) {
                    dots.kind = TokenKind::Sign(".");
                    dots.start += 1;
                }
                true
            }
            _ => false,
        }
    }
}
