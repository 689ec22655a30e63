//! Units and marks.

use num_rational::BigRational;
use tallyform::plan::{Bound, Kind, Mark, Meaning, Unit};
use tallyform_schema::model::{self, Form};
use tallyform_schema::names;

use super::languages;

pub(super) fn lower(form: &Form) -> Vec<Unit> {
    form.units
        .iter()
        .enumerate()
        .map(|(at, unit)| Unit {
            id: unit.id.clone(),
            type_name: type_name(form, unit, at + 1),
            label: languages(form, &unit.label),
            kind: match unit.kind {
                model::Kind::Count => Kind::Count,
                model::Kind::Amount => Kind::Amount,
                model::Kind::Money => Kind::Money,
                model::Kind::Duration => Kind::Duration,
                model::Kind::Ratio => Kind::Ratio,
            },
            of: unit.of.clone(),
            factor: unit.factor.clone().into(),
            decimals: unit.decimals,
            unprinted: !unit.printed,
        })
        .collect()
}

/// The English label goes first: it is the one that all targets can write without surprise.
fn type_name(form: &Form, unit: &model::Unit, number: usize) -> String {
    let english = form.languages.iter().position(|language| language == "en" || language.starts_with("en-"));
    let english = english.and_then(|at| unit.label.0.get(at)).and_then(Option::as_deref);
    names::unit(&unit.id, english.into_iter().chain(unit.label.0.iter().flatten().map(String::as_str)), number)
}

pub(super) fn lower_marks(form: &Form) -> Vec<Mark> {
    form.marks
        .iter()
        .map(|mark| Mark {
            token: mark.token.clone(),
            also: mark.also.clone(),
            meaning: match &mark.meaning {
                model::Meaning::NotApplicable => Meaning::NotApplicable,
                model::Meaning::Range { lower, upper, withheld: false } => {
                    Meaning::Range { lower: bound(lower.as_ref()), upper: bound(upper.as_ref()) }
                }
                model::Meaning::Range { lower, upper, withheld: true } => {
                    Meaning::Suppressed { lower: bound(lower.as_ref()), upper: bound(upper.as_ref()) }
                }
            },
        })
        .collect()
}

/// One end of a range; the front end's pair says whether the end is open.
pub(super) fn bound(end: Option<&(BigRational, bool)>) -> Option<Bound> {
    end.map(|(value, open)| Bound { value: value.clone().into(), open: *open })
}
