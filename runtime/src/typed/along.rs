//! Matrices: a struct for each dimension, generic over what stands at the whole and at each member.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::typed::{Cell, Content, Fill, Show};

/// What stands at one place of a dimension: a cell, or the struct of a further dimension.
#[diagnostic::on_unimplemented(message = "a matrix has cells and further dimensions, no `{Self}`")]
pub trait Each: Sized {
    /// With all cells blank.
    const BLANK: Self;

    /// Puts the next cells in.
    #[doc(hidden)]
    fn fill(&mut self, cells: &mut Fill<'_>);

    /// Writes the cells down, in the same order.
    #[doc(hidden)]
    fn show(&self, cells: &mut Show<'_>);
}

impl<C: Content> Each for Cell<C> {
    const BLANK: Self = Self::Blank;

    fn fill(&mut self, cells: &mut Fill<'_>) {
        cells.run([self]);
    }

    fn show(&self, cells: &mut Show<'_>) {
        cells.run([self]);
    }
}

/// A generated struct that has a field for the whole of a dimension, where there is one, and for each of its members.
pub trait Along {
    /// What stands at each.
    type Each;
    /// `total` for the whole and the ids of the members, in the order of the fields.
    const MEMBERS: &'static [&'static str];

    /// What stands at a member, by its place in [`Along::MEMBERS`].
    fn at(&self, place: usize) -> Option<&Self::Each>;

    /// The same, to be changed.
    fn at_mut(&mut self, place: usize) -> Option<&mut Self::Each>;
}

/// Each member with what stands there.
pub fn members<A: Along>(along: &A) -> impl Iterator<Item = (&'static str, &A::Each)> {
    A::MEMBERS.iter().enumerate().filter_map(|(place, member)| Some((*member, along.at(place)?)))
}

/// What stands at a member.
#[must_use]
pub fn member<'a, A: Along>(along: &'a A, id: &str) -> Option<&'a A::Each> {
    along.at(A::MEMBERS.iter().position(|member| *member == id)?)
}

/// The same, to be changed.
#[must_use]
pub fn member_mut<'a, A: Along>(along: &'a mut A, id: &str) -> Option<&'a mut A::Each> {
    along.at_mut(A::MEMBERS.iter().position(|member| *member == id)?)
}

/// Writes the members down.
///
/// # Errors
/// Where the formatter does.
pub fn debug_along<A: Along<Each: fmt::Debug>>(name: &str, along: &A, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_struct(name);
    members(along).for_each(|(member, each)| {
        out.field(member, each);
    });
    out.finish()
}

/// Writes the members as canonical JSON has them.
///
/// # Errors
/// Where the serializer does.
pub fn serialize_along<A: Along<Each: Serialize>, S: Serializer>(along: &A, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(A::MEMBERS.len()))?;
    members(along).try_for_each(|(member, each)| map.serialize_entry(member, each))?;
    map.end()
}

/// Reads the members; one that is not there is blank.
///
/// # Errors
/// Where the deserializer does, and where there is no such member or one is there twice.
pub fn deserialize_along<'de, A, D>(deserializer: D) -> Result<A, D::Error>
where
    A: Along<Each: Deserialize<'de>> + Each,
    D: Deserializer<'de>,
{
    struct Members<A>(PhantomData<A>);

    impl<'de, A: Along<Each: Deserialize<'de>> + Each> Visitor<'de> for Members<A> {
        type Value = A;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "an object with {}", A::MEMBERS.join(", "))
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<A, M::Error> {
            let mut along = A::BLANK;
            let mut seen = vec![false; A::MEMBERS.len()];
            while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
                let place = A::MEMBERS.iter().position(|member| *member == key);
                let slot = place.and_then(|place| Some((along.at_mut(place)?, seen.get_mut(place)?)));
                match slot {
                    Some((each, seen)) if !*seen => (*each, *seen) = (map.next_value()?, true),
                    Some(_) => return Err(M::Error::custom(format_args!("the key `{key}` is there twice"))),
                    None => {
                        map.next_value::<IgnoredAny>()?;
                        return Err(M::Error::unknown_field(&key, A::MEMBERS));
                    }
                }
            }
            Ok(along)
        }
    }

    deserializer.deserialize_map(Members(PhantomData))
}

/// What the runtime makes of the generated struct of a dimension.
#[doc(hidden)]
#[macro_export]
macro_rules! __dimension {
    ($name:ident { $($field:ident = $member:literal at $place:literal),* $(,)? }) => {
        #[automatically_derived]
        impl<T> $crate::typed::Along for $name<T> {
            type Each = T;
            const MEMBERS: &'static [&'static str] = &[$($member),*];

            fn at(&self, place: usize) -> ::core::option::Option<&T> {
                match place {
                    $($place => ::core::option::Option::Some(&self.$field),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn at_mut(&mut self, place: usize) -> ::core::option::Option<&mut T> {
                match place {
                    $($place => ::core::option::Option::Some(&mut self.$field),)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        #[automatically_derived]
        impl<T: $crate::typed::Each> $crate::typed::Each for $name<T> {
            const BLANK: Self = Self { $($field: T::BLANK),* };

            #[inline(never)]
            fn fill(&mut self, cells: &mut $crate::__private::Fill<'_>) {
                $(self.$field.fill(cells);)*
            }

            #[inline(never)]
            fn show(&self, cells: &mut $crate::__private::Show<'_>) {
                $(self.$field.show(cells);)*
            }
        }

        #[automatically_derived]
        impl<T> $name<T> {
            /// The whole, as `total`, and each member, with what stands there.
            pub fn members(&self) -> impl ::core::iter::Iterator<Item = (&'static str, &T)> {
                $crate::typed::members(self)
            }

            /// What stands at the member of this id, or, for `total`, at the whole.
            #[must_use]
            pub fn member(&self, id: &str) -> ::core::option::Option<&T> {
                $crate::typed::member(self, id)
            }

            /// The same, to be changed.
            #[must_use]
            pub fn member_mut(&mut self, id: &str) -> ::core::option::Option<&mut T> {
                $crate::typed::member_mut(self, id)
            }
        }

        #[automatically_derived]
        impl<T: $crate::typed::Each> ::core::default::Default for $name<T> {
            fn default() -> Self {
                <Self as $crate::typed::Each>::BLANK
            }
        }

        #[automatically_derived]
        impl<T: ::core::clone::Clone> ::core::clone::Clone for $name<T> {
            fn clone(&self) -> Self {
                Self { $($field: self.$field.clone()),* }
            }
        }

        #[automatically_derived]
        impl<T: ::core::cmp::PartialEq> ::core::cmp::PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                self.members().eq(other.members())
            }
        }

        #[automatically_derived]
        impl<T: ::core::fmt::Debug> ::core::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::typed::debug_along(stringify!($name), self, f)
            }
        }

        #[automatically_derived]
        impl<T: $crate::__private::serde::Serialize> $crate::__private::serde::Serialize for $name<T> {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::typed::serialize_along(self, serializer)
            }
        }

        #[automatically_derived]
        impl<'de, T> $crate::__private::serde::Deserialize<'de> for $name<T>
        where
            T: $crate::typed::Each + $crate::__private::serde::Deserialize<'de>,
        {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::typed::deserialize_along(deserializer)
            }
        }
    };
}
