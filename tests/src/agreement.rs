//! Holds the runtime's evaluator against the second one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;
use tallyform::plan::{Plan, Statement};
use tallyform::{Finding, Outcome, Scratch, Tally, Validation, Validator};

use crate::oracle::comparison::{Comparison, Sides, is_linear, sides};
use crate::oracle::single::printed;
use crate::oracle::{Side, Verdict, Verdicts, verdicts};

/// A report and that of one period earlier, if there is one.
#[derive(Clone, Copy, Debug)]
pub struct Filed<'a> {
    /// The report.
    pub now: &'a Value,
    /// The earlier one.
    pub before: Option<&'a Value>,
}

/// What the two evaluators do not agree on, in words; empty where they agree.
#[must_use]
pub fn disagreements(plan: &Plan, report: &Value) -> Vec<String> {
    disagreements_about(plan, plan, Filed { now: report, before: None })
}

/// What the runtime with the plan that was made does not agree on with the second evaluator with the plan that is
/// expected, in words.
#[must_use]
pub fn disagreements_about(plan: &Plan, made: &Plan, filed: Filed<'_>) -> Vec<String> {
    let validators = [Validator::new(made.clone()), Validator::new(made.clone())];
    let [quick, full] = match validators {
        [Ok(quick), Ok(full)] => [quick, full.list_undetermined(true)],
        [Err(error), _] | [_, Err(error)] => return vec![format!("the validator does not take the plan: {error}")],
    };
    let mut tally = full.tally();
    let said = match judged(&full, filed, &mut tally) {
        Ok(said) => said,
        Err(complaint) => return vec![complaint],
    };
    let now = Side::of(plan, filed.now);
    let before = filed.before.map(|before| Side::of(plan, before));
    let expected = verdicts(plan, &now, before.as_ref());
    let mut found = counts(plan, &expected, &tally, &full);
    found.extend(findings(&expected, &said));
    found.extend(values(filed, &said));
    found.extend(same_without_a_list(&quick, filed, &said));
    found
}

/// Whether two evaluators agree is asked of reports that can be read only.
fn judged(validator: &Validator, filed: Filed<'_>, tally: &mut Tally) -> Result<Validation, String> {
    let read = |report: &Value| {
        validator.read(report.to_string().as_bytes()).map_err(|said| format!("the report is not readable: {said:?}"))
    };
    let (report, before) = (read(filed.now)?, filed.before.map(read).transpose()?);
    let mut scratch = Scratch::default();
    validator.read_with(filed.now.to_string().as_bytes(), &mut scratch);
    let said = validator.judge_with(&mut scratch, before.as_ref(), Some(tally)).clone();
    if validator.validate_beside(&report, before.as_ref()) != said {
        return Err("reading and judging in one is not reading, then judging".to_owned());
    }
    let written = validator.write(&report);
    if validator.read(written.as_bytes()).as_ref() != Ok(&report) {
        return Err(format!("what was written reads otherwise: {written}"));
    }
    Ok(said)
}

/// How often each check over cells came to which outcome.
fn counts(plan: &Plan, expected: &Verdicts<'_>, tally: &Tally, validator: &Validator) -> Vec<String> {
    let lines = tally.lines(validator);
    let mut found = Vec::new();
    for (number, rule) in plan.rules.iter().enumerate() {
        let Some(line) = lines.iter().find(|line| line.check == rule.id) else {
            found.push(format!("{}: not in the tally", rule.id));
            continue;
        };
        let counted = [
            (Outcome::Satisfied, line.counts.satisfied),
            (Outcome::Violated, line.counts.violated),
            (Outcome::Undetermined, line.counts.undetermined),
            (Outcome::Explained, line.counts.explained),
            (Outcome::NotApplicable, line.counts.not_applicable),
        ];
        let counted: Vec<Outcome> = counted
            .into_iter()
            .flat_map(|(outcome, times)| std::iter::repeat_n(outcome, usize::try_from(times).unwrap_or(0)))
            .collect();
        let of_rule = || expected.all.iter().filter(|verdict| verdict.rule == Some(number));
        let mut allowed: Vec<BTreeSet<Outcome>> = of_rule().map(|verdict| verdict.allowed.clone()).collect();
        // What is certain goes first, so that little is left to try.
        allowed.sort_by_key(BTreeSet::len);
        if !can_be_dealt_out(&counted, &allowed) {
            let verdicts = of_rule().fold(String::new(), |text, verdict| text + &told(expected, verdict));
            let statements = &rule.statements;
            found.push(format!("{}: the runtime counts {counted:?}, of {statements:?}{verdicts}", rule.id));
        }
    }
    found
}

