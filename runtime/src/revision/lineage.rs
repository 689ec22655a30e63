//! Which figures and members of a revision are those of the one before.

use std::collections::BTreeMap;
use std::fmt;

use crate::plan::Plan;

/// Where everything in a revision comes from.
///
/// Nodes are those of the form: where a plan has several for one, the first ([`Plan::subject`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lineage {
    /// By node of the later plan; that of a node which is not the first is the first one's.
    pub nodes: Vec<Ancestry>,
    /// By dimension of the later plan: the dimension of the earlier one that it was.
    pub dimensions: Vec<Option<u32>>,
    /// By dimension of the later plan and member: members of the dimension that it was.
    pub members: Vec<Vec<Ancestry>>,
}

/// Where a node or member comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ancestry {
    /// What it was in the earlier plan: nodes, or members of a dimension. None of what is new, several of what was merged.
    /// Of a heading that a figure was split into, the figure; its parts have none.
    pub from: Vec<u32>,
    /// The figures cannot be compared, as a link of this or of a node above says.
    pub broken: bool,
    /// The link that says so, of [`Predecessor::links`](crate::plan::Predecessor::links); none where the name does.
    pub link: Option<u32>,
}

/// Two plans are not those of a revision and the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotNext {
    /// A sentence that says why.
    pub message: String,
}

impl fmt::Display for NotNext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NotNext {}

impl Lineage {
    /// What links a revision, `new`, with the one before it.
    ///
    /// # Errors
    /// Where `new` does not say that it revises `old`, or a link names what a plan does not have.
    pub fn between(old: &Plan, new: &Plan) -> Result<Self, NotNext> {
        let by_path: BTreeMap<&str, u32> = old
            .nodes
            .iter()
            .zip(0..)
            .filter(|(node, _)| node.layout.is_none() && node.first.is_none() && node.coordinate.is_none())
            .map(|(node, number)| (node.path.as_str(), number))
            .collect();
        let nodes = new.nodes.iter().map(|node| Ancestry {
            from: by_path.get(node.path.as_str()).copied().into_iter().collect(),
            ..Ancestry::default()
        });
        Ok(Self { nodes: nodes.collect(), ..Self::default() })
    }
}
