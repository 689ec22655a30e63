//! What an author's check means, as a statement of the plan at one place.

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform::plan::{Expr, Kind, Statement};

use super::dimension::Binding;
use super::layout::{Item, Layout};
use super::meaning::{decimal, index};
use super::{Argument, Class, Form, Name, Number, Say};

/// What a number is measured in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measure {
    /// A number as written, which takes the unit of the figure beside it.
    Plain,
    /// A quotient of figures.
    Quotient,
    /// A figure.
    Unit(usize),
}

/// How much of its base a number in this measure is.
fn factor(form: &Form, measure: Measure) -> BigRational {
    let (numerator, denominator) = match measure {
        Measure::Unit(unit) => form.units[unit].factor,
        _ => (1, 1),
    };
    BigRational::new(numerator.into(), denominator.into())
}

pub(super) fn in_measure(form: &Form, expr: Expr, from: Measure, to: Measure) -> Expr {
    if from == to || from == Measure::Plain || to == Measure::Plain {
        return expr;
    }
    Expr::Scale { by: (factor(form, from) / factor(form, to)).into(), of: Box::new(expr) }
}

/// What the free dimensions of a check are bound to, and what is needed to make a statement of it there.
pub(super) struct Lowering<'a> {
    pub(super) form: &'a Form,
    pub(super) layout: &'a Layout,
    pub(super) binding: &'a Binding,
    pub(super) tolerance: Option<Ratio>,
}

