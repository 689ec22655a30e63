//! The names in the texts of a node, each with what it meant in the base.

use std::ops::Range;

use super::names::{Means, Names};
use crate::check::{SLOTS, braces};
use crate::expression::{self, Path, Reference, ReferenceKind, Term, TermKind, Word};
use crate::revision::nodes::{HEADER, Kind, ROOT, spelt};
use crate::source::Span;
use crate::yaml::Scalar;

/// A name in a text.
#[derive(Debug)]
pub(super) struct Found {
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
    /// What it named in the base.
    pub(super) target: usize,
    /// What it would name now.
    pub(super) now: Means,
    pub(super) how: How,
}

/// How something is named.
#[derive(Debug)]
pub(super) enum How {
    /// By a path of so many names.
    Path { count: usize, from_root: bool },
    /// By its official code, in brackets.
    Code,
    /// The same, as an end of a range.
    End,
    /// By its id alone.
    Id,
    /// A member, in brackets or not, perhaps behind the id of its dimension.
    Member { brackets: bool, with_dimension: bool, of: Option<usize> },
}

/// Looks names up in the base and in what came of it.
pub(super) struct Finder<'n, 'a> {
    pub(super) before: &'n Names<'a>,
    pub(super) now: &'n Names<'a>,
    /// The node that says the text.
    pub(super) owner: usize,
}

impl Finder<'_, '_> {
    /// The dimension whose check this is, if it is one's.
    fn dimension(&self) -> Option<usize> {
        let is_of = matches!(self.before.nodes.kind(self.owner), Some(Kind::Dimension | Kind::Member));
        is_of.then(|| self.before.dimension_of(self.owner))?
    }

    /// The names in a check.
    pub(super) fn line(&self, line: &Scalar) -> Vec<Found> {
        let mut found = Vec::new();
        // Places in it are bytes of the text.
        if let Ok(term) = expression::parse(&plain(line, &line.text)) {
            self.term(&term, &mut found);
        }
        found
    }

