//! What a form was before.

use super::Texts;
use crate::source::Span;

/// The revision before, and what became of what it had. Everything that no link names goes on under the path that it has
/// beneath what goes on above it.
///
/// Addresses are spelt as in `changes`: the path of an item, `header.FIELD`, `DIMENSION[]`, `DIMENSION[MEMBER]`.
#[derive(Clone, Debug, Default)]
pub struct Lineage {
    /// Name of the revision before, where the file names a base.
    pub revision: Option<String>,
    /// Why the form was revised.
    pub because: Option<Texts>,
    /// First what is here, in form order, then what is gone, in the order of the base.
    pub links: Vec<Link>,
}

/// What became of something, or where something comes from.
#[derive(Clone, Debug)]
pub struct Link {
    /// How the two are linked.
    pub kind: LinkKind,
    /// Addresses in the revision before.
    pub from: Vec<String>,
    /// Addresses in this form.
    pub to: Vec<String>,
    /// Label of what is gone, in the languages of this form.
    pub label: Option<Texts>,
    /// The author's reason.
    pub because: Option<Texts>,
    /// What says so: the key of a change, the value of `was`, the id of what was added.
    pub span: Span,
}

/// How something of this revision is linked with something of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// It goes on under another path: it was renamed or moved. Under its own path it is linked where the author gives a
    /// reason for what is otherwise not as it was.
    Continued,
    /// It is new, with all that is beneath it and not linked itself.
    Added,
    /// It is no longer there, with all that was beneath it and is not linked itself.
    Gone,
    /// A figure became a heading, whose figures add up to it.
    Split,
    /// A figure is the sum of several of the revision before.
    Merged,
    /// It goes on, and its figures cannot be compared with those before.
    Broken,
}
