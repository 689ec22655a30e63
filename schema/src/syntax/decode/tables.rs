//! What the top level defines by name: units, marks, code lists, messages and the like.

use super::reader::{Decoder, Fields};
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::{CodeList, Imprint, LangText, Mark, MarkMeaning, Period, Range, Scalar, Unit};
use crate::yaml::{Entry, Tree, Value};

impl Decoder<'_> {
    /// `period: year`, or `{every: month, starts: "10-01"}`.
    pub(super) fn period(&mut self, tree: &Tree) -> Option<Period> {
        if matches!(tree.value, Value::Scalar(_)) {
            return Some(Period { every: self.word(tree, "`period`", words::EVERY)?, starts: None });
        }
        let fields = self.fields(tree, "`period`", &[words::PERIOD])?;
        let every = fields.required("every", self).and_then(|tree| self.word(tree, "`every`", words::EVERY));
        let starts = fields.get("starts").and_then(|tree| self.scalar(tree, "`starts`"));
        Some(Period { every: every?, starts })
    }

    pub(super) fn imprint(&mut self, entry: &Entry) -> Option<Imprint> {
        Some(Imprint { key: entry.key.clone(), text: self.text(&entry.value, "a line of `imprint`")? })
    }

    pub(super) fn message(&mut self, entry: &Entry) -> Option<(Scalar, LangText)> {
        Some((entry.key.clone(), self.text(&entry.value, "a message")?))
    }

    pub(super) fn unit(&mut self, entry: &Entry) -> Option<Unit> {
        let Some(fields) = self.fields(&entry.value, "a unit", &[words::UNIT]) else {
            // It is still defined, so that the figures that have it are not wrong too.
            return Some(Unit {
                id: entry.key.clone(),
                label: None,
                kind: Scalar::verbatim("", Span { end: entry.value.span.start, ..entry.value.span }),
                of: None,
                factor: None,
                decimals: None,
                printed: None,
                span: entry.key.span,
            });
        };
        let kind = fields.required("kind", self).and_then(|tree| self.word(tree, "`kind`", words::KIND));
        Some(Unit {
            id: entry.key.clone(),
            label: fields.get("label").and_then(|tree| self.text(tree, "`label`")),
            kind: kind.unwrap_or_else(|| Scalar::verbatim("", Span { end: fields.span.start, ..fields.span })),
            of: fields.get("of").and_then(|tree| self.scalar(tree, "`of`")),
            factor: fields.get("factor").and_then(|tree| self.number(tree, "`factor`")),
            decimals: fields.get("decimals").map(|tree| {
                // What could not be read has been said all the same.
                let unread = Scalar::verbatim("", Span { end: tree.span.start, ..tree.span });
                self.whole_number(tree, "`decimals`").unwrap_or(unread)
            }),
            printed: fields.get("printed").and_then(|tree| self.flag(tree, "`printed`")),
            span: Span { end: fields.span.end.max(entry.key.span.end), ..entry.key.span },
        })
    }

    /// A mark: a word, a range, a withheld range, or any of these with other spellings beside it.
    ///
    /// `"/": not_applicable` is short for `"/": {means: not_applicable}`, which has room for `also: ["-"]`.
    pub(super) fn mark(&mut self, entry: &Entry) -> Option<Mark> {
        let span = Span { end: entry.value.span.end.max(entry.key.span.end), ..entry.key.span };
        // A mark whose meaning cannot be read is still defined, so that the cells that take it are not wrong too.
        let unclear = MarkMeaning::NotApplicable(entry.value.span);
        if matches!(entry.value.value, Value::Scalar(_)) {
            let meaning = self.meaning(&entry.value, "the meaning of a mark").unwrap_or(unclear);
            return Some(Mark { token: entry.key.clone(), meaning, also: Vec::new(), span });
        }
        let Some(fields) = self.fields(&entry.value, "a mark", &[words::MARK]) else {
            return Some(Mark { token: entry.key.clone(), meaning: unclear, also: Vec::new(), span });
        };
        let also = fields.get("also").and_then(|tree| self.list(tree, "`also`")).map(|list| list.value);
        let meaning = self.mark_meaning(&fields);
        Some(Mark {
            meaning: meaning.unwrap_or(unclear),
            token: entry.key.clone(),
            also: also.unwrap_or_default(),
            span,
        })
    }

    fn meaning(&mut self, tree: &Tree, what: &str) -> Option<MarkMeaning> {
        let word = self.word(tree, what, words::MEANS)?;
        Some(match word.text.as_str() {
            "suppressed" => MarkMeaning::Suppressed(None),
            _ => MarkMeaning::NotApplicable(word.span),
        })
    }

    fn mark_meaning(&mut self, fields: &Fields<'_>) -> Option<MarkMeaning> {
        let bound = words::RANGE.iter().find_map(|key| fields.entry(key));
        let said: Vec<&Entry> =
            [fields.entry("means"), bound, fields.entry("suppressed")].into_iter().flatten().collect();
        match said.as_slice() {
            [] => {
                fields.required("means", self);
                None
            }
            [first, second, ..] => {
                let message = format!("`{}` and `{}` say two meanings of one mark", first.key.text, second.key.text);
                self.report(
                    Diagnostic::new(Code::KeysExclude, message, second.key.span, "a second meaning")
                        .also(first.key.span, "the first one")
                        .help("keep one of the two"),
                );
                None
            }
            [one] => match one.key.text.as_str() {
                "means" => self.meaning(&one.value, "`means`"),
                "suppressed" => {
                    let inner = self.fields(&one.value, "a withheld range", &[words::RANGE])?;
                    Some(MarkMeaning::Suppressed(Some(Range { bounds: self.bounds(&inner), span: inner.span })))
                }
                _ => Some(MarkMeaning::Range(Range { bounds: self.bounds(fields), span: fields.span })),
            },
        }
    }

    /// A code list: the codes themselves, or a mapping that says where they come from.
    ///
    /// `[male, female]`, `[{code: "1", label: Male}, …]`, or `{codes: […], within: …}`, `{external: true, dated: true}`.
    pub(super) fn code_list(&mut self, entry: &Entry) -> Option<CodeList> {
        let span = Span { end: entry.value.span.end.max(entry.key.span.end), ..entry.key.span };
        let id = entry.key.clone();
        if matches!(entry.value.value, Value::Sequence(_)) {
            let codes = self.codes(&entry.value);
            return Some(CodeList { id, codes, says_codes: true, external: None, within: None, dated: None, span });
        }
        if let Value::Mapping(entries) = &entry.value.value
            && !entries.is_empty()
            && !entries.iter().any(|entry| words::CODE_LIST.contains(&entry.key.text.as_str()))
        {
            self.not_a_code_list(&entry.value);
            return None;
        }
        let fields = self.fields(&entry.value, "a code list", &[words::CODE_LIST])?;
        let codes = fields.get("codes").map(|tree| self.codes(tree)).unwrap_or_default();
        let external = fields.get("external").and_then(|tree| self.flag(tree, "`external`"));
        if fields.get("external").is_none() {
            fields.required("codes", self);
        }
        Some(CodeList {
            id,
            codes,
            says_codes: fields.get("codes").is_some(),
            external,
            within: fields.get("within").and_then(|tree| self.scalar(tree, "`within`")),
            dated: fields.get("dated").and_then(|tree| self.flag(tree, "`dated`")),
            span,
        })
    }

    fn codes(&mut self, tree: &Tree) -> Vec<(Scalar, Option<LangText>)> {
        if matches!(tree.value, Value::Mapping(_)) {
            self.not_a_code_list(tree);
            return Vec::new();
        }
        let Some(items) = self.sequence(tree, "a list of codes") else {
            return Vec::new();
        };
        items.iter().filter_map(|item| self.code(item)).collect()
    }

    /// A mapping from codes to labels, as one might think of a code list.
    fn not_a_code_list(&mut self, tree: &Tree) {
        let help = "write the codes as a list: `[public, private]`, or `[{code: public, label: Public}, …]`";
        self.wrong_shape(tree, "a code list", "a list", Some(help));
    }

    fn code(&mut self, tree: &Tree) -> Option<(Scalar, Option<LangText>)> {
        if let Value::Scalar(code) = &tree.value {
            return Some((code.clone(), None));
        }
        let fields = self.fields(tree, "a code", &[words::CODE])?;
        let code = fields.required("code", self).and_then(|tree| self.scalar(tree, "`code`"));
        let label = fields.get("label").and_then(|tree| self.text(tree, "`label`"));
        Some((code?, label))
    }
}
