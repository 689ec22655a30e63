//! What a report loses on its way to another revision.

use std::collections::BTreeMap;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::report::Report;

/// A report that was carried over to another revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migrated {
    /// The report of the other revision.
    pub report: Report,
    /// What could not be carried over, in the order of the report that it was in.
    pub left: Vec<Left>,
}

/// What could not be carried over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// JSON Pointer of it in the report that was carried over.
    pub at: String,
    /// Path of the figure or field; empty where it is neither.
    pub path: String,
    /// The members and keys of its cell by dimension, without those dimensions of which it is the whole.
    pub row: BTreeMap<String, String>,
    /// What stood there, as JSON text.
    pub value: String,
    /// Why it was left.
    pub why: Why,
}

impl fmt::Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} was left: {}", self.at, self.value, self.why)
    }
}

impl Serialize for Left {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Left", 5)?;
        fields.serialize_field("at", &self.at)?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("row", &self.row)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("why", &self.why)?;
        fields.end()
    }
}

/// Why something could not be carried over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The other revision does not have it.
    Gone,
    /// It is the sum of several figures there, and its parts are not known.
    Split,
    /// It is part of a sum there, and another part is not known.
    Merged,
    /// It goes on and cannot be compared.
    Broken,
    /// It does not convert exactly into the unit there.
    Unit,
    /// The cell there takes fewer decimal places.
    Places,
    /// The cell there takes no mark of this meaning.
    Mark,
    /// The cell there is of another type.
    Type,
    /// The cell there takes one code, and these are several.
    Codes,
    /// A dimension was gained or lost, and this is not its whole; or it is the whole, and there is none.
    Dimension,
    /// There are no rows there in which it could stand.
    Rows,
    /// The check that is explained is not there.
    Check,
    /// The form has no state of this name there.
    State,
    /// The reports of the form have no periods like this one there.
    Period,
    /// The form lacked this key, and there it has another meaning or no place.
    Unknown,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Gone,
        Self::Split,
        Self::Merged,
        Self::Broken,
        Self::Unit,
        Self::Places,
        Self::Mark,
        Self::Type,
        Self::Codes,
        Self::Dimension,
        Self::Rows,
        Self::Check,
        Self::State,
        Self::Period,
        Self::Unknown,
    ];

    /// The name by which programs tell it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Broken => "broken",
            Self::Unit => "unit",
            Self::Places => "places",
            Self::Mark => "mark",
            Self::Type => "type",
            Self::Codes => "codes",
            Self::Dimension => "dimension",
            Self::Rows => "rows",
            Self::Check => "check",
            Self::State => "state",
            Self::Period => "period",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gone => "the other revision does not have it",
            Self::Split => "the other revision has its parts, which are not known",
            Self::Merged => "the other revision has a sum of it and others, and not all of these are known",
            Self::Broken => "it goes on in the other revision and cannot be compared",
            Self::Unit => "it does not convert exactly into the unit of the other revision",
            Self::Places => "the other revision takes fewer decimal places",
            Self::Mark => "the other revision takes no mark of this meaning here",
            Self::Type => "the other revision takes a value of another type",
            Self::Codes => "the other revision takes one code, and these are several",
            Self::Dimension => "the other revision has it by other dimensions, and it is not their whole",
            Self::Rows => "the other revision has no rows in which it could stand",
            Self::Check => "the other revision does not have the check that it explains",
            Self::State => "the other revision has no such state",
            Self::Period => "the other revision has no such period",
            Self::Unknown => "the form lacked this key, and the other revision has no place for it",
        })
    }
}

impl Serialize for Why {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}
