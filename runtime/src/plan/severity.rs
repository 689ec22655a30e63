//! How grave a finding is.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::serde_impl::names;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// 提示性: said, no more.
    Info,
    /// 核实性: may stand if it is so.
    Warning,
    /// 强制性: must be mended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Most states of a form.
pub const MAX_STATES: usize = 32;

/// How grave a finding is in each state of a report: one severity, or one for each of [`Plan::states`].
///
/// In JSON a word, or a list of words.
///
/// [`Plan::states`]: super::Plan::states
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Severities {
    /// How many; 1 where it is the same in every state.
    length: u8,
    /// Two bits each, the first lowest.
    packed: u64,
}

impl Severities {
    /// One severity a state, from the first state to the last. None where there are no states, or more than
    /// [`MAX_STATES`]. Where all are the same it is as if one had been said.
    #[must_use]
    pub fn by_state(all: &[Severity]) -> Option<Self> {
        let (first, last) = (all.first()?, all.len());
        if last > MAX_STATES {
            return None;
        }
        if all.iter().all(|one| one == first) {
            return Some((*first).into());
        }
        let packed = all.iter().rev().fold(0, |packed, one| packed << 2 | u64::from(*one as u8));
        Some(Self { length: u8::try_from(last).ok()?, packed })
    }

    /// The severity in the state of this number; in the last one where the report says none.
    #[must_use]
    pub fn at(self, state: Option<usize>) -> Severity {
        let last = usize::from(self.length) - 1;
        match self.packed >> (2 * state.unwrap_or(last).min(last)) & 3 {
            0 => Severity::Info,
            1 => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The least of them.
    #[must_use]
    pub fn least(self) -> Severity {
        self.iter().min().unwrap_or(Severity::Error)
    }

    /// Each of them: one, or one a state.
    pub fn iter(self) -> impl Iterator<Item = Severity> {
        (0..usize::from(self.length)).map(move |state| self.at(Some(state)))
    }

    /// How many there are: 1, or as many as the form has states.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "there is always one")]
    pub const fn len(self) -> usize {
        self.length as usize
    }
}

impl From<Severity> for Severities {
    fn from(severity: Severity) -> Self {
        Self { length: 1, packed: severity as u64 }
    }
}

impl fmt::Debug for Severities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Severities {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.length == 1 {
            return self.at(None).serialize(serializer);
        }
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        self.iter().try_for_each(|one| list.serialize_element(&one))?;
        list.end()
    }
}

impl<'de> Deserialize<'de> for Severities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SeveritiesVisitor;

        impl<'de> Visitor<'de> for SeveritiesVisitor {
            type Value = Severities;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "`info`, `warning` or `error`, or a list of up to {MAX_STATES} of them")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Severities, E> {
                let word = serde::de::value::StrDeserializer::new(text);
                Severity::deserialize(word).map(Into::into)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Severities, A::Error> {
                let mut all: Vec<Severity> = Vec::new();
                while let Some(one) = seq.next_element()? {
                    all.push(one);
                    if all.len() > MAX_STATES {
                        break;
                    }
                }
                Severities::by_state(&all).ok_or_else(|| A::Error::invalid_length(all.len(), &self))
            }
        }

        deserializer.deserialize_any(SeveritiesVisitor)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Severities {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Severities".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = generator.subschema_for::<Severity>();
        schemars::json_schema!({
            "description": "One severity, or one for each state of a report, from the first state to the last.",
            "anyOf": [one, { "type": "array", "items": one, "minItems": 1, "maxItems": MAX_STATES }]
        })
    }
}

names!(Severity { Info = "info", Warning = "warning", Error = "error" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_its_own_severity_and_the_last_stands_for_none() {
        let all = [Severity::Info, Severity::Warning, Severity::Error, Severity::Warning];
        let some = Severities::by_state(&all).expect("four states");
        assert_eq!(some.iter().collect::<Vec<_>>(), all);
        assert_eq!(some.at(None), Severity::Warning);
        assert_eq!(some.at(Some(2)), Severity::Error);
        let same = Severities::by_state(&[Severity::Error; MAX_STATES]).expect("as many as there may be");
        assert_eq!(same, Severity::Error.into());
        assert_eq!(Severities::by_state(&[]), None);
        let mut most = [Severity::Info; MAX_STATES];
        most[MAX_STATES - 1] = Severity::Error;
        assert_eq!(Severities::by_state(&most).expect("32").at(None), Severity::Error);
    }

    #[test]
    fn severities_are_a_word_or_a_list_in_json() {
        for json in [r#""warning""#, r#"["warning","error"]"#] {
            let read: Severities = serde_json::from_str(json).expect(json);
            assert_eq!(serde_json::to_string(&read).expect("writes"), json);
        }
        assert!(serde_json::from_str::<Severities>("[]").is_err());
        assert!(serde_json::from_str::<Severities>(r#""grave""#).is_err());
    }
}