/// Whether each outcome can be given to a check that allows it, none left over.
fn can_be_dealt_out(counted: &[Outcome], allowed: &[BTreeSet<Outcome>]) -> bool {
    let Some((first, rest)) = allowed.split_first() else { return counted.is_empty() };
    first.iter().any(|outcome| {
        let Some(position) = counted.iter().position(|one| one == outcome) else { return false };
        let mut left = counted.to_vec();
        left.remove(position);
        can_be_dealt_out(&left, rest)
    })
}

/// A verdict in words.
fn told(expected: &Verdicts<'_>, verdict: &Verdict) -> String {
    let mut text = format!("\n    allowed {:?} at {:?} of {:?}", verdict.allowed, verdict.place, verdict.cells);
    if let Some(shown) = &verdict.shown {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n        {shown:?}");
    }
    for (at, prior) in &verdict.cells {
        let is_it = |cell: &&crate::oracle::flat::Concrete| cell.at.as_ref() == Some(at) && cell.prior == *prior;
        let position = expected.flat.cells.iter().position(|cell| is_it(&cell));
        if let Some(standing) = position.and_then(|position| expected.flat.standings.get(position)) {
            let number = position.unwrap_or_default();
            let _ = write!(text, "\n        {number}: {at}{} {standing:?}", if *prior { " (prior)" } else { "" });
        }
    }
    text
}

/// Findings one by one, in order: each is one that is expected, and none is left out that is certain.
fn findings(expected: &Verdicts<'_>, said: &Validation) -> Vec<String> {
    let said: Vec<&Finding> =
        said.findings.iter().filter(|finding| !["stray", "unknown"].contains(&finding.check.as_str())).collect();
    let all = &expected.all;
    // How far the findings are accounted for by the first verdicts: from each pair of places, whether the end is reached.
    let mut reaches = vec![vec![false; all.len() + 1]; said.len() + 1];
    let mut furthest = said.len();
    for finding in (0..=said.len()).rev() {
        for verdict in (0..=all.len()).rev() {
            reaches[finding][verdict] = if verdict == all.len() {
                finding == said.len()
            } else {
                let skips = may_be_left_out(&all[verdict]) && reaches[finding][verdict + 1];
                skips
                    || finding < said.len() && is_it(said[finding], &all[verdict]) && reaches[finding + 1][verdict + 1]
            };
            if reaches[finding][verdict] {
                furthest = furthest.min(finding);
            }
        }
    }
    if !reaches[0][0] {
        let mut text = String::from("the findings differ. The runtime says");
        for finding in &said {
            let cells: Vec<_> = finding.cells.iter().map(|cell| (cell.at.as_str(), cell.prior)).collect();
            let op = finding.op.map_or("", |op| op.symbol());
            let Finding { check, bindings, outcome, severity, .. } = finding;
            let _ = write!(text, "\n    {check} {bindings:?} {outcome:?} {severity} {op} {cells:?}");
        }
        text.push_str("\n  and expected is");
        for verdict in all.iter().filter(|verdict| verdict.allowed.iter().any(|outcome| is_listed(*outcome))) {
            let Verdict { check, place, allowed, severity, cells, op, .. } = verdict;
            let op = op.map_or("", |op| op.symbol());
            let _ = write!(text, "\n    {check} {place:?} {allowed:?} {severity} {op} {cells:?}");
        }
        return vec![text];
    }
    let mut complaints = Vec::new();
    let (mut finding, mut verdict) = (0, 0);
    while finding < said.len() && verdict < all.len() {
        let (one, expected_one) = (said[finding], &all[verdict]);
        let takes = is_it(one, expected_one) && reaches[finding + 1][verdict + 1];
        if takes {
            if let Some(complaint) = compared(expected, expected_one, one) {
                complaints.push(format!("{}: {complaint}, of{}", one.check, told(expected, expected_one)));
            }
            finding += 1;
        }
        verdict += 1;
    }
    complaints
}