    /// The names in the placeholders of a message.
    pub(super) fn message(&self, text: &Scalar) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, start, _) in braces(text, &mut Vec::new()) {
            if SLOTS.contains(&name) {
                continue;
            }
            let mut here = Vec::new();
            if let Ok(reference) = expression::parse_placeholder(&plain(text, name)) {
                self.reference(&reference, &mut here);
            }
            found.extend(here.into_iter().map(|mut one| {
                one.range = start + one.range.start..start + one.range.end;
                one
            }));
        }
        found
    }

    /// The node that a path alone names.
    pub(super) fn path_alone(&self, said: &Scalar) -> Vec<Found> {
        let mut found = Vec::new();
        if let Some(dimension) = self.dimension() {
            // Among members only the dimension itself can be a whole.
            let of = self.before.nodes.id(dimension);
            if of.as_deref() == Some(spelt(&said.text).as_str()) {
                found.extend(self.dimension_named(&said.text, 0));
            }
            return found;
        }
        if let Ok(path) = expression::parse_path(&plain(said, &said.text)) {
            self.path(&path, &mut found);
        }
        found
    }

    /// The dimension of this name, which begins at a byte.
    pub(super) fn dimension_named(&self, name: &str, start: usize) -> Option<Found> {
        let id = spelt(name);
        let target = self.before.dimension(&id)?;
        let now = self.now.dimension(&id).map_or(Means::Nothing, Means::Node);
        Some(Found { range: start..start + name.len(), target, now, how: How::Id })
    }

    /// The field of the header of this name.
    pub(super) fn field(&self, name: &str) -> Option<Found> {
        let id = spelt(name);
        let target = self.before.child(HEADER, &id)?;
        let now = self.now.child(HEADER, &id).map_or(Means::Nothing, Means::Node);
        Some(Found { range: 0..name.len(), target, now, how: How::Id })
    }

    /// The check of the tree that is tuned, where its id tells a dimension or a member.
    pub(super) fn tuned(&self, id: &str) -> Vec<Found> {
        let mut steps = id.split('.');
        let (Some(first @ ("over" | "key" | "rows")), Some(dimension)) = (steps.next(), steps.next()) else {
            return Vec::new();
        };
        let start = first.len() + 1;
        let mut found: Vec<Found> = self.dimension_named(dimension, start).into_iter().collect();
        if let (Some(member), Some(of)) = (steps.next(), found.first().map(|found| found.target)) {
            let at = start + dimension.len() + 1;
            found.extend(self.member(&[of], member, at..at + member.len(), false, None));
        }
        found
    }

    /// What a name in `except` blocks out: a member, or an item.
    pub(super) fn excepted(&self, name: &str) -> Option<Found> {
        let mut by = self.before.by(self.owner);
        let mut beneath = Vec::new();
        let mut open = vec![self.owner];
        while let Some(at) = open.pop() {
            by.extend(self.before.by(at).into_iter().filter(|one| !by.contains(one)).collect::<Vec<_>>());
            beneath.push(at);
            open.extend(self.before.nodes.get(at).map(|node| node.children.as_slice()).unwrap_or_default());
        }
        if let Some((dimension, "total")) = name.split_once('.') {
            return self.dimension_named(dimension, 0);
        }
        if let Some(found) = self.member(&by, name, 0..name.len(), false, None) {
            return Some(found);
        }
        let id = spelt(name);
        let has = |at: &usize| self.before.nodes.id(*at).as_deref() == Some(id.as_str());
        let (target, count) = if id.contains('.') {
            (self.before.nodes.at_home(&id)?, id.split('.').count())
        } else {
            (beneath.into_iter().chain(self.before.nodes.above(self.owner)).find(has)?, 1)
        };
        let goes_on_as = self.now.path(target);
        let is_same = goes_on_as == id || count == 1 && self.now.nodes.id(target).as_deref() == Some(id.as_str());
        let now = if is_same { Means::Node(target) } else { Means::Nothing };
        let how = if count == 1 { How::Id } else { How::Path { count, from_root: false } };
        Some(Found { range: 0..name.len(), target, now, how })
    }

    fn term(&self, term: &Term, found: &mut Vec<Found>) {
        match &term.kind {
            TermKind::Number(_) => {}
            TermKind::Reference(reference) => self.reference(reference, found),
            TermKind::Range(range) => {
                for end in [&range.first, &range.last] {
                    self.code(end, How::End, found);
                }
            }
            TermKind::Over(inner, over) => {
                self.term(inner, found);
                for dimension in over {
                    if let ReferenceKind::Path(Path { words, .. }) = &dimension.kind
                        && let [word] = words.as_slice()
                    {
                        found.extend(self.dimension_named(&word.text, word.span.start as usize).map(|mut one| {
                            one.range = range(word.span);
                            one
                        }));
                    }
                }
            }
            TermKind::As(inner, _) | TermKind::Minus(inner) | TermKind::Not(inner) => self.term(inner, found),
            TermKind::Sum(terms) => terms.iter().for_each(|(_, term)| self.term(term, found)),
            TermKind::Product(a, b) | TermKind::Quotient(a, b) | TermKind::Compare(_, a, b) => {
                self.term(a, found);
                self.term(b, found);
            }
            TermKind::And(terms) | TermKind::Or(terms) | TermKind::Call(_, terms) => {
                terms.iter().for_each(|term| self.term(term, found));
            }
            TermKind::If(condition, then, otherwise) => {
                self.term(condition, found);
                self.term(then, found);
                otherwise.iter().for_each(|term| self.term(term, found));
            }
        }
    }

    fn reference(&self, reference: &Reference, found: &mut Vec<Found>) {
        let own = self.dimension();
        let target = match (&reference.kind, own) {
            (ReferenceKind::Path(path), None) => self.path(path, found),
            (ReferenceKind::Path(path), Some(own)) => {
                if let [word] = path.words.as_slice() {
                    found.extend(self.member(&[own], &word.text, range(word.span), false, None));
                }
                None
            }
            (ReferenceKind::Code(code), _) => self.code(code, How::Code, found),
        };
        let by = match (own, target) {
            (None, Some(target)) => self.before.by(target),
            (None, None) => return,
            // Which figures have the dimension, and what others, is told nowhere here.
            (Some(own), _) => {
                let all = self.before.nodes.get(crate::revision::nodes::DIMENSIONS);
                let all = all.map(|all| all.children.as_slice()).unwrap_or_default();
                all.iter().copied().filter(|one| *one != own).collect()
            }
        };
        for word in reference.brackets.iter().filter(|word| word.text != "total") {
            if let Some((dimension, "total")) = word.text.split_once('.') {
                let named = self.dimension_named(dimension, 0);
                let Some(mut one) = named.filter(|named| by.contains(&named.target)) else { continue };
                let start = word.span.start as usize + 1;
                one.range = start..start + dimension.len();
                found.push(one);
                continue;
            }
            found.extend(self.member(&by, &word.text, range(word.span), true, target));
        }
    }

    fn path(&self, path: &Path, found: &mut Vec<Found>) -> Option<usize> {
        let words = || path.words.iter().map(|word| word.text.as_str());
        let Means::Node(target) = self.before.means(self.owner, words(), path.from_root) else { return None };
        if target == ROOT || target == HEADER {
            return None;
        }
        let now = self.now.means(self.owner, words(), path.from_root);
        let how = How::Path { count: path.words.len(), from_root: path.from_root };
        found.push(Found { range: range(path.span), target, now, how });
        Some(target)
    }

    fn code(&self, code: &Word, how: How, found: &mut Vec<Found>) -> Option<usize> {
        let look = |names: &Names<'_>| match self.dimension() {
            Some(own) => names.member_code(own, &code.text),
            None => names.code(&code.text),
        };
        let target = look(self.before)?;
        let now = look(self.now).map_or(Means::Nothing, Means::Node);
        found.push(Found { range: range(code.span), target, now, how });
        Some(target)
    }

    /// The dimension that a dimension of the base has become, which may be written out anew.
    fn dimension_now(&self, dimension: usize) -> Option<usize> {
        if self.now.has(dimension) {
            return Some(dimension);
        }
        self.now.dimension(&self.before.nodes.id(dimension)?)
    }

    /// A member among some dimensions of the base. `of` is the node that has them, where there is one.
    fn member(
        &self,
        by: &[usize],
        name: &str,
        range: Range<usize>,
        brackets: bool,
        of: Option<usize>,
    ) -> Option<Found> {
        let id = spelt(name);
        let target = self.before.member_among(by, &id)?;
        let by_now = match of {
            Some(of) => self.now.by(of),
            None => by.iter().filter_map(|one| self.dimension_now(*one)).collect(),
        };
        let now = self.now.member_among(&by_now, &id).map_or(Means::Nothing, Means::Node);
        let how = How::Member { brackets, with_dimension: id.contains('.'), of };
        Some(Found { range, target, now, how })
    }
}

/// A text whose places are its own bytes.
fn plain(of: &Scalar, text: &str) -> Scalar {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    Scalar::verbatim(text, Span { file: of.span.file, start: 0, end })
}

fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
