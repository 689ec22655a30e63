//! Draws checks: what they compare goes together, how they name it is left to the dice.

use tallyform::plan::{Kind, Operator, Severity};

use super::text::relation_key;
use super::{Argument, Check, Class, Decimal, Form, Name, Number, Say, What, scope};
use crate::dice::Dice;

const OPERATORS: [Operator; 6] =
    [Operator::Equal, Operator::AtMost, Operator::AtLeast, Operator::Less, Operator::Greater, Operator::NotEqual];

/// Tunes checks of the tree and adds some of the author's.
pub(super) fn checks(dice: &mut Dice<'_>, form: &mut Form) {
    for node in 0..form.nodes.len() {
        let mut checks = Vec::new();
        tune(dice, form, node, &mut checks);
        let is_item = form.nodes[node].class != Class::Header;
        let most = if node == 0 { 3 } else { 1 };
        for id in [None, Some("one"), Some("two")].into_iter().take(most) {
            if is_item && dice.one_in(if node == 0 { 2 } else { 4 }) {
                let what = statement(dice, form, node, 2);
                let has_tolerance = compares(&what) && dice.one_in(5);
                checks.push(Check {
                    what: What::That(what),
                    id: if dice.one_in(3) { id.or(Some("own")) } else { id },
                    severity: dice.one_in(4).then(|| severity(dice)),
                    tolerance: has_tolerance.then(|| tolerance(dice)),
                    explained: dice.one_in(6),
                });
            }
        }
        form.nodes[node].checks = checks;
    }
}

fn severity(dice: &mut Dice<'_>) -> Option<Severity> {
    dice.pick(&[Some(Severity::Warning), Some(Severity::Info), Some(Severity::Error), None])
}

fn tolerance(dice: &mut Dice<'_>) -> Decimal {
    dice.pick(&[(1, 0), (5, 1), (3, 2), (2, 0)])
}

fn tune(dice: &mut Dice<'_>, form: &Form, node: usize, checks: &mut Vec<Check>) {
    let check =
        |name, severity, tolerance, explained| Check { what: What::Of(name), id: None, severity, tolerance, explained };
    if let Some((relation, _)) = form.relation(node)
        && dice.one_in(4)
    {
        let said = dice.one_in(2).then(|| severity(dice));
        let tolerance = dice.one_in(3).then(|| tolerance(dice));
        checks.push(check(relation_key(relation), said, tolerance, dice.one_in(3)));
    }
    if form.is_figure(node) && dice.one_in(8) {
        let required = form.nearest(node, |says| says.required).unwrap_or(false);
        let all = ["type", "marks", "places", "bounds", "required"];
        let name = dice.pick(if required { &all[..] } else { &all[..4] });
        checks.push(check(name, Some(severity(dice)), None, false));
    }
}

fn compares(say: &Say) -> bool {
    match say {
        Say::Compare(..) => true,
        Say::And(all) | Say::Or(all) => all.iter().any(compares),
        Say::Not(inner) => compares(inner),
        Say::If(condition, then, otherwise) => {
            compares(condition) || compares(then) || otherwise.as_deref().is_some_and(compares)
        }
        Say::Same(left, right, _) => compares(left) || compares(right),
        Say::Reported(_) | Say::Applies(_) => false,
    }
}

