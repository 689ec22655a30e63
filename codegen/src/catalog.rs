//! The index of forms and their revisions: where each file is, and what it is the hash of.

use std::collections::BTreeMap;

use tallyform::plan::Plan;

use crate::json::{self, Json, Object, texts};
use crate::output::{self, Output};

/// A revision and the files that were made of it.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The revision.
    pub plan: &'a Plan,
    /// Its files.
    pub files: Vec<File>,
}

/// A file of a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is, from the folder of the catalogue, with `/` between folders.
    pub path: String,
    /// Hash of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// The name of the schema among the files of a revision.
const SCHEMA: &str = "report.schema.json";

/// The catalogue, `catalog.json`, and the schemas in it as SchemaStore lists schemas, `schemastore.json`.
///
/// Which tool made it stands nowhere in it, so that another version of the tool makes the same.
#[must_use]
pub fn catalog(entries: &[Entry<'_>]) -> Vec<Output> {
    let mut forms: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        forms.entry(entry.plan.form.as_str()).or_default().push(entry);
    }
    for revisions in forms.values_mut() {
        revisions.sort_by_key(|entry| (earlier(entry.plan), entry.plan.revision.as_str()));
    }
    let index = Object::new().with("catalog", 1).with("forms", forms.values().map(|of| form(of)).collect::<Json>());
    let store = Object::new()
        .with("$schema", "https://json.schemastore.org/schema-catalog.json")
        .with("version", 1)
        .with("schemas", forms.values().filter_map(|of| schemas(of)).collect::<Json>());
    vec![
        Output::text("catalog.json", json::print(&index.into())),
        Output::text("schemastore.json", json::print(&store.into())),
    ]
}

/// How many revisions came before one, as far as it says.
fn earlier(plan: &Plan) -> usize {
    plan.predecessor.as_ref().map_or(0, |before| before.earlier.len() + usize::from(before.revision.is_some()))
}

/// A form with its revisions, the last of which says what it is called.
fn form(revisions: &[&Entry<'_>]) -> Object {
    let last = revisions.last().map(|entry| entry.plan);
    Object::new()
        .with_some("form", last.map(|plan| plan.form.as_str()))
        .with_some("title", last.map(|plan| texts(&plan.title)))
        .with("revisions", revisions.iter().map(|entry| revision(entry)).collect::<Json>())
}

fn revision(entry: &Entry<'_>) -> Object {
    let plan = entry.plan;
    let period = plan
        .period
        .as_ref()
        .map(|period| Object::new().with("every", period.every.as_str()).with_some("starts", period.starts.as_deref()));
    let predecessor = plan.revises();
    let files = entry.files.iter().map(|file| {
        Object::new()
            .with("path", file.path.as_str())
            .with_some("address", address(plan, file))
            .with("sha256", file.sha256.as_str())
    });
    Object::new()
        .with("revision", plan.revision.as_str())
        .with_some("predecessor", predecessor)
        .with("title", texts(&plan.title))
        .with("languages", plan.languages.iter().map(String::as_str).collect::<Json>())
        .with_some("period", period)
        .with("files", files.collect::<Json>())
}

/// Where a file will be found, if the form says where its files will be.
fn address(plan: &Plan, file: &File) -> Option<String> {
    let (_, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
    output::address(plan, name)
}

/// A form as SchemaStore lists it: the schema of the last revision, and those of all by their names.
fn schemas(revisions: &[&Entry<'_>]) -> Option<Object> {
    let has_schema = |entry: &Entry<'_>| entry.files.iter().any(|file| file.path.rsplit('/').next() == Some(SCHEMA));
    let listed = revisions.iter().filter(|entry| has_schema(entry));
    let listed: Vec<(&Plan, String)> =
        listed.filter_map(|entry| Some((entry.plan, output::address(entry.plan, SCHEMA)?))).collect();
    let (last, url) = listed.last()?;
    let title = last.languages.first().and_then(|language| last.title.get(language)).map_or("", String::as_str);
    let versions =
        listed.iter().fold(Object::new(), |versions, (plan, url)| versions.with(plan.revision.as_str(), url.as_str()));
    Some(
        Object::new()
            .with("name", last.form.as_str())
            .with("description", title)
            .with("url", url.as_str())
            .with("versions", versions),
    )
}
