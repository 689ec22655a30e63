//! Cells of figures with dimensions: which of them stand beneath others.

use tallyform_schema::model::{Coordinate, Form, NodeId};

/// The cells beneath one cell of a matrix: of its figure and of the figures beneath that, in the same place or in a part
/// of it. Members that stand apart are no part of the whole. In form order.
pub(super) fn beneath(form: &Form, coordinate: &Coordinate, figures: &[NodeId]) -> Vec<NodeId> {
    let own = form.nodes.iter().enumerate().filter_map(|(at, node)| {
        let there = node.coordinate.as_ref().filter(|_| node.cell.is_some())?;
        let is_beneath = there.figure == coordinate.figure || figures.contains(&there.figure);
        (is_beneath && is_within(form, coordinate, there)).then_some(NodeId(super::number(at)))
    });
    own.collect()
}

/// Whether a place is the other one, or a part of it, in every dimension of the other one.
fn is_within(form: &Form, whole: &Coordinate, part: &Coordinate) -> bool {
    whole.at.iter().all(|(dimension, slot)| {
        let Some((_, here)) = part.at.iter().find(|(other, _)| other == dimension) else { return false };
        let Some(known) = form.dimensions.get(dimension.0 as usize) else { return false };
        let mut at = *here;
        // A member stands before its parts, so that the walk upwards ends.
        while at != *slot {
            let Some(member) = at.and_then(|at| known.members.get(at)).filter(|member| !member.apart) else {
                return false;
            };
            at = member.above;
        }
        true
    })
}
