//! Which cells stand beneath which, for blanks that mean 'not applicable'.
//!
//! Every cell looks for those above it: at the wholes of its figure, and along each dimension at the members of which its
//! own is a part. That takes as many steps as there are answers.

use std::collections::{BTreeMap, HashMap};

use tallyform_schema::model::{DimensionId, Form, Node, NodeId};
use tallyform_schema::{Code, Diagnostic};

use super::layout::{Layout, is_coordinate};
use super::number;

/// Most pairs of a cell and a figure or cell above it.
const MOST: usize = 1 << 23;

/// What a dimension may be bound to above a place, from the place on.
type Chains = BTreeMap<DimensionId, Vec<Option<usize>>>;

/// By number of a cell, the cells beneath it, in order: of its figure and of the figures beneath that, in the same place or
/// in a part of it. What stands apart is no part of the whole. Only cells whose blanks mean 'not applicable' have any.
///
/// # Errors
///
/// Where there are too many of them: where wholes are parts of wholes in a long row.
pub(super) fn lower(form: &Form, layout: &Layout) -> Result<Vec<Vec<u32>>, Box<Diagnostic>> {
    let mut beneath = vec![Vec::new(); layout.cells.len()];
    if !form.nodes.iter().any(asks) {
        return Ok(beneath);
    }
    let figures = Figures::new(form, layout);
    let mut pairs = 0_usize;
    for (at, node) in form.nodes.iter().enumerate() {
        let id = NodeId(number(at));
        let Some(own) = node.cell.as_ref().and_then(|_| layout.cell(id)) else { continue };
        let (figure, place): (NodeId, &[_]) = match &node.coordinate {
            Some(coordinate) => (coordinate.figure, &coordinate.at),
            None => (id, &[]),
        };
        let chains: Chains = place.iter().map(|(of, slot)| (*of, chain(form, *of, *slot))).collect();
        let mut whole = Some(figure);
        while let Some(above) = whole {
            pairs += 1;
            figures.each(above, &chains, &mut |cell| {
                if let Some(list) = beneath.get_mut(cell as usize).filter(|_| cell != own) {
                    pairs += 1;
                    list.push(own);
                }
            });
            if pairs > MOST {
                return Err(Box::new(too_many(form.node(above))));
            }
            whole = figures.wholes.get(above.0 as usize).copied().flatten();
        }
    }
    beneath.iter_mut().for_each(|list| list.sort_unstable());
    Ok(beneath)
}

fn asks(node: &Node) -> bool {
    node.cell.as_ref().is_some_and(|cell| cell.blank_is_not_applicable)
}

/// Whether a node of the form is a figure or a field.
pub(super) fn is_figure(node: &Node) -> bool {
    node.cell.is_some() || !node.by.is_empty()
}

/// A member and what it is a part of, up to the whole; what stands apart is part of nothing.
fn chain(form: &Form, dimension: DimensionId, slot: Option<usize>) -> Vec<Option<usize>> {
    let members = form.dimensions.get(dimension.0 as usize).map(|dimension| dimension.members.as_slice());
    let members = members.unwrap_or_default();
    let mut chain = vec![slot];
    let mut at = slot;
    while let Some((member, number)) = at.and_then(|at| Some((members.get(at)?, at))).filter(|(one, _)| !one.apart) {
        // A member stands before its parts, so that the walk upwards ends.
        at = member.above.filter(|above| *above < number);
        chain.push(at);
    }
    chain
}

/// A dimension and the slots to try along it.
type Along<'a> = (DimensionId, &'a [Option<usize>]);

/// What is looked up of the figures of a form.
struct Figures<'f> {
    form: &'f Form,
    /// By node, the figure that it is a part of.
    wholes: Vec<Option<NodeId>>,
    /// The numbers of the cells that ask, by figure and place in its matrix.
    cells: HashMap<(NodeId, usize), u32>,
}

impl<'f> Figures<'f> {
    fn new(form: &'f Form, layout: &Layout) -> Self {
        let wholes = form.nodes.iter().map(|node| whole(form, node)).collect();
        let mut figures = Self { form, wholes, cells: HashMap::new() };
        for (at, node) in form.nodes.iter().enumerate().filter(|(_, node)| asks(node)) {
            let id = NodeId(number(at));
            let (figure, position) = match &node.coordinate {
                Some(coordinate) => {
                    let slots: BTreeMap<_, _> = coordinate.at.iter().copied().collect();
                    let by = form.node(coordinate.figure).by.iter();
                    let position = by.map(|of| Some((*of, *slots.get(of)?))).try_fold(0, |position, slot| {
                        let (of, slot) = slot?;
                        step(form, position, of, slot)
                    });
                    (coordinate.figure, position)
                }
                None => (id, Some(0)),
            };
            if let (Some(position), Some(cell)) = (position, layout.cell(id)) {
                figures.cells.insert((figure, position), cell);
            }
        }
        figures
    }

    /// The cells of a figure at everything that its dimensions may be bound to; none where it has one that is not bound.
    fn each(&self, figure: NodeId, chains: &Chains, then: &mut impl FnMut(u32)) {
        let by = &self.form.node(figure).by;
        // Along a dimension that the figure does not have, it is the whole that is a part of it.
        let is_part = |(of, chain): (&DimensionId, &Vec<Option<usize>>)| by.contains(of) || chain.last() == Some(&None);
        if !chains.iter().all(is_part) {
            return;
        }
        let lists: Option<Vec<Along<'_>>> = by.iter().map(|of| Some((*of, chains.get(of)?.as_slice()))).collect();
        if let Some(lists) = lists {
            self.combine(figure, &lists, 0, then);
        }
    }

    fn combine(&self, figure: NodeId, lists: &[Along<'_>], position: usize, then: &mut impl FnMut(u32)) {
        let Some(((of, slots), rest)) = lists.split_first() else {
            if let Some(cell) = self.cells.get(&(figure, position)) {
                then(*cell);
            }
            return;
        };
        for slot in *slots {
            if let Some(position) = step(self.form, position, *of, *slot) {
                self.combine(figure, rest, position, then);
            }
        }
    }
}

/// The place in a matrix, one dimension further. There are no more places than a form may have nodes.
fn step(form: &Form, position: usize, dimension: DimensionId, slot: Option<usize>) -> Option<usize> {
    let dimension = form.dimensions.get(dimension.0 as usize)?;
    let whole = usize::from(dimension.has_whole);
    let at = match slot {
        None => dimension.has_whole.then_some(0)?,
        Some(member) => member + whole,
    };
    position.checked_mul(dimension.members.len() + whole)?.checked_add(at)
}

/// The figure of which a node is a part, through headings. Parts of a figure that stands elsewhere are no parts of the one
/// around them.
fn whole(form: &Form, node: &Node) -> Option<NodeId> {
    let mut node = node;
    if node.is_note || is_coordinate(node) || !is_figure(node) {
        return None;
    }
    while !node.apart {
        let parent = node.parent?;
        node = form.node(parent);
        if is_figure(node) {
            return Some(parent);
        }
        if node.whole.is_some() {
            return node.whole;
        }
    }
    None
}

fn too_many(node: &Node) -> Diagnostic {
    let message =
        format!("more than {MOST} times a figure stands beneath another one, and blanks are `not_applicable`");
    Diagnostic::new(Code::TooManyFigures, message, node.span, "wholes of wholes in a long row")
        .help("take `blank: not_applicable` away, or break fewer parts down")
}
