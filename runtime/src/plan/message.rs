//! Texts in several languages, and message templates.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::serde_impl::names;

/// One text in each language of the form. The plan fills every language in, from the first where need be.
pub type Texts = BTreeMap<String, String>;

/// A message with slots, taken apart.
pub type Template = Vec<Segment>;

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(untagged))]
pub enum Segment {
    /// Text as it is.
    Text(String),
    /// A value of the finding.
    Slot {
        /// Which.
        slot: Slot,
    },
    /// The content of a cell: the figure, the token of a mark, or the word for a blank.
    Cell {
        /// Number of the cell.
        cell: u32,
    },
    /// The content of the cell that a figure has where the finding is: at the members and rows that the check is bound
    /// to, and at the whole of every other dimension.
    Figure {
        /// Node of the figure, where it stands first.
        figure: u32,
        /// In the report of one period earlier.
        prior: bool,
    },
    /// A piece that is left out where a slot in it has nothing to say.
    Optional {
        /// The piece.
        optional: Template,
    },
}

/// What may stand in braces in a message. A side, difference, tolerance or expectation that there is not is a dash, `—`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Slot {
    /// Label of the node that the check stands on, or of the cell.
    Label,
    /// Path of that node.
    Path,
    /// Label of the unit of the left side, or of the cell.
    Unit,
    /// Left side.
    Left,
    /// Comparison as the language spells it.
    Op,
    /// Right side.
    Right,
    /// Left less right; a dash where either is a range.
    Difference,
    /// By how much the comparison might miss.
    Tolerance,
    /// The check as written.
    Check,
    /// Content of the one cell that the finding is about.
    Value,
    /// What the cell would have to hold: its range, its decimal places, its type, the marks that it takes.
    Expected,
    /// Label of the first cell on the left side.
    LeftLabel,
    /// Label of the first cell on the right side.
    RightLabel,
    /// JSON Pointer of the one cell or key.
    At,
}

impl Slot {
    /// All slots with their spelling in braces.
    pub const ALL: [(&'static str, Self); 14] = [
        ("label", Self::Label),
        ("path", Self::Path),
        ("unit", Self::Unit),
        ("left", Self::Left),
        ("op", Self::Op),
        ("right", Self::Right),
        ("difference", Self::Difference),
        ("tolerance", Self::Tolerance),
        ("check", Self::Check),
        ("value", Self::Value),
        ("expected", Self::Expected),
        ("left_label", Self::LeftLabel),
        ("right_label", Self::RightLabel),
        ("at", Self::At),
    ];

    /// The slot as it is spelt in braces.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, slot)| *slot == self).map_or("", |(name, _)| name)
    }
}

names!(Slot { Label = "label", Path = "path", Unit = "unit", Left = "left", Op = "op", Right = "right", Difference = "difference", Tolerance = "tolerance", Check = "check", Value = "value", Expected = "expected", LeftLabel = "left_label", RightLabel = "right_label", At = "at" });

impl Serialize for Segment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Text(text) = self {
            return serializer.serialize_str(text);
        }
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Text(_) => {}
            Self::Slot { slot } => map.serialize_entry("slot", slot)?,
            Self::Cell { cell } => map.serialize_entry("cell", cell)?,
            Self::Figure { figure, prior } => {
                map.serialize_entry("figure", figure)?;
                map.serialize_entry("prior", prior)?;
            }
            Self::Optional { optional } => map.serialize_entry("optional", optional)?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Segment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SegmentVisitor;
        impl<'de> Visitor<'de> for SegmentVisitor {
            type Value = Segment;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or an object with `slot`, `cell`, `figure` or `optional`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Segment, E> {
                Ok(Segment::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Segment, A::Error> {
                let segment = match map.next_key::<Cow<'de, str>>()?.as_deref() {
                    Some("slot") => Segment::Slot { slot: map.next_value()? },
                    Some("cell") => Segment::Cell { cell: map.next_value()? },
                    Some("figure") => {
                        let figure = map.next_value()?;
                        return match (map.next_entry::<Cow<'de, str>, bool>()?, map.next_key::<Cow<'de, str>>()?) {
                            (Some((key, prior)), None) if key == "prior" => Ok(Segment::Figure { figure, prior }),
                            _ => Err(A::Error::custom("beside `figure` there is `prior` and nothing else")),
                        };
                    }
                    Some("optional") => Segment::Optional { optional: map.next_value()? },
                    Some(other) => return Err(A::Error::unknown_field(other, &["slot", "cell", "figure", "optional"])),
                    None => return Err(A::Error::missing_field("slot")),
                };
                match map.next_key::<Cow<'de, str>>()? {
                    Some(_) => Err(A::Error::custom("a segment has one key, `slot`, `cell`, `figure` or `optional`")),
                    None => Ok(segment),
                }
            }
        }
        deserializer.deserialize_any(SegmentVisitor)
    }
}
