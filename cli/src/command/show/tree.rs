//! A form as the table that people read.

use tallyform::plan::{At, Cell, Content, Every, Node, Plan, Relation};
use unicode_width::UnicodeWidthStr;

use crate::language::in_language;

/// One line of the table.
#[derive(Default)]
struct Row {
    path: String,
    /// Unit of a figure, type of anything else.
    holds: String,
    marks: String,
    /// How the children stand to the figure, and what else is said of the node.
    stands: String,
    label: String,
}

/// The whole form: what it is, its header, its rows, its foot.
pub(super) fn table(plan: &Plan, language: &str) -> String {
    let mut text = format!("{}\n{}, revision {}", in_language(&plan.title, language), plan.form, plan.revision);
    if let Some(period) = &plan.period {
        text.push_str(&format!(", {}", every(period.every)));
    }
    text.push_str("\n\n");
    let heads = ["path", "unit", "marks", "relation", "label"].map(str::to_owned);
    let [path, holds, marks, stands, label] = heads;
    let mut printer =
        Printer { plan, language, rows: vec![Row { path, holds, marks, stands, label }], foot: Vec::new() };
    if let Some(root) = plan.nodes.first() {
        printer.children(root, 0);
    }
    for node in std::mem::take(&mut printer.foot) {
        printer.node(node, 0);
    }
    let width = |of: fn(&Row) -> &String| printer.rows.iter().map(|row| of(row).width()).max().unwrap_or(0);
    let widths = [width(|row| &row.path), width(|row| &row.holds), width(|row| &row.marks), width(|row| &row.stands)];
    for row in &printer.rows {
        let mut line = String::new();
        for (column, width) in [&row.path, &row.holds, &row.marks, &row.stands].into_iter().zip(widths) {
            // A column in which nothing stands is left out, head and all.
            if width > 0 {
                line.push_str(column);
                line.push_str(&" ".repeat(width - column.width() + 2));
            }
        }
        line.push_str(&row.label);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

struct Printer<'a> {
    plan: &'a Plan,
    language: &'a str,
    rows: Vec<Row>,
    foot: Vec<&'a Node>,
}

impl<'a> Printer<'a> {
    /// A node and what is beneath it, in the order in which the form prints them.
    fn node(&mut self, node: &'a Node, depth: usize) {
        if node.parent == Some(0) && node.cell.is_none() && node.path == "header" {
            self.children(node, depth);
            return;
        }
        let cell = node.cell.and_then(|cell| self.plan.cells.get(cell as usize));
        let own_row = node.total_label.is_some();
        let row = self.row(node, cell.filter(|_| !own_row), depth);
        self.rows.push(row);
        let total = cell.zip(node.total_label.as_ref()).map(|(cell, label)| Row {
            path: format!("{} (total)", node.path),
            holds: self.holds(cell),
            marks: self.marks(cell),
            stands: String::new(),
            label: indented(in_language(label, self.language), depth + 1),
        });
        match total {
            Some(total) if matches!(node.total_at, Some(At::Last | At::Foot)) => {
                self.children(node, depth + 1);
                self.rows.push(total);
            }
            Some(total) => {
                self.rows.push(total);
                self.children(node, depth + 1);
            }
            None => self.children(node, depth + 1),
        }
    }

    fn children(&mut self, node: &'a Node, depth: usize) {
        let plan = self.plan;
        let children = || node.children.iter().filter_map(|child| plan.nodes.get(*child as usize));
        for place in [Some(At::First), None, Some(At::Last)] {
            for child in children().filter(|child| child.at == place) {
                self.node(child, depth);
            }
        }
        self.foot.extend(children().filter(|child| child.at == Some(At::Foot)));
    }

    fn row(&self, node: &Node, cell: Option<&Cell>, depth: usize) -> Row {
        let mut stands = Vec::new();
        stands.extend(node.relation.map(|relation| relation_word(relation).to_owned()));
        let whole = node.whole.and_then(|whole| self.plan.nodes.get(whole as usize));
        stands.extend(whole.map(|whole| format!("of {}", whole.path)));
        stands.extend(node.minus.then(|| "minus".to_owned()));
        stands.extend(node.apart.then(|| "apart".to_owned()));
        stands.extend(cell.filter(|cell| cell.checks.required.is_some()).map(|_| "required".to_owned()));
        let mut label = in_language(&node.label, self.language).to_owned();
        if let Some(code) = &node.code {
            label = format!("{label} [{code}]");
        }
        Row {
            path: node.path.clone(),
            holds: cell.map(|cell| self.holds(cell)).unwrap_or_default(),
            marks: cell.map(|cell| self.marks(cell)).unwrap_or_default(),
            stands: stands.join(", "),
            label: indented(&label, depth),
        }
    }

    fn holds(&self, cell: &Cell) -> String {
        match &cell.content {
            Content::Figure(figure) => {
                self.plan.units.get(figure.unit as usize).map(|unit| unit.id.clone()).unwrap_or_default()
            }
            Content::Text { .. } => "text".to_owned(),
            Content::Date {} => "date".to_owned(),
            Content::Year {} => "year".to_owned(),
            Content::Bool {} => "bool".to_owned(),
            Content::Code { of, many: false } => format!("code of {of}"),
            Content::Code { of, many: true } => format!("codes of {of}"),
        }
    }

    fn marks(&self, cell: &Cell) -> String {
        let taken = cell.takes.iter().filter_map(|mark| self.plan.marks.get(*mark as usize));
        taken.map(|mark| mark.token.as_str()).collect::<Vec<_>>().join(" ")
    }
}

fn indented(label: &str, depth: usize) -> String {
    format!("{}{label}", "  ".repeat(depth))
}

const fn relation_word(relation: Relation) -> &'static str {
    match relation {
        Relation::Parts => "parts",
        Relation::SomeParts => "some_parts",
        Relation::OfWhich => "of_which",
        Relation::CoveredBy => "covered_by",
    }
}

const fn every(every: Every) -> &'static str {
    match every {
        Every::Year => "every year",
        Every::Half => "every half year",
        Every::Quarter => "every quarter",
        Every::Month => "every month",
        Every::Week => "every week",
        Every::Day => "every day",
    }
}
