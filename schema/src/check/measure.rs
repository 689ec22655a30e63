//! What numbers in a check measure, and which of them go together.
//!
//! Adding or comparing needs units that convert; they convert exactly where kind and `of` are the same. Counting units
//! mix by `as` only. The quotient of two of one kind is a ratio, a ratio times a unit is that unit, a ratio compares with
//! a pure number. A bare number is in the unit of the figure beside it, and pure beside a quotient or in a product.

use num_rational::BigRational;
use num_traits::One;

use super::formula::{Number, scaled};
use super::unit::Units;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Expr, Kind, UnitId};
use crate::source::Span;

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// A number as written, or a count: in whatever unit stands beside it.
    Bare,
    /// A quotient: a ratio of factor 1.
    Pure,
    /// Of this unit.
    Unit(UnitId),
    /// Nothing is known since a definition is mistaken, which has been said.
    Unknown,
}

impl Measure {
    /// As a message names it.
    fn describe(self, units: &Units) -> String {
        match self {
            Self::Bare => "a bare number".to_owned(),
            Self::Pure => "a ratio".to_owned(),
            Self::Unit(unit) => format!("`{}`", units.name(unit)),
            Self::Unknown => "an unknown unit".to_owned(),
        }
    }
}

/// By what a number measured in `from` is multiplied to stand beside one measured in `to`.
fn factor(units: &Units, from: Measure, to: Measure) -> Option<BigRational> {
    match (from, to) {
        (Measure::Bare | Measure::Unknown, _) | (_, Measure::Bare | Measure::Unknown) => Some(BigRational::one()),
        (Measure::Pure, Measure::Pure) => Some(BigRational::one()),
        (Measure::Unit(from), Measure::Unit(to)) => units.conversion(from, to),
        (Measure::Unit(from), Measure::Pure) => ratio(units, from),
        (Measure::Pure, Measure::Unit(to)) => ratio(units, to).map(|factor| factor.recip()),
    }
}

/// The factor of a unit of kind ratio.
fn ratio(units: &Units, unit: UnitId) -> Option<BigRational> {
    if units.is_broken(unit) {
        return Some(BigRational::one());
    }
    units.get(unit).filter(|unit| unit.kind == Kind::Ratio).map(|unit| unit.factor.clone())
}

