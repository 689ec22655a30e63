//! What a revision says of the one before it.

use super::serde_impl::{names, record};
use super::{Place, Plan, Texts};

/// The revision before, and what became of what it had.
///
/// Everything that no link names goes on under the path that it has beneath what goes on above it: `a.b.c` of this
/// revision is `a.b.c` of the one before, or `x.b.c` where a link says that `a` was `x`. What is not there, and beneath no
/// link that says so, was not there before.
///
/// *Addresses*, here as in the `changes` of a form file: the path of an item (`requests.received`), a field of the header
/// (`header.compiler`), a dimension (`applicant[]`), a member (`applicant[natural_person]`).
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Predecessor {
    /// Name of the revision before; none where a full file says what things were, and not in which revision.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub revision: Option<String>,
    /// Names of the revisions before that one, the nearest first.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub earlier: Vec<String>,
    /// Why the form was revised.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub because: Option<Texts>,
    /// What does not go on under its name, first what is here in form order, then what is gone in the order of the base.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub links: Vec<Link>,
}

/// What became of something, or where something comes from.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Link {
    /// How the two are linked.
    pub kind: LinkKind,
    /// Addresses in the revision before: none of what was added, several of what was merged.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub from: Vec<String>,
    /// Addresses in this revision: none of what is gone, several of what was split.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub to: Vec<String>,
    /// Label of what is gone.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub label: Option<Texts>,
    /// The author's reason.
    #[cfg_attr(feature = "schemars", serde(default))]
    pub because: Option<Texts>,
    /// Where a form file says so.
    pub place: Place,
}

/// How something of this revision is linked with something of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum LinkKind {
    /// It goes on under another path: it was renamed or moved. Under its own path it is linked where the author gives a
    /// reason for what is otherwise not as it was.
    Continued,
    /// It is new, with all that is beneath it and not linked itself.
    Added,
    /// It is no longer there, with all that was beneath it and is not linked itself.
    Gone,
    /// A figure became a heading: it equals the sum of the figures that are named.
    Split,
    /// A figure equals the sum of several of the revision before.
    Merged,
    /// It goes on under its name or another, and its figures cannot be compared with those before.
    Broken,
}

/// The series that a figure, dimension or member belongs to: the same thing through all revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(deny_unknown_fields))]
pub struct Series {
    /// The path or id that it began with; `path@revision` where an earlier series began with the same.
    pub id: String,
    /// The revision since which its figures can be compared.
    pub since: String,
}

impl Plan {
    /// Whether a node is a figure or field of the form, at the first of its places.
    #[must_use]
    pub fn is_figure(&self, node: u32) -> bool {
        let holds = self.nodes.get(node as usize).is_some_and(|node| node.cell.is_some() || !node.by.is_empty());
        holds && self.is_subject(node)
    }

    /// The series of a figure or field: its id, and the revision since which its figures can be compared.
    #[must_use]
    pub fn node_series(&self, node: u32) -> (&str, &str) {
        let node = self.nodes.get(node as usize);
        self.series_of(node.and_then(|node| node.series.as_ref()), node.map_or("", |node| &node.path))
    }

    /// The series of a dimension.
    #[must_use]
    pub fn dimension_series(&self, dimension: u32) -> (&str, &str) {
        let dimension = self.dimensions.get(dimension as usize);
        self.series_of(
            dimension.and_then(|dimension| dimension.series.as_ref()),
            dimension.map_or("", |dimension| &dimension.id),
        )
    }

    /// The series of a member of a dimension, among those of the series of its dimension.
    #[must_use]
    pub fn member_series(&self, dimension: u32, member: u32) -> (&str, &str) {
        let dimension = self.dimensions.get(dimension as usize);
        let member = dimension.and_then(|dimension| dimension.members.get(member as usize));
        self.series_of(member.and_then(|member| member.series.as_ref()), member.map_or("", |member| &member.id))
    }

    fn series_of<'p>(&'p self, said: Option<&'p Series>, name: &'p str) -> (&'p str, &'p str) {
        said.map_or((name, self.revision.as_str()), |series| (series.id.as_str(), series.since.as_str()))
    }
}

record!(Predecessor { revision: optional, earlier: optional, because: optional, links: optional });
record!(Link { kind: needed, from: optional, to: optional, label: optional, because: optional, place: needed });
names!(LinkKind {
    Continued = "continued",
    Added = "added",
    Gone = "gone",
    Split = "split",
    Merged = "merged",
    Broken = "broken"
});
record!(Series { id: needed, since: needed });
