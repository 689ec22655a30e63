//! Model to plan: names, pointers, texts in every language, places as lines and columns, rules over cell numbers.
//!
//! After this: every index of the plan is one of its own lists, every text is there in every language of the form, every
//! template is taken apart.

mod cells;
mod expression;
mod matrix;
mod messages;
mod template;
mod text;
mod units;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use tallyform::plan::{
    At, Code, CodeList, Coordinate, Dimension, Every, ExplainedBy, FORMAT, Imprint, Member, Node, Period, Place, Plan,
    Relation, Rule, RuleKind, Severities, Severity, Source, Texts, Where,
};
use tallyform_schema::model::{self, CheckKind, Form};
use tallyform_schema::{Diagnostic, FileId, SourceMap, Span, names};

pub use messages::BUILT_IN;

/// The address of the JSON Schema of `plan.json`.
pub const SCHEMA_ID: &str = "urn:tallyform:plan:1";

/// The name and version of this tool, as every generated file states it.
pub const TOOL: &str = concat!("tallyform ", env!("CARGO_PKG_VERSION"));

/// Lowers a checked form.
///
/// # Errors
///
/// Where a check reads a node that has no cell. The front end has refused that; here it is one more diagnostic and not a
/// panic.
pub fn lower(sources: &SourceMap, file: FileId, form: &Form) -> Result<Plan, Box<Diagnostic>> {
    let places = Places::new(sources, file, form);
    let texts = |texts: &model::Texts| languages(form, texts);
    let cells = cells::Numbers::new(form);
    let paths = text::Paths::new(form);
    let nodes = form.nodes.iter().enumerate().map(|(at, node)| lower_node(form, &cells, &places, at, node)).collect();
    let rules = form
        .checks
        .iter()
        .map(|check| lower_rule(form, &paths, &cells, &places, check))
        .collect::<Result<Vec<_>, _>>()?;
    let codes = form.codes.iter().map(|list| {
        let codes = list.codes.iter().map(|(id, label)| Code { id: id.clone(), label: texts(label) }).collect();
        let within = list.within.and_then(|field| cells.of(field));
        (list.id.clone(), CodeList { codes, external: list.external, within, dated: list.dated })
    });
    Ok(Plan {
        plan: FORMAT,
        tool: TOOL.to_owned(),
        form: form.id.clone(),
        revision: form.revision.clone(),
        title: texts(&form.title),
        languages: form.languages.clone(),
        base: form.base.as_ref().map(|base| base.trim_end_matches('/').to_owned()),
        period: form.period.as_ref().map(|(every, starts)| Period { every: length(*every), starts: starts.clone() }),
        identity: form.identity.iter().filter_map(|field| cells.of(*field)).collect(),
        imprint: form.imprint.iter().map(|(key, text)| Imprint { key: key.clone(), text: texts(text) }).collect(),
        sources: places.sources(sources),
        units: units::lower(form),
        marks: units::lower_marks(form),
        codes: codes.collect(),
        states: form.states.clone(),
        dimensions: form.dimensions.iter().map(|dimension| lower_dimension(form, dimension)).collect(),
        sections: Vec::new(),
        nodes,
        cells: cells::lower(form, &cells),
        rules,
        messages: messages::lower(form),
    })
}

