//! Which revision a report is of, before it is known by which plan to read it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};

/// The name of the revision that a report says it is of; none where it says none, or cannot be read so far.
///
/// No more of the report is read than stands before that. What is wrong with it is for the reader to say.
#[must_use]
pub fn revision(json: &[u8]) -> Option<String> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    let mut found = None;
    // The visitor stops the parser with an error of its own once it has what it wants.
    let _ = serde_json::Deserializer::from_slice(json).deserialize_map(Seeker(&mut found));
    found
}

struct Seeker<'f>(&'f mut Option<String>);

impl<'de> Visitor<'de> for Seeker<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a report")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            if key == "revision" {
                *self.0 = Some(map.next_value()?);
                return Err(A::Error::custom("found"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_revision_is_found_wherever_the_key_stands() {
        let of = |json: &str| revision(json.as_bytes());
        assert_eq!(of(r#"{"form": "a", "revision": "2019", "period": "2020"}"#).as_deref(), Some("2019"));
        assert_eq!(
            of("\u{feff}{\"items\": {\"revision\": \"no\"}, \"revis\\u0069on\": \"20\\u00e9\"").as_deref(),
            Some("20é")
        );
        for none in ["", "{", "[]", "{}", r#"{"revision": 2019}"#, r#"{"items": {"revision": "2019"}}"#, r#"{"a": "#] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn what_comes_after_the_revision_is_not_looked_at() {
        assert_eq!(revision(b"{\"revision\": \"2019\", \xff").as_deref(), Some("2019"));
    }
}
