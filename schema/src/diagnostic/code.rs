//! The catalogue of diagnostics.

use std::fmt;
use std::str::FromStr;

use super::Severity;

macro_rules! catalogue {
    ($($(#[doc = $summary:literal])+ $variant:ident = $code:literal $severity:ident,)*) => {
        /// A rule of the catalogue. Codes are stable: a code is never given another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $summary])+ $variant,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is printed, such as `F0101`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The severity of diagnostics of this code.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// One line that says what the code is about.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($summary),+).trim_ascii(),)* }
            }

            /// The page of the catalogue, in Markdown: what it is about, why it matters, and examples.
            #[must_use]
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../../diagnostics/", $code, ".md")),)*
                }
            }
        }
    };
}

// F00 limits and bytes · F01 YAML and shape · F02 names and structure · F03 units, numbers and bounds · F04 marks and
// blanks · F05 relations · F06 expressions, their syntax and names · F07 checks and what they say · F08 languages and
// texts · F10 revisions.
catalogue! {
    /// The file is not UTF-8.
    NotUtf8 = "F0001" Error,
    /// The file is larger than the limit.
    TooLarge = "F0002" Error,
    /// Nesting is deeper than the limit.
    TooDeep = "F0003" Error,
    /// The file holds more values than the limit, aliases expanded.
    TooManyAliases = "F0004" Error,
    /// There are more errors or warnings than the limit; the rest is not shown.
    TooManyErrors = "F0005" Error,
    /// The form has more figures, marks or states than the limit.
    TooManyFigures = "F0006" Error,

    /// The file is no well-formed YAML.
    YamlSyntax = "F0101" Error,
    /// A key stands twice in one mapping.
    DuplicateKey = "F0102" Error,
    /// A key that the language does not have here.
    UnknownKey = "F0103" Error,
    /// A key that must be there is missing.
    MissingKey = "F0104" Error,
    /// A value has the wrong shape: a mapping where a list is wanted, a list where a word is wanted.
    WrongShape = "F0105" Error,
    /// A value is none of the words that may stand here.
    UnknownWord = "F0106" Error,
    /// A number is expected.
    NotANumber = "F0107" Error,
    /// The file says no language version, or one that this tool does not know.
    LanguageVersion = "F0108" Error,
    /// An alias names an anchor that is not there, or that stands further down.
    UnknownAnchor = "F0109" Error,
    /// The file holds more than one YAML document, or none.
    NotOneDocument = "F0110" Error,
    /// A YAML tag has no meaning here.
    TagIgnored = "F0111" Error,

    /// An id is no word.
    BadId = "F0201" Error,
    /// Two siblings have the same id.
    DuplicateId = "F0202" Error,
    /// An id is a key of the report format itself.
    ReservedId = "F0203" Error,
    /// Two ids become the same name in a target language.
    NameCollision = "F0204" Error,
    /// An official code stands twice.
    DuplicateCode = "F0205" Error,
    /// A path leads to no node.
    UnknownPath = "F0206" Error,
    /// The identity names no field of the header.
    UnknownField = "F0207" Error,
    /// A key does not go with this kind of node.
    KeyDoesNotApply = "F0208" Error,
    /// Two keys exclude each other.
    KeysExclude = "F0209" Error,
    /// A heading or relation has no children.
    NoChildren = "F0210" Error,
    /// An attribute is said where nothing beneath it could use it.
    AttributeWithoutUse = "F0211" Warning,
    /// A code list is not there.
    UnknownCodeList = "F0212" Error,
    /// A pattern is no regular expression.
    BadPattern = "F0213" Error,
    /// The form has no figure.
    EmptyForm = "F0214" Error,
    /// A severity is said for a state that the form does not have.
    UnknownState = "F0215" Error,
    /// The field of the header that codes are within, or are taken from, does not hold such codes.
    CodesOfField = "F0216" Error,
    /// A dimension is never used.
    UnusedDimension = "F0217" Warning,

    /// A figure has no unit.
    NoUnit = "F0301" Error,
    /// A unit is not defined.
    UnknownUnit = "F0302" Error,
    /// A unit is never used.
    UnusedUnit = "F0303" Warning,
    /// Bounds leave nothing between them.
    EmptyBounds = "F0304" Error,
    /// A bound has more places than the figure, or can never be reached.
    UselessBound = "F0305" Warning,
    /// Decimal places are out of range.
    BadDecimals = "F0306" Error,
    /// The factor of a unit is not above zero.
    BadFactor = "F0307" Error,
    /// A unit of money does not say of which currency.
    MoneyWithoutCurrency = "F0308" Error,
    /// Rounding is finer than the places of the figure, or says nothing.
    BadRounding = "F0309" Error,
    /// Both kinds of bound are said at one node.
    TwoBounds = "F0310" Error,

    /// A cell takes a mark that is not defined.
    UnknownMark = "F0401" Error,
    /// A mark could be a figure of a cell that takes it.
    MarkIsAFigure = "F0402" Error,
    /// A mark is never taken.
    UnusedMark = "F0403" Warning,
    /// Two marks share a spelling.
    DuplicateMark = "F0404" Error,
    /// A mark stands for an empty range.
    EmptyMark = "F0405" Error,

    /// A sum mixes units that do not add together.
    UnitsInRelation = "F0501" Error,
    /// A sum of a unit that does not add.
    UnitDoesNotAdd = "F0502" Error,
    /// A sum counts a figure twice, or a figure beside its own whole.
    CountedTwice = "F0503" Warning,
    /// A figure is its own whole, or part of its own part.
    WholeCycle = "F0505" Error,
    /// A relation that bounds parts by their whole holds between figures that may be negative.
    SignedRelation = "F0506" Error,
    /// All children are apart or deducted.
    NoPartLeft = "F0507" Error,
    /// `minus` or `apart` stands where there is no whole.
    NoWholeToLeave = "F0508" Error,
    /// The bounds of a figure contradict the bounds of its parts.
    PartsOutOfBounds = "F0509" Error,
    /// A part and its whole have dimensions that do not fit.
    DimensionsInRelation = "F0510" Error,

    /// A check is not well-formed.
    ExpressionSyntax = "F0601" Error,
    /// A name in a check leads to no node.
    UnknownName = "F0602" Error,
    /// A name in a check is hidden by a nearer one.
    ShadowedName = "F0603" Error,
    /// A heading stands where a figure is wanted.
    HeadingInExpression = "F0604" Error,
    /// A code in brackets is no official code of the form.
    UnknownOfficialCode = "F0605" Error,
    /// `x.*` of a node without parts.
    NoPartsInExpression = "F0606" Error,
    /// A field that is no number stands in arithmetic.
    NotNumeric = "F0607" Error,
    /// A comparison where a number is wanted, or a number where a comparison is wanted.
    WrongSort = "F0608" Error,
    /// Comparisons do not chain.
    ChainedComparison = "F0609" Error,
    /// An unknown function, or the wrong number of arguments.
    BadCall = "F0610" Error,
    /// Figures with different free dimensions stand in one check.
    FreeDimensions = "F0611" Error,
    /// A member in brackets, or a dimension after `over`, is none of the figure.
    UnknownMember = "F0612" Error,

    /// Units in a check do not fit.
    UnitsInCheck = "F0701" Error,
    /// A check cannot fail.
    CannotFail = "F0702" Warning,
    /// A check cannot hold.
    CannotHold = "F0703" Error,
    /// A figure cancels out of a check.
    CancelsOut = "F0704" Warning,
    /// Two checks of one node share an id.
    DuplicateCheck = "F0705" Error,
    /// A check tunes a relation that its node does not have.
    NoSuchCheck = "F0706" Error,
    /// `severity: off` without a reason.
    OffWithoutReason = "F0707" Error,
    /// A check says again what another one says.
    RepeatedCheck = "F0708" Warning,
    /// A placeholder in a message names nothing.
    UnknownPlaceholder = "F0709" Error,
    /// A check divides by nothing but zero.
    DivisionByZero = "F0710" Error,
    /// A tolerance is below zero, or stands where nothing is compared.
    BadTolerance = "F0711" Error,

    /// A label is missing.
    MissingLabel = "F0801" Error,
    /// A text is missing in a language of the form.
    MissingTranslation = "F0802" Warning,
    /// A text is given in a language that the form does not have.
    UnknownLanguage = "F0803" Error,
    /// A language stands twice, or is no language tag.
    BadLanguage = "F0804" Error,
    /// The tree's own messages are missing in a language.
    MissingMessages = "F0805" Error,
    /// A label is empty, or has space at its ends.
    BlankLabel = "F0806" Warning,

    /// The form that this one revises cannot be had.
    NoBase = "F1001" Error,
    /// The form that this one revises is another form, or has the same revision.
    OtherForm = "F1002" Error,
    /// An address leads to nothing in the form before.
    UnknownInBase = "F1003" Error,
    /// A change changes nothing.
    NothingChanges = "F1004" Error,
    /// What is gone is named elsewhere.
    NamedElsewhere = "F1005" Error,
    /// A name would now mean another node than before.
    MeansAnother = "F1006" Error,
    /// Two changes contradict each other.
    ChangesConflict = "F1007" Error,
    /// A figure goes on in a unit into which the figures before do not convert.
    UnitOfSeries = "F1008" Error,
    /// Something of the form before goes on twice.
    ContinuedTwice = "F1009" Error,
    /// A split or a merge of figures that do not add.
    SumOfUnlike = "F1010" Error,
    /// What is said to be gone goes on.
    GoneGoesOn = "F1011" Error,
}

/// A text that is no code of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no diagnostic has this code; codes are written like `F0103`")
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    /// Reads a code, in capitals or not.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text)).ok_or(UnknownCode)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
