//! Serde for plain structs and enums, without a derive.
//!
//! A derive would bring a parser of Rust into the tree of every program that reads a report. Three macros do for the
//! plan what it would do, with the same JSON and the same messages:
//!
//! - `record!` for a struct with named fields. A field is `needed`, or `optional`: left out where it has its type's
//!   default. With `or default`, an absent field is that of the struct's own default and none is left out.
//! - `names!` for an enum without content, by the text of each variant, which it also gives as `as_str`.
//! - `tagged!` for an enum whose variants have content: `{"tag": content}`. The content is `[unit]` (then `"tag"`
//!   alone), `[one]`, `[two]` (an array), or fields as in `record!`.
//!
//! Unknown fields, double fields and unknown variants are errors.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Error, SeqAccess, Visitor};

/// The key of a field: its name, or the text that is given.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Whether a field is written.
macro_rules! is_written {
    (needed $value:expr) => {
        true
    };
    (optional $value:expr) => {
        !$crate::plan::serde_impl::is_default($value)
    };
}

/// What a field is where it was or was not read.
macro_rules! taken {
    (needed $read:expr, $key:expr) => {
        match $read {
            Some(value) => value,
            None => return Err(serde::de::Error::missing_field($key)),
        }
    };
    (optional $read:expr, $key:expr) => {
        $read.unwrap_or_default()
    };
}

/// Serialises a struct with named fields, each always.
macro_rules! written {
    ($type:ident { $($field:ident $(= $key:literal)?),* $(,)? }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct;
                let all = [$($crate::plan::serde_impl::key!($field $($key)?)),*];
                let mut fields = serializer.serialize_struct(stringify!($type), all.len())?;
                $(fields.serialize_field($crate::plan::serde_impl::key!($field $($key)?), &self.$field)?;)*
                fields.end()
            }
        }
    };
}

/// Reads the fields of a map into `Option`s and makes a value of them. Fields of any types that can be read.
macro_rules! fields {
    ($value:ty, $map:ident, { $($field:ident $(= $key:literal)?),* }, $make:expr) => {{
        const KEYS: &[&str] = &[$($crate::plan::serde_impl::key!($field $($key)?)),*];
        struct FieldsVisitor;
        impl<'de> serde::de::Visitor<'de> for FieldsVisitor {
            type Value = $value;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            #[allow(unused_mut, unused_variables, reason = "some variants have no fields")]
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut $map: A) -> Result<$value, A::Error> {
                use serde::de::Error;
                $(let mut $field = None;)*
                while let Some(key) = $map.next_key::<std::borrow::Cow<'de, str>>()? {
                    match &*key {
                        $(
                            $crate::plan::serde_impl::key!($field $($key)?) if $field.is_some() => {
                                return Err(A::Error::duplicate_field($crate::plan::serde_impl::key!($field $($key)?)));
                            }
                            $crate::plan::serde_impl::key!($field $($key)?) => $field = Some($map.next_value()?),
                        )*
                        other => return Err(A::Error::unknown_field(other, KEYS)),
                    }
                }
                $make
            }
        }
        (KEYS, FieldsVisitor)
    }};
}

/// Both ways for a struct with named fields.
macro_rules! record {
    ($type:ident or default { $($field:ident $(= $key:literal)?),* $(,)? }) => {
        $crate::plan::serde_impl::written!($type { $($field $(= $key)?),* });
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let (keys, visitor) = $crate::plan::serde_impl::fields!($type, map, { $($field $(= $key)?),* }, {
                    let default = $type::default();
                    Ok($type { $($field: $field.unwrap_or(default.$field)),* })
                });
                deserializer.deserialize_struct(stringify!($type), keys, visitor)
            }
        }
    };
    ($type:ident { $($field:ident: $mode:ident $(= $key:literal)?),* $(,)? }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeStruct;
                let length = [$($crate::plan::serde_impl::is_written!($mode &self.$field)),*].into_iter().filter(|written| *written).count();
                let mut fields = serializer.serialize_struct(stringify!($type), length)?;
                $(if $crate::plan::serde_impl::is_written!($mode &self.$field) {
                    fields.serialize_field($crate::plan::serde_impl::key!($field $($key)?), &self.$field)?;
                } else {
                    fields.skip_field($crate::plan::serde_impl::key!($field $($key)?))?;
                })*
                fields.end()
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let (keys, visitor) = $crate::plan::serde_impl::fields!($type, map, { $($field $(= $key)?),* }, {
                    Ok($type { $($field: $crate::plan::serde_impl::taken!($mode $field, $crate::plan::serde_impl::key!($field $($key)?))),* })
                });
                deserializer.deserialize_struct(stringify!($type), keys, visitor)
            }
        }
    };
}

