//! Where in a report's text the values at JSON Pointers stand.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::ops::Bound;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A line and a column in characters, both from 1.
pub(super) type LineColumn = (u64, u64);

/// Places in one report. All that is asked for is sought in one pass, however many findings there are.
#[derive(Debug, Default)]
pub(super) struct Places<'p>(BTreeMap<Cow<'p, str>, LineColumn>);

impl<'p> Places<'p> {
    /// Seeks the values at these pointers; no places where the text is no JSON.
    pub(super) fn of(text: &[u8], pointers: impl Iterator<Item = &'p str>) -> Self {
        let mut wanted: BTreeMap<Cow<'p, str>, Option<usize>> = BTreeMap::new();
        for pointer in pointers.filter(|pointer| pointer.is_empty() || pointer.starts_with('/')) {
            let mut ancestor = pointer;
            // What is not there stands in what is around it, so each ancestor is wanted too.
            while let Entry::Vacant(entry) = wanted.entry(Cow::Borrowed(ancestor)) {
                entry.insert(None);
                match ancestor.rfind('/') {
                    Some(at) => ancestor = ancestor.get(..at).unwrap_or_default(),
                    None => break,
                }
            }
        }
        let Ok(text) = std::str::from_utf8(text) else {
            return Self::default();
        };
        let json = text.strip_prefix('\u{feff}').unwrap_or(text);
        if let Ok(whole) = serde_json::from_str::<&RawValue>(json) {
            let start = text.as_ptr() as usize;
            let mut search = Search { start, wanted: &mut wanted };
            search.value(&mut String::new(), whole);
        }
        Self(lines_and_columns(text, wanted))
    }

    /// The place of the value at a pointer; where it is absent, of the nearest object around it.
    pub(super) fn of_value_or_around(&self, pointer: &str) -> Option<LineColumn> {
        let mut pointer = pointer;
        loop {
            if let Some(place) = self.0.get(pointer) {
                return Some(*place);
            }
            pointer = pointer.get(..pointer.rfind('/')?)?;
        }
    }

    /// The place of the value at a pointer.
    pub(super) fn of_value(&self, pointer: &str) -> Option<LineColumn> {
        self.0.get(pointer).copied()
    }
}

/// What offsets are as lines and columns, in one pass over the text.
fn lines_and_columns<'p>(
    text: &str,
    wanted: BTreeMap<Cow<'p, str>, Option<usize>>,
) -> BTreeMap<Cow<'p, str>, LineColumn> {
    let mut offsets: Vec<(usize, Cow<'p, str>)> =
        wanted.into_iter().filter_map(|(pointer, offset)| Some((offset?, pointer))).collect();
    offsets.sort_unstable();
    let (mut line, mut column, mut from) = (1, 1, 0);
    let mut places = BTreeMap::new();
    for (offset, pointer) in offsets {
        for character in text.get(from..offset).unwrap_or_default().chars() {
            match character {
                '\n' => (line, column) = (line + 1, 1),
                // A byte order mark is no character of the text.
                '\u{feff}' if column == 1 => {}
                _ => column += 1,
            }
        }
        from = offset;
        places.insert(pointer, (line, column));
    }
    places
}

struct Search<'s, 'p> {
    /// Address of the text; every value read is a slice of it.
    start: usize,
    wanted: &'s mut BTreeMap<Cow<'p, str>, Option<usize>>,
}

impl Search<'_, '_> {
    /// Notes the place of a value at a wanted pointer, and looks into it.
    fn value(&mut self, pointer: &mut String, value: &RawValue) {
        let Some(offset) = self.wanted.get_mut(pointer.as_str()) else {
            return;
        };
        *offset = (value.get().as_ptr() as usize).checked_sub(self.start);
        pointer.push('/');
        let beneath = (Bound::Included(pointer.as_str()), Bound::Unbounded);
        let next = self.wanted.range::<str, _>(beneath).next();
        if next.is_some_and(|(next, _)| next.starts_with(pointer.as_str())) && value.get().starts_with(['{', '[']) {
            let mut reader = serde_json::Deserializer::from_str(value.get());
            // A value whose keys cannot be read has no members to be found.
            let _ = Members { search: self, pointer }.deserialize(&mut reader);
        }
        pointer.pop();
    }
}

/// The members of an object, or the elements of an array.
struct Members<'m, 's, 'p> {
    search: &'m mut Search<'s, 'p>,
    /// Pointer of the value, and a `/`.
    pointer: &'m mut String,
}

impl<'de> DeserializeSeed<'de> for Members<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Members<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let length = self.pointer.len();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            self.pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            if self.search.wanted.contains_key(self.pointer.as_str()) {
                let value = map.next_value::<&RawValue>()?;
                self.search.value(self.pointer, value);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            self.pointer.truncate(length);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let length = self.pointer.len();
        let mut number = 0_usize;
        while let Some(element) = seq.next_element::<&RawValue>()? {
            self.pointer.push_str(&number.to_string());
            self.search.value(self.pointer, element);
            self.pointer.truncate(length);
            number += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{LineColumn, Places};

    fn place(text: &str, pointer: &str) -> Option<LineColumn> {
        Places::of(text.as_bytes(), [pointer].into_iter()).of_value(pointer)
    }

    #[test]
    fn finds_the_line_and_column_of_a_value() {
        let text = "\u{feff}{\n  \"甲\": {\"a/b\": [1, {\"x\": \"值\"}]},\n  \"乙\": 3\n}";
        let wanted = [
            ("", Some((1, 1))),
            ("/甲", Some((2, 8))),
            ("/甲/a~1b/0", Some((2, 17))),
            ("/甲/a~1b/1/x", Some((2, 26))),
            ("/乙", Some((3, 8))),
            ("/丙", None),
            ("/乙/more", None),
            ("甲", None),
        ];
        let all = Places::of(text.as_bytes(), wanted.iter().map(|(pointer, _)| *pointer));
        for (pointer, expected) in wanted {
            assert_eq!(place(text, pointer), expected, "{pointer}");
            assert_eq!(all.of_value(pointer), expected, "{pointer} among others");
        }
        assert_eq!(place("{broken", "/a"), None);
    }

    #[test]
    fn what_is_absent_is_missed_in_the_nearest_object_around_it() {
        let text = "{\n \"a\": {\n  \"b\": {}}}";
        let pointers = ["/a/b/c", "/a/x/y", "/z"];
        let places = Places::of(text.as_bytes(), pointers.into_iter());
        let around = pointers.map(|pointer| places.of_value_or_around(pointer));
        assert_eq!(around, [Some((3, 8)), Some((2, 7)), Some((1, 1))]);
    }

    #[test]
    fn of_two_equal_keys_the_last_is_found() {
        assert_eq!(place("{\"a\": 1, \"a\": 2}", "/a"), Some((1, 15)));
    }
}
