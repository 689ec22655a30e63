//! What a report has lost on its way to another revision and back, that nobody has listed.

use std::collections::BTreeMap;

use serde_json::Value;
use tallyform::plan::LinkKind;
use tallyform::revision::{Left, Migrated, Migration, Why};
use tallyform::{Plan, Report, Validator};

use crate::oracle::content::decimal;

/// A report on its way there and back: what is not as it was and was not listed, and what nobody had said, a line each.
///
/// # Panics
/// Where there is no way between the plans.
#[must_use]
pub fn lost(old: &Plan, new: &Plan, report: &Report) -> Vec<String> {
    let way = |from: &Plan, to: &Plan| Migration::between(from, to).unwrap_or_else(|error| panic!("{error}"));
    let Migrated { report: there, left } = way(old, new).report(report);
    let Migrated { report: again, left: left_again } = way(new, old).report(&there);
    let validator = Validator::new(old.clone()).unwrap_or_else(|error| panic!("{error}"));
    let keys: Vec<&str> = old.dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    let read = |report: &Report| -> BTreeMap<String, Held> {
        let json = serde_json::from_str(&validator.write(report)).unwrap_or_else(|error| panic!("{error}"));
        let mut found = BTreeMap::new();
        flat(&json, &keys, (String::new(), String::new()), &mut found);
        found
    };
    let (before, after) = (read(report), read(&again));
    let listed: BTreeMap<&str, &Left> = left.iter().map(|left| (left.at.as_str(), left)).collect();
    // Each that was left on the way back speaks for one.
    let mut also: Vec<&Left> = left_again.iter().collect();
    let was_merged = left_again.iter().any(|left| left.why == Why::Split) && has_merged(new);
    let mut wrong = Vec::new();
    for (name, Held { at, value }) in &before {
        if after.get(name).is_some_and(|other| same(value, &other.value)) {
            continue;
        }
        let is_listed = listed.keys().any(|place| at == place || at.starts_with(&format!("{place}/")));
        if is_listed || was_merged {
            continue;
        }
        let text = value.to_string();
        match also.iter().position(|left| left.value == text || decimals_agree(&left.value, &text)) {
            Some(found) => drop(also.remove(found)),
            None => wrong.push(format!("{name} was {value}, is {:?}, and is not listed", after.get(name))),
        }
    }
    // What is kept of a sum, or beside the form, stands there. Where two tables were one on the other side, each has the rows
    // of both, and nothing stands in those that it had not. All else was there before.
    let is_bare_key = |name: &str| {
        let Some((row, last)) = name.rsplit_once('/') else { return false };
        let others = after.keys().filter(|other| other.starts_with(&format!("{row}/")) && *other != name);
        row.ends_with('#') && keys.contains(&last) && others.count() == 0
    };
    let was_there = |name: &str| before.contains_key(name) || name.starts_with("/stray") || is_bare_key(name);
    let new_here = after.iter().filter(|(name, _)| !was_there(name));
    wrong.extend(new_here.map(|(name, held)| format!("{name} is {}, and was nothing", held.value)));
    wrong
}

fn has_merged(plan: &Plan) -> bool {
    let links = plan.predecessor.iter().flat_map(|predecessor| &predecessor.links);
    links.into_iter().any(|link| link.kind == LinkKind::Merged)
}

/// What stands somewhere in a report.
#[derive(Debug)]
struct Held {
    /// Its JSON Pointer.
    at: String,
    value: Value,
}

/// Everything in a report that holds something. Its name is its JSON Pointer, with the key of a row for the row's number: rows
/// may come in another order.
fn flat(value: &Value, keys: &[&str], (name, at): (String, String), found: &mut BTreeMap<String, Held>) {
    match value {
        Value::Null => {}
        Value::Object(all) => all.iter().for_each(|(key, value)| {
            let step = key.replace('~', "~0").replace('/', "~1");
            flat(value, keys, (format!("{name}/{step}"), format!("{at}/{step}")), found);
        }),
        Value::Array(all) => {
            let mut times: BTreeMap<String, usize> = BTreeMap::new();
            for (number, value) in all.iter().enumerate() {
                let key = keys.iter().find_map(|key| value.get(*key)).filter(|_| at.ends_with("/rows"));
                let step = key.map_or_else(|| number.to_string(), |key| key.to_string().replace('/', "~1"));
                let before = times.entry(step.clone()).or_default();
                let row = if key.is_some() { format!("{step}{}", "#".repeat(*before + 1)) } else { step };
                *before += 1;
                flat(value, keys, (format!("{name}/{row}"), format!("{at}/{number}")), found);
            }
        }
        other => {
            found.insert(name, Held { at, value: other.clone() });
        }
    }
}

/// Whether two values are the same, or the same number.
fn same(one: &Value, other: &Value) -> bool {
    one == other || decimals_agree(&one.to_string(), &other.to_string())
}

fn decimals_agree(one: &str, other: &str) -> bool {
    let number = |text: &str| decimal(text.trim_matches('"'));
    number(one).is_some_and(|one| Some(one) == number(other))
}
