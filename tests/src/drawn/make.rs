//! Draws forms.

use tallyform::plan::{Kind, Relation, Severity};

use super::{Attributes, Class, End, Form, Grave, Mark, Meaning, Node, Unit, Way, check, dimension};
use crate::dice::Dice;

const UNITS: [Unit; 10] = [
    unit("case", Kind::Count, None, (1, 1), None, 0),
    unit("item", Kind::Count, None, (1, 1), None, 0),
    unit("head", Kind::Count, Some("people"), (1, 1), None, 0),
    unit("thousand", Kind::Count, Some("people"), (1000, 1), Some("1000"), 1),
    unit("yuan", Kind::Money, Some("CNY"), (1, 1), None, 2),
    unit("万元", Kind::Money, Some("CNY"), (10_000, 1), Some("10000"), 4),
    unit("day", Kind::Duration, None, (24, 1), Some("24"), 1),
    unit("hour", Kind::Duration, None, (1, 1), None, 0),
    unit("%", Kind::Ratio, None, (1, 100), Some("0.01"), 1),
    unit("m²", Kind::Amount, None, (1, 1), None, 1),
];

const fn unit(
    id: &'static str,
    kind: Kind,
    of: Option<&'static str>,
    factor: (i64, i64),
    spelt: Option<&'static str>,
    decimals: u8,
) -> Unit {
    Unit { id, kind, of, factor, spelt, decimals }
}

const MARKS: [Mark; 5] = [
    mark("/", "not_applicable", Meaning::NotApplicable),
    mark("<1", "{above: 0, below: 1}", Meaning::Range(Some((0, true)), Some((1, true)))),
    mark("few", "{suppressed: {min: 0, max: 4}}", Meaning::Suppressed(Some((0, false)), Some((4, false)))),
    mark("many", "{min: 2, also: [lots]}", Meaning::Range(Some((2, false)), None)),
    mark("x", "suppressed", Meaning::Suppressed(None, None)),
];

const fn mark(token: &'static str, text: &'static str, meaning: Meaning) -> Mark {
    Mark { token, text, meaning }
}

/// Ids are few, so that they hide one another; some are words of checks, some words of other languages.
const IDS: [&str; 11] = ["a", "b", "c", "d", "e", "件", "count", "min", "over", "then", "of"];

const CODES: [&str; 14] = ["01", "02", "1.1", "1.2", "5", "十", "2-b", "20", "21", "22", "30", "4", "A", "B7"];

/// Most figures of a form.
const MOST: usize = 9;

/// A form with its checks.
#[must_use]
pub fn form(dice: &mut Dice<'_>) -> Form {
    let (units, marks) = (UNITS.to_vec(), MARKS.to_vec());
    let dimensions = dimension::dimensions(dice);
    let has_states = dice.one_in(6);
    let mut form = Form { units, marks, dimensions, has_states, nodes: Vec::new() };
    let root = push(&mut form, None, "", Class::Root);
    form.nodes[root].says = attributes(dice);
    form.nodes[root].says.unit = dice.one_in(2).then(|| dice.below(UNITS.len()));
    form.nodes[root].says.note = dice.one_in(4).then_some(true);
    by(dice, &mut form, root, false, 6);
    if dice.one_in(3) {
        let header = push(&mut form, Some(root), "header", Class::Header);
        for id in ["who", "a"].into_iter().take(1 + dice.below(2)) {
            let field = push(&mut form, Some(header), id, Class::Text);
            form.nodes[field].says.required = dice.one_in(3).then_some(true);
        }
    }
    let codes = dice.one_in(2);
    for _ in 0..=1 + dice.below(3) {
        node(dice, &mut form, root, 0, None);
    }
    if codes {
        official_codes(dice, &mut form);
    }
    forward(dice, &mut form);
    mend(&mut form);
    check::checks(dice, &mut form);
    form
}

fn push(form: &mut Form, parent: Option<usize>, id: &'static str, class: Class) -> usize {
    let node = form.nodes.len();
    form.nodes.push(Node {
        id,
        parent,
        children: Vec::new(),
        class,
        says: Attributes::default(),
        lower: None,
        upper: None,
        minus: false,
        apart: false,
        code: None,
        by: Vec::new(),
        checks: Vec::new(),
    });
    if let Some(parent) = parent {
        form.nodes[parent].children.push(node);
    }
    node
}

