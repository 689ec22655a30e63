//! Where a cell stands: of which figure it is, and what that figure's dimensions are bound to.

use super::{EVERY_ROW, Layout, Plan, TOTAL};

/// Where a node of the plan stands: of which node of the form it is, and what its dimensions are bound to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Stand {
    /// The figure, field or heading, where it stands first.
    pub(crate) of: u32,
    /// What each dimension is bound to, by dimension and in that order.
    pub(crate) at: Vec<(u32, Bind)>,
    /// The section in whose rows it stands; of rows, their own.
    pub(crate) section: Option<u32>,
}

/// What a dimension is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Bind {
    /// Its whole.
    Whole,
    /// The member of this number.
    Member(u32),
    /// Each of its rows.
    Row,
}

impl Plan {
    /// Where a node stands.
    ///
    /// # Errors
    /// Where it stands nowhere: a sentence that says what the plan lacks.
    pub(crate) fn stand(&self, number: u32) -> Result<Stand, String> {
        let Some(node) = self.nodes.get(number as usize) else { return Err(format!("there is no node {number}")) };
        let of = node.coordinate.as_ref().map_or_else(|| self.subject(number), |coordinate| coordinate.figure);
        if of as usize >= self.nodes.len() {
            return Err("it is of no figure".to_owned());
        }
        let mut stand = Stand { of, ..Stand::default() };
        for (id, to) in node.coordinate.as_ref().into_iter().flat_map(|coordinate| &coordinate.at) {
            let dimension = self.dimensions.iter().position(|known| known.id == *id);
            let Some((number, dimension)) = dimension.and_then(|at| Some((at, self.dimensions.get(at)?))) else {
                return Err(format!("there is no dimension `{id}`"));
            };
            let bound = match to.as_str() {
                TOTAL => Bind::Whole,
                EVERY_ROW => Bind::Row,
                member => match dimension.members.iter().position(|known| known.id == member) {
                    Some(member) => Bind::Member(u32::try_from(member).unwrap_or(u32::MAX)),
                    None => return Err(format!("the dimension `{id}` has no member `{member}`")),
                },
            };
            stand.bind(u32::try_from(number).unwrap_or(u32::MAX), bound);
        }
        // Fields and notes have no place in a matrix, and yet stand in rows or in the whole.
        let mut above = Some(node);
        let mut steps = self.nodes.len();
        while let Some(node) = above.filter(|_| steps > 0) {
            match node.layout {
                Some(Layout::Whole(dimension)) => stand.bind(dimension, Bind::Whole),
                Some(Layout::Rows(rows)) => {
                    let Some(section) = self.sections.get(rows as usize) else {
                        return Err(format!("there is no section {rows}"));
                    };
                    stand.bind(section.dimension, Bind::Row);
                    stand.section = stand.section.or(Some(rows));
                }
                _ => {}
            }
            above = node.parent.and_then(|parent| self.nodes.get(parent as usize));
            steps -= 1;
        }
        Ok(stand)
    }
}

impl Stand {
    fn bind(&mut self, dimension: u32, to: Bind) {
        match self.at.binary_search_by_key(&dimension, |(known, _)| *known) {
            Ok(at) => {
                if let Some(slot) = self.at.get_mut(at) {
                    slot.1 = to;
                }
            }
            Err(at) => self.at.insert(at, (dimension, to)),
        }
    }
}
