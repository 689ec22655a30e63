//! The crosswalk: which figures of several revisions are one series, and what became of the others.

mod make;
mod print;

use serde::Serialize;
use tallyform::plan::Texts;

/// Which figures of the revisions of a form are one series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Crosswalk {
    /// Identity of the form.
    pub form: String,
    /// Title of the newest revision.
    pub title: Texts,
    /// The revisions, the oldest first.
    pub revisions: Vec<Revision>,
    /// The series: fields and figures, then each dimension with its members, in the order of the newest revision. What is
    /// gone stands after what it stood after.
    pub series: Vec<Row>,
}

/// A revision of a [`Crosswalk`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Revision {
    /// Its name.
    pub revision: String,
    /// Why the form was revised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Texts>,
}

/// One series.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its id: the path, or the address of a dimension or member, that it began with.
    pub series: String,
    /// What it is a series of.
    pub kind: Kind,
    /// The revision since which the last of its figures can be compared.
    pub since: String,
    /// What it is in each revision.
    #[serde(rename = "in")]
    pub standings: Vec<Standing>,
}

/// What a series is a series of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text, date or code.
    Field,
    /// A figure.
    Figure,
    /// A dimension.
    Dimension,
    /// A member of a dimension.
    Member,
}

/// What a series is in one revision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The revision.
    pub revision: String,
    /// The path there, or the address of a dimension or member; none where it is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The label there.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub label: Texts,
    /// The unit of a figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The official code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The dimensions of a figure, by their series.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// What links it with the revision before; none in the first, and where it is in neither.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Bond>,
}

/// What links a series with the revision before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bond {
    /// How.
    pub kind: BondKind,
    /// With what of the revision before; of what ended, what of this one it became.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
    /// The author's reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Texts>,
}

/// How a series is linked with the revision before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BondKind {
    /// It goes on under its path.
    Same,
    /// It goes on under another path.
    Continued,
    /// It goes on, and its figures cannot be compared with those before.
    Broken,
    /// It is new.
    Added,
    /// It is no longer there.
    Gone,
    /// It is a part of what was one figure, or was split into several.
    Split,
    /// It is the sum of several, or has become a part of such a sum.
    Merged,
}
