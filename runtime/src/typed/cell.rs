//! A cell of a report, typed.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, SeqAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::cell as flat;
use crate::exact::Decimal;
use crate::plan;
use crate::typed::content::{Alone, Code, Codes, Content, Day, Text, Year, YesNo};
use crate::typed::{Form, Quantity, Unit};

/// What stands in one cell of a report: a value, a mark instead of one, or nothing.
///
/// `C` says what the values are: for figures it is their unit.
#[derive(Default)]
pub enum Cell<C: Content> {
    /// Nothing: not reported. That is never 0.
    #[default]
    Blank,
    /// A value.
    Value(C::Value),
    /// A mark, such as `/` where there is nothing to report.
    Mark(Token),
}

/// A mark as it is printed. Whether a cell takes it is judged with the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(&'static str);

impl Token {
    /// The mark of this spelling.
    #[must_use]
    pub const fn new(token: &'static str) -> Self {
        Self(token)
    }

    /// The spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<C: Content> Cell<C> {
    /// The value, where there is one.
    #[must_use]
    pub const fn value(&self) -> Option<&C::Value> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }

    /// The mark, where there is one.
    #[must_use]
    pub const fn mark(&self) -> Option<Token> {
        if let Self::Mark(token) = self { Some(*token) } else { None }
    }

    /// Whether nothing stands here.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    pub(super) fn take(cell: &flat::Cell, plan: &plan::Cell, form: &'static Form) -> Self {
        match cell {
            flat::Cell::Blank => Self::Blank,
            flat::Cell::Mark(mark) => form.token(*mark).map_or(Self::Blank, Self::Mark),
            // What no typed cell can hold is a finding of the reader; a report with one is not made.
            cell => C::take(cell, plan).map_or(Self::Blank, Self::Value),
        }
    }

    pub(super) fn show(&self, plan: &plan::Cell, form: &'static Form) -> flat::Cell {
        match self {
            Self::Blank => flat::Cell::Blank,
            Self::Value(value) => C::show(value, plan).unwrap_or(flat::Cell::Blank),
            Self::Mark(token) => match form.mark(token.0) {
                Some(mark) if plan.takes.contains(&mark) => flat::Cell::Mark(mark),
                mark => flat::Cell::Other(Box::new(flat::Other {
                    json: serde_json::Value::from(token.0).to_string(),
                    misfit: mark.map_or(flat::Misfit::Type, flat::Misfit::Mark),
                    value: None,
                })),
            },
        }
    }
}

impl<U: Unit> Cell<U> {
    /// The figure, where there is one.
    #[must_use]
    pub const fn figure(&self) -> Option<Quantity<U>> {
        if let Self::Value(figure) = self { Some(*figure) } else { None }
    }
}

impl<C: Content> Clone for Cell<C> {
    fn clone(&self) -> Self {
        match self {
            Self::Blank => Self::Blank,
            Self::Value(value) => Self::Value(value.clone()),
            Self::Mark(token) => Self::Mark(*token),
        }
    }
}

impl<C: Content<Value: Copy>> Copy for Cell<C> {}

impl<C: Content> PartialEq for Cell<C> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Blank, Self::Blank) => true,
            (Self::Value(left), Self::Value(right)) => left == right,
            (Self::Mark(left), Self::Mark(right)) => left == right,
            _ => false,
        }
    }
}

impl<C: Content<Value: Eq>> Eq for Cell<C> {}

impl<C: Content> fmt::Debug for Cell<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("Blank"),
            Self::Value(value) => write!(f, "{value:?}"),
            Self::Mark(token) => write!(f, "Mark({:?})", token.0),
        }
    }
}

/// The value or the mark; of a blank, nothing.
impl<C: Content<Value: fmt::Display>> fmt::Display for Cell<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.pad(""),
            Self::Value(value) => value.fmt(f),
            Self::Mark(token) => f.pad(token.0),
        }
    }
}

impl<C: Content> From<Token> for Cell<C> {
    fn from(token: Token) -> Self {
        Self::Mark(token)
    }
}