/// Both ways for an enum without content.
macro_rules! names {
    ($type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        impl $type {
            /// The word for it in a plan.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),*
                }
            }
        }
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit_variant(stringify!($type), *self as u32, self.as_str())
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                const NAMES: &[&str] = &[$($name),*];
                struct NameVisitor;
                impl<'de> serde::de::Visitor<'de> for NameVisitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("the name of a variant")
                    }

                    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<$type, A::Error> {
                        use serde::de::{Error, VariantAccess};
                        let (name, content) = data.variant::<String>()?;
                        let value = match name.as_str() {
                            $($name => $type::$variant,)*
                            other => return Err(A::Error::unknown_variant(other, NAMES)),
                        };
                        content.unit_variant()?;
                        Ok(value)
                    }
                }
                deserializer.deserialize_enum(stringify!($type), NAMES, NameVisitor)
            }
        }
    };
}

/// Both ways for an enum whose variants have content.
macro_rules! tagged {
    ($type:ident { $($variant:ident = $tag:literal $shape:tt),* $(,)? }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                const TAGS: &[&str] = &[$($tag),*];
                let number = |tag: &str| TAGS.iter().position(|known| *known == tag).unwrap_or(0) as u32;
                $($crate::plan::serde_impl::tagged!(@write self, serializer, number, $type $variant $tag $shape);)*
                Err(serde::ser::Error::custom("a variant without a tag"))
            }
        }
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                const TAGS: &[&str] = &[$($tag),*];
                struct TagVisitor;
                impl<'de> serde::de::Visitor<'de> for TagVisitor {
                    type Value = $type;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object with one key, the name of a variant")
                    }

                    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<$type, A::Error> {
                        use serde::de::{Error, VariantAccess};
                        let (tag, content) = data.variant::<String>()?;
                        match tag.as_str() {
                            $($tag => $crate::plan::serde_impl::tagged!(@read content, $type $variant $shape),)*
                            other => Err(A::Error::unknown_variant(other, TAGS)),
                        }
                    }
                }
                deserializer.deserialize_enum(stringify!($type), TAGS, TagVisitor)
            }
        }
    };
    (@write $self:ident, $serializer:ident, $number:ident, $type:ident $variant:ident $tag:literal [unit]) => {
        if let Self::$variant = $self {
            return $serializer.serialize_unit_variant(stringify!($type), $number($tag), $tag);
        }
    };
    (@write $self:ident, $serializer:ident, $number:ident, $type:ident $variant:ident $tag:literal [one]) => {
        if let Self::$variant(content) = $self {
            return $serializer.serialize_newtype_variant(stringify!($type), $number($tag), $tag, content);
        }
    };
    (@write $self:ident, $serializer:ident, $number:ident, $type:ident $variant:ident $tag:literal [two]) => {
        if let Self::$variant(first, second) = $self {
            use serde::ser::SerializeTupleVariant;
            let mut pair = $serializer.serialize_tuple_variant(stringify!($type), $number($tag), $tag, 2)?;
            pair.serialize_field(first)?;
            pair.serialize_field(second)?;
            return pair.end();
        }
    };
    (@write $self:ident, $serializer:ident, $number:ident, $type:ident $variant:ident $tag:literal
        { $($field:ident: $mode:ident $(= $key:literal)?),* $(,)? }) => {
        if let Self::$variant { $($field),* } = $self {
            use serde::ser::SerializeStructVariant;
            let written: &[bool] = &[$($crate::plan::serde_impl::is_written!($mode $field)),*];
            let length = written.iter().filter(|written| **written).count();
            #[allow(unused_mut, reason = "some variants have no fields")]
            let mut fields = $serializer.serialize_struct_variant(stringify!($type), $number($tag), $tag, length)?;
            $(if $crate::plan::serde_impl::is_written!($mode $field) {
                fields.serialize_field($crate::plan::serde_impl::key!($field $($key)?), $field)?;
            } else {
                fields.skip_field($crate::plan::serde_impl::key!($field $($key)?))?;
            })*
            return fields.end();
        }
    };
    (@read $content:ident, $type:ident $variant:ident [unit]) => {
        $content.unit_variant().map(|()| $type::$variant)
    };
    (@read $content:ident, $type:ident $variant:ident [one]) => {
        $content.newtype_variant().map($type::$variant)
    };
    (@read $content:ident, $type:ident $variant:ident [two]) => {
        $content
            .tuple_variant(2, $crate::plan::serde_impl::PairVisitor::new())
            .map(|(first, second)| $type::$variant(first, second))
    };
    (@read $content:ident, $type:ident $variant:ident { $($field:ident: $mode:ident $(= $key:literal)?),* $(,)? }) => {{
        let (keys, visitor) = $crate::plan::serde_impl::fields!($type, map, { $($field $(= $key)?),* }, {
            Ok($type::$variant { $($field: $crate::plan::serde_impl::taken!($mode $field, $crate::plan::serde_impl::key!($field $($key)?))),* })
        });
        $content.struct_variant(keys, visitor)
    }};
}

