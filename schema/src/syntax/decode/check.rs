//! Checks: a line, a mapping, or a list of both.

use super::reader::Decoder;
use super::words;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{Check, CheckTuning};
use crate::yaml::{Tree, Value};

impl Decoder<'_> {
    /// The value of `check`.
    pub(super) fn checks(&mut self, tree: &Tree) -> Vec<Check> {
        match &tree.value {
            Value::Sequence(items) => items.iter().filter_map(|item| self.check(item)).collect(),
            _ => self.check(tree).into_iter().collect(),
        }
    }

    fn check(&mut self, tree: &Tree) -> Option<Check> {
        match &tree.value {
            Value::Scalar(line) => Some(Check {
                id: None,
                subject: CheckTuning::That(line.clone()),
                severity: None,
                because: None,
                message: None,
                tolerance: None,
                on: None,
                explained_by: None,
                span: tree.span,
            }),
            Value::Mapping(_) => self.check_mapping(tree),
            _ => {
                let help =
                    "write what must hold: `check: a == b + c`, or `check: {that: a == b + c, severity: warning}`";
                self.wrong_shape(tree, "a check", "a line or a mapping", Some(help));
                None
            }
        }
    }

    fn check_mapping(&mut self, tree: &Tree) -> Option<Check> {
        let fields = self.fields(tree, "a check", &[words::CHECK])?;
        let subject = match (fields.entry("that"), fields.entry("of")) {
            (Some(that), Some(of)) => {
                self.report(
                    Diagnostic::new(
                        Code::KeysExclude,
                        "a check says either `that` or `of`",
                        of.key.span,
                        "tunes a check that the tree makes",
                    )
                    .also(that.key.span, "states a check of its own")
                    .help("write two checks, in a list"),
                );
                None
            }
            (None, Some(of)) => self.scalar(&of.value, "`of`").map(CheckTuning::Of),
            _ => fields.required("that", self).and_then(|that| self.scalar(that, "`that`")).map(CheckTuning::That),
        };
        // All parts are read, so that what is wrong with them is said even where there is no subject.
        let id = fields.get("id").and_then(|tree| self.scalar(tree, "`id`"));
        let severity = fields.get("severity").and_then(|tree| self.choices(tree, "`severity`", words::SEVERITY));
        let because = fields.get("because").and_then(|tree| self.text(tree, "`because`"));
        let message = fields.get("message").and_then(|tree| self.text(tree, "`message`"));
        let tolerance = fields.get("tolerance").and_then(|tree| self.number(tree, "`tolerance`"));
        let on = fields.get("on").and_then(|tree| self.word(tree, "`on`", words::ON));
        let explained_by =
            fields.get("explained_by").and_then(|tree| self.word(tree, "`explained_by`", words::EXPLAINED_BY));
        Some(Check { id, subject: subject?, severity, because, message, tolerance, on, explained_by, span: tree.span })
    }
}
