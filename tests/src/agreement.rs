//! Holds the runtime's evaluator against the second one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;
use tallyform::plan::{Plan, Rule, Statement};
use tallyform::{Finding, Outcome, Validation, Validator};

use crate::oracle::comparison::{Comparison, Sides, is_linear, sides};
use crate::oracle::domain::Standing;
use crate::oracle::single::printed;
use crate::oracle::{self, CellFinding, Truth, Truths, judge};

/// What the two evaluators do not agree on, in words; empty where they agree.
#[must_use]
pub fn disagreements(plan: &Plan, report: &Value) -> Vec<String> {
    disagreements_about(plan, plan, report)
}

/// What the runtime with the plan that was made does not agree on with the second evaluator with the plan that is
/// expected, in words.
#[must_use]
pub fn disagreements_about(plan: &Plan, made: &Plan, report: &Value) -> Vec<String> {
    let text = report.to_string();
    let quick = match Validator::new(made.clone()) {
        Ok(validator) => validator,
        Err(error) => return vec![format!("the validator does not take the plan: {error}")],
    };
    let (full, tallied) = match Validator::new(made.clone()) {
        Ok(validator) => {
            let validator = validator.list_undetermined(true);
            let mut tally = validator.tally();
            let full = validator.validate_json_with(text.as_bytes(), &mut Default::default(), Some(&mut tally)).clone();
            let lines = tally.lines(&validator);
            (full, lines)
        }
        Err(error) => return vec![format!("the validator takes the plan only once: {error}")],
    };
    if !full.is_readable {
        return vec![format!("the report is not readable: {full}")];
    }
    let contents = oracle::read(plan, report);
    let standings = oracle::standings(plan, &contents);
    let mut found = Vec::new();
    for rule in &plan.rules {
        let explained = rule.explained_by.is_some() && is_explained(report, &rule.id);
        let allowed: Vec<BTreeSet<Outcome>> =
            rule.statements.iter().map(|statement| outcomes(&judge(statement, &standings), explained)).collect();
        let Some(line) = tallied.iter().find(|line| line.check == rule.id) else {
            found.push(format!("{}: not in the tally", rule.id));
            continue;
        };
        let counts = [
            (Outcome::Satisfied, line.counts.satisfied),
            (Outcome::Violated, line.counts.violated),
            (Outcome::Undetermined, line.counts.undetermined),
            (Outcome::Explained, line.counts.explained),
            (Outcome::NotApplicable, line.counts.not_applicable),
        ];
        let counted: Vec<Outcome> = counts
            .into_iter()
            .flat_map(|(outcome, times)| std::iter::repeat_n(outcome, usize::try_from(times).unwrap_or(0)))
            .collect();
        if !can_be_dealt_out(&counted, &allowed) {
            let statements = statements(rule, &standings);
            found.push(format!("{}: the runtime says {counted:?}, allowed is {allowed:?} of{statements}", rule.id));
        }
        let findings: Vec<&Finding> = full.findings.iter().filter(|finding| finding.check == rule.id).collect();
        found.extend(figures(rule, &standings, &findings));
    }
    found.extend(cells(plan, report, &full));
    found.extend(same_without_a_list(&quick, &text, &full));
    found
}

fn outcomes(truths: &Truths, explained: bool) -> BTreeSet<Outcome> {
    truths
        .0
        .iter()
        .map(|truth| match truth {
            Truth::True => Outcome::Satisfied,
            Truth::False if explained => Outcome::Explained,
            Truth::False => Outcome::Violated,
            Truth::Unknown => Outcome::Undetermined,
            Truth::NotApplicable => Outcome::NotApplicable,
        })
        .collect()
}

fn is_explained(report: &Value, check: &str) -> bool {
    report["explanations"].as_array().is_some_and(|all| all.iter().any(|one| one["check"] == check))
}