impl Lowering<'_> {
    pub(super) fn statement(&self, say: &Say) -> Statement {
        let boxed = |say: &Say| Box::new(self.statement(say));
        match say {
            Say::Compare(op, left, right) => {
                let (left, lead) = self.number(left);
                let (right, measure) = self.number(right);
                let right = in_measure(self.form, right, measure, lead);
                Statement::Compare { op: *op, left, right, tolerance: self.tolerance.clone() }
            }
            Say::And(all) => Statement::And(all.iter().map(|one| self.statement(one)).collect()),
            Say::Or(all) => Statement::Or(all.iter().map(|one| self.statement(one)).collect()),
            Say::Not(inner) => Statement::Not(boxed(inner)),
            Say::If(condition, then, otherwise) => Statement::If {
                condition: boxed(condition),
                then: boxed(then),
                otherwise: otherwise.as_ref().map(|otherwise| boxed(otherwise)),
            },
            Say::Same(left, right, true) => Statement::Same(boxed(left), boxed(right)),
            Say::Same(left, right, false) => Statement::Differ(boxed(left), boxed(right)),
            Say::Reported(name) => Statement::Reported(self.named(name)),
            Say::Applies(name) => Statement::Applies(self.named(name)),
        }
    }

    fn figure(&self, node: usize) -> (Expr, Measure) {
        (self.at(node, self.binding, false), self.measure(node))
    }

    fn measure(&self, node: usize) -> Measure {
        Measure::Unit(self.form.unit(node).unwrap_or(0))
    }

    fn at(&self, node: usize, binding: &Binding, prior: bool) -> Expr {
        let cell = index(self.layout.cell(self.form, Item::Node(node), binding));
        if prior { Expr::Prior(cell) } else { Expr::Cell(cell) }
    }

    /// The cell of a name where its brackets are heeded.
    fn named(&self, name: &Name) -> Expr {
        let binding = name.brackets.iter().chain(self.binding).copied().collect();
        self.at(name.node, &binding, name.prior)
    }

    /// The cells that a name is along some dimensions, each with whether it is deducted in a sum.
    fn over(&self, name: &Name, over: &[usize]) -> Vec<(bool, Expr)> {
        let mut bindings: Vec<(bool, Binding)> =
            vec![(false, name.brackets.iter().chain(self.binding).copied().collect())];
        for &of in over {
            let parts = self.form.dimensions[of].direct();
            let one = |(minus, binding): (bool, Binding)| {
                parts.iter().map(move |&(member, deducted)| {
                    let binding = binding.iter().copied().chain([(of, Some(member))]).collect();
                    (minus != deducted, binding)
                })
            };
            bindings = bindings.into_iter().flat_map(one).collect::<Vec<_>>();
        }
        let along: Vec<u32> =
            over.iter().filter(|&&of| self.form.dimensions[of].is_open()).map(|&of| index(of)).collect();
        let cell = |binding: &Binding| match (along.is_empty(), self.at(name.node, binding, name.prior)) {
            (true, cell) => cell,
            (false, cell) => Expr::Rows { of: Box::new(cell), along: along.clone() },
        };
        bindings.iter().map(|(minus, binding)| (*minus, cell(binding))).collect()
    }

    fn number(&self, number: &Number) -> (Expr, Measure) {
        match number {
            Number::Figure(name) => (self.named(name), self.measure(name.node)),
            Number::Plain(value) => (Expr::Number(decimal(*value)), Measure::Plain),
            Number::Minus(inner) => {
                let (inner, measure) = self.number(inner);
                (Expr::Minus(Box::new(inner)), measure)
            }
            Number::Abs(inner) => {
                let (inner, measure) = self.number(inner);
                (Expr::Abs(Box::new(inner)), measure)
            }
            Number::Sum(terms) => {
                let terms = terms.iter().map(|(minus, term)| (*minus, self.number(term))).collect();
                let (terms, measure) = self.alike(terms);
                (Expr::Sum(terms), measure)
            }
            Number::Product(left, right) => {
                let ((left, a), (right, b)) = (self.number(left), self.number(right));
                // A ratio is counted in ones, whatever its unit, where something is multiplied by it.
                let pure = |expr, measure| match self.is_ratio(measure) {
                    true => (in_measure(self.form, expr, measure, Measure::Quotient), true),
                    false => (expr, false),
                };
                if a == Measure::Plain || b == Measure::Plain {
                    let measure = if a == Measure::Plain { b } else { a };
                    return (Expr::Product(Box::new(left), Box::new(right)), measure);
                }
                let ((left, left_is_ratio), (right, right_is_ratio)) = (pure(left, a), pure(right, b));
                let measure = match (left_is_ratio, right_is_ratio) {
                    (true, true) => Measure::Quotient,
                    (true, false) => b,
                    _ => a,
                };
                (Expr::Product(Box::new(left), Box::new(right)), measure)
            }
            Number::Quotient(left, right) => {
                let ((left, a), (right, b)) = (self.number(left), self.number(right));
                if b == Measure::Plain {
                    return (Expr::Quotient(Box::new(left), Box::new(right)), a);
                }
                let like = if a == Measure::Plain { Measure::Quotient } else { a };
                let right = in_measure(self.form, right, b, like);
                (Expr::Quotient(Box::new(left), Box::new(right)), Measure::Quotient)
            }
            Number::As(inner, unit) => {
                let (inner, measure) = self.number(inner);
                (in_measure(self.form, inner, measure, Measure::Unit(*unit)), Measure::Unit(*unit))
            }
            Number::Call("count", arguments) => {
                let one = |argument: &Argument| match argument {
                    Argument::One(Number::Figure(name)) => vec![self.named(name)],
                    Argument::Over(name, over) => self.over(name, over).into_iter().map(|(_, cell)| cell).collect(),
                    many => self.nodes(many).into_iter().map(|(node, _)| self.at(node, self.binding, false)).collect(),
                };
                (Expr::Count(arguments.iter().flat_map(one).collect()), Measure::Plain)
            }
            Number::Call(function, arguments) => {
                let mut terms = Vec::new();
                for argument in arguments {
                    match argument {
                        Argument::One(one) => terms.push((false, self.number(one))),
                        Argument::Over(name, over) => terms.extend(
                            self.over(name, over)
                                .into_iter()
                                .map(|(minus, cell)| (minus && *function == "sum", (cell, self.measure(name.node)))),
                        ),
                        many => terms.extend(
                            self.nodes(many)
                                .into_iter()
                                .map(|(node, minus)| (minus && *function == "sum", self.figure(node))),
                        ),
                    }
                }
                let (terms, measure) = self.alike(terms);
                let expr = match *function {
                    "min" => Expr::Min(terms),
                    "max" => Expr::Max(terms),
                    _ => Expr::Sum(terms),
                };
                (expr, measure)
            }
        }
    }

    fn is_ratio(&self, measure: Measure) -> bool {
        match measure {
            Measure::Plain => false,
            Measure::Quotient => true,
            Measure::Unit(unit) => self.form.units[unit].kind == Kind::Ratio,
        }
    }

    /// The figures of an argument, each with whether it is deducted.
    fn nodes(&self, argument: &Argument) -> Vec<(usize, bool)> {
        match argument {
            Argument::One(_) | Argument::Over(..) => Vec::new(),
            Argument::Parts(name) => self.form.parts(name.node),
            Argument::Range(first, last) => {
                let coded = |&node: &usize| self.form.is_figure(node) && self.form.nodes[node].code.is_some();
                (*first..=*last).filter(coded).map(|node| (node, false)).collect()
            }
        }
    }

    /// All in the measure of the first that has one.
    fn alike(&self, terms: Vec<(bool, (Expr, Measure))>) -> (Vec<Expr>, Measure) {
        let measures = terms.iter().map(|(_, (_, measure))| *measure);
        let lead = measures.into_iter().find(|measure| *measure != Measure::Plain).unwrap_or(Measure::Plain);
        let one = |(minus, (expr, measure))| {
            let expr = in_measure(self.form, expr, measure, lead);
            if minus { Expr::Minus(Box::new(expr)) } else { expr }
        };
        (terms.into_iter().map(one).collect(), lead)
    }
}

