//! Where nodes stand among their siblings.

use std::collections::BTreeSet;

/// What stands beneath a node afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Child {
    /// It stood there, as the so-manyth.
    Stood(usize),
    /// It comes from elsewhere.
    Moved,
    /// It is new.
    New,
}

/// Which of the children must say where they stand, and whether those that are new, as one group, must.
///
/// Those that are new stand behind one another where the first of them belongs; what stands between them afterwards says
/// that it does. Of all else as many as can keep their order do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) placed: BTreeSet<usize>,
    pub(super) new_are_placed: bool,
}

pub(super) fn places(children: &[Child]) -> Places {
    let new = || children.iter().enumerate().filter(|(_, child)| **child == Child::New).map(|(at, _)| at);
    let (first, last) = (new().next(), new().next_back());
    let is_between = |at: usize| first.is_some_and(|first| at > first) && last.is_some_and(|last| at < last);
    let stood: Vec<(usize, usize)> = children
        .iter()
        .enumerate()
        .filter_map(|(at, child)| match child {
            Child::Stood(was) if !is_between(at) => Some((at, *was)),
            _ => None,
        })
        .collect();
    let stays = rising(&stood);
    let mut placed: BTreeSet<usize> = BTreeSet::new();
    for (at, child) in children.iter().enumerate() {
        // What is moved stands at the end, before what is new, unless it says otherwise.
        let is_placed = match child {
            Child::Stood(_) => !stays.contains(&at),
            Child::Moved => true,
            Child::New => false,
        };
        if is_placed {
            placed.insert(at);
        }
    }
    let behind_new = |first: usize| children.iter().skip(first).any(|child| *child != Child::New);
    Places { placed, new_are_placed: first.is_some_and(behind_new) }
}

/// The places of a longest run that rises, of places with numbers.
fn rising(all: &[(usize, usize)]) -> BTreeSet<usize> {
    // By length of a run the index of its smallest end, and of each the one before it in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(all.len());
    let number = |index: usize| all.get(index).map_or(0, |(_, number)| *number);
    for (index, (_, value)) in all.iter().enumerate() {
        let length = ends.partition_point(|end| number(*end) < *value);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let run = std::iter::successors(ends.last().copied(), |index| before.get(*index).copied().flatten());
    run.filter_map(|index| all.get(index).map(|(at, _)| *at)).collect()
}

#[cfg(test)]
mod tests {
    use super::Child::{Moved, New, Stood};
    use super::places;

    #[track_caller]
    fn check(children: &[super::Child], placed: &[usize], new_are_placed: bool) {
        let places = places(children);
        assert_eq!(places.placed.iter().copied().collect::<Vec<_>>(), placed);
        assert_eq!(places.new_are_placed, new_are_placed);
    }

    #[test]
    fn as_many_as_can_keep_their_order() {
        check(&[Stood(0), Stood(2), Stood(3)], &[], false);
        check(&[Stood(3), Stood(0), Stood(1)], &[0], false);
        check(&[Stood(1), Stood(0), Stood(3), Stood(2)], &[0, 2], false);
    }

    #[test]
    fn what_is_new_is_one_group() {
        check(&[Stood(0), New, New], &[], false);
        check(&[New, Stood(0)], &[], true);
        check(&[Stood(0), New, Stood(1), New, Stood(2)], &[2], true);
        check(&[Stood(0), Moved, New], &[1], false);
    }
}
