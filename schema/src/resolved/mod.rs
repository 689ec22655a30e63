//! A form in full: YAML in which every figure says for itself what it inherits of what a cell may hold. What is said of
//! dimensions, notes and checks stands where the file says it.
//!
//! The text checks, and makes the same plan but for its places.

mod check;
mod dimension;
mod node;
mod scalar;

use std::fmt::Write as _;

use num_rational::BigRational;

use self::scalar::{list, mapping, scalar, texts};
use crate::check::show_number;
use crate::model::{CodeList, Every, Form, Kind, Mark, Meaning, Unit};

/// Writes a form in full.
#[must_use]
pub fn resolved(form: &Form) -> String {
    let mut out = String::new();
    head(form, &mut out);
    section("units", form.units.iter().map(|unit| unit_line(form, unit)), &mut out);
    section("marks", form.marks.iter().map(mark_line), &mut out);
    section("codes", form.codes.iter().map(|list| code_lines(form, list)), &mut out);
    let messages = form
        .messages
        .iter()
        .filter_map(|(key, text)| Some(format!("{}: {}", scalar(key), texts(&form.languages, text)?)));
    section("messages", messages, &mut out);
    section("dimensions", form.written.dimensions.iter().map(dimension::dimension), &mut out);
    node::tree(form, &mut out);
    out
}

fn head(form: &Form, out: &mut String) {
    let mut say = |key: &str, value: String| {
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{key}: {value}");
    };
    say("tallyform", "1".to_owned());
    say("form", scalar(&form.id));
    say("revision", scalar(&form.revision));
    if let Some(title) = texts(&form.languages, &form.title) {
        say("title", title);
    }
    say("languages", list(form.languages.iter().map(String::as_str)));
    if let Some(base) = &form.base {
        say("base", scalar(base));
    }
    if let Some((length, starts)) = &form.period {
        let length = match length {
            Every::Year => "year",
            Every::Half => "half",
            Every::Quarter => "quarter",
            Every::Month => "month",
            Every::Week => "week",
            Every::Day => "day",
        };
        match starts {
            Some(starts) => say("period", mapping(&[("every", length.to_owned()), ("starts", scalar(starts))])),
            None => say("period", length.to_owned()),
        }
    }
    if !form.identity.is_empty() {
        say("identity", list(form.identity.iter().map(|field| form.node(*field).id.as_str())));
    }
    if !form.states.is_empty() {
        say("states", list(form.states.iter().map(String::as_str)));
    }
    let imprint = form
        .imprint
        .iter()
        .filter_map(|(key, text)| Some(format!("{}: {}", scalar(key), texts(&form.languages, text)?)));
    section("imprint", imprint, out);
}

/// A key with a line for each entry beneath; nothing where there is none.
fn section(key: &str, entries: impl Iterator<Item = String>, out: &mut String) {
    let entries: Vec<String> = entries.collect();
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "{key}:");
    for line in entries.iter().flat_map(|entry| entry.lines()) {
        let _ = writeln!(out, "  {line}");
    }
}

fn unit_line(form: &Form, unit: &Unit) -> String {
    let kind = match unit.kind {
        Kind::Count => "count",
        Kind::Amount => "amount",
        Kind::Money => "money",
        Kind::Duration => "duration",
        Kind::Ratio => "ratio",
    };
    let mut entries = Vec::new();
    entries.extend(texts(&form.languages, &unit.label).map(|label| ("label", label)));
    entries.push(("kind", kind.to_owned()));
    entries.extend(unit.of.as_ref().map(|of| ("of", scalar(of))));
    if unit.factor != BigRational::from_integer(1.into()) {
        entries.push(("factor", show_number(&unit.factor)));
    }
    entries.push(("decimals", unit.decimals.to_string()));
    if !unit.printed {
        entries.push(("printed", "false".to_owned()));
    }
    format!("{}: {}", scalar(&unit.id), mapping(&entries))
}

fn mark_line(mark: &Mark) -> String {
    let mut entries = match &mark.meaning {
        Meaning::NotApplicable => vec![("means", "not_applicable".to_owned())],
        Meaning::Range { lower, upper, withheld: false } => bounds(lower.as_ref(), upper.as_ref()),
        Meaning::Range { lower, upper, withheld: true } => {
            vec![("suppressed", mapping(&bounds(lower.as_ref(), upper.as_ref())))]
        }
    };
    if !mark.also.is_empty() {
        entries.push(("also", list(mark.also.iter().map(String::as_str))));
    }
    format!("{}: {}", scalar(&mark.token), mapping(&entries))
}

fn code_lines(form: &Form, codes: &CodeList) -> String {
    if codes.external {
        let mut entries = vec![("external", "true".to_owned())];
        let field = codes.within.and_then(|field| form.nodes.get(field.0 as usize));
        entries.extend(field.map(|field| ("within", scalar(&field.id))));
        if codes.dated {
            entries.push(("dated", "true".to_owned()));
        }
        return format!("{}: {}", scalar(&codes.id), mapping(&entries));
    }
    let mut lines = format!("{}:", scalar(&codes.id));
    if codes.codes.is_empty() {
        return format!("{lines} []");
    }
    for (code, label) in &codes.codes {
        let label = texts(&form.languages, label).map(|label| ("label", label));
        let entries: Vec<_> = [("code", scalar(code))].into_iter().chain(label).collect();
        let _ = write!(lines, "\n  - {}", mapping(&entries));
    }
    lines
}

type End = (BigRational, bool);

/// `min` or `above`, `max` or `below`.
fn bounds(lower: Option<&End>, upper: Option<&End>) -> Vec<(&'static str, String)> {
    let lower = lower.map(|(value, open)| (if *open { "above" } else { "min" }, show_number(value)));
    let upper = upper.map(|(value, open)| (if *open { "below" } else { "max" }, show_number(value)));
    lower.into_iter().chain(upper).collect()
}
