//! Any text gives a tree or one diagnostic, within bounds.

use proptest::prelude::*;

use super::{MAX_DEPTH, MAX_LENGTH, TermKind, parse, parse_path};
use crate::source::{SourceMap, Span};
use crate::syntax::Scalar;

fn scalar(text: &str) -> Scalar {
    let file = SourceMap::new().add("form.yaml", text.as_bytes());
    Scalar::verbatim(text, Span { file, start: 0, end: u32::try_from(text.len()).unwrap_or(u32::MAX) })
}

/// The structure of a check, in parentheses.
fn shown(text: &str) -> String {
    fn show(term: &super::Term) -> String {
        let two = |op: &str, a: &super::Term, b: &super::Term| format!("({op} {} {})", show(a), show(b));
        let many = |op: &str, terms: &[super::Term]| {
            format!("({op} {})", terms.iter().map(show).collect::<Vec<_>>().join(" "))
        };
        match &term.kind {
            TermKind::Number(value) => value.to_string(),
            TermKind::Reference(reference) => match &reference.kind {
                super::ReferenceKind::Code(code) => {
                    format!("{}[{}]", if reference.prior { "prior." } else { "" }, code.text)
                }
                super::ReferenceKind::Path(path) => {
                    let words: Vec<&str> = path.words.iter().map(|word| word.text.as_str()).collect();
                    let prior = if reference.prior { "prior." } else { "" };
                    let root = if path.from_root { "." } else { "" };
                    let star = if reference.star.is_some() { ".*" } else { "" };
                    let brackets: String =
                        reference.brackets.iter().map(|bracket| format!("[{}]", bracket.text)).collect();
                    format!("{prior}{root}{}{star}{brackets}", words.join("."))
                }
            },
            TermKind::As(term, unit) => format!("(as {} {})", show(term), unit.text),
            TermKind::Minus(term) => format!("(- {})", show(term)),
            TermKind::Sum(terms) => {
                let terms: Vec<String> = terms
                    .iter()
                    .map(|(minus, term)| format!("{}{}", if *minus { "-" } else { "+" }, show(term)))
                    .collect();
                format!("(sum {})", terms.join(" "))
            }
            TermKind::Product(a, b) => two("*", a, b),
            TermKind::Quotient(a, b) => two("/", a, b),
            TermKind::Compare(op, a, b) => two(&format!("{op:?}"), a, b),
            TermKind::And(terms) => many("and", terms),
            TermKind::Or(terms) => many("or", terms),
            TermKind::Not(term) => format!("(not {})", show(term)),
            TermKind::If(a, b, c) => {
                let otherwise = c.as_ref().map(|term| format!(" {}", show(term))).unwrap_or_default();
                format!("(if {} {}{otherwise})", show(a), show(b))
            }
            TermKind::Call(function, terms) => many(function.as_str(), terms),
            TermKind::Range(range) => {
                let prior = if range.prior { "prior." } else { "" };
                format!("{prior}[{}..{}]", range.first.text, range.last.text)
            }
            TermKind::Over(term, dimensions) => format!("(over {} {})", show(term), dimensions.len()),
        }
    }
    match parse(&scalar(text)) {
        Ok(term) => show(&term),
        Err(refused) => refused.diagnostic.message,
    }
}

#[test]
fn operators_bind_as_people_expect() {
    for (text, structure) in [
        ("a == b + c * d", "(Equal a (sum +b +(* c d)))"),
        ("a - b - c <= -d / 2", "(AtMost (sum +a -b -c) (/ (- d) 2))"),
        ("not a > b and c > d or e > f", "(or (and (not (Greater a b)) (Greater c d)) (Greater e f))"),
        (
            "if a > 0 then b > 0 else c > 0 and d > 0",
            "(if (Greater a 0) (Greater b 0) (and (Greater c 0) (Greater d 0)))",
        ),
        ("a + b as 件 >= (c + d) as 'u x'", "(AtLeast (sum +a +(as b 件)) (as (sum +c +d) u x))"),
        ("sum(a.*, b) == .sum.min", "(Equal (sum a.* b) .sum.min)"),
        ("[22] == sum([31]..[44])", "(Equal [22] (sum [31..44]))"),
        ("prior.a.b != x[m][a.b]", "(NotEqual prior.a.b x[m][a.b])"),
        ("prior..a.b == sum(prior.sum.*)", "(Equal prior..a.b (sum prior.sum.*))"),
        ("prior.[22] == sum(prior.[31]..[44])", "(Equal prior.[22] (sum prior.[31..44]))"),
        ("sum(x over a, b, 3) == max(y over c)", "(Equal (sum (over x 2) 3) (max (over y 1)))"),
        ("收到申请数 == 当面 + 0.50", "(Equal 收到申请数 (sum +当面 +1/2))"),
        ("reported(a) == (b > 1)", "(Equal (reported a) (Greater b 1))"),
        ("a == b\n  + c", "(Equal a (sum +b +c))"),
    ] {
        assert_eq!(shown(text), structure, "{text}");
    }
}

#[test]
fn depth_and_length_are_bounded() {
    for deep in [
        format!("{}a{} == 1", "(".repeat(5000), ")".repeat(5000)),
        format!("{}a == 1", "not ".repeat(5000)),
        format!("a == {}1", "-".repeat(5000)),
        format!("a == {}1", "1 * ".repeat(5000)),
        "if a > 1 then ".repeat(4000),
        format!("{}a", "abs(".repeat(5000)),
    ] {
        assert_eq!(shown(&deep), format!("the check is nested deeper than {MAX_DEPTH} levels"));
    }
    assert_eq!(shown(&"a".repeat(MAX_LENGTH + 1)), format!("the check is longer than {MAX_LENGTH} bytes"));
    // Long sums are no deeper than short ones.
    assert!(shown(&format!("a == {}1", "1 + ".repeat(10_000))).starts_with("(Equal a (sum"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_within_its_place(text in "\\PC{0,60}") {
        let scalar = scalar(&text);
        for span in [parse(&scalar).map(|term| term.span).map_err(|refused| refused.diagnostic), parse_path(&scalar).map(|path| path.span)]
            .into_iter()
            .map(|read| read.unwrap_or_else(|diagnostic| diagnostic.primary.span))
        {
            prop_assert!(span.start <= span.end && span.end as usize <= text.len());
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }

    #[test]
    fn any_row_of_tokens_is_read_or_refused(tokens in prop::collection::vec(
        prop::sample::select(vec![
            "a", "b.c", ".", "件", "1", "0.5", "+", "-", "*", "/", "==", "<=", "!=", "(", ")", "[2]", "[", "]", "..", ",",
            "and", "or", "not", "if", "then", "else", "sum(", "min", "over", "as", "prior.", "reported(", ".*", "'", " ",
        ]), 0..30)) {
        let text = tokens.concat();
        let _ = parse(&scalar(&text));
        let _ = parse(&scalar(&tokens.join(" ")));
    }
}
