//! A form as the table that people read.

use tallyform::plan::{At, Cell, CodesOf, Content, Every, Node, Plan};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::language::in_language;

/// The widest label that stays on one line, in columns of a terminal, with its indentation.
const WIDEST_LABEL: usize = 56;

/// One line of the table.
#[derive(Default)]
struct Row {
    depth: usize,
    label: String,
    /// The official number.
    code: String,
    /// Unit of a figure, type of anything else.
    holds: String,
    marks: String,
    /// How the children stand to the figure, and what else is said of the node.
    stands: String,
    path: String,
}

/// The whole form as it is printed: what it is, its header, its rows, its foot. What a form prints comes first, what
/// checks and reports call it last.
pub(super) fn table(plan: &Plan, language: &str) -> String {
    let mut text = format!("{}\n{}, revision {}", in_language(&plan.title, language), plan.form, plan.revision);
    if let Some(period) = &plan.period {
        text.push_str(&format!(", {}", every(period.every)));
    }
    let mut printer = Printer { plan, language, rows: vec![heads()], foot: Vec::new() };
    if let Some(root) = plan.nodes.first() {
        printer.children(root, 0);
    }
    for node in std::mem::take(&mut printer.foot) {
        printer.node(node, 0);
    }
    let mut rows = printer.rows;
    if let Some(marks) = marks_of_every_cell(plan) {
        text.push_str(&format!("\nevery cell may hold {marks}"));
        rows.iter_mut().for_each(|row| row.marks.clear());
    }
    text.push_str("\n\n");
    lines(&rows, &mut text);
    text
}

fn heads() -> Row {
    let [label, code, holds, marks, stands, path] =
        ["label", "code", "unit", "marks", "relation", "path"].map(str::to_owned);
    Row { depth: 0, label, code, holds, marks, stands, path }
}

/// The marks that every cell takes, where that is so and there are any: they need no column.
fn marks_of_every_cell(plan: &Plan) -> Option<String> {
    let first = plan.cells.first()?;
    let same = plan.cells.iter().all(|cell| cell.takes == first.takes);
    let marks = marks(plan, first);
    (same && !marks.is_empty()).then_some(marks)
}

/// Prints rows in columns. A column in which nothing stands is left out, head and all.
fn lines(rows: &[Row], text: &mut String) {
    let labels: Vec<Vec<String>> = rows.iter().map(|row| wrapped(&row.label, row.depth * 2)).collect();
    let label_width = labels.iter().flatten().map(|line| line.width()).max().unwrap_or(0);
    let columns: [fn(&Row) -> &String; 4] = [|row| &row.code, |row| &row.holds, |row| &row.marks, |row| &row.stands];
    let widths = columns.map(|of| {
        let used = rows.iter().skip(1).any(|row| !of(row).is_empty());
        if used { rows.iter().map(|row| of(row).width()).max().unwrap_or(0) } else { 0 }
    });
    for (row, label) in rows.iter().zip(&labels) {
        for (at, part) in label.iter().enumerate() {
            let mut line = padded(part, label_width);
            if at == 0 {
                let used = columns.iter().zip(widths).filter(|(_, width)| *width > 0);
                used.for_each(|(of, width)| line.push_str(&padded(of(row), width)));
                line.push_str(&row.path);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
}

/// A text of this width and two spaces.
fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width()) + 2))
}

/// A label in lines that are not too wide, what does not fit indented further.
fn wrapped(label: &str, indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = label;
    let mut indent = indent;
    loop {
        let room = WIDEST_LABEL.saturating_sub(indent).max(20);
        let (line, after) = rest.split_at(break_at(rest, room));
        lines.push(format!("{}{}", " ".repeat(indent), line.trim_end()));
        rest = after.trim_start();
        if rest.is_empty() {
            return lines;
        }
        if lines.len() == 1 {
            indent += 4;
        }
    }
}

/// Where a text is best broken so that what comes before is not wider than the room: at a space, between characters that
/// need none, and not before a closing mark.
fn break_at(text: &str, room: usize) -> usize {
    let (mut width, mut best, mut before) = (0, None, None);
    for (at, character) in text.char_indices() {
        let own = character.width().unwrap_or(0);
        let is_wide = own > 1;
        let can_break = match before {
            None => false,
            Some(' ') => true,
            Some(before) => {
                (is_wide || UnicodeWidthChar::width(before) > Some(1)) && !closes(character) && !opens(before)
            }
        };
        if can_break {
            best = Some(at);
        }
        width += own;
        if width > room && !character.is_whitespace() {
            return best.unwrap_or(if at == 0 { text.len() } else { at });
        }
        before = Some(character);
    }
    text.len()
}