/// Whether each outcome can be given to a statement that allows it, none left over.
fn can_be_dealt_out(counted: &[Outcome], allowed: &[BTreeSet<Outcome>]) -> bool {
    let Some((first, rest)) = allowed.split_first() else { return counted.is_empty() };
    first.iter().any(|outcome| {
        let Some(position) = counted.iter().position(|one| one == outcome) else { return false };
        let mut left = counted.to_vec();
        left.remove(position);
        can_be_dealt_out(&left, rest)
    })
}

fn statements(rule: &Rule, standings: &[Standing]) -> String {
    let mut text = String::new();
    for statement in &rule.statements {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n    {statement:?}");
    }
    let _ = write!(text, "\n    where the cells are {standings:?}");
    text
}

/// Left, right, difference and tolerance of findings about comparisons of points.
fn figures(rule: &Rule, standings: &[Standing], findings: &[&Finding]) -> Vec<String> {
    let comparisons: Option<Vec<Comparison<'_>>> = rule.statements.iter().map(comparison).collect();
    let Some(comparisons) = comparisons else { return Vec::new() };
    let unsatisfied: Option<Vec<Comparison<'_>>> = comparisons
        .into_iter()
        .zip(&rule.statements)
        .filter_map(|(comparison, statement)| {
            let truths = judge(statement, standings).0;
            let open = truths.len() > 1;
            let listed = truths.contains(&Truth::False) || truths.contains(&Truth::Unknown);
            (open || listed).then_some((!open).then_some(comparison))
        })
        .collect();
    // Where it is open whether a statement is listed, findings cannot be told apart by their number.
    let Some(unsatisfied) = unsatisfied else { return Vec::new() };
    if unsatisfied.len() != findings.len() {
        let text = format!("{}: {} findings, expected {}", rule.id, findings.len(), unsatisfied.len());
        return vec![text];
    }
    let mut found = Vec::new();
    for (comparison, finding) in unsatisfied.into_iter().zip(findings) {
        let expected = sides(comparison, standings);
        if let Some(expected) = expected {
            let linear = is_linear(comparison.left) && is_linear(comparison.right);
            if let Some(complaint) = one_finding(finding, &expected, linear) {
                found.push(format!("{}: {complaint}, of{}", rule.id, statements(rule, standings)));
            }
        }
        if finding.op != Some(comparison.op) {
            found.push(format!("{}: the finding says {:?}, not {:?}", rule.id, finding.op, comparison.op));
        }
    }
    found
}

fn comparison(statement: &Statement) -> Option<Comparison<'_>> {
    let Statement::Compare { op, left, right, tolerance } = statement else { return None };
    let tolerance = tolerance.as_ref().map(|tolerance| tolerance.as_big());
    Some(Comparison { op: *op, left, right, tolerance })
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

fn cells(plan: &Plan, report: &Value, full: &Validation) -> Vec<String> {
    let mut expected = oracle::cell_findings(plan, report);
    let names = ["required", "marks", "places", "bounds", "type"];
    let mut said: Vec<CellFinding> = full
        .findings
        .iter()
        .filter_map(|finding| {
            let (path, name) = finding.check.rsplit_once(':')?;
            let check = names.into_iter().find(|check| *check == name)?;
            // Rules of the author are named by the author, but never like these.
            let cell = plan.cells.iter().find(|cell| plan.nodes[cell.node as usize].path == path)?;
            let at = cell.pointer.clone();
            Some(CellFinding { at, check, outcome: finding.outcome, severity: finding.severity })
        })
        .collect();
    expected.sort();
    said.sort();
    let only = |these: &[CellFinding], those: &[CellFinding]| {
        these.iter().filter(|one| !those.contains(one)).map(|one| format!("{one:?}")).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    found.extend(only(&said, &expected).into_iter().map(|one| format!("only the runtime says {one}")));
    found.extend(only(&expected, &said).into_iter().map(|one| format!("only the second evaluator says {one}")));
    if found.is_empty() && said.len() != expected.len() {
        found.push(format!("the runtime says of cells {said:?}"));
    }
    found
}

/// Whether undetermined checks are listed changes nothing but the list.
fn same_without_a_list(validator: &Validator, text: &str, full: &Validation) -> Vec<String> {
    let short = validator.validate_json(text.as_bytes());
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
