//! Dimensions and their members.
//!
//! After this: every dimension has its members in a row, each with what it is part of, and every `by` names dimensions.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::tree::relation_key;
use super::{name, unsupported};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NODES;
use crate::model::Relation;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::syntax::{self, Children, ChildrenKey, FormFile, LangText, Members, Scalar};

/// The whole (none) or a member, by its number.
pub(crate) type Slot = Option<usize>;

/// All dimensions, in file order.
#[derive(Debug, Default)]
pub(crate) struct Dimensions<'a> {
    pub(crate) list: Vec<Dimension<'a>>,
}

/// A dimension.
#[derive(Debug)]
pub(crate) struct Dimension<'a> {
    pub(crate) id: String,
    pub(crate) says: &'a syntax::Node,
    /// Said by `parts`.
    pub(crate) has_whole: bool,
    pub(crate) members: Vec<Member<'a>>,
    /// The members directly beneath the dimension, through headings.
    pub(crate) direct: Vec<Step>,
    /// What is broken down into what: the whole first, where there is one.
    pub(crate) splits: Vec<Split>,
    pub(crate) span: Span,
}

/// A member.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub(crate) id: String,
    pub(crate) label: MemberLabel<'a>,
    /// The member that it is part of.
    pub(crate) above: Option<usize>,
    pub(crate) minus: bool,
    pub(crate) apart: bool,
    pub(crate) says: Option<&'a syntax::Node>,
    pub(crate) span: Span,
}

/// What a member is called.
#[derive(Debug)]
pub(crate) enum MemberLabel<'a> {
    Own,
    /// The label of numbered members, and the number that stands for `{n}`.
    Numbered(Option<&'a LangText>, usize),
}

/// A member as a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) member: usize,
    /// Deducted.
    pub(crate) minus: bool,
}

/// A whole and the members that it is broken down into.
#[derive(Debug)]
pub(crate) struct Split {
    /// The last part of the check's id: the member or heading that says the relation; none for the dimension itself.
    pub(crate) name: Option<String>,
    pub(crate) whole: Slot,
    pub(crate) parts: Vec<Step>,
    pub(crate) span: Span,
}

impl Dimension<'_> {
    /// The whole, where there is one, and all members.
    pub(crate) fn slots(&self) -> impl Iterator<Item = Slot> + use<> {
        self.has_whole.then_some(None).into_iter().chain((0..self.members.len()).map(Some))
    }

    /// How many [`Self::slots`] there are.
    pub(crate) fn width(&self) -> usize {
        self.members.len() + usize::from(self.has_whole)
    }

    /// Where a slot stands among [`Self::slots`].
    pub(crate) fn position(&self, slot: Slot) -> Option<usize> {
        match slot {
            None => self.has_whole.then_some(0),
            Some(member) => (member < self.members.len()).then_some(member + usize::from(self.has_whole)),
        }
    }

    /// The key of a slot in JSON.
    pub(crate) fn key(&self, slot: Slot) -> &str {
        slot.and_then(|member| self.members.get(member)).map_or("total", |member| &member.id)
    }

    /// The slot of this key.
    pub(crate) fn find(&self, key: &str) -> Option<Slot> {
        if key == "total" {
            return self.has_whole.then_some(None);
        }
        self.members.iter().position(|member| member.id == key).map(Some)
    }
}

impl<'a> Dimensions<'a> {
    pub(crate) fn get(&self, dimension: usize) -> Option<&Dimension<'a>> {
        self.list.get(dimension)
    }

    pub(crate) fn find(&self, id: &str) -> Option<usize> {
        self.list.iter().position(|dimension| dimension.id == id)
    }

    /// The dimensions that a node has: those of the node above and its own.
    pub(crate) fn by(
        &self,
        above: &[usize],
        by: Option<&Spanned<Vec<Scalar>>>,
        out: &mut Vec<Diagnostic>,
    ) -> Vec<usize> {
        let mut all = above.to_vec();
        for said in by.iter().flat_map(|by| &by.value) {
            match self.find(&said.text) {
                Some(known) if all.contains(&known) => out.push(
                    Diagnostic::new(
                        Code::KeysExclude,
                        format!("the figures have the dimension `{}` already", said.text),
                        said.span,
                        "a second time",
                    )
                    .help("take it away; `by` of a node above holds beneath it"),
                ),
                Some(known) => all.push(known),
                None => out.push(self.unknown(said)),
            }
        }
        all
    }

    /// There is no such dimension.
    pub(crate) fn unknown(&self, said: &Scalar) -> Diagnostic {
        let known = || self.list.iter().map(|dimension| dimension.id.as_str());
        let diagnostic = Diagnostic::new(
            Code::UnknownPath,
            format!("the dimension `{}` is not defined", said.text),
            said.span,
            "no such dimension",
        );
        match suggest::nearest(&said.text, known()) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), said.span, near),
            None if self.list.is_empty() => diagnostic.help("define it under `dimensions`"),
            None => diagnostic.help(format!("the dimensions are {}", suggest::list(known()))),
        }
    }
}

