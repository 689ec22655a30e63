//! What the top level defines by name.

use schemars::JsonSchema;

use super::node::Bounds;
use super::value::{Every, Flag, Kind, Means, Number, Text, Whole, Word};

/// How often a report is made.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Period {
    Every(Every),
    From(PeriodFields),
}

/// A period that does not start with the calendar's.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct PeriodFields {
    /// How often a report is made.
    every: Every,
    /// Month and day on which a year starts, such as "10-01".
    starts: Option<Word>,
}

/// A unit.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Unit {
    /// Label; in the first language the id unless said.
    label: Option<Text>,
    /// What it measures.
    kind: Kind,
    /// Multiple of what: units convert where this is the same. For money its currency.
    of: Option<Word>,
    /// How much of the base unit it is; 1 if not said.
    factor: Option<Number>,
    /// Decimal places of its figures.
    decimals: Option<Whole>,
    /// Whether the form prints it.
    printed: Option<Flag>,
}

/// What a cell may hold instead of a figure: a meaning, a range, or a withheld range.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Mark {
    Means(Means),
    Fields(Box<MarkFields>),
}

/// A meaning or a range, with other spellings beside it.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("oneOf" = [
        {"required": ["means"]},
        {"required": ["suppressed"]},
        {"anyOf": [{"required": ["min"]}, {"required": ["max"]}, {"required": ["above"]}, {"required": ["below"]}]}
    ])
)]
pub(super) struct MarkFields {
    /// What it means.
    means: Option<Means>,
    #[schemars(flatten)]
    bounds: Bounds,
    /// The range of a figure that is withheld.
    suppressed: Option<WithheldRange>,
    /// Other spellings that readers of reports accept.
    also: Option<Vec<Word>>,
}

/// A range of which only the ends are known.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct WithheldRange {
    #[schemars(flatten)]
    bounds: Bounds,
}

/// A code list: its codes, or where they come from.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum CodeList {
    Codes(Vec<Code>),
    Fields(CodeListFields),
}

/// A code list with attributes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("anyOf" = [{"required": ["codes"]}, {"required": ["external"]}]))]
pub(super) struct CodeListFields {
    /// The codes.
    codes: Option<Vec<Code>>,
    /// The list comes from outside.
    external: Option<Flag>,
    /// The header field or list that the codes belong to.
    within: Option<Word>,
    /// Codes are valid for a time.
    dated: Option<Flag>,
}

/// A code, alone or with its label.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Code {
    Code(Word),
    Labelled(LabelledCode),
}

/// A code with its label.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct LabelledCode {
    /// The code.
    code: Word,
    /// Its label.
    label: Option<Text>,
}
