//! Units.
//!
//! After this: unit ids are unique, factors are above zero, every unit says its decimal places.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use unicode_normalization::UnicodeNormalization;

use super::number;
use super::text::Languages;
use super::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Kind, Unit, UnitId};
use crate::names;
use crate::source::Span;
use crate::suggest;
use crate::syntax::{self, FormFile, Scalar};

/// The units of a form, those with mistakes among them.
#[derive(Debug, Default)]
pub(crate) struct Units {
    /// In file order.
    pub(crate) list: Vec<Unit>,
    by_id: BTreeMap<String, UnitId>,
    used: Vec<bool>,
    effort: suggest::Effort,
    /// `units` could not be read: nothing can be said of a name.
    unreadable: bool,
    /// Units whose kind, factor or `of` could not be read: whatever is said of them is taken as right.
    broken: Vec<bool>,
}

/// The words of `kind`.
const KINDS: [(&str, Kind); 5] = [
    ("count", Kind::Count),
    ("amount", Kind::Amount),
    ("money", Kind::Money),
    ("duration", Kind::Duration),
    ("ratio", Kind::Ratio),
];

/// Reads `units`.
pub(crate) fn units(file: &FormFile, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Units {
    let mut units = Units { unreadable: super::unreadable(file, "units", out), ..Units::default() };
    for unit in &file.units {
        let id: String = unit.id.text.nfc().collect();
        let (read, broken) = read(unit, &id, languages, out);
        if let Some(first) = units.by_id.get(&id).and_then(|first| units.list.get(first.0 as usize)) {
            // The same key twice is reported by the reader; this is the same word in two spellings of Unicode.
            out.push(
                Diagnostic::new(
                    Code::DuplicateId,
                    format!("the unit `{id}` is defined twice"),
                    unit.id.span,
                    "again here",
                )
                .also(first.span, "first here")
                .help("take one of them away"),
            );
            continue;
        }
        units.by_id.insert(id, UnitId(units.list.len() as u32));
        units.list.push(read);
        units.used.push(false);
        units.broken.push(broken);
    }
    collisions(&units, out);
    units
}

/// A type is named after each unit.
fn collisions(units: &Units, out: &mut Vec<Diagnostic>) {
    let mut spellings: BTreeMap<String, &Unit> = BTreeMap::new();
    for unit in units.list.iter().filter(|unit| names::is_word(&unit.id)) {
        let name = names::type_name(&unit.id);
        if let Some(first) = spellings.get(&name) {
            out.push(
                Diagnostic::new(
                    Code::NameCollision,
                    format!("the units `{}` and `{}` are both called `{name}` in generated code", unit.id, first.id),
                    unit.span,
                    format!("`{name}` again"),
                )
                .also(first.span, format!("`{name}` first"))
                .help("let the ids differ in more than case and underscores"),
            );
        } else {
            spellings.insert(name, unit);
        }
    }
}

fn read(unit: &syntax::Unit, id: &str, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> (Unit, bool) {
    let before = out.len();
    // An empty word is a missing one, which has been reported.
    let said = Some(&unit.kind).filter(|kind| !kind.text.is_empty());
    let kind = said.and_then(|kind| word::choose(kind, "kind of unit", &KINDS, out));
    let factor = unit.factor.as_ref().map_or_else(|| Some(BigRational::one()), |factor| factor_of(factor, out));
    if let (Some(Kind::Money), None) = (kind, &unit.of) {
        out.push(
            Diagnostic::new(
                Code::MoneyWithoutCurrency,
                format!("the unit `{id}` does not say of which currency it is"),
                unit.kind.span,
                "money of which currency?",
            )
            .help("add `of: CNY`, or whichever currency it is"),
        );
    }
    let broken = out.len() > before || kind.is_none();
    let decimals = match &unit.decimals {
        // An empty number has been reported.
        Some(decimals) if decimals.text.is_empty() => None,
        Some(decimals) => number::places(decimals, out),
        None => {
            if !matches!(kind, None | Some(Kind::Count)) {
                out.push(
                    Diagnostic::new(
                        Code::BadDecimals,
                        format!("the unit `{id}` does not say how many decimal places its figures have"),
                        unit.kind.span,
                        "only counts go without",
                    )
                    .help("add `decimals: 2`, or however many the form has"),
                );
            }
            Some(0)
        }
    };
    let read = Unit {
        id: id.to_owned(),
        label: languages.unit_label(id, unit.label.as_ref(), unit.id.span, out),
        kind: kind.unwrap_or(Kind::Count),
        of: unit.of.as_ref().map(|of| of.text.nfc().collect()),
        factor: factor.unwrap_or_else(BigRational::one),
        decimals: decimals.unwrap_or(0),
        printed: unit.printed.is_none_or(|printed| printed.value),
        span: unit.id.span,
    };
    (read, broken)
}

fn factor_of(scalar: &Scalar, out: &mut Vec<Diagnostic>) -> Option<BigRational> {
    let factor = number::rational(scalar, out)?;
    if factor.is_positive() && !factor.is_zero() {
        return Some(factor);
    }
    out.push(
        Diagnostic::new(Code::BadFactor, "the factor of a unit is not above zero", scalar.span, "not above zero")
            .help("say how much of the base unit one of these is, such as `10000` for 万元 and `0.01` for percent"),
    );
    None
}

impl Units {
    /// A unit. After the first pass all ids are of this form.
    pub(crate) fn get(&self, id: UnitId) -> Option<&Unit> {
        self.list.get(id.0 as usize)
    }

    /// Its id, for messages.
    pub(crate) fn name(&self, id: UnitId) -> &str {
        self.get(id).map_or("", |unit| unit.id.as_str())
    }

    /// The unit of this name, which from now on counts as used.
    pub(crate) fn find(&mut self, name: &str, span: Span, out: &mut Vec<Diagnostic>) -> Option<UnitId> {
        let name: String = name.nfc().collect();
        if let Some(id) = self.by_id.get(&name) {
            if let Some(used) = self.used.get_mut(id.0 as usize) {
                *used = true;
            }
            return Some(*id);
        }
        if self.unreadable {
            return None;
        }
        let known = || self.by_id.keys().map(String::as_str);
        let diagnostic =
            Diagnostic::new(Code::UnknownUnit, format!("the unit `{name}` is not defined"), span, "no such unit");
        let near = self.effort.nearest(&name, known());
        // A unit that was probably meant is not reported as unused on top.
        if let Some(id) = near.and_then(|near| self.by_id.get(near))
            && let Some(used) = self.used.get_mut(id.0 as usize)
        {
            *used = true;
        }
        out.push(match near {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), span, near),
            None if self.by_id.is_empty() => diagnostic.help("define it under `units`"),
            None => diagnostic.help(match self.effort.list(self.list.iter().map(|unit| unit.id.as_str())) {
                others if others.is_empty() => "define it under `units`".to_owned(),
                others => format!("define it under `units`, or use one of {others}"),
            }),
        });
        None
    }

    /// Whether nothing can be said of the unit since its definition could not be read.
    pub(crate) fn is_broken(&self, id: UnitId) -> bool {
        self.broken.get(id.0 as usize).copied().unwrap_or(true)
    }

    /// By what a figure of `from` is multiplied to give one of `to`; none where they do not convert.
    pub(crate) fn conversion(&self, from: UnitId, to: UnitId) -> Option<BigRational> {
        if from == to || self.is_broken(from) || self.is_broken(to) {
            return Some(BigRational::one());
        }
        let (from, to) = (self.get(from)?, self.get(to)?);
        let without_of = matches!(from.kind, Kind::Duration | Kind::Ratio);
        let same_of = from.of == to.of && (from.of.is_some() || without_of);
        (from.kind == to.kind && same_of).then(|| &from.factor / &to.factor)
    }

    /// Why two units do not go together, for a note.
    pub(crate) fn why_not(&self, left: UnitId, right: UnitId) -> String {
        let (Some(a), Some(b)) = (self.get(left), self.get(right)) else { return String::new() };
        if a.kind != b.kind {
            format!("`{}` measures {}, `{}` measures {}", a.id, kind_word(a.kind), b.id, kind_word(b.kind))
        } else if a.kind == Kind::Count && (a.of.is_none() || b.of.is_none()) {
            format!("`{}` and `{}` count different things", a.id, b.id)
        } else {
            format!(
                "`{}` and `{}` do not say that they are of the same: units convert where `of` is the same",
                a.id, b.id
            )
        }
    }

    /// A warning for every unit that no figure has and no check names.
    pub(crate) fn report_unused(&self, out: &mut Vec<Diagnostic>) {
        for unit in self.list.iter().zip(&self.used).filter(|(_, used)| !**used).map(|(unit, _)| unit) {
            out.push(
                Diagnostic::new(
                    Code::UnusedUnit,
                    format!("the unit `{}` is never used", unit.id),
                    unit.span,
                    "no figure has this unit",
                )
                .help("take it away, or give it to the figures that are counted in it"),
            );
        }
    }
}

fn kind_word(kind: Kind) -> &'static str {
    KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word)
}
