//! Dimensions as a file says them.

use unicode_normalization::UnicodeNormalization;

use super::{Dimension, Dimensions, Heading, Key, Member, MemberLabel, Split, Step};
use crate::check::name;
use crate::check::tree::{relation_key, relation_of};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_NODES;
use crate::model::{EVERY_ROW, Relation};
use crate::source::{Span, Spanned};
use crate::syntax::{self, Children, ChildrenKey, FormFile, Members, Scalar};

/// Reads the dimensions of a file.
pub(crate) fn dimensions<'a>(file: &'a FormFile, out: &mut Vec<Diagnostic>) -> Dimensions<'a> {
    let mut all = Dimensions::default();
    name::distinct(file.dimensions.iter().map(|says| (says.id.text.as_str(), says.id.span)), out);
    for says in &file.dimensions {
        let mut dimension = Dimension {
            id: says.id.text.nfc().collect(),
            says,
            has_whole: says.children.first().is_some_and(|children| children.key != ChildrenKey::Items),
            key: None,
            is_ordered: says
                .children
                .first()
                .is_some_and(|children| matches!(children.members, Members::Numbered { .. })),
            members: Vec::new(),
            headings: Vec::new(),
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
                let direct = match relation_of(children.key) {
                    Some(relation) => {
                        dimension.splits.push(Split {
                            name: None,
                            relation,
                            whole: None,
                            parts: Vec::new(),
                            span: children.key_span,
                        });
                        Some(0)
                    }
                    None => None,
                };
                let above = Above { split: direct, relation: relation_of(children.key), ..Above::default() };
                dimension.read(children, above, out);
                dimension.direct = match dimension.splits.first().filter(|_| dimension.has_whole) {
                    Some(split) => split.parts.clone(),
                    None => std::mem::take(&mut dimension.direct),
                };
            }
        }
        let named = dimension.members.iter().filter(|_| !dimension.is_open());
        let members = named.map(|member| (member.id.as_str(), member.span));
        name::distinct(members, out);
        all.list.push(dimension);
    }
    all
}

/// What members are read beneath.
#[derive(Clone, Copy, Default)]
struct Above {
    split: Option<usize>,
    /// The relation of the members to what they break down.
    relation: Option<Relation>,
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
            Members::Open { key, min, max } => self.open(children, key, [min, max], above, out),
        }
    }

    /// Rows that come with the report: one member, which stands for each of them.
    fn open(
        &mut self,
        children: &Children,
        key: &'a syntax::Node,
        ends: [&Option<Scalar>; 2],
        above: Above,
        out: &mut Vec<Diagnostic>,
    ) {
        if above.depth > 0 {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    "rows that come with the report stand beneath a heading or member",
                    children.key_span,
                    "rows are all the members that a dimension has",
                )
                .also(self.span, "in this dimension")
                .help("give the rows a dimension of their own"),
            );
            return;
        }
        for said in key.keys.iter().filter(|said| !OF_KEY.contains(&said.name.as_str())) {
            if !key.may_say(&said.name) || !crate::syntax::is_key_of_a_node(&said.name) {
                continue;
            }
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{}` does not go with the key of rows", said.name),
                    said.span,
                    "this is for figures, headings and fields",
                )
                .help("a key has `label`, `type: text` or `type: code`, and `of`, `pattern` or `max_length`"),
            );
        }
        let [min, max] = ends.map(|end| end.as_ref().and_then(|end| rows(end, out).map(|rows| (rows, end.span))));
        if let (Some((min, _)), Some((max, span))) = (min, max)
            && max < min
        {
            out.push(
                Diagnostic::new(Code::EmptyBounds, "`max` is below `min`", span, "no number of rows lies between")
                    .help("let `min` be at most `max`"),
            );
        }
        self.key = Some(Key { says: key, min: min.map(|(rows, _)| rows), max: max.map(|(rows, _)| rows) });
        self.push(EVERY_ROW.to_owned(), MemberLabel::Row(key.label.as_ref()), None, key.span, above, false);
    }

    fn node(&mut self, says: &'a syntax::Node, mut above: Above, out: &mut Vec<Diagnostic>) {
        keys(says, "a member", &OF_MEMBER, out);
        let flag = |flag: Option<Spanned<bool>>| flag.is_some_and(|flag| flag.value);
        let (minus, apart) = (flag(says.minus), flag(says.apart));
        leaving(says, above.relation, out);
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
        let Some(relation) = relation_of(children.key) else {
            let (first, place) = (self.members.len(), self.headings.len());
            let id = says.id.text.nfc().collect();
            self.headings.push(Heading { id, says, members: Vec::new() });
            self.read(children, above, out);
            let beneath = self.members.iter().enumerate().skip(first);
            let direct = beneath.filter(|(_, member)| member.above == above.member && !member.apart);
            let members = direct.map(|(member, _)| member).collect();
            if let Some(heading) = self.headings.get_mut(place) {
                heading.members = members;
            }
            return;
        };
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
        self.splits.push(Split { name: Some(id), relation, whole, parts: Vec::new(), span: children.key_span });
        let split = Some(self.splits.len() - 1);
        self.read(children, Above { split, relation: Some(relation), member, apart: false, depth: above.depth }, out);
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

/// How many rows `min` or `max` says.
fn rows(said: &Scalar, out: &mut Vec<Diagnostic>) -> Option<u32> {
    let rows = said.text.parse().ok();
    if rows.is_none() {
        out.push(
            Diagnostic::new(
                Code::NotANumber,
                format!("`{}` is no number of rows", said.text),
                said.span,
                "a whole number is expected",
            )
            .help("write how many rows there must be at least, or may be at most"),
        );
    }
    rows
}

/// `minus` is for parts, and excludes `apart`.
fn leaving(says: &syntax::Node, relation: Option<Relation>, out: &mut Vec<Diagnostic>) {
    let Some(minus) = says.minus.filter(|minus| minus.value) else { return };
    if let Some(apart) = says.apart.filter(|apart| apart.value) {
        out.push(
            Diagnostic::new(
                Code::KeysExclude,
                "`minus` and `apart` exclude each other",
                apart.span,
                "printed here, no part",
            )
            .also(minus.span, "a part that is deducted")
            .help("keep one of them"),
        );
    } else if let Some(relation) = relation.filter(|relation| *relation != Relation::Parts) {
        out.push(
            Diagnostic::new(
                Code::KeyDoesNotApply,
                format!("`minus` is for children under `parts`, not under `{}`", relation_key(relation)),
                minus.span,
                "cannot be deducted here",
            )
            .help("take it away, or write `apart: true` if it is no part"),
        );
    }
}

const OF_KEY: [&str; 5] = ["label", "type", "of", "pattern", "max_length"];

const OF_DIMENSION: [&str; 16] = [
    "id",
    "label",
    "definition",
    "code",
    "at",
    "printed",
    "total",
    "check",
    "items",
    "parts",
    "some_parts",
    "of_which",
    "covered_by",
    "was",
    "comparable",
    "because",
];

const OF_MEMBER: [&str; 24] = [
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
    "was",
    "comparable",
    "because",
];

/// Reports keys that mean nothing here.
fn keys(says: &syntax::Node, what: &str, allowed: &[&str], out: &mut Vec<Diagnostic>) {
    for key in says.keys.iter().filter(|key| !allowed.contains(&key.name.as_str())) {
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
