//! Nodes, what is beneath them, and checks.

use schemars::JsonSchema;

use super::value::{
    At, Becomes, Blank, Columns, Comparable, ExplainedBy, Flag, Gone, Number, On, Over, Severities, Text, Type, Whole,
    Word, no,
};

/// Attributes that hold beneath the node that says them until said otherwise.
#[derive(JsonSchema)]
pub(super) struct Attributes {
    /// Unit of figures; on a heading, of those beneath it.
    unit: Option<Word>,
    /// Decimal places of figures.
    decimals: Option<Whole>,
    /// Tokens of the marks that cells may hold.
    takes: Option<Vec<Word>>,
    /// What a blank means.
    blank: Option<Blank>,
    /// Whether a cell must be filled in.
    required: Option<Flag>,
    /// Whether figures may be negative.
    signed: Option<Flag>,
    /// Decimal place to which figures were rounded.
    rounded: Option<Whole>,
    /// How grave a violated check is.
    severity: Option<Severities>,
    /// How a whole follows from its parts along dimensions.
    over: Option<Over>,
    /// Footnote of nodes with `by`.
    note: Option<Note>,
    /// Which way a printed table runs.
    columns: Option<Columns>,
}

/// Bounds: `min` and `max` are allowed themselves, `above` and `below` are not.
#[derive(JsonSchema)]
pub(super) struct Bounds {
    /// Smallest figure.
    min: Option<Number>,
    /// Greatest figure.
    max: Option<Number>,
    /// Figures are greater than this.
    above: Option<Number>,
    /// Figures are smaller than this.
    below: Option<Number>,
}

/// A footnote, or none.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Note {
    None(#[schemars(schema_with = "no")] bool),
    Note(NoteFields),
}

/// A footnote.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct NoteFields {
    /// Its label.
    label: Text,
}

/// A node: a heading, a figure, a field, or a member of a dimension.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Node {
    /// A word, unique among its siblings.
    id: Word,
    #[schemars(flatten)]
    keys: NodeKeys,
}

/// A node whose id is said by the key that it stands under.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct NamedNode {
    #[schemars(flatten)]
    keys: NodeKeys,
}

#[derive(JsonSchema)]
struct NodeKeys {
    /// What the form prints.
    label: Option<Text>,
    /// Explanation of the indicator.
    definition: Option<Text>,
    /// Official number, unique in the form.
    code: Option<Word>,
    /// What must hold.
    check: Option<Checks>,
    /// Dimensions by which what is beneath is repeated.
    by: Option<Vec<Word>>,
    /// Cells that the form blocks out, each by an item or member and a member.
    except: Option<Vec<[Word; 2]>>,
    /// Where it is printed among its siblings.
    at: Option<At>,
    /// Whether the form prints its label.
    printed: Option<Flag>,
    /// Label and place of the own figure of a node with parts.
    total: Option<Total>,
    /// Deducted in its whole.
    minus: Option<Flag>,
    /// Printed here, but no part of the figure above.
    apart: Option<Flag>,
    /// Path of the figure that this heading's children break down.
    whole: Option<Word>,
    /// What a cell holds that is no figure.
    #[schemars(rename = "type")]
    content: Option<Type>,
    /// Regular expression that a text matches.
    pattern: Option<Word>,
    /// Greatest length of a text, in characters.
    max_length: Option<Whole>,
    /// Code list of a code.
    of: Option<Word>,
    /// Several codes in one field.
    many: Option<Flag>,
    /// Path of this figure in the revision before; of several that were merged, all; `[]` where it is new under an old name.
    was: Option<Was>,
    /// Whether its figures can be compared with those of the revision before.
    comparable: Option<Comparable>,
    /// Why it is not as it was.
    because: Option<Text>,
    /// Makes a heading: what is beneath it, without a figure of its own.
    items: Option<Nodes>,
    /// Parts that do not overlap and cover the whole: their sum is the whole.
    parts: Option<Nodes>,
    /// Parts that do not overlap: their sum is at most the whole.
    some_parts: Option<Nodes>,
    /// Parts that may overlap: each is at most the whole.
    of_which: Option<Nodes>,
    /// Parts that may overlap and cover the whole: their sum is at least the whole.
    covered_by: Option<Nodes>,
    #[schemars(flatten)]
    bounds: Bounds,
    #[schemars(flatten)]
    attributes: Attributes,
}

