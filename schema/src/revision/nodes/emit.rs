//! Nodes back to the tree of a full file.

use std::rc::Rc;

use super::{DIMENSIONS, Node, Nodes, Part, ROOT};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::{MAX_DEPTH, MAX_VALUES};
use crate::source::Span;
use crate::yaml::{Entry, Tree, Value};

impl Nodes {
    /// The tree; what is too deep or too much of it otherwise. `place` is what is said to be too large.
    pub(in crate::revision) fn tree(&self, place: Span) -> Result<Tree, Box<Diagnostic>> {
        let mut left = MAX_VALUES;
        self.emit(ROOT, 0, &mut left).map_err(|refused| {
            Box::new(match refused {
                Refused::Deep(span) => Diagnostic::new(
                    Code::TooDeep,
                    format!("lists and mappings nest deeper than {MAX_DEPTH} levels"),
                    span,
                    "too deep where it now stands",
                )
                .help("flatten the form: headings that only group other headings can go"),
                Refused::Large => Diagnostic::new(
                    Code::TooManyAliases,
                    format!("with what it revises the form holds more than {MAX_VALUES} values"),
                    place,
                    "too large",
                )
                .help("make several forms of it"),
            })
        })
    }

    fn emit(&self, at: usize, depth: usize, left: &mut usize) -> Result<Tree, Refused> {
        let Some(node) = self.get(at) else { return Err(Refused::Large) };
        if let Some(raw) = &node.raw {
            return Ok(raw.clone());
        }
        if depth > MAX_DEPTH {
            return Err(Refused::Deep(node.span));
        }
        *left = left.checked_sub(2 + node.parts.len() * 2).ok_or(Refused::Large)?;
        let mut entries = Vec::with_capacity(node.parts.len());
        for part in &node.parts {
            entries.push(match part {
                Part::Entry(entry) => entry.clone(),
                Part::List { key, span, of } => {
                    let children = self.get(*of).map(|of| of.children.as_slice()).unwrap_or_default();
                    let value = self.list_of(*of, children, depth, left)?;
                    Entry { key: key.clone(), value: Tree { value, span: *span } }
                }
            });
        }
        Ok(Tree { value: Value::Mapping(Rc::new(entries)), span: node.span })
    }

    fn list_of(&self, of: usize, children: &[usize], depth: usize, left: &mut usize) -> Result<Value, Refused> {
        if of != DIMENSIONS {
            let nodes: Result<Vec<Tree>, Refused> =
                children.iter().map(|child| self.emit(*child, depth + 2, left)).collect();
            return Ok(Value::Sequence(Rc::new(nodes?)));
        }
        let mut entries = Vec::with_capacity(children.len());
        for child in children {
            let Some(Node { key: Some(key), .. }) = self.get(*child) else { continue };
            entries.push(Entry { key: key.clone(), value: self.emit(*child, depth + 2, left)? });
        }
        Ok(Value::Mapping(Rc::new(entries)))
    }
}

/// Why there is no tree.
enum Refused {
    /// This node stands too deep.
    Deep(Span),
    Large,
}
