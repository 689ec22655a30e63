//! Relations: wholes and their parts, and the checks that they make.
//!
//! After this: every heading with `whole` has a figure, every relation has its parts, their units convert, no figure is
//! its own whole.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::content::Made;
use super::dimension::{self, Binding};
use super::place::{At, On};
use super::scope::Scope;
use super::tree::{Class, Entry, Tree, relation_key};
use super::unit::Units;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression;
use crate::model::{Content, DimensionId, Expr, Figure, NodeId, Operator, Relation, Statement, Where};
use crate::source::Span;

/// A part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) node: NodeId,
    /// Deducted.
    pub(crate) minus: bool,
}

/// A relation that holds between a whole and its parts.
#[derive(Clone, Debug)]
pub(crate) struct Breakdown {
    /// The node that says the relation.
    pub(crate) node: NodeId,
    pub(crate) relation: Relation,
    pub(crate) whole: NodeId,
    pub(crate) parts: Vec<Part>,
    pub(crate) span: Span,
    /// What must hold; empty where units or signs are mistaken.
    pub(crate) statements: Vec<Statement>,
    /// What the dimensions of the whole are bound to in each statement; empty where it has none.
    /// Free dimensions, the slowest first.
    pub(crate) free: Vec<DimensionId>,
    pub(crate) wheres: Vec<Where>,
    /// As one would write it.
    pub(crate) text: String,
}

/// Cells by node, read only.
pub(crate) struct Cells<'a> {
    pub(crate) made: &'a [Option<Made>],
}

impl<'a> Cells<'a> {
    /// The cell of a node.
    pub(crate) fn get(&self, node: NodeId) -> Option<&'a Made> {
        self.made.get(node.0 as usize)?.as_ref()
    }

    /// The figure of a node.
    pub(crate) fn figure(&self, node: NodeId) -> Option<&'a Figure> {
        match &self.get(node)?.cell.content {
            Content::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Whether nothing can be said of the node's unit.
    pub(crate) fn is_broken(&self, node: NodeId) -> bool {
        self.get(node).is_none_or(|made| made.unit_is_broken)
    }
}

fn says(entry: &Entry<'_>, read: impl Fn(&crate::syntax::Node) -> Option<bool>) -> bool {
    entry.says.and_then(read).unwrap_or(false)
}

fn is_apart(entry: &Entry<'_>) -> bool {
    says(entry, |node| node.apart.map(|apart| apart.value))
}

fn is_minus(entry: &Entry<'_>) -> bool {
    says(entry, |node| node.minus.map(|minus| minus.value))
}

/// The direct parts of a node: figures among its children, through headings, without `apart`.
pub(crate) fn direct_parts(tree: &Tree<'_>, cells: &Cells<'_>, node: NodeId) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut stack: Vec<NodeId> = tree.get(node).map(|entry| entry.children.clone()).unwrap_or_default();
    stack.reverse();
    while let Some(child) = stack.pop() {
        let Some(entry) = tree.get(child).filter(|entry| !is_apart(entry)) else { continue };
        match entry.class {
            Class::Heading => stack.extend(entry.children.iter().rev()),
            Class::Leaf | Class::Whole(_) if cells.figure(child).is_some() => {
                parts.push(Part { node: child, minus: is_minus(entry) });
            }
            _ => {}
        }
    }
    parts
}

/// All relations of a form, in form order.
pub(crate) fn breakdowns(
    scope: &Scope<'_>,
    cells: &Cells<'_>,
    units: &Units,
    out: &mut Vec<Diagnostic>,
) -> Vec<Breakdown> {
    let tree = scope.tree;
    let mut breakdowns = Vec::new();
    for node in tree.ids() {
        let Some(entry) = tree.get(node) else { continue };
        leaving(tree, entry, out);
        let (Some(relation), Some(span)) = (entry.class.relation(), entry.relation_span) else { continue };
        let whole = match entry.class {
            Class::Breakdown(_) => whole_elsewhere(scope, cells, node, entry, out),
            _ => cells.figure(node).map(|_| node),
        };
        let parts = direct_parts(tree, cells, node);
        // A field that is no figure can have no parts, which has been said.
        let is_field = !matches!(entry.class, Class::Breakdown(_)) && whole.is_none();
        if parts.iter().all(|part| part.minus) && !is_field && !entry.children.is_empty() {
            out.push(
                Diagnostic::new(
                    Code::NoPartLeft,
                    format!("no child of `{}` is a part of it", entry.path),
                    span,
                    "all children are apart, deducted or no figures",
                )
                .also(entry.span, "of this node")
                .help("write `items` if this is a heading, or let at least one child count"),
            );
            continue;
        }
        let Some(whole) = whole else { continue };
        let mut breakdown = Breakdown {
            node,
            relation,
            whole,
            parts,
            span,
            statements: Vec::new(),
            free: Vec::new(),
            wheres: Vec::new(),
            text: String::new(),
        };
        breakdown.text = text(scope, &breakdown);
        if fits(tree, cells, units, &breakdown, out) && dimensions_fit(tree, &breakdown, out) {
            let by = tree.by(whole);
            breakdown.free = by.iter().map(|dimension| DimensionId(*dimension as u32)).collect();
            for binding in tree.bindings(by, On::Both) {
                let made = statements(tree, cells, units, &breakdown, &binding);
                if !by.is_empty() {
                    breakdown.wheres.extend(made.iter().map(|_| tree.place(&binding)));
                }
                breakdown.statements.extend(made);
            }
        }
        breakdowns.push(breakdown);
    }
    cycles(tree, &breakdowns, out);
    breakdowns
}

