//! Forms with rows, laid out as the JSON of their reports is.

use std::collections::BTreeMap;

use tallyform_runtime::plan::{
    Content, Coordinate, Dimension, EVERY_ROW, Layout, Plan, Section, Severity, TOTAL, Where,
};

use super::{Builder, count, money, texts};

/// The form of these tests.
///
/// `lead` is a count. `requests` by component has `received`, and `processed` with `granted` and `spent` beneath. `reasons`
/// by component and reason has `denied`. `staff` is a figure by component alone. `oldest` by rank, which has no whole, has
/// `days`; each of its rows has `steps` by component within. Every table has a note. A report is a draft or submitted.
pub fn plan() -> Plan {
    let mut form = Builder::new();
    let header = form.heading(0, "header");
    form.cell(header, "reporting_unit", text());
    form.figure(0, "lead", count());
    form.plan.states = vec!["draft".to_owned(), "submitted".to_owned()];
    for (id, has_whole) in [("component", true), ("reason", true), ("rank", false)] {
        form.plan.dimensions.push(Dimension {
            id: id.to_owned(),
            label: texts(id, id),
            definition: None,
            has_whole,
            at: None,
            members: Vec::new(),
            key: Some(texts(id, id)),
            series: None,
        });
    }
    let (component, reason, rank) = (0, 1, 2);
    form.table(0, "requests", &[component], &|form, node| {
        form.figure(node, "received", count());
        let processed = form.heading(node, "processed");
        form.own(processed);
        form.figure(processed, "granted", count());
        form.figure(processed, "spent", money());
    });
    form.table(0, "reasons", &[component, reason], &|form, node| {
        form.figure(node, "denied", count());
    });
    form.table(0, "staff", &[component], &|form, node| form.own(node));
    form.table(0, "oldest", &[rank], &|form, node| {
        form.figure(node, "days", count());
        form.table(node, "steps", &[component], &|form, node| {
            form.figure(node, "taken", count());
        });
    });
    form.lay_out()
}

fn text() -> Content {
    Content::Text { pattern: None, max_length: None }
}

/// The number of the section whose list has this pointer, within the row around it.
pub fn section(plan: &Plan, pointer: &str) -> usize {
    plan.sections.iter().position(|section| section.pointer == pointer).unwrap_or_else(|| panic!("no {pointer}"))
}

impl Builder {
    /// A node that is repeated for open dimensions, with a note. `fill` makes what it holds, in each of its copies.
    pub(super) fn table(&mut self, parent: u32, id: &str, by: &[u32], fill: &dyn Fn(&mut Self, u32)) {
        let node = self.heading(parent, id);
        self.copies(node, by, fill);
        let note = self.layout(node, "note", Layout::Note);
        self.hold(note, text());
    }

    fn copies(&mut self, node: u32, by: &[u32], fill: &dyn Fn(&mut Self, u32)) {
        let Some((dimension, rest)) = by.split_first() else {
            fill(self, node);
            return;
        };
        let about = self.plan.dimensions[*dimension as usize].clone();
        if about.has_whole {
            let whole = self.layout(node, "total", Layout::Whole(*dimension));
            self.copies(whole, rest, fill);
        }
        let section = u32::try_from(self.plan.sections.len()).unwrap();
        let rows = self.layout(node, "rows", Layout::Rows(section));
        let error = Severity::Error.into();
        self.plan.sections.push(Section {
            node: rows,
            dimension: *dimension,
            pointer: String::new(),
            above: None,
            key: 0,
            min: None,
            max: None,
            keys: error,
            counts: error,
        });
        let key = self.layout(rows, &about.id, Layout::Key(section));
        self.hold(key, text());
        self.copies(rows, rest, fill);
    }

    fn layout(&mut self, parent: u32, id: &str, layout: Layout) -> u32 {
        let node = self.node(Some(parent), id);
        self.plan.nodes[node as usize].layout = Some(layout);
        node
    }

