//! The top level.

use super::reader::{Decoder, Fields};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Span, Spanned};
use crate::syntax::{ChildrenKey, FormFile, Gone, Scalar};
use crate::yaml::{Entry, Tree, Value};

/// The version of the language that this crate reads.
const VERSION: &str = "1";

/// The form that a tree holds.
pub(super) fn decode(tree: &Tree, out: &mut Vec<Diagnostic>) -> Option<FormFile> {
    let mut decoder = Decoder::new(out);
    // A file of another version is not judged: everything in it may mean something else.
    if !decoder.version(tree)? {
        return None;
    }
    let fields = decoder.fields(tree, "a form", &[words::FILE])?;
    Some(decoder.form_file(&fields))
}

impl Decoder<'_> {
    /// Whether the file is of this version, or forgot to say one.
    fn version(&mut self, tree: &Tree) -> Option<bool> {
        let entries = self.mapping(tree, "a form file")?;
        let start = Span { end: tree.span.start, ..tree.span };
        let Some(entry) = entries.iter().find(|entry| entry.key.text == "tallyform") else {
            self.report(
                Diagnostic::new(Code::LanguageVersion, "the file does not say its language version", start, "")
                    .replace("say it in the first line", start, format!("tallyform: {VERSION}\n")),
            );
            return Some(true);
        };
        let version = self.scalar(&entry.value, "`tallyform`")?;
        if version.text != VERSION {
            self.report(
                Diagnostic::new(
                    Code::LanguageVersion,
                    format!("language version `{}` is not known", version.text),
                    version.span,
                    format!("this tool reads version {VERSION}"),
                )
                .help("use a newer tool, or mend the number"),
            );
        }
        Some(version.text == VERSION)
    }

    fn form_file(&mut self, fields: &Fields<'_>) -> FormFile {
        let start = Span { end: fields.span.start, ..fields.span };
        let form = fields.required("form", self).and_then(|tree| self.scalar(tree, "`form`"));
        let revision = fields.required("revision", self).and_then(|tree| self.scalar(tree, "`revision`"));
        let languages = fields.required("languages", self);
        let title = fields.required("title", self);
        let items = fields.required("items", self).and(fields.entry("items"));
        FormFile {
            form: form.unwrap_or_else(|| Scalar::verbatim("", start)),
            revision: revision.unwrap_or_else(|| Scalar::verbatim("", start)),
            title: title.and_then(|tree| self.text(tree, "`title`")),
            languages: languages
                .and_then(|tree| self.list(tree, "`languages`"))
                .unwrap_or(Spanned { value: Vec::new(), span: start }),
            base: fields.get("base").and_then(|tree| self.scalar(tree, "`base`")),
            period: fields.get("period").and_then(|tree| self.period(tree)),
            identity: fields.get("identity").and_then(|tree| self.list(tree, "`identity`")),
            imprint: self.table(fields, "imprint", Self::imprint),
            units: self.table(fields, "units", Self::unit),
            marks: self.table(fields, "marks", Self::mark),
            codes: self.table(fields, "codes", Self::code_list),
            header: fields.get("header").map(|tree| self.nodes(tree, "`header`")).unwrap_or_default(),
            dimensions: self.table(fields, "dimensions", Self::named_node),
            states: fields.get("states").and_then(|tree| self.list(tree, "`states`")),
            messages: self.table(fields, "messages", Self::message),
            by: fields.get("by").and_then(|tree| self.list(tree, "`by`")),
            checks: fields.get("check").map(|tree| self.checks(tree)).unwrap_or_default(),
            bounds: self.bounds(fields),
            attributes: self.attributes(fields),
            items: items.and_then(|entry| self.children(ChildrenKey::Items, entry)),
            revises: fields.get("revises").and_then(|tree| self.scalar(tree, "`revises`")),
            because: fields.get("because").and_then(|tree| self.text(tree, "`because`")),
            gone: self.table(fields, "gone", Self::gone),
            keys: fields.keys(),
            span: fields.span,
        }
    }

    /// An entry of `gone`: an address, and why, or nothing.
    fn gone(&mut self, entry: &Entry) -> Option<Gone> {
        let because = match entry.value.value {
            Value::Missing => None,
            _ => self.text(&entry.value, "the reason"),
        };
        Some(Gone { address: entry.key.clone(), because })
    }

    /// A mapping whose keys are names that the author gives.
    fn table<T>(&mut self, fields: &Fields<'_>, key: &str, read: impl Fn(&mut Self, &Entry) -> Option<T>) -> Vec<T> {
        let Some(tree) = fields.get(key) else {
            return Vec::new();
        };
        let entries = self.mapping(tree, &format!("`{key}`")).unwrap_or_default();
        entries.iter().filter_map(|entry| read(self, entry)).collect()
    }
}
