//! Marks: tokens that a cell may hold instead of a figure.
//!
//! After this: no two marks share a spelling, and every range has something in it.

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;

use super::number;
use super::value;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_MARKS;
use crate::model::{Mark, MarkId, Meaning};
use crate::source::Span;
use crate::suggest;
use crate::syntax::{FormFile, MarkMeaning, Range, Scalar};

/// The marks of a form.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// In file order.
    pub(crate) list: Vec<Mark>,
    by_token: BTreeMap<String, MarkId>,
    used: Vec<bool>,
    effort: suggest::Effort,
    /// `marks` could not be read: nothing can be said of a token.
    unreadable: bool,
}

/// Reads `marks`.
pub(crate) fn marks(file: &FormFile, out: &mut Vec<Diagnostic>) -> Marks {
    let mut marks =
        Marks { unreadable: super::unreadable(file, "marks", out) || file.marks.len() > MAX_MARKS, ..Marks::default() };
    let mut spellings: BTreeMap<&str, Span> = BTreeMap::new();
    if let Some(mark) = file.marks.get(MAX_MARKS) {
        let message = format!("the form has {} marks; the limit is {MAX_MARKS}", file.marks.len());
        out.push(
            Diagnostic::new(Code::TooManyFigures, message, mark.token.span, "one too many")
                .help("a list of codes says which codes a cell may hold: `type: code`"),
        );
    }
    for mark in file.marks.iter().take(MAX_MARKS) {
        for spelling in std::iter::once(&mark.token).chain(&mark.also) {
            if spelling.text.trim().is_empty() {
                out.push(
                    Diagnostic::new(Code::DuplicateMark, "a mark is empty", spelling.span, "an empty cell is a blank")
                        .help("a blank means 'not reported', or what `blank` says; a mark is a text"),
                );
            } else if let Some(first) = spellings.get(spelling.text.as_str()) {
                out.push(
                    Diagnostic::new(
                        Code::DuplicateMark,
                        format!("the spelling `{}` stands twice among the marks", spelling.text),
                        spelling.span,
                        "again here",
                    )
                    .also(*first, "first here")
                    .help("give each mark spellings of its own"),
                );
            } else {
                spellings.insert(&spelling.text, spelling.span);
            }
        }
        let meaning = meaning(&mark.meaning, out);
        marks.by_token.entry(mark.token.text.clone()).or_insert(MarkId(marks.list.len() as u32));
        marks.list.push(Mark {
            token: mark.token.text.clone(),
            also: mark.also.iter().map(|also| also.text.clone()).collect(),
            meaning,
            span: mark.token.span,
        });
        marks.used.push(false);
    }
    marks
}

fn meaning(meaning: &MarkMeaning, out: &mut Vec<Diagnostic>) -> Meaning {
    let (range, withheld) = match meaning {
        MarkMeaning::NotApplicable(_) => return Meaning::NotApplicable,
        MarkMeaning::Range(range) => (Some(range), false),
        MarkMeaning::Suppressed(range) => (range.as_ref(), true),
    };
    let (lower, upper) = range.map_or((None, None), |range| ends(range, out));
    Meaning::Range { lower, upper, withheld }
}

type End = Option<(BigRational, bool)>;

fn ends(range: &Range, out: &mut Vec<Diagnostic>) -> (End, End) {
    let bounds = &range.bounds;
    let mut end = |closed: Option<&Scalar>, open: Option<&Scalar>, words: &str| {
        if let (Some(first), Some(second)) = (closed, open) {
            out.push(value::two_bounds(first, second, words));
        }
        match (closed, open) {
            (Some(closed), _) => number::rational(closed, out).map(|value| (value, false)),
            (None, Some(open)) => number::rational(open, out).map(|value| (value, true)),
            (None, None) => None,
        }
    };
    let lower = end(bounds.min.as_ref(), bounds.above.as_ref(), "`min` and `above`");
    let upper = end(bounds.max.as_ref(), bounds.below.as_ref(), "`max` and `below`");
    if value::nothing_between(lower.as_ref(), upper.as_ref(), None) {
        out.push(
            Diagnostic::new(
                Code::EmptyMark,
                "a mark stands for an empty range",
                range.span,
                "nothing lies in this range",
            )
            .help("the lower end must lie below the upper one"),
        );
        return (None, None);
    }
    (lower, upper)
}

impl Marks {
    /// A mark.
    pub(crate) fn get(&self, id: MarkId) -> Option<&Mark> {
        self.list.get(id.0 as usize)
    }

    /// The marks of `takes`, which from now on count as used.
    pub(crate) fn find(&mut self, tokens: &[Scalar], out: &mut Vec<Diagnostic>) -> Vec<MarkId> {
        let mut found: Vec<MarkId> = Vec::new();
        let mut seen = BTreeSet::new();
        for token in tokens {
            if let Some(id) = self.by_token.get(&token.text) {
                if seen.insert(*id) {
                    found.push(*id);
                }
                continue;
            }
            if self.unreadable {
                continue;
            }
            let diagnostic = Diagnostic::new(
                Code::UnknownMark,
                format!("the mark `{}` is not defined", token.text),
                token.span,
                "no such mark",
            );
            // Spellings are for readers; `takes` names the token.
            let spelling = self.list.iter().find(|mark| mark.also.contains(&token.text));
            let near = spelling.map(|mark| mark.token.as_str());
            let tokens = self.by_token.keys().map(String::as_str);
            let near = near.or_else(|| self.effort.nearest(&token.text, tokens));
            if let Some(used) =
                near.and_then(|near| self.by_token.get(near)).and_then(|id| self.used.get_mut(id.0 as usize))
            {
                *used = true;
            }
            out.push(match near {
                Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), token.span, format!("\"{near}\"")),
                None => {
                    let define = format!("define it under `marks`: `\"{}\": not_applicable`", token.text);
                    diagnostic.help(match suggest::choice(self.list.iter().map(|mark| mark.token.as_str())) {
                        others if others.is_empty() => define,
                        others => format!("{define}; or use {others}"),
                    })
                }
            });
        }
        found
    }

    /// A cell takes these.
    pub(crate) fn mark_used(&mut self, ids: &[MarkId]) {
        for id in ids {
            if let Some(used) = self.used.get_mut(id.0 as usize) {
                *used = true;
            }
        }
    }

    /// A warning for every mark that no cell takes.
    pub(crate) fn report_unused(&self, out: &mut Vec<Diagnostic>) {
        for mark in self.list.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(mark, _)| mark) {
            out.push(
                Diagnostic::new(
                    Code::UnusedMark,
                    format!("the mark `{}` is never taken", mark.token),
                    mark.span,
                    "no cell takes this mark",
                )
                .help(format!("say where it may stand: `takes: [\"{}\"]`; or take it away", mark.token)),
            );
        }
    }
}
