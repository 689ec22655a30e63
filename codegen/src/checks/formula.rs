//! What must hold, in labels and signs.

use tallyform::exact::Ratio;
use tallyform::plan::{Expr, Operator, Plan, Rule, RuleKind, Statement};

use super::name;
use super::words::Words;

/// A rule on its way to paper.
#[derive(Clone, Copy)]
pub(super) struct Formula<'a> {
    pub(super) plan: &'a Plan,
    pub(super) language: &'a str,
    pub(super) words: &'static Words,
    pub(super) rule: &'a Rule,
}

impl Formula<'_> {
    /// The rule at one of the places where it holds, the one that names most: where cells are blocked out, others name
    /// fewer.
    pub(super) fn print(self) -> String {
        let text = self.list(self.fullest());
        if !name::is_along(self.rule.kind) {
            return text;
        }
        let figure = self.plan.nodes.get(self.rule.node as usize);
        let figure = figure.map_or_else(String::new, |node| name::figure(self.plan, self.language, node));
        format!("{figure}{}{text}", self.words.colon)
    }

    /// The statements of that place.
    fn fullest(&self) -> &[Statement] {
        let (statements, wheres) = (&self.rule.statements, &self.rule.wheres);
        if wheres.is_empty() {
            return statements;
        }
        let mut best = &statements[..0];
        let mut most = None;
        let mut start = 0;
        while let Some(place) = wheres.get(start) {
            let length = wheres.iter().skip(start).take_while(|other| *other == place).count();
            let here = statements.get(start..start + length).unwrap_or_default();
            let size = here.iter().map(size_of_statement).sum::<usize>();
            if most.is_none_or(|most| size > most) {
                (best, most) = (here, Some(size));
            }
            start += length;
        }
        best
    }

    /// Statements one after the other. Several figures that compare alike with the same are said in one go.
    fn list(self, statements: &[Statement]) -> String {
        let mut texts = Vec::new();
        let mut rest = statements;
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            let Statement::Compare { op, left, right, tolerance } = first else {
                texts.push(self.statement(first));
                continue;
            };
            let mut lefts = vec![self.number(left)];
            while let Some((Statement::Compare { op: next, left, right: same, tolerance: also }, after)) =
                rest.split_first()
                && (next, same, also) == (op, right, tolerance)
            {
                lefts.push(self.number(left));
                rest = after;
            }
            let left = match lefts.as_slice() {
                [_] => None,
                all => Some(self.words.each_of(&all.join(self.words.comma))),
            };
            texts.push(match left {
                None => self.statement(first),
                Some(left) => self.comparison(&left, *op, &self.number(right), tolerance.as_ref()),
            });
        }
        texts.join(self.words.semicolon)
    }

    fn comparison(self, left: &str, op: Operator, right: &str, tolerance: Option<&Ratio>) -> String {
        let tolerance = tolerance.map_or_else(String::new, |by| self.words.tolerance(&by.to_string()));
        format!("{left}{}{right}{tolerance}", self.words.sign(op))
    }

    fn statement(self, statement: &Statement) -> String {
        let words = self.words;
        let inner = |statement: &Statement| match statement {
            Statement::Compare { .. } | Statement::Not(_) | Statement::Reported(_) | Statement::Applies(_) => {
                self.statement(statement)
            }
            other => words.parenthesised(&self.statement(other)),
        };
        let joined = |all: &[Statement], word: &str| all.iter().map(inner).collect::<Vec<_>>().join(word);
        match statement {
            Statement::Compare { op, left, right, tolerance } => {
                self.comparison(&self.number(left), *op, &self.number(right), tolerance.as_ref())
            }
            Statement::And(all) => joined(all, words.and),
            Statement::Or(all) => joined(all, words.or),
            Statement::Not(one) => words.not(&self.statement(one)),
            Statement::If { condition, then, otherwise } => {
                let otherwise = otherwise.as_deref().map(|otherwise| self.statement(otherwise));
                words.choice(&self.statement(condition), &self.statement(then), otherwise.as_deref())
            }
            Statement::Same(a, b) => words.same(&inner(a), &inner(b)),
            Statement::Differ(a, b) => words.differ(&inner(a), &inner(b)),
            Statement::Reported(cell) => words.reported(&self.number(cell)),
            Statement::Applies(cell) => words.applies(&self.number(cell)),
            Statement::Ordered { op, cells } => {
                let names: Vec<String> = cells.iter().map(|cell| self.cell(*cell)).collect();
                let sign = words.sign(*op);
                match names.as_slice() {
                    [first, second, .., last] if names.len() > 4 => format!("{first}{sign}{second}{sign}…{sign}{last}"),
                    all => all.join(sign),
                }
            }
            Statement::Constant(holds) => holds.to_string(),
        }
    }

    fn number(self, expr: &Expr) -> String {
        let words = self.words;
        match expr {
            Expr::Number(number) => number.to_string(),
            Expr::Cell(cell) => self.cell(*cell),
            Expr::Prior(cell) => words.prior(super::every(self.plan), &self.cell(*cell)),
            Expr::Rows { of, .. } => self.number(of),
            Expr::Scale { by, of } => format!("{}{}{}", self.factor(of), words.times, by),
            Expr::Sum(all) => self.sum(all),
            Expr::Minus(of) => format!("{}{}", words.minus.trim(), self.factor(of)),
            Expr::Product(a, b) => format!("{}{}{}", self.factor(a), words.times, self.factor(b)),
            Expr::Quotient(a, b) => format!("{}{}{}", self.factor(a), words.divided, self.factor(b)),
            Expr::Min(all) => self.of_several(all, words.least),
            Expr::Max(all) => self.of_several(all, words.greatest),
            Expr::Count(all) => self.of_several(all, words.count),
            Expr::Abs(of) => format!("|{}|", self.number(of)),
        }
    }

    fn cell(self, cell: u32) -> String {
        name::cell(self.plan, self.language, self.words, self.rule, cell)
    }

    /// An operand of a product: a sum stands in parentheses.
    fn factor(self, expr: &Expr) -> String {
        match expr {
            Expr::Sum(all) if all.len() > 1 => self.words.parenthesised(&self.number(expr)),
            Expr::Product(..) | Expr::Quotient(..) | Expr::Minus(_) => self.words.parenthesised(&self.number(expr)),
            _ => self.number(expr),
        }
    }

    fn sum(self, terms: &[Expr]) -> String {
        let mut text = String::new();
        for term in terms {
            let (minus, term) = match term {
                Expr::Minus(of) => (true, &**of),
                term => (false, term),
            };
            text.push_str(match (text.is_empty(), minus) {
                (true, false) => "",
                (true, true) => self.words.minus.trim_start(),
                (false, false) => self.words.plus,
                (false, true) => self.words.minus,
            });
            match (term, self.rows(term)) {
                (_, Some(rows)) => text.push_str(&self.words.sum_of(&rows)),
                (Expr::Sum(inner), None) if inner.len() > 1 => {
                    text.push_str(&self.words.parenthesised(&self.number(term)));
                }
                _ => text.push_str(&self.number(term)),
            }
        }
        if text.is_empty() { Ratio::from(0).to_string() } else { text }
    }

    /// What rows are called, with their figure where the check names others as well.
    fn rows(self, expr: &Expr) -> Option<String> {
        let Expr::Rows { of, along } = expr else { return None };
        let along = along.iter().filter_map(|dimension| self.plan.dimensions.get(*dimension as usize));
        let keys: Vec<&str> = along.map(|dimension| name::key(dimension, self.language)).collect();
        let (Expr::Cell(cell) | Expr::Prior(cell)) = &**of else { return None };
        if name::is_along(self.rule.kind) {
            return Some(self.words.each(&keys.join(self.words.comma)));
        }
        // The members that the rows stand for are in `keys` already.
        let figure = self.plan.cells.get(*cell as usize).and_then(|cell| self.plan.figure_of(cell));
        let figure = figure.map_or_else(String::new, |(_, node)| name::figure(self.plan, self.language, node));
        let figure =
            if matches!(**of, Expr::Prior(_)) { self.words.prior(super::every(self.plan), &figure) } else { figure };
        Some(self.words.of_each(&figure, &keys.join(self.words.comma)))
    }

    fn of_several(self, all: &[Expr], function: &str) -> String {
        let operands: Vec<String> = all.iter().map(|one| self.rows(one).unwrap_or_else(|| self.number(one))).collect();
        format!("{function}{}", self.words.parenthesised(&operands.join(self.words.comma)))
    }
}

