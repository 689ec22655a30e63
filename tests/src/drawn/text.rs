//! A drawn form as YAML.

use std::fmt::Write as _;

use tallyform::plan::{Kind, Relation, Severity};

use super::expression::statement;
use super::{Attributes, Check, Class, Decimal, End, Explained, Form, Grave, On, Way, What};

/// The text of the form.
#[must_use]
pub fn yaml(form: &Form) -> String {
    let mut text = String::from(
        "tallyform: 1\nform: org.example.drawn\nrevision: '1'\ntitle: Drawn\nlanguages: [en]\nperiod: year\nunits:\n",
    );
    for unit in &form.units {
        let kind = match unit.kind {
            Kind::Count => "count",
            Kind::Amount => "amount",
            Kind::Money => "money",
            Kind::Duration => "duration",
            Kind::Ratio => "ratio",
        };
        let of = unit.of.map_or_else(String::new, |of| format!(", of: {of}"));
        let factor = unit.spelt.map_or_else(String::new, |factor| format!(", factor: {factor}"));
        line(&mut text, 1, &format!("'{}': {{kind: {kind}{of}{factor}, decimals: {}}}", unit.id, unit.decimals));
    }
    text.push_str("marks:\n");
    for mark in &form.marks {
        line(&mut text, 1, &format!("'{}': {}", mark.token, mark.text));
    }
    if form.has_states {
        text.push_str("states: [draft, final]\n");
    }
    if !form.dimensions.is_empty() {
        text.push_str("dimensions:\n");
    }
    for known in &form.dimensions {
        line(&mut text, 1, &format!("{}: {{label: All, {}}}", known.id, known.text.replace("ID", known.id)));
    }
    says(form, &mut text, 0, 0);
    for &child in &form.nodes[0].children {
        if form.nodes[child].class == Class::Header {
            text.push_str("header:\n");
            form.nodes[child].children.iter().for_each(|&field| node(form, &mut text, 1, field));
        }
    }
    text.push_str("items:\n");
    for &child in form.nodes[0].children.iter().filter(|&&child| form.nodes[child].class != Class::Header) {
        node(form, &mut text, 1, child);
    }
    text
}

fn line(text: &mut String, depth: usize, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{:1$}{line}", "", depth * 2);
}

fn node(form: &Form, text: &mut String, depth: usize, node: usize) {
    let here = &form.nodes[node];
    line(text, depth, &format!("- id: {}", here.id));
    let depth = depth + 1;
    line(text, depth, &format!("label: Row {node}"));
    if here.class == Class::Text {
        line(text, depth, "type: text");
    }
    if here.minus {
        line(text, depth, "minus: true");
    }
    if here.apart {
        line(text, depth, "apart: true");
    }
    if let Some(code) = here.code {
        line(text, depth, &format!("code: {code}"));
    }
    if let Class::Breakdown(_, whole) = here.class {
        line(text, depth, &format!("whole: .{}", form.path(whole)));
    }
    says(form, text, depth, node);
    let key = match here.class {
        Class::Heading => "items",
        Class::Whole(relation) | Class::Breakdown(relation, _) => relation_key(relation),
        _ => return,
    };
    line(text, depth, &format!("{key}:"));
    here.children.iter().for_each(|&child| self::node(form, text, depth + 1, child));
}

/// The key of a relation.
pub(super) fn relation_key(relation: Relation) -> &'static str {
    match relation {
        Relation::Parts => "parts",
        Relation::SomeParts => "some_parts",
        Relation::OfWhich => "of_which",
        Relation::CoveredBy => "covered_by",
    }
}

/// Attributes, bounds and checks.
fn says(form: &Form, text: &mut String, depth: usize, node: usize) {
    let here = &form.nodes[node];
    let Attributes { unit, decimals, takes, blank, required, signed, rounded, severity, over, note } = &here.says;
    let mut say = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            line(text, depth, &format!("{key}: {value}"));
        }
    };
    let tokens = |takes: &Vec<usize>| {
        let all: Vec<String> = takes.iter().map(|&mark| format!("'{}'", form.marks[mark].token)).collect();
        format!("[{}]", all.join(", "))
    };
    say("unit", unit.map(|unit| format!("'{}'", form.units[unit].id)));
    say("decimals", decimals.map(|places| places.to_string()));
    say("takes", takes.as_ref().map(tokens));
    say("blank", blank.map(|is| if is { "not_applicable" } else { "not_reported" }.to_owned()));
    say("required", required.map(|is| is.to_string()));
    say("signed", signed.map(|is| is.to_string()));
    say("rounded", rounded.map(|places| places.to_string()));
    say("severity", severity.map(grave));
    let names = |by: &[usize]| by.iter().map(|&of| form.dimensions[of].id).collect::<Vec<_>>().join(", ");
    say("by", (!here.by.is_empty()).then(|| format!("[{}]", names(&here.by))));
    say(
        "over",
        over.as_ref().map(|over| {
            let one = |&(of, way): &(usize, Way)| {
                format!("{}: {}", form.dimensions[of].id, format!("{way:?}").to_lowercase())
            };
            format!("{{{}}}", over.iter().map(one).collect::<Vec<_>>().join(", "))
        }),
    );
    say("note", note.map(|is| if is { "{label: Note}" } else { "false" }.to_owned()));
    let bound = |closed, open, end: Option<End>| {
        end.map(|(value, is_open)| (if is_open { open } else { closed }, value.to_string()))
    };
    for (key, value) in [bound("min", "above", here.lower), bound("max", "below", here.upper)].into_iter().flatten() {
        say(key, Some(value));
    }
    match here.checks.as_slice() {
        [] => {}
        [
            Check { what: What::That(said), id: None, severity: None, tolerance: None, explained: None, on: On::Both },
        ] => {
            say("check", Some(quoted(&statement(form, said))));
        }
        checks => {
            say("check", Some(String::new()));
            checks.iter().for_each(|one| check(form, text, depth, one));
        }
    }
}

fn check(form: &Form, text: &mut String, depth: usize, check: &Check) {
    let mut keys = vec![match &check.what {
        What::That(said) => format!("that: {}", quoted(&statement(form, said))),
        What::Of(name) => format!("of: {name}"),
    }];
    keys.extend(check.id.map(|id| format!("id: {id}")));
    keys.extend(check.severity.map(|severity| match severity {
        Some(severity) => format!("severity: {}", grave(severity)),
        None => "severity: off, because: It is so".to_owned(),
    }));
    keys.extend(check.tolerance.map(|tolerance| format!("tolerance: {}", decimal(tolerance))));
    keys.extend(check.explained.map(|by| match by {
        Explained::Explanation => "explained_by: explanation".to_owned(),
        Explained::Note => "explained_by: note".to_owned(),
    }));
    keys.extend(match check.on {
        On::Both => None,
        On::Total => Some("on: total".to_owned()),
        On::Rows => Some("on: rows".to_owned()),
    });
    line(text, depth, &format!("- {{{}}}", keys.join(", ")));
}

fn grave(said: Grave) -> String {
    match said {
        Grave::Always(severity) => word(severity).to_owned(),
        Grave::By(draft, last) => format!("{{draft: {}, final: {}}}", word(draft), word(last)),
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A JSON text is a YAML scalar.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A number as forms write it.
pub(super) fn decimal((digits, places): Decimal) -> String {
    if places == 0 {
        return digits.to_string();
    }
    let power = 10_i64.pow(places);
    let width = usize::try_from(places).unwrap_or(0);
    format!("{}.{:0width$}", digits / power, digits % power)
}
