//! What the front end says of checks before there is a report: that they cannot fail, or cannot hold.

use serde_json::Value;
use tallyform::plan::Plan;
use tallyform_schema::{Code, SourceMap};

use super::expression::statement;
use super::{Form, Say, What, meaning};
use crate::oracle::{self, Truth, Truths, judge};

/// Comparisons of which the front end says that they cannot fail, and that fail; or cannot hold, and hold. Only a report
/// in which each cell is as it should be can show that, and where the front end argues from another check, only one in
/// which all others hold.
#[must_use]
pub fn wrong_verdicts(form: &Form, text: &str, plan: &Plan, report: &Value) -> Vec<String> {
    if !oracle::cell_findings(plan, report).is_empty() {
        return Vec::new();
    }
    let standings = oracle::standings(plan, &oracle::read(plan, report));
    let mut sources = SourceMap::new();
    let file = sources.add("drawn.yaml", text.as_bytes());
    let mut wrong = Vec::new();
    for diagnostic in tallyform_schema::check(&sources, file).diagnostics {
        let never = match diagnostic.code {
            Code::CannotFail => Truth::False,
            Code::CannotHold => Truth::True,
            _ => continue,
        };
        let line = sources.locate(diagnostic.primary.span).line as usize;
        let line = text.lines().nth(line - 1).unwrap_or_default();
        for check in form.nodes.iter().flat_map(|node| &node.checks) {
            let What::That(say @ Say::Compare(..)) = &check.what else { continue };
            let own = statement(form, say);
            let said = Value::from(own.as_str()).to_string();
            // Only where the line tells which check is meant.
            if line.contains(&said) && text.matches(&said).count() == 1 {
                let truths = judge(&meaning::statement(form, say, check.tolerance), &standings);
                let argued =
                    diagnostic.secondary.iter().any(|label| ["the opposite", "this sum"].contains(&&*label.text));
                let another_fails = || {
                    let others = plan.rules.iter().filter(|rule| rule.statements.len() > 1 || rule.text != own);
                    let mut statements = others.flat_map(|rule| &rule.statements);
                    statements.any(|statement| judge(statement, &standings) == Truths::one(Truth::False))
                };
                if truths == Truths::one(never) && !(argued && another_fails()) {
                    wrong.push(format!("{said}: {:?} is said, and it is {never:?}", diagnostic.code));
                }
            }
        }
    }
    wrong
}
