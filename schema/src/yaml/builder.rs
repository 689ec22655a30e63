//! Events to the tree: nesting, anchors, duplicate keys and the limits on what a tree may hold.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{Entry, Scalar, Tree, Value};
use crate::diagnostic::{Code, Diagnostic, report};
use crate::limits::{MAX_DEPTH, MAX_VALUES};
use crate::source::{FileId, Span};
use crate::suggest;

/// A limit was passed and has been reported; there is no tree.
#[derive(Debug)]
pub(super) struct Stopped;

/// What has been built so far.
#[derive(Debug)]
pub(super) struct Builder {
    open: Vec<Open>,
    anchors: BTreeMap<usize, Anchor>,
    unknown_aliases: Vec<(String, Span)>,
    values: usize,
    root: Option<Tree>,
}

/// A list or mapping whose end has not been seen.
#[derive(Debug)]
struct Open {
    container: Container,
    start: Span,
    flow: bool,
    /// End of the last thing inside.
    end: u32,
    anchor: usize,
    /// Values inside, this one included, aliases expanded.
    size: usize,
    /// Levels inside, this one included.
    depth: usize,
}

#[derive(Debug)]
enum Container {
    Sequence(Vec<Tree>),
    Mapping { entries: Vec<Entry>, first: BTreeMap<String, Span>, pending: Option<Key> },
}

/// The key whose value comes next.
#[derive(Debug)]
enum Key {
    Fresh(Scalar),
    /// It has been reported; its value is dropped.
    Refused,
}

#[derive(Debug)]
struct Anchor {
    name: String,
    span: Span,
    /// Unknown while the anchored node is still open.
    node: Option<Node>,
}

/// A finished node with what it counts for.
#[derive(Clone, Debug)]
struct Node {
    tree: Tree,
    size: usize,
    depth: usize,
}

impl Builder {
    pub(super) fn new() -> Self {
        Self { open: Vec::new(), anchors: BTreeMap::new(), unknown_aliases: Vec::new(), values: 0, root: None }
    }

    /// The innermost flow collection that is still open, for errors about its missing end.
    pub(super) fn open_flow(&self) -> Option<Span> {
        self.open.iter().rev().find(|open| open.flow).map(|open| open.start)
    }

    pub(super) fn scalar(&mut self, tree: Tree, anchor: usize, out: &mut Vec<Diagnostic>) -> Result<(), Stopped> {
        let extent = tree.span;
        let node = Node { tree, size: 1, depth: 0 };
        self.remember(anchor, &node);
        self.place(node, extent, out)
    }

    pub(super) fn start(
        &mut self,
        mapping: bool,
        span: Span,
        flow: bool,
        anchor: usize,
        out: &mut Vec<Diagnostic>,
    ) -> Result<(), Stopped> {
        if self.open.len() >= MAX_DEPTH {
            report(out, too_deep(span));
            return Err(Stopped);
        }
        let container = if mapping {
            Container::Mapping { entries: Vec::new(), first: BTreeMap::new(), pending: None }
        } else {
            Container::Sequence(Vec::new())
        };
        self.open.push(Open { container, start: span, flow, end: span.end, anchor, size: 1, depth: 1 });
        Ok(())
    }

