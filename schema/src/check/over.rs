//! Wholes and their parts along dimensions, and the checks that they make.

use num_rational::BigRational;

use super::attribute::{Sayings, Settled, Way};
use super::dimension::{Binding, Dimension, Split};
use super::place::{At, On};
use super::relation::Cells;
use super::tree::Tree;
use super::unit::Units;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Content, DimensionId, Expr, NodeId, Operator, Over, Statement, Where};
use crate::source::Span;

/// A check along a dimension.
#[derive(Clone, Debug)]
pub(crate) struct Along {
    pub(crate) figure: NodeId,
    /// The last part of the check's id, such as `over.applicant`.
    pub(crate) name: String,
    pub(crate) over: Over,
    pub(crate) statements: Vec<Statement>,
    /// Free dimensions, the slowest first.
    pub(crate) free: Vec<DimensionId>,
    pub(crate) wheres: Vec<Where>,
    /// As one would write it.
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// What is looked up for the checks along dimensions.
pub(crate) struct Figures<'a> {
    pub(crate) tree: &'a Tree<'a>,
    pub(crate) settled: &'a [Settled],
    pub(crate) cells: &'a Cells<'a>,
    pub(crate) units: &'a Units,
}

/// The checks along dimensions, in form order.
pub(crate) fn along(figures: &Figures<'_>, sayings: &mut Sayings, out: &mut Vec<Diagnostic>) -> Vec<Along> {
    let mut all = Vec::new();
    // A mistaken word above many figures is reported once.
    let mut said = std::collections::BTreeSet::new();
    for node in figures.tree.ids() {
        let Some(grid) = figures.tree.get(node).and_then(|entry| entry.grid.as_ref()) else { continue };
        let is_figure = matches!(figures.cells.get(node).map(|made| &made.cell.content), Some(Content::Figure(_)));
        if !is_figure || figures.cells.is_broken(node) {
            continue;
        }
        for dimension in &grid.by {
            let Some(found) = figures.tree.dimensions.get(*dimension) else { continue };
            let mut diagnostics = Vec::new();
            let way = way(figures, node, &grid.by, *dimension, sayings, &mut diagnostics);
            for diagnostic in diagnostics {
                if said.insert((diagnostic.code, diagnostic.primary.span)) {
                    out.push(diagnostic);
                }
            }
            let over = match way {
                Way::Sum => Over::Sum,
                Way::Min => Over::Min,
                Way::Max => Over::Max,
                Way::Between => Over::Between,
                Way::Free | Way::Ordered => continue,
            };
            for split in &found.splits {
                let along = split_check(figures, node, (*dimension, found), split, over);
                all.extend(Some(along).filter(|along| !along.statements.is_empty()));
            }
        }
    }
    all
}

/// How the whole of a figure follows from its parts along a dimension.
fn way(
    figures: &Figures<'_>,
    node: NodeId,
    by: &[usize],
    dimension: usize,
    sayings: &mut Sayings,
    out: &mut Vec<Diagnostic>,
) -> Way {
    let unit = figures.cells.figure(node).and_then(|figure| figures.units.get(figure.unit));
    let adds = unit.is_none_or(|unit| unit.kind.adds());
    let usual = if adds { Way::Sum } else { Way::Free };
    let Some(said) = figures.settled.get(node.0 as usize).and_then(|settled| settled.over.as_ref()) else {
        return usual;
    };
    sayings.heed(said.by);
    let Some(span) = sayings.span(said.by) else { return usual };
    let splits =
        |dimension: &usize| figures.tree.dimensions.get(*dimension).is_some_and(|found| !found.splits.is_empty());
    let way = said.value.iter().find_map(|(of, way)| match of {
        Some(of) => (*of == dimension).then_some(*way),
        None => splits(&dimension).then_some(*way),
    });
    if said.value.iter().any(|(of, _)| of.is_none()) && by.iter().filter(|dimension| splits(dimension)).count() > 1 {
        out.push(
            Diagnostic::new(
                Code::MissingKey,
                format!("`over` does not say of which dimension of `{}`", figures.tree.path(node)),
                span,
                "several dimensions have a whole",
            )
            .help("write a word a dimension: `over: {dimension: min}`"),
        );
    }
    let way = way.unwrap_or(usual);
    if way == Way::Sum && !adds {
        let unit = unit.map_or("", |unit| unit.id.as_str());
        let mut diagnostic = Diagnostic::new(
            Code::UnitDoesNotAdd,
            format!("figures in `{unit}` do not add up"),
            span,
            "a sum of them means nothing",
        );
        if let Some(place) = figures.tree.span(node) {
            diagnostic = diagnostic.also(place, "of this figure");
        }
        out.push(diagnostic.help("durations and ratios have no sums: write `min`, `max`, `between` or `free`"));
        return Way::Free;
    }
    way
}

