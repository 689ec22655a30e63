//! Single values and words.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A value that is taken as text, whatever YAML would read it as.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Word {
    Text(String),
    Number(f64),
    Flag(bool),
}

/// A decimal number.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Number {
    Number(f64),
    Text(#[schemars(regex(pattern = r"^-?[0-9]+(\.[0-9]+)?$"))] String),
}

/// A whole number from 0.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Whole {
    Number(u64),
    Text(#[schemars(regex(pattern = r"^[0-9]+$"))] String),
}

/// `true` or `false`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Flag {
    Flag(bool),
    Text(Bool),
}

/// A text in the first language of the form, or one a language: `{zh: …, en: …}`.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Text {
    One(Word),
    Several(#[schemars(extend("minProperties" = 1))] BTreeMap<String, Word>),
}

/// A severity, or one a state: from that state on.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Severities {
    One(Severity),
    Each(#[schemars(extend("minProperties" = 1))] BTreeMap<String, Severity>),
}

/// How a whole follows from its parts along the one dimension with a whole, or along each of several.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Over {
    One(Along),
    Each(#[schemars(extend("minProperties" = 1))] BTreeMap<String, Along>),
}

/// `yes` or `no`; some editors read them as true and false.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Comparable {
    Word(YesNo),
    Flag(bool),
}

/// An entry of a table; in a file that revises another one, `gone` takes that of the base away.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Kept<T> {
    Gone(Gone),
    Said(T),
}

words! {
    /// A flag in quotes.
    Bool: True = "true", False = "false";
    /// How often a report is made.
    Every: Year = "year", Half = "half", Quarter = "quarter", Month = "month", Week = "week", Day = "day";
    /// What a unit measures. Counts, amounts and money add up; durations and ratios do not.
    Kind: Count = "count", Amount = "amount", Money = "money", Duration = "duration", Ratio = "ratio";
    /// What a mark means.
    Means: NotApplicable = "not_applicable", Suppressed = "suppressed";
    /// What a blank means.
    Blank: NotReported = "not_reported", NotApplicable = "not_applicable";
    /// How grave it is when a check is violated; `off` needs a reason.
    Severity: Error = "error", Warning = "warning", Info = "info", Off = "off";
    /// Which way a printed table runs.
    Columns: Items = "items", Members = "members", Both = "both";
    /// Where something is printed among its siblings.
    At: First = "first", Last = "last", Foot = "foot";
    /// What a cell holds that is no figure.
    Type: Text = "text", Date = "date", Year = "year", Bool = "bool", Code = "code";
    /// Which cells along dimensions a check is judged for.
    On: Rows = "rows", Total = "total", Both = "both";
    /// What a filer may answer a violated check with.
    ExplainedBy: Note = "note", Explanation = "explanation";
    /// How a whole follows from its parts along a dimension.
    Along: Sum = "sum", Min = "min", Max = "max", Between = "between", Free = "free", Rising = "rising",
        Falling = "falling";
    /// The node is no longer in the form.
    Gone: Gone = "gone";
    /// What a node becomes: a heading or a figure whose children stand to it so; or nothing.
    Becomes: Items = "items", Parts = "parts", SomeParts = "some_parts", OfWhich = "of_which", CoveredBy = "covered_by",
        Gone = "gone";
    /// Whether a figure goes on with the same meaning.
    YesNo: Yes = "yes", No = "no";
}

/// The version of the language.
pub(super) fn version(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"enum": [1, "1"], "description": "Version of the form language: 1."})
}

/// `false`, for no footnote where what is above has one.
pub(super) fn no(_: &mut SchemaGenerator) -> Schema {
    json_schema!({"enum": [false, "false"], "description": "No footnote here."})
}
