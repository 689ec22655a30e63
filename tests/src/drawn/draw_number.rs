//! Draws the numbers that checks compare.

use tallyform::plan::Kind;

use super::check::reaches;
use super::{Argument, Decimal, Form, Name, Number, scope};
use crate::dice::Dice;

/// Draws numbers that go with one unit.
#[derive(Clone, Copy)]
pub(super) struct Drawing<'a> {
    pub(super) form: &'a Form,
    pub(super) at: usize,
    /// The free dimensions of the check.
    pub(super) free: &'a [usize],
    pub(super) unit: usize,
}

impl Drawing<'_> {
    fn fits(&self, node: usize) -> bool {
        let form = self.form;
        reaches(form, node, self.free) && form.unit(node).is_some_and(|unit| form.convert(unit, self.unit))
    }

    fn adds(&self) -> bool {
        self.form.units[self.unit].kind.adds()
    }

    fn figure(&self, dice: &mut Dice<'_>) -> Number {
        let all: Vec<usize> = (0..self.form.nodes.len()).filter(|&node| self.fits(node)).collect();
        if all.is_empty() {
            return Number::As(Box::new(Number::Plain(plain(dice))), self.unit);
        }
        let node = dice.pick(&all);
        Number::Figure(scope::name(dice, self.form, self.at, node, self.free, |node| self.fits(node)))
    }

    /// In the unit, or a plain number that goes with it.
    pub(super) fn number(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
        match dice.below(6) {
            4 => Number::Plain(plain(dice)),
            5 if depth > 0 => {
                let next = |dice: &mut Dice<'_>| Box::new(self.number(dice, depth - 1));
                match dice.below(4) {
                    0 => Number::Minus(next(dice)),
                    1 => Number::Abs(next(dice)),
                    2 => Number::Quotient(next(dice), Box::new(Number::Plain(plain(dice)))),
                    _ => Number::Call("count", self.counted(dice)),
                }
            }
            _ => self.certain(dice, depth),
        }
    }

    /// In the unit, whatever stands beside it.
    pub(super) fn certain(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
        let sides = if depth == 0 { 4 } else { 16 };
        let next = depth.saturating_sub(1);
        let one = |dice: &mut Dice<'_>| Box::new(self.certain(dice, next));
        let form = self.form;
        match dice.below(sides) {
            4 => Number::Minus(one(dice)),
            5 => Number::Abs(one(dice)),
            6 | 7 => {
                let mut terms = vec![(false, self.number(dice, next)), (dice.one_in(3), *one(dice))];
                terms.extend(dice.one_in(2).then(|| (dice.one_in(3), self.number(dice, next))));
                Number::Sum(terms)
            }
            8 => Number::Quotient(one(dice), Box::new(Number::Plain(plain(dice)))),
            9 => {
                let (number, factor) = (one(dice), Box::new(self.factor(dice, next)));
                if dice.one_in(2) { Number::Product(factor, number) } else { Number::Product(number, factor) }
            }
            10 => self.converted(dice, next),
            11 if form.units[self.unit].kind == Kind::Ratio => self.share(dice, next),
            11..=13 => {
                let mut all = vec![self.argument(dice, next)];
                all.extend((0..dice.below(3)).map(|_| match dice.one_in(2) {
                    true => Argument::One(self.number(dice, next)),
                    false => self.argument(dice, next),
                }));
                let functions: &[&'static str] = if self.adds() { &["sum", "min", "max"] } else { &["min", "max"] };
                Number::Call(dice.pick(functions), all)
            }
            _ => self.figure(dice),
        }
    }

    /// A number, or a ratio.
    fn factor(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
        let ratio = self.form.units.iter().position(|unit| unit.kind == Kind::Ratio).unwrap_or(0);
        let has_one = (0..self.form.nodes.len()).any(|node| Drawing { unit: ratio, ..*self }.fits(node));
        match dice.below(4) {
            2 if has_one => Drawing { unit: ratio, ..*self }.certain(dice, depth),
            3 => self.share(dice, depth),
            _ => Number::Plain(plain(dice)),
        }
    }

    /// The quotient of two numbers of one unit, whichever.
    fn share(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
        let units: Vec<usize> = (0..self.form.nodes.len())
            .filter(|&n| reaches(self.form, n, self.free))
            .filter_map(|n| self.form.unit(n))
            .collect();
        let of = Drawing { unit: dice.pick(&units), ..*self };
        Number::Quotient(Box::new(of.certain(dice, depth)), Box::new(of.figure(dice)))
    }

    /// `x as UNIT`: of the same kind, or another count.
    fn converted(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
        let form = self.form;
        let kind = form.units[self.unit].kind;
        let from: Vec<usize> = (0..form.units.len())
            .filter(|&unit| form.convert(unit, self.unit) || kind == Kind::Count && form.units[unit].kind == kind)
            .collect();
        let inner = Drawing { unit: dice.pick(&from), ..*self }.certain(dice, depth);
        let to: Vec<usize> = (0..form.units.len()).filter(|&unit| form.convert(unit, self.unit)).collect();
        Number::As(Box::new(inner), dice.pick(&to))
    }

    /// An argument in the unit: a figure, the parts of one, or a range of codes.
    fn argument(&self, dice: &mut Dice<'_>, depth: usize) -> Argument {
        match dice.below(7) {
            1 | 2 => self.parts(dice, |node| self.fits(node)),
            3 => self.range(dice, |node| self.fits(node)),
            4 | 5 => {
                self.over(dice, |node| self.form.unit(node).is_some_and(|unit| self.form.convert(unit, self.unit)))
            }
            _ => None,
        }
        .unwrap_or_else(|| Argument::One(self.certain(dice, depth)))
    }

    /// What `count` counts: figures of any unit.
    fn counted(&self, dice: &mut Dice<'_>) -> Vec<Argument> {
        let any = |dice: &mut Dice<'_>| {
            let fits = |node: usize| reaches(self.form, node, self.free);
            let all: Vec<usize> = (0..self.form.nodes.len()).filter(|&node| fits(node)).collect();
            let node = dice.pick(&all);
            Argument::One(Number::Figure(scope::name(dice, self.form, self.at, node, self.free, fits)))
        };
        let one = |dice: &mut Dice<'_>| {
            match dice.below(5) {
                1 => self.parts(dice, |_| true),
                2 => self.range(dice, |_| true),
                3 => self.over(dice, |_| true),
                _ => None,
            }
            .unwrap_or_else(|| any(dice))
        };
        (0..=dice.below(2)).map(|_| one(dice)).collect()
    }

    /// `x.*`, where all parts fit.
    fn parts(&self, dice: &mut Dice<'_>, fits: impl Fn(usize) -> bool) -> Option<Argument> {
        let good = |node: usize| {
            let parts = self.form.parts(node);
            node != 0
                && self.is_free(node)
                && !parts.is_empty()
                && parts.iter().all(|&(part, _)| self.is_free(part) && fits(part))
        };
        let all: Vec<usize> = (0..self.form.nodes.len()).filter(|&node| good(node)).collect();
        if all.is_empty() {
            return None;
        }
        let node = dice.pick(&all);
        let name = scope::plain(dice, self.form, self.at, node, good);
        // After a code in brackets stands no `.*`.
        let spelt = if name.spelt.starts_with('[') { format!(".{}", self.form.path(node)) } else { name.spelt };
        Some(Argument::Parts(Name { spelt, ..name }))
    }

    /// Whether a node has the free dimensions and no others.
    fn is_free(&self, node: usize) -> bool {
        let by = self.form.by(node);
        by.len() == self.free.len() && by.iter().all(|of| self.free.contains(of))
    }

    /// `x over dimension, …`: a figure that has the free dimensions and others.
    fn over(&self, dice: &mut Dice<'_>, fits: impl Fn(usize) -> bool) -> Option<Argument> {
        let form = self.form;
        let good = |node: usize| {
            let by = form.by(node);
            form.is_figure(node)
                && by.len() > self.free.len()
                && self.free.iter().all(|of| by.contains(of))
                && fits(node)
        };
        let all: Vec<usize> = (0..form.nodes.len()).filter(|&node| good(node)).collect();
        if all.is_empty() {
            return None;
        }
        let node = dice.pick(&all);
        let others: Vec<usize> = form.by(node).into_iter().filter(|of| !self.free.contains(of)).collect();
        let can_go = |of: usize| !form.dimensions[of].is_open() || form.dimensions[of].has_whole;
        let first = dice.pick(&others);
        let over: Vec<usize> =
            others.iter().copied().filter(|&of| of == first || !can_go(of) || dice.one_in(2)).collect();
        let left: Vec<usize> = self.free.iter().chain(&over).copied().collect();
        // A word may mean another figure, which must have the same dimensions.
        let by = form.by(node);
        let same = |other: usize| good(other) && form.by(other) == by;
        Some(Argument::Over(scope::name(dice, form, self.at, node, &left, same), over))
    }

    /// `[11]..[13]`, where all figures with a code between fit.
    fn range(&self, dice: &mut Dice<'_>, fits: impl Fn(usize) -> bool) -> Option<Argument> {
        let form = self.form;
        let coded: Vec<usize> = (0..form.nodes.len()).filter(|&node| form.nodes[node].code.is_some()).collect();
        if coded.is_empty() {
            return None;
        }
        let (one, other) = (dice.pick(&coded), dice.pick(&coded));
        let (first, last) = (one.min(other), one.max(other));
        let mut figures = coded.iter().copied().filter(|&node| node >= first && node <= last && form.is_figure(node));
        let all =
            figures.clone().all(|node| self.is_free(node) && fits(node)) && self.is_free(first) && self.is_free(last);
        (all && figures.next().is_some()).then_some(Argument::Range(first, last))
    }
}

/// Never 0, since numbers divide too.
fn plain(dice: &mut Dice<'_>) -> Decimal {
    dice.pick(&[(1, 0), (2, 0), (3, 0), (5, 1), (10, 0), (12, 1), (100, 0), (25, 2), (7, 0)])
}
