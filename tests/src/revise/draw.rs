//! One change of a drawn form.

use crate::dice::Dice;
use crate::drawn::{Class, Form};

/// A change: what it is about, and what it says.
#[derive(Clone, Debug)]
pub struct Change {
    /// The address.
    pub address: String,
    /// What becomes of it.
    pub says: String,
    /// Of which sort it is.
    pub sort: Sort,
}

/// Sorts of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Another id.
    Renamed,
    /// Another label.
    Set,
    /// Another place among its siblings.
    Placed,
    /// Something new beneath it.
    Added,
    /// It stands beneath another node.
    Moved,
    /// A figure is a heading.
    Split,
    /// It goes into another.
    Merged,
    /// It is gone.
    Gone,
    /// It cannot be compared.
    Broken,
    /// It is counted in another unit.
    Unit,
    /// Of a dimension or a member.
    Member,
    /// A check is gone.
    Check,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Renamed,
        Self::Set,
        Self::Placed,
        Self::Added,
        Self::Moved,
        Self::Split,
        Self::Merged,
        Self::Gone,
        Self::Broken,
        Self::Unit,
        Self::Member,
        Self::Check,
    ];

    /// Whether a report that held to the form before holds to this one, as long as nothing of it had to be left: no check is
    /// made, none asks more than before, and no figure is part of another sum.
    #[must_use]
    pub const fn asks_no_more(self) -> bool {
        matches!(self, Self::Renamed | Self::Set | Self::Placed | Self::Check)
    }
}

/// Draws the change of this number; none where what was drawn cannot be said of the form.
pub(super) fn change(dice: &mut Dice<'_>, form: &Form, number: usize) -> Option<Change> {
    let sort = dice.pick(&Sort::ALL);
    let node = 1 + dice.below(form.nodes.len().max(2) - 1);
    let other = dice.below(form.nodes.len());
    let here = form.nodes.get(node)?;
    let is_item = |node: usize| {
        let above = form.nodes[node].parent.map(|parent| form.nodes[parent].class);
        form.nodes[node].class != Class::Header && above != Some(Class::Header) && node > 0
    };
    let address = form.path(node);
    let path = |node: usize| if node == 0 { ".".to_owned() } else { form.path(node) };
    let unit = form.units[dice.below(form.units.len())].id;
    let (address, says) = match sort {
        Sort::Renamed if here.class != Class::Header => (address, format!("{{id: new_{number}}}")),
        Sort::Set if here.class != Class::Header => (address, format!("{{label: Otherwise {number}}}")),
        Sort::Placed => {
            let siblings = &form.nodes[here.parent?].children;
            let beside = siblings[other % siblings.len()];
            if !is_item(node) || beside == node {
                return None;
            }
            let side = dice.pick(&["before", "after"]);
            (address, format!("{{{side}: '{}'}}", form.nodes[beside].id))
        }
        Sort::Added => {
            let new = format!("{{id: added_{number}, label: Added {number}, unit: '{unit}', required: false}}");
            (path(if is_item(other) { other } else { 0 }), format!("{{add: [{new}]}}"))
        }
        Sort::Moved if is_item(node) => {
            let under = if is_item(other) { other } else { 0 };
            (address, format!("{{under: '{}'}}", path(under)))
        }
        Sort::Split if here.class == Class::Leaf => {
            let key = dice.pick(&["items", "parts", "items", "of_which"]);
            // The old name is free for a part.
            let id = if dice.one_in(2) { here.id.to_owned() } else { format!("part_{number}") };
            let parts =
                format!("{{id: '{id}', label: One of {number}}}, {{id: second_{number}, label: Two of {number}}}");
            (address, format!("{{becomes: {key}, add: [{parts}]}}"))
        }
        Sort::Merged if is_item(node) && is_item(other) => (address, format!("{{into: '{}'}}", path(other))),
        Sort::Gone if here.class != Class::Header => (address, "gone".to_owned()),
        Sort::Broken if is_item(node) => (address, "{comparable: no}".to_owned()),
        Sort::Unit if is_item(node) => (address, format!("{{unit: '{unit}'}}")),
        Sort::Check if !here.checks.is_empty() => (format!("{address}:check"), "gone".to_owned()),
        Sort::Member => {
            let dimension = form.dimensions.get(dice.below(form.dimensions.len().max(1)))?;
            let member = dimension.members[dice.below(dimension.members.len())].id;
            match dice.below(6) {
                0 => (format!("{}[]", dimension.id), format!("{{id: dim_{number}}}")),
                1 => (
                    format!("{}[]", dimension.id),
                    format!("{{add: [{{id: member_{number}, label: Member {number}}}]}}"),
                ),
                2 | 3 => (format!("{}[{member}]", dimension.id), format!("{{id: new_{number}}}")),
                4 => (format!("{}[{member}]", dimension.id), "gone".to_owned()),
                _ => {
                    let into = dimension.members[dice.below(dimension.members.len())].id;
                    (format!("{}[{member}]", dimension.id), format!("{{into: {into}}}"))
                }
            }
        }
        _ => return None,
    };
    Some(Change { address, says, sort })
}