/// `minus` and `apart` need a whole that they leave.
fn leaving(tree: &Tree<'_>, entry: &Entry<'_>, out: &mut Vec<Diagnostic>) {
    let Some(says) = entry.says else { return };
    let (minus, apart) = (says.minus.filter(|minus| minus.value), says.apart.filter(|apart| apart.value));
    if let (Some(minus), Some(apart)) = (minus, apart) {
        out.push(
            Diagnostic::new(
                Code::KeysExclude,
                "`minus` and `apart` exclude each other",
                apart.span,
                "printed here, no part",
            )
            .also(minus.span, "a part that is deducted")
            .help("keep one of them"),
        );
        return;
    }
    let Some((key, said)) = minus.map(|minus| ("minus", minus)).or(apart.map(|apart| ("apart", apart))) else { return };
    // Headings are transparent: the nearest node above that is none has the relation.
    let mut above = entry.parent.and_then(|parent| tree.get(parent));
    while let Some(heading) = above.filter(|above| above.class == Class::Heading) {
        above = heading.parent.and_then(|parent| tree.get(parent));
    }
    let relation = above.and_then(|above| above.class.relation());
    match (relation, key) {
        (None, _) => out.push(
            Diagnostic::new(
                Code::NoWholeToLeave,
                format!("`{key}` is said of `{}`, which is part of no figure", entry.path),
                said.span,
                "there is no whole",
            )
            .also(entry.span, "of this node")
            .help(
                "take it away; it is for children of a figure with `parts`, `some_parts`, `of_which` or `covered_by`",
            ),
        ),
        (Some(Relation::Parts), "minus") if !entry.class.has_cell() => out.push(
            Diagnostic::new(
                Code::KeyDoesNotApply,
                format!("`minus` is said of {}", entry.class.describe()),
                said.span,
                "a heading has no figure to deduct",
            )
            .help("say it of each part beneath"),
        ),
        (Some(relation), "minus") if relation != Relation::Parts => {
            let mut diagnostic = Diagnostic::new(
                Code::KeyDoesNotApply,
                format!("`minus` is for children under `parts`, not under `{}`", relation_key(relation)),
                said.span,
                "cannot be deducted here",
            );
            if let Some(span) = above.and_then(|above| above.relation_span) {
                diagnostic = diagnostic.also(span, "the relation");
            }
            out.push(diagnostic.help("take it away, or write `apart: true` if it is no part"));
        }
        _ => {}
    }
}

/// The figure that a heading's `whole` names.
fn whole_elsewhere(
    scope: &Scope<'_>,
    cells: &Cells<'_>,
    node: NodeId,
    entry: &Entry<'_>,
    out: &mut Vec<Diagnostic>,
) -> Option<NodeId> {
    let said = entry.says?.whole.as_ref()?;
    let found = expression::parse_path(said).and_then(|path| scope.find(node, &path, Code::UnknownPath));
    let whole = match found {
        Ok(whole) => whole,
        Err(diagnostic) => {
            out.push(*diagnostic);
            return None;
        }
    };
    if cells.figure(whole).is_some() {
        return Some(whole);
    }
    let target = scope.tree.get(whole)?;
    let what = if target.class.has_cell() { "no figure" } else { target.class.describe() };
    out.push(
        Diagnostic::new(
            Code::UnknownPath,
            format!("`whole` names `{}`, which is {what}", target.path),
            said.span,
            "not a figure",
        )
        .also(target.span, format!("this is {what}"))
        .help("name the figure that these rows break down"),
    );
    None
}