const fn closes(character: char) -> bool {
    matches!(
        character,
        '）' | '】'
            | '》'
            | '”'
            | '’'
            | '、'
            | '，'
            | '。'
            | '；'
            | '：'
            | '？'
            | '！'
            | ')'
            | ','
            | '.'
            | ';'
            | ':'
            | '%'
    )
}

const fn opens(character: char) -> bool {
    matches!(character, '（' | '【' | '《' | '“' | '‘' | '(')
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
            depth: depth + 1,
            label: in_language(label, self.language).to_owned(),
            holds: self.holds(cell),
            marks: marks(self.plan, cell),
            path: format!("{} (total)", node.path),
            ..Row::default()
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
        let whole = node.whole.and_then(|whole| self.plan.nodes.get(whole as usize));
        let whole = whole.map(|whole| format!(" of {}", whole.path)).unwrap_or_default();
        stands.extend(node.relation.map(|relation| format!("{}{whole}", relation.as_str())));
        stands.extend(node.minus.then(|| "minus".to_owned()));
        stands.extend(node.apart.then(|| "apart".to_owned()));
        stands.extend(cell.filter(|cell| cell.checks.required.is_some()).map(|_| "required".to_owned()));
        Row {
            depth,
            label: in_language(&node.label, self.language).to_owned(),
            code: node.code.clone().unwrap_or_default(),
            holds: cell.map(|cell| self.holds(cell)).unwrap_or_default(),
            marks: cell.map(|cell| marks(self.plan, cell)).unwrap_or_default(),
            stands: stands.join(", "),
            path: node.path.clone(),
        }
    }

    fn holds(&self, cell: &Cell) -> String {
        match &cell.content {
            Content::Figure(figure) => self
                .plan
                .units
                .get(figure.unit as usize)
                .map(|unit| in_language(&unit.label, self.language).to_owned())
                .unwrap_or_default(),
            Content::Text { .. } => "text".to_owned(),
            Content::Date {} => "date".to_owned(),
            Content::Year {} => "year".to_owned(),
            Content::Bool {} => "bool".to_owned(),
            Content::Code { of, many: false } => format!("code of {}", self.codes(of)),
            Content::Code { of, many: true } => format!("codes of {}", self.codes(of)),
        }
    }

    /// The list of a code, or the path of the field whose codes it may be.
    fn codes<'s>(&'s self, of: &'s CodesOf) -> &'s str {
        match of {
            CodesOf::List(list) => list,
            CodesOf::Field(cell) => {
                let cell = self.plan.cells.get(*cell as usize);
                cell.and_then(|cell| self.plan.nodes.get(cell.node as usize)).map_or("", |node| &node.path)
            }
        }
    }
}

fn marks(plan: &Plan, cell: &Cell) -> String {
    let taken = cell.takes.iter().filter_map(|mark| plan.marks.get(*mark as usize));
    taken.map(|mark| mark.token.as_str()).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_breaks_where_a_reader_would() {
        let broken = |text, room| {
            let (line, rest) = str::split_at(text, break_at(text, room));
            (line.to_owned(), rest.to_owned())
        };
        let parts = |line: &str, rest: &str| (line.to_owned(), rest.to_owned());
        assert_eq!(broken("short", 10), parts("short", ""));
        assert_eq!(broken("two words", 5), parts("two ", "words"));
        assert_eq!(broken("unbreakable", 5), parts("unbre", "akable"));
        assert_eq!(broken("政府信息公开", 7), parts("政府信", "息公开"));
        assert_eq!(broken("政府信息，公开", 8), parts("政府信", "息，公开"));
        assert_eq!(broken("公开（计1条）", 6), parts("公开", "（计1条）"));
        assert_eq!(broken("宽", 1), parts("宽", ""));
        assert_eq!(broken("", 5), parts("", ""));
    }

    #[test]
    fn no_line_of_a_label_is_wider_than_the_widest() {
        let label = "政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）".repeat(3);
        for indent in [0, 4, 12] {
            let lines = wrapped(&label, indent);
            assert!(lines.iter().all(|line| line.width() <= WIDEST_LABEL), "{lines:?}");
            assert_eq!(lines.iter().map(|line| line.trim()).collect::<String>(), label);
        }
    }
}