fn statement(dice: &mut Dice<'_>, form: &Form, at: usize, depth: usize) -> Say {
    let sides = if depth == 0 { 6 } else { 14 };
    let next = depth.saturating_sub(1);
    let boxed = |dice: &mut Dice<'_>| Box::new(statement(dice, form, at, next));
    let several = |dice: &mut Dice<'_>| (0..2 + dice.below(2)).map(|_| statement(dice, form, at, next)).collect();
    match dice.below(sides) {
        5 if dice.one_in(2) => Say::Reported(cell(dice, form, at)),
        5 => Say::Applies(cell(dice, form, at)),
        6 => Say::And(several(dice)),
        7 => Say::Or(several(dice)),
        8 => Say::Not(boxed(dice)),
        9 | 10 => Say::If(boxed(dice), boxed(dice), dice.one_in(2).then(|| boxed(dice))),
        11 => Say::Same(boxed(dice), boxed(dice), !dice.one_in(2)),
        _ => {
            let mut drawing = Drawing { form, at, unit: 0 };
            let figures: Vec<usize> = (0..form.nodes.len()).filter(|&node| form.is_figure(node)).collect();
            drawing.unit = form.unit(dice.pick(&figures)).unwrap_or(0);
            let left = drawing.certain(dice, 2);
            let right = drawing.number(dice, 2);
            let swap = dice.one_in(5);
            let (left, right) = if swap { (right, left) } else { (left, right) };
            Say::Compare(dice.pick(&OPERATORS), left, right)
        }
    }
}

/// A cell of any type, the header's too.
fn cell(dice: &mut Dice<'_>, form: &Form, at: usize) -> Name {
    let has_one = |node: usize| form.is_figure(node) || form.nodes[node].class == Class::Text;
    let all: Vec<usize> = (0..form.nodes.len()).filter(|&node| has_one(node)).collect();
    let node = dice.pick(&all);
    scope::name(dice, form, at, node, has_one)
}

/// Draws numbers that go with one unit.
#[derive(Clone, Copy)]
struct Drawing<'a> {
    form: &'a Form,
    at: usize,
    unit: usize,
}

impl Drawing<'_> {
    fn fits(&self, node: usize) -> bool {
        let form = self.form;
        form.is_figure(node) && form.unit(node).is_some_and(|unit| form.convert(unit, self.unit))
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
        Number::Figure(scope::name(dice, self.form, self.at, node, |node| self.fits(node)))
    }

    /// In the unit, or a plain number that goes with it.
    fn number(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
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
    fn certain(&self, dice: &mut Dice<'_>, depth: usize) -> Number {
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
        let units: Vec<usize> =
            (0..self.form.nodes.len()).filter(|&n| self.form.is_figure(n)).filter_map(|n| self.form.unit(n)).collect();
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
        match dice.below(5) {
            1 | 2 => self.parts(dice, |node| self.fits(node)),
            3 => self.range(dice, |node| self.fits(node)),
            _ => None,
        }
        .unwrap_or_else(|| Argument::One(self.certain(dice, depth)))
    }

    /// What `count` counts: figures of any unit.
    fn counted(&self, dice: &mut Dice<'_>) -> Vec<Argument> {
        let any = |dice: &mut Dice<'_>| {
            let all: Vec<usize> = (0..self.form.nodes.len()).filter(|&node| self.form.is_figure(node)).collect();
            let node = dice.pick(&all);
            Argument::One(Number::Figure(scope::name(dice, self.form, self.at, node, |node| self.form.is_figure(node))))
        };
        let one = |dice: &mut Dice<'_>| {
            match dice.below(4) {
                1 => self.parts(dice, |_| true),
                2 => self.range(dice, |_| true),
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
            node != 0 && !parts.is_empty() && parts.iter().all(|&(part, _)| fits(part))
        };
        let all: Vec<usize> = (0..self.form.nodes.len()).filter(|&node| good(node)).collect();
        if all.is_empty() {
            return None;
        }
        let node = dice.pick(&all);
        let name = scope::name(dice, self.form, self.at, node, good);
        // After a code in brackets stands no `.*`.
        let spelt = if name.spelt.starts_with('[') { format!(".{}", self.form.path(node)) } else { name.spelt };
        Some(Argument::Parts(Name { spelt, ..name }))
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
        let all = figures.clone().all(fits);
        (all && figures.next().is_some()).then_some(Argument::Range(first, last))
    }
}

/// Never 0, since numbers divide too.
fn plain(dice: &mut Dice<'_>) -> Decimal {
    dice.pick(&[(1, 0), (2, 0), (3, 0), (5, 1), (10, 0), (12, 1), (100, 0), (25, 2), (7, 0)])
}
