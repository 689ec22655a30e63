//! The keywords of published JSON Schemas, for the `jsonschema` crate.
//!
//! A plain validator ignores `x-tallyform-sums` and `x-tallyform-bounds`. With [`options`] the `jsonschema` crate enforces
//! them, from the schema alone: no plan is needed. The sums have the meaning of the form language: exact numbers, a blank
//! stands for everything that its bounds allow, and a check fails only where no choice of true values satisfies it.
//! Checks of severity `warning` and `info` never make a report invalid.

mod sums;

use jsonschema::paths::Location;
use jsonschema::{Keyword, ValidationError, ValidationOptions};
use num_rational::BigRational;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::exact::{Decimal, Ratio};
use crate::interval::{End, Interval};

use sums::Sums;

/// The keyword of sums.
pub const SUMS: &str = "x-tallyform-sums";

/// The keyword of bounds that plain JSON Schema cannot hold exactly.
pub const BOUNDS: &str = "x-tallyform-bounds";

/// Options of the `jsonschema` crate with both keywords.
#[must_use]
pub fn options() -> ValidationOptions<'static> {
    jsonschema::options().with_keyword(SUMS, sums).with_keyword(BOUNDS, bounds)
}

/// The factory of [`SUMS`].
///
/// # Errors
///
/// Where the value of the keyword is not what the vocabulary says.
pub fn sums<'a>(
    _: &'a Map<String, Value>,
    value: &'a Value,
    _: Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    Ok(Box::new(Sums::deserialize(value).map_err(|error| ValidationError::schema(format!("{SUMS}: {error}")))?))
}

/// The factory of [`BOUNDS`].
///
/// # Errors
///
/// Where the value of the keyword is not what the vocabulary says.
pub fn bounds<'a>(
    _: &'a Map<String, Value>,
    value: &'a Value,
    _: Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    Ok(Box::new(Bounds::deserialize(value).map_err(|error| ValidationError::schema(format!("{BOUNDS}: {error}")))?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    min: Option<Ratio>,
    max: Option<Ratio>,
    above: Option<Ratio>,
    below: Option<Ratio>,
}

impl Bounds {
    /// All numbers within the bounds; every number where there is none.
    fn interval(&self) -> Interval {
        let upper = end(self.below.as_ref(), true).or_else(|| end(self.max.as_ref(), false));
        let lower = end(self.above.as_ref(), true).or_else(|| end(self.min.as_ref(), false));
        Interval::new(lower, upper).unwrap_or(Interval::ALL)
    }
}

fn end(value: Option<&Ratio>, open: bool) -> Option<End> {
    value.map(|value| End { value: value.as_big().clone(), open })
}

impl<'i> Keyword<'i> for Bounds {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        if Keyword::is_valid(self, instance) {
            return Ok(());
        }
        Err(ValidationError::custom(format!("{instance} lies outside {}", self.interval())))
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        let value = match instance {
            Value::String(text) => number(text),
            Value::Number(value) => number(&value.to_string()),
            _ => None,
        };
        value.is_none_or(|value| self.interval().contains(&value))
    }
}

fn number(text: &str) -> Option<BigRational> {
    Decimal::from_json_number(text).ok().map(Decimal::to_big)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn bounds_judge_numbers_and_texts_that_spell_them() {
        let validator = options().build(&json!({ BOUNDS: {"min": "0.5", "below": "1"} })).expect("well-formed");
        for (value, valid) in
            [(json!("0.5"), true), (json!("0.49"), false), (json!("1.0"), false), (json!("/"), true), (json!(7), false)]
        {
            assert_eq!(validator.is_valid(&value), valid, "{value}");
        }
    }
}
