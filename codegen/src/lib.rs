//! From a form file to generated files, on one screen.
//!
//! ```text
//! schema::check ──► lower ──► rust · json_schema · plan_json
//! form             plan      checks
//! ```
//!
//! [`compile`] reads, checks and lowers one form. Every back end is one function from the plan, and from nothing else, to
//! [`Output`]s. There is no IO here, no clock and no environment: equal input gives equal bytes.

pub mod catalog;
pub mod checks;
mod json;
pub mod json_schema;
pub mod output;
pub mod plan;
pub mod rust;

pub use catalog::catalog;
pub use checks::checks;
pub use json_schema::json_schema;
pub use output::Output;

use tallyform::plan::Plan;
use tallyform_schema::{Base, Checked, Diagnostic, FileId, Form, Severity, SourceMap};

/// What came of compiling one form file.
#[derive(Debug)]
pub struct Compiled {
    /// The plan: there if and only if no diagnostic is an error.
    pub plan: Option<Plan>,
    /// The form that the plan was made from: there if and only if the plan is.
    pub form: Option<Form>,
    /// Everything wrong with the form, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What came of the form that this one revises, where the file names one that could be read.
    pub base: Option<Box<Compiled>>,
}

impl Compiled {
    /// The plans of the revisions before, the nearest first.
    pub fn predecessors(&self) -> impl Iterator<Item = &Plan> {
        std::iter::successors(self.base.as_deref(), |base| base.base.as_deref()).filter_map(|base| base.plan.as_ref())
    }
}

/// Compiles the form in one file of `sources`, and those that it revises, which are found there where the file was
/// [loaded](SourceMap::load).
#[must_use]
pub fn compile(sources: &SourceMap, file: FileId) -> Compiled {
    lower(sources, file, tallyform_schema::check(sources, file))
}

fn lower(sources: &SourceMap, file: FileId, checked: Checked) -> Compiled {
    let base = match (checked.base, sources.base(file)) {
        (Some(base), Some(Base::File(file))) => Some(Box::new(lower(sources, *file, *base))),
        _ => None,
    };
    let bases = std::iter::successors(base.as_deref(), |base| base.base.as_deref());
    // A revision without a plan hides those before it: nothing says how what is after it goes on.
    let earlier: Vec<&Plan> = bases.map_while(|base| base.plan.as_ref()).collect();
    let mut diagnostics = checked.diagnostics;
    let clean = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    let lowered = checked.form.filter(|_| clean).and_then(|form| match plan::lower(sources, file, &form, &earlier) {
        Ok(plan) => Some((plan, form)),
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            None
        }
    });
    let (plan, form) = lowered.unzip();
    Compiled { plan, form, diagnostics, base }
}

/// The plan as a file, `form/revision/plan.json`.
///
/// # Errors
///
/// None that a plan made here could cause; the error is serde's.
pub fn plan_json(plan: &Plan) -> Result<Output, serde_json::Error> {
    Ok(Output::text(format!("{}/plan.json", output::folder(plan)), json::print(&json::of(plan)?)))
}

/// The JSON Schema of form files, for editors, as a file. What the program prints with `language-schema` is the same.
///
/// # Errors
///
/// None that could be caused from outside; the error is serde's.
pub fn language_schema() -> Result<Output, serde_json::Error> {
    let mut schema = json::of(&tallyform_schema::language_schema())?;
    // What a file is stands at its head.
    if let json::Json::Object(entries) = &mut schema {
        let head = ["$schema", "$id", "title", "description"];
        entries.sort_by_key(|(key, _)| head.iter().position(|first| first == key).unwrap_or(head.len()));
    }
    Ok(Output::text("tallyform.schema.json", json::print(&schema)))
}

/// The JSON Schema of every `plan.json`, as a file.
///
/// # Errors
///
/// None that could be caused from outside; the error is serde's.
pub fn plan_schema() -> Result<Output, serde_json::Error> {
    let mut schema = schemars::schema_for!(Plan);
    schema.insert("$id".to_owned(), plan::SCHEMA_ID.into());
    Ok(Output::text("plan.schema.json", json::print(&json::of(&schema)?)))
}
