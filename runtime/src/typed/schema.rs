//! A report's JSON Schema for programs that make schemas of their own types: the shape of every cell. The published
//! schema of a form, with sums and annotations, is that of the generator.

use schemars::Schema;
use serde_json::{Map, Value, json};

use crate::plan::{Cell, Content, Layout, Node, Plan};
use crate::typed::Form;

/// The schema of a report of the form.
#[must_use]
pub fn schema(form: &'static Form) -> Schema {
    let plan = form.plan();
    let mut root = object(plan, 0);
    if let Some(properties) = root.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("form".to_owned(), json!({"const": plan.form}));
        properties.insert("revision".to_owned(), json!({"const": plan.revision}));
        properties.insert("period".to_owned(), json!({"type": "string"}));
        if !plan.states.is_empty() {
            properties.insert("state".to_owned(), json!({"enum": plan.states}));
        }
        let text = || json!({"type": "string"});
        properties.insert(
            "stray".to_owned(),
            json!({"type": "array", "items": {
                "type": "object",
                "properties": {"at": text(), "label": text(), "cell": text()},
                "required": ["at", "cell"],
                "additionalProperties": false,
            }}),
        );
        properties.insert(
            "explanations".to_owned(),
            json!({"type": "array", "items": {
                "type": "object",
                "properties": {
                    "check": text(),
                    "row": {"type": "object", "additionalProperties": text()},
                    "text": text(),
                },
                "required": ["check", "text"],
                "additionalProperties": false,
            }}),
        );
    }
    root.insert("title".to_owned(), first(plan, &plan.title).into());
    Schema::from(root)
}

/// The name of the schema: form and revision.
#[must_use]
pub fn name(form: &'static Form) -> String {
    let plan = form.plan();
    format!("{}-{}", plan.form, plan.revision)
}

fn object(plan: &Plan, index: u32) -> Map<String, Value> {
    let Some(node) = plan.nodes.get(index as usize) else { return Map::new() };
    let mut properties = Map::new();
    if node.cell.is_some() && !node.children.is_empty() {
        properties.insert("total".to_owned(), cell(plan, node));
    }
    for &child in &node.children {
        let Some(below) = plan.nodes.get(child as usize) else { continue };
        let value = match below.layout {
            Some(Layout::Rows(_)) => json!({"type": "array", "items": object(plan, child)}),
            _ if below.children.is_empty() => cell(plan, below),
            _ => object(plan, child).into(),
        };
        properties.insert(below.id.clone(), value);
    }
    let mut schema = Map::new();
    schema.insert("title".to_owned(), first(plan, &node.label).into());
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

fn cell(plan: &Plan, node: &Node) -> Value {
    let Some(about) = node.cell.and_then(|cell| plan.cells.get(cell as usize)) else { return Value::Bool(true) };
    let tokens = about.takes.iter().filter_map(|mark| Some(plan.marks.get(*mark as usize)?.token.clone()));
    let mut choices = vec![json!({"type": "null"}), content(plan, about)];
    let tokens: Vec<String> = tokens.collect();
    if !tokens.is_empty() {
        choices.push(json!({"enum": tokens}));
    }
    let label = node.total_label.as_ref().unwrap_or(&node.label);
    json!({"title": first(plan, label), "anyOf": choices})
}

fn content(plan: &Plan, cell: &Cell) -> Value {
    match &cell.content {
        Content::Figure(figure) if figure.decimals == 0 => {
            json!({"type": "integer", "minimum": -crate::exact::MAX_FIGURE, "maximum": crate::exact::MAX_FIGURE})
        }
        Content::Figure(figure) => {
            json!({"type": "string", "pattern": format!(r"^-?(0|[1-9][0-9]*)(\.[0-9]{{1,{}}}0*)?$", figure.decimals)})
        }
        Content::Text { .. } => json!({"type": "string"}),
        Content::Date {} => json!({"type": "string", "format": "date"}),
        Content::Year {} => json!({"type": "integer", "minimum": 0, "maximum": 9999}),
        Content::Bool {} => json!({"type": "boolean"}),
        Content::Code { of, many } => {
            let code = match plan.code_list(of) {
                Some(list) => json!({"enum": list.codes.iter().map(|code| &code.id).collect::<Vec<_>>()}),
                None => json!({"type": "string"}),
            };
            if *many { json!({"type": "array", "items": code}) } else { code }
        }
    }
}

fn first(plan: &Plan, texts: &crate::plan::Texts) -> String {
    plan.languages.first().and_then(|language| texts.get(language)).cloned().unwrap_or_default()
}
