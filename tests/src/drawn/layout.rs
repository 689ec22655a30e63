//! Where the cells of a drawn form stand in a report.

use std::collections::BTreeMap;

use super::dimension::{Binding, Slot};
use super::{Class, Form};

/// What has a place of its own in the order of a form: a node, the key of the rows that it gives, its note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    Node(usize),
    Key(usize, usize),
    Note(usize),
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub(super) item: Item,
    pub(super) binding: Binding,
    pub(super) section: Option<usize>,
    pub(super) pointer: String,
}

/// A list of rows.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// The node that gives the rows.
    pub(super) node: usize,
    pub(super) dimension: usize,
    pub(super) above: Option<usize>,
    pub(super) pointer: String,
    /// The cell of the key.
    pub(super) key: usize,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) items: Vec<Item>,
    pub(super) cells: Vec<Placed>,
    pub(super) sections: Vec<Section>,
    known: BTreeMap<(usize, usize, Option<usize>, String), usize>,
    numbers: BTreeMap<(Item, Binding), usize>,
}

impl Layout {
    pub(super) fn of(form: &Form) -> Self {
        let mut layout = Self::default();
        layout.in_order(form, 0);
        for item in layout.items.clone() {
            match item {
                Item::Node(node) if form.is_figure(node) || form.nodes[node].class == Class::Text => {
                    let by = if form.nodes[node].class == Class::Text { Vec::new() } else { form.by(node) };
                    form.bindings(&by).into_iter().for_each(|binding| layout.put(form, item, node, binding));
                }
                Item::Note(node) => {
                    let above = form.by_of_note(node);
                    form.bindings(&above).into_iter().for_each(|binding| layout.put(form, item, node, binding));
                }
                _ => {}
            }
        }
        layout
    }

    pub(super) fn number(&self, item: Item) -> usize {
        self.items.iter().position(|one| *one == item).unwrap_or(usize::MAX)
    }

    /// The number of a cell; the binding may stand in any order and name other dimensions too.
    pub(super) fn cell(&self, form: &Form, item: Item, binding: &Binding) -> usize {
        let by = match item {
            Item::Node(node) if form.is_figure(node) => form.by(node),
            Item::Note(node) => form.by_of_note(node),
            _ => Vec::new(),
        };
        let own = by.iter().map(|&of| (of, super::dimension::slot(binding, of).unwrap_or(None))).collect();
        self.numbers.get(&(item, own)).copied().unwrap_or(usize::MAX)
    }

    /// Nodes in the order in which they first stand in a report: the whole before the rows, the note last.
    fn in_order(&mut self, form: &Form, node: usize) {
        self.items.push(Item::Node(node));
        let open: Vec<usize> =
            form.nodes[node].by.iter().copied().filter(|&of| form.dimensions[of].is_open()).collect();
        self.beneath(form, node, &open);
        if form.has_note(node) {
            self.items.push(Item::Note(node));
        }
    }

    fn beneath(&mut self, form: &Form, node: usize, open: &[usize]) {
        match open.split_first() {
            None => form.nodes[node].children.iter().for_each(|&child| self.in_order(form, child)),
            Some((&first, rest)) if form.dimensions[first].has_whole => {
                self.beneath(form, node, rest);
                self.items.push(Item::Key(node, first));
            }
            Some((&first, rest)) => {
                self.items.push(Item::Key(node, first));
                self.beneath(form, node, rest);
            }
        }
    }

    fn put(&mut self, form: &Form, item: Item, node: usize, binding: Binding) {
        let mut line = Vec::new();
        let mut here = Some(node);
        while let Some(node) = here.filter(|&node| node != 0) {
            line.insert(0, node);
            here = form.nodes[node].parent;
        }
        line.insert(0, 0);
        let is_note = matches!(item, Item::Note(_));
        let (mut section, mut pointer) = (None, String::new());
        let mut is_row = false;
        let mut bound = Binding::new();
        for &step in &line {
            if step != 0 {
                pointer = format!("{pointer}/{}", form.nodes[step].id);
            }
            is_row = false;
            let own = form.nodes[step].by.iter().filter(|&&of| form.dimensions[of].is_open());
            for &of in own.filter(|_| !(is_note && step == node)) {
                // The fields of the header have no dimensions.
                match super::dimension::slot(&binding, of) {
                    Some(None) => pointer.push_str("/total"),
                    Some(Some(_)) => {
                        let outer: Binding =
                            bound.iter().copied().filter(|(of, _)| form.dimensions[*of].is_open()).collect();
                        section = Some(self.section(form, (step, of), (section, outer), &format!("{pointer}/rows")));
                        pointer = String::new();
                    }
                    None => continue,
                }
                let slot = super::dimension::slot(&binding, of).unwrap_or(None);
                bound.push((of, slot));
                is_row = slot.is_some();
            }
        }
        // In the row of a figure without children, its members stand beside the key.
        let has_members = binding.iter().any(|(of, _)| !form.dimensions[*of].is_open());
        if is_note {
            pointer.push_str("/note");
        } else if is_row && !has_members || !form.nodes[node].children.is_empty() {
            pointer.push_str("/total");
        }
        for &(of, slot) in binding.iter().filter(|(of, _)| !form.dimensions[*of].is_open()) {
            pointer = format!("{pointer}/{}", form.dimensions[of].key(slot));
        }
        self.numbers.insert((item, binding.clone()), self.cells.len());
        self.cells.push(Placed { item, binding, section, pointer });
    }

    fn section(
        &mut self,
        form: &Form,
        (node, of): (usize, usize),
        (above, outer): (Option<usize>, Binding),
        pointer: &str,
    ) -> usize {
        let name = (node, of, above, pointer.to_owned());
        if let Some(known) = self.known.get(&name) {
            return *known;
        }
        let number = self.sections.len();
        self.known.insert(name, number);
        let key = self.cells.len();
        self.cells.push(Placed {
            item: Item::Key(node, of),
            binding: outer.into_iter().chain([(of, Some(0))]).collect(),
            section: Some(number),
            pointer: format!("/{}", form.dimensions[of].id),
        });
        self.sections.push(Section { node, dimension: of, above, pointer: pointer.to_owned(), key });
        number
    }
}

/// What the plan calls what a dimension is bound to.
pub(super) fn at(form: &Form, (of, slot): (usize, Slot)) -> (String, String) {
    (form.dimensions[of].id.to_owned(), form.dimensions[of].key(slot).to_owned())
}
