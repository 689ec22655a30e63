//! The list of everything that plain JSON Schema cannot enforce.

use std::collections::BTreeMap;

use tallyform::plan::{
    Expr, Plan, Rule, Section, Segment, Severities, Severity, Slot, Statement, Template, message_key,
};

use super::node::at;
use super::{single, sums};
use crate::json::{Json, Object};

/// The words of the language for a severity: one, or one a state.
pub(super) fn severity(severities: Severities) -> Json {
    let word = |severity: Severity| Json::from(severity.to_string().as_str());
    match severities.len() {
        1 => word(severities.at(None)),
        _ => severities.iter().map(word).collect(),
    }
}

/// Everything that the form checks and plain JSON Schema does not enforce.
pub(super) fn list(plan: &Plan) -> Json {
    let rules = plan.rules.iter().map(|rule| {
        let by = sums::says(plan, rule).then_some(super::SUMS);
        listed(rule.id.as_str().into(), rule.severity, &rule.text, by, message(plan, rule))
    });
    let lists = plan.sections.iter().enumerate().filter(|(at, section)| {
        // What stands several times is one list of the form.
        let earlier = plan.sections.get(..*at).unwrap_or_default();
        !earlier.iter().any(|other| is_same_list(plan, section, other))
    });
    let lists = lists.flat_map(|(_, section)| of_rows(plan, section));
    let stray = template(plan, message_key::STRAY, &BTreeMap::new());
    let stray =
        listed("stray".into(), Severity::Warning.into(), "nothing stands where the form has no cell", None, stray);
    let singles = single::lower(plan).into_iter().map(|(entry, checks)| entry.listed(plan, checks));
    singles.chain(lists).chain(rules).chain([stray]).collect()
}

pub(super) fn listed(check: Json, grave: Severities, text: &str, by: Option<&str>, message: Object) -> Object {
    Object::new()
        .with("check", check)
        .with("severity", severity(grave))
        .with("text", text)
        .with_some("enforcedBy", by)
        .with("message", message)
}

fn is_same_list(plan: &Plan, one: &Section, other: &Section) -> bool {
    let path = |section: &Section| at(&plan.nodes, section.node).map(|node| node.path.as_str());
    one.dimension == other.dimension && path(one) == path(other)
}

/// The checks of a list of rows.
fn of_rows(plan: &Plan, section: &Section) -> Vec<Object> {
    let Some((node, dimension)) =
        at(&plan.nodes, section.node).and_then(|node| Some((node, at(&plan.dimensions, section.dimension)?)))
    else {
        return Vec::new();
    };
    let entry = |word: &str, grave: Severities, text: &str, key: &str| {
        let id = format!("{}:{word}.{}", node.path, dimension.id);
        listed(id.into(), grave, text, None, template(plan, key, &BTreeMap::new()))
    };
    let keys = entry("key", section.keys, "every row has a key of its own", message_key::KEY);
    let counts = (section.min.is_some() || section.max.is_some()).then(|| {
        let least = section.min.map(|least| format!("at least {least}"));
        let most = section.max.map(|most| format!("at most {most}"));
        let text: Vec<String> = least.into_iter().chain(most).collect();
        entry("rows", section.counts, &format!("there are {} rows", text.join(" and ")), message_key::ROWS)
    });
    std::iter::once(keys).chain(counts).collect()
}

/// The message of a rule in each language, with what the form alone knows filled in and the rest left in braces.
fn message(plan: &Plan, rule: &Rule) -> Object {
    let node = at(&plan.nodes, rule.node);
    let one = match rule.statements.as_slice() {
        [Statement::Compare { op, left, right, .. }] => Some((op, first_cell(left), first_cell(right))),
        _ => None,
    };
    let known = plan.languages.iter().map(|language| {
        let label = |cell: Option<u32>| {
            let node = at(&plan.nodes, at(&plan.cells, cell?)?.node)?;
            node.label.get(language).cloned()
        };
        let known = [
            (Slot::Label, node.and_then(|node| node.label.get(language).cloned())),
            (Slot::Path, node.map(|node| node.path.clone())),
            (Slot::Check, Some(rule.text.clone())),
            (Slot::Op, one.map(|(op, ..)| op.symbol().to_owned())),
            (Slot::LeftLabel, one.and_then(|(_, left, _)| label(left))),
            (Slot::RightLabel, one.and_then(|(.., right)| label(right))),
        ];
        let known = known.into_iter().filter_map(|(slot, text)| Some((slot.name(), text?))).collect();
        (language.clone(), known)
    });
    let known: BTreeMap<String, BTreeMap<&str, String>> = known.collect();
    if rule.message.is_empty() {
        return template(plan, rule.kind.key(), &known);
    }
    texts(plan, |language| rule.message.get(language), &known)
}

pub(super) fn template(plan: &Plan, key: &str, known: &BTreeMap<String, BTreeMap<&str, String>>) -> Object {
    texts(plan, |language| plan.messages.get(key)?.get(language), known)
}

fn texts<'a>(
    plan: &Plan,
    template: impl Fn(&str) -> Option<&'a Template>,
    known: &BTreeMap<String, BTreeMap<&str, String>>,
) -> Object {
    plan.languages.iter().fold(Object::new(), |object, language| {
        let known = |slot: &str| known.get(language).and_then(|known| known.get(slot)).cloned();
        let text = template(language).map(|template| print(plan, template, &known));
        object.with_some(language.as_str(), text)
    })
}

/// A template as text again, with what is known filled in.
fn print(plan: &Plan, template: &[Segment], known: &impl Fn(&str) -> Option<String>) -> String {
    let segment = |segment: &Segment| match segment {
        Segment::Text(text) => text.clone(),
        Segment::Slot { slot } => known(slot.name()).unwrap_or_else(|| format!("{{{}}}", slot.name())),
        Segment::Cell { cell } => {
            format!("{{{}}}", at(&plan.cells, *cell).map_or("", |cell| cell.pointer.as_str()))
        }
        Segment::Figure { figure, prior } => {
            let path = at(&plan.nodes, *figure).map_or("", |node| node.path.as_str());
            if *prior { format!("{{prior.{path}}}") } else { format!("{{{path}}}") }
        }
        Segment::Optional { optional } => format!("{{?{}}}", print(plan, optional, known)),
    };
    template.iter().map(segment).collect()
}

/// The first cell that an expression names.
fn first_cell(expression: &Expr) -> Option<u32> {
    match expression {
        Expr::Number(_) => None,
        Expr::Cell(cell) | Expr::Prior(cell) => Some(*cell),
        Expr::Rows { of, .. } => first_cell(of),
        Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => first_cell(of),
        Expr::Sum(of) | Expr::Min(of) | Expr::Max(of) | Expr::Count(of) => of.iter().find_map(first_cell),
        Expr::Product(left, right) | Expr::Quotient(left, right) => first_cell(left).or_else(|| first_cell(right)),
    }
}