/// Paths in the revision before.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Was {
    One(Word),
    Several(Vec<Word>),
}

/// Label and place of the own figure of a node with parts.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Total {
    /// What the form prints.
    label: Option<Text>,
    /// Where it is printed among the parts.
    at: Option<At>,
}

/// Nodes: a list, or, in a dimension, ordered members or rows that come with the report.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Nodes {
    List(Vec<Node>),
    Numbered(Numbered),
    Open(Box<Open>),
}

/// Ordered members `n1`, `n2` and so on.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Numbered {
    /// How many.
    n: Whole,
    /// Label, in which `{n}` stands for the number.
    label: Option<Text>,
}

/// Rows that come with the report, unique by key.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct Open {
    /// The field that names a row.
    key: NamedNode,
    /// Fewest rows.
    min: Option<Whole>,
    /// Most rows.
    max: Option<Whole>,
}

/// One check or several.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Checks {
    One(Check),
    Several(Vec<Check>),
}

/// What must hold.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Check {
    Line(Word),
    Fields(CheckFields),
}

/// A check with attributes: `that` states one, `of` tunes one that the tree makes.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("oneOf" = [{"required": ["that"]}, {"required": ["of"]}]))]
pub(super) struct CheckFields {
    /// Stable id, never a number.
    id: Option<Word>,
    /// What must hold.
    that: Option<Word>,
    /// The check of the tree that is tuned, such as `parts`.
    of: Option<Word>,
    /// How grave it is when violated.
    severity: Option<Severities>,
    /// Why.
    because: Option<Text>,
    /// What a filer is told, with figures in braces.
    message: Option<Text>,
    /// By how much a comparison may miss, in the unit of its left side.
    tolerance: Option<Number>,
    /// Which cells along dimensions it is judged for.
    on: Option<On>,
    /// What a filer may answer with.
    explained_by: Option<ExplainedBy>,
}

/// What becomes of a node of the base.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum Change {
    Gone(Gone),
    Fields(Box<ChangeFields>),
    Check(Box<CheckChange>),
}

/// What becomes of a check, which is named by the path of its node and its own id.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct CheckChange {
    /// The new id.
    id: Option<Word>,
    /// The check of the tree that is tuned, such as `parts`.
    of: Option<Word>,
    /// What must hold.
    that: Option<Word>,
    /// How grave it is when violated.
    severity: Option<Severities>,
    /// Why.
    because: Option<Text>,
    /// What a filer is told, with figures in braces.
    message: Option<Text>,
    /// By how much a comparison may miss, in the unit of its left side.
    tolerance: Option<Number>,
    /// Which cells along dimensions it is judged for.
    on: Option<On>,
    /// What a filer may answer with.
    explained_by: Option<ExplainedBy>,
}

/// Attributes to set, and what else becomes of a node.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(super) struct ChangeFields {
    /// The new id.
    id: Option<Word>,
    /// Path of the node that it is moved under.
    under: Option<Word>,
    /// Nodes that are new beneath it.
    add: Option<Vec<Node>>,
    /// The sibling before which it, or what is added, stands.
    before: Option<Word>,
    /// The sibling after which it, or what is added, stands.
    after: Option<Word>,
    /// `items`: the figure is split into those added.
    becomes: Option<Becomes>,
    /// Path of the figure that it is merged into.
    into: Option<Word>,
    #[schemars(flatten)]
    keys: NodeKeys,
}
