//! Typed reports of one revision of a form, made of those of the one before or after it.

use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use crate::revision::{Left, Migration};
use crate::typed::findings::first_ten;
use crate::typed::{Whole, whole};

/// A typed report that was carried over from another revision of its form, and what could not be.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried<R> {
    /// The report.
    pub report: R,
    /// What of the other report is not in it, in the order of that report.
    pub left: Vec<Left>,
}

impl<R> Carried<R> {
    /// The report where nothing was left.
    ///
    /// # Errors
    /// What was left. The report is then dropped.
    pub fn whole(self) -> Result<R, NotCarried> {
        if self.left.is_empty() { Ok(self.report) } else { Err(NotCarried(self.left)) }
    }
}

/// Why a typed report cannot be made of one of another revision: at least one thing could not be carried over.
#[derive(Clone, Debug, PartialEq)]
pub struct NotCarried(Vec<Left>);

impl NotCarried {
    /// One after the other, in the order of the report that they stand in.
    pub fn iter(&self) -> std::slice::Iter<'_, Left> {
        self.0.iter()
    }

    /// How many.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The first ten, and how many more there are.
impl fmt::Display for NotCarried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        first_ten(&self.0, f)
    }
}

impl Error for NotCarried {}

impl IntoIterator for NotCarried {
    type Item = Left;
    type IntoIter = std::vec::IntoIter<Left>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a NotCarried {
    type Item = &'a Left;
    type IntoIter = std::slice::Iter<'a, Left>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The way from the typed reports of one revision to those of another, worked out when it is first needed.
#[derive(Debug, Default)]
pub struct Way(OnceLock<Migration>);

impl Way {
    /// A way that nobody has gone yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// Carries a report over.
    ///
    /// # Panics
    /// Where the two forms do not fit each other: the one was compiled beside another file than the other was made from.
    pub fn carry<Old: Whole, New: Whole>(&self, report: &Old) -> Carried<New> {
        let migration = self.0.get_or_init(|| match Migration::between(Old::form().plan(), New::form().plan()) {
            Ok(migration) => migration,
            Err(error) => panic!("the forms compiled in were changed after one of them was generated: {error}"),
        });
        let migrated = migration.report(&whole::flat(report));
        // Everything in it stands in typed cells, or is of the kind and the places that the form has: nothing is lost.
        Carried { report: whole::named(migrated.report), left: migrated.left }
    }
}

/// Whether reports of `New` are of the revision that comes after that of `Old`, by what the generated code says of itself.
#[must_use]
pub const fn follows<Old: Whole, New: Whole>() -> bool {
    match New::REVISES {
        Some(revision) => same(Old::FORM, New::FORM) && (revision.is_empty() || same(Old::REVISION, revision)),
        None => false,
    }
}

/// Whether two texts are the same, for the compiler to work out.
const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Lets the typed reports of several revisions of a form be made of each other: those of neighbours, both ways.
///
/// `tallyform::revisions!(library_2023::Report => library_2024::Report)` gives each of the two, made of the other,
/// - `From` for [`Carried`](crate::typed::Carried): the report, and a list of what could not be carried over;
/// - `TryFrom` for the report itself, which fails where anything could not be.
///
/// Reports go in by value or by reference. The revisions stand in the order in which they came; what does not revise what
/// stands before it does not compile. It has to stand in the crate of the forms' modules; `form!` writes it where it says
/// `after`, and `tallyform_build` for all revisions that it compiles.
#[macro_export]
macro_rules! revisions {
    ($old:ty => $new:ty $(=> $next:ty)* $(,)?) => {
        const _: () = if !$crate::typed::follows::<$old, $new>() {
            ::core::panic!("{}", ::core::concat!(
                "the form of `", ::core::stringify!($new), "` does not revise that of `", ::core::stringify!($old),
                "`: name the revisions in the order in which they came, and none may be missing between two of them",
            ));
        };
        $crate::__way!($old => $new);
        $crate::__way!($new => $old);
        $crate::revisions!($new $(=> $next)*);
    };
    ($last:ty $(,)?) => {};
}

/// One way between the reports of two neighbours.
#[doc(hidden)]
#[macro_export]
macro_rules! __way {
    ($from:ty => $to:ty) => {
        #[automatically_derived]
        impl ::core::convert::From<&$from> for $crate::typed::Carried<$to> {
            fn from(report: &$from) -> Self {
                static WAY: $crate::typed::Way = $crate::typed::Way::new();
                WAY.carry(report)
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<$from> for $crate::typed::Carried<$to> {
            fn from(report: $from) -> Self {
                <Self as ::core::convert::From<&$from>>::from(&report)
            }
        }

        #[automatically_derived]
        impl ::core::convert::TryFrom<&$from> for $to {
            type Error = $crate::typed::NotCarried;

            fn try_from(report: &$from) -> ::core::result::Result<Self, $crate::typed::NotCarried> {
                <$crate::typed::Carried<Self> as ::core::convert::From<&$from>>::from(report).whole()
            }
        }

        #[automatically_derived]
        impl ::core::convert::TryFrom<$from> for $to {
            type Error = $crate::typed::NotCarried;

            fn try_from(report: $from) -> ::core::result::Result<Self, $crate::typed::NotCarried> {
                <Self as ::core::convert::TryFrom<&$from>>::try_from(&report)
            }
        }
    };
}
