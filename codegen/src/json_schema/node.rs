//! The tree of a form as nested objects.

use tallyform::plan::{Content, Node, Plan, Relation, Texts};

use super::cell::{Definitions, is_required};
use crate::json::{Json, Object};

/// What the objects beneath a node say: `properties`, `required`, `additionalProperties`.
pub(super) struct Members {
    pub(super) properties: Object,
    pub(super) required: Vec<String>,
}

/// The keys of a node's object, its own figure first.
pub(super) fn members(plan: &Plan, node: &Node, definitions: &mut Definitions) -> Members {
    let mut members = Members { properties: Object::new(), required: Vec::new() };
    if let Some((cell, schema)) = cell(plan, node, definitions) {
        members.add("total", schema, cell);
    }
    for child in &node.children {
        let Some(child) = at(&plan.nodes, *child) else { continue };
        if child.children.is_empty() {
            if let Some((required, schema)) = cell(plan, child, definitions) {
                members.add(&child.id, schema, required);
            }
        } else {
            let (required, schema) = object(plan, child, definitions);
            members.add(&child.id, schema, required);
        }
    }
    members
}

impl Members {
    fn add(&mut self, key: &str, schema: Object, required: bool) {
        self.properties = std::mem::take(&mut self.properties).with(key, schema);
        if required {
            self.required.push(key.to_owned());
        }
    }

    /// The three keywords. Keys that the form lacks are refused.
    pub(super) fn into_object(self) -> Object {
        let required = (!self.required.is_empty()).then(|| self.required.into_iter().collect::<Json>());
        Object::new()
            .with("properties", self.properties)
            .with_some("required", required)
            .with("additionalProperties", false)
    }
}

/// A heading, or a figure with children. It may be left out where nothing beneath it must be there.
fn object(plan: &Plan, node: &Node, definitions: &mut Definitions) -> (bool, Object) {
    let members = members(plan, node, definitions);
    let required = !members.required.is_empty();
    let kind: Json = if required { "object".into() } else { ["object", "null"].into_iter().collect() };
    let annotation = Object::new().with("path", node.path.as_str()).extended(official(plan, node));
    let schema = Object::new()
        .with("type", kind)
        .extended(texts(plan, &node.label, node.definition.as_ref(), annotation))
        .extended(members.into_object());
    (required, schema)
}

/// A node's own cell: whether it must be there, and its schema.
fn cell(plan: &Plan, node: &Node, definitions: &mut Definitions) -> Option<(bool, Object)> {
    let cell = at(&plan.cells, node.cell?)?;
    let unit = match &cell.content {
        Content::Figure(figure) => at(&plan.units, figure.unit).map(|unit| unit.id.as_str()),
        _ => None,
    };
    let own = Object::new().with("path", node.path.as_str()).with_some("unit", unit);
    // What is said of the node stands at its object, where it has one.
    let leaf = node.children.is_empty();
    let annotation = if leaf { own.extended(official(plan, node)) } else { own };
    let definition = node.definition.as_ref().filter(|_| leaf);
    let label = node.total_label.as_ref().unwrap_or(&node.label);
    let schema =
        Object::new().with("$ref", definitions.refer(plan, cell)).extended(texts(plan, label, definition, annotation));
    Some((is_required(cell), schema))
}

/// The official number of a node and how it stands to its whole, where the form says so.
fn official(plan: &Plan, node: &Node) -> Object {
    let whole = node.whole.and_then(|whole| at(&plan.nodes, whole)).map(|whole| whole.path.as_str());
    Object::new()
        .with_some("code", node.code.as_deref())
        .with_some("relation", node.relation.map(relation))
        .with_some("whole", whole)
        .with_some("minus", node.minus.then_some(true))
        .with_some("apart", node.apart.then_some(true))
}

/// The word of the language for a relation.
const fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Parts => "parts",
        Relation::SomeParts => "some_parts",
        Relation::OfWhich => "of_which",
        Relation::CoveredBy => "covered_by",
    }
}

/// Title and description in the first language, the others in the annotation.
pub(super) fn texts(plan: &Plan, label: &Texts, definition: Option<&Texts>, annotation: Object) -> Object {
    let first = plan.languages.first().map_or("", String::as_str);
    let annotation = annotation
        .with_some("labels", others(label, first))
        .with_some("definitions", definition.and_then(|definition| others(definition, first)));
    Object::new()
        .with_some("title", label.get(first).map(String::as_str).filter(|title| !title.is_empty()))
        .with_some("description", definition.and_then(|definition| definition.get(first)).map(String::as_str))
        .with_some(super::ANNOTATION, annotation.some())
}

/// A text in the other languages, where it is another one.
fn others(texts: &Texts, first: &str) -> Option<Object> {
    let said = texts.get(first);
    let others = texts.iter().filter(|(language, text)| language.as_str() != first && Some(*text) != said);
    others.fold(Object::new(), |object, (language, text)| object.with(language.as_str(), text.as_str())).some()
}

/// The item of this number.
pub(super) fn at<T>(items: &[T], number: u32) -> Option<&T> {
    items.get(usize::try_from(number).ok()?)
}