pub(crate) use {fields, is_written, key, names, record, tagged, taken, written};

/// Whether a value is its type's default.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads an array of two.
pub(crate) struct PairVisitor<A, B>(PhantomData<(A, B)>);

impl<A, B> PairVisitor<A, B> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Visitor<'de> for PairVisitor<A, B> {
    type Value = (A, B);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of two")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<(A, B), S::Error> {
        let first = seq.next_element()?.ok_or_else(|| S::Error::invalid_length(0, &self))?;
        let second = seq.next_element()?.ok_or_else(|| S::Error::invalid_length(1, &self))?;
        Ok((first, second))
    }
}

#[cfg(test)]
mod tests {
    use crate::exact::Ratio;
    use crate::plan::{Bound, CellChecks, Content, Every, Expr, Meaning, Place, Segment, Slot, Statement};

    fn both_ways<T>(value: &T, json: &str)
    where
        T: serde::Serialize + for<'de> serde::Deserialize<'de> + PartialEq + std::fmt::Debug,
    {
        assert_eq!(serde_json::to_string(value).unwrap(), json);
        assert_eq!(&serde_json::from_str::<T>(json).unwrap(), value);
    }

    fn refused<T: for<'de> serde::Deserialize<'de>>(json: &str) -> String {
        serde_json::from_str::<T>(json).err().map_or_else(|| "read".to_owned(), |error| error.to_string())
    }

    #[test]
    fn every_shape_reads_what_it_writes() {
        let bound = |open| Bound { value: Ratio::from(1), open };
        both_ways(&bound(false), r#"{"value":"1"}"#);
        both_ways(&bound(true), r#"{"value":"1","open":true}"#);
        both_ways(&Every::Quarter, r#""quarter""#);
        both_ways(&Meaning::NotApplicable, r#""not_applicable""#);
        both_ways(
            &Meaning::Range { lower: None, upper: Some(bound(true)) },
            r#"{"range":{"upper":{"value":"1","open":true}}}"#,
        );
        both_ways(&Content::Date {}, r#"{"date":{}}"#);
        both_ways(
            &Statement::Same(Box::new(Statement::Constant(true)), Box::new(Statement::Reported(Expr::Prior(3)))),
            r#"{"same":[{"constant":true},{"reported":{"prior":3}}]}"#,
        );
        both_ways(
            &Expr::Sum(vec![Expr::Cell(1), Expr::Minus(Box::new(Expr::Cell(2)))]),
            r#"{"sum":[{"cell":1},{"minus":{"cell":2}}]}"#,
        );
        both_ways(&Segment::Text("a".to_owned()), r#""a""#);
        both_ways(&Segment::Slot { slot: Slot::LeftLabel }, r#"{"slot":"left_label"}"#);
        both_ways(&Segment::Cell { cell: 7 }, r#"{"cell":7}"#);
        both_ways(
            &CellChecks::default(),
            r#"{"required":null,"type":"error","marks":"error","places":"error","bounds":"error"}"#,
        );
        assert_eq!(serde_json::from_str::<CellChecks>("{}").unwrap(), CellChecks::default());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (message, json) in [
            ("missing field `line`", r#"{"file":0,"column":1}"#),
            ("unknown field `row`", r#"{"file":0,"line":1,"column":1,"row":1}"#),
            ("duplicate field `file`", r#"{"file":0,"file":0}"#),
            ("invalid type: null", "null"),
            ("invalid value: integer `-1`", r#"{"file":-1}"#),
        ] {
            assert!(refused::<Place>(json).starts_with(message), "{}", refused::<Place>(json));
        }
        assert!(refused::<Every>(r#""decade""#).starts_with("unknown variant `decade`"));
        assert!(
            refused::<Expr>(r#"{"cell":1,"sum":[]}"#).starts_with("expected value"),
            "{}",
            refused::<Expr>(r#"{"cell":1,"sum":[]}"#)
        );
        assert!(refused::<Expr>(r#"{"quotient":[{"cell":1}]}"#).starts_with("invalid length 1"));
        assert!(refused::<Segment>(r#"{"slot":"label","cell":1}"#) != "read");
        assert!(refused::<Segment>("{}") != "read");
    }
}
