//! What the front end says of checks before there is a report: that they cannot fail, or cannot hold.

use std::collections::BTreeSet;

use serde_json::Value;
use tallyform::Outcome;
use tallyform::plan::Plan;
use tallyform_schema::{Code, SourceMap};

use super::expression::statement;
use super::{Form, Say, What};
use crate::agreement::Filed;
use crate::oracle::{Side, Verdict, verdicts};

/// Comparisons of which the front end says that they cannot fail, and that fail; or cannot hold, and hold. Only a report
/// in which each cell is as it should be can show that, and where the front end argues from another check, only one in
/// which all others hold.
#[must_use]
pub fn wrong_verdicts(form: &Form, text: &str, plan: &Plan, filed: Filed<'_>) -> Vec<String> {
    let side = Side::of(plan, filed.now);
    let before = filed.before.map(|before| Side::of(plan, before));
    let expected = verdicts(plan, &side, before.as_ref());
    if expected.all.iter().any(|verdict| verdict.rule.is_none()) {
        return Vec::new();
    }
    let mut sources = SourceMap::new();
    let file = sources.add("drawn.yaml", text.as_bytes());
    let mut wrong = Vec::new();
    for diagnostic in tallyform_schema::check(&sources, file).diagnostics {
        let never = match diagnostic.code {
            Code::CannotFail => fails as fn(&Verdict) -> bool,
            Code::CannotHold => holds,
            _ => continue,
        };
        let line = sources.locate(diagnostic.primary.span).line as usize;
        let line = text.lines().nth(line - 1).unwrap_or_default();
        for (node, check) in
            (0..form.nodes.len()).flat_map(|node| form.nodes[node].checks.iter().map(move |check| (node, check)))
        {
            let What::That(say @ Say::Compare(..)) = &check.what else { continue };
            let said = Value::from(statement(form, say)).to_string();
            // Only where the line tells which check is meant.
            if line.contains(&said) && text.matches(&said).count() == 1 {
                let id = format!("{}:{}", form.path(node), check.id.unwrap_or("check"));
                let (own, others): (Vec<&Verdict>, Vec<&Verdict>) =
                    expected.all.iter().partition(|verdict| verdict.check == id);
                let argued =
                    diagnostic.secondary.iter().any(|label| ["the opposite", "this sum"].contains(&&*label.text));
                if own.iter().any(|verdict| never(verdict)) && !(argued && others.iter().any(|other| fails(other))) {
                    wrong.push(format!("{said}: {:?} is said, and it is otherwise", diagnostic.code));
                }
            }
        }
    }
    wrong
}

fn holds(verdict: &Verdict) -> bool {
    verdict.allowed == BTreeSet::from([Outcome::Satisfied])
}

fn fails(verdict: &Verdict) -> bool {
    let failed = [Outcome::Violated, Outcome::Explained];
    verdict.allowed.iter().all(|outcome| failed.contains(outcome))
}