/// The free dimensions of a statement, as its first figure has them.
pub(super) fn free(form: &Form, say: &Say) -> Vec<usize> {
    first(say).map_or_else(Vec::new, |(node, taken)| {
        let by = if form.is_figure(node) || form.nodes[node].class != Class::Text { form.by(node) } else { Vec::new() };
        by.into_iter().filter(|of| !taken.contains(of)).collect()
    })
}

type Figure = (usize, Vec<usize>);

fn first(say: &Say) -> Option<Figure> {
    match say {
        Say::Compare(_, left, right) => in_number(left).or_else(|| in_number(right)),
        Say::And(all) | Say::Or(all) => all.iter().find_map(first),
        Say::Not(inner) => first(inner),
        Say::If(condition, then, otherwise) => {
            first(condition).or_else(|| first(then)).or_else(|| otherwise.as_deref().and_then(first))
        }
        Say::Same(left, right, _) => first(left).or_else(|| first(right)),
        Say::Reported(name) | Say::Applies(name) => Some(in_name(name, &[])),
    }
}

fn in_number(number: &Number) -> Option<Figure> {
    match number {
        Number::Figure(name) => Some(in_name(name, &[])),
        Number::Plain(_) => None,
        Number::Minus(inner) | Number::As(inner, _) | Number::Abs(inner) => in_number(inner),
        Number::Sum(terms) => terms.iter().find_map(|(_, term)| in_number(term)),
        Number::Product(left, right) | Number::Quotient(left, right) => in_number(left).or_else(|| in_number(right)),
        Number::Call(_, arguments) => arguments.iter().find_map(|argument| match argument {
            Argument::One(one) => in_number(one),
            Argument::Parts(name) => Some(in_name(name, &[])),
            Argument::Over(name, over) => Some(in_name(name, over)),
            Argument::Range(first, _) => Some((*first, Vec::new())),
        }),
    }
}

fn in_name(name: &Name, over: &[usize]) -> Figure {
    (name.node, name.brackets.iter().map(|(of, _)| *of).chain(over.iter().copied()).collect())
}