fn attributes(dice: &mut Dice<'_>) -> Attributes {
    let mut says = Attributes::default();
    match dice.below(24) {
        4..=9 => says.takes = Some((0..MARKS.len()).filter(|_| dice.one_in(2)).collect()),
        10..=12 => says.blank = Some(!dice.one_in(4)),
        13 | 14 => says.required = Some(!dice.one_in(3)),
        15 => says.signed = Some(!dice.one_in(3)),
        16 => says.rounded = Some(0),
        17 | 18 => says.severity = Some(Grave::Always(dice.pick(&SEVERITIES))),
        19 => says.decimals = Some(u8::try_from(dice.below(3)).unwrap_or(0)),
        20 => says = Attributes { blank: Some(true), takes: Some(vec![0]), ..says },
        _ => {}
    }
    says
}

const SEVERITIES: [Severity; 3] = [Severity::Warning, Severity::Info, Severity::Error];

/// Repeats what is beneath a node along some dimensions, once in so many.
fn by(dice: &mut Dice<'_>, form: &mut Form, node: usize, is_part: bool, once_in: usize) {
    if form.dimensions.is_empty() || !dice.one_in(once_in) {
        return;
    }
    for _ in 0..=dice.below(2) {
        let of = dice.below(form.dimensions.len());
        let by = form.by(node);
        // Three dimensions in one figure are as many as a failing case can be read with.
        if by.contains(&of) || by.len() >= 2 || is_part && !form.dimensions[of].has_whole {
            continue;
        }
        form.nodes[node].by.push(of);
    }
}

/// Says how wholes follow from their parts along the dimensions that figures at a node have.
fn over(dice: &mut Dice<'_>, form: &mut Form, node: usize) {
    let by = form.by(node);
    if by.is_empty() || !dice.one_in(3) {
        return;
    }
    let mut all = Vec::new();
    for of in by {
        let known = form.dimensions[of];
        let covers = known.has_whole && known.splits.iter().all(|split| split.covers());
        let way = match dice.below(3) {
            0 if known.is_ordered => dice.pick(&[Way::Rising, Way::Falling]),
            1 if covers => dice.pick(&[Way::Min, Way::Max, Way::Between]),
            2 => Way::Free,
            _ => continue,
        };
        all.push((of, way));
    }
    if !all.is_empty() {
        form.nodes[node].says.over = Some(all);
    }
}

/// A node with what is beneath it. `with` is a unit that the figures here must convert to.
fn node(dice: &mut Dice<'_>, form: &mut Form, parent: usize, depth: usize, with: Option<usize>) {
    let taken: Vec<&str> = form.nodes[parent].children.iter().map(|&child| form.nodes[child].id).collect();
    let free: Vec<&'static str> = IDS.into_iter().filter(|id| !taken.contains(id)).collect();
    let id = dice.pick(&free);
    let figures = (0..form.nodes.len()).filter(|&node| form.is_figure(node)).count();
    let deep = depth >= 3 || figures >= MOST;
    let node = push(form, Some(parent), id, Class::Leaf);
    let relation = enclosing(form, parent);
    let mut with = with;
    if relation.is_some() && dice.one_in(9) {
        form.nodes[node].apart = true;
        with = None;
    }
    form.nodes[node].says = attributes(dice);
    if form.has_states && dice.one_in(4) {
        form.nodes[node].says.severity = Some(Grave::By(dice.pick(&SEVERITIES), dice.pick(&SEVERITIES)));
    }
    let is_part = relation.is_some() && !form.nodes[node].apart;
    by(dice, form, node, is_part, if depth == 0 { 2 } else { 5 });
    over(dice, form, node);
    let wanted = if deep { 0 } else { dice.below(8) };
    match wanted {
        3 | 4 => heading(dice, form, node, depth, with),
        5 | 6 => {
            figure(dice, form, node, relation, with);
            let unit = form.unit(node).unwrap_or(0);
            let relation = any_relation(dice, form, unit);
            form.nodes[node].class = Class::Whole(relation);
            children(dice, form, node, depth, Some(unit));
        }
        7 => {
            let wholes: Vec<usize> = (0..node).filter(|&other| form.is_figure(other)).collect();
            if wholes.is_empty() {
                return figure(dice, form, node, relation, with);
            }
            let whole = dice.pick(&wholes);
            let unit = form.unit(whole).unwrap_or(0);
            let relation = any_relation(dice, form, unit);
            form.nodes[node].class = Class::Breakdown(relation, whole);
            children(dice, form, node, depth, Some(unit));
        }
        _ => figure(dice, form, node, relation, with),
    }
}