/// Reads the dimensions of a file.
pub(crate) fn dimensions<'a>(file: &'a FormFile, out: &mut Vec<Diagnostic>) -> Dimensions<'a> {
    let mut all = Dimensions::default();
    name::distinct(file.dimensions.iter().map(|says| (says.id.text.as_str(), says.id.span)), out);
    for says in &file.dimensions {
        let mut dimension = Dimension {
            id: says.id.text.nfc().collect(),
            says,
            has_whole: says.children.first().is_some_and(|children| children.key != ChildrenKey::Items),
            members: Vec::new(),
            direct: Vec::new(),
            splits: Vec::new(),
            span: says.id.span,
        };
        keys(says, "a dimension", &OF_DIMENSION, out);
        match says.children.first() {
            None if ChildrenKey::ALL.iter().any(|key| says.said(key.as_str())) => {}
            None => out.push(
                Diagnostic::new(
                    Code::MissingKey,
                    format!("the dimension `{}` has no members", dimension.id),
                    says.id.span,
                    "no members",
                )
                .help("list them under `parts`, or under `items` where they have no whole"),
            ),
            Some(children) => {
                let direct = match relation(children, out) {
                    Some(_) => {
                        dimension.splits.push(Split {
                            name: None,
                            whole: None,
                            parts: Vec::new(),
                            span: children.key_span,
                        });
                        Some(0)
                    }
                    None => None,
                };
                dimension.read(children, Above { split: direct, member: None, apart: false, depth: 0 }, out);
                dimension.direct = match dimension.splits.first().filter(|_| dimension.has_whole) {
                    Some(split) => split.parts.clone(),
                    None => std::mem::take(&mut dimension.direct),
                };
            }
        }
        let members = dimension.members.iter().map(|member| (member.id.as_str(), member.span));
        name::distinct(members, out);
        all.list.push(dimension);
    }
    all
}

fn relation(children: &Children, out: &mut Vec<Diagnostic>) -> Option<Relation> {
    let relation = match children.key {
        ChildrenKey::Items => return None,
        ChildrenKey::Parts => Relation::Parts,
        ChildrenKey::SomeParts => Relation::SomeParts,
        ChildrenKey::OfWhich => Relation::OfWhich,
        ChildrenKey::CoveredBy => Relation::CoveredBy,
    };
    if relation != Relation::Parts {
        out.push(unsupported::diagnostic(&format!("`{}` in a dimension", relation_key(relation)), children.key_span));
    }
    Some(relation)
}

/// What members are read beneath.
#[derive(Clone, Copy)]
struct Above {
    split: Option<usize>,
    member: Option<usize>,
    apart: bool,
    depth: usize,
}

impl<'a> Dimension<'a> {
    fn read(&mut self, children: &'a Children, above: Above, out: &mut Vec<Diagnostic>) {
        match &children.members {
            Members::List(nodes) => {
                if nodes.is_empty() {
                    out.push(
                        Diagnostic::new(
                            Code::NoChildren,
                            format!("`{}` has nothing beneath it", children.key.as_str()),
                            children.span,
                            "an empty list",
                        )
                        .help("add the members, or take the key away"),
                    );
                }
                for node in nodes {
                    self.node(node, above, out);
                }
            }
            Members::Numbered { n, label } => {
                let count = n.text.parse::<usize>().ok().filter(|count| (1..=MAX_NODES).contains(count));
                let Some(count) = count else {
                    out.push(
                        Diagnostic::new(Code::NotANumber, "`n` is no number of members", n.span, "not from 1")
                            .help(format!("write a number from 1 to {MAX_NODES}")),
                    );
                    return;
                };
                if label.is_none() {
                    out.push(
                        Diagnostic::new(Code::MissingLabel, "numbered members have no label", n.span, "no label")
                            .help("add `label: \"{n} oldest\"`; `{n}` stands for the number"),
                    );
                }
                for number in 1..=count {
                    let label = MemberLabel::Numbered(label.as_ref(), number);
                    self.push(format!("n{number}"), label, None, n.span, above, false);
                }
            }
            Members::Open { key, .. } => {
                out.push(unsupported::diagnostic("rows that come with the report", key.span));
            }
        }
    }

