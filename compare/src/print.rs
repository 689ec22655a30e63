//! Changes and breaks as people read them.

use std::fmt::Write;

use tallyform::plan::Texts;

use crate::breaking::Break;
use crate::change::{Change, Reach};
use crate::diff::{Difference, How};
use crate::rule::Audience;

/// How a text is printed.
#[derive(Clone, Copy, Debug)]
pub struct Style<'a> {
    /// Language of labels and reasons; where a text does not have it, the first that it has.
    pub language: &'a str,
    /// With the colours of a terminal.
    pub color: bool,
}

impl Style<'_> {
    fn painted(self, code: &str, text: &str) -> String {
        if self.color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn said(self, texts: &Texts) -> &str {
        texts.get(self.language).or_else(|| texts.values().next()).map_or("", String::as_str)
    }

    /// What changed, without its address.
    fn detail(self, change: &Change) -> String {
        let mut text = match (change.from.as_slice(), change.to.as_slice()) {
            ([from], [to]) if from != to => format!(" (was {from})"),
            (from @ [_, _, ..], _) => format!(" (from {})", from.join(", ")),
            ([from], [_, rest @ ..]) if !rest.is_empty() => format!(" (was {from}; now {})", rest.join(", ")),
            _ => String::new(),
        };
        match change.figures {
            Some(figures) if figures > 1 => _ = write!(text, ", {figures} figures"),
            _ => {}
        }
        match (&change.was, &change.now) {
            (Some(was), Some(now)) => {
                let dash = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
                _ = write!(text, ": {} → {}", dash(was), dash(now));
            }
            (Some(one), None) | (None, Some(one)) => _ = write!(text, ": {one}"),
            (None, None) => {}
        }
        match change.reach {
            Some(Reach::Narrower) if change.was.is_some() && change.now.is_some() => text.push_str(" (narrower)"),
            Some(Reach::Wider) if change.was.is_some() && change.now.is_some() => text.push_str(" (wider)"),
            _ => {}
        }
        text
    }
}

fn heading(difference: &Difference) -> String {
    let ((form, was), (form_now, now)) = (&difference.from, &difference.to);
    let names =
        if form == form_now { format!("{form} {was} → {now}") } else { format!("{form} {was} → {form_now} {now}") };
    match &difference.how {
        How::Next { .. } => names,
        How::Chain { through } => format!("{names}, through {}", through.join(", ")),
        How::Paths => format!(
            "{names}, matched by path: nothing at hand says what became of what, so that what was renamed is gone and added"
        ),
    }
}

/// All changes by kind, one line each.
#[must_use]
pub fn text(difference: &Difference, style: Style<'_>) -> String {
    let mut text = format!("{}\n", style.painted("1", &heading(difference)));
    let mut kind = None;
    for change in &difference.changes {
        if kind != Some(change.kind) {
            kind = Some(change.kind);
            let count = difference.changes.iter().filter(|other| other.kind == change.kind).count();
            _ = writeln!(text, "\n{} ({count})", style.painted("1", change.kind.words()));
        }
        let label = style.said(&change.label);
        let path = style.painted(colour(change), change.path());
        _ = writeln!(
            text,
            "  {} {path}{}{}",
            change.of.words(),
            if label.is_empty() { String::new() } else { format!(" {label}") },
            style.detail(change)
        );
        if let Some(because) = &change.because {
            _ = writeln!(text, "    because: {}", style.said(because));
        }
    }
    if difference.changes.is_empty() {
        text.push_str("\nnothing changed\n");
    }
    text
}

fn colour(change: &Change) -> &'static str {
    use crate::change::Kind;
    match change.kind {
        Kind::Gone => "31",
        Kind::Added => "32",
        _ => "33",
    }
}

/// All changes as a page with a table a kind.
#[must_use]
pub fn markdown(difference: &Difference, language: &str) -> String {
    let style = Style { language, color: false };
    let cell = |text: &str| text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', " ").replace('<', "&lt;");
    let mut text = format!("# {}\n", heading(difference));
    let mut kind = None;
    for change in &difference.changes {
        if kind != Some(change.kind) {
            kind = Some(change.kind);
            let words = change.kind.words();
            let mut letters = words.chars();
            let title: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            _ = writeln!(
                text,
                "\n## {title}\n\n| what | path | label | change | reason |\n| --- | --- | --- | --- | --- |"
            );
        }
        let detail = style.detail(change);
        let detail = detail.trim_start_matches([' ', ':', ',']);
        let because = change.because.as_ref().map_or("", |because| style.said(because));
        let columns = [change.of.words(), &format!("`{}`", change.path()), style.said(&change.label), detail, because];
        _ = writeln!(text, "| {} |", columns.map(cell).join(" | "));
    }
    if difference.changes.is_empty() {
        text.push_str("\nNothing changed.\n");
    }
    text
}

impl Break<'_> {
    /// The break on lines: rule and audiences, the change, and why.
    #[must_use]
    pub fn text(&self, style: Style<'_>, accepted: Option<&str>) -> String {
        let change = self.change;
        let place =
            change.place.as_ref().map_or_else(String::new, |at| format!("{}:{}:{}: ", at.file, at.line, at.column));
        let audiences = self.audiences.iter().map(|one| one.name()).collect::<Vec<_>>().join(", ");
        let mark = if accepted.is_some() { "accepted" } else { "breaks" };
        let mut text = format!(
            "{place}{} {} [{}]\n  {} {} {}: {}{}\n",
            style.painted(if accepted.is_some() { "33" } else { "31" }, mark),
            style.painted("1", &audiences),
            self.rule.id(),
            change.of.words(),
            change.path(),
            style.said(&change.label),
            change.kind.words(),
            style.detail(change)
        );
        if let Some(because) = &change.because {
            _ = writeln!(text, "  because: {}", style.said(because));
        }
        if let Some(reason) = accepted {
            _ = writeln!(text, "  accepted: {reason}");
        }
        text
    }

    /// The break as a row of a Markdown table.
    #[must_use]
    pub fn row(&self, language: &str, accepted: Option<&str>) -> String {
        let style = Style { language, color: false };
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ").replace('<', "&lt;");
        let audiences = self.audiences.iter().copied().map(Audience::name).collect::<Vec<_>>().join(", ");
        let change = format!("{}{}", self.change.kind.words(), style.detail(self.change));
        let columns = [
            self.rule.id(),
            &format!("`{}`", self.change.path()),
            style.said(&self.change.label),
            &change,
            &audiences,
            accepted.unwrap_or(""),
        ];
        format!("| {} |\n", columns.map(cell).join(" | "))
    }
}
