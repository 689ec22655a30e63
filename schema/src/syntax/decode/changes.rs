//! What a revision says of the nodes of its base.

use super::reader::{Decoder, Fields};
use super::words;
use crate::syntax::{Revision, Scalar};
use crate::yaml::{Entry, Tree, Value};

impl Decoder<'_> {
    /// `revises`, `because` and `changes`.
    pub(super) fn revision(&mut self, fields: &Fields<'_>) -> Option<Revision> {
        let base = self.scalar(fields.get("revises")?, "`revises`");
        let because = fields.get("because").and_then(|tree| self.text(tree, "`because`"));
        let changes = fields.required("changes", self);
        let entries = changes.and_then(|tree| self.mapping(tree, "`changes`")).unwrap_or_default();
        for entry in entries {
            self.change(entry);
        }
        Some(Revision {
            base: base?,
            because,
            changes: entries.iter().map(|entry| entry.key.clone()).collect(),
            span: changes?.span,
        })
    }

    /// Judges the shape of one change. The model does not keep changes yet, so nothing is kept here either.
    fn change(&mut self, entry: &Entry) {
        if let Value::Scalar(_) = &entry.value.value {
            self.word(&entry.value, "a change", &["gone"]);
            return;
        }
        let Some(fields) = self.fields(&entry.value, "a change", &[words::NODE, words::CHANGE]) else {
            return;
        };
        let _ = self.node_of(&fields, Scalar::verbatim("", entry.key.span));
        for key in ["id", "under", "before", "after", "into"] {
            fields.get(key).map(|tree| self.scalar(tree, &format!("`{key}`")));
        }
        fields.get("because").map(|tree: &Tree| self.text(tree, "`because`"));
        fields.get("becomes").map(|tree| self.word(tree, "`becomes`", &["items"]));
        fields.get("comparable").map(|tree| self.word(tree, "`comparable`", words::YES_NO));
        fields.get("add").map(|tree| self.nodes(tree, "`add`"));
    }
}
