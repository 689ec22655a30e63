//! Plan to JSON Schema, draft 2020-12.
//!
//! A plain validator holds types, marks, places, bounds, blanks and keys. What it cannot hold, sums above all, the schema
//! lists under `x-tallyform-not-enforced`; the sums stand in it once more as `x-tallyform-sums`, a keyword that a plain
//! validator ignores and `tallyform::json_schema` enforces. The keywords are described in `vocabulary.json` next to this
//! file, which is published with the schemas.
//!
//! A schema knows no severity: what the form calls a warning never makes a report invalid.

mod cell;
mod figure;
mod node;
mod not_enforced;
mod predecessor;
mod single;
mod state;
mod sums;

use tallyform::plan::{Every, Plan};

use crate::json::{self, Json, Object};
use crate::output::{self, Output};

/// The annotation of every node: path, unit, official code, the other languages.
const ANNOTATION: &str = "x-tallyform";
/// The assertion of bounds that plain JSON Schema cannot hold exactly.
const BOUNDS: &str = "x-tallyform-bounds";
/// The assertion of sums.
const SUMS: &str = "x-tallyform-sums";
/// The list of what plain JSON Schema does not enforce.
const NOT_ENFORCED: &str = "x-tallyform-not-enforced";

/// The keywords that this back end adds to JSON Schema. A validator that refuses what it does not know is told these.
pub const KEYWORDS: [&str; 4] = [ANNOTATION, BOUNDS, SUMS, NOT_ENFORCED];

/// The address of the meta-schema that describes [`KEYWORDS`].
pub const VOCABULARY_ID: &str = "urn:tallyform:vocabulary:1";

/// The schema of reports, `form/revision/report.schema.json`.
#[must_use]
pub fn json_schema(plan: &Plan) -> Output {
    Output::text(format!("{}/report.schema.json", output::folder(plan)), json::print(&report(plan)))
}

/// The meta-schema of [`KEYWORDS`], the same for every form, `vocabulary.json`.
#[must_use]
pub fn vocabulary() -> Output {
    Output::text("vocabulary.json", include_str!("vocabulary.json"))
}

fn report(plan: &Plan) -> Json {
    let mut definitions = cell::Definitions::default();
    let Some(root) = plan.nodes.first() else { return true.into() };
    let by_state = state::ByState::new(plan);
    let tree = node::Tree { plan: &by_state.always, base: None, suffix: String::new() };
    let mut members = tree.members(root, &mut definitions);
    let states = (!plan.states.is_empty()).then(|| one_of(plan.states.iter().map(String::as_str)));
    let head = Object::new()
        .with("form", one_of([plan.form.as_str()]))
        .with("revision", one_of([plan.revision.as_str()]))
        .with_some("period", plan.period.as_ref().map(|period| pattern(period_pattern(period.every))))
        .with_some("state", states);
    let tail = Object::new().with("stray", stray()).with("explanations", explanations());
    members.properties = head.extended(members.properties).extended(tail);
    Object::new()
        .with("$schema", "https://json-schema.org/draft/2020-12/schema")
        .with("$id", id(plan))
        .with("$comment", output::header(plan).join(" "))
        .extended(node::texts(plan, &plan.title, root.definition.as_ref(), form(plan)))
        .with("type", "object")
        .extended(tree.closed(members))
        .with_some("allOf", by_state.conditions(root, &mut definitions))
        .with_some(SUMS, sums::keyword(plan))
        .with(NOT_ENFORCED, not_enforced::list(plan))
        .with_some("$defs", definitions.into_object().some())
        .into()
}

/// The address of the schema: under the base that the form states, else a name of its own.
fn id(plan: &Plan) -> String {
    id_of(plan, &plan.revision)
}

/// The address of the schema of some revision of the form.
fn id_of(plan: &Plan, revision: &str) -> String {
    output::address_of(plan, revision, "report.schema.json")
        .unwrap_or_else(|| format!("urn:tallyform:{}:{}", output::encode(&plan.form), output::encode(revision)))
}

/// What the form says of itself: the languages, what names a report, the units with their
/// meaning, and what it was in the revision before.
fn form(plan: &Plan) -> Object {
    let identity = plan.identity.iter().filter_map(|cell| node::at(&plan.cells, *cell));
    let identity: Vec<&str> = identity.map(|cell| cell.pointer.as_str()).collect();
    let first = plan.languages.first().map_or("", String::as_str);
    let units = plan.units.iter().fold(Object::new(), |object, unit| {
        let kind = unit.kind.as_str();
        let others = unit.label.iter().filter(|(language, label)| *language != first && **label != unit.id);
        let labels =
            others.fold(Object::new(), |object, (language, label)| object.with(language.as_str(), label.as_str()));
        let factor = unit.factor.to_string();
        let described = Object::new()
            .with("kind", kind)
            .with_some("of", unit.of.as_deref())
            .with_some("factor", (factor != "1").then_some(factor))
            .with_some("labels", labels.some());
        object.with(unit.id.as_str(), described)
    });
    Object::new()
        .with("vocabulary", VOCABULARY_ID)
        .with("languages", plan.languages.iter().map(String::as_str).collect::<Json>())
        .with_some("identity", (!identity.is_empty()).then(|| identity.into_iter().collect::<Json>()))
        .with_some("units", units.some())
        .with_some("predecessor", predecessor::annotation(plan))
}

/// One of some texts, or `null`, which is as good as no key at all.
fn one_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Object {
    Object::new().with("enum", texts.into_iter().map(Json::from).chain([Json::Null]).collect::<Json>())
}

fn pattern(pattern: &str) -> Object {
    Object::new().with("type", or_null("string")).with("pattern", pattern)
}

fn or_null(name: &str) -> Json {
    [name, "null"].into_iter().collect()
}

const fn period_pattern(every: Every) -> &'static str {
    match every {
        Every::Year => "^[0-9]{4}$",
        Every::Half => "^[0-9]{4}-H[12]$",
        Every::Quarter => "^[0-9]{4}-Q[1-4]$",
        Every::Month => "^[0-9]{4}-(0[1-9]|1[0-2])$",
        Every::Week => "^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])$",
        Every::Day => cell::DATE,
    }
}

/// What stood where the form has no cell.
fn stray() -> Object {
    let text = || Object::new().with("type", "string");
    let label = Object::new().with("type", or_null("string"));
    let properties = Object::new().with("at", text()).with("label", label).with("cell", text());
    list(properties, &["at", "cell"])
}

/// What the filer says to violated checks that may be explained.
fn explanations() -> Object {
    let text = || Object::new().with("type", "string");
    let row = Object::new().with("type", "object").with("additionalProperties", text());
    list(Object::new().with("check", text()).with("row", row).with("text", text()), &["check", "text"])
}

fn list(properties: Object, required: &[&str]) -> Object {
    let item = Object::new()
        .with("type", "object")
        .with("properties", properties)
        .with("required", required.iter().copied().collect::<Json>())
        .with("additionalProperties", false);
    Object::new().with("type", or_null("array")).with("items", item)
}
