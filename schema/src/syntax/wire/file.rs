//! The top level.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::node::{Attributes, Bounds, Change, Checks, NamedNode, Node, Nodes};
use super::tables::{CodeList, Mark, Period, Unit};
use super::value::{Kept, Text, Word, version};

/// One revision of one form.
#[derive(JsonSchema)]
#[schemars(
    deny_unknown_fields,
    extend("if" = {"required": ["revises"]},
        "then" = {"oneOf": [{"required": ["changes"]}, {"required": ["title", "languages", "items"]}]},
        "else" = {"required": ["title", "languages", "items"]})
)]
pub(super) struct FormFile {
    /// Version of the form language: 1.
    #[schemars(schema_with = "version")]
    tallyform: String,
    /// Identity of the form, the same in every revision.
    form: Word,
    /// Name of this revision.
    revision: Word,
    /// Title of the form.
    title: Option<Text>,
    /// Languages of the form; the first is the fallback, and that of plain texts.
    languages: Option<Vec<Word>>,
    /// Address under which files are published.
    base: Option<Word>,
    /// How often a report is made.
    period: Option<Period>,
    /// Header fields that, with the period, name one report.
    identity: Option<Vec<Word>>,
    /// What the head of the form must print, by name.
    imprint: Option<BTreeMap<String, Text>>,
    /// Units by id.
    units: Option<BTreeMap<String, Kept<Unit>>>,
    /// What a cell may hold instead of a figure, and what it means, by token.
    marks: Option<BTreeMap<String, Kept<Mark>>>,
    /// Code lists by name.
    codes: Option<BTreeMap<String, Kept<CodeList>>>,
    /// Fields above and below the form.
    header: Option<Vec<Node>>,
    /// Dimensions by id, for tables of figures by members.
    dimensions: Option<BTreeMap<String, Kept<NamedNode>>>,
    /// States that a report passes through, first to last.
    states: Option<Vec<Word>>,
    /// Messages of the tree's own checks, by key, in languages that are not built in.
    messages: Option<BTreeMap<String, Text>>,
    /// Dimensions by which everything in the form is repeated.
    by: Option<Vec<Word>>,
    /// What must hold in the whole form.
    check: Option<Checks>,
    /// The nodes of the form.
    items: Option<Nodes>,
    /// The file that this one revises.
    revises: Option<Word>,
    /// Why this revision was made.
    because: Option<Text>,
    /// What becomes of the nodes of the base, by path.
    changes: Option<BTreeMap<String, Change>>,
    /// In a full file: what the base had and this form has not, by path, with the reason.
    gone: Option<BTreeMap<String, Text>>,
    #[schemars(flatten)]
    bounds: Bounds,
    #[schemars(flatten)]
    attributes: Attributes,
}
