//! The crosswalk as a table and as a page.

use std::fmt::Write as _;

use tallyform::plan::Texts;

use super::{BondKind, Crosswalk, Kind, Row, Standing};

impl BondKind {
    /// The word for it in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Continued => "continued",
            Self::Broken => "broken",
            Self::Added => "added",
            Self::Gone => "gone",
            Self::Split => "split",
            Self::Merged => "merged",
        }
    }
}

impl Kind {
    /// The word for it in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::Figure => "figure",
            Self::Dimension => "dimension",
            Self::Member => "member",
        }
    }
}

impl Crosswalk {
    /// The columns of the table with one line a series: `series`, `kind`, `since`, and for each revision `path_R`, `label_R`,
    /// `unit_R`, `code_R`, `by_R`, and what links it with the one before, `link_R`, `with_R`, `because_R`.
    #[must_use]
    pub fn columns(&self) -> Vec<String> {
        let mut columns = ["series", "kind", "since"].map(str::to_owned).to_vec();
        for (at, revision) in self.revisions.iter().enumerate() {
            let linked: &[&str] = if at == 0 { &[] } else { &["link", "with", "because"] };
            let all = ["path", "label", "unit", "code", "by"].iter().chain(linked);
            columns.extend(all.map(|column| format!("{column}_{}", revision.revision)));
        }
        columns
    }

    /// A line of that table. Several addresses in one column are separated by blanks.
    #[must_use]
    pub fn line(&self, row: &Row, language: &str) -> Vec<String> {
        let mut line = vec![row.series.clone(), row.kind.name().to_owned(), row.since.clone()];
        for (at, standing) in row.standings.iter().enumerate() {
            line.push(standing.path.clone().unwrap_or_default());
            line.push(text(&standing.label, language).to_owned());
            line.push(standing.unit.clone().unwrap_or_default());
            line.push(standing.code.clone().unwrap_or_default());
            line.push(standing.by.join(" "));
            if at > 0 {
                let link = standing.link.as_ref();
                let because = link.and_then(|link| link.because.as_ref());
                line.push(link.map_or("", |link| link.kind.name()).to_owned());
                line.push(link.map(|link| link.with.join(" ")).unwrap_or_default());
                line.push(because.map_or("", |because| text(because, language)).to_owned());
            }
        }
        line
    }

    /// A page in Markdown, with labels in this language.
    #[must_use]
    pub fn markdown(&self, language: &str) -> String {
        let mut page = format!("# {}\n\nSeries of `{}`.\n", escaped(text(&self.title, language)), self.form);
        for (at, revision) in self.revisions.iter().enumerate().filter(|(_, revision)| revision.because.is_some()) {
            let because = revision.because.as_ref().map_or("", |because| text(because, language));
            let blank = if at <= 1 { "\n" } else { "" };
            let _ = writeln!(page, "{blank}- {}: {}", escaped(&revision.revision), escaped(because));
        }
        for (title, of_dimensions) in [("Figures and fields", false), ("Dimensions and members", true)] {
            let is_here = |row: &&Row| (row.kind >= Kind::Dimension) == of_dimensions;
            let rows: Vec<&Row> = self.series.iter().filter(is_here).collect();
            if rows.is_empty() {
                continue;
            }
            let names: String =
                self.revisions.iter().map(|revision| format!(" {} |", escaped(&revision.revision))).collect();
            let rule = " --- |".repeat(self.revisions.len() + 2);
            let _ = writeln!(page, "\n## {title}\n\n| series |{names} comparable since |\n|{rule}");
            for row in rows {
                let cells: String = row.standings.iter().map(|standing| cell(standing, language)).collect();
                let is_there = row.standings.last().is_some_and(|last| last.path.is_some());
                let since = if is_there { escaped(&row.since) } else { "—".to_owned() };
                let _ = writeln!(page, "| `{}` |{cells} {since} |", row.series);
            }
        }
        page
    }
}

/// What a series is in a revision, as a cell of a table.
fn cell(standing: &Standing, language: &str) -> String {
    let mut said = String::new();
    if standing.path.is_some() {
        said.push_str(&escaped(text(&standing.label, language)));
        if let Some(unit) = &standing.unit {
            let _ = write!(said, " ({})", escaped(unit));
        }
    }
    if let Some(link) = standing.link.as_ref().filter(|link| link.kind != BondKind::Same) {
        let with = link.with.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", ");
        let words = match (link.kind, standing.path.is_some()) {
            (BondKind::Continued, _) => format!("was {with}"),
            (BondKind::Broken, _) if with.is_empty() => "not comparable".to_owned(),
            (BondKind::Broken, _) => format!("was {with}, not comparable"),
            (BondKind::Split, true) => format!("split from {with}"),
            (BondKind::Split, false) => format!("split into {with}"),
            (BondKind::Merged, true) => format!("sum of {with}"),
            (BondKind::Merged, false) => format!("merged into {with}"),
            (kind, _) => kind.name().to_owned(),
        };
        let blank = if said.is_empty() { "" } else { " " };
        let _ = write!(said, "{blank}*{words}*");
        if let Some(because) = &link.because {
            let _ = write!(said, ": {}", escaped(text(because, language)));
        }
    }
    if said.is_empty() { " |".to_owned() } else { format!(" {said} |") }
}

/// A text in this language, else in any.
fn text<'t>(texts: &'t Texts, language: &str) -> &'t str {
    texts.get(language).or_else(|| texts.values().next()).map_or("", String::as_str)
}

/// A text that stands in a table of Markdown as it is.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '|' | '*' | '_' | '`' | '<' | '\\' | '[' | ']' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
