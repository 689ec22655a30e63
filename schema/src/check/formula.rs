//! Checks from their grammar to figures and exact factors.
//!
//! After this: every name is a figure, every number stands where one is wanted, both sides of every comparison are in
//! the unit of the left one.

mod member;
mod name;
mod rows;

pub(crate) use member::Members;

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::dimension::Binding;
use super::linear::Operand;
use super::lint::Trace;
use super::measure::{self, Measure};
use super::place::At;
use super::relation::Cells;
use super::scope::Scope;
use super::unit::Units;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{Function, Reference, Term, TermKind};
use crate::model::{Expr, NodeId, Operator, Statement};
use crate::source::Span;

/// What the formulas of a form refer to.
pub(crate) struct Formulas<'a> {
    pub(crate) scope: &'a Scope<'a>,
    pub(crate) cells: &'a Cells<'a>,
    pub(crate) units: &'a mut Units,
    /// Where the comparisons and figures of the check at hand stand.
    pub(crate) trace: Trace,
    /// How many figures `x.*` and ranges may still stand for.
    pub(crate) left: usize,
    /// What dimensions are bound to.
    pub(crate) binding: Binding,
    /// A cell was read that the form blocks out.
    pub(crate) blocked: bool,
    /// The form has a `period`, so that there is a report of the one before.
    pub(crate) has_period: bool,
    /// In a check of a dimension: what its names mean.
    pub(crate) members: Option<Members>,
}

/// A number and what it measures.
pub(super) struct Number {
    pub(super) expr: Expr,
    pub(super) measure: Measure,
    pub(super) span: Span,
}

