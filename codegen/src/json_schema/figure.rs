//! Figures: integers as JSON integers, figures with decimals as texts.

use num_rational::BigRational;
use tallyform::exact::{MAX_FIGURE, Ratio};
use tallyform::plan::{Bound, Cell, Figure};

use super::cell::{is_error, typed};
use crate::json::{Json, Object};

/// Digits before the point of a text. Nearly all of what they spell is within [`MAX_FIGURE`]; a keyword of our own says
/// the rest.
const WHOLE: &str = "(0|[1-9][0-9]{0,15})";

/// What may stand in a cell of figures beside marks: a figure of the right kind; and, where too many places are no error,
/// one that has too many, be it a number or a text.
pub(super) fn choices(cell: &Cell, figure: &Figure) -> Vec<Object> {
    let fitting = if figure.decimals == 0 { integer(cell, figure) } else { decimal(cell, figure) };
    if is_error(cell.checks.places) {
        return vec![fitting];
    }
    let bounded = is_error(cell.checks.bounds);
    let number = if bounded { said(figure.lower.as_ref(), figure.upper.as_ref()) } else { None };
    let [lower, upper] = reach(figure, bounded);
    let more = format!("^-?{WHOLE}\\.[0-9]{{{},}}[1-9][0-9]*$", figure.decimals);
    let unit = Json::Power(figure.decimals);
    vec![
        fitting,
        Object::new()
            .with("type", "string")
            .with("pattern", more)
            .with_some(super::BOUNDS, said(Some(&lower), Some(&upper))),
        Object::new()
            .with("type", "number")
            .with("not", Object::new().with("multipleOf", unit))
            .with("minimum", -MAX_FIGURE)
            .with("maximum", MAX_FIGURE)
            .with_some(super::BOUNDS, number),
    ]
}

/// Integers. The bounds are rounded inwards to integers, since JSON numbers may be read as binary floats.
fn integer(cell: &Cell, figure: &Figure) -> Object {
    let bounded = is_error(cell.checks.bounds);
    let lower = figure.lower.as_ref().filter(|_| bounded).map(|bound| {
        let value = bound.value.as_big();
        whole(&if bound.open { value.floor() + one() } else { value.ceil() })
    });
    let upper = figure.upper.as_ref().filter(|_| bounded).map(|bound| {
        let value = bound.value.as_big();
        whole(&if bound.open { value.ceil() - one() } else { value.floor() })
    });
    typed("integer", cell).with("minimum", lower.unwrap_or(-MAX_FIGURE)).with("maximum", upper.unwrap_or(MAX_FIGURE))
}

fn one() -> BigRational {
    BigRational::from_integer(1.into())
}

/// An integer within the range of figures.
fn whole(value: &BigRational) -> i64 {
    let greatest = BigRational::from_integer(MAX_FIGURE.into());
    let value = value.clone().clamp(-greatest.clone(), greatest);
    value.to_integer().try_into().unwrap_or(MAX_FIGURE)
}

/// Texts, so that a pattern can count the places and no reader rounds them. Zeros at the end are no places.
fn decimal(cell: &Cell, figure: &Figure) -> Object {
    let bounded = is_error(cell.checks.bounds);
    let positive = bounded && figure.lower.as_ref().is_some_and(|lower| lower.value >= Ratio::from(0));
    let sign = if positive { "" } else { "-?" };
    let [lower, upper] = reach(figure, bounded);
    let bounds = said(Some(&lower).filter(|lower| !is_at_least_zero(lower)), Some(&upper));
    typed("string", cell)
        .with("pattern", format!("^{sign}{WHOLE}(\\.[0-9]{{1,{}}}0*)?$", figure.decimals))
        .with_some(super::BOUNDS, bounds)
}

/// The ends between which a text may lie: those of the cell where it is held to them, and those of all figures.
fn reach(figure: &Figure, bounded: bool) -> [Bound; 2] {
    let end = |value: i64| Bound { value: Ratio::from(value), open: false };
    let (least, greatest) = (end(-MAX_FIGURE), end(MAX_FIGURE));
    let lower = figure.lower.clone().filter(|lower| bounded && lower.value > least.value);
    let upper = figure.upper.clone().filter(|upper| bounded && upper.value < greatest.value);
    [lower.unwrap_or(least), upper.unwrap_or(greatest)]
}

/// `>= 0`, which a pattern says by having no sign.
fn is_at_least_zero(lower: &Bound) -> bool {
    !lower.open && lower.value == Ratio::from(0)
}

fn said(lower: Option<&Bound>, upper: Option<&Bound>) -> Option<Object> {
    end(lower, "above", "min").extended(end(upper, "below", "max")).some()
}

/// One end of a range as the form language says it.
pub(super) fn end(bound: Option<&Bound>, open: &str, closed: &str) -> Object {
    match bound {
        Some(bound) => Object::new().with(if bound.open { open } else { closed }, bound.value.to_string()),
        None => Object::new(),
    }
}

/// Whether plain JSON Schema leaves a bound of this cell to a keyword of our own: of decimals any but `>= 0`, and of
/// figures that may have too many places all of them.
pub(super) fn leaves_bounds(cell: &Cell, figure: &Figure) -> bool {
    let other = figure.upper.is_some() || figure.lower.as_ref().is_some_and(|lower| !is_at_least_zero(lower));
    let any = figure.upper.is_some() || figure.lower.is_some();
    (figure.decimals > 0 && other) || (!is_error(cell.checks.places) && any)
}
