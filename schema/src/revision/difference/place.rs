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
/// that it does. Of all else as many as can keep their order do, those first that are `bound` and cannot say where they stand. Somebody always keeps his place, so that the others have
/// one to stand beside.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) placed: BTreeSet<usize>,
    pub(super) new_are_placed: bool,
    /// The first that says nothing of its place.
    pub(super) first_free: Option<usize>,
}

pub(super) fn places(children: &[Child], bound: &[bool]) -> Places {
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
    let is_bound = |at: usize| bound.get(at).copied().unwrap_or_default();
    let mut stays = staying(&stood, &is_bound);
    let is_behind = |first: usize| children.iter().skip(first).any(|child| *child != Child::New);
    let new_are_placed = !stays.is_empty() && first.is_some_and(is_behind);
    // What is moved comes last unless it says otherwise, and where nothing else keeps its place, the first of it does.
    if stays.is_empty() && first.is_none() {
        stays.insert(0);
    } else if children.last() == Some(&Child::Moved) {
        stays.insert(children.len() - 1);
    }
    let is_placed = |at: &usize| children.get(*at) != Some(&Child::New) && !stays.contains(at);
    let placed: BTreeSet<usize> = (0..children.len()).filter(is_placed).collect();
    let is_free = |at: &usize| match children.get(*at) {
        Some(Child::New) => !new_are_placed,
        _ => !placed.contains(at),
    };
    let first_free = (0..children.len()).find(is_free);
    Places { placed, new_are_placed, first_free }
}

/// The places of a longest run that rises and holds as many as it can of those that are bound.
fn staying(all: &[(usize, usize)], is_bound: &impl Fn(usize) -> bool) -> BTreeSet<usize> {
    let bound: Vec<(usize, usize)> = all.iter().copied().filter(|(at, _)| is_bound(*at)).collect();
    let bound = rising(&bound);
    // What goes with all of those is in a run with all of them. Least number behind, and greatest before, each place.
    let mut greatest = 0;
    let mut low: Vec<usize> = Vec::with_capacity(all.len());
    for (at, number) in all {
        low.push(greatest);
        greatest = if bound.contains(at) { *number + 1 } else { greatest };
    }
    let mut least = usize::MAX;
    let mut fitting: Vec<(usize, usize)> = Vec::with_capacity(all.len());
    for ((at, number), low) in all.iter().zip(&low).rev() {
        if bound.contains(at) {
            least = *number;
            fitting.push((*at, *number));
        } else if number >= low && *number < least && !is_bound(*at) {
            fitting.push((*at, *number));
        }
    }
    fitting.reverse();
    rising(&fitting)
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
        let places = places(children, &[]);
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
    fn what_cannot_say_where_it_stands_stays() {
        let placed =
            |bound: &[bool]| places(&[Stood(2), Stood(0), Stood(1)], bound).placed.into_iter().collect::<Vec<_>>();
        assert_eq!(placed(&[]), [0]);
        assert_eq!(placed(&[true]), [1, 2]);
        assert_eq!(placed(&[true, true]), [0]);
    }

    #[test]
    fn what_is_moved_comes_last_or_first_of_all() {
        check(&[Stood(0), Moved], &[], false);
        check(&[Moved, Stood(0), Moved], &[0], false);
        check(&[Moved, Moved, Moved], &[1, 2], false);
        assert_eq!(places(&[Moved, Stood(0)], &[]).first_free, Some(1));
    }

    #[test]
    fn what_is_new_is_one_group() {
        check(&[Stood(0), New, New], &[], false);
        check(&[New, Stood(0)], &[], true);
        check(&[Stood(0), New, Stood(1), New, Stood(2)], &[2], true);
        check(&[Stood(0), Moved, New], &[1], false);
        check(&[New, Stood(0), New], &[1], false);
        check(&[Moved, New, Stood(0), New], &[0, 2], false);
    }
}
