//! JSON Pointers of one report in another.

use std::collections::HashMap;

use super::kin::{At, Half, Kin};
use super::place::{InRow, Placed};
use super::rows::{Feed, Rows};
use crate::plan::{Bind, Layout};

/// Nodes of the plan there, by what they are of and by what their dimensions are bound to.
#[derive(Debug)]
pub(super) struct Follow {
    nodes: HashMap<(u32, At), u32>,
}

/// What a pointer leads to in the other report.
#[derive(Debug)]
pub(super) struct There {
    pub(super) pointer: String,
    pub(super) node: u32,
    /// It is the same, and not what stands above the same.
    pub(super) is_exact: bool,
    /// It is an object: other keys may stand in it.
    pub(super) is_object: bool,
}

/// What a pointer leads to in a report.
struct Found {
    node: u32,
    row: InRow,
    /// It is the node's own figure, and not the object.
    is_own: bool,
    /// It is a list, and none of its rows.
    is_list: bool,
}

impl Follow {
    pub(super) fn new(there: &Half) -> Self {
        let mut nodes = HashMap::new();
        for (number, stand) in (0..).zip(&there.nodes) {
            nodes.entry((stand.of, stand.at.clone())).or_insert(number);
        }
        Self { nodes }
    }

    /// What a pointer leads to in the report there; none where it leads to nothing here.
    pub(super) fn pointer(
        &self,
        (here, there): (&Placed<'_>, &Placed<'_>),
        kin: &Kin,
        (rows, feeds): (&Rows, &[Feed]),
        pointer: &str,
    ) -> Option<There> {
        let found = find(here, pointer)?;
        let plan = here.half.plan();
        let mut at = found.node;
        let mut row = found.row;
        let mut is_exact = true;
        loop {
            if let Some((node, in_row)) = self.node((here, there), kin, (rows, feeds), at, row) {
                let known = there.half.plan().nodes.get(node as usize)?;
                let mut pointer = there.pointer_of(node, in_row);
                if found.is_own && is_exact && !known.children.is_empty() {
                    pointer.push_str("/total");
                }
                let is_object = !known.children.is_empty() && !(is_exact && (found.is_own || found.is_list));
                let is_exact = is_exact && !found.is_list;
                return Some(There { pointer, node, is_exact, is_object });
            }
            is_exact = false;
            let above = plan.nodes.get(at as usize)?;
            if let (Some(Layout::Rows(section)), Some((own, number))) = (above.layout, row)
                && section == own
            {
                let of = here.report.rows.get(own as usize).and_then(|rows| rows.get(number as usize));
                row = plan.sections.get(own as usize).and_then(|section| section.above).zip(of.map(|row| row.above));
            }
            at = above.parent?;
        }
    }

    /// The node there, and its row, of a node here.
    fn node(
        &self,
        (here, there): (&Placed<'_>, &Placed<'_>),
        kin: &Kin,
        (rows, feeds): (&Rows, &[Feed]),
        node: u32,
        row: InRow,
    ) -> Option<(u32, InRow)> {
        let stand = here.half.nodes.get(node as usize)?;
        let of = kin.same.get(stand.of as usize).copied().flatten()?;
        let mut at = At::new();
        for (dimension, bound) in &stand.at {
            let Some(there) = kin.dimensions.get(*dimension as usize).copied().flatten() else {
                if *bound == Bind::Whole {
                    continue;
                }
                return None;
            };
            let bound = match bound {
                Bind::Member(member) => {
                    let members = kin.members.get(*dimension as usize)?.get(*member as usize)?;
                    let [member] = members.as_slice() else { return None };
                    Bind::Member(*member)
                }
                other => *other,
            };
            at.push((there, bound));
        }
        at.sort_unstable();
        let node = *self.nodes.get(&(of, at))?;
        let section = there.half.nodes.get(node as usize).and_then(|stand| stand.section);
        let Some((own, number)) = row else { return section.is_none().then_some((node, None)) };
        let section = section?;
        let at = feeds.iter().position(|feed| feed.here == own && feed.there == section)?;
        let number = rows.onward(u32::try_from(at).ok()?, number)?;
        Some((node, Some((section, number))))
    }
}

/// What a pointer leads to in a report.
fn find(placed: &Placed<'_>, pointer: &str) -> Option<Found> {
    let plan = placed.half.plan();
    let mut found = Found { node: 0, row: None, is_own: false, is_list: false };
    let mut keys = pointer.split('/');
    if keys.next() != Some("") {
        return None;
    }
    for key in keys {
        let node = plan.nodes.get(found.node as usize)?;
        if found.is_own {
            return None;
        }
        if std::mem::take(&mut found.is_list) {
            let Some(Layout::Rows(section)) = node.layout else { return None };
            let above = found.row.map_or(0, |(_, row)| row);
            found.row = Some((section, placed.row_at(section, above, key.parse().ok()?)?));
            continue;
        }
        let key = key.replace("~1", "/").replace("~0", "~");
        let mut children = node.children.iter();
        let child = children.find(|child| plan.nodes.get(**child as usize).is_some_and(|child| child.id == key));
        match child {
            Some(child) => {
                found.node = *child;
                let layout = plan.nodes.get(*child as usize).and_then(|child| child.layout);
                found.is_list = matches!(layout, Some(Layout::Rows(_)));
            }
            None if key == "total" && node.cell.is_some() && !node.children.is_empty() => found.is_own = true,
            None => return None,
        }
    }
    Some(found)
}
