//! Which node of one form is which of the other.

use std::collections::BTreeMap;

use super::super::nodes::Kind;
use super::super::same::same;
use super::part::{Part, Parts, text, value};
use crate::yaml::{Tree, Value};

/// What the nodes of the later form were.
#[derive(Debug)]
pub(super) struct Kin {
    /// Of each node of the later form the one that it was; none of what is new.
    pub(super) was: Vec<Option<usize>>,
    /// Of each node of the earlier form the one that it is; none of what is gone or was merged.
    pub(super) is: Vec<Option<usize>>,
    /// Of each node of the earlier form the one that it was merged into.
    pub(super) merged: Vec<Option<usize>>,
    /// Of nodes of the later form that nobody says were another one: what they have in common.
    pub(super) guessed: BTreeMap<usize, &'static str>,
}

impl Kin {
    /// Whether a node of the later form is new.
    pub(super) fn is_new(&self, at: usize) -> bool {
        self.was.get(at).is_some_and(Option::is_none)
    }

    /// What says what it was, then what has its name beneath what is the same. Of the rest, what has its official number,
    /// then its label there.
    pub(super) fn of(before: &Parts<'_>, after: &Parts<'_>) -> Self {
        let mut search = Search {
            before,
            after,
            said: Vec::new(),
            kin: Self {
                was: vec![None; after.list.len()],
                is: vec![None; before.list.len()],
                merged: vec![None; before.list.len()],
                guessed: BTreeMap::new(),
            },
        };
        search.said = after.list.iter().map(|part| search.said(part)).collect();
        for at in 0..after.list.len() {
            search.merge(at);
        }
        // What is said goes before what is merely called the same.
        for at in 0..after.list.len() {
            if let Some(Said::Was(was)) = search.said.get(at) {
                search.link(at, *was);
            }
        }
        for at in 0..after.list.len() {
            search.by_name(at);
        }
        search.guess();
        search.kin
    }
}

/// Whether a dimension has another kind of members than before: a list where they were numbered or came with the report,
/// or the other way round. It is written out anew then.
pub(super) fn is_restated(before: &Part<'_>, after: &Part<'_>) -> bool {
    after.kind == Kind::Dimension && before.list.is_some() != after.list.is_some()
}

/// What a node says that it was.
#[derive(Clone, Debug)]
enum Said {
    Nothing,
    New,
    Was(usize),
    Several(Vec<usize>),
}

struct Search<'s, 't> {
    before: &'s Parts<'t>,
    after: &'s Parts<'t>,
    said: Vec<Said>,
    kin: Kin,
}

impl Search<'_, '_> {
    /// What a node says; what it says of another form than the earlier one is nothing.
    fn said(&self, part: &Part<'_>) -> Said {
        let Some(was) = value(part.entries, "was") else { return Said::Nothing };
        let find = |tree: &Tree| {
            let found = self.before.find(text(tree)?)?;
            self.before.get(found).filter(|before| before.kind == part.kind).map(|_| found)
        };
        match &was.value {
            Value::Sequence(all) if all.is_empty() => Said::New,
            Value::Sequence(all) => match all.iter().map(find).collect::<Option<Vec<usize>>>() {
                Some(all) if all.len() > 1 => Said::Several(all),
                Some(all) => all.first().map_or(Said::Nothing, |one| Said::Was(*one)),
                None => Said::Nothing,
            },
            _ => find(was).map_or(Said::Nothing, Said::Was),
        }
    }

    /// Where several were merged, the one of the node's own address goes on, or else the first.
    fn merge(&mut self, at: usize) {
        let Some(Said::Several(all)) = self.said.get(at).cloned() else { return };
        let address = self.after.get(at).map(|part| part.address.as_str());
        let is_own = |was: &usize| self.before.get(*was).map(|part| part.address.as_str()) == address;
        let own = all.iter().copied().find(is_own).or(all.first().copied());
        for was in all {
            if Some(was) == own {
                self.link(at, was);
            } else if let Some(merged) = self.kin.merged.get_mut(was) {
                merged.get_or_insert(at);
            }
        }
    }