    /// A figure of its own for a node.
    pub(super) fn own(&mut self, node: u32) {
        self.hold(node, Content::Figure(count()));
    }

    pub(super) fn hold(&mut self, node: u32, content: Content) {
        let cell = self.cell(node, "", content);
        // The cell is that of the node itself.
        self.plan.nodes.pop();
        self.plan.nodes[node as usize].children.pop();
        self.plan.nodes[node as usize].cell = Some(cell);
        self.plan.cells[cell as usize].node = node;
    }

    /// Puts cells in the order of their nodes, and settles paths, pointers and places in the matrix.
    pub(super) fn lay_out(mut self) -> Plan {
        self.plan.cells.sort_by_key(|cell| cell.node);
        for (number, cell) in self.plan.cells.iter().enumerate() {
            self.plan.nodes[cell.node as usize].cell = u32::try_from(number).ok();
        }
        self.settle_node(0, "", "", None, &Where::new());
        self.settle_copies();
        self.plan
    }

    fn settle_node(&mut self, index: u32, path: &str, pointer: &str, within: Option<u32>, at: &Where) {
        let node = self.plan.nodes[index as usize].clone();
        let join = |to: &str| if path.is_empty() { to.to_owned() } else { format!("{path}.{to}") };
        let (path, mut pointer) = match node.layout {
            _ if index == 0 => (String::new(), String::new()),
            Some(Layout::Whole(_) | Layout::Rows(_)) => (path.to_owned(), format!("{pointer}/{}", node.id)),
            _ => (join(&node.id), format!("{pointer}/{}", node.id)),
        };
        let (mut within, mut at) = (within, at.clone());
        match node.layout {
            Some(Layout::Whole(dimension)) => {
                at.insert(self.plan.dimensions[dimension as usize].id.clone(), TOTAL.to_owned());
            }
            Some(Layout::Rows(section)) => {
                let key = self.plan.nodes[node.children[0] as usize].cell.unwrap();
                let known = &mut self.plan.sections[section as usize];
                (known.above, known.pointer, known.key) = (within, std::mem::take(&mut pointer), key);
                at.insert(self.plan.dimensions[known.dimension as usize].id.clone(), EVERY_ROW.to_owned());
                within = Some(section);
            }
            _ => {}
        }
        if let Some(number) = node.cell {
            let cell = &mut self.plan.cells[number as usize];
            cell.section = within;
            cell.pointer = if node.children.is_empty() { pointer.clone() } else { format!("{pointer}/total") };
            if !matches!(node.layout, Some(Layout::Key(_) | Layout::Note)) && !at.is_empty() {
                self.plan.nodes[index as usize].coordinate = Some(Coordinate { figure: index, at: at.clone() });
            }
        }
        self.plan.nodes[index as usize].path.clone_from(&path);
        for child in node.children {
            self.settle_node(child, &path, &pointer, within, &at);
        }
    }

    fn settle_copies(&mut self) {
        let mut firsts: BTreeMap<String, u32> = BTreeMap::new();
        for index in 0..self.plan.nodes.len() {
            let (number, node) = (u32::try_from(index).unwrap(), &self.plan.nodes[index]);
            if matches!(node.layout, Some(Layout::Key(_) | Layout::Note)) {
                continue;
            }
            let first = *firsts.entry(node.path.clone()).or_insert(number);
            let is_layout = node.layout.is_some();
            if let Some(coordinate) = self.plan.nodes[index].coordinate.as_mut() {
                coordinate.figure = first;
                let ids: Vec<String> = coordinate.at.keys().cloned().collect();
                let by = |dimension: &Dimension| ids.contains(&dimension.id);
                let dimensions = self.plan.dimensions.iter().enumerate();
                let by = dimensions.filter(|(_, one)| by(one)).filter_map(|(at, _)| u32::try_from(at).ok()).collect();
                self.plan.nodes[first as usize].by = by;
            }
            if first != number && !is_layout {
                self.plan.nodes[index].first = Some(first);
            }
        }
    }
}
