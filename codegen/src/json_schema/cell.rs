//! What a cell takes, as shared definitions.

use std::collections::HashMap;

use tallyform::plan::{Bound, Cell, CodesOf, Content, Figure, Meaning, Plan, Severities, Severity};

use super::figure;
use crate::json::{self, Json, Object};

/// Definitions that are shared, in the order in which they are first used.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    all: Vec<(String, Json)>,
    /// The name of each, by its text.
    names: HashMap<String, String>,
    /// How many there are of each stem.
    stems: HashMap<String, usize>,
}

impl Definitions {
    /// A reference to the definition of a cell; none where anything may stand.
    pub(super) fn refer(&mut self, plan: &Plan, cell: &Cell) -> Option<String> {
        let schema = schema(plan, cell);
        (schema != Json::Bool(true)).then(|| self.intern(&stem(cell), schema))
    }

    /// A reference to a definition, which is named so unless it is there already or another one is called so.
    pub(super) fn share(&mut self, stem: &str, schema: Object) -> String {
        self.intern(stem, schema.into())
    }

    fn intern(&mut self, stem: &str, schema: Json) -> String {
        let text = json::print(&schema);
        let name = match self.names.get(&text) {
            Some(known) => known.clone(),
            None => {
                let mut name = stem.to_owned();
                while let Some(known) = self.stems.get_mut(&name) {
                    *known += 1;
                    name = format!("{stem}_{known}");
                }
                self.stems.insert(name.clone(), 1);
                self.names.insert(text, name.clone());
                self.all.push((name.clone(), schema));
                name
            }
        };
        format!("#/$defs/{}", crate::output::encode(&name))
    }

    pub(super) fn into_object(self) -> Object {
        self.all.into_iter().fold(Object::new(), |object, (name, schema)| object.with(name, schema))
    }
}

/// Whether a plain validator refuses what this check refuses. A schema knows no warnings: it holds nothing but errors.
pub(super) fn is_error(severity: Option<Severities>) -> bool {
    severity.map(Severities::least) == Some(Severity::Error)
}

/// Whether the key must be there and may not be `null`. Where a blank can be 'not applicable', it can stand for a value.
pub(super) fn is_required(cell: &Cell) -> bool {
    is_error(cell.checks.required) && cell.blank.is_none()
}

fn stem(cell: &Cell) -> String {
    let stem = match &cell.content {
        Content::Figure(Figure { decimals: 0, .. }) => "integer".to_owned(),
        Content::Figure(figure) => format!("decimal{}", figure.decimals),
        Content::Text { .. } => "text".to_owned(),
        Content::Date {} => "date".to_owned(),
        Content::Year {} => "year".to_owned(),
        Content::Bool {} => "boolean".to_owned(),
        Content::Code { many: false, .. } => "code".to_owned(),
        Content::Code { many: true, .. } => "codes".to_owned(),
    };
    if is_required(cell) { format!("{stem}_required") } else { stem }
}

fn schema(plan: &Plan, cell: &Cell) -> Json {
    if !is_error(cell.checks.kind) {
        // What is of another type is no error here, so that anything but a missing value may stand.
        return if is_required(cell) {
            Object::new().with("not", Object::new().with("const", Json::Null)).into()
        } else {
            true.into()
        };
    }
    let mut choices = content(plan, cell);
    let tokens = tokens(plan, cell);
    if !tokens.is_empty() {
        choices.push(Object::new().with("enum", tokens.into_iter().collect::<Json>()));
    }
    match choices.as_slice() {
        [one] => one.clone().into(),
        _ => Object::new().with("anyOf", choices.into_iter().collect::<Json>()).into(),
    }
}

/// The tokens of the marks that may stand in a cell.
fn tokens<'a>(plan: &'a Plan, cell: &Cell) -> Vec<&'a str> {
    let marks = plan.marks.iter().enumerate().filter(|(at, _)| {
        // Where a mark that is not taken is no error, every mark of the form may stand.
        !is_error(cell.checks.marks) || cell.takes.iter().any(|taken| usize::try_from(*taken) == Ok(*at))
    });
    let allowed = marks.filter(|(_, mark)| match (&mark.meaning, &cell.content) {
        (Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper }, Content::Figure(figure))
            if is_error(cell.checks.bounds) =>
        {
            meets(lower.as_ref(), figure.upper.as_ref()) && meets(figure.lower.as_ref(), upper.as_ref())
        }
        _ => true,
    });
    allowed.map(|(_, mark)| mark.token.as_str()).collect()
}

/// Whether some number lies above the one end and below the other.
fn meets(lower: Option<&Bound>, upper: Option<&Bound>) -> bool {
    let (Some(lower), Some(upper)) = (lower, upper) else { return true };
    lower.value < upper.value || lower.value == upper.value && !lower.open && !upper.open
}

/// What may stand in a cell beside marks: one schema or several.
fn content(plan: &Plan, cell: &Cell) -> Vec<Object> {
    let bounded = is_error(cell.checks.bounds);
    let one = match &cell.content {
        Content::Figure(figure) => return figure::choices(cell, figure),
        Content::Text { pattern, max_length } => typed("string", cell)
            .with_some("pattern", pattern.as_ref().filter(|_| bounded).map(|pattern| format!("^(?:{pattern})$")))
            .with_some("maxLength", max_length.filter(|_| bounded).map(i64::from)),
        Content::Date {} => typed("string", cell).with("pattern", DATE),
        Content::Year {} => typed("integer", cell).with("minimum", 0).with("maximum", 9999),
        Content::Bool {} => typed("boolean", cell),
        Content::Code { of, many: false } => codes(plan, of, !is_required(cell)),
        Content::Code { of, many: true } => typed("array", cell).with("items", codes(plan, of, false)),
    };
    vec![one]
}

/// A schema of one type, and of `null` where the cell may be blank.
pub(super) fn typed(name: &str, cell: &Cell) -> Object {
    let schema = Object::new();
    if is_required(cell) {
        schema.with("type", name)
    } else {
        schema.with("type", [name, "null"].into_iter().collect::<Json>())
    }
}

fn codes(plan: &Plan, of: &CodesOf, blank: bool) -> Object {
    let Some(codes) = plan.code_list(of).map(|list| list.codes.as_slice()) else {
        // The codes come from outside, or stand elsewhere in the report.
        return Object::new().with("type", if blank { super::or_null("string") } else { "string".into() });
    };
    let first = plan.languages.first();
    let mut choices: Vec<Object> = codes
        .iter()
        .map(|code| {
            let label = first.and_then(|language| code.label.get(language));
            Object::new().with("const", code.id.as_str()).with_some("title", label.map(String::as_str))
        })
        .collect();
    if blank {
        choices.push(Object::new().with("const", Json::Null));
    }
    Object::new().with("anyOf", choices.into_iter().collect::<Json>())
}

/// A day of the Gregorian calendar, leap years included.
pub(super) const DATE: &str = concat!(
    "^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)",
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))",
    "|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$",
);
