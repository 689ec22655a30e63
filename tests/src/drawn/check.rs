//! Draws checks: what they compare goes together, how they name it is left to the dice.

use tallyform::plan::{Operator, Severity};

use super::draw_number::Drawing;
use super::text::relation_key;
use super::{Check, Class, Decimal, Explained, Form, Grave, Name, On, Say, What, scope};
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
                let free = free(dice, form);
                let what = statement(dice, form, (node, &free), 2);
                let is_free = !super::lowering::free(form, &what).is_empty();
                let on = if is_free { dice.pick(&[On::Both, On::Both, On::Total, On::Rows]) } else { On::Both };
                let has_tolerance = compares(&what) && dice.one_in(5);
                checks.push(Check {
                    what: What::That(what),
                    id: if dice.one_in(3) { id.or(Some("own")) } else { id },
                    severity: dice.one_in(4).then(|| severity(dice, form)),
                    tolerance: has_tolerance.then(|| tolerance(dice)),
                    explained: explained(dice, form, node),
                    on,
                });
            }
        }
        form.nodes[node].checks = checks;
    }
}

/// The free dimensions of a check: some of those of a figure, of which the others can be taken away by brackets.
fn free(dice: &mut Dice<'_>, form: &Form) -> Vec<usize> {
    let figures: Vec<usize> = (0..form.nodes.len()).filter(|&node| form.is_figure(node)).collect();
    let by = form.by(dice.pick(&figures));
    let must = |of: &usize| form.dimensions[*of].is_open() && !form.dimensions[*of].has_whole;
    by.into_iter().filter(|of| must(of) || !dice.one_in(4)).collect()
}

fn explained(dice: &mut Dice<'_>, form: &Form, node: usize) -> Option<Explained> {
    match dice.below(8) {
        6 => Some(Explained::Explanation),
        7 => form.note_for(node).map(|_| Explained::Note),
        _ => None,
    }
}

fn severity(dice: &mut Dice<'_>, form: &Form) -> Option<Grave> {
    if form.has_states && dice.one_in(3) {
        return Some(Grave::By(Severity::Info, Severity::Error));
    }
    dice.pick(&[Some(Severity::Warning), Some(Severity::Info), Some(Severity::Error), None]).map(Grave::Always)
}

fn tolerance(dice: &mut Dice<'_>) -> Decimal {
    dice.pick(&[(1, 0), (5, 1), (3, 2), (2, 0)])
}

fn tune(dice: &mut Dice<'_>, form: &Form, node: usize, checks: &mut Vec<Check>) {
    let check = |name, severity, tolerance, explained| Check {
        what: What::Of(name),
        id: None,
        severity,
        tolerance,
        explained,
        on: On::Both,
    };
    if let Some((relation, _)) = form.relation(node)
        && dice.one_in(4)
    {
        let said = dice.one_in(2).then(|| severity(dice, form));
        let tolerance = dice.one_in(3).then(|| tolerance(dice));
        checks.push(check(relation_key(relation), said, tolerance, explained(dice, form, node)));
    }
    if form.is_figure(node) && dice.one_in(8) {
        let required = form.nearest(node, |says| says.required).unwrap_or(false);
        let all = ["type", "marks", "places", "bounds", "required"];
        let name = dice.pick(if required { &all[..] } else { &all[..4] });
        checks.push(check(name, Some(severity(dice, form)), None, None));
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

fn statement(dice: &mut Dice<'_>, form: &Form, at: (usize, &[usize]), depth: usize) -> Say {
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
            let (at, free) = at;
            let mut drawing = Drawing { form, at, free, unit: 0 };
            let figures: Vec<usize> = (0..form.nodes.len()).filter(|&node| reaches(form, node, free)).collect();
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
fn cell(dice: &mut Dice<'_>, form: &Form, (at, free): (usize, &[usize])) -> Name {
    let has_one = |node: usize| reaches(form, node, free) || free.is_empty() && form.nodes[node].class == Class::Text;
    let all: Vec<usize> = (0..form.nodes.len()).filter(|&node| has_one(node)).collect();
    let node = dice.pick(&all);
    scope::name(dice, form, at, node, free, has_one)
}

/// Whether a figure has these free dimensions, and brackets can take the others away.
pub(super) fn reaches(form: &Form, node: usize, free: &[usize]) -> bool {
    let by = form.by(node);
    let can_go = |of: &usize| !form.dimensions[*of].is_open() || form.dimensions[*of].has_whole;
    form.is_figure(node)
        && free.iter().all(|of| by.contains(of))
        && by.iter().filter(|of| !free.contains(of)).all(can_go)
}
