//! Notes: a text beside every node that says `by`, where one is said there or above.

use super::*;

impl Tree<'_> {
    /// Gives a node with `by` its note. There is one in every row in which the node stands; closed dimensions
    /// stand at the figures, and the note is the same along them.
    pub(super) fn note(&mut self, above: NodeId, out: &mut Vec<Diagnostic>) {
        let Some(entry) = self.get(above).filter(|entry| !entry.in_header) else { return };
        // `note: false` says that there is none.
        let Some(said) = entry.note.filter(|said| said.value.is_some()) else { return };
        if self.nodes.len() > MAX_NODES {
            return;
        }
        let outer = entry.parent.and_then(|parent| self.get(parent)).map_or_else(Vec::new, |up| up.by.to_vec());
        let is_open = |of: &usize| self.dimensions.get(*of).is_some_and(|found| found.is_open());
        let by: Rc<_> = outer.into_iter().filter(is_open).collect();
        let note = self.push(Some(above), "note".to_owned(), Class::Note, None, said.span);
        if let Some(entry) = self.nodes.get_mut(note.0 as usize) {
            entry.by = by;
        }
        self.spread(note, said.span, out);
    }
}
