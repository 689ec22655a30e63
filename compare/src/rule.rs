//! The rules by which changes break somebody.

use std::str::FromStr;

use serde::{Serialize, Serializer};

/// Whom a change may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Programs in Rust, compiled with the types of the later form.
    Rust,
    /// Whoever validates or makes reports by the JSON Schema of the earlier form.
    JsonSchema,
    /// Programs in TypeScript that know the shape of reports of the earlier form.
    Typescript,
    /// Programs in Python that know it.
    Python,
    /// Tables and queries of a database that was made for the earlier form.
    Sql,
    /// Whoever compares figures through the years.
    Data,
    /// Whoever fills the form in, and the systems that do it: a report that was right as the earlier form has it.
    Filers,
}

impl Audience {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Rust, Self::JsonSchema, Self::Typescript, Self::Python, Self::Sql, Self::Data, Self::Filers];

    /// The name, as the program takes and prints it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JsonSchema => "json-schema",
            Self::Typescript => "typescript",
            Self::Python => "python",
            Self::Sql => "sql",
            Self::Data => "data",
            Self::Filers => "filers",
        }
    }
}

macro_rules! catalogue {
    ($($(#[doc = $summary:literal])+ $variant:ident = $id:literal [$($audience:ident)*],)*) => {
        /// A rule of the catalogue. Ids are stable: an id is never given another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $summary])+ $variant,)*
        }

        impl Rule {
            /// Every rule, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The id as it is printed and accepted, such as `figure-gone`.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Whom such a change breaks.
            #[must_use]
            pub const fn audiences(self) -> &'static [Audience] {
                match self { $(Self::$variant => &[$(Audience::$audience),*],)* }
            }

            /// One line that says what the rule is about.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($summary),+).trim_ascii(),)* }
            }

            /// The page of the rule, in Markdown: what it is about, whom it breaks and why, and an example.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("../rules/", $id, ".md")),)* }
            }
        }
    };
}

catalogue! {
    /// A figure, field or heading is gone.
    FigureGone = "figure-gone" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// A figure, field or heading is new.
    FigureAdded = "figure-added" [Rust JsonSchema],
    /// Something was renamed or moved.
    PathChanged = "path-changed" [Rust JsonSchema Typescript Python Sql Filers],
    /// A figure became the sum of several.
    FigureSplit = "figure-split" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// Several figures became one.
    FiguresMerged = "figures-merged" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// Figures cannot be compared with those before.
    NotComparable = "not-comparable" [Data],
    /// A figure is in another unit.
    UnitChanged = "unit-changed" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// A figure is an integer and was none, or the other way round.
    NumberChanged = "number-changed" [JsonSchema Typescript Python Sql Filers],
    /// A figure has fewer decimal places.
    PlacesFewer = "places-fewer" [JsonSchema Data Filers],
    /// A figure is rounded otherwise.
    RoundingChanged = "rounding-changed" [Data],
    /// What a figure or text may be is narrower.
    BoundsNarrower = "bounds-narrower" [JsonSchema Filers],
    /// A figure or text no longer fits the narrowest column that took it.
    Outgrown = "outgrown" [Sql],
    /// A field is of another type.
    TypeChanged = "type-changed" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// Codes are gone, or come from elsewhere.
    CodeGone = "code-gone" [JsonSchema Typescript Python Data Filers],
    /// Codes are new, or come from elsewhere.
    CodeAdded = "code-added" [JsonSchema Typescript Python Sql],
    /// A cell no longer takes a mark.
    MarkGone = "mark-gone" [JsonSchema Typescript Python Filers],
    /// A cell takes a mark that it did not take.
    MarkAdded = "mark-added" [JsonSchema Typescript Python Sql],
    /// A mark or a blank means something else.
    MeaningChanged = "meaning-changed" [Sql Data Filers],
    /// Something must be filled in that was not asked for.
    RequiredAdded = "required-added" [JsonSchema Filers],
    /// Something may be left blank that had to be filled in.
    RequiredGone = "required-gone" [JsonSchema Sql],
    /// Figures are repeated along other dimensions.
    DimensionsChanged = "dimensions-changed" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// A member of a dimension is gone.
    MemberGone = "member-gone" [Rust JsonSchema Typescript Python Sql Data Filers],
    /// A member of a dimension is new.
    MemberAdded = "member-added" [Rust JsonSchema Sql],
    /// Cells are blocked out that were not.
    CellsBlocked = "cells-blocked" [JsonSchema Data Filers],
    /// Cells are open that were blocked out.
    CellsOpened = "cells-opened" [JsonSchema Data],
    /// There may be fewer rows, or must be more.
    RowsFewer = "rows-fewer" [JsonSchema Filers],
    /// A figure stands otherwise in the JSON of a report.
    ShapeChanged = "shape-changed" [Rust JsonSchema Typescript Python Filers],
    /// A whole is made of its parts in another way.
    PartsChanged = "parts-changed" [Data Filers],
    /// A check is new, and an error.
    CheckAdded = "check-added" [Filers],
    /// A check says something else.
    CheckChanged = "check-changed" [Filers],
    /// A check is stricter.
    CheckStricter = "check-stricter" [Filers],
    /// Other fields name a report, or it is another form.
    IdentityChanged = "identity-changed" [Sql Data Filers],
    /// Reports are made for other periods.
    PeriodChanged = "period-changed" [JsonSchema Sql Data Filers],
    /// A state of reports is gone.
    StateGone = "state-gone" [JsonSchema Typescript Python Filers],
    /// A state of reports is new.
    StateAdded = "state-added" [JsonSchema Typescript Python Sql],
}

/// No rule has this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoRule;

impl FromStr for Rule {
    type Err = NoRule;

    fn from_str(id: &str) -> Result<Self, NoRule> {
        Self::ALL.iter().copied().find(|rule| rule.id().eq_ignore_ascii_case(id)).ok_or(NoRule)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
