//! Languages of the form, and texts in them.
//!
//! After this: every text has one entry a language, and no text is in another language.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Texts;
use crate::source::Span;
use crate::suggest;
use crate::syntax::{FormFile, LangText, Scalar};

/// The languages of a form, and where texts were missing in them.
#[derive(Debug)]
pub(crate) struct Languages {
    /// Tags, the first is the fallback.
    pub(crate) tags: Vec<String>,
    /// Where they are said.
    span: Span,
    /// For each language the texts that it lacks.
    missing: Vec<Vec<Span>>,
    /// How many texts there are.
    texts: usize,
}

/// Reads `languages`.
pub(crate) fn languages(file: &FormFile, out: &mut Vec<Diagnostic>) -> Languages {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut tags = Vec::new();
    for scalar in &file.languages.value {
        if !is_tag(&scalar.text) {
            out.push(
                Diagnostic::new(
                    Code::BadLanguage,
                    format!("`{}` is no language tag", scalar.text),
                    scalar.span,
                    "no language tag",
                )
                .help("write a tag such as `zh`, `en` or `zh-Hant`"),
            );
        } else if let Some(first) = seen.get(&scalar.text.to_lowercase()) {
            out.push(
                Diagnostic::new(
                    Code::BadLanguage,
                    format!("the language `{}` stands twice", scalar.text),
                    scalar.span,
                    "again here",
                )
                .also(*first, "first here")
                .help("take one of them away"),
            );
        } else {
            seen.insert(scalar.text.to_lowercase(), scalar.span);
            tags.push(scalar.text.clone());
        }
    }
    if file.languages.value.is_empty() && file.languages.span.start < file.languages.span.end {
        out.push(
            Diagnostic::new(Code::BadLanguage, "the form has no language", file.languages.span, "no language")
                .help("name at least one, such as `languages: [en]`; the first is the fallback of the others"),
        );
    }
    let missing = vec![Vec::new(); tags.len()];
    Languages { tags, span: file.languages.span, missing, texts: 0 }
}

/// Letters, then groups of letters and digits, joined by hyphens (the shape of RFC 5646).
fn is_tag(text: &str) -> bool {
    let mut groups = text.split('-');
    let first = groups.next().unwrap_or_default();
    (2..=8).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && groups.all(|group| (1..=8).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

impl Languages {
    /// The text in every language. What is missing is counted, to be summed up by [`Languages::report_missing`].
    pub(crate) fn texts(&mut self, text: &LangText, out: &mut Vec<Diagnostic>) -> Texts {
        let texts = self.read(text, out);
        if self.tags.is_empty() {
            return texts;
        }
        self.texts += 1;
        if texts.0.first().is_some_and(Option::is_none) && !texts.0.iter().all(Option::is_none) {
            let first = self.tags.first().map_or("", String::as_str);
            out.push(
                Diagnostic::new(
                    Code::MissingLabel,
                    format!("the text is missing in `{first}`, the first language of the form"),
                    text.span,
                    format!("no text in `{first}`"),
                )
                .help(format!("add `{first}: …`; it is what is shown where another language is missing")),
            );
        }
        self.count(&texts, text.span);
        texts
    }

    /// The text of an optional key.
    pub(crate) fn maybe(&mut self, text: Option<&LangText>, out: &mut Vec<Diagnostic>) -> Option<Texts> {
        text.map(|text| self.texts(text, out))
    }

    /// A text that need not be in every language, since others stand in for it.
    pub(crate) fn sparse(&mut self, text: &LangText, out: &mut Vec<Diagnostic>) -> Texts {
        self.read(text, out)
    }

    /// The label of a unit: in the first language its id unless said.
    pub(crate) fn unit_label(
        &mut self,
        id: &str,
        text: Option<&LangText>,
        place: Span,
        out: &mut Vec<Diagnostic>,
    ) -> Texts {
        let mut texts = match text {
            Some(text) => self.read(text, out),
            None => Texts(vec![None; self.tags.len()]),
        };
        if let Some(first) = texts.0.first_mut() {
            first.get_or_insert_with(|| id.to_owned());
        }
        self.texts += 1;
        self.count(&texts, text.map_or(place, |text| text.span));
        texts
    }

    fn count(&mut self, texts: &Texts, place: Span) {
        for (missing, text) in self.missing.iter_mut().zip(&texts.0).skip(1) {
            if text.is_none() {
                missing.push(place);
            }
        }
    }

    fn read(&mut self, text: &LangText, out: &mut Vec<Diagnostic>) -> Texts {
        let mut texts = Texts(vec![None; self.tags.len()]);
        for (language, value) in &text.entries {
            let slot = match language {
                None => texts.0.first_mut(),
                Some(tag) => {
                    let at = self.tags.iter().position(|known| known.eq_ignore_ascii_case(&tag.text));
                    if at.is_none() && !self.tags.is_empty() {
                        out.push(self.unknown(tag));
                    }
                    at.and_then(|at| texts.0.get_mut(at))
                }
            };
            if value.text.trim() != value.text || value.text.is_empty() {
                out.push(blank(value));
            }
            if let Some(slot) = slot {
                *slot = Some(value.text.clone());
            }
        }
        texts
    }

    fn unknown(&self, tag: &Scalar) -> Diagnostic {
        let diagnostic = Diagnostic::new(
            Code::UnknownLanguage,
            format!("`{}` is no language of the form", tag.text),
            tag.span,
            "not a language of the form",
        )
        .also(self.span, format!("the languages are {}", suggest::list(self.tags.iter().map(String::as_str))));
        match suggest::nearest(&tag.text, self.tags.iter().map(String::as_str)) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), tag.span, near),
            None => diagnostic.help(format!("add `{}` to `languages`, or take the text away", tag.text)),
        }
    }

    /// One warning a language that lacks texts.
    pub(crate) fn report_missing(&self, out: &mut Vec<Diagnostic>) {
        for (tag, missing) in self.tags.iter().zip(&self.missing) {
            let Some((first, rest)) = missing.split_first() else { continue };
            let mut diagnostic = Diagnostic::new(
                Code::MissingTranslation,
                format!("texts are missing in `{tag}`: {} of {}", missing.len(), self.texts),
                *first,
                format!("no text in `{tag}`"),
            );
            for place in rest.iter().take(2) {
                diagnostic = diagnostic.also(*place, "here too");
            }
            if rest.len() > 2 {
                diagnostic = diagnostic.note(format!("and {} more", rest.len() - 2));
            }
            let fallback = self.tags.first().map_or("", String::as_str);
            out.push(diagnostic.help(format!(
                "add the texts, or take `{tag}` out of `languages`; until then the `{fallback}` text stands in"
            )));
        }
    }
}

fn blank(value: &Scalar) -> Diagnostic {
    let trimmed = value.text.trim();
    if trimmed.is_empty() {
        return Diagnostic::new(Code::BlankLabel, "a text is empty", value.span, "nothing is said here")
            .help("write the text");
    }
    Diagnostic::new(Code::BlankLabel, "a text has space at its ends", value.span, "space before or after the text")
        .help("take the space away; reports are matched with the text as it stands")
}
