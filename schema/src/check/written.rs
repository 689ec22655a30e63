//! What the model keeps as the file says it.

use std::collections::BTreeMap;

use super::content::Made;
use super::tree::{Class, Tree};
use crate::model::{Cell, NodeId, Written, WrittenNode};
use crate::syntax::{Attributes, Check, FormFile, Scalar};

/// What nodes and dimensions say. `made` are the cells as tuned.
pub(super) fn written(file: &FormFile, tree: &Tree<'_>, made: &[Option<Made>]) -> Written {
    let mut nodes = BTreeMap::new();
    for id in tree.ids() {
        let Some(entry) = tree.get(id) else { continue };
        let node = match (entry.class, entry.says) {
            (Class::Root, _) => {
                let by = file.by.iter().flat_map(|by| &by.value).cloned().collect();
                node(by, Vec::new(), &file.attributes, &file.checks)
            }
            (_, Some(says)) => {
                let by = says.by.iter().flat_map(|by| &by.value).cloned().collect();
                let except = says.except.iter().flat_map(|except| &except.value).cloned().collect();
                node(by, except, &says.attributes, &says.checks)
            }
            _ => None,
        };
        nodes.extend(node.map(|node| (id, node)));
    }
    Written {
        nodes,
        dimensions: tree.dimensions.list.iter().map(|found| found.says.clone()).collect(),
        cells: cells(tree, made),
    }
}

/// What one node says; none where that is nothing.
fn node(by: Vec<Scalar>, except: Vec<Vec<Scalar>>, attributes: &Attributes, checks: &[Check]) -> Option<WrittenNode> {
    let Attributes { severity, over, note, columns, .. } = attributes;
    let is_said = severity.is_some() || over.is_some() || note.is_some() || columns.is_some();
    let is_said = is_said || !by.is_empty() || !except.is_empty() || !checks.is_empty();
    is_said.then(|| WrittenNode {
        by,
        except,
        severity: severity.as_ref().map(|severity| severity.value.clone()),
        over: over.as_ref().map(|over| over.entries.clone()),
        note: note.as_ref().map(|note| note.value.clone()),
        columns: columns.clone(),
        checks: checks.to_vec(),
    })
}

fn cells(tree: &Tree<'_>, made: &[Option<Made>]) -> BTreeMap<NodeId, Cell> {
    let with_dimensions =
        |node: &NodeId| tree.get(*node).is_some_and(|entry| entry.grid.is_some() && entry.says.is_some());
    let cell = |node: NodeId| Some((node, made.get(node.0 as usize)?.as_ref()?.cell.clone()));
    tree.ids().filter(with_dimensions).filter_map(cell).collect()
}