    fn node(&mut self, says: &'a syntax::Node, mut above: Above, out: &mut Vec<Diagnostic>) {
        keys(says, "a member", &OF_MEMBER, out);
        for check in &says.checks {
            out.push(unsupported::diagnostic("`check` of a member", check.span));
        }
        let flag = |flag: Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
        let (minus, apart) = (flag(says.minus), flag(says.apart));
        above.apart |= apart;
        above.depth += 1;
        let Some(children) = says.children.first() else {
            if let Some(whole) = &says.whole {
                out.push(
                    Diagnostic::new(
                        Code::KeyDoesNotApply,
                        "`whole` does not go with a member",
                        whole.span,
                        "`whole` needs a relation",
                    )
                    .help("write `parts` for the members that break the whole down once more"),
                );
            }
            let id = says.id.text.nfc().collect();
            self.push(id, MemberLabel::Own, Some(says), says.id.span, above, minus);
            return;
        };
        if relation(children, out).is_none() {
            self.read(children, above, out);
            return;
        }
        let id: String = says.id.text.nfc().collect();
        let (whole, member) = match &says.whole {
            Some(whole) if whole.text == self.id && self.has_whole => (None, None),
            Some(whole) => {
                out.push(
                    Diagnostic::new(
                        Code::UnknownPath,
                        format!("`whole` of a heading among members names `{}`", whole.text),
                        whole.span,
                        "not this dimension",
                    )
                    .help(format!("write `whole: {}`, whose whole these members break down once more", self.id)),
                );
                return;
            }
            None => {
                let member = self.push(id.clone(), MemberLabel::Own, Some(says), says.id.span, above, minus);
                (Some(member), Some(member))
            }
        };
        self.splits.push(Split { name: Some(id), whole, parts: Vec::new(), span: children.key_span });
        let split = Some(self.splits.len() - 1);
        self.read(children, Above { split, member, apart: false, depth: above.depth }, out);
    }

    fn push(
        &mut self,
        id: String,
        label: MemberLabel<'a>,
        says: Option<&'a syntax::Node>,
        span: Span,
        above: Above,
        minus: bool,
    ) -> usize {
        let member = self.members.len();
        if !above.apart {
            let parts = match above.split.and_then(|split| self.splits.get_mut(split)) {
                Some(split) => &mut split.parts,
                None => &mut self.direct,
            };
            parts.push(Step { member, minus });
        }
        let (apart, above) = (above.apart, above.member);
        self.members.push(Member { id, label, above, minus, apart, says, span });
        member
    }
}

const OF_DIMENSION: [&str; 12] = [
    "id",
    "label",
    "definition",
    "code",
    "at",
    "printed",
    "total",
    "items",
    "parts",
    "some_parts",
    "of_which",
    "covered_by",
];

const OF_MEMBER: [&str; 21] = [
    "id",
    "label",
    "definition",
    "code",
    "at",
    "printed",
    "total",
    "items",
    "parts",
    "some_parts",
    "of_which",
    "covered_by",
    "apart",
    "minus",
    "check",
    "signed",
    "min",
    "max",
    "above",
    "below",
    "whole",
];

/// Reports keys that mean nothing here.
fn keys(says: &syntax::Node, what: &str, allowed: &[&str], out: &mut Vec<Diagnostic>) {
    for key in says.keys.iter().filter(|key| !allowed.contains(&key.name.as_str())) {
        if what == "a dimension" && key.name == "check" {
            out.push(unsupported::diagnostic("`check` of a dimension", key.span));
            continue;
        }
        // What no node may say has been reported by the reader.
        if !says.may_say(&key.name) || !crate::syntax::is_key_of_a_node(&key.name) {
            continue;
        }
        out.push(
            Diagnostic::new(
                Code::KeyDoesNotApply,
                format!("`{}` does not go with {what}", key.name),
                key.span,
                "this is for figures and headings",
            )
            .help("say it of the figures that have the dimension"),
        );
    }
}

/// The cells of one figure along its dimensions.
#[derive(Debug)]
pub(crate) struct Grid {
    pub(crate) by: Vec<usize>,
    /// The cell of every combination of slots, the last dimension running fastest; none where it is blocked out.
    pub(crate) cells: Vec<Option<crate::model::NodeId>>,
}

impl Grid {
    /// The cell at these slots, one a dimension in the order of [`Self::by`].
    pub(crate) fn at(&self, dimensions: &Dimensions<'_>, slots: &[Slot]) -> Option<crate::model::NodeId> {
        self.cells.get(self.position(dimensions, slots)?).copied().flatten()
    }

    pub(crate) fn position(&self, dimensions: &Dimensions<'_>, slots: &[Slot]) -> Option<usize> {
        self.by.iter().zip(slots).try_fold(0_usize, |position, (dimension, slot)| {
            let dimension = dimensions.get(*dimension)?;
            Some(position * dimension.width() + dimension.position(*slot)?)
        })
    }
}

/// Every combination of slots of some dimensions, each from its own list, the last running fastest.
pub(crate) fn combinations(lists: &[Vec<Slot>]) -> Vec<Vec<Slot>> {
    lists.iter().fold(vec![Vec::new()], |made, list| {
        made.iter()
            .flat_map(|before| list.iter().map(move |slot| before.iter().copied().chain([*slot]).collect()))
            .collect()
    })
}

/// The labels of members, for error messages.
pub(crate) fn named(dimensions: &Dimensions<'_>, of: &[usize]) -> String {
    if of.is_empty() {
        return "no dimension".to_owned();
    }
    let ids: Vec<String> = of
        .iter()
        .filter_map(|dimension| dimensions.get(*dimension))
        .map(|dimension| format!("`{}`", dimension.id))
        .collect();
    ids.join(", ")
}

/// What each dimension is bound to.
pub(crate) type Binding = BTreeMap<usize, Slot>;