/// The right number in the unit of the left one.
pub(super) fn alike(
    units: &Units,
    left: &Number,
    right: Number,
    verb: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<Expr> {
    match factor(units, right.measure, left.measure) {
        Some(factor) => Some(scaled(right.expr, factor)),
        None => {
            out.push(mismatch(units, (left.measure, left.span), (right.measure, right.span), verb));
            None
        }
    }
}

/// Numbers that are added or chosen between, all in the unit of the first that has one.
pub(super) fn align(
    units: &Units,
    numbers: Vec<(bool, Number)>,
    verb: &str,
    out: &mut Vec<Diagnostic>,
) -> Option<(Vec<(bool, Expr)>, Measure)> {
    let lead = numbers
        .iter()
        .find(|(_, number)| !matches!(number.measure, Measure::Bare))
        .map(|(_, number)| (number.measure, number.span));
    let Some((measure, span)) = lead else {
        return Some((numbers.into_iter().map(|(minus, number)| (minus, number.expr)).collect(), Measure::Bare));
    };
    let mut aligned = Vec::with_capacity(numbers.len());
    for (minus, number) in numbers {
        match factor(units, number.measure, measure) {
            Some(factor) => aligned.push((minus, scaled(number.expr, factor))),
            None => {
                out.push(mismatch(units, (measure, span), (number.measure, number.span), verb));
                return None;
            }
        }
    }
    Some((aligned, measure))
}

fn mismatch(units: &Units, left: (Measure, Span), right: (Measure, Span), verb: &str) -> Diagnostic {
    let (a, b) = (left.0.describe(units), right.0.describe(units));
    let mut diagnostic =
        Diagnostic::new(Code::UnitsInCheck, format!("{a} and {b} cannot be {verb}"), right.1, format!("this is {b}"))
            .also(left.1, format!("this is {a}"));
    let mut counts = false;
    if let (Measure::Unit(left), Measure::Unit(right)) = (left.0, right.0) {
        diagnostic = diagnostic.note(units.why_not(left, right));
        counts = [left, right].iter().all(|unit| units.get(*unit).is_some_and(|unit| unit.kind == Kind::Count));
    }
    if counts && let Measure::Unit(unit) = left.0 {
        let name = units.name(unit);
        let spelt = if crate::names::is_word(name) { name.to_owned() } else { format!("'{name}'") };
        let end = Span { start: right.1.end, ..right.1 };
        return diagnostic.replace(format!("if one stands for one, say so: `as {spelt}`"), end, format!(" as {spelt}"));
    }
    diagnostic.help(format!("only figures of one kind can be {verb}; give them units that convert, or take one away"))
}

/// `x as UNIT`.
pub(super) fn convert(
    units: &Units,
    number: Number,
    unit: UnitId,
    place: Span,
    out: &mut Vec<Diagnostic>,
) -> Option<Number> {
    let to = Measure::Unit(unit);
    let factor = match factor(units, number.measure, to) {
        Some(factor) => factor,
        None => {
            // Counting units mix by `as`, and by it alone: one thing stands for one, however many a unit holds.
            let both = match number.measure {
                Measure::Unit(from) => units.get(from).zip(units.get(unit)),
                _ => None,
            };
            match both.filter(|(from, to)| from.kind == Kind::Count && to.kind == Kind::Count) {
                Some((from, to)) => &from.factor / &to.factor,
                None => {
                    out.push(
                        Diagnostic::new(
                            Code::UnitsInCheck,
                            format!("{} cannot be taken as `{}`", number.measure.describe(units), units.name(unit)),
                            place,
                            "does not convert",
                        )
                        .also(number.span, format!("this is {}", number.measure.describe(units)))
                        .help("`as` converts between units of one kind and the same `of`, and between counting units"),
                    );
                    return None;
                }
            }
        }
    };
    let span = Span { end: place.end, ..number.span };
    Some(Number { expr: scaled(number.expr, factor), measure: to, span })
}

/// Whether a number is a ratio; then by what it is multiplied to be pure.
fn as_ratio(units: &Units, measure: Measure) -> Option<BigRational> {
    match measure {
        Measure::Pure => Some(BigRational::one()),
        Measure::Unit(unit) => ratio(units, unit),
        Measure::Bare | Measure::Unknown => None,
    }
}

/// A product.
pub(super) fn product(
    units: &Units,
    left: Number,
    right: Number,
    span: Span,
    out: &mut Vec<Diagnostic>,
) -> Option<Number> {
    let multiply = |left: Expr, right: Expr| Expr::Product(Box::new(left), Box::new(right));
    let (expr, measure) = match (left.measure, right.measure) {
        (Measure::Unknown, _) | (_, Measure::Unknown) => (multiply(left.expr, right.expr), Measure::Unknown),
        (Measure::Bare, other) | (other, Measure::Bare) => (multiply(left.expr, right.expr), other),
        (a, b) => match (as_ratio(units, a), as_ratio(units, b)) {
            (Some(left_factor), Some(right_factor)) => {
                (multiply(scaled(left.expr, left_factor), scaled(right.expr, right_factor)), Measure::Pure)
            }
            (Some(factor), None) => (multiply(scaled(left.expr, factor), right.expr), b),
            (None, Some(factor)) => (multiply(left.expr, scaled(right.expr, factor)), a),
            (None, None) => {
                out.push(meaningless(units, &left, &right, "product"));
                return None;
            }
        },
    };
    Some(Number { expr, measure, span })
}

/// A quotient.
pub(super) fn quotient(
    units: &Units,
    left: Number,
    right: Number,
    span: Span,
    out: &mut Vec<Diagnostic>,
) -> Option<Number> {
    let divide = |left: Expr, right: Expr| Expr::Quotient(Box::new(left), Box::new(right));
    let (expr, measure) = match (left.measure, right.measure) {
        (Measure::Unknown, _) | (_, Measure::Unknown) => (divide(left.expr, right.expr), Measure::Unknown),
        // A bare number is pure here: what is divided by it stays what it is.
        (measure, Measure::Bare) => (divide(left.expr, right.expr), measure),
        (Measure::Bare, divisor) => match as_ratio(units, divisor) {
            Some(factor) => (divide(left.expr, scaled(right.expr, factor)), Measure::Pure),
            None => {
                out.push(meaningless(units, &left, &right, "quotient"));
                return None;
            }
        },
        (dividend, divisor) => match factor(units, divisor, dividend) {
            Some(factor) => (divide(left.expr, scaled(right.expr, factor)), Measure::Pure),
            None => {
                out.push(meaningless(units, &left, &right, "quotient"));
                return None;
            }
        },
    };
    Some(Number { expr, measure, span })
}

fn meaningless(units: &Units, left: &Number, right: &Number, what: &str) -> Diagnostic {
    let (a, b) = (left.measure.describe(units), right.measure.describe(units));
    Diagnostic::new(
        Code::UnitsInCheck,
        format!("the {what} of {a} and {b} has no unit"),
        right.span,
        format!("this is {b}"),
    )
    .also(left.span, format!("this is {a}"))
    .help("divide two figures of one kind, or multiply a figure by a ratio or a number")
}

/// The unit of a number that has no sums.
pub(super) fn does_not_add(units: &Units, number: &Number) -> Option<String> {
    let Measure::Unit(unit) = number.measure else { return None };
    let unit = units.get(unit).filter(|_| !units.is_broken(unit))?;
    (!unit.kind.adds()).then(|| unit.id.clone())
}