    fn link(&mut self, at: usize, was: usize) -> bool {
        let is_free = self.is_free(was) && self.kin.was.get(at).is_some_and(Option::is_none);
        if let (true, Some(of), Some(is)) = (is_free, self.kin.was.get_mut(at), self.kin.is.get_mut(was)) {
            *of = Some(was);
            *is = Some(at);
        }
        is_free
    }

    fn is_free(&self, was: usize) -> bool {
        let free = |list: &[Option<usize>]| list.get(was).is_some_and(Option::is_none);
        free(&self.kin.is) && free(&self.kin.merged)
    }

    /// A node of the same name beneath what the node above was.
    fn by_name(&mut self, at: usize) {
        let Some(part) = self.after.get(at) else { return };
        let was = match part.parent {
            // The root is the root, and so on.
            None => Some(at),
            Some(_) if part.id.is_empty() => Some(at),
            Some(above) => {
                if !matches!(self.said.get(at), Some(Said::Nothing)) {
                    return;
                }
                let Some(above) = self.kin.was.get(above).copied().flatten() else { return };
                self.before.child(above, &part.id).or_else(|| self.member(part, above))
            }
        };
        if let Some(was) = was.filter(|was| self.may_be(at, *was)) {
            self.link(at, was);
        }
    }

    /// A member of the same name in the dimension, under whatever heading.
    fn member(&self, part: &Part<'_>, above: usize) -> Option<usize> {
        let above = self.before.get(above)?;
        let (dimension, _) = above.address.split_once('[').filter(|_| part.kind == Kind::Member)?;
        self.before.find(&format!("{dimension}[{}]", part.id))
    }

    /// Whether a node can be what another was. A heading has no figure that could go on as one.
    fn may_be(&self, at: usize, was: usize) -> bool {
        let (Some(part), Some(before)) = (self.after.get(at), self.before.get(was)) else { return false };
        let is_heading = |part: &Part<'_>| part.list.is_some_and(|key| key.text == "items");
        part.kind == before.kind && (part.kind != Kind::Item || !is_heading(before) || part.list.is_some())
    }

    /// Of what is left, what has the official number of something that is left, or its label beneath the same node.
    fn guess(&mut self) {
        let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
        for (was, part) in self.before.list.iter().enumerate() {
            if let Some(code) = value(part.entries, "code").and_then(text).filter(|_| self.is_free(was)) {
                by_code.insert(code.to_owned(), was);
            }
        }
        for at in 0..self.after.list.len() {
            let Some(part) = self.after.get(at) else { continue };
            let is_open = self.kin.was.get(at).is_some_and(Option::is_none);
            if !is_open || !matches!(self.said.get(at), Some(Said::Nothing)) {
                continue;
            }
            // What was guessed above may have brought the name along.
            self.by_name(at);
            let of_code = value(part.entries, "code").and_then(text).and_then(|code| by_code.get(code)).copied();
            let of_label = || self.of_label(part);
            let guess = match of_code.filter(|was| self.may_be(at, *was)) {
                Some(was) => Some((was, "code")),
                None => of_label().filter(|was| self.may_be(at, *was)).map(|was| (was, "label")),
            };
            if let Some((was, what)) = guess
                && self.link(at, was)
            {
                self.kin.guessed.insert(at, what);
            }
        }
    }

    /// The one node that is left with the same label beneath what the node above was.
    fn of_label(&self, part: &Part<'_>) -> Option<usize> {
        let above = self.kin.was.get(part.parent?).copied().flatten()?;
        let label = value(part.entries, "label")?;
        let mut alike = self.before.get(above)?.children.iter().copied().filter(|was| {
            let before = self.before.get(*was).and_then(|before| value(before.entries, "label"));
            self.is_free(*was) && before.is_some_and(|before| is_alike(before, label))
        });
        alike.next().filter(|_| alike.next().is_none())
    }
}

/// Whether two labels agree in a language.
fn is_alike(one: &Tree, two: &Tree) -> bool {
    let texts = |tree: &Tree| -> Vec<String> {
        match &tree.value {
            Value::Scalar(text) => vec![text.text.clone()],
            Value::Mapping(entries) => {
                entries.iter().filter_map(|entry| text(&entry.value)).map(str::to_owned).collect()
            }
            _ => Vec::new(),
        }
    };
    same(one, two) || texts(one).iter().any(|text| texts(two).contains(text))
}