/// The relation that the children of a node are in, through headings.
fn enclosing(form: &Form, node: usize) -> Option<Relation> {
    match form.nodes[node].class {
        Class::Heading => enclosing(form, form.nodes[node].parent?),
        _ => form.relation(node).map(|(relation, _)| relation),
    }
}

fn any_relation(dice: &mut Dice<'_>, form: &Form, unit: usize) -> Relation {
    let adds = form.units[unit].kind.adds();
    let all = [Relation::Parts, Relation::SomeParts, Relation::OfWhich, Relation::CoveredBy];
    if adds { dice.pick(&all) } else { Relation::OfWhich }
}

fn heading(dice: &mut Dice<'_>, form: &mut Form, node: usize, depth: usize, with: Option<usize>) {
    form.nodes[node].class = Class::Heading;
    if dice.one_in(3) {
        form.nodes[node].says.unit = Some(fitting(dice, form, with));
    }
    if dice.one_in(8) {
        form.nodes[node].lower = Some(dice.pick(&[(0, false), (0, true), (-3, false)]));
    }
    if dice.one_in(8) {
        form.nodes[node].upper = Some(dice.pick(&[(50, false), (100, true)]));
    }
    for _ in 0..=dice.below(3) {
        self::node(dice, form, node, depth + 1, with);
    }
}

fn children(dice: &mut Dice<'_>, form: &mut Form, node: usize, depth: usize, with: Option<usize>) {
    for _ in 0..=dice.below(3) {
        self::node(dice, form, node, depth + 1, with);
    }
    // At least one child must count.
    while form.parts(node).iter().all(|&(_, minus)| minus) {
        let last = form.nodes.len();
        self::node(dice, form, node, 9, with);
        form.nodes[last].apart = false;
        form.nodes[last].minus = false;
        (form.nodes[last].by, form.nodes[last].says.over) = (Vec::new(), None);
        if form.unit(last).is_none_or(|unit| with.is_some_and(|with| !form.convert(unit, with))) {
            form.nodes[last].says.unit = with;
        }
    }
}

fn fitting(dice: &mut Dice<'_>, form: &Form, with: Option<usize>) -> usize {
    let all: Vec<usize> = (0..UNITS.len()).filter(|&unit| with.is_none_or(|with| form.convert(unit, with))).collect();
    // Counts are most of what forms hold.
    if with.is_none() && dice.one_in(2) { dice.below(2) } else { dice.pick(&all) }
}

fn figure(dice: &mut Dice<'_>, form: &mut Form, node: usize, relation: Option<Relation>, with: Option<usize>) {
    let inherited = form.unit(node);
    let fits = inherited.is_some_and(|unit| with.is_none_or(|with| form.convert(unit, with)));
    if !fits || dice.one_in(6) {
        form.nodes[node].says.unit = Some(fitting(dice, form, with));
    }
    form.nodes[node].minus = relation == Some(Relation::Parts) && !form.nodes[node].apart && dice.one_in(4);
    let lower: [Option<End>; 10] =
        [None, None, None, None, None, None, Some((0, false)), Some((1, false)), Some((0, true)), Some((-5, false))];
    form.nodes[node].lower = dice.pick(&lower);
    if dice.one_in(7) {
        form.nodes[node].upper = Some(dice.pick(&[(12, false), (8, false), (20, true)]));
    }
    if dice.one_in(7) {
        form.nodes[node].says.rounded = Some(u8::try_from(dice.below(2)).unwrap_or(0));
    }
}