fn lower_node(form: &Form, cells: &cells::Numbers, places: &Places<'_>, at: usize, node: &model::Node) -> Node {
    let texts = |texts: &model::Texts| languages(form, texts);
    // The root has no id and no label; what is generated for it is the report, and it is called as the form is.
    let (id, label) = if at == 0 { ("report", &form.title) } else { (node.id.as_str(), &node.label) };
    Node {
        id: node.id.clone(),
        name: names::field(id),
        type_name: names::type_name(id),
        path: node.path.clone(),
        parent: node.parent.map(|node| node.0),
        children: node.children.iter().map(|node| node.0).collect(),
        cell: cells.at(at),
        label: texts(label),
        total_label: node.total_label.as_ref().map(texts),
        definition: node.definition.as_ref().map(texts),
        code: node.code.clone(),
        relation: node.relation.map(relation),
        whole: node.whole.map(|node| node.0),
        minus: node.minus,
        apart: node.apart,
        at: node.at.map(at_place),
        total_at: node.total_at.map(at_place),
        unprinted: !node.printed,
        by: node.by.iter().map(|dimension| dimension.0).collect(),
        coordinate: node
            .coordinate
            .as_ref()
            .map(|coordinate| Coordinate { figure: coordinate.figure.0, at: place(form, &coordinate.at) }),
        layout: None,
        first: None,
        columns: None,
        place: places.of(node.span),
    }
}

/// What dimensions are bound to, by their ids.
fn place(form: &Form, at: &model::Where) -> Where {
    at.iter()
        .filter_map(|(dimension, slot)| {
            let dimension = form.dimensions.get(dimension.0 as usize)?;
            let member = slot.and_then(|member| dimension.members.get(member));
            Some((dimension.id.clone(), member.map_or_else(|| "total".to_owned(), |member| member.id.clone())))
        })
        .collect()
}

fn lower_dimension(form: &Form, dimension: &model::Dimension) -> Dimension {
    let texts = |texts: &model::Texts| languages(form, texts);
    let members = dimension.members.iter().map(|member| Member {
        id: member.id.clone(),
        label: texts(&member.label),
        definition: member.definition.as_ref().map(texts),
        code: member.code.clone(),
        above: member.above.and_then(|above| dimension.members.get(above)).map(|above| above.id.clone()),
        minus: member.minus,
        apart: member.apart,
    });
    Dimension {
        id: dimension.id.clone(),
        label: texts(dimension.total_label.as_ref().unwrap_or(&dimension.label)),
        definition: dimension.definition.as_ref().map(texts),
        has_whole: dimension.has_whole,
        at: dimension.at.map(at_place),
        members: members.collect(),
        key: None,
    }
}

fn lower_rule(
    form: &Form,
    paths: &text::Paths<'_>,
    cells: &cells::Numbers,
    places: &Places<'_>,
    check: &model::Check,
) -> Result<Rule, Box<Diagnostic>> {
    let texts = |texts: &model::Texts| languages(form, texts);
    let statements = check.statements.iter().map(|statement| expression::statement(statement, cells)).collect();
    let statements: Result<Vec<_>, expression::NoCell> = statements;
    Ok(Rule {
        id: check.id.clone(),
        kind: match check.kind {
            CheckKind::Relation(model::Relation::Parts) => RuleKind::Parts,
            CheckKind::Relation(model::Relation::SomeParts) => RuleKind::SomeParts,
            CheckKind::Relation(model::Relation::OfWhich) => RuleKind::OfWhich,
            CheckKind::Relation(model::Relation::CoveredBy) => RuleKind::CoveredBy,
            CheckKind::Over(model::Over::Sum) => RuleKind::OverSum,
            CheckKind::Over(model::Over::Min) => RuleKind::OverMin,
            CheckKind::Over(model::Over::Max) => RuleKind::OverMax,
            CheckKind::Over(model::Over::Between) => RuleKind::OverBetween,
            CheckKind::Over(model::Over::Rising) => RuleKind::OverRising,
            CheckKind::Over(model::Over::Falling) => RuleKind::OverFalling,
            CheckKind::Author => RuleKind::Check,
        },
        node: check.node.0,
        severity: severities(&check.severity),
        statements: statements.map_err(|missing| Box::new(missing.diagnostic(form, check.span)))?,
        free: check.free.iter().map(|dimension| dimension.0).collect(),
        wheres: check.wheres.iter().map(|at| place(form, at)).collect(),
        message: check.message.as_ref().map_or_else(BTreeMap::new, |message| {
            texts(message)
                .into_iter()
                .map(|(language, text)| {
                    let template = template::parse(&text, |name| {
                        let (_, found) = check.placeholders.iter().find(|(text, _)| text == name)?;
                        cells.of(found.node)
                    });
                    (language, template)
                })
                .collect()
        }),
        because: check.because.as_ref().map(texts),
        text: match check.kind {
            CheckKind::Relation(_) if check.wheres.is_empty() => text::statements(paths, check.node, &check.statements),
            CheckKind::Relation(_) | CheckKind::Over(_) => check.text.clone(),
            CheckKind::Author => check.text.split_whitespace().collect::<Vec<_>>().join(" "),
        },
        explained_by: check.explained_by.and_then(|by| match by {
            model::ExplainedBy::Explanation => Some(ExplainedBy::Explanation),
            model::ExplainedBy::Note(note) => cells.of(note).map(ExplainedBy::Note),
        }),
        place: places.of(check.span),
    })
}