impl<U: Unit> From<Quantity<U>> for Cell<U> {
    fn from(figure: Quantity<U>) -> Self {
        Self::Value(figure)
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {$(
        impl<U: Unit> From<$integer> for Cell<U> {
            fn from(figure: $integer) -> Self {
                Self::Value(figure.into())
            }
        }
    )*};
}

from_integers!(i8 i16 i32 i64 u8 u16 u32 u64);

macro_rules! from_values {
    ($($value:ty => $content:ty),* $(,)?) => {$(
        impl From<$value> for Cell<$content> {
            fn from(value: $value) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

from_values! {
    &str => Text, String => Text,
    flat::Date => Day,
    u16 => Year,
    bool => YesNo,
    &str => Code, String => Code,
    Vec<String> => Codes,
}

/// What is neither a figure nor a mark of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeitherFigureNorMark;

impl fmt::Display for NeitherFigureNorMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("neither a figure such as `12` or `-0.5` nor a mark of the form")
    }
}

impl std::error::Error for NeitherFigureNorMark {}

impl<U: Unit> FromStr for Cell<U> {
    type Err = NeitherFigureNorMark;

    /// Reads a figure or a mark of the form; of nothing it is blank.
    fn from_str(text: &str) -> Result<Self, NeitherFigureNorMark> {
        if text.is_empty() {
            return Ok(Self::Blank);
        }
        if let Some(token) = U::form().token_of(text) {
            return Ok(Self::Mark(token));
        }
        let figure: Decimal = text.parse().map_err(|_| NeitherFigureNorMark)?;
        Ok(Self::Value(Quantity::from_decimal(figure)))
    }
}

// A cell that stands outside a report is what it is in canonical JSON: an integer, a text, a mark's token or nothing.
// Formats that do not describe themselves get the text of whatever it is.

impl<C: Content> Serialize for Cell<C> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let alone = match self {
            Self::Blank => return serializer.serialize_none(),
            Self::Value(value) => C::print(value),
            Self::Mark(token) => Alone::Text(token.0.to_owned()),
        };
        if serializer.is_human_readable() {
            alone.serialize(serializer)
        } else {
            serializer.serialize_some(&alone.json())
        }
    }
}

impl<'de, C: Content> Deserialize<'de> for Cell<C> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let alone = if deserializer.is_human_readable() {
            deserializer.deserialize_any(AloneVisitor)?
        } else {
            Option::<String>::deserialize(deserializer)?
                .map(|json| serde_json::Deserializer::from_str(&json).deserialize_any(AloneVisitor))
                .transpose()
                .map_err(de::Error::custom)?
                .flatten()
        };
        let Some(alone) = alone else { return Ok(Self::Blank) };
        if let Alone::Text(text) = &alone
            && let Some(token) = C::form().and_then(|form| form.token_of(text))
        {
            return Ok(Self::Mark(token));
        }
        C::read(alone)
            .map(Self::Value)
            .ok_or_else(|| de::Error::custom("no value of this cell, nor a mark of the form"))
    }
}

impl<U: Unit> Serialize for Quantity<U> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { U::print(self).serialize(serializer) } else { serializer.collect_str(self) }
    }
}

impl<'de, U: Unit> Deserialize<'de> for Quantity<U> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let alone = if deserializer.is_human_readable() {
            deserializer.deserialize_any(AloneVisitor)?
        } else {
            Some(Alone::Text(String::deserialize(deserializer)?))
        };
        alone.and_then(U::read).ok_or_else(|| de::Error::custom("not a figure such as `12` or `\"-0.5\"`"))
    }
}

impl Alone {
    fn json(&self) -> String {
        match self {
            Self::Integer(integer) => integer.to_string(),
            Self::Text(text) => serde_json::Value::from(text.as_str()).to_string(),
            Self::Bool(answer) => answer.to_string(),
            Self::Texts(texts) => serde_json::Value::from(texts.as_slice()).to_string(),
        }
    }
}

impl Serialize for Alone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(answer) => serializer.serialize_bool(*answer),
            Self::Texts(texts) => texts.serialize(serializer),
        }
    }
}

struct AloneVisitor;

impl<'de> Visitor<'de> for AloneVisitor {
    type Value = Option<Alone>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer, a text, a boolean, a list of texts or nothing")
    }

    fn visit_bool<E>(self, answer: bool) -> Result<Self::Value, E> {
        Ok(Some(Alone::Bool(answer)))
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Some(Alone::Integer(integer)))
    }

    fn visit_u64<E: de::Error>(self, integer: u64) -> Result<Self::Value, E> {
        i64::try_from(integer).map(|integer| Some(Alone::Integer(integer))).map_err(de::Error::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Alone::Text(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut texts: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(text) = texts.next_element()? {
            all.push(text);
        }
        Ok(Some(Alone::Texts(all)))
    }
}
