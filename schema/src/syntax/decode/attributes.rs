//! Attributes that hold beneath the node that says them.

use super::reader::{Decoder, Fields};
use super::words;
use crate::source::Spanned;
use crate::syntax::{Attributes, LangText, Over};
use crate::yaml::{Tree, Value};

impl Decoder<'_> {
    /// The attributes among the fields of a node, or of the root.
    pub(super) fn attributes(&mut self, fields: &Fields<'_>) -> Attributes {
        Attributes {
            unit: fields.get("unit").and_then(|tree| self.scalar(tree, "`unit`")),
            decimals: fields.get("decimals").and_then(|tree| self.whole_number(tree, "`decimals`")),
            takes: fields.get("takes").and_then(|tree| self.list(tree, "`takes`")),
            blank: fields.get("blank").and_then(|tree| self.word(tree, "`blank`", words::BLANK)),
            required: fields.get("required").and_then(|tree| self.flag(tree, "`required`")),
            signed: fields.get("signed").and_then(|tree| self.flag(tree, "`signed`")),
            rounded: fields.get("rounded").and_then(|tree| self.whole_number(tree, "`rounded`")),
            severity: fields.get("severity").and_then(|tree| self.choices(tree, "`severity`", words::SEVERITY)),
            over: fields
                .get("over")
                .and_then(|tree| self.choices(tree, "`over`", words::OVER))
                .map(|choices| Over { entries: choices.value, span: choices.span }),
            note: fields.get("note").and_then(|tree| self.note(tree)),
            columns: fields.get("columns").and_then(|tree| self.word(tree, "`columns`", words::COLUMNS)),
        }
    }

    /// `{label: …}`, or `false` where what is above has a note and this has none.
    fn note(&mut self, tree: &Tree) -> Option<Spanned<Option<LangText>>> {
        if let Value::Scalar(scalar) = &tree.value
            && scalar.text == "false"
        {
            return Some(Spanned { value: None, span: tree.span });
        }
        let fields = self.fields(tree, "`note`", &[words::NOTE])?;
        let label = fields.required("label", self).and_then(|label| self.text(label, "the label of the note"))?;
        Some(Spanned { value: Some(label), span: tree.span })
    }
}
