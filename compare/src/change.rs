//! A change between two plans.

use serde::Serialize;
use tallyform::plan::{Place, Plan, Texts};

/// One change by meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: Kind,
    /// To what.
    pub of: Subject,
    /// Addresses in the earlier form: none of what is new, several of what was merged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Addresses in the later form: none of what is gone, several of what was split.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Label in the later form; of what is gone that in the earlier one.
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub label: Texts,
    /// What it was, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What it is now, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// What the change does to the reports that are right; none where it does nothing to them, or is no matter of more or
    /// less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<Reach>,
    /// The figure does not fit any more into the narrowest column of a database that took it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outgrows: bool,
    /// How many figures stand at and beneath what is new or gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<usize>,
    /// The author's reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Texts>,
    /// Where a form file says so: the later form's, or of what is gone without a word the earlier one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Spot>,
}

/// A place in a form file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The file as it was named to the tool.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Spot {
    /// A place of a plan; none where the plan does not have the file.
    pub(crate) fn of(plan: &Plan, place: Place) -> Option<Self> {
        let source = plan.sources.get(place.file as usize)?;
        Some(Self { file: source.file.clone(), line: place.line, column: place.column })
    }
}

/// What a change does to the reports that are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Some that were wrong are right now, and none that was right is wrong.
    Wider,
    /// Some that were right are wrong now, and none that was wrong is right.
    Narrower,
    /// Both, or it cannot be told.
    Both,
}

impl Reach {
    /// What two changes of one thing do together.
    pub(crate) fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }

    /// From whether something that was allowed is not any more, and the other way round.
    pub(crate) fn new(lost: bool, won: bool) -> Option<Self> {
        match (lost, won) {
            (false, false) => None,
            (true, false) => Some(Self::Narrower),
            (false, true) => Some(Self::Wider),
            (true, true) => Some(Self::Both),
        }
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])+ $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type {
            $($(#[$variant_doc])+ $variant,)*
        }

        impl $type {
            /// As people read it.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

words! {
    /// What changed of something.
    Kind {
        /// It is no longer there.
        Gone = "gone",
        /// It is new.
        Added = "added",
        /// It has another id.
        Renamed = "renamed",
        /// It stands elsewhere.
        Moved = "moved",
        /// A figure became the sum of several.
        Split = "split",
        /// A figure is the sum of several of the form before.
        Merged = "merged",
        /// Its figures cannot be compared with those before.
        Broken = "not comparable",
        /// What it measures, or what a unit is worth.
        Unit = "unit",
        /// A figure is an integer and was none, or the other way round.
        Number = "kind of number",
        /// Decimal places.
        Decimals = "decimal places",
        /// The place to which it is rounded.
        Rounded = "rounding",
        /// The least and the greatest that it may be.
        Bounds = "bounds",
        /// What a text may be.
        Pattern = "pattern or length",
        /// Text, date, code and so on.
        Type = "type",
        /// The codes that it takes.
        Codes = "codes",
        /// The marks that it takes.
        Takes = "marks taken",
        /// What a mark means.
        Meaning = "meaning",
        /// Other spellings that readers accept.
        Also = "other spellings",
        /// What a blank means.
        Blank = "meaning of a blank",
        /// Whether it may be blank.
        Required = "required",
        /// The dimensions along which it is repeated, or whether a dimension has a whole or rows.
        Dimensions = "dimensions",
        /// Cells that are blocked out.
        Blocked = "cells blocked out",
        /// Fewest and most rows.
        Rows = "number of rows",
        /// How it stands in the JSON of a report.
        Shape = "shape in reports",
        /// How what is beneath stands to it.
        Relation = "relation",
        /// Whether it is deducted, or no part.
        Sign = "part in its whole",
        /// What a check says.
        Statement = "statement",
        /// By how much a check may miss.
        Tolerance = "tolerance",
        /// How grave a finding is.
        Severity = "severity",
        /// What makes a finding 'explained'.
        Explained = "explained by",
        /// What a finding says.
        Message = "message",
        /// The author's reason.
        Because = "reason",
        /// The fields that name a report.
        Identity = "identity",
        /// How often a report is made.
        Period = "period",
        /// States of a report.
        States = "states",
        /// Languages.
        Languages = "languages",
        /// Label or title.
        Label = "label",
        /// Explanation of an indicator.
        Definition = "definition",
        /// Official number.
        Code = "official code",
        /// Order of print.
        Order = "order",
        /// How it is printed: place, columns, whether its label is.
        Print = "print",
        /// A line of the head.
        Imprint = "imprint",
        /// The address under which files are published.
        Base = "address",
    }
}

words! {
    /// What something is.
    Subject {
        /// The form.
        Form = "form",
        /// A heading.
        Heading = "heading",
        /// A figure.
        Figure = "figure",
        /// A field of the header or of the form that is no figure.
        Field = "field",
        /// A dimension.
        Dimension = "dimension",
        /// A member.
        Member = "member",
        /// A check.
        Check = "check",
        /// A unit.
        Unit = "unit",
        /// A mark.
        Mark = "mark",
        /// A code list.
        Codes = "code list",
    }
}

impl Change {
    /// A change of something that is there in both forms under these addresses.
    pub(crate) fn new(kind: Kind, of: Subject, from: &str, to: &str) -> Self {
        let one = |address: &str| vec![address.to_owned()];
        Self { from: one(from), to: one(to), ..Self::bare(kind, of) }
    }

    /// Of something that is nowhere.
    pub(crate) fn bare(kind: Kind, of: Subject) -> Self {
        Self {
            kind,
            of,
            from: Vec::new(),
            to: Vec::new(),
            label: Texts::new(),
            was: None,
            now: None,
            reach: None,
            outgrows: false,
            figures: None,
            because: None,
            place: None,
        }
    }

    /// The address by which it is named: in the later form, of what is gone in the earlier one. The root is `.`.
    #[must_use]
    pub fn path(&self) -> &str {
        match self.to.first().or(self.from.first()).map_or(".", String::as_str) {
            "" => ".",
            path => path,
        }
    }
}