/// Whether units and signs allow the relation.
fn fits(tree: &Tree<'_>, cells: &Cells<'_>, units: &Units, breakdown: &Breakdown, out: &mut Vec<Diagnostic>) -> bool {
    let key = relation_key(breakdown.relation);
    let before = out.len();
    if cells.is_broken(breakdown.whole) {
        return false;
    }
    let Some(whole) = cells.figure(breakdown.whole) else { return false };
    let whole_span = tree.span(breakdown.whole).unwrap_or(breakdown.span);
    let mut broken = false;
    for part in &breakdown.parts {
        let Some(figure) = cells.figure(part.node) else { continue };
        if cells.is_broken(part.node) {
            broken = true;
        } else if units.conversion(figure.unit, whole.unit).is_none() {
            let (a, b) = (units.name(figure.unit), units.name(whole.unit));
            out.push(
                Diagnostic::new(
                    Code::UnitsInRelation,
                    format!("`{}` is in `{a}`, its whole in `{b}`", tree.path(part.node)),
                    tree.span(part.node).unwrap_or(breakdown.span),
                    format!("counted in `{a}`"),
                )
                .also(whole_span, format!("the whole, counted in `{b}`"))
                .note(units.why_not(figure.unit, whole.unit))
                .help("give it the unit of the whole, or say `apart: true` if it is printed here and no part of it"),
            );
        } else if breakdown.relation != Relation::Parts && may_be_negative(figure) {
            out.push(signed(tree, part.node, key, breakdown.span));
        }
    }
    if breakdown.relation != Relation::Parts && may_be_negative(whole) {
        out.push(signed(tree, breakdown.whole, key, breakdown.span));
    }
    let adds = units.get(whole.unit).is_none_or(|unit| unit.kind.adds());
    if !adds && breakdown.relation != Relation::OfWhich {
        out.push(
            Diagnostic::new(
                Code::UnitDoesNotAdd,
                format!("figures in `{}` do not add up", units.name(whole.unit)),
                breakdown.span,
                "a sum of them means nothing",
            )
            .also(whole_span, "the whole")
            .help("durations and ratios have no sums: write `items`, or `of_which` if none exceeds the whole"),
        );
    }
    !broken && out.len() == before
}

/// A part has every dimension of its whole, and counts with its whole along those that it has besides.
fn dimensions_fit(tree: &Tree<'_>, breakdown: &Breakdown, out: &mut Vec<Diagnostic>) -> bool {
    let before = out.len();
    let whole = tree.by(breakdown.whole);
    for part in &breakdown.parts {
        let here = tree.by(part.node);
        let lacking: Vec<usize> = whole.iter().copied().filter(|dimension| !here.contains(dimension)).collect();
        let has_whole = |dimension: &usize| tree.dimensions.get(*dimension).is_some_and(|found| found.has_whole);
        let open: Vec<usize> =
            here.iter().copied().filter(|dimension| !whole.contains(dimension) && !has_whole(dimension)).collect();
        let (message, label) = if !lacking.is_empty() {
            let names = dimension::named(&tree.dimensions, &lacking);
            (format!("`{}` lacks {names}, which its whole has", tree.path(part.node)), "no figure along that dimension")
        } else if !open.is_empty() {
            let names = dimension::named(&tree.dimensions, &open);
            let message = format!("`{}` has {names}, which has no whole, and its whole has not", tree.path(part.node));
            (message, "no one figure to be added")
        } else {
            continue;
        };
        let place = tree.span(part.node).unwrap_or(breakdown.span);
        let mut diagnostic = Diagnostic::new(Code::DimensionsInRelation, message, place, label);
        if let Some(place) = tree.span(breakdown.whole) {
            diagnostic = diagnostic.also(place, "the whole");
        }
        out.push(diagnostic.help("say `by` above both, give the dimension a whole with `parts`, or say `apart: true`"));
    }
    out.len() == before
}

pub(super) fn may_be_negative(figure: &Figure) -> bool {
    figure.lower.as_ref().is_none_or(|(lower, _)| *lower < BigRational::zero())
}

pub(super) fn signed(tree: &Tree<'_>, node: NodeId, key: &str, relation: Span) -> Diagnostic {
    Diagnostic::new(
        Code::SignedRelation,
        format!("`{key}` holds between figures of which `{}` may be negative", tree.path(node)),
        relation,
        "bounds parts by their whole",
    )
    .also(tree.span(node).unwrap_or(relation), "this may be negative")
    .help("a part can exceed its whole where another is negative: use `parts`, or take `signed` away")
}

/// A cell of the figure `node`, in the unit of the figure `like`.
fn in_unit(cells: &Cells<'_>, units: &Units, (node, cell): (NodeId, NodeId), like: NodeId) -> Expr {
    let factor = cells
        .figure(node)
        .zip(cells.figure(like))
        .and_then(|(from, to)| units.conversion(from.unit, to.unit))
        .unwrap_or_else(BigRational::one);
    if factor.is_one() { Expr::Figure(cell) } else { Expr::Scale { by: factor, of: Box::new(Expr::Figure(cell)) } }
}

