//! The checks of a form as people print them: 审核关系 in the manner of Chinese statistical reports, and an English list.
//!
//! [`checks`] makes the list from the plan, numbered for reading and named by the ids that findings bear; [`Checks::text`]
//! and [`Checks::markdown`] print it.

mod formula;
mod name;
mod print;
mod scope;
mod single;
mod words;

use tallyform::plan::{Every, ExplainedBy, Expr, Plan, Rule, Severities, Severity, Statement, Texts};

use self::formula::Formula;
use self::words::Words;

/// The checks of one form in one language.
#[derive(Clone, Debug)]
pub struct Checks {
    words: &'static Words,
    language: String,
    /// Folder of the revision.
    folder: String,
    /// What the head of a file says.
    header: Vec<String>,
    /// Title of the form.
    title: String,
    /// Form and revision.
    of: String,
    groups: Vec<Group>,
}

/// Checks that stand under one heading.
#[derive(Clone, Debug)]
struct Group {
    heading: String,
    lines: Vec<Line>,
}

/// One check.
#[derive(Clone, Debug)]
struct Line {
    /// Running number, from 1.
    number: usize,
    /// Label of the table that it stands in.
    table: String,
    /// What must hold, in words and signs.
    formula: String,
    /// For which members and rows it holds, and whether it relates rows or columns; empty where there is but one cell.
    scope: String,
    /// What else is to be known: reasons, explanations, other states.
    notes: Vec<String>,
    /// Stable id; of checks of single cells, the last part of it.
    id: String,
}

/// Makes the list of a form's checks in one of its languages. In a language other than Chinese, what the list itself says
/// is English.
#[must_use]
pub fn checks(plan: &Plan, language: &str) -> Checks {
    let words = words::of(language);
    let mut number = 0;
    let mut groups = Vec::new();
    for (compares, heading) in [(false, words.within.to_owned()), (true, words.earlier(every(plan)))] {
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let rules = plan
                .rules
                .iter()
                .filter(|rule| rule.severity.at(None) == severity && rule.statements.iter().any(is_prior) == compares);
            let rules: Vec<&Rule> = rules.collect();
            // What all of them have in common in other states is said once, in the heading.
            let first = rules.first().map(|rule| rule.severity);
            let common = first.filter(|first| rules.iter().all(|rule| rule.severity == *first));
            let lines: Vec<Line> = rules
                .into_iter()
                .map(|rule| {
                    number += 1;
                    line(plan, language, words, rule, (number, common))
                })
                .collect();
            let grave = match common.filter(|common| common.len() > 1) {
                Some(common) => in_states(plan, words, common),
                None => words.severity(severity).to_owned(),
            };
            groups.push(Group { heading: words.heading(&heading, &grave), lines });
        }
    }
    groups.push(Group { heading: words.single.to_owned(), lines: single::lines(plan, language, words, number) });
    groups.retain(|group| !group.lines.is_empty());
    Checks {
        words,
        language: language.to_owned(),
        folder: crate::output::folder(plan),
        header: crate::output::header(plan),
        title: said(&plan.title, language).to_owned(),
        of: format!("{} {}", plan.form, plan.revision),
        groups,
    }
}

fn line(
    plan: &Plan,
    language: &str,
    words: &'static Words,
    rule: &Rule,
    (number, common): (usize, Option<Severities>),
) -> Line {
    let mut notes = Vec::new();
    if let Some(because) = &rule.because {
        notes.push(words.because(said(because, language)));
    }
    match rule.explained_by {
        Some(ExplainedBy::Explanation) => notes.push(words.or_explained.to_owned()),
        Some(ExplainedBy::Note(_)) => notes.push(words.or_noted.to_owned()),
        None => {}
    }
    if rule.severity.len() > 1 && common != Some(rule.severity) {
        notes.push(in_states(plan, words, rule.severity));
    }
    Line {
        number,
        table: name::table(plan, language, rule.node),
        formula: Formula { plan, language, words, rule }.print(),
        scope: scope::scope(plan, language, words, rule),
        notes,
        id: rule.id.clone(),
    }
}

/// How grave a violation is, state by state.
fn in_states(plan: &Plan, words: &Words, severities: Severities) -> String {
    let states = plan.states.iter().zip(severities.iter());
    words.list(states.map(|(state, severity)| words.in_state(state, severity)))
}

fn every(plan: &Plan) -> Option<Every> {
    plan.period.as_ref().map(|period| period.every)
}

/// A text in a language; in the first language that there is where it is not said in that one.
fn said<'t>(texts: &'t Texts, language: &str) -> &'t str {
    texts.get(language).or_else(|| texts.values().next()).map_or("", String::as_str)
}

/// Whether a statement reads the report of an earlier period.
fn is_prior(statement: &Statement) -> bool {
    match statement {
        Statement::Compare { left, right, .. } => reads_prior(left) || reads_prior(right),
        Statement::And(all) | Statement::Or(all) => all.iter().any(is_prior),
        Statement::Not(one) => is_prior(one),
        Statement::If { condition, then, otherwise } => {
            is_prior(condition) || is_prior(then) || otherwise.as_deref().is_some_and(is_prior)
        }
        Statement::Same(a, b) | Statement::Differ(a, b) => is_prior(a) || is_prior(b),
        Statement::Reported(cell) | Statement::Applies(cell) => reads_prior(cell),
        Statement::Ordered { .. } | Statement::Constant(_) => false,
    }
}

fn reads_prior(expr: &Expr) -> bool {
    match expr {
        Expr::Prior(_) => true,
        Expr::Number(_) | Expr::Cell(_) => false,
        Expr::Rows { of, .. } | Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => reads_prior(of),
        Expr::Sum(all) | Expr::Min(all) | Expr::Max(all) | Expr::Count(all) => all.iter().any(reads_prior),
        Expr::Product(a, b) | Expr::Quotient(a, b) => reads_prior(a) || reads_prior(b),
    }
}
