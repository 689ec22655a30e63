//! What has an address: the items and fields of a form, its dimensions and their members.

use std::collections::BTreeMap;

use crate::check::tree::Tree;
use crate::model::{Content, Dimension, EVERY_ROW, Node, NodeId, Texts, Unit};
use crate::source::Span;
use crate::syntax;

/// A form, or what is known of it before it is one.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) nodes: &'a [Node],
    pub(crate) dimensions: &'a [Dimension],
    pub(crate) units: &'a [Unit],
}

/// All parts of a form: the nodes in form order, then each dimension before its members.
pub(crate) struct Parts<'a> {
    pub(crate) list: Vec<Part<'a>>,
    pub(crate) by_address: BTreeMap<String, usize>,
    by_name: BTreeMap<(usize, &'a str), usize>,
}

/// Something with an address.
pub(crate) struct Part<'a> {
    pub(crate) what: What,
    pub(crate) id: &'a str,
    /// As in `changes`.
    pub(crate) address: String,
    /// What its id is a name in: the node above, or the dimension of a member.
    pub(crate) above: Option<usize>,
    /// What takes it along where it is added or taken away; that of a part of a member is the member.
    pub(crate) over: Option<usize>,
    pub(crate) label: &'a Texts,
    pub(crate) holds: Holds<'a>,
    pub(crate) span: Span,
    /// What the file says of it. Nothing of what the base has.
    pub(crate) says: Option<&'a syntax::Node>,
    /// Of a heading the figures that are its direct parts, through headings.
    pub(crate) direct: Vec<usize>,
}

/// What a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Root,
    Header,
    /// An item, or a field of the header.
    Item,
    Note,
    Dimension,
    Member,
    /// A heading among members. It has no figures, and no address that a report knows.
    HeadingOfMembers,
}

