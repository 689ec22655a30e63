//! Whether nodes are one tree in which nodes and cells name each other.

use std::collections::BTreeSet;

use super::{Checked, MAX_PLAN_DEPTH, RESERVED_AT_ROOT, beneath, fault, in_range, place, sections, texts};
use crate::plan::{Layout, Node, Plan};

/// A node yet to visit.
struct Visit {
    index: u32,
    pointer: String,
    path: String,
    depth: usize,
    /// The section in whose rows it stands.
    section: Option<u32>,
}

/// Checks that nodes are one tree, each before what is beneath it, and that nodes and cells name each other.
pub(super) fn check(plan: &Plan) -> Checked {
    let Some(root) = plan.nodes.first() else {
        return fault("/nodes", "it has no node");
    };
    if root.parent.is_some() || root.cell.is_some() || root.layout.is_some() || !root.id.is_empty() {
        return fault("/nodes/0", "the root has neither id nor parent nor cell");
    }
    let mut next_node = 0_usize;
    let mut next_cell = 0_usize;
    // Nodes yet to visit; the last is the next.
    let mut open = vec![Visit { index: 0, pointer: String::new(), path: String::new(), depth: 0, section: None }];
    while let Some(Visit { index, pointer, path, depth, section }) = open.pop() {
        let at = || format!("/nodes/{index}");
        let node = match plan.nodes.get(index as usize) {
            Some(node) if index as usize == next_node => node,
            _ => {
                return fault(at(), "nodes stand in form order, each in the `children` of one other");
            }
        };
        next_node += 1;
        if depth > MAX_PLAN_DEPTH {
            return fault(at(), format!("more than {MAX_PLAN_DEPTH} levels"));
        }
        if node.path != path {
            return fault(at(), format!("its path is `{path}`, not `{}`", node.path));
        }
        texts(plan, &node.label, || format!("{}/label", at()))?;
        place(plan, node.place, at)?;
        for dimension in &node.by {
            in_range(*dimension, plan.dimensions.len(), || format!("{}/by", at()))?;
        }
        if let Some(coordinate) = &node.coordinate {
            let figure = plan.nodes.get(coordinate.figure as usize).filter(|_| coordinate.figure <= index);
            if figure.is_none_or(|figure| figure.by.is_empty()) {
                return fault(format!("{}/coordinate/figure", at()), "it stands before and has dimensions");
            }
        }
        if let Some(first) = node.first {
            let first = plan.nodes.get(first as usize).filter(|_| first < index);
            if first.is_none_or(|first| first.first.is_some() || first.path != path) {
                return fault(format!("{}/first", at()), "it stands before, has the same path, and is the first");
            }
        }
        // In a row pointers begin anew.
        let (inner, pointer) = match node.layout {
            Some(Layout::Rows(rows)) => {
                sections::rows(plan, (index, node), rows, (section, &pointer), at)?;
                (Some(rows), String::new())
            }
            Some(layout) => {
                sections::layout(plan, node, layout, section, at)?;
                (section, pointer)
            }
            None => (section, pointer),
        };
        if let Some(whole) = node.whole {
            in_range(whole, plan.nodes.len(), || format!("{}/whole", at()))?;
        }
        if let Some(number) = node.cell {
            if number as usize != next_cell {
                return fault(at(), "cells stand in form order, each in the `cell` of one node");
            }
            next_cell += 1;
            let own = if node.children.is_empty() { pointer.clone() } else { beneath(&pointer, "total") };
            match plan.cells.get(number as usize) {
                Some(cell) if cell.node == index && cell.pointer == own && cell.section == inner => {}
                Some(_) => {
                    let rows = inner.map_or_else(String::new, |section| format!(" in the rows of section {section}"));
                    return fault(format!("/cells/{number}"), format!("it is of node {index}, at `{own}`{rows}"));
                }
                None => return fault(at(), format!("there is no cell {number}")),
            }
        }
        children(plan, index, node)?;
        for child in node.children.iter().rev() {
            let Some(below) = plan.nodes.get(*child as usize) else {
                continue;
            };
            let path = match below.layout {
                Some(Layout::Whole(_) | Layout::Rows(_)) => path.clone(),
                _ if path.is_empty() => below.id.clone(),
                _ => format!("{path}.{}", below.id),
            };
            let pointer = beneath(&pointer, &below.id);
            open.push(Visit { index: *child, pointer, path, depth: depth + 1, section: inner });
        }
    }
    if next_node != plan.nodes.len() {
        return fault(format!("/nodes/{next_node}"), "it stands in the `children` of no node");
    }
    if next_cell != plan.cells.len() {
        return fault(format!("/cells/{next_cell}"), "no node has it as its `cell`");
    }
    Ok(())
}

fn children(plan: &Plan, index: u32, node: &Node) -> Checked {
    let mut ids = BTreeSet::new();
    for (i, child) in node.children.iter().enumerate() {
        let at = || format!("/nodes/{index}/children/{i}");
        // Nodes stand in order, so that a child never comes before its parent: the walk ends.
        let Some(below) = plan.nodes.get(*child as usize).filter(|_| *child > index) else {
            return fault(at(), format!("there is no node {child} after it"));
        };
        if below.parent != Some(index) {
            return fault(at(), format!("the `parent` of node {child} is another"));
        }
        let reserved = (index == 0 && RESERVED_AT_ROOT.contains(&below.id.as_str()))
            || (node.cell.is_some() && below.id == "total")
            || below.id.is_empty();
        if reserved || !ids.insert(&below.id) {
            return fault(at(), format!("the id `{}` is reserved, empty or there twice", below.id));
        }
    }
    Ok(())
}