/// A text in every language of the form. What the author left out is taken from the first language.
fn languages(form: &Form, texts: &model::Texts) -> Texts {
    let said = |at: usize| texts.0.get(at).and_then(Option::as_ref);
    let fallback = said(0).or_else(|| texts.0.iter().flatten().next());
    form.languages
        .iter()
        .enumerate()
        .map(|(at, language)| (language.clone(), said(at).or(fallback).cloned().unwrap_or_default()))
        .collect()
}

/// The files that a form was made from, the form's own first.
struct Places<'a> {
    sources: &'a SourceMap,
    files: Vec<FileId>,
}

impl<'a> Places<'a> {
    fn new(sources: &'a SourceMap, file: FileId, form: &Form) -> Self {
        let spans = form.nodes.iter().map(|node| node.span).chain(form.checks.iter().map(|check| check.span));
        let mut files = vec![file];
        for span in spans {
            if !files.contains(&span.file) {
                files.push(span.file);
            }
        }
        Self { sources, files }
    }

    fn of(&self, span: Span) -> Place {
        let file = self.files.iter().position(|file| *file == span.file).unwrap_or(0);
        let start = self.sources.locate(span);
        Place { file: number(file), line: start.line, column: start.column }
    }

    fn sources(&self, sources: &SourceMap) -> Vec<Source> {
        self.files
            .iter()
            .map(|file| {
                let source = sources.get(*file);
                let hash = Sha256::digest(&source.bytes);
                let sha256 = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                Source { file: source.name.clone(), sha256 }
            })
            .collect()
    }
}

/// A position as the plan counts. The front end's limit on figures keeps all of them far below the greatest.
fn number(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

fn severity(severity: model::Severity) -> Severity {
    match severity {
        model::Severity::Info => Severity::Info,
        model::Severity::Warning => Severity::Warning,
        model::Severity::Error => Severity::Error,
    }
}

/// A severity, or one a state.
fn severities(said: &model::Severities) -> Severities {
    let all: Vec<Severity> = said.0.iter().map(|one| severity(*one)).collect();
    Severities::by_state(&all).unwrap_or_else(|| Severity::Error.into())
}

fn relation(relation: model::Relation) -> Relation {
    match relation {
        model::Relation::Parts => Relation::Parts,
        model::Relation::SomeParts => Relation::SomeParts,
        model::Relation::OfWhich => Relation::OfWhich,
        model::Relation::CoveredBy => Relation::CoveredBy,
    }
}

fn at_place(at: model::At) -> At {
    match at {
        model::At::First => At::First,
        model::At::Last => At::Last,
        model::At::Foot => At::Foot,
    }
}

fn length(every: model::Every) -> Every {
    match every {
        model::Every::Year => Every::Year,
        model::Every::Half => Every::Half,
        model::Every::Quarter => Every::Quarter,
        model::Every::Month => Every::Month,
        model::Every::Week => Every::Week,
        model::Every::Day => Every::Day,
    }
}