/// What a part holds itself.
#[derive(Clone, Copy)]
pub(crate) enum Holds<'a> {
    /// It is a heading, or no cell at all.
    Nothing,
    Figure(&'a Unit),
    /// A field of this type.
    Field(&'static str),
    /// A member: a figure of whatever has the dimension. Whether any of that adds.
    Member(bool),
}

impl<'a> Parts<'a> {
    /// The parts of a form. What the file says of them is in `tree`, where that is at hand.
    pub(crate) fn new(form: View<'a>, tree: Option<&'a Tree<'a>>) -> Self {
        let mut parts = Self { list: Vec::new(), by_address: BTreeMap::new(), by_name: BTreeMap::new() };
        let numbers = parts.nodes(form, tree);
        for (at, part) in numbers.iter().enumerate() {
            let Some(part) = *part else { continue };
            let direct = direct(form, at, &numbers);
            if let Some(part) = parts.list.get_mut(part) {
                part.direct = direct;
            }
        }
        for (at, dimension) in form.dimensions.iter().enumerate() {
            let says = tree.and_then(|tree| tree.dimensions.get(at));
            parts.dimension(form, at, dimension, says);
        }
        parts
    }

    fn nodes(&mut self, form: View<'a>, tree: Option<&'a Tree<'a>>) -> Vec<Option<usize>> {
        let mut held: BTreeMap<NodeId, Holds<'a>> = BTreeMap::new();
        for (node, id) in form.nodes.iter().zip((0..).map(NodeId)) {
            let Some(cell) = &node.cell else { continue };
            let figure = node.coordinate.as_ref().map_or(id, |coordinate| coordinate.figure);
            held.entry(figure).or_insert_with(|| match &cell.content {
                Content::Figure(figure) => {
                    form.units.get(figure.unit.0 as usize).map_or(Holds::Field("number"), Holds::Figure)
                }
                Content::Text { .. } => Holds::Field("text"),
                Content::Date => Holds::Field("date"),
                Content::Year => Holds::Field("year"),
                Content::Bool => Holds::Field("bool"),
                Content::Code { .. } => Holds::Field("code"),
            });
        }
        let mut numbers = Vec::with_capacity(form.nodes.len());
        for (node, id) in form.nodes.iter().zip((0..).map(NodeId)) {
            // Of the cells of a matrix only the figure has a name.
            if node.coordinate.as_ref().is_some_and(|coordinate| coordinate.figure != id) {
                numbers.push(None);
                continue;
            }
            let above = node.parent.and_then(|parent| numbers.get(parent.0 as usize).copied().flatten());
            let what = match node.parent {
                None => What::Root,
                Some(_) if node.path == "header" => What::Header,
                Some(_) if node.is_note => What::Note,
                Some(_) => What::Item,
            };
            numbers.push(Some(self.push(Part {
                what,
                id: &node.id,
                address: if what == What::Root { ".".to_owned() } else { node.path.clone() },
                above,
                over: above,
                label: &node.label,
                holds: held.get(&id).copied().unwrap_or(Holds::Nothing),
                span: node.span,
                says: tree.and_then(|tree| tree.get(id)?.says),
                direct: Vec::new(),
            })));
        }
        numbers
    }

    fn dimension(
        &mut self,
        form: View<'a>,
        at: usize,
        dimension: &'a Dimension,
        read: Option<&'a crate::check::dimension::Dimension<'a>>,
    ) {
        let top = self.push(Part {
            what: What::Dimension,
            id: &dimension.id,
            address: format!("{}[]", dimension.id),
            above: None,
            over: None,
            label: &dimension.label,
            holds: Holds::Nothing,
            span: dimension.span,
            says: read.map(|read| read.says),
            direct: Vec::new(),
        });
        let adds = form.nodes.iter().filter(|node| node.by.iter().any(|by| by.0 as usize == at)).any(|node| {
            let part = self.by_address.get(&node.path).and_then(|part| self.list.get(*part));
            matches!(part.map(|part| part.holds), Some(Holds::Figure(unit)) if unit.kind.adds())
        });
        let mut numbers = Vec::new();
        for (member, number) in dimension.members.iter().zip(0..) {
            if member.id == EVERY_ROW {
                numbers.push(None);
                continue;
            }
            let read = read.and_then(|read| read.members.get(number));
            let over = member.above.and_then(|above| numbers.get(above).copied().flatten());
            numbers.push(Some(self.push(Part {
                what: What::Member,
                id: &member.id,
                address: format!("{}[{}]", dimension.id, member.id),
                above: Some(top),
                over: over.or(Some(top)),
                label: &member.label,
                holds: Holds::Member(adds),
                span: read.map_or(dimension.span, |read| read.span),
                says: read.and_then(|read| read.says),
                direct: Vec::new(),
            })));
        }
        for heading in read.iter().flat_map(|read| &read.headings) {
            let direct = heading.members.iter().filter_map(|member| numbers.get(*member).copied().flatten());
            let direct = direct.collect();
            self.push(Part {
                what: What::HeadingOfMembers,
                id: &heading.id,
                address: format!("{}[{}]", dimension.id, heading.id),
                above: Some(top),
                over: Some(top),
                label: &dimension.label,
                holds: Holds::Nothing,
                span: heading.says.id.span,
                says: Some(heading.says),
                direct,
            });
        }
    }

    fn push(&mut self, part: Part<'a>) -> usize {
        let number = self.list.len();
        if part.what != What::HeadingOfMembers {
            self.by_address.entry(part.address.clone()).or_insert(number);
            if let Some(above) = part.above {
                self.by_name.entry((above, part.id)).or_insert(number);
            }
        }
        self.list.push(part);
        number
    }

    pub(crate) fn get(&self, part: usize) -> Option<&Part<'a>> {
        self.list.get(part)
    }

    /// The address, for links and messages.
    pub(crate) fn address(&self, part: usize) -> String {
        self.get(part).map(|part| part.address.clone()).unwrap_or_default()
    }

    /// What is called so in another part.
    pub(crate) fn named(&self, above: usize, id: &str) -> Option<usize> {
        self.by_name.get(&(above, id)).copied()
    }

    /// The root, the header, or a dimension, by its address.
    pub(crate) fn at(&self, address: &str) -> Option<usize> {
        self.by_address.get(address).copied()
    }
}

/// The figures that are direct parts of a heading, through headings.
fn direct(form: View<'_>, heading: usize, numbers: &[Option<usize>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let is_heading = |node: &Node| node.cell.is_none() && node.by.is_empty() && node.parent.is_some();
    let Some(top) = form.nodes.get(heading).filter(|node| is_heading(node)) else { return found };
    open.extend(top.children.iter().rev().map(|child| child.0 as usize));
    while let Some(at) = open.pop() {
        let Some(node) = form.nodes.get(at).filter(|node| !node.apart && !node.is_note) else { continue };
        if !is_heading(node) {
            found.extend(numbers.get(at).copied().flatten());
        } else if node.relation.is_none() {
            open.extend(node.children.iter().rev().map(|child| child.0 as usize));
        }
    }
    found
}