    /// Ends the innermost collection; `end` is the span of its last token.
    pub(super) fn end(&mut self, end: Span, out: &mut Vec<Diagnostic>) -> Result<(), Stopped> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        // The end of a block collection is that of the last thing inside; the parser gives the start of what follows.
        let end = if open.flow { end.end } else { open.end };
        let value = match open.container {
            Container::Sequence(items) => Value::Sequence(Rc::new(items)),
            Container::Mapping { entries, .. } => Value::Mapping(Rc::new(entries)),
        };
        let span = Span { end: end.max(open.start.start), ..open.start };
        let node = Node { tree: Tree { value, span }, size: open.size, depth: open.depth };
        self.remember(open.anchor, &node);
        self.place(node, span, out)
    }

    pub(super) fn anchor(&mut self, id: usize, name: String, span: Span) {
        let node = self.anchors.remove(&id).and_then(|anchor| anchor.node);
        self.anchors.insert(id, Anchor { name, span, node });
    }

    pub(super) fn alias(&mut self, id: usize, span: Span, out: &mut Vec<Diagnostic>) -> Result<(), Stopped> {
        let node = match self.anchors.get(&id) {
            Some(Anchor { node: Some(node), .. }) => node.clone(),
            Some(Anchor { name, span: anchor, node: None }) => {
                report(
                    out,
                    Diagnostic::new(Code::UnknownAnchor, format!("`*{name}` stands inside its own anchor"), span, "")
                        .also(*anchor, "the anchor")
                        .help("write the nodes out instead"),
                );
                broken(span)
            }
            None => broken(span),
        };
        self.place(node, span, out)
    }

    pub(super) fn unknown_alias(&mut self, name: String, span: Span, out: &mut Vec<Diagnostic>) -> Result<(), Stopped> {
        self.unknown_aliases.push((name, span));
        self.place(broken(span), span, out)
    }

    /// The tree, after reporting aliases without an anchor.
    pub(super) fn finish(self, out: &mut Vec<Diagnostic>) -> Option<Tree> {
        for (name, span) in &self.unknown_aliases {
            let diagnostic = Diagnostic::new(
                Code::UnknownAnchor,
                format!("there is no anchor `&{name}` above this alias"),
                *span,
                "",
            );
            let further_down = self.anchors.values().find(|anchor| anchor.name == *name);
            let nearest = suggest::nearest(name, self.anchors.values().map(|anchor| anchor.name.as_str()));
            report(
                out,
                match (further_down, nearest) {
                    (Some(anchor), _) => diagnostic
                        .also(anchor.span, "the anchor stands further down")
                        .help("an anchor must stand above its aliases: write the nodes out at the first place"),
                    (None, Some(near)) => {
                        diagnostic.replace(format!("did you mean `*{near}`?"), *span, format!("*{near}"))
                    }
                    (None, None) => diagnostic.help(format!("put `&{name}` before the node that is meant")),
                },
            );
        }
        self.root
    }

    fn remember(&mut self, id: usize, node: &Node) {
        if id == 0 {
            return;
        }
        match self.anchors.get_mut(&id) {
            Some(anchor) => anchor.node = Some(node.clone()),
            // The event with the name of a scalar's anchor comes behind the scalar.
            None => {
                let anchor = Anchor { name: String::new(), span: node.tree.span, node: Some(node.clone()) };
                self.anchors.insert(id, anchor);
            }
        }
    }

    /// Puts a finished node where it belongs. `extent` is what it takes up there, which for an alias is the alias.
    fn place(&mut self, node: Node, extent: Span, out: &mut Vec<Diagnostic>) -> Result<(), Stopped> {
        let depth = self.open.len() + node.depth;
        if depth > MAX_DEPTH {
            report(out, too_deep(extent));
            return Err(Stopped);
        }
        self.values = self.values.saturating_add(if extent == node.tree.span { 1 } else { node.size });
        if self.values > MAX_VALUES {
            report(
                out,
                Diagnostic::new(
                    Code::TooManyAliases,
                    format!("the file holds more than {MAX_VALUES} values, aliases expanded"),
                    extent,
                    "the limit is reached here",
                )
                .help("use fewer aliases of aliases, or split the form"),
            );
            return Err(Stopped);
        }
        let Some(parent) = self.open.last_mut() else {
            self.root.get_or_insert(node.tree);
            return Ok(());
        };
        parent.end = parent.end.max(extent.end);
        parent.size = parent.size.saturating_add(node.size);
        parent.depth = parent.depth.max(node.depth + 1);
        match &mut parent.container {
            Container::Sequence(items) => items.push(node.tree),
            Container::Mapping { entries, first, pending } => match pending.take() {
                None => *pending = Some(key(node.tree, extent, first, out)),
                Some(Key::Fresh(key)) => entries.push(Entry { key, value: node.tree }),
                Some(Key::Refused) => {}
            },
        }
        Ok(())
    }
}

/// Judges a key of a mapping.
fn key(tree: Tree, extent: Span, first: &mut BTreeMap<String, Span>, out: &mut Vec<Diagnostic>) -> Key {
    match tree.value {
        Value::Scalar(scalar) => {
            if let Some(first) = first.get(&scalar.text) {
                report(
                    out,
                    Diagnostic::new(
                        Code::DuplicateKey,
                        format!("the key `{}` stands twice in one mapping", scalar.text),
                        extent,
                        "again here",
                    )
                    .also(*first, "first here")
                    .help("keep one of the two"),
                );
                return Key::Refused;
            }
            first.insert(scalar.text.clone(), extent);
            Key::Fresh(scalar)
        }
        Value::Broken => Key::Refused,
        Value::Missing => {
            report(out, Diagnostic::new(Code::WrongShape, "a key is missing before the colon", extent, ""));
            Key::Refused
        }
        Value::Sequence(_) | Value::Mapping(_) => {
            report(out, Diagnostic::new(Code::WrongShape, "a key must be a word, not a list or a mapping", extent, ""));
            Key::Refused
        }
    }
}

fn broken(span: Span) -> Node {
    Node { tree: Tree { value: Value::Broken, span }, size: 1, depth: 0 }
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::TooDeep,
        format!("lists and mappings nest deeper than {MAX_DEPTH} levels"),
        span,
        format!("level {}", MAX_DEPTH + 1),
    )
    .help("flatten the form: headings that only group other headings can go")
}

/// The span of a file from `start` to `end`.
pub(super) fn span(file: FileId, start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(start), end: offset(end.max(start)) }
}
