//! Checks as the file says them. Names mean in full what they meant there, since ids and their order are the same.

use super::scalar::{choices, lang_text, mapping, scalar};
use crate::syntax::{Check, CheckTuning, Choices};

/// The lines of `check`: the key, and each check on one line; none where there are no checks.
pub(super) fn lines(checks: &[Check]) -> Vec<String> {
    let each: Vec<String> =
        checks.iter().filter(|check| !is_idle(check)).map(|check| format!("  - {}", one(check))).collect();
    let key = (!each.is_empty()).then(|| "check:".to_owned());
    key.into_iter().chain(each).collect()
}

/// A cell that need not be filled in is written so, and has no check that could be off.
fn is_idle(check: &Check) -> bool {
    let is_off = |choices: &Choices| matches!(choices.as_slice(), [(None, word)] if word.text == "off");
    matches!(&check.subject, CheckTuning::Of(of) if of.text == "required")
        && check.severity.as_ref().is_some_and(|severity| is_off(&severity.value))
}

fn one(check: &Check) -> String {
    let mut entries = Vec::new();
    entries.extend(check.id.as_ref().map(|id| ("id", scalar(&id.text))));
    entries.push(match &check.subject {
        CheckTuning::That(that) => ("that", scalar(&that.text)),
        CheckTuning::Of(of) => ("of", scalar(&of.text)),
    });
    entries.extend(check.on.as_ref().map(|on| ("on", scalar(&on.text))));
    entries.extend(check.severity.as_ref().map(|severity| ("severity", choices(&severity.value))));
    entries.extend(check.tolerance.as_ref().map(|tolerance| ("tolerance", scalar(&tolerance.text))));
    entries.extend(check.because.as_ref().map(|because| ("because", lang_text(because))));
    entries.extend(check.message.as_ref().map(|message| ("message", lang_text(message))));
    entries.extend(check.explained_by.as_ref().map(|by| ("explained_by", scalar(&by.text))));
    mapping(&entries)
}