fn split_check(
    figures: &Figures<'_>,
    figure: NodeId,
    (dimension, found): (usize, &Dimension<'_>),
    split: &Split,
    over: Over,
) -> Along {
    let tree = figures.tree;
    let name = match &split.name {
        None => format!("over.{}", found.id),
        Some(name) => format!("over.{}.{name}", found.id),
    };
    let others: Vec<usize> = tree.by(figure).iter().copied().filter(|other| *other != dimension).collect();
    let mut along = Along {
        figure,
        name,
        over,
        statements: Vec::new(),
        free: others.iter().map(|dimension| DimensionId(*dimension as u32)).collect(),
        wheres: Vec::new(),
        text: text(tree, figure, found, split, over),
        span: split.span,
    };
    for binding in tree.bindings(&others, On::Both) {
        let at = |slot| {
            let mut here: Binding = binding.clone();
            here.insert(dimension, slot);
            match tree.at(figure, &here) {
                At::Cell(cell) => Some(cell),
                At::Blocked | At::Open(_) => None,
            }
        };
        // A blocked-out whole has no check; a blocked-out part is left out.
        let Some(whole) = at(split.whole) else { continue };
        let parts: Vec<(NodeId, bool)> =
            split.parts.iter().filter_map(|part| Some((at(Some(part.member))?, part.minus))).collect();
        if parts.is_empty() {
            continue;
        }
        for statement in statements(whole, &parts, over) {
            along.statements.push(statement);
            along.wheres.push(tree.place(&binding));
        }
    }
    along
}

fn statements(whole: NodeId, parts: &[(NodeId, bool)], over: Over) -> Vec<Statement> {
    let compare =
        |op, right| Statement::Compare { op, left: Expr::Figure(whole), right, tolerance: None::<BigRational> };
    let plain = || parts.iter().map(|(cell, _)| Expr::Figure(*cell)).collect::<Vec<_>>();
    let signed = |(cell, minus): &(NodeId, bool)| {
        let figure = Expr::Figure(*cell);
        if *minus { Expr::Minus(Box::new(figure)) } else { figure }
    };
    match over {
        Over::Sum => vec![compare(Operator::Equal, Expr::Sum(parts.iter().map(signed).collect()))],
        Over::Min => vec![compare(Operator::Equal, Expr::Min(plain()))],
        Over::Max => vec![compare(Operator::Equal, Expr::Max(plain()))],
        Over::Between => {
            vec![compare(Operator::AtLeast, Expr::Min(plain())), compare(Operator::AtMost, Expr::Max(plain()))]
        }
        Over::Rising | Over::Falling => Vec::new(),
    }
}

/// The check as one would write it at the figure.
fn text(tree: &Tree<'_>, figure: NodeId, dimension: &Dimension<'_>, split: &Split, over: Over) -> String {
    let id = tree.get(figure).map_or("", |entry| entry.id.as_str());
    let id =
        if crate::expression::GRAMMAR_WORDS.contains(&id) { format!(".{}", tree.path(figure)) } else { id.to_owned() };
    let at = |slot| format!("{id}[{}.{}]", dimension.id, dimension.key(slot));
    let whole = at(split.whole);
    let direct = split.name.is_none();
    let call = |function: &str| {
        if direct {
            return format!("{function}({id} over {})", dimension.id);
        }
        let parts: Vec<String> = split.parts.iter().map(|part| at(Some(part.member))).collect();
        format!("{function}({})", parts.join(", "))
    };
    match over {
        Over::Sum if direct => format!("{whole} == {}", call("sum")),
        Over::Sum => {
            let mut sum = String::new();
            for part in &split.parts {
                sum.push_str(match (sum.is_empty(), part.minus) {
                    (true, false) => "",
                    (true, true) => "-",
                    (false, false) => " + ",
                    (false, true) => " - ",
                });
                sum.push_str(&at(Some(part.member)));
            }
            format!("{whole} == {sum}")
        }
        Over::Min => format!("{whole} == {}", call("min")),
        Over::Max => format!("{whole} == {}", call("max")),
        Over::Between => format!("{whole} >= {} and {whole} <= {}", call("min"), call("max")),
        Over::Rising | Over::Falling => String::new(),
    }
}
