//! Model to plan: names, pointers, texts in every language, places as lines and columns, rules over cell numbers.
//!
//! After this: every index of the plan is one of its own lists, every text is there in every language of the form, every
//! template is taken apart.

mod beneath;
mod cells;
mod expression;
mod layout;
mod messages;
mod node;
mod predecessor;
mod rule;
mod series;
mod template;
mod text;
mod units;

use sha2::{Digest, Sha256};
use tallyform::plan::{
    At, Code, CodeList, Dimension, Every, FORMAT, Imprint, Member, Period, Place, Plan, Severities, Severity, Source,
    TOTAL, Texts, Where,
};
use tallyform_schema::model::{self, DimensionId, Form};
use tallyform_schema::{Base, Diagnostic, FileId, SourceMap, Span};

pub use messages::BUILT_IN;

/// The address of the JSON Schema of `plan.json`.
pub const SCHEMA_ID: &str = "urn:tallyform:plan:1";

/// The name and version of this tool, as every generated file states it.
pub const TOOL: &str = concat!("tallyform ", env!("CARGO_PKG_VERSION"));

/// Lowers a checked form. `earlier` are the plans of the revisions before, the nearest first.
///
/// # Errors
///
/// Where a check reads a node that has no cell; the front end has refused that, and here it is one more diagnostic and not
/// a panic. Where rows in rows make more of the form than a plan may have.
pub fn lower(sources: &SourceMap, file: FileId, form: &Form, earlier: &[&Plan]) -> Result<Plan, Box<Diagnostic>> {
    let places = Places::new(sources, file);
    let texts = |texts: &model::Texts| languages(form, texts);
    let layout = layout::Layout::new(form)?;
    let paths = text::Paths::new(form);
    let rules = form.checks.iter().map(|check| rule::lower(form, &layout, &paths, &places, check));
    let rules = rules.collect::<Result<Vec<_>, _>>()?;
    let codes = form.codes.iter().map(|list| {
        let codes = list.codes.iter().map(|(id, label)| Code { id: id.clone(), label: texts(label) }).collect();
        let within = list.within.and_then(|field| layout.cell(field));
        (list.id.clone(), CodeList { codes, external: list.external, within, dated: list.dated })
    });
    let mut plan = Plan {
        plan: FORMAT,
        tool: TOOL.to_owned(),
        form: form.id.clone(),
        revision: form.revision.clone(),
        predecessor: form
            .lineage
            .as_ref()
            .map(|lineage| predecessor::lower(form, &places, lineage, earlier.first().copied())),
        title: texts(&form.title),
        languages: form.languages.clone(),
        base: form.base.as_ref().map(|base| base.trim_end_matches('/').to_owned()),
        period: form.period.as_ref().map(|(every, starts)| Period { every: length(*every), starts: starts.clone() }),
        identity: form.identity.iter().filter_map(|field| layout.cell(*field)).collect(),
        imprint: form.imprint.iter().map(|(key, text)| Imprint { key: key.clone(), text: texts(text) }).collect(),
        sources: places.sources(sources),
        units: units::lower(form),
        marks: units::lower_marks(form),
        codes: codes.collect(),
        states: form.states.clone(),
        dimensions: form.dimensions.iter().map(|dimension| lower_dimension(form, dimension)).collect(),
        sections: node::sections(form, &layout),
        nodes: node::lower(form, &layout, &places),
        cells: cells::lower(form, &layout)?,
        rules,
        messages: messages::lower(form),
    };
    series::name(earlier, &mut plan);
    Ok(plan)
}

/// What dimensions are bound to, by their ids.
fn place(form: &Form, at: &model::Where) -> Where {
    at.iter()
        .filter_map(|(dimension, slot)| {
            let id = form.dimensions.get(dimension.0 as usize)?.id.clone();
            Some((id, key(form, (*dimension, *slot)).to_owned()))
        })
        .collect()
}

/// What a dimension is bound to, as JSON and findings name it.
fn key(form: &Form, (dimension, slot): (DimensionId, Option<usize>)) -> &str {
    let members = form.dimensions.get(dimension.0 as usize).map(|dimension| dimension.members.as_slice());
    slot.and_then(|slot| members?.get(slot)).map_or(TOTAL, |member| member.id.as_str())
}

fn lower_dimension(form: &Form, dimension: &model::Dimension) -> Dimension {
    let texts = |texts: &model::Texts| languages(form, texts);
    // The members of an open dimension come with the report.
    let members = dimension.members.iter().filter(|_| dimension.key.is_none()).map(|member| Member {
        id: member.id.clone(),
        label: texts(&member.label),
        definition: member.definition.as_ref().map(texts),
        code: member.code.clone(),
        above: member.above.and_then(|above| dimension.members.get(above)).map(|above| above.id.clone()),
        minus: member.minus,
        apart: member.apart,
        series: None,
    });
    Dimension {
        id: dimension.id.clone(),
        label: texts(dimension.total_label.as_ref().unwrap_or(&dimension.label)),
        definition: dimension.definition.as_ref().map(texts),
        has_whole: dimension.has_whole,
        at: dimension.at.map(at_place),
        members: members.collect(),
        key: dimension.key.as_ref().map(|key| texts(&key.label)),
        series: None,
    }
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

/// The files that a form was made from: its own, then those that it revises, the nearest first.
struct Places<'a> {
    sources: &'a SourceMap,
    files: Vec<FileId>,
}

impl<'a> Places<'a> {
    fn new(sources: &'a SourceMap, file: FileId) -> Self {
        let base = |file: &FileId| match sources.base(*file) {
            Some(Base::File(base)) => Some(*base),
            _ => None,
        };
        Self { sources, files: std::iter::successors(Some(file), base).collect() }
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
