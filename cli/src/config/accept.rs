//! `[[accept]]`: breaks that are accepted, each with its reason.

use tallyform_compare::Rule;
use toml::Spanned;
use toml::de::DeValue;

use super::{Problem, problem, unknown, word, wrong};

/// A break that is accepted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Accept {
    /// The rule that is broken.
    pub(crate) rule: Rule,
    /// Address of what changed, in either form.
    pub(crate) path: String,
    /// The later form, where it is accepted in one revision only.
    pub(crate) revision: Option<String>,
    /// Why it is accepted.
    pub(crate) reason: String,
}

/// Reads the list. An entry without a rule, a path and a reason is none.
pub(super) fn read(value: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Vec<Accept> {
    let Some(entries) = value.get_ref().as_array() else {
        problems.push(wrong("tables that begin with `[[accept]]`", value));
        return Vec::new();
    };
    entries.iter().filter_map(|entry| accept(entry, problems)).collect()
}

fn accept(entry: &Spanned<DeValue<'_>>, problems: &mut Vec<Problem>) -> Option<Accept> {
    let Some(table) = entry.get_ref().as_table() else {
        problems.push(wrong("a table with `rule`, `path` and `reason`", entry));
        return None;
    };
    let (mut rule, mut path, mut revision, mut reason) = (None, None, None, None);
    let before = problems.len();
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "rule" => {
                rule = word(value, "the id of a rule", problems).and_then(|id| match id.parse() {
                    Ok(rule) => Some(rule),
                    Err(tallyform_compare::NoRule) => {
                        let ids: Vec<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
                        problems.push(unknown("rule", id, value.span(), &ids));
                        None
                    }
                });
            }
            "path" => path = word(value, "an address", problems).map(str::to_owned),
            "revision" => revision = word(value, "a revision", problems).map(str::to_owned),
            "reason" => reason = word(value, "a reason", problems).map(str::to_owned),
            name => problems.push(unknown("key", name, key.span(), &["rule", "path", "reason", "revision"])),
        }
    }
    if let (Some(rule), Some(path), Some(reason)) = (rule, path, reason) {
        return Some(Accept { rule, path, revision, reason });
    }
    if problems.len() == before {
        problems.push(problem("an accepted break says `rule`, `path` and `reason`".to_owned(), entry.span(), ""));
    }
    None
}
