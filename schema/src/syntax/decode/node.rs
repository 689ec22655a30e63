//! Nodes and what is beneath them.

use super::reader::{Decoder, Fields};
use super::words;
use crate::source::{Span, Spanned};
use crate::syntax::{Children, ChildrenKey, Members, Node, Scalar, Total};
use crate::yaml::{Entry, Tree, Value};

/// The keys under which children stand.
const CHILDREN: [ChildrenKey; 5] =
    [ChildrenKey::Items, ChildrenKey::Parts, ChildrenKey::SomeParts, ChildrenKey::OfWhich, ChildrenKey::CoveredBy];

impl Decoder<'_> {
    /// A list of nodes, each with its id.
    pub(super) fn nodes(&mut self, tree: &Tree, what: &str) -> Vec<Node> {
        let Some(items) = self.sequence(tree, what) else {
            return Vec::new();
        };
        items.iter().filter_map(|item| self.node(item)).collect()
    }

    fn node(&mut self, tree: &Tree) -> Option<Node> {
        let fields = self.fields(tree, "a node", &[words::NODE])?;
        let id = fields.required("id", self).and_then(|id| self.scalar(id, "`id`"));
        let id = id.unwrap_or_else(|| unnamed(tree.span));
        Some(self.node_of(&fields, id))
    }

    /// A node whose id is said by the key that it stands under.
    pub(super) fn named_node(&mut self, entry: &Entry) -> Option<Node> {
        let fields = self.fields(&entry.value, "a dimension", &[words::NODE.get(1..).unwrap_or_default()])?;
        Some(self.node_of(&fields, entry.key.clone()))
    }

    /// A node out of its fields.
    pub(super) fn node_of(&mut self, fields: &Fields<'_>, id: Scalar) -> Node {
        let mut flag = |key| fields.get(key).and_then(|tree| self.flag(tree, &format!("`{key}`")));
        let (printed, minus, apart, many) = (flag("printed"), flag("minus"), flag("apart"), flag("many"));
        let mut scalar = |key| fields.get(key).and_then(|tree| self.scalar(tree, &format!("`{key}`")));
        let (code, whole, pattern, of) = (scalar("code"), scalar("whole"), scalar("pattern"), scalar("of"));
        Node {
            id,
            label: fields.get("label").and_then(|tree| self.text(tree, "`label`")),
            definition: fields.get("definition").and_then(|tree| self.text(tree, "`definition`")),
            code,
            checks: fields.get("check").map(|tree| self.checks(tree)).unwrap_or_default(),
            by: fields.get("by").and_then(|tree| self.list(tree, "`by`")),
            except: fields.get("except").and_then(|tree| self.except(tree)),
            at: fields.get("at").and_then(|tree| self.word(tree, "`at`", words::AT)),
            printed,
            total: fields.get("total").and_then(|tree| self.total(tree)),
            minus,
            apart,
            whole,
            bounds: self.bounds(fields),
            content: fields.get("type").and_then(|tree| self.word(tree, "`type`", words::TYPE)),
            pattern,
            max_length: fields.get("max_length").and_then(|tree| self.whole_number(tree, "`max_length`")),
            of,
            many,
            was: fields.get("was").and_then(|tree| self.one_or_several(tree, "`was`")),
            comparable: fields.get("comparable").and_then(|tree| self.yes_or_no(tree, "`comparable`")),
            because: fields.get("because").and_then(|tree| self.text(tree, "`because`")),
            attributes: self.attributes(fields),
            children: CHILDREN.iter().filter_map(|key| self.children(*key, fields.entry(key.as_str())?)).collect(),
            keys: fields.keys(),
            span: fields.span,
        }
    }

    /// What stands under `items` or one of the relations.
    pub(super) fn children(&mut self, key: ChildrenKey, entry: &Entry) -> Option<Children> {
        let members = self.members(&entry.value, key)?;
        Some(Children { key, key_span: entry.key.span, members, span: entry.value.span })
    }

    fn members(&mut self, tree: &Tree, key: ChildrenKey) -> Option<Members> {
        let what = format!("`{}`", key.as_str());
        match &tree.value {
            Value::Sequence(_) => Some(Members::List(self.nodes(tree, &what))),
            Value::Mapping(entries) if entries.iter().any(|entry| entry.key.text == "n") => self.numbered(tree),
            Value::Mapping(entries) if entries.iter().any(|entry| entry.key.text == "key") => self.open(tree),
            _ => {
                let help = "start each node with `- `: `- {id: received, label: …}`";
                self.wrong_shape(tree, &what, "a list of nodes", Some(help));
                None
            }
        }
    }

    fn numbered(&mut self, tree: &Tree) -> Option<Members> {
        let fields = self.fields(tree, "a numbered list of members", &[words::NUMBERED])?;
        let n = fields.get("n").and_then(|tree| self.whole_number(tree, "`n`"));
        let label = fields.get("label").and_then(|tree| self.text(tree, "`label`"));
        Some(Members::Numbered { n: n?, label })
    }

    fn open(&mut self, tree: &Tree) -> Option<Members> {
        let fields = self.fields(tree, "an open list of members", &[words::OPEN])?;
        let key = fields.get("key").and_then(|key| {
            let fields = self.fields(key, "`key`", &[words::NODE.get(1..).unwrap_or_default()])?;
            Some(Box::new(self.node_of(&fields, unnamed(key.span))))
        });
        let mut count = |name| fields.get(name).and_then(|tree| self.whole_number(tree, &format!("`{name}`")));
        let (min, max) = (count("min"), count("max"));
        Some(Members::Open { key: key?, min, max })
    }

    fn total(&mut self, tree: &Tree) -> Option<Total> {
        let fields = self.fields(tree, "`total`", &[words::TOTAL])?;
        let label = fields.get("label").and_then(|tree| self.text(tree, "`label`"));
        let at = fields.get("at").and_then(|tree| self.word(tree, "`at`", words::AT));
        Some(Total { label, at, span: tree.span })
    }

    /// `[[item or member, member], …]`.
    fn except(&mut self, tree: &Tree) -> Option<Spanned<Vec<Vec<Scalar>>>> {
        let pairs = self.sequence(tree, "`except`")?;
        let mut value = Vec::new();
        for pair in pairs {
            let Some(names) = self.list(pair, "an entry of `except`") else {
                continue;
            };
            if names.value.len() == 2 {
                value.push(names.value);
            } else {
                let help = "name the cell by two: an item or member, and a member";
                self.wrong_shape(pair, "an entry of `except`", "a list of two names", Some(help));
            }
        }
        Some(Spanned { value, span: tree.span })
    }
}

/// The id of a node that has none: empty, at the start of the node.
fn unnamed(span: Span) -> Scalar {
    Scalar::verbatim("", Span { end: span.start, ..span })
}