impl Formulas<'_> {
    /// A statement. None where something is wrong, which has been said.
    pub(crate) fn statement(
        &mut self,
        from: NodeId,
        term: &Term,
        tolerance: Option<&BigRational>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Statement> {
        match &term.kind {
            TermKind::Compare(op, left, right) => self.compare(from, *op, (left, right), tolerance, out),
            TermKind::And(terms) => self.all(from, terms, tolerance, out).map(Statement::And),
            TermKind::Or(terms) => self.all(from, terms, tolerance, out).map(Statement::Or),
            TermKind::Not(inner) => Some(Statement::Not(Box::new(self.statement(from, inner, tolerance, out)?))),
            TermKind::If(condition, then, otherwise) => {
                // All three are read, so that mistakes in each are reported.
                let condition = self.statement(from, condition, tolerance, out);
                let then = self.branch(from, then, tolerance, out);
                let otherwise = match otherwise {
                    Some(term) => Some(Box::new(self.branch(from, term, tolerance, out)?)),
                    None => None,
                };
                Some(Statement::If { condition: Box::new(condition?), then: Box::new(then?), otherwise })
            }
            TermKind::Call(function @ (Function::Reported | Function::Applies), arguments) => {
                let node = self.cell(from, *function, arguments.first()?, out)?;
                Some(if *function == Function::Reported { Statement::Reported(node) } else { Statement::Applies(node) })
            }
            _ => {
                // What is wrong within is what it is wrong about.
                self.number(from, term, out)?;
                out.push(
                    Diagnostic::new(
                        Code::WrongSort,
                        "a number stands where something that holds or not is wanted",
                        term.span,
                        "this is a number",
                    )
                    .help("compare it with another one, such as `x == y`"),
                );
                None
            }
        }
    }

    /// A branch of a choice. It is read only where it is taken, so that a cell in it that is blocked out leaves the other
    /// branch as it is.
    fn branch(
        &mut self,
        from: NodeId,
        term: &Term,
        tolerance: Option<&BigRational>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Statement> {
        let around = std::mem::take(&mut self.blocked);
        let before = (self.trace.comparisons.len(), self.trace.figures.len());
        let statement = self.statement(from, term, tolerance, out);
        let is_blocked = std::mem::replace(&mut self.blocked, around);
        if !is_blocked {
            return statement;
        }
        self.trace.comparisons.truncate(before.0);
        self.trace.figures.truncate(before.1);
        statement.map(|_| Statement::never_applies())
    }

    fn all(
        &mut self,
        from: NodeId,
        terms: &[Term],
        tolerance: Option<&BigRational>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<Statement>> {
        let read: Vec<Option<Statement>> =
            terms.iter().map(|term| self.statement(from, term, tolerance, out)).collect();
        read.into_iter().collect()
    }

    fn compare(
        &mut self,
        from: NodeId,
        op: Operator,
        (left, right): (&Term, &Term),
        tolerance: Option<&BigRational>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Statement> {
        if matches!(op, Operator::Equal | Operator::NotEqual) && is_statement(left) && is_statement(right) {
            let left = self.statement(from, left, tolerance, out);
            let right = self.statement(from, right, tolerance, out);
            let (left, right) = (Box::new(left?), Box::new(right?));
            return Some(if op == Operator::Equal {
                Statement::Same(left, right)
            } else {
                Statement::Differ(left, right)
            });
        }
        let sides = (left.span, right.span);
        let left = self.number(from, left, out);
        let right = self.number(from, right, out);
        let (left, right) = (left?, right?);
        let whole = Span { start: sides.0.start.min(sides.1.start), end: sides.0.end.max(sides.1.end), ..sides.0 };
        self.trace.comparisons.push((whole, sides.0, sides.1));
        let right_expr = measure::alike(self.units, &left, right, "compared", out)?;
        Some(Statement::Compare { op, left: left.expr, right: right_expr, tolerance: tolerance.cloned() })
    }

    /// The cell of `reported(x)` and `applies(x)`: of any type.
    fn cell(&mut self, from: NodeId, function: Function, term: &Term, out: &mut Vec<Diagnostic>) -> Option<Expr> {
        let name = function.as_str();
        let TermKind::Reference(reference) = &term.kind else {
            out.push(
                Diagnostic::new(Code::BadCall, format!("`{name}` is asked of one cell"), term.span, "not a cell")
                    .help(format!("write `{name}(x)` with the path of a figure or field")),
            );
            return None;
        };
        let node = self.single(from, reference, out)?;
        if self.cells.get(node).is_none() {
            self.heading(node, reference.span, out);
            return None;
        }
        let brackets = self.bound(node, reference, out)?;
        let node = self.at(node, &brackets, reference.span, out)?.unwrap_or(node);
        Some(Operand { node, prior: reference.prior }.expr())
    }

    /// What the brackets of a reference bind, and what is bound around it.
    fn bound(&self, node: NodeId, reference: &Reference, out: &mut Vec<Diagnostic>) -> Option<Binding> {
        let brackets = self.brackets(node, reference).map_err(|diagnostic| out.push(*diagnostic)).ok()?;
        let mut binding = self.binding.clone();
        binding.extend(brackets);
        Some(binding)
    }

    /// The cell of a figure at a binding; none inside where it is blocked out.
    fn at(&mut self, node: NodeId, binding: &Binding, span: Span, out: &mut Vec<Diagnostic>) -> Option<Option<NodeId>> {
        match self.scope.tree.at(node, binding) {
            At::Cell(cell) => Some(Some(cell)),
            At::Blocked => {
                self.blocked = true;
                Some(None)
            }
            At::Open(dimension) => {
                let tree = self.scope.tree;
                let dimension = tree.dimensions.get(dimension).map_or("", |found| &found.id);
                out.push(
                    Diagnostic::new(
                        Code::FreeDimensions,
                        format!("`{}` has the dimension `{dimension}`, which has no whole", tree.path(node)),
                        span,
                        "no one figure",
                    )
                    .help("choose a member in brackets, or add up with `sum(x over dimension)`"),
                );
                None
            }
        }
    }

    /// A number. None where something is wrong, which has been said.
    pub(super) fn number(&mut self, from: NodeId, term: &Term, out: &mut Vec<Diagnostic>) -> Option<Number> {
        let span = term.span;
        let made = |expr, measure| Some(Number { expr, measure, span });
        match &term.kind {
            TermKind::Number(value) => made(Expr::Number(value.clone()), Measure::Bare),
            TermKind::Reference(reference) => {
                if let Some(star) = reference.star {
                    out.push(
                        Diagnostic::new(
                            Code::WrongSort,
                            "several figures stand where one is wanted",
                            reference.span,
                            "all its parts",
                        )
                        .help("write `sum(x.*)`, `min(x.*)`, `max(x.*)` or `count(x.*)`"),
                    );
                    let _ = star;
                    return None;
                }
                let node = self.single(from, reference, out)?;
                let measure = self.figure(node, reference.span, out)?;
                let binding = self.bound(node, reference, out)?;
                let Some(cell) = self.at(node, &binding, reference.span, out)? else {
                    return made(Expr::Number(BigRational::zero()), measure);
                };
                let operand = Operand { node: cell, prior: reference.prior };
                self.trace.figures.push((operand, reference.span));
                made(operand.expr(), measure)
            }
            TermKind::As(inner, unit) => {
                let number = self.number(from, inner, out);
                let unit_id = self.units.find(&unit.text, unit.span, out);
                measure::convert(self.units, number?, unit_id?, unit.span, out)
            }
            TermKind::Minus(inner) => {
                let number = self.number(from, inner, out)?;
                made(Expr::Minus(Box::new(number.expr)), number.measure)
            }
            TermKind::Sum(terms) => {
                let read: Vec<Option<(bool, Number)>> =
                    terms.iter().map(|(minus, term)| Some((*minus, self.number(from, term, out)?))).collect();
                let numbers: Vec<(bool, Number)> = read.into_iter().collect::<Option<_>>()?;
                let (terms, measure) = measure::align(self.units, numbers, "added", out)?;
                made(Expr::Sum(terms.into_iter().map(negated).collect()), measure)
            }
            TermKind::Product(left, right) => {
                let (left, right) = (self.number(from, left, out), self.number(from, right, out));
                measure::product(self.units, left?, right?, span, out)
            }
            TermKind::Quotient(left, right) => {
                let (left, right) = (self.number(from, left, out), self.number(from, right, out));
                measure::quotient(self.units, left?, right?, span, out)
            }
            TermKind::Call(function, arguments) => self.call(from, *function, arguments, span, out),
            TermKind::Range(..) => {
                out.push(
                    Diagnostic::new(
                        Code::WrongSort,
                        "several figures stand where one is wanted",
                        span,
                        "a range of codes",
                    )
                    .help("write `sum(…)`, `min(…)`, `max(…)` or `count(…)` around it"),
                );
                None
            }
            TermKind::Over(..) => {
                out.push(
                    Diagnostic::new(
                        Code::WrongSort,
                        "several figures stand where one is wanted",
                        span,
                        "a figure a member",
                    )
                    .help("write `sum(…)`, `min(…)`, `max(…)` or `count(…)` around it"),
                );
                None
            }
            TermKind::Compare(..) | TermKind::And(_) | TermKind::Or(_) | TermKind::Not(_) | TermKind::If(..) => {
                out.push(
                    Diagnostic::new(
                        Code::WrongSort,
                        "something that holds or not stands where a number is wanted",
                        span,
                        "this is no number",
                    )
                    .help("`and`, `or` and `if` join comparisons, not numbers"),
                );
                None
            }
        }
    }

    fn call(
        &mut self,
        from: NodeId,
        function: Function,
        arguments: &[Term],
        span: Span,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Number> {
        let made = |expr, measure| Some(Number { expr, measure, span });
        match function {
            Function::Abs => {
                let number = self.number(from, arguments.first()?, out)?;
                made(Expr::Abs(Box::new(number.expr)), number.measure)
            }
            Function::Count => {
                let mut nodes = Vec::new();
                let mut complete = true;
                let blocked = std::mem::take(&mut self.blocked);
                for argument in arguments {
                    match &argument.kind {
                        TermKind::Reference(_) | TermKind::Range(..) => match self.several(from, argument, out) {
                            Some(several) => nodes.extend(several.into_iter().map(|(_, figure, _)| figure)),
                            None => complete = false,
                        },
                        TermKind::Over(inner, over)
                            if matches!(inner.kind, TermKind::Reference(_) | TermKind::Range(..)) =>
                        {
                            let Some(bindings) = self.over(from, inner, over, out) else {
                                complete = false;
                                continue;
                            };
                            let around = self.binding.clone();
                            let along = self.open(over);
                            for (_, binding) in bindings {
                                self.binding.extend(binding);
                                match self.several(from, inner, out) {
                                    Some(several) => {
                                        nodes.extend(several.into_iter().map(|(_, figure, _)| rows::of(figure, &along)))
                                    }
                                    None => complete = false,
                                }
                                if !complete {
                                    break;
                                }
                            }
                            self.binding = around;
                        }
                        _ => {
                            complete = false;
                            out.push(
                                Diagnostic::new(Code::BadCall, "`count` counts cells", argument.span, "not a cell")
                                    .help("write paths, `x.*` or a range of codes"),
                            );
                        }
                    }
                }
                // Cells that are blocked out are not counted; of nothing else there is no count.
                self.blocked = blocked || nodes.is_empty();
                if !complete { None } else { made(Expr::Count(nodes), Measure::Bare) }
            }
            Function::Sum | Function::Min | Function::Max => {
                let mut numbers: Vec<(bool, Number)> = Vec::new();
                let mut complete = true;
                let around = self.blocked;
                for argument in arguments {
                    match self.summands(from, function, argument, out) {
                        Some(some) => numbers.extend(some),
                        None => complete = false,
                    }
                }
                if !complete {
                    return None;
                }
                // Cells that are blocked out are left out; of nothing else there is no sum.
                self.blocked = around || numbers.is_empty();
                if numbers.is_empty() {
                    return made(Expr::Number(BigRational::zero()), Measure::Unknown);
                }
                if function == Function::Sum
                    && let Some(unit) = numbers.iter().find_map(|(_, number)| measure::does_not_add(self.units, number))
                {
                    out.push(
                        Diagnostic::new(
                            Code::UnitDoesNotAdd,
                            format!("figures in `{unit}` do not add up"),
                            span,
                            "a sum of them means nothing",
                        )
                        .help("durations and ratios have no sums; compare them one by one, or with `min` and `max`"),
                    );
                    return None;
                }
                let verb = if function == Function::Sum { "added" } else { "compared" };
                let (terms, measure) = measure::align(self.units, numbers, verb, out)?;
                let terms: Vec<Expr> = terms.into_iter().map(|term| rows::operand(negated(term), function)).collect();
                let expr = match function {
                    Function::Min => Expr::Min(terms),
                    Function::Max => Expr::Max(terms),
                    _ => Expr::Sum(terms),
                };
                made(expr, measure)
            }
            Function::Reported | Function::Applies => {
                out.push(
                    Diagnostic::new(
                        Code::WrongSort,
                        format!("`{}` holds or not, and is no number", function.as_str()),
                        span,
                        "this is no number",
                    )
                    .help("join it to a comparison with `and`, `or` or `if … then …`"),
                );
                None
            }
        }
    }

    fn summands(
        &mut self,
        from: NodeId,
        function: Function,
        term: &Term,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Vec<(bool, Number)>> {
        let several = match &term.kind {
            TermKind::Range(..) => true,
            TermKind::Reference(reference) => reference.star.is_some(),
            _ => false,
        };
        if let TermKind::Over(inner, over) = &term.kind {
            let bindings = self.over(from, inner, over, out)?;
            let around = self.binding.clone();
            let along = self.open(over);
            let mut numbers = Vec::new();
            for (minus, binding) in bindings {
                self.binding.extend(binding);
                let some = self.summands(from, function, inner, out);
                let some = some.and_then(|some| rows::each(some, function, &along, out));
                let Some(some) = some else {
                    self.binding = around;
                    return None;
                };
                let minus = minus && function == Function::Sum;
                numbers.extend(some.into_iter().map(|(deducted, number)| (deducted != minus, number)));
            }
            self.binding = around;
            return Some(numbers);
        }
        if !several {
            self.blocked = false;
            let number = self.number(from, term, out)?;
            return Some(if self.blocked { Vec::new() } else { vec![(false, number)] });
        }
        let nodes = self.several(from, term, out)?;
        // In `min` and `max` a part that is deducted counts as it stands.
        let number =
            |(minus, expr, measure)| (minus && function == Function::Sum, Number { expr, measure, span: term.span });
        Some(nodes.into_iter().map(number).collect())
    }
}

fn negated((minus, expr): (bool, Expr)) -> Expr {
    if minus { Expr::Minus(Box::new(expr)) } else { expr }
}

/// Whether a term holds or not, judged by its outermost part.
fn is_statement(term: &Term) -> bool {
    matches!(
        term.kind,
        TermKind::Compare(..)
            | TermKind::And(_)
            | TermKind::Or(_)
            | TermKind::Not(_)
            | TermKind::If(..)
            | TermKind::Call(Function::Reported | Function::Applies, _)
    )
}

/// Multiplies exactly, leaving a factor of one out.
pub(super) fn scaled(expr: Expr, by: BigRational) -> Expr {
    if by.is_one() || by.is_zero() {
        return expr;
    }
    match expr {
        Expr::Number(value) => Expr::Number(value * by),
        other => Expr::Scale { by, of: Box::new(other) },
    }
}