/// How many cells a statement names.
fn size_of_statement(statement: &Statement) -> usize {
    match statement {
        Statement::Compare { left, right, .. } => size(left) + size(right),
        Statement::And(all) | Statement::Or(all) => all.iter().map(size_of_statement).sum(),
        Statement::Not(one) => size_of_statement(one),
        Statement::If { condition, then, otherwise } => {
            size_of_statement(condition) + size_of_statement(then) + otherwise.as_deref().map_or(0, size_of_statement)
        }
        Statement::Same(a, b) | Statement::Differ(a, b) => size_of_statement(a) + size_of_statement(b),
        Statement::Reported(_) | Statement::Applies(_) => 1,
        Statement::Ordered { cells, .. } => cells.len(),
        Statement::Constant(_) => 0,
    }
}

fn size(expr: &Expr) -> usize {
    match expr {
        Expr::Number(_) => 0,
        Expr::Cell(_) | Expr::Prior(_) | Expr::Rows { .. } => 1,
        Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => size(of),
        Expr::Sum(all) | Expr::Min(all) | Expr::Max(all) | Expr::Count(all) => all.iter().map(size).sum(),
        Expr::Product(a, b) | Expr::Quotient(a, b) => size(a) + size(b),
    }
}

impl Words {
    const fn sign(&self, op: Operator) -> &'static str {
        match op {
            Operator::Equal => self.equal,
            Operator::NotEqual => self.not_equal,
            Operator::Less => self.less,
            Operator::AtMost => self.at_most,
            Operator::Greater => self.greater,
            Operator::AtLeast => self.at_least,
        }
    }
}

/// Whether a rule relates rows or columns of the figures that it stands on, and not the members of a dimension.
pub(super) const fn is_of_items(kind: RuleKind) -> bool {
    !name::is_along(kind)
}
