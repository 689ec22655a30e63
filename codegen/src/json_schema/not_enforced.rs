//! The list of everything that plain JSON Schema cannot enforce.

use std::collections::BTreeMap;

use tallyform::exact::MAX_FIGURE;
use tallyform::interval::Interval;
use tallyform::plan::{
    Cell, Content, Expr, Plan, Rule, Segment, Severities, Severity, Slot, Statement, Template, message_key,
};

use super::cell::is_error;
use super::figure::leaves_bounds;
use super::node::at;
use super::sums;
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
    let cells = plan.cells.iter().flat_map(|cell| single(plan, cell));
    let rules = plan.rules.iter().map(|rule| {
        let by = sums::says(rule).then_some(super::SUMS);
        listed(&rule.id, rule.severity, &rule.text, by, message(plan, rule))
    });
    let stray = template(plan, message_key::STRAY, &BTreeMap::new());
    let stray = listed("stray", Severity::Warning.into(), "nothing stands where the form has no cell", None, stray);
    cells.chain(rules).chain([stray]).collect()
}

fn listed(check: &str, grave: Severities, text: &str, by: Option<&str>, message: Object) -> Object {
    Object::new()
        .with("check", check)
        .with("severity", severity(grave))
        .with("text", text)
        .with_some("enforcedBy", by)
        .with("message", message)
}

/// The checks of one cell that are left: those that are no errors, bounds of decimals, blanks that may mean something, and
/// everything where a value of another type is no error, since nothing is said of such a cell.
fn single(plan: &Plan, cell: &Cell) -> Vec<Object> {
    let Some(node) = at(&plan.nodes, cell.node) else { return Vec::new() };
    let checks = &cell.checks;
    let any_type = !is_error(checks.kind);
    let (bounds, places, decimals) = match &cell.content {
        Content::Figure(figure) => {
            let range = Interval::between(figure.lower.as_ref(), figure.upper.as_ref());
            let bounded = figure.lower.is_some() || figure.upper.is_some();
            (bounded.then(|| format!("in {range}")), true, leaves_bounds(cell, figure))
        }
        Content::Text { pattern, max_length } => {
            let pattern = pattern.as_ref().map(|pattern| format!("matches {pattern}"));
            let length = max_length.map(|most| format!("has at most {most} characters"));
            let all: Vec<String> = pattern.into_iter().chain(length).collect();
            ((!all.is_empty()).then(|| all.join(" and ")), false, false)
        }
        _ => (None, false, false),
    };
    let says = |text: &str| Some(text.to_owned());
    // What a text spells may be past the greatest figure.
    let in_range = any_type || !matches!(&cell.content, Content::Figure(figure) if figure.decimals > 0);
    let of_type = if in_range { "is of its type".to_owned() } else { format!("is at most {MAX_FIGURE} either way") };
    let bounds_key =
        if matches!(cell.content, Content::Text { .. }) { message_key::PATTERN } else { message_key::BOUNDS };
    let all = [
        ("required", checks.required, cell.blank.is_some(), message_key::REQUIRED, says("is reported")),
        ("type", checks.kind, !in_range, message_key::TYPE, Some(of_type)),
        ("marks", checks.marks, any_type, message_key::MARKS, says("holds no mark that it does not take")),
        (
            "places",
            checks.places,
            any_type,
            message_key::PLACES,
            says("has no more decimal places than it may have").filter(|_| places),
        ),
        ("bounds", checks.bounds, any_type || decimals, bounds_key, bounds),
    ];
    all.into_iter()
        .filter_map(|(name, grave, left, key, says)| {
            let (grave, says) = (grave?, says?);
            if is_error(Some(grave)) && !left {
                return None;
            }
            let ours = name == "type" || name == "bounds" && decimals && !any_type;
            let by = (ours && is_error(Some(grave))).then_some(super::BOUNDS);
            let label = plan.languages.iter().filter_map(|language| {
                Some((language.clone(), BTreeMap::from([(Slot::Label.name(), node.label.get(language)?.clone())])))
            });
            let message = template(plan, key, &label.collect());
            Some(listed(&format!("{}:{name}", node.path), grave, &format!("{} {says}", node.path), by, message))
        })
        .collect()
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

fn template(plan: &Plan, key: &str, known: &BTreeMap<String, BTreeMap<&str, String>>) -> Object {
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
