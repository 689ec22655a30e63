//! Where in a report's text the value at a JSON Pointer stands.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Line and column in characters, both from 1, of the value at a pointer; none where there is none, or no JSON.
pub(super) fn locate(text: &[u8], pointer: &str) -> Option<(u64, u64)> {
    let text = std::str::from_utf8(text).ok()?;
    let json = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut at = serde_json::from_str::<&RawValue>(json).ok()?.get();
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        let mut reader = serde_json::Deserializer::from_str(at);
        at = Member(&key).deserialize(&mut reader).ok()??.get();
    }
    // Every value read here is a slice of the text.
    let offset = (at.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let before = text.get(..offset)?;
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(start..)?.trim_start_matches('\u{feff}').chars().count() + 1;
    Some((line as u64, column as u64))
}

/// Looks for the member of an object or the element of an array that a key names.
struct Member<'k>(&'k str);

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            if key == self.0 {
                found = Some(map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let wanted: Option<usize> = self.0.parse().ok();
        let (mut found, mut at) = (None, 0);
        while let Some(element) = seq.next_element::<&RawValue>()? {
            if Some(at) == wanted {
                found = Some(element);
            }
            at += 1;
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::locate;

    #[test]
    fn finds_the_line_and_column_of_a_value() {
        let text = "\u{feff}{\n  \"甲\": {\"a/b\": [1, {\"x\": \"值\"}]},\n  \"乙\": 3\n}";
        for (pointer, place) in [
            ("", Some((1, 1))),
            ("/甲", Some((2, 8))),
            ("/甲/a~1b/0", Some((2, 17))),
            ("/甲/a~1b/1/x", Some((2, 26))),
            ("/乙", Some((3, 8))),
            ("/丙", None),
            ("/乙/more", None),
        ] {
            assert_eq!(locate(text.as_bytes(), pointer), place, "{pointer}");
        }
        assert_eq!(locate(b"{broken", "/a"), None);
    }
}