/// What the relation says at one binding of the dimensions of the whole. Nothing is said of a whole that is blocked out,
/// and parts that are blocked out are left out.
fn statements(
    tree: &Tree<'_>,
    cells: &Cells<'_>,
    units: &Units,
    breakdown: &Breakdown,
    binding: &Binding,
) -> Vec<Statement> {
    let at = |figure| match tree.at(figure, binding) {
        At::Cell(cell) => Some(cell),
        At::Blocked | At::Open(_) => None,
    };
    let whole = breakdown.whole;
    let Some(own) = at(whole) else { return Vec::new() };
    let parts: Vec<(&Part, NodeId)> = breakdown.parts.iter().filter_map(|part| Some((part, at(part.node)?))).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let sum = |like: NodeId| {
        let summand = |(part, cell): &(&Part, NodeId)| {
            let figure = in_unit(cells, units, (part.node, *cell), like);
            if part.minus { Expr::Minus(Box::new(figure)) } else { figure }
        };
        Expr::Sum(parts.iter().map(summand).collect())
    };
    let compare = |op, left, right| Statement::Compare { op, left, right, tolerance: None };
    let each = |(part, cell): &(&Part, NodeId)| {
        compare(Operator::AtMost, Expr::Figure(*cell), in_unit(cells, units, (whole, own), part.node))
    };
    match breakdown.relation {
        Relation::Parts => vec![compare(Operator::Equal, Expr::Figure(own), sum(whole))],
        Relation::SomeParts => {
            // The sum is in the unit of the whole, since the parts may be in several.
            vec![compare(Operator::AtMost, sum(whole), Expr::Figure(own))]
        }
        Relation::OfWhich => parts.iter().map(each).collect(),
        Relation::CoveredBy => {
            let mut statements: Vec<Statement> = parts.iter().map(each).collect();
            statements.push(compare(Operator::AtMost, Expr::Figure(own), sum(whole)));
            statements
        }
    }
}

/// The relation as one would write it as a check at its node.
fn text(scope: &Scope<'_>, breakdown: &Breakdown) -> String {
    let spell = |node| scope.spell(breakdown.node, node);
    let whole = spell(breakdown.whole);
    let mut sum = String::new();
    for part in &breakdown.parts {
        let sign = match (sum.is_empty(), part.minus) {
            (true, false) => "",
            (true, true) => "-",
            (false, false) => " + ",
            (false, true) => " - ",
        };
        sum.push_str(sign);
        sum.push_str(&spell(part.node));
    }
    let each = || {
        breakdown.parts.iter().map(|part| format!("{} <= {whole}", spell(part.node))).collect::<Vec<_>>().join(" and ")
    };
    match breakdown.relation {
        Relation::Parts => format!("{whole} == {sum}"),
        Relation::SomeParts => format!("{sum} <= {whole}"),
        Relation::OfWhich => each(),
        Relation::CoveredBy => format!("{} and {whole} <= {sum}", each()),
    }
}

/// A figure may not be its own whole, over any number of steps. Each figure has at most one whole, so that a walk from
/// part to whole never branches.
fn cycles(tree: &Tree<'_>, breakdowns: &[Breakdown], out: &mut Vec<Diagnostic>) {
    let mut whole_of: BTreeMap<NodeId, (NodeId, Span)> = BTreeMap::new();
    for breakdown in breakdowns {
        for part in &breakdown.parts {
            whole_of.insert(part.node, (breakdown.whole, breakdown.span));
        }
    }
    // 1: on the walk that is under way, 2: done.
    let mut state: BTreeMap<NodeId, u8> = BTreeMap::new();
    for start in whole_of.keys().copied() {
        let mut walk = Vec::new();
        let mut node = start;
        while !state.contains_key(&node) {
            state.insert(node, 1);
            walk.push(node);
            match whole_of.get(&node) {
                Some((whole, _)) => node = *whole,
                None => break,
            }
        }
        if state.get(&node) == Some(&1)
            && let Some(at) = walk.iter().position(|step| *step == node)
            && let Some((_, span)) = whole_of.get(&node)
        {
            let round: Vec<&str> = walk.iter().skip(at).map(|step| tree.path(*step)).collect();
            let mut diagnostic = Diagnostic::new(
                Code::WholeCycle,
                format!("`{}` is part of itself", tree.path(node)),
                *span,
                "this makes it a part",
            );
            if let Some(place) = tree.span(node) {
                diagnostic = diagnostic.also(place, "of this figure");
            }
            if round.len() > 1 {
                diagnostic = diagnostic.note(format!("from part to whole: {}", round.join(", ")));
            }
            out.push(diagnostic.help("let `whole` name a figure that stands outside"));
        }
        for step in walk {
            state.insert(step, 2);
        }
    }
}
