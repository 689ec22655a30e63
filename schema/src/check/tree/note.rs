//! Notes: a text beside every node that says `by`, where one is said there or above.

use super::*;

impl Tree<'_> {
    /// Gives a node with `by` its note. A note has the dimensions of what stands above the node, not those of the node.
    pub(super) fn note(&mut self, above: NodeId, out: &mut Vec<Diagnostic>) {
        let Some(entry) = self.get(above).filter(|entry| !entry.in_header) else { return };
        // `note: false` says that there is none.
        let Some(said) = entry.note.filter(|said| said.value.is_some()) else { return };
        if self.nodes.len() > MAX_NODES {
            return;
        }
        let by =
            entry.parent.and_then(|parent| self.get(parent)).map_or_else(|| Rc::new([]) as Rc<_>, |up| up.by.clone());
        let note = self.push(Some(above), "note".to_owned(), Class::Note, None, said.span);
        if let Some(entry) = self.nodes.get_mut(note.0 as usize) {
            entry.by = by;
        }
        self.spread(note, said.span, out);
    }
}
