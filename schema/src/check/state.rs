//! States of a report, and how grave checks are in each.
//!
//! After this: states are distinct words, and every severity is settled for each of them.

use std::collections::BTreeMap;

use super::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::MAX_STATES;
use crate::model::{Severities, Severity};
use crate::names::is_word;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::syntax::{Choices, FormFile, Scalar};

const SEVERITIES: [(&str, Severity); 3] =
    [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)];

/// The states of a report, from the first to the last.
#[derive(Debug, Default)]
pub(crate) struct States {
    pub(crate) list: Vec<String>,
    /// `states` could not be read: nothing can be said of a name.
    unreadable: bool,
}

/// Reads `states`.
pub(crate) fn states(file: &FormFile, out: &mut Vec<Diagnostic>) -> States {
    let mut states = States { unreadable: super::unreadable(file, "states", out), ..States::default() };
    let Some(said) = &file.states else { return states };
    if said.value.is_empty() {
        out.push(
            Diagnostic::new(Code::NoChildren, "`states` names no state", said.span, "an empty list")
                .help("name them from the first to the last, such as `[draft, submitted]`, or take the key away"),
        );
    }
    if let Some(state) = said.value.get(MAX_STATES) {
        let message = format!("the form has {} states; the limit is {MAX_STATES}", said.value.len());
        out.push(
            Diagnostic::new(Code::TooManyFigures, message, state.span, "one too many")
                .help("name only the states in which checks differ in how grave they are"),
        );
        states.unreadable = true;
    }
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for state in said.value.iter().take(MAX_STATES) {
        if !is_word(&state.text) {
            out.push(
                Diagnostic::new(
                    Code::BadId,
                    format!("`{}` is no name of a state", state.text),
                    state.span,
                    "not a word of letters, digits and `_`",
                )
                .help("a state begins with a letter of any script and goes on with letters, digits or `_`"),
            );
        }
        match seen.get(state.text.as_str()) {
            Some(first) => out.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("the state `{}` stands twice", state.text),
                    state.span,
                    "again here",
                )
                .also(*first, "first here")
                .help("take one of them away"),
            ),
            None => {
                seen.insert(&state.text, state.span);
                states.list.push(state.text.clone());
            }
        }
    }
    states
}

impl States {
    /// The severity of whatever says none.
    pub(crate) fn usual(&self) -> Severities {
        Severities::same(Severity::Error, self.list.len())
    }

    /// The severity that a node says of all that is beneath it.
    pub(crate) fn severities(&self, said: &Spanned<Choices>, out: &mut Vec<Diagnostic>) -> Option<Severities> {
        if let [(None, word)] = said.value.as_slice() {
            let severity = word::choose(word, "severity", &SEVERITIES, out)?;
            return Some(Severities::same(severity, self.list.len()));
        }
        let mut by_state: BTreeMap<usize, Severity> = BTreeMap::new();
        let mut complete = true;
        for (state, word) in &said.value {
            let at = state.as_ref().and_then(|state| self.find(state, out));
            let severity = match word.text.as_str() {
                "off" => {
                    out.push(off_in_one_state(word));
                    None
                }
                _ => word::choose(word, "severity", &SEVERITIES, out),
            };
            match at.zip(severity) {
                Some((at, severity)) => {
                    by_state.insert(at, severity);
                }
                None => complete = false,
            }
        }
        // The last state said at or before the report's; a state before the first one said is as if nothing were.
        let at = |state| by_state.range(..=state).next_back().map_or(Severity::Error, |(_, severity)| *severity);
        complete.then(|| Severities((0..self.list.len()).map(at).collect()))
    }

    /// The severity that a check says; none inside is `off`.
    pub(crate) fn of_check(&self, said: &Spanned<Choices>, out: &mut Vec<Diagnostic>) -> Option<Option<Severities>> {
        if is_off(said) {
            return Some(None);
        }
        self.severities(said, out).map(Some)
    }

    /// The number of a state.
    fn find(&self, said: &Scalar, out: &mut Vec<Diagnostic>) -> Option<usize> {
        let found = self.list.iter().position(|state| *state == said.text);
        if found.is_some() || self.unreadable {
            return found;
        }
        let known = || self.list.iter().map(String::as_str);
        let diagnostic = Diagnostic::new(
            Code::UnknownState,
            format!("the form has no state `{}`", said.text),
            said.span,
            "no such state",
        );
        out.push(match suggest::nearest(&said.text, known()) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), said.span, near),
            None if self.list.is_empty() => {
                diagnostic.help("add `states: […]` at the top, or say one severity for all reports")
            }
            None => diagnostic.help(format!("the states are {}", suggest::list(known()))),
        });
        None
    }
}

/// Whether a check is switched off.
pub(crate) fn is_off(said: &Spanned<Choices>) -> bool {
    matches!(said.value.as_slice(), [(None, word)] if word.text == "off")
}

fn off_in_one_state(word: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::UnknownWord, "a check cannot be off in one state only", word.span, "judged in every state")
        .help("write `info` for the states in which it does not matter, or `severity: off` for all of them")
}
