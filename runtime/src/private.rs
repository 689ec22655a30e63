//! What generated code names. Nothing here is for people, and all of it may change with any version.

pub use crate::typed::{Around, AroundMut, Each, Fill, Form, Part, Show, Whole, made_for};
#[cfg(feature = "schemars")]
pub use schemars;
pub use serde;

pub use crate::{__dimension as dimension, __part as part, __report as report};

/// What the runtime makes of a generated struct.
#[doc(hidden)]
#[macro_export]
macro_rules! __part {
    ($name:ident) => {
        #[automatically_derived]
        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                $crate::typed::copy(self)
            }
        }

        #[automatically_derived]
        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::typed::equal(self, other)
            }
        }

        #[automatically_derived]
        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                <Self as $crate::typed::Part>::BLANK
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::typed::debug(self, f)
            }
        }
    };
}

/// What the runtime makes of a generated `Report`.
#[doc(hidden)]
#[macro_export]
macro_rules! __report {
    ($name:ident) => {
        #[automatically_derived]
        impl $name {
            /// The form's plan: the same as `plan.json`.
            #[must_use]
            pub fn plan() -> &'static $crate::plan::Plan {
                <Self as $crate::typed::Whole>::form().plan()
            }

            /// The form's plan made ready to judge reports, with all that can be done with reports whose form is known
            /// only when the program runs.
            #[must_use]
            pub fn validator() -> &'static $crate::Validator {
                <Self as $crate::typed::Whole>::form().validator()
            }

            /// Reads a report from JSON. Blanks and checks over several cells are for [`Report::validate`] to judge.
            ///
            /// # Errors
            /// Findings, where the bytes are no report of the form, or a cell holds what is no value of its type, has
            /// too many decimal places, or a mark that it does not take, and where there are keys that the form lacks.
            pub fn from_json(json: &[u8]) -> ::core::result::Result<Self, $crate::Findings> {
                $crate::typed::from_json(json)
            }

            /// Judges a report as it stands in JSON: all findings, those of [`Report::from_json`] among them.
            #[must_use]
            pub fn judge(json: &[u8]) -> $crate::Validation {
                Self::validator().validate_json(json)
            }

            /// Judges the report.
            #[must_use]
            pub fn validate(&self) -> $crate::Validation {
                $crate::typed::validate(self)
            }

            /// Judges the report beside that of one period earlier. Where that is of another revision, it is carried over to
            /// this one first: `tallyform::revisions!` tells how.
            #[must_use]
            pub fn validate_beside(&self, prior: &Self) -> $crate::Validation {
                $crate::typed::validate_beside(self, prior)
            }

            /// The canonical JSON of the report, without white space.
            #[must_use]
            pub fn to_json(&self) -> ::std::string::String {
                $crate::typed::to_json(self)
            }

            /// All cells in form order, each with what the form says of it.
            #[must_use]
            pub fn cells(&self) -> $crate::typed::Entries {
                $crate::typed::entries(self)
            }

            /// All figures in form order, each with what the form says of it.
            pub fn figures(&self) -> impl ::core::iter::Iterator<Item = $crate::typed::Entry> {
                self.cells().filter(|entry| entry.unit().is_some())
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::typed::display(self, f)
            }
        }

        #[automatically_derived]
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::typed::serialize(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::typed::deserialize(deserializer)
            }
        }

        $crate::__schema!($name);
    };
}

/// A `Report`'s JSON Schema, which this crate makes only where it is asked for.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($name:ident) => {
        #[automatically_derived]
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                $crate::typed::schema::name(<Self as $crate::typed::Whole>::form()).into()
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::typed::schema::schema(<Self as $crate::typed::Whole>::form())
            }
        }
    };
}

/// Without the feature `schemars` there is none.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($name:ident) => {};
}
