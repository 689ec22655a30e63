//! Addresses of a plan: what its links name.

use std::collections::HashMap;

use crate::plan::Plan;

/// What an address names, by its number in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Address {
    /// A node of the form.
    Node(u32),
    /// A dimension.
    Dimension(u32),
    /// A member of a dimension.
    Member(u32, u32),
    /// A member of a dimension that is none of the plan's: a heading among its members, which has no figures.
    Heading(u32),
}

/// What every address of a plan names.
#[derive(Debug)]
pub(crate) struct Addresses<'p> {
    nodes: HashMap<&'p str, u32>,
    dimensions: HashMap<&'p str, u32>,
    members: HashMap<(u32, &'p str), u32>,
}

impl<'p> Addresses<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        let mut nodes = HashMap::with_capacity(plan.nodes.len());
        for (number, node) in (0..).zip(&plan.nodes) {
            if plan.is_subject(number) {
                nodes.entry(node.path.as_str()).or_insert(number);
            }
        }
        let mut dimensions = HashMap::new();
        let mut members = HashMap::new();
        for (number, dimension) in (0..).zip(&plan.dimensions) {
            dimensions.insert(dimension.id.as_str(), number);
            members.extend((0..).zip(&dimension.members).map(|(at, member)| ((number, member.id.as_str()), at)));
        }
        Self { nodes, dimensions, members }
    }

    /// What is at an address: a path, `.` for the root, `DIMENSION[]` or `DIMENSION[MEMBER]`.
    pub(crate) fn find(&self, address: &str) -> Option<Address> {
        let Some((dimension, member)) = address.strip_suffix(']').and_then(|address| address.split_once('[')) else {
            return self.node(if address == "." { "" } else { address }).map(Address::Node);
        };
        let dimension = self.dimension(dimension)?;
        Some(match self.member(dimension, member) {
            _ if member.is_empty() => Address::Dimension(dimension),
            Some(member) => Address::Member(dimension, member),
            None => Address::Heading(dimension),
        })
    }

    /// The node of the form at a path.
    pub(crate) fn node(&self, path: &str) -> Option<u32> {
        self.nodes.get(path).copied()
    }

    pub(crate) fn dimension(&self, id: &str) -> Option<u32> {
        self.dimensions.get(id).copied()
    }

    pub(crate) fn member(&self, dimension: u32, id: &str) -> Option<u32> {
        self.members.get(&(dimension, id)).copied()
    }
}
