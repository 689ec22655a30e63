//! Dimensions and their members.
//!
//! After this: every dimension has its members in a row, each with what it is part of, and every `by` names dimensions.

mod read;

pub(crate) use read::dimensions;

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Relation;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::syntax::{self, LangText, Scalar};

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
    /// Said by `parts` or another relation.
    pub(crate) has_whole: bool,
    /// The members come with the report: what is said of the key of their rows. The one member then stands for each row.
    pub(crate) key: Option<Key<'a>>,
    /// The members are numbered, so that each comes before the next.
    pub(crate) is_ordered: bool,
    pub(crate) members: Vec<Member<'a>>,
    /// Headings among the members, which are no members themselves.
    pub(crate) headings: Vec<Heading<'a>>,
    /// The members directly beneath the dimension, through headings.
    pub(crate) direct: Vec<Step>,
    /// What is broken down into what: the whole first, where there is one.
    pub(crate) splits: Vec<Split>,
    pub(crate) span: Span,
}

/// The key of the rows of an open dimension.
#[derive(Debug)]
pub(crate) struct Key<'a> {
    pub(crate) says: &'a syntax::Node,
    /// Fewest rows.
    pub(crate) min: Option<u32>,
    /// Most rows.
    pub(crate) max: Option<u32>,
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

/// A heading among members.
#[derive(Debug)]
pub(crate) struct Heading<'a> {
    pub(crate) id: String,
    pub(crate) says: &'a syntax::Node,
    /// The members directly beneath it, through headings, without those that are apart.
    pub(crate) members: Vec<usize>,
}

/// What a member is called.
#[derive(Debug)]
pub(crate) enum MemberLabel<'a> {
    Own,
    /// The label of numbered members, and the number that stands for `{n}`.
    Numbered(Option<&'a LangText>, usize),
    /// The label of the key of rows.
    Row(Option<&'a LangText>),
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
    pub(crate) relation: Relation,
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

    /// Whether the members are rows that come with the report.
    pub(crate) const fn is_open(&self) -> bool {
        self.key.is_some()
    }

    /// The slot of this key. Rows have no names in a form.
    pub(crate) fn find(&self, key: &str) -> Option<Slot> {
        if key == "total" {
            return self.has_whole.then_some(None);
        }
        if self.is_open() {
            return None;
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
