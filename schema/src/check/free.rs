//! Free dimensions: those of the figures of a check that no bracket and no `over` takes away. The check holds for every
//! member, and the whole, of all of them.

use super::dimension::{self, Binding, Slot};
use super::formula::Formulas;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Reference, ReferenceKind, Term, TermKind, Word};
use crate::model::NodeId;
use crate::source::Span;
use crate::suggest;

impl Formulas<'_> {
    /// The free dimensions of a check, in the order in which its first figure has them. None where figures differ in
    /// them, which is reported. What leads nowhere is passed over: it is reported where it is read.
    pub(super) fn free(&self, from: NodeId, term: &Term, out: &mut Vec<Diagnostic>) -> Option<Vec<usize>> {
        let mut found: Vec<(Vec<usize>, Span)> = Vec::new();
        self.collect(from, term, &[], &mut found);
        let mut found = found.into_iter();
        let Some((first, place)) = found.next() else { return Some(Vec::new()) };
        let is_other = |other: &Vec<usize>| other.len() != first.len() || other.iter().any(|one| !first.contains(one));
        let Some((other, span)) = found.find(|(other, _)| is_other(other)) else { return Some(first) };
        let dimensions = &self.scope.tree.dimensions;
        let (one, two) = (dimension::named(dimensions, &first), dimension::named(dimensions, &other));
        out.push(
            Diagnostic::new(
                Code::FreeDimensions,
                "figures with different free dimensions stand in one check",
                span,
                format!("this has {two}"),
            )
            .also(place, format!("this has {one}"))
            .help("choose a member in brackets, such as `x[total]`, or add up with `sum(x over dimension)`"),
        );
        None
    }

    fn collect(&self, from: NodeId, term: &Term, taken: &[usize], found: &mut Vec<(Vec<usize>, Span)>) {
        match &term.kind {
            TermKind::Number(_) => {}
            TermKind::Reference(reference) => {
                let Some(node) = self.find(from, reference) else { return };
                let by = self.scope.tree.by(node);
                let Ok(brackets) = self.brackets(node, reference) else { return };
                let is_free = |one: &&usize| !taken.contains(one) && !brackets.contains_key(one);
                found.push((by.iter().filter(is_free).copied().collect(), reference.span));
            }
            TermKind::Range(range) => {
                let ends = [&range.first, &range.last].map(|word| self.scope.code(word).ok());
                for node in ends.into_iter().flatten() {
                    let free = self.scope.tree.by(node).iter().filter(|one| !taken.contains(one)).copied();
                    found.push((free.collect(), term.span));
                }
            }
            TermKind::Over(inner, over) => {
                let mut taken = taken.to_vec();
                taken.extend(
                    over.iter().filter_map(|reference| self.scope.tree.dimensions.find(&name(reference)?.text)),
                );
                self.collect(from, inner, &taken, found);
            }
            TermKind::As(inner, _) | TermKind::Minus(inner) | TermKind::Not(inner) => {
                self.collect(from, inner, taken, found);
            }
            TermKind::Sum(terms) => terms.iter().for_each(|(_, term)| self.collect(from, term, taken, found)),
            TermKind::Product(a, b) | TermKind::Quotient(a, b) | TermKind::Compare(_, a, b) => {
                self.collect(from, a, taken, found);
                self.collect(from, b, taken, found);
            }
            TermKind::And(terms) | TermKind::Or(terms) | TermKind::Call(_, terms) => {
                terms.iter().for_each(|term| self.collect(from, term, taken, found));
            }
            TermKind::If(condition, then, otherwise) => {
                self.collect(from, condition, taken, found);
                self.collect(from, then, taken, found);
                otherwise.iter().for_each(|term| self.collect(from, term, taken, found));
            }
        }
    }

    fn find(&self, from: NodeId, reference: &Reference) -> Option<NodeId> {
        if let Some(members) = self.members {
            return Some(members.figure);
        }
        match &reference.kind {
            ReferenceKind::Code(code) => self.scope.code(code).ok(),
            ReferenceKind::Path(path) => self.scope.find(from, path, Code::UnknownName).ok(),
        }
    }

    /// What the brackets of a reference bind.
    pub(super) fn brackets(&self, node: NodeId, reference: &Reference) -> Result<Binding, Box<Diagnostic>> {
        let tree = self.scope.tree;
        let mut binding = Binding::new();
        let mut by = tree.by(node).to_vec();
        if let Some(members) = self.members {
            binding.insert(members.dimension, members.slot(&tree.dimensions, reference)?);
            by.retain(|dimension| *dimension != members.dimension);
        }
        for word in &reference.brackets {
            if word.text == "total" {
                let wholes = by.iter().filter(|one| tree.dimensions.get(**one).is_some_and(|found| found.has_whole));
                let before = binding.len();
                binding.extend(wholes.map(|dimension| (*dimension, None)));
                if binding.len() == before {
                    return Err(Box::new(self.unknown_member(node, word)));
                }
                continue;
            }
            let (within, key) = word.text.split_once('.').map_or((None, word.text.as_str()), |(w, key)| (Some(w), key));
            let mut found = by.iter().filter_map(|dimension| {
                let known = tree.dimensions.get(*dimension)?;
                let slot = known.find(key.trim()).filter(|_| within.is_none_or(|within| within.trim() == known.id))?;
                Some((*dimension, slot))
            });
            let Some((dimension, slot)) = found.next() else { return Err(Box::new(self.unknown_member(node, word))) };
            if found.next().is_some() {
                let id = tree.dimensions.get(dimension).map_or("", |known| &known.id);
                return Err(Box::new(
                    Diagnostic::new(
                        Code::UnknownMember,
                        format!("two dimensions of `{}` have a member `{key}`", tree.path(node)),
                        word.span,
                        "which of them?",
                    )
                    .help(format!("say the dimension too: `[{id}.{key}]`")),
                ));
            }
            binding.insert(dimension, slot);
        }
        Ok(binding)
    }

    fn unknown_member(&self, node: NodeId, word: &Word) -> Diagnostic {
        let tree = self.scope.tree;
        let by = tree.by(node);
        let diagnostic = Diagnostic::new(
            Code::UnknownMember,
            format!("`{}` has no member `{}`", tree.path(node), word.text),
            word.span,
            "no such member",
        );
        if by.is_empty() {
            return diagnostic.help("the figure has no dimension; take the brackets away, or say `by` above it");
        }
        let found = || by.iter().filter_map(|dimension| tree.dimensions.get(*dimension));
        // Rows have no names in a form.
        let named = |known: &dimension::Dimension<'_>, slot: &Slot| slot.is_none() || !known.is_open();
        let members =
            || found().flat_map(|known| known.slots().filter(|slot| named(known, slot)).map(|slot| known.key(slot)));
        if found().any(dimension::Dimension::is_open) && suggest::nearest(&word.text, members()).is_none() {
            return diagnostic.help(
                "rows come with the report and have no names in a form; a check holds for each of them, and \
                 `sum(x over dimension)` adds them up",
            );
        }
        let inside = Span { start: word.span.start, ..word.span };
        match suggest::nearest(&word.text, members()) {
            Some(near) if self.scope.may_look_wide() => {
                diagnostic.replace(format!("did you mean `[{near}]`?"), inside, format!("[{near}]"))
            }
            _ => diagnostic.help(format!("the members are {}", suggest::list(members()))),
        }
    }

    /// The bindings that `over` runs through, each with whether it is deducted in a sum: the direct parts of the whole.
    pub(super) fn over(
        &self,
        from: NodeId,
        inner: &Term,
        over: &[Reference],
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(bool, Binding)>> {
        let tree = self.scope.tree;
        let mut all = vec![(false, Binding::new())];
        for reference in over {
            let named = name(reference);
            let known = named.and_then(|word| tree.dimensions.find(&word.text));
            let mut free = Vec::new();
            self.collect(from, inner, &[], &mut free);
            let has = |dimension: &usize| free.iter().all(|(free, _)| free.contains(dimension));
            let Some((dimension, found)) =
                known.filter(has).and_then(|dimension| Some((dimension, tree.dimensions.get(dimension)?)))
            else {
                let mut all: Vec<usize> = free.into_iter().flat_map(|(free, _)| free).collect();
                all.dedup();
                let names = dimension::named(&tree.dimensions, &all);
                let text = named.map_or("", |word| word.text.as_str());
                out.push(
                    Diagnostic::new(
                        Code::UnknownMember,
                        format!("`{text}` is no free dimension of what is added up"),
                        reference.span,
                        "nothing to run through",
                    )
                    .help(format!("free are: {names}")),
                );
                return None;
            };
            all = all
                .into_iter()
                .flat_map(|(minus, binding)| {
                    found.direct.iter().map(move |step| {
                        let mut binding = binding.clone();
                        let slot: Slot = Some(step.member);
                        binding.insert(dimension, slot);
                        (minus != step.minus, binding)
                    })
                })
                .collect();
        }
        Some(all)
    }
}

/// The one word that a reference is.
pub(super) fn name(reference: &Reference) -> Option<&Word> {
    match &reference.kind {
        ReferenceKind::Path(path) if !reference.prior && reference.star.is_none() => match path.words.as_slice() {
            [word] => Some(word),
            _ => None,
        },
        _ => None,
    }
}