fn official_codes(dice: &mut Dice<'_>, form: &mut Form) {
    let mut codes = CODES.to_vec();
    for node in 1..form.nodes.len() {
        let is_item = !matches!(form.nodes[node].class, Class::Header | Class::Text);
        if is_item && !codes.is_empty() && !dice.one_in(3) {
            form.nodes[node].code = Some(codes.remove(dice.below(codes.len())));
        }
    }
}

/// Lets some breakdowns be of a figure further down in the form.
fn forward(dice: &mut Dice<'_>, form: &mut Form) {
    for node in 0..form.nodes.len() {
        let Class::Breakdown(relation, whole) = form.nodes[node].class else { continue };
        let unit = form.unit(whole).unwrap_or(0);
        let others: Vec<usize> = (node..form.nodes.len())
            .filter(|&other| form.is_figure(other))
            .filter(|&other| form.unit(other).is_some_and(|other| form.convert(other, unit)))
            .filter(|&other| !is_under(form, other, node))
            .collect();
        if !others.is_empty() && dice.one_in(2) {
            form.nodes[node].class = Class::Breakdown(relation, dice.pick(&others));
        }
    }
}

/// What is beneath a heading leaves nothing more.
fn leave(form: &mut Form, node: usize) {
    for child in form.nodes[node].children.clone() {
        (form.nodes[child].minus, form.nodes[child].apart) = (false, false);
        if form.nodes[child].class == Class::Heading {
            leave(form, child);
        }
    }
}

/// Whether a figure is, over any number of wholes, a part of a breakdown.
fn is_under(form: &Form, figure: usize, breakdown: usize) -> bool {
    let mut open = vec![figure];
    let mut seen = Vec::new();
    while let Some(part) = open.pop() {
        for node in 0..form.nodes.len() {
            let Some((_, whole)) = form.relation(node) else { continue };
            if form.parts(node).iter().any(|&(of, _)| of == part) && !seen.contains(&node) {
                if node == breakdown {
                    return true;
                }
                seen.push(node);
                open.push(whole);
            }
        }
    }
    false
}

/// Takes away what the language refuses, where the dice cannot know.
fn mend(form: &mut Form) {
    for node in 0..form.nodes.len() {
        let Class::Breakdown(_, whole) = form.nodes[node].class else { continue };
        let of_whole = form.by(whole);
        let fits = |&(part, _): &(usize, bool)| {
            let by = form.by(part);
            let others = by.iter().filter(|of| !of_whole.contains(of));
            of_whole.iter().all(|of| by.contains(of)) && others.into_iter().all(|&of| form.dimensions[of].has_whole)
        };
        if !form.parts(node).iter().all(fits) {
            form.nodes[node].class = Class::Heading;
            // Its figures were no parts of what is around it.
            form.nodes[node].apart = enclosing(form, node).is_some();
            leave(form, node);
        }
    }
    for node in 0..form.nodes.len() {
        let needs_no_sign =
            |&of: &usize| form.dimensions[of].splits.iter().any(|split| split.relation != Relation::Parts);
        let may_be_negative = form.bounds(node).0.is_none_or(|(least, _)| least < 0);
        if form.is_figure(node) && may_be_negative && form.by(node).iter().any(needs_no_sign) {
            form.nodes[node].lower = Some((0, false));
        }
    }
    for node in 0..form.nodes.len() {
        if form.is_figure(node) && form.nearest(node, |says| says.rounded).is_some_and(|to| to > form.decimals(node)) {
            form.nodes[node].says.rounded = Some(0);
        }
    }
    for node in 0..form.nodes.len() {
        let Some((relation, whole)) = form.relation(node) else { continue };
        if relation == Relation::Parts {
            continue;
        }
        let parts = form.parts(node).into_iter().map(|(part, _)| part);
        for figure in parts.chain([whole]).collect::<Vec<_>>() {
            if form.bounds(figure).0.is_none_or(|(least, _)| least < 0) {
                form.nodes[figure].lower = Some((0, false));
            }
        }
    }
}