fn is_listed(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Violated | Outcome::Explained | Outcome::Undetermined)
}

fn may_be_left_out(verdict: &Verdict) -> bool {
    verdict.allowed.iter().any(|outcome| !is_listed(*outcome))
}

fn is_it(finding: &Finding, verdict: &Verdict) -> bool {
    let cells = finding.cells.iter().map(|cell| (cell.at.as_str(), cell.prior));
    finding.check == verdict.check
        && verdict.allowed.contains(&finding.outcome)
        && finding.severity == verdict.severity
        && finding.bindings == verdict.place
        && (verdict.op.is_none() || finding.op == verdict.op)
        && cells.eq(verdict.cells.iter().map(|(at, prior)| (at.as_str(), *prior)))
}

/// Left, right, difference and tolerance of a finding about a comparison of points.
fn compared(expected: &Verdicts<'_>, verdict: &Verdict, finding: &Finding) -> Option<String> {
    let Some(Statement::Compare { op, left, right, tolerance }) = &verdict.shown else { return None };
    let tolerance = tolerance.as_ref().map(|tolerance| tolerance.as_big());
    let comparison = Comparison { op: *op, left, right, tolerance };
    if verdict.allowed.len() > 1 {
        return None;
    }
    let sides = sides(comparison, &expected.flat.standings)?;
    one_finding(finding, &sides, is_linear(left) && is_linear(right))
}

fn one_finding(finding: &Finding, expected: &Sides, linear: bool) -> Option<String> {
    let number = |text: &Option<String>| text.as_deref().and_then(printed);
    let zero = BigRational::zero();
    let pairs = [
        ("left", number(&finding.left), Some(&expected.left)),
        ("right", number(&finding.right), Some(&expected.right)),
    ];
    for (name, said, expected) in pairs {
        if said.as_ref() != expected {
            return Some(format!("{name} is {said:?}, expected {expected:?}"));
        }
    }
    let difference = &expected.left - &expected.right;
    if number(&finding.difference).as_ref() != Some(&difference) {
        return Some(format!("the difference is {:?}, expected {difference}", finding.difference));
    }
    let tolerance = number(&finding.tolerance).unwrap_or(zero);
    if linear && tolerance != expected.tolerance {
        return Some(format!("the tolerance is {:?}, expected {}", finding.tolerance, expected.tolerance));
    }
    None
}

/// What findings show of cells is what stands there.
fn values(filed: Filed<'_>, said: &Validation) -> Vec<String> {
    let mut found = Vec::new();
    for cell in said.findings.iter().filter(|finding| finding.check != "stray").flat_map(|finding| &finding.cells) {
        let report = if cell.prior { filed.before } else { Some(filed.now) };
        let value = report.and_then(|report| report.pointer(&cell.at)).unwrap_or(&Value::Null);
        let shown = serde_json::to_value(&cell.value).unwrap_or_default();
        let is_list_of_rows = value.is_array() && shown.is_u64() || cell.at.ends_with("/rows");
        // What is no 64-bit integer, and what is no plain value, is shown as its text.
        let as_text = Value::String(value.to_string());
        // Trailing zeros are no places.
        let number = |value: &Value| match value {
            Value::String(text) => printed(text),
            Value::Number(number) => printed(&number.to_string()),
            _ => None,
        };
        let same = number(&shown).is_some() && number(&shown) == number(value);
        if shown != *value && shown != as_text && !same && !is_list_of_rows {
            found.push(format!("{} is shown as {shown}, and holds {value}", cell.at));
        }
    }
    found
}

/// Whether undetermined checks are listed changes nothing but the list.
fn same_without_a_list(validator: &Validator, filed: Filed<'_>, full: &Validation) -> Vec<String> {
    let short = match judged(validator, filed, &mut validator.tally()) {
        Ok(short) => short,
        Err(complaint) => return vec![complaint],
    };
    let listed: Vec<&Finding> =
        full.findings.iter().filter(|finding| finding.outcome != Outcome::Undetermined).collect();
    let mut found = Vec::new();
    if short.counts != full.counts {
        found.push(format!("counts differ with and without a list: {:?}, {:?}", short.counts, full.counts));
    }
    if short.findings.iter().collect::<Vec<_>>() != listed {
        found.push("findings differ with and without a list of what is undetermined".to_owned());
    }
    found
}
