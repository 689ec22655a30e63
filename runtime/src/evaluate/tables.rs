//! What is worked out once of a plan: which cells stand in which table of the form, and in which rows.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::plan::{Layout, Plan, Segment, Template};

/// What is worked out once of a plan.
#[derive(Debug)]
pub(crate) struct Tables {
    /// The cells in and beneath each node.
    beneath: Vec<Range<u32>>,
    /// The cells in and beneath those children of the root that are figures; of the root itself, and of what the form
    /// repeats as a whole.
    of_root: BTreeMap<u32, Vec<Range<u32>>>,
    sections: Vec<SectionTable>,
    /// Keys and notes: cells that the form's tables do not have, but the JSON of a report.
    beside: Vec<u32>,
    /// The cells of each figure with dimensions that some message shows.
    shown: BTreeMap<u32, Vec<u32>>,
}

/// A section of the plan, worked out.
#[derive(Debug)]
pub(crate) struct SectionTable {
    /// The cells beneath its node, those of sections in this one among them.
    pub(crate) cells: Range<u32>,
    /// The cells of its rows, without those of sections in this one.
    pub(crate) own: Vec<u32>,
    /// The sections in which it stands, from the outermost to itself.
    pub(crate) chain: Vec<u32>,
    pub(crate) dimension: u32,
    pub(crate) key: u32,
    /// The sections that stand in its rows.
    pub(crate) nested: Vec<u32>,
    /// The node that has the rows: the first of those that stand for the same one of the form.
    pub(crate) subject: u32,
}

impl Tables {
    /// Works the tables of a sound plan out.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut beneath: Vec<Range<u32>> = vec![0..0; plan.nodes.len()];
        // Nodes stand before what is beneath them, and so do their cells.
        for (index, node) in plan.nodes.iter().enumerate().rev() {
            let own = node.cell.map(|cell| cell..cell + 1);
            let children = node.children.iter().filter_map(|child| beneath.get(*child as usize).cloned());
            let all = own.into_iter().chain(children).filter(|range| !range.is_empty());
            let all = all.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end));
            if let (Some(all), Some(slot)) = (all, beneath.get_mut(index)) {
                *slot = all;
            }
        }
        let of_root = roots(plan).into_iter().map(|root| (root, figures_of(plan, root, &beneath))).collect();
        let is_beside = |cell: &crate::plan::Cell| {
            let layout = plan.nodes.get(cell.node as usize).and_then(|node| node.layout);
            matches!(layout, Some(Layout::Key(_) | Layout::Note))
        };
        let beside = (0..).zip(&plan.cells).filter(|(_, cell)| is_beside(cell)).map(|(number, _)| number).collect();
        let sections = sections(plan, &beneath);
        Self { beneath, of_root, sections, beside, shown: shown(plan) }
    }

    /// The cells of a table: of a child of the root, or, for the root, of those children that are figures.
    pub(crate) fn cells_of(&self, node: u32) -> impl Iterator<Item = u32> {
        let ranges = match self.of_root.get(&node) {
            Some(figures) => figures.as_slice(),
            None => self.beneath.get(node as usize).map_or(&[][..], std::slice::from_ref),
        };
        ranges.iter().cloned().flatten().filter(|cell| !self.is_beside(*cell))
    }

    /// The cells in and beneath a node.
    pub(crate) fn beneath(&self, node: u32) -> Range<u32> {
        self.beneath.get(node as usize).cloned().unwrap_or(0..0)
    }

    /// Whether a cell is a key or a note.
    pub(crate) fn is_beside(&self, cell: u32) -> bool {
        self.beside.binary_search(&cell).is_ok()
    }

    pub(crate) fn section(&self, section: u32) -> Option<&SectionTable> {
        self.sections.get(section as usize)
    }

    pub(crate) fn sections(&self) -> impl Iterator<Item = (u32, &SectionTable)> {
        (0..).zip(&self.sections)
    }

    /// The cells of a figure with dimensions that some message shows.
    pub(crate) fn cells_of_figure(&self, figure: u32) -> &[u32] {
        self.shown.get(&figure).map_or(&[], Vec::as_slice)
    }
}

/// The root, and the wholes and rows in which its children stand where it is repeated itself.
fn roots(plan: &Plan) -> Vec<u32> {
    let mut roots = vec![0];
    let mut at = 0;
    while let Some(node) = roots.get(at).and_then(|root| plan.nodes.get(*root as usize)) {
        let is_repeated = |child: &u32| {
            let layout = plan.nodes.get(*child as usize).and_then(|node| node.layout);
            matches!(layout, Some(Layout::Whole(_) | Layout::Rows(_)))
        };
        roots.extend(node.children.iter().copied().filter(is_repeated));
        at += 1;
    }
    roots
}

/// The cells in and beneath the children of a node that are figures.
fn figures_of(plan: &Plan, node: u32, beneath: &[Range<u32>]) -> Vec<Range<u32>> {
    let is_figure = |child: &&u32| {
        let first = plan.nodes.get(plan.subject(**child) as usize);
        let layout = plan.nodes.get(**child as usize).and_then(|node| node.layout);
        layout.is_none() && first.is_some_and(|node| node.cell.is_some() || !node.by.is_empty())
    };
    let children = plan.nodes.get(node as usize).map_or(&[][..], |node| &node.children);
    children.iter().filter(is_figure).filter_map(|child| beneath.get(*child as usize).cloned()).collect()
}

fn sections(plan: &Plan, beneath: &[Range<u32>]) -> Vec<SectionTable> {
    let mut tables: Vec<SectionTable> = Vec::with_capacity(plan.sections.len());
    for (index, section) in (0_u32..).zip(&plan.sections) {
        let cells = beneath.get(section.node as usize).cloned().unwrap_or(0..0);
        let is_own = |cell: &u32| plan.cells.get(*cell as usize).is_some_and(|cell| cell.section == Some(index));
        let above = section.above.and_then(|above| tables.get_mut(above as usize));
        let mut chain = Vec::new();
        if let Some(above) = above {
            above.nested.push(index);
            chain.clone_from(&above.chain);
        }
        chain.push(index);
        tables.push(SectionTable {
            own: cells.clone().filter(is_own).collect(),
            cells,
            chain,
            dimension: section.dimension,
            key: section.key,
            nested: Vec::new(),
            subject: plan.subject(section.node),
        });
    }
    tables
}

/// Finds the cells of the figures that messages show.
fn shown(plan: &Plan) -> BTreeMap<u32, Vec<u32>> {
    let mut shown = BTreeMap::new();
    let of_rules = plan.rules.iter().flat_map(|rule| rule.message.values());
    let of_cells = plan.cells.iter().flat_map(|cell| &cell.remarks).flat_map(|remark| remark.message.values());
    of_rules.chain(of_cells).for_each(|template| figures(template, &mut shown));
    if shown.is_empty() {
        return shown;
    }
    for (number, cell) in (0..).zip(&plan.cells) {
        if let Some(cells) = plan.figure_of(cell).and_then(|(figure, _)| shown.get_mut(&figure)) {
            cells.push(number);
        }
    }
    shown
}

fn figures(template: &Template, into: &mut BTreeMap<u32, Vec<u32>>) {
    for segment in template {
        match segment {
            Segment::Figure { figure, .. } => {
                into.entry(*figure).or_default();
            }
            Segment::Optional { optional } => figures(optional, into),
            Segment::Text(_) | Segment::Slot { .. } | Segment::Cell { .. } => {}
        }
    }
}
