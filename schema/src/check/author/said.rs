//! What checks of the author say of themselves: their ids, how grave they are, their messages.

use super::*;

/// What a check of the author says, but for what must hold.
pub(super) struct Said<'c> {
    pub(super) text: &'c Scalar,
    /// The last part of the check's id.
    pub(super) id: Option<String>,
    /// How grave where that is said; none inside is off.
    pub(super) severity: Option<Option<Severities>>,
    pub(super) because: Option<Texts>,
    pub(super) message: Option<Texts>,
    pub(super) tolerance: Option<BigRational>,
}

impl Place {
    /// What a check of the author says, but for what must hold.
    pub(super) fn read<'c>(
        &mut self,
        sources: &Sources<'_>,
        (check, text): (&'c syntax::Check, &'c Scalar),
        languages: &mut Languages,
        out: &mut Vec<Diagnostic>,
    ) -> Said<'c> {
        let id = self.id(check, text, out);
        let severity = check.severity.as_ref().and_then(|said| sources.states.of_check(said, out));
        if severity == Some(None) {
            reason(check, out);
        }
        Said {
            text,
            id,
            severity,
            because: languages.maybe(check.because.as_ref(), out),
            message: languages.maybe(check.message.as_ref(), out),
            tolerance: tolerance(check, out),
        }
    }

    /// A check of this node out of what it says and what that comes to; none where it is off.
    pub(super) fn written(
        &self,
        id: String,
        said: &Said<'_>,
        made: Broadcast,
        placeholders: Vec<(String, Placeholder)>,
        explained_by: Option<ExplainedBy>,
    ) -> Option<Written> {
        let severity = said.severity.clone().unwrap_or_else(|| Some(self.severity.clone()))?;
        let Broadcast { statements, free, wheres, traces } = made;
        let check = Check {
            id,
            kind: CheckKind::Author,
            node: self.node,
            severity,
            statements,
            free,
            wheres,
            message: said.message.clone(),
            placeholders,
            because: said.because.clone(),
            text: said.text.text.clone(),
            explained_by,
            span: said.text.span,
        };
        Some(Written { check, traces, of_members: false })
    }

    /// The last part of the check's id.
    fn id(&mut self, check: &syntax::Check, text: &Scalar, out: &mut Vec<Diagnostic>) -> Option<String> {
        let (id, span) = match &check.id {
            None => ("check".to_owned(), text.span),
            Some(id) if !is_word(&id.text) => {
                out.push(
                    Diagnostic::new(
                        Code::BadId,
                        format!("`{}` is no id of a check", id.text),
                        id.span,
                        "not a word of letters, digits and `_`",
                    )
                    .help("an id begins with a letter of any script and goes on with letters, digits or `_`"),
                );
                return None;
            }
            Some(id) if OWN.contains(&id.text.as_str()) => {
                out.push(
                    Diagnostic::new(
                        Code::ReservedId,
                        format!("`{}` is how the tree names its own checks", id.text),
                        id.span,
                        "not free for a check",
                    )
                    .help("choose another id"),
                );
                return None;
            }
            Some(id) => (id.text.clone(), id.span),
        };
        if let Some(first) = self.ids.get(&id) {
            let (message, help) = match &check.id {
                None => (
                    "two checks of this node have no id".to_owned(),
                    "give one of them an id: `check: [{id: …, that: …}, …]`",
                ),
                Some(_) => (format!("two checks of this node are called `{id}`"), "give one of them another id"),
            };
            out.push(
                Diagnostic::new(Code::DuplicateCheck, message, span, "again here")
                    .also(*first, "first here")
                    .help(help),
            );
            return None;
        }
        self.ids.insert(id.clone(), span);
        Some(id)
    }
}
